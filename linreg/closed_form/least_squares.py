"""The bottom of the loss without a loop, and the learning rate that still gets there with one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked
from linreg.closed_form.sums import Moments


def normal_equation(X: ArrayLike, y: ArrayLike) -> tuple[Array, float]:
    """Return the W and b with the smallest mean squared error, without a loop.

    At the bottom the gradient is zero: the residuals have mean zero, which gives b, and are at
    right angles to each column of X, which gives XᵀX W = Xᵀy for centred columns and targets.

    X is (n_samples, n_features), y is (n_samples,). ValueError if there are fewer rows than
    unknowns, or a column of X is constant or a combination of the columns before it.

    >>> W, b = normal_equation([[0], [1], [2]], [1, 3, 5])
    >>> W.round(12), round(b, 12)
    (array([2.]), 1.0)
    """
    X, y = checked(X=X, y=y)
    _refuse_few_rows(X)
    X_centred, y_centred = X - X.mean(axis=0), y - y.mean()
    W, correction = _solve(X_centred, y_centred, size=np.linalg.norm(X, axis=0))
    # The correction is too small beside W to change more than its last digits, but it counts in b.
    b = np.mean(y - X @ W) - X.mean(axis=0) @ correction
    return W + correction, float(b)


def _refuse_few_rows(X: Array) -> None:
    n_samples, n_features = X.shape
    if n_samples < n_features + 1:
        rows = f"{n_samples} row{'s' * (n_samples > 1)}"
        needed = f"{n_features + 1}: one per weight, one for the bias"
        raise ValueError(f"X has {rows}, but needs {needed}")


def _solve(X: Array, y: Array, size: Array) -> tuple[Array, Array]:
    """Return the W for which XW is nearest to y, and what a second look adds to it.

    XᵀX has the square of X's condition number, so solving XᵀX W = Xᵀy would lose twice as many
    digits as X = QR, which makes it RW = Qᵀy (Å. Björck, Numerical Methods for Least Squares
    Problems, SIAM 1996). NIST's polynomial of degree 10, Filip, keeps 7 digits that way, all that
    its powers of x still hold when they are rounded to floats. `size` are the columns' lengths
    before they were centred, to which rounding is proportional.
    """
    Q, R = np.linalg.qr(X)
    _refuse_dependent_columns(R, 10 * len(X) * np.finfo(float).eps * size)
    W = np.linalg.solve(R, Q.T @ y)
    return W, np.linalg.solve(R, Q.T @ (y - X @ W))  # fit what is left


def _refuse_dependent_columns(R: Array, rounding: Array) -> None:
    """Refuse a column of which nothing is left when the columns before it are taken out.

    What is left of column j is R[j, j]. It must be more than rounding in all that make it up.
    """
    for j in range(len(R)):
        share = np.linalg.solve(R[:j, :j], R[:j, j])  # of each column before it
        if abs(R[j, j]) <= rounding[j] + np.abs(share) @ rounding[:j]:
            raise ValueError(f"column {j} of X is constant or a combination of those before it")


def stability_limit(X: ArrayLike | Moments) -> float:
    """Return the learning rate at which the loop stops converging: 2/λmax.

    λmax is the largest curvature of the mean squared error over (W, b): the largest eigenvalue of
    (2/n) AᵀA, where A is X, of shape (n_samples, n_features), with a column of ones for the bias.
    X may also be the `Moments` of such rows.

    Features ten times as large need a learning rate a hundred times as small:

    >>> round(stability_limit([[-1], [1]]), 6), round(stability_limit([[-10], [10]]), 6)
    (1.0, 0.01)
    """
    if isinstance(X, Moments):
        return float(2 / X.bowl.curvatures[0])
    X = checked(X=X)
    A = np.column_stack([X, np.ones(len(X))])
    return float(len(X) / np.linalg.norm(A, 2) ** 2)  # the norm is the root of AᵀA's eigenvalue
