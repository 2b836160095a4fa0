"""The step, and the loop that repeats it.

Left out: mini-batches, momentum, regularization and early stopping. Every step sees every row.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked, checked_already
from linreg.closed_form.least_squares import stability_limit
from linreg.gradient import mse_gradient
from linreg.loss import mean_squared_error
from linreg.model import forward


class TrainingRun(NamedTuple):
    """What training ends with: the parameters, and the loss before each update."""

    W: Array
    b: float
    losses: Array


class DivergenceError(ArithmeticError):
    """The loss overflowed at `iteration`, after `losses`: `learning_rate` must be below `limit`."""

    def __init__(self, iteration: int, learning_rate: float, limit: float, losses: Array) -> None:
        super().__init__(iteration, learning_rate, limit, losses)
        self.iteration, self.learning_rate = iteration, learning_rate
        self.limit, self.losses = limit, losses

    def __str__(self) -> str:
        if self.iteration == 0 or self.learning_rate < self.limit:
            reason = "the targets or the first parameters are too large to be squared"
        elif self.limit == 0:
            reason = "the features are too large to be squared"
        else:
            rate, limit = f"{self.learning_rate:.4g}", f"{self.limit:.4g}"
            reason = f"learning_rate is {rate}, but must be below {limit} for this X"
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
