"""How good a model is, in numbers that people use.

Left out: significance tests and confidence intervals, which need assumptions about the noise.
"""

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import checked, require_spread


def root_mean_squared_error(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Return the typical size of a residual: √((1/n) Σ (ŷ − y)²).

    y and y_hat are (n_samples,) in the same units, and so is the result. ValueError if the shapes
    differ.

    Of two residuals the larger one weighs more:

    >>> round(root_mean_squared_error([10, 20], [11, 27]), 6)
    5.0
    """
    y, y_hat = checked(y=y, y_hat=y_hat)
    return float(np.sqrt(np.mean((y_hat - y) ** 2)))


def r_squared(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Return the share of the variance that is explained: R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)².

    y and y_hat are (n_samples,) in the same units. 1 is a perfect fit, 0 is no better than always
    predicting the mean of y, and worse than that is negative. ValueError if the shapes differ or
    all targets are equal.

    >>> y = [1, 2, 3]
    >>> r_squared(y, [1, 2, 3]), r_squared(y, [2, 2, 2]), r_squared(y, [3, 2, 1])
    (1.0, 0.0, -3.0)
    """
    y, y_hat = checked(y=y, y_hat=y_hat)
    require_spread("y", y, "for R², which compares with its variance")
    return float(1 - np.sum((y - y_hat) ** 2) / np.sum((y - y.mean()) ** 2))
