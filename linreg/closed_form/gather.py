"""One pass over the rows, in memory or on disk, a chunk at a time, that takes their moments.

From each row a rough centre is subtracted while it is copied, and its products are added up; one
correction at the end makes of them the products of deviations from the true means. Left out:
weights of rows, and a table that grows while it is read.
"""

from __future__ import annotations

import math
import os
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg.arguments import Array, fit, real
from linreg.closed_form.sums import Moments

CHUNK = 2**18  # numbers worked on at a time: two megabytes, which a processor's cache can hold
STRIPS = 16  # parts of a long table that threads share out; always as many, for the same rounding
LONG = 2**21  # numbers from which on a second thread pays
# OpenBLAS wakes its own threads for long vectors, and they wait on each other wherever the machine
# has something else to do. Products of blocks of so many rows, or so many numbers, it takes without
# them. And NumPy lets our other threads run only while a product has more than 500 results: so all
# blocks of a chunk are multiplied in one call.
BLOCK, PRODUCT = 256, 200_000
NARROW = 6  # columns below which each is worked on as a vector
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
    every = 1 if n <= max(_chunk_rows(d) // 8, few) else 1 + n // few
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
    mean = Z.sum(axis=1) / len(y)
    Z -= mean[:, None]
    return Moments(len(y), mean, _by_blocks(Z.T, Z.T), np.zeros(X.shape[1]))


def _of_many(X: NDArray[Any], y: NDArray[Any], mean: Array, offset: Array) -> Moments:
    """Return the moments of rows, given a rough mean of them."""
    mean = np.where(np.isfinite(mean), mean, 0)
    n, d = X.shape
    # Products of wide rows keep OpenBLAS's own threads busy, and a table of them takes memory.
    parted = X.size > LONG and d <= WIDE
    edges = np.linspace(0, n, STRIPS + 1).astype(np.intp) if parted else [0, n]
    strips = [(X[i:j], y[i:j], mean, offset) for i, j in pairwise(edges)]
    sums: Sums = np.sum(_in_threads(strips), axis=0)
    # About the true means, which lie `shift` beside the rough ones, the products are smaller.
    shift = sums[-1, :-1] / n
    cross_products = (sums[:-1, :-1] - n * np.multiply.outer(shift, shift)).astype(float)
    np.maximum(cross_products, 0, out=cross_products, where=np.eye(d + 1, dtype=bool))
    shift[-1] += offset @ shift[:-1]  # of y itself
    return Moments(n, (mean + shift).astype(float), cross_products, offset)


def _in_threads(strips: list[tuple[Any, ...]]) -> list[Sums]:
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


def _sums(X: NDArray[Any], y: NDArray[Any], mean: Array, offset: Array) -> Sums:
    """Return AᵀA for A = [X, y − X·offset, 1], with X and y less their rough means.

    Its last row are the sums of the columns, and their count. Long doubles, where the machine has
    them, keep the digits of sums of many chunks.
    """
    (n, d), size = X.shape, min(len(y), _chunk_rows(X.shape[1]))
    narrow = d < NARROW
    # A few columns are copied, each into one long vector. Rows of many stay as they lie, and the
    # means are written out for each: what lies alike is one long vector for NumPy, too.
    A = np.ones((d + 2 if narrow else 2, size)).T
    Z = A[:, :d] if narrow else np.empty_like(X[:size], float, subok=False)
    means = np.broadcast_to(mean[:-1], Z.shape) if narrow else np.full_like(Z, mean[:-1])
    sums = np.zeros((d + 2, d + 2), np.longdouble)
    with np.errstate(over="ignore", invalid="ignore"):  # each thread has its own settings
        for i in range(0, n, size):
            m = min(size, n - i)
            np.subtract(X[i : i + m].T, means[:m].T, out=Z[:m].T, dtype=np.float64)
            np.subtract(y[i : i + m], mean[-1], out=A[:m, -2], dtype=np.float64)
            for j in np.flatnonzero(offset):
                A[:m, -2] -= offset[j] * Z[:m, j]
            sums += _by_pairs(A[:m]) if narrow else _by_parts(Z[:m], A[:m])
    return sums


def _by_parts(Z: Array, rest: Array) -> Array:
    """Return AᵀA for A = [Z, rest], of which the rest are few columns."""
    between = _by_blocks(Z, rest)
    return np.block([[_by_blocks(Z, Z), between], [between.T, _by_pairs(rest)]])


def _by_pairs(A: Array) -> Array:
    """Return AᵀA, one product of two columns after another, which is faster where they are few."""
    n, columns = A.shape
    whole = n - n % BLOCK
    products: Array = A[whole:].T @ A[whole:]
    blocks = A[:whole].T.reshape(columns, -1, BLOCK)
    for j in range(columns):
        products[j:, j] += (blocks[j:, :, None, :] @ blocks[j, :, :, None]).sum(axis=1)[:, 0, 0]
        products[j, j:] = products[j:, j]
    return products


def _by_blocks(A: Array, B: Array) -> Array:
    """Return AᵀB, by blocks of rows that are too small for threads of OpenBLAS to wake up."""
    n, columns = A.shape
    if n * columns**2 <= PRODUCT or columns > WIDE:
        return A.T @ B
    size = min(BLOCK, PRODUCT // columns**2)
    whole = n - n % size
    a = A[:whole].reshape(-1, size, columns).transpose(0, 2, 1)
    b = B[:whole].reshape(-1, size, B.shape[1])
    products: Array = (a @ b).sum(axis=0) + A[whole:].T @ B[whole:]
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
