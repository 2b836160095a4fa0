"""Call a function as an exercise says, and read what comes back.

A right answer may be an array, a list, a Python float or a 0-d array: all are read as arrays.
"""

import inspect
import math
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linreg.checks.engine.exercise import Args, Exercise, Function, Part, Parts, Seed, Shape, Stop

Run = Callable[..., tuple[Any, Any]]
LARGE = 100_000  # entries; nothing of this size is compared

KINDS = {
    "NoneType": "None",
    "str": "text",
    "bytes": "text",
    "module": "a module",
    "function": "a function",
    "builtin_function_or_method": "a function",
    "method": "a method that was not called (add `()`)",
    "generator": "a generator, which has not computed anything yet",
    "coroutine": "a coroutine, which has not computed anything yet",
    "type": "a class",
}


class Trouble(NamedTuple):
    """Why a result cannot be compared: the name of the broken rule, and a sentence."""

    name: str
    message: str


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call gave: the parts of the result, or an error, or a result of the wrong kind."""

    parts: Parts
    trouble: Trouble | None = None
    error: BaseException | None = None
    key: tuple[Any, ...] = ()
    changed: frozenset[str] = frozenset()


def plain(function: Function, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
    """Run a function that is trusted, in the same form as `Sandbox.run`."""
    try:
        return function(*args, **kwargs), None
    except Exception as error:
        return None, error


def observe(function: Function, exercise: Exercise, args: Args, run: Run = plain) -> Outcome:
    """Return the outcome of a call, or of all the calls that `exercise.measure` makes."""
    if exercise.measure is None:
        return _call(function, exercise, args, run)
    changed: set[str] = set()

    def call(**changes: Any) -> Parts:
        outcome = _call(function, exercise, args | changes, run)
        if outcome.key:
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


def same(one: Outcome, other: Outcome, tolerance: float) -> bool:
    """Return whether two calls ended alike, in numbers and in everything else."""
    return (
        one.key == other.key
        and one.changed == other.changed
        and one.parts.keys() == other.parts.keys()
        and all(close(one.parts[name], other.parts[name], tolerance) for name in one.parts)
    )


def close(one: NDArray[Any], other: NDArray[Any], tolerance: float) -> bool:
    """Return whether two arrays agree, within rounding on the scale of their largest number."""
    if one.shape != other.shape:
        return False
    a, b = one.astype(np.float64), other.astype(np.float64)
    finite = np.isfinite(b)
    if not np.array_equal(finite, np.isfinite(a)) or not np.array_equal(
        a[~finite], b[~finite], equal_nan=True
    ):
        return False
    scale = np.max(np.abs(b[finite]), initial=0.0)
    return bool(np.all(np.abs(a[finite] - b[finite]) <= tolerance * scale + 1e-12))


def _call(function: Function, exercise: Exercise, args: Args, run: Run) -> Outcome:
    given = {name: _fresh(value) for name, value in args.items()}
    keywords = {
        name: given[name]
        for name, parameter in exercise.parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
    positional = [value for name, value in given.items() if name not in keywords]
    result, error = run(function, *positional, **keywords)
    changed = frozenset(
        name
        for name, value in args.items()
        if isinstance(value, np.ndarray) and not close(given[name], value, 1e-9)
    )
    if error is not None:
        name = f"raises {type(error).__name__}"
        return Outcome({}, Trouble(name, ""), error, (name, _text(error)), changed)
    return _read(result, exercise, args, run, changed)


def _fresh(value: Any) -> Any:
    if isinstance(value, Seed):
        return np.random.default_rng(int(value))
    return value.copy() if isinstance(value, np.ndarray) else value


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""


def _read(
    result: Any, exercise: Exercise, args: Args, run: Run, changed: frozenset[str]
) -> Outcome:
    names = list(exercise.parts)

    def comparable(array: NDArray[Any]) -> bool:
        return array.size <= LARGE and exercise.measure is None

    if is_a(result, types.CoroutineType, types.GeneratorType):
        result.close()
    values = [result]
    if len(names) > 1:
        several = is_a(result, tuple, list)
        values = list(result) if several else [result]
        if len(values) != len(names) or not several:
            trouble = _wrong_count(result, several, names)
            alone = _numbers(result, run) if not several else ""
            shape = alone if isinstance(alone, str) else alone.shape
            kept = {"?": alone} if not isinstance(alone, str) and comparable(alone) else {}
            key: tuple[Any, ...] = ("count", len(values), str(shape))
            return _todo_or(values, Outcome(kept, trouble, key=key, changed=changed))
    needed = {name: part.shape(args) for name, part in exercise.parts.items()}
    read = [
        _unsqueezed(_numbers(value, run), shape)
        for value, shape in zip(values, needed.values(), strict=True)
    ]
    shapes = [value.shape if isinstance(value, np.ndarray) else value for value in read]
    if shapes == list(needed.values()):
        arrays = [value for value in read if isinstance(value, np.ndarray)]
        return Outcome(dict(zip(names, arrays, strict=True)), changed=changed)
    # Numbers in the wrong shape are kept, to tell one mistake from another.
    kept = {
        f"{name}?": value
        for name, value in zip(names, read, strict=True)
        if isinstance(value, np.ndarray) and comparable(value)
    }
    trouble = _wrong_shape(shapes, needed, exercise)
    key = ("shape", *[str(shape) for shape in shapes])
    return _todo_or(values, Outcome(kept, trouble, key=key, changed=changed))


def _todo_or(values: list[Any], outcome: Outcome) -> Outcome:
    if any(value is ... for value in values):
        return Outcome({}, Trouble("todo", ""), key=("todo",), changed=outcome.changed)
    return outcome


def _numbers(value: Any, run: Run) -> NDArray[Any] | str:
    """Return the value as an array of numbers, or what it is instead."""
    array, error = run(np.asarray, value)
    if error is not None:
        if is_a(value, tuple):
            return f"a tuple of {len(value)} values"
        return "a ragged list" if is_a(value, list) else _kind(value)
    if array.dtype.kind == "O" and array.size <= LARGE:
        number, error = run(array.astype, np.float64)
        array = array if error is not None else number
    if array.dtype.kind in "iuf" and not (array.ndim == 0 and value is None):
        numbers: NDArray[Any] = np.array(array) if array.size <= LARGE else array
        return numbers
    return {"b": "True or False", "c": "made of complex numbers", "U": "text", "S": "text"}.get(
        array.dtype.kind, _kind(value)
    )


def _unsqueezed(value: NDArray[Any] | str, shape: Shape) -> NDArray[Any] | str:
    """Let one number stand for an array of one: with a single row `squeeze` makes it so."""
    if not isinstance(value, str) and value.shape == () and math.prod(shape) == 1:
        return value.reshape(shape)
    return value


def is_a(value: Any, *kinds: type) -> bool:
    """Return what `isinstance` does, without asking the value, which may lie or raise."""
    return issubclass(type(value), kinds)


def _kind(value: Any) -> str:
    name = type(value).__name__
    return KINDS.get(name, f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}")


def _wrong_count(result: Any, several: bool, names: list[str]) -> Trouble:
    needed = f"{len(names)} values: {', '.join(names)}"
    if result is None:
        return Trouble("returns nothing", f"It returns nothing. It must `return` {needed}.")
    if several:
        return Trouble(
            "wrong number of results", f"It returns {len(result)} values, but must return {needed}."
        )
    kind = _kind(result)
    if is_a(result, np.ndarray):
        kind = f"one array of shape {result.shape}"
    return Trouble("wrong number of results", f"It returns {kind}, but must return {needed}.")


def _wrong_shape(
    shapes: list[Shape | str], needed: dict[str, Shape], exercise: Exercise
) -> Trouble:
    if sorted(map(str, shapes)) == sorted(map(str, needed.values())):
        return Trouble(
            "results in another order",
            f"The results come in another order: it must be {', '.join(needed)}.",
        )
    for (name, shape), found in zip(needed.items(), shapes, strict=True):
        if shape != found:
            return _one_wrong_shape(
                name if len(needed) > 1 else "", exercise.parts[name], shape, found
            )
    raise AssertionError("some shape is wrong")


def _one_wrong_shape(name: str, part: Part, shape: Shape, found: Shape | str) -> Trouble:
    subject = f"`{name}`" if name else "The result"
    must = f"have shape {shape}: {part.meaning}" if shape else f"be {part.meaning}"
    if found == "None":
        text = f"{subject} is None: is a `return` missing?" if not name else f"{subject} is None."
        return Trouble("returns nothing", f"{text} It must {must}.")
    if isinstance(found, str):
        return Trouble("wrong kind", f"{subject} is {found}, but must {must}.")
    if found == ():
        return Trouble("wrong shape", f"{subject} is one number, but must {must}.")
    return Trouble("wrong shape", f"{subject} has shape {found}, but must {must}.")
