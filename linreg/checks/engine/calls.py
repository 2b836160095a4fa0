"""Call a callee as an exercise says, and read what comes back.

A right answer may be an array, a list, a Python float or a 0-d array: all are read as arrays.
"""

import inspect
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linreg.checks.engine.callee import Callee
from linreg.checks.engine.exercise import Args, Exercise, Part, Parts, Seed, Shape, Stop
from linreg.checks.engine.inside import Failure, Reply, Value


class Trouble(NamedTuple):
    """Why a result cannot be compared: the name of the broken rule, and a sentence."""

    name: str
    message: str


PRINTS = "`print` shows a number, but gives nothing back."
NO_REPLY = Reply(None)  # several calls were measured


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call gave: the parts of the result, or the trouble with it."""

    parts: Parts = field(default_factory=dict)
    trouble: Trouble | None = None
    reply: Reply = NO_REPLY
    changed: frozenset[str] = frozenset()

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


def observe(callee: Callee, exercise: Exercise, args: Args) -> Outcome:
    """Return the outcome of a call, or of all the calls that `exercise.measure` makes."""
    if exercise.measure is None:
        return call_once(callee, exercise, args)
    changed: set[str] = set()

    def call(**changes: Any) -> Parts:
        outcome = call_once(callee, exercise, args | changes)
        if outcome.trouble:
            raise Stop(outcome)
        changed.update(outcome.changed)
        return outcome.parts

    try:
        measured = exercise.measure(call, args)
    except Stop as stop:
        stopped: Outcome = stop.args[0]
        return stopped
    parts = {name: np.asarray(value, dtype=np.float64) for name, value in measured.items()}
    return Outcome(parts, changed=frozenset(changed))


def call_once(callee: Callee, exercise: Exercise, args: Args) -> Outcome:
    """Return the outcome of one call, whatever is measured."""
    known = exercise.parameters
    keywords = {name for name in args if known[name].kind is inspect.Parameter.KEYWORD_ONLY}
    reply = callee.call({name: _fresh(value) for name, value in args.items()}, keywords)
    if reply.failure is not None:
        trouble = Trouble(f"raises {reply.failure.types[0]}", "")
        return Outcome({}, trouble, reply, reply.changed)
    assert reply.value is not None
    read = _read(reply.value, exercise, args)
    if isinstance(read, Trouble):
        return Outcome({}, read, reply, reply.changed)
    return Outcome(read, None, reply, reply.changed)


def _fresh(value: Any) -> Any:
    """Return a copy: nothing that a call changes may reach the next one."""
    if isinstance(value, Seed):
        return np.random.default_rng(int(value))
    return value.copy() if isinstance(value, np.ndarray) else value


def same(one: Outcome, other: Outcome, tolerance: float, *, numbers: bool = True) -> bool:
    """Return whether two calls ended alike, in numbers and in everything else.

    Without `numbers` the content of a result of the wrong kind may differ: it is random.
    """
    if one.changed != other.changed or (one.trouble is None) != (other.trouble is None):
        return False
    if one.trouble is None:
        return one.parts.keys() == other.parts.keys() and all(
            close(one.parts[name], other.parts[name], tolerance) for name in one.parts
        )
    if one.failure is not None and other.failure is not None:
        return one.failure.types == other.failure.types and one.failure.text == other.failure.text
    mine, theirs = one.reply.value, other.reply.value
    return mine is not None and theirs is not None and _like(mine, theirs, tolerance, numbers)


def _like(one: Value, other: Value, tolerance: float, numbers: bool) -> bool:
    """Return whether two results of the wrong kind have the same content."""
    if one.numbers is not None and other.numbers is not None:
        same_shape = one.numbers.shape == other.numbers.shape
        return same_shape and (not numbers or close(one.numbers, other.numbers, tolerance))
    if one.items is not None and other.items is not None:
        return len(one.items) == len(other.items) and all(
            _like(mine, theirs, tolerance, numbers)
            for mine, theirs in zip(one.items, other.items, strict=True)
        )
    return (one.kind, one.shape) == (other.kind, other.shape)


def close(one: NDArray[Any], other: NDArray[Any], tolerance: float) -> bool:
    """Return whether two arrays agree, each entry within the tolerance.

    A small entry beside a large one must be right, too; it may be off by what rounding to single
    precision does to the largest, a twentieth of the tolerance.
    """
    if one.shape != other.shape:
        return False
    a, b = one.astype(np.float64), other.astype(np.float64)
    finite = np.isfinite(b)
    if not np.array_equal(finite, np.isfinite(a)) or not np.array_equal(
        a[~finite], b[~finite], equal_nan=True
    ):
        return False
    a, b = a[finite], b[finite]
    rounding = tolerance / 20 * np.max(np.abs(b), initial=0.0) + 1e-12
    return bool(np.all(np.abs(a - b) <= tolerance * np.abs(b) + rounding))


def _read(value: Value, exercise: Exercise, args: Args) -> Parts | Trouble:
    """Return the parts of a result, or what is wrong with its number, kind or shape."""
    names = list(exercise.parts)
    values: tuple[Value, ...] = (value,)
    if len(names) > 1:
        if value.items is None or len(value.items) != len(names):
            return _unfilled(value, names) or _wrong_count(value, names)
        values = value.items
    if unfilled := _unfilled(Value("", items=values), names):
        return unfilled
    needed = [part.shape(args) for part in exercise.parts.values()]
    values = tuple(_unsqueezed(one, shape) for one, shape in zip(values, needed, strict=True))
    found = [one.shape if one.kind == "numbers" else one.kind for one in values]
    if found != needed:
        return _wrong_shape(found, needed, exercise)
    return {
        name: one.numbers
        for name, one in zip(names, values, strict=True)
        if one.numbers is not None
    }


def _unsqueezed(value: Value, shape: Shape) -> Value:
    """Let one number stand for an array of one: with a single row `squeeze` makes it so."""
    if value.numbers is not None and value.shape == () and math.prod(shape) == 1:
        return Value("numbers", shape, value.numbers.reshape(shape))
    return value


def _unfilled(value: Value, names: list[str]) -> Trouble | None:
    """Return the trouble of a `...` that is still there."""
    values = (value,) if value.items is None else value.items
    places = [place for place, one in enumerate(values) if one.kind == "..."]
    if not places:
        return None
    if len(values) == 1 or len(values) != len(names):
        text = "It still returns `...`: put what is to come back in its place."
        return Trouble("still ...", text)
    which = " and ".join(f"`{names[place]}`" for place in places)
    return Trouble("still ...", f"{which} {'is' if len(places) == 1 else 'are'} still `...`.")


def _wrong_count(value: Value, names: list[str]) -> Trouble:
    needed = f"{len(names)} values: {', '.join(names)}"
    if value.kind == "None":
        return Trouble(
            "returns nothing", f"It returns nothing. It must `return` {needed}. {PRINTS}"
        )
    if value.items is not None:
        kind = f"{len(value.items)} value{'s' * (len(value.items) != 1)}"
    elif value.kind != "numbers":
        kind = value.kind
    else:
        kind = f"one array of shape {value.shape}" if value.shape else "one number"
    return Trouble("wrong number of results", f"It returns {kind}, but must return {needed}.")


def _wrong_shape(found: list[Shape | str], needed: list[Shape], exercise: Exercise) -> Trouble:
    names = list(exercise.parts)
    if sorted(map(str, found)) == sorted(map(str, needed)):
        text = f"The results come in another order: it must be {', '.join(names)}."
        return Trouble("results in another order", text)
    place = next(i for i in range(len(names)) if found[i] != needed[i])
    name = names[place] if len(names) > 1 else ""
    return _one_wrong_shape(name, exercise.parts[names[place]], needed[place], found[place])


def _one_wrong_shape(name: str, part: Part, shape: Shape, found: Shape | str) -> Trouble:
    subject = f"`{name}`" if name else "The result"
    must = f"have shape {shape}: {part.meaning}" if shape else f"be {part.meaning}"
    if found == "None":
        missing = "." if name else f": is a `return` missing? {PRINTS}"
        return Trouble("returns nothing", f"{subject} is None{missing} It must {must}.")
    if isinstance(found, str):
        return Trouble("wrong kind", f"{subject} is {found}, but must {must}.")
    if found == ():
        return Trouble("wrong shape", f"{subject} is one number, but must {must}.")
    return Trouble("wrong shape", f"{subject} has shape {found}, but must {must}.")
