"""Lesson 7, the step: `update` and `largest_rate`."""

from collections.abc import Callable
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Args, Curve, Exercise, Mistake, Part, Rule, table
from linreg.checks.lessons import rules
from linreg.small_steps import largest_rate
from linreg.training import update


def _case(W: Any, b: float, dW: Any, db: float, learning_rate: float) -> Args:
    return {"W": table(*W), "b": b, "dW": table(*dW), "db": db, "learning_rate": learning_rate}


def _in_place(W: Any, b: Any, dW: Any, db: Any, learning_rate: Any) -> Any:
    W -= learning_rate * dW
    return W, b - learning_rate * db


def _taken_apart(W: Any, b: Any, dW: Any, db: Any, eta: Any) -> Any:
    joined = np.append(b, W) - eta * np.append(db, dW)
    return joined[:-1], joined[-1]


def _joined_otherwise(W: Any, b: Any, dW: Any, db: Any, eta: Any) -> Any:
    joined = np.append(b, W) - eta * np.append(dW, db)
    return joined[1:], joined[0]


UPDATE = Exercise(
    lesson=7,
    reference=update,
    parts={
        "W": Part(lambda a: a["W"].shape, "one weight per feature"),
        "b": Part(lambda a: ()),
    },
    examples=(
        _case([3], 1.0, [2], 4.0, 0.5),
        _case([1, 2], 3.0, [4, -2], 5.0, 0.1),
        _case([1.1, -2.37], 0.257, [-0.456, 1.6], -0.91, 0.3),
    ),
    probes=(
        _case([1.5, -2, 0.25], 5.01373, [0.5, 3, -1], -2.5, 0.2),
        _case([-0.75, 3], -1.25, [2, 0.4], 1.529, 0.03),
        _case([2, 0.6, -1, 1.2], 0.75, [-3, 1.1, 0.3, 2], 0.9, 1.7),
        _case([0.3, 4], 2.0, [1.5, -0.7], -3.0, 0.6),
        _case([0.2, -1.3], 0.4, [0.12, -0.35], 0.15, 0.8),  # a gradient shorter than 1
    ),
    rules=(
        Rule(
            "where the gradient is 0 nothing moves",
            "Where the gradient is 0 the parameters must stay as they are; yours move.",
            lambda a: a | {"dW": 0 * a["dW"], "db": 0.0},
            lambda parts, a: {"W": a["W"], "b": np.asarray(a["b"])},
        ),
        Rule(
            "twice the rate, twice the step",
            "With a learning rate twice as large the step must be twice as long; yours is not.",
            lambda a: a | {"learning_rate": 2 * a["learning_rate"]},
            lambda parts, a: {name: 2 * part - np.asarray(a[name]) for name, part in parts.items()},
        ),
        Rule(
            "the step does not depend on the place",
            "With `W` and `b` larger by 1 the results must be larger by 1; yours are not.",
            lambda a: a | {"W": a["W"] + 1, "b": a["b"] + 1},
            lambda parts, a: {name: part + 1 for name, part in parts.items()},
        ),
        Rule(
            "twice the slopes, twice the step",
            "With slopes twice as large the step must be twice as long; yours is not. Are they "
            "multiplied with each other, cut off, rounded, or divided by their size?",
            lambda a: a | {"dW": 2 * a["dW"], "db": 2 * a["db"]},
            lambda parts, a: {name: 2 * part - np.asarray(a[name]) for name, part in parts.items()},
        ),
    ),
    mistakes=(
        Mistake(
            "adds",
            lambda W, b, dW, db, eta: (W + eta * dW, b + eta * db),
            "You add the step. The gradient points uphill, so the way down is to subtract it.",
            concept="sign",
        ),
        Mistake(
            "adds in W only",
            lambda W, b, dW, db, eta: (W + eta * dW, b - eta * db),
            "`b` goes downhill, `W` goes uphill: subtract in both.",
            concept="sign",
        ),
        Mistake(
            "adds in b only",
            lambda W, b, dW, db, eta: (W - eta * dW, b + eta * db),
            "`W` goes downhill, `b` goes uphill: subtract in both.",
            concept="sign",
        ),
        Mistake(
            "no learning rate for b",
            lambda W, b, dW, db, eta: (W - eta * dW, b - db),
            "`b` moves by the whole gradient: its learning rate is missing. So `b` jumps from "
            "one side of its best value to the other for ever, or the loss explodes.",
            concept="factor",
        ),
        Mistake(
            "no learning rate for W",
            lambda W, b, dW, db, eta: (W - dW, b - eta * db),
            "`W` moves by the whole gradient: its learning rate is missing.",
            concept="factor",
        ),
        Mistake(
            "no learning rate",
            lambda W, b, dW, db, eta: (W - dW, b - db),
            "The learning rate is not used: each step is 1/η times too long.",
            concept="factor",
        ),
        Mistake(
            "b never moves",
            lambda W, b, dW, db, eta: (W - eta * dW, b),
            "`W` takes its step, `b` stays where it is. Both must move.",
            concept="ignored argument",
        ),
        Mistake(
            "W never moves",
            lambda W, b, dW, db, eta: (W, b - eta * db),
            "`b` takes its step, `W` stays where it is. Both must move.",
            concept="ignored argument",
        ),
        Mistake(
            "only one weight moves",
            lambda W, b, dW, db, eta: (W - eta * dW * (np.arange(len(W)) == 0), b - eta * db),
            "Only one of the weights moves, though `dW` holds a slope for each: is a `return` "
            "inside a loop, or an index always the same?",
            unseen="The model of the lesson has one weight.",
            concept="index",
            also=(
                lambda W, b, dW, db, eta: (
                    W - eta * dW * (np.arange(len(W)) == len(W) - 1),
                    b - eta * db,
                ),
            ),
        ),
        Mistake(
            "the last weight stays",
            lambda W, b, dW, db, eta: (
                W - eta * dW * (np.arange(len(W)) < len(W) - 1),
                b - eta * db,
            ),
            "The last weight does not move: does a loop end one too early?",
            concept="index",
        ),
        Mistake(
            "divided by the number of features",
            lambda W, b, dW, db, eta: (W - eta / len(W) * dW, b - eta / len(W) * db),
            "A step is divided by the number of features. The mean over the rows is in `dW` and "
            "`db` already: the learning rate alone multiplies them.",
            unseen="The model of the lesson has one weight.",
            concept="factor",
            also=(lambda W, b, dW, db, eta: (W - eta / len(W) * dW, b - eta * db),),
        ),
        Mistake(
            "taken apart at the other end",
            _taken_apart,
            "All numbers are there, but taken apart at the wrong end: what is joined first comes "
            "back first.",
            concept="order",
        ),
        Mistake(
            "parameters shrunk",
            lambda W, b, dW, db, eta: ((1 - eta) * W - eta * dW, (1 - eta) * b - eta * db),
            "The parameters shrink in each step (weight decay). Only the gradient moves them here.",
            concept="formula",
            also=(lambda W, b, dW, db, eta: ((1 - eta) * W - eta * dW, b - eta * db),),
        ),
        Mistake(
            "each weight replaces the last",
            lambda W, b, dW, db, eta: (W[-1] - eta * dW[-1], b - eta * db),
            "`W` is one number, that of the last weight: each turn replaces the one before. Write "
            "into `W_new[i]`, or take all at once.",
            concept="loop",
        ),
        Mistake(
            "db used for W",
            lambda W, b, dW, db, eta: (W - eta * db, b - eta * db),
            "`W` is moved by `db`, so all weights take the same step. Each weight has its own "
            "entry in `dW`.",
            concept="wrong variable",
        ),
        Mistake(
            "b moved by the mean of dW",
            lambda W, b, dW, db, eta: (W - eta * dW, b - eta * np.mean(dW)),
            "`b` is moved by `dW`. It has a gradient of its own: `db`.",
            concept="wrong variable",
        ),
        Mistake(
            "b moved by all of dW",
            lambda W, b, dW, db, eta: (W - eta * dW, b - eta * dW),
            "`b` became an array: it is moved by `dW`. It has a gradient of its own, the number "
            "`db`.",
            concept="wrong variable",
        ),
        Mistake(
            "divides by the learning rate",
            lambda W, b, dW, db, eta: (W - dW / eta, b - db / eta),
            "You divide by the learning rate, so a small rate makes a huge step. Multiply.",
            concept="factor",
        ),
        Mistake(
            "step in place of the parameters",
            lambda W, b, dW, db, eta: (-eta * dW, -eta * db),
            "That is only the step: it replaced the place it starts from. Begin with `W` and `b`, "
            "and subtract rate times slope.",
            concept="formula",
        ),
        Mistake(
            "step in place of the parameters, uphill",
            lambda W, b, dW, db, eta: (eta * dW, eta * db),
            "That is only the size of the step. Take it from `W` and `b`.",
            concept="sign",
        ),
        Mistake(
            "b once per weight",
            lambda W, b, dW, db, eta: (W - eta * dW, b - len(W) * eta * db),
            "`b` moves once for each weight: does its line stand inside the loop? Move it to the "
            "left.",
            unseen="The model of the lesson has one weight.",
            concept="loop",
        ),
        Mistake(
            "returns the old values",
            lambda W, b, dW, db, eta: (W, b),
            "`W` and `b` come back as they went in. Give the new values a name with `=`, for `<-` "
            "and `==` only compare, and return what has these names.",
            concept="ignored argument",
        ),
        Mistake(
            "2/n once more",
            lambda W, b, dW, db, eta: (W - 2 / len(W) * eta * dW, b - 2 / len(W) * eta * db),
            "The factor 2/n is a part of the gradient already. Here it is applied again, and with "
            "the number of weights for n. The learning rate is the only factor of a step.",
            concept="factor",
        ),
        Mistake(
            "returns the gradient",
            lambda W, b, dW, db, eta: (dW, db),
            "The gradient itself comes back. Return the parameters after the step.",
            concept="formula",
        ),
        Mistake(
            "b twice",
            lambda W, b, dW, db, eta: (W - eta * dW, b - 2 * eta * db),
            "`b` moves two steps at a time: is its line there twice?",
            concept="wrong variable",
        ),
        Mistake(
            "W twice",
            lambda W, b, dW, db, eta: (W - 2 * eta * dW, b - eta * db),
            "`W` moves two steps at a time: is its line there twice?",
            concept="wrong variable",
        ),
        Mistake(
            "changes W",
            _in_place,
            "The numbers are right, but the caller's `W` changed with them. A path of "
            "parameters would hold one array many times. Make a new array.",
            unseen="The lesson keeps the numbers of a path, not its arrays.",
            concept="in place",
        ),
        Mistake(
            "shrinks the parameters",
            lambda W, b, dW, db, eta: (W - eta * W, b - eta * b),
            "`W` and `b` stand where their slopes `dW` and `db` should, so each parameter only "
            "shrinks, whatever the gradient says.",
            concept="formula",
        ),
        Mistake(
            "multiplies by the step",
            lambda W, b, dW, db, eta: (W * eta * dW, b * eta * db),
            "The parameters are multiplied by the step. Subtract it.",
            concept="formula",
        ),
        Mistake(
            "brackets around the difference",
            lambda W, b, dW, db, eta: (eta * (W - dW), eta * (b - db)),
            "The learning rate multiplies the parameters too. Only the gradient is scaled.",
            concept="brackets",
        ),
        Mistake(
            "gradient minus parameters",
            lambda W, b, dW, db, eta: (eta * dW - W, eta * db - b),
            "The difference is the wrong way round: start from the parameters and subtract the "
            "step.",
            concept="sign",
        ),
        Mistake(
            "direction only",
            lambda W, b, dW, db, eta: (W - eta * np.sign(dW), b - eta * np.sign(db)),
            "Only the sign of the gradient is used, so each step is as long as the last. Where "
            "it is steep the step must be longer.",
            concept="factor",
        ),
        Mistake(
            "gradient cut to length 1",
            lambda W, b, dW, db, eta: (
                W - eta * dW / max(1, np.linalg.norm(dW)),
                b - eta * db / max(1, abs(db)),
            ),
            "A large gradient is cut: its entries, or its length, come to 1 at most. Where it is "
            "steep the step must be longer: use the gradient as it is.",
            concept="factor",
            also=(
                lambda W, b, dW, db, eta: (W - eta * dW / max(1, np.linalg.norm(dW)), b - eta * db),
                lambda W, b, dW, db, eta: (
                    W - eta * np.clip(dW, -1, 1),
                    b - eta * np.clip(db, -1, 1),
                ),
                lambda W, b, dW, db, eta: (
                    W - eta * dW / max(1, np.hypot(np.linalg.norm(dW), db)),
                    b - eta * db / max(1, np.hypot(np.linalg.norm(dW), db)),
                ),
            ),
        ),
        Mistake(
            "gradient of length 1",
            lambda W, b, dW, db, eta: (
                W - eta * dW / np.linalg.norm(dW),
                b - eta * db / abs(db),
            ),
            "The gradient is divided by its length, so the steps never get shorter near the "
            "bottom. Use it as it is.",
            concept="factor",
            also=(lambda W, b, dW, db, eta: (W - eta * dW / np.linalg.norm(dW), b - eta * db),),
        ),
        Mistake(
            "returns b, W",
            lambda W, b, dW, db, eta: (b - eta * db, W - eta * dW),
            "Both are right, in the wrong order: `W` comes first, then `b`.",
            concept="order",
        ),
        Mistake(
            "returns W only",
            lambda W, b, dW, db, eta: W - eta * dW,
            "Only one of the two comes back. Return `W` and `b`, with a comma between them.",
            concept="missing result",
        ),
        Mistake(
            "brackets around parameter and rate",
            lambda W, b, dW, db, eta: ((W - eta) * dW, (b - eta) * db),
            "The rate is subtracted from the parameter, and the difference is multiplied by the "
            "slope. The product comes first: leave the brackets out.",
            concept="brackets",
        ),
        Mistake(
            "gradients exchanged",
            lambda W, b, dW, db, eta: (W - eta * db, b - eta * np.sum(dW)),
            "The two gradients changed places: `dW` belongs to `W`, and `db` to `b`.",
            concept="order",
            also=(
                lambda W, b, dW, db, eta: (W - eta * db, b - eta * np.mean(dW)),
                lambda W, b, dW, db, eta: (W - eta * db, b - eta * dW),
            ),
        ),
        Mistake(
            "gradients joined in another order",
            lambda W, b, dW, db, eta: (W - eta * np.append(db, dW[:-1]), b - eta * dW[-1]),
            "Parameters and slopes are joined in different orders, so each meets the slope of "
            "another: `b` and `db` both first, or both last.",
            concept="order",
            also=(_joined_otherwise,),
        ),
        Mistake(
            "slopes added up",
            lambda W, b, dW, db, eta: (W - eta * np.sum(dW), b - eta * db),
            "All weights took the same step: the entries of `dW` were made one number. Each "
            "weight has its own entry.",
            unseen="The model of the lesson has one weight.",
            concept="sum for mean",
            also=(
                lambda W, b, dW, db, eta: (W - eta * np.mean(dW), b - eta * db),
                lambda W, b, dW, db, eta: (W - eta * np.linalg.norm(dW), b - eta * db),
            ),
        ),
        Mistake(
            "rate subtracted, not multiplied",
            lambda W, b, dW, db, eta: (W - eta + dW, b - eta + db),
            "The learning rate is subtracted by itself. It must multiply the slope, and their "
            "product is the step.",
            concept="formula",
            also=(
                lambda W, b, dW, db, eta: (W - eta - dW, b - eta - db),
                lambda W, b, dW, db, eta: (W - eta, b - eta),
            ),
        ),
        Mistake(
            "slopes without their signs",
            lambda W, b, dW, db, eta: (W - eta * np.abs(dW), b - eta * abs(db)),
            "The gradient has lost its signs, as by `abs`, so that no parameter ever grows. Where "
            "a slope is negative, the parameter must grow.",
            concept="sign",
        ),
        Mistake(
            "parameters times the step",
            lambda W, b, dW, db, eta: (W * (1 - eta * dW), b * (1 - eta * db)),
            "The parameters are multiplied by the step, as in `W * (1 - learning_rate * dW)` or "
            "`W -= W * …`. Subtract the step itself.",
            concept="formula",
        ),
        Mistake(
            "db in the step of W",
            lambda W, b, dW, db, eta: (W - eta * (dW + db), b - eta * db),
            "`b` is right, but `W` is moved by `db`, too. It has slopes of its own: `dW`.",
            concept="wrong variable",
        ),
    ),
    hints=(
        "The gradient points to where the loss grows. Which way do you want to go, and who "
        "decides how far?",
        "The step is the learning rate times the gradient, and it is subtracted: once for `W` "
        "with `dW`, once for `b` with `db`.",
        "Two new values, one line each: parameter minus rate times slope. Write them into new "
        "names rather than with `-=`, and return both.",
    ),
)


def _curve(text: str, f: Callable[[Any], Any]) -> Curve:
    """Return a curve that takes one number, as the lesson's do, and no array."""
    return Curve(text, lambda w: f(np.float64(float(np.squeeze(w)))))


# All but two are parabolas. Of the others the curvature depends on the place, and on the step.
_SQUARE = _curve("w → w²", lambda w: w**2)
_CUP = _curve("w → 3w² − 2w + 1", lambda w: 3 * w**2 - 2 * w + 1)
_PLATE = _curve("w → 0.25w² + 3", lambda w: 0.25 * w**2 + 3)
_BOWL = _curve("w → 0.7 (w − 1.9)² + 0.3", lambda w: 0.7 * (w - 1.9) ** 2 + 0.3)
_WALL = _curve("w → w⁴ + w²", lambda w: w**4 + w**2)
_BENT = _curve("w → 2w⁴ − w + 3", lambda w: 2 * w**4 - w + 3)


def _of_f(change: Callable[[Any, Any], Any]) -> Callable[[Args], Args]:
    """Return a change of the curve: each value becomes change(value, place)."""
    return lambda a: (
        a | {"f": Curve(f"{a['f'].text}, changed", lambda w: change(a["f"](w), np.asarray(w)))}
    )


def _bend(f: Any, w: Any, h: Any) -> Any:
    return f(w + h) - 2 * f(w) + f(w - h)


def _curvature_of_slopes(f: Any, w: Any, h: Any, small: float) -> Any:
    """Return the change of the slope per unit of w, each slope measured with a small step."""

    def slope(at: Any) -> Any:
        return (f(at + small) - f(at - small)) / (2 * small)

    return (slope(w + h) - slope(w - h)) / (2 * h)


def _typed_step(typed: float) -> Callable[..., Any]:
    return lambda f, w, h: 2 * typed**2 / _bend(f, w, typed)


_PARABOLAS = "The lesson measures parabolas, on which every place and every step give the same."

LARGEST_RATE = Exercise(
    lesson=7,
    reference=largest_rate,
    parts={"rate": Part(lambda a: ())},
    examples=(
        {"f": _SQUARE, "w": 1.0, "step": 1.0},
        {"f": _CUP, "w": 2.0, "step": 0.5},
        {"f": _PLATE, "w": -1.0, "step": 2.0},
    ),
    probes=(
        {"f": _BOWL, "w": -0.6, "step": 0.25},
        {"f": _WALL, "w": 0.8, "step": 0.3},
        {"f": _CUP, "w": -1.7, "step": 1.5},
        {"f": _BENT, "w": -1.3, "step": 0.6},
    ),
    also_right=(
        lambda f, w, h: 2 / _curvature_of_slopes(f, w, h, small=h),
        lambda f, w, h: 2 / _curvature_of_slopes(f, w, h, small=1e-5),
        lambda f, w, h: 2 / _curvature_of_slopes(f, w, h / 2, small=1e-5),
    ),
    rules=(
        Rule(
            "twice the curvature, half the rate",
            "With `f` twice as large it bends twice as much, so the rate must be half as large; "
            "yours is not.",
            _of_f(lambda value, w: 2 * value),
            rules.times(0.5),
        ),
        Rule(
            "a height has no curvature",
            "With `f` higher by 1 everywhere the rate must stay the same; yours changes.",
            _of_f(lambda value, w: value + 1),
        ),
        Rule(
            "a straight line has no curvature",
            "With a straight line added to `f` the rate must stay the same; yours changes.",
            _of_f(lambda value, w: value + 3 * w),
        ),
    ),
    mistakes=(
        Mistake(
            "1 in place of 2",
            lambda f, w, h: h**2 / _bend(f, w, h),
            "Exactly half. One over the curvature is the rate that lands on the bottom in a single "
            "step; the limit is twice that.",
            concept="factor",
        ),
        Mistake(
            "the curvature itself",
            lambda f, w, h: _bend(f, w, h) / h**2,
            "That is the curvature λ. The more a parabola bends, the shorter the steps must be: "
            "the rate is 2/λ.",
            concept="formula",
        ),
        Mistake(
            "upside down",
            lambda f, w, h: _bend(f, w, h) / h**2 / 2,
            "The fraction is upside down: yours grows with the curvature, and where it bends more "
            "the steps must be shorter.",
            concept="formula",
        ),
        Mistake(
            "multiplied by the curvature",
            lambda f, w, h: 2 * _bend(f, w, h) / h**2,
            "The 2 is multiplied by the curvature. Divide by it: where it bends more the steps "
            "must be shorter.",
            concept="formula",
        ),
        Mistake(
            "not divided by the step",
            lambda f, w, h: 2 / _bend(f, w, h),
            "The second difference is not divided by h², or is multiplied again, as in `/ h * h`. "
            "With a step of 1 nobody sees it.",
            concept="formula",
        ),
        Mistake(
            "times 2 for the square",
            lambda f, w, h: 2 / (_bend(f, w, h) / h * 2),
            "The step divides once, and the 2 of 2/λ is missing, or cancelled by a `* 2`. A square "
            "is `step ** 2`, and the rate is 2 over the curvature.",
            unseen="The lesson's step is ½, and 2 / ½ is 1 / ½².",
            concept="formula",
        ),
        Mistake(
            "step not squared",
            lambda f, w, h: 2 / (_bend(f, w, h) / h),
            "The denominator has the step as h, not as h². A second difference is a difference of "
            "differences, so the step divides twice.",
            concept="formula",
        ),
        Mistake(
            "2h in place of h²",
            lambda f, w, h: 2 / (_bend(f, w, h) / (2 * h)),
            "You divide by 2h, the distance of the outer points. For the slope that is right; the "
            "curvature needs h squared.",
            concept="formula",
        ),
        Mistake(
            "precedence of 2*h",
            lambda f, w, h: 2 / (_bend(f, w, h) / 2 * h),
            "`/ 2 * h` divides by 2 and then multiplies by h. The curvature is divided by h "
            "squared: `/ h**2`.",
            concept="brackets",
        ),
        Mistake(
            "2h squared",
            lambda f, w, h: 2 / (_bend(f, w, h) / (2 * h) ** 2),
            "You divide by the square of 2h, so the rate is four times too large. Neighbouring "
            "points lie one step apart, not two.",
            concept="factor",
        ),
        Mistake(
            "divided by the step once more",
            lambda f, w, h: 2 / _bend(f, w, h) / h**2,
            "That is 2 over the difference, and over h² once more. The curvature is the difference "
            "divided by h²: is a `*` in the place of its `/`, or does it need brackets?",
            concept="brackets",
        ),
        Mistake(
            "only the last value divided",
            lambda f, w, h: 2 / (f(w + h) - 2 * f(w) + f(w - h) / h**2),
            "Only the last value of `f` is divided: `/` binds more tightly than `+`. Put brackets "
            "around all three terms.",
            concept="brackets",
        ),
        Mistake(
            "middle value once",
            lambda f, w, h: 2 / ((f(w + h) - f(w) + f(w - h)) / h**2),
            "The value in the middle counts twice, once for each neighbour. Yours takes it away "
            "once, so even a flat `f` seems to bend.",
            concept="factor",
        ),
        Mistake(
            "w for its value",
            lambda f, w, h: 2 * h**2 / (f(w + h) - 2 * w + f(w - h)),
            "The middle term is `w` itself, not the value there: it is `f(w)`.",
            concept="wrong variable",
        ),
        Mistake(
            "steps of twice the width",
            lambda f, w, h: 2 * h**2 / _bend(f, w, 2 * h),
            "The outer points lie two steps away, but the bend is divided by the square of one. "
            "Step once to each side, or divide by `(2 * step)**2`.",
            concept="factor",
            alone=True,
        ),
        Mistake(
            "step as a share of w",
            lambda f, w, h: 2 * h**2 / (f(w * (1 + h)) - 2 * f(w) + f(w * (1 - h))),
            "Your neighbours are `w` times 1 + step and 1 − step. Add the step to `w`, and take it "
            "away.",
            concept="formula",
        ),
        Mistake(
            "cut to whole numbers",
            lambda f, w, h: 2 / (_bend(f, w, h) // h**2),
            "`//` cuts the curvature to a whole number. Divide with `/`.",
            concept="factor",
        ),
        Mistake(
            "middle value added",
            lambda f, w, h: 2 / ((f(w + h) + 2 * f(w) + f(w - h)) / h**2),
            "All three values are added. The curvature compares the two outer ones with the "
            "middle: that one is subtracted.",
            concept="sign",
        ),
        Mistake(
            "opposite sign",
            lambda f, w, h: -2 * h**2 / _bend(f, w, h),
            "The sign: a parabola that opens upwards has a positive curvature, and so a positive "
            "limit. It is the middle value that is taken away, and twice, from the outer two.",
            concept="sign",
        ),
        Mistake(
            "slope in place of curvature",
            lambda f, w, h: 2 / ((f(w + h) - f(w - h)) / (2 * h)),
            "You divide by the slope at `w`. The limit depends on how fast the slope changes, "
            "which needs the value in the middle too.",
            concept="formula",
        ),
        Mistake(
            "one-sided slope in place of curvature",
            lambda f, w, h: 2 / ((f(w + h) - f(w)) / h),
            "You divide by the slope to the right of `w`. The curvature needs both neighbours: it "
            "is how much the slope changes from one side to the other.",
            concept="formula",
        ),
        Mistake(
            "all three points on one side",
            lambda f, w, h: 2 * h**2 / _bend(f, w + h, h),
            "All three of your points lie on one side, such as w, w + h and w + 2h, so the "
            "curvature is measured beside `w`. Step once to each side.",
            also=(lambda f, w, h: 2 * h**2 / _bend(f, w - h, h),),
            unseen=_PARABOLAS,
            concept="formula",
        ),
        Mistake(
            "step ignored",
            lambda f, w, h: 2 / _bend(f, w, 1.0),
            "`step` makes no difference: is a step of your own typed in, or another formula used? "
            "Take the three points of the text, `step` apart.",
            unseen=_PARABOLAS,
            concept="ignored argument",
            also=tuple(_typed_step(h) for h in (1e-3, 1e-2, 0.1, 0.5)),
        ),
        Mistake(
            "w ignored",
            lambda f, w, h: 2 * h**2 / _bend(f, 0.0, h),
            "`w` has no effect: the curvature is measured around 0, wherever you are. Measure it "
            "around `w`.",
            unseen=_PARABOLAS,
            concept="ignored argument",
        ),
        Mistake(
            "left neighbour subtracted",
            lambda f, w, h: 2 / ((f(w + h) - 2 * f(w) - f(w - h)) / h**2),
            "The left neighbour is subtracted. Both neighbours are added, and only the middle is "
            "taken away, twice.",
            concept="sign",
            also=(lambda f, w, h: 2 / ((f(w + h) - (2 * f(w) + f(w - h))) / h**2),),
        ),
        Mistake(
            "2 inside the brackets of f",
            lambda f, w, h: 2 / ((f(w + h) - f(2 * w) + f(w - h)) / h**2),
            "The value in the middle must count twice. `f(2 * w)` is the value at another place, "
            "and `f(w) ** 2` a square: write `2 * f(w)`.",
            concept="brackets",
            also=(lambda f, w, h: 2 / ((f(w + h) - f(w) ** 2 + f(w - h)) / h**2),),
        ),
        Mistake(
            "step of 1 to the neighbours",
            lambda f, w, h: 2 / (_bend(f, w, 1.0) / h**2),
            "The neighbours lie 1 away, whatever `step` is, but you divide by its square. Use "
            "`step` in both places.",
            concept="wrong variable",
        ),
        Mistake(
            "one neighbour twice",
            lambda f, w, h: 2 / ((f(w + h) - 2 * f(w) + f(w + h)) / h**2),
            "Only one of the two neighbours has a say, as if it stood there twice. Take one to the "
            "right, `f(w + step)`, and one to the left, `f(w - step)`.",
            concept="wrong variable",
            also=(lambda f, w, h: 2 / ((f(w - h) - 2 * f(w) + f(w - h)) / h**2),),
        ),
        Mistake(
            "2 over the first value",
            lambda f, w, h: 2 / f(w + h) - 2 * f(w) + f(w - h) / h**2,
            "Without brackets the 2 is divided by `f(w + step)` alone. Give the curvature a name "
            "first, with all three terms in brackets, then divide 2 by it.",
            concept="brackets",
        ),
    ),
    hints=(
        "Two neighbours and the middle: how much higher are the neighbours than the middle, taken "
        "together? On a flat line it is nothing, on a steep bowl it is a lot.",
        "Call `f` at w, one step above it and one step below it. Both neighbours, minus twice the "
        "middle, over the square of the step, is the curvature λ.",
        "First the curvature, with brackets around all three terms before you divide. Then the "
        "limit: 2 above, the curvature below.",
    ),
)

EXERCISES = (UPDATE, LARGEST_RATE)
