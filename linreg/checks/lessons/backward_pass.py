"""Lesson 6, the backward pass: `numerical_gradient`, `one_house_slope` and `mse_gradient`."""

from collections.abc import Callable
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import (
    Args,
    Curve,
    Exercise,
    Mistake,
    Part,
    Parts,
    Remark,
    Rule,
    Stop,
    table,
)
from linreg.checks.lessons import rules
from linreg.gradient import mse_gradient, numerical_gradient
from linreg.small_steps import one_house_slope

# Rows of different weight, columns whose means are not 0, and no two residuals of equal size.
_X4 = table([1.5, -0.5, 2], [0.5, 3, 1], [-2, 1, 0.5], [4, 2.5, -1])
_X5 = table([2, 1], [0.5, -1], [3, 4], [-1, 2.5], [1, 0.5])
_X7 = table([1, 0.5], [2, -1], [0.5, 3], [4, 2], [-1.5, 1], [2.5, 0], [1, 5])


def _only_last_row(X: Any, y: Any, y_hat: Any) -> Any:
    n = len(y)
    for i in range(n):
        dW = 2 / n * (y_hat[i] - y[i]) * X[i]
        db = 2 / n * (y_hat[i] - y[i])
    return dW, db


def _first_row_left_out(X: Any, y: Any, y_hat: Any) -> Any:
    e, n = (y_hat - y)[1:], len(y)
    return 2 / n * X[1:].T @ e, 2 / n * e.sum()


def _last_row_left_out(X: Any, y: Any, y_hat: Any) -> Any:
    e, n = (y_hat - y)[:-1], len(y)
    return 2 / n * X[:-1].T @ e, 2 / n * e.sum()


def _rows_for_columns(X: Any, y: Any, y_hat: Any) -> Any:
    e, d = y_hat - y, X.shape[1]
    return 2 / len(y) * np.sum(X[:d] * e[:d, None], axis=1), 2 / len(y) * e.sum()


def _all_with_all(X: Any, y: Any, y_hat: Any) -> Any:
    e = (y_hat[:, None] - y).sum(axis=1)
    return 2 / len(y) * X.T @ e, 2 / len(y) * e.sum()


MSE_GRADIENT = Exercise(
    lesson=6,
    reference=mse_gradient,
    parts={
        "dW": Part(lambda a: (a["X"].shape[1],), "one slope per weight"),
        "db": Part(lambda a: ()),
    },
    examples=(
        {"X": table([3]), "y": table(1), "y_hat": table(3)},
        {"X": table([1], [3]), "y": table(1, 2), "y_hat": table(2, 5)},
        {"X": table([1, 2], [3, 1], [2, 5]), "y": table(1, 2, 4), "y_hat": table(2, 5, 3.5)},
        {
            "X": table([1.1, 0.257], [-2.37, 1.6], [0.456, -0.91]),
            "y": table(0.3, -1.27, 2.615),
            "y_hat": table(1.1, -2.04, 0.7),
        },
    ),
    probes=(
        {"X": _X4, "y": table(1, -2, 3, 0.5), "y_hat": table(1.5, 1, 2.25, -3)},
        {"X": _X5, "y": table(2, 1, -1, 4, 3), "y_hat": table(3, 0.5, 1.5, 3, 7)},
        {
            "X": _X7,
            "y": table(1, 5, 2, -3, 0.5, 4, 2.5),
            "y_hat": table(2.5, 3, 2.75, 1, -0.5, 6, 9),
        },
    ),
    rules=(
        rules.zero_at_a_perfect_fit("the gradient"),
        rules.same_for_twice_the_rows("the gradient"),
        rules.same_in_any_order("the gradient"),
        rules.twice_the_residuals("the gradient", 2, "twice the residuals, twice the gradient"),
    ),
    mistakes=(
        Mistake(
            "X not transposed",
            lambda X, y, y_hat: (2 / len(y) * (X @ (y_hat - y)), 2 / len(y) * np.sum(y_hat - y)),
            "There is one residual per row, so it is the columns of `X` that must meet them: "
            "transpose it with `X.T`. In a loop column j is `X[:, j]`, for `X[j]` is a row.",
            concept="shape",
        ),
        Mistake(
            "rows for columns",
            _rows_for_columns,
            "`X[j]` is row j, but the slope of weight j needs column j, `X[:, j]`: it meets all "
            "the residuals.",
            concept="index",
        ),
        Mistake(
            "`//` for `/`",
            lambda X, y, y_hat: (2 // len(y) * (X.T @ (y_hat - y)), 2 // len(y) * sum(y_hat - y)),
            "`2 // n` is a whole number, and for more than two rows it is 0. Divide with `/`.",
            concept="factor",
        ),
        Mistake(
            "no factor 2",
            lambda X, y, y_hat: (X.T @ (y_hat - y) / len(y), np.mean(y_hat - y)),
            "Exactly half of the measured slope. The derivative of a square brings down a 2.",
            concept="factor",
        ),
        Mistake(
            "no 1/n",
            lambda X, y, y_hat: (2 * X.T @ (y_hat - y), 2 * np.sum(y_hat - y)),
            "n times too large: the loss is a mean over the rows, so its gradient is one too.",
            concept="sum for mean",
        ),
        Mistake(
            "neither 2 nor 1/n",
            lambda X, y, y_hat: (X.T @ (y_hat - y), np.sum(y_hat - y)),
            "The sum over the rows is right; the 2 of the square and the 1/n of the mean are "
            "both missing.",
            concept="factor",
        ),
        Mistake(
            "wrong sign",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y - y_hat), 2 * np.mean(y - y_hat)),
            "The right size and the wrong sign: it points downhill, and the update would then "
            "climb. The residual is prediction minus target.",
            concept="sign",
        ),
        Mistake(
            "wrong sign and no factor 2",
            lambda X, y, y_hat: (X.T @ (y - y_hat) / len(y), np.mean(y - y_hat)),
            "Two things at once: the residual is prediction minus target, and the 2 of the "
            "square is missing.",
            concept="sign",
        ),
        Mistake(
            "wrong sign in dW only",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y - y_hat), 2 * np.mean(y_hat - y)),
            "`db` is right, `dW` points the other way: both need the same residual, prediction "
            "minus target.",
            concept="sign",
        ),
        Mistake(
            "wrong sign in db only",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y_hat - y), 2 * np.mean(y - y_hat)),
            "`dW` is right, `db` points the other way: both need the same residual, prediction "
            "minus target.",
            concept="sign",
        ),
        Mistake(
            "no X in dW",
            lambda X, y, y_hat: (
                np.full(X.shape[1], 2 * np.mean(y_hat - y)),
                2 * np.mean(y_hat - y),
            ),
            "By the chain rule a weight acts through its feature, so column j of `X` must be in "
            "entry j of `dW`. Yours repeats `db`.",
            concept="ignored argument",
        ),
        Mistake(
            "product of the means",
            lambda X, y, y_hat: (
                2 * np.mean(y_hat - y) * X.mean(axis=0),
                2 * np.mean(y_hat - y),
            ),
            "The mean of products is not the product of the means: multiply row by row first, "
            "then average.",
            concept="order",
        ),
        Mistake(
            "db is the mean of dW",
            lambda X, y, y_hat: (dW := 2 / len(y) * X.T @ (y_hat - y), np.mean(dW)),
            "`db` is the mean of `dW`. The bias has a slope of its own: the mean of the residuals, "
            "times 2.",
            concept="wrong variable",
        ),
        Mistake(
            "X in db",
            lambda X, y, y_hat: (
                2 / len(y) * X.T @ (y_hat - y),
                2 * np.mean((y_hat - y) * X.sum(axis=1)),
            ),
            "The bias acts on every row alike, so no feature enters `db`.",
            concept="wrong variable",
            also=(
                lambda X, y, y_hat: (
                    2 / len(y) * X.T @ (y_hat - y),
                    2 * np.mean((y_hat - y) * X[:, 0]),
                ),
            ),
        ),
        Mistake(
            "residual times target",
            lambda X, y, y_hat: (
                np.full(X.shape[1], 2 * np.mean((y_hat - y) * y)),
                2 * np.mean(y_hat - y),
            ),
            "`dW` is the residual times the feature that the weight multiplies, not times the "
            "target.",
            concept="wrong variable",
        ),
        Mistake(
            "dW is a column",
            lambda X, y, y_hat: (
                2 / len(y) * X.T @ (y_hat - y)[:, None],
                2 * np.mean(y_hat - y),
            ),
            "The numbers are right, the shape is not: `dW` is a column of shape (n_features, 1), "
            "but must have the shape of `W`, (n_features,).",
            concept="shape",
        ),
        Mistake(
            "dW is a row",
            lambda X, y, y_hat: (
                2 / len(y) * (y_hat - y)[None, :] @ X,
                2 * np.mean(y_hat - y),
            ),
            "The numbers are right, the shape is not: `dW` is a table of one row, "
            "(1, n_features), but must have the shape of `W`, (n_features,).",
            concept="shape",
        ),
        Mistake(
            "sign of the residual",
            lambda X, y, y_hat: (
                X.T @ np.sign(y_hat - y) / len(y),
                np.mean(np.sign(y_hat - y)),
            ),
            "That is the gradient of the mean absolute error: it only sees on which side you "
            "are. With squares the size of each residual counts.",
            concept="sign",
        ),
        Mistake(
            "divides by the number of features",
            lambda X, y, y_hat: (
                2 / X.shape[1] * X.T @ (y_hat - y),
                2 / X.shape[1] * np.sum(y_hat - y),
            ),
            "n counts the rows of `X`, the examples. You divided by the number of its columns.",
            concept="factor",
        ),
        Mistake(
            "divides by all entries of X",
            lambda X, y, y_hat: (2 / X.size * X.T @ (y_hat - y), 2 / X.size * np.sum(y_hat - y)),
            "n counts the rows of `X`, the examples. You divided by the number of all its entries.",
            concept="factor",
        ),
        Mistake(
            "divides by n − 1",
            lambda X, y, y_hat: (
                2 * X.T @ (y_hat - y) / max(len(y) - 1, 1),
                2 * np.sum(y_hat - y) / max(len(y) - 1, 1),
            ),
            "The mean divides by n. Dividing by n − 1 is for estimating a variance.",
            concept="factor",
        ),
        Mistake(
            "db is a sum",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y_hat - y), 2 * np.sum(y_hat - y)),
            "`dW` is averaged over the rows, `db` is not: it is n times too large.",
            concept="sum for mean",
        ),
        Mistake(
            "dW is a sum",
            lambda X, y, y_hat: (2 * X.T @ (y_hat - y), 2 * np.mean(y_hat - y)),
            "`db` is averaged over the rows, `dW` is not: it is n times too large.",
            concept="sum for mean",
        ),
        Mistake(
            "2/n only in dW",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y_hat - y), np.sum(y_hat - y)),
            "`dW` is right; `db` is a sum over the rows, without its factor 2/n.",
            concept="factor",
        ),
        Mistake(
            "2/n only in db",
            lambda X, y, y_hat: (X.T @ (y_hat - y), 2 * np.mean(y_hat - y)),
            "`db` is right; `dW` is a sum over the rows, without its factor 2/n.",
            concept="factor",
        ),
        Mistake(
            "db once per feature",
            lambda X, y, y_hat: (mse_gradient(X, y, y_hat)[0], X.shape[1] * 2 * np.mean(y_hat - y)),
            "`db` is added up once for each feature: does its line stand in a loop over the "
            "features? Take it out of that one.",
            concept="loop",
        ),
        Mistake(
            "no brackets around the residual in db",
            lambda X, y, y_hat: (mse_gradient(X, y, y_hat)[0], 2 * y_hat.mean() - y.sum()),
            "In `db` the 2, or the whole 2/n, multiplies the predictions only. Put brackets around "
            "the residual.",
            concept="brackets",
            also=(lambda X, y, y_hat: (mse_gradient(X, y, y_hat)[0], 2 * y_hat.mean() - y.mean()),),
        ),
        Mistake(
            "every prediction with every target",
            _all_with_all,
            "Every prediction met every target: a column (n, 1) and an array (n,) make a table of "
            "n × n. Both must have the shape (n,).",
            concept="shape",
            also=(
                lambda X, y, y_hat: (
                    2 / len(y) * X.T @ np.sum(y_hat - y[:, None], axis=1),
                    2 / len(y) * np.sum(y_hat - y[:, None]),
                ),
            ),
        ),
        Mistake(
            "products not added",
            lambda X, y, y_hat: (2 / len(y) * X.T * (y_hat - y), 2 * np.mean(y_hat - y)),
            "The products of features and residuals are there, but not added up over the rows: "
            "`@` does both.",
            concept="shape",
        ),
        Mistake(
            "taken apart at the other end",
            lambda X, y, y_hat: (
                2 / len(y) * np.column_stack([np.ones(len(y)), X[:, :-1]]).T @ (y_hat - y),
                2 / len(y) * X[:, -1] @ (y_hat - y),
            ),
            "All slopes are there, but taken apart at the wrong end: the column of ones stands "
            "first, and so does `db`.",
            concept="order",
        ),
        Mistake(
            "db from the last row",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y_hat - y), 2 / len(y) * (y_hat - y)[-1]),
            "`dW` is right; only the last row is in `db`: is it computed after the loop, from the "
            "residual of its last turn?",
            concept="loop",
        ),
        Mistake(
            "sum not set back",
            lambda X, y, y_hat: (
                np.cumsum(2 / len(y) * X.T @ (y_hat - y)),
                2 * np.mean(y_hat - y),
            ),
            "Each slope has those before it in it. Set the sum to 0 before each column.",
            concept="loop",
        ),
        Mistake(
            "one column for all weights",
            lambda X, y, y_hat: (
                np.full(X.shape[1], 2 / len(y) * X[:, 0] @ (y_hat - y)),
                2 * np.mean(y_hat - y),
            ),
            "All weights got the slope of one and the same column. That of weight j is made of "
            "column j: `X[:, j]`.",
            concept="index",
            also=(
                lambda X, y, y_hat: (
                    np.full(X.shape[1], 2 / len(y) * X[:, -1] @ (y_hat - y)),
                    2 * np.mean(y_hat - y),
                ),
            ),
        ),
        Mistake(
            "2 only in dW",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y_hat - y), np.mean(y_hat - y)),
            "`dW` has the 2 that comes from the square, `db` has lost it.",
            concept="factor",
        ),
        Mistake(
            "2 only in db",
            lambda X, y, y_hat: (X.T @ (y_hat - y) / len(y), 2 * np.mean(y_hat - y)),
            "`db` has the 2 that comes from the square, `dW` has lost it.",
            concept="factor",
        ),
        Mistake(
            "only the last row counts",
            _only_last_row,
            "Only the last row is left: does an `=` in the loop replace what the rows before gave, "
            "where `+=` would add to it?",
            concept="loop",
        ),
        Mistake(
            "only the first row counts",
            lambda X, y, y_hat: (
                2 / len(y) * (y_hat[0] - y[0]) * X[0],
                2 / len(y) * (y_hat[0] - y[0]),
            ),
            "Only the first row is in the result: is the `return` inside the loop?",
            concept="loop",
        ),
        Mistake(
            "row 0 left out",
            _first_row_left_out,
            "Row 0 has no say in the gradient: rows are counted from 0, and yours start at 1.",
            concept="index",
        ),
        Mistake(
            "last row left out",
            _last_row_left_out,
            "The last row has no say in the gradient: does a loop end one too early? `range(n)` "
            "ends at the last row.",
            concept="index",
        ),
        Mistake(
            "sum without axis",
            lambda X, y, y_hat: (
                np.full(X.shape[1], 2 / len(y) * np.sum((y_hat - y)[:, None] * X)),
                2 * np.mean(y_hat - y),
            ),
            "All weights got the same number: the sum ran over rows and columns. Sum over the "
            "rows only, so that one number is left for each feature.",
            concept="axis",
        ),
        Mistake(
            "loss times X",
            lambda X, y, y_hat: (
                2 / len(y) * np.mean((y_hat - y) ** 2) * X.sum(axis=0),
                2 * np.mean(y_hat - y),
            ),
            "In `dW` each row of `X` must meet its own residual. You multiplied all of them by "
            "the loss, which is one number.",
            concept="formula",
        ),
        Mistake(
            "squared residuals",
            lambda X, y, y_hat: (
                2 / len(y) * X.T @ (y_hat - y) ** 2,
                2 * np.mean((y_hat - y) ** 2),
            ),
            "The derivative of a square is not a square: the residual enters once, with its sign.",
            concept="formula",
        ),
        Mistake(
            "slope of the root",
            lambda X, y, y_hat: (
                X.T @ (y_hat - y) / len(y) / np.sqrt(np.mean((y_hat - y) ** 2)),
                np.mean(y_hat - y) / np.sqrt(np.mean((y_hat - y) ** 2)),
            ),
            "That is the gradient of the root mean squared error. The loss has no root: its "
            "gradient is not divided by one, and has a 2.",
            concept="formula",
        ),
        Mistake(
            "absolute residuals",
            lambda X, y, y_hat: (
                2 / len(y) * X.T @ np.abs(y_hat - y),
                2 * np.mean(np.abs(y_hat - y)),
            ),
            "The residuals lost their signs, so too high and too low push the same way. "
            "Keep the signs.",
            concept="formula",
        ),
        Mistake(
            "returns db, dW",
            lambda X, y, y_hat: (2 * np.mean(y_hat - y), 2 / len(y) * X.T @ (y_hat - y)),
            "Both are right, in the wrong order: `dW` comes first, then `db`.",
            concept="order",
        ),
        Mistake(
            "averages twice",
            lambda X, y, y_hat: (
                2 / len(y) ** 2 * X.T @ (y_hat - y),
                2 * np.mean(y_hat - y),
            ),
            "`dW` is divided by n two times, so `W` would learn n times more slowly than `b`.",
            concept="factor",
        ),
        Mistake(
            "target in place of residual",
            lambda X, y, y_hat: (2 / len(y) * X.T @ y, 2 * np.mean(y_hat - y)),
            "`dW` is built from `y` alone, so it never becomes 0, however good the fit: subtract "
            "first.",
            concept="wrong variable",
        ),
        Mistake(
            "prediction in place of residual",
            lambda X, y, y_hat: (2 / len(y) * X.T @ y_hat, 2 * np.mean(y_hat - y)),
            "`dW` is built from `y_hat` alone, so even at a perfect fit it is not 0: subtract "
            "first.",
            concept="wrong variable",
        ),
        Mistake(
            "one residual per row in db",
            lambda X, y, y_hat: (2 / len(y) * X.T @ (y_hat - y), 2 / len(y) * (y_hat - y)),
            "`db` still has one number per row. There is one bias, so add them up.",
            concept="shape",
        ),
        Mistake(
            "dW not summed over the rows",
            lambda X, y, y_hat: (
                2 / len(y) * X * (y_hat - y)[:, None],
                2 * np.mean(y_hat - y),
            ),
            "`dW` still has one row per example. Add the rows up, so that one number is left for "
            "each weight.",
            concept="shape",
        ),
        Mistake(
            "1/(2n) for 2/n",
            lambda X, y, y_hat: (X.T @ (y_hat - y) / len(y) / 2, np.mean(y_hat - y) / 2),
            "Your factor is 1/(2n). The square brings down a 2, so it is in the numerator: 2/n.",
            concept="factor",
        ),
        Mistake(
            "n/2 for 2/n",
            lambda X, y, y_hat: (
                len(y) / 2 * X.T @ (y_hat - y),
                len(y) / 2 * np.sum(y_hat - y),
            ),
            "Your factor is n/2, upside down: the square brings down a 2, and the mean divides by "
            "n, which makes 2/n. Does a `* n` stand behind `/ 2`?",
            concept="factor",
        ),
        Mistake(
            "db at the end of dW",
            lambda X, y, y_hat: 2 / len(y) * np.append(X.T @ (y_hat - y), np.sum(y_hat - y)),
            "All slopes are there, in one array: `db` is its last entry. Return them apart, `dW` "
            "with one slope per weight, and `db` as a number.",
            concept="missing result",
        ),
        Mistake(
            "averaged over the features",
            lambda X, y, y_hat: (
                2 * np.mean(X * (y_hat - y)[:, None], axis=1),
                2 * np.mean(y_hat - y),
            ),
            "`dW` is averaged or added up over the features, so it has one number per row. Go over "
            "the rows (`axis=0`): one number per weight.",
            concept="axis",
            also=(
                lambda X, y, y_hat: (
                    2 * np.sum(X * (y_hat - y)[:, None], axis=1) / len(y),
                    2 * np.mean(y_hat - y),
                ),
            ),
        ),
        Mistake(
            "sums in the denominator",
            lambda X, y, y_hat: (
                2 / (len(y) * X.T @ (y_hat - y)),
                2 / (len(y) * np.sum(y_hat - y)),
            ),
            "You divide by the sums: `2 / (n * …)` has them in the denominator. Multiply by them: "
            "`2 / n * …`.",
            concept="brackets",
        ),
        Mistake(
            "residuals of the columns' numbers",
            lambda X, y, y_hat: (
                2 / len(y) * X.sum(axis=0) * np.resize(y_hat - y, X.shape[1]),
                2 / len(y) * np.sum(y_hat - y),
            ),
            "Each column meets the residual with its own number: `y_hat[j] - y[j]`. A residual "
            "belongs to a row: let its index be that of the loop over the rows.",
            concept="index",
        ),
    ),
    hints=(
        "Nudge one weight a little: which predictions move, and by how much? Then ask what that "
        "does to the squares.",
        "The derivative of e² is 2e times the derivative of e. Raising weight j by 1 raises the "
        "residual of a row by its feature j; raising the bias by 1 raises it by 1.",
        "First the residuals, prediction minus target. `dW` needs, for each column of `X`, the "
        "sum over the rows of feature times residual: a product with `X` transposed. `db` needs "
        "the plain sum. Both times 2/n.",
    ),
)


_SQUARE = Curve("p → p[0]²", lambda p: p[0] ** 2)
_CUBE = Curve("p → p[0]³", lambda p: p[0] ** 3)
_BOWL = Curve("p → sum(p²) + 3 p[0]", lambda p: np.sum(p**2) + 3 * p[0])
_VALLEY = Curve(
    "p → sum((p − 1)² · [1, 2, …]) + p[0] p[-1]",
    lambda p: np.sum((p - 1) ** 2 * np.arange(1, p.size + 1)) + p[0] * p[-1],
)
_CUBES = Curve("p → sum(p³)", lambda p: np.sum(p**3))
_FIRST_ROW = Curve("p → sum(p[0]³)", lambda p: np.sum(p[0] ** 3))  # it looks at the shape of p
_STEEP = Curve("p → sum(p⁷) + (p[0] p[-1])²", lambda p: np.sum(p**7) + (p[0] * p[-1]) ** 2)


def _each(p: Any, slope: Callable[[Any], Any]) -> Any:
    """Return slope(direction) for each coordinate's direction."""
    return np.array([slope(direction) for direction in np.eye(len(p))])


def _left_changed(f: Any, p: Any, step: Any) -> Any:
    slope = np.zeros(len(p))
    for i in range(len(p)):
        p[i] += step
        above = f(p)
        p[i] -= 2 * step
        slope[i] = (above - f(p)) / (2 * step)
    return slope


def _left_above(f: Any, p: Any, step: Any) -> Any:
    slope = np.zeros(len(p))
    for i in range(len(p)):
        before = f(p)
        p[i] += step
        slope[i] = (f(p) - before) / step
    return slope


def _more_points(width: float, *weights: float) -> Callable[..., Any]:
    """Return a central formula of higher order, more exact than what was asked for.

    Its points lie 1, 2, … widths from p on both sides, and a width is a part of the step.
    """
    return lambda f, p, step: _each(
        p,
        lambda d: (
            sum(
                weight * (f(p + k * width * step * d) - f(p - k * width * step * d))
                for k, weight in enumerate(weights, 1)
            )
            / (width * step)
        ),
    )


def _moved_on(f: Any, p: Any, step: Any) -> Any:
    slope, above, below = np.zeros(len(p)), p.copy(), p.copy()
    for i in range(len(p)):
        above[i] += step
        below[i] -= step
        slope[i] = (f(above) - f(below)) / (2 * step)
    return slope


def _only_first(f: Any, p: Any, step: Any) -> Any:
    slope, d = np.zeros(len(p)), np.eye(len(p))[0]
    slope[0] = (f(p + step * d) - f(p - step * d)) / (2 * step)
    return slope


def _fails_on_tables(call: Callable[..., Parts], args: Args, callee: Any) -> bool:
    """Return whether a table in the place of p gives other slopes than 3p², or none."""
    p = table([1.5, -2, 0.3], [0.7, 1.1, -0.4])
    try:
        slope, of_row = (call(f=f, p=p, step=1e-4)["slope"] for f in (_CUBES, _FIRST_ROW))
    except Stop:
        return True
    right = 3 * p**2
    return not np.allclose([slope, of_row], [right, right * [[1], [0]]], rtol=1e-4)


NUMERICAL_GRADIENT = Exercise(
    lesson=6,
    reference=numerical_gradient,
    parts={"slope": Part(lambda a: a["p"].shape, "one slope per entry of p")},
    examples=(
        {"f": _SQUARE, "p": table(3), "step": 0.1},
        {"f": _CUBE, "p": table(1), "step": 0.5},
        {"f": _BOWL, "p": table(1, -3), "step": 0.5},
        {"f": _BOWL, "p": table(2, -1, 4), "step": 0.25},
    ),
    probes=(
        {"f": _VALLEY, "p": table(1.5, -2, 0.25, 3), "step": 0.2},
        {"f": _STEEP, "p": table(1.2, -0.7, 2), "step": 0.3},
        {"f": _STEEP, "p": table(0.5, 1.5), "step": 0.6},
        {"f": _BOWL, "p": table(1, -3, 0.5, 2, -1), "step": 1e-6},
    ),
    also_right=(
        _more_points(1, 8 / 12, -1 / 12),
        _more_points(1 / 2, 8 / 12, -1 / 12),
        _more_points(1, 45 / 60, -9 / 60, 1 / 60),
    ),
    vital=("p", "step"),
    remarks=(
        Remark(
            "p in one dimension only",
            _fails_on_tables,
            "It is right where `p` has one dimension. The exercise asks for a `p` of any shape: "
            "`np.ndindex(p.shape)` visits every entry, `np.zeros(p.shape)` has room for all, and "
            "`f` must be given points of that shape.",
        ),
    ),
    mistakes=(
        Mistake(
            "one-sided",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) - f(p)) / h),
            "That is the one-sided difference, whose error shrinks only with h. Step to both "
            "sides: the error of the central one shrinks with h².",
            concept="formula",
        ),
        Mistake(
            "one-sided, backwards",
            lambda f, p, h: _each(p, lambda d: (f(p) - f(p - h * d)) / h),
            "That is the one-sided difference, to the left. Step to both sides: the error of "
            "the central one shrinks with h² rather than h.",
            concept="formula",
        ),
        Mistake(
            "other entries 0",
            lambda f, p, h: _each(p, lambda d: (f((p + h) * d) - f((p - h) * d)) / (2 * h)),
            "Each entry is moved while all others are 0. They must stay as they are in `p`: begin "
            "with `p.copy()`.",
            concept="formula",
        ),
        Mistake(
            "divides by h",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) - f(p - h * d)) / h),
            "Exactly twice the slope: the two points lie 2h apart, and you divide by h.",
            concept="factor",
        ),
        Mistake(
            "one-sided, divided by 2h",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) - f(p)) / (2 * h)),
            "You step to one side only, but divide by 2h. Step to both sides.",
            concept="factor",
            also=(lambda f, p, h: _each(p, lambda d: (f(p) - f(p - h * d)) / (2 * h)),),
        ),
        Mistake(
            "precedence of 2*h",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) - f(p - h * d)) / 2 * h),
            "`/ 2 * h` divides by 2 and then multiplies by h. Put brackets around `2 * h`.",
            concept="brackets",
            also=(lambda f, p, h: _each(p, lambda d: (f(p - h * d) - f(p + h * d)) / 2 * h),),
        ),
        Mistake(
            "not divided",
            lambda f, p, h: _each(p, lambda d: f(p + h * d) - f(p - h * d)),
            "That is the change of f, not its slope: divide by the distance of the two points.",
            concept="factor",
        ),
        Mistake(
            "divided by 2 only",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) - f(p - h * d)) / 2),
            "The step is missing in the denominator: the two points lie 2h apart, not 2.",
            concept="factor",
        ),
        Mistake(
            "opposite sign",
            lambda f, p, h: _each(p, lambda d: (f(p - h * d) - f(p + h * d)) / (2 * h)),
            "The sign: it is f to the right minus f to the left.",
            concept="sign",
        ),
        Mistake(
            "all coordinates at once",
            lambda f, p, h: np.full(len(p), (f(p + h) - f(p - h)) / (2 * h)),
            "All parameters moved together, so all slopes are the same number. Move one "
            "coordinate at a time.",
            concept="loop",
        ),
        Mistake(
            "one number for all coordinates",
            lambda f, p, h: float((f(p + h) - f(p - h)) / (2 * h)),
            "One number came out for all: the parameters moved together. Move one coordinate at "
            "a time.",
            concept="shape",
        ),
        Mistake(
            "p left changed",
            _left_changed,
            "Each coordinate stays changed while the next one moves: put it back first, or begin "
            "each time with a fresh copy of `p`.",
            concept="in place",
        ),
        Mistake(
            "one-sided, and p left changed",
            _left_above,
            "Each coordinate stays changed while the next one moves: put it back first. And the "
            "difference is one-sided; step to both sides.",
            concept="in place",
        ),
        Mistake(
            "step ignored",
            lambda f, p, h: _each(p, lambda d: (f(p + 1e-6 * d) - f(p - 1e-6 * d)) / 2e-6),
            "`step` has no effect: the way to each side is another number, typed in or taken from "
            "the notebook. Use the argument.",
            concept="ignored argument",
        ),
        Mistake(
            "each slope replaces the last",
            lambda f, p, h: numerical_gradient(f, p, h)[-1],
            "One number came out, the slope of the last entry: each turn replaces the one before. "
            "Write into `slope[i]`.",
            concept="loop",
        ),
        Mistake(
            "p not copied",
            lambda f, p, h: np.zeros(len(p)),
            "All slopes are 0. Is each stored, with one `=`, as `slope[i] = …`? Do `above` and "
            "`below` move apart, with `+=` and `-=`? Are they two arrays, made by `p.copy()`? Is "
            "the step too small, so that rounding swallows it?",
            concept="in place",
        ),
        Mistake(
            "distance divided by itself",
            lambda f, p, h: np.ones_like(p),
            "All slopes are 1: the distance is divided by itself. Call `f` at both points, and "
            "divide how much it rises by how far they lie apart.",
            concept="ignored argument",
        ),
        Mistake(
            "`f` not called",
            lambda f, p, h: 2 * p,
            "This is the slope of a square, whatever `f` is. Call `f` a little above and a little "
            "below, and divide what it rises by the way.",
            concept="ignored argument",
        ),
        Mistake(
            "only the second value divided",
            lambda f, p, h: _each(p, lambda e: f(p + h * e) - f(p - h * e) / (2 * h)),
            "Only the second value of `f` is divided: `/` binds more tightly than `-`. Put "
            "brackets around the difference.",
            concept="brackets",
            also=(lambda f, p, h: _each(p, lambda e: f(p + h * e) - f(p - h * e) / 2 * h),),
        ),
        Mistake(
            "set to the step, not moved by it",
            lambda f, p, h: _each(
                p, lambda d: (f(np.where(d, h, p)) - f(np.where(d, -h, p))) / (2 * h)
            ),
            "The coordinate is set to the step instead of being moved by it. Write `above[i] += "
            "step` and `below[i] -= step`, with the sign before the `=`.",
            concept="loop",
            also=(
                lambda f, p, h: _each(p, lambda d: (f(np.where(d, h, p)) - f(p - h * d)) / (2 * h)),
                lambda f, p, h: _each(
                    p, lambda d: (f(p + h * d) - f(np.where(d, -h, p))) / (2 * h)
                ),
            ),
        ),
        Mistake(
            "moved on from coordinate to coordinate",
            _moved_on,
            "The coordinates that were moved before are still moved when the next one has its "
            "turn. Copy `p` anew for each coordinate, inside the loop.",
            concept="loop",
        ),
        Mistake(
            "only the first coordinate",
            _only_first,
            "Only the first slope is there, the others are 0. Is the `return` inside the loop?",
            concept="index",
        ),
        Mistake(
            "step relative to p",
            lambda f, p, h: _each(p, lambda d: (f(p * (1 + h * d)) - f(p * (1 - h * d))) / (2 * h)),
            "You multiply the coordinate by 1 ± h, so the two points are not 2h apart. Add and "
            "subtract the step.",
            concept="formula",
        ),
        Mistake(
            "half the step to each side",
            lambda f, p, h: _each(p, lambda d: (f(p + h / 2 * d) - f(p - h / 2 * d)) / (2 * h)),
            "You go half a step to each side, but divide by 2h. Go a whole step to each side.",
            concept="factor",
        ),
        Mistake(
            "two steps to each side",
            lambda f, p, h: _each(p, lambda d: (f(p + 2 * h * d) - f(p - 2 * h * d)) / (2 * h)),
            "You go two steps to each side, but divide by 2h. Go one step to each side.",
            concept="factor",
        ),
        Mistake(
            "only the first coordinate moves",
            lambda f, p, h: np.full(len(p), _only_first(f, p, h)[0]),
            "All slopes are that of the first coordinate: it is `p[0]` that moves in each turn. "
            "Move `p[i]`, where i is the number of the turn.",
            concept="index",
        ),
        Mistake(
            "one step between the points",
            lambda f, p, h: _each(p, lambda d: (f(p + h / 2 * d) - f(p - h / 2 * d)) / h),
            "You go half a step to each side. Here it is a whole one: to p + h and p − h, which "
            "lie 2h apart.",
            concept="formula",
        ),
        Mistake(
            "mean of the two sides",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) + f(p - h * d)) / (2 * h)),
            "The two values of f are added. The slope is their difference over the distance.",
            concept="sign",
        ),
        Mistake(
            "second derivative",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) - 2 * f(p) + f(p - h * d)) / h**2),
            "With the value in the middle taken away twice, you measure the second derivative, the "
            "curvature. The slope needs the two outer points alone: f to the right minus f to the "
            "left.",
            concept="formula",
            also=(
                lambda f, p, h: _each(
                    p, lambda d: (f(p + h * d) - 2 * f(p) + f(p - h * d)) / (2 * h)
                ),
                lambda f, p, h: _each(p, lambda d: (f(p + h * d) - 2 * f(p) + f(p - h * d)) / h),
            ),
        ),
        Mistake(
            "no slope at all",
            lambda f, p, h: np.zeros(0),
            "Your result is empty. Put one slope in it for each entry of `p`. If you use "
            "`np.gradient`: it needs a row of values, and `f(p)` is only one.",
            concept="missing result",
        ),
        Mistake(
            "value of f",
            lambda f, p, h: float(f(p)),
            "That is the value of f at `p`. The slope is how fast it changes: compare two places.",
            concept="formula",
        ),
        Mistake(
            "distance squared",
            lambda f, p, h: _each(p, lambda d: (f(p + h * d) - f(p - h * d)) / (2 * h**2)),
            "The step is squared in your denominator. The two points lie 2h apart.",
            concept="formula",
        ),
        Mistake(
            "length of the gradient",
            lambda f, p, h: float(
                np.linalg.norm(_each(p, lambda d: (f(p + h * d) - f(p - h * d)) / (2 * h)))
            ),
            "That is the length of the gradient. Give one slope for each entry of `p`.",
            concept="shape",
        ),
        Mistake(
            "sum of the slopes",
            lambda f, p, h: float(
                np.sum(_each(p, lambda d: (f(p + h * d) - f(p - h * d)) / (2 * h)))
            ),
            "The slopes are added up. Give one for each entry of `p`.",
            concept="shape",
        ),
    ),
    hints=(
        "To feel how steep a hill is, compare the height a little to the right with the height "
        "a little to the left.",
        "For each coordinate make two copies of `p`, one with that entry larger by the step, one "
        "with it smaller. How far apart are they?",
        "The slope is the difference of the two heights over 2h, with the 2h in brackets. Put "
        "one in each entry of a new array of the size of `p`.",
    ),
)


def _house(x: float, y: float, w: float, b: float) -> Args:
    return {"x": x, "y": y, "w": w, "b": b}


def _measured(step: float) -> Callable[..., float]:
    """Return the slope as one step of the weight to the right measures it."""

    def slope(x: float, y: float, w: float, b: float) -> float:
        return (((w + step) * x + b - y) ** 2 - (w * x + b - y) ** 2) / step

    return slope


ONE_HOUSE_SLOPE = Exercise(
    lesson=6,
    reference=one_house_slope,
    parts={"slope": Part(lambda a: ())},
    examples=(
        _house(2.0, 3.0, 1.0, 4.0),
        _house(3.0, 1.0, 2.0, -1.0),
        _house(1.5, -2.0, -1.0, 0.5),
        _house(-1.1, 2.37, 0.456, 1.6),
    ),
    probes=(
        _house(1.7, 0.6, -2.3, 0.9),
        _house(-2.4, 3.1, 1.3, -0.7),
        _house(0.8, -5.2, 2.6, 1.9),
        # Beside so large an x even the tiniest step of a measured slope shows.
        _house(1000.0, 1500.5009765625, 1.5, 0.5),
    ),
    rules=(
        Rule(
            "zero at a perfect fit",
            "Where the prediction equals the target the slope must be 0; yours is not.",
            lambda a: a | {"y": a["w"] * a["x"] + a["b"]},
            rules.zeros,
        ),
        Rule(
            "zero where the weight has no say",
            "At x = 0 the weight does not move the prediction, so the slope must be 0; yours is "
            "not.",
            lambda a: a | {"x": 0.0},
            rules.zeros,
        ),
        Rule(
            "twice the residual, twice the slope",
            "With a residual twice as large the slope must be twice as large; yours is not.",
            lambda a: a | {"y": 2 * a["y"] - (a["w"] * a["x"] + a["b"])},
            rules.times(2),
        ),
        Rule(
            "only the residual counts",
            "With target and bias both larger by 1 the residual is as before, and so must be the "
            "slope; yours is not.",
            lambda a: a | {"y": a["y"] + 1, "b": a["b"] + 1},
        ),
    ),
    mistakes=(
        Mistake(
            "no factor 2",
            lambda x, y, w, b: (w * x + b - y) * x,
            "Exactly half of the measured slope. The derivative of a square brings down a 2.",
            concept="factor",
        ),
        Mistake(
            "wrong sign",
            lambda x, y, w, b: 2 * (y - (w * x + b)) * x,
            "The right size and the wrong sign. The residual is prediction minus target; with the "
            "difference the other way round, a minus comes down with the inner derivative.",
            concept="sign",
        ),
        Mistake(
            "wrong sign and no factor 2",
            lambda x, y, w, b: (y - (w * x + b)) * x,
            "Two things at once: the residual is prediction minus target, and the 2 of the square "
            "is missing.",
            concept="sign",
        ),
        Mistake(
            "½ in place of 2",
            lambda x, y, w, b: (w * x + b - y) * x / 2,
            "Exactly a quarter of the measured slope: there is a ½ where the square brings down a "
            "2. Put the 2 in the place of the ½.",
            concept="factor",
        ),
        Mistake(
            "b subtracted in the residual",
            lambda x, y, w, b: 2 * (y - w * x + b) * x,
            "`w * x` and `b` have opposite signs: is there a minus before `b`, or one before "
            "`w * x + b` without brackets? The residual is `w * x + b - y`.",
            concept="brackets",
            # With a sign or a 2 besides: which sign it is depends on where the minus stands.
            also=(
                lambda x, y, w, b: 2 * (w * x - b - y) * x,
                lambda x, y, w, b: (w * x - b - y) * x,
                lambda x, y, w, b: (y - w * x + b) * x,
            ),
        ),
        Mistake(
            "no x",
            lambda x, y, w, b: 2 * (w * x + b - y),
            "That is the slope with respect to the bias. Raising the weight by 1 raises the "
            "prediction by x, so by the chain rule x must stand in the product.",
            concept="formula",
        ),
        Mistake(
            "the sign of the residual",
            lambda x, y, w, b: np.sign(w * x + b - y) * x,
            "Only the sign of the residual is in your slope, as for a loss of absolute values. The "
            "slope of a square has the residual itself, and a 2.",
            concept="formula",
            also=(lambda x, y, w, b: 2 * np.sign(w * x + b - y) * x,),
        ),
        Mistake(
            "divided by x",
            lambda x, y, w, b: 2 * (w * x + b - y) / x,
            "You divide by x. Raising the weight by 1 raises the prediction by x, so by the chain "
            "rule x multiplies.",
            concept="formula",
        ),
        Mistake(
            "times w",
            lambda x, y, w, b: 2 * (w * x + b - y) * w,
            "That is the slope with respect to x: the residual is multiplied by `w`. Here the "
            "weight moves, and what multiplies the weight is x.",
            concept="wrong variable",
        ),
        Mistake(
            "times y",
            lambda x, y, w, b: 2 * (w * x + b - y) * y,
            "The residual is multiplied by the target. What the weight multiplies is the feature "
            "`x`.",
            concept="wrong variable",
        ),
        Mistake(
            "slope and bias exchanged",
            lambda x, y, w, b: 2 * (b * x + w - y) * x,
            "Weight and bias changed places in the prediction: `w` multiplies `x`, and `b` is "
            "added.",
            concept="order",
        ),
        Mistake(
            "residual squared",
            lambda x, y, w, b: 2 * (w * x + b - y) ** 2 * x,
            "The derivative of a square is not a square: the residual enters once, with its sign.",
            concept="formula",
        ),
        Mistake(
            "the squared residual itself",
            lambda x, y, w, b: (w * x + b - y) ** 2,
            "That is the squared residual itself. Its slope is how fast it changes when `w` does.",
            concept="formula",
        ),
        Mistake(
            "the residual alone",
            lambda x, y, w, b: w * x + b - y,
            "That is the residual. The slope of its square needs two factors more: one from the "
            "square, one from inside it.",
            concept="formula",
        ),
        Mistake(
            "x twice",
            lambda x, y, w, b: 2 * (w * x + b - y) * x**2,
            "The feature is there twice. The chain rule brings it down once; the residual has its "
            "own x inside already.",
            concept="formula",
        ),
        Mistake(
            "no residual",
            lambda x, y, w, b: 2 * x,
            "The residual is missing: this is the same slope however wrong the prediction is. "
            "The derivative of e² keeps an e.",
            concept="ignored argument",
        ),
        Mistake(
            "no bias",
            lambda x, y, w, b: 2 * (w * x - y) * x,
            "`b` is not in the prediction. It falls out of the inner derivative, but not out of "
            "the residual.",
            concept="ignored argument",
        ),
        Mistake(
            "no target",
            lambda x, y, w, b: 2 * (w * x + b) * x,
            "`y` is not used: that is the prediction in place of the residual. Subtract the target "
            "first.",
            concept="ignored argument",
        ),
        Mistake(
            "no brackets around the residual",
            lambda x, y, w, b: 2 * w * x + b - y * x,
            "The 2 or `x` meets only some of the terms. Put brackets around the whole residual, "
            "prediction minus target.",
            concept="brackets",
            also=(
                lambda x, y, w, b: (2 * (w * x + b) - y) * x,
                lambda x, y, w, b: (2 * w * x + b - y) * x,
                lambda x, y, w, b: 2 * (w * x + b) - y * x,
                lambda x, y, w, b: 2 * w * x + b - y,
                lambda x, y, w, b: 2 * x * w * x + b - y,
                lambda x, y, w, b: 2 * (w * x - y) * x + b,
                lambda x, y, w, b: 2 * x * (w * x + b) - y,
            ),
        ),
        Mistake(
            "2 inside, x on the target only",
            lambda x, y, w, b: 2 * (w * x + b - y * x),
            "`x` multiplies the target only: a product binds more tightly than a difference. Put "
            "brackets around the residual, and multiply after them.",
            concept="brackets",
        ),
        Mistake(
            "b multiplied by w",
            lambda x, y, w, b: 2 * (w * (x + b) - y) * x,
            "In the prediction `b` is multiplied by `w` too. Multiply first, then add the bias.",
            concept="brackets",
        ),
        Mistake(
            "absolute residual",
            lambda x, y, w, b: 2 * abs(w * x + b - y) * x,
            "The residual lost its sign, so too high and too low push the same way. Keep it.",
            concept="sign",
        ),
        Mistake(
            "x added",
            lambda x, y, w, b: 2 * (w * x + b - y) + x,
            "`x` is added. The links of a chain are multiplied: the residual times `x`, and that "
            "times 2.",
            concept="formula",
            also=(lambda x, y, w, b: w * x + b - y + x,),
        ),
        Mistake(
            "measured with a step",
            _measured(0.1),
            "That is a slope measured by a step of `w` to one side, which is not exact. Write down "
            "the derivative of the square instead.",
            concept="formula",
            also=tuple(map(_measured, (1.0, 0.01, 1e-3, 1e-4))),
        ),
        Mistake(
            "two slopes",
            lambda x, y, w, b: (2 * (w * x + b - y) * x, 2 * (w * x + b - y)),
            "Two numbers came out, the slopes for the weight and for the bias. Only the first is "
            "asked for: leave the other out.",
            concept="shape",
        ),
        Mistake(
            "times w x",
            lambda x, y, w, b: 2 * (w * x + b - y) * w * x,
            "The last link is `w * x` in yours. The prediction gains `x` for each unit of `w`, so "
            "its slope is x alone.",
            concept="formula",
        ),
    ),
    hints=(
        "Raise the weight by a little: how much higher is the prediction of this house then, and "
        "what does that do to the square?",
        "Chain rule: the derivative of e² is 2e times the derivative of e. Here e is the residual, "
        "and only one of its three terms has the weight in it.",
        "Three factors: the 2, the residual in brackets, which is prediction minus target, and the "
        "number that the weight is multiplied by.",
    ),
)

EXERCISES = (NUMERICAL_GRADIENT, ONE_HOUSE_SLOPE, MSE_GRADIENT)
