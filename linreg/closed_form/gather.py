"""One pass over the rows, in memory or on disk, a chunk at a time, that takes their moments.

From each row a rough centre is subtracted while it is copied, and its products are added up; one
correction at the end makes of them the products of deviations from the true means. Left out:
weights of rows, and a table that grows while it is read.
"""

from __future__ import annotations

import math
import os
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg.arguments import Array, fit, real
from linreg.closed_form.sums import Moments

CHUNK = 2**19  # numbers worked on at a time: four megabytes, which a processor's cache can hold
STRIPS = 16  # parts of a long table that threads share out; always as many, for the same rounding
LONG = 2**21  # numbers from which on a second thread pays
# OpenBLAS wakes its own threads for long vectors, and they wait on each other wherever the machine
# has something else to do. Products of this many numbers or less it takes without them.
DOT, PRODUCT = 8192, 200_000
WIDE = 100  # columns from which on those threads are worth it

Sums = NDArray[np.longdouble]


def moments(X: ArrayLike, y: ArrayLike) -> Moments:
    """Return the moments of the rows, reading them once, a chunk at a time.

    X is (n_samples, n_features), y is (n_samples,): arrays, memory maps or Dask arrays, of which
    only a few chunks are in memory at a time. Dask arrays are read by Dask's own scheduler: threads
    here, or the workers of a cluster. ValueError if shapes do not fit or an entry is not finite.

    A few rows are looked at beforehand. If they lie near a plane and the others turn out not to,
    the rows are read a second time.
    """
    if any(hasattr(one, "__dask_graph__") for one in (X, y)):
        from linreg.closed_form.dask_rows import moments_of_dask

        return moments_of_dask(X, y)
    rows, targets = fitting(X, y)
    if rows.size == 0:
        raise ValueError(f"X has shape {rows.shape}: it is empty, but needs a row and a column")
    return moments_of_arrays(rows, targets)


def fitting(X: Any, y: Any, chunk: str = "", **sizes: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return rows and targets that fit each other, without a copy."""
    X, y = real(f"X{chunk}", X), real(f"y{chunk}", y)
    fit(f"X{chunk}", X.shape, sizes)
    fit(f"y{chunk}", y.shape, sizes)
    return X, y


def moments_of_arrays(X: NDArray[Any], y: NDArray[Any], chunk: str = "") -> Moments:
    """Return the moments of an array in memory or on disk; `chunk` is for error messages."""
    n, d = X.shape
    few = min(40 + 10 * d, _chunk_rows(d))
    every = 1 if n <= max(_chunk_rows(d) // 32, few) else 1 + n // few
    with np.errstate(over="ignore", invalid="ignore"):
        some = _of_few(X[::every], y[::every])
        offset = some.rough_fit()
        if every == 1 and not offset.any() and math.isfinite(some.cross_products.sum()):
            return some
        whole = _of_many(X, y, some.mean, offset)
        if offset.any() and whole.cross_products[d, d] > whole.with_offset(0 * offset)[d, d]:
            whole = _of_many(X, y, some.mean, 0 * offset)  # only the few rows lie near a plane
        finite = math.isfinite(whole.cross_products.sum())
    if not finite:
        raise _not_finite(X, y, chunk)
    return whole


def _chunk_rows(n_features: int) -> int:
    """Return the number of rows to work on at a time: more than columns, or sums cost too much."""
    return max(CHUNK // (n_features + 1), 4 * n_features)


def _of_few(X: NDArray[Any], y: NDArray[Any]) -> Moments:
    """Return the moments of a few rows, without an offset."""
    Z = np.empty((X.shape[1] + 1, len(y)))
    Z[:-1], Z[-1] = X.T, y
    mean = Z.mean(axis=1)
    Z -= mean[:, None]
    return Moments(len(y), mean, _products(Z), np.zeros(X.shape[1]))


class Centre(NamedTuple):
    """What is subtracted from each row: a rough mean of X, one of y, and then X·offset from y."""

    X: Array
    y: float
    offset: Array


Strip = tuple[NDArray[Any], NDArray[Any], Centre]


def _of_many(X: NDArray[Any], y: NDArray[Any], mean: Array, offset: Array) -> Moments:
    """Return the moments of rows, given a rough mean of them."""
    mean = np.where(np.isfinite(mean), mean, 0)
    n, centre = len(y), Centre(mean[:-1], float(mean[-1]), offset)
    # Products of wide rows keep OpenBLAS's own threads busy, and a table of them takes memory.
    parted = X.size > LONG and X.shape[1] <= WIDE
    edges = np.linspace(0, n, STRIPS + 1).astype(int) if parted else [0, n]
    strips = [(X[i:j], y[i:j], centre) for i, j in pairwise(edges)]
    sums, products = (sum(part) for part in zip(*_in_threads(strips), strict=True))
    # About the true means, which lie `shift` beside the rough ones, the products are smaller.
    shift = np.asarray(sums) / n
    cross_products = (np.asarray(products) - n * np.multiply.outer(shift, shift)).astype(float)
    np.maximum(cross_products, 0, out=cross_products, where=np.eye(len(shift), dtype=bool))
    shift[-1] += offset @ shift[:-1]  # of y itself
    return Moments(n, (mean + shift).astype(float), cross_products, offset)


def _in_threads(strips: list[Strip]) -> list[tuple[Sums, Sums]]:
    """Return the sums of all strips, by as many threads as there are processors."""
    workers = min(len(strips), os.cpu_count() or 1)
    if workers > 1:
        from concurrent.futures import ThreadPoolExecutor  # only here: it takes a while to import

        try:
            with ThreadPoolExecutor(workers) as pool:
                return list(pool.map(lambda strip: _sums(*strip), strips))
        except RuntimeError:  # no thread can be started, as in a browser
            pass
    return [_sums(*strip) for strip in strips]


def _sums(X: NDArray[Any], y: NDArray[Any], centre: Centre) -> tuple[Sums, Sums]:
    """Return the sums of the centred columns [X, y − X·offset], and of their products.

    Long doubles, where the machine has them, keep the digits of sums of many chunks.
    """
    columns, size = X.shape[1] + 1, _chunk_rows(X.shape[1])
    space = np.empty((columns, min(size, len(y))))
    sums, products = np.zeros(columns, np.longdouble), np.zeros((columns, columns), np.longdouble)
    with np.errstate(over="ignore", invalid="ignore"):  # each thread has its own settings
        for first in range(0, len(y), size):
            Z = _centred(X[first : first + size], y[first : first + size], centre, space)
            sums += Z.sum(axis=1)
            products += _products(Z)
    return sums, products


def _centred(X: NDArray[Any], y: NDArray[Any], centre: Centre, space: Array) -> NDArray[np.float64]:
    """Return [X, y − X·offset] less its rough centre, each column as one long vector."""
    Z = space[:, : len(y)]
    np.subtract(X.T, centre.X[:, None], out=Z[:-1], dtype=np.float64)
    np.subtract(y, centre.y, out=Z[-1], dtype=np.float64)
    for weight, column in zip(centre.offset, Z[:-1], strict=True):
        if weight:
            Z[-1] -= weight * column
    return Z


def _products(Z: Array) -> Array:
    """Return Z Zᵀ, in blocks that are too small for threads of OpenBLAS to wake up."""
    columns, length = Z.shape
    if columns * columns * length <= PRODUCT or columns > WIDE:
        product: Array = Z @ Z.T
        return product
    size = DOT if columns < 8 else PRODUCT // columns**2
    whole = length - length % size
    products: Array = Z[:, whole:] @ Z[:, whole:].T
    blocks = Z[:, :whole].reshape(columns, -1, size)
    if columns >= 8:
        blocks = blocks.transpose(1, 0, 2)
        products += (blocks @ blocks.transpose(0, 2, 1)).sum(axis=0)
        return products
    for i in range(columns):  # of few columns two at a time are faster than all at once
        for j in range(i + 1):
            products[i, j] += np.matmul(blocks[i, :, None, :], blocks[j, :, :, None]).sum()
            products[j, i] = products[i, j]
    return products


def _not_finite(X: NDArray[Any], y: NDArray[Any], chunk: str) -> ValueError:
    """Return an error that names the first entry that is not finite, looking at chunks again."""
    size = _chunk_rows(X.shape[1])
    for first in range(0, len(y), size):
        for name, part in [("X", X[first : first + size]), ("y", y[first : first + size])]:
            places = np.argwhere(~np.isfinite(part))
            if len(places):
                i, *j = places[0].tolist()
                found = f"{name}{[first + i, *j]}{chunk} is {part[(i, *j)]}"
                return ValueError(f"{found}, but must be a finite number")
    return ValueError(f"X or y{chunk} holds numbers that are too large to be squared")
