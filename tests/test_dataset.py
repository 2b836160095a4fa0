import csv
import math
import re
import runpy
import shutil
import statistics
from pathlib import Path

import numpy as np
import pytest

from linreg import (
    generate_examples,
    load_dataset,
    read_csv,
    standardize,
    train_test_split,
)

ROOT = Path(__file__).parent.parent
DATA = ROOT / "linreg" / "data"
MEASUREMENTS = np.random.default_rng(0).normal([120, 10, -3], [25, 2.5, 1e-3], (50, 3))


def least_squares(X, y):
    """Return the weights, then the bias."""
    return np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]


# Examples that are made up


def test_rows_without_noise_lie_on_the_plane():
    X, y = generate_examples(20, [1, -3], 2, 0, np.random.default_rng(0))
    assert X.shape == (20, 2)
    by_loop = [1 * area - 3 * distance + 2 for area, distance in X]
    np.testing.assert_allclose(y, by_loop, rtol=1e-12, atol=1e-14)


def test_features_are_standard_normal_and_know_nothing_of_each_other():
    X, _ = generate_examples(20_000, [1, -3], 1, 0.5, np.random.default_rng(0))
    for column in X.T:
        assert statistics.fmean(column) == pytest.approx(0, abs=0.03)
        assert statistics.pstdev(column) == pytest.approx(1, abs=0.03)
        assert np.mean(np.abs(column) < 1) == pytest.approx(math.erf(2**-0.5), abs=0.02)
    assert np.corrcoef(X.T)[0, 1] == pytest.approx(0, abs=0.03)


@pytest.mark.parametrize("noise", [0.5, 3])
def test_every_row_has_its_own_noise_of_the_given_standard_deviation(noise):
    X, y = generate_examples(20_000, [1, -3], 1, noise, np.random.default_rng(0))
    residual = y - (X @ [1, -3] + 1)
    assert len(set(residual)) == len(residual)
    assert statistics.fmean(residual) == pytest.approx(0, abs=0.03 * noise)
    assert statistics.pstdev(residual) == pytest.approx(noise, rel=0.03)
    assert np.mean(np.abs(residual) < noise) == pytest.approx(math.erf(2**-0.5), abs=0.02)
    assert np.corrcoef(residual, X.T)[0, 1:] == pytest.approx([0, 0], abs=0.03)


def test_least_squares_finds_the_parameters_behind_the_examples():
    X, y = generate_examples(5000, [1, -3, 0.5], 7, 0.5, np.random.default_rng(1))
    np.testing.assert_allclose(least_squares(X, y), [1, -3, 0.5, 7], atol=5 * 0.5 / 5000**0.5)


def test_the_same_seed_makes_the_same_examples_and_another_seed_others():
    first, again, other = (
        generate_examples(5, [1], 0, 1, np.random.default_rng(seed)) for seed in (3, 3, 4)
    )
    for one, two, three in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one, two)
        assert not np.any(one == three)


def test_the_same_generator_makes_new_examples_each_time():
    rng = np.random.default_rng(0)
    (X, y), (X_later, y_later) = (generate_examples(5, [1], 0, 1, rng) for _ in range(2))
    assert not np.any(X_later == X)
    assert not np.any(y_later == y)


def test_noise_changes_the_targets_and_leaves_the_features():
    (X, y), (X_noisy, y_noisy) = (
        generate_examples(5, [1], 0, noise, np.random.default_rng(0)) for noise in (0, 1)
    )
    np.testing.assert_array_equal(X, X_noisy)
    assert not np.any(y == y_noisy)


def test_refuses_negative_noise():
    with pytest.raises(ValueError, match=r"noise is -0\.5, but must be a finite number, 0 or more"):
        generate_examples(3, [1], 0, -0.5, np.random.default_rng(0))


def test_a_refusal_uses_up_no_random_numbers():
    rng = np.random.default_rng(0)
    with pytest.raises(TypeError, match="b is 'one'"):
        generate_examples(3, [1], "one", 1, rng)
    assert rng.random() == np.random.default_rng(0).random()


# Columns without units


def test_scaled_columns_have_mean_zero_and_standard_deviation_one():
    X_scaled, _, _ = standardize(MEASUREMENTS)
    for column in X_scaled.T:
        assert statistics.fmean(column) == pytest.approx(0, abs=1e-10)
        assert statistics.pstdev(column) == pytest.approx(1, rel=1e-10)


def test_returns_the_mean_and_the_standard_deviation_of_each_column():
    _, mean, std = standardize(MEASUREMENTS)
    np.testing.assert_allclose(mean, [statistics.fmean(c) for c in MEASUREMENTS.T], rtol=1e-12)
    np.testing.assert_allclose(std, [statistics.pstdev(c) for c in MEASUREMENTS.T], rtol=1e-10)


def test_the_way_back_gives_the_old_columns():
    X_scaled, mean, std = standardize(MEASUREMENTS)
    np.testing.assert_allclose(X_scaled * std + mean, MEASUREMENTS, rtol=1e-12)


def test_a_new_row_is_scaled_with_the_numbers_of_the_old_rows():
    _, mean, std = standardize([[1, 10], [3, 50]])
    np.testing.assert_allclose((np.array([5, 30]) - mean) / std, [3, 0])


def test_the_units_do_not_matter():
    in_other_units = MEASUREMENTS * [1e4, 0.62, 1e-3] + [0, 32, 5]
    np.testing.assert_allclose(
        standardize(in_other_units)[0], standardize(MEASUREMENTS)[0], atol=1e-8
    )


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[1, 7], [2, 7], [3, 7]], "^column 1 of X is 7 in every row, but must vary"),
        ([[0.1, 1], [0.1, 2], [0.1, 3]], r"^column 0 of X is 0\.1 in every row, but must vary"),
        ([[4, 5]], "^column 0 of X is 4 in every row, but must vary"),
    ],
)
def test_refuses_a_constant_column(X, message):
    with pytest.raises(ValueError, match=message):
        standardize(X)


def test_refuses_one_dimension():
    needed = r"X has shape \(3,\), but must be \(n_samples, n_features\)"
    with pytest.raises(ValueError, match=needed):
        standardize([1, 2, 3])


# Rows to learn from and rows to be tested on


def split(n=10, test_fraction=0.3, seed=0):
    X = np.arange(2.0 * n).reshape(n, 2)
    rng = np.random.default_rng(seed)
    return train_test_split(X, 10 * X[:, 0], test_fraction=test_fraction, rng=rng)


@pytest.mark.parametrize("seed", range(3))
def test_no_row_is_lost_or_doubled(seed):
    X_train, X_test, _, _ = split(seed=seed)
    rows = sorted(np.vstack([X_train, X_test]).tolist())
    assert rows == np.arange(20.0).reshape(10, 2).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_every_row_keeps_its_target(seed):
    X_train, X_test, y_train, y_test = split(seed=seed)
    np.testing.assert_array_equal(y_train, 10 * X_train[:, 0])
    np.testing.assert_array_equal(y_test, 10 * X_test[:, 0])


@pytest.mark.parametrize(
    ("n", "test_fraction", "n_test"),
    [(10, 0.3, 3), (10, 0.34, 3), (10, 0.36, 4), (342, 0.2, 68), (15, 0.25, 4), (2, 0.5, 1)],
)
def test_the_number_of_test_rows_is_rounded(n, test_fraction, n_test):
    assert [len(part) for part in split(n, test_fraction)] == [n - n_test, n_test] * 2


def test_rows_are_dealt_by_the_seed():
    (first, *_), (again, *_), (other, *_) = (split(seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_every_row_is_as_likely_to_be_tested():
    drawn = np.hstack([split(seed=seed)[3] for seed in range(300)])
    _, times = np.unique(drawn, return_counts=True)
    assert len(times) == 10
    assert times.min() > 60  # 90 are expected, with a standard deviation of 8
    assert times.max() < 120


@pytest.mark.parametrize("test_fraction", [0, 1, -0.1, 1.5, 20])
def test_refuses_a_fraction_that_is_none(test_fraction):
    message = rf"test_fraction is {test_fraction}, but must be between 0 and 1"
    with pytest.raises(ValueError, match=message):
        split(test_fraction=test_fraction)


@pytest.mark.parametrize(("n", "test_fraction"), [(10, 0.01), (10, 0.99), (1, 0.4), (1, 0.9)])
def test_refuses_to_leave_a_side_empty(n, test_fraction):
    message = rf"test_fraction is {test_fraction}, but of {n} rows that leaves one side empty"
    with pytest.raises(ValueError, match=message):
        split(n, test_fraction)


@pytest.mark.parametrize("y", [[1, 2, 3], [[1], [2]]])
def test_refuses_targets_that_do_not_fit_the_rows(y):
    message = re.escape(f"y has shape {np.shape(y)}, but must be (2,): one target per row of X")
    with pytest.raises(ValueError, match=message):
        train_test_split([[1], [2]], y, test_fraction=0.5, rng=np.random.default_rng(0))


# The data sets of the course


@pytest.mark.parametrize(
    ("name", "shape", "feature_names", "target_name"),
    [
        ("houses", (200, 2), ("area (m²)", "distance (km)"), "price (thousands)"),
        ("cricket_chirps", (15, 1), ("chirps per second",), "temperature (°F)"),
        ("penguins", (342, 2), ("flipper length (mm)", "bill length (mm)"), "body mass (g)"),
    ],
)
def test_a_data_set_has_its_rows_and_names(name, shape, feature_names, target_name):
    X, y, *names = load_dataset(name)
    assert (X.shape, y.shape) == (shape, shape[:1])
    assert X.dtype == y.dtype == np.float64
    assert names == [feature_names, target_name]


@pytest.mark.parametrize("name", ["houses", "cricket_chirps", "penguins"])
def test_a_data_set_holds_what_its_file_holds_under_these_names(name):
    dataset = load_dataset(name)
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for j, column in enumerate(dataset.feature_names):
        assert dataset.X[:, j].tolist() == [float(row[column]) for row in rows]
    assert dataset.y.tolist() == [float(row[dataset.target_name]) for row in rows]


def test_the_crickets_have_their_known_line():
    X, y, *_ = load_dataset("cricket_chirps")
    np.testing.assert_allclose(np.polyfit(X[:, 0], y, 1), [3.291, 25.232], atol=5e-4)


def test_the_penguins_have_their_published_means():
    X, y, *_ = load_dataset("penguins")
    # As printed by summary(penguins) of the R package palmerpenguins.
    np.testing.assert_allclose([*X.mean(axis=0), y.mean()], [200.9, 43.92, 4202], rtol=5e-4)


def test_the_houses_follow_the_rule_that_made_them():
    X, y, *_ = load_dataset("houses")
    parameters = least_squares(X, y)
    residual = y - np.column_stack([X, np.ones(200)]) @ parameters
    np.testing.assert_allclose(parameters, [1.6, -48, 828], rtol=0.05)
    assert statistics.pstdev(residual) == pytest.approx(20, rel=0.15)


def test_the_houses_are_made_again_by_their_script(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "linreg" / "data").mkdir(parents=True)
    script = shutil.copy(ROOT / "data" / "make_houses.py", tmp_path / "data")
    runpy.run_path(script, run_name="__main__")
    again = (tmp_path / "linreg" / "data" / "houses.csv").read_text(encoding="utf-8")
    assert again == (DATA / "houses.csv").read_text(encoding="utf-8")


def test_a_data_set_is_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(load_dataset("cricket_chirps").y) == 15


@pytest.mark.parametrize("name", ["iris", "Houses", "", None, "../data/houses"])
def test_lists_the_data_sets_when_there_is_none_of_that_name(name):
    message = rf"^name is {name!r}, but must be one of houses, cricket_chirps, penguins"
    with pytest.raises(ValueError, match=message):
        load_dataset(name)


# Tables from files


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_the_last_column_is_the_target(table):
    X, y, feature_names, target_name = read_csv(table("a,b,c\n1,2,3\n4,-5e-1,.6\n"))
    assert X.tolist() == [[1, 2], [4, -0.5]]
    assert y.tolist() == [3, 0.6]
    assert (feature_names, target_name) == (("a", "b"), "c")


def test_one_row_is_enough(table):
    X, y, *_ = read_csv(str(table("a,b\n1,2")))
    assert (X.tolist(), y.tolist()) == ([[1]], [2])


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffarea (m²),b\n1,2\n3,4\n",  # as Excel begins a file
        "area (m²),b\r\n1,2\r\n3,4\r\n",
        "\narea (m²),b\n\n1,2\n\n\n3,4",
        ' area (m²) , b \n 1 , 2 \n"3", 4 \n',
        '"area (m²)", "b"\n1, "2"\n  \n"3", "4"\n \n',
    ],
)
def test_marks_blank_lines_and_spaces_are_no_part_of_a_table(table, text):
    X, y, feature_names, target_name = read_csv(table(text))
    assert (X.tolist(), y.tolist()) == ([[1], [3]], [2, 4])
    assert (feature_names, target_name) == (("area (m²)",), "b")


def test_a_quoted_name_may_hold_a_comma(table):
    assert read_csv(table('"height, m",b\n1,2\n')).feature_names == ("height, m",)
    assert read_csv(table('b, "height, m"\n1, 2\n')).target_name == "height, m"


def test_a_line_end_within_quotes_belongs_to_the_name(table):
    assert read_csv(table(b'"height\r\nin m",b\n1,2\n')).feature_names == ("height\r\nin m",)


def test_two_columns_of_one_name_are_both_read(table):
    X, y, *_ = read_csv(table("length,length\n1,2\n"))
    assert (X.tolist(), y.tolist()) == ([[1]], [2])


def test_columns_are_read_in_the_order_asked_for_and_others_not_at_all(table):
    path = table("species,a,b,c\nAdelie,1,2,3\nGentoo,4,5,6\n")
    X, y, feature_names, target_name = read_csv(path, columns=["c", "a"])
    assert (X.tolist(), y.tolist()) == ([[3], [6]], [1, 4])
    assert (feature_names, target_name) == (("c",), "a")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: the file ends, but needs a line of names and a row"),
        ("\n\n", "line 1: the file ends, but needs a line of names and a row"),
        ("a,b\n", "line 2: the file ends, but needs a line of names and a row"),
        ("a,b\n1\n3,4\n", "line 2: 1 value, but the first line has 2"),
        ("a,b\n1,2\n3\n", "line 3: 1 value, but the first line has 2"),
        ("a,b\n1,2\n3,4\n5,6,7\n", "line 4: 3 values, but the first line has 2"),
        ("a,b,c\n1,2\n", "line 2: 2 values, but the first line has 3"),
        ("a,b\n1,2\n\n\n3\n", "line 5: 1 value, but the first line has 2"),
        ("a,b\n1,2\n3,four\n", "line 3: 'b' is 'four', but must be a finite number"),
        ("a,b\n1,2\n\nthree,4\n", "line 4: 'a' is 'three', but must be a finite number"),
        ("a,b\n1,NaN\n", "line 2: 'b' is 'NaN', but must be a finite number"),
        ("a,b\n-inf,2\n", "line 2: 'a' is '-inf', but must be a finite number"),
        ("a,b\n1e999,2\n", "line 2: 'a' is '1e999', but must be a finite number"),
        ("a,b\n1,\n", "line 2: 'b' is '', but must be a finite number"),
        ("a,b\n2026_11,2\n", "line 2: 'a' is '2026_11', but must be a finite number"),
        ("a,b\n1+1j,2\n", "line 2: 'a' is '1+1j', but must be a finite number"),
        ("a\n1\n", "line 1: one column, 'a', but a feature and a target are needed"),
        ("a;b\n1;2\n", "line 1: one column, 'a;b', but a feature and a target are needed"),
        ("a,b\n1,é\n".encode("latin-1"), "this is no CSV file in UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "this is no CSV file in UTF-8"),
    ],
)
def test_refuses_a_bad_table_and_names_file_and_line(table, content, message):
    path = table(content)
    with pytest.raises(ValueError, match=re.escape(str(path)) + "[:,] " + re.escape(message)):
        read_csv(path)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (["a", "z"], "there is no column 'z', only a, b"),
        (["b"], "one column, 'b', but a feature and a target are needed"),
        ([], "no column, but a feature and a target are needed"),
    ],
)
def test_refuses_columns_that_make_no_data_set(table, columns, message):
    path = table("a,b\n1,2\n")
    with pytest.raises(ValueError, match=re.escape(f"{path}, line 1: {message}")):
        read_csv(path, columns)


def test_one_name_is_no_list_of_columns(table):
    with pytest.raises(TypeError, match=r"^columns is 'xy', but must be a list of names"):
        read_csv(table("x,y\n1,2\n"), columns="xy")


def test_which_of_two_columns_of_one_name_is_meant_cannot_be_known(table):
    with pytest.raises(ValueError, match="line 1: 2 columns are called 'a'"):
        read_csv(table("a,a,b\n1,2,3\n"), columns=["a", "b"])


def test_a_missing_file_is_bad_input(tmp_path):
    with pytest.raises(
        ValueError, match=re.escape(f"{tmp_path / 'none.csv'}: there is no such file")
    ):
        read_csv(tmp_path / "none.csv")


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises((ValueError, OSError), match=re.escape(tmp_path.name)):
        read_csv(tmp_path)


def test_refuses_a_name_of_any_kind():
    with pytest.raises(ValueError, match=r"name is \['houses'\], but must be one of houses"):
        load_dataset(["houses"])
