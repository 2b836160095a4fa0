"""One number for how wrong a set of predictions is.

Left out: other losses (absolute, Huber, cross-entropy), and the factor ½ of some books.
"""

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import checked


def mean_squared_error(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Return the mean of the squared residuals: L = (1/n) Σ (ŷ − y)².

    y and y_hat are (n_samples,) in the same units; the loss is in those units squared: 0 for a
    perfect fit, never negative. ValueError if the shapes differ.

    Being wrong by 2 everywhere costs 4, on whichever side:

    >>> mean_squared_error([1, 2, 3], [3, 4, 5]), mean_squared_error([1, 2, 3], [-1, 0, 1])
    (4.0, 4.0)
    """
    y, y_hat = checked(y=y, y_hat=y_hat)
    return float(np.mean((y_hat - y) ** 2))


def baseline_loss(y: ArrayLike) -> float:
    """Return the loss of always predicting the mean of the targets: their variance.

    y is (n_samples,); the loss is in its units squared. Every model must do better.

    >>> baseline_loss([1, 2, 3, 6])
    3.5
    """
    y = checked(y=y)
    return float(np.mean((y.mean() - y) ** 2))
