"""Lesson 9, predictions: `r_squared`."""

from typing import Any

import numpy as np

from linreg.checks.engine import rules
from linreg.checks.engine.exercise import Exercise, Mistake, Part, Rule, table
from linreg.evaluation import r_squared


def _residual(y: Any, y_hat: Any) -> Any:
    return np.sum((y - y_hat) ** 2)


def _total(y: Any) -> Any:
    return np.sum((y - y.mean()) ** 2)


R_SQUARED = Exercise(
    lesson=9,
    reference=r_squared,
    parts={"R²": Part(lambda a: ())},
    examples=(
        {"y": table(1, 3), "y_hat": table(2, 3)},
        {"y": table(1, 2, 6), "y_hat": table(2, 2, 5)},
        {"y": table(1, 2, 6), "y_hat": table(9, 4, -5)},
        {"y": table(0.3, -1.27, 2.615), "y_hat": table(1.1, -2.04, 0.7)},
    ),
    probes=(
        {"y": table(1, -2, 3, 0.5), "y_hat": table(1.5, -1, 2.25, 1)},
        {"y": table(2, 1, -1, 4, 3), "y_hat": table(3, 2.5, 1.5, 3, 7)},
        {
            "y": table(1, 5, 2, -3, 0.5, 4, 2.5),
            "y_hat": table(2.5, 3, 2.75, 1, -0.5, 6, 4),
        },
        {"y": table(30, 10, 20, 40, 15, 22), "y_hat": table(28, 14, 21, 37, 15.5, 20)},
    ),
    rules=(
        Rule(
            "one at a perfect fit",
            "Where every prediction equals its target R² must be 1; yours is not.",
            rules.perfect_fit,
            lambda parts, a: {"R²": np.asarray(1.0)},
        ),
        Rule(
            "zero for the mean",
            "Predicting the mean of `y` everywhere must score 0; yours does not.",
            lambda a: a | {"y_hat": np.full(len(a["y"]), a["y"].mean())},
            lambda parts, a: {"R²": np.asarray(0.0)},
        ),
        rules.same_for_twice_the_rows("R²", "twice the rows change the share"),
        Rule(
            "other units change the share",
            "In other units, ten times as large, R² must stay the same; yours changes.",
            lambda a: {name: 10 * value for name, value in a.items()},
        ),
        rules.same_in_any_order("R²"),
    ),
    mistakes=(
        Mistake(
            "sums squared, not squares summed",
            lambda y, y_hat: 1 - np.sum(y - y_hat) ** 2 / np.sum(y - y.mean()) ** 2,
            "You added first and squared then, so differences of opposite sign cancelled; those "
            "from the mean always do. Square each one first.",
        ),
        Mistake(
            "a ratio for each row",
            lambda y, y_hat: 1 - np.sum((y - y_hat) ** 2 / (y - y.mean()) ** 2),
            "Each row's square is divided by its own distance from the mean, and these ratios are "
            "added. Add above and below first, then divide once.",
        ),
        Mistake(
            "1 − only above the line",
            lambda y, y_hat: (1 - _residual(y, y_hat)) / _total(y),
            "The brackets: 1 − is taken above the line only. First divide, then take the ratio "
            "from 1.",
        ),
        Mistake(
            "the share of the predictions",
            lambda y, y_hat: np.sum((y_hat - y.mean()) ** 2) / _total(y),
            "That is how far the predictions spread around the mean of `y`. It agrees with R² for "
            "a least-squares fit on its own rows only: it does not see how wrong they are.",
        ),
        Mistake(
            "no 1 −",
            lambda y, y_hat: _residual(y, y_hat) / _total(y),
            "That is the share that is not explained: a perfect model would score 0. Take it "
            "from 1.",
        ),
        Mistake(
            "minus 1 the wrong way round",
            lambda y, y_hat: _residual(y, y_hat) / _total(y) - 1,
            "The sign: a perfect model scores −1 in yours. It is 1 minus the share, not the "
            "share minus 1.",
        ),
        Mistake(
            "1 + in place of 1 −",
            lambda y, y_hat: 1 + _residual(y, y_hat) / _total(y),
            "The unexplained share is added to 1, so a worse model scores higher. Subtract it.",
        ),
        Mistake(
            "squared correlation",
            lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1] ** 2,
            "That is the squared correlation. It does not see a wrong offset or scale: "
            "`10*y_hat + 5` would score the same.",
        ),
        Mistake(
            "correlation",
            lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1],
            "That is the correlation. It does not see a wrong offset or scale: `10*y_hat + 5` "
            "would score the same.",
        ),
        Mistake(
            "arguments exchanged",
            lambda y, y_hat: 1 - _residual(y, y_hat) / _total(y_hat),
            "R² is not symmetric, and `y` and `y_hat` changed places: the spread that is to be "
            "explained is that of the targets.",
        ),
        Mistake(
            "total around the mean of y_hat",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum((y - y_hat.mean()) ** 2),
            "The baseline that R² compares with predicts the mean of `y`, not the mean of `y_hat`.",
        ),
        Mistake(
            "total around zero",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum(y**2),
            "The baseline of yours predicts 0 everywhere. It must predict the mean of `y`, so "
            "subtract that mean.",
        ),
        Mistake(
            "absolute value",
            lambda y, y_hat: np.abs(1 - _residual(y, y_hat) / _total(y)),
            "R² may be negative: that means worse than predicting the mean. Keep the sign.",
        ),
        Mistake(
            "cut at zero",
            lambda y, y_hat: max(0.0, 1 - _residual(y, y_hat) / _total(y)),
            "R² may be negative: that means worse than predicting the mean. Do not cut it at 0.",
        ),
        Mistake(
            "share of exact hits",
            lambda y, y_hat: np.mean(y == y_hat),
            "That is accuracy, the share of exact hits. It is for classes; numbers are hardly "
            "ever hit exactly.",
        ),
        Mistake(
            "absolute residuals",
            lambda y, y_hat: 1 - np.sum(np.abs(y - y_hat)) / np.sum(np.abs(y - y.mean())),
            "The residuals enter with their absolute values. R² is made of squares, above and "
            "below.",
        ),
        Mistake(
            "square root of the share",
            lambda y, y_hat: 1 - np.sqrt(_residual(y, y_hat) / _total(y)),
            "There is a square root in the share: you compare the RMSE with the standard "
            "deviation. R² compares the squares.",
        ),
        Mistake(
            "ratio upside down",
            lambda y, y_hat: 1 - _total(y) / _residual(y, y_hat),
            "The ratio is upside down: the squared residuals of the model stand above, those of "
            "the mean below.",
        ),
        Mistake(
            "sum over mean",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.var(y),
            "Above stands a sum, below a mean, so the share grows with the rows. Use sums in "
            "both, or means in both.",
        ),
        Mistake(
            "mean over sum",
            lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2) / _total(y),
            "Above stands a mean, below a sum, so the share shrinks with the rows. Use sums in "
            "both, or means in both.",
        ),
        Mistake(
            "variance with n − 1",
            lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2) / np.var(y, ddof=1),
            "Above you divide by n, below by n − 1. Use plain sums in both, or n in both.",
        ),
        Mistake(
            "spread of the predictions",
            lambda y, y_hat: np.var(y_hat) / np.var(y),
            "That is the spread of the predictions over that of the targets. It equals R² only "
            "at the least-squares fit of the training rows; compare residuals instead.",
        ),
        Mistake(
            "mean squared error",
            lambda y, y_hat: np.mean((y - y_hat) ** 2),
            "That is the mean squared error. R² compares it with the one of the baseline, the "
            "mean of `y`.",
        ),
        Mistake(
            "one minus the loss",
            lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2),
            "The loss has units, the 1 has none. Divide the loss by the variance of `y` first.",
        ),
        Mistake(
            "variance of the residuals",
            lambda y, y_hat: 1 - np.var(y - y_hat) / np.var(y),
            "The variance of the residuals forgives an offset: predictions that are all too "
            "high by 5 would score 1. Square the residuals as they are.",
        ),
        Mistake(
            "in percent",
            lambda y, y_hat: 100 * (1 - _residual(y, y_hat) / _total(y)),
            "That is in percent. R² is a share: 1 for a perfect fit, not 100.",
        ),
    ),
    hints=(
        "Which model would somebody use who knows nothing but the targets? How much better is "
        "yours?",
        "Two sums of squares: the residuals of your model, and the distances of the targets "
        "from their own mean. Their ratio is the share that is left unexplained.",
        "Take the ratio of the two sums, model above and baseline below, away from 1. Cut "
        "nothing off: the result may be negative.",
    ),
)

EXERCISES = (R_SQUARED,)
