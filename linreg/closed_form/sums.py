"""What the mean squared error has to know of the rows: their count, means and cross-products.

They add up with `+`: those of all rows are the sum of those of the parts, in whatever order.
"""

from __future__ import annotations

import math
from functools import cached_property
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import SMALLEST_SPREAD, Array, array, count
from linreg.closed_form.bowl import Bowl, make_bowl


class Moments:
    """The count, means and centred cross-products of n rows.

    `mean` is that of the columns of [X y], of shape (n_features + 1,). `cross_products`, of shape
    (n_features + 1, n_features + 1), are the sums of products of deviations from the means; there,
    y is replaced by y − X·offset, what a rough fit leaves of it. Near a perfect fit that is what
    the loss is made of, and squares of y itself would drown it; far from one the offset is 0.
    Parts of at most n_features rows have none, and their sum keeps fewer digits of a tiny loss.
    A column with a spread below 1e-146 counts as constant: what is made of its squares may be too
    small for a float.

    The moments of all rows are the sum of those of their parts:

    >>> from linreg import moments
    >>> parts = moments([[1]], [2]) + moments([[2], [4]], [4, 6])
    >>> whole = moments([[1], [2], [4]], [2, 4, 6])
    >>> round(parts.loss([1], 0), 12), round(whole.loss([1], 0), 12)
    (3.0, 3.0)
    """

    def __init__(self, n_samples: int, mean: Array, cross_products: Array, offset: Array) -> None:
        self.n_samples = n_samples
        self.mean = mean
        self.cross_products = cross_products
        self.offset = offset

    @property
    def n_features(self) -> int:
        """The number of columns of X."""
        return len(self.offset)

    def __add__(self, other: Moments) -> Moments:
        """Return the moments of the rows of both; ValueError if X has not as many columns.

        The pairwise update of T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for Computing
        the Sample Variance", The American Statistician 37 (1983): the products within and between.
        """
        if not isinstance(other, Moments):
            return NotImplemented
        if self.n_features != other.n_features:
            raise ValueError(
                f"moments of {self.n_features} and of {other.n_features} features cannot be added: "
                "X must have the same columns in both"
            )
        if not (self.n_samples and other.n_samples):
            return self if self.n_samples else other
        # An offset that suits one part may be wild for the other: the best is kept.
        offsets = [self.offset, other.offset, np.zeros(self.n_features)]
        with np.errstate(over="ignore", invalid="ignore"):
            return min((self._plus(other, offset) for offset in offsets), key=_left_of_y)

    def _plus(self, other: Moments, offset: Array) -> Moments:
        """Add two moments, both with this offset."""
        n = self.n_samples + other.n_samples
        share, gap = other.n_samples / n, other.mean - self.mean
        tilted = _tilt(-offset) @ gap
        within = self.with_offset(offset) + other.with_offset(offset)
        between = self.n_samples * share * np.outer(tilted, tilted)
        products = within + between
        products[-1, -1] = np.maximum(products[-1, -1], 0)  # below it only by rounding
        return Moments(n, self.mean + share * gap, products, offset)

    def __radd__(self, other: object) -> Moments:
        """Let `sum` start with its 0."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def with_offset(self, offset: Array) -> Array:
        """Return the cross-products as they are with another offset."""
        if offset is self.offset:
            return self.cross_products
        tilt = _tilt(self.offset - offset)
        return tilt @ self.cross_products @ tilt.T

    @cached_property
    def bowl(self) -> Bowl:
        """The loss taken apart into axes along which it is a parabola, each for itself."""
        return make_bowl(self.mean, self.cross_products / self.n_samples, self.offset)

    def rough_fit(self) -> Array:
        """Return weights that leave less than a thousandth of y's variance, or else zeros.

        Only combinations of features that vary well have a say: weights of others would be wild.
        """
        d, variance = self.n_features, self.cross_products[-1, -1] / self.n_samples
        nothing = np.zeros(d)
        if not np.isfinite(self.cross_products).all() or self.bowl.floor >= 1e-3 * variance:
            return nothing
        directions, heights = self.bowl.R[:-1, :-1], self.bowl.t[:-1]
        size = np.linalg.norm(directions, axis=0)
        # A column without spread has no slope: what is left of it is rounding, and a weight that
        # made up for that would be huge.
        varies = size > 1e-12 * np.abs(self.mean[:-1]) + SMALLEST_SPREAD
        unit = np.where(varies, size, 1)
        directions = np.where(varies, directions / unit, 0)
        shares = np.sum(directions**2, axis=1)
        well = shares > 1e-5
        weights: Array = (heights[well] / shares[well]) @ directions[well] / unit
        near = variance - np.sum(heights[well] ** 2) < 1e-3 * variance
        return weights if near and np.isfinite(weights).all() else nothing

    def loss(self, W: ArrayLike, b: ArrayLike) -> Any:
        """Return the mean squared error at W and b: a float, or an array for many at once.

        W is (..., n_features) and b (...): what stands for the dots is broadcast. ValueError if W
        has not one weight per feature.

        >>> from linreg import moments
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
        """Write the moments to a JSON file, every digit of them: whole, or not at all.

        ValueError if one is not finite, as a sum of two may be that are nearly too large.
        """
        from linreg.files import save  # only here: whoever writes no file need not wait for it

        parts = {
            "n_samples": self.n_samples,
            "mean": self.mean.tolist(),
            "cross_products": self.cross_products.tolist(),
            "offset": self.offset.tolist(),
        }
        save(path, parts)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Moments:
        """Return the moments that `save` wrote; ValueError if the file holds anything else."""
        from linreg.files import load

        return load(path, "moments", ("n_samples", "mean", "cross_products", "offset"), _of_numbers)

    def __repr__(self) -> str:
        return f"<Moments of {self.n_samples} samples with {self.n_features} features>"


def _of_numbers(n_samples: Any, mean: Any, cross_products: Any, offset: Any) -> Moments:
    """Return the moments that were saved as these numbers; ValueError if they are none."""
    n = count("n_samples", n_samples)
    mean, offset = array("mean", mean), array("offset", offset)
    products = array("cross_products", cross_products)
    size = len(offset) + 1
    if mean.shape != (size,) or products.shape != (size, size) or offset.ndim != 1:
        raise ValueError("its shapes do not fit each other")
    moments = Moments(n, mean, products, offset)
    if not (np.array_equal(products, products.T) and _have_rows(moments)):
        raise ValueError("no rows have its cross-products")
    return moments


def _left_of_y(moments: Moments) -> float:
    """Return what is left of y by the offset, as a sum of squares; infinity if it overflowed."""
    finite = np.isfinite(moments.cross_products).all()
    return float(moments.cross_products[-1, -1]) if finite else math.inf


def _tilt(offset: Array) -> Array:
    """Return the matrix that adds x·offset to the last entry of [x y]."""
    tilt = np.eye(len(offset) + 1)
    tilt[-1, :-1] = offset
    return tilt


def _have_rows(moments: Moments) -> bool:
    """Return whether no combination of the columns has a negative variance, but for rounding."""
    # What the offset leaves of y may be rounding alone: y itself tells whether there are such rows.
    products = moments.with_offset(0 * moments.offset)
    # A sum is rounded like its terms, which may be larger than itself.
    tilt = np.abs(_tilt(moments.offset))
    terms = tilt @ np.abs(moments.cross_products) @ tilt.T
    size = np.sqrt(terms.diagonal())
    unit = np.where(size > 0, size, 1)
    return bool(np.linalg.eigvalsh(products / unit / unit[:, None])[0] > -1e-9)
