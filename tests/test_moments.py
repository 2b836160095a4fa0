import json
import math
import pickle
import tracemalloc
import warnings
from fractions import Fraction

import numpy as np
import pytest

from linreg import (
    DivergenceError,
    Moments,
    forward,
    load_dataset,
    mean_squared_error,
    moments,
    mse_gradient,
    normal_equation,
    stability_limit,
    standardize,
    train,
    trajectory,
)


def problem(n_samples=60, n_features=2, seed=0, noise=1.0):
    """Return X and y of a noisy plane, with columns that are neither centred nor of one size."""
    rng = np.random.default_rng(seed)
    X = rng.normal(1, 1, (n_samples, n_features)) * np.geomspace(1, 30, n_features)
    return X, X @ rng.normal(0, 2, n_features) + 3 + noise * rng.normal(0, 1, n_samples)


def exact_loss(X, y, W, b):
    """Return the mean squared error of these very floats, without any rounding."""
    W, b = [Fraction(w) for w in W], Fraction(b)
    residuals = [
        sum((w * Fraction(x) for w, x in zip(W, row, strict=True)), b) - Fraction(target)
        for row, target in zip(X.tolist(), y.tolist(), strict=True)
    ]
    return sum(r * r for r in residuals) / len(residuals)


def same_loss(one, other, rtol=1e-12):
    """Hold two moments against each other where it matters: in the losses that they give."""
    rng = np.random.default_rng(0)
    W, b = 10 * rng.standard_normal((20, one.n_features)), 10 * rng.standard_normal(20)
    np.testing.assert_allclose(one.loss(W, b), other.loss(W, b), rtol=rtol)
    assert (one.n_samples, one.n_features) == (other.n_samples, other.n_features)


def same_run(run, loop, losses=1e-10, parameters=1e-9):
    zero = 1e-20 * loop.losses[0]
    np.testing.assert_allclose(run.losses, loop.losses, rtol=losses, atol=zero)
    np.testing.assert_allclose(run.W, loop.W, rtol=parameters)
    assert run.b == pytest.approx(loop.b, rel=parameters)


# The same numbers as the loop


@pytest.mark.parametrize("name", ["houses", "cricket_chirps", "penguins"])
@pytest.mark.parametrize("scaled", [False, True], ids=["raw", "standardized"])
@pytest.mark.parametrize("share", [0.001, 0.3, 0.5, 0.8, 0.99])
def test_gives_what_a_thousand_iterations_give(name, scaled, share):
    X, y, *_ = load_dataset(name)
    X = standardize(X)[0] if scaled else X
    rates = {"learning_rate": share * stability_limit(X), "n_iterations": 1000}
    W, b = np.linspace(-2, 1, X.shape[1]), 5
    same_run(trajectory(moments(X, y), W, b, **rates), train(X, y, W, b, **rates))


@pytest.mark.parametrize("shape", [(2, 1), (3, 2), (60, 2), (200, 7), (500, 20), (3000, 300)])
@pytest.mark.parametrize("n_iterations", [1, 2, 1000])
def test_gives_what_the_loop_gives_for_any_shape(shape, n_iterations):
    X, y = problem(*shape)
    rates = {"learning_rate": 0.7 * stability_limit(X), "n_iterations": n_iterations}
    W, b = np.ones(shape[1]), -1
    run, loop = trajectory(moments(X, y), W, b, **rates), train(X, y, W, b, **rates)
    same_run(run, loop)
    assert type(run) is type(loop)
    assert type(run.b) is float


def test_jumps_onto_the_bottom_with_the_inverse_of_the_curvature():
    X, y = [[-1], [1], [-1], [1]], [1, 3, 2, 2]  # both curvatures are 2
    run = trajectory(moments(X, y), [5], 5, learning_rate=0.5, n_iterations=3)
    np.testing.assert_allclose([*run.W, run.b], [0.5, 2], rtol=1e-14)
    np.testing.assert_allclose(run.losses, [29.5, 0.25, 0.25], rtol=1e-14)


@pytest.mark.parametrize("name", ["houses", "penguins"])
@pytest.mark.parametrize("scaled", [False, True], ids=["raw", "standardized"])
def test_follows_the_loop_to_the_bottom_of_a_perfect_fit(name, scaled):
    X, *_ = load_dataset(name)
    X = standardize(X)[0] if scaled else X
    y = forward(X, [3, -2], 7)
    rates = {"learning_rate": 0.5 * stability_limit(X), "n_iterations": 1000}
    run, loop = (
        trajectory(moments(X, y), [0, 0], 0, **rates),
        train(X, y, [0, 0], 0, **rates),
    )
    np.testing.assert_allclose(run.losses, loop.losses, rtol=0, atol=1e-10 * loop.losses[0])
    assert run.losses.min() >= 0
    same_run(run._replace(losses=loop.losses), loop)


def test_a_run_can_be_taken_up_where_another_ended():
    whole = moments(*problem())
    rates = {"learning_rate": 0.9 * stability_limit(whole)}
    long = trajectory(whole, [1, 1], 0, n_iterations=90, **rates)
    first = trajectory(whole, [1, 1], 0, n_iterations=60, **rates)
    second = trajectory(whole, first.W, first.b, n_iterations=30, **rates)
    np.testing.assert_allclose([*first.losses, *second.losses], long.losses, rtol=1e-12)
    np.testing.assert_allclose([*second.W, second.b], [*long.W, long.b], rtol=1e-10)


def test_a_very_long_run_ends_at_the_normal_equation():
    X, y, *_ = load_dataset("houses")
    rate = 0.5 * stability_limit(X)
    run = trajectory(moments(X, y), [0, 0], 0, learning_rate=rate, n_iterations=20_000_000)
    W, b = normal_equation(X, y)
    np.testing.assert_allclose([*run.W, run.b], [*W, b], rtol=1e-9)
    assert run.losses[-1] == pytest.approx(mean_squared_error(y, forward(X, W, b)), rel=1e-12)


def test_one_step_of_a_hopelessly_small_rate_is_the_step_itself():
    X, y = problem()
    run = trajectory(moments(X, y), [0, 0], 0, learning_rate=1e-20, n_iterations=1)
    dW, db = mse_gradient(X, y, forward(X, [0, 0], 0))
    np.testing.assert_allclose([*run.W, run.b], [*(-1e-20 * dW), -1e-20 * db], rtol=1e-10)


# The learning rate's limit


@pytest.mark.parametrize("shape", [(1, 1), (60, 2), (30, 6)])
def test_the_limit_of_moments_is_that_of_the_rows(shape):
    X, y = problem(*shape)
    assert stability_limit(moments(X, y)) == pytest.approx(stability_limit(X), rel=1e-12)


@pytest.mark.parametrize("share", [1.02, 1.2, 3, 1e6])
def test_above_the_limit_it_overflows_where_the_loop_does(share):
    X, y = problem()
    rates = {"learning_rate": share * stability_limit(X), "n_iterations": 40_000}
    with pytest.raises(DivergenceError, match=r"overflowed .* must be below .* for this X") as run:
        trajectory(moments(X, y), [0, 0], 0, **rates)
    with pytest.raises(DivergenceError) as loop:
        train(X, y, [0, 0], 0, **rates)
    assert run.value.iteration == pytest.approx(loop.value.iteration, abs=1)
    assert run.value.learning_rate == rates["learning_rate"]
    assert run.value.limit == pytest.approx(loop.value.limit)
    assert len(run.value.losses) == run.value.iteration
    assert np.isfinite(run.value.losses).all()
    n = min(len(run.value.losses), len(loop.value.losses), 1000)
    np.testing.assert_allclose(run.value.losses[:n], loop.value.losses[:n], rtol=1e-10)


def test_parameters_that_overflow_after_the_last_loss_are_refused_as_in_the_loop():
    X, y = [[1e140], [-1e140]], [1, 2]
    for run in (
        lambda **k: train(X, y, [1], 0, **k),
        lambda **k: trajectory(moments(X, y), [1], 0, **k),
    ):
        with pytest.raises(DivergenceError) as error:
            run(learning_rate=1e40, n_iterations=1)
        assert (error.value.iteration, len(error.value.losses)) == (1, 1)


def test_a_start_that_is_too_far_away_to_be_squared_is_refused_as_in_the_loop():
    X, y = problem()
    for run in (train, lambda X, y, *start, **rates: trajectory(moments(X, y), *start, **rates)):
        with pytest.raises(DivergenceError, match="first parameters are too large") as error:
            run(X, y, [1e200, 0], 0, learning_rate=1e-3, n_iterations=5)
        assert error.value.iteration == 0


@pytest.mark.parametrize("rate", [100, 1e9])
def test_a_start_at_the_bottom_stays_there_at_any_rate(rate):
    X, y = [[-1], [1]], [0, 0]
    run = trajectory(moments(X, y), [0], 0, learning_rate=rate, n_iterations=1000)
    assert (run.W.tolist(), run.b, run.losses.max()) == ([0], 0, 0)


# The loss at any place


def test_the_loss_is_that_of_the_rows():
    X, y = problem(1000, 3)
    rng = np.random.default_rng(1)
    for W, b in zip(rng.normal(0, 5, (10, 3)), rng.normal(0, 50, 10), strict=True):
        expected = mean_squared_error(y, forward(X, W, b))
        assert moments(X, y).loss(W, b) == pytest.approx(expected, rel=1e-12)


def test_the_loss_of_one_place_is_a_float_and_of_a_grid_an_array():
    X, y = problem()
    whole = moments(X, y)
    assert type(whole.loss([1, 2], 3)) is float
    w1, w2 = np.meshgrid(np.linspace(-5, 5, 7), np.linspace(-3, 3, 4))
    grid = whole.loss(np.stack([w1, w2], axis=-1), 0.5)
    assert grid.shape == (4, 7)
    assert grid[2, 3] == pytest.approx(mean_squared_error(y, forward(X, [w1[2, 3], w2[2, 3]], 0.5)))
    biases = whole.loss([1, 2], [[0], [1], [2]])
    assert biases.shape == (3, 1)
    assert biases[1, 0] == pytest.approx(mean_squared_error(y, forward(X, [1, 2], 1)))
    assert whole.loss([[1, 2]] * 5, np.zeros((3, 1))).shape == (3, 5)


@pytest.mark.parametrize("noise", [1e-3, 1e-6, 1e-9])
@pytest.mark.parametrize("far", [0, 1000])
def test_near_a_perfect_fit_the_loss_keeps_its_digits(noise, far):
    rng = np.random.default_rng(2)
    X = rng.standard_normal((300, 2)) + far
    y = X @ [3, -2] + 5 + noise * rng.standard_normal(300)
    W, b = normal_equation(X, y)
    exact = float(exact_loss(X, y, W.tolist(), b))
    # What rounding of y itself, in its last digit, can change:
    unsure = 10 * np.abs(y).max() * np.finfo(float).eps / noise
    assert moments(X, y).loss(W, b) == pytest.approx(exact, rel=unsure)
    run = trajectory(moments(X, y), W, b, learning_rate=1e-9, n_iterations=2)
    np.testing.assert_allclose(run.losses, exact, rtol=unsure)


@pytest.mark.parametrize("seed", range(10))
def test_the_loss_of_a_perfect_fit_is_never_negative(seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(100, 1, (50, 3))
    W = rng.standard_normal(3)
    y = X @ W - 400
    rows = moments(X[:20], y[:20]) + moments(X[20:], y[20:])
    for whole in (moments(X, y), rows):
        near = whole.loss(W + 1e-9 * rng.standard_normal((100, 3)), -400)
        assert 0 <= near.min() <= near.max() < 1e-11
        assert whole.loss(W, -400) == pytest.approx(0, abs=1e-20)


@pytest.mark.parametrize("far", [1e4, 1e8])
def test_a_large_mean_does_not_drown_the_spread(far):
    spread = np.array([0, 1, 2, 4, 8.0])  # whole numbers, so that adding is exact
    X, y = (far + spread)[:, None], 3 * spread
    whole = moments(X, y)
    W = np.array([2.0])
    expected = float(exact_loss(X, y, W.tolist(), -2 * far))
    assert whole.loss(W, -2 * far) == pytest.approx(expected, rel=1e-9)
    assert stability_limit(whole) == pytest.approx(stability_limit(X), rel=1e-12)


# Adding


def test_parts_add_up_to_the_whole_in_any_order():
    X, y = problem(1000, 3)
    cuts = [1, 2, 30, 300, 999]
    parts = [moments(*part) for part in zip(np.split(X, cuts), np.split(y, cuts), strict=True)]
    whole = moments(X, y)
    for order in (parts, parts[::-1], sorted(parts, key=lambda part: part.mean[0])):
        same_loss(sum(order), whole)
    same_loss(parts[0] + (parts[1] + parts[2]), (parts[0] + parts[1]) + parts[2])
    same_loss(parts[3] + parts[4], parts[4] + parts[3])


def test_no_rows_add_nothing():
    whole, none = moments(*problem()), Moments(0, np.zeros(3), np.zeros((3, 3)), np.zeros(2))
    for both in (whole + none, none + whole):
        same_loss(both, whole, rtol=0)


def test_adding_changes_neither_part():
    X, y = problem()
    one, other = moments(X[:20], y[:20]), moments(X[20:], y[20:])
    parts = one.mean, one.cross_products, other.mean, other.cross_products
    before = [np.copy(part) for part in parts]
    one + other
    for was, now in zip(before, parts, strict=True):
        np.testing.assert_array_equal(was, now)


def test_moments_of_other_columns_cannot_be_added():
    one, other = moments(*problem(9, 2)), moments(*problem(9, 3))
    message = "2 and of 3 features cannot be added: X must have the same"
    with pytest.raises(ValueError, match=message):
        one + other
    with pytest.raises(TypeError):
        one + 1
    with pytest.raises(TypeError):
        1 + one


def test_more_rows_than_one_chunk_are_as_exact_as_one():
    X, y = problem(200_001, 2)
    X[:, 0] = np.sort(X[:, 0])  # so that the chunks differ
    whole = moments(X, y)
    A = np.column_stack([X, np.ones(len(X))]).astype(np.longdouble)
    for p in ([0, 0, 0], [1, -2, 3], np.linalg.lstsq(A.astype(float), y, rcond=None)[0]):
        expected = float(np.mean((A @ np.asarray(p) - y) ** 2))
        assert whole.loss(p[:2], p[2]) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("size", [1e-9, 1e-6, 1])
def test_a_part_with_a_wild_fit_does_not_spoil_the_sum(size):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((60, 1)) * np.repeat([size, 1], 30)[:, None]
    y = np.concatenate([X[:30, 0] / size, rng.standard_normal(30)])
    parts = moments(X[:30], y[:30]), moments(X[30:], y[30:])
    for whole in (parts[0] + parts[1], parts[1] + parts[0], moments(X, y)):
        expected = mean_squared_error(y, forward(X, [1], 0))
        assert whole.loss([1], 0) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_parts_with_wild_fits_do_not_spoil_the_sum(seed):
    rng = np.random.default_rng(seed)
    X, y = 1e-9 * rng.standard_normal((6, 2)), rng.standard_normal(6)
    X[0, 0] = X[3, 1] = 1  # what is large in one part is tiny, with a huge weight, in the other
    whole = moments(X[:3], y[:3]) + moments(X[3:], y[3:])
    assert whole.loss([1, 1], 0) == pytest.approx(float(exact_loss(X, y, [1, 1], 0)), rel=1e-12)


@pytest.mark.parametrize("size", [1e-12, 1e-9, 1e-6])
def test_a_feature_that_rarely_varies_does_not_spoil_the_whole(size):
    rng = np.random.default_rng(1)
    n = 200_000
    X = rng.standard_normal((n, 2)) * [1, size]
    X[rng.choice(n, 200, replace=False), 1] = rng.standard_normal(200)
    y = X @ [1, 1] + 1e-2 * rng.standard_normal(n)
    expected = np.mean((y - X @ [1, 1]) ** 2)
    assert moments(X, y).loss([1, 1], 0) == pytest.approx(expected, rel=1e-9)
    assert moments(X[::-1], y[::-1]).loss([1, 1], 0) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("apart", "rel"), [(1e-2, 1e-10), (1e-3, 1e-13), (1e-4, 1e-13), (1e-5, 1e-13), (1e-6, 1e-13)]
)
def test_columns_that_nearly_agree_keep_the_digits_of_the_loss(apart, rel, seed):
    z = np.random.default_rng(seed).standard_normal((2, 50))
    X, y = np.column_stack([z[0], z[0] + apart * z[1]]), z[1]
    expected = float(exact_loss(X, y, [1, -1], 0))
    assert moments(X, y).loss([1, -1], 0) == pytest.approx(expected, rel=rel)
    rates = {"learning_rate": 0.5 * stability_limit(X), "n_iterations": 1000}
    run, loop = trajectory(moments(X, y), [1, 1], 0, **rates), train(X, y, [1, 1], 0, **rates)
    np.testing.assert_allclose(run.losses, loop.losses, rtol=1e-10)


def test_scales_that_are_far_apart_are_no_reason_to_refuse():
    X = np.random.default_rng(0).standard_normal((50, 2)) * [1e100, 1e-60]
    y = X @ [1e-100, 1e60] + 1
    assert moments(X, y).loss([0, 0], 0) == pytest.approx(np.mean(y**2))


def test_rows_that_come_sorted_keep_their_digits(tmp_path):
    n = 300_000
    X = np.column_stack([np.arange(n) // 100_000, np.arange(n) % 1000]).astype(float)
    noise = 1e-8 * np.random.default_rng(0).standard_normal(n)
    y = X @ [1000, 1] + noise
    assert moments(X, y).loss([1000, 1], 0) == pytest.approx(np.mean((y - X @ [1000, 1]) ** 2))


# Data of any kind


@pytest.mark.parametrize("dtype", ["float32", "float16", "int64", "uint8", "bool", ">f8"])
def test_numbers_of_other_types_count_as_float64(dtype):
    X = (np.random.default_rng(0).random((50, 2)) * 3).astype(dtype)
    y = (X[:, 0].astype(float) * 2 + 1).astype(dtype)
    same_loss(moments(X, y), moments(X.astype(float), y.astype(float)))


def test_lists_do_as_well():
    same_loss(moments([[1, 2], [3, 5]], [1, 2]), moments(np.array([[1.0, 2], [3, 5]]), [1.0, 2]))


@pytest.mark.parametrize("order", ["C", "F", "reversed", "columns of a table"])
def test_the_layout_in_memory_does_not_matter(order):
    X, y = problem(500, 2)
    whole = moments(X, y)
    table = np.column_stack([X, y])
    layouts = {
        "C": (X, y),
        "F": (np.asfortranarray(X), y),
        "reversed": (X[::-1], y[::-1]),
        "columns of a table": (table[:, :2], table[:, 2]),
    }
    same_loss(moments(*layouts[order]), whole)


def test_a_memory_map_is_read_a_chunk_at_a_time(tmp_path):
    rng = np.random.default_rng(0)
    table = rng.standard_normal((1_000_000, 3))
    np.save(tmp_path / "table.npy", table)
    expected = moments(table[:, :2], table[:, 2])
    mapped = np.load(tmp_path / "table.npy", mmap_mode="r")
    tracemalloc.start()
    whole = moments(mapped[:, :2], mapped[:, 2])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    same_loss(whole, expected, rtol=0)
    assert peak < table.nbytes / 3


def test_wide_rows_take_no_more_memory_than_a_few_tables_of_their_products():
    X = np.random.default_rng(0).standard_normal((30_000, 600), dtype=np.float32)
    tracemalloc.start()
    moments(X, X[:, 0])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 8 * 600**2


def test_arguments_are_left_as_they_are():
    X, y = problem()
    X_was, y_was = X.copy(), y.copy()
    W = np.array([1.0, 2.0])
    run = trajectory(moments(X, y), W, 0, learning_rate=1e-3, n_iterations=5)
    moments(X, y).loss(W, 0)
    run.W[:] = 0
    np.testing.assert_array_equal(X, X_was)
    np.testing.assert_array_equal(y, y_was)
    assert W.tolist() == [1, 2]


# Kept for later


def saved_but_for(folder, change):
    """Save moments, change some of what is in the file, and return its path."""
    path = folder / "moments.json"
    moments(*problem()).save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    return path


def test_saved_moments_come_back_to_the_last_digit(tmp_path):
    whole = moments(*problem(100, 3))
    whole.save(tmp_path / "moments.json")
    back = Moments.load(tmp_path / "moments.json")
    assert back.n_samples == 100
    for name in ("mean", "cross_products", "offset"):
        np.testing.assert_array_equal(getattr(back, name), getattr(whole, name))
    same_loss(back + whole, whole + whole, rtol=0)
    same_loss(pickle.loads(pickle.dumps(whole)), whole, rtol=0)


@pytest.mark.parametrize(
    "change",
    [
        {"n_samples": 0},
        {"n_samples": 2.5},
        {"n_samples": "many"},
        {"mean": [1, 2]},
        {"cross_products": [[1, 2], [3, 4]]},
        {"cross_products": None},
        {"offset": ["a", "b"]},
        {"offset": [math.nan, 1]},
        {"offset": [[0], [0]]},
        {"mean": [[1], [2, 3]]},
        {"n_samples": True},
        {"cross_products": [[-1, 0, 0], [0, 1, 0], [0, 0, 1]]},
        {"cross_products": [[1, 0, 0], [0, -1e-20, 0], [0, 0, 1]]},
        {"cross_products": [[1, 2, 0], [0, 1, 0], [0, 0, 1]]},
    ],
)
def test_a_file_that_holds_something_else_is_refused_with_its_name(tmp_path, change):
    with pytest.raises(ValueError, match=r"moments\.json holds no saved moments: "):
        Moments.load(saved_but_for(tmp_path, change))


@pytest.mark.parametrize("name", ["n_samples", "mean", "cross_products", "offset"])
def test_the_part_of_a_file_that_is_no_number_is_named(tmp_path, name):
    with pytest.raises(ValueError, match=rf"holds no saved moments: {name} (is|holds) "):
        Moments.load(saved_but_for(tmp_path, {name: "text"}))


@pytest.mark.parametrize("size", [1e-9, 1, 1e9])
@pytest.mark.parametrize("third", ["constant", "twice the first"])
def test_columns_that_say_nothing_new_can_be_kept(tmp_path, size, third):
    X, y = problem()
    X = size * np.column_stack([X, np.ones(60) if third == "constant" else 2 * X[:, 0]])
    moments(X, y).save(tmp_path / "moments.json")
    same_loss(Moments.load(tmp_path / "moments.json"), moments(X, y), rtol=0)


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", "not json", '{"n_samples": 3}'])
def test_a_file_of_another_kind_is_refused(tmp_path, text):
    path = tmp_path / "moments.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"moments\.json holds no saved moments: "):
        Moments.load(path)


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        Moments.load(tmp_path / "moments.json")


def test_says_what_it_is_of():
    assert repr(moments(*problem(60, 2))) == "<Moments of 60 samples with 2 features>"


# What is never learned


def flat(X, y, W=(1.0, 1.0), b=1.0):
    """Return the run and what it warns of."""
    rate = 0.5 * stability_limit(X)
    with pytest.warns(UserWarning, match="is never learned") as caught:
        run = trajectory(moments(X, y), W, b, learning_rate=rate, n_iterations=500)
    same_run(run, train(X, y, W, b, learning_rate=rate, n_iterations=500))
    return [str(one.message) for one in caught]


def test_the_warning_stands_at_the_line_that_asked():
    whole = moments([[3.0]], [5.0])
    with pytest.warns(UserWarning, match="is never learned") as caught:
        trajectory(whole, [1], 0, learning_rate=0.01, n_iterations=1)
    assert [one.filename for one in caught] == [__file__]


@pytest.mark.parametrize(
    ("third", "direction"),
    [
        (lambda x: 0 * x + 4, "W = [0, -0.25], b = 1"),
        (lambda x: 0 * x, "W = [0, 1], b = 0"),
        (lambda x: x, "W = [1, -1], b = 0"),
        (lambda x: -0.1 * x, "W = [0.1, 1], b = 0"),
        (lambda x: 3 * x + 2, "W = [1, -0.3333], b = 0.6667"),
        (lambda x: 1e6 - 5 * x, "W = [-5e-06, -1e-06], b = 1"),
    ],
    ids=["constant", "zero", "twice", "multiple", "line", "steep"],
)
def test_a_direction_that_changes_nothing_is_named(third, direction):
    rng = np.random.default_rng(0)
    x = rng.normal(2, 1, 40)
    X, y = np.column_stack([x, third(x)]), x + rng.standard_normal(40)
    assert flat(X, y) == [f"the loss is flat along {direction}: this is never learned"]


def test_fewer_rows_than_parameters_leave_directions_unlearned():
    messages = flat(*problem(2, 2))
    assert len(messages) == 1
    (message,) = flat(np.array([[3.0]]), np.array([5.0]), W=[1.0])
    assert message == "the loss is flat along W = [-0.3333], b = 1: this is never learned"


@pytest.mark.parametrize("seed", range(5))
def test_along_a_flat_direction_the_parameters_stay_where_they_started(seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((50, 2)) @ rng.standard_normal((2, 4)) + rng.normal(0, 9, 4)
    y = rng.standard_normal(50)
    whole = moments(X, y)
    _, _, axes = np.linalg.svd(np.column_stack([X, np.ones(50)]))
    np.testing.assert_allclose(np.abs(axes[:3] @ whole.bowl.Vt[3:].T), 0, atol=1e-12)
    start = rng.standard_normal(5)
    with pytest.warns(UserWarning, match="never learned"):
        run = trajectory(
            whole, start[:4], start[4], learning_rate=stability_limit(whole) / 2, n_iterations=10**6
        )
    np.testing.assert_allclose(axes[3:] @ ([*run.W, run.b] - start), 0, atol=1e-10)
    fit = np.linalg.lstsq(np.column_stack([X, np.ones(50)]), y, rcond=1e-10)[0]
    assert run.losses[-1] == pytest.approx(np.mean((X @ fit[:4] + fit[4] - y) ** 2))


@pytest.mark.parametrize("scale", [1e-9, 1e-3, 1e6])
def test_columns_of_very_different_size_are_not_taken_for_dependent(scale):
    X, y = problem(100, 3)
    X[:, 1] = X[:, 1] * scale + 1000 * scale
    whole, W = moments(X, y), np.array([1, 0.01 / scale, 1])
    rates = {"learning_rate": 0.5 * stability_limit(X), "n_iterations": 1000}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        same_run(trajectory(whole, W, 1, **rates), train(X, y, W, 1, **rates))


# Bad input


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([[1], [2]], [[1], [2]], r"y has shape \(2, 1\), but must be \(2,\): one target per row"),
        ([[1], [2]], [1], r"y has shape \(1,\), but must be \(2,\)"),
        ([1, 2], [1, 2], r"X has shape \(2,\), but must be \(n_samples, n_features\)"),
        (np.empty((0, 2)), [], r"X has shape \(0, 2\): it is empty"),
        (np.empty((2, 0)), [1, 2], r"X has shape \(2, 0\): it is empty"),
        ([[1, 2], [3]], [1, 2], "X is ragged"),
        ([[1], [2]], np.ma.array([1, 2], mask=[0, 1]), "y has masked entries"),
        ([[1, 2], [3, np.nan]], [1, 2], r"X\[1, 1\] is nan, but must be a finite number"),
        ([[1, 2], [3, 4]], [np.inf, 2], r"y\[0\] is inf, but must be a finite number"),
        ([[1e200], [-1e200]], [1, 2], "X or y holds numbers that are too large to be squared"),
    ],
)
def test_rows_that_make_no_sense_are_refused(X, y, message):
    with pytest.raises(ValueError, match=message):
        moments(X, y)


@pytest.mark.parametrize(("X", "kind"), [([["a"]], "text"), ([[1j]], "complex numbers")])
def test_what_is_no_number_is_refused(X, kind):
    with pytest.raises(TypeError, match=f"X holds {kind}, but must hold real numbers"):
        moments(X, [1])


@pytest.mark.parametrize(("row", "column"), [(0, 0), (123_456, 1), (199_999, 0)])
def test_a_number_that_is_missing_in_a_long_table_is_found(row, column):
    X, y = problem(200_000, 2)
    X[row, column] = np.nan
    with pytest.raises(ValueError, match=rf"X\[{row}, {column}\] is nan, but must be a finite"):
        moments(X, y)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"W": [1, 2, 3]}, ValueError, r"W has shape \(3,\), but must be \(2,\): one weight per"),
        ({"W": [[1, 2]]}, ValueError, r"W has shape \(1, 2\)"),
        ({"b": [1]}, ValueError, r"b has shape \(1,\), but must be one number"),
        ({"b": np.nan}, ValueError, "b is nan"),
        ({"learning_rate": 0}, ValueError, "learning_rate is 0, but must be a positive"),
        ({"learning_rate": "0.1"}, TypeError, "learning_rate is '0.1'"),
        ({"n_iterations": 0}, ValueError, "n_iterations is 0, but must be a positive whole"),
        ({"n_iterations": 2.5}, TypeError, "n_iterations is 2.5"),
        ({"moments": 7}, TypeError, r"moments is 7, but must be what linreg\.moments\(X, y\)"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(change, error, message):
    arguments = {"moments": moments(*problem()), "W": [0, 0], "b": 0}
    arguments |= {"learning_rate": 0.01, "n_iterations": 5} | change
    with pytest.raises(error, match=message):
        trajectory(arguments.pop("moments"), **arguments)


@pytest.mark.parametrize("W", [1, [1], [1, 2, 3], [[1], [2]]])
def test_a_place_without_one_weight_per_feature_is_refused(W):
    with pytest.raises(ValueError, match=r"must be \(\.\.\., 2\): one weight per feature"):
        moments(*problem()).loss(W, 0)


def test_a_place_that_is_no_number_is_named():
    with pytest.raises(ValueError, match=r"W\[1\] is nan, but must be a finite number"):
        moments(*problem()).loss([1, math.nan], 0)
    with pytest.raises(TypeError, match="b holds text, but must hold real numbers"):
        moments(*problem()).loss([1, 2], "none")


def test_one_set_of_weights_goes_with_many_biases():
    X, y = problem()
    found = moments(X, y).loss([1, 2], [0, 1, 2])
    expected = [mean_squared_error(y, forward(X, [1, 2], b)) for b in (0, 1, 2)]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_loss_that_no_float_can_hold_is_infinite():
    assert moments(*problem()).loss([1e200, 0], 0) == math.inf


def test_a_grid_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"W of shape \(3, 2\) and b of shape \(2,\) do not fit"):
        moments(*problem()).loss([[1, 2]] * 3, [1, 2])


# Columns without spread, and columns of very different size


def nearly_planar(n_samples=1000):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n_samples, 3))
    return X, X @ [1, -2, 3] + 5 + 0.05 * rng.standard_normal(n_samples)


@pytest.mark.parametrize("scale", [1e-6, 1, 1e6])
def test_what_is_taken_off_the_targets_is_most_of_them_or_nothing(scale):
    X, y = nearly_planar()
    near = moments(X, scale * y)
    assert near.offset == pytest.approx(scale * np.array([1, -2, 3]), rel=0.1)
    assert near.cross_products[-1, -1] < 1e-3 * len(y) * np.var(scale * y)
    # Here a plane explains all, but only by a direction in which the features hardly vary.
    z = np.random.default_rng(0).standard_normal((2, 50))
    steep = moments(np.column_stack([z[0], z[0] + 1e-4 * z[1]]), scale * z[1])
    assert (steep.offset == 0).all()
    assert (steep.rough_fit() == 0).all()


@pytest.mark.filterwarnings("ignore:the loss is flat")
@pytest.mark.parametrize("value", [1, 0, -1e9, 1e-9, 0.1])
def test_a_constant_column_has_no_say_near_a_perfect_fit(value):
    X, y = nearly_planar()
    X = np.insert(X, 1, value, axis=1)
    rate = min(0.1, 0.9 * stability_limit(X))
    start = {"W": [0, 0, 0, 0], "b": 0, "learning_rate": rate, "n_iterations": 1000}
    run, loop = trajectory(moments(X, y), **start), train(X, y, **start)
    np.testing.assert_allclose(run.losses, loop.losses, rtol=1e-10)
    np.testing.assert_allclose([*run.W, run.b], [*loop.W, loop.b], rtol=1e-9, atol=1e-14)


def test_a_column_that_is_constant_in_each_part_adds_up_near_a_perfect_fit():
    X, y = nearly_planar()
    X[:, 1] = np.arange(1000) >= 500
    y = X @ [1, -1, 3] + 5 + 0.05 * np.random.default_rng(1).standard_normal(1000)
    whole = moments(X[:500], y[:500]) + moments(X[500:], y[500:])
    assert whole.loss([1, -1, 3], 5) == pytest.approx(
        float(exact_loss(X, y, [1, -1, 3], 5)), rel=1e-12
    )


@pytest.mark.parametrize("others", [0.0, 0.1, 1e9])
def test_a_column_that_differs_in_one_of_a_million_rows_keeps_its_weight(others):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((10**6, 2))
    X[:, 1] = others
    X[777_777, 1] += 1
    noise = 1e-2 * rng.standard_normal(10**6)
    whole = moments(X, X[:, 0] + 3 * (X[:, 1] - others) + 1 + noise)
    assert whole.loss([1, 3], 1 - 3 * others) == pytest.approx(np.mean(noise**2), rel=1e-6)


def long_table(d):
    """A table of so many numbers that threads share it out."""
    rng = np.random.default_rng(d)
    X = rng.standard_normal((2_200_000 // d, d)) + np.arange(d)
    return X, X @ np.arange(1.0, d + 1) + 5 + rng.standard_normal(len(X))


@pytest.mark.parametrize("d", [1, 2, 8])
def test_a_long_table_is_summed_by_threads(d):
    X, y = long_table(d)
    whole, table = moments(X, y), np.column_stack([X, y])
    assert whole.n_samples == len(X)
    assert whole.mean == pytest.approx(table.mean(axis=0), rel=1e-12)
    # NumPy's own, of deviations from the mean, in one piece.
    expected = np.cov(table, rowvar=False, bias=True) * len(X)
    found = whole.with_offset(np.zeros(d))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9 * len(X))


def test_a_long_table_gives_the_same_with_any_number_of_threads(monkeypatch):
    X, y = long_table(3)
    results = [moments(X, y)]
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    results.append(moments(X, y))
    monkeypatch.undo()

    def refuse(*_):
        raise RuntimeError("can't start new thread")  # as a browser's Python says

    monkeypatch.setattr("concurrent.futures.ThreadPoolExecutor", refuse)
    results.append(moments(X, y))
    for one in results[1:]:
        assert np.array_equal(one.mean, results[0].mean)
        assert np.array_equal(one.cross_products, results[0].cross_products)


@pytest.mark.parametrize("scale", [1e-3, 1e-6, 1e-9, 1e-17, 1e-30, 1e-100])
def test_weights_of_tiny_columns_keep_their_digits(scale):
    X, y = nearly_planar()
    start = {"W": [0, 0, 0], "b": 0, "learning_rate": 0.1, "n_iterations": 1000}
    for columns in (scale * X, X * [scale, 1, 1], X * [1, scale**0.5, scale]):
        same_run(trajectory(moments(columns, y), **start), train(columns, y, **start))


def test_weights_that_end_far_below_their_start_keep_their_digits():
    rng = np.random.default_rng(0)
    seconds = 1.7e9 + 1e7 * rng.random((500, 1))
    y = 1e-10 * seconds[:, 0] + rng.standard_normal(500)
    run = trajectory(moments(seconds, y), W=[1], b=0, learning_rate=1e-19, n_iterations=10**6)
    b = Fraction(run.b)
    rows = [
        (Fraction(x), Fraction(t)) for x, t in zip(seconds[:, 0].tolist(), y.tolist(), strict=True)
    ]
    # With the bias as it is, hardly moved, the best slope through all rows is a division.
    best = sum((t - b) * x for x, t in rows) / sum(x * x for x, _ in rows)
    assert run.W[0] == pytest.approx(float(best), rel=1e-9)


def exact_descent(X, y, W, b, learning_rate, n_iterations):
    """Return W and b after the loop, in long doubles."""
    X, y, W, b = (np.asarray(one, np.longdouble) for one in (X, y, W, b))
    step = 2 * np.longdouble(learning_rate) / len(y)
    for _ in range(n_iterations):
        residuals = X @ W + b - y
        W, b = W - step * (X.T @ residuals), b - step * residuals.sum()
    return W, b


@pytest.mark.parametrize("far", [1e4, 1e9])
@pytest.mark.parametrize("n_iterations", [1, 30, 3000])
@pytest.mark.parametrize("slow", [1e-3, 1e-2, 1])
def test_a_start_that_is_far_away_leaves_no_rounding_behind(slow, n_iterations, far):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, 2)) * [1, slow]  # along the second column it takes its time
    X[:, 0] += 0.3 * X[:, 1]
    y = X @ [2, -3] + 1 + rng.standard_normal(40)
    start = {"W": [far, 1], "b": 1, "learning_rate": 0.5, "n_iterations": n_iterations}
    run = trajectory(moments(X, y), **start)
    W, b = exact_descent(X, y, **start)
    expected = X @ W + b
    largest = np.abs(expected).max()
    np.testing.assert_allclose(X @ run.W + run.b, expected.astype(float), atol=1e-9 * largest)
    np.testing.assert_allclose(run.W, W.astype(float), rtol=1e-8)


@pytest.mark.parametrize("size", [1, 1e-20, np.outer([1, 1e6, 1], [1, 1e6, 1])])
@pytest.mark.parametrize("correlation", [2, 1.000001])
def test_a_scatter_of_which_some_mix_would_have_a_negative_variance_is_refused(
    correlation, size, tmp_path
):
    products = np.array([[1, correlation, 0], [correlation, 1, 0], [0, 0, 1]]) * size
    impossible = {"cross_products": products.tolist()}
    with pytest.raises(ValueError, match="no rows have its cross-products"):
        Moments.load(saved_but_for(tmp_path, impossible))


@pytest.mark.parametrize("offset", [[0, 0], [1.3, 1.7]])
@pytest.mark.parametrize("size", [1, 1e-20, 1e20])
def test_no_three_columns_fall_whenever_another_of_them_rises(size, offset, tmp_path):
    products = size * np.array([[1, -0.6, -0.6], [-0.6, 1, -0.6], [-0.6, -0.6, 1]])
    impossible = {"cross_products": products.tolist(), "offset": offset}
    with pytest.raises(ValueError, match="no rows have its cross-products"):
        Moments.load(saved_but_for(tmp_path, impossible))


@pytest.mark.filterwarnings("ignore:the loss is flat")
@pytest.mark.parametrize("seed", range(40))
def test_the_loss_of_two_rows_is_theirs_however_large_a_column_is(seed):
    rng = np.random.default_rng(seed)
    X = np.column_stack([[2020, 2021], [1.1, 0.1], 1.7e9 + 10 * rng.random(2)])
    y = 1e-9 * X[:, 2] + rng.normal(0, 5, 2)
    W, b = [0.1, -0.1, -9e-10], 3.0
    assert moments(X, y).loss(W, b) == pytest.approx(float(exact_loss(X, y, W, b)), rel=1e-9)


@pytest.mark.parametrize("tiny", [1e-150, 1e-200, 1e-233, 1e-300])
def test_a_column_whose_square_is_no_float_does_not_spoil_the_others(tiny):
    X, y = np.array([[26.0, tiny], [0.0, 0.0], [1.0, 0.0]]), np.array([-68.0, -60.0, 3.0])
    options = {"learning_rate": 0.001, "n_iterations": 9}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the loss is flat along the tiny column
        run = trajectory(moments(X, y), [0, 0], 0, **options)
    expected = train(X, y, [0, 0], 0, **options)
    np.testing.assert_allclose(run.losses, expected.losses, rtol=1e-12)
    np.testing.assert_allclose([*run.W, run.b], [*expected.W, expected.b], rtol=0, atol=1e-12)


@pytest.mark.parametrize("cut", [1, 2, 4])
@pytest.mark.parametrize("first", [1.0, 0.0])
@pytest.mark.parametrize("tiny", [1e-140, 1e-150, 1e-160, 1e-162, 1e-200])
def test_the_loss_with_a_column_whose_square_is_no_float_is_that_of_the_rows(tiny, first, cut):
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((5, 2)) * [tiny, 1], 1e9 * rng.standard_normal(5)
    X[0, 0] = first
    weight = 2 if first else 1 / tiny
    for targets in (y, X @ [2, 3] + 1, X @ [weight, 3] + 1):
        whole = moments(X, targets)
        parts = [moments(X[:cut], targets[:cut]), moments(X[cut:], targets[cut:])]
        truth = mean_squared_error(targets, forward(X, [0.6, 1.5], 2))
        for one in (whole, parts[0] + parts[1], parts[1] + parts[0]):
            assert one.loss([0.6, 1.5], 2) == pytest.approx(truth, rel=1e-9)


def test_an_offset_that_is_beyond_floats_for_the_other_part_is_not_taken():
    tiny = 1e-145 * np.arange(5.0)[:, None]
    steep, flat = moments(tiny, 1e154 * tiny[:, 0]), moments([[1.0], [2.0]], [1e9, 3e9])
    assert abs(steep.offset[0]) > 1e153
    for both in (steep + flat, flat + steep):
        assert both.loss([0], 0) == pytest.approx((30 + 1 + 9) * 1e18 / 7, rel=1e-9)


@pytest.mark.parametrize("seed", [1, 3, 10, 18, 28, 52, 57])  # of 60, which were refused before
def test_what_was_saved_of_parts_of_rows_on_a_plane_can_be_loaded(seed, tmp_path):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((140, 6))
    y = X @ rng.standard_normal(6) + 3
    whole = sum(moments(X[i : i + 7], y[i : i + 7]) for i in range(0, 140, 7))
    assert whole.cross_products[-1, -1] >= 0
    whole.save(tmp_path / "moments.json")
    again = Moments.load(tmp_path / "moments.json")
    np.testing.assert_array_equal(again.cross_products, whole.cross_products)
