"""What is said, word by word: of exceptions, results of the wrong kind and what is no function."""

import linecache

import numpy as np
import pytest
from answers import written

import linreg
from linreg import checks
from linreg.checks import EXERCISES, check
from linreg.checks.engine.callee import Trusted
from linreg.checks.engine.calls import Outcome, call_once, close
from linreg.checks.engine.errors import explain, told
from linreg.checks.engine.exercise import Curve, Example, Seed, Verdict, table
from linreg.checks.engine.factors import common_factor
from linreg.checks.engine.inside import Failure, Reply
from linreg.checks.engine.show import listed, make_example, show, show_parts, show_sizes


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
            "`y` may be anything, the result stays the same. Every argument must matter. Where is "
            "`y` used? Does a line give it another value?",
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
            "by zero, has no root or no logarithm, or grows beyond all bounds.",
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
            "by zero, has no root or no logarithm, or grows beyond all bounds.",
        ),
        (
            "forward",
            "return (X - X.mean(axis=0)) / X.std(axis=0) @ W + b",
            "not a finite number",
            "The result has entries that are no finite numbers (nan or inf): something is divided "
            "by zero, has no root or no logarithm, or grows beyond all bounds. One row alone has "
            "no spread: does a spread belong here at all?",
        ),
        (
            "forward",
            "X *= 1.5\nX += 1\nreturn X**2 @ W + b",
            "changes X",
            "`X` is not the same after the call as before: it was changed in place, and what is "
            "computed after that sees the new numbers. Make a new array.",
        ),
        (
            "numerical_gradient",
            "g = np.zeros(p.shape)\n"
            "for i in np.ndindex(p.shape):\n"
            "    above, below = p.copy(), p.copy()\n"
            "    above[i] += step\n"
            "    below[i] -= step\n"
            "    g[i] = (f(above) - f(below)) / (2 * step)\n"
            "norm = np.linalg.norm(g)\n"
            "return g / norm if norm > 100 else g",
            "other sizes",
            "It is right for the smallest examples, but not with `p` of shape (3,). Is something "
            "cut off, rounded, scaled or stopped early?",
        ),
        (
            "numerical_gradient",
            "g = np.zeros(p.shape)\n"
            "for i in np.ndindex(p.shape):\n"
            "    above, below = p.astype(np.float32), p.astype(np.float32)\n"
            "    above[i] += step\n"
            "    below[i] -= step\n"
            "    g[i] = (f(above) - f(below)) / (2 * step)\n"
            "return g",
            "other sizes",
            "It is right for the smallest examples, but not with `p` of shape (5,). Is a size or "
            "an index typed as a number, or are digits lost that a small `step` needs (`float32`)?",
        ),
        (
            "line",
            "return -w * x",
            "no intercept + opposite sign",
            "Your line goes through the origin whatever `b` is. `b` is the height at x = 0: add "
            "it. And the sign is opposite besides.",
        ),
        (
            "count_parameters",
            "return ['W'] * n_features + ['b']",
            "wrong kind",
            "The result is made of text, but must be one number.",
        ),
        (
            "standardize",
            "return (X - X.mean(0)) / X.std(0), ..., ...",
            "still ...",
            "`mean` and `std` are still `...`.",
        ),
        (
            "mean_squared_error",
            "e = y - y_hat\nreturn ...",
            "still ...",
            "It still returns `...`: put what is to come back in its place.",
        ),
        (
            "update",
            "W = W - dW\nreturn ..., ...",
            "still ...",
            "`W` and `b` are still `...`.",
        ),
        (
            "fit_line",
            "w = np.cov(x, y)[0, 1] / np.var(x, ddof=1)\n"
            "return np.array([w, np.mean(y) - w * np.mean(x)])",
            None,
            "is correct",
        ),
        (
            "fit_line",
            "w = np.cov(x, y)[0, 1] / np.var(x, ddof=1)\n"
            "return np.array([[w, np.mean(y) - w * np.mean(x)]])",
            "wrong number of results",
            "It returns one array of shape (1, 2), but must return 2 values: w, b.",
        ),
        (
            "root_mean_squared_error",
            "for i in range(len(y)):\n"
            "    total = total + (y[i] - y_hat[i]) ** 2\n"
            "return np.sqrt(total / len(y))",
            "raises UnboundLocalError",
            "Line 3: `total = total + (y[i] - y_hat[i]) ** 2`: `total` is made by this line, and "
            "used in it, too; if it is to grow, give it a value before the loop.",
        ),
    ],
)
def test_what_no_row_of_a_table_says(exercise, body, mistake, text):
    verdict = check(written(exercise, body, "no row"), exercise)
    assert (verdict.mistake, verdict.text) == (mistake, text)


@pytest.mark.parametrize(
    ("exercise", "body", "mistake", "text"),
    [
        (
            "line",
            "y = w * x + b\nx[:] = 0\nreturn y",
            "changes x",
            "The numbers are right, but `x` is not the same after the call as before: it was "
            "changed in place. Make a new array, and leave the caller's alone.",
        ),
        (
            "mean_squared_error",
            "loss = np.mean((y - y_hat) ** 2)\ny_hat += 1\ny += 1\nreturn loss",
            "changes y",
            "The numbers are right, but `y` is not the same after the call as before: it was "
            "changed in place. Make a new array, and leave the caller's alone.",
        ),
        (
            "forward",
            "y_hat = np.zeros_like(X[:, 0])\ny_hat += X @ W + b\nreturn y_hat\n",
            None,
            "is correct",
        ),
        (
            "forward",
            "y_hat = np.zeros_like(X[:, 0])\ny_hat[:] = X @ W + b\nreturn y_hat\n",
            None,
            "is correct. With arrays of whole numbers the result is cut: something in it holds "
            "whole numbers only, as what is made like them does (`zeros_like`, `full_like`, "
            "`copy`). `np.zeros(…)` and `.astype(float)` hold any.",
        ),
    ],
)
def test_what_is_said_where_the_numbers_are_right(exercise, body, mistake, text):
    verdict = check(written(exercise, body, "right numbers"), exercise)
    assert (verdict.mistake, verdict.text, verdict.example) == (mistake, text, None)


def test_parameters_of_other_names_are_told_unless_they_take_any():
    def line(run, slope, start):
        return slope * run + start

    names = "The cells below may call its arguments by their names: let these be `x`, `w`, `b`."
    assert (check(line).text, check(line).remark) == (f"is correct. {names}", names)

    def of_any(*args):
        return args[1] * args[0] + args[2]

    assert str(check(of_any, "line")) == "✓ line is correct"


def test_several_reasons_are_named_one_after_the_other():
    body = "e = y_hat - y\nreturn 2 * X.T @ e, 5 * np.mean(e)"
    verdict = check(written("mse_gradient", body, "two"))
    assert verdict.mistake == "dW: n times + db: 2.5 times"


def test_what_is_given_by_name_only_may_stand_in_any_order():
    body = (
        "def train_test_split(X, y, *, rng, test_fraction):\n"
        "    n = round(test_fraction * len(y))\n"
        "    order = rng.permutation(len(y))\n"
        "    return X[order[n:]], X[order[:n]], y[order[n:]], y[order[:n]]\n"
    )
    names = {}
    exec(body, names)
    assert str(check(names["train_test_split"])) == "✓ train_test_split is correct"


@pytest.mark.parametrize("which", [0, -2, -1])
def test_the_same_call_must_give_the_same_result(which):
    known, seen = EXERCISES["line"].cases[which]["x"], []

    def line(x, w, b):
        seen.extend([x] if np.array_equal(x, known) else [])
        return w * x + b + (np.array_equal(x, known) and len(seen) > 1)

    verdict = check(line)
    assert (verdict.mistake, verdict.example) == ("same call, another result", None)
    assert verdict.text == (
        "The same call gave another result the second time. The result must follow from the "
        "arguments alone: not from chance, not from an array that was never filled, and not from "
        "what an earlier call left outside the function."
    )


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ("[[y[0]], [y[0], 3.0]]", "a ragged list"),
        ("[[y[0], 'a'], None]", "a ragged list"),
        ("(y, [y_hat])", "a tuple of 2 values"),
        ("(1.0, 'a')", "made of text"),
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


SUM = " Is a sum or a mean missing?"
WRONG = SUM[:-1] + ", or is the wrong variable taken?"
ONE = (
    " Is only one entry worked out, or is too much added up or averaged, as where an `axis` is "
    "missing?"
)
TABLE = " Did a column (n, 1) meet an array (n,)? Together they make a table (n, n)."
PER_ROW = "but must have shape (4,): one prediction per row of X."
PER_WEIGHT = "but must have shape (3,): one slope per weight."


@pytest.mark.parametrize(
    ("exercise", "result", "text"),
    [
        ("mean_squared_error", "y", f"The result has shape (4,), but must be one number.{WRONG}"),
        ("mean_squared_error", "[[1.0]]", "The result has shape (1, 1), but must be one number."),
        (
            "mean_squared_error",
            "None",
            "The result is None: is a `return` missing? `print` shows a number, but gives nothing "
            "back. It must be one number.",
        ),
        (
            "mean_squared_error",
            "(y, 3)",
            "The result is a tuple of 2 values, but must be one number.",
        ),
        ("forward", "3.0", f"The result is one number, {PER_ROW}{ONE}"),
        ("forward", "X @ np.ones((3, 1))", f"The result has shape (4, 1), {PER_ROW}"),
        ("forward", "X * W", f"The result has shape (4, 3), {PER_ROW}{WRONG}"),
        ("forward", "X @ X.T", f"The result has shape (4, 4), {PER_ROW}{TABLE}"),
        ("forward", "X.T", f"The result has shape (3, 4), {PER_ROW}"),
        ("forward", "np.ones((4, 7))", f"The result has shape (4, 7), {PER_ROW}"),
        ("forward", "np.ones((2, 4, 4))", f"The result has shape (2, 4, 4), {PER_ROW}"),
        ("mse_gradient", "(X.T @ y, y)", f"`db` has shape (4,), but must be one number.{WRONG}"),
        ("mse_gradient", "(None, None)", f"`dW` is None. It must {PER_WEIGHT[9:]}"),
        ("mse_gradient", "(1.0, 1.0)", f"`dW` is one number, {PER_WEIGHT}{ONE}"),
        ("mse_gradient", "(X.T * y, 1.0)", f"`dW` has shape (3, 4), {PER_WEIGHT}{SUM}{TABLE}"),
        ("mse_gradient", "(X.T, 1.0)", f"`dW` has shape (3, 4), {PER_WEIGHT}{SUM}{TABLE}"),
        ("mse_gradient", "(X.T @ X, 1.0)", f"`dW` has shape (3, 3), {PER_WEIGHT}{WRONG}"),
        ("mse_gradient", "('a', 1.0)", f"`dW` is text, {PER_WEIGHT}"),
        (
            "mse_gradient",
            "X.T @ y",
            "It returns one array of shape (3,), but must return 2 values: dW, db.",
        ),
        ("mse_gradient", "(1, 2, 3)", "It returns 3 values, but must return 2 values: dW, db."),
        ("mse_gradient", "(..., 1.0)", "`dW` is still `...`."),
        ("update", "(..., ...)", "`W` and `b` are still `...`."),
        (
            "update",
            "None",
            "It returns nothing. It must `return` 2 values: W, b. `print` shows a number, but "
            "gives nothing back.",
        ),
        (
            "update",
            "(b, W)",
            "The results, or their sizes, come in the wrong order: it must be W, b.",
        ),
        ("update", "5.0", "It returns one number, but must return 2 values: W, b."),
    ],
)
def test_a_result_of_the_wrong_kind_number_or_shape_is_told_so(exercise, result, text):
    known = EXERCISES[exercise]
    function = eval(f"lambda {', '.join(known.parameters)}: {result}", {"np": np})
    trouble = call_once(Trusted(function), known, known.probes[0]).trouble
    assert trouble.message == text


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
            "The results, or their sizes, come in the wrong order: it must be dW, db.",
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
            "n/4 times",
            "Your result is exactly n/4 times the right one (n is the number of rows). "
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
            [lambda: 0, "fit"],  # as unlike as a guess may be
            "no such exercise",
            "✗ check: There is no exercise called `fit`. Do you mean `fit_line`? The exercises are "
            f"{', '.join(EXERCISES)}.",
        ),
        (
            [lambda: 0, "q" * 61],
            "no such exercise",
            f"✗ check: There is no exercise called `{'q' * 60}`. The exercises are "
            f"{', '.join(EXERCISES)}.",
        ),
        (
            [lambda: 0],
            "no such exercise",
            "✗ check: This function has no name of its own. Say which exercise it is for, such as "
            '`check(line, "line")`.',
        ),
        (
            [type("Nameless", (), {"__name__": "<lambda>", "__call__": lambda self: 0})()],
            "no such exercise",
            "✗ check: This function has no name of its own. Say which exercise it is for, such as "
            '`check(line, "line")`.',
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
            "… line: yours is not defined: run the cell above; if it shows an error, fix that "
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
    assert verdict.exercise in ("", *EXERCISES)


def test_a_check_within_a_check_is_told_so():
    inner = []

    def line(x, w, b):
        inner.append(check(line))
        return w * x + b

    assert check(line).state == "correct"
    text = "✗ check: `check` is called inside the function that it checks."
    assert {(one.exercise, str(one)) for one in inner} == {("", text)}


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
            "Line 1: `return 1 / 0`: here something is divided by zero: is it n − 1, where there "
            "is one row?",
        ),
        (
            Failure(("OverflowError", "Exception"), "too large", 1, "return W @ X"),
            "Line 1: `return W @ X`: OverflowError, too large.",
        ),
        (
            Failure(("ValueError", "Exception"), "no!", 1, 'raise ValueError("no!")'),
            'Line 1: `raise ValueError("no!")`: ValueError, no!; such arguments are allowed.',
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
        (
            Failure(("NameError",), "", 1, "return qe", name="qe", names=("Q", "e")),
            "Line 1: `return qe`: `qe` is not defined; a product needs its sign: `Q * e`.",
        ),
        (
            Failure(("NameError",), "", 1, "return a", name="w"),
            "Line 1: `return a`: `w` is not defined; in the exercise it is an argument: "
            "`def line(x, w, b):`.",
        ),
        (
            Failure(("NameError",), "", 1, "return wX", name="wX"),
            "Line 1: `return wX`: `wX` is not defined; a product needs its sign: `w * x`.",
        ),
        (
            Failure(("NameError",), "", 1, "return Xb", name="Xb", names=("X",)),
            "Line 1: `return Xb`: `Xb` is not defined; a product needs its sign: `X * b`.",
        ),
        (
            Failure(("ZeroDivisionError",), "division by zero", 1, "return X * W / 0"),
            "Line 1: `return X * W / 0`: here something is divided by zero: is it n − 1, where "
            "there is one row?",
        ),
        (
            Failure(("UnboundLocalError", "NameError"), "variable 'loss'", 1, "a = loss(y)"),
            "Line 1: `a = loss(y)`: `loss` is to be called and to be a value at once; give the "
            "value another name.",
        ),
        (
            Failure(("UnboundLocalError", "NameError"), "variable 'np'", 1, "np = np.mean(y)"),
            "Line 1: `np = np.mean(y)`: `np` is made by this line, and used in it, too; if it is "
            "to grow, give it a value before the loop.",
        ),
        (
            Failure(("UnboundLocalError", "NameError"), "variable 'mean'", 1, "return mean"),
            "Line 1: `return mean`: `mean` is used before it has a value: the line that gives it "
            "one comes later, or has not run.",
        ),
        (
            Failure(("UnboundLocalError", "NameError"), "variable 'sum'", 1, "sum[0] += 1"),
            "Line 1: `sum[0] += 1`: `sum` is used before it has a value; give it one first, before "
            "a loop.",
        ),
        (
            Failure(("UnboundLocalError", "NameError"), "variable 'b'", 1, "b == 1"),
            "Line 1: `b == 1`: `==` compares; a value gets its name with one `=`: `b = …`.",
        ),
        (
            Failure(("ValueError",), "no variable 'x' here", 1, "return f()"),
            "Line 1: `return f()`: ValueError, no variable 'x' here.",
        ),
        (
            Failure(
                ("TypeError",), "'int' object is not callable", 1, "return sum(x)", names=("sum",)
            ),
            "Line 1: `return sum(x)`: `sum` is no function any more, since a line gives it a "
            "value: give that value another name.",
        ),
        (
            Failure(("TypeError",), "TeX", 1, "return sum(x)", names=("sum",)),
            "Line 1: `return sum(x)`: TypeError, TeX.",
        ),
        (
            Failure(("AssertionError",), "", 1, "assert x"),
            "Line 1: `assert x`: an `assert` of yours failed, though such arguments are allowed.",
        ),
        (
            Failure(("AssertionError",), "z" * 121),
            "Calling it failed: an `assert` of yours failed, though such arguments are allowed: "
            f"{'z' * 119}….",
        ),
        (
            Failure(("AssertionError",), "no X"),
            "Calling it failed: an `assert` of yours failed, though such arguments are allowed: "
            "no X.",
        ),
        (Failure(("ModelError",), "keeps no `W`"), "Keeps no `W`."),
        (Failure(("TimeLimitError",)), "Stopped after 2 seconds: does a loop never end?"),
        (
            Failure(("TimeLimitError",), "", 2, "while True:"),
            "Stopped after 2 seconds (line 2: `while True:`): does a loop never end?",
        ),
    ],
)
def test_an_exception_is_explained_with_its_place_and_in_some_100_letters(failure, text):
    assert explain(failure, EXERCISES["line"]) == text


@pytest.mark.parametrize(
    ("exercise", "meaning"),
    [
        ("count_parameters", "the argument is `n_features`"),
        ("mean_squared_error", "the arguments are `y` and `y_hat`"),
        ("update", "the arguments are `W`, `b`, `dW`, `db` and `learning_rate`"),
        ("LinearModel", "`__init__` takes `W` and `b`, and `forward` takes `X`"),
    ],
)
def test_an_unknown_name_is_told_with_the_arguments_that_there_are(exercise, meaning):
    said = explain(Failure(("NameError",), name="sesame"), EXERCISES[exercise])
    assert said == f"Calling it failed: `sesame` is not defined; {meaning}."


def test_a_try_is_a_check_of_an_answer(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(checks, "_latest", {})

    def of_line():
        return next(line for line in str(checks.progress()).splitlines() if " line" in line)

    wrong = lambda x, w, b: w * x - b  # noqa: E731
    check(42)
    check(lambda x, w, b: ..., "line")
    assert (list(checks._latest), of_line()) == (["line"], "lesson 1  … line")
    check(wrong, "line")
    assert of_line() == "lesson 1  ✗ line: tried once, now: b subtracted"
    check(lambda x, w, b: ..., "line")
    assert of_line() == "lesson 1  … line"
    check(linreg.line)
    check(wrong, "line")
    assert of_line() == "lesson 1  ✗ line: tried 2 times, now: b subtracted"


def test_of_a_call_that_gave_a_result_nothing_is_told():
    assert told(Outcome(Reply(None)), EXERCISES["line"]) == ""


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


def test_a_verdict_is_laid_out_with_its_note_or_its_example():
    start = '<div style="border-left: 4px solid #009e73; padding: 0.2em 0.8em">\n'
    said = "<strong>✓</strong> <code>line</code> is <code>w</code> &lt; 'b'. Kept.\n</div>"
    verdict = Verdict("line", "correct", "is `w` < 'b'.", note="Kept.")
    assert verdict._repr_html_() == start + said
    assert str(verdict) == "✓ line is `w` < 'b'. Kept."
    verdict = Verdict("line", "wrong", "No.", example=Example("x = [1]", "2", "3"), note="Kept.")
    cells = verdict._repr_html_().split("</th>")
    assert "Kept" not in str(cells)
    assert [cell.split("</td>")[0].split(">")[1] for cell in cells[1:]] == ["x = [1]", "2", "3"]


def test_a_table_of_integers_holds_decimals_that_nobody_edits():
    values = table(1, 2)
    assert (values.dtype, values.flags.writeable) == (np.float64, False)


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
    text = "Line 6: `return X @ self.W + self.c`: the model keeps nothing called `c`: `__init__`"
    assert check(names["LinearModel"]).text == (
        f"{text} gave it another name, or none, or it is a function outside of the class, which is "
        "called without `self.`."
    )


def test_a_model_that_reads_the_notebooks_data_is_told_what_it_has():
    names = {"X": np.ones((3, 2))}
    exec(
        "class LinearModel:\n    def __init__(self, W, b):\n        self.W, self.b = W, b\n\n"
        "    def forward(self, x):\n        return X @ self.W[:1].repeat(2) + self.b\n",
        names,
    )
    verdict = check(names["LinearModel"])
    had = "The model's own are `self.W` and `self.b`, and `X` is an argument of `forward`."
    assert f" {had}" in verdict.text


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
        ([9.8e-4, 1000.0], [0.0, 1000.0], True),
        ([1e-2, 1000.0], [0.0, 1000.0], False),
        ([1e-8], [0.0], False),
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
