import math
import re

import numpy as np
import pytest

from linreg import (
    fit_line,
    forward,
    largest_rate,
    load_dataset,
    mean_squared_error,
    mse_gradient,
    normal_equation,
    one_house_slope,
    stability_limit,
    standardize,
    to_natural_units,
    train,
    update,
)
from linreg.checks import check

RNG = np.random.default_rng(7)
HOUSES = RNG.normal(1, 3, (20, 4)).tolist()

# The slope of one house


@pytest.mark.parametrize(("x", "y", "w", "b"), HOUSES)
def test_one_house_has_the_measured_slope_of_its_squared_residual(x, y, w, b):
    above, below = ((v * x + b - y) ** 2 for v in (w + 0.5, w - 0.5))
    # Of a parabola central differences have no error but rounding.
    assert one_house_slope(x, y, w, b) == pytest.approx(above - below, rel=1e-10, abs=1e-10)


def test_one_house_worked_by_hand():
    # 2 * 3 + 1 = 7 is predicted, which is 3 above the target 4.
    assert one_house_slope(3, 4, 2, 1) == 2 * 3 * 3


def test_the_gradient_is_the_mean_of_the_slopes_of_the_houses():
    x, y = np.array(HOUSES).T[:2]
    dW, _ = mse_gradient(x[:, None], y, 0.7 * x - 1.2)
    slopes = [one_house_slope(*house, 0.7, -1.2) for house in zip(x, y, strict=True)]
    assert dW[0] == pytest.approx(np.mean(slopes), rel=1e-12)


def test_one_house_has_a_plain_float():
    assert type(one_house_slope(np.float64(1), 2, np.array(3), 4)) is float
    assert type(one_house_slope(1, 2, 3, 4)) is float


@pytest.mark.parametrize("name", ["x", "y", "w", "b"])
def test_a_column_of_houses_is_not_one_house(name):
    message = rf"^{name} has shape \(2,\), but must be one number"
    with pytest.raises(ValueError, match=message):
        one_house_slope(**{"x": 1, "y": 2, "w": 3, "b": 4} | {name: [1.0, 2.0]})


# The largest rate


@pytest.mark.parametrize("step", [0.01, 0.5, 1.0, 20.0])
@pytest.mark.parametrize("w", [-3.0, 0.0, 4.5])
@pytest.mark.parametrize("coefficients", [(1, 0, 0), (3, -2, 1), (0.25, 5, -7)])
def test_of_a_parabola_the_rate_is_one_over_its_first_coefficient(coefficients, w, step):
    # The second derivative of a w² is 2a, wherever and however far one steps.
    rate = largest_rate(lambda v: np.polyval(coefficients, v), w, step)
    assert rate == pytest.approx(1 / coefficients[0], rel=1e-8)


def test_the_curvature_of_a_fourth_power_is_off_by_the_square_of_the_step():
    # ((w + h)⁴ − 2w⁴ + (w − h)⁴) / h² = 12w² + 2h²
    assert largest_rate(lambda v: v**4, 2.0, 0.5) == pytest.approx(2 / (12 * 4 + 2 * 0.25))
    assert largest_rate(lambda v: v**4, 2.0) == pytest.approx(2 / (12 * 4 + 2))  # a step of 1


def loss_over_the_weight(x, y, b):
    return lambda w: mean_squared_error(y, forward(x, [w], b))


def test_below_the_rate_steps_get_shorter_and_above_it_longer():
    x, y = RNG.normal(2, 1, (30, 1)), RNG.normal(0, 1, 30)
    limit = largest_rate(loss_over_the_weight(x, y, 0.0), 0.0)
    for share, is_shorter in ((0.5, True), (0.99, True), (1.01, False), (2, False)):
        places = [5.0]
        for _ in range(2):
            dW, _ = mse_gradient(x, y, forward(x, [places[-1]], 0))
            places.append(update([places[-1]], 0, dW, 0, share * limit)[0][0])
        steps = np.abs(np.diff(places))
        assert bool(steps[1] < steps[0]) is is_shorter


def test_with_centred_features_it_is_the_stability_limit():
    x, y = RNG.normal(0, 3, (30, 1)), RNG.normal(0, 1, 30)
    x -= x.mean()
    # The weight's curvature, 2 mean(x²), is larger here than that of the bias, 2.
    limit = largest_rate(loss_over_the_weight(x, y, 1.0), -2.0, 0.5)
    assert limit == pytest.approx(stability_limit(x), rel=1e-9)


def test_a_rate_is_a_plain_float():
    assert type(largest_rate(np.square, np.float64(2))) is float


@pytest.mark.parametrize(
    ("f", "curvature"), [(lambda w: 3 * w, "0"), (lambda w: 5, "0"), (lambda w: -(w**2), "-2")]
)
def test_refuses_what_does_not_bend_upwards(f, curvature):
    message = rf"^the curvature of f is {curvature} around w = 3, but must be positive"
    with pytest.raises(ValueError, match=message):
        largest_rate(f, 3)


@pytest.mark.parametrize(
    ("lift", "w", "step"), [(0, 5, 1e-7), (0, 5, 1e-8), (1e4, 5, 1e-6), (1e4, 5, 1e-7), (0, 1e8, 1)]
)
def test_refuses_a_step_at_which_rounding_may_be_all_that_is_seen(lift, w, step):
    with pytest.raises(ValueError, match=r"less may be rounding alone: .* is too small to see"):
        largest_rate(lambda v: 3 * v**2 + lift, w, step)
    assert largest_rate(lambda v: 3 * v**2 + lift, w, max(w, lift) / 10) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("bend", "step"), [(1e-9, 0.01), (1e-17, 100)])
def test_measures_a_bend_that_is_well_above_rounding_however_slight_it_is(bend, step):
    # The second difference is ten times what the last digits of 1 may make of it.
    rate = largest_rate(lambda v: 1 + bend * v**2, 0, step)
    assert rate == pytest.approx(1 / bend, rel=0.01)


@pytest.mark.parametrize(
    ("result", "error", "message"),
    [
        (np.array([1.0]), ValueError, r"has shape \(1,\), but must be one number"),
        (math.nan, ValueError, "is nan, but must be a finite number"),
        (None, TypeError, "is None, but must be a finite number"),
    ],
)
def test_refuses_a_function_that_does_not_return_one_number(result, error, message):
    with pytest.raises(error, match=f"^the result of f {message}"):
        largest_rate(lambda w: result, 1)


def test_refuses_what_is_no_function_and_what_is_no_step():
    with pytest.raises(TypeError, match=r"^f is 3, but must be a function"):
        largest_rate(3, 1)
    with pytest.raises(ValueError, match=r"^step is 0, but must be a positive finite number"):
        largest_rate(np.square, 1, 0)


@pytest.mark.parametrize("step", [5e-324, 1e-170, 1e-155, 1e155, 1e200])
@pytest.mark.parametrize("f", [lambda w: 0, abs])
def test_refuses_a_step_whose_square_is_no_float(f, step):
    with pytest.raises(ValueError, match=r"^step is .*, but must be .* that can be squared"):
        largest_rate(f, 0, step)


# The line


@pytest.mark.parametrize("n_samples", [2, 3, 10, 500])
@pytest.mark.parametrize("centre", [0.0, 50.0])
def test_the_line_is_that_of_polyfit(n_samples, centre):
    rng = np.random.default_rng(n_samples)
    x, y = rng.normal(centre, 2, n_samples), rng.normal(-3, 5, n_samples)
    np.testing.assert_allclose(fit_line(x, y), np.polyfit(x, y, 1), rtol=1e-9)


def test_a_distant_zero_of_the_targets_costs_the_slope_no_digit():
    # Between 2⁵³ − 8 and 2⁵³ floats are whole numbers; above, every second one is missing.
    assert fit_line([0, 1, 4], [2**53 - 8, 2**53 - 6, 2**53])[0] == 2


def test_three_points_worked_by_hand():
    # The means are 2 and 3; the products 2 + 0 + 4 over the squares 1 + 1 + 4 of the distances.
    w, b = fit_line([1, 1, 4], [1, 3, 5])
    assert w == pytest.approx((2 + 0 + 4) / 6)
    assert b == pytest.approx(3 - 2 * w)


def test_on_crickets_it_is_the_normal_equation_and_where_the_loop_ends():
    crickets = load_dataset("cricket_chirps")
    w, b = fit_line(crickets.X[:, 0], crickets.y)
    (w_exact,), b_exact = normal_equation(crickets.X, crickets.y)
    assert (w, b) == pytest.approx((w_exact, b_exact), rel=1e-9)
    X, mean, std = standardize(crickets.X)
    end = train(X, crickets.y, [0], 0, learning_rate=0.1, n_iterations=500)
    W_raw, b_raw = to_natural_units(end.W, end.b, mean, std)
    assert (W_raw[0], b_raw) == pytest.approx((w, b), rel=1e-9)


def test_no_line_nearby_has_a_smaller_loss():
    x, y = RNG.normal(3, 2, 40), RNG.normal(1, 2, 40)
    w, b = fit_line(x, y)
    lowest = np.mean((w * x + b - y) ** 2)
    for dw, db in RNG.normal(0, 0.1, (50, 2)):
        assert np.mean(((w + dw) * x + b + db - y) ** 2) > lowest


def test_a_line_is_two_plain_floats():
    assert [type(one) for one in fit_line([1, 2], [3, 5])] == [float, float]


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([2, 2, 2], [1, 2, 3], "x is 2 in every row, but must vary over two rows at least"),
        ([2], [1], "x is 2 in every row, but must vary over two rows at least"),
        ([1, 2, 3], [1, 2], "y has shape (2,), but must be (3,): one target per entry of x"),
        ([[1], [2]], [1, 2], "x has shape (2, 1), but must be (n_samples,): one number per row"),
        (1, [1, 2], "x has shape (), but must be (n_samples,): one number per row"),
        ([1, 2], [[1], [2]], "y has shape (2, 1), but must be (2,): one target per entry of x"),
        ([], [], "x has shape (0,): it is empty"),
        ([1, math.nan], [1, 2], "x[1] is nan, but must be a finite number"),
    ],
)
def test_refuses_points_that_have_no_line(x, y, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        fit_line(x, y)


# Natural units


@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_both_pairs_predict_the_same(n_features):
    rng = np.random.default_rng(n_features)
    X = rng.normal(0, 1, (50, n_features)) * np.logspace(-3, 3, n_features) + 40
    X_scaled, mean, std = standardize(X)
    W, b = rng.normal(size=n_features), 2.5
    natural = forward(X, *to_natural_units(W, b, mean, std))
    np.testing.assert_allclose(natural, forward(X_scaled, W, b), rtol=1e-9, atol=1e-9)


def test_two_features_worked_by_hand():
    W, b = to_natural_units(W=[6, -4], b=10, mean=[5, 3], std=[2, 8])
    np.testing.assert_allclose(W, [3, -0.5])
    assert b == pytest.approx(10 - 15 + 1.5)
    assert type(b) is float


def test_the_best_parameters_for_scaled_features_become_the_best_for_the_raw_ones():
    houses = load_dataset("houses")
    X_scaled, mean, std = standardize(houses.X)
    W, b = to_natural_units(*normal_equation(X_scaled, houses.y), mean, std)
    A = np.column_stack([houses.X, np.ones(len(houses.y))])
    *W_best, b_best = np.linalg.lstsq(A, houses.y, rcond=None)[0]
    np.testing.assert_allclose([*W, b], [*W_best, b_best], rtol=1e-8)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"std": [1, 0]}, "std[1] is 0, but must be positive"),
        ({"std": [-2, 1]}, "std[0] is -2, but must be positive"),
        ({"std": [1]}, "std has shape (1,), but must be (2,): one standard deviation per feature"),
        ({"mean": [1, 2, 3]}, "mean has shape (3,), but must be (2,): one mean per feature"),
        ({"mean": 1}, "mean has shape (), but must be (2,)"),
        ({"W": [[1, 2]]}, "W has shape (1, 2), but must be (n_features,)"),
        ({"b": [1]}, "b has shape (1,), but must be one number"),
    ],
)
def test_refuses_what_was_not_scaled_so(changed, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        to_natural_units(**{"W": [1, 2], "b": 0, "mean": [0, 0], "std": [1, 1]} | changed)


# What a check says where no argument has rows


def test_an_exception_in_some_cases_of_numbers_names_the_numbers():
    def one_house_slope(x, y, w, b):
        return 2 * (w * x + b - y) * x / max(x, 0)

    verdict = check(one_house_slope)
    assert verdict.mistake == "raises ZeroDivisionError"
    assert "This happened with `x` = -1.1, `y` = 2.37, `w` = 0.456 and `b` = 1.6." in verdict.text


def test_where_there_are_no_sizes_the_numbers_are_asked_for():
    def largest_rate(f, w, step=1.0):
        h = step / 2
        return 2 / ((f(w + 3 * h) - 2 * f(w + h) + f(w - h)) / step**2)

    verdict = check(largest_rate)
    assert verdict.mistake == "other sizes"
    assert "not with `f` = w → w⁴ + w², `w` = 0.8 and `step` = 0.3. Is a number" in verdict.text


def test_numbers_exchanged_are_named():
    verdict = check(lambda x, y, w, b: 2 * (w * y + b - x) * y, "one_house_slope")
    assert verdict.mistake == "x and y exchanged"
