"""Lesson 1, the introduction: `line` and `root_mean_squared_error`."""

from collections.abc import Callable
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import (
    Args,
    Exercise,
    Mistake,
    Part,
    Parts,
    Remark,
    Rule,
    Stop,
    table,
)
from linreg.checks.lessons import rules
from linreg.checks.lessons.compute_loss import divided_in_loop, only_last, return_in_loop
from linreg.evaluation import root_mean_squared_error
from linreg.model import line


def _in_place(y: Any, y_hat: Any) -> Any:
    y_hat -= y
    return np.sqrt(np.mean(y_hat**2))


def _fails_on_a_number(call: Callable[..., Parts], args: Args, callee: Any) -> bool:
    """Return whether one x, which is no array, gives no height."""
    try:
        return bool(call(x=2.0)["height"] != 2 * args["w"] + args["b"])
    except Stop:
        return True


LINE = Exercise(
    lesson=1,
    reference=line,
    parts={"height": Part(lambda a: np.shape(a["x"]), "one height for each x")},
    examples=(
        {"x": table(2), "w": 3.0, "b": 1.0},
        {"x": table(1, 2), "w": 3.0, "b": -2.0},
        {"x": table(0, 1, 4), "w": 0.5, "b": 2.0},
        {"x": table(1.1, -2.37, 0.456), "w": -1.3, "b": 0.257},
    ),
    probes=(
        {"x": table(1.5, -2, 0.25, 3), "w": 2.0, "b": 5.0},
        {"x": table(-1, 4, 2.5, 0.5, -3), "w": -1.5, "b": 0.75},
        {"x": table(7, 0.1, -0.6, 2, 3, 5, 1.2), "w": 0.3, "b": -4.0},
    ),
    remarks=(
        Remark(
            "arrays only",
            _fails_on_a_number,
            "It works for an array of x only. The cells below also ask for one x, a number: "
            "`w * x + b` answers both.",
        ),
    ),
    rules=(
        Rule(
            "the height at 0 is b",
            "At x = 0 the height of the line must be `b`; yours is not.",
            lambda a: a | {"x": np.zeros_like(a["x"])},
            lambda parts, a: {"height": np.full_like(a["x"], a["b"])},
        ),
        Rule(
            "one step climbs by w",
            "One step to the right must change the height by `w`; yours changes by something else.",
            lambda a: a | {"x": a["x"] + 1},
            lambda parts, a: {"height": parts["height"] + a["w"]},
        ),
    ),
    mistakes=(
        Mistake(
            "no intercept",
            lambda x, w, b: w * x,
            "Your line goes through the origin whatever `b` is. `b` is the height at x = 0: "
            "add it.",
            concept="ignored argument",
        ),
        Mistake(
            "b added to the input",
            lambda x, w, b: w * (x + b),
            "`b` moved the input and was then multiplied by `w`. It belongs to the output: "
            "multiply first, then add.",
            concept="brackets",
        ),
        Mistake(
            "slope and intercept exchanged",
            lambda x, w, b: b * x + w,
            "Slope and intercept changed places: `w` multiplies `x`, and `b` is added.",
            concept="order",
        ),
        Mistake(
            "b subtracted",
            lambda x, w, b: w * x - b,
            "The sign of `b`: you subtract it, so the line crosses x = 0 at −b.",
            concept="sign",
        ),
        Mistake(
            "w added",
            lambda x, w, b: x + w + b,
            "`w` is the slope, so it multiplies `x`; yours adds it, and every line climbs by 1 "
            "per step.",
            concept="formula",
        ),
        Mistake(
            "b multiplied",
            lambda x, w, b: w * x * b,
            "`b` is multiplied in yours, so it became part of the slope. Add it.",
            concept="formula",
        ),
        Mistake(
            "everything multiplies x",
            lambda x, w, b: w * x + b * x,
            "`b` is multiplied by `x` too, so it became part of the slope. Add it as it is.",
            concept="brackets",
        ),
        Mistake(
            "no slope",
            lambda x, w, b: x + b,
            "The slope is missing: `x` must be multiplied by `w` before `b` is added.",
            concept="ignored argument",
        ),
        Mistake(
            "falls where it should climb",
            lambda x, w, b: b - w * x,
            "The sign of the slope: with a positive `w` the line must climb to the right, and "
            "yours falls.",
            concept="sign",
        ),
        Mistake(
            "divides by the slope",
            lambda x, w, b: x / w + b,
            "`x` is divided by `w` in yours. A steeper line must climb more with each step: "
            "multiply.",
            concept="formula",
        ),
        Mistake(
            "solves for x",
            lambda x, w, b: (x - b) / w,
            "That is the other direction: the x at which the line reaches a height. Here the "
            "height at x is wanted.",
            concept="formula",
        ),
        Mistake(
            "power in place of product",
            lambda x, w, b: x**w + b,
            "`**` is a power, which bends. A line needs a product: `*`.",
            concept="formula",
            also=(lambda x, w, b: w**x + b,),
        ),
        Mistake(
            "one number for all x",
            lambda x, w, b: float(np.sum(w * x + b)),
            "One number came out for all of `x`. Each x has its own height, so leave them apart.",
            concept="shape",
            also=(lambda x, w, b: float(np.sum(w * x) + b),),
        ),
        Mistake(
            "mean of the heights",
            lambda x, w, b: float(np.mean(w * x + b)),
            "Yours is the mean of the heights. Each x has its own, so leave them apart.",
            concept="shape",
        ),
        Mistake(
            "only the first x",
            lambda x, w, b: float(w * x[0] + b),
            "Only the first x is answered. Is an index left over, or a `return` inside the loop?",
            concept="loop",
            also=(lambda x, w, b: w * x[:1] + b,),
        ),
    ),
    hints=(
        "How high is the line where x is 0? And how much higher one step further to the right?",
        "Start at the height `b`. Each step to the right adds `w`, so x steps add x times as much.",
        "Two operations are enough: a product of slope and input, then a sum with the intercept. "
        "NumPy does both for the whole array at once, so no loop is needed.",
    ),
)

ROOT_MEAN_SQUARED_ERROR = Exercise(
    lesson=1,
    reference=root_mean_squared_error,
    parts={"rmse": Part(lambda a: (), "one number")},
    examples=(
        {"y": table(1), "y_hat": table(3)},
        {"y": table(1, 2), "y_hat": table(2, 9)},
        {"y": table(4, 1, 2), "y_hat": table(1, 2, 4)},
        {"y": table(0.3, -1.27, 2.615), "y_hat": table(1.1, -2.04, 0.7)},
    ),
    probes=(
        {"y": table(1, -2, 3, 0.5), "y_hat": table(1.5, 1, 2.25, -3)},
        {"y": table(12, 5, 9, 14, 3), "y_hat": table(3, 0.5, 1.5, 3, -1)},
        {
            "y": table(1, 5, 2, -3, 0.5, 4, 2.5),
            "y_hat": table(2.5, 3, 2.75, 1, -0.5, 6, 9),
        },
    ),
    rules=(
        rules.zero_at_a_perfect_fit("the typical miss"),
        rules.same_for_twice_the_rows("the typical miss"),
        rules.same_in_any_order("the typical miss"),
        rules.twice_the_residuals("the typical miss", 2, "twice the residuals, twice the miss"),
        Rule(
            "only the residuals count",
            "With prices and predictions all raised by 10 the residuals stay the same, and so "
            "must the typical miss; yours changes.",
            lambda a: {name: value + 10 for name, value in a.items()},
        ),
    ),
    mistakes=(
        Mistake(
            "no root",
            lambda y, y_hat: np.mean((y_hat - y) ** 2),
            "That is the mean of the squares, in squared units. Take its root, and it is in the "
            "units of the prices again.",
            concept="formula",
        ),
        Mistake(
            "root of the sum",
            lambda y, y_hat: np.sqrt(np.sum((y_hat - y) ** 2)),
            "The squares are added up, but not divided by their number: twice the rows would "
            "give a larger miss. Take the mean, then the root.",
            concept="sum for mean",
        ),
        Mistake(
            "divided outside the root",
            lambda y, y_hat: np.sqrt(np.sum((y_hat - y) ** 2)) / len(y),
            "The division by n stands outside the root. Take the mean of the squares first, then"
            " the root of that.",
            concept="brackets",
        ),
        Mistake(
            "mean size of a residual",
            lambda y, y_hat: np.mean(np.abs(y_hat - y)),
            "That is the mean of the residuals without their signs. If you took the root of each"
            " square, that is the same. Take the mean of the squares first, and one root at the "
            "end.",
            concept="formula",
        ),
        Mistake(
            "residuals not squared",
            lambda y, y_hat: np.mean(y_hat - y),
            "The residuals are not squared, so misses on both sides cancel. Square each one first.",
            concept="formula",
            also=(
                lambda y, y_hat: np.sqrt(np.mean(y_hat - y)),
                lambda y, y_hat: np.sqrt(np.mean(y - y_hat)),
                lambda y, y_hat: np.sqrt(np.sum(y_hat - y)),
                lambda y, y_hat: np.sqrt(np.sum(y - y_hat)),
                lambda y, y_hat: np.sqrt(np.mean(y_hat - y)) ** 2,
                lambda y, y_hat: np.sqrt(np.mean(y - y_hat)) ** 2,
                lambda y, y_hat: np.sqrt(np.abs(np.mean(y_hat - y))),
            ),
        ),
        Mistake(
            "square of the mean residual",
            lambda y, y_hat: np.sqrt(np.mean(y_hat - y) ** 2),
            "You first added or averaged, and took a square or the size of that, so misses on both "
            "sides cancelled. Square each residual first.",
            concept="brackets",
            also=(
                lambda y, y_hat: np.sqrt(np.sum(y_hat - y) ** 2 / len(y)),
                lambda y, y_hat: np.sqrt(np.sum(y_hat - y) ** 2),
            ),
        ),
        Mistake(
            "divides by n − 1",
            lambda y, y_hat: np.sqrt(np.sum((y_hat - y) ** 2) / (len(y) - 1)),
            "You divided by n − 1. That belongs to a variance that is estimated; a mean divides "
            "by n.",
            concept="factor",
        ),
        Mistake(
            "`//` for `/`",
            lambda y, y_hat: np.sqrt(1 // len(y) * np.sum((y_hat - y) ** 2)),
            "`//` gives whole numbers: `7 // 2` is 3, `1 // 2` is 0, and so is `1 // n` for more "
            "than one house. Divide with `/`.",
            concept="factor",
            also=(lambda y, y_hat: np.sqrt(np.sum((y_hat - y) ** 2) // len(y)),),
        ),
        Mistake(
            "always 1",
            lambda y, y_hat: np.mean((y_hat - y) ** 2) ** (1 // 2),
            "Yours is 1 whatever the predictions are. Is the number typed in, or is `// 2` in the "
            "power? `1 // 2` is 0. Take the root with `np.sqrt`.",
            concept="factor",
        ),
        Mistake(
            "divides by n − 2",
            lambda y, y_hat: np.sqrt(np.sum((y_hat - y) ** 2) / (len(y) - 2)),
            "You divided by n − 2. That belongs to the noise around a line that was fitted; a "
            "mean divides by n.",
            concept="factor",
        ),
        Mistake(
            "half of the squares",
            lambda y, y_hat: np.sqrt(np.mean((y_hat - y) ** 2) / 2),
            "Half of the mean of the squares is under the root. The ½ belongs to another "
            "convention: leave it out.",
            concept="factor",
        ),
        Mistake(
            "largest residual",
            lambda y, y_hat: np.max(np.abs(y_hat - y)),
            "Only the largest miss counts in yours. Every house must count: take the mean of the"
            " squares.",
            concept="formula",
        ),
        Mistake(
            "median of the squares",
            lambda y, y_hat: np.sqrt(np.median((y_hat - y) ** 2)),
            "That is the root of the median of the squares. Every house must count: take the mean.",
            concept="formula",
        ),
        Mistake(
            "spread of the residuals",
            lambda y, y_hat: np.std(y_hat - y),
            "That is the standard deviation of the residuals: being wrong by the same amount "
            "everywhere would cost nothing. Do not subtract their mean.",
            concept="formula",
        ),
        Mistake(
            "only the target squared",
            lambda y, y_hat: np.sqrt(np.abs(np.mean(y_hat - y**2))),
            "`**` binds more tightly than `-`, so only `y` is squared. Put brackets around the "
            "difference.",
            concept="brackets",
            also=(
                lambda y, y_hat: np.sqrt(np.mean(np.abs(y_hat - y**2))),
                lambda y, y_hat: np.sqrt(np.mean(y_hat - y**2)),
                lambda y, y_hat: np.sqrt(np.mean(y**2 - y_hat)),
            ),
        ),
        Mistake(
            "difference of the squares",
            lambda y, y_hat: np.sqrt(np.abs(np.mean(y_hat**2 - y**2))),
            "You first squared and then subtracted. The residual is squared, so subtract first.",
            concept="order",
            also=(
                lambda y, y_hat: np.sqrt(np.mean(y_hat**2 - y**2)),
                lambda y, y_hat: np.sqrt(np.mean(y**2 - y_hat**2)),
            ),
        ),
        Mistake(
            "added, not subtracted",
            lambda y, y_hat: np.sqrt(np.mean((y_hat + y) ** 2)),
            "Predictions and prices are added. The residual is their difference.",
            concept="sign",
        ),
        Mistake(
            "relative to the target",
            lambda y, y_hat: np.sqrt(np.mean(((y_hat - y) / y) ** 2)),
            "Each residual is divided by its target, so cheap houses count most. Leave the "
            "residuals in the units of `y`.",
            concept="formula",
        ),
        Mistake(
            "one miss per house",
            lambda y, y_hat: np.sqrt((y_hat - y) ** 2),
            "One number per house came out. Take the mean of the squares before the root.",
            concept="shape",
            also=(lambda y, y_hat: np.sqrt((y_hat - y) ** 2 / len(y)),),
        ),
        Mistake(
            "every pair of rows",
            lambda y, y_hat: np.sqrt(np.mean((y_hat[:, None] - y) ** 2)),
            "Every prediction met every price. Compare house with house.",
            concept="shape",
        ),
        Mistake(
            "return inside the loop",
            lambda y, y_hat: np.sqrt(return_in_loop(y, y_hat)),
            "Only the first house is in the result: does the `return` stand inside the loop? "
            "Then move it to the left.",
            concept="loop",
        ),
        Mistake(
            "only the last row",
            lambda y, y_hat: np.sqrt(only_last(y, y_hat)),
            "Only the last house is in the result: does an `=` in the loop replace what was "
            "there, where `+=` would add to it?",
            concept="loop",
        ),
        Mistake(
            "divided inside the loop",
            lambda y, y_hat: np.sqrt(divided_in_loop(y, y_hat)),
            "The sum is divided by n in each turn, so the early houses hardly count. Divide once, "
            "after the loop.",
            concept="loop",
        ),
        Mistake(
            "changes y_hat",
            _in_place,
            "The result is right, but `y_hat` is overwritten on the way. Subtract into a new "
            "array.",
            unseen="The lesson makes each prediction for one call and does not use it again.",
            concept="in place",
        ),
        Mistake(
            "half for the root",
            lambda y, y_hat: np.mean((y_hat - y) ** 2) / 2,
            "That is half of the mean of the squares. `** 1 / 2` is the power 1, then half of it: "
            "write `** 0.5`, or take `np.sqrt`.",
            concept="brackets",
        ),
        Mistake(
            "only the prediction squared",
            lambda y, y_hat: np.sqrt(np.abs(np.mean(y - y_hat**2))),
            "`**` binds more tightly than `-`, so only `y_hat` is squared. Put brackets around "
            "the difference.",
            concept="brackets",
            also=(
                lambda y, y_hat: np.sqrt(np.mean(np.abs(y - y_hat**2))),
                lambda y, y_hat: np.sqrt(np.mean(y - y_hat**2)),
                lambda y, y_hat: np.sqrt(np.mean(y_hat**2 - y)),
            ),
        ),
        Mistake(
            "doubled, not squared",
            lambda y, y_hat: np.sqrt(np.abs(np.mean((y_hat - y) * 2))),
            "The residuals are doubled, not squared: `*` is a product, `**` is a power.",
            concept="formula",
            also=(
                lambda y, y_hat: np.sqrt(np.mean((y_hat - y) * 2)),
                lambda y, y_hat: np.sqrt(np.mean((y - y_hat) * 2)),
            ),
        ),
        Mistake(
            "root of the mean size",
            lambda y, y_hat: np.sqrt(np.mean(np.abs(y_hat - y))),
            "The sizes of the residuals are added up, as of `np.abs` or of a root of each square. "
            "Square each one, take the mean, and only then the root.",
            concept="formula",
            also=(lambda y, y_hat: np.sqrt(np.sum(np.abs(y_hat - y))),),
        ),
        Mistake(
            "root of n only",
            lambda y, y_hat: np.sqrt(1 / len(y)) * np.sum((y_hat - y) ** 2),
            "The root reaches the number of rows only, not the sum of the squares. Take the root "
            "of the whole mean.",
            concept="brackets",
        ),
        Mistake(
            "squared once more",
            lambda y, y_hat: np.mean((y_hat - y) ** 2) ** 2,
            "The mean of the squares is squared once more. Take its root, with `np.sqrt`.",
            concept="formula",
        ),
        Mistake(
            "the mean price for each price",
            lambda y, y_hat: np.sqrt(np.mean((y_hat - np.mean(y)) ** 2)),
            "The mean of `y` is subtracted from the predictions. Compare each one with the price "
            "of its own house: subtract `y`.",
            concept="wrong variable",
        ),
    ),
    hints=(
        "Read the name backwards: error, squared, mean, root. That is the order of the steps.",
        "The residuals are one array minus the other. Square them with `**`, and `np.mean` makes "
        "one number of the squares.",
        "At the end take the root of that one number with `np.sqrt`. No ½, no n − 1.",
    ),
)

EXERCISES = (LINE, ROOT_MEAN_SQUARED_ERROR)
