"""Refuse bad input with one sentence: the argument, what came, what was needed.

An argument has the same name everywhere in the course, so its name tells its shape.
Left out: masked arrays and missing values; clean the data first.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

SHAPES: dict[str, tuple[tuple[str, ...], str]] = {
    "X": (("n_samples", "n_features"), "one row per example, one column per feature"),
    "y": (("n_samples",), "one target per row of X"),
    "y_hat": (("n_samples",), "one prediction per target"),
    "W": (("n_features",), "one weight per feature"),
    "dW": (("n_features",), "one slope per weight"),
}


def array(name: str, value: ArrayLike) -> Array:
    """Return `value` as a float64 array of finite numbers with at least one entry."""
    try:
        raw = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows must all have the same length") from None
    if raw.dtype.kind not in "buif":
        raise TypeError(f"{name} holds {_kind(raw)}, but must hold real numbers")
    if raw.size == 0:
        raise ValueError(
            f"{name} has shape {raw.shape}: it is empty, but needs at least one number"
        )
    numbers: Array = raw.astype(np.float64)
    finite = np.isfinite(numbers)
    if not finite.all():
        place = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise ValueError(
            f"{name}{list(place) if place else ''} is {numbers[place]}, but must be a finite number"
        )
    return numbers


def arrays(**given: ArrayLike) -> list[Array]:
    """Return the arguments as arrays whose shapes fit each other, or say which does not fit."""
    sizes: dict[str, int] = {}
    checked = []
    for name, value in given.items():
        numbers = array(name, value)
        axes, meaning = SHAPES[name]
        needed = tuple(sizes.get(axis, axis) for axis in axes)
        if numbers.ndim != len(axes) or any(
            size != have
            for size, have in zip(needed, numbers.shape, strict=True)
            if isinstance(size, int)
        ):
            shape = ", ".join(str(size) for size in needed) + ("," if len(needed) == 1 else "")
            raise ValueError(f"{name} has shape {numbers.shape}, but must be ({shape}): {meaning}")
        sizes |= zip(axes, numbers.shape, strict=True)
        checked.append(numbers)
    return checked


def number(
    name: str, value: Any, allowed: Callable[[float], bool] = np.isfinite, needed: str = "finite"
) -> float:
    """Return `value` as a float that is `allowed`."""
    raw = np.asarray(value)
    if raw.dtype.kind not in "buif":
        raise TypeError(f"{name} is {value!r}, but must be one real number")
    if raw.shape != ():
        raise ValueError(f"{name} has shape {raw.shape}, but must be one number")
    if not (np.isfinite(raw) and allowed(float(raw))):
        raise ValueError(f"{name} is {value}, but must be {needed}")
    return float(raw)


def positive(name: str, value: Any) -> float:
    """Return `value` as a float above 0."""
    return number(name, value, lambda x: x > 0, "a positive finite number")


def count(name: str, value: Any) -> int:
    """Return `value` as a positive whole number; `True` is no count."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} is {value!r}, but must be a positive whole number")
    if value < 1:
        raise ValueError(f"{name} is {value}, but must be a positive whole number")
    return int(value)


def generator(rng: Any) -> np.random.Generator:
    """Return `rng` if it is a NumPy Generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng is {rng!r}, but must be a Generator: make one with np.random.default_rng(seed)"
        )
    return rng


def _kind(raw: NDArray[Any]) -> str:
    return {"c": "complex numbers", "U": "text", "S": "text"}.get(
        raw.dtype.kind, f"values of type {raw.dtype}"
    )
