"""The small steps on the way to the big functions: each is an exercise, and a formula of its own.

Left out: what the lessons do with them at full size, which is in the other modules.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import (
    Array,
    checked,
    numbers,
    require_positive,
    require_same_shape,
    require_spread,
)


def one_house_slope(x: float, y: float, w: float, b: float) -> float:
    """Return the slope of one squared residual over the weight: 2(wx + b − y)x.

    All four are numbers: a feature, its target, the weight and the bias. The slope is in squared
    units of y per unit of w.

    At a perfect fit it is 0; one above, at x = 3, it is 6:

    >>> one_house_slope(3, 7, w=2, b=1), one_house_slope(3, 7, w=2, b=2)
    (0.0, 6.0)
    """
    x, y, w, b = numbers(x=x, y=y, w=w, b=b)
    return 2 * (w * x + b - y) * x


def largest_rate(f: Callable[[Any], Any], w: float, step: float = 1.0) -> float:
    """Return the learning rate at which descent on a parabola stops converging: 2/λ.

    f turns a number into a number. Its curvature λ is measured at w by the second difference
    (f(w + h) − 2f(w) + f(w − h)) / h², which for a parabola is exact with any step h. ValueError if
    the curvature is not positive.

    >>> largest_rate(lambda w: 3 * w**2 + w, 5.0)
    0.3333333333333333
    """
    f, w, step = checked(f=f, w=w, step=step)
    curvature = (f(w + step) - 2 * f(w) + f(w - step)) / step**2
    if not curvature > 0:
        raise ValueError(f"f has the curvature {curvature:g} at {w:g}, but must curve upwards")
    return float(2 / curvature)


def fit_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """Return slope and intercept of the line with the smallest mean squared error.

    w = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² and b = ȳ − w·x̄, for x and y of shape (n_samples,). ValueError
    if the shapes differ or all x are equal.

    >>> fit_line([1, 2, 3], [3, 5, 7])
    (2.0, 1.0)
    """
    x, y = checked(x=x, y=y)
    require_same_shape(x, y)
    require_spread("x", x, "for a line to have a slope")
    x_away, y_away = x - x.mean(), y - y.mean()
    w = np.sum(x_away * y_away) / np.sum(x_away**2)
    b = y.mean() - w * x.mean()
    return float(w), float(b)


def to_natural_units(
    W: ArrayLike, b: float, mean: ArrayLike, std: ArrayLike
) -> tuple[Array, float]:
    """Return the parameters for features in their own units: W/s and b − Σ W·m/s.

    W and b were learned from features scaled by `standardize`, whose mean m and std s are
    (n_features,), as W is. Both models predict the same. ValueError if the shapes differ or a
    standard deviation is not positive.

    >>> to_natural_units([6.0], 10.0, mean=[5.0], std=[2.0])
    (array([3.]), -5.0)
    """
    W, b, mean, std = checked(W=W, b=b, mean=mean, std=std)
    require_positive("std", std)
    return W / std, float(b - np.sum(W * mean / std))
