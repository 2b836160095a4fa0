import statistics

import numpy as np
import pytest

from linreg import mean_squared_error

RNG_SEEDS = range(3)


def residuals_and_targets(seed, n=50):
    rng = np.random.default_rng(seed)
    return rng.normal(3, 2, n), rng.normal(-1, 4, n)


def test_three_rows_worked_by_hand():
    assert mean_squared_error([1, 2, 3], [2, 2, 1]) == pytest.approx((1 + 0 + 4) / 3, rel=1e-15)


@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_is_the_mean_of_the_squares_one_row_at_a_time(n):
    y, residual = residuals_and_targets(n, n)
    y_hat = y + residual
    by_loop = statistics.fmean((a - b) ** 2 for a, b in zip(y_hat, y, strict=True))
    assert mean_squared_error(y, y_hat) == pytest.approx(by_loop, rel=1e-12)


def test_is_zero_for_a_perfect_fit_only():
    y = [0.1, -2.0, 3e5]
    assert mean_squared_error(y, y) == 0
    assert mean_squared_error(y, [0.1, -2.0, 3e5 + 1e-3]) > 0


@pytest.mark.parametrize("seed", RNG_SEEDS)
def test_twice_the_residuals_cost_four_times_as_much(seed):
    y, residual = residuals_and_targets(seed)
    once, twice = (mean_squared_error(y, y + k * residual) for k in (1, 2))
    assert twice == pytest.approx(4 * once, rel=1e-12)


@pytest.mark.parametrize("seed", RNG_SEEDS)
def test_twice_the_rows_cost_the_same(seed):
    y, residual = residuals_and_targets(seed)
    y_hat = y + residual
    doubled = mean_squared_error(np.tile(y, 2), np.tile(y_hat, 2))
    assert doubled == pytest.approx(mean_squared_error(y, y_hat), rel=1e-12)


def test_does_not_depend_on_the_order_of_the_rows():
    y, residual = residuals_and_targets(0)
    order = np.random.default_rng(1).permutation(len(y))
    shuffled = mean_squared_error(y[order], (y + residual)[order])
    assert shuffled == pytest.approx(mean_squared_error(y, y + residual), rel=1e-12)


def test_of_the_mean_is_the_variance_and_no_other_constant_costs_less():
    y, _ = residuals_and_targets(0)
    at_mean = mean_squared_error(y, np.full(len(y), y.mean()))
    assert at_mean == pytest.approx(statistics.pvariance(y), rel=1e-12)
    for constant in (y.mean() - 0.1, y.mean() + 0.1, np.median(y), 0):
        assert mean_squared_error(y, np.full(len(y), constant)) > at_mean


def test_has_the_unit_of_the_targets_squared():
    y, residual = residuals_and_targets(0)
    kilograms, grams = (mean_squared_error(k * y, k * (y + residual)) for k in (1, 1000))
    assert grams == pytest.approx(1e6 * kilograms, rel=1e-12)


def test_small_unsigned_numbers_do_not_wrap_around():
    y, y_hat = np.array([0, 255], dtype=np.uint8), np.array([1, 0], dtype=np.uint8)
    assert mean_squared_error(y, y_hat) == (1 + 255**2) / 2


def test_true_counts_as_one():
    assert mean_squared_error([True, False], [3, 2]) == 4


def test_is_a_plain_float():
    assert type(mean_squared_error([1, 2], [3, 4])) is float


def test_refuses_a_column_of_predictions_that_would_broadcast():
    with pytest.raises(ValueError, match=r"y_hat has shape \(3, 1\), but must be \(3,\)"):
        mean_squared_error([1, 2, 3], [[1], [2], [3]])


def test_refuses_one_prediction_for_many_targets():
    with pytest.raises(ValueError, match=r"y_hat has shape \(1,\), but must be \(3,\)"):
        mean_squared_error([1, 2, 3], [1])


def test_names_the_place_of_the_first_missing_value():
    with pytest.raises(ValueError, match=r"^y\[1\] is nan, but must be a finite number"):
        mean_squared_error([1, float("nan"), float("inf"), 4], [1, 2, 3, 4])
