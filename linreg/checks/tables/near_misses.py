"""Answers that are nearly right: what was done to the right one, or to an argument before it.

"As if `b` were 0" is a true sentence about a wrong result, and a useful one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

Change = tuple[str, Callable[[Any], Any]]


class Transform(NamedTuple):
    """What was done to the right answer, and what a tutor says of it."""

    name: str
    text: str
    apply: Callable[[Any], Any]


def _entries(keep: Callable[[int], slice]) -> Callable[[Any], Any]:
    """Return a function that sets all entries to 0 but those that are kept."""

    def function(part: Any) -> Any:
        if not part.ndim:
            return part
        kept = np.zeros_like(part)
        kept[keep(len(part))] = part[keep(len(part))]
        return kept

    return function


def _rounded(digits: int) -> Callable[[Any], Any]:
    return lambda part: np.round(part, digits)


TRANSFORMS = (
    Transform(
        "reversed",
        "The right numbers, in reverse order.",
        lambda part: part[::-1] if part.ndim else part,
    ),
    Transform(
        "columns reversed",
        "The right numbers, with the columns in reverse order.",
        lambda part: part[..., ::-1] if part.ndim else part,
    ),
    Transform(
        "sorted",
        "The right numbers, but sorted: their order tells which belongs to which.",
        lambda part: np.sort(part) if part.ndim else part,
    ),
    Transform(
        "only the first entry",
        "Only the first entry is there, the others are 0. Is the `return` inside the loop?",
        _entries(lambda n: slice(1)),
    ),
    Transform(
        "only the last entry",
        "Only the last entry is there, the others are 0: did the loop start anew each time?",
        _entries(lambda n: slice(n - 1, n)),
    ),
    Transform(
        "first entry missing",
        "All is right but the first entry, which is 0: does the loop start at 1?",
        _entries(lambda n: slice(1, n)),
    ),
    Transform(
        "last entry missing",
        "All is right but the last entry, which is 0: does the loop end too early?",
        _entries(lambda n: slice(n - 1)),
    ),
    Transform(
        "whole numbers only",
        "The right numbers, but whole ones only: they were rounded, or cut, as by `//` or `int`. "
        "Keep the fractions.",
        _rounded(0),
    ),
    Transform(
        "cut to whole numbers",
        "The right numbers, but without what comes after the point: is something of type int, or "
        "is there a `//` for a `/`?",
        np.trunc,
    ),
    Transform(
        "cut to whole numbers",
        "The right numbers, but rounded down to whole ones: is there a `//` for a `/`?",
        np.floor,
    ),
    *(
        Transform(
            "rounded",
            f"The right numbers, rounded to {k} digit{'s' * (k > 1)} after the point. Round when "
            "you print, not before.",
            _rounded(k),
        )
        for k in (1, 2, 3, 4)
    ),
    Transform("absolute value", "The sign is lost: yours is never negative.", np.abs),
    Transform("squared", "Yours is the square of the right answer.", np.square),
    Transform(
        "square root", "Yours is the square root of the right answer.", lambda p: np.sqrt(np.abs(p))
    ),
    Transform(
        "cut at zero",
        "Negative numbers became 0 in yours; they are right as they are.",
        lambda p: np.maximum(p, 0),
    ),
    Transform(
        "squeezed by tanh",
        "Every number of yours lies between −1 and 1: it went through a tanh. Leave it as it is.",
        np.tanh,
    ),
    Transform("inverse", "Yours is 1 divided by the right answer.", lambda p: 1 / p),
    Transform("logarithm", "Yours is the logarithm of the right answer.", np.log),
    Transform("exponential", "Yours is the exponential of the right answer.", np.exp),
)


def _kept(entries: slice) -> Callable[[Any], Any]:
    def function(values: Any) -> Any:
        kept = np.zeros_like(values)
        kept[..., entries] = values[..., entries]
        return kept

    return function


# What a number, a count or an array may have been taken for.
NUMBERS: tuple[Change, ...] = (
    ("0", lambda v: 0.0),
    ("1", lambda v: 1.0),
    ("of the other sign", lambda v: -v),
    ("twice as large", lambda v: 2 * v),
    ("half as large", lambda v: v / 2),
    ("squared", lambda v: v * v),
    ("larger by 1", lambda v: v + 1),
    ("1 divided by it", lambda v: 1 / v if v else v),
)
COUNTS: tuple[Change, ...] = (
    ("one less", lambda v: v - 1),
    ("one more", lambda v: v + 1),
    ("1", lambda v: 1),
)
ARRAYS: tuple[Change, ...] = (
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
    ("only its first entry or column, repeated", lambda v: np.zeros_like(v) + v[..., :1]),
    ("0 but for the first entry", _kept(slice(1))),
    ("0 but for the last entry", _kept(slice(-1, None))),
    ("0 in the first entry", _kept(slice(1, None))),
    ("0 in the last entry", _kept(slice(-1))),
    ("shifted to mean 0", lambda v: v - v.mean(axis=0)),
    ("replaced by its mean", lambda v: np.zeros_like(v) + v.mean(axis=0)),
    ("cut to whole numbers", np.trunc),
)
# What a tutor asks, where one kind of slip makes nearly all of such answers.
QUESTIONS = {
    "0 but for the first entry": " Is a `return` inside a loop?",
    "0 but for the last entry": " Does each turn of a loop start from scratch?",
    "0 in the first entry": " Does a loop start at 1?",
    "0 in the last entry": " Does a loop end too early?",
}
# Which rows were taken.
ROWS: tuple[tuple[str, slice], ...] = (
    ("the first row is left out", slice(1, None)),
    ("the last row is left out", slice(-1)),
    ("the first and the last row are left out", slice(1, -1)),
    ("only the first row counts", slice(1)),
    ("only the last row counts", slice(-1, None)),
    ("only every second row counts", slice(None, None, 2)),
    ("only the first two rows count", slice(2)),
    ("only the first three rows count", slice(3)),
)
