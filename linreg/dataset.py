"""Examples to learn from: made up with known parameters, or read from a file.

Left out: missing values, categories and whatever else must be cleaned to get a table of numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked, require_spread
from linreg.tables import COLUMNS, read_table


class Dataset(NamedTuple):
    """A table of examples: X of shape (n_samples, n_features), y of shape (n_samples,), names."""

    X: Array
    y: Array
    feature_names: tuple[str, ...]
    target_name: str


def generate_examples(
    n_samples: int, W: ArrayLike, b: float, noise: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Make up examples whose true parameters are known: y = XW + b + ε.

    X is (n_samples, n_features), standard normal; W is (n_features,); b is a float. ε is one normal
    draw per row with standard deviation `noise`, in the units of y. rng gives X first, then ε.
    y is (n_samples,). ValueError if n_samples is not positive or noise is negative.

    Without noise the rows lie on the plane:

    >>> X, y = generate_examples(3, W=[1, -3], b=1, noise=0, rng=np.random.default_rng(0))
    >>> bool(np.all(y == X[:, 0] - 3 * X[:, 1] + 1))
    True
    """
    n_samples, W, b, noise, rng = checked(n_samples=n_samples, W=W, b=b, noise=noise, rng=rng)
    X = rng.standard_normal((n_samples, len(W)))
    y = X @ W + b + noise * rng.standard_normal(n_samples)
    return X, y


def standardize(X: ArrayLike) -> tuple[Array, Array, Array]:
    """Return (X − mean) / std, column by column, and the mean and std to scale new rows with.

    X is (n_samples, n_features); mean and std are (n_features,), in the units of the columns. The
    scaled columns have mean 0, standard deviation 1 and no unit. The standard deviation is that of
    these rows (divided by n, not n − 1). ValueError if a column is constant.

    >>> X_scaled, mean, std = standardize([[1, 10], [3, 50]])
    >>> X_scaled
    array([[-1., -1.],
           [ 1.,  1.]])
    """
    X = checked(X=X)
    require_spread("X", X, "to be standardized")
    mean, std = X.mean(axis=0), X.std(axis=0)
    return (X - mean) / std, mean, std


def train_test_split(
    X: ArrayLike, y: ArrayLike, *, test_fraction: float, rng: np.random.Generator
) -> tuple[Array, Array, Array, Array]:
    """Deal the rows at random into a part to learn from and a part to be tested on.

    X is (n_samples, n_features), y is (n_samples,). Returns X_train, X_test, y_train, y_test; each
    row keeps its target. The number of test rows is rounded. ValueError if test_fraction is not
    between 0 and 1, or leaves one side empty.

    >>> X, y = [[1], [2], [3], [4]], [10, 20, 30, 40]
    >>> parts = train_test_split(X, y, test_fraction=0.25, rng=np.random.default_rng(0))
    >>> [len(part) for part in parts]
    [3, 1, 3, 1]
    """
    X, y, test_fraction, rng = checked(X=X, y=y, test_fraction=test_fraction, rng=rng)
    n_test = round(test_fraction * len(y))
    if not 0 < n_test < len(y):
        of_rows = f"of {len(y)} rows that leaves one side empty"
        raise ValueError(f"test_fraction is {test_fraction:g}, but {of_rows}")
    order = rng.permutation(len(y))
    test, train = order[:n_test], order[n_test:]
    return X[train], X[test], y[train], y[test]


def load_dataset(name: str) -> Dataset:
    """Return "houses", "cricket_chirps" or "penguins" as a Dataset.

    Sources, licences, columns and units are in data/README.md. ValueError for any other name.

    >>> load_dataset("cricket_chirps").feature_names
    ('chirps per second',)
    """
    if not isinstance(name, str) or name not in COLUMNS:  # type: ignore[redundant-expr]
        raise ValueError(f"name is {name!r}, but must be one of {', '.join(COLUMNS)}")
    from importlib.resources import as_file, files  # only here: it takes a while to import

    with as_file(files("linreg") / "data" / f"{name}.csv") as path:
        return read_csv(path, COLUMNS[name])


def read_csv(path: str | PathLike[str], columns: Sequence[str] | None = None) -> Dataset:
    """Read a table of numbers from a CSV file in UTF-8: first line names, last column the target.

    With `columns`, only these are read, in this order. ValueError, naming file and line, if the
    file is missing, has fewer than two columns, no rows or ragged rows, lacks one of the columns,
    or holds what is no finite number; TypeError if columns is one name.
    """
    names, table = read_table(path, columns)
    return Dataset(table[:, :-1], table[:, -1], tuple(names[:-1]), names[-1])
