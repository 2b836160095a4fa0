"""Multiples of the right answer: a lost 2, a sign, a sum that should be a mean."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linreg.checks.engine.calls import close
from linreg.checks.engine.show import show


class Factor(NamedTuple):
    """constant · nⁱ · dʲ, with n rows and d features."""

    constant: float
    i: int
    j: int


_POWERS = [(0, 0), (1, 0), (-1, 0), (2, 0), (-2, 0), (0, 1), (0, -1), (1, -1), (-1, 1)]
NAMED = {
    1.0: "",
    -1.0: "minus",
    2.0: "twice",
    -2.0: "minus twice",
    0.5: "half of",
    -0.5: "minus half of",
    4.0: "four times",
    0.25: "a quarter of",
}


def is_typed(factor: Factor) -> bool:
    """Return whether the answer is right for one whole number of rows."""
    constant, i, j = factor
    if constant in NAMED or constant <= 0 or not i or j:
        return False
    rows: float = constant ** (-1 / i)
    return rows > 1.5 and abs(rows - round(rows)) < 1e-3 * rows


def _nice(value: float) -> float:
    for nice in NAMED:
        if abs(value - nice) <= 1e-4 * abs(nice):
            return nice
    return float(f"{value:.4g}")


def factor_name(factor: Factor) -> str:
    """Return a short name of the mistake."""
    if factor.constant == 0:
        return "always zero"
    if factor == (-1, 0, 0):
        return "opposite sign"
    if is_typed(factor):
        return "number of rows typed"
    return _times(factor)


def _times(factor: Factor) -> str:
    constant, i, j = factor
    words = NAMED.get(constant, f"{show(constant)} times")
    for size, power in (("n", i), ("d", j)):
        words += {
            0: "",
            1: f" {size} times",
            -1: f" 1/{size} of",
            2: f" {size}² times",
            -2: f" 1/{size}² of",
        }[power]
    return words.strip()


def besides(factor: Factor, parts: str) -> str:
    """Return a sentence that follows another mistake's, about these parts or about all."""
    if factor == (-1, 0, 0):
        return f"And the sign{f' of {parts}' if parts else ''} is opposite besides."
    return f"And {parts or 'the whole'} is {_times(factor)} that."


def factor_text(factor: Factor, name: str) -> str:
    """Return a sentence about one part of the result, or about all of it."""
    constant, i, j = factor
    subject = f"`{name}`" if name else "Your result"
    if constant == 0:
        return f"{subject} is always 0."
    if factor == (-1, 0, 0):
        return f"{subject} has the right size and the opposite sign."
    meaning = [
        text
        for power, text in ((i, "n is the number of rows"), (j, "d is the number of features"))
        if power
    ]
    if is_typed(factor):
        return (
            f"{subject} is right for one number of rows only: the number of rows must be taken "
            "from the data, not typed."
        )
    explained = f" ({', '.join(meaning)})" if meaning else ""
    return f"{subject} is exactly {_times(factor)} the right one{explained}."


def common_factor(
    mine: list[NDArray[Any]],
    others: list[NDArray[Any]],
    counts: list[tuple[int, int]],
    tolerance: float,
) -> Factor | None:
    """Return c, i, j if on every probe, with n rows and d features, mine is c nⁱ dʲ times other."""
    ratios = []
    for own, other, (n, d) in zip(mine, others, counts, strict=True):
        a, b = own.astype(np.float64).ravel(), other.astype(np.float64).ravel()
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            return None
        square = float(b @ b)
        ratio = float(a @ b) / square if square > 1e-18 else 0.0
        if not close(a, ratio * b, tolerance):
            return None
        if square > 1e-18:
            ratios.append((ratio, n, d))
    if len(ratios) < 3:
        return None
    for i, j in _POWERS:
        constants = np.array([ratio / (n**i * d**j) for ratio, n, d in ratios])
        if np.ptp(constants) <= 1e-4 * np.max(np.abs(constants)):
            return Factor(_nice(float(constants[0])), i, j)
    return None
