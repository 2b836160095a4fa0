"""Lesson 9, predictions: `r_squared` and `to_natural_units`."""

from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Args, Exercise, Mistake, Part, Rule, table
from linreg.checks.lessons import rules
from linreg.checks.lessons.compute_loss import MEAN_SQUARED_ERROR
from linreg.evaluation import r_squared
from linreg.small_steps import to_natural_units


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
            "You first added and then squared, so differences of opposite sign cancelled. Square "
            "each one first, above the fraction bar and below it.",
            concept="order",
            also=(
                lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum(y - y.mean()) ** 2,
                lambda y, y_hat: 1 - np.sum(y - y_hat) ** 2 / _total(y),
            ),
        ),
        Mistake(
            "squares forgotten",
            lambda y, y_hat: 1 - np.sum(y - y_hat) / np.sum(y - y.mean()),
            "A square is missing, so differences of opposite sign cancel; those from the mean "
            "always do. Square each difference before you add, above and below.",
            concept="formula",
            also=(
                lambda y, y_hat: 1 - np.sum(y_hat - y) / np.sum(y - y.mean()),
                lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum(y - y.mean()),
                lambda y, y_hat: 1 - np.sum(y - y_hat) / _total(y),
                lambda y, y_hat: 1 - np.sum(y_hat - y) / _total(y),
            ),
        ),
        Mistake(
            "only one term squared",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum(y - y.mean() ** 2),
            "`**` binds more tightly than `-`, so only the second term of a difference is squared. "
            "Put brackets around the difference.",
            concept="brackets",
            also=(
                lambda y, y_hat: 1 - np.sum(y - y_hat**2) / np.sum(y - y.mean() ** 2),
                lambda y, y_hat: 1 - np.sum(y_hat - y**2) / np.sum(y - y.mean() ** 2),
                lambda y, y_hat: 1 - np.sum(y - y_hat**2) / _total(y),
                lambda y, y_hat: 1 - np.sum(y_hat - y**2) / _total(y),
            ),
        ),
        Mistake(
            "a ratio for each row",
            lambda y, y_hat: 1 - np.sum((y - y_hat) ** 2 / (y - y.mean()) ** 2),
            "Each row's square is divided by that of its own distance from the mean, and the row's "
            "ratios are added or averaged. First add up numerator and denominator, then divide "
            "once.",
            concept="order",
            also=(
                lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2 / (y - y.mean()) ** 2),
                lambda y, y_hat: np.sum(1 - (y - y_hat) ** 2 / (y - y.mean()) ** 2),
            ),
        ),
        Mistake(
            "1 − only above the line",
            lambda y, y_hat: (1 - _residual(y, y_hat)) / _total(y),
            "The brackets: your 1 − stands in the numerator only. First divide, then subtract the "
            "ratio from 1.",
            concept="sign",
        ),
        Mistake(
            "the share of the predictions",
            lambda y, y_hat: np.sum((y_hat - y.mean()) ** 2) / _total(y),
            "That is how far the predictions spread around the mean of `y`. It agrees with R² for "
            "a least-squares fit on its own rows only: it does not see how wrong they are.",
            concept="wrong variable",
        ),
        Mistake(
            "the predictions' share of both",
            lambda y, y_hat: (
                np.sum((y_hat - y.mean()) ** 2)
                / (np.sum((y_hat - y.mean()) ** 2) + _residual(y, y_hat))
            ),
            "What the predictions spread is divided by itself plus what is left. Only for a "
            "least-squares fit on its own rows is that sum the total around the mean of `y`: "
            "divide what is left by the total, and take it from 1.",
            concept="wrong variable",
        ),
        Mistake(
            "no 1 −",
            lambda y, y_hat: _residual(y, y_hat) / _total(y),
            "That is the share that is not explained: a perfect model would score 0. Take it "
            "from 1.",
            concept="sign",
        ),
        Mistake(
            "minus 1 the wrong way round",
            lambda y, y_hat: _residual(y, y_hat) / _total(y) - 1,
            "The sign: a perfect model scores −1 in yours. It is 1 minus the share, not the "
            "share minus 1.",
            concept="sign",
        ),
        Mistake(
            "1 + in place of 1 −",
            lambda y, y_hat: 1 + _residual(y, y_hat) / _total(y),
            "The unexplained share is added to 1, so a worse model scores higher. Subtract it.",
            concept="sign",
        ),
        Mistake(
            "always 1",
            lambda y, y_hat: 1.0,
            "Yours is 1 whatever the predictions are. Is the number typed in, or does `y_hat` "
            "stand on both sides of the minus?",
            concept="ignored argument",
        ),
        Mistake(
            "squared correlation",
            lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1] ** 2,
            "That is the squared correlation. It does not see a wrong offset or scale: "
            "`10*y_hat + 5` would score the same.",
            concept="formula",
            also=(lambda y, y_hat: np.corrcoef(y, y_hat) ** 2,),
        ),
        Mistake(
            "correlation",
            lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1],
            "That is the correlation. It does not see a wrong offset or scale: `10*y_hat + 5` "
            "would score the same.",
            concept="formula",
            also=(lambda y, y_hat: np.corrcoef(y, y_hat),),
        ),
        Mistake(
            "arguments exchanged",
            lambda y, y_hat: 1 - _residual(y, y_hat) / _total(y_hat),
            "R² is not symmetric, and `y` and `y_hat` changed places: the spread that is to be "
            "explained is that of the targets.",
            concept="order",
        ),
        Mistake(
            "total around the mean of y_hat",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum((y - y_hat.mean()) ** 2),
            "The baseline that R² compares with predicts the mean of `y`, not the mean of `y_hat`.",
            concept="wrong variable",
        ),
        Mistake(
            "total around zero",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum(y**2),
            "The baseline of yours predicts 0 everywhere. It must predict the mean of `y`, so "
            "subtract that mean.",
            concept="formula",
        ),
        Mistake(
            "total around the median",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.sum((y - np.median(y)) ** 2),
            "The baseline of yours predicts the median. It must predict the mean of `y`.",
            concept="formula",
        ),
        Mistake(
            "absolute value",
            lambda y, y_hat: np.abs(1 - _residual(y, y_hat) / _total(y)),
            "R² may be negative: that means worse than predicting the mean. Keep the sign.",
            concept="formula",
        ),
        Mistake(
            "cut at zero",
            lambda y, y_hat: max(0.0, 1 - _residual(y, y_hat) / _total(y)),
            "R² may be negative: that means worse than predicting the mean. Do not cut it at 0.",
            concept="formula",
        ),
        Mistake(
            "share of exact hits",
            lambda y, y_hat: np.mean(y == y_hat),
            "That is accuracy, the share of hits. It is for classes; of numbers it matters how far "
            "they are off.",
            concept="formula",
        ),
        Mistake(
            "absolute residuals",
            lambda y, y_hat: 1 - np.sum(np.abs(y - y_hat)) / np.sum(np.abs(y - y.mean())),
            "The residuals enter with their absolute values. R² is made of squares, above and "
            "below.",
            concept="formula",
        ),
        Mistake(
            "square root of the share",
            lambda y, y_hat: 1 - np.sqrt(_residual(y, y_hat) / _total(y)),
            "There is a square root in the share: you compare the RMSE with the standard "
            "deviation. R² compares the squares.",
            concept="formula",
        ),
        Mistake(
            "ratio upside down",
            lambda y, y_hat: 1 - _total(y) / _residual(y, y_hat),
            "The ratio is upside down: the squared residuals of the model belong in the "
            "numerator, those of the mean in the denominator. Then take it from 1.",
            concept="formula",
            also=(lambda y, y_hat: _total(y) / _residual(y, y_hat),),
        ),
        Mistake(
            "subtracted, not divided",
            lambda y, y_hat: 1 - _residual(y, y_hat) - _total(y),
            "The squares of the residuals and those around the mean are not divided by each other, "
            "only added or subtracted. Divide the first by the second, and take the ratio from 1.",
            concept="formula",
            also=(
                lambda y, y_hat: 1 - (_residual(y, y_hat) - _total(y)),
                lambda y, y_hat: _total(y) - _residual(y, y_hat),
                lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2) - np.var(y),
                lambda y, y_hat: np.var(y) - np.mean((y - y_hat) ** 2),
            ),
        ),
        Mistake(
            "standard deviation below",
            lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2) / np.std(y),
            "You divide by the standard deviation of `y`, which is the root of the variance. "
            "Divide the mean of the squared residuals by the variance itself.",
            concept="formula",
            also=(lambda y, y_hat: 1 - _residual(y, y_hat) / np.std(y),),
        ),
        Mistake(
            "root of it all",
            lambda y, y_hat: np.sqrt(1 - _residual(y, y_hat) / _total(y)),
            "You take the root of R². R² itself is asked for, and it may be negative, where there "
            "is no root: leave the root out.",
            concept="formula",
        ),
        Mistake(
            "sum over mean",
            lambda y, y_hat: 1 - _residual(y, y_hat) / np.var(y),
            "The numerator is a sum, the denominator a mean, so the share grows with the rows. Use "
            "sums in both, or means in both.",
            concept="sum for mean",
        ),
        Mistake(
            "mean over sum",
            lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2) / _total(y),
            "The numerator is a mean, the denominator a sum, so the share shrinks with the rows. "
            "Use sums in both, or means in both.",
            concept="sum for mean",
        ),
        Mistake(
            "variance with n − 1",
            lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2) / np.var(y, ddof=1),
            "You divide the numerator by n, the denominator by n − 1. Use plain sums in both, or n "
            "in both.",
            concept="factor",
        ),
        Mistake(
            "`//` for `/`",
            lambda y, y_hat: 1 - np.sum((y - y_hat) ** 2) // np.sum((y - np.mean(y)) ** 2),
            "`//` cuts the share down to a whole number. Divide with `/`.",
            concept="factor",
        ),
        Mistake(
            "predictions around the mean target",
            lambda y, y_hat: 1 - np.sum((y - y_hat) ** 2) / np.sum((y_hat - np.mean(y)) ** 2),
            "The denominator says how far the predictions lie from the mean target. What is to be "
            "explained is how far the targets do.",
            concept="wrong variable",
        ),
        Mistake(
            "spread of the predictions",
            lambda y, y_hat: np.var(y_hat) / np.var(y),
            "That is the spread of the predictions over that of the targets. It equals R² only "
            "at the least-squares fit of the training rows; compare residuals instead.",
            concept="wrong variable",
        ),
        Mistake(
            "one minus the spread of the predictions",
            lambda y, y_hat: 1 - np.sum((y_hat - y.mean()) ** 2) / _total(y),
            "Your numerator says how far the predictions spread, not how wrong they are. The "
            "residuals belong there: target minus prediction.",
            concept="wrong variable",
            also=(lambda y, y_hat: 1 - np.var(y_hat) / np.var(y),),
        ),
        Mistake(
            "mean squared error",
            lambda y, y_hat: np.mean((y - y_hat) ** 2),
            "That is the mean squared error. R² compares it with the one of the baseline, the "
            "mean of `y`.",
            concept="formula",
        ),
        Mistake(
            "one minus the loss",
            lambda y, y_hat: 1 - np.mean((y - y_hat) ** 2),
            "The loss has units, the 1 has none. Divide the loss by the variance of `y` first.",
            concept="formula",
        ),
        Mistake(
            "variance of the residuals",
            lambda y, y_hat: 1 - np.var(y - y_hat) / np.var(y),
            "The variance of the residuals forgives an offset: predictions that are all too "
            "high by 5 would score 1. Square the residuals as they are.",
            concept="formula",
        ),
        Mistake(
            "in percent",
            lambda y, y_hat: 100 * (1 - _residual(y, y_hat) / _total(y)),
            "That is in percent. R² is a share: 1 for a perfect fit, not 100.",
            concept="factor",
        ),
        Mistake(
            "adjusted",
            lambda y, y_hat: 1 - _residual(y, y_hat) / _total(y) * (len(y) - 1) / (len(y) - 2),
            "That is the adjusted R², with n − 1 and n − 2. The plain one has no such factor.",
            concept="factor",
        ),
        Mistake(
            "a share for each row",
            lambda y, y_hat: 1 - (y - y_hat) ** 2 / _total(y),
            "One number per row came out: squares are not added up. Sum those of the residuals, "
            "and those around the mean, before you divide.",
            concept="shape",
            also=(lambda y, y_hat: 1 - (y - y_hat) ** 2 / (y - y.mean()) ** 2,),
        ),
    ),
    inside=MEAN_SQUARED_ERROR.inside_of(
        lambda wrong: lambda y, y_hat: 1 - wrong(y, y_hat) / np.var(y),
        "Yours behaves as with this mistake in the loss, which is divided by the variance of `y`",
    ),
    hints=(
        "Which model would somebody use who knows nothing but the targets? How much better is "
        "yours?",
        "Two sums of squares: the residuals of your model, and the distances of the targets "
        "from their own mean. Their ratio is the share that is left unexplained.",
        "Divide the model's sum by the baseline's, and subtract this ratio from 1. Cut nothing "
        "off: the result may be negative.",
    ),
)


def _scaled(W: Any, b: float, mean: Any, std: Any) -> Args:
    return {"W": table(*W), "b": b, "mean": table(*mean), "std": table(*std)}


def _only_first_feature(W: Any, b: Any, mean: Any, std: Any) -> Any:
    first = np.arange(len(W)) == 0
    return np.where(first, W / std, 0.0), b - W[0] * mean[0] / std[0]


def _divided_in_place(W: Any, b: Any, mean: Any, std: Any) -> Any:
    W /= std
    return W, b - np.sum(W * mean)


def _divided_in_place_twice(W: Any, b: Any, mean: Any, std: Any) -> Any:
    W /= std
    return W, b - np.sum(W * mean / std)


TO_NATURAL_UNITS = Exercise(
    lesson=9,
    reference=to_natural_units,
    parts={
        "W": Part(lambda a: a["W"].shape, "one weight per feature"),
        "b": Part(lambda a: ()),
    },
    examples=(
        _scaled([6], 1.0, [2], [3]),
        _scaled([3, 4], 2.0, [1, 5], [2, 0.5]),
        _scaled([1.1, -2.37, 0.456], 0.257, [0.3, -1.6, 2.615], [1.27, 0.4, 2.1]),
    ),
    probes=(
        _scaled([1.5, -2, 0.25], 5.0, [4, 1.5, -3], [0.8, 2.5, 1.6]),
        _scaled([-0.75, 3], -1.25, [20, -6], [5, 0.3]),
        _scaled([2, 0.6, -1, 1.2], 0.75, [-3, 1.1, 0.3, 2], [1.4, 0.7, 3, 2.2]),
    ),
    rules=(
        Rule(
            "the same prediction at the mean",
            "A row of means is 0 after standardizing, so the prediction there is the old bias. "
            "With your `W` and `b` it is not.",
            lambda a: a,
            lambda parts, a: {"b": a["b"] - np.sum(parts["W"] * a["mean"])},
        ),
        Rule(
            "nothing to turn back",
            "Where the mean is 0 and the standard deviation 1, nothing was scaled, so `W` and `b` "
            "must stay; yours change.",
            lambda a: a | {"mean": 0 * a["mean"], "std": np.ones_like(a["std"])},
            lambda parts, a: {"W": a["W"], "b": np.asarray(a["b"])},
        ),
        Rule(
            "twice the spread, half the weight",
            "With standard deviations twice as large each weight must be half as large; yours is "
            "not.",
            lambda a: a | {"std": 2 * a["std"]},
            lambda parts, a: {"W": parts["W"] / 2, "b": (a["b"] + parts["b"]) / 2},
        ),
    ),
    mistakes=(
        Mistake(
            "multiplies by std",
            lambda W, b, mean, std: (W * std, b - np.sum(W * std * mean)),
            "The weights are multiplied by `std`. One unit of the feature is 1/`std` standard "
            "deviations, so a weight per unit is the old one divided by `std`.",
            concept="formula",
        ),
        Mistake(
            "upside down",
            lambda W, b, mean, std: (std / W, b - np.sum(std / W * mean)),
            "The division is upside down: divide each weight by the standard deviation of its "
            "feature, not the standard deviation by the weight.",
            concept="formula",
            also=(lambda W, b, mean, std: (std / W, b - np.sum(W / std * mean)),),
        ),
        Mistake(
            "`//` for `/`",
            lambda W, b, mean, std: (W // std, b - np.sum(W // std * mean)),
            "`//` cuts each weight to a whole number. Divide with `/`.",
            concept="factor",
            also=(lambda W, b, mean, std: (W // std, b - np.sum(W / std * mean)),),
        ),
        Mistake(
            "the other direction",
            lambda W, b, mean, std: (W * std, b + np.sum(W * mean)),
            "That is the other way: from natural units to standardized ones. Here the parameters "
            "are for standardized features already.",
            concept="order",
        ),
        Mistake(
            "the bias stays",
            lambda W, b, mean, std: (W / std, b),
            "`b` comes back as it was. It was the prediction at the means; in natural units it "
            "must be the prediction where the features are 0.",
            concept="ignored argument",
        ),
        Mistake(
            "the weights stay",
            lambda W, b, mean, std: (W, b - np.sum(W * mean / std)),
            "`W` comes back as it was, per standard deviation. Per unit of the feature it is "
            "another: divide by `std`.",
            concept="ignored argument",
        ),
        Mistake(
            "the old bias is lost",
            lambda W, b, mean, std: (W / std, -np.sum(W * mean / std)),
            "The old `b` is not used. Start from it, and take the shift away.",
            concept="ignored argument",
        ),
        Mistake(
            "plus in the bias",
            lambda W, b, mean, std: (W / std, b + np.sum(W * mean / std)),
            "The shift is added to `b`. Standardizing subtracts the mean, so the bias goes down by "
            "the sum of each new weight times its mean.",
            concept="sign",
        ),
        Mistake(
            "no std in the bias",
            lambda W, b, mean, std: (W / std, b - np.sum(W * mean)),
            "In `b` the old weights meet the means. The means are in natural units, so it must be "
            "the new weights.",
            concept="wrong variable",
        ),
        Mistake(
            "only the last shift",
            lambda W, b, mean, std: (W / std, b - W[-1] * mean[-1] / std[-1]),
            "Only the last feature shifts `b`: does each turn begin with the old `b` again? Take "
            "away one shift after the other.",
            concept="loop",
        ),
        Mistake(
            "only the first shift",
            lambda W, b, mean, std: (W / std, b - W[0] * mean[0] / std[0]),
            "Only the first feature shifts `b`: is an index typed, or does a loop end too early? "
            "Take away one shift after the other.",
            concept="loop",
        ),
        Mistake(
            "std twice in the bias",
            lambda W, b, mean, std: (W / std, b - np.sum(W / std * mean / std)),
            "In `b` the weights are divided by `std` twice: was `W` replaced before? The new "
            "weights need the means alone.",
            concept="order",
        ),
        Mistake(
            "divides W in place, and twice for b",
            _divided_in_place_twice,
            "The caller's weights are divided in place (as by `W /= std`), and once more when `b` "
            "is computed. Give the new weights a name of their own.",
            concept="in place",
        ),
        Mistake(
            "changes W",
            _divided_in_place,
            "The numbers are right, but the caller's weights were divided in place, so a second "
            "call would divide them again. Make a new array.",
            unseen="Each training gives new weights, and nothing reads the old ones again.",
            concept="in place",
        ),
        Mistake(
            "mean of the shifts",
            lambda W, b, mean, std: (W / std, b - np.mean(W * mean / std)),
            "`b` moves by the mean of the shifts. A prediction adds up what all features give, so "
            "add their shifts.",
            concept="sum for mean",
        ),
        Mistake(
            "one bias per feature",
            lambda W, b, mean, std: (W / std, b - W * mean / std),
            "`b` became an array with one entry per feature. There is one bias: add the shifts up.",
            concept="shape",
        ),
        Mistake(
            "old bias once per feature",
            lambda W, b, mean, std: (W / std, np.sum(b - W * mean / std)),
            "The old `b` counts once for each feature. Begin with `b`, once, and take away the sum "
            "of the shifts: `b` stands outside of the sum, and before a loop.",
            concept="brackets",
        ),
        Mistake(
            "bias divided as well",
            lambda W, b, mean, std: (W / std, (b - W * mean) / std),
            "The old `b` is divided by `std`, too. It is in units of y already: divide the weights "
            "only, add up the shifts, and take them from `b` as it is.",
            concept="brackets",
            also=(
                lambda W, b, mean, std: (W / std, np.sum((b - W * mean) / std)),
                lambda W, b, mean, std: (W / std, b / std - np.sum(W * mean / std)),
                lambda W, b, mean, std: (W / std, (b - np.sum(W * mean)) / std),
                lambda W, b, mean, std: (W / std, (b - np.sum(W * mean)) / np.sum(std)),
            ),
        ),
        Mistake(
            "every weight with every mean",
            lambda W, b, mean, std: (W / std, b - np.sum(W / std) * np.sum(mean)),
            "In `b` every weight meets every mean, as when two sums are multiplied, or in a loop "
            "inside a loop. Multiply feature by feature, then add the products.",
            concept="order",
            also=(
                lambda W, b, mean, std: (W / std, b - np.sum(W) * np.sum(mean) / np.sum(std)),
                lambda W, b, mean, std: (W / std, b - np.sum(W) * np.sum(mean / std)),
                lambda W, b, mean, std: (W / std, b - np.sum(W) * np.sum(mean)),
            ),
        ),
        Mistake(
            "only the first feature",
            _only_first_feature,
            "Only the first feature was worked out, and the other weights are 0. Does the `return` "
            "stand inside the loop? Then move it to the left.",
            concept="loop",
        ),
        Mistake(
            "sums divided",
            lambda W, b, mean, std: (W / std, b - np.sum(W * mean) / np.sum(std)),
            "Two sums are divided by each other. Each feature has its own `std`, so divide inside "
            "the brackets of the sum.",
            concept="brackets",
        ),
        Mistake(
            "no weights in the bias",
            lambda W, b, mean, std: (W / std, b - np.sum(mean / std)),
            "The weights are missing in `b`: how far a mean shifts the prediction depends on the "
            "new weight of its feature.",
            concept="wrong variable",
            also=(lambda W, b, mean, std: (W / std, b - np.sum(mean)),),
        ),
        Mistake(
            "multiplies by std in the bias",
            lambda W, b, mean, std: (W / std, b - np.sum(W * mean * std)),
            "In `b` the shifts are multiplied by `std`. A shift is the new weight, which is "
            "divided by `std`, times the mean.",
            concept="formula",
        ),
        Mistake(
            "mean and std exchanged",
            lambda W, b, mean, std: (W / mean, b - np.sum(W * std / mean)),
            "`mean` and `std` changed places. The mean shifts, the standard deviation divides.",
            concept="order",
        ),
        Mistake(
            "standardizes the weights",
            lambda W, b, mean, std: ((W - mean) / std, b),
            "You subtract the means from the weights, as if these were features. Put (x − mean)/"
            "std into the prediction instead, and collect what multiplies x.",
            concept="formula",
            also=(
                lambda W, b, mean, std: (W / std - mean, b),
                lambda W, b, mean, std: (
                    (W - mean) / std,
                    b - np.sum((W - mean) / std * mean),
                ),
            ),
        ),
        Mistake(
            "turns the weights back like features",
            lambda W, b, mean, std: (W * std + mean, b),
            "You multiply by `std` and add the mean, which turns a scaled feature back. Divide "
            "each weight by `std`; the means belong in `b`.",
            concept="formula",
        ),
        Mistake(
            "returns b, W",
            lambda W, b, mean, std: (b - np.sum(W * mean / std), W / std),
            "Both are right, in the wrong order: `W` comes first, then `b`.",
            concept="order",
        ),
        Mistake(
            "multiplies W by std",
            lambda W, b, mean, std: (W * std, b - np.sum(W * mean / std)),
            "`b` is right, but the weights are multiplied by `std`. One unit of the feature is "
            "1/`std` standard deviations: divide.",
            concept="formula",
        ),
        Mistake(
            "means taken from the weights",
            lambda W, b, mean, std: ((W - mean) / std, b - np.sum(W * mean / std)),
            "`b` is right, but the means are subtracted from the weights. A mean shifts the "
            "prediction, so it belongs to `b` alone.",
            concept="formula",
        ),
        Mistake(
            "means in the weights",
            lambda W, b, mean, std: (W * mean / std, b - np.sum(W / std)),
            "The means are in the weights and not in the bias: it must be the other way round. "
            "What multiplies x is the weight over `std`.",
            concept="wrong variable",
        ),
        Mistake(
            "divides by the variance",
            lambda W, b, mean, std: (W / std**2, b - np.sum(W / std**2 * mean)),
            "The weights are divided by `std` squared. Divide once.",
            concept="factor",
            also=(lambda W, b, mean, std: (W / std**2, b - np.sum(W * mean / std)),),
        ),
    ),
    hints=(
        "Write the prediction with the scaled feature, and put in how the scaled feature was made "
        "from the raw one. What multiplies the raw feature now?",
        "The weight of a raw feature is the old weight per standard deviation, turned into one per "
        "unit. What is left over has no feature in it, so it belongs to the bias.",
        "New weights: old ones over the standard deviations. New bias: the old one, minus the sum "
        "over the features of new weight times mean. Leave the given `W` as it is.",
    ),
)

EXERCISES = (R_SQUARED, TO_NATURAL_UNITS)
