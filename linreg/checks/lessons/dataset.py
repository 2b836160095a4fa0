"""Lesson 2, the data: `generate_examples`, `train_test_split` and `standardize`.

Random rows cannot be compared with other random rows, because numbers may be drawn in another
order. So what is compared is what the rows have in common: the plane on which they lie without
noise, the spread of the noise around it, and what a seed repeats.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
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
    table,
)
from linreg.checks.lessons.draws import correlation, equal, look_standard_normal
from linreg.dataset import generate_examples, standardize, train_test_split

LARGE = 100  # rows; from here on the noise can be measured


def _plane(X: Any, y: Any) -> Any:
    """Return W and b of the plane nearest to the rows, and the residuals."""
    A = np.column_stack([X, np.ones(len(X))])
    parameters = np.linalg.lstsq(A, y, rcond=None)[0]
    return parameters, y - A @ parameters


def _gap(draw: Parts, W: Any, b: Any) -> Any:
    """Return how far each target lies above the plane of these parameters."""
    return draw["y"] - (draw["X"] @ W + b)


def _measure(call: Callable[..., Parts], args: Args) -> Mapping[str, Any]:
    """Draw rows with one seed twice, with another, twice from one generator, and without noise."""
    rng = np.random.default_rng(args["rng"] + 100)
    first, again, other = call(), call(), call(rng=Seed(args["rng"] + 10))
    earlier, later = call(rng=rng), call(rng=rng)
    exact, zeros = call(noise=0.0), call(W=0 * args["W"], b=0.0, noise=0.0)
    noise, others = (_gap(draw, args["W"], args["b"]) for draw in (first, other))
    measured = _seeded(first, again, other, args) | {
        "the next draw is the same": np.array_equal(earlier["X"], later["X"]),
        "no numbers without noise": not np.isfinite(exact["y"]).all(),
        "features spread by noise": np.ptp(exact["X"]) == 0 < np.ptp(first["X"]),
        "moved to a mean of 0": _is_centred(first["X"]) or _is_centred(noise[:, None]),
        "noise taken from X": all(
            np.allclose(gap, args["noise"] * draw["X"].ravel()[: len(gap)])
            for gap, draw in ((noise, first), (others, other))
        ),
        "a row without noise": np.any((np.abs(noise) < 1e-12) & (np.abs(others) < 1e-12))
        and np.ptp(noise) > 0,
        "a target left at 0": np.any((first["y"] == 0) & (other["y"] == 0)),
        "off the plane without noise": np.max(np.abs(_gap(exact, args["W"], args["b"]))) > 1e-4,
        "not 0 where all is 0": np.max(np.abs(zeros["y"])) > 1e-4,
    }
    if args["n_samples"] < LARGE:
        return measured
    return measured | _measure_many([first, other, earlier, later], exact, args)


def _seeded(first: Parts, again: Parts, other: Parts, args: Args) -> dict[str, Any]:
    """Return what a seed has not decided: of two draws with one seed, and one with another."""
    noise, repeated, others = (_gap(one, args["W"], args["b"]) for one in (first, again, other))
    same_rows, same_noise = np.array_equal(first["X"], again["X"]), _equal(noise, repeated)
    fixed_rows = np.array_equal(first["X"], other["X"])
    fixed_noise = np.max(np.abs(noise)) > 1e-9 and _equal(noise, others)
    return {
        "same seed, other rows": not (same_rows or same_noise),
        "same seed, other features": same_noise and not same_rows,
        "same seed, other noise": same_rows and not same_noise,
        "rng has no influence": fixed_rows and fixed_noise,
        "rng has no influence on the features": fixed_rows and not fixed_noise,
        "rng has no influence on the noise": fixed_noise and not fixed_rows,
    }


def _measure_many(draws: list[Parts], exact: Parts, args: Args) -> dict[str, Any]:
    """Return what only many rows show: of several draws, and of one without noise."""
    first, other = draws[:2]
    plane, _ = _plane(exact["X"], exact["y"])
    rows = np.concatenate([draw["X"] for draw in draws])
    # Around the plane that was given.
    epsilon = np.concatenate([_gap(draw, args["W"], args["b"]) for draw in draws])
    place = np.tile(np.arange(len(first["y"])), len(draws))
    fits = [_plane(draw["X"], draw["y"]) for draw in draws]
    noise = np.concatenate([residual for _, residual in fits])
    heights = np.concatenate([draw["y"] for draw in draws]) - noise
    shift = max(abs(np.mean(_gap(draw, plane[:-1], plane[-1]))) for draw in draws)
    return {
        "W found in rows without noise": np.round(plane[:-1], 4),
        "b found in rows without noise": np.round(plane[-1], 4),
        "a row of zeros": np.any(np.all((first["X"] == 0) & (other["X"] == 0), axis=1)),
        "rows in order": max(correlation(place, column) for column in rows.T) > 0.5,
        "noise in order": abs(correlation(place, epsilon)) > 0.3,
        "a row twice": len(np.unique(first["X"], axis=0)) < len(first["X"]),
        "rows alike": np.any(np.ptp(exact["X"], axis=0) == 0),
        "columns alike": any(abs(correlation(*two)) > 0.3 for two in combinations(rows.T, 2)),
        "spread of the noise over four draws": np.std(noise),
        "noise not centred": shift > 0.3 * args["noise"],
        "noise grows with y": correlation(np.abs(noise), np.abs(heights)) > 0.2,
        "noise follows a feature": _strongest(epsilon, rows) > 0.3,
        "rows share their noise": _alike(epsilon[: len(first["y"])]) > 0.1,
    }


_LAWS = {
    "same seed, other rows": "The same seed must give the same rows, and yours come out "
    "differently. Draw from the `rng` that is given, and from nothing else.",
    "same seed, other features": "The same seed gives the same noise, but other features. "
    "Draw both from the `rng` that is given.",
    "same seed, other noise": "The same seed gives the same features, but other noise. Draw "
    "both from the `rng` that is given.",
    "rng has no influence": "Another seed gives the same rows. Draw from the `rng` that is given.",
    "features spread by noise": "With noise = 0 all entries of `X` are the same: the features "
    "spread by `noise`. They are standard normal draws; `noise` belongs to the targets.",
    "rows alike": "A feature is the same number in every row. Draw n_samples × n_features numbers.",
    "rng has no influence on the features": "Another seed gives other noise, but the features are "
    "the same. Draw both from the `rng` that is given.",
    "the next draw is the same": "Two draws from one generator, one after the other, are the same. "
    "Draw from the `rng` that is given; do not copy it or seed it.",
    "no numbers without noise": "With noise = 0 some targets are no finite numbers (nan or inf): "
    "is something divided by `noise`? Multiply the draws by it.",
    "moved to a mean of 0": "The draws are moved afterwards, so that their mean is exactly 0. "
    "Leave them as they come: of a single row nothing would be left.",
    "noise taken from X": "The noise is the draws of `X` once more, so it looks like a part of "
    "`W`. Draw it from `rng` by itself.",
    "a row without noise": "One of the targets has no noise. Draw a normal value for each row: "
    "n_samples of them.",
    "columns alike": "Two columns of `X` are the same, or one depends on the other, as where each "
    "is sorted. Draw each feature by itself, leave it as it comes, and add noise to the targets "
    "only.",
    "rng has no influence on the noise": "Another seed gives other features, but the noise is the "
    "same. Draw both from the `rng` that is given.",
    "a target left at 0": "One of the targets is still 0. A loop over all rows is one over "
    "`range(n_samples)`, and its `return` stands behind it.",
    "W found in rows without noise": "Without noise every target must be XW + b, and `W` can be "
    "found again in the rows; in yours it cannot. Is each target its own row of the `X` that "
    "comes back, times `W`, plus `b`?",
    "b found in rows without noise": "Without noise every target must be XW + b, and `b` can be "
    "found again in the rows; in yours it cannot.",
    "off the plane without noise": "With noise = 0 every target must be exactly XW + b; yours are "
    "not. Are they rounded, or is something else added?",
    "a row of zeros": "A row of `X` is left at 0. Draw the features of every row, also those of "
    "the first and the last.",
    "rows in order": "The rows come in order, sorted by a feature or by the targets. Each must be "
    "drawn by itself: leave them as they come.",
    "noise in order": "The noise of a row depends on its place: is it sorted, or added up from row "
    "to row? Each value must be drawn by itself: leave them as they come.",
    "a row twice": "Some rows of `X` are the same: are the features rounded, cut off, or drawn for "
    "several rows at once? Draw those of every row by themselves, and leave them as they come.",
    "noise follows a feature": "The noise follows a column of `X`. It must be drawn by itself, or "
    "it looks like a part of `W`.",
    "spread of the noise over four draws": "The targets must lie around XW + b with `noise` as "
    "their standard deviation; yours have another spread.",
    "noise not centred": "The noise is not centred at 0: it moves all targets to one side.",
    "noise grows with y": "The noise grows with the size of `y`. Its spread must be the same "
    "everywhere.",
    "rows share their noise": "Several rows have the same noise, or its opposite. Draw one normal "
    "value for each row.",
    "not 0 where all is 0": "Where `W`, `b` and `noise` are 0 every target must be 0; yours are "
    "not. Is 0 treated as a special case, as in `if b:`? 0 counts as False.",
}


def _equal(one: Any, other: Any) -> bool:
    """Return whether two noises are the same, but for the rounding of the targets."""
    return np.allclose(one, other, rtol=0, atol=1e-9)


def _is_centred(draws: Any) -> bool:
    """Return whether the mean of each column is 0 to the last digits, which chance never makes."""
    return bool(np.ptp(draws) > 0 and np.all(np.abs(draws.mean(axis=0)) < 1e-12))


def _strongest(epsilon: Any, rows: Any) -> float:
    """Return the strongest correlation of the noise with a column."""
    return max(abs(correlation(epsilon, column)) for column in rows.T)


def _alike(epsilon: Any) -> float:
    """Return the share of rows whose noise is that of a row before it, but for the sign."""
    size = np.sort(np.abs(epsilon))
    return float(np.mean(np.diff(size) <= 1e-9 * max(size[-1], 1e-300)))


def _not_standard_normal(call: Callable[..., Parts], args: Args, callee: Any) -> bool:
    """Return whether the features have another mean, spread or shape than was asked for."""
    columns = np.concatenate([call(rng=Seed(1000 + k))["X"] for k in range(8)]).T
    return not all(look_standard_normal(column) for column in columns)


def _noise_not_normal(call: Callable[..., Parts], args: Args, callee: Any) -> bool:
    """Return whether the noise has another shape than was asked for."""
    draws = [call(rng=Seed(2000 + k)) for k in range(8)]
    gaps = [draw["y"] - (draw["X"] @ args["W"] + args["b"]) for draw in draws]
    return not look_standard_normal(np.concatenate(gaps) / args["noise"])


def _noise_drawn_first(call: Callable[..., Parts], args: Args, callee: Any) -> bool:
    """Return whether the features are the draws that follow n_samples others."""
    rng = np.random.default_rng(1000)
    rng.standard_normal(args["n_samples"])
    later = rng.standard_normal((args["n_samples"], len(args["W"])))
    return np.allclose(call(rng=Seed(1000))["X"], later, rtol=0, atol=1e-5)


def _noisy(X: Any, W: Any, b: Any, epsilon: Any) -> Any:
    return X, X @ W + b + epsilon


def _reseeded(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    own = np.random.default_rng(0)  # as if made anew for each row
    x = own.standard_normal(len(W))
    return np.tile(x, (n, 1)), np.full(n, x @ W + b + noise * own.standard_normal())


def _columns_alike(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = np.repeat(rng.standard_normal((n, 1)), len(W), axis=1)
    return _noisy(X, W, b, noise * rng.standard_normal(n))


def _rows_alike(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = np.tile(rng.standard_normal(len(W)), (n, 1))
    return _noisy(X, W, b, noise * rng.standard_normal(n))


def _table(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X, (X @ W + b)[:, None] + noise * rng.standard_normal(n)


def _column(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X, (X @ W + b + noise * rng.standard_normal(n))[:, None]


def _multiplied(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X, (X @ W + b) * noise * rng.standard_normal(n)


def _proportional(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X, (X @ W + b) * (1 + noise * rng.standard_normal(n))


def _on_features(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X + noise * rng.standard_normal(X.shape), X @ W + b


def _inside_the_product(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X, (X + noise * rng.standard_normal(X.shape)) @ W + b


def _times_noise(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X, (X @ W + b + rng.standard_normal(n)) * noise


def _drawn_for_features(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return _noisy(X, W, b, noise * rng.standard_normal(X.shape).sum(axis=1))


def _bias_noisy(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return X, X @ W + b * noise * rng.standard_normal(n)


def _drawn(
    make: Callable[..., Any], parameters: Callable[..., Any] = lambda W, b: (W, b)
) -> Callable[..., Any]:
    """Return a generate_examples whose noise is make(noise, n, rng), added to its own plane."""

    def function(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
        X = rng.standard_normal((n, len(W)))
        own_W, own_b = parameters(W, b)
        return _noisy(X, own_W, own_b, make(noise, n, rng))

    return function


def _from(other: Callable[..., Any]) -> Callable[..., Any]:
    """Return a generate_examples that draws from other(rng)."""
    return lambda n, W, b, noise, rng: generate_examples(n, W, b, noise, other(rng))


def _first_row_empty(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = np.zeros((n, len(W)))
    X[1:] = rng.standard_normal((n - 1, len(W)))
    return _noisy(X, W, b, noise * rng.standard_normal(n))


def _sorted(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = np.sort(rng.standard_normal((n, len(W))), axis=0)
    return _noisy(X, W, b, noise * rng.standard_normal(n))


def _feature_as_noise(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X = rng.standard_normal((n, len(W)))
    return _noisy(X, W, b, noise * X[:, 0])


def _weighed(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X, y = generate_examples(n, W, b, noise, rng)
    return X * W, y


def _dealt_apart(n: Any, W: Any, b: Any, noise: Any, rng: Any) -> Any:
    X, y = generate_examples(n, W, b, noise, rng)
    return rng.permutation(X), y


def _normal(noise: Any, n: Any, rng: Any) -> Any:
    return noise * rng.standard_normal(n)


GENERATE_EXAMPLES = Exercise(
    lesson=2,
    reference=generate_examples,
    parts={
        "X": Part(
            lambda a: (a["n_samples"], len(a["W"])), "one row per example, one column per feature"
        ),
        "y": Part(lambda a: (a["n_samples"],), "one target per row of X"),
    },
    examples=({"n_samples": 3, "W": table(1, -3), "b": 1.0, "noise": 0.5, "rng": Seed(0)},),
    probes=(
        {"n_samples": 400, "W": table(1, -3), "b": 1.5, "noise": 2.0, "rng": Seed(1)},
        {"n_samples": 4, "W": table(-2), "b": 3.0, "noise": 0.5, "rng": Seed(3)},
        {"n_samples": 400, "W": table(2, 0.5, -1), "b": -4.0, "noise": 0.3, "rng": Seed(2)},
    ),
    measure=_measure,
    laws=_LAWS,
    tolerance=0.1,
    vital=("W", "b", "noise"),
    remarks=(
        Remark(
            "features not standard normal",
            _not_standard_normal,
            "The features are not standard normal draws, as the exercise asked: "
            "`rng.standard_normal` gives numbers with mean 0 and standard deviation 1, in no order "
            "and none twice.",
        ),
        Remark(
            "noise not normal",
            _noise_not_normal,
            "The exercise asked for normal noise, and yours has another distribution: "
            "`rng.standard_normal` draws such numbers; times `noise`, their spread is `noise`.",
        ),
        Remark(
            "noise drawn before X",
            _noise_drawn_first,
            "The exercise draws `X` first, then the noise. Yours draws the noise first, so one "
            "seed gives other rows than in the lesson.",
        ),
    ),
    mistakes=(
        Mistake(
            "one noise value for all rows",
            _drawn(lambda noise, n, rng: noise * rng.standard_normal()),
            "The same number was added to every row: that is a second bias, not noise. Draw one "
            "value per example.",
            concept="randomness",
        ),
        Mistake(
            "y became a table",
            _table,
            "Every row met every noise value, so `y` became a table of n × n: a column (n, 1) "
            "plus an array (n,). Keep `y` in one dimension.",
            concept="shape",
        ),
        Mistake(
            "y is a column",
            _column,
            "`y` is a column of shape (n_samples, 1). Targets have one dimension here: "
            "(n_samples,).",
            concept="shape",
        ),
        Mistake(
            "noise multiplied",
            _multiplied,
            "The noise multiplies the targets, so it decides even their sign. It must be added.",
            concept="formula",
        ),
        Mistake(
            "noise in proportion to y",
            _proportional,
            "The noise grows with the size of `y`. In this model its spread is the same "
            "everywhere: add it.",
            concept="formula",
        ),
        Mistake(
            "variance as the spread",
            _drawn(lambda noise, n, rng: noise**2 * rng.standard_normal(n)),
            "`noise` is the standard deviation; you used its square, the variance.",
            concept="factor",
        ),
        Mistake(
            "root of the noise",
            _drawn(lambda noise, n, rng: np.sqrt(noise) * rng.standard_normal(n)),
            "`noise` is the standard deviation already; you took its square root.",
            concept="factor",
        ),
        Mistake(
            "noise not scaled",
            _drawn(lambda noise, n, rng: rng.standard_normal(n)),
            "The spread is 1 whatever `noise` is. Multiply the draws by it.",
            concept="factor",
        ),
        Mistake(
            "noise shifted, not scaled",
            _drawn(lambda noise, n, rng: noise + rng.standard_normal(n)),
            "`noise` is added to the draws, so it moves them. Multiply: it is their standard "
            "deviation.",
            concept="formula",
        ),
        Mistake(
            "noise centred at noise",
            _drawn(lambda noise, n, rng: rng.normal(noise, 1.0, n) * noise),
            "The noise is not centred at 0: its mean moves all targets. `rng.normal` takes the "
            "mean first, then the standard deviation.",
            concept="formula",
        ),
        Mistake(
            "a generator of its own, unseeded",
            _from(lambda rng: np.random.default_rng()),
            "The caller's `rng` is not used, so nothing can be repeated. Draw from the `rng` "
            "that is given.",
            concept="randomness",
        ),
        Mistake(
            "a generator of its own, seeded",
            _from(lambda rng: np.random.default_rng(0)),
            "The caller's `rng` is not used: every call gives the same rows. Draw from the "
            "`rng` that is given.",
            concept="randomness",
        ),
        Mistake(
            "no b",
            _drawn(_normal, lambda W, b: (W, 0.0)),
            "`b` is missing: with all features 0 the targets must lie near `b`, and yours lie "
            "near 0.",
            concept="ignored argument",
        ),
        Mistake(
            "b subtracted",
            _drawn(_normal, lambda W, b: (W, -b)),
            "The sign of `b`: with all features 0 the targets must lie near `b`, and yours lie "
            "near −b.",
            concept="sign",
        ),
        Mistake(
            "no noise",
            _drawn(lambda noise, n, rng: 0.0),
            "The targets lie exactly on a plane: nothing random is added to them. Add one draw per "
            "row, times `noise`.",
            concept="ignored argument",
        ),
        Mistake(
            "no W",
            _drawn(_normal, lambda W, b: (np.ones_like(W), b)),
            "`W` has no effect: the features are added as they are. Weigh each with its entry "
            "of `W`.",
            concept="ignored argument",
        ),
        Mistake(
            "b inside the brackets",
            _drawn(_normal, lambda W, b: (W + b, 0.0)),
            "`b` is added to each weight, so it is multiplied by the features. Close the brackets "
            "before `+ b`.",
            concept="brackets",
        ),
        Mistake(
            "b once per feature",
            _drawn(_normal, lambda W, b: (W, len(W) * b)),
            "`b` is added once for each feature. Add it once for each row.",
            concept="loop",
        ),
        Mistake(
            "only the last feature",
            _drawn(_normal, lambda W, b: (np.append(0 * W[:-1], W[-1]), b)),
            "Only the last feature counts: does an `=` in the inner loop replace what was there, "
            "where `+=` would add to it?",
            concept="loop",
            also=(_drawn(_normal, lambda W, b: (np.append(0 * W[:-1], W[-1]), 0.0)),),
        ),
        Mistake(
            "features come back weighed",
            _weighed,
            "`X` comes back multiplied by `W`. Return the features as they were drawn; the weights "
            "go into `y` only.",
            concept="wrong variable",
        ),
        Mistake(
            "features and targets dealt apart",
            _dealt_apart,
            "`X` and `y` do not come in the same order, so a house gets the price of another. The "
            "draws are in no order already: leave them as they come.",
            concept="order",
        ),
        Mistake(
            "the same row again and again",
            _reseeded,
            "Each draw begins again, so all rows are the same and `W` cannot be found from "
            "them. Make no generator inside the loop.",
            concept="randomness",
        ),
        Mistake(
            "one row of features for all",
            _rows_alike,
            "One row of features was drawn and repeated. Each example needs its own: draw "
            "n_samples × n_features numbers.",
            concept="randomness",
        ),
        Mistake(
            "columns alike",
            _columns_alike,
            "The columns of `X` are all the same, so nobody can tell which weight is whose. "
            "Draw each feature by itself.",
            concept="randomness",
        ),
        Mistake(
            "rows that share their noise",
            _drawn(lambda noise, n, rng: noise * np.resize(rng.standard_normal(n // 2 + 1), n)),
            "Several rows have the same noise, or its opposite. Draw one normal value for each "
            "row: n_samples of them.",
            concept="randomness",
        ),
        Mistake(
            "a row left at 0",
            _first_row_empty,
            "A row of `X` is left at 0. A loop over all rows is one over `range(n_samples)`: it "
            "begins at 0.",
            concept="loop",
        ),
        Mistake(
            "sorted features",
            _sorted,
            "The features come sorted, from small to large. Each row is a draw of its own: leave "
            "them as they come.",
            concept="randomness",
        ),
        Mistake(
            "a feature for the noise",
            _feature_as_noise,
            "The noise is a column of `X`, so it is a part of `W` in disguise. Draw it anew.",
            concept="randomness",
        ),
        Mistake(
            "uniform noise",
            _drawn(lambda noise, n, rng: noise * rng.uniform(-1, 1, n)),
            "The noise is uniform between −noise and noise, so its standard deviation is only "
            "0.58 of `noise`. Use normal draws.",
            concept="randomness",
        ),
        Mistake(
            "noise never negative",
            _drawn(lambda noise, n, rng: noise * rng.random(n)),
            "The noise is never negative: `rng.random` lies between 0 and 1. Use normal draws, "
            "which are centred at 0.",
            concept="randomness",
        ),
        Mistake(
            "absolute noise",
            _drawn(lambda noise, n, rng: noise * np.abs(rng.standard_normal(n))),
            "The noise lost its sign, so it only pushes to one side. About half of the targets "
            "must lie above the plane, and half below.",
            concept="randomness",
        ),
        Mistake(
            "noise that grows with W",
            _on_features,
            "The larger `W`, the larger your noise: it went into `X`, or was multiplied by the "
            "spread of `y`. Add `noise` times a standard normal draw to each target only.",
            concept="formula",
            also=(_inside_the_product,),
        ),
        Mistake(
            "noise on the bias",
            _bias_noisy,
            "The noise multiplies `b`. It is a term of its own: add it beside `b`.",
            concept="formula",
        ),
        Mistake(
            "noise twice",
            _drawn(lambda noise, n, rng: noise * (rng.standard_normal(n) + rng.standard_normal(n))),
            "The spread of the noise is 1.41 times too large: were two draws added for each row, "
            "or is the draw no normal one?",
            concept="factor",
        ),
        Mistake(
            "X transposed",
            lambda n, W, b, noise, rng: (
                rng.standard_normal((len(W), n)),
                rng.standard_normal(n),
            ),
            "`X` lies on its side: rows are examples, columns are features, so the shape is "
            "(n_samples, n_features).",
            concept="shape",
        ),
        Mistake(
            "returns y, X",
            lambda n, W, b, noise, rng: generate_examples(n, W, b, noise, rng)[::-1],
            "Both are there, in the wrong order: `X` comes first, then `y`.",
            concept="order",
        ),
        Mistake(
            "y without X",
            lambda n, W, b, noise, rng: generate_examples(n, W, b, noise, rng)[1],
            "Only `y` comes back. Return `X` and `y`, with a comma between them.",
            concept="missing result",
        ),
        Mistake(
            "noise multiplies all",
            _times_noise,
            "`noise` multiplies the whole target, plane and draw. Only the draw is to be scaled: "
            "the product first, then the sum.",
            concept="brackets",
        ),
        Mistake(
            "a noise value for each feature",
            _drawn_for_features,
            "Each row got one draw for each of its features, and all were added up, so the noise "
            "is too large. One draw per row is needed.",
            concept="shape",
        ),
        Mistake(
            "b multiplied",
            lambda n, W, b, noise, rng: _noisy(
                rng.standard_normal((n, len(W))), W * b, 0.0, noise * rng.standard_normal(n)
            ),
            "`b` is multiplied in yours; it must be added.",
            concept="formula",
        ),
    ),
    hints=(
        "Two things are drawn: the features of each example, and what disturbs its target. How "
        "many numbers is each of them?",
        "`rng.standard_normal(shape)` draws features of shape (n_samples, n_features). The "
        "targets without noise are `X @ W + b`.",
        "Add to the exact targets one draw per row, n_samples of them, each multiplied by "
        "`noise`. Both kinds of draws come from the `rng` that is given.",
    ),
)


def _standardize_in_place(X: Any) -> Any:
    mean, std = X.mean(axis=0), X.std(axis=0)
    X -= mean
    X /= std
    return X, mean, std


def _scaled(centre: Callable[[Any], Any], spread: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda X: ((X - centre(X)) / spread(X), centre(X), spread(X))


def _mean(X: Any) -> Any:
    return X.mean(axis=0)


def _std(X: Any) -> Any:
    return X.std(axis=0)


def _of_rows(X: Any) -> Any:
    rows = [X[j % len(X)] for j in range(X.shape[1])]
    mean, std = np.array([row.mean() for row in rows]), np.array([row.std() for row in rows])
    return (X - mean) / std, mean, std


def _only_first_column(X: Any) -> Any:
    scaled = X.copy()
    scaled[:, 0] = (X[:, 0] - X[:, 0].mean()) / X[:, 0].std()
    return scaled, _mean(X), _std(X)


def _rows_scaled_as_columns(start: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what fills in rows, one for each column, in a table to `start` with."""

    def scale(X: Any) -> Any:
        scaled, mean, std = start(X), _mean(X), _std(X)
        for j in range(min(X.shape)):
            scaled[j] = (X[j] - mean[j]) / std[j]
        return scaled, mean, std

    return scale


def _changes_a_small_std(call: Callable[..., Parts], args: Args, callee: Any) -> bool:
    """Return whether tiny numbers come out with another spread than others."""
    scaled = call(X=1e-7 * args["X"])["X_scaled"]
    return not np.allclose(scaled, standardize(args["X"])[0], atol=1e-3)


def _but_last(X: Any) -> Any:
    return np.arange(X.shape[1]) < X.shape[1] - 1


def _without_first_column(X: Any) -> Any:
    first = np.arange(X.shape[1]) == 0
    return np.where(first, X, (X - _mean(X)) / _std(X)), _mean(X), _std(X)


def _without_last_column(X: Any) -> Any:
    return np.where(_but_last(X), (X - _mean(X)) / _std(X), X), _mean(X), _std(X)


STANDARDIZE = Exercise(
    lesson=2,
    reference=standardize,
    parts={
        "X_scaled": Part(lambda a: a["X"].shape, "the shape of X"),
        "mean": Part(lambda a: (a["X"].shape[1],), "one mean per column"),
        "std": Part(lambda a: (a["X"].shape[1],), "one standard deviation per column"),
    },
    examples=(
        {"X": table([1, 10], [3, 50])},
        {"X": table([1], [2], [6])},
        {"X": table([1, 10], [2, 40], [6, 20])},
    ),
    probes=(
        {"X": table([1.5, -0.5, 20], [0.5, 3, 11], [-2, 1, 5], [4, 2.5, -1])},
        {"X": table([200, -0.1], [50, 0.3], [310, -0.4], [-10, -0.25], [120, -0.05])},
        {"X": table([1, 0.5, 3], [2, -1, 8], [0.5, 3, 9], [4, 2, -3], [-1.5, 1, 0.5], [2.5, 0, 7])},
    ),
    rules=(
        Rule(
            "another zero point changes the result",
            "With 10 added to every entry the scaled columns must stay the same; yours change.",
            lambda a: {"X": a["X"] + 10},
            lambda parts, a: {"X_scaled": parts["X_scaled"]},
        ),
        Rule(
            "other units change the result",
            "In other units, ten times as large, the scaled columns must stay the same; yours "
            "change.",
            lambda a: {"X": 10 * a["X"]},
            lambda parts, a: {"X_scaled": parts["X_scaled"]},
        ),
        Rule(
            "each column has mean 0 and standard deviation 1",
            "A table whose columns have mean 0 and standard deviation 1 already must come back as "
            "it is; yours changes it.",
            lambda a: {"X": standardize(a["X"])[0]},
            lambda parts, a: {"X_scaled": standardize(a["X"])[0]},
        ),
    ),
    remarks=(
        Remark(
            "a small std is changed",
            _changes_a_small_std,
            "A column of tiny numbers comes out with another spread than 1: is something added to "
            "`std`, or is it rounded, or replaced where it is small? That saves a column without "
            "any spread from a division by 0; but such a column says nothing, and is better left "
            "out.",
        ),
    ),
    mistakes=(
        Mistake(
            "result thrown away",
            lambda X: (X, X.mean(axis=0), X.std(axis=0)),
            "`X` comes back as it went in. A line such as `(X - mean) / std` computes, but keeps "
            "nothing: give its result a name and return that.",
            concept="missing result",
        ),
        Mistake(
            "mean and std of the whole array",
            lambda X: ((X - X.mean()) / X.std(), X.mean(), X.std()),
            "One mean and one standard deviation were taken of the whole array. Each column has "
            "its own units: `axis=0`.",
            concept="axis",
        ),
        Mistake(
            "scaled by the whole array",
            lambda X: ((X - X.mean()) / X.std(), _mean(X), _std(X)),
            "`mean` and `std` are right, but the table is scaled with others. Subtract and divide "
            "by those two, so that each column has its own.",
            concept="wrong variable",
            also=(
                lambda X: ((X - _mean(X)[0]) / _std(X)[0], _mean(X), _std(X)),
                lambda X: ((X - _mean(X)) / X.std(), _mean(X), _std(X)),
                lambda X: ((X - X.mean()) / _std(X), _mean(X), _std(X)),
            ),
        ),
        Mistake(
            "mean and std of the whole array, repeated",
            lambda X: (
                (X - X.mean()) / X.std(),
                np.full(X.shape[1], X.mean()),
                np.full(X.shape[1], X.std()),
            ),
            "All columns got the mean and standard deviation of the whole array. Each column "
            "has its own.",
            concept="axis",
        ),
        Mistake(
            "along the rows",
            lambda X: ((X - X.mean(axis=1)) / X.std(axis=1), X.mean(axis=1), X.std(axis=1)),
            "There is one mean per row, as of `axis=1` or `for row in X`: you standardized each "
            "house instead of each feature. `axis=0` gives one per column.",
            concept="axis",
        ),
        Mistake(
            "along the rows, kept as columns",
            lambda X: (
                (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True),
                X.mean(axis=1, keepdims=True),
                X.std(axis=1, keepdims=True),
            ),
            "`axis=1` gives one number per row. You standardized each house instead of each "
            "feature: `axis=0`.",
            concept="axis",
        ),
        Mistake(
            "along the rows, taken out of their column",
            lambda X: (
                (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True),
                X.mean(axis=1),
                X.std(axis=1),
            ),
            "There is one mean per row: you standardized each house instead of each feature. "
            "Use `axis=0`.",
            concept="axis",
        ),
        Mistake(
            "divides by the variance",
            lambda X: ((X - _mean(X)) / _std(X) ** 2, _mean(X), _std(X)),
            "You divide by the variance. Divide by the standard deviation, its square root.",
            concept="formula",
        ),
        Mistake(
            "variance all through",
            _scaled(_mean, lambda X: X.var(axis=0)),
            "You divide by the variance, and return it. Use the standard deviation, its square "
            "root.",
            concept="formula",
            also=(_scaled(_mean, lambda X: X.var(axis=0, ddof=1)),),
        ),
        Mistake(
            "no mean subtracted",
            lambda X: (X / _std(X), _mean(X), _std(X)),
            "The spread is 1, but the centre is not 0: subtract the mean of each column first.",
            concept="formula",
        ),
        Mistake(
            "not divided",
            lambda X: (X - _mean(X), _mean(X), _std(X)),
            "The centre is 0, but the spread is not 1: divide by the standard deviation of each "
            "column.",
            concept="formula",
        ),
        Mistake(
            "mean subtracted last",
            lambda X: (X / _std(X) - _mean(X), _mean(X), _std(X)),
            "Without brackets the division comes first. Subtract the mean, then divide.",
            concept="brackets",
        ),
        Mistake(
            "only the mean divided",
            lambda X: (X - _mean(X) / _std(X), _mean(X), _std(X)),
            "Without brackets only the mean is divided. Put brackets around the difference.",
            concept="brackets",
        ),
        Mistake(
            "mean added",
            lambda X: ((X + _mean(X)) / _std(X), _mean(X), _std(X)),
            "The mean is added. Subtract it, so that the centre comes to 0.",
            concept="sign",
        ),
        Mistake(
            "wrong sign",
            lambda X: ((_mean(X) - X) / _std(X), _mean(X), _std(X)),
            "The sign: large values became small. It is the entry minus the mean.",
            concept="sign",
        ),
        Mistake(
            "multiplied by the spread",
            lambda X: ((X - _mean(X)) * _std(X), _mean(X), _std(X)),
            "You multiply by the standard deviation, which makes wide columns wider. Divide.",
            concept="formula",
        ),
        Mistake(
            "min-max scaling",
            lambda X: (
                (X - X.min(axis=0)) / np.ptp(X, axis=0),
                _mean(X),
                _std(X),
            ),
            "That is min-max scaling: it ends at 0 and 1. Standard units have mean 0 and "
            "standard deviation 1.",
            concept="formula",
        ),
        Mistake(
            "min-max scaling all through",
            _scaled(lambda X: X.min(axis=0), lambda X: np.ptp(X, axis=0)),
            "That is min-max scaling: it ends at 0 and 1. Standard units have mean 0 and "
            "standard deviation 1.",
            concept="formula",
            also=(
                lambda X: (
                    (X - X.min(axis=0)) / np.ptp(X, axis=0),
                    X.min(axis=0),
                    X.max(axis=0),
                ),
            ),
        ),
        Mistake(
            "mean subtracted, range divided",
            lambda X: ((X - _mean(X)) / np.ptp(X, axis=0), _mean(X), _std(X)),
            "The centre is right, but you divide by the range from smallest to largest. Divide "
            "by the standard deviation.",
            concept="formula",
            also=(_scaled(_mean, lambda X: np.ptp(X, axis=0)),),
        ),
        Mistake(
            "changes X",
            _standardize_in_place,
            "The numbers are right, but the caller's `X` changed with them, so a second call "
            "sees other numbers. Make a new array.",
            concept="in place",
        ),
        Mistake(
            "divides by n − 1",
            _scaled(_mean, lambda X: X.std(axis=0, ddof=1)),
            "Your standard deviation divides by n − 1 (`ddof=1`). In this course it is that of "
            "these rows, divided by n.",
            concept="factor",
            also=(lambda X: ((X - _mean(X)) / X.std(axis=0, ddof=1), _mean(X), _std(X)),),
        ),
        Mistake(
            "median in place of mean",
            _scaled(lambda X: np.median(X, axis=0), _std),
            "You subtract the median. The centre that is wanted is the mean.",
            concept="formula",
            also=(
                _scaled(
                    lambda X: np.median(X, axis=0),
                    lambda X: np.sqrt(np.mean((X - np.median(X, axis=0)) ** 2, axis=0)),
                ),
            ),
        ),
        Mistake(
            "mean and std as tables",
            lambda X: (
                (X - _mean(X)) / _std(X),
                X.mean(axis=0, keepdims=True),
                X.std(axis=0, keepdims=True),
            ),
            "The numbers are right; `mean` and `std` are tables of one row. Leave `keepdims` "
            "out: their shape is (n_features,).",
            concept="shape",
        ),
        Mistake(
            "X_scaled only",
            lambda X: (X - _mean(X)) / _std(X),
            "Only the scaled table comes back. Return `mean` and `std` too: new rows must be "
            "scaled with the same two.",
            concept="missing result",
        ),
        Mistake(
            "std before mean",
            lambda X: ((X - _mean(X)) / _std(X), _std(X), _mean(X)),
            "All three are right, but `mean` comes before `std`.",
            concept="order",
        ),
        Mistake(
            "mean and std after scaling",
            lambda X: ((X - _mean(X)) / _std(X), 0 * _mean(X), _std(X) / _std(X)),
            "`mean` or `std` is that of the scaled table, which is 0 or 1. Return those of `X`: "
            "new rows are scaled with them.",
            concept="order",
            also=(
                lambda X: ((X - _mean(X)) / _std(X), 0 * _mean(X), _std(X)),
                lambda X: ((X - _mean(X)) / _std(X), _mean(X), _std(X) / _std(X)),
            ),
        ),
        Mistake(
            "only the first column",
            _only_first_column,
            "Only the first column is scaled. Every feature must be.",
            concept="index",
        ),
        Mistake(
            "length 1",
            lambda X: (X / np.linalg.norm(X, axis=0), _mean(X), _std(X)),
            "The squares of each column add up to 1 now: you divided by the root of their "
            "sum. Standard units have mean 0 and standard deviation 1.",
            concept="formula",
            also=(lambda X: (X / (size := np.linalg.norm(X, axis=0)), _mean(X), size),),
        ),
        Mistake(
            "largest 1",
            lambda X: (X / np.max(np.abs(X), axis=0), _mean(X), _std(X)),
            "Each column is divided by its largest entry. Standard units have mean 0 and "
            "standard deviation 1.",
            concept="formula",
            also=(lambda X: (X / (largest := X.max(axis=0)), _mean(X), largest),),
        ),
        Mistake(
            "spread without 1/n",
            _scaled(_mean, lambda X: np.sqrt(((X - _mean(X)) ** 2).sum(axis=0))),
            "The squares under your root are added up, but not divided by their number. A "
            "standard deviation is the root of their mean.",
            concept="sum for mean",
        ),
        Mistake(
            "divided outside the root",
            _scaled(_mean, lambda X: np.sqrt(((X - _mean(X)) ** 2).sum(axis=0)) / len(X)),
            "You divide by n outside the root. Divide inside: a standard deviation is the root of "
            "the mean of the squares.",
            concept="brackets",
        ),
        Mistake(
            "divided by the length",
            lambda X: ((X - _mean(X)) / np.linalg.norm(X - _mean(X), axis=0), _mean(X), _std(X)),
            "Each column has length 1 now: you divide by the root of the sum of squares. Divide by "
            "the root of their mean.",
            concept="sum for mean",
        ),
        Mistake(
            "last column not scaled",
            _without_last_column,
            "The last column is not scaled: does the loop end one too early?",
            concept="index",
            also=(lambda X: (_without_last_column(X)[0] * _but_last(X), _mean(X), _std(X)),),
        ),
        Mistake(
            "first column not scaled",
            _without_first_column,
            "The first column is not scaled: columns are counted from 0, so the loop must begin "
            "there.",
            concept="index",
        ),
        Mistake(
            "mean not squared",
            _scaled(_mean, lambda X: np.sqrt((X**2).mean(axis=0) - _mean(X))),
            "The mean of the squares, minus the mean, is no variance: the mean must be squared, "
            "too.",
            concept="formula",
        ),
        Mistake(
            "result transposed",
            lambda X: (((X - _mean(X)) / _std(X)).T, _mean(X), _std(X)),
            "The table lies on its side: columns that are collected one by one become rows. Turn "
            "it with `.T`, or use `np.column_stack`.",
            concept="shape",
        ),
        Mistake(
            "sums squared, not squares summed",
            _scaled(_mean, lambda X: np.sqrt(sum(X - _mean(X)) ** 2 / len(X))),
            "Under your root the distances from the mean are first added and then squared, but "
            "they always add up to 0. Square each one, then take the mean.",
            concept="brackets",
            also=(
                _scaled(_mean, lambda X: np.sqrt(sum(X - _mean(X)) ** 2)),
                _scaled(_mean, lambda X: np.sqrt((X - _mean(X)).mean(axis=0) ** 2)),
                _scaled(_mean, lambda X: np.sqrt((X - _mean(X)).sum(axis=0) ** 2)),
                _scaled(_mean, lambda X: np.sqrt((X - _mean(X)).sum(axis=0) ** 2 / len(X))),
            ),
        ),
        Mistake(
            "rows taken for columns",
            _of_rows,
            "`X[j]` is row j of the table, so your numbers are those of houses. Column j is `X[:, "
            "j]`, or take all at once with `axis=0`.",
            concept="index",
        ),
        Mistake(
            "mean distance",
            _scaled(_mean, lambda X: np.mean(np.abs(X - _mean(X)), axis=0)),
            "You divide by the mean distance from the mean. The standard deviation is the root of "
            "the mean of the squares.",
            concept="formula",
        ),
        Mistake(
            "squares of the numbers themselves",
            _scaled(_mean, lambda X: np.sqrt(np.mean(X**2, axis=0))),
            "You square the numbers as they are. The standard deviation is made of their distances "
            "from the mean: subtract it first, then square.",
            concept="formula",
        ),
        Mistake(
            "divided by the mean",
            lambda X: ((X - _mean(X)) / _mean(X), _mean(X), _std(X)),
            "You divide by the mean. Divide by the standard deviation of each column.",
            concept="wrong variable",
        ),
        Mistake(
            "each row scaled by itself",
            lambda X: (
                (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True),
                _mean(X),
                _std(X),
            ),
            "`mean` and `std` are right, but each row is scaled by itself, as by `axis=1` or by "
            "`for column in X`, which visits rows. Subtract your `mean` and divide by your `std`.",
            concept="axis",
        ),
        Mistake(
            "rows scaled as columns",
            _rows_scaled_as_columns(np.copy),
            "`mean` and `std` are right, but `X_scaled[j]` and `X[j]` are row j of the table. "
            "Column j is `[:, j]`, or scale all columns at once, without a loop.",
            concept="index",
            also=(_rows_scaled_as_columns(np.zeros_like),),
        ),
        Mistake(
            "smallest subtracted",
            _scaled(lambda X: X.min(axis=0), _std),
            "The smallest entry of each column is subtracted, so that all begin at 0. Subtract the "
            "mean.",
            concept="formula",
            also=(lambda X: ((X - X.min(axis=0)) / _std(X), _mean(X), _std(X)),),
        ),
        Mistake(
            "root of the standard deviation",
            _scaled(_mean, lambda X: np.sqrt(X.std(axis=0))),
            "You take a root too many: `std` is the root of the variance already.",
            concept="formula",
            also=(lambda X: ((X - _mean(X)) / np.sqrt(_std(X)), _mean(X), _std(X)),),
        ),
    ),
    hints=(
        "Floor area and distance have different units. Of which numbers should the mean be "
        "taken so that they stay apart?",
        "`axis=0` goes down the rows and leaves one number per column, for the mean as for the "
        "standard deviation.",
        "Subtract the means of the columns from `X`, then divide the difference, in brackets, by "
        "their standard deviations. Return three things: the new table, the means, the "
        "deviations.",
    ),
)


def _split_shape(rows: bool, test: bool) -> Callable[[Args], Any]:
    def shape(a: Args) -> Any:
        n_test = round(a["test_fraction"] * len(a["y"]))
        n = n_test if test else len(a["y"]) - n_test
        return (n, a["X"].shape[1]) if rows else (n,)

    return shape


def _measure_split(call: Callable[..., Parts], args: Args) -> Mapping[str, Any]:
    """Split with one seed again and again, and with others; see which rows are where.

    Chance draws the same one of three rows once in three times: a few calls are not enough. It
    leaves one row in three out of 40 tests once in ten million times.
    """
    few = len(args["y"]) < 10
    first, again = call(), [call() for _ in range(12 if few else 2)]
    draws = [first, *(call(rng=Seed(args["rng"] + k)) for k in range(10, 22 if few else 50))]
    place = {tuple(row): i for i, row in enumerate(args["X"])}  # -1 stands for another row
    train, test = (
        [[place.get(tuple(row), -1) for row in draw[part]] for draw in draws]
        for part in ("X_train", "X_test")
    )
    orders = list(map(list.__add__, train, test))
    return {
        "same seed, other rows": not all(equal(first, one) for one in again),
        "rng has no influence": all(one == train[0] + test[0] for one in orders),
        **_rows_kept(draws, orders, args),
        **_rows_dealt([set(one) for one in test], len(place), few),
    }


def _rows_kept(draws: list[Parts], orders: list[list[int]], args: Args) -> Mapping[str, Any]:
    """Return what is wrong with the rows, given the old place of each, the training part first."""
    changed, n = any(-1 in order for order in orders), len(args["y"])
    joined = [np.concatenate([draw["X_train"], draw["X_test"]]) for draw in draws]
    same_columns = changed and all(_columns(X) == _columns(args["X"]) for X in joined)
    same_rows = all(_columns(X.T) == _columns(args["X"].T) for X in joined)
    return {
        "the columns in another order": same_columns and same_rows,
        "each column by itself": same_columns and not same_rows,
        "a row changed": changed,
        "a row lost or twice": any(sorted(order) != list(range(n)) for order in orders),
        "rows torn apart": not all(
            np.array_equal(np.concatenate([draw["y_train"], draw["y_test"]]), args["y"][order])
            for draw, order in zip(draws, orders, strict=True)
        ),
    }


def _columns(X: Any) -> list[Any]:
    return sorted(map(tuple, np.sort(X, axis=0).T))


def _rows_dealt(tests: list[set[int]], n: int, few: bool) -> Mapping[str, Any]:
    """Return what is wrong with the chance by which n rows came into the test parts."""
    count = len(tests[0])
    often = np.array([sum(row in test for test in tests) for row in range(n)])
    uneven = np.sum((often - len(tests) * count / n) ** 2)
    pairs = sum(one + 1 in test for test in tests for one in test)
    by_chance = len(tests) * count * (count - 1) / n
    return {
        "always the first rows": not few and all(one == set(range(count)) for one in tests),
        "always the last rows": not few and all(one == set(range(n - count, n)) for one in tests),
        "a row never tested": not few and len(set().union(*tests)) < n,
        "a row always tested": not few and bool(set.intersection(*tests)),
        "neighbours together": not few and pairs > 1.9 * by_chance,
        "neighbours apart": not few and pairs < 0.2 * by_chance,
        # By chance this is about n, and beyond 70 for up to 15 rows once in a hundred millions.
        "some rows far more often": not few
        and uneven > 70 * len(tests) * count / n * (1 - count / n),
    }


_SPLIT_LAWS = {
    "same seed, other rows": "The same seed must give the same split, and yours comes out "
    "differently. Draw from the `rng` that is given, and from nothing else.",
    "the columns in another order": "The columns of `X` come in another order, which changes every "
    "row. Deal the rows, and leave each as it is.",
    "each column by itself": "Rows come back with numbers of several rows, as if each column of "
    "`X` were shuffled by itself. Deal whole rows.",
    "a row changed": "A row of `X` is not as it was: it has other numbers, or the same in another "
    "order. Deal the rows, and leave each as it is.",
    "a row lost or twice": "Each row must go to exactly one side. In yours a row is missing, or is "
    "there twice.",
    "rows torn apart": "Features and target of a house must stay together. In yours a house gets "
    "the price of another.",
    "always the first rows": "The test part is always made of the first rows. Deal them at random.",
    "always the last rows": "The test part is always made of the last rows. Deal them at random.",
    "rng has no influence": "Another seed gives the same split. Draw from the `rng` that is given.",
    "a row never tested": "Some rows never, or hardly ever, are in the test part, whatever the "
    "seed. Every row must have the same chance: deal all of them.",
    "a row always tested": "A row is always in the test part, whatever the seed. Every row must "
    "have the same chance: deal all of them.",
    "neighbours together": "Rows that follow each other go to the test part together. Tables are "
    "often sorted: deal each row by itself.",
    "some rows far more often": "Some rows come into the test part far more often than "
    "others. Every row must have the same chance: deal all of them.",
    "neighbours apart": "Rows that follow each other hardly ever go to the test part together: "
    "they are counted off. Deal each row by itself.",
}


def _cut(X: Any, y: Any, order: Any, test_fraction: Any) -> Any:
    n_test = round(test_fraction * len(y))
    test, train = list(order)[:n_test], list(order)[n_test:]
    return X[train], X[test], y[train], y[test]


def _torn(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    X_train, X_test, _, _ = _cut(X, y, rng.permutation(len(y)), test_fraction)
    _, _, y_train, y_test = _cut(X, y, rng.permutation(len(y)), test_fraction)
    return X_train, X_test, y_train, y_test


def _columns_dealt(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    return _cut(X[:, rng.permutation(X.shape[1])], y, range(len(y)), test_fraction)


def _in_pairs(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    X_train, X_test, y_train, y_test = _cut(X, y, rng.permutation(len(y)), test_fraction)
    return X_train, y_train, X_test, y_test


def _with_replacement(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    return _cut(X, y, rng.integers(0, len(y), len(y)), test_fraction)


def _chosen_with_replacement(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    test = rng.choice(len(y), size=round(test_fraction * len(y)))
    train = [row for row in range(len(y)) if row not in test]
    return X[train], X[test], y[train], y[test]


def _masked_with_replacement(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    is_train = np.ones(len(y), dtype=bool)
    is_train[rng.choice(len(y), size=round(test_fraction * len(y)))] = False
    return X[is_train], X[~is_train], y[is_train], y[~is_train]


def _swapped(X: Any, y: Any, test_fraction: Any, rng: Any) -> Any:
    X_train, X_test, y_train, y_test = _cut(X, y, rng.permutation(len(y)), test_fraction)
    return X_test, X_train, y_test, y_train


def _fraction_cut(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order, n_test = rng.permutation(len(y)), int(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def _fraction_up(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    return _cut(X, y, rng.permutation(len(y)), np.ceil(test_fraction * len(y)) / len(y))


def _counting_columns(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order, n_test = rng.permutation(len(y)), round(test_fraction * X.shape[1])
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def _counting_entries(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order, n_test = rng.permutation(len(y)), round(test_fraction * X.size)
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def _overlapping(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    return X, X[order[:n_test]], y, y[order[:n_test]]


def _one_shared(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    train, test = order[n_test - 1 :], order[:n_test]
    return X[train], X[test], y[train], y[test]


def _both_small(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    train, test = order[:n_test], order[-n_test:]
    return X[train], X[test], y[train], y[test]


def _one_lost(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    train, test = order[n_test + 1 :], order[:n_test]
    return X[train], X[test], y[train], y[test]


def _in_place(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order = rng.permutation(len(y))
    X[:], y[:] = X[order], y[order]
    return tuple(part.copy() for part in _cut(X, y, range(len(y)), test_fraction))


def _by_chance(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    is_test = rng.random(len(y)) < test_fraction
    return X[~is_test], X[is_test], y[~is_test], y[is_test]


def _ten_rows(X: Any, y: Any, *, test_fraction: Any, rng: Any) -> Any:
    order = rng.permutation(len(y))
    return X[order[10:]], X[order[:10]], y[order[10:]], y[order[:10]]


def _rows_to_split(n: int, columns: int = 2) -> Args:
    X = np.arange(1.0 * n * columns).reshape(n, columns) * 1.5 - n
    prices = np.round(X[(7 * np.arange(n) + 1) % n, 0] / 4)  # some are alike, in no order
    return {"X": table(*X), "y": table(*prices)}


TRAIN_TEST_SPLIT = Exercise(
    lesson=2,
    reference=train_test_split,
    parts={
        "X_train": Part(_split_shape(True, False), "the rows to learn from"),
        "X_test": Part(_split_shape(True, True), "the rows put away"),
        "y_train": Part(_split_shape(False, False), "their targets"),
        "y_test": Part(_split_shape(False, True), "their targets"),
    },
    examples=(_rows_to_split(3) | {"test_fraction": 0.3, "rng": Seed(0)},),
    probes=(
        _rows_to_split(12) | {"test_fraction": 0.21, "rng": Seed(1)},
        _rows_to_split(15, 3) | {"test_fraction": 0.35, "rng": Seed(2)},
        _rows_to_split(12) | {"test_fraction": 0.29, "rng": Seed(3)},
    ),
    measure=_measure_split,
    laws=_SPLIT_LAWS,
    tolerance=0.1,
    mistakes=(
        Mistake(
            "not shuffled",
            lambda X, y, *, test_fraction, rng: _cut(X, y, range(len(y)), test_fraction),
            "The first rows became the test part, whatever `rng` says. Tables are often sorted: "
            "deal the rows in an order drawn from `rng`.",
            concept="randomness",
        ),
        Mistake(
            "the last rows as the test",
            lambda X, y, *, test_fraction, rng: _cut(X, y, range(len(y))[::-1], test_fraction),
            "The last rows became the test part, whatever `rng` says. Tables are often sorted: "
            "deal the rows in an order drawn from `rng`.",
            concept="randomness",
        ),
        Mistake(
            "features and targets dealt apart",
            _torn,
            "Features and targets were not dealt in the same order, so a house gets the price "
            "of another. Draw one order, and use it for both.",
            concept="order",
        ),
        Mistake(
            "columns dealt, not rows",
            _columns_dealt,
            "The columns were put in another order, and the rows stay where they are. `X[order]` "
            "takes rows by number, `X[:, order]` columns: draw an order of the `len(X)` rows.",
            concept="axis",
        ),
        Mistake(
            "train and test exchanged",
            lambda X, y, *, test_fraction, rng: _swapped(X, y, test_fraction, rng),
            "The parts changed places: `test_fraction` of the rows must be in the test part, and"
            " the rest in the training part.",
            concept="order",
        ),
        Mistake(
            "results in pairs",
            _in_pairs,
            "The results come as X_train, y_train, X_test, y_test. The order asked for is "
            "X_train, X_test, y_train, y_test.",
            concept="order",
        ),
        Mistake(
            "a generator of its own, seeded",
            lambda X, y, *, test_fraction, rng: train_test_split(
                X, y, test_fraction=test_fraction, rng=np.random.default_rng(0)
            ),
            "The caller's `rng` is not used: every call gives the same split. Draw from the "
            "`rng` that is given.",
            concept="randomness",
        ),
        Mistake(
            "a generator of its own, unseeded",
            lambda X, y, *, test_fraction, rng: train_test_split(
                X, y, test_fraction=test_fraction, rng=np.random.default_rng()
            ),
            "The caller's `rng` is not used, so nothing can be repeated. Draw from the `rng` "
            "that is given.",
            concept="randomness",
        ),
        Mistake(
            "rows drawn with replacement",
            _with_replacement,
            "Some rows are in the result twice, others may be missing: they were drawn with "
            "replacement, as `rng.integers` and `rng.choice` do, or each part in an order of its "
            "own. Draw one order with `rng.permutation`, and cut it in two.",
            concept="randomness",
            also=(_chosen_with_replacement,),
        ),
        Mistake(
            "too few test rows",
            _masked_with_replacement,
            "There are fewer test rows than `round(test_fraction * n)`. Is another number worked "
            "out, or are rows chosen twice, as by `rng.choice` without `replace=False`?",
            concept="randomness",
        ),
        Mistake(
            "test rows also in the training part",
            _overlapping,
            "The test rows are also in the training part, so they are not unseen. Take them out "
            "of it.",
            concept="index",
        ),
        Mistake(
            "one row on both sides",
            _one_shared,
            "One row is on both sides, so it is not unseen. The training part must begin where the "
            "test part ends: `order[n_test:]`.",
            concept="index",
        ),
        Mistake(
            "training part as small as the test",
            _both_small,
            "The training part is no larger than the test part, and the other rows are lost. All "
            "rows that are not for the test are for training.",
            concept="index",
        ),
        Mistake(
            "one row lost",
            _one_lost,
            "A row is in neither part. All `len(y)` rows must be dealt, and the training part must "
            "begin where the test part ends.",
            concept="index",
        ),
        Mistake(
            "shuffles its arguments",
            _in_place,
            "The caller's own arrays are changed, as `rng.shuffle` does it. Shuffle row numbers, "
            "and take the rows with them.",
            unseen="Where a whole table is used again, the order of its rows does not matter.",
            concept="in place",
        ),
        Mistake(
            "each row by chance",
            _by_chance,
            "Each row was sent to a side by a draw of its own, so the number of test rows "
            "varies. Exactly `round(test_fraction * n)` rows belong to the test part.",
            concept="randomness",
        ),
        Mistake(
            "ten test rows",
            _ten_rows,
            "The number of test rows is not `round(test_fraction * n)`: is it typed in, or did the "
            "parts change places?",
            concept="ignored argument",
        ),
        Mistake(
            "fraction cut, not rounded",
            _fraction_cut,
            "The number of test rows is too small by a little: is it cut down to a whole number, "
            "as `int` and `//` do? It must be rounded: `round(test_fraction * n)`.",
            unseen="The lesson puts away a whole number of rows.",
            concept="index",
        ),
        Mistake(
            "fraction rounded up",
            _fraction_up,
            "The number of test rows is rounded up, as `ceil` does, or `int` of the training rows. "
            "It is `round(test_fraction * n)`.",
            unseen="The lesson puts away a whole number of rows.",
            concept="index",
        ),
        Mistake(
            "counts the columns of X",
            _counting_columns,
            "`X.shape[1]` counts the columns. The rows are `len(X)`, or `X.shape[0]`.",
            concept="shape",
        ),
        Mistake(
            "counts all entries of X",
            _counting_entries,
            "`X.size` counts all entries of the table. The rows are `len(X)`, or `X.shape[0]`.",
            concept="shape",
        ),
    ),
    hints=(
        "Imagine the rows as numbered cards. Shuffle the numbers, not the table.",
        "`rng.permutation(n)` gives the numbers 0 to n − 1 in a random order. The first of them "
        "are the test rows, and the rest is for training.",
        "Cut `order` in two with slices, `order[:n_test]` and `order[n_test:]`, and take the rows "
        "of `X` and of `y` with the same numbers.",
    ),
)

EXERCISES = (GENERATE_EXAMPLES, TRAIN_TEST_SPLIT, STANDARDIZE)
