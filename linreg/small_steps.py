"""The small steps on the way to the big functions: one row, one weight, one feature, one scale.

Left out: a whole table at once; `model`, `gradient`, `closed_form` and `dataset` take one.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked, require_curvature, require_spread


def count_parameters(n_features: int) -> int:
    """Return how many numbers a linear model may change: one weight per feature, and the bias.

    TypeError or ValueError if n_features is not a positive whole number.

    >>> count_parameters(2)
    3
    """
    n_features = checked(n_features=n_features)
    return n_features + 1


def predict_one(row: ArrayLike, W: ArrayLike, b: float) -> float:
    """Return the prediction for one house: b + W₁x₁ + W₂x₂ + …, added up in a loop.

    row and W are (n_features,); the prediction is in the units of b. ValueError if the shapes
    differ.

    >>> predict_one([2.0, 1.0], W=[3.0, -1.0], b=0.5)
    5.5
    """
    row, W, b = checked(row=row, W=W, b=b)
    prediction = b
    for feature, weight in zip(row, W, strict=True):
        prediction += weight * feature
    return float(prediction)


def one_house_slope(x: float, y: float, w: float, b: float) -> float:
    """Return the derivative of one house's squared residual with respect to w: 2 (wx + b − y) x.

    All four are numbers: the house's feature x, its target y, the weight w in units of y per unit
    of x, and the bias b in units of y. The slope is the change of (wx + b − y)² per unit of w.
    TypeError or ValueError if one of them is not one finite number.

    The prediction is 1 too high, and raising w by a little raises it by 3 times as much:

    >>> one_house_slope(x=3, y=6, w=2, b=1)
    6.0
    """
    x, y, w, b = checked(x=x, y=y, w=w, b=b)
    return 2 * (w * x + b - y) * x


def largest_rate(f: Callable[[float], Any], w: float, step: float = 1.0) -> float:
    """Return the learning rate at which steps down a parabola stop getting shorter: 2/λ.

    f takes one number and returns one number, such as the loss over one weight. Its curvature λ is
    measured around w by the second difference (f(w + h) − 2 f(w) + f(w − h)) / h². h is the step,
    in units of w; of a parabola every w and every h give the same, but for rounding. The rate is in
    units of w² per unit of f. ValueError if the curvature is not positive, if rounding may be all
    that is seen of it, or if f does not return one finite number.

    The slope of 3w² is 6w, so with the rate 1/3 a step leads from w to −w:

    >>> round(largest_rate(lambda w: 3 * w**2, w=5), 6)
    0.333333
    """
    f, w, step = checked(f=f, w=w, step=step)
    above, here, below = f(w + step), f(w), f(w - step)
    curvature = (above - 2 * here + below) / step**2
    require_curvature(curvature, w, step, max(abs(above), abs(here), abs(below)))
    return 2 / curvature


def fit_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """Return the w and b of the line with the smallest mean squared error: one feature, no loop.

    w = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)², in units of y per unit of x, and b = ȳ − w x̄, in units of y.
    x and y are (n_samples,). ValueError if the shapes differ, there are fewer than two rows, or all
    x are equal.

    >>> fit_line([0, 1, 2], [1, 3, 5])
    (2.0, 1.0)
    """
    x, y = checked(x=x, y=y)
    require_spread("x", x, "over two rows at least to give a line its slope")
    dx, dy = x - x.mean(), y - y.mean()
    w = np.sum(dx * dy) / np.sum(dx**2)
    b = y.mean() - w * x.mean()
    return float(w), float(b)


def to_natural_units(
    W: ArrayLike, b: float, mean: ArrayLike, std: ArrayLike
) -> tuple[Array, float]:
    """Turn parameters for standardized features into those for the features themselves.

    W is (n_features,) in units of y per standard deviation, b a float in units of y; mean and std
    are (n_features,), as `standardize` returned them. The new weights are W/std, in units of y per
    unit of each feature, and the new bias is b − Σ W·mean/std: both pairs predict the same.
    ValueError if the shapes differ or an entry of std is not positive.

    6 per standard deviation of 3 is 2 per unit. The bias moves from the mean, 2, to the zero:

    >>> to_natural_units(W=[6], b=1, mean=[2], std=[3])
    (array([2.]), -3.0)
    """
    W, b, mean, std = checked(W=W, b=b, mean=mean, std=std)
    return W / std, float(b - np.sum(W * mean / std))
