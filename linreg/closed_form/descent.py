"""A thousand iterations of gradient descent as one power.

Along axis k of the bowl each iteration multiplies the residual rₖ by 1 − ηλₖ (see `bowl`), so after
i of them it is rₖ (1 − ηλₖ)ⁱ, and the loss floor + Σ rₖ² (1 − ηλₖ)²ⁱ. Left out: mini-batches, and
losses that are no mean of squares.
"""

from __future__ import annotations

import math
import warnings

import numpy as np
from numpy.typing import ArrayLike

from linreg.arguments import Array, checked, fit
from linreg.closed_form.bowl import Bowl
from linreg.closed_form.least_squares import stability_limit
from linreg.closed_form.sums import Moments
from linreg.training import DivergenceError, TrainingRun


def trajectory(
    moments: Moments, W: ArrayLike, b: float, *, learning_rate: float, n_iterations: int
) -> TrainingRun:
    """Return what `train` returns on the rows behind the moments, without a loop.

    W is (n_features,), b a float: where to start. DivergenceError if a loss overflows, at the
    iteration where `train` raises it; ValueError if W does not fit, or the rate or count is not
    positive.

    A warning says along which direction the loss is flat, if there is one: it is never learned.

    >>> from linreg import moments
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
    for direction in bowl.Vt[len(bowl.s) :]:
        warnings.warn(f"the loss is flat along {_words(direction)}", stacklevel=2)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        step = learning_rate * bowl.curvatures
        losses, p = _descend(bowl, np.concatenate([W, [b]]), step, n_iterations)
        # The sum of squares, which the loop adds before it divides, is what overflows first. Sums
        # of powers are convex: if the first and the last are finite, so are all between.
        sums = moments.n_samples * losses
        finite = math.isfinite(sums[0] + sums[-1] + p.sum())
    if not finite:
        i = int(np.argmin(np.isfinite(np.append(sums, np.inf))))
        raise DivergenceError(i, learning_rate, stability_limit(moments), losses[:i])
    return TrainingRun(p[:-1], float(p[-1]), losses)


def _words(direction: Array) -> str:
    """Return a direction in which the loss is flat, in words."""
    # The first of the largest entries becomes 1; rounding has no say in which is larger.
    sizes = np.abs(direction)
    largest = np.argmax(sizes > (1 - 1e-9) * sizes.max())
    *weights, bias = (direction / direction[largest]).round(12) + 0.0
    in_words = ", ".join(f"{weight:.4g}" for weight in weights)
    return f"W = [{in_words}], b = {bias:.4g}: this is never learned"


def _descend(bowl: Bowl, start: Array, step: Array, n: int) -> tuple[Array, Array]:
    """Return the losses of n iterations from p = (W, b), where ηλ is step, and p after them."""
    r = (bowl.R @ start - bowl.t) @ bowl.U[:, : len(step)]
    # log |1 − ηλ|, to the last digit also where ηλ is tiny. It may be infinite, but 800 will do:
    # e^−800 is 0, and e^800 overflows.
    log = np.log1p(np.maximum(-step, step - 2)).clip(-800, 800)
    return bowl.floor + _sums_of_powers(r, log, n), _end(bowl, start, r, step, log, n)


def _sums_of_powers(r: Array, log: Array, n: int) -> Array:
    """Return Σₖ rₖ² e^(2i logₖ) for i = 0 … n − 1."""
    # The i-th power is the (i mod m)-th times a power of the m-th: √n of each are enough. But where
    # they grow, factors may overflow whose product does not.
    m = 1 if log.max() > 0 else math.isqrt(n - 1) + 1
    fine = np.exp(2 * np.multiply.outer(np.arange(m), log))
    coarse = np.exp(2 * (np.multiply.outer(np.arange(0, n, m), log) + np.log(np.abs(r))))
    powers: Array = coarse @ fine.T
    return powers.ravel()[:n]


def _end(bowl: Bowl, start: Array, r: Array, step: Array, log: Array, n: int) -> Array:
    """Return p = (W, b) after n iterations from `start`, where the residuals are r."""
    gone = -np.expm1(n * log)  # 1 − (1 − ηλ)ⁿ
    if n % 2:  # the power is negative where ηλ > 1
        gone = np.where(step < 1, gone, 1 + np.exp(n * log))
    m, s = len(r), bowl.s
    change = np.where(r != 0, -gone * r / s, 0.0)
    end = start + change @ bowl.Vt[:m]
    if (np.abs(end) > 1e-3 * np.abs(start)).all():
        return end
    # It landed far below the start, so that only rounding of the start is left. Then the end is
    # better put together anew: along an axis that has mostly been walked, from the bottom and what
    # is left of the way; along the others, from the start's share and the change.
    done = gone > 0.5
    place, size = bowl.Vt @ start, np.abs(bowl.Vt) @ np.abs(start)
    place[:m] = np.where(done, (r * (1 - gone) + bowl.t @ bowl.U[:, :m]) / s, place[:m] + change)
    size[:m] = np.where(done, np.abs(place[:m]), size[:m] + np.abs(change))
    # Of two sums for the same number, the one with the smaller terms has the smaller rounding.
    terms = np.abs(start) + np.abs(change) @ np.abs(bowl.Vt[:m])
    return np.where(size @ np.abs(bowl.Vt) < terms, place @ bowl.Vt, end)
