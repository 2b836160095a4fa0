"""Which way is downhill, and how to measure it without algebra.

Left out: automatic differentiation; two derivatives by hand are all that a line needs.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked, refuse_lost_step


def mse_gradient(X: ArrayLike, y: ArrayLike, y_hat: ArrayLike) -> tuple[Array, float]:
    """Return the slopes of the loss: dW = (2/n) Xᵀ(ŷ − y) and db = (2/n) Σ(ŷ − y).

    X is (n_samples, n_features), y and y_hat are (n_samples,). dW is (n_features,), the change of
    the mean squared error per unit of each weight; db, a float, per unit of the bias. ValueError if
    the shapes do not fit.

    A perfect fit is flat:

    >>> mse_gradient([[1, 2], [3, 4]], y=[5, 6], y_hat=[5, 6])
    (array([0., 0.]), 0.0)
    """
    X, y, y_hat = checked(X=X, y=y, y_hat=y_hat)
    residual = y_hat - y
    dW = 2 / len(y) * (X.T @ residual)
    db = 2 / len(y) * residual.sum()
    return dW, float(db)


def numerical_gradient(f: Callable[[Array], Any], p: ArrayLike, step: float = 1e-6) -> Array:
    """Measure the slope of f at p by central differences, one coordinate at a time.

    Each is (f(p + h) − f(p − h)) / 2h; its error shrinks with h² until rounding takes over. p is an
    array of any shape, or a number; the result has its shape. h is the step, in units of p.
    ValueError if f does not return one finite number, or the step is lost in rounding beside p.

    The slope of a square is twice the place:

    >>> numerical_gradient(lambda p: np.sum(p**2), [1.0, -3.0]).round(6)
    array([ 2., -6.])
    """
    f, p, step = checked(f=f, p=p, step=step)
    refuse_lost_step(p, step)
    slope = np.empty_like(p)
    for i in np.ndindex(p.shape):
        above, below = p.copy(), p.copy()
        above[i] += step
        below[i] -= step
        slope[i] = (f(above) - f(below)) / (2 * step)
    return slope
