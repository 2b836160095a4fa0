"""Numbers in words: three digits, or as many as show that something has moved."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def floats(values: Any) -> NDArray[np.float64]:
    """Return an array of floats, with NaN for what is masked."""
    return np.asarray(np.ma.filled(np.ma.asarray(values).astype(float), np.nan))


def is_straight(x: NDArray[Any], y: NDArray[np.float64]) -> bool:
    """Return whether the points lie on the line from the first to the last."""
    if len(x) < 2 or x[0] == x[-1]:
        return False
    chord = y[0] + (y[-1] - y[0]) * (x - x[0]) / (x[-1] - x[0])
    return bool(np.all(np.abs(y - chord) <= 1e-6 * np.ptp(y)))


def range_of(values: Any, is_log: bool = False) -> str:
    """Return "least to largest", or the one number that all of them are."""
    values = values[np.isfinite(values)]
    if not values.size or np.ptp(values) == 0:
        return number(values[0]) if values.size else "missing"
    return from_to(values.min(), values.max(), is_log)


def from_to(low: float, high: float, is_log: bool) -> str:
    """Return "low to high"; on a logarithmic scale what is small counts as well."""
    span = abs(high - low)
    return " to ".join(_power(end) if is_log else number(end, span) for end in (low, high))


def _power(value: float) -> str:
    """Return three digits, and of a number that may be rounding its power of ten."""
    if 0 < value < 1e-9:
        return f"10{str(math.floor(math.log10(value))).translate(_SUPERSCRIPT)}"
    return number(value)


def mean_of(values: NDArray[np.float64]) -> str:
    """Return the mean in as many digits as show one value that moves by 5 % of the range."""
    values = values[np.isfinite(values)]
    return number(values.mean(), np.ptp(values), 0.05 / values.size) if values.size else "missing"


def point(coordinates: Any, spans: Any = (0, 0, 0)) -> str:
    """Return the coordinates in brackets, each with digits that suit its span."""
    return f"({', '.join(number(*one) for one in zip(coordinates, spans, strict=False))})"


def number(value: float, span: float = 0.0, share: float = 0.02) -> str:
    """Return three significant digits, or as many as show a share of the span."""
    value = float(value) * (1 + 1e-9)  # a half rounds up, also one that noise has made smaller
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else "infinity" if value > 0 else "unknown"
    power = math.floor(math.log10(abs(value)))
    places = 2 - power
    if span > 1e-9 * abs(value):  # a smaller one is noise, and so is what is 10⁻¹⁰ of it
        places = max(
            math.ceil(-math.log10(span * share) - 1e-9),
            min(places, 10 - math.ceil(math.log10(span))),
        )
    value = round(value, places)
    if value and not 1e-4 <= abs(value) < 1e6:
        power = math.floor(math.log10(abs(value)))  # 9.996 has become 10
        digits = _trim(f"{value / 10.0**power:.{max(power + places, 0)}f}")
        return f"{digits} × 10{str(power).translate(_SUPERSCRIPT)}"
    return _trim(f"{value:{',' if abs(value) >= 1e4 else ''}.{max(places, 0)}f}")


def _trim(digits: str) -> str:
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits.replace("-", "−")
