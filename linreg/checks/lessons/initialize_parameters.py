"""Lesson 3, the start: `count_parameters` and `initialize`.

Right starts differ: zeros, another spread, another order of draws. So their numbers are not
compared, but what every right start has in common.
"""

from collections.abc import Callable, Mapping
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
    Seed,
)
from linreg.checks.lessons.draws import equal, look_standard_normal
from linreg.model import initialize
from linreg.small_steps import count_parameters


def _measure(call: Callable[..., Parts], args: Args) -> Mapping[str, Any]:
    """Start with one seed twice, with other seeds, and again and again from one generator.

    Chance may repeat itself where there are few values to draw from, so a few are not enough.
    """
    rng = np.random.default_rng(args["rng"] + 100)
    first, again = call(), call()
    W = first["W"]
    others = [call(rng=Seed(args["rng"] + 10 + k))["W"] for k in range(20)]
    later = [call(rng=rng)["W"] for _ in range(20)]
    zeros = not np.any(others)
    fixed = np.ptp([W, *others], axis=0) == 0
    undrawn = np.zeros(len(W), bool) if zeros else ~np.any([W, *others], axis=0)
    return {
        "W is of type int": W.dtype.kind != "f",
        "not finite": not all(np.isfinite(part).all() for part in first.values()),
        "same seed, another start": not equal(first, again),
        "rng has no influence on W": len(W) > 1 and not zeros and fixed.all(),
        "a weight is not drawn": len(W) > 1 and np.any(fixed & ~undrawn) and not fixed.all(),
        "one weight is always the same": len(W) == 1 and not zeros and fixed.all(),
        "the next draw is the same": not zeros and np.ptp(later, axis=0).max() == 0,
        "only the first weight is drawn": len(W) > 2 and not undrawn[0] and np.all(undrawn[1:]),
        "the first weight stays 0": undrawn[0],
        "the last weight stays 0": undrawn[-1],
        "a weight stays 0": np.any(undrawn),
        "moved to a mean of 0": len(W) > 1
        and not zeros
        and max(abs(np.mean(one)) for one in [W, *others]) < 1e-12,
        "all weights alike": W.any() and len(W) > 1 and np.ptp([W, *others], axis=1).max() == 0,
    }


_LAWS = {
    "W is of type int": "`W` is an array of whole numbers, which cannot hold fractions: `W -= …` "
    "fails. Draw floats, with `rng.standard_normal`, or begin with `np.zeros(n_features)`.",
    "not finite": "Some of the numbers are no finite numbers (nan or inf): is an array made "
    "without being filled, or something divided by 0, as by the spread of one weight?",
    "same seed, another start": "The same seed must give the same start, and yours comes out "
    "differently. Draw from the `rng` that is given, and from nothing else.",
    "rng has no influence on W": "`W` is the same for every seed. Draw it from the `rng` that is "
    "given, or start from zeros.",
    "a weight is not drawn": "A weight is the same for every seed. Draw one for each feature.",
    "one weight is always the same": "With one feature `W` is the same for every seed. Draw it "
    "from the `rng` that is given: other numbers, not the same ones in another order.",
    "the next draw is the same": "Two starts from one generator, one after the other, are the "
    "same. Draw from the `rng` that is given; do not copy it or seed it.",
    "only the first weight is drawn": "Only the first weight is drawn, the others stay 0.",
    "the first weight stays 0": "The first weight is always 0. Draw one for each feature: they "
    "are counted from 0.",
    "the last weight stays 0": "The last weight is always 0. Draw one for each feature: does a "
    "loop end too early, or does each turn write in the same place?",
    "a weight stays 0": "Some weights are drawn and others stay 0. Draw one for each feature; if "
    "there is a loop, `return` stands behind it.",
    "moved to a mean of 0": "The draws are moved afterwards, so that their mean is exactly 0. "
    "Leave them as they come: of one weight nothing would be left.",
    "all weights alike": "Some weights are the same number. Draw one for each feature.",
}


def _not_standard_normal(call: Callable[..., Parts], args: Args, callee: Any) -> bool:
    """Return whether random weights have another mean, spread or shape than was asked for."""
    W = np.concatenate([call(n_features=400, rng=Seed(1000 + k))["W"] for k in range(8)])
    return bool(W.any()) and not look_standard_normal(W)


def _return_in_loop(n: Any, rng: Any) -> Any:
    W = np.zeros(n)
    W[0] = rng.standard_normal()
    return W, 0.0


INITIALIZE = Exercise(
    lesson=3,
    reference=initialize,
    parts={
        "W": Part(lambda a: (a["n_features"],), "one weight per feature"),
        "b": Part(lambda a: ()),
    },
    examples=(
        {"n_features": 2, "rng": Seed(0)},
        {"n_features": 1, "rng": Seed(1)},
        {"n_features": 3, "rng": Seed(2)},
    ),
    probes=({"n_features": 5, "rng": Seed(3)}, {"n_features": 4, "rng": Seed(4)}),
    measure=_measure,
    laws=_LAWS,
    remarks=(
        Remark(
            "zeros, not random",
            lambda call, args, callee: not call(n_features=400)["W"].any(),
            "The exercise asked for random weights, and yours are all 0. For a line that is a good "
            "start, too; in a network it would be a trap.",
        ),
        Remark(
            "weights not standard normal",
            _not_standard_normal,
            "The weights are random, but not standard normal draws, as the exercise asked: "
            "`rng.standard_normal` gives numbers with mean 0 and standard deviation 1, in no order "
            "and none twice.",
        ),
        Remark(
            "b is not 0",
            lambda call, args, callee: bool(call()["b"] != 0),
            "The exercise asked for a bias of 0, and yours starts elsewhere. Training would move "
            "it from there all the same.",
        ),
    ),
    mistakes=(
        Mistake(
            "return inside the loop",
            _return_in_loop,
            "Only the first weight is drawn, the others stay 0. Does the `return` stand inside the "
            "loop, or does each turn write into `W[0]`?",
            concept="loop",
        ),
        Mistake(
            "W is a column",
            lambda n, rng: (rng.standard_normal((n, 1)), 0.0),
            "`W` is a column of shape (n_features, 1). One weight per feature, in one "
            "dimension: shape (n_features,).",
            concept="shape",
        ),
        Mistake(
            "W is a row",
            lambda n, rng: (rng.standard_normal((1, n)), 0.0),
            "`W` is a table of one row, (1, n_features). One weight per feature, in one "
            "dimension: shape (n_features,).",
            concept="shape",
        ),
        Mistake(
            "W is a square table",
            lambda n, rng: (rng.standard_normal((n, n)), 0.0),
            "`W` has a weight for each pair of features. One per feature is needed: shape "
            "(n_features,).",
            concept="shape",
        ),
        Mistake(
            "one number for all features",
            lambda n, rng: (np.full(n, rng.standard_normal()), 0.0),
            "All weights got the same number: it was drawn once. Draw one for each feature, "
            "with the size in the call.",
            concept="randomness",
        ),
        Mistake(
            "W is one number",
            lambda n, rng: (float(rng.standard_normal()), 0.0),
            "`W` is one number. Every feature needs its own weight: give the size in the draw.",
            concept="shape",
        ),
        Mistake(
            "the same constant everywhere",
            lambda n, rng: (np.ones(n), 0.0),
            "All weights start at the same number, which is neither random nor zero. Draw them "
            "from `rng`, or start from zeros.",
            concept="randomness",
        ),
        Mistake(
            "whole numbers",
            lambda n, rng: (np.zeros(n, dtype=int), 0),
            "`W` is of type int, and such an array cannot hold fractions: `W -= …` fails. Draw "
            "floats, with `rng.standard_normal`, or begin with `np.zeros(n_features)`.",
            concept="randomness",
        ),
        Mistake(
            "one bias per feature",
            lambda n, rng: (rng.standard_normal(n), np.zeros(n)),
            "`b` has one number per feature. The model has one bias in all.",
            concept="shape",
        ),
        Mistake(
            "the bias in an array",
            lambda n, rng: (rng.standard_normal(n), np.zeros(1)),
            "`b` is an array of shape (1,). It is one number, so write `0.0`, without an array "
            "around it.",
            concept="shape",
        ),
        Mistake(
            "the bias in a table",
            lambda n, rng: (rng.standard_normal(n), np.zeros((1, 1))),
            "`b` is a table of shape (1, 1). It is one number, so write `0.0`, without an array "
            "around it.",
            concept="shape",
        ),
        Mistake(
            "column and array",
            lambda n, rng: (rng.standard_normal((n, 1)), np.zeros(1)),
            "`W` is a column and `b` an array. In this course `W` has one dimension, "
            "(n_features,), and `b` is one number.",
            concept="shape",
        ),
        Mistake(
            "not from rng",
            lambda n, rng: (np.random.default_rng().standard_normal(n), 0.0),
            "The same `rng` must give the same start, and yours comes out differently each "
            "time. Draw from the `rng` that is given.",
            concept="randomness",
        ),
        Mistake(
            "rng has no influence",
            lambda n, rng: (np.random.default_rng(0).standard_normal(n), 0.0),
            "`rng` has no influence: every seed gives the same `W`. Draw from the `rng` that is "
            "given; make no generator of your own, and type no numbers in.",
            concept="randomness",
        ),
        Mistake(
            "the bias counted among the weights",
            lambda n, rng: (rng.standard_normal(n + 1), 0.0),
            "`W` has one entry too many. The bias is kept apart, in `b`.",
            concept="index",
        ),
        Mistake(
            "b at the end of W",
            lambda n, rng: np.append(rng.standard_normal(n), 0.0),
            "One array comes back, with the bias as its last entry. Keep them apart: `W` with one "
            "weight per feature, and `b` as a number.",
            concept="missing result",
        ),
        Mistake(
            "returns b, W",
            lambda n, rng: (0.0, rng.standard_normal(n)),
            "Both are there, in the wrong order: `W` comes first, then `b`.",
            concept="order",
        ),
        Mistake(
            "W without b",
            lambda n, rng: rng.standard_normal(n),
            "Only `W` comes back. Return `W` and `b`, with a comma between them.",
            concept="missing result",
        ),
    ),
    hints=(
        "How many weights does a model of three features have? And how many biases?",
        "`rng` has methods that draw many numbers at once; how many is their argument. The bias "
        "can start at 0.0.",
        "Ask `rng` for n_features draws of the standard normal distribution, in one dimension, "
        "and return them together with a bias of 0.0.",
    ),
)


def _typed(count: int) -> Any:
    return lambda n_features: count


COUNT_PARAMETERS = Exercise(
    lesson=3,
    reference=count_parameters,
    parts={"count": Part(lambda a: (), "one number")},
    examples=({"n_features": 1}, {"n_features": 2}, {"n_features": 5}),
    probes=({"n_features": 3}, {"n_features": 12}, {"n_features": 40}),
    rules=(
        Rule(
            "one feature more, one parameter more",
            "With one feature more there must be one parameter more; in yours there is not.",
            lambda a: {"n_features": a["n_features"] + 1},
            lambda parts, a: {"count": parts["count"] + 1},
        ),
    ),
    remarks=(
        Remark(
            "a count with a point",
            lambda call, args, callee: call()["count"].dtype.kind == "f",
            "Yours is a float, such as 3.0. A count is a whole number: add the whole number 1, "
            "without `float` or `/`.",
        ),
    ),
    mistakes=(
        Mistake(
            "no bias",
            lambda n_features: n_features,
            "One parameter is missing: there is a weight for each feature, and the bias.",
            concept="formula",
        ),
        Mistake(
            "a bias for each feature",
            lambda n_features: 2 * n_features,
            "You counted a bias for each feature. There is one bias in all.",
            concept="formula",
        ),
        Mistake(
            "only the bias",
            lambda n_features: 1,
            "Only the bias is counted. Each feature has a weight of its own.",
            concept="ignored argument",
        ),
        Mistake(
            "weight and bias",
            lambda n_features: 2,
            "Yours is right for one number of features at most: is it typed in, read from outside, "
            "or returned too early in a loop? Each feature has a weight of its own.",
            concept="ignored argument",
            also=tuple(_typed(n) for n in (0, 3, 4, 5, 6)),
        ),
        Mistake(
            "`^` for `+`",
            lambda n_features: n_features ^ 1,
            "`^` is no sum: it compares two numbers bit by bit. Add with `+`.",
            unseen="The lesson counts for even numbers of features only, where both give the same.",
            concept="formula",
        ),
        Mistake(
            "one too few",
            lambda n_features: n_features - 1,
            "A number is subtracted where one must be added: the bias comes on top of the weights.",
            concept="sign",
        ),
        Mistake(
            "one too many",
            lambda n_features: n_features + 2,
            "One parameter too many. There is one weight per feature, and one bias.",
            concept="formula",
        ),
        Mistake(
            "weights between pairs",
            lambda n_features: n_features**2 + 1,
            "You counted a weight for each pair of features. There is one for each feature.",
            concept="formula",
        ),
        Mistake(
            "a weight and a bias for each, and one",
            lambda n_features: 2 * n_features + 1,
            "You counted two numbers per feature. There is one weight for each, and one bias in"
            " all.",
            concept="formula",
        ),
        Mistake(
            "numbers added up, not counted",
            lambda n_features: (n_features + 1) * n_features / 2,
            "The numbers from 1 to n are added up. Count: one for each feature, and one more.",
            concept="formula",
        ),
        Mistake(
            "product in place of a sum",
            lambda n_features: (n_features + 1) * n_features,
            "Count the weights and the bias once in all. Yours counts them once for each feature.",
            concept="formula",
        ),
        Mistake(
            "half",
            lambda n_features: (n_features + 1) / 2,
            "Half of them are missing: one weight per feature, and one bias, all count.",
            concept="factor",
        ),
        Mistake(
            "typed in",
            lambda n_features: 13,
            "13 is right for 12 features only. Count from `n_features`.",
            concept="ignored argument",
        ),
        Mistake(
            "a list of shapes",
            lambda n_features: [n_features, 1],
            "Those are the two counts. Add them: one number is asked for.",
            concept="shape",
        ),
        Mistake(
            "the parameters themselves",
            lambda n_features: np.zeros(n_features + 1),
            "Those are the parameters themselves, in an array. Return how many there are: one "
            "number.",
            concept="shape",
        ),
    ),
    hints=(
        "Which numbers may change? Those that multiply the features, and one that is added.",
        "There are as many weights as features. How many biases does the whole model have?",
        "Add the bias to the count of the weights.",
    ),
)

EXERCISES = (COUNT_PARAMETERS, INITIALIZE)
