"""Arguments and rows that have no effect, and arguments that are overwritten."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from linreg.checks.engine.calls import call_once, same
from linreg.checks.engine.evidence import Evidence, Finding, right_result, trusted
from linreg.checks.engine.exercise import Args, Seed
from linreg.checks.engine.rules import names_with_rows


def changed_arguments(evidence: Evidence) -> Finding | None:
    """Look for arguments that are overwritten before the result is wrong."""
    if not evidence.changed:
        return None
    name = evidence.changed[0]
    text = (
        f"`{name}` is another after the call than before: it was changed in place, and "
        "what is computed after that sees the new numbers. Make a new array."
    )
    return Finding(f"changes {name}", text)


def arguments_without_effect(evidence: Evidence) -> Finding | None:
    """Look for an argument that may be anything."""
    vital = evidence.exercise.vital or evidence.exercise.parameters
    ignored = [name for name in vital if _is_ignored(evidence, name)]
    if not ignored:
        return None
    names = " and ".join(f"`{name}`" for name in ignored)
    if outer := evidence.callee.outer_variables:
        text = (
            f"{names} may be anything, the result stays the same: your function "
            f"reads `{outer[0]}` from outside. Use the arguments."
        )
        return Finding("outer variable", text)
    text = (
        f"{names} may be anything, the result stays the same. "
        f"Every argument must matter: where is `{ignored[0]}` used?"
    )
    return Finding(f"ignores {ignored[0]}", text)


def _is_ignored(evidence: Evidence, name: str) -> bool:
    """Return whether other values of an argument, that matter to the right answer, do not.

    What planned changes suggest is confirmed with random ones, the last case first.
    """
    planned = [(i, args) for i, case in enumerate(evidence.cases) for args in nudged(case, name)]
    if not _without_effect(evidence, planned):
        return False
    rng = np.random.default_rng(3)
    places = reversed(range(len(evidence.cases)))
    return _without_effect(
        evidence, [(i, args) for i in places for args in _random(evidence.cases[i], name, rng)]
    )


def _without_effect(evidence: Evidence, changes: list[tuple[int, Args]]) -> bool:
    """Return whether no change has an effect, though some should."""
    effects = []
    for i, args in changes:
        effects.append(has_effect(evidence, i, args))
        if effects[-1]:
            return False
    return False in effects


def nudged(args: Args, name: str) -> list[Args]:
    """Return the arguments with one of them a little different, and with it quite different."""
    value = args[name]
    others: list[Any] = []
    if isinstance(value, np.ndarray):
        ramp = np.arange(1.0, value.size + 1).reshape(value.shape)
        nudge = 0.9 * value + 0.1 * ramp + 0.05
        others = [nudge, -nudge]
    elif isinstance(value, Seed):
        others = []
    elif isinstance(value, int):
        others = [value + 1]
    elif isinstance(value, float):
        others = [0.5 * value]
    return [args | {name: other} for other in others]


def _random(args: Args, name: str, rng: np.random.Generator) -> Iterator[Args]:
    value = args[name]
    for size in (1.0, 30.0):
        if isinstance(value, np.ndarray):
            yield args | {name: value + size * rng.standard_normal(value.shape)}
        elif isinstance(value, float):
            yield args | {name: value * rng.uniform(0.2, 0.9)}


def rows_without_effect(evidence: Evidence) -> Finding | None:
    """Look for a row that does not count, first or last."""
    for name in ("X", "y", "y_hat"):
        if name not in names_with_rows(evidence.cases[0]):
            continue
        places = [i for i, args in enumerate(evidence.cases) if len(args[name]) > 1]
        lengths = [len(evidence.cases[i][name]) for i in places]
        alive = [
            {row for row in _some_rows(n) if not _is_dead(evidence, i, name, row)}
            for i, n in zip(places, lengths, strict=True)
        ]
        if found := _which_rows(name, alive, lengths):
            return found
    return None


def _some_rows(n: int) -> set[int]:
    """Return all rows of a small table, and of a large one those at its ends and in the middle."""
    return set(range(n)) if n <= 5 else {0, 1, n // 2, n - 2, n - 1}


def _which_rows(name: str, alive: list[set[int]], lengths: list[int]) -> Finding | None:
    for which, rows in (
        ("only the first row", [{0} for _ in lengths]),
        ("only the last row", [{n - 1} for n in lengths]),
    ):
        if alive == rows:
            text = (
                f"Change `{name}` in any other row and nothing moves: {which} counts. "
                "Is a `return` inside the loop, or an `=` where a sum should grow?"
            )
            return Finding(f"{which} counts", text)
    for which, place in (("first", 0), ("last", -1)):
        if all(place % n not in rows for n, rows in zip(lengths, alive, strict=True)):
            text = f"Change `{name}` in the {which} row and nothing moves: that row is left out."
            return Finding(f"{which} row left out", text)
    return None


def _is_dead(evidence: Evidence, i: int, name: str, row: int) -> bool:
    """Return whether neither a planned nor a random change of one row has an effect."""
    rng = np.random.default_rng(row)
    sizes = (1.5, float(rng.normal(0, 3)), float(rng.normal(0, 30)))
    effects = []
    for size in sizes:
        changed = evidence.cases[i][name].copy()
        changed[row] += size
        effects.append(has_effect(evidence, i, evidence.cases[i] | {name: changed}))
        if effects[-1]:
            return False
    return False in effects


def has_effect(evidence: Evidence, i: int, args: Args) -> bool | None:
    """Return whether other arguments give another result than case i; None if none should.

    A call that raises or gives no finite number says nothing.
    """
    exercise = evidence.exercise
    right = call_once(trusted(exercise.reference), exercise, args)
    if right.trouble or same(right, right_result(exercise, i), 1e-5):
        return None
    own, after = evidence.results[i], evidence.call_once(args)
    if not (after.is_finite and own.is_finite):
        return None
    return not same(after, own, 1e-9)
