"""The checks name each mistake, call nothing right wrong, and survive whatever they are given."""

import _thread
import ast
import asyncio
import contextlib
import dataclasses
import functools
import gc
import inspect
import linecache
import math
import os
import random
import re
import signal
import sys
import threading
import time
import warnings
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

import linreg
from linreg import checks
from linreg.checks import EXERCISES, check, check_hunt, check_test, hint, progress, solution
from linreg.checks.engine import judge as judging
from linreg.checks.engine import kernel, unusual
from linreg.checks.engine.callee import Trusted
from linreg.checks.engine.calls import observe
from linreg.checks.engine.evidence import Evidence, Finding, Outcomes
from linreg.checks.engine.exercise import CONCEPTS, Remark, Seed
from linreg.checks.engine.factors import Factor
from linreg.checks.engine.inside import Failure, Reply
from linreg.checks.engine.stages import effects, numbers

sys.path.insert(0, os.path.dirname(__file__))
from answers import ANSWERS, FAILURES, FUNCTIONS, RIGHT, VERDICTS, as_told, written

ROWS = [(name, mistake) for name in FUNCTIONS for mistake in EXERCISES[name].mistakes]
INSIDE = [(name, row) for name in FUNCTIONS for row in EXERCISES[name].inside]
TOLD = set(VERDICTS.read_text(encoding="utf-8").rstrip().split("\n\n"))


def by_name(pairs):
    """Return names that can be typed, to run one test of them."""
    names = [f"{name}-{getattr(p, 'name', getattr(p, '__name__', ''))}" for name, p in pairs]
    return [name.translate(str.maketrans("−²", "-2")) for name in names]


def own_loss(body, **names):
    """Return a mean_squared_error with this body, as a notebook with these names defines it."""
    exec(f"def mean_squared_error(y, y_hat):\n    {body}", names)
    return names["mean_squared_error"]


# The table.


@pytest.mark.parametrize("name", EXERCISES)
def test_asks_for_what_the_package_has(name):
    assert EXERCISES[name].solution is getattr(linreg, name)


def test_no_answer_can_edit_the_cases_of_the_next():
    values = [v for one in EXERCISES.values() for args in one.cases for v in args.values()]
    arrays = [value for value in values if isinstance(value, np.ndarray)]
    assert arrays
    assert not any(value.flags.writeable for value in arrays)


def test_every_mistake_has_a_concept_and_every_concept_a_mistake():
    assert {mistake.concept for _, mistake in ROWS} == set(CONCEPTS)


def test_knows_many_mistakes_in_each_exercise():
    assert len(ROWS) >= 110
    for name, exercise in EXERCISES.items():
        names = [mistake.name for mistake in exercise.mistakes]
        assert len(names) >= 6
        assert len(set(names)) == len(names), name


@pytest.mark.parametrize(("name", "mistake"), ROWS, ids=by_name(ROWS))
def test_gives_each_mistake_its_own_name(name, mistake):
    verdict = check(mistake.function, name)
    assert (verdict.state, verdict.mistake) == ("wrong", mistake.name), verdict
    assert mistake.message in verdict.message


@pytest.mark.parametrize(("name", "mistake"), INSIDE, ids=by_name(INSIDE))
def test_knows_a_mistake_of_an_earlier_exercise_inside_of_a_later_one(name, mistake):
    verdict = check(mistake.function, name)
    # Where all predictions are the mean, and nobody sees them, some mistakes are none.
    is_none = {"every pair of rows", "variance of the residuals", "changes y_hat"}
    if name == "baseline_loss" and mistake.name.partition(": ")[2] in is_none:
        assert verdict.state == "correct"
        return
    assert verdict.state == "wrong"
    assert verdict.mistake not in {None, *(rule.name for rule in EXERCISES[name].rules)}, verdict


@pytest.mark.parametrize(
    ("gradient", "step", "mistake", "words"),
    [
        (
            "2 / len(y) * X.T @ e, e.mean()",
            "W - learning_rate * dW, b - learning_rate * db",
            "mse_gradient: 2 only in dW",
            ("in its gradient (lesson 6): `dW` has the 2 that comes from the square",),
        ),
        (
            "2 / len(y) * X.T @ e, 2 * e.mean()",
            "W - learning_rate * db, b - learning_rate * db",
            "mse_gradient: no X in dW",
            (
                "in its gradient (lesson 6): By the chain",
                "Or: The loop",
                "in its update (lesson 7)",
            ),
        ),
        (
            "2 / len(y) * X.T @ e, 2 * e.mean()",
            "W - dW / learning_rate, b - db / learning_rate",
            "update: divides by the learning rate",
            ("in its update (lesson 7): You divide by the learning rate",),
        ),
    ],
)
def test_says_in_which_step_of_the_loop_a_mistake_is(gradient, step, mistake, words):
    body = (
        "losses = []\nfor _ in range(n_iterations):\n    e = X @ W + b - y\n"
        f"    losses.append(np.mean(e**2))\n    dW, db = {gradient}\n    W, b = {step}\n"
        "return W, b, losses"
    )
    verdict = check(written("train", body, "inside"))
    assert verdict.mistake == mistake, verdict
    assert all(one in verdict.text for one in words)
    assert ("Or: " in verdict.text) is (len(words) > 1)


@pytest.mark.filterwarnings("ignore")  # as where it is judged: what comes of it is remembered
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_mistake_gives_nan_everywhere(name):
    """Else each answer that gives nan would be called by its name."""
    exercise = EXERCISES[name]
    with np.errstate(all="ignore"):
        for row in exercise.mistakes:
            for function in (row.function, *row.also):
                outcomes = Outcomes(function, exercise)
                assert any(one.is_finite or one.trouble for one in outcomes), row.name


class Timed(Trusted):
    """A function that answers as long as there is time, or so many calls."""

    def __init__(self, function, in_time=math.inf):
        super().__init__(function)
        self.in_time = in_time

    def call(self, arguments, keywords):
        self.in_time -= 1
        if self.in_time >= 0:
            return super().call(arguments, keywords)
        return Reply(None, Failure(("TimeLimitError",)))


def found_on_the_cases_alone(function, name):
    """Return what is found when the time is over after the exercise's own cases."""
    evidence = Evidence(Timed(function), EXERCISES[name])
    with np.errstate(all="ignore"):
        assert evidence.outcomes
        evidence.callee.in_time = 0
        return judging.diagnose(evidence)


LATE = ("takes too long", "Stopped after 2 seconds: does a loop never end?")
NO_ROW = ("raises ZeroDivisionError", "is it n − 1, where there is one row?")
ONE_EACH = ("wrong shape", "Here it was called with `y` of shape (1,) and `y_hat` of shape (1,).")


@pytest.mark.parametrize(
    ("function", "in_time", "name", "words"),
    [
        *((linreg.mean_squared_error, in_time, *LATE) for in_time in (0, 1, 3)),
        (lambda y, y_hat: 0 / len(y[1:]), 1, *NO_ROW),
        (lambda y, y_hat: (y_hat - y)[:, None] ** 2, 2, *ONE_EACH),
    ],
)
def test_what_came_before_the_time_was_over_is_told(function, in_time, name, words):
    found = judging.diagnose(Evidence(Timed(function, in_time), EXERCISES["mean_squared_error"]))
    assert found == Finding(name, found.text, example=False)
    assert found.text.endswith(words)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_names_a_mistake_if_no_time_is_left_for_questions(name):
    mistake = EXERCISES[name].mistakes[0]
    found = found_on_the_cases_alone(mistake.function, name)
    assert (found.name, mistake.message in found.text) == (mistake.name, True), found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_calls_the_reference_correct_if_no_time_is_left_for_questions(name):
    assert found_on_the_cases_alone(EXERCISES[name].reference, name).state == "correct"


@pytest.mark.parametrize(("name", "mistake"), ROWS, ids=by_name(ROWS))
def test_says_it_in_few_plain_words(name, mistake):
    assert len(mistake.message.split()) < 60
    assert mistake.message.endswith((".", "?"))
    assert not re.search(r"\b(I|simply|obviously|just|wrong!|error:)\b", mistake.message)


# Right answers.


@pytest.mark.parametrize("name", FUNCTIONS)
def test_calls_the_reference_correct(name):
    reference = EXERCISES[name].reference

    @functools.wraps(reference)
    def function(*args, **kwargs):
        return reference(*args, **kwargs)

    assert str(check(function)) == f"✓ {name} is correct"
    assert "table" not in check(function)._repr_html_()


@pytest.mark.parametrize("name", EXERCISES)
def test_linregs_own_function_is_not_the_learners(name):
    verdict = check(EXERCISES[name].solution)
    assert verdict.state == "todo"
    assert str(verdict).startswith(
        f"… {name}: yours is not defined: run the cell above; if it shows an error, fix that first"
    )
    assert "#767676" in verdict._repr_html_()


@pytest.mark.parametrize(("name", "function"), ANSWERS, ids=by_name(ANSWERS))
def test_calls_a_right_answer_correct_however_it_is_written(name, function):
    verdict = check(function, name)
    assert verdict.state == "correct", verdict
    assert verdict.mistake is None
    assert as_told(function, verdict) in TOLD


def test_has_right_answers_enough():
    assert len(ANSWERS) >= 60
    assert all(len(RIGHT[name]) >= 6 for name in FUNCTIONS)


# Wrong answers that are in no table.


@functools.cache
def verdict_on(name, function):
    verdict = check(function, name)
    assert "upset the check" not in verdict.text, verdict
    return verdict


@pytest.mark.parametrize(("name", "function"), FAILURES, ids=by_name(FAILURES))
def test_calls_a_wrong_answer_wrong(name, function):
    verdict = verdict_on(name, function)
    assert verdict.state == "wrong"
    assert as_told(function, verdict) in TOLD
    assert len(verdict.text.split()) < 75, verdict
    assert "np.float" not in str(verdict)


def test_most_unknown_mistakes_get_a_name_or_a_broken_rule():
    found = [verdict_on(name, function).mistake is not None for name, function in FAILURES]
    assert len(found) >= 60
    assert np.mean(found) >= 0.8


@pytest.mark.parametrize(
    ("function", "mistake", "words"),
    [
        ("generate_seeded_noise", "rng has no influence on the noise", "noise is the same"),
        ("generate_noise_is_a_feature", "a feature for the noise", "in disguise"),
        ("generate_features_zero", "ignores W", "`W` may be anything"),
        ("generate_columns_alike", "columns alike", "Two columns"),
        ("generate_columns_that_follow", "columns alike", "depends on the other"),
        ("generate_size_as_spread", "b found in rows without noise", "it cannot"),
        ("generate_laplace", "noise twice", "1.41 times too large"),
        ("mse_first_row", "only the first row counts", "first row"),
        ("mse_pair", "wrong kind", "a tuple of 2 values"),
        ("mse_whole_division", "cut to whole numbers", "`//`"),
        ("mse_percent_of_the_sum", "100n times", "100n times the right one"),
        ("mse_large_offset", "zero at a perfect fit", "must be 0"),
        ("numerical_half_step", "one step between the points", "half a step to each side"),
        ("numerical_complex_step", None, "p[0]³"),
        ("numerical_sign_only", "ignores step", "`step` may be anything"),
        ("gradient_of_rmse", "slope of the root", "gradient of the root mean squared error"),
        ("update_in_place_uphill", "adds", "And `W` is changed in place"),
        ("update_two_steps", "as if learning_rate were twice as large", "twice as large"),
        (
            "train_later_losses_raised",
            "a shorter run is the beginning of a longer one",
            "one turn more must add one entry to `losses`",
        ),
        ("train_stale_prediction", "predicts before the update", "lag one turn behind"),
        ("train_last_row_left_out", "the last row is left out", "the last row is left out"),
        ("one_house_slope_mean_of_two", "½ in place of 2", "a quarter of"),
        ("one_house_slope_without_the_weight", "as if w were 1", "`w` were 1"),
        ("one_house_slope_sign_only", "twice the residual, twice the slope", "With a residual"),
        ("train_closed_form", "ignores W", "`W`, `b` and `learning_rate` may be anything"),
        ("largest_rate_right_neighbour_twice", "one neighbour twice", "one of the two neighbours"),
        ("largest_rate_value", "ignores step", "`step` may be anything"),
        ("fit_line_x_changed", "bias without the slope's part", "And `x` is changed in place"),
        ("fit_line_through_the_first", "the order of the rows changes the result", "order of the"),
        ("to_natural_units_one_std", "as if std were replaced by its mean", "replaced by its mean"),
        ("to_natural_units_epsilon", "nothing to turn back", "nothing was scaled"),
    ],
)
def test_says_nothing_false_of_a_wrong_answer(function, mistake, words):
    verdict = next(check(f, name) for name, f in FAILURES if f.__name__ == function)
    assert verdict.mistake == mistake, verdict
    assert words in verdict.message, verdict
    assert verdict.text.count(words) <= 1, verdict


def test_the_example_of_a_law_shows_that_it_is_broken():
    """In the first example both losses are 1: there the mean of |e| is that of e²."""
    verdict = next(check(f, name) for name, f in FAILURES if f.__name__ == "train_mae")
    assert verdict.mistake == "entry 0 is the untrained loss"
    yours, right = (re.search(r"losses = \[([\d.]+)", one)[1] for one in verdict.example[1:])
    assert (float(yours), float(right)) == (2.5, 10.92)


def test_an_example_of_what_is_measured_shows_a_number_that_is_wrong():
    measured = [(name, function) for name, function in FAILURES if EXERCISES[name].measure]
    examples = [example for pair in measured if (example := verdict_on(*pair).example)]
    assert len(examples) > 5
    assert all(example.right not in ("0", example.yours) for example in examples)


def test_no_wrong_answer_is_in_the_table():
    for name, function in FAILURES:
        assert all(function is not mistake.function for mistake in EXERCISES[name].mistakes)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_right_answer_breaks_no_rule(name):
    exercise = EXERCISES[name]
    reference = Trusted(exercise.reference)
    for rule in exercise.rules:
        for args in exercise.examples + exercise.probes:
            before, after = (observe(reference, exercise, a) for a in (args, rule.change(args)))
            if after.trouble:  # the question has no answer there, as for R² of constant targets
                continue
            for part, value in rule.expect(before.parts, args).items():
                np.testing.assert_allclose(after.parts[part], value, rtol=1e-9, atol=1e-9)


def test_results_in_another_order_are_told_the_right_one():
    def standardize(X):
        mean, std = X.mean(axis=0), X.std(axis=0)
        return mean, (X - mean) / std, std

    verdict = check(standardize)
    assert verdict.mistake == "results in another order"
    assert (
        verdict.text
        == "The results, or their sizes, come in the wrong order: it must be X_scaled, mean, std."
    )


def test_the_example_of_a_random_result_is_what_was_measured_of_it():
    def generate_examples(n_samples, W, b, noise, rng):
        X = rng.standard_normal((n_samples, len(W)))
        return X, X @ W + b + noise / 2 * rng.standard_normal(n_samples)

    inputs, yours, right = check(generate_examples).example
    assert inputs.startswith("spread of the noise over four draws, n_samples = 400, W = [1, -3], ")
    assert float(yours) == float(right) / 2


@pytest.mark.parametrize(
    ("factor", "parts", "told"),
    [
        (Factor(-1, 0, 0), "`db`", ("opposite sign", "And the sign of `db` is opposite besides.")),
        (Factor(-1, 0, 0), "", ("opposite sign", "And the sign is opposite besides.")),
        (Factor(2, 0, 0), "`db`", ("twice", "And `db` is twice that.")),
        (Factor(1, -1, 0), "", ("1/n times", "And the whole is 1/n times that.")),
    ],
)
def test_a_factor_besides_a_mistake_is_told_in_words(factor, parts, told):
    assert factor.besides(parts) == told


@pytest.mark.parametrize(
    ("factor", "name", "sentence"),
    [
        (Factor(2, 0, 0), "twice", "X is exactly twice the right one."),
        (Factor(2.5, 0, 0), "2.5 times", "X is exactly 2.5 times the right one."),
        (
            Factor(-0.5, 1, 0),
            "−n/2 times",
            "X is exactly −n/2 times the right one (n is the number of rows).",
        ),
        (
            Factor(1, -2, 1),
            "d/n² times",
            "X is exactly d/n² times the right one (n is the number of rows, d is the number "
            "of features).",
        ),
        (
            Factor(1, 0, -1),
            "1/d times",
            "X is exactly 1/d times the right one (d is the number of features).",
        ),
        (
            Factor(1 / 5, 1, 0),
            "number of rows typed",
            "X is right for one number of rows only: the number of rows must be taken from the "
            "data, not typed.",
        ),
        (
            Factor(5, -1, 0),
            "number of rows typed",
            "X is right for one number of rows only: the number of rows must be taken from the "
            "data, not typed.",
        ),
        (
            Factor(5, -1, 1),
            "5d/n times",
            "X is exactly 5d/n times the right one (n is the number of rows, d is the "
            "number of features).",
        ),
        (Factor(0, 0, 0), "always zero", "X is 0 in every case that was tried."),
        (Factor(-1, 0, 0), "opposite sign", "X has the right size and the opposite sign."),
        (
            Factor(1, 0, 0),
            "inexact",
            "X is nearly right, but not exact: is a factor rounded?",
        ),
    ],
)
def test_a_factor_is_said_in_words(factor, name, sentence):
    assert factor.told("X") == (name, sentence)


def unknown_loss(y, y_hat):
    """Return a loss that is wrong in a way that no table and no rule knows."""
    return np.mean((y_hat - y) ** 2) + 0.125 * np.mean(y_hat - y) ** 2


def test_an_unknown_answer_gets_the_smallest_example_with_both_results():
    verdict = check(unknown_loss, "mean_squared_error")
    assert (verdict.state, verdict.mistake) == ("wrong", None)
    assert "with y = [1], y_hat = [3]\n    yours: 4.5\n    right: 4" in verdict.message
    assert "<td" in verdict._repr_html_()


@pytest.mark.parametrize("name", EXERCISES)
def test_examples_have_three_rows_at_most(name):
    for args in EXERCISES[name].examples:
        for value in args.values():
            assert not isinstance(value, np.ndarray) or len(value) <= 3


# The stages of diagnosis. Each has one answer here whose verdict changes without it.


def with_n_and_a_default(x, w, b, n):
    return w * x + b


def never_ends(x, w, b):
    while True:
        x = x + 1


def stub(x, w, b):
    return ...


def in_a_table(x, w, b):
    return [[w * one, b] for one in x]


def writes_into_x(x, w, b):
    x *= w
    x += b
    return x


calls = []


def follows_the_calls(x, w, b):
    calls.append(0)
    return w * x + b * len(calls)


def typed_in(x, w, b):
    known = [args["x"] for args in EXERCISES["line"].examples + EXERCISES["line"].probes]
    return w * x + b if any(np.array_equal(x, one) for one in known) else 0 * x


def halved(y, y_hat):
    return 0.5 * np.mean((y_hat - y) ** 2) * 14


def parts_apart(X, y, y_hat):
    return X.T @ (y_hat - y), -2 * np.mean(y_hat - y)


def a_row_and_a_root(X, y, y_hat):
    e = y_hat - y
    return 2 * np.mean(e) * X.mean(axis=0), np.sqrt(np.abs(2 * np.mean(e)))


def in_reverse(X, W, b):
    return (X @ W + b)[::-1]


def three_too_much(y, y_hat):
    return np.mean((y_hat - y) ** 2) + 3.0


def without_one_row(y, y_hat):
    return np.mean((y_hat[::2] - y[::2]) ** 2)


def negative_rmse(y, y_hat):
    return -np.sqrt(np.mean((y_hat - y) ** 2))


def nearly(y, y_hat):
    return np.mean((y_hat - y) ** 2) + 0.003 * np.mean(np.abs(y_hat - y))


def overwrites_and_errs(y, y_hat):
    y -= y_hat
    return np.mean(np.abs(y) ** 1.7) + y[0] * y.sum()


def forgets_w(x, w, b):
    return np.sin(x) + b**2


def forgets_the_last_row(y, y_hat):
    e = (y_hat - y)[:-1]
    return np.sum(np.abs(e) ** 1.7) / len(y)


prices = np.array([3.0, 1.0, 2.5])  # as a notebook has them


def takes_the_notebooks(y, y_hat):
    return np.mean(np.abs(y_hat - y) ** 1.7) / prices.mean()


def grows_with_the_rows(y, y_hat):
    return np.sum(np.abs(y_hat - y) ** 1.7)


def always_less(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ (0.8 * W) + b + noise * rng.standard_normal(n_samples)


def no_number(y, y_hat):
    return np.sum(y_hat - y) * np.log(-1.0)


def right_for_few(X, W, b):
    return X @ (W if len(W) < 3 else W[[1, 0, *range(2, len(W))]]) + b


BY_STAGE = {
    "other_parameters": ("line", with_n_and_a_default),
    "takes_too_long": ("line", never_ends),
    "not_attempted": ("line", stub),
    "raises_or_wrong_kind": ("line", in_a_table),
    "changes_arguments": ("line", writes_into_x),
    "unsteady": ("line", follows_the_calls),
    "wrong_on_unusual_cases": ("line", typed_in),
    "correct": ("line", RIGHT["line"][0]),
    "known_mistake": ("initialize", EXERCISES["initialize"].mistakes[0].function),
    "explained": ("mean_squared_error", halved),
    "known_inside": ("train", EXERCISES["train"].inside[0].function),
    "inexact": ("mean_squared_error", nearly),
    "changed_arguments": ("mean_squared_error", overwrites_and_errs),
    "arguments_without_effect": ("line", forgets_w),
    "rows_without_effect": ("mean_squared_error", forgets_the_last_row),
    "from_outside": ("mean_squared_error", takes_the_notebooks),
    "broken_rule": ("mean_squared_error", grows_with_the_rows),
    "broken_law": ("generate_examples", always_less),
    "not_finite": ("mean_squared_error", no_number),
    "other_sizes": ("forward", right_for_few),
}

# One stage has a list of its own: the reasons for numbers that are near the right ones.
BY_REASON = {
    "known_part": ("mse_gradient", a_row_and_a_root),
    "multiple": ("mean_squared_error", halved),
    "transformed": ("forward", in_reverse),
    "offset": ("mean_squared_error", three_too_much),
    "another_question": ("mean_squared_error", without_one_row),
    "scaled_row": ("mean_squared_error", negative_rmse),
}


def said(function, name):
    calls.clear()
    try:
        verdict = judging.judge(kernel.Kernel(function), EXERCISES[name])
    except Exception as error:  # a later stage relies on the one that is missing
        return type(error).__name__
    return verdict.state, verdict.mistake, verdict.message


def test_every_stage_but_the_last_has_an_answer_that_needs_it():
    assert [stage.__name__ for stage in judging.STAGES] == [*BY_STAGE, "unknown"]


def test_every_reason_has_an_answer_that_needs_it():
    assert [reason.__name__ for reason in numbers.REASONS] == list(BY_REASON)


@pytest.mark.parametrize("reason", BY_REASON)
def test_without_a_reason_some_verdict_is_another(reason, monkeypatch):
    name, function = BY_REASON[reason]
    before = said(function, name)
    assert isinstance(before, tuple)
    others = tuple(one for one in numbers.REASONS if one.__name__ != reason)
    monkeypatch.setattr(numbers, "REASONS", others)
    assert said(function, name) != before


@pytest.mark.parametrize("stage", BY_STAGE)
def test_without_a_stage_some_verdict_is_another(stage, monkeypatch):
    name, function = BY_STAGE[stage]
    monkeypatch.setattr(kernel, "LIMIT", 1.0)
    before = said(function, name)
    assert isinstance(before, tuple)
    others = tuple(one for one in judging.STAGES if one.__name__ != stage)
    monkeypatch.setattr(judging, "STAGES", others)
    assert said(function, name) != before


# Nothing is given away.


def statements(name):
    tree = ast.parse(inspect.getsource(EXERCISES[name].reference))
    return {
        re.sub(r"\s", "", ast.unparse(node.value))
        for node in ast.walk(tree)
        if isinstance(node, ast.Return | ast.Assign)
        and isinstance(node.value, ast.AST)
        and len(ast.unparse(node.value)) > 6
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_message_and_no_hint_contains_the_solution(name):
    exercise = EXERCISES[name]
    words = [mistake.message for mistake in exercise.known]
    words += [rule.message for rule in exercise.rules] + list(exercise.laws.values())
    words += list(exercise.hints)
    for code in statements(name):
        assert not any(code in re.sub(r"\s", "", text) for text in words), code


# The words.


def test_says_so_of_a_stub():
    def mean_squared_error(y, y_hat):
        return ...

    verdict = check(mean_squared_error)
    assert (verdict.state, verdict.mistake) == ("todo", None)
    assert (
        str(verdict)
        == repr(verdict)
        == (
            "… mean_squared_error: not attempted yet. "
            "Replace `...`, run that cell and then this one."
        )
    )


def test_knows_a_stub_in_all_its_forms():
    def with_pass(X, y, y_hat):
        """Return the gradient."""

    def with_raise(X, y, y_hat):
        raise NotImplementedError

    def two_dots(X, y, y_hat):
        dW = ...
        db = ...
        return dW, db

    def used(X, y, y_hat):
        residual = ...
        return X.T @ residual, residual.sum()

    def used_at_once(X, y, y_hat):
        return np.sqrt(...), float(...)

    for stub in (with_pass, with_raise, two_dots, used, used_at_once, lambda X, y, y_hat: None):
        assert check(stub, "mse_gradient").state == "todo", stub


def test_what_computes_something_was_attempted():
    def half_done(X, y, y_hat):
        dW = 2 / len(y) * X.T @ (y_hat - y)
        return dW, ...

    def not_returned(X, W, b):
        y_hat = X @ W + b  # noqa: F841
        return ...

    def about_an_ellipsis_of_numpys(X, W, b):
        return np.einsum("i,j->i", X, W) + b

    def for_one_case_only(x, w, b):
        if len(x) == 1:
            raise NotImplementedError
        return w * x + b

    assert check(half_done, "mse_gradient").message == "`db` is still `...`."
    assert "still returns `...`" in check(not_returned, "forward").message
    assert check(about_an_ellipsis_of_numpys, "forward").mistake == "raises ValueError"
    assert check(for_one_case_only, "line").mistake == "raises NotImplementedError"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_stub_is_todo(name):
    arguments = ", ".join(EXERCISES[name].parameters)
    names = {}
    exec(f"def {name}({arguments}):\n    return ...", names)
    assert check(names[name]).state == "todo"


def test_explains_an_exception_with_the_learners_own_line():
    def forward(X, W, b):
        scale = 1
        return X @ w + b * scale  # noqa: F821

    verdict = check(forward)
    line = forward.__code__.co_firstlineno + 2
    assert verdict.mistake == "raises NameError"
    assert verdict.message == (
        f"Line {line}: `return X @ w + b * scale  # noqa: F821`: `w` is not defined; "
        "the weights are called `W`."
    )


def test_explains_an_exception_raised_deeper_by_the_learners_line():
    def update(W, b, dW, db, learning_rate):
        return linreg.update(W, b, dW[:-1], db, learning_rate)

    verdict = check(update)
    assert "`return linreg.update(W, b, dW[:-1], db, learning_rate)`" in verdict.message


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("return y_pred - y", "the predictions are called `y_hat`"),
        ("return numpy.mean(y)", "import numpy as np"),
        ("return np.meen(y)", "nothing called `meen`"),
        ("return sum(y_hat - y)(2)", "what stands before `(` is no function"),
        ("return y @ y_hat[:0]", "do not fit"),
        ("return (y - y_hat[:0]).mean() / 0", "do not go together"),
        ("return 1 / 0", "divided by zero"),
        ("return y[99]", "there is no entry 99"),
        ("return y[0, 0]", "more indices"),
        ("total += 1\n    return total", "before it has a value"),
        ("return float(y - y_hat)", "one number is needed"),
        ("if y:\n        return 1", "one yes or no"),
        ("return len(len(y))", "has no length"),
        ("return mean_squared_error(y, y_hat)", "calls itself"),
        ("assert False", "`assert` of yours failed"),
        ("return y.mean().foo", "nothing called `foo`"),
        ("return undefined_thing", "`undefined_thing` is not defined"),
        ("return [1] * 2.5", "cannot calculate with a list"),
        ("input()", "waits for an answer"),
        ("raise Exception('strange')", "Exception, strange"),
    ],
)
def test_explains_what_python_says(code, words):
    verdict = verdict_on("mean_squared_error", own_loss(code, np=np))
    assert verdict.state == "wrong"
    assert words in verdict.message, verdict


def test_shows_plain_and_stable_text():
    def mean_squared_error(y, y_hat):
        return np.mean((y_hat - y) ** 2) / 2

    verdict = check(mean_squared_error)
    assert str(verdict) == (
        "✗ mean_squared_error: Exactly half. The ½ belongs to another convention; in this course "
        "the loss is the plain mean.\n"
        "    with y = [1], y_hat = [3]\n"
        "    yours: 2\n"
        "    right: 4"
    )


def test_html_says_the_same_words_and_escapes_them():
    def mean_squared_error(y, y_hat):
        return y < 1 and "<b>" + y_hat

    twice = check(lambda x, w, b: 2 * (w * x + b), "line")
    assert twice._repr_html_() == (
        '<div style="border-left: 4px solid #d55e00; padding: 0.2em 0.8em">\n'
        "<strong>✗</strong> <code>line</code>: Your result is exactly twice the right one.\n"
        '<table style="margin: 0.5em 0 0 0; font-family: monospace">\n'
        '<tr><th style="text-align: left">with</th>'
        '<td style="text-align: left">x = [2], w = 3, b = 1</td></tr>\n'
        '<tr><th style="text-align: left">yours</th><td style="text-align: left">[14]</td></tr>\n'
        '<tr><th style="text-align: left">right</th><td style="text-align: left">[7]</td></tr>\n'
        "</table>\n</div>"
    )
    assert "<code>check</code>: <code>check</code> needs a function" in check(3)._repr_html_()
    page = check(mean_squared_error)._repr_html_()
    assert "&lt;" in page
    assert "<b>" not in page
    assert page.startswith("<div")


def test_a_verdict_is_shown_as_text_and_laid_out_and_stays_equal_to_one_that_is_not(capsys):
    pytest.importorskip("IPython")
    shown, other = (check(own_loss("return 1.0"), "mean_squared_error") for _ in range(2))
    shown._ipython_display_()
    words = {"text/plain": repr(shown), "text/html": shown._repr_html_()}
    assert capsys.readouterr().out == f"{words}\n"
    assert len({shown, other}) == 1


def test_gives_hints_one_after_the_other():
    checks._hints_given.clear()
    given = [str(hint("mse_gradient")) for _ in range(4)]
    words = EXERCISES["mse_gradient"].hints
    assert given == [f"Hint {i} of 3: {words[i - 1]}" for i in (1, 2, 3, 3)]
    assert hint("mse_gradient", 2) == given[1]
    assert hint(linreg.mse_gradient, 1) == given[0]
    assert repr(hint("line", 1)) == str(hint("line", 1))


def test_refuses_unknown_hints_and_names():
    with pytest.raises(ValueError, match="must be one of line"):
        hint("lines")
    with pytest.raises(ValueError, match="must be 1, 2 or 3"):
        hint("line", 4)
    with pytest.raises(ValueError, match="number is 0, but must be 1, 2 or 3"):
        hint("line", 0)
    for number in (True, 1.0):
        with pytest.raises(ValueError, match=f"number is {number}, but must be 1, 2 or 3"):
            hint("line", number)
    with pytest.raises(ValueError, match="must be one of line"):
        solution(3)


def test_a_solution_is_found_by_the_name_and_by_the_function():
    assert solution("line") == solution(linreg.line) != solution("forward")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_solution_has_the_lines_of_linregs_own_and_is_correct_where_it_is_pasted(name):
    definition, body = solution(name).split(f"def {name}(")[1].split(":\n", 1)
    assert body in inspect.getsource(getattr(linreg, name))
    assert ":" not in definition  # no types
    pasted = {"np": np}
    exec(solution(name), pasted)
    assert check(pasted[name]).state == "correct"


def test_progress_has_one_line_per_exercise():
    checks._latest.clear()
    lines = [f"lesson {one.lesson}  … {name}" for name, one in EXERCISES.items()]
    assert str(progress()).splitlines() == [*lines, f"0 of {len(EXERCISES)} done"]
    check(RIGHT["line"][0], "line")
    check(linreg.line)  # not the learner's
    check(linreg.forward)
    wrong = EXERCISES["update"].mistakes[0].function
    check(wrong, "update")
    check(wrong, "update")
    check(lambda X: ..., "standardize")
    check(lambda y, y_hat: ..., "mean_squared_error")  # no try
    check(unknown_loss, "mean_squared_error")
    lines = str(progress()).splitlines()
    assert len(lines) == len(EXERCISES) + 1
    assert lines[0] == "lesson 1  ✓ line"
    assert "lesson 7  ✗ update: tried 2 times, now: adds" in lines
    assert "lesson 2  … standardize" in lines
    assert "lesson 4  … forward" in lines
    assert "lesson 5  ✗ mean_squared_error: tried once" in lines  # the mistake has no name
    assert lines[-1] == f"1 of {len(EXERCISES)} done"


# Bad input.


class Hostile:
    """Everything that can be asked of it raises."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def _raise(self, *args):
        raise RuntimeError("hostile")

    __eq__ = __ne__ = __lt__ = __bool__ = __len__ = __iter__ = __float__ = _raise
    __array__ = __repr__ = __str__ = __format__ = __hash__ = __getitem__ = _raise


class Liar:
    @property
    def __class__(self):
        raise RuntimeError("no class")


def test_what_is_no_function_gets_a_verdict():
    things = [42, 2.5, None, ..., "line", [1], np.zeros(3), np, Hostile(), Liar(), {"a": 1}]
    for value in things:
        verdict = check(value)
        assert verdict.state == "wrong"
        assert "check(line)" in str(verdict)


def test_an_unknown_name_gets_the_known_ones():
    def mean_square_error(y, y_hat):
        return 0

    assert "Do you mean `mean_squared_error`?" in check(mean_square_error).message
    assert "There is no exercise" in check(mean_square_error, "nothing").message
    assert check(mean_square_error, 3).state == "wrong"
    assert check(mean_square_error, ["line"]).state == "wrong"


def test_a_lambda_with_the_name_of_an_exercise_is_known_by_it():
    names = {}
    exec("line = lambda x, w, b: w * x + b\nother = lambda x, w, b: w * x + b", names)
    assert check(names["line"]).state == "correct"
    assert hint(names["line"], 1) == hint("line", 1)
    assert "no name of its own" in check(names["other"]).message


def test_a_lambda_needs_the_exercise():
    assert "no name of its own" in check(lambda y, y_hat: 0).message
    assert check(lambda x, w, b: w * x + b, "line").state == "correct"


def test_a_class_a_partial_a_builtin():
    class line:  # noqa: N801
        def __init__(self, x, w, b):
            pass

    class Line:
        def __call__(self, x, w, b):
            return w * x + b

        def method(self, x, w, b):
            return w * x + b

    assert "It is a class" in check(line).message
    assert check(Line(), "line").state == "correct"
    assert check(Line().method, "line").state == "correct"
    partial = functools.partial(lambda x, w, b: w * x + b)
    assert "no name of its own" in check(partial).message
    assert check(partial, "line").state == "correct"
    assert check(lambda *numbers: numbers[0] * numbers[1] + numbers[2], "line").state == "correct"
    assert check(lambda x, *numbers: x * numbers[0] + numbers[1], "line").state == "correct"
    assert check(len, "line").state == "wrong"
    assert check(max, "line").state == "wrong"
    assert check(np.add, "line").state == "wrong"
    assert check(print, "line").state == "wrong"
    assert "upset" not in check((1.0).__add__, "line").message  # which has no `__module__`


def test_a_generator_and_an_async_function():
    def line(x, w, b):
        yield w * x + b

    async def forward(X, W, b):
        return X @ W + b

    assert "`yield`" in check(line).message
    assert "`async def`" in check(forward).message
    assert "generator" in check(lambda x, w, b: (w * v + b for v in x), "line").message
    assert "coroutine" in check(lambda X, W, b: forward(X, W, b), "forward").message
    asyncio.run(forward(np.ones((1, 1)), np.ones(1), 1))


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        ("y", "Its parameters are y, but must be y, y_hat, in this order."),
        ("", "Its parameters are none, but must be y, y_hat"),
        ("y_hat, y", "Its parameters are y_hat, y, but must be y, y_hat"),
        ("y, y_hat, n", "Its parameters are y, y_hat, n, but must be"),
        (
            "y, *, y_hat",
            "Its parameters are y, y_hat, but must be y, y_hat, and none after a `*`.",
        ),
    ],
)
def test_other_parameters_are_named(signature, words):
    names = {}
    exec(f"def mean_squared_error({signature}):\n    return 0.0", names)
    verdict = check(names["mean_squared_error"])
    assert (verdict.mistake, verdict.example) == ("other parameters", None)
    assert words in verdict.text


def test_train_needs_its_keywords():
    def train(X, y, W, b, lr, epochs):
        return W, b, []

    assert "must be X, y, W, b, learning_rate, n_iterations" in check(train).message


RESULTS = [
    "text",
    b"bytes",
    None,
    np,
    Hostile(),
    Liar(),
    {"W": 1},
    {1, 2},
    (),
    [],
    (1, 2, 3, 4, 5),
    [[1, 2], [3]],
    3 + 2j,
    True,
    math.nan,
    math.inf,
    10**400,
    print,
    Hostile,
    NotImplemented,
    np.array(["a"]),
    np.array([None, object()]),
    np.datetime64("2020-01-01"),
    np.ma.masked,
    (Hostile(), Liar()),
    (Hostile(), Liar(), Hostile()),
    (np.nan, np.nan),
    np.zeros((0, 3)),
]


@pytest.mark.parametrize("number", range(len(RESULTS)))
@pytest.mark.parametrize("name", FUNCTIONS)
def test_any_result_gets_a_verdict(name, number):
    scope = {"results": RESULTS, "number": number}
    exec(f"def {name}({', '.join(EXERCISES[name].parameters)}):\n    return results[number]", scope)
    verdict = check(scope[name])
    assert verdict.state == "wrong", verdict
    assert "upset" not in verdict.message, verdict
    assert len(str(verdict)) < 1500
    assert isinstance(verdict._repr_html_(), str)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_ten_million_numbers_get_a_verdict(name):
    large = np.zeros(10**7)
    scope = {"large": large}
    exec(f"def {name}({', '.join(EXERCISES[name].parameters)}):\n    return large", scope)
    verdict = verdict_on(name, scope[name])
    assert verdict.state == "wrong"
    assert "10000000" in verdict.message


def right(y, y_hat):
    return np.mean((y_hat - y) ** 2)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit(3)", "ends the whole program"),
        ("exit()", "ends the whole program"),
        ("raise KeyboardInterrupt", "interrupted"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("return mean_squared_error(y, y_hat)", "calls itself"),
        ("raise Odd", "Odd"),
        ("raise MemoryError", "memory"),
        ("return check(mean_squared_error)", "is a Verdict"),
    ],
)
def test_whatever_it_raises_is_explained(code, words):
    class Odd(Exception):  # noqa: N818
        def __str__(self):
            raise RuntimeError("no words")

    odd = own_loss(code, Odd=Odd, check=check, exit=sys.exit)
    verdict = verdict_on("mean_squared_error", odd)
    assert verdict.state == "wrong"
    assert words in verdict.message, verdict


def test_the_exit_of_a_notebook_does_not_end_its_kernel(monkeypatch):
    class Shell:
        ended = False

        def ask_exit(self):
            self.ended = True

    shell = Shell()
    monkeypatch.setattr(kernel, "shell", lambda: shell)
    monkeypatch.setattr(kernel, "settings_kept", contextlib.nullcontext)
    verdict = check(lambda y, y_hat: shell.ask_exit(), "mean_squared_error")
    assert "ends the whole program" in verdict.message
    assert not shell.ended
    shell.ask_exit()
    assert shell.ended


def state():
    """Everything that a check must leave as it was."""
    modules = [np, np.random, np.linalg, linreg, linreg.loss, linreg.model, math]
    return {
        "numpy": str(np.random.get_state()),  # noqa: NPY002
        "random": random.getstate(),
        "errors": np.geterr(),
        "print": np.get_printoptions(),
        "streams": (sys.stdout, sys.stderr, sys.stdin),
        "names": [dict(module.__dict__) for module in modules],
        "warnings": list(warnings.filters),
        "alarm": signal.getsignal(signal.SIGALRM) if hasattr(signal, "SIGALRM") else None,
        "timer": signal.getitimer(signal.ITIMER_REAL) if hasattr(signal, "getitimer") else None,
        "threads": threading.active_count(),
        "figures": dict(matplotlib.rcParams),
    }


def unchanged(before):
    after = state()
    return [key for key in before if before[key] != after[key]]


@pytest.mark.parametrize(
    "code",
    [
        "np.random.seed(0)",
        "np.random.rand(5)",
        "random.seed(0); random.random()",
        "np.random = None",
        "np.random.default_rng = None; np.random.seed = None",
        "np.seterr(all='raise')",
        "np.set_printoptions(precision=1)",
        "np.mean_of_mine = 3",
        "del np.linalg.norm",
        "sys.stdout.close(); sys.stderr.close()",
        "sys.stdout = None; sys.stderr = open(os.devnull, 'w')",
        "warnings.simplefilter('error'); warnings.warn('careful')",
        "linreg.mean_squared_error = None",
        "linreg.loss.mean_squared_error = linreg.loss.np = None",
        "linreg.checks.EXERCISES = {}",
        "print('x' * 2**20)",
        "print('x' * 2**20, file=sys.stderr)",
        "sys.stdout.write('x' * 2**20); sys.stdout.flush()",
        "sum.__doc__; builtins.sum = None",
        "global W, y_true; W = 3; y_true = 4",
        "math.pi = 3",
        "import matplotlib; matplotlib.rcParams['lines.linewidth'] = 9",
    ],
)
def test_leaves_everything_as_it_was(code, capfd):
    import builtins

    scope = {
        "np": np,
        "random": random,
        "sys": sys,
        "os": os,
        "warnings": warnings,
        "linreg": linreg,
        "builtins": builtins,
        "math": math,
        "W": "before",
        "right": right,
    }
    body = f"def mean_squared_error(y, y_hat):\n    {code}\n    return right(y, y_hat)"
    exec(body, scope)
    function = scope["mean_squared_error"]
    known = {**scope}
    before, total = state(), builtins.sum
    verdict = check(function)
    assert unchanged(before) == []
    assert builtins.sum is total
    assert scope == known
    assert "upset" not in verdict.message
    if "careful" not in code:
        assert verdict.state == "correct", verdict
    assert check(EXERCISES["mean_squared_error"].mistakes[0].function, "mean_squared_error")
    assert capfd.readouterr() == ("", "")


def test_an_edited_linreg_does_not_make_a_wrong_answer_right():
    def mean_squared_error(y, y_hat):
        linreg.loss.mean_squared_error = lambda y, y_hat: 0.0
        np.mean = lambda *args: 0.0
        return 0.0

    assert verdict_on("mean_squared_error", mean_squared_error).state == "wrong"
    assert linreg.mean_squared_error([1], [3]) == 4


def test_edited_arguments_are_noticed():
    def forward(X, W, b):
        W *= 1.5
        return X @ (W / 1.5) + b

    def standardize(X):
        mean, std = X.mean(axis=0), X.std(axis=0)
        X[:] = 0
        return X + (X - mean) / std, mean, std

    assert check(forward).mistake == "changes W"
    assert verdict_on("standardize", standardize).state == "wrong"


def test_the_probes_cannot_be_edited():
    for exercise in EXERCISES.values():
        for args in exercise.examples + exercise.probes:
            for value in args.values():
                assert not isinstance(value, np.ndarray) or not value.flags.writeable


def test_new_names_of_a_partial_or_an_object_are_removed():
    class Line:
        def __call__(self, x, w, b):
            sys.modules["__main__"].left_behind = 1
            return w * x + b

    assert check(Line(), "line").state == "correct"
    assert check(functools.partial(Line()), "line").state == "correct"
    assert not hasattr(sys.modules["__main__"], "left_behind")


def test_a_value_under_another_name_is_put_back_under_its_own():
    source = """
def line(x, w, b):
    global moved, kept
    if "kept" in globals():
        moved = kept
        del kept
    return w * x + b
kept = object()
"""
    names = {}
    exec(source, names)
    kept = names["kept"]
    assert check(names["line"]).state == "correct"
    assert (names["kept"], "moved" in names) == (kept, False)


def test_a_list_outside_that_grows_is_noticed():
    losses = []

    def train(X, y, W, b, *, learning_rate, n_iterations):
        W, b, new = linreg.train(X, y, W, b, learning_rate=learning_rate, n_iterations=n_iterations)
        losses.extend(new)
        return W, b, losses

    def line(x, w, b, heights=[]):  # noqa: B006
        heights.extend(w * x + b)
        return heights

    for _ in range(2):
        assert check(train).mistake == "same call, another result"
        assert check(line).mistake == "same call, another result"


def test_results_in_one_buffer_are_not_confused():
    buffer = np.empty(1000)

    def line(x, w, b):
        buffer[: len(x)] = w * x + b
        return buffer[: len(x)]

    assert check(line).state == "correct"


def test_a_check_inside_the_function_is_refused():
    inner = []

    def line(x, w, b):
        inner.append(check(line))
        return w * x + b

    assert check(line).state == "correct"
    assert "inside the function" in inner[0].message


def test_no_call_waits_for_pyplots_show(monkeypatch):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    shown = []
    monkeypatch.setattr(pyplot, "show", lambda: shown.append("a figure"))

    def line(x, w, b):
        pyplot.show()
        return w * x + b

    assert check(line).state == "correct"
    assert not shown
    pyplot.show()
    assert shown == ["a figure"]


def test_figures_and_displays_stay_inside():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    before = pyplot.get_fignums()

    def line(x, w, b):
        pyplot.figure()
        pyplot.plot(x, w * x + b)
        return w * x + b

    assert check(line).state == "correct"
    assert pyplot.get_fignums() == before


# Time.


def forever_quietly(y, y_hat):
    while True:
        try:  # noqa: SIM105
            time.sleep(0.001)
        except BaseException:
            pass


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("while True:\n        pass", kernel.LIMIT),
        ("time.sleep(1000)", 0.5),
        ("return forever(y, y_hat)", 0.5),
    ],
)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm signal")
def test_an_endless_loop_is_stopped_after_two_seconds(code, limit, monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", limit)
    function = own_loss(code, time=time, forever=forever_quietly)
    before, start = state(), time.monotonic()
    verdict = check(function)
    assert limit <= time.monotonic() - start < limit + 0.5
    assert verdict.mistake == "takes too long"
    assert "Stopped after 2 seconds" in verdict.message
    assert unchanged(before) == []
    assert check(right, "mean_squared_error").state == "correct"


def test_an_answer_that_waits_holds_up_no_other():
    release, verdicts = threading.Event(), []

    def waits(x, w, b):
        release.wait(60)
        return w * x + b

    def judge(function):
        verdicts.append(judging.judge(Trusted(function), EXERCISES["line"]).state)

    threads = [threading.Thread(target=judge, args=[one]) for one in (waits, linreg.line)]
    for thread in threads:
        thread.start()
    threads[1].join(30)
    assert verdicts == ["correct"]
    release.set()
    threads[0].join(60)
    assert verdicts == ["correct"] * 2


def test_two_threads_may_check_at_the_same_time():
    inner = []

    def line(x, w, b):
        other = threading.Thread(target=lambda: inner.append(check(right, "mean_squared_error")))
        if not inner:
            other.start()
            other.join(30)
        return w * x + b

    assert check(line).state == "correct"
    assert [verdict.state for verdict in inner] == ["correct"]


# In a notebook, and in a folder whose name begins as that of a library.
@pytest.mark.parametrize("file", [None, Path(linreg.__file__).parents[1] / "linreg-course" / "a"])
def test_an_endless_loop_is_stopped_outside_the_main_thread_too(file, monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", 0.5)

    def mean_squared_error(y, y_hat):
        while y is not None:
            y = y + 1

    if file:
        code = mean_squared_error.__code__.replace(co_filename=str(file))
        mean_squared_error.__code__ = code
    verdicts = []
    thread = threading.Thread(
        target=lambda: verdicts.append(check(mean_squared_error)), daemon=True
    )
    thread.start()
    thread.join(20)
    assert [verdict.mistake for verdict in verdicts] == ["takes too long"]
    assert file or re.search("`(y = y . 1|while y is not None:)`", str(verdicts[0]))


def test_a_slow_wrong_answer_is_not_called_endless(monkeypatch):
    def update(W, b, dW, db, learning_rate):
        time.sleep(0.04)
        return W - learning_rate * dW * db**3, b - learning_rate * db * W[0] ** 2

    monkeypatch.setattr(kernel, "LIMIT", 0.8)
    verdict = verdict_on("update", update)
    assert verdict.state == "wrong"
    assert verdict.mistake != "takes too long"
    assert "yours" in verdict.message


@pytest.mark.parametrize("name", ["line", "train"])
def test_a_result_of_the_wrong_shape_is_named_if_no_time_is_left(name, monkeypatch):
    """The function is endless from the first question on that follows the cases."""
    monkeypatch.setattr(kernel, "LIMIT", 0.5)
    calls = []

    def function(*args, **kwargs):
        calls.append(1)
        while len(calls) > len(EXERCISES[name].cases):
            pass
        return tuple(np.zeros(99) for _ in EXERCISES[name].parts)

    assert "must have shape" in check(function, name).message


def test_a_known_mistake_is_known_even_if_an_argument_is_changed_too():
    def mean_squared_error(y, y_hat):
        y_hat -= y
        return np.mean(np.abs(y_hat))

    assert check(mean_squared_error).mistake == "absolute values"


def test_a_timer_that_was_running_goes_on():
    if not hasattr(signal, "setitimer"):
        pytest.skip("there is no timer")
    rung = []
    old = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3, 9.0)
        assert check(right, "mean_squared_error").state == "correct"
        remaining, interval = signal.getitimer(signal.ITIMER_REAL)
        assert rung or 0 < remaining <= 0.3
        assert interval == 9.0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def test_in_a_browser_only_the_learners_lines_look_at_the_clock(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    looked_at = set()

    def slope(p):
        for whose, frame in ("learner's", sys._getframe()), ("linreg's", sys._getframe(1)):
            if frame.f_trace is not None:
                looked_at.add(whose)
        return float(p[0])

    def mean_squared_error(y, y_hat):
        return linreg.numerical_gradient(slope, np.array([1.0]))[0]

    check(mean_squared_error)
    assert looked_at == {"learner's"}


def forever(*_, **__):
    turns = 0
    while True:
        turns += 1


def raises_what_loops(y, y_hat):
    raise type("Odd", (Exception,), {"__str__": forever})


def returns_what_loops_when_read(y, y_hat):
    return type("Odd", (), {"__array__": forever})()


def returns_what_loops_when_let_go(y, y_hat):
    return type("Odd", (), {"__del__": forever})()


def returns_a_list_that_loops(y, y_hat):
    class Endless(list):
        __iter__ = forever

    return Endless([1, 2])


def returns_a_generator_that_loops(y, y_hat):
    def numbers():
        try:
            yield 1
        finally:
            while True:
                y_hat[0] = 1

    started = numbers()
    next(started)
    return started


def loops(y, y_hat):
    while True:
        y = y + 1


exec("def loops_in_one_line(y, y_hat):\n    while True: pass")


def returns_what_loops_when_read_and_when_let_go(y, y_hat):
    return type("Odd", (), {"__array__": forever, "__del__": forever})()


ENDLESS = [
    raises_what_loops,
    returns_what_loops_when_read,
    returns_what_loops_when_let_go,
    returns_a_list_that_loops,
    returns_a_generator_that_loops,
    loops,
    loops_in_one_line,  # noqa: F821
    returns_what_loops_when_read_and_when_let_go,
]


@pytest.mark.parametrize("system", ["with a timer", "without a timer", "a browser"])
@pytest.mark.parametrize("function", ENDLESS)
def test_whatever_runs_for_ever_is_stopped(function, system, monkeypatch):
    if system == "without a timer":  # as on Windows
        monkeypatch.delattr(signal, "setitimer", raising=False)
    elif system == "a browser":
        monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(kernel, "LIMIT", 0.1)
    tracer, start = sys.gettrace(), time.monotonic()
    verdict = verdict_on("mean_squared_error", function)
    assert verdict.state == "wrong"
    assert time.monotonic() - start < 0.1 + 0.5
    assert sys.gettrace() is tracer
    # What is still there would loop when it is let go later, where no clock stops it.
    assert not [type(one) for one in gc.get_objects() if type(one).__name__ in ("Odd", "Endless")]


@pytest.mark.parametrize("timer", [True, False])
def test_a_bare_except_does_not_save_an_endless_loop(timer, monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", 0.2)
    if not timer:
        monkeypatch.delattr(signal, "setitimer", raising=False)
    asked = signal.getsignal(signal.SIGTERM)
    assert check(forever_quietly, "mean_squared_error").mistake == "takes too long"
    assert signal.getsignal(signal.SIGTERM) is asked


def test_without_a_timer_an_alarm_rings_for_nobody_else(monkeypatch):
    """As on Windows, where the system may let a thread wait that has just started another."""
    monkeypatch.delattr(signal, "setitimer", raising=False)
    monkeypatch.setattr(kernel, "LIMIT", 0.01)
    alarm, count = signal.getsignal(signal.SIGTERM), threading.active_count()

    def lingers(method):
        def slow(self):
            until = time.monotonic() + 0.03
            while time.monotonic() < until:
                pass
            method(self)
            until = time.monotonic() + 0.03
            while time.monotonic() < until:
                pass

        return slow

    for kind, name in (threading.Thread, "start"), (threading.Event, "set"):
        monkeypatch.setattr(kind, name, lingers(getattr(kind, name)))
    for _ in range(5):
        assert check(loops, "mean_squared_error").mistake == "takes too long"
        assert threading.active_count() == count
    assert signal.getsignal(signal.SIGTERM) is alarm


def test_without_a_timer_a_late_alarm_rings_for_nobody_else(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)
    monkeypatch.setattr(kernel, "LIMIT", 0.01)
    ask, rung = _thread.interrupt_main, []

    def ask_late(alarm):
        ask(alarm)
        time.sleep(0.03)
        ask(alarm)

    monkeypatch.setattr(_thread, "interrupt_main", ask_late)
    old = signal.signal(signal.SIGTERM, lambda *_: rung.append(1))
    try:
        for _ in range(5):
            assert check(loops, "mean_squared_error").mistake == "takes too long"
        time.sleep(0.1)
    finally:
        signal.signal(signal.SIGTERM, old)
    assert not rung


@pytest.mark.parametrize("timer", [True, False])
def test_an_alarm_stops_no_check_inside_of_the_call(timer, monkeypatch):
    """As when a learner's function takes another from `linreg.mine`, which is judged then."""
    if not timer:
        monkeypatch.delattr(signal, "setitimer", raising=False)
    found = []

    def slow(y, y_hat):
        time.sleep(0.002)
        return np.mean((y - y_hat) ** 2)

    def line(x, w, b):
        monkeypatch.setattr(kernel, "LIMIT", 5.0)
        found.append(judging.judge(kernel.Kernel(slow), EXERCISES["mean_squared_error"]))
        return w * x + b

    monkeypatch.setattr(kernel, "LIMIT", 0.05)
    check(line)
    assert {verdict.mistake for verdict in found} <= {None}


def test_ctrl_c_while_the_right_result_is_found_is_not_remembered():
    interrupts = [KeyboardInterrupt]

    def reference(x, w, b):
        if interrupts:
            raise interrupts.pop()
        return w * x + b

    with pytest.raises(KeyboardInterrupt):
        list(Outcomes(reference, EXERCISES["line"]))
    assert all(outcome.is_finite for outcome in Outcomes(reference, EXERCISES["line"]))


# What is claimed.


def test_a_small_entry_beside_a_large_one_must_be_right():
    def forward(X, W, b):
        y_hat = X @ W + b
        return np.where(np.abs(y_hat) < 0.01 * np.max(np.abs(y_hat)), 1.02 * y_hat, y_hat)

    case = {"X": np.array([[1e4], [1.0]]), "W": np.array([1.0]), "b": 0.0}
    small = dataclasses.replace(EXERCISES["forward"], examples=(case, case), probes=(case,))
    assert judging.judge(kernel.Kernel(forward), small).state == "wrong"


@pytest.mark.parametrize(
    ("rows", "mistake", "words"),
    [
        ("[:1]", "only the first row counts", "only the first row counts. Is a `return`"),
        ("[-1:]", "only the last row counts", "only the last row counts. Is a `return`"),
        ("[1:]", "first row left out", "in the first row and nothing moves: that row is left out"),
        ("[:-1]", "last row left out", "in the last row and nothing moves: that row is left out"),
    ],
)
def test_a_row_that_counts_alone_or_not_at_all_is_named(rows, mistake, words):
    body = f"e = (y_hat - y){rows}\n    return np.sum(np.abs(e) ** 1.7) / len(y)"
    verdict = check(own_loss(body, np=np))
    assert (verdict.mistake, words in verdict.text) == (mistake, True), verdict


def test_a_rule_whose_own_call_fails_says_nothing():
    def mean_squared_error(y, y_hat):
        if np.array_equal(y, y_hat) or len(y) > 12:
            raise ValueError
        return np.sum(np.abs(y_hat - y) ** 1.7) / (len(y) - 0.5) * 3

    said = check(mean_squared_error).message
    assert "perfect fit" not in said
    assert "Where every prediction" not in said


def test_a_rule_names_the_part_that_breaks_it():
    def mse_gradient(X, y, y_hat):
        e = y_hat - y
        return 2 / len(y) * X.T @ e, np.sum(np.abs(e) ** 1.7)

    assert "Look at `db`." in check(mse_gradient).message
    assert check(grows_with_the_rows, "mean_squared_error").text.endswith("; yours changes.")


def test_a_remark_stands_beside_a_right_answer():
    def line(x, w, b):
        return np.array([w * one + b for one in x])

    loop = Remark("a loop", lambda call, args, callee: callee.has_loop, "No loop was needed.")
    at_0 = Remark("b", lambda call, args, callee: call(b=9.0)["height"][0] < -99, "Never said.")
    exercise = dataclasses.replace(EXERCISES["line"], remarks=(loop, at_0))
    verdict = judging.judge(kernel.Kernel(line), exercise)
    assert (verdict.state, verdict.remark) == ("correct", "No loop was needed.")
    assert str(verdict) == "✓ line is correct. No loop was needed."
    plain = judging.judge(kernel.Kernel(lambda x, w, b: w * x + b), exercise)
    assert (plain.remark, str(plain)) == (None, "✓ line is correct")


def test_a_right_answer_that_fails_where_a_remark_asks_is_right_without_it():
    def line(x, w, b):
        assert b != 9.0
        return w * x + b

    remark = Remark("b", lambda call, args, callee: bool(call(b=9.0)), "Never said.")
    exercise = dataclasses.replace(EXERCISES["line"], remarks=(remark,))
    assert str(judging.judge(kernel.Kernel(line), exercise)) == "✓ line is correct"


def test_what_is_twice_as_large_on_average_only_is_no_multiple():
    def line(x, w, b):
        y = w * x + b
        return 2 * y + x - (x @ y) / (y @ y) * y

    assert "twice" not in check(line).message


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("np.mean((y[y != 0] - y_hat[y != 0]) ** 2)", "zeros among its numbers: `y` of shape"),
        ("np.mean((y - y_hat)[y_hat != 0] ** 2)", "zeros among its numbers: `y` of shape"),
        ("np.mean(np.minimum((y - y_hat) ** 2, 1e6))", "large numbers: `y` of shape"),
        ("np.mean((y[:100] - y_hat[:100]) ** 2)", "many rows: `y` of shape"),
    ],
)
def test_says_where_an_answer_is_wrong_that_is_right_for_what_is_usual(code, words):
    assert words in check(own_loss(f"return {code}", np=np)).message


def test_says_of_a_list_of_results_that_it_is_one():
    exercise = EXERCISES["mean_squared_error"]
    known = {a["y"].tobytes(): exercise.reference(**a) for a in exercise.cases}
    verdict = check(lambda y, y_hat: known.get(y.tobytes(), 0.0), exercise.name)
    assert "such as one with <code>y</code> of shape (5,)" in verdict._repr_html_()
    assert verdict.text == (
        "It is right for all the usual cases, but not for others, such as one with `y` of shape "
        "(5,) and `y_hat` of shape (5,). Are results typed in or rounded, or is there a special "
        "case in it?"
    )


def test_an_argument_is_changed_a_little_and_much_and_in_sign():
    known = {"a": np.full(20_000, 2.0), "b": 1.5, "k": 3, "rng": Seed(7), "f": abs}
    evidence = SimpleNamespace(cases=[known, known])
    changes = {
        name: list(effects._changes(evidence, name, np.random.default_rng(0))) for name in known
    }
    assert {name: [i for i, _ in found] for name, found in changes.items()} == {
        "a": [0] * 5 + [1] * 5, "b": [0] * 5 + [1] * 5, "k": [0, 1], "rng": [], "f": [],
    }  # fmt: skip
    assert all(args.keys() == known.keys() for found in changes.values() for _, args in found)
    opposite, less, more, near, far = (args["a"] for _, args in changes["a"][:5])
    assert np.all(opposite == -2)
    for times, top in ((less / 2, 1), (more / 2, 3)):
        assert (times.min(), times.max()) == pytest.approx((0.5, top), abs=0.01)
    for moved, size in ((near - 2, 0.1), (far - 2, 30)):
        assert (moved.mean(), moved.std()) == pytest.approx((0, size), abs=0.02 * size)
    assert [args["k"] for _, args in changes["k"]] == [4, 4]


def test_a_row_is_moved_a_little_and_at_random():
    y = np.arange(3000.0)
    evidence = SimpleNamespace(cases=[{}, {"y": y, "b": 1.0}])
    sizes = []
    for row in range(len(y)):
        found = list(effects._moved(evidence, 1, "y", row))
        assert [(i, args["b"]) for i, args in found] == [(1, 1.0)] * 3
        moved = np.array([args["y"] - y for _, args in found])
        assert np.flatnonzero(moved.any(axis=0)).tolist() == [row]
        sizes.append(moved[:, row])
    again = [args["y"][5] - y[5] for _, args in effects._moved(evidence, 1, "y", 5)]
    assert np.array_equal(again, sizes[5])
    assert np.array_equal(y, np.arange(3000.0))
    assert np.all(np.array(sizes)[:, 0] == 1.5)
    assert np.std(sizes, axis=0)[1:] == pytest.approx([3, 30], rel=0.05)
    assert np.mean(sizes, axis=0)[1:] == pytest.approx([0, 0], abs=2)


def test_a_mistake_inside_of_a_later_function_keeps_its_name_words_and_idea():
    exercise = EXERCISES["mean_squared_error"]
    made = exercise.inside_of(lambda function: ("made of", function), "In its loss")
    assert [row.name for row in made] == [
        f"mean_squared_error: {row.name}" for row in exercise.mistakes
    ]
    for inner, row in zip(made, exercise.mistakes, strict=True):
        assert inner.message == f"In its loss (lesson 5): {row.message}"
        assert inner.functions == tuple(("made of", function) for function in row.functions)
        assert (inner.concept, inner.unseen, inner.alone) == (row.concept, "", False)


def test_special_cases_are_what_they_are_called():
    for exercise in EXERCISES.values():
        for case in unusual.special_cases(exercise):
            args, found = case.args, re.findall(r"`(\w+)` is ([01.]+)$", case.where)[:1]
            if "mean of" in case.where:
                assert np.allclose(args[found[0][0]].mean(axis=0), 0, rtol=0, atol=1e-12)
            elif "there is one" in case.where:
                axis = 0 if "row" in case.where else -1
                assert 1 in [np.shape(value)[axis] for value in args.values() if np.ndim(value)]
            elif found:
                assert np.all(args[found[0][0]] == float(found[0][1])), case.where
            elif "turns" in case.where:
                assert f"{args['n_iterations']} turns of a small learning rate" in case.where
                assert args["n_iterations"] > 1000
                assert args["learning_rate"] < min(c["learning_rate"] for c in exercise.cases) / 10
            elif "as many rows as" in case.where:
                assert args["X"].shape[0] == args["X"].shape[1] > 1
                assert not np.array_equal(args["X"], args["X"].T)
            elif "repeat" in case.where:
                arrays = [value for value in args.values() if np.ndim(value)]
                turned = [*arrays, *(value.T for value in arrays)]
                assert any(np.array_equal(one[0], one[1]) for one in turned if len(one) > 1)
            elif "far out" in case.where:
                assert np.all(args["X"].max(axis=0) > np.sort(args["X"], axis=0)[-2] + 30)
            elif "small" in case.where:
                assert np.max(np.abs(args["X"])) < 1e-2
            elif "prediction" in case.where:
                y_hat = args["y_hat"] if "y_hat" in args else args["w"] * args["x"] + args["b"]
                assert np.allclose(y_hat, args["y"], rtol=0, atol=1e-12)
            else:
                gap = args["y"] - args["X"] @ args["W"] - args["b"]
                steps = args["X"].sum(axis=1) if "plane" in case.where else 0
                assert np.allclose(gap, steps, rtol=0, atol=1e-12)


def test_zeros_come_everywhere_but_where_one_would_divide_by_them():
    found = {}
    for exercise in EXERCISES.values():
        for seed in range(9):
            fresh = unusual.fresh_case(exercise.probes[0], np.random.default_rng(seed), "zeros")
            for name, value in fresh.items():
                if isinstance(value, np.ndarray):
                    found[name] = found.get(name, 0) + np.sum(value == 0)
    assert {name for name, zeros in found.items() if not zeros} == {"std"}


def test_fresh_cases_follow_from_their_seed():
    probe = EXERCISES["mse_gradient"].probes[0]
    one, same, other = (
        unusual.fresh_case(probe, np.random.default_rng(s), "usual") for s in (1, 1, 2)
    )
    assert all(np.array_equal(one[name], same[name]) for name in probe)
    assert not np.array_equal(one["X"], other["X"])
    assert len(one["X"]) == len(one["y"]) == len(one["y_hat"])


@pytest.mark.parametrize("name", [name for name in EXERCISES if not EXERCISES[name].measure])
def test_the_reference_has_an_answer_to_most_fresh_cases(name):
    exercise, rng = EXERCISES[name], np.random.default_rng(0)
    cases = [unusual.fresh_case(probe, rng, "usual") for probe in exercise.probes for _ in range(9)]
    outcomes = [observe(Trusted(exercise.reference), exercise, args) for args in cases]
    assert np.mean([outcome.is_finite for outcome in outcomes]) > 0.9


def test_no_fresh_standard_deviation_is_negative():
    probes, draws = EXERCISES["to_natural_units"].probes, map(np.random.default_rng, range(20))
    cases = [unusual.fresh_case(probe, rng, "usual") for rng in draws for probe in probes]
    assert min(np.min(case["std"]) for case in cases) > 0


@pytest.mark.parametrize("kind", unusual.KINDS)
@pytest.mark.parametrize("name", EXERCISES)
def test_fresh_cases_have_numbers_where_their_probe_has(name, kind):
    """Of NumPy's own type they would be arrays of no dimension, which `+=` changes in place."""
    for probe in EXERCISES[name].probes:
        fresh = unusual.fresh_case(probe, np.random.default_rng(0), kind)
        assert {k: type(v) for k, v in fresh.items()} == {k: type(v) for k, v in probe.items()}


def test_fresh_features_have_both_signs():
    probe = EXERCISES["mse_gradient"].probes[0]
    X = unusual.fresh_case(probe, np.random.default_rng(0), "usual")["X"]
    assert np.min(X) < 0 < np.max(X)


@pytest.mark.parametrize(
    ("name", "code", "words", "never"),
    [
        ("line", "return wx + b", "`w * x`", "do you mean"),
        ("line", "slope = w\n    return slop * x + b", "do you mean `slope`?", "product"),
        (
            "line",
            "slope = w\n    return steepness * x + b",
            "`steepness` is not defined; the arguments are",
            "mean",
        ),
        ("forward", "return XW + b", "`X @ W`", "do you mean"),
        ("r_squared", "return np.sum((y - y_bar) ** 2)", "`y.mean()`", "y_hat"),
        ("train", "return mse(y, X @ W)", "`mean_squared_error`", "set"),
        ("update", "return W - rate * dW, b", "`learning_rate`", "range"),
        ("numerical_gradient", "return f(p + h)", "`step`", "do you mean"),
        ("mse_gradient", "return 2 * X @ (y_hat - y), 0.0", "`X.T`", "undefined"),
        ("forward", "return W @ X + b", "on the left", "undefined"),
        ("forward", "return X.T * W + b", "do not go together", "undefined"),
        ("numerical_gradient", "return [f(p[i] + step) for i in range(9)]", "whole array", "e.g."),
        ("train", "losses = [].append(1)\n    losses.append(2)", "without `=`", "NoneType"),
        ("standardize", "mean = mean(X, axis=0)", "`np.mean`", "before a loop"),
        ("initialize", "return rng(n_features), 0.0", "rng.standard_normal", "operator"),
        ("mean_squared_error", "print(y)", "gives nothing back", "e.g."),
        ("standardize", "return X - X.mean, 0, 0", "not called", "unsupported"),
        ("line", "return round(w * x + b)", "one number", "__round__"),
        ("line", "return list(w * x) + b", "cannot calculate with a list", "concatenate"),
        ("line", "return np.array([v * x, b] for v in w)", "no items to visit", "comma"),
        ("line", "return np.array([f(w, v) for v in w])", "no items to visit", "comma"),
        ("standardize", "return X / np.std, 0, 0", "not called", "unsupported"),
        ("standardize", "return np.sqrt * X, 0, 0", "not called", "ufunc"),
        ("mean_squared_error", "return np.mean[y - y_hat]", "`(…)` in place of", "subscriptable"),
        ("mean_squared_error", "return np.square[y]", "`(…)` in place of", "subscriptable"),
        ("mean_squared_error", "return sum[y_hat - y]", "`(…)` in place of", "missing behind"),
        ("mean_squared_error", "return np.mean(y, y_hat)", "one whole number is needed", "scalar"),
        ("mean_squared_error", "return 'loss ' + np.sum(y)", "give back the number", "concat"),
        ("mean_squared_error", "return np.sum(y) + ' loss'", "give back the number", "ufunc"),
        ("count_parameters", "return n_features + '1'", "give back the number", "unsupported"),
        ("count_parameters", "return len(W) + 1", "the argument is `n_features`.", "weights"),
        ("mean_squared_error", "return y[y_hat]", "an index must be a whole", "boolean"),
        ("mean_squared_error", "return y.shape[1] * y_hat", "fewer entries", "list"),
        ("initialize", "return rng.randn(n_features), 0", "`rng.standard_normal(size)`", "of type"),
        ("train", "losses = np.zeros(0)\n    losses.append(1)", "begin with a list", "of type"),
        ("train", "losses = []\n    losses[0] = 1", "it grows with `append`", "shorter"),
        ("forward", "return np.zeros(3)[3] * b", "no entry 3: they are counted from 0", "in all"),
        ("line", "raise NameError('no')", "`a name` is not defined; the arguments are", "mean"),
        ("predict_one", "return x * W + b", "the arguments are `row`, `W` and `b`.", "features"),
    ],
)
def test_an_unknown_name_or_a_wrong_kind_is_told_without_a_guess(name, code, words, never):
    scope = {"np": np}
    source = f"def {name}({', '.join(EXERCISES[name].parameters)}):\n    {code}"
    exec(compile(source, "own", "exec"), scope)
    linecache.cache["own"] = (0, None, source.splitlines(True), "own")
    said = check(scope[name]).message
    assert words in said, said
    assert never not in said, said


def test_a_number_of_rows_from_outside_is_told_as_such():
    scope = {"np": np, "n": 5}
    exec("def mean_squared_error(y, y_hat):\n    return ((y_hat - y) ** 2).sum() / n", scope)
    verdict = check(scope["mean_squared_error"])
    assert "reads `n` from outside" in verdict.message


# The class of lesson 4.

KEEPS = "def __init__(self, W, b):\n        self.W, self.b = W, b"
MODELS = {
    "": f"    {KEEPS}\n    def forward(self, X):\n        return X @ self.W + self.b",
    "not attempted": "    def __init__(self, W, b): ...\n    def forward(self, X): return ...",
    "`__init__` must take `self`, `W` and `b`": "    def __init__(W, b): pass\n"
    "    def forward(self, X): return X",
    "`model.b` is not": "    def __init__(self, W, b): self.W = W\n    def forward(self, X): X",
    "`model.W` is not the `W`": "    def __init__(self, W, b): self.W, self.b = b, W",
    "no method `forward`": f"    {KEEPS}\n    def predict(self, X): return X @ self.W",
    "`forward` takes too few values": f"    {KEEPS}\n    def forward(X): return X",
    "keeps `W` as `self.W`": f"    {KEEPS}\n    def forward(self, X): return X @ W + b",
    "keeps `b` as `self.b`": f"    {KEEPS}\n    def forward(self, X): return X @ self.W + b",
    "write `self.W = W`": "    def __init__(self, W, b):\n        W = W\n        b = b\n"
    "    def forward(self, X): return X @ self.W + self.b",
    "All models share": "    def __init__(self, W, b): LinearModel.W, LinearModel.b = W, b\n"
    "    def forward(self, X): return X @ LinearModel.W + LinearModel.b",
    "two underscores on each side": "    def _init_(self, W, b): self.W, self.b = W, b\n"
    "    def forward(self, X): return X @ self.W + self.b",
    "leave its `return` out": f"    {KEEPS}; return self\n    def forward(self, X): return X",
    "Add the bias": f"    {KEEPS}\n    def forward(self, X): return X @ self.W",
    "returns nothing": f"    {KEEPS}\n    def forward(self, X): X @ self.W + self.b",
    "asks for `self.W` before": "    def __init__(self, W, b):\n        W = self.W\n"
    "    def forward(self, X): return X @ self.W",
    "but the `b`: is the order": "    def __init__(self, b, W): self.W, self.b = W, b\n"
    "    def forward(self, X): return X @ self.W + self.b",
    "`self.W` is a tuple": "    def __init__(self, W, b):\n        self.W = W,\n"
    "        self.b = b\n    def forward(self, X): return X @ self.W + self.b",
    "stands inside `__init__`": f"    {KEEPS}\n        def forward(self, X): return X @ self.W",
    "is it `predict`?": f"    {KEEPS}\n    def predict(self, X): return X @ self.W",
    "define it inside the class": f"    {KEEPS}",
    "takes `X` alone": f"    {KEEPS}\n    def forward(self, X, W, b): return X @ W + b",
    "the line with `@` above": f"    {KEEPS}\n    @staticmethod\n"
    "    def forward(self, X): return X",
    "out the line with `@`": f"    {KEEPS}\n    @classmethod\n    def forward(self, X): return X",
    "are in `self.W` and `self.b`": f"    {KEEPS}\n"
    "    def forward(self, X, b): return X @ self.W + b",
    "`self.forward = …` takes": f"    {KEEPS}\n    def forward(self, X):\n"
    "        self.forward = X @ self.W + self.b\n        return self.forward",
    "write it without `self.`": f"    {KEEPS}\n    def forward(self, X): return self.X @ self.W",
    "takes three arguments": f"    {KEEPS}\n    def forward(self, X): return forward(self, X)",
    "`__init__` takes `W` and `b`, and `forward` takes `X`": "    def __init__(self, W, b):\n"
    "        self.W, self.b, self.y_hat = W, b, X @ W\n    def forward(self, X): return self.y_hat",
    "first argument of each method": "    def __init__(this, W, b): this.W, this.b = W, b\n"
    "    def forward(this, X): return X @ self.W + self.b",
    "is correct": f"    {KEEPS}\n        self.forward = lambda X: X @ self.W + self.b",
    "`self.forward = …` takes the place": f"    {KEEPS}\n        self.forward = None\n"
    "    def forward(self, X): return X @ self.W + self.b",
    "no other class": "    def __init__(self, W, b): super().__init__(W, b)\n"
    "    def forward(self, X): return X @ self.W + self.b",
}


@pytest.mark.parametrize("words", MODELS)
def test_judges_a_class_by_what_it_keeps_and_predicts(words):
    names = {"np": np, "forward": linreg.forward}
    exec(f"class LinearModel:\n{MODELS[words]}", names)
    verdict = check(names["LinearModel"])
    expected = {"": "correct", "is correct": "correct", "not attempted": "todo"}.get(words, "wrong")
    assert verdict.state == expected, verdict
    assert words in verdict.message.replace("result is None", "returns nothing")


def test_linregs_own_class_and_a_function_of_its_name_are_not_the_learners():
    assert check(linreg.LinearModel).mistake == "linreg's own"
    assert "Write a class" in check(lambda W, b: 0, "LinearModel").message


# Other things to do than write a function.


def test_a_hunt_tells_no_name_of_the_table_and_ends_when_the_mistake_is_mended(monkeypatch):
    for row in EXERCISES["line"].mistakes:
        verdict = checks.check_hunt(row.function, "line")
        told = "There is a mistake in it. An example:" if verdict.example else row.message
        assert verdict.text == told
        mistake = None if verdict.example else row.name
        assert (verdict.state, verdict.mistake) == ("wrong", mistake)
    assert checks.check_hunt(lambda x, w, b: w * x + b, "line").state == "correct"
    monkeypatch.setattr(kernel, "LIMIT", 0.5)
    assert "Stopped" in checks.check_hunt(never_ends, "line").message


def test_a_loop_that_was_there_is_no_fault_of_who_mends_it():
    def mended(X, W, b):
        y_hat = np.zeros(len(X))
        for i in range(len(X)):
            for j in range(len(W)):
                y_hat[i] = y_hat[i] + X[i, j] * W[j]
        return y_hat + b

    verdict = checks.check_hunt(mended, "forward")
    assert (str(verdict), verdict.remark) == ("✓ forward is correct", None)
    assert check(mended, "forward").remark


def empty(function): ...


def fails_all(function):
    if function(2.0, 3.0, 1.0) != 8.0:
        raise ValueError("not eight")


def fails_without_words(function):
    if function(2.0, 3.0, 1.0) != 8.0:
        raise AssertionError


def finds_all(function):
    x = np.array([1.0, 2.0, -3.0])
    assert np.array_equal(function(x, 2.0, 5.0), [7.0, 9.0, -1.0])


def finds_some(function):
    assert function(np.array([2.0]), 2.0, 0.0)[0] == 4.0


def finds_most(function):
    assert np.array_equal(function(np.array([2.0, -1.0]), 3.0, 0.0), [6.0, -3.0])


def lets_five_pass(function):
    exercise = EXERCISES["line"]
    passed = [exercise.reference, *(row.function for row in exercise.mistakes[-5:])]
    assert any(function is one for one in passed)


def lets_three_pass(function):
    exercise = EXERCISES["line"]
    passed = [exercise.reference, *(row.function for row in exercise.mistakes[-3:])]
    assert any(function is one for one in passed)


def waits_for_the_last(function):
    if function is EXERCISES["line"].mistakes[-1].function:
        while True:
            pass


@pytest.mark.parametrize(
    ("test", "mistake", "text"),
    [
        (empty, None, "… empty: not attempted yet. Write an `assert` in place of `...`."),
        (
            fails_all,
            "fails all",
            "✗ fails_all: It must let linreg's own `line` pass, but it stops in the line "
            '`raise ValueError("not eight")` with ValueError: not eight.',
        ),
        (
            fails_without_words,
            "fails all",
            "✗ fails_without_words: It must let linreg's own `line` pass, but it stops in the line "
            "`raise AssertionError` with AssertionError.",
        ),
        (finds_all, None, "✓ finds_all is worth its name: it finds all 15 mistakes"),
        (
            finds_some,
            "lets mistakes through",
            "✗ finds_some: It lets the right function pass and finds 9 of 15 wrong ones. Your test "
            "also passes for: no intercept, b added to the input, b subtracted, w added, "
            "everything multiplies x and 1 more.",
        ),
        (
            finds_most,
            "lets mistakes through",
            "✗ finds_most: It lets the right function pass and finds 11 of 15 wrong ones. Your "
            "test also passes for: no intercept, b added to the input, b subtracted, everything "
            "multiplies x.",
        ),
        (
            lets_five_pass,
            "lets mistakes through",
            "✗ lets_five_pass: It lets the right function pass and finds 10 of 15 wrong ones. Your "
            "test also passes for: "
            + ", ".join(r.name for r in EXERCISES["line"].mistakes[-5:])
            + ".",
        ),
        (
            lets_three_pass,
            "lets mistakes through",
            "✗ lets_three_pass: It lets the right function pass and finds 12 of 15 wrong ones. "
            "Your test also passes for: "
            + ", ".join(r.name for r in EXERCISES["line"].mistakes[-3:])
            + ". What the first of them would be told: "
            + EXERCISES["line"].mistakes[-3].message,
        ),
        (
            functools.partial(finds_all),
            None,
            "✓ the test is worth its name: it finds all 15 mistakes",
        ),
        (
            waits_for_the_last,
            "slow",
            "✗ waits_for_the_last: It takes more than 2 seconds for all functions.",
        ),
    ],
)
def test_a_learners_test_is_tested(test, mistake, text, monkeypatch):
    if test is waits_for_the_last:
        monkeypatch.setattr(kernel, "LIMIT", 0.5)
    verdict = checks.check_test(test, "line")
    assert (verdict.mistake, str(verdict)) == (mistake, text)


def fails_with_words(function):
    assert function(2.0, 3.0, 1.0) == 8.0, "not eight"


def test_an_assert_that_stops_at_the_right_function_is_told_with_its_words():
    verdict = checks.check_test(fails_with_words, "line")
    assert verdict.state == "wrong"
    assert (
        "must let linreg's own `line` pass, but it stops in the line "
        '`assert function(2.0, 3.0, 1.0) == 8.0, "not eight"` with AssertionError: not eight'
    ) in verdict.message


ONE = "It must take the function that it tests: `def test(function):`."
NEVER = (
    "No `assert` in it ever fails. Call `function`, and compare with the number that you have "
    "worked out: `assert function(…) == …`, no brackets around the whole, and no `try`. It lets"
)
STOPS = "It must let linreg's own `line` pass, but it stops"
TESTS = [
    ("def test():\n    assert line(2.0, 3.0, 1.0) == 7", ONE, "takes no function"),
    ("def test(x, y):\n    assert line(x, 3.0, 1.0) == y", ONE, "takes no function"),
    (
        "def test(f):\n    return f(2.0, 3.0, 1.0) == 7",
        "It returns something, but nobody looks at that: use `assert`. It lets the right function",
        "lets mistakes through",
    ),
    ("def test(f):\n    assert (f(2.0, 3.0, 1.0) == 7, 'yes')", NEVER, "lets mistakes through"),
    (
        "def test(f):\n    try:\n        assert f(2.0, 3.0, 1.0) == 7\n    except: print('no')",
        NEVER,
        "lets mistakes through",
    ),
    (
        "def test(f):\n    assert np.shape(f(np.array([2.0, 1.0]), 3.0, 1.0)) == (2,)",
        "It lets the right function pass and finds 3 of 15",
        "lets mistakes through",
    ),
    (
        "def test(f):\n    assert f(np.array([2.0, 1]), 3.0, 1.0) == np.array([7.0, 4])",
        f"{STOPS}: a whole array stands where one yes or no is needed.",
        "fails all",
    ),
    ("def test(f):\n    assert y == f", f"{STOPS} with NameError: name 'y'", "fails all"),
    ("def test(f):\n    assert f", NEVER, "lets mistakes through"),
    ("def test(f):\n    assert False", f"{STOPS} with AssertionError.", "fails all"),
    ("def test(f):\n    raise NotImplementedError", "not attempted yet. Write an `assert`", None),
    ("def test(f):\n    while True: pass", "It takes more than 2 seconds for all", "slow"),
]


@pytest.mark.filterwarnings("ignore:assertion is always true:SyntaxWarning")
@pytest.mark.parametrize(("source", "words", "mistake"), TESTS)
def test_a_test_that_nothing_can_fail_is_told_why(source, words, mistake, monkeypatch):
    if "while" in source:
        monkeypatch.setattr(kernel, "LIMIT", 0.5)
    names = {"np": np, "line": EXERCISES["line"].reference}
    exec(source, names)
    verdict = checks.check_test(names["test"], "line")
    assert str(verdict).startswith(f"{'✗' if mistake else '…'} test: {words}"), verdict
    assert verdict.mistake == mistake


@pytest.mark.parametrize(
    "test",
    [
        lambda *functions: finds_all(functions[0]),
        lambda function=None: finds_all(function),
        lambda function, n=2: finds_all(function),
    ],
)
def test_a_test_may_take_its_function_in_any_way(test):
    assert checks.check_test(test, "line").state == "correct"


def raises_by_itself(function):
    if function(2.0, 3.0, 1.0) != 7.0:
        raise ValueError


def test_a_test_that_tells_no_arguments_is_called_all_the_same():
    class Nameless:
        __signature__ = "none"

        def __call__(self, function):
            finds_all(function)

    assert checks.check_test(Nameless(), "line").state == "correct"


def test_a_test_may_raise_what_it_likes():
    verdict = checks.check_test(raises_by_itself, "line")
    assert verdict.text == (
        "It lets the right function pass and finds 13 of 15 wrong ones. Your test also passes for: "
        "one number for all x, mean of the heights. What the first of them would be told: One "
        "number came out for all of `x`. Each x has its own height, so leave them apart."
    )


def test_a_test_that_passes_for_many_is_told_of_five():
    verdict = checks.check_test(lambda function: function(np.ones(2), 2.0, 5.0), "line")
    missed = verdict.text.split("also passes for: ")[1]
    assert missed.count(",") == 4
    count = int(re.search(r"finds (\d+) of", verdict.text)[1])
    more = len(EXERCISES["line"].mistakes) - count - 5
    assert missed.endswith(f" and {more} more.")


def test_a_function_that_upsets_the_check_gets_a_verdict():
    class Nameless:
        @property
        def __name__(self):
            raise RuntimeError("no name")

        def __call__(self, x, w, b):
            return w * x + b

    verdict = check(Nameless())
    assert verdict.message == "The function upset the check itself (RuntimeError)."
    assert (verdict.exercise, verdict.state) == ("", "wrong")
    assert verdict.mistake == "RuntimeError"


def test_an_exercise_may_be_given_by_its_function():
    assert check(lambda x, w, b: w * x + b, linreg.line).state == "correct"


def test_a_task_needs_a_function_and_says_so():
    said = "needs a function, and this is of type {}. Write its name alone, without brackets behind"
    assert f"`check_test` {said.format('NoneType')}" in check_test(None, "line").message
    assert f"`check_hunt` {said.format('int')}" in check_hunt(3, "line").message
    with pytest.raises(ValueError, match=r"name is \['line'\], but must be one of line"):
        hint(["line"])


def test_warnings_that_a_learner_switches_off_come_again():
    def test_line(line):
        warnings.simplefilter("ignore")
        assert line(1.0, 2.0, 3.0) == 5

    before = list(warnings.filters)
    check_test(test_line, "line")
    assert warnings.filters == before
