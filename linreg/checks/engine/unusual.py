"""Cases that no list of results knows, and cases that an answer may treat by themselves.

The random ones are made of the probes: rows and columns drawn anew, with other numbers in them. In
the special ones there is one row or feature, or as many rows as features, an argument is 0 or 1, or
the fit is perfect.
"""

from collections.abc import Iterator
from functools import cache
from itertools import cycle, islice
from typing import Any, NamedTuple

import numpy as np

from linreg.checks.engine.calls import Outcome, call_once, parts_agree
from linreg.checks.engine.evidence import trusted
from linreg.checks.engine.exercise import ROWS, Args, Exercise, Parts, names_with_rows
from linreg.checks.engine.show import show_sizes

KINDS = ("usual", "many rows", "zeros", "large numbers", "small numbers", "large features")
FRESH = 3  # cases of each kind
ONCE = "Are equal ones counted once (`set`, `unique`), or taken for each other (`index`, `dict`)?"
BY_ITSELF = "Is it treated as a special case? Or is something cut off, or added?"
FALSE = "Is it treated as a special case? 0 counts as False."
TURNED = "Is `X` turned where its shape suggests it? Each of its rows is an example, always."
ON_THE_WAY = "Is something changed or stopped on the way?"
TURNS = 1100  # more than a lesson has
TOLERANCE = 1e-3  # random cases may be ill-conditioned
HEIGHTS = ("x", "y", "y_hat", "W", "b", "w", "dW", "db")
SIZES = {  # what each argument is multiplied with; squares of features are in the curvature
    "large numbers": dict.fromkeys(HEIGHTS, 1e4),
    "small numbers": dict.fromkeys(HEIGHTS, 1e-5),
    "large features": dict.fromkeys(("X", "row", "mean", "std"), 1e3) | {"learning_rate": 1e-6},
}
COLUMNS = ("X", "W", "dW", "p", "row", "mean", "std")  # arguments with one entry per column


class Unusual(NamedTuple):
    """A case, where it lies, what is right there, what may be left of a 0, and a question."""

    args: Args
    where: str
    right: list[Outcome]
    rest: float
    question: str
    may_be_nan: bool = False  # where all numbers are alike, right formulas may divide 0 by 0


def alike(own: Parts, case: Unusual) -> bool:
    """Return whether a result is one of those that are right in this case."""
    return any(parts_agree(own, one.parts, TOLERANCE, case.rest) for one in case.right)


def unusual_cases(exercise: Exercise, seed: int) -> Iterator[Unusual]:
    """Yield random cases like the probes, special ones, and random ones unlike the probes."""
    rng, probes = np.random.default_rng([seed, 9]), cycle(exercise.probes)
    for kind in KINDS:
        for probe in islice(probes, FRESH):
            args = fresh_case(probe, rng, kind)
            where = f"for others, such as one with {_seen_in(args)}{show_sizes(args)}"
            question = "Are results typed in or rounded, or is there a special case in it?"
            if right := _right(exercise, args):
                yield Unusual(args, where, right, 1e-12, question)
        if kind == "usual":
            yield from special_cases(exercise)


@cache
def special_cases(exercise: Exercise) -> list[Unusual]:
    """Return cases that an answer may treat by themselves, with what is right there."""
    longest = max(exercise.probes, key=lambda args: args.get("n_iterations", 0))
    found, first = [], exercise.probes[0]
    cases = (
        *_repeating(first),
        *_fitted_or_long(longest),
        *_few_or_far(first),
        *_alike_or_around_zero(first),
    )
    for words, args, question in cases:
        if right := _right(exercise, args):
            rest = 1e-5 * np.max(np.abs(_numbers(args)), initial=1.0) ** 2  # of single precision
            found.append(Unusual(args, f"where {words}", right, rest, question, may_be_nan=True))
    return found


@cache
def whole_numbers(exercise: Exercise) -> tuple[Args, list[Outcome]]:
    """Return a case with arrays of whole numbers and what is right there; nothing of curves."""
    args = exercise.cases[-1]
    if exercise.measure or any(map(callable, args.values())):
        return args, []
    whole = {
        name: np.rint(3 * value).astype(int)
        for name, value in args.items()
        if isinstance(value, np.ndarray)
    }
    return args | whole, _right(exercise, args | whole)


def _right(exercise: Exercise, args: Args) -> list[Outcome]:
    """Return the right results; none if there is no answer, or one that rounding decides."""
    functions = [trusted(f) for f in (exercise.reference, *exercise.also_right)]
    right = [call_once(function, exercise, args) for function in functions]
    return right if all(one.is_finite and not _explodes(one.parts, args) for one in right) else []


def _repeating(args: Args) -> Iterator[tuple[str, Args, str]]:
    """Yield cases in which numbers repeat: in one argument, and with those that belong to them."""
    for name, value in args.items():
        if isinstance(value, np.ndarray) and value.shape[-1] > 1:
            repeated = value.copy()
            repeated[..., 1] = value[..., 0]
            yield f"numbers of `{name}` repeat", args | {name: repeated}, ONCE
    rows, columns = names_with_rows(args), [name for name in COLUMNS if name in args]
    for axis, names, word in (0, rows, "rows"), (-1, columns, "columns"):
        if names:
            size = args[names[0]].shape[axis]
            thrice = {name: np.take(args[name], [0, 0, *range(size)], axis) for name in names}
            yield f"{word if rows and columns else 'numbers'} repeat", args | thrice, ONCE


def _fitted_or_long(args: Args) -> Iterator[tuple[str, Args, str]]:
    """Yield cases in which nothing is left to explain, or in the end nothing, and a long run."""
    if {"x", "y", "w", "b"} == args.keys():
        line = args["w"] * args["x"] + args["b"]
        yield "the prediction is right", args | {"y": line}, BY_ITSELF
    if "y_hat" in args:
        yield "every prediction is right", args | {"y_hat": args["y"].copy()}, BY_ITSELF
    if {"X", "y", "W"} <= args.keys():
        start = args["X"] @ args["W"] + args["b"]
        plane = args["X"] @ (args["W"] + 1) + args["b"]
        yield "the targets lie on a plane", args | {"y": plane}, BY_ITSELF
        yield "the start fits every target", args | {"y": start}, BY_ITSELF
    if "n_iterations" in args:
        slow = {"learning_rate": args["learning_rate"] / 100, "n_iterations": TURNS}
        yield f"there are {TURNS} turns of a small learning rate", args | slow, ON_THE_WAY


def _few_or_far(args: Args) -> Iterator[tuple[str, Args, str]]:
    """Yield cases with one row or column, and with numbers that are far apart."""
    if args.keys() == {"X"}:
        yield "the numbers are small", {"X": 1e-4 * args["X"]}, BY_ITSELF
        far = np.concatenate([*[args["X"]] * 12, args["X"][:1] + 50])
        yield "one row lies far out", {"X": far}, BY_ITSELF
    if names_with_rows(args):
        yield "there is one row", _first_rows(args, 1), BY_ITSELF
    if columns := [name for name in COLUMNS if name in args]:
        first = {name: args[name][..., :1] for name in columns}
        yield "there is one feature", args | first, BY_ITSELF
    if "X" in args:
        yield "there are as many rows as features", _first_rows(args, args["X"].shape[1]), TURNED


def _alike_or_around_zero(args: Args) -> Iterator[tuple[str, Args, str]]:
    """Yield cases with numbers around 0, and with numbers that are all alike."""
    for name in names_with_rows(args):
        centred = args[name] - args[name].mean(axis=0)
        yield f"the mean of `{name}` is 0", args | {name: centred}, FALSE
    for name, value in args.items():
        if isinstance(value, (float, np.ndarray)):
            entry = f"`{name}`" if isinstance(value, float) else f"every entry of `{name}`"
            for k in (0, 1, 0.001):
                question = BY_ITSELF if k else FALSE
                yield f"{entry} is {k}", args | {name: 0 * value + k}, question


def _first_rows(args: Args, n: int) -> Args:
    return args | {name: args[name][:n] for name in names_with_rows(args)}


def fresh_case(probe: Args, rng: np.random.Generator, kind: str) -> Args:
    """Draw rows and columns of a probe anew, with other numbers in them."""
    n = max((len(probe[name]) for name in names_with_rows(probe)), default=1)
    d = max((probe[name].shape[-1] for name in COLUMNS if name in probe), default=1)
    size = rng.integers(120, 160) if kind == "many rows" else n + rng.integers(4)
    rows = rng.integers(0, n, size)
    columns = rng.integers(0, d, d + rng.integers(2))
    fresh = {name: _fresh_value(name, value, rows, columns, rng) for name, value in probe.items()}
    if kind == "zeros":
        for name in [name for name in fresh if name in (*HEIGHTS, "X", "row", "p", "mean")]:
            value = fresh[name] * (rng.random(np.shape(fresh[name])) < 0.7)
            fresh[name] = float(value) if isinstance(fresh[name], float) else value
    if kind in SIZES and not any(map(callable, fresh.values())):
        fresh |= {name: size * fresh[name] for name, size in SIZES[kind].items() if name in fresh}
    return fresh


def _fresh_value(name: str, value: Any, rows: Any, columns: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, float):
        return float(value * rng.uniform(0.5, 1.2))
    if not isinstance(value, np.ndarray):
        return value
    if name in ROWS:
        value = value[rows]
    if name in COLUMNS:
        value = value[..., columns]
    spread = np.std(value) if value.size > 1 else 1.0
    fresh = value + 0.7 * (spread + 0.1) * rng.standard_normal(value.shape)
    return np.abs(fresh) if name == "std" else fresh


def _numbers(args: Args) -> Any:
    values = [value for value in args.values() if isinstance(value, (float, np.ndarray))]
    return np.concatenate([[], *map(np.ravel, values)])


def _seen_in(args: Args) -> str:
    """Return what is special about a case, for a sentence."""
    numbers = _numbers(args)
    if max((len(args[name]) for name in names_with_rows(args)), default=0) >= 100:
        return "many rows: "
    if np.any(numbers == 0):
        return "zeros among its numbers: "
    sizes = [np.max(np.abs(args[name])) for name in HEIGHTS if name in args]
    if sizes and max(sizes) < 1e-3:
        return "small numbers: "
    return "large numbers: " if np.max(np.abs(numbers), initial=0) >= 1000 else ""


def _explodes(parts: Parts, args: Args) -> bool:
    most = 1e6 * np.max(np.abs(_numbers(args)), initial=1.0) ** 2
    return any(np.max(np.abs(part)) > most for part in parts.values())
