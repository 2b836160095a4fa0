import pickle
import re

import numpy as np
import pytest
from nist import NORRIS

from linreg import (
    DivergenceError,
    forward,
    load_dataset,
    mean_squared_error,
    mse_gradient,
    normal_equation,
    stability_limit,
    standardize,
    train,
    update,
)

CERTIFIED_W, CERTIFIED_B = map(float, NORRIS.certified)


@pytest.fixture
def norris():
    return NORRIS.floats()


def problem(n_samples=60, n_features=2, seed=0):
    """Return X and y of a noisy plane, with columns that are neither centred nor of one size."""
    rng = np.random.default_rng(seed)
    X = rng.normal(1, 1, (n_samples, n_features)) * np.linspace(1, 2, n_features)
    return X, X @ rng.normal(0, 2, n_features) + 3 + rng.normal(0, 1, n_samples)


def least_squares(X, y):
    """Return the weights, then the bias."""
    return np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]


def hessian(X):
    """Measure the curvature of the loss over (W, b); of a parabola differences of 1 are exact."""
    y = np.zeros(len(X))

    def loss(p):
        return float(np.mean((X @ p[:-1] + p[-1] - y) ** 2))

    axes = np.eye(X.shape[1] + 1)
    return np.array([[loss(p + q) - loss(p) - loss(q) for q in axes] for p in axes])


# The step


def test_a_step_worked_by_hand():
    W, b = update(W=[1, -2], b=3, dW=[10, -20], db=5, learning_rate=0.1)
    np.testing.assert_allclose(W, [0, 0], atol=1e-15)
    assert b == pytest.approx(2.5)


def test_a_flat_loss_leaves_the_parameters():
    W, b = update([1, 2], 3, [0, 0], 0, 0.5)
    assert (W.tolist(), b) == ([1, 2], 3)
    assert type(b) is float


@pytest.mark.parametrize("learning_rate", [1e-5, 1e-3])
def test_a_small_step_lowers_the_loss_by_the_rate_times_the_squared_slope(learning_rate):
    X, y = problem()
    W, b = np.array([1.0, -1.0]), 0.5
    dW, db = mse_gradient(X, y, forward(X, W, b))
    before = mean_squared_error(y, forward(X, W, b))
    after = mean_squared_error(y, forward(X, *update(W, b, dW, db, learning_rate)))
    fall = learning_rate * (dW @ dW + db**2)
    assert before - after == pytest.approx(fall, rel=20 * learning_rate)


def test_a_step_refuses_slopes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"dW has shape \(1,\), but must be \(2,\): one slope per"):
        update([1, 2], 0, [1], 0, 0.1)


# The loop


@pytest.mark.parametrize("shape", [(1, 1), (5, 1), (60, 2), (20, 7)])
def test_training_is_the_four_functions_in_turn(shape):
    X, y = problem(*shape)
    rate = 0.3 * stability_limit(X)
    W, b = start = np.linspace(-1, 2, shape[1]), 0.5
    losses = []
    for _ in range(25):
        y_hat = forward(X, W, b)
        losses.append(mean_squared_error(y, y_hat))
        W, b = update(W, b, *mse_gradient(X, y, y_hat), rate)
    run = train(X, y, *start, learning_rate=rate, n_iterations=25)
    np.testing.assert_allclose(run.W, W, rtol=1e-12, atol=1e-12)
    assert run.b == pytest.approx(b, rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(run.losses, losses, rtol=1e-12)


def test_the_losses_are_those_before_each_update():
    X, y = problem()
    one, two = (train(X, y, [1, 1], 1, learning_rate=0.01, n_iterations=n) for n in (1, 2))
    assert one.losses == pytest.approx([np.mean((X @ [1, 1] + 1 - y) ** 2)])
    assert two.losses[1] == pytest.approx(np.mean((X @ one.W + one.b - y) ** 2))


def test_a_run_can_be_taken_up_where_another_ended():
    X, y = problem()
    whole = train(X, y, [0, 0], 0, learning_rate=0.05, n_iterations=30)
    first = train(X, y, [0, 0], 0, learning_rate=0.05, n_iterations=10)
    second = train(X, y, first.W, first.b, learning_rate=0.05, n_iterations=20)
    np.testing.assert_allclose(second.W, whole.W, rtol=1e-12)
    np.testing.assert_allclose([*first.losses, *second.losses], whole.losses, rtol=1e-12)


@pytest.mark.parametrize("shape", [(2, 1), (60, 2), (200, 4)])
def test_training_ends_at_the_least_squares_fit(shape):
    X, y = problem(*shape)
    rate = 0.9 * stability_limit(X)
    W, b, losses = train(X, y, [0] * shape[1], 0, learning_rate=rate, n_iterations=3000)
    np.testing.assert_allclose([*W, b], least_squares(X, y), rtol=1e-8)
    assert np.all(np.diff(losses) <= 1e-12 * losses[0])


def test_the_start_does_not_matter_in_the_end():
    X, y = problem()
    rate = 0.5 * stability_limit(X)
    ends = [
        np.hstack(train(X, y, W, b, learning_rate=rate, n_iterations=3000)[:2])
        for W, b in [([0, 0], 0), ([50, -50], 1000)]
    ]
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-9)


def test_training_on_standardized_norris_gives_the_certified_line(norris):
    X, y = norris
    X_scaled, mean, std = standardize(X)
    W, b, _ = train(X_scaled, y, [0], 0, learning_rate=0.1, n_iterations=200)
    assert W[0] / std[0] == pytest.approx(CERTIFIED_W, rel=1e-12)
    assert b - W[0] / std[0] * mean[0] == pytest.approx(CERTIFIED_B, rel=1e-10)


@pytest.mark.parametrize("name", ["cricket_chirps", "penguins", "houses"])
def test_the_loop_and_the_closed_form_agree_on_the_data_of_the_course(name):
    X, y, *_ = load_dataset(name)
    X_scaled, _, _ = standardize(X)
    run = train(X_scaled, y, [0] * X.shape[1], 0, learning_rate=0.3, n_iterations=500)
    np.testing.assert_allclose([*run.W, run.b], least_squares(X_scaled, y), rtol=1e-9)


def test_a_run_has_names_and_unpacks():
    run = train([[1], [2]], [1, 2], [0], 0, learning_rate=0.1, n_iterations=4)
    W, b, losses = run
    assert (W is run.W, b is run.b, losses is run.losses) == (True, True, True)
    assert (W.shape, type(b), losses.shape) == ((1,), float, (4,))


def test_every_hundredth_loss_is_printed(capsys):
    X, y = problem()
    losses = train(X, y, [0, 0], 0, learning_rate=0.01, n_iterations=250, log_every=100).losses
    printed = re.findall(r"^iteration +(\d+) +loss ([\d.]+)\n", capsys.readouterr().out, re.M)
    assert [int(iteration) for iteration, _ in printed] == [0, 100, 200]
    assert [float(loss) for _, loss in printed] == pytest.approx(losses[::100], abs=1e-6)


def test_every_loss_is_printed_if_asked_for(capsys):
    train([[1], [2]], [1, 2], [0], 0, learning_rate=0.1, n_iterations=3, log_every=1)
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_a_count_may_be_a_small_numpy_integer(capsys):
    counts = {"n_iterations": np.int16(300), "log_every": np.int8(100)}
    train([[1], [2]], [1, 2], [0], 0, learning_rate=0.1, **counts)
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize("silent", [{}, {"log_every": None}])
def test_nothing_is_printed_unless_asked_for(capsys, silent):
    train([[1], [2]], [1, 2], [0], 0, learning_rate=0.1, n_iterations=200, **silent)
    assert capsys.readouterr().out == ""


def test_nothing_is_begun_with_a_bad_argument(capsys):
    with pytest.raises(ValueError, match=r"y has shape \(3,\), but must be \(2,\)"):
        train([[1], [2]], [1, 2, 3], [0], 0, learning_rate=0.1, n_iterations=3, log_every=1)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"y": [[1], [2]]}, r"y has shape \(2, 1\), but must be \(2,\): one target per row of X"),
        ({"y": 1}, r"y has shape \(\), but must be \(2,\)"),
        ({"W": [[0], [0], [0]]}, r"W has shape \(3, 1\), but must be \(3,\)"),
        ({"W": [0]}, r"W has shape \(1,\), but must be \(3,\): one weight per feature"),
        ({"X": [1, 2]}, r"X has shape \(2,\), but must be \(n_samples, n_features\)"),
        ({"learning_rate": 0}, "learning_rate is 0, but must be a positive finite number"),
        ({"learning_rate": -0.1}, r"learning_rate is -0\.1, but must be a positive finite number"),
    ],
)
def test_training_refuses_what_does_not_fit(changed, message):
    good = {"X": [[1, 2, 3], [4, 5, 7]], "y": [1, 2], "W": [0, 0, 0], "b": 0}
    with pytest.raises(ValueError, match=message):
        train(**good | {"learning_rate": 0.1, "n_iterations": 3} | changed)


# Where it stops converging


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (60, 2), (20, 7)])
def test_the_limit_is_two_over_the_largest_measured_curvature(shape):
    X, _ = problem(*shape)
    assert type(stability_limit(X)) is float
    assert stability_limit(X) == pytest.approx(2 / np.linalg.eigvalsh(hessian(X))[-1], rel=1e-10)


def test_the_limit_of_centred_columns_of_size_one_is_one():
    # (2/n) AᵀA is twice the identity.
    assert stability_limit([[-1, 1], [1, 1], [-1, -1], [1, -1]]) == pytest.approx(1)


def test_the_limit_of_columns_near_zero_is_that_of_the_bias():
    assert stability_limit([[0.0], [0.0]]) == pytest.approx(1)


def test_a_rate_just_below_the_limit_converges():
    X, y = problem()
    rate = 0.99 * stability_limit(X)
    W, b, _ = train(X, y, [9, -9], 9, learning_rate=rate, n_iterations=3000)
    np.testing.assert_allclose([*W, b], least_squares(X, y), rtol=1e-9)


def test_a_rate_just_above_the_limit_makes_the_loss_grow():
    X, y = problem()
    rate = 1.01 * stability_limit(X)
    losses = train(X, y, [9, -9], 9, learning_rate=rate, n_iterations=1000).losses
    assert losses[-1] > 1e6 * losses[0]


@pytest.fixture
def divergence():
    X, y = problem()
    with pytest.raises(DivergenceError) as caught:
        train(X, y, [1, 1], 0, learning_rate=0.5, n_iterations=10_000)
    return caught.value


def test_divergence_tells_the_rate_and_the_limit(divergence):
    X, _ = problem()
    assert divergence.learning_rate == 0.5
    assert divergence.limit == pytest.approx(2 / np.linalg.eigvalsh(hessian(X))[-1])


def test_divergence_keeps_the_losses_before_it(divergence):
    X, y = problem()
    before = train(X, y, [1, 1], 0, learning_rate=0.5, n_iterations=divergence.iteration)
    np.testing.assert_array_equal(divergence.losses, before.losses)
    assert np.all(np.isfinite(divergence.losses))
    assert np.all(np.diff(divergence.losses) > 0)


def test_divergence_is_found_at_the_first_loss_that_is_not_finite(divergence):
    growth = divergence.losses[-1] / divergence.losses[-2]
    assert divergence.losses[-1] > np.finfo(float).max / growth**2


def test_divergence_says_what_to_do(divergence):
    message = f"iteration {divergence.iteration}: learning_rate is 0.5, but must be below"
    assert message in str(divergence)
    assert f"{divergence.limit:.4g}" in str(divergence)


def test_the_limit_itself_is_a_rate_too_large():
    error = DivergenceError(iteration=7, learning_rate=0.5, limit=0.5, losses=np.ones(7))
    assert "learning_rate is 0.5, but must be below 0.5" in str(error)


def test_divergence_survives_the_way_to_another_process(divergence):
    copy = pickle.loads(pickle.dumps(divergence))
    assert str(copy) == str(divergence)
    assert repr(copy) == repr(divergence)
    iteration, rate, limit, losses = divergence.args
    assert (iteration, rate, limit) == (divergence.iteration, 0.5, divergence.limit)
    assert losses is divergence.losses
    np.testing.assert_array_equal(copy.losses, divergence.losses)
    assert (copy.iteration, copy.learning_rate, copy.limit) == (
        divergence.iteration,
        divergence.learning_rate,
        divergence.limit,
    )


def test_a_step_that_leaves_all_numbers_behind_is_a_divergence_too():
    with pytest.raises(DivergenceError, match="iteration 1: learning_rate is 1e"):
        train([[1, -2], [3, 5]], [1, 2], [1, 1], 0, learning_rate=1e308, n_iterations=3)


def test_targets_too_large_to_be_squared_are_not_blamed_on_the_rate():
    with pytest.raises(DivergenceError, match=r"iteration 0: the targets .* too large") as caught:
        train([[-1], [1]], [1e200, 0], [0], 0, learning_rate=0.1, n_iterations=5)
    assert len(caught.value.losses) == 0


# The closed form


@pytest.mark.parametrize("shape", [(2, 1), (3, 2), (60, 2), (20, 7), (500, 12)])
def test_the_closed_form_is_the_least_squares_fit(shape):
    X, y = problem(*shape)
    W, b = normal_equation(X, y)
    assert W.shape == shape[1:]
    assert type(b) is float
    np.testing.assert_allclose([*W, b], least_squares(X, y), rtol=1e-9)


def test_the_closed_form_has_twelve_certified_digits(norris):
    W, b = normal_equation(*norris)
    assert W[0] == pytest.approx(CERTIFIED_W, rel=1e-12)
    assert b == pytest.approx(CERTIFIED_B, rel=1e-12)


def test_the_closed_form_stands_badly_scaled_columns():
    rng = np.random.default_rng(0)
    X = rng.normal([1, 0, 2000], 1, (50, 3)) * [1e-9, 1e9, 1]
    W, b = normal_equation(X, X @ [1e9, 1e-9, 1] + 5)
    np.testing.assert_allclose(W * [1e-9, 1e9, 1], 1, rtol=1e-9)
    assert b == pytest.approx(5, rel=1e-8)


def test_the_closed_form_stands_features_far_from_zero():
    years = np.arange(2000.0, 2025.0)[:, None] + 1e6
    W, b = normal_equation(years, 0.25 * years[:, 0] - 7)
    assert W[0] == pytest.approx(0.25, rel=1e-12)
    assert b == pytest.approx(-7, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_the_closed_form_does_not_square_the_condition_number(seed):
    rng = np.random.default_rng(seed)
    t, u = rng.normal(size=(2, 100))
    X = np.column_stack([t, t + 1e-6 * u])
    W, _ = normal_equation(X, X @ [1, 2] + 3)
    np.testing.assert_allclose(W, [1, 2], rtol=1e-8)


@pytest.mark.parametrize("column", [0, 1, 2])
@pytest.mark.parametrize("constant", [0, 1, 0.1, 1e9])
def test_refuses_a_constant_column(column, constant):
    X, y = problem(20, 3)
    X[:, column] = constant
    with pytest.raises(ValueError, match=f"^column {column} of X is constant or a combination of"):
        normal_equation(X, y)


@pytest.mark.parametrize(
    "combination", [[1, 0], [0, -3], [1, 1], [0.1, 1e3]], ids=["copy", "multiple", "sum", "mixture"]
)
def test_refuses_a_column_that_follows_from_the_others(combination):
    X, y = problem(20, 2)
    X = np.column_stack([X, X @ combination + 4])
    with pytest.raises(ValueError, match=r"^column 2 of X is constant or a combination of those"):
        normal_equation(X, y)


@pytest.mark.parametrize("start", [2000, 1.7e9], ids=["years", "seconds"])
def test_refuses_the_small_difference_of_two_large_columns(start):
    rng = np.random.default_rng(0)
    begin, duration = start + rng.integers(0, 10_000, 30), rng.integers(1, 9, 30)
    X = np.column_stack([begin, begin + duration, duration])
    with pytest.raises(ValueError, match=r"^column 2 of X is constant or a combination of those"):
        normal_equation(X, rng.normal(size=30))


@pytest.mark.parametrize("scale", [1e-9, 1, 1e9])
@pytest.mark.parametrize("n_samples", [5, 1000])
@pytest.mark.parametrize("third", ["twice", "stretched difference", "constant"])
def test_refuses_a_column_that_says_nothing_new_at_any_scale(scale, n_samples, third):
    rng = np.random.default_rng(0)
    first, other = rng.random(n_samples) + 100, rng.random(n_samples)
    second = first + (1e-6 * other if third == "stretched difference" else other)
    nothing_new = {
        "twice": 2 * second - first,
        "stretched difference": 1e6 * (second - first),
        "constant": np.full(n_samples, 0.1),
    }
    X = scale * np.column_stack([first, second, nothing_new[third]])
    with pytest.raises(ValueError, match=r"^column 2 of X is constant or a combination of those"):
        normal_equation(X, other)


@pytest.mark.parametrize(
    ("X", "found"),
    [
        ([[1, 2, 3], [4, 5, 7], [7, 8, 1]], "3 rows"),
        ([[1, 2, 3], [4, 5, 7]], "2 rows"),
        ([[1, 2, 3]], "1 row"),
    ],
)
def test_refuses_fewer_rows_than_unknowns(X, found):
    message = f"X has {found}, but needs 4: one per weight, one for the bias"
    with pytest.raises(ValueError, match=f"^{message}$"):
        normal_equation(X, [1, 2, 3][: len(X)])


def test_as_many_rows_as_unknowns_are_met_exactly():
    X, y = [[1, 2], [4, 5], [7, 9]], [1, -2, 3]
    W, b = normal_equation(X, y)
    np.testing.assert_allclose(np.array(X) @ W + b, y, atol=1e-12)


def test_parameters_that_overflow_in_the_last_update_are_a_divergence():
    with pytest.raises(DivergenceError) as caught:
        train([[1.0], [2.0]], [3.0, 4.0], [0.0], 0.0, learning_rate=1e308, n_iterations=1)
    assert caught.value.iteration == 1
    assert caught.value.losses.tolist() == [12.5]


def test_features_that_cannot_be_squared_are_not_blamed_on_the_learning_rate():
    with pytest.raises(DivergenceError, match=": the features are too large to be squared"):
        train([[1e200], [0.0]], [1.0, 2.0], [0.0], 0.0, learning_rate=0.1, n_iterations=3)


def test_divergence_before_any_update_does_not_blame_the_learning_rate():
    with pytest.raises(DivergenceError, match="too large to be squared"):
        train([[1.0], [2.0]], [1e200, 0.0], [0.0], 0.0, learning_rate=9.0, n_iterations=5)
