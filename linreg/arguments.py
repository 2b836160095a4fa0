"""Refuse bad input with one sentence: the argument, what came, what was needed.

An argument has the same name everywhere in the course, and its name tells its rule. Each function
begins with one line, such as `X, W, b = checked(X=X, W=W, b=b)`; what follows is its formula. Left
out: missing values; clean the data first. What leaves the range of floats (squares of numbers above
1e154) becomes inf, and NumPy warns of it.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping, Set
from contextvars import ContextVar
from numbers import Real
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Function = Callable[[Array], float]

# The arrays that belong together. Axes of the same name must have the same length.
SHAPES = {
    "X": (("n_samples", "n_features"), "one row per example, one column per feature"),
    "y": (("n_samples",), "one target per row of X"),
    "y_hat": (("n_samples",), "one prediction per target"),
    "W": (("n_features",), "one weight per feature"),
    "dW": (("n_features",), "one slope per weight"),
    "row": (("n_features",), "one number per feature"),
    "mean": (("n_features",), "one mean per feature"),
    "std": (("n_features",), "one standard deviation per feature"),
}

# What x and y are depends on what comes with them: alone they are a table of one feature, for one
# house both are numbers. Under a line, x is an array of any shape.
ONE_FEATURE = {
    "x": (("n_samples",), "one number per row"),
    "y": (("n_samples",), "one target per entry of x"),
}
ONE_HOUSE = {"x", "y", "w", "b"}

SMALLEST_SPREAD = 1e-146  # whose square keeps its digits

_CHECKED: ContextVar[bool] = ContextVar("_CHECKED", default=False)


# One line for each group of arguments: what is accepted, and what comes back.
@overload
def checked(*, X: ArrayLike) -> Array: ...
@overload
def checked(*, n_features: int) -> int: ...
@overload
def checked(*, row: ArrayLike, W: ArrayLike, b: float) -> tuple[Array, Array, float]: ...
@overload
def checked(*, y: ArrayLike) -> Array: ...
@overload
def checked(*, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]: ...
@overload
def checked(*, X: ArrayLike, y: ArrayLike, y_hat: ArrayLike) -> tuple[Array, Array, Array]: ...
@overload
def checked(*, y: ArrayLike, y_hat: ArrayLike) -> tuple[Array, Array]: ...
@overload
def checked(*, x: ArrayLike, w: float, b: float) -> tuple[Array, float, float]: ...
@overload
def checked(*, x: float, y: float, w: float, b: float) -> tuple[float, float, float, float]: ...
@overload
def checked(*, x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]: ...
@overload
def checked(*, W: ArrayLike, b: float) -> tuple[Array, float]: ...
@overload
def checked(
    *, W: ArrayLike, b: float, mean: ArrayLike, std: ArrayLike
) -> tuple[Array, float, Array, Array]: ...
@overload
def checked(*, X: ArrayLike, W: ArrayLike, b: float) -> tuple[Array, Array, float]: ...
@overload
def checked(*, n_features: int, rng: np.random.Generator) -> tuple[int, np.random.Generator]: ...
@overload
def checked(
    *, n_samples: int, W: ArrayLike, b: float, noise: float, rng: np.random.Generator
) -> tuple[int, Array, float, float, np.random.Generator]: ...
@overload
def checked(
    *, X: ArrayLike, y: ArrayLike, test_fraction: float, rng: np.random.Generator
) -> tuple[Array, Array, float, np.random.Generator]: ...
@overload
def checked(
    *, f: Callable[[Array], Any], p: ArrayLike, step: float
) -> tuple[Function, Array, float]: ...
@overload
def checked(
    *, f: Callable[[float], Any], w: float, step: float
) -> tuple[Callable[[float], float], float, float]: ...
@overload
def checked(
    *, W: ArrayLike, b: float, dW: ArrayLike, db: float, learning_rate: float
) -> tuple[Array, float, Array, float, float]: ...
@overload
def checked(
    *, W: ArrayLike, b: float, learning_rate: float, n_iterations: int
) -> tuple[Array, float, float, int]: ...
@overload
def checked(
    *, X: ArrayLike, y: ArrayLike, W: ArrayLike, b: float
) -> tuple[Array, Array, Array, float]: ...
@overload
def checked(
    *, learning_rate: float, n_iterations: int, log_every: int | None
) -> tuple[float, int, int | None]: ...


def checked(**arguments: Any) -> Any:
    """Return the arguments, each checked by the rule that belongs to its name.

    Arrays come back as float64 arrays whose shapes fit each other, numbers as float or int. Lists
    are accepted. What already is a float64 array is not copied, so do not write into it. ValueError
    or TypeError if an argument breaks its rule; TypeError if a name has no rule.
    """
    if _CHECKED.get():
        values = tuple(arguments.values())
    else:
        sizes: dict[str, int] = {}
        try:
            values = tuple(
                _one(name, value, sizes, arguments.keys()) for name, value in arguments.items()
            )
        except (TypeError, ValueError) as error:
            # The learner reads the last lines of a traceback: here is deep enough.
            raise error.with_traceback(None) from None
    return values if len(values) > 1 else values[0]


@contextlib.contextmanager
def checked_already() -> Iterator[None]:
    """Let functions trust their arguments, because the caller has checked them all.

    For loops: a thousand turns need not look a thousand times at the same rows. Numbers that
    overflow are no longer warned of, so the caller must look whether results are finite.
    """
    token = _CHECKED.set(True)
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            yield
    finally:
        _CHECKED.reset(token)


def require_spread(name: str, values: Array, purpose: str) -> None:
    """Refuse columns, or targets, that do not vary, or whose spread floats cannot square.

    `purpose` says what they must vary for.
    """
    low, high = np.atleast_1d(values.min(axis=0)), np.atleast_1d(values.max(axis=0))
    spread = high / 2 - low / 2  # half of it, for the whole may overflow
    # Where the spread is a few units in the last place of the values, their mean cannot be written
    # down exactly enough to be subtracted. And squares of 1e150 and more, added up, may overflow.
    rounding = 1e3 * np.finfo(float).eps * np.maximum(abs(low), abs(high))
    usable = (spread > rounding) & (spread > SMALLEST_SPREAD) & (spread < 1e150)
    for j in np.flatnonzero(~usable)[:1]:
        subject = f"column {j} of {name}" if values.ndim > 1 else name
        if low[j] == high[j]:
            raise ValueError(f"{subject} is {low[j]:g} in every row, but must vary {purpose}")
        raise ValueError(
            f"{subject} lies between {low[j]:.17g} and {high[j]:.17g}, but must vary {purpose}, "
            "by a number that is not lost in rounding and can be squared: subtract a constant from "
            "it, or change its unit"
        )


def refuse_lost_step(p: Array, step: float) -> None:
    """Refuse a step so small beside an entry of p that rounding takes more than a thousandth."""
    lost = np.abs((p + step) - (p - step) - 2 * step) > 2e-3 * step
    for place in np.argwhere(lost)[:1].tolist():
        raise ValueError(
            f"step is {step:g}, but p{place or ''} is {p[tuple(place)]:g}: added to that it is "
            "lost in rounding, so a larger step is needed"
        )


def require_curvature(curvature: float, w: float, step: float, largest: float) -> None:
    """Refuse a curvature of f that is not positive, or no more than rounding may make of it.

    `largest` is the largest size of the values of f by which it was measured.
    """
    rounding = 1e-14 * largest / step**2
    if curvature <= rounding:
        raise ValueError(
            f"the curvature of f is {curvature:g} around w = {w:g}, but must be positive, "
            f"and above {rounding:g}, as less may be rounding alone: f has no lowest point there, "
            f"or step {step:g} is too small to see that f bends"
        )


def _one(name: str, value: Any, sizes: dict[str, int], given: Set[str]) -> Any:
    """Return one argument, checked by the rule of its name among those given; note its sizes."""
    if given == ONE_HOUSE:
        return number(name, value)
    shapes = ONE_FEATURE if given == ONE_FEATURE.keys() else SHAPES
    if name in shapes:
        numbers = array(name, value)
        fit(name, numbers.shape, sizes, shapes)
        if name == "std":
            _refuse_not_positive(name, numbers)
        return numbers
    if name not in RULES:
        raise TypeError(f"{name} has no rule by which it could be checked")
    return RULES[name](name, value)


def fit(
    name: str,
    shape: tuple[int, ...],
    sizes: dict[str, int],
    shapes: Mapping[str, tuple[tuple[str, ...], str]] = SHAPES,
) -> None:
    """Refuse a shape that does not belong to the name, and note its sizes."""
    axes, meaning = shapes[name.split()[0]]
    pairs = list(zip(axes, shape, strict=False))
    if len(shape) != len(axes) or any(sizes.get(axis, have) != have for axis, have in pairs):
        needed = [sizes.get(axis, axis) for axis in axes]
        must = f"({needed[0]},)" if len(needed) == 1 else f"({', '.join(map(str, needed))})"
        raise ValueError(f"{name} has shape {shape}, but must be {must}: {meaning}")
    sizes.update(pairs)


def _refuse_not_positive(name: str, numbers: Array) -> None:
    for j in np.flatnonzero(numbers <= 0)[:1]:
        raise ValueError(f"{name}[{j}] is {numbers[j]:g}, but must be positive")


def array(name: str, value: Any) -> Array:
    """Return a float64 array of finite numbers with at least one entry."""
    raw = real(name, value)
    if raw.size == 0:
        raise ValueError(f"{name} has shape {raw.shape}: it is empty, but needs a number")
    with np.errstate(over="ignore"):  # a long double may be too large: it becomes inf
        numbers: Array = raw.astype(np.float64, copy=False)
    finite = np.isfinite(numbers)
    if not finite.all():
        place = [int(i) for i in np.argwhere(~finite)[0]]
        found = f"{name}{place or ''} is {numbers[tuple(place)]}"
        raise ValueError(f"{found}, but must be a finite number")
    return numbers


def real(name: str, value: Any) -> NDArray[Any]:
    """Return an array of real numbers, the value itself if it is one."""
    rows = value if isinstance(value, list | tuple) else ()
    if any(np.ma.is_masked(one) for one in (value, *rows) if isinstance(one, np.ma.MaskedArray)):
        raise ValueError(f"{name} has masked entries, but each must be a number")
    try:
        raw = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows must all have the same length") from None
    if raw.dtype.kind == "O" and all(isinstance(one, Real) for one in raw.flat):
        try:
            raw = raw.astype(np.float64)  # such as a table of which one column is True or False
        except OverflowError:
            raise ValueError(f"{name} has a number that is too large for a float64") from None
    if raw.dtype.kind not in "buif":
        raise TypeError(f"{name} holds {_kind(raw)}, but must hold real numbers")
    return raw


def _kind(raw: NDArray[Any]) -> str:
    """Say what an array holds that is no number, in words."""
    if raw.dtype.kind == "O":
        one = next(one for one in raw.flat if not isinstance(one, Real))
        if raw.ndim and (one is None or type(one).__name__ == "NAType"):  # the latter is pandas'
            return f"missing values ({one}; table.dropna() leaves their rows out)"
        return f"values of type object, such as {one!r}"
    texts = {"c": "complex numbers", "U": "text", "S": "text"}
    return texts.get(raw.dtype.kind, f"values of type {raw.dtype}")


def number(
    name: str,
    value: Any,
    allowed: Callable[[float], bool] = lambda x: True,
    needed: str = "a finite number",
) -> float:
    """Return a finite float that is allowed."""
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        raise ValueError(f"{name} is masked, but must be {needed}")
    raw = np.asarray(value)
    if raw.dtype.kind == "O" and isinstance(value, Real):  # a fraction, or a very large int
        with contextlib.suppress(OverflowError):
            raw = np.asarray(float(value))
    if raw.dtype.kind not in "buif":
        raise TypeError(f"{name} is {value!r}, but must be {needed}")
    if raw.shape != ():
        raise ValueError(f"{name} has shape {raw.shape}, but must be one number")
    if not (math.isfinite(raw) and allowed(float(raw))):
        raise ValueError(f"{name} is {value}, but must be {needed}")
    return float(raw)


def _positive(name: str, value: Any) -> float:
    return number(name, value, lambda x: x > 0, "a positive finite number")


def _step(name: str, value: Any) -> float:
    needed = "a positive finite number that can be squared"
    return number(name, value, lambda x: x > 0 and 1e-300 < x * x < math.inf, needed)


def _not_negative(name: str, value: Any) -> float:
    return number(name, value, lambda x: x >= 0, "a finite number, 0 or more")


def _fraction(name: str, value: Any) -> float:
    return number(name, value, lambda x: 0 < x < 1, "between 0 and 1")


def count(name: str, value: Any) -> int:
    """Return a positive whole number."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} is {value!r}, but must be a positive whole number")
    if value < 1:
        raise ValueError(f"{name} is {value}, but must be a positive whole number")
    return int(value)


def _count_or_none(name: str, value: Any) -> int | None:
    return None if value is None else count(name, value)


def _generator(name: str, value: Any) -> np.random.Generator:
    if not isinstance(value, np.random.Generator):
        made = "make one with np.random.default_rng(seed)"
        raise TypeError(f"{name} is {value!r}, but must be a NumPy Generator: {made}")
    return value


def _function(name: str, value: Any) -> Function:
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
    "step": _step,
    "learning_rate": _positive,
    "noise": _not_negative,
    "test_fraction": _fraction,
    "n_samples": count,
    "n_features": count,
    "n_iterations": count,
    "log_every": _count_or_none,
    "rng": _generator,
}
