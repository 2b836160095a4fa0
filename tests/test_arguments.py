"""How arguments are checked: by name, once, without copies, and with a short traceback."""

import inspect
import re
import traceback
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import linreg
from linreg.arguments import checked, checked_already, require_spread

X = np.array([[1.0, 2], [4, 3], [2, 5]])
Y, Y_HAT, W = np.array([1.0, 3, 2]), np.array([2.0, 3, 1]), np.array([2.0, -1])
RNG = np.random.default_rng(0)
GOOD = {"X": X, "y": Y, "y_hat": Y_HAT, "W": W, "dW": W, "b": 1.0, "db": 1.0, "x": Y, "w": 2.0}
GOOD |= {"learning_rate": 0.1, "n_iterations": 3, "log_every": None, "n_features": 2, "rng": RNG}
GOOD |= {"mean": W, "std": np.array([2.0, 1])}
GOOD |= {"n_samples": 3, "noise": 1.0, "test_fraction": 0.5, "f": np.sum, "p": W, "step": 1e-6}
FUNCTIONS = [
    function
    for function in map(vars(linreg).get, linreg.__all__)
    if inspect.isfunction(function) and set(inspect.signature(function).parameters) <= set(GOOD)
]
OF_BOTH_KINDS = {linreg.moments, linreg.stability_limit}  # arrays, and what stands for them
OF_ONE_HOUSE = {linreg.one_house_slope: {"x": 3.0, "y": 1.0}}  # numbers, elsewhere arrays
ARGUMENTS = [(f, name) for f in FUNCTIONS for name in inspect.signature(f).parameters]


def good(function):
    given = {each: GOOD[each] for each in inspect.signature(function).parameters}
    return given | OF_ONE_HOUSE.get(function, {})


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_no_argument_of_a_public_function_slips_through(function, name):
    given = good(function)
    with pytest.raises((TypeError, ValueError), match=f"^{name} (is|holds) "):
        function(**given | {name: object()})


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if f not in OF_BOTH_KINDS])
def test_a_message_stands_at_most_two_frames_below_the_call(function):
    given = good(function)
    for name in given:
        with pytest.raises((TypeError, ValueError)) as caught:
            function(**given | {name: object()})
        below = traceback.extract_tb(caught.value.__traceback__)[1:]
        assert [frame.name for frame in below] == [function.__name__, "checked"]


def test_a_name_without_a_rule_is_refused_at_once():
    with pytest.raises(TypeError, match=r"^momentum has no rule by which it could be checked"):
        checked(X=X, momentum=0.9)


def test_a_float64_array_is_not_copied_and_a_list_becomes_one():
    assert np.shares_memory(checked(X=X), X)
    as_list, _ = checked(y=[1, 3, 2], y_hat=Y_HAT)
    assert as_list.dtype == np.float64
    np.testing.assert_array_equal(as_list, Y)


def test_a_model_keeps_its_own_weights():
    weights = np.array([1.0, 2.0])
    model = linreg.LinearModel(weights, 0)
    weights[0] = 7
    assert model.W.tolist() == [1.0, 2.0]


def test_within_checked_already_arguments_are_trusted_and_afterwards_not():
    with checked_already():
        assert linreg.forward(np.array([[np.inf]]), np.array([1.0]), 0.0) == [np.inf]
    with pytest.raises(ValueError, match="must be a finite number"):
        linreg.forward([[np.inf]], [1], 0)


def test_an_error_within_checked_already_ends_the_trust():
    with pytest.raises(RuntimeError), checked_already():
        raise RuntimeError
    with pytest.raises(ValueError, match="must be a finite number"):
        linreg.forward([[np.inf]], [1], 0)


def test_train_that_diverges_leaves_arguments_checked():
    with pytest.raises(linreg.DivergenceError):
        linreg.train(X, Y, W, 0, learning_rate=1e9, n_iterations=100)
    with pytest.raises(ValueError, match="must be a finite number"):
        linreg.forward([[np.inf]], [1], 0)


@pytest.mark.parametrize(
    "column",
    [
        1e9 + 1.2e-7 * np.array([0, 1, 2, 3, 7]),
        1e-200 * np.arange(5.0),
        1e307 * np.arange(-9.0, 9, 4),
    ],
    ids=["units in the last place", "tiny", "huge"],
)
def test_a_column_whose_spread_cannot_be_squared_is_refused(column):
    with pytest.raises(ValueError, match=r"^column 1 of X lies between .* to be standardized"):
        linreg.standardize(np.column_stack([np.arange(5.0), column]))
    with pytest.raises(ValueError, match=r"^y lies between .* but must vary for R²"):
        linreg.r_squared(column, column)


@pytest.mark.parametrize("unit", [1e-140, 1e-9, 1e9, 1e140])
def test_what_varies_enough_is_standardized_whatever_its_unit(unit):
    X_scaled, mean, std = linreg.standardize(unit * np.array([[1.0], [2], [6]]))
    np.testing.assert_allclose(X_scaled.mean(), 0, atol=1e-12)
    np.testing.assert_allclose(X_scaled.std(), 1, rtol=1e-12)
    np.testing.assert_allclose([mean[0], std[0]], unit * np.array([3, np.sqrt(14 / 3)]), rtol=1e-12)


@pytest.mark.parametrize(
    ("y", "found"),
    [
        ([1j, 2], "complex numbers"),
        (["a", "b"], "text"),
        ([b"a", b"b"], "text"),
        (np.array(["2026-01-01"], "datetime64[D]"), "values of type datetime64[D]"),
        ([1, None], "missing values (None; table.dropna() leaves their rows out)"),
        ([1, pd.NA], "missing values (<NA>; table.dropna() leaves"),
        ([1, {}], "values of type object, such as {}"),
    ],
)
def test_what_is_no_number_is_called_by_its_kind(y, found):
    with pytest.raises(TypeError, match=f"^y holds {re.escape(found)}"):
        linreg.baseline_loss(y)


def test_what_is_not_finite_is_shown_with_its_place_if_it_has_one():
    with pytest.raises(ValueError, match=r"^x is nan, but must be a finite number"):
        linreg.line(np.nan, 1, 0)
    with pytest.raises(ValueError, match=r"^X\[1, 0\] is inf, but must be a finite number"):
        linreg.forward([[1, 2], [np.inf, 4]], [1, 2], 0)


def test_a_long_double_that_no_float_can_hold_is_refused():
    with np.errstate(over="ignore"):  # where it has no more room than a float
        y = np.array([1, 10], np.longdouble) ** 400
    with pytest.raises(ValueError, match=r"^y\[1\] is inf, but must be a finite number"):
        linreg.baseline_loss(y)


def test_a_seed_is_no_generator_and_the_message_says_how_to_make_one():
    with pytest.raises(
        TypeError, match=r"Generator: make one with np\.random\.default_rng\(seed\)$"
    ):
        linreg.initialize(2, 0)


def test_the_first_constant_column_is_named():
    with pytest.raises(ValueError, match=r"^column 2 of X is 5 in every row, but must vary"):
        require_spread("X", np.array([[1.0, 2, 5], [2, 3, 5]]), "here")


def test_a_step_that_rounding_drowns_is_refused():
    with pytest.raises(ValueError, match=r"^step is 1e-06, but p\[1\] is 1e\+12"):
        linreg.numerical_gradient(lambda p: p[0], [1.0, 1e12])
    with pytest.raises(ValueError, match=r"^step is 1e-06, but p\[0\] is -1e\+09"):
        linreg.numerical_gradient(lambda p: p[0], [-1e9])  # it would say 0.95
    assert linreg.numerical_gradient(lambda p: p[0], [1e6]) == pytest.approx([1], abs=1e-3)


def test_a_table_of_numbers_and_truth_values_is_accepted_and_one_with_text_is_not():
    table = np.array([[1, True], [2.5, False]], dtype=object)
    np.testing.assert_array_equal(linreg.forward(table, [1, 10], 0), [11, 2.5])
    with pytest.raises(TypeError, match=r"^X holds values of type object, such as '2', but must"):
        linreg.forward(np.array([[1, "2"]], dtype=object), [1, 10], 0)


def test_masked_numbers_are_refused_also_in_a_list(recwarn):
    rows = np.ma.array([[1.0, 2], [3, 999]], mask=[[0, 0], [0, 1]])
    for X in (rows, list(rows), [1, np.ma.masked, 3]):
        with pytest.raises(ValueError, match=r"^X has masked entries, but each must be a number$"):
            linreg.standardize(X)
    with pytest.raises(ValueError, match=r"^w is masked, but must be a finite number$"):
        linreg.line([1], np.ma.array(5.0, mask=True), 0)
    assert linreg.line(2, np.ma.array(3.0), 1) == 7  # nothing is masked
    assert not recwarn
    assert linreg.standardize(list(rows[:, :1]))[1] == [2]


def test_a_table_of_no_rows_is_empty_whatever_its_columns():
    with pytest.raises(ValueError, match=r"X has shape .0, 2.: it is empty"):
        linreg.standardize(np.empty((0, 2), object))


def test_a_number_may_be_a_fraction_or_very_large():
    assert linreg.line([1], 10**20, 0) == [1e20]
    assert linreg.line([1], Fraction(1, 2), 0) == [0.5]
    with pytest.raises(TypeError, match=r"w is 1000.*000, but must be a finite number"):
        linreg.line([1], 10**400, 0)


@pytest.mark.parametrize("y", [[10**400, 1], 10**400, [Fraction(10**400), 1]])
def test_a_whole_number_that_no_float_can_hold_is_refused(y):
    with pytest.raises(ValueError, match="y has a number that is too large"):
        linreg.baseline_loss(y)
