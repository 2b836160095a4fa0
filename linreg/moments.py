"""Gradient descent on data of any size: exact, from one pass.

A mean squared error knows its data only through a count, the means and the scatter of [X y]. They
are gathered chunk by chunk, add up with `+`, and hold the whole loss: a bowl over (W, b). Along
each axis of the bowl an iteration multiplies the distance to the bottom by 1 − ηλ, so a thousand of
them are one power. Left out: mini-batches, and losses that are no mean of squares.
"""

from __future__ import annotations

import json
import math
import warnings
from dataclasses import asdict, dataclass
from functools import cached_property
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg.arguments import Array, array, checked, count, fit, real
from linreg.training import DivergenceError, TrainingRun, stability_limit

ROUNDING = 10 * np.finfo(float).eps
CHUNK = 2**18  # numbers worked on at a time: two megabytes, which a processor's cache can hold


class Bowl(NamedTuple):
    """The loss of all rows as that of a few: floor + Σ (rows · (W, b) − targets)², and its axes.

    `turn` makes of their residuals those along the axes, which are directions of (W, b) at right
    angles, one a row. Along an axis the loss is a parabola of curvature 2 · width²; for the axes
    left over there is no width, along them it is the same everywhere.
    """

    rows: Array
    targets: Array
    floor: float
    turn: Array
    widths: Array
    axes: Array

    @property
    def curvatures(self) -> Array:
        """The second derivatives of the loss along the axes, largest first."""
        return 2 * self.widths**2

    def residuals(self, W: Array, b: Array | float) -> Array:
        """Return those of the few rows at W, of shape (..., n_features), and b, of shape (...)."""
        return W @ self.rows[:, :-1].T + np.multiply.outer(b, self.rows[:, -1]) - self.targets


@dataclass(frozen=True, eq=False, repr=False)
class Moments:
    """The count, means and scatter of n rows: all that their mean squared error depends on.

    mean is that of the columns of [X y], of shape (n_features + 1,). scatter, of shape
    (n_features + 1, n_features + 1), is the sum of products of deviations from it, with y replaced
    by y − X·plane, what a rough plane leaves of it: near a perfect fit that is what the loss is
    made of, and squares of y itself would drown it.

    The moments of all rows are the sum of those of their parts:

    >>> parts = moments([[1]], [2]) + moments([[2], [4]], [4, 6])
    >>> whole = moments([[1], [2], [4]], [2, 4, 6])
    >>> round(parts.loss([1], 0), 12), round(whole.loss([1], 0), 12)
    (3.0, 3.0)
    """

    n_samples: int
    mean: Array
    scatter: Array
    plane: Array

    @property
    def n_features(self) -> int:
        """The number of columns of X."""
        return len(self.plane)

    def __add__(self, other: Moments) -> Moments:
        """Return the moments of the rows of both; ValueError if X has not as many columns.

        The pairwise update of T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for Computing
        the Sample Variance", The American Statistician 37 (1983): the scatter within and between.
        """
        if not isinstance(other, Moments):
            return NotImplemented
        if self.n_features != other.n_features:
            raise ValueError(
                f"moments of {self.n_features} and of {other.n_features} features do not add up: "
                "X must have the same columns in both"
            )
        if not (self.n_samples and other.n_samples):
            return self if self.n_samples else other
        # A plane that suits one part may be wild for the other: the better one is kept.
        same = self.plane is other.plane
        sums = [self._plus(other, plane) for plane in [self.plane, other.plane][same:]]
        return min(sums, key=lambda one: float(one.scatter[-1, -1]))

    def _plus(self, other: Moments, plane: Array) -> Moments:
        """Add two moments, measured from this plane."""
        n = self.n_samples + other.n_samples
        share, gap = other.n_samples / n, other.mean - self.mean
        tilted = _tilt(-plane) @ gap
        between = self.n_samples * share * np.outer(tilted, tilted)
        scatter = self._scatter_about(plane) + other._scatter_about(plane) + between
        return Moments(n, self.mean + share * gap, scatter, plane)

    def __radd__(self, other: object) -> Moments:
        """Let `sum` start with its 0."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def _scatter_about(self, plane: Array) -> Array:
        """Return the scatter with y measured from another plane."""
        if plane is self.plane:
            return self.scatter
        tilt = _tilt(self.plane - plane)
        return tilt @ self.scatter @ tilt.T

    @cached_property
    def bowl(self) -> Bowl:
        """The loss taken apart into axes along which it is a parabola, each for itself."""
        covariance, d = self.scatter / self.n_samples, self.n_features
        mean, std = self.mean[:d], np.sqrt(covariance.diagonal()[:d])
        unit = np.maximum(std, 1e-7 * np.abs(mean) + 1e-300)  # not 0, where only rounding varies
        shares, mixes = np.linalg.eigh(covariance[:d, :d] / unit / unit[:, None])
        flat = shares.searchsorted(ROUNDING * (d + 1))  # so many mixes of features do not vary
        roots, mixes = np.sqrt(shares[flat:]), mixes.T[flat:]
        heights = mixes @ (covariance[:d, d] / unit) / roots
        floor = float(covariance[d, d] - heights @ heights)
        if floor < 0 < (room := covariance[d, d] - heights[1:] @ heights[1:]):
            # Rounding has made the smallest root too small, and so its height too large.
            roots[0] *= abs(heights[0]) / np.sqrt(room)
            heights[0] = np.copysign(np.sqrt(room), heights[0])
        # A few rows with the loss of all n: one for each mix that varies, and one for the means.
        rows = np.zeros((len(roots) + 1, d + 1))
        varies = std > ROUNDING * np.abs(mean)  # else it is constant, and only rounding is left
        rows[:-1, :-1] = np.where(varies, roots[:, None] * mixes * unit, 0)
        rows[-1, :-1], rows[-1, -1] = mean, 1
        targets = np.array([*(heights + rows[:-1, :-1] @ self.plane), self.mean[d]])
        return Bowl(rows, targets, max(0.0, floor), *_svd(rows))

    def loss(self, W: ArrayLike, b: ArrayLike) -> Any:
        """Return the mean squared error at W and b: a float, or an array for many at once.

        W is (..., n_features) and b (...): what stands for the dots is broadcast. ValueError if W
        has not one weight per feature.

        >>> moments([[0], [1]], [1, 3]).loss([[2], [3]], 1).round(12)
        array([0. , 0.5])
        """
        W, b = array("W", W), array("b", b)
        if W.ndim == 0 or W.shape[-1] != self.n_features:
            needed = f"(..., {self.n_features}): one weight per feature"
            raise ValueError(f"W has shape {W.shape}, but must be {needed}")
        try:
            np.broadcast_shapes(W.shape[:-1], b.shape)
        except ValueError:
            found = f"W of shape {W.shape} and b of shape {b.shape} do not fit"
            raise ValueError(f"{found}: one bias is needed for each set of weights") from None
        with np.errstate(over="ignore"):
            losses = self.bowl.floor + np.sum(self.bowl.residuals(W, b) ** 2, axis=-1)
        return losses if losses.ndim else float(losses)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the moments to a JSON file, every digit of them."""
        parts = {name: np.asarray(part).tolist() for name, part in asdict(self).items()}
        with open(path, "w", encoding="utf-8") as file:
            json.dump(parts, file)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Moments:
        """Return the moments that `save` wrote; ValueError if the file holds anything else."""
        try:
            with open(path, encoding="utf-8") as file:
                saved = json.load(file)
            n = count("n_samples", saved["n_samples"])
            mean, scatter, plane = (array(key, saved[key]) for key in ("mean", "scatter", "plane"))
            if mean.shape + scatter.shape != (len(plane) + 1,) * 3:
                raise ValueError("its shapes do not fit each other")
            if not _is_scatter(scatter):
                raise ValueError("its scatter is none")
            return cls(n, mean, scatter, plane)
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{path} holds no saved moments: {error}") from error

    def __repr__(self) -> str:
        return f"<Moments of {self.n_samples} samples with {self.n_features} features>"


def trajectory(
    moments: Moments, W: ArrayLike, b: float, *, learning_rate: float, n_iterations: int
) -> TrainingRun:
    """Return what `train` returns on the rows behind the moments, without a loop.

    Along an axis of the bowl with curvature λ, iteration k has multiplied the distance to the
    bottom by (1 − ηλ)ᵏ. W is (n_features,), b a float: where to start. DivergenceError if a loss
    overflows; ValueError if W does not fit, or the rate or count is not positive.

    A warning says along which direction the loss is flat, if there is one: it is never learnt.

    >>> X, y = [[-1], [0], [1]], [-1, 1, 3]
    >>> run = trajectory(moments(X, y), W=[0], b=0, learning_rate=0.5, n_iterations=100)
    >>> run.W.round(6), round(run.b, 6), run.losses[:2].round(6)
    (array([2.]), 1.0, array([3.666667, 0.296296]))
    """
    if not isinstance(moments, Moments):
        raise TypeError(f"moments is {moments!r}, but must be what linreg.moments(X, y) returns")
    W, b, learning_rate, n_iterations = checked(
        W=W, b=b, learning_rate=learning_rate, n_iterations=n_iterations
    )
    fit("W", W.shape, {"n_features": moments.n_features})
    bowl = moments.bowl
    for direction in bowl.axes[len(bowl.widths) :]:
        # The first of the largest entries becomes 1; rounding has no say in which is larger.
        largest = np.argmax(np.abs(direction) > (1 - 1e-9) * np.abs(direction).max())
        scaled = (direction / direction[largest]).round(12) + 0.0
        *weights, bias = [f"{part:.4g}" for part in scaled]
        where = f"W = [{', '.join(weights)}], b = {bias}"
        warnings.warn(f"the loss is flat along {where}: this is never learnt", stacklevel=2)
    with np.errstate(over="ignore", invalid="ignore"):
        start = (bowl.residuals(W, b) @ bowl.turn)[: len(bowl.widths)]
        steps = learning_rate * bowl.curvatures
        losses = np.full(n_iterations, bowl.floor)
        for residual, step in zip(start.tolist(), steps.tolist(), strict=True):
            if residual:
                factors = np.full(n_iterations, (1 - step) * (1 - step))
                factors[0] = residual * residual  # what the axis adds to the first loss
                losses += np.multiply.accumulate(factors, out=factors)
        end = _end(bowl, np.array([*W, b]), start, steps, n_iterations)
        sums = moments.n_samples * losses  # of squares, which the loop adds before it divides
        finite = math.isfinite(sums.max() + end.sum())
    if not finite:
        i = int(np.argmin(np.isfinite([*sums, np.inf])))
        raise DivergenceError(i, learning_rate, stability_limit(moments), losses[:i])
    return TrainingRun(end[:-1], float(end[-1]), losses)


def _end(bowl: Bowl, begin: Array, residuals: Array, steps: Array, n_iterations: int) -> Array:
    """Return (W, b) after the iterations, from (W, b) before and the residuals along the axes."""
    # 1 − (1 − ηλ)ⁿ, to the last digit also where ηλ is tiny
    small = np.minimum(steps, 0.5)
    gone = np.where(
        steps < 0.5, -np.expm1(n_iterations * np.log1p(-small)), 1 - (1 - steps) ** n_iterations
    )
    k, moves = len(residuals), bowl.widths > 0
    widths = np.where(moves, bowl.widths, 1)
    change = np.where(moves & (residuals != 0), -gone * residuals / widths, 0)
    # The end is the start and the change along the axes. Where that lands far below the start,
    # rounding of the start is all that is left; then what it comes to is added up instead: for an
    # axis that is mostly gone its bottom and the rest, else the start's share and the change.
    terms = np.vstack([begin, change[:, None] * bowl.axes[:k]])
    bottom = bowl.targets @ bowl.turn[:, :k]
    places = bowl.axes @ begin
    sizes = np.abs(bowl.axes) @ np.abs(begin)
    places[:k] = np.where(
        gone > 0.5, (residuals * (1 - gone) + bottom) / widths, places[:k] + change
    )
    sizes[:k] = np.where(gone > 0.5, np.abs(places[:k]), sizes[:k] + np.abs(change))
    # The sum with the smaller terms has the smaller rounding.
    rounding = np.abs(terms).sum(axis=0), sizes @ np.abs(bowl.axes)
    return np.where(rounding[1] < rounding[0], places @ bowl.axes, terms.sum(axis=0))


def moments(X: Any, y: Any) -> Moments:
    """Return the moments of the rows, reading each once, a chunk at a time.

    X is (n_samples, n_features), y is (n_samples,): arrays, memory maps or Dask arrays, of which
    only a few chunks are in memory at a time. Dask arrays are read by Dask's own scheduler: threads
    here, or the workers of a cluster. ValueError if shapes do not fit or an entry is not finite.
    """
    if any(hasattr(one, "__dask_graph__") for one in (X, y)):
        return _of_dask(X, y)
    X, y = _rows(X, y)
    if X.size == 0:
        raise ValueError(f"X has shape {X.shape}: it is empty, but needs a row and a column")
    return _of_rows(X, y)


def _rows(X: Any, y: Any, chunk: str = "", **sizes: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return rows and targets that fit each other, without a copy."""
    X, y = real(f"X{chunk}", X), real(f"y{chunk}", y)
    fit(f"X{chunk}", X.shape, sizes)
    fit(f"y{chunk}", y.shape, sizes)
    return X, y


def _of_rows(X: NDArray[Any], y: NDArray[Any], chunk: str = "") -> Moments:
    """Return the moments of an array in memory or on disk, looking at two megabytes at a time.

    If a few rows nearly lie on a plane, all are measured from it. How nearly changes the digits,
    never the result.
    """
    n, d = X.shape
    size = max(CHUNK // (d + 1), 4 * d)
    space = np.empty((d + 1, min(size, n)))
    every = 1 if n <= size else 1 + n // min(10 + 10 * d, size)
    plane = np.zeros(d)

    def total(first: int, last: int) -> Moments:
        """Add in pairs of pairs, so that rounding grows with the logarithm of the rows."""
        if last - first > size:
            middle = (first + last) // 2
            return total(first, middle) + total(middle, last)
        part = _of_few_rows(X[first:last], y[first:last], plane, space)
        if not math.isfinite(part.scatter.sum()):
            raise _not_finite(X[first:last], y[first:last], first, chunk)
        return part

    with np.errstate(over="ignore", invalid="ignore"):
        some = _of_few_rows(X[::every], y[::every], plane, space)
        plane = _near_plane(some)
        if every == 1 and not plane.any() and math.isfinite(some.scatter.sum()):
            return some
        whole = total(0, n)
        if plane.any() and whole.scatter[d, d] > whole._scatter_about(np.zeros(d))[d, d]:
            plane = np.zeros(d)  # it was near the few rows alone
            whole = total(0, n)
    if not math.isfinite(whole.scatter.sum()):
        raise _not_finite(X[:0], y[:0], 0, chunk)
    return whole


def _is_scatter(scatter: Array) -> bool:
    """Return whether no mix of the columns has a negative variance, but for rounding."""
    if not np.array_equal(scatter, scatter.T) or scatter.diagonal().min() < 0:
        return False
    spread = np.sqrt(scatter.diagonal())
    unit = np.where(spread > 0, spread, 1)
    return bool(np.linalg.eigvalsh(scatter / unit / unit[:, None])[0] > -1e-9)


def _near_plane(some: Moments) -> Array:
    """Return weights for which little is left of y, or zeros if the rows do not lie near a plane.

    Only mixes of features that vary well have a say: weights of the others would be wild.
    """
    d, variance = some.n_features, some.scatter[-1, -1] / some.n_samples
    if not math.isfinite(some.scatter.sum()) or some.bowl.floor >= 1e-3 * variance:
        return np.zeros(d)
    rows, heights = some.bowl.rows[:-1, :-1], some.bowl.targets[:-1]
    unit = np.sqrt(np.sum(rows**2, axis=0))
    # A column without spread has no slope: what is left of it is rounding, and a weight that makes
    # up for that would be wild.
    varies = unit > 1e-12 * np.abs(some.mean[:-1]) + 1e-300
    mixes = np.where(varies, rows / np.where(varies, unit, 1), 0)
    shares = np.sum(mixes**2, axis=1)
    well = shares > 1e-5
    plane = (heights[well] / shares[well]) @ mixes[well] / np.where(varies, unit, 1)
    near = variance - np.sum(heights[well] ** 2) < 1e-3 * variance and np.isfinite(plane).all()
    return plane if near else np.zeros(d)


def _svd(A: Array) -> tuple[Array, Array, Array]:
    """Return U, s and Vᵀ with A = U diag(s) Vᵀ, exact also for columns that are tiny beside others.

    LAPACK's rounding is that of the largest column, which drowns a column a million times smaller.
    Where there is one, columns are made orthogonal by pairs, each to its own digits (one-sided
    Jacobi: J. Demmel and K. Veselić, "Jacobi's Method is More Accurate than QR", SIAM Journal on
    Matrix Analysis and Applications 13, 1992).
    """
    size = np.linalg.norm(A, axis=0)
    if size.max() <= 1e5 * size[size > 0].min():
        return np.linalg.svd(A)
    m, n = A.shape
    A, V = A.copy(), np.eye(n)
    for _ in range(30):  # sweeps over all pairs; five or six are enough
        turns = [_make_orthogonal(A, V, i, j) for i in range(n) for j in range(i + 1, n)]
        if not any(turns):
            break
    s = np.linalg.norm(A, axis=0)
    order = np.argsort(-s, kind="stable")
    s, kept = s[order], order[: np.count_nonzero(s[order][:m])]
    U = np.linalg.qr(np.column_stack([A[:, kept] / s[: len(kept)], np.eye(m)]))[0]
    signs = np.sign(np.sum(U[:, : len(kept)] * A[:, kept], axis=0))  # of qr's own choosing
    U[:, : len(kept)] *= signs
    return U, s[:m], V[:, order].T


def _make_orthogonal(A: Array, V: Array, i: int, j: int) -> bool:
    """Turn columns i and j of A in their plane until they are at right angles, and V with them."""
    a, b = A[:, i], A[:, j]
    # The larger column is scaled to 1, so that no square is lost however small both may be.
    length = max(np.linalg.norm(a), np.linalg.norm(b))
    if length == 0:
        return False
    aa, bb, ab = a / length @ (a / length), b / length @ (b / length), a / length @ (b / length)
    if abs(ab) <= max(np.finfo(float).eps * math.sqrt(aa) * math.sqrt(bb), 1e-290):
        return False
    zeta = (bb - aa) / (2 * ab)
    tangent = math.copysign(1, zeta) / (abs(zeta) + math.hypot(1, zeta))
    cosine = 1 / math.hypot(1, tangent)
    turn = np.array([[cosine, cosine * tangent], [-cosine * tangent, cosine]])
    A[:, [i, j]] = A[:, [i, j]] @ turn
    V[:, [i, j]] = V[:, [i, j]] @ turn
    return True


def _tilt(plane: Array) -> Array:
    """Return the matrix that adds x·plane to the last entry of [x y]."""
    tilt = np.eye(len(plane) + 1)
    tilt[-1, :-1] = plane
    return tilt


def _of_few_rows(X: NDArray[Any], y: NDArray[Any], plane: Array, space: Array) -> Moments:
    """Return the moments of rows for which there is space, one column for each."""
    Z = space[:, : len(y)]
    Z[:-1], Z[-1] = X.T, y
    mean = Z.sum(axis=1) / len(y)
    Z -= mean[:, None]
    if plane.any():
        Z[-1] -= plane @ Z[:-1]
    scatter = Z @ Z.T if len(y) < 1000 * len(Z) else _long_products(Z)
    return Moments(len(y), mean, scatter, plane)


def _long_products(Z: Array) -> Array:
    """Return Z Zᵀ, for a few long rows: one at a time is twice as fast as all at once."""
    products = np.empty((len(Z), len(Z)))
    for j, row in enumerate(Z):
        products[j, : j + 1] = products[: j + 1, j] = Z[: j + 1] @ row
    return products


def _not_finite(X: NDArray[Any], y: NDArray[Any], start: int, chunk: str) -> ValueError:
    for name, part in [("X", X), ("y", y)]:
        for i, *j in np.argwhere(~np.isfinite(part))[:1].tolist():
            found = f"{name}{[start + i, *j]}{chunk} is {part[(i, *j)]}"
            return ValueError(f"{found}, but must be a finite number")
    return ValueError(f"X or y{chunk} holds numbers that are too large to be squared")


def _of_dask(X: Any, y: Any) -> Moments:
    """Let Dask take the moments of each chunk, and add them up in a tree."""
    from dask.array import asarray, blockwise, from_array

    named = [("X", X), ("y", y)]
    X, y = (asarray(a if hasattr(a, "__dask_graph__") else real(name, a)) for name, a in named)
    sizes: dict[str, int] = {}
    shapes: Any = [tuple(None if np.isnan(n) else n for n in a.shape) for a in (X, y)]
    X_shape, y_shape = shapes  # None is a length that is not yet known
    known = None not in (*X_shape[:1], *y_shape[:1])
    fit("X", X_shape, sizes)
    fit("y", y_shape, sizes if known else {})
    if X_shape[0] == 0 or not X_shape[1]:
        raise ValueError(f"X has shape {X_shape}, but needs a row and a known number of columns")
    if known:
        y = y.rechunk(X.chunks[:1])
    elif X.numblocks[0] != y.numblocks[0]:
        raise ValueError(
            f"X has {X.numblocks[0]} chunks and y has {y.numblocks[0]}, some of unknown length, "
            "but each chunk of X needs its targets: call compute_chunk_sizes() on both"
        )
    # One layer for all chunks, which Dask fuses with what reads them: a task of its own for each
    # would make the time that Dask takes grow with the square of their number.
    number = from_array(np.arange(X.numblocks[0]), chunks=1)
    parts = blockwise(
        *(_of_chunk, "ij", X.rechunk({1: -1}), "ij", y, "i", number, "i"),
        n_features=X.shape[1],
        adjust_chunks={"i": 1, "j": 1},
        align_arrays=False,
        meta=np.empty((0, 0), object),
    )
    whole: Moments = parts.sum(split_every={0: 16, 1: 1}).compute()
    if not whole.n_samples:
        raise ValueError(f"X has {len(parts)} chunks, but all of them are empty")
    return whole


def _of_chunk(X: Any, y: Any, number: Array, n_features: int) -> NDArray[Any]:
    """Return an array of one entry, the moments of the chunk."""
    chunk = f" in chunk {number[0]}"
    X, y = _rows(X, y, chunk, n_features=n_features)
    d = n_features
    empty = Moments(0, np.zeros(d + 1), np.zeros((d + 1, d + 1)), np.zeros(d))
    return np.array([[_of_rows(X, y, chunk) if len(y) else empty]])
