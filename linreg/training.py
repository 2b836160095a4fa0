"""The step, the loop, and the closed form to hold them against.

Left out: mini-batches, momentum, regularization and early stopping. Every step sees every row.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked, checked_already
from linreg.gradient import mse_gradient
from linreg.loss import mean_squared_error
from linreg.model import forward


class TrainingRun(NamedTuple):
    """What training ends with: the parameters, and the loss before each update."""

    W: Array
    b: float
    losses: Array


class DivergenceError(ArithmeticError):
    """The loss grew until it overflowed at `iteration`; `losses` holds those before.

    `learning_rate` is the rate that was used, `limit` the one that it must stay below.
    """

    def __init__(self, iteration: int, learning_rate: float, limit: float, losses: Array) -> None:
        super().__init__(iteration, learning_rate, limit, losses)
        self.iteration = iteration
        self.learning_rate = learning_rate
        self.limit = limit
        self.losses = losses

    def __str__(self) -> str:
        if self.iteration == 0 or self.learning_rate < self.limit:
            reason = "the targets or the first parameters are too large to be squared"
        else:
            reason = (
                f"learning_rate is {self.learning_rate:.4g}, "
                f"but must be below {self.limit:.4g} for this X"
            )
        return f"the loss overflowed at iteration {self.iteration}: {reason}"


def update(
    W: ArrayLike, b: float, dW: ArrayLike, db: float, learning_rate: float
) -> tuple[Array, float]:
    """Return the parameters one step downhill: W − η dW and b − η db.

    W and dW are (n_features,), b and db floats, and η is the learning rate. ValueError if the
    shapes differ or the rate is not positive.

    Where the loss rises to the right, the step goes left:

    >>> update(W=[1.0, 1.0], b=0.0, dW=[2.0, -2.0], db=1.0, learning_rate=0.1)
    (array([0.8, 1.2]), -0.1)
    """
    W, b, dW, db, learning_rate = checked(W=W, b=b, dW=dW, db=db, learning_rate=learning_rate)
    return W - learning_rate * dW, b - learning_rate * db


def train(
    X: ArrayLike,
    y: ArrayLike,
    W: ArrayLike,
    b: float,
    *,
    learning_rate: float,
    n_iterations: int,
    log_every: int | None = None,
) -> TrainingRun:
    """Repeat forward, loss, backward and update, on all rows each time.

    X is (n_samples, n_features), y is (n_samples,); W and b are where to start. `losses[i]` is the
    loss before update i, so `losses[0]` is that of the start. With log_every=100 every hundredth
    loss is printed.

    The loop converges if the learning rate is below `stability_limit(X)`. DivergenceError if the
    loss overflows; ValueError if shapes do not fit, or a rate or count is not positive.

    Three points on the line y = 2x + 1 are enough to find it:

    >>> X, y = [[-1], [0], [1]], [-1, 1, 3]
    >>> W, b, losses = train(X, y, W=[0], b=0, learning_rate=0.5, n_iterations=100)
    >>> W.round(6), round(b, 6), len(losses)
    (array([2.]), 1.0, 100)
    """
    X, y, W, b = checked(X=X, y=y, W=W, b=b)
    learning_rate, n_iterations, log_every = checked(
        learning_rate=learning_rate, n_iterations=n_iterations, log_every=log_every
    )
    losses = []
    with checked_already():  # once is enough: the four functions below need not look again
        for i in range(n_iterations):
            y_hat = forward(X, W, b)
            losses.append(mean_squared_error(y, y_hat))
            if not math.isfinite(losses[i]):
                raise DivergenceError(i, learning_rate, stability_limit(X), np.array(losses[:i]))
            if log_every and i % log_every == 0:
                print(f"iteration {i:5d}   loss {losses[i]:.6f}")
            dW, db = mse_gradient(X, y, y_hat)
            W, b = update(W, b, dW, db, learning_rate)
    if not np.isfinite([*W, b]).all():  # no loss was taken after the last step
        raise DivergenceError(n_iterations, learning_rate, stability_limit(X), np.array(losses))
    return TrainingRun(W, b, np.array(losses))


def normal_equation(X: ArrayLike, y: ArrayLike) -> tuple[Array, float]:
    """Return the W and b with the smallest mean squared error, without a loop.

    Where the gradient is zero, XᵀX W = Xᵀy (on centred columns). It is solved through X = QR, for
    XᵀX has the square of X's condition number: that would lose twice as many digits (Å. Björck,
    Numerical Methods for Least Squares Problems, SIAM 1996). NIST's polynomial of degree 10, Filip,
    keeps 7 digits, all that its powers of x still hold when they are rounded to floats.

    X is (n_samples, n_features), y is (n_samples,). ValueError if there are fewer rows than
    unknowns, or a column of X is constant or a combination of the columns before it.

    >>> W, b = normal_equation([[0], [1], [2]], [1, 3, 5])
    >>> W.round(12), round(b, 12)
    (array([2.]), 1.0)
    """
    X, y = checked(X=X, y=y)
    n_samples, n_features = X.shape
    if n_samples < n_features + 1:
        raise ValueError(
            f"X has {n_samples} rows, but needs {n_features + 1}: one per weight, one for the bias"
        )
    mean = X.mean(axis=0)
    Q, R = np.linalg.qr(X - mean)
    size = 10 * n_samples * np.finfo(float).eps * np.linalg.norm(X, axis=0)  # of rounding
    for j in range(n_features):
        # What is left of a column, R[j, j], must be more than rounding in all that make it up.
        share = np.linalg.solve(R[:j, :j], R[:j, j])
        if abs(R[j, j]) <= size[j] + np.abs(share) @ size[:j]:
            raise ValueError(f"column {j} of X is constant or a combination of those before it")
    W = np.linalg.solve(R, Q.T @ (y - y.mean()))
    refined = np.linalg.solve(R, Q.T @ (y - y.mean() - (X - mean) @ W))  # fit what is left
    return W + refined, float(np.mean(y - X @ W) - mean @ refined)


def stability_limit(X: Any) -> float:
    """Return the learning rate at which the loop stops converging: 2/λmax.

    λmax is the largest curvature of the mean squared error over (W, b): the largest eigenvalue of
    (2/n) AᵀA, where A is X, of shape (n_samples, n_features), with a column of ones for the bias.
    X may also be the `Moments` of such rows.

    Features ten times as large need steps a hundred times as small:

    >>> round(stability_limit([[-1], [1]]), 6), round(stability_limit([[-10], [10]]), 6)
    (1.0, 0.01)
    """
    return float(2 / X.bowl.curvatures[0]) if hasattr(X, "bowl") else _limit_of_rows(X)


def _limit_of_rows(X: ArrayLike) -> float:
    X = checked(X=X)
    A = np.column_stack([X, np.ones(len(X))])
    return float(len(X) / np.linalg.norm(A, 2) ** 2)
