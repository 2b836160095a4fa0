"""Moments of Dask arrays: each chunk where it lies, and the sums in a tree."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg.arguments import Array, fit, real
from linreg.closed_form.gather import fitting, moments_of_arrays
from linreg.closed_form.sums import Moments


def moments_of_dask(X: Any, y: Any) -> Moments:
    """Let Dask take the moments of each chunk, and add them up in a tree."""
    from dask.array import blockwise, from_array

    _refuse_workers_without_linreg()
    X, y = _fitting_chunks(X, y)
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


def _fitting_chunks(X: Any, y: Any) -> tuple[Any, Any]:
    """Return X and y as Dask arrays, cut into chunks of the same rows."""
    from dask.array import asarray

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
        return X, y.rechunk(X.chunks[:1])
    if X.numblocks[0] != y.numblocks[0]:
        raise ValueError(
            f"X has {X.numblocks[0]} chunks and y has {y.numblocks[0]}, some of unknown length, "
            "but each chunk of X needs its targets: call compute_chunk_sizes() on both"
        )
    return X, y


def _refuse_workers_without_linreg() -> None:
    """Say so at once: a worker that cannot import linreg would keep the client waiting for ever."""
    try:
        from distributed import get_client

        client = get_client()
    except (ImportError, ValueError):  # no cluster
        return

    def is_there() -> bool:  # sent by value, since linreg itself may be missing over there
        try:
            import linreg
        except ImportError:
            return False
        return hasattr(linreg, "moments")

    missing = [worker for worker, there in client.run(is_there).items() if not there]
    if missing:
        raise ModuleNotFoundError(
            f"linreg is missing on {len(missing)} of the workers, such as {missing[0]}: install it "
            'there, or send it along with client.upload_file("linreg.zip")'
        )


def _of_chunk(X: Any, y: Any, number: Array, n_features: int) -> NDArray[Any]:
    """Return an array of one entry, the moments of the chunk."""
    chunk = f" in chunk {number[0]}"
    X, y = fitting(X, y, chunk, n_features=n_features)
    d = n_features
    empty = Moments(0, np.zeros(d + 1), np.zeros((d + 1, d + 1)), np.zeros(d))
    return np.array([[moments_of_arrays(X, y, chunk) if len(y) else empty]])
