"""The mean squared error as a function of (W, b): a bowl, and the axes that take it apart.

Write p = (W, b) and A = [X 1]. The loss |Ap − y|² / n depends on A and y only through the sums in
AᵀA, Aᵀy and yᵀy. So d + 1 rows R with RᵀR = AᵀA / n, and targets t that fit, do for all n of them:

    loss(p) = floor + |Rp − t|²

The singular value decomposition R = U diag(s) Vᵀ takes this apart. The residuals along the axes,
r = Uᵀ(Rp − t), make the loss floor + Σ rₖ², and its gradient is 2Rᵀ(Rp − t) = 2 V diag(s) r. A step
p ← p − η·gradient therefore turns rₖ into (1 − 2η sₖ²) rₖ: each axis goes its own way, however the
others go. λₖ = 2sₖ² is the curvature along axis k, a row of Vᵀ. The loop converges if all |1 − ηλₖ|
are below 1, which means η < 2/λmax.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from linreg.arguments import SMALLEST_SPREAD, Array

ROUNDING = 10 * np.finfo(float).eps


class Bowl(NamedTuple):
    """The loss as floor + |R p − t|², and the singular value decomposition R = U diag(s) Vᵀ.

    R is (m, n_features + 1) with m ≤ n_features + 1; t is (m,), U is (m, m), s is (m,), and Vᵀ is
    square. The rows of Vᵀ after the m-th are directions of (W, b) in which the loss is flat.
    """

    R: Array
    t: Array
    floor: float
    U: Array
    s: Array
    Vt: Array

    @property
    def curvatures(self) -> Array:
        """The second derivatives of the loss along the axes, largest first: λ = 2s²."""
        return 2 * self.s**2

    def residuals(self, W: Array, b: Array | float) -> Array:
        """Return Rp − t for W of shape (..., n_features) and b of shape (...)."""
        return W @ self.R[:, :-1].T + np.multiply.outer(b, self.R[:, -1]) - self.t


def make_bowl(mean: Array, covariance: Array, offset: Array) -> Bowl:
    """Return the bowl of rows whose columns [X, y − X·offset] have this mean and covariance.

    Only `mean` is that of y itself. See `Moments` for what the offset is good for.
    """
    d = len(offset)
    roots, directions, heights, floor = _principal_axes(mean[:d], covariance)
    # One row for each principal axis of the features that varies, and one for the means.
    R = np.zeros((len(roots) + 1, d + 1))
    R[:-1, :-1] = roots[:, None] * directions
    R[-1, :-1], R[-1, -1] = mean[:d], 1
    t = np.empty(len(R))
    t[:-1], t[-1] = heights + R[:-1, :-1] @ offset, mean[d]
    return Bowl(R, t, floor, *_svd(R))


def _principal_axes(mean: Array, covariance: Array) -> tuple[Array, Array, Array, float]:
    """Return square roots of variances, their directions, what y has of each, and what is left.

    The features are scaled to variance 1 first: a column in millimetres counts like one in
    kilometres. Directions with no more variance than rounding leaves are left out.
    """
    d = len(mean)
    std = np.sqrt(covariance.diagonal()[:d])
    # Else a column is constant, and only rounding is left.
    varies = std > np.maximum(ROUNDING * np.abs(mean), SMALLEST_SPREAD)
    unit = np.maximum(std, 1e-7 * np.abs(mean) + SMALLEST_SPREAD)
    # Where a variance is lost, also because it is too small for a float, a covariance says nothing.
    correlations = np.where(np.outer(varies, varies), covariance[:d, :d] / unit / unit[:, None], 0)
    eigenvalues, eigenvectors = np.linalg.eigh(correlations)
    first = eigenvalues.searchsorted(ROUNDING * (d + 1))  # they come in ascending order
    roots, vectors = np.sqrt(eigenvalues[first:]), eigenvectors.T[first:]
    heights = vectors @ (covariance[:d, d] / unit) / roots
    floor = float(covariance[d, d] - heights @ heights)
    if floor < 0 < (room := covariance[d, d] - heights[1:] @ heights[1:]):
        # No fit is better than perfect: rounding made the smallest root too small, and the height
        # that is divided by it too large. But it made it no smaller than rounding can.
        most = 1 + 10 * ROUNDING / eigenvalues[first]
        roots[0] *= min(abs(heights[0]) / math.sqrt(room), most)
        heights[0] = math.copysign(math.sqrt(room), heights[0])
    return roots, np.where(varies, vectors * unit, 0), heights, max(0.0, floor)


def _svd(A: Array) -> tuple[Array, Array, Array]:
    """Return U, s and Vᵀ, exact also for columns of A that are tiny beside others.

    LAPACK's rounding is that of the largest column, which drowns a column a million times smaller.
    Where there is one, columns are made orthogonal by pairs, each to its own digits (one-sided
    Jacobi: J. Demmel and K. Veselić, "Jacobi's Method is More Accurate than QR", SIAM Journal on
    Matrix Analysis and Applications 13, 1992).
    """
    sizes = np.abs(A).max(axis=0).tolist()
    if max(sizes) <= 1e5 * min(size for size in sizes if size):
        return np.linalg.svd(A)
    m, n = A.shape
    A, V = A.copy(), np.eye(n)
    for _ in range(30):  # sweeps over all pairs; five or six are enough
        turned = [_rotate(A, V, i, j) for i in range(n) for j in range(i + 1, n)]
        if True not in turned:
            break
    order = np.argsort(-np.linalg.norm(A, axis=0))
    A, V = A[:, order], V[:, order]
    s = np.linalg.norm(A, axis=0)[:m]
    rank = np.count_nonzero(s)
    U = np.linalg.qr(np.column_stack([A[:, :rank] / s[:rank], np.eye(m)]))[0]
    U[:, :rank] *= np.sign(np.sum(U[:, :rank] * A[:, :rank], axis=0))  # qr may turn a sign
    return U, s, V.T


def _rotate(A: Array, V: Array, i: int, j: int) -> bool:
    """Turn columns i and j of A in their plane until they are at right angles, and V with them."""
    a, b = A[:, i], A[:, j]
    # The larger column is scaled to 1, so that no square is lost however small both may be.
    length = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)))
    if length == 0:
        return False
    a, b = a / length, b / length
    aa, bb, ab = float(a @ a), float(b @ b), float(a @ b)
    if abs(ab) <= max(np.finfo(float).eps * math.sqrt(aa) * math.sqrt(bb), 1e-290):
        return False
    zeta = (bb - aa) / (2 * ab)  # the cotangent of twice the angle
    tangent = math.copysign(1, zeta) / (abs(zeta) + math.hypot(1, zeta))
    cosine = 1 / math.hypot(1, tangent)
    turn = np.array([[cosine, cosine * tangent], [-cosine * tangent, cosine]])
    A[:, [i, j]] = A[:, [i, j]] @ turn
    V[:, [i, j]] = V[:, [i, j]] @ turn
    return True
