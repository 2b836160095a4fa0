import math
import re

import numpy as np
import pytest

from linreg import r_squared, root_mean_squared_error


def scatter(seed, n=40):
    rng = np.random.default_rng(seed)
    x = rng.normal(5, 2, n)
    return x, 3 * x - 7 + rng.normal(0, 4, n)


def test_rmse_of_two_rows_worked_by_hand():
    assert root_mean_squared_error([10, 20], [13, 16]) == pytest.approx(math.sqrt((9 + 16) / 2))


def test_rmse_of_equal_residuals_is_their_size():
    assert root_mean_squared_error([1, 2, 3], [-1, 4, 5]) == pytest.approx(2)


def test_rmse_is_the_length_of_the_residuals_per_root_of_the_rows():
    x, y = scatter(0)
    expected = math.dist(x, y) / math.sqrt(len(y))
    assert root_mean_squared_error(y, x) == pytest.approx(expected, rel=1e-12)


def test_rmse_has_the_unit_of_the_targets():
    x, y = scatter(0)
    kilograms, grams = (root_mean_squared_error(k * y, k * x) for k in (1, 1000))
    assert grams == pytest.approx(1000 * kilograms, rel=1e-12)


def test_rmse_of_the_mean_is_the_standard_deviation():
    _, y = scatter(1)
    assert root_mean_squared_error(y, np.full(len(y), y.mean())) == pytest.approx(np.std(y))


def test_r_squared_of_three_rows_worked_by_hand():
    assert r_squared([1, 2, 6], [2, 2, 5]) == pytest.approx(1 - (1 + 0 + 1) / (4 + 1 + 9))


@pytest.mark.parametrize("seed", range(3))
def test_r_squared_of_the_least_squares_line_is_the_squared_correlation(seed):
    x, y = scatter(seed)
    y_hat = np.polyval(np.polyfit(x, y, 1), x)
    assert r_squared(y, y_hat) == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2, rel=1e-12)


def test_r_squared_is_one_for_a_perfect_fit_and_zero_for_the_mean():
    _, y = scatter(0)
    assert r_squared(y, y) == 1
    assert r_squared(y, np.full(len(y), y.mean())) == pytest.approx(0, abs=1e-12)


def test_r_squared_is_negative_for_what_is_worse_than_the_mean():
    _, y = scatter(0)
    assert r_squared(y, np.full(len(y), y.mean() + 1)) < 0
    assert r_squared(y, -y) < 0


def test_r_squared_is_no_correlation_and_sees_a_prediction_that_is_always_too_high():
    _, y = scatter(0)
    assert np.corrcoef(y, y + 100)[0, 1] == pytest.approx(1)
    assert r_squared(y, y + 100) < 0


def test_r_squared_has_no_unit():
    x, y = scatter(2)
    assert r_squared(1000 * y - 5, 1000 * x - 5) == pytest.approx(r_squared(y, x), rel=1e-12)


def test_r_squared_asks_which_of_the_two_is_the_truth():
    assert r_squared([1, 2, 3], [2, 2, 4]) != pytest.approx(r_squared([2, 2, 4], [1, 2, 3]))


@pytest.mark.parametrize("function", [r_squared, root_mean_squared_error])
def test_is_a_plain_float(function):
    assert type(function([1, 2], [3, 4])) is float


@pytest.mark.parametrize("y", [[0.1] * 7, [5], [-3e300, -3e300]])
def test_r_squared_refuses_constant_targets(y):
    message = re.escape(f"y is {y[0]:g} in every row, but must vary")
    with pytest.raises(ValueError, match=f"^{message}"):
        r_squared(y, y)


@pytest.mark.parametrize("function", [r_squared, root_mean_squared_error])
def test_refuses_a_column_of_predictions_that_would_broadcast(function):
    with pytest.raises(ValueError, match=r"y_hat has shape \(3, 1\), but must be \(3,\)"):
        function([1, 2, 3], [[1], [2], [3]])
