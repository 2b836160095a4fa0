"""Lesson 1, the introduction: `line`."""

import numpy as np

from linreg.checks.engine.exercise import Exercise, Mistake, Part, Rule, table
from linreg.model import line

LINE = Exercise(
    lesson=1,
    reference=line,
    parts={"height": Part(lambda a: a["x"].shape, "one height for each x")},
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
    rules=(
        Rule(
            "the height at 0 is b",
            "At x = 0 the height of the line must be `b`; yours is another.",
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
        ),
        Mistake(
            "b added to the input",
            lambda x, w, b: w * (x + b),
            "`b` moved the input and was then multiplied by `w`. It belongs to the output: "
            "multiply first, then add.",
        ),
        Mistake(
            "slope and intercept exchanged",
            lambda x, w, b: b * x + w,
            "Slope and intercept changed places: `w` multiplies `x`, and `b` is added.",
        ),
        Mistake(
            "b subtracted",
            lambda x, w, b: w * x - b,
            "The sign of `b`: you subtract it, so the line crosses x = 0 at −b.",
        ),
        Mistake(
            "w added",
            lambda x, w, b: x + w + b,
            "`w` is the slope, so it multiplies `x`; yours adds it, and every line climbs by 1 "
            "per step.",
        ),
        Mistake(
            "b multiplied",
            lambda x, w, b: w * x * b,
            "`b` is multiplied in yours, so it became part of the slope. Add it.",
        ),
        Mistake(
            "everything multiplies x",
            lambda x, w, b: w * x + b * x,
            "`b` is multiplied by `x` too, so it became part of the slope. Add it as it is.",
        ),
        Mistake(
            "no slope",
            lambda x, w, b: x + b,
            "The slope is missing: `x` must be multiplied by `w` before `b` is added.",
        ),
        Mistake(
            "falls where it should climb",
            lambda x, w, b: b - w * x,
            "The sign of the slope: with a positive `w` the line must climb to the right, and "
            "yours falls.",
        ),
        Mistake(
            "divides by the slope",
            lambda x, w, b: x / w + b,
            "`x` is divided by `w` in yours. A steeper slope must give greater heights: multiply.",
        ),
        Mistake(
            "solves for x",
            lambda x, w, b: (x - b) / w,
            "That is the other direction: the x at which the line reaches a height. Here the "
            "height at x is wanted.",
        ),
        Mistake(
            "power in place of product",
            lambda x, w, b: x**w + b,
            "`**` is a power, which bends. A line needs a product: `*`.",
        ),
        Mistake(
            "one number for all x",
            lambda x, w, b: float(np.sum(w * x + b)),
            "One number came out for all of `x`. Each x has its own height, so leave them apart.",
        ),
        Mistake(
            "mean of the heights",
            lambda x, w, b: float(np.mean(w * x + b)),
            "Yours is the mean of the heights. Each x has its own, so leave them apart.",
        ),
        Mistake(
            "only the first x",
            lambda x, w, b: float(w * x[0] + b),
            "Only the first x is answered. Is an index left over, or a `return` inside the loop?",
        ),
    ),
    hints=(
        "How high is the line where x is 0? And how much higher one step further to the right?",
        "Start at the height `b`. Each step to the right adds `w`, so x steps add x times as much.",
        "Two operations are enough: a product of slope and input, then a sum with the intercept. "
        "NumPy does both for the whole array at once, so no loop is needed.",
    ),
)

EXERCISES = (LINE,)
