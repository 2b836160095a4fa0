"""Refuse bad input with one sentence: the argument, what came, what was needed.

An argument has the same name everywhere in the course, and its name tells its shape. `validated`
checks and converts all arguments of a function once; the function itself is then nothing but its
formula. Left out: missing values; clean the data first.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

SHAPES = {
    "X": (("n_samples", "n_features"), "one row per example, one column per feature"),
    "y": (("n_samples",), "one target per row of X"),
    "y_hat": (("n_samples",), "one prediction per target"),
    "W": (("n_features",), "one weight per feature"),
    "dW": (("n_features",), "one slope per weight"),
}


def validated(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Call the function with its arguments checked, each by the rule that belongs to its name.

    Arrays become float64 arrays whose shapes fit each other; lists are accepted. The caller's
    objects are never changed. An argument whose name has no rule is passed on as it is.
    """
    parameters = inspect.signature(function).parameters
    positional = [name for name, one in parameters.items() if one.kind is not one.KEYWORD_ONLY]

    @functools.wraps(function)
    def checked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        given: dict[str, Any] = {**dict(zip(positional, args, strict=False)), **kwargs}
        if len(given) < len(args) + len(kwargs):  # Python's own message says which is too many
            return function(*args, **kwargs)
        sizes: dict[str, int] = {}
        for name in parameters:
            if name not in given:
                continue
            if name in SHAPES:
                given[name] = _fitting(name, given[name], sizes)
            elif name in RULES:
                given[name] = RULES[name](name, given[name])
        return function(**given)  # type: ignore[call-arg]

    return checked


def _fitting(name: str, value: Any, sizes: dict[str, int]) -> Array:
    """Return an array of the shape that belongs to the name, and note its sizes."""
    numbers = array(name, value)
    fit(name, numbers.shape, sizes)
    return numbers


def fit(name: str, shape: tuple[int, ...], sizes: dict[str, int]) -> None:
    """Refuse a shape that does not belong to the name, and note its sizes."""
    axes, meaning = SHAPES[name.split()[0]]
    pairs = list(zip(axes, shape, strict=False))
    if len(shape) != len(axes) or any(sizes.get(axis, have) != have for axis, have in pairs):
        needed = [sizes.get(axis, axis) for axis in axes]
        must = ", ".join(map(str, needed)) + "," * (len(needed) == 1)
        raise ValueError(f"{name} has shape {shape}, but must be ({must}): {meaning}")
    sizes.update(pairs)


def array(name: str, value: Any) -> Array:
    """Return a float64 array of finite numbers with at least one entry."""
    raw = real(name, value)
    if raw.size == 0:
        raise ValueError(f"{name} has shape {raw.shape}: it is empty, but needs a number")
    numbers: Array = raw.astype(np.float64)
    finite = np.isfinite(numbers)
    if not finite.all():
        place = [int(i) for i in np.argwhere(~finite)[0]]
        found = f"{name}{place or ''} is {numbers[tuple(place)]}"
        raise ValueError(f"{found}, but must be a finite number")
    return numbers


def real(name: str, value: Any) -> NDArray[Any]:
    """Return an array of real numbers, the value itself if it is one."""
    try:
        raw = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows must all have the same length") from None
    if np.ma.is_masked(value):
        raise ValueError(f"{name} has masked entries, but each must be a number")
    if raw.dtype.kind not in "buif":
        raise TypeError(f"{name} holds {_kind(raw)}, but must hold real numbers")
    return raw


def _kind(raw: NDArray[Any]) -> str:
    texts = {"c": "complex numbers", "U": "text", "S": "text"}
    return texts.get(raw.dtype.kind, f"values of type {raw.dtype}")


def number(
    name: str,
    value: Any,
    allowed: Callable[[float], bool] = lambda x: True,
    needed: str = "a finite number",
) -> float:
    """Return a finite float that is allowed."""
    if value is np.ma.masked:
        raise ValueError(f"{name} is masked, but must be {needed}")
    raw = np.asarray(value)
    if raw.dtype.kind not in "buif":
        raise TypeError(f"{name} is {value!r}, but must be {needed}")
    if raw.shape != ():
        raise ValueError(f"{name} has shape {raw.shape}, but must be one number")
    if not (math.isfinite(raw) and allowed(float(raw))):
        raise ValueError(f"{name} is {value}, but must be {needed}")
    return float(raw)


def _positive(name: str, value: Any) -> float:
    return number(name, value, lambda x: x > 0, "a positive finite number")


def _not_negative(name: str, value: Any) -> float:
    return number(name, value, lambda x: x >= 0, "a finite number, 0 or more")


def _fraction(name: str, value: Any) -> float:
    return number(name, value, lambda x: 0 < x < 1, "between 0 and 1")


def _count(name: str, value: Any) -> int:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} is {value!r}, but must be a positive whole number")
    if value < 1:
        raise ValueError(f"{name} is {value}, but must be a positive whole number")
    return int(value)


def _count_or_none(name: str, value: Any) -> int | None:
    return None if value is None else _count(name, value)


def _generator(name: str, value: Any) -> np.random.Generator:
    if not isinstance(value, np.random.Generator):
        made = "make one with np.random.default_rng(seed)"
        raise TypeError(f"{name} is {value!r}, but must be a NumPy Generator: {made}")
    return value


def _function(name: str, value: Any) -> Callable[[Array], float]:
    """Return the function with its result checked: it must be one number."""
    if not callable(value):
        raise TypeError(f"{name} is {value!r}, but must be a function")
    return lambda p: number(f"the result of {name}", value(p))


RULES: dict[str, Callable[[str, Any], Any]] = {
    "x": array,
    "p": array,
    "w": number,
    "b": number,
    "db": number,
    "f": _function,
    "step": _positive,
    "learning_rate": _positive,
    "noise": _not_negative,
    "test_fraction": _fraction,
    "n_samples": _count,
    "n_features": _count,
    "n_iterations": _count,
    "log_every": _count_or_none,
    "rng": _generator,
}
