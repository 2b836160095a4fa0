"""Lesson 5, the loss: `mean_squared_error` and `baseline_loss`."""

from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Exercise, Mistake, Part, Rule, table
from linreg.checks.lessons import rules
from linreg.loss import baseline_loss, mean_squared_error


def return_in_loop(y: Any, y_hat: Any) -> Any:
    """Return the square of the first row over n. Lesson 1 takes the root of these three."""
    total = 0.0
    for target, prediction in zip(y, y_hat, strict=True):
        total += (prediction - target) ** 2
        return total / len(y)
    return total


def only_last(y: Any, y_hat: Any) -> Any:
    """Return the square of the last row over n."""
    total = 0.0
    for target, prediction in zip(y, y_hat, strict=True):
        total = (prediction - target) ** 2
    return total / len(y)


def divided_in_loop(y: Any, y_hat: Any) -> Any:
    """Return a sum of squares that is divided by n in each turn."""
    total = 0.0
    for target, prediction in zip(y, y_hat, strict=True):
        total = (total + (prediction - target) ** 2) / len(y)
    return total


def _in_place(y: Any, y_hat: Any) -> Any:
    y_hat -= y
    return float(np.mean(y_hat**2))


MEAN_SQUARED_ERROR = Exercise(
    lesson=5,
    reference=mean_squared_error,
    parts={"loss": Part(lambda a: (), "one number")},
    examples=(
        {"y": table(1), "y_hat": table(3)},
        {"y": table(1, 2), "y_hat": table(2, 5)},
        {"y": table(1, 2, 3), "y_hat": table(1, 2, 5)},
        {"y": table(4, 1, 2), "y_hat": table(1, 2, 4)},
        {"y": table(0.3, -1.27, 2.615), "y_hat": table(1.1, -2.04, 0.7)},
    ),
    probes=(
        {"y": table(1, -2, 3, 0.5), "y_hat": table(1.5, 1, 2.25, -3)},
        {"y": table(2, 1, -1, 4, 3), "y_hat": table(3, 0.5, 1.5, 3, 7)},
        {
            "y": table(1, 5, 2, -3, 0.5, 4, 2.5),
            "y_hat": table(2.5, 3, 2.75, 1, -0.5, 6, 9),
        },
    ),
    rules=(
        rules.zero_at_a_perfect_fit("the loss"),
        rules.same_for_twice_the_rows("the loss"),
        rules.same_in_any_order("the loss"),
        rules.twice_the_residuals("the loss", 4, "twice the residuals, four times the loss"),
        Rule(
            "too high costs as much as too low",
            "With `y` and `y_hat` exchanged the loss must stay the same: too high by 2 costs as "
            "much as too low by 2. Yours changes.",
            lambda a: {"y": a["y_hat"], "y_hat": a["y"]},
        ),
        Rule(
            "only the residuals count",
            "With targets and predictions all raised by 10 the residuals stay the same, and so "
            "must the loss; yours changes.",
            lambda a: {name: value + 10 for name, value in a.items()},
        ),
    ),
    mistakes=(
        Mistake(
            "only the target squared",
            lambda y, y_hat: np.mean(y_hat - y**2),
            "`**` binds more tightly than `-`, so only `y` is squared. Put brackets around the "
            "difference.",
            concept="brackets",
            also=(lambda y, y_hat: np.mean(y**2 - y_hat),),
        ),
        Mistake(
            "only the prediction squared",
            lambda y, y_hat: np.mean(y_hat**2 - y),
            "`**` binds more tightly than `-`, so only `y_hat` is squared. Put brackets around the "
            "difference.",
            concept="brackets",
            also=(lambda y, y_hat: np.mean(y - y_hat**2),),
        ),
        Mistake(
            "`//` for `/`",
            lambda y, y_hat: 1 // len(y) * np.sum((y_hat - y) ** 2),
            "`1 // n` is a whole number, and for more than one row it is 0. Divide with `/`.",
            concept="factor",
        ),
        Mistake(
            "half of it",
            lambda y, y_hat: np.mean((y_hat - y) ** 2) / 2,
            "Exactly half. The ½ belongs to another convention; in this course the loss is the "
            "plain mean.",
            concept="factor",
        ),
        Mistake(
            "multiplied by n by precedence",
            lambda y, y_hat: 1 / 2 * len(y) * np.sum((y_hat - y) ** 2),
            "`1/2*n` is (1/2)·n: it multiplies by n where you meant to divide. Put brackets "
            "around the denominator, and leave the 2 out.",
            concept="brackets",
        ),
        Mistake(
            "multiplied by n",
            lambda y, y_hat: len(y) * np.sum((y_hat - y) ** 2),
            "The sum of the squares is multiplied by n where it must be divided by n.",
            concept="factor",
        ),
        Mistake(
            "sum, no mean",
            lambda y, y_hat: np.sum((y_hat - y) ** 2),
            "That is the sum. Twice the rows would give twice the loss: divide by the number of "
            "rows.",
            concept="sum for mean",
        ),
        Mistake(
            "square of the mean residual",
            lambda y, y_hat: np.mean(y_hat - y) ** 2,
            "You first averaged and then squared, so residuals of opposite sign cancelled; a "
            "column (n, 1) times an array (n,) does the same. Square each one first.",
            concept="order",
        ),
        Mistake(
            "logarithms first",
            lambda y, y_hat: np.mean((np.log1p(np.abs(y_hat)) - np.log1p(np.abs(y))) ** 2),
            "You take logarithms before you subtract. Subtract the numbers as they are.",
            concept="formula",
            also=(lambda y, y_hat: np.mean((np.log1p(y_hat) - np.log1p(y)) ** 2),),
        ),
        Mistake(
            "residuals to the power of 3",
            lambda y, y_hat: np.mean((y_hat - y) ** 3),
            "The residuals are raised to the power of 3, which keeps their signs: errors in both "
            "directions cancel. Square them.",
            concept="formula",
            also=(lambda y, y_hat: np.mean((y - y_hat) ** 3),),
        ),
        Mistake(
            "square of the mean size",
            lambda y, y_hat: np.mean(np.abs(y_hat - y)) ** 2,
            "You first added or averaged the sizes and then squared, so large residuals count too "
            "little. Square each one first.",
            concept="order",
        ),
        Mistake(
            "square of the sum, divided by n",
            lambda y, y_hat: np.sum(y_hat - y) ** 2 / len(y),
            "You first added and then squared, so residuals of opposite sign cancelled. Square "
            "each one first.",
            concept="order",
        ),
        Mistake(
            "mean residual, not squared",
            lambda y, y_hat: np.mean(y_hat - y),
            "The residuals are not squared. So the loss can be negative, and far off to one side "
            "looks better than right.",
            concept="formula",
        ),
        Mistake(
            "absolute values",
            lambda y, y_hat: np.mean(np.abs(y_hat - y)),
            "That is the mean absolute error. Here each residual is squared, so that large ones "
            "weigh more.",
            concept="formula",
        ),
        Mistake(
            "square root",
            lambda y, y_hat: np.sqrt(np.mean((y_hat - y) ** 2)),
            "That is the RMSE, the square root of the loss. It is good to report, but its "
            "gradient differs.",
            concept="formula",
        ),
        Mistake(
            "length of the residuals",
            lambda y, y_hat: np.sqrt(np.sum((y_hat - y) ** 2)),
            "That is the length of the residuals as a vector (`np.linalg.norm`). Here the mean "
            "of the squares is wanted, without a root.",
            concept="formula",
        ),
        Mistake(
            "divides by n − 1",
            lambda y, y_hat: np.sum((y_hat - y) ** 2) / (len(y) - 1),
            "You divided by n − 1. That is for an unbiased variance; a mean divides by n.",
            concept="factor",
        ),
        Mistake(
            "divides by n + 1",
            lambda y, y_hat: np.sum((y_hat - y) ** 2) / (len(y) + 1),
            "You divided by n + 1: the rows are counted once too often.",
            concept="factor",
        ),
        Mistake(
            "one loss per example",
            lambda y, y_hat: (y_hat - y) ** 2,
            "That is one loss per example. The loop needs one number: take their mean.",
            concept="shape",
        ),
        Mistake(
            "residuals only",
            lambda y, y_hat: y_hat - y,
            "Those are the residuals, one per example. Square them, then take the mean.",
            concept="shape",
        ),
        Mistake(
            "every pair of rows",
            lambda y, y_hat: np.mean((y_hat[:, None] - y) ** 2),
            "Every prediction met every target: n² differences were averaged, and a perfect "
            "prediction does not give 0. Compare row with row.",
            concept="shape",
        ),
        Mistake(
            "n typed as a number",
            lambda y, y_hat: np.sum((y_hat - y) ** 2) / 100,
            "The sum is divided by 100, whatever the data. Count the rows instead, or it is "
            "right for one data set only.",
            concept="factor",
        ),
        Mistake(
            "`^` for the power",
            lambda y, y_hat: np.mean((y_hat - y) ^ 2),
            "`^` is no power in Python: it works on bits. The power is written `**`.",
            concept="formula",
        ),
        Mistake(
            "doubled, not squared",
            lambda y, y_hat: np.mean((y_hat - y) * 2),
            "The residuals are doubled, not squared: `*` is a product, `**` is a power.",
            concept="formula",
            also=(lambda y, y_hat: np.mean((y - y_hat) * 2),),
        ),
        Mistake(
            "difference of the squares",
            lambda y, y_hat: np.mean(y_hat**2 - y**2),
            "You first squared and then subtracted. The residual is squared, so subtract first.",
            concept="order",
            also=(lambda y, y_hat: np.mean(y**2 - y_hat**2),),
        ),
        Mistake(
            "added, not subtracted",
            lambda y, y_hat: np.mean((y_hat + y) ** 2),
            "Predictions and targets are added. The residual is their difference.",
            concept="sign",
        ),
        Mistake(
            "relative to the target",
            lambda y, y_hat: np.mean(((y_hat - y) / y) ** 2),
            "Each residual is divided by its target, so small targets weigh most. Leave the "
            "residuals in the units of `y`.",
            concept="formula",
        ),
        Mistake(
            "variance of the residuals",
            lambda y, y_hat: np.var(y_hat - y),
            "That is the variance of the residuals: being wrong by the same amount everywhere "
            "would cost nothing. Do not subtract their mean.",
            concept="formula",
        ),
        Mistake(
            "median of the squares",
            lambda y, y_hat: np.median((y_hat - y) ** 2),
            "That is the median of the squares. Every row must count: take the mean.",
            concept="formula",
        ),
        Mistake(
            "largest square",
            lambda y, y_hat: np.max((y_hat - y) ** 2),
            "Only the worst row counts in yours. Every row must: take the mean.",
            concept="formula",
        ),
        Mistake(
            "return inside the loop",
            return_in_loop,
            "Only the first row is in the result: does the `return` stand inside the loop? Then "
            "move it to the left.",
            concept="loop",
        ),
        Mistake(
            "only the last row",
            only_last,
            "Only the last row is in the result: does an `=` in the loop replace what was there, "
            "where `+=` would add to it?",
            concept="loop",
        ),
        Mistake(
            "divided inside the loop",
            divided_in_loop,
            "The sum is divided by n in each turn, so the early rows hardly count. Divide once, "
            "after the loop.",
            concept="loop",
        ),
        Mistake(
            "changes y_hat",
            _in_place,
            "The loss is right, but `y_hat` is overwritten on the way, so a second call would "
            "see other predictions. Subtract into a new array.",
            unseen="The lesson makes each prediction for one call and does not use it again.",
            concept="in place",
        ),
        Mistake(
            "negative loss",
            lambda y, y_hat: -np.mean((y_hat - y) ** 2),
            "The sign: a loss grows with the error. Yours falls, so its lowest value would be that "
            "of a model as wrong as it can be.",
            concept="sign",
        ),
        Mistake(
            "mean divided by n",
            lambda y, y_hat: np.mean((y_hat - y) ** 2) / len(y),
            "The mean is divided by n once more: `np.mean` has done that already.",
            concept="factor",
        ),
        Mistake(
            "predictions times targets",
            lambda y, y_hat: np.mean((y_hat * y) ** 2),
            "`y` and `y_hat` are multiplied. A residual is their difference.",
            concept="formula",
            also=(lambda y, y_hat: np.mean(y_hat * y),),
        ),
        Mistake(
            "squared twice",
            lambda y, y_hat: np.mean((y_hat - y) ** 4),
            "The residuals are squared twice, which makes fourth powers. Once is enough.",
            concept="formula",
        ),
    ),
    hints=(
        "A residual is how far a prediction lies from its target. What must happen so that −2 "
        "and +2 do not cancel?",
        "Three steps, in this order: the residuals, their squares, the mean of those.",
        "Subtract the arrays row by row, square with `**`, and let `np.mean` make one number of "
        "them. Nothing else: no ½, no root.",
    ),
)

BASELINE_LOSS = Exercise(
    lesson=5,
    reference=baseline_loss,
    parts={"loss": Part(lambda a: (), "one number")},
    examples=(
        {"y": table(1, 5)},
        {"y": table(1, 2, 6)},
        {"y": table(0.3, -1.27, 2.615)},
    ),
    probes=(
        {"y": table(1, -2, 3, 0.5)},
        {"y": table(2, 1, -1, 4, 3, 9)},
        {"y": table(1, 5, 2, -3, 0.5, 4, 2.5)},
    ),
    rules=(
        rules.same_for_twice_the_rows("the loss"),
        rules.same_in_any_order("the loss"),
        Rule(
            "raising all targets changes nothing",
            "With all targets raised by 10 their mean rises, too, and the loss must stay the same; "
            "yours changes.",
            lambda a: {"y": a["y"] + 10},
        ),
        Rule(
            "twice the targets, four times the loss",
            "With targets twice as large the loss must be four times as large; yours is not.",
            lambda a: {"y": 2 * a["y"]},
            rules.times(4),
        ),
    ),
    mistakes=(
        Mistake(
            "mean of the squares",
            lambda y: np.mean(y**2),
            "The mean was not subtracted: that is the loss of always predicting 0. Predict the "
            "mean of `y`.",
            concept="formula",
        ),
        Mistake(
            "mean residual",
            lambda y: np.mean(np.mean(y) - y),
            "This is 0 for all data. Is `y` compared with itself, or are the residuals averaged "
            "before they are squared? Above and below a mean they cancel.",
            concept="formula",
        ),
        Mistake(
            "mean cut to a whole number",
            lambda y: np.mean((np.mean(y) // 1 - y) ** 2),
            "The mean is cut to a whole number, as `//` and `int` do. Divide with `/`, or use "
            "`np.mean`.",
            concept="factor",
            also=(lambda y: np.mean((np.trunc(np.mean(y)) - y) ** 2),),
        ),
        Mistake(
            "standard deviation",
            lambda y: np.std(y),
            "That is the standard deviation, the root of what is wanted. Leave the root out.",
            concept="formula",
        ),
        Mistake(
            "sum, no mean",
            lambda y: np.sum((np.mean(y) - y) ** 2),
            "That is the sum of the squares. A loss is their mean: divide by the number of "
            "targets.",
            concept="sum for mean",
        ),
        Mistake(
            "divides by n − 1",
            lambda y: np.sum((np.mean(y) - y) ** 2) / (len(y) - 1) if len(y) > 1 else np.nan,
            "You divided by n − 1 (with `ddof=1`, perhaps). That estimates the variance of a "
            "larger population; the loss of these rows divides by n.",
            concept="factor",
        ),
        Mistake(
            "half of it",
            lambda y: np.mean((np.mean(y) - y) ** 2) / 2,
            "Exactly half. The ½ belongs to another convention; in this course the loss is the "
            "plain mean.",
            concept="factor",
        ),
        Mistake(
            "the mean itself",
            lambda y: np.mean(y),
            "That is the prediction. The loss says how far the targets lie from it, squared and "
            "averaged.",
            concept="wrong variable",
        ),
        Mistake(
            "square of the mean",
            lambda y: np.mean(y) ** 2,
            "That is the square of the prediction. Subtract the targets from the prediction "
            "first, then square.",
            concept="order",
        ),
        Mistake(
            "minus, not squared together",
            lambda y: np.mean(y**2) - np.mean(y),
            "The mean is subtracted from the mean of the squares, but not squared itself. Square"
            " the differences.",
            concept="formula",
        ),
        Mistake(
            "mean size of a residual",
            lambda y: np.mean(np.abs(np.mean(y) - y)),
            "Those are absolute values. The loss is the mean of the squares.",
            concept="formula",
        ),
        Mistake(
            "median for the mean",
            lambda y: np.mean((np.median(y) - y) ** 2),
            "The prediction is the median in yours. The baseline predicts the mean.",
            concept="formula",
        ),
        Mistake(
            "predicts the target before",
            lambda y: np.mean(np.diff(y) ** 2),
            "Each target is compared with its neighbour in the list, as `np.diff` does it. The "
            "baseline predicts the mean of all, everywhere.",
            concept="formula",
            also=(lambda y: np.mean(np.diff(y) ** 2) / 2,),
        ),
        Mistake(
            "predicts the first target",
            lambda y: np.mean((y[0] - y) ** 2),
            "The prediction is the first target in yours. The baseline predicts the mean of all.",
            concept="index",
        ),
        Mistake(
            "predicts the largest target",
            lambda y: np.mean((np.max(y) - y) ** 2),
            "The prediction is the largest target in yours. The baseline predicts the mean.",
            concept="formula",
        ),
        Mistake(
            "predicts the middle of the range",
            lambda y: np.mean(((np.max(y) + np.min(y)) / 2 - y) ** 2),
            "The prediction is the middle between the smallest and the largest target in yours. "
            "The baseline predicts the mean of all.",
            concept="formula",
        ),
        Mistake(
            "predicts the smallest target",
            lambda y: np.mean((np.min(y) - y) ** 2),
            "The prediction is the smallest target in yours. The baseline predicts the mean.",
            concept="formula",
        ),
        Mistake(
            "half of the range",
            lambda y: ((np.max(y) - np.min(y)) / 2) ** 2,
            "Only the largest and the smallest target count in yours. Every target must.",
            concept="formula",
        ),
        Mistake(
            "one loss per example",
            lambda y: (np.mean(y) - y) ** 2,
            "That is one number per example. Take their mean.",
            concept="shape",
        ),
        Mistake(
            "return inside the loop",
            lambda y: (np.mean(y) - y[0]) ** 2 / len(y),
            "Only the distance of the first target is in the result: does the `return` stand "
            "inside the loop? Then move it to the left, and add up in the loop.",
            concept="loop",
            also=(lambda y: (np.mean(y) - y[0]) ** 2,),
        ),
        Mistake(
            "only the last row",
            lambda y: (np.mean(y) - y[-1]) ** 2 / len(y),
            "Only the last target is in the result: does an `=` in the loop replace what was "
            "there, where `+=` would add to it?",
            concept="loop",
        ),
        Mistake(
            "first row left out",
            lambda y: np.sum((np.mean(y) - y[1:]) ** 2) / len(y),
            "The first target is left out. Counting begins at 0.",
            concept="index",
        ),
        Mistake(
            "last row left out",
            lambda y: np.sum((np.mean(y) - y[:-1]) ** 2) / len(y),
            "The last target is left out: does the loop end one too early?",
            concept="index",
        ),
        Mistake(
            "only the target squared",
            lambda y: np.mean(np.mean(y) - y**2),
            "`**` binds more tightly than `-`, so only `y` is squared. Put brackets around the "
            "difference.",
            concept="brackets",
        ),
        Mistake(
            "predicts the sum",
            lambda y: np.mean((np.sum(y) - y) ** 2),
            "The prediction is the sum of the targets. Divide it by their number first.",
            concept="sum for mean",
        ),
    ),
    inside=MEAN_SQUARED_ERROR.inside_of(
        lambda wrong: lambda y: wrong(y, np.full(len(y), np.mean(y))),
        "With the mean of `y` as `y_hat`, yours behaves as with this mistake in the loss",
    ),
    hints=(
        "This model looks at no feature. What does it predict for every house?",
        "The prediction is one number, `np.mean(y)`. Its residuals are that number minus `y`.",
        "The loss is what it was: square the residuals, and take the mean. You may also call the "
        "function that you have written above.",
    ),
)

EXERCISES = (MEAN_SQUARED_ERROR, BASELINE_LOSS)
