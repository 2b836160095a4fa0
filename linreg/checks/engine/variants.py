"""Slightly different questions: whose right answer is a wrong answer to the exercise.

"Right, if `b` were 0" is a true sentence about a wrong result, and a useful one. The variants
follow from the kinds of the arguments, so an exercise lists none of them.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from linreg.checks.engine.exercise import Args, Exercise, Seed
from linreg.checks.engine.rules import names_with_rows


class Variant(NamedTuple):
    """Other arguments, under which the wrong result is the right one."""

    name: str
    text: str
    change: Callable[[Args], Args]


def sizes(args: Args) -> tuple[int, int]:
    """Return the number of rows and of features."""
    rows = [len(args[name]) for name in names_with_rows(args)]
    columns = [args[name].shape[-1] for name in ("X", "W", "p") if name in args]
    return rows[0] if rows else 1, columns[0] if columns else 1


@cache
def variants(exercise: Exercise) -> tuple[Variant, ...]:
    """Return the variants of an exercise, the likeliest first."""
    return (*_exchanged(exercise), *_numbers(exercise), *_arrays(exercise), *_rows(exercise))


def _exchanged(exercise: Exercise) -> Iterator[Variant]:
    args = exercise.probes[0]
    for one, other in permutations(args, 2):
        if not _alike(args[one], args[other]):
            continue
        if list(args).index(one) < list(args).index(other):
            yield Variant(
                f"{one} and {other} exchanged",
                f"This is right with `{one}` and `{other}` exchanged: did they change places?",
                _replace(**{one: other, other: one}),
            )
        yield Variant(
            f"{other} used for {one}",
            f"This is right with `{other}` in the place of `{one}`: is `{other}` used twice?",
            _replace(**{one: other}),
        )


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(one.shape == other.shape)
    return isinstance(one, float) and isinstance(other, float)


def _replace(**sources: str) -> Callable[[Args], Args]:
    return lambda args: args | {name: args[source] for name, source in sources.items()}


def _change(names: list[str], change: Callable[[Any], Any]) -> Callable[[Args], Args]:
    return lambda args: args | {name: change(args[name]) for name in names}


def _numbers(exercise: Exercise) -> Iterator[Variant]:
    changes: list[tuple[str, Callable[[Any], Any]]] = [
        ("0", lambda v: 0.0),
        ("1", lambda v: 1.0),
        ("of the other sign", lambda v: -v),
        ("twice as large", lambda v: 2 * v),
        ("half as large", lambda v: v / 2),
        ("squared", lambda v: v * v),
        ("larger by 1", lambda v: v + 1),
        ("1 divided by it", lambda v: 1 / v if v else v),
    ]
    counts: list[tuple[str, Callable[[Any], Any]]] = [
        ("one less", lambda v: v - 1),
        ("one more", lambda v: v + 1),
        ("1", lambda v: 1),
    ]
    for name, value in exercise.probes[0].items():
        if isinstance(value, float):
            yield from _as_if(name, changes)
        elif isinstance(value, int) and not isinstance(value, Seed):
            yield from _as_if(name, counts)


def _arrays(exercise: Exercise) -> Iterator[Variant]:
    changes: list[tuple[str, Callable[[Any], Any]]] = [
        ("all zeros", np.zeros_like),
        ("all ones", np.ones_like),
        ("of the other sign", np.negative),
        ("twice as large", lambda v: 2 * v),
        ("half as large", lambda v: v / 2),
        ("in reverse order", lambda v: v[..., ::-1]),
        ("with the rows in reverse order", lambda v: v[::-1]),
        ("moved on by one place", lambda v: np.roll(v, 1, axis=-1)),
        ("moved back by one place", lambda v: np.roll(v, -1, axis=-1)),
        ("without their signs", np.abs),
        ("squared", np.square),
        ("larger by 1", lambda v: v + 1),
        ("smaller by 1", lambda v: v - 1),
        ("only its first entry, repeated", lambda v: np.zeros_like(v) + v[..., :1]),
        ("0 but for the first entry", lambda v: _kept(v, slice(1))),
        ("0 but for the last entry", lambda v: _kept(v, slice(-1, None))),
        ("0 in the first entry", lambda v: _kept(v, slice(1, None))),
        ("0 in the last entry", lambda v: _kept(v, slice(-1))),
        ("shifted to mean 0", lambda v: v - v.mean(axis=0)),
        ("replaced by its mean", lambda v: np.zeros_like(v) + v.mean(axis=0)),
        ("cut to whole numbers", np.trunc),
    ]
    for name, value in exercise.probes[0].items():
        if isinstance(value, np.ndarray):
            yield from _as_if(name, changes)


def _as_if(name: str, changes: list[tuple[str, Callable[[Any], Any]]]) -> Iterator[Variant]:
    for words, change in changes:
        yield Variant(
            f"as if {name} were {words}",
            f"This would be right if `{name}` were {words}.",
            _change([name], change),
        )


def _kept(values: Any, entries: slice) -> Any:
    kept = np.zeros_like(values)
    kept[..., entries] = values[..., entries]
    return kept


def _rows(exercise: Exercise) -> Iterator[Variant]:
    names = names_with_rows(exercise.probes[0])
    if not names:
        return
    for words, rows in (
        ("the first row is left out", slice(1, None)),
        ("the last row is left out", slice(-1)),
        ("the first and the last row are left out", slice(1, -1)),
        ("only the first row counts", slice(1)),
        ("only the last row counts", slice(-1, None)),
        ("only every second row counts", slice(None, None, 2)),
        ("only the first two rows count", slice(2)),
        ("only the first three rows count", slice(3)),
    ):
        yield Variant(
            words,
            f"In this result {words}. Where does the loop begin and end, and is a `return` "
            "inside it?",
            _change(names, itemgetter(rows)),
        )
