"""The slightly different questions that follow from an exercise's arguments, and their order."""

import numpy as np
import pytest

from linreg.checks import EXERCISES
from linreg.checks.engine.variants import variants
from linreg.checks.tables.near_misses import ARRAYS, COUNTS, NUMBERS, QUESTIONS, ROWS

asked = variants.__wrapped__  # each test makes them anew
WHERE = "Where does the loop begin and end, and is a `return` inside it?"


def told(name):
    return {one.name: one.text for one in asked(EXERCISES[name])}


def as_if(name, changes):
    return [f"as if {name} were {words}" for words, _ in changes]


def used(one, other):
    return [f"{other} used for {one}", f"{one} used for {other}"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "predict_one",
            [
                "row and W exchanged",
                *used("row", "W"),
                *as_if("b", NUMBERS),
                *as_if("row", ARRAYS),
                *as_if("W", ARRAYS),
            ],
        ),
        (
            "mean_squared_error",
            ["y and y_hat exchanged", *used("y", "y_hat")]
            + as_if("y", ARRAYS)
            + as_if("y_hat", ARRAYS)
            + [words for words, _ in ROWS],
        ),
        ("count_parameters", as_if("n_features", COUNTS)),
        ("numerical_gradient", as_if("step", NUMBERS) + as_if("p", ARRAYS)),
    ],
)
def test_single_numbers_come_before_arrays_and_rows_last(name, expected):
    assert list(told(name)) == expected


def test_each_says_what_it_would_be_right_for():
    texts = told("mean_squared_error") | told("predict_one")
    assert (
        texts["row and W exchanged"]
        == "This is right with `row` and `W` exchanged: did they change places?"
    )
    assert texts["W used for row"] == (
        "Your function works as if `row` were `W`: is `W` written where `row` belongs?"
    )
    assert texts["as if b were 0"] == "Your function works as if `b` were 0."
    words = "0 in the first entry"
    assert texts[f"as if W were {words}"] == (
        f"Your function works as if `W` were {words}.{QUESTIONS[words]}"
    )
    assert texts["the last row is left out"] == f"In this result the last row is left out. {WHERE}"


def test_of_a_table_the_columns_are_named_and_of_a_list_the_entries():
    texts = told("forward")
    for name, part in (("X", "column"), ("W", "entry")):
        words = f"0 in the first {part}"
        assert texts[f"as if {name} were {words}"] == (
            f"Your function works as if `{name}` were {words}. Does a loop start at 1?"
        )
    assert "as if X were only its first column, repeated" in texts
    assert "as if W were only its first entry or column, repeated" in texts


def test_where_one_is_used_for_another_the_code_must_have_its_name():
    written = {one.name: one.written for one in asked(EXERCISES["mean_squared_error"])}
    assert written["y used for y_hat"] == "y"
    assert written["y_hat used for y"] == "y_hat"
    assert written["y and y_hat exchanged"] == ""


@pytest.mark.parametrize(
    ("name", "variant", "expected"),
    [
        ("predict_one", "row and W exchanged", {"row": [3, 4], "W": [1, 2], "b": 5}),
        ("predict_one", "W used for row", {"row": [3, 4], "W": [3, 4], "b": 5}),
        ("predict_one", "row used for W", {"row": [1, 2], "W": [1, 2], "b": 5}),
        ("predict_one", "as if b were 0", {"row": [1, 2], "W": [3, 4], "b": 0}),
        ("mean_squared_error", "the first row is left out", {"y": [2], "y_hat": [4]}),
        ("mean_squared_error", "as if y were all zeros", {"y": [0, 0], "y_hat": [3, 4]}),
    ],
)
def test_each_changes_what_it_names_and_nothing_else(name, variant, expected):
    args = (
        {"row": [1, 2], "W": [3, 4], "b": 5} if "b" in expected else {"y": [1, 2], "y_hat": [3, 4]}
    )
    args = {key: np.array(value, float)[()] for key, value in args.items()}
    (change,) = [one.change for one in asked(EXERCISES[name]) if one.name == variant]
    changed = change(args)
    assert changed.keys() == expected.keys()
    for key, value in expected.items():
        np.testing.assert_array_equal(changed[key], value)
