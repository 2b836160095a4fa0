import json
import math
import statistics

import numpy as np
import pytest

from linreg import LinearModel, forward, initialize, line

# Written as text, these lose a bit unless every digit is kept.
AWKWARD = [0.1, 1 / 3, 1e-300, 5e-324, 1.7976931348623157e308, -0.0, 2.0**53 + 2, math.pi, 1e23]


def test_a_line_worked_by_hand():
    np.testing.assert_array_equal(line([-1, 0, 2], w=3, b=0.5), [-2.5, 0.5, 6.5])


def test_a_line_has_the_slope_and_intercept_it_was_given():
    x = np.linspace(-3, 8, 20)
    np.testing.assert_allclose(np.polyfit(x, line(x, -1.6, 48), 1), [-1.6, 48], rtol=1e-12)


@pytest.mark.parametrize("x", [2.0, [2.0], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
def test_a_line_keeps_the_shape_of_x(x):
    assert np.shape(line(x, 2, 1)) == np.shape(x)
    np.testing.assert_array_equal(line(x, 2, 1), np.add(x, x) + 1)


def test_the_start_has_one_weight_per_feature_and_no_bias():
    W, b = initialize(4, np.random.default_rng(0))
    assert W.shape == (4,)
    assert W.dtype == np.float64
    assert type(b) is float
    assert b == 0


def test_weights_to_start_from_are_standard_normal():
    W, _ = initialize(20_000, np.random.default_rng(1))
    assert len(set(W)) == len(W)
    assert statistics.fmean(W) == pytest.approx(0, abs=0.03)
    assert statistics.pstdev(W) == pytest.approx(1, abs=0.03)
    assert np.mean(np.abs(W) < 1) == pytest.approx(math.erf(1 / math.sqrt(2)), abs=0.02)


def test_the_same_seed_gives_the_same_start_and_another_seed_another():
    first, again, other = (initialize(3, np.random.default_rng(seed))[0] for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, again)
    assert not np.any(first == other)


def test_the_same_generator_goes_on_from_where_it_was():
    rng = np.random.default_rng(0)
    in_two = np.hstack([initialize(2, rng)[0], initialize(3, rng)[0]])
    np.testing.assert_array_equal(in_two, initialize(5, np.random.default_rng(0))[0])


def test_a_prediction_worked_by_hand():
    # 120 m² at 1.6 thousand each, 10 km at −48 thousand each, from 828 thousand.
    np.testing.assert_allclose(forward([[120, 10]], [1.6, -48], 828), [192 - 480 + 828], rtol=1e-14)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (5, 1), (4, 4), (30, 3)])
def test_predictions_are_weighted_sums_row_by_row(shape):
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=shape), rng.normal(size=shape[1]), 0.7
    by_loop = [math.fsum([*(w * x for w, x in zip(W, row, strict=True)), b]) for row in X]
    np.testing.assert_allclose(forward(X, W, b), by_loop, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"W": [[1], [2]]}, r"W has shape \(2, 1\), but must be \(2,\): one weight per feature"),
        ({"W": [1, 2, 3]}, r"W has shape \(3,\), but must be \(2,\)"),
        ({"W": 1}, r"W has shape \(\), but must be \(2,\)"),
        ({"X": [1, 2]}, r"X has shape \(2,\), but must be \(n_samples, n_features\)"),
        ({"X": [[[1, 2]]]}, r"X has shape \(1, 1, 2\), but must be \(n_samples, n_features\)"),
        ({"b": [1]}, r"b has shape \(1,\), but must be one number"),
        ({"b": [1, 2, 3]}, r"b has shape \(3,\), but must be one number"),
    ],
)
def test_refuses_shapes_that_do_not_fit(changed, message):
    with pytest.raises(ValueError, match=message):
        forward(**{"X": [[1, 2], [3, 4], [5, 6]], "W": [1, 2], "b": 0} | changed)


def test_a_model_predicts_what_its_parameters_predict():
    model = LinearModel([2, -3], 1)
    np.testing.assert_array_equal(model.forward([[0, 0], [1, 0], [0, 1]]), [1, 3, -2])


def test_an_untrained_model_holds_the_parameters_to_start_from():
    model = LinearModel.initialize(3, np.random.default_rng(5))
    W, b = initialize(3, np.random.default_rng(5))
    np.testing.assert_array_equal(model.W, W)
    assert model.b == b


def test_a_model_keeps_its_own_copy_of_the_weights():
    W = np.array([1.0, 2.0])
    model = LinearModel(W, 0)
    W[:] = 99
    np.testing.assert_array_equal(model.W, [1, 2])


def test_a_model_is_written_as_it_is_made():
    model = eval(repr(LinearModel(AWKWARD, 0.1)))
    assert (model.W.tolist(), model.b) == (AWKWARD, 0.1)


@pytest.mark.parametrize(
    ("W", "b", "error", "message"),
    [
        ([[1, 2]], 0, ValueError, r"W has shape \(1, 2\), but must be \(n_features,\)"),
        ([1, math.nan], 0, ValueError, r"W\[1\] is nan, but must be a finite number"),
        ([], 0, ValueError, r"W has shape \(0,\): it is empty"),
        ([1], math.inf, ValueError, "b is inf, but must be a finite number"),
        ([1], None, TypeError, "b is None, but must be a finite number"),
        (["one"], 0, TypeError, "W holds text, but must hold real numbers"),
    ],
)
def test_a_model_refuses_bad_parameters(W, b, error, message):
    with pytest.raises(error, match=message):
        LinearModel(W, b)


@pytest.mark.parametrize("b", AWKWARD)
def test_a_saved_model_comes_back_to_the_last_bit(tmp_path, b):
    LinearModel(AWKWARD, b).save(tmp_path / "model.json")
    loaded = LinearModel.load(tmp_path / "model.json")
    assert loaded.W.tobytes() == np.array(AWKWARD).tobytes()
    assert np.float64(loaded.b).tobytes() == np.float64(b).tobytes()


def test_a_model_is_saved_over_an_older_one(tmp_path):
    path = str(tmp_path / "model.json")
    LinearModel([1, 2, 3, 4, 5], 6).save(path)
    LinearModel([0.5], 1).save(path)
    assert repr(LinearModel.load(path)) == "LinearModel(W=[0.5], b=1.0)"


def test_a_saved_model_can_be_read_without_linreg(tmp_path):
    LinearModel([2, -3], 1).save(tmp_path / "model.json")
    text = (tmp_path / "model.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"W": [2, -3], "b": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"\xff\xfe",
        b"[1, 2]",
        b"null",
        b'{"W": [1]}',
        b'{"b": 1}',
        b'{"W": [1], "b": "1"}',
        b'{"W": [1], "b": null}',
        b'{"W": ["1"], "b": 1}',
        b'{"W": [], "b": 1}',
        b'{"W": [[1]], "b": 1}',
        b'{"W": [NaN], "b": 1}',
        b'{"W": [1], "b": Infinity}',
    ],
)
def test_a_file_that_holds_no_model_is_refused_by_name(tmp_path, content):
    (tmp_path / "model.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"model\.json holds no saved model"):
        LinearModel.load(tmp_path / "model.json")


def test_a_model_that_was_never_saved_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.json"):
        LinearModel.load(tmp_path / "nowhere.json")


def test_refuses_masked_entries():
    with pytest.raises(ValueError, match="x has masked entries"):
        line(np.ma.masked_equal([1, 2], 2), 1, 0)
    with pytest.raises(ValueError, match="w is masked"):
        line([1, 2], np.ma.masked, 0)


def test_a_missing_argument_is_named_with_the_function():
    with pytest.raises(TypeError, match=r"forward\(\) missing 1 required positional argument: 'b'"):
        forward([[1.0]], [1.0])
