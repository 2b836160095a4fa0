"""The line, and the class that holds its numbers.

A prediction is a weighted sum of the features plus a bias. Left out: everything that bends
(polynomials, activation functions); a straight line is the whole model.
"""

from __future__ import annotations

from os import PathLike

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked


def line(x: ArrayLike, w: float, b: float) -> Array:
    """Return the height of the line at each x: y = w·x + b.

    x is an array of any shape, w the slope in units of y per unit of x, b the intercept (the height
    at x = 0) in units of y. The result has the shape of x.

    One step to the right climbs by the slope:

    >>> line([0, 1, 2], w=3, b=1)
    array([1., 4., 7.])
    """
    x, w, b = checked(x=x, w=w, b=b)
    return w * x + b


def initialize(n_features: int, rng: np.random.Generator) -> tuple[Array, float]:
    """Return parameters to start from: a random weight for each feature, and the bias 0.

    W has shape (n_features,); its entries are independent draws of the standard normal
    distribution from rng. b is a float. TypeError if rng is no Generator.

    The same seed gives the same start:

    >>> W, b = initialize(2, np.random.default_rng(0))
    >>> W.round(3), b
    (array([ 0.126, -0.132]), 0.0)
    """
    n_features, rng = checked(n_features=n_features, rng=rng)
    W = rng.standard_normal(n_features)
    b = 0.0
    return W, b


def forward(X: ArrayLike, W: ArrayLike, b: float) -> Array:
    """Return one prediction per row of X: ŷ = XW + b.

    X is (n_samples, n_features), W is (n_features,) in units of y per unit of each feature, b a
    float in units of y; ŷ is (n_samples,). ValueError if the shapes do not fit.

    Where all features are 0 the prediction is the bias:

    >>> forward([[0, 0], [1, 0], [0, 1]], W=[2, -3], b=1)
    array([ 1.,  3., -2.])
    """
    X, W, b = checked(X=X, W=W, b=b)
    return X @ W + b


class LinearModel:
    """The parameters of a linear model: W of shape (n_features,) and the float b.

    >>> LinearModel(W=[2, -3], b=1).forward([[1, 1]])
    array([0.])
    """

    def __init__(self, W: ArrayLike, b: float) -> None:
        W, b = checked(W=W, b=b)
        self.W = W.copy()  # what the caller does with theirs later is not our business
        self.b = b

    @classmethod
    def initialize(cls, n_features: int, rng: np.random.Generator) -> LinearModel:
        """Return an untrained model; see `linreg.initialize`."""
        return cls(*initialize(n_features, rng))

    def forward(self, X: ArrayLike) -> Array:
        """Return one prediction per row of `X`; see `linreg.forward`."""
        return forward(X, self.W, self.b)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the parameters to a JSON file, every digit of them: whole, or not at all.

        ValueError if they have become such that `load` would refuse them, as after a divergence.
        """
        from linreg.files import save  # only here: whoever writes no file need not wait for it

        W, b = checked(W=self.W, b=self.b)
        save(path, {"W": W.tolist(), "b": b})

    @classmethod
    def load(cls, path: str | PathLike[str]) -> LinearModel:
        """Return the model that `save` wrote; ValueError if the file holds anything else."""
        from linreg.files import load

        return load(path, "model", ("W", "b"), cls)

    def __repr__(self) -> str:
        return f"LinearModel(W={self.W.tolist()}, b={self.b})"
