"""The cases that are asked after everything was right: what they are, and what is right there."""

import dataclasses
import re
from itertools import islice

import numpy as np
import pytest

from linreg.checks import EXERCISES
from linreg.checks.engine import unusual
from linreg.checks.engine.calls import Outcome
from linreg.checks.engine.inside import Reply
from linreg.checks.engine.unusual import (
    BY_ITSELF,
    FALSE,
    KINDS,
    ON_THE_WAY,
    ONCE,
    TURNED,
    Unusual,
    alike,
    fresh_case,
    special_cases,
    unusual_cases,
    whole_numbers,
)

made = special_cases.__wrapped__  # anew in each test
ENTRIES = [("every entry of `{}` is 0", FALSE)]
ENTRIES += [(f"every entry of `{{}}` is {k}", BY_ITSELF) for k in (1, 0.001)]
NUMBERS = [(words.replace("every entry of ", ""), asked) for words, asked in ENTRIES]
MEAN = [("the mean of `{}` is 0", FALSE)]
ONE_ROW, ONE_FEATURE = [("there is one row", BY_ITSELF)], [("there is one feature", BY_ITSELF)]
ALIKE, REPEATED = [("numbers of `{}` repeat", ONCE)], [("numbers repeat", ONCE)]
BOTH_REPEATED = [("rows repeat", ONCE), ("columns repeat", ONCE)]
SQUARE = [("there are as many rows as features", TURNED)]


def of(rows, *names):
    return [(words.format(name), asked) for name in names for words, asked in rows]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "line",
            [
                *of(ALIKE, "x"),
                *REPEATED,
                *ONE_ROW,
                *of(MEAN, "x"),
                *of(ENTRIES, "x"),
                *of(NUMBERS, "w", "b"),
            ],
        ),
        (
            "one_house_slope",
            [("the prediction is right", BY_ITSELF), *of(NUMBERS, "x", "y", "w", "b")],
        ),
        (
            "mean_squared_error",
            [
                *of(ALIKE, "y", "y_hat"),
                *REPEATED,
                ("every prediction is right", BY_ITSELF),
                *ONE_ROW,
                *of(MEAN, "y", "y_hat"),
                *of(ENTRIES, "y", "y_hat"),
            ],
        ),
        (
            "standardize",
            [
                *of(ALIKE, "X"),
                *BOTH_REPEATED,
                ("the numbers are small", BY_ITSELF),
                ("one row lies far out", BY_ITSELF),
                *ONE_FEATURE,
                *SQUARE,
                *of(MEAN, "X"),
            ],
        ),
        (
            "forward",
            [
                *(
                    *of(ALIKE, "X", "W"),
                    *BOTH_REPEATED,
                    *ONE_ROW,
                    *ONE_FEATURE,
                    *SQUARE,
                    *of(MEAN, "X"),
                    *of(ENTRIES, "X", "W"),
                ),
                *of(NUMBERS, "b"),
            ],
        ),
        (
            "train",
            [
                *of(ALIKE, "X", "y", "W"),
                *BOTH_REPEATED,
                ("the targets lie on a plane", BY_ITSELF),
                ("the start fits every target", BY_ITSELF),
                ("there are 1100 turns of a small learning rate", ON_THE_WAY),
                *ONE_ROW,
                *ONE_FEATURE,
                *SQUARE,
                *of(MEAN, "X", "y"),
                *of(ENTRIES, "X", "y", "W"),
                *of(NUMBERS, "b"),
                ("`learning_rate` is 0.001", BY_ITSELF),
            ],
        ),
    ],
)
def test_special_cases_are_asked_in_this_order_and_with_these_questions(name, expected):
    found = made(EXERCISES[name])
    assert [(case.where, case.question) for case in found] == [
        (f"where {words}", asked) for words, asked in expected
    ]
    assert all(case.may_be_nan for case in found)
    numbers = [
        np.concatenate([np.ravel(one) for one in case.args.values() if not callable(one)])
        for case in found
    ]
    largest = [max(1.0, np.max(np.abs(one))) for one in numbers]
    if name != "train":  # of whose numbers the turns are no heights
        assert [case.rest for case in found] == pytest.approx([1e-5 * one**2 for one in largest])


def args_of(name):
    return {case.where.removeprefix("where "): case.args for case in made(EXERCISES[name])}


@pytest.mark.parametrize(
    ("name", "names", "words"),
    [
        ("line", ["x"], "numbers"),
        ("mean_squared_error", ["y", "y_hat"], "numbers"),
        ("train", ["X", "y"], "rows"),
        ("predict_one", ["row", "W"], "numbers"),
        ("update", ["W", "dW"], "numbers"),
        ("train", ["X", "W"], "columns"),
    ],
)
def test_where_numbers_repeat_the_first_stands_there_three_times(name, names, words):
    args = args_of(name)[f"{words} repeat"]
    for one, value in EXERCISES[name].probes[0].items():
        if one in names:
            axis = -1 if words == "columns" else 0
            first = np.take(value, [0], axis)
            value = np.concatenate([first, first, value], axis)
        assert np.array_equal(args[one], value)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"y": np.ones(99), "b": 2.0}, ""),
        ({"y": np.ones(100), "b": 0.0}, "many rows: "),
        ({"y": np.array([0.0, 1e4])}, "zeros among its numbers: "),
        ({"X": np.array([[5.0, 0.0]]), "y": np.ones(1)}, "zeros among its numbers: "),
        ({"y": np.array([0.0009, -0.00099])}, "small numbers: "),
        ({"y": np.array([0.0009, -0.001])}, ""),
        ({"X": np.array([[5.0]]), "y": np.array([9e-4]), "b": -9e-4}, "small numbers: "),
        ({"X": np.array([[5.0]]), "y": np.array([9e-4]), "b": -9e-3}, ""),
        ({"step": 1e-6}, ""),
        ({"y": np.array([999.0])}, ""),
        ({"y": np.array([-1000.0])}, "large numbers: "),
        ({"rng": 7}, ""),
    ],
)
def test_what_is_special_about_a_case_is_said(args, said):
    assert unusual._seen_in(args) == said


@pytest.mark.parametrize(
    ("args", "largest", "explodes"),
    [
        ({"b": 0.5}, 1e6, False),
        ({"b": 0.5}, 1.001e6, True),
        ({"b": 0.5}, -1.001e6, True),
        ({"b": -3.0, "W": np.ones(2)}, 8.9e6, False),
        ({"b": 1.0, "W": np.array([1.0, -3.0])}, -9.1e6, True),
        ({"rng": 7}, 0.9e6, False),
    ],
)
def test_a_result_explodes_beside_the_squares_of_what_is_given(args, largest, explodes):
    assert unusual._explodes({"a": np.ones(2), "b": np.array([1.0, largest])}, args) is explodes


def test_an_argument_with_one_entry_has_none_that_repeat():
    exercise = EXERCISES["forward"]
    probe = {"X": np.array([[1.5], [2.5]]), "W": np.array([2.0]), "b": 1.0}
    found = made(dataclasses.replace(exercise, probes=(probe,)))
    assert not [case.where for case in found if "numbers of" in case.where]
    probe = {"X": np.array([[1.5, 3.0], [2.5, 1.0]]), "W": np.array([2.0, 5.0]), "b": 1.0}
    found = made(dataclasses.replace(exercise, probes=(probe,)))
    assert len([case.where for case in found if "numbers of" in case.where]) == 2


@pytest.mark.parametrize(("name", "one"), [("forward", "X"), ("forward", "W"), ("update", "dW")])
def test_numbers_of_one_argument_repeat_beside_others_that_do_not(name, one):
    probe = EXERCISES[name].probes[0]
    args = args_of(name)[f"numbers of `{one}` repeat"]
    first, second, *rest = probe[one].T
    assert np.array_equal(args[one].T, [first, first, *rest])
    assert not np.array_equal(first, second)
    assert all(np.array_equal(args[other], probe[other]) for other in probe if other != one)


def test_special_cases_of_the_training_loop_hold_what_their_words_say():
    cases, probes = args_of("train"), EXERCISES["train"].probes
    longest = max(probes, key=lambda args: args["n_iterations"])
    X, W, b = longest["X"], longest["W"], longest["b"]
    for words, weights in ("the targets lie on a plane", W + 1), ("the start fits every target", W):
        assert np.array_equal(cases[words]["y"], X @ weights + b)
    slow = cases["there are 1100 turns of a small learning rate"]
    assert (slow["learning_rate"], slow["n_iterations"]) == (longest["learning_rate"] / 100, 1100)
    n, d = probes[0]["X"].shape
    shapes = {words: (args["X"].shape, args["W"].shape) for words, args in cases.items()}
    assert shapes["there is one row"] == ((1, d), (d,))
    assert shapes["there is one feature"] == ((n, 1), (1,))
    assert shapes["there are as many rows as features"] == ((d, d), (d,))
    for words, args in cases.items():
        if found := re.search(r"`(\w+)` is ([\d.]+)$", words):
            name, value = found.groups()
            wanted = 0 if "mean" in words else float(value)
            seen = np.mean(args[name], axis=0) if "mean" in words else args[name]
            np.testing.assert_allclose(seen, wanted, rtol=0, atol=1e-15)


def test_special_cases_of_one_array_are_small_or_far_out():
    cases, X = args_of("standardize"), EXERCISES["standardize"].probes[0]["X"]
    np.testing.assert_array_equal(cases["the numbers are small"]["X"], 1e-4 * X)
    *near, last = cases["one row lies far out"]["X"]
    np.testing.assert_array_equal(near, np.tile(X, (12, 1)))
    np.testing.assert_array_equal(last, X[0] + 50)


def where_it_gives(result):
    exercise = EXERCISES["line"]
    reference = lambda x, w, b: result(np.asarray(x))  # noqa: E731
    return special_cases(dataclasses.replace(exercise, reference=reference, also_right=()))


@pytest.mark.parametrize(
    ("result", "some"),
    [
        (lambda x: x, True),
        (lambda x: x + 1e6, True),
        (lambda x: x - 1e9, False),
        (lambda x: x + np.nan, False),
        (lambda x: x - np.inf, False),
    ],
)
def test_a_case_whose_answer_explodes_or_is_none_is_not_asked(result, some):
    assert bool(where_it_gives(result)) is some


def test_random_cases_are_told_by_what_is_seen_in_them():
    exercise = EXERCISES["mean_squared_error"]
    special = len(special_cases(exercise))
    cases = list(unusual_cases(exercise, 0))
    random = cases[:3] + cases[3 + special :]
    assert cases[3 : 3 + special] == special_cases(exercise)
    seen = ("", "many rows: ", "zeros among its numbers: ", "large numbers: ", "small numbers: ")
    seen += ("",)  # a loss knows of no features
    assert len(KINDS) == len(seen)
    assert len(random) == 3 * len(seen)
    for case, words in zip(random, np.repeat(seen, 3), strict=True):
        size = len(case.args["y"])
        assert case.where == (
            f"for others, such as one with {words}`y` of shape ({size},) and `y_hat` of shape "
            f"({size},)"
        )
        assert case.question == "Are results typed in or rounded, or is there a special case in it?"
        assert (case.rest, case.may_be_nan) == (1e-12, False)
        (right,) = case.right
        loss = np.mean((case.args["y"] - case.args["y_hat"]) ** 2)
        assert right.parts["loss"] == pytest.approx(loss, rel=1e-12)
    others = list(islice(unusual_cases(exercise, 1), 3))
    assert not np.array_equal(others[0].args["y"], cases[0].args["y"])


@pytest.mark.parametrize("kind", KINDS)
def test_random_cases_are_like_their_probe_in_all_but_what_their_kind_says(kind):
    probe = EXERCISES["train"].probes[0]
    n, d = probe["X"].shape
    cases = [fresh_case(probe, np.random.default_rng(seed), kind) for seed in range(60)]
    rows, columns = zip(*[case["X"].shape for case in cases], strict=True)
    if kind == "many rows":
        assert 120 <= min(rows) < 125 < 155 < max(rows) < 160
    else:
        assert set(rows) == {n, n + 1, n + 2, n + 3}
    assert set(columns) == {d, d + 1}
    for case in cases:
        assert case["y"].shape == case["X"].shape[:1]
        assert case["W"].shape == case["X"].shape[1:]
        assert case["n_iterations"] == probe["n_iterations"]
        rate = case["learning_rate"] * (1e6 if kind == "large features" else 1)
        assert 0.5 <= rate / probe["learning_rate"] <= 1.2
    share = np.mean(np.concatenate([np.ravel(case["X"]) == 0 for case in cases]))
    assert share == pytest.approx(0.3 if kind == "zeros" else 0, abs=0.1 if kind == "zeros" else 0)
    height = {"large numbers": 1e4, "small numbers": 1e-5}.get(kind, 1)
    for seed, case in enumerate(cases if kind[:5] in ("large", "small") else ()):
        usual = fresh_case(probe, np.random.default_rng(seed), "usual")
        width = 1e3 if kind == "large features" else 1
        np.testing.assert_array_equal(case["X"], width * usual["X"])
        for name in ("y", "W", "b"):
            np.testing.assert_array_equal(case[name], height * usual[name])


def test_random_numbers_lie_around_those_of_the_probe():
    probe = EXERCISES["line"].probes[0]
    cases = [fresh_case(probe, np.random.default_rng(seed), "usual") for seed in range(400)]
    drawn = np.concatenate([case["x"] for case in cases])
    assert np.mean(drawn) == pytest.approx(np.mean(probe["x"]), abs=0.15)
    spread = np.std(probe["x"])
    assert np.std(drawn) == pytest.approx(np.hypot(spread, 0.7 * (spread + 0.1)), rel=0.1)
    single = [
        fresh_case({"W": np.ones(1)}, np.random.default_rng(k), "usual")["W"][0] for k in range(400)
    ]
    assert np.std(single) > 0.3  # of one number the spread says nothing


def test_a_result_is_right_up_to_a_thousandth_and_the_rest_that_a_zero_may_have():
    def case(*right):
        found = [Outcome(Reply(None), {"loss": np.array(one)}) for one in right]
        return Unusual({}, "", found, 0.01, "")

    assert alike({"loss": np.array(0.0099)}, case(0.0))
    assert not alike({"loss": np.array(0.02)}, case(0.0))
    assert alike({"loss": np.array(1000.9)}, case(1000.0))
    assert not alike({"loss": np.array(1002.1)}, case(1000.0))
    assert alike({"loss": np.array(7.0)}, case(1.0, 7.0))


def test_whole_numbers_are_asked_where_results_can_be_compared():
    exercise = EXERCISES["mse_gradient"]
    args, (right,) = whole_numbers(exercise)
    before = exercise.cases[-1]
    for name in ("X", "y", "y_hat"):
        assert args[name].dtype.kind == "i"
        np.testing.assert_array_equal(args[name], np.rint(3 * before[name]))
    gap = args["y_hat"] - args["y"]
    np.testing.assert_allclose(right.parts["dW"], 2 / len(gap) * args["X"].T @ gap)
    assert right.parts["db"] == pytest.approx(2 * np.mean(gap))
    assert whole_numbers(EXERCISES["initialize"])[1] == []  # measured
    assert whole_numbers(EXERCISES["numerical_gradient"])[1] == []  # of a curve
