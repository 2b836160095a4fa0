"""Slightly different questions: whose right answer is a wrong answer to the exercise.

The variants follow from the kinds of the arguments, so an exercise lists none of them.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from linreg.checks.engine.exercise import Args, Exercise, names_with_rows
from linreg.checks.tables.near_misses import ARRAYS, COUNTS, NUMBERS, QUESTIONS, ROWS

# A seed is no number to count with, and a curve is no number at all.
CHANGES = {int: COUNTS, float: NUMBERS, np.ndarray: ARRAYS}


class Variant(NamedTuple):
    """Other arguments, under which the wrong result is the right one.

    `written` is the argument that its text finds in the code.
    """

    name: str
    text: str
    change: Callable[[Args], Args]
    written: str = ""


@cache
def variants(exercise: Exercise) -> tuple[Variant, ...]:
    """Return the variants of an exercise, the likeliest first."""
    return (*_exchanged(exercise), *_as_if(exercise), *_left_out(exercise))


def _exchanged(exercise: Exercise) -> Iterator[Variant]:
    """Put one argument in the place of another of the same kind and shape."""
    args = exercise.probes[0]
    for (i, one), (j, other) in permutations(enumerate(args), 2):
        if not _alike(args[one], args[other]):
            continue
        if i < j:  # exchanging is the same both ways, using one twice is not
            yield Variant(
                f"{one} and {other} exchanged",
                f"This is right with `{one}` and `{other}` exchanged: did they change places?",
                _replace({one: other, other: one}),
            )
        yield Variant(
            f"{other} used for {one}",
            f"Your function works as if `{one}` were `{other}`: is `{other}` written where "
            f"`{one}` belongs?",
            _replace({one: other}),
            written=other,
        )


def _alike(one: Any, other: Any) -> bool:
    return type(one) is type(other) in (float, np.ndarray) and np.shape(one) == np.shape(other)


def _replace(sources: dict[str, str]) -> Callable[[Args], Args]:
    return lambda args: args | {name: args[source] for name, source in sources.items()}


def _as_if(exercise: Exercise) -> Iterator[Variant]:
    """Change one argument; single numbers are the likelier slip and come before arrays."""
    args = exercise.probes[0]
    for name in sorted(args, key=lambda name: isinstance(args[name], np.ndarray)):
        for words, change in CHANGES.get(type(args[name]), ()):
            question = QUESTIONS.get(words, "")
            if np.ndim(args[name]) == 2:
                words = words.replace("entry or column", "column").replace("entry", "column")
            text = f"Your function works as if `{name}` were {words}.{question}"
            yield Variant(f"as if {name} were {words}", text, _change([name], change))


def _left_out(exercise: Exercise) -> Iterator[Variant]:
    """Take some of the rows only, of all arguments that have rows."""
    names = names_with_rows(exercise.probes[0])
    for words, rows in ROWS if names else ():
        where = "Where does the loop begin and end, and is a `return` inside it?"
        yield Variant(words, f"In this result {words}. {where}", _change(names, itemgetter(rows)))


def _change(names: list[str], change: Callable[[Any], Any]) -> Callable[[Args], Args]:
    return lambda args: args | {name: change(args[name]) for name in names}
