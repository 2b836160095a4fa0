"""Call a callee as an exercise says, and read what comes back.

A right answer may be an array, a list, a Python float or a 0-d array: all are read as arrays.
"""

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from linreg.checks.engine.callee import Callee
from linreg.checks.engine.exercise import (
    Args,
    Array,
    Exercise,
    Parts,
    Seed,
    Shape,
    Stop,
    names_with_rows,
)
from linreg.checks.engine.inside import Failure, Reply, Value
from linreg.checks.engine.show import listed


class Trouble(NamedTuple):
    """Why a result cannot be compared: the name of the broken rule, and a sentence.

    That of an exception has none yet: only a stage that tells of it explains it.
    """

    name: str
    message: str = ""


PRINTS = "`print` shows a number, but gives nothing back."


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call gave: the parts of the result, or the trouble with it."""

    reply: Reply  # without a value if several calls were measured
    parts: Parts = field(default_factory=dict)
    trouble: Trouble | None = None

    @property
    def changed(self) -> frozenset[str]:
        """The arguments that the call changed."""
        return self.reply.changed

    @property
    def failure(self) -> Failure | None:
        """The exception, if there was one."""
        return self.reply.failure

    @property
    def is_late(self) -> bool:
        """Whether the call was stopped because the time was over."""
        return self.failure is not None and self.failure.types[0] == "TimeLimitError"

    @property
    def is_finite(self) -> bool:
        """Whether there is a result whose numbers are all finite."""
        return not self.trouble and all(np.isfinite(part).all() for part in self.parts.values())

    def result(self) -> Parts:
        """Return the parts of the result; Stop if there is none."""
        if self.trouble:
            raise Stop(self)
        return self.parts


def observe(callee: Callee, exercise: Exercise, args: Args) -> Outcome:
    """Return the outcome of a call, or of all the calls that `exercise.measure` makes."""
    if exercise.measure is None:
        return call_once(callee, exercise, args)
    changed: set[str] = set()  # in any of the calls

    def call(**changes: Any) -> Parts:
        outcome = call_once(callee, exercise, args | changes)
        changed.update(outcome.changed)
        return outcome.result()

    try:
        measured = exercise.measure(call, args)
    except Stop as stop:
        stopped: Outcome = stop.args[0]
        return stopped
    parts = {name: np.asarray(value, dtype=np.float64) for name, value in measured.items()}
    return Outcome(Reply(None, changed=frozenset(changed)), parts)


def call_once(callee: Callee, exercise: Exercise, args: Args) -> Outcome:
    """Return the outcome of one call, whatever is measured."""
    keywords = exercise.keywords & args.keys()
    reply = callee.call({name: _fresh(value) for name, value in args.items()}, keywords)
    if reply.failure is not None:
        return Outcome(reply, trouble=Trouble(f"raises {reply.failure.types[0]}"))
    assert reply.value is not None
    read = _read(reply.value, exercise, args)
    if isinstance(read, Trouble):
        return Outcome(reply, trouble=read)
    return Outcome(reply, read)


def _fresh(value: Any) -> Any:
    """Return a copy: nothing that a call changes may reach the next one."""
    if isinstance(value, Seed):
        return np.random.default_rng(int(value))
    return value.copy() if isinstance(value, np.ndarray) else value


def same(one: Outcome, other: Outcome, tolerance: float, *, numbers: bool = True) -> bool:
    """Return whether two calls ended alike, in numbers and in everything else.

    Without `numbers` the content of a result of the wrong kind may differ: it is random.
    """
    if one.changed != other.changed or bool(one.trouble) != bool(other.trouble):
        return False
    if one.trouble is None:
        return len(one.parts) == len(other.parts) and parts_agree(one.parts, other.parts, tolerance)
    if one.failure and other.failure:  # the line where it was raised is another in each answer
        return one.failure[:2] == other.failure[:2]  # types and text
    mine, theirs = one.reply.value, other.reply.value
    return mine is not None and theirs is not None and _like(mine, theirs, tolerance, numbers)


def _like(one: Value, other: Value, tolerance: float, numbers: bool) -> bool:
    """Return whether two results of the wrong kind have the same content."""
    if numbers and one.numbers is not None and other.numbers is not None:
        return close(one.numbers, other.numbers, tolerance)
    if one.items is not None and other.items is not None:
        return len(one.items) == len(other.items) and all(
            _like(mine, theirs, tolerance, numbers)
            for mine, theirs in zip(one.items, other.items, strict=True)
        )
    return (one.kind, one.shape) == (other.kind, other.shape)


def parts_agree(one: Parts, other: Parts, tolerance: float, rest: float = 1e-12) -> bool:
    """Return whether one result has all parts of the other, and they are close."""
    return all(name in one and close(one[name], other[name], tolerance, rest) for name in other)


def close(one: Array, other: Array, tolerance: float, rest: float = 1e-12) -> bool:
    """Return whether two arrays agree, each entry within the tolerance.

    A small entry beside a large one must be right, too; it may be off by what rounding to single
    precision does to the largest, a twentieth of the tolerance. `rest` is what may be left of a 0,
    such as of a difference of numbers around 1.
    """
    if one.shape != other.shape:
        return False
    a, b = one.astype(np.float64), other.astype(np.float64)
    rounding = tolerance / 20 * np.max(np.abs(b[np.isfinite(b)]), initial=0.0) + rest
    # nan and inf must stand in the same places.
    return np.allclose(a, b, rtol=tolerance, atol=rounding, equal_nan=True)


def _read(value: Value, exercise: Exercise, args: Args) -> Parts | Trouble:
    """Return the parts of a result, or what is wrong with its number, kind or shape."""
    names = list(exercise.parts)
    needed = [part.shape(args) for part in exercise.parts.values()]
    # Python unpacks an array of numbers as it does a tuple of them.
    if value.numbers is not None and value.shape == (len(names),) and not any(needed):
        items = tuple(Value("numbers", (), one) for one in value.numbers)
        value = value._replace(items=value.items or items)
    values = results(value, len(names))
    if unfilled := _unfilled(values, names):
        return unfilled
    if len(values) != len(names):
        return _wrong_count(value, names)
    found = [one.shape if one.kind == "numbers" else one.kind for one in values]
    if value.items and len(names) == 1 and found == [(2, *needed[0])]:
        text = f"Two results come back. What is asked for is {exercise.parts[names[0]].meaning}."
        return Trouble("wrong number of results", text)
    if found != needed:
        return _wrong_shape(found, needed, exercise, args)
    return {n: v.numbers for n, v in zip(names, values, strict=True) if v.numbers is not None}


def results(value: Value, count: int) -> tuple[Value, ...]:
    """Return the results in what came back, where so many are asked for."""
    # One part may itself be a list, so items are results only where several are asked for.
    return value.items if count > 1 and value.items else (value,)


def _unfilled(values: tuple[Value, ...], names: list[str]) -> Trouble | None:
    """Return the trouble of a `...` that is still there."""
    places = [place for place, one in enumerate(values) if one.kind == "..."]
    if not places:
        return None
    text = "It still returns `...`: put what is to come back in its place."
    if len(values) == len(names) > 1:
        which = " and ".join(f"`{names[place]}`" for place in places)
        text = f"{which} {'is' if len(places) == 1 else 'are'} still `...`."
    return Trouble("still ...", text)


def _wrong_count(value: Value, names: list[str]) -> Trouble:
    needed, kind = f"{len(names)} values: {', '.join(names)}", value.kind
    if kind == "None":
        text = f"It returns nothing. It must `return` {needed}. {PRINTS}"
        return Trouble("returns nothing", text)
    if value.items is not None:
        kind = f"{len(value.items)} value{'s' * (len(value.items) != 1)}"
    elif kind == "numbers":
        kind = f"one array of shape {value.shape}" if value.shape else "one number"
    return Trouble("wrong number of results", f"It returns {kind}, but must return {needed}.")


def _wrong_shape(
    found: list[Shape | str], needed: list[Shape], exercise: Exercise, args: Args
) -> Trouble:
    names = list(exercise.parts)
    if exchanged := _exchanged(found, needed, ", ".join(names)):
        return exchanged
    place = next(i for i in range(len(names)) if found[i] != needed[i])
    shape, own, meaning = needed[place], found[place], exercise.parts[names[place]].meaning
    subject = f"`{names[place]}`" if len(names) > 1 else "The result"
    must = f"have shape {shape}: {meaning}" if shape else f"be {meaning}"
    if own == "None":
        missing = "." if len(names) > 1 else f": is a `return` missing? {PRINTS}"
        return Trouble("returns nothing", f"{subject} is None{missing} It must {must}.")
    if isinstance(own, str):
        return Trouble("wrong kind", f"{subject} is {own}, but must {must}.")
    what = f"has shape {own}" if own else "is one number"
    return Trouble("wrong shape", f"{subject} {what}, but must {must}.{_why(own, shape, args)}")


def _exchanged(found: list[Shape | str], needed: list[Shape], order: str) -> Trouble | None:
    """Return the trouble of results that stand in each other's places."""
    if sorted(map(str, found)) == sorted(map(str, needed)):
        text = f"The results, or their sizes, come in the wrong order: it must be {order}."
        return Trouble("results in another order", text)
    own, must = [len(one) if isinstance(one, tuple) else -1 for one in found], [*map(len, needed)]
    if own == must or sorted(own) != sorted(must):
        return None
    # One of them has another size besides.
    shapes = [listed(map(str, one)) for one in (found, needed)]
    text = f"The results have shapes {shapes[0]}, but must have {shapes[1]}"
    return Trouble("wrong shape", f"{text}: are they in the order {order}?")


def _why(own: Shape, shape: Shape, args: Args) -> str:
    """Return what may have taken an axis away, or brought one more."""
    rows = [len(args[name]) for name in names_with_rows(args)]
    sizes = {size for value in args.values() for size in np.shape(value)} - {1}
    if own == ():
        if math.prod(shape) == 1:
            return " Is `squeeze` used? It takes away each axis of length 1."
        return (
            " Is only one entry worked out, or is too much added up or averaged, as where an "
            "`axis` is missing?"
        )
    if own[:-1] != shape or own[-1] not in sizes:
        return ""
    if shape == () or own[0] not in sizes or own[1] not in rows:
        return " Is a sum or a mean missing, or is the wrong variable taken?"
    other = "" if own[0] == own[1] else " Is a sum or a mean missing?"
    return f"{other} Did a column (n, 1) meet an array (n,)? Together they make a table (n, n)."
