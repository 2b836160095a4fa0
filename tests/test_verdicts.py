"""What is said of answers as they stand in public code and in forums, and of what is no answer.

In the file of the answers each is the body of a function. Above it stand the exercise, the state of
the verdict, and the name of the mistake or how the remark begins. What is said of exceptions, of
results of the wrong kind and of what is no function stands here, word by word.
"""

import inspect
import linecache
from pathlib import Path

import numpy as np
import pytest

import linreg
from linreg.checks import EXERCISES, check
from linreg.checks.engine import kernel
from linreg.checks.engine.calls import close
from linreg.checks.engine.errors import explain
from linreg.checks.engine.exercise import Curve, Seed
from linreg.checks.engine.factors import common_factor
from linreg.checks.engine.inside import Failure
from linreg.checks.engine.show import listed, make_example, show, show_parts, show_sizes

TEXT = (Path(__file__).parent / "answers_from_outside.txt").read_text(encoding="utf-8")
ANSWERS = [block.split("\n", 1) for block in TEXT.strip().split("\n\n")]


def written(exercise, body, number, **names):
    """Return the function as it stands in a cell of a notebook that has these names."""
    signature = inspect.signature(EXERCISES[exercise].reference)
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    lines = [
        f"def {exercise}{inspect.Signature(bare)}:",
        *("    " + one for one in body.split("\n")),
    ]
    source, name = "\n".join(lines) + "\n", f"<answer {number}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    names |= {each: getattr(linreg, each) for each in linreg.__all__ if each != exercise}
    names |= {"np": np, "__name__": "__main__"}
    exec(compile(source, name, "exec"), names)
    return names[exercise]


@pytest.mark.parametrize(
    ("head", "body"),
    ANSWERS,
    ids=[f"{n} {head[2:].replace('−', '-')}" for n, (head, _) in enumerate(ANSWERS)],
)
def test_an_answer_from_outside_is_called_what_it_is(head, body):
    exercise, state, *expected = head.removeprefix("# ").split(": ", 2)
    verdict = check(written(exercise, body, head), exercise)
    assert verdict.state == state, verdict
    found = verdict.mistake if state == "wrong" else verdict.remark
    assert (found or "").startswith("".join(expected)), verdict


def test_there_are_answers_for_twenty_exercises():
    assert len({head.removeprefix("# ").split(":")[0] for head, _ in ANSWERS}) >= 20


@pytest.mark.parametrize(
    ("exercise", "body", "words"),
    [
        ("line", "return wx + b", "`w * x`"),
        ("forward", "return XW + b", "`X @ W`"),
        ("forward", "return Wb", "`W * b`"),
        ("mse_gradient", "residual = y_hat - y\nreturn residualX, 0.0", "`X @ residual`"),
        ("mean_squared_error", "return mse(y, y_hat)", "`mean_squared_error`"),
        ("update", "return W - rate * dW, b - rate * db", "`learning_rate`"),
        ("standardize", "mean = mean(X, axis=0)\nreturn X - mean, mean, 1", "`np.mean`"),
        ("mse_gradient", "return X @ (y_hat - y), 0.0", "`X.T`"),
        ("mse_gradient", "return X.T @ y_hat - y, 0.0", "brackets around the residual"),
        ("mse_gradient", "return X * (y_hat - y), 0.0", "`X.T @ …`"),
        ("largest_rate", "return f * (w + step)", "called without `*`"),
        ("one_house_slope", "return 2 * (y_hat - y) * x", "compute the prediction first"),
        ("train", "losses.append(0)", "`losses = []`"),
        ("train_test_split", "rows = rng.shuffle([1])\nreturn rows[0]", "`rng.shuffle`"),
        ("train_test_split", "return X[: test_fraction * len(y)], X, y, y", "whole numbers"),
        ("mean_squared_error", "return sum((y(i) - y_hat(i)) ** 2 for i in [0])", "`[…]`"),
        ("mean_squared_error", "for a, p in y, y_hat:\n    return a - p", "`zip`"),
        ("mean_squared_error", "return y.sub(y_hat)", "an array has nothing called `sub`"),
        ("mean_squared_error", "import missing.metrics", "`missing` is not installed"),
        ("numerical_gradient", "return [f(i + step) for i in p]", "the whole array `p`"),
        ("numerical_gradient", "return mse_gradient(f, p, step)", "`X` must be an array"),
        ("line", "return w ^ x + b", "a product `*`"),
        ("line", "return np.dot(w, x, b)", "needs a `+`"),
        ("line", "return np.linspace(x, w, b)", "a whole number is needed"),
        ("line", "return np.polyfit(x, w, 1)", "one number stands where an array"),
        (
            "line",
            "return lambda: w * x + b",
            "The result is a function, made in yours and not called, but",
        ),
        ("line", "return self.w * x", "it belongs to methods"),
        ("forward", "return np.matmul(X, W, b)", "needs a `+`"),
        ("forward", "return np.concatenate([X, W], axis=1) @ W", "`np.column_stack`"),
        ("predict_one", "return np.cross(row, W)", "the sum of products is `@`"),
        ("mse_gradient", "return np.concatenate([y, 2 * np.mean(y)])", "a comma gives back both"),
        ("baseline_loss", "return mean_squared_error(y, y.mean())", "`y_hat` is one number"),
        ("fit_line", "return np.linalg.lstsq(x, y)", "`x[:, None]` is a column"),
    ],
)
def test_an_exception_is_explained_by_what_was_meant(exercise, body, words):
    assert words in check(written(exercise, body, "words"), exercise).message


HOUSES = {"size": np.array([1.0, 2, 3, 4]), "houses": linreg.load_dataset("houses"), "n": 100}


@pytest.mark.parametrize(
    ("exercise", "body", "mistake", "words"),
    [
        ("line", "return w * size + b", "outer variable", "`x` is never used. Your function reads"),
        ("standardize", "return X - houses.X.mean(), 0, 1", "outer variable", "reads `houses`"),
        ("one_house_slope", "return 2 / n * (w * x + b - y) * x", "outer variable", "reads `n`"),
        ("line", "return np.array([1.0, w, b])", "ignores x", "`x` is never used."),
        ("line", "return np.array([1.0, 2, b])", "ignores x", "`x` and `w` are never used."),
        ("line", "return w * x + b + 0.25", "0.25 too much", "is always 0.25 too much."),
        ("line", "return w * x + b - 3", "3 too little", "is always 3 too little."),
        ("line", "return w * x + b + 0.25 + 2e-9 * x", "the height at 0 is b", "yours is another"),
        ("line", "return [w * v + b for v in x][:-1]", "wrong shape", "shape (3,), but must"),
        ("forward", "return np.sum(X @ W + b)", "wrong shape", "The result is one number, but"),
    ],
)
def test_what_a_function_reads_and_adds_is_told(exercise, body, mistake, words):
    function = written(exercise, body, "outside")
    function.__globals__.update(HOUSES)
    verdict = check(function, exercise)
    assert (verdict.mistake, words in verdict.message) == (mistake, True), verdict


def test_a_method_that_reads_the_notebooks_data_is_told_so():
    names = {"np": np, "size": np.array([1.0, 2, 3, 4])}
    lines = (
        "    def forward(self, X): return X @ self.W[: len(size)] * size[0] + size[0] * self.b * 9"
    )
    exec(f"class LinearModel:\n    def __init__(self, W, b): self.W, self.b = W, b\n{lines}", names)
    verdict = check(names["LinearModel"])
    assert "reads `size` from outside" in verdict.message, verdict


def test_what_the_notebook_does_with_nan_has_no_say_in_a_verdict():
    with np.errstate(all="raise"):
        verdict = check(written("line", "return w * x / 0 + b", "zero"))
    assert verdict.mistake == "not a finite number", verdict


def test_of_a_wrong_kind_is_told_before_the_call_that_never_ends(monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", 0.5)
    verdict = check(written("line", "while len(x) == 7:\n    pass\nreturn 'high'", "late"))
    assert (verdict.mistake, "The result is text" in verdict.message) == ("wrong kind", True)


def test_a_name_after_a_point_is_no_variable_of_the_notebook():
    function = written("line", "return w * np.size + b", "attribute")
    function.__globals__.update(HOUSES)
    assert check(function, "line").mistake == "raises TypeError"


def test_an_index_that_is_no_whole_number_is_an_error_and_no_stub():
    verdict = check(written("predict_one", "return b + sum(W[j] for j in row)", "index"))
    assert (verdict.state, verdict.mistake) == ("wrong", "raises IndexError"), verdict


def test_a_function_among_the_arguments_is_no_list():
    verdict = check(written("largest_rate", "return f * (w + step)", "called"))
    assert "list" not in verdict.message, verdict


def test_a_rule_points_at_a_part_that_is_wrong():
    verdict = check(written("to_natural_units", "return np.exp(W), b - np.sum(W * mean / std)", 1))
    assert "Look at `W`." in verdict.message, verdict


ONE_BY_ONE = """slope = np.zeros(%s)
for i in %s:
    above, below = p.copy(), p.copy()
    above[i] += step
    below[i] -= step
    slope[i] = (f(above) - f(below)) / (2 * step)
return slope"""


@pytest.mark.parametrize(
    ("size", "places", "remark"),
    [
        ("p.shape", "np.ndindex(p.shape)", None),
        ("p.shape", "range(len(p))", "one dimension"),
        ("len(p)", "range(len(p))", "one dimension"),
    ],
)
def test_slopes_of_one_dimension_only_are_right_with_a_remark(size, places, remark):
    verdict = check(written("numerical_gradient", ONE_BY_ONE % (size, places), "tables"))
    assert verdict.state == "correct"
    assert (remark or "") in (verdict.remark or ""), verdict
    assert (remark is None) == (verdict.remark is None)


def test_slopes_that_are_too_large_by_the_number_of_entries_are_told_as_such():
    slopes = ONE_BY_ONE % ("p.shape", "np.ndindex(p.shape)")
    verdict = check(written("numerical_gradient", f"{slopes} * p.shape[-1]", "entries"))
    assert "is exactly d times the right one" in verdict.message, verdict


@pytest.mark.parametrize(
    ("exercise", "body", "remark"),
    [
        ("count_parameters", "return n_features + 1.0", "A count is a whole number"),
        ("forward", "return [sum(W * row) + b for row in X]", "without a loop"),
        (
            "forward",
            "y_hat = []\nwhile len(X) > len(y_hat):\n"
            "    y_hat.append(X[len(y_hat)] @ W + b)\nreturn y_hat",
            "without a loop",
        ),
        (
            "generate_examples",
            "e = noise * rng.standard_normal(n_samples)\n"
            "X = rng.standard_normal((n_samples, len(W)))\nreturn X, X @ W + b + e",
            "draws the noise first",
        ),
        ("initialize", "return np.sort(rng.standard_normal(n_features)), 0.0", "in no order"),
        ("initialize", "return rng.standard_normal(n_features).round(1), 0.0", "none twice"),
    ],
)
def test_what_was_not_asked_for_is_right_with_a_remark(exercise, body, remark):
    verdict = check(written(exercise, body, "remark"))
    assert (verdict.state, remark in (verdict.remark or "")) == ("correct", True), verdict


def test_weights_that_are_all_0_by_chance_are_not_called_zeros():
    verdict = check(
        written("initialize", "return rng.choice([-1.0, 0.0], n_features), 0.0", "coins")
    )
    assert "standard normal" in verdict.remark
    assert "all 0" not in verdict.remark


@pytest.mark.parametrize(
    ("exercise", "body", "mistake", "words"),
    [
        ("line", "return 1.0004 * (w * x + b)", "inexact", "result is nearly right, but not exact"),
        ("line", "return 1.00004 * (w * x + b)", "inexact", "yours: [7.00028]\n    right: [7]"),
        (
            "mse_gradient",
            "e = y_hat - y\nreturn 2.0002 * X.T @ e / len(y), 2 * np.mean(e)",
            "dW: inexact",
            "`dW` is nearly right, but not exact: is a factor rounded? `db` is right.",
        ),
    ],
)
def test_a_factor_that_is_nearly_1_is_told_as_such(exercise, body, mistake, words):
    verdict = check(written(exercise, body, "nearly"))
    assert (verdict.mistake, words in verdict.message) == (mistake, True), verdict


def test_a_factor_that_is_no_number_of_rows_was_not_typed_for_one():
    body = "return 2.5 * np.mean((y - y_hat) ** 2) / len(y)"
    verdict = check(written("mean_squared_error", body, "rows"))
    assert verdict.mistake == "2.5 times 1/n of", verdict


def test_what_is_true_of_one_part_is_said_of_that_part():
    body = "e = y_hat - y\nreturn 2 * (X.T @ e)[::-1] / len(y), 2 * np.mean(e)"
    verdict = check(written("mse_gradient", body, "one part"))
    assert verdict.mistake == "dW: reversed"
    assert verdict.text == "`dW`: The right numbers, in reverse order. `db` is right."


def test_the_count_is_told_for_which_it_fails():
    body = "assert n_features < 3\nreturn rng.standard_normal(n_features), 0.0"
    needed = next(a["n_features"] for a in EXERCISES["initialize"].cases if a["n_features"] > 2)
    verdict = check(written("initialize", body, "count"))
    assert verdict.text.endswith(f" This happened with `n_features` = {needed}."), verdict


def test_a_target_that_is_0_by_chance_was_not_left_out():
    body = (
        "X = rng.standard_normal((n_samples, len(W))).round(1)\n"
        "return X, X @ W + b + noise * rng.standard_normal(n_samples)"
    )
    assert check(written("generate_examples", body, "rounded")).mistake == "a row twice"


def test_turns_beyond_those_asked_for_are_no_endless_loop(monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", 0.5)
    body = "while n_iterations > 1: pass\nreturn W, b, [learning_rate] * 9 + list(0 * X @ W * y)"
    verdict = check(written("train", body, "turns"))
    assert verdict.mistake == "wrong shape", verdict


@pytest.mark.parametrize(
    ("exercise", "row", "function"),
    [
        pytest.param(name, row, function, id=f"{name}-{row.name}-{number}")
        for name, exercise in EXERCISES.items()
        if exercise.model is None  # a class has the mistakes of `forward`
        for row in exercise.mistakes
        for number, function in enumerate(row.also)
    ],
)
def test_the_same_mistake_with_other_numbers_has_the_same_name(exercise, row, function):
    verdict = check(function, exercise)
    assert (verdict.state, verdict.mistake) == ("wrong", row.name), verdict


@pytest.mark.parametrize(
    ("exercise", "body", "mistake", "text"),
    [
        (
            "one_house_slope",
            "return 2 * (w * y + b - x) * y",
            "x and y exchanged",
            "This is right with `x` and `y` exchanged: did they change places?",
        ),
        (
            "update",
            "return dW - learning_rate * W, b - learning_rate * db",
            "W: W and dW exchanged",
            "This is right with `W` and `dW` exchanged: did they change places? `b` is right.",
        ),
        (
            "mean_squared_error",
            "return np.mean(y_hat**2) + 0 * np.sqrt(np.min(y))",
            "ignores y",
            "`y` may be anything, the result stays the same. Every argument must matter: where is "
            "`y` used?",
        ),
        (
            "predict_one",
            "return len(W) * (row @ W + b)",
            "d times",
            "Your result is exactly d times the right one (d is the number of features).",
        ),
        (
            "root_mean_squared_error",
            "return np.mean(np.sqrt(y - y_hat) ** 2)",
            "not a finite number",
            "The result has entries that are no finite numbers (nan or inf): something is divided "
            "by zero, or has no root.",
        ),
        (
            "root_mean_squared_error",
            "y += 1\ny_hat += 1\nreturn 2 * np.sqrt(np.mean((y - y_hat) ** 2))",
            "twice",
            "Your result is exactly twice the right one. And `y` is changed in place. And `y_hat` "
            "is changed in place.",
        ),
        (
            "baseline_loss",
            "return np.var(y) + 0 * np.log(np.min(y) - np.max(y))",
            "not a finite number",
            "The result has entries that are no finite numbers (nan or inf): something is divided "
            "by zero, or has no root.",
        ),
        (
            "forward",
            "X *= 1.5\nX += 1\nreturn X**2 @ W + b",
            "changes X",
            "`X` is another after the call than before: it was changed in place, and what is "
            "computed after that sees the new numbers. Make a new array.",
        ),
    ],
)
def test_what_no_row_of_a_table_says(exercise, body, mistake, text):
    verdict = check(written(exercise, body, "no row"), exercise)
    assert (verdict.mistake, verdict.text) == (mistake, text)


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ("[[y[0]], [y[0], 3.0]]", "a ragged list"),
        ("[[y[0], 'a'], None]", "a ragged list"),
        ("(y, [y_hat])", "a tuple of 2 values"),
        ("(1.0, 'a')", "text"),
        ("'0.5'", "text"),
        ("b'0.5'", "text"),
        ("True", "True or False"),
        ("y_hat > y", "True or False"),
        ("1j", "made of complex numbers"),
        ("np", "a module"),
        ("np.mean", "a function that was not called (add `()`)"),
        ("np.sqrt", "a function that was not called (add `()`)"),
        ("y.mean", "a function that was not called (add `()`)"),
        ("Text().join", "a function that was not called (add `()`)"),
        ("(v for v in y)", "a generator, which has not computed anything yet"),
        ("float", "a class"),
        ("{'loss': 1.0}", "a dict"),
        ("object()", "an object"),
        ("Text()", "a Text"),
        ("np.datetime64('2020-01-01')", "a datetime64"),
    ],
)
def test_a_result_that_is_no_number_is_told_what_it_is(result, kind):
    class Text:
        def join(self):
            return "text"

    function = written("mean_squared_error", f"return {result}", "kinds", Text=Text)
    verdict = check(function)
    assert verdict.mistake == "wrong kind"
    assert verdict.text == f"The result is {kind}, but must be one number."


@pytest.mark.parametrize(
    ("result", "mistake", "text"),
    [
        (
            "0.0 * y[0]",
            "wrong number of results",
            "It returns one number, but must return 2 values: dW, db.",
        ),
        (
            "y",
            "wrong number of results",
            "It returns one array of shape (4,), but must return 2 values: dW, db.",
        ),
        (
            "(1.0, 2.0, 3.0)",
            "wrong number of results",
            "It returns 3 values, but must return 2 values: dW, db.",
        ),
        (
            "[y[0]]",
            "wrong number of results",
            "It returns 1 value, but must return 2 values: dW, db.",
        ),
        ("'W'", "wrong number of results", "It returns text, but must return 2 values: dW, db."),
        (
            "(X[0], ..., 3)",
            "still ...",
            "It still returns `...`: put what is to come back in its place.",
        ),
        ("(X[0] * 2, ...)", "still ...", "`db` is still `...`."),
        (
            "(y.sum(), X.sum(0))",
            "results in another order",
            "The results come in another order: it must be dW, db.",
        ),
        (
            "('a', 1.0)",
            "wrong kind",
            "`dW` is text, but must have shape (3,): one slope per weight.",
        ),
        ("(X.sum(0), None)", "returns nothing", "`db` is None. It must be one number."),
    ],
)
def test_results_that_are_no_gradient_are_told_what_they_are(result, mistake, text):
    verdict = check(written("mse_gradient", f"return {result}", "results"))
    assert (verdict.mistake, verdict.text) == (mistake, text)


OUTSIDE = (
    "from outside: those are one notebook's numbers, and the arguments may be others. Use the "
    "arguments."
)


@pytest.mark.parametrize(
    ("exercise", "body", "mistake", "text"),
    [
        (
            "mean_squared_error",
            "return np.sum((y - y_hat) ** 2) / n",
            "a quarter of n times",
            "Your result is exactly a quarter of n times the right one (n is the number of rows). "
            f"Your function reads `n` {OUTSIDE}",
        ),
        (
            "mean_squared_error",
            "return np.sum((y - y_hat) ** 2) / n_rows",
            "outer variable",
            "It is right for one number of rows only: your function reads `n_rows` from outside. "
            "Take the number of rows from the arguments.",
        ),
        (
            "line",
            "return w * x + b + b_0",
            "2 too much",
            f"The result is always 2 too much. Your function reads `b_0` {OUTSIDE}",
        ),
        (
            "line",
            "return w * w_0 * x + b * w_0",
            "outer variable",
            f"Your function reads `w_0` {OUTSIDE}",
        ),
        (
            "forward",
            "return X @ W + b_0",
            "outer variable",
            "`b` may be anything, the result stays the same: your function reads `b_0` from "
            "outside. Use the arguments.",
        ),
        (
            "mse_gradient",
            "e = y_hat - y_rows\nreturn 2 / n * X.sum(0) * e[0], e.sum()",
            "outer variable",
            "`y` may be anything, the result stays the same: your function reads `y_rows` from "
            "outside. Use the arguments.",
        ),
    ],
)
def test_what_is_read_from_the_notebook_is_told(exercise, body, mistake, text):
    known = {"n": 4, "n_rows": 60, "b_0": 2.0, "w_0": 1.1, "y_rows": np.ones(1)}
    verdict = check(written(exercise, body, "outside", **known))
    assert (verdict.mistake, verdict.text) == (mistake, text)


def mean_square_error(y, y_hat):
    return 0


@pytest.mark.parametrize(
    ("given", "mistake", "text"),
    [
        (
            [42],
            "not a function",
            "✗ check: `check` needs a function, and this is of type int. Write its name alone, "
            "without brackets behind it, such as `check(line)`.",
        ),
        (
            [mean_square_error],
            "no such exercise",
            "✗ check: There is no exercise called `mean_square_error`. Do you mean "
            f"`mean_squared_error`? The exercises are {', '.join(EXERCISES)}.",
        ),
        (
            [mean_square_error, "?"],
            "no such exercise",
            f"✗ check: There is no exercise called `?`. The exercises are {', '.join(EXERCISES)}.",
        ),
        (
            [lambda: 0],
            "no such exercise",
            "✗ check: This function has no name of its own. Say which exercise it is for, such as "
            '`check(function, "line")`.',
        ),
        (
            [np.ndarray, "line"],
            "not a function",
            "✗ line: It is a class. Write a function, with `def`.",
        ),
        (
            [lambda X, W, b: X, "LinearModel"],
            "not a class",
            "✗ LinearModel: It is a function. Write a class, with `class`.",
        ),
        (
            [linreg.line],
            "linreg's own",
            "… line: yours is not defined: run the cell above; if it shows an error, mend that "
            "first.",
        ),
        (
            [lambda **numbers: 1, "line"],
            "raises TypeError",
            "✗ line: Calling it failed: too many arguments are given in this call: <lambda>() "
            "takes 0 positional arguments but 3 were given.",
        ),
    ],
)
def test_what_is_no_answer_is_told_word_by_word(given, mistake, text):
    verdict = check(*given)
    assert (verdict.mistake, str(verdict)) == (mistake, text)


def test_a_check_within_a_check_is_told_so():
    inner = []

    def line(x, w, b):
        inner.append(check(line))
        return w * x + b

    assert check(line).state == "correct"
    text = "✗ check: `check` is called inside the function that it checks."
    assert {str(one) for one in inner} == {text}


@pytest.mark.parametrize(
    ("failure", "text"),
    [
        (Failure(("ValueError", "Exception"), "bad."), "Calling it failed: ValueError, bad."),
        (Failure(("ValueError", "Exception")), "Calling it failed: ValueError was raised."),
        (Failure(("Odd", "Exception"), "why?", 3), "Line 3: Odd, why?"),
        (Failure(("Odd",), "x" * 120, 3, "y" * 80), f"Line 3: `{'y' * 80}`: Odd, {'x' * 120}."),
        (Failure(("Odd",), "x" * 121, 3, "y" * 81), f"Line 3: `{'y' * 79}…`: Odd, {'x' * 119}…."),
        (
            Failure(("ZeroDivisionError", "Exception"), "division by zero", 1, "return 1 / 0"),
            "Line 1: `return 1 / 0`: here something is divided by zero.",
        ),
        (
            Failure(("NameError",), "name?"),
            "Calling it failed: `a name` is not defined; the arguments are `x`, `w` and `b`.",
        ),
        (
            Failure(("NameError",), "", 1, "return q", name="wx"),
            "Line 1: `return q`: `wx` is not defined; a product needs its sign: `w * x`.",
        ),
        (
            Failure(("NameError",), "", 1, "return a", name="lines", names=("line",)),
            "Line 1: `return a`: `lines` is not defined; do you mean `line`?",
        ),
        (
            Failure(("NameError",), "", 1, "return a", name="ports", names=("points",)),
            "Line 1: `return a`: `ports` is not defined; the arguments are `x`, `w` and `b`.",
        ),
        (
            Failure(("NameError",), "", 1, "return X", name="X"),
            "Line 1: `return X`: `X` is not defined; do you mean `x`?",
        ),
        (
            Failure(("NameError",), "", 1, "return Xe", name="Xe", names=("X", "e")),
            "Line 1: `return Xe`: `Xe` is not defined; a product needs its sign: `X @ e`.",
        ),
        (
            Failure(("NameError",), "", 1, "return eX", name="eX", names=("X", "e")),
            "Line 1: `return eX`: `eX` is not defined; a product needs its sign: `X @ e`.",
        ),
        (Failure(("TimeLimitError",)), "Stopped after 2 seconds: does a loop never end?"),
        (
            Failure(("TimeLimitError",), "", 2, "while True:"),
            "Stopped after 2 seconds (line 2: `while True:`): does a loop never end?",
        ),
    ],
)
def test_an_exception_is_explained_with_its_place_and_in_some_100_letters(failure, text):
    assert explain(failure, EXERCISES["line"]) == text


def test_where_several_numbers_are_right_none_is_shown_as_the_right_one():
    known = {args["step"] for args in EXERCISES["numerical_gradient"].cases}

    def numerical_gradient(f, p, step):
        gradient = EXERCISES["numerical_gradient"].also_right[0](f, p, step)
        return gradient if step in known else gradient + 1

    verdict = check(numerical_gradient)
    assert (verdict.mistake, verdict.example) == ("right for known cases only", None)

    def overwrites(f, p, step):
        gradient = EXERCISES["numerical_gradient"].also_right[0](f, p, step)
        p += 1
        return gradient

    verdict = check(overwrites, "numerical_gradient")
    assert (verdict.mistake, verdict.example) == ("changes p", None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-0.0, "0"),
        (-1e-13, "0"),
        (2e-12, "2e-12"),
        (1 / 3, "0.3333"),
        (12345.6, "1.235e+04"),
        (12345.0, "12345"),
        (100_000, "100000"),
        (999_999.0, "999999"),
        (1_000_000.0, "1e+06"),
        (-123456.0, "-123456"),
        (np.array(2.5), "2.5"),
        (np.array([]), "[]"),
        (np.arange(8.0), "[0, 1, 2, 3, 4, 5, 6, 7]"),
        (np.arange(9.0), "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        (np.eye(2), "[[1, 0], [0, 1]]"),
        (Seed(7), "np.random.default_rng(7)"),
        (Curve("p²", np.square), "p²"),
    ],
)
def test_a_value_is_shown_as_a_learner_would_type_it(value, text):
    assert show(value) == text


def test_an_example_has_the_fewest_digits_that_tell_the_results_apart():
    for gap, yours in (0.01, "0.3433"), (1e-5, "0.333343"), (1e-9, "0.333333334"):
        own, right = {"loss": np.array(1 / 3 + gap)}, {"loss": np.array(1 / 3)}
        example = make_example({"y": np.ones(2), "b": 2.5}, own, right)
        assert (example.inputs, example.yours) == ("y = [1, 1], b = 2.5", yours)


def test_digits_parts_lists_and_sizes_are_written_out():
    assert (show(1 / 3, 6), show(np.array([2 / 3]), 2)) == ("0.333333", "[0.67]")
    assert show_parts({"loss": np.array(1 / 3)}, 2) == "0.33"
    assert show_parts({"dW": np.ones(2), "db": np.array(2 / 3)}, 2) == "dW = [1, 1], db = 0.67"
    sentences = [listed(["a", "b", "c"][:n]) for n in range(4)]
    assert sentences == ["", "a", "a and b", "a, b and c"]
    sizes = show_sizes({"X": np.ones((3, 2)), "b": 1.0, "n_iterations": 5, "rng": Seed(1)})
    assert sizes == "`X` of shape (3, 2) and `n_iterations` = 5"
    assert show_sizes({"w": 1 / 3, "b": 2.0, "rng": Seed(1)}) == (
        "`w` = 0.3333, `b` = 2 and `rng` = np.random.default_rng(1)"
    )


@pytest.mark.parametrize(
    "read", ["list(vars().values())[0]", "list(locals().values())[0]", "eval('0 + y')"]
)
def test_an_argument_that_is_read_by_its_name_is_not_called_unused(read):
    verdict = check(written("mean_squared_error", f"return {read} + y_hat", "by name"))
    assert verdict.mistake == "wrong shape"
    assert "never used" not in verdict.text


def test_an_error_in_a_method_is_told_with_its_line():
    source = (
        "class LinearModel:\n"
        "    def __init__(self, W, b):\n        self.W, self.b = W, b\n\n"
        "    def forward(self, X):\n        return X @ self.W + self.c\n"
    )
    linecache.cache["<class>"] = (len(source), None, source.splitlines(keepends=True), "<class>")
    names = {"__name__": "__main__"}
    exec(compile(source, "<class>", "exec"), names)
    text = "Line 6: `return X @ self.W + self.c`: this value, of type LinearModel, has nothing"
    assert check(names["LinearModel"]).text == f"{text} called `c`."


def test_two_cases_are_too_few_for_a_factor():
    cases = EXERCISES["mean_squared_error"].probes[:3]
    right = [np.array(2.0), np.array(3.0), np.array(5.0)]
    twice = [2 * one for one in right]
    assert common_factor(twice, right, cases, 1e-6) == (2, 0, 0)
    assert common_factor(twice[:2], right[:2], cases[:2], 1e-6) is None


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ([1.0, 2.0], [1.0, 2.00003], True),
        ([1.0, 2.0], [1.0, 2.00005], False),
        ([1e-9, 1000.0], [0.0, 1000.0], True),  # single precision beside 1000
        ([1e-2, 1000.0], [0.0, 1000.0], False),
        ([np.nan, 1.0], [np.nan, 1.0], True),
        ([np.nan, 1.0], [1.0, np.nan], False),
        ([np.inf, 1.0], [-np.inf, 1.0], False),
        ([np.nan, 1.0], [np.inf, 1.0], False),
        ([1.0], [1.0, 1.0], False),
        ([], [], True),
    ],
)
def test_each_entry_must_be_right_and_nan_must_stand_in_the_same_places(one, other, agree):
    assert close(np.array(one), np.array(other), 2e-5) is agree
