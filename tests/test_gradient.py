import numpy as np
import pytest

from linreg import mse_gradient, numerical_gradient

SHAPES = [(1, 1), (2, 5), (7, 1), (30, 3), (200, 8)]


def problem(n_samples, n_features):
    """Return X, y, W, b with columns of different sizes, far from the best fit."""
    rng = np.random.default_rng(n_samples + n_features)
    X = rng.normal(2, 1, (n_samples, n_features)) * np.linspace(0.5, 3, n_features)
    return X, rng.normal(1, 3, n_samples), rng.normal(size=n_features), float(rng.normal())


def loss_by_hand(X, y, W, b):
    return sum((row @ W + b - target) ** 2 for row, target in zip(X, y, strict=True)) / len(y)


def slope(f, at, h=1e-3):
    """Measure a slope; of a parabola central differences have no error but rounding."""
    return (f(at + h) - f(at - h)) / (2 * h)


@pytest.mark.parametrize("shape", SHAPES)
def test_is_the_measured_slope_of_the_loss_in_each_weight(shape):
    X, y, W, b = problem(*shape)
    dW, _ = mse_gradient(X, y, X @ W + b)
    for j, axis in enumerate(np.eye(len(W))):
        measured = slope(lambda t, axis=axis: loss_by_hand(X, y, W + t * axis, b), 0)
        assert dW[j] == pytest.approx(measured, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("shape", SHAPES)
def test_is_the_measured_slope_of_the_loss_in_the_bias(shape):
    X, y, W, b = problem(*shape)
    _, db = mse_gradient(X, y, X @ W + b)
    assert db == pytest.approx(slope(lambda t: loss_by_hand(X, y, W, t), b), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_formula_and_the_measurement_agree(shape):
    X, y, W, b = problem(*shape)
    dW, db = mse_gradient(X, y, X @ W + b)
    measured = numerical_gradient(lambda p: loss_by_hand(X, y, p[:-1], p[-1]), [*W, b])
    np.testing.assert_allclose([*dW, db], measured, rtol=1e-7, atol=1e-7)


def test_three_rows_worked_by_hand():
    # The residuals are 1, 0 and 2.
    dW, db = mse_gradient([[1, 2], [3, 4], [5, 6]], y=[1, 2, 3], y_hat=[2, 2, 5])
    np.testing.assert_allclose(dW, [2 / 3 * (1 * 1 + 2 * 5), 2 / 3 * (1 * 2 + 2 * 6)], rtol=1e-14)
    assert db == pytest.approx(2 / 3 * (1 + 0 + 2), rel=1e-14)


@pytest.mark.parametrize("shape", [(3, 1), (30, 3), (200, 8)])
def test_is_zero_at_the_least_squares_fit(shape):
    X, y, *_ = problem(*shape)
    A = np.column_stack([X, np.ones(len(X))])
    dW, db = mse_gradient(X, y, A @ np.linalg.lstsq(A, y, rcond=None)[0])
    np.testing.assert_allclose([*dW, db], 0, atol=1e-11)


def test_twice_the_residuals_are_twice_as_steep():
    X, y, *_ = problem(30, 3)
    residual = np.random.default_rng(0).normal(1, 2, 30)
    once, twice = (np.hstack(mse_gradient(X, y, y + k * residual)) for k in (1, 2))
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-10)


def test_twice_the_rows_are_as_steep():
    X, y, W, b = problem(30, 3)
    once = mse_gradient(X, y, X @ W + b)
    twice = mse_gradient(np.tile(X, (2, 1)), np.tile(y, 2), np.tile(X @ W + b, 2))
    np.testing.assert_allclose(np.hstack(twice), np.hstack(once), rtol=1e-12)


def test_does_not_depend_on_the_order_of_the_rows():
    X, y, W, b = problem(30, 3)
    order = np.random.default_rng(0).permutation(30)
    shuffled = mse_gradient(X[order], y[order], (X @ W + b)[order])
    np.testing.assert_allclose(
        np.hstack(shuffled), np.hstack(mse_gradient(X, y, X @ W + b)), rtol=1e-12
    )


def test_is_an_array_and_a_plain_float():
    dW, db = mse_gradient([[1], [2]], [3, 4], [5, 7])
    assert dW.shape == (1,)
    assert type(db) is float


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"y": [[1], [2]]}, r"y has shape \(2, 1\), but must be \(2,\): one target per row of X"),
        ({"y_hat": [[1], [2]]}, r"y_hat has shape \(2, 1\), but must be \(2,\)"),
        ({"y_hat": 1}, r"y_hat has shape \(\), but must be \(2,\)"),
        ({"y": [1, 2, 3]}, r"y has shape \(3,\), but must be \(2,\)"),
        ({"X": [1, 2]}, r"X has shape \(2,\), but must be \(n_samples, n_features\)"),
    ],
)
def test_refuses_shapes_that_would_broadcast(changed, message):
    with pytest.raises(ValueError, match=message):
        mse_gradient(**{"X": [[1], [2]], "y": [1, 2], "y_hat": [1, 2]} | changed)


@pytest.mark.parametrize("at", [-2.0, 0.0, 0.5, 10.0])
@pytest.mark.parametrize("coefficients", [[3, -2], [1, 0, 5], [2, -1, 4, 1], [1, 0, 0, -2, 0]])
def test_measures_the_derivative_of_a_polynomial(coefficients, at):
    measured = numerical_gradient(lambda p: np.polyval(coefficients, p), at)
    assert measured == pytest.approx(np.polyval(np.polyder(coefficients), at), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 3)])
def test_measures_each_coordinate_and_keeps_the_shape(shape):
    p = np.random.default_rng(0).normal(0, 2, shape)
    weights = np.arange(1.0, p.size + 1).reshape(shape)
    measured = numerical_gradient(lambda p: np.sum(weights * p**3), p)
    assert measured.shape == shape
    np.testing.assert_allclose(measured, 3 * weights * p**2, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("step", [0.5, 0.1, 0.01])
def test_is_off_by_the_square_of_the_step_for_a_cube(step):
    # ((p + h)³ − (p − h)³) / 2h = 3p² + h²
    measured = numerical_gradient(lambda p: p**3, 2.0, step=step)
    assert measured == pytest.approx(12 + step**2, rel=1e-11)


def test_measures_whole_numbers_as_well():
    measured = numerical_gradient(lambda p: np.sum(p**2), np.array([3, -4]))
    np.testing.assert_allclose(measured, [6, -8], rtol=1e-6)


def test_a_function_that_writes_to_its_argument_does_not_spoil_the_place():
    p = np.array([1.0, 2.0, 3.0])

    def square_in_place(q):
        q **= 2
        return q.sum()

    np.testing.assert_allclose(numerical_gradient(square_in_place, p), [2, 4, 6], rtol=1e-6)
    np.testing.assert_array_equal(p, [1, 2, 3])


@pytest.mark.parametrize(
    ("result", "error", "message"),
    [
        (np.array([1.0, 2.0]), ValueError, r"has shape \(2,\), but must be one number"),
        (np.array([1.0]), ValueError, r"has shape \(1,\), but must be one number"),
        (float("nan"), ValueError, "is nan, but must be a finite number"),
        (float("inf"), ValueError, "is inf, but must be a finite number"),
        (None, TypeError, "is None, but must be a finite number"),
        ("slope", TypeError, "is 'slope', but must be a finite number"),
        (1j, TypeError, "is 1j, but must be a finite number"),
    ],
)
def test_refuses_a_function_that_does_not_return_one_number(result, error, message):
    with pytest.raises(error, match=rf"the result of f {message}"):
        numerical_gradient(lambda p: result, [1.0, 2.0])


def test_refuses_what_is_no_function():
    with pytest.raises(TypeError, match="f is 3, but must be a function"):
        numerical_gradient(3, [1.0])


@pytest.mark.parametrize("step", [0, -1e-6])
def test_refuses_a_step_that_is_not_positive(step):
    with pytest.raises(ValueError, match=rf"step is {step}, but must be a positive finite number"):
        numerical_gradient(np.sum, [1.0], step=step)
