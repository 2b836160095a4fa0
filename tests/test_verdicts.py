"""What is said of answers as they stand in public code and in forums.

In the file of the answers each is the body of a function. Above it stand the exercise, the state of
the verdict, and the name of the mistake or how the remark begins.
"""

from pathlib import Path

import numpy as np
import pytest
from answers import model_written, written

import linreg
from linreg.checks import EXERCISES, check
from linreg.checks.engine import kernel

TEXT = (Path(__file__).parent / "answers_from_outside.txt").read_text(encoding="utf-8")
ANSWERS = [block.split("\n", 1) for block in TEXT.strip().split("\n\n")]


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
        ("forward", "return xw + b", "`X @ W`"),
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
        ("line", "raise NameError('no', name='(.|.)+~!')", "`a name` is not defined"),
        (
            "predict_one",
            "raise ValueError('arrays of 3-dimensional vectors')",  # in NumPy 2.5
            "the sum of products is `@`",
        ),
        ("mse_gradient", "return np.concatenate([y, 2 * np.mean(y)])", "a comma gives back both"),
        ("mean_squared_error", "return sum(list(y - y_hat) ** 2)", "cannot calculate with a list"),
        ("line", "return b + (w * one for one in x)", "put `sum(…)` around it"),
        ("generate_examples", "return rng.standard_normal((n_samples, W.shape))", "`len(W)`"),
        ("baseline_loss", "return y - np.full(np.mean(y), len(y))", "takes the size first"),
        ("to_natural_units", "return W, b - np.dot(W, mean, std)", "needs a `+`"),
        ("fit_line", "return np.linalg.solve(np.c_[x, 1 + x, x], y)", "as many rows as columns"),
        ("numerical_gradient", "return f.T", "`f` is a function and has nothing called `T`"),
        ("train", "return W, b, [mean_squared_error, 3]", "a list of functions that were not"),
        ("initialize", "return np.array([rng.standard_normal(n_features + 1), 0.0])", "a comma"),
        ("baseline_loss", "return mean_squared_error(y, y.mean())", "`y_hat` is one number"),
        ("fit_line", "return np.linalg.lstsq(x, y)", "`x[:, None]` is a column"),
        ("train", "W = (W, b)\nreturn X @ W", "two results in one name"),
    ],
)
def test_an_exception_is_explained_by_what_was_meant(exercise, body, words):
    assert words in check(written(exercise, body, "words"), exercise).message


def loop(loss="np.mean(e**2)", dW="2 / n * X.T @ e", db="2 / n * e.sum()", rate="learning_rate"):
    return written(
        "train",
        "losses, n = [], len(y)\nfor i in range(n_iterations):\n    e = X @ W + b - y\n"
        f"    losses.append({loss})\n    dW, db = {dW}, {db}\n"
        f"    W, b = W - {rate} * dW, b - {rate} * db\nreturn W, b, losses",
        "loop",
    )


@pytest.mark.parametrize(
    ("function", "mistake", "text"),
    [
        (
            lambda: loop("np.sum(e**2)", "1 / n * X.T @ e", "1 / n * e.sum()"),
            "half the gradient + n times",
            "gradient missing? And `losses` is n times that.\n",
        ),
        (
            lambda: loop(db="(2 / n * X.T @ e).mean()"),
            "mse_gradient: db is the mean of dW",
            "gradient (lesson 6): `db` is the mean of `dW`.",
        ),
        (
            lambda: loop(rate="learning_rate * (1 + i**2)"),
            "not a finite number",
            "It is wrong in the example below, and with `X` of shape (9, 2), ",
        ),
        (
            lambda: loop("2 * np.mean(e**2)", "1 / n * X.T @ e", "1 / n * e.sum()"),
            "half the gradient + twice",
            "gradient missing? And `losses` is twice that.\n",
        ),
        (
            lambda: written("forward", "return 2 * X[:, :-1] @ W[:-1] + 2 * b", "columns"),
            "last feature left out + twice",
            "The last feature is left out: does a loop end one too early? And the whole is twice",
        ),
        (
            lambda: written("forward", "return X[:, 0] * W.sum() + b", "columns"),
            "as if X were only its first column, repeated",
            "as if `X` were only its first column, repeated.",
        ),
        (
            lambda: written("one_house_slope", "return 2 * w * x**2", "square"),
            "ignores y",
            "`y` and `b` are never used.",
        ),
    ],
)
def test_a_message_claims_no_more_than_is_so(function, mistake, text):
    verdict = check(function())
    assert (verdict.mistake, text in verdict.message) == (mistake, True), verdict


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
        ("line", "return w * x + b + 0.25 + 2e-9 * x", "the height at 0 is b", "yours is not"),
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
    forward = "return X @ self.W[: len(size)] * size[0] + size[0] * self.b * 9"
    verdict = check(model_written(forward, size=HOUSES["size"]))
    assert "reads `size` from outside" in verdict.message, verdict


def test_what_the_notebook_does_with_nan_has_no_say_in_a_verdict():
    with np.errstate(all="raise"):
        verdict = check(written("line", "return w * x / 0 + b", "zero"))
    assert verdict.mistake == "not a finite number", verdict


def test_of_a_wrong_kind_is_told_before_the_call_that_never_ends(monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", 0.5)
    verdict = check(written("line", "while len(x) == 7:\n    pass\nreturn 'high'", "late"))
    assert (verdict.mistake, "The result is text" in verdict.message) == ("wrong kind", True)


@pytest.mark.parametrize(
    ("exercise", "body"),
    [
        (
            "mean_squared_error",
            "for a, p in zip(y, y_hat): total += (p - a) ** 2\nreturn total / len(y)",
        ),
        (
            "update",
            "total = 0.9 * total + dW\nreturn W - learning_rate * total, b - learning_rate * db",
        ),
        ("predict_one", "total += row @ W\nreturn total + b"),
    ],
)
def test_what_a_call_leaves_in_the_notebook_is_found_by_the_next_one_until_the_verdict(
    exercise, body
):
    function = written(exercise, f"global total\n{body}", "global", total=0)
    verdict = check(function, exercise)
    assert verdict.mistake == "same call, another result", verdict
    assert function.__globals__["total"] == 0


SPECIAL = {
    "forward": ("if b: return X @ W + b", "`b` is 0"),
    "predict_one": (
        "pairs = dict(zip(row, W))\nreturn sum(x * w for x, w in pairs.items()) + b",
        "numbers of `row` repeat. Are equal ones counted once",
    ),
    "update": (
        "if np.any(W): return W - learning_rate * dW, b - learning_rate * db",
        "every entry of `W` is 0",
    ),
    "fit_line": (
        "x = list(x)\npairs = [(a - np.mean(x), y[x.index(a)] - y.mean()) for a in x]\n"
        "w = sum(a * b for a, b in pairs) / sum(a * a for a, b in pairs)\n"
        "return w, y.mean() - w * np.mean(x)",
        "numbers of `x` repeat. Are equal ones counted once",
    ),
    "forward, where numbers repeat": (
        "return np.array([b + sum(set(row * W)) for row in X])",
        "columns repeat. Are equal ones counted once",
    ),
    "mean_squared_error": (
        "if (y != y_hat).any(): return np.mean((y - y_hat) ** 2)",
        "every prediction is right",
    ),
    "baseline_loss": (
        "if np.ptp(y): return y.var()",
        "there is one row. The result is None",
    ),
    "root_mean_squared_error": (
        "if y.any(): return np.sqrt(np.mean((y - y_hat) ** 2))\nreturn 0",
        "every entry of `y` is 0. Is it treated as a special case? 0 counts as False.",
    ),
    "to_natural_units": (
        "W = W / std\nreturn W, b - sum(dict(zip(mean, W * mean)).values())",
        "numbers of `mean` repeat. Are equal ones counted once",
    ),
    "standardize": (
        "mean, std = X.mean(axis=0), X.std(axis=0)\n"
        "if np.allclose(mean, 0): return X, mean, std\n"
        "return (X - mean) / std, mean, std",
        "the mean of `X` is 0",
    ),
    "one_house_slope": (
        "if w * x + b != y: return 2 * (w * x + b - y) * x",
        "the prediction is right. The result is None",
    ),
}
LOOP = """losses = []
for i in range(n_iterations):
    y_hat = X @ W + b
    losses.append(np.mean((y_hat - y) ** 2))
    e = 2 / len(y) * (y_hat - y)
    W, b = W - learning_rate * X.T @ e, b - learning_rate * e.sum()
    if losses[-1] < 1e-3: break
return W, b, losses"""


@pytest.mark.parametrize("exercise", SPECIAL)
def test_what_is_treated_by_itself_is_told(exercise):
    body, words = SPECIAL[exercise]
    verdict = check(written(exercise.partition(",")[0], body, "special"))
    assert (verdict.mistake, words in verdict.message) == ("right for known cases only", True)


def test_a_constant_of_the_formula_with_a_name_of_its_own_is_not_blamed():
    body = "return LIMIT / ((f(w + step) - 2 * f(w) + f(w)) / step**2)"
    verdict = check(written("largest_rate", body, "constant", LIMIT=2))
    assert verdict.state == "wrong"
    assert "LIMIT" not in verdict.message
    body = "return np.sqrt(np.sum((y_hat - y) ** 2) / size)"
    verdict = check(written("root_mean_squared_error", body, "constant", size=200))
    assert "reads `size` from outside" in verdict.message


@pytest.mark.parametrize("count", ["round(1 / test_fraction)", "int(1 / test_fraction + 0.4)"])
def test_every_third_row_is_a_fraction_for_some_fractions_only(count):
    body = (
        f"rows = rng.permutation(len(y))\ntest = rows[:: {count}]\n"
        "rest = [row for row in rows if row not in test]\nreturn X[rest], X[test], y[rest], y[test]"
    )
    assert "has shape" in check(written("train_test_split", body, "split")).message


def test_fewer_test_rows_are_not_called_rows_drawn_twice():
    body = (
        "n = round(test_fraction * 0.8 * len(y))\nrows = rng.permutation(len(y))\n"
        "return X[rows[n:]], X[rows[:n]], y[rows[n:]], y[rows[:n]]"
    )
    assert (
        "twice, others may be missing"
        not in check(written("train_test_split", body, "split")).message
    )


@pytest.mark.parametrize("sign", ["", "-"])
def test_b_of_the_other_sign_says_nothing_of_a_minus_that_may_not_be_there(sign):
    verdict = check(written("one_house_slope", f"return {sign}(w * x - b - y) * x", "slope"))
    assert verdict.mistake == "b subtracted in the residual"
    assert "half" not in verdict.message


def test_the_same_numbers_in_another_order_are_not_drawn():
    body = "return rng.permutation(n_features) - n_features / 2, 0.0"
    verdict = check(written("initialize", body, "permuted"))
    assert "With one feature `W` is the same for every seed" in verdict.message


FLAT = """q, slope = p.ravel(), np.zeros(p.shape)
for k, i in enumerate(np.ndindex(p.shape)):
    a, c = q.copy(), q.copy()
    a[k] += step
    c[k] -= step
    slope[i] = (f(a) - f(c)) / (2 * step)
return slope"""
RECORDED = """recorded = []
for i in range(n_iterations):
    e = X @ W + b - y
    recorded.append({what})
    W, b = W - 2 * learning_rate * X.T @ e / len(y), b - 2 * learning_rate * np.mean(e)
return W, b, recorded"""
TOLD = [
    ("numerical_gradient", FLAT, "`f` must be given points of that shape"),
    (
        "numerical_gradient",
        "d = step * np.eye(len(p))\n"
        "return np.array([(f((p + e) * (e > 0)) - f((p - e) * (e > 0))) / (2 * step) for e in d])",
        "while all others are 0",
    ),
    (
        "one_house_slope",
        "h = 1e-8\nreturn ((w * x + h * x + b - y)**2 - (w * x + b - y)**2) / h",
        "It is right within one percent, but not exact",
    ),
    (
        "predict_one",
        "return b + sum({x * v for x, v in zip(row, W)})",
        "Are equal ones counted once",
    ),
    ("baseline_loss", "return np.mean((np.unique(y) - np.unique(y).mean()) ** 2)", "`unique`"),
    (
        "mse_gradient",
        "e = y_hat - y - np.mean(y_hat - y)\nreturn 2 / len(y) * X.T @ e, 2 * e.mean()",
        "`db` is 0 in every case",
    ),
    (
        "mse_gradient",
        "e, n = y_hat - y, len(y)\n"
        "return np.array([2 / n * sum(X[j] * e[j]) for j in range(X.shape[1])]), 2 / n * e.sum()",
        "column j, `X[:, j]`",
    ),
    (
        "mse_gradient",
        "e, n = y - y_hat, len(y)\nreturn X.T @ e / n, 2 / n * e.sum()",
        "The residual is prediction minus target. And `dW` is half of that.",
    ),
    (
        "mse_gradient",
        "e = y_hat - y\nreturn -2 / len(y) * X.T @ e, e.mean()",
        "`dW` has the right size and the opposite sign. `db` is exactly half of",
    ),
    (
        "generate_examples",
        "X = rng.standard_normal((n_samples, len(W)))\nX[:, 0] = 1\n"
        "return X, X @ W + b + noise * rng.standard_normal(n_samples)",
        "A feature is the same number in every row",
    ),
    (
        "generate_examples",
        "X = rng.standard_normal((n_samples, len(W)))\n"
        "return X, X @ W + b + np.cumsum(noise * rng.standard_normal(n_samples))",
        "added up from row to row",
    ),
    (
        "standardize",
        "mean, std = np.abs(X.mean(0)), X.std(0)\nreturn (X - mean) / std, mean, std",
        "With 10 added to every entry the scaled columns must stay the same",
    ),
    (
        "standardize",
        "mean, std = X.mean(0), X.std(0)\nreturn (X - mean) / (std + 1e-8), mean, std",
        "is correct. A column of tiny numbers comes out with another spread",
    ),
    (
        "to_natural_units",
        "std = std.astype(int)\nreturn W / std, b - np.sum(W * mean / std)",
        "no finite numbers",
    ),
    ("count_parameters", "return n_features ^ 1", "Add with `+`"),
    *(
        ("train", RECORDED.replace("{what}", what), f"{words} `W` and `b` are right.")
        for what, words in {
            "np.mean(abs(e))": "so that large ones weigh more.",
            "np.var(e)": "Do not subtract their mean.",
            "e.mean() ** 2": "Square each one first.",
        }.items()
    ),
    ("train", RECORDED.replace("{what}", "np.mean((e - b) ** 2)"), "is not the mean squared"),
]


@pytest.mark.parametrize(("exercise", "body", "words"), TOLD)
def test_what_is_told_is_true_of_the_answer(exercise, body, words):
    verdict = check(written(exercise, body, "told"))
    assert words in verdict.message
    assert verdict.state == "wrong" or verdict.remark


@pytest.mark.parametrize("step", [1e-7, 1e-8, 1e-9, 1e-10])
def test_a_slope_that_is_measured_is_never_right(step):
    body = f"loss = lambda w: (w * x + b - y)**2\nreturn (loss(w + {step}) - loss(w)) / {step}"
    assert check(written("one_house_slope", body, "measured")).state == "wrong"


def test_of_several_results_the_lists_are_named():
    body = "return list(W - learning_rate * dW), b - learning_rate * db"
    remark = check(written("update", body, "lists")).remark
    assert str(remark).startswith("`W` comes back as a list or a tuple, but one can compute")


def test_two_remarks_stand_one_behind_the_other():
    verdict = check(written("initialize", "return np.zeros(n_features), 1.0", "zeros"))
    zeros, _, bias = (one.text for one in EXERCISES["initialize"].remarks)
    assert verdict.text == f"is correct. {zeros} {bias}"
    assert verdict.remark == f"{zeros} {bias}"


def test_what_is_rounded_in_one_part_is_told_with_its_digits():
    body = "return W - learning_rate * dW, round(b - learning_rate * db, 4)"
    assert "rounded to 4 digits" in check(written("update", body, "rounds")).message


def test_what_a_function_rounds_is_never_called_right():
    body = "return W - learning_rate * dW, round(b - learning_rate * db, 3)"
    assert "`W` is right" in check(written("update", body, "rounds")).message
    body = body.replace("W - learning_rate * dW", "np.round(W - learning_rate * dW, 3)")
    assert "is right" not in check(written("update", body, "rounds")).message


def test_a_part_is_not_called_right_if_it_stops_with_many_rows():
    body = "{}e = y_hat - y\nreturn 2 / len(y) * X.T @ e, -e.mean()"
    verdicts = [
        check(written("mse_gradient", body.format(start), "few rows"))
        for start in ("", "assert len(y) < 100\n")
    ]
    assert [verdict.mistake for verdict in verdicts] == ["db: minus half of"] * 2
    assert ["`dW` is right" in verdict.message for verdict in verdicts] == [True, False]


RUN = """losses = []
for i in {turns}:
    y_hat = forward(X, W, b)
    losses.append(mean_squared_error(y, y_hat))
    dW, db = mse_gradient(X, y, y_hat)
    {step}
    W, b = update(W, b, dW, db, learning_rate)
return W, b, losses"""


@pytest.mark.parametrize(
    ("turns", "step", "words"),
    [
        ("range(n_iterations)", "if i and i % 500 == 0: learning_rate /= 10", "changed or stopped"),
        ("range(min(n_iterations, 1000))", "", "`losses` has shape (1000,), but must have shape"),
    ],
)
def test_what_changes_or_ends_after_many_turns_is_told(turns, step, words, monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", 20.0)  # seconds: on a busy machine many turns take long
    verdict = check(written("train", RUN.format(turns=turns, step=step), "turns"))
    assert verdict.mistake == "right for known cases only"
    assert "not where there are 1100 turns of a small learning rate. " in verdict.message
    assert words in verdict.message


@pytest.mark.parametrize("largest", [10, 500])
@pytest.mark.parametrize(
    ("exercise", "body", "features"),
    [
        ("forward", "return X @ W + b", "X"),
        ("predict_one", "return row @ W + b", "row"),
        ("mse_gradient", "e = 2 / len(y) * (y_hat - y)\nreturn e @ X, e.sum()", "X"),
        ("standardize", "m, s = X.mean(axis=0), X.std(axis=0)\nreturn (X - m) / s, m, s", "X"),
        ("train", RUN.format(turns="range(n_iterations)", step="pass"), "X"),
        ("to_natural_units", "return W / std, b - np.sum(W / std * mean)", "mean"),
    ],
)
def test_features_may_be_as_large_as_the_areas_of_houses(
    exercise, body, features, largest, monkeypatch
):
    monkeypatch.setattr(kernel, "LIMIT", 20.0)  # seconds, for a busy machine
    cut = f"{features} = np.clip({features}, -{largest}, {largest})\n"
    assert check(written(exercise, cut + body, "cut_off")).state == "wrong"
    assert check(written(exercise, body, "whole")).state == "correct"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("W = W if np.abs(W).max() < 8 else 0 * W", "Is something cut off, rounded"),
        (
            "dW = np.append(dW[:2], 0 * dW[2:])",
            " = 7. Is a size or an index typed as a number, or does something change on the way?",
        ),
    ],
)
def test_a_size_is_suspected_only_where_nothing_as_large_is_right(step, words):
    verdict = check(written("train", RUN.format(turns="range(n_iterations)", step=step), "sizes"))
    assert verdict.mistake == "other sizes"
    assert words in verdict.message, verdict


@pytest.mark.parametrize(
    ("least", "words"),
    [
        ("< 1e-3", "not where the targets lie on a plane. `losses` has shape ("),
        ("== 0", "not where the start fits every target. `losses` has shape (1,)"),
    ],
)
def test_a_loop_that_ends_early_is_told_although_noise_kept_it_going(least, words):
    verdict = check(written("train", LOOP.replace("< 1e-3", least), "early"))
    assert (verdict.mistake, words in verdict.message) == ("right for known cases only", True)


def test_an_error_for_0_only_is_explained():
    verdict = check(written("predict_one", "return row @ W + b if b else 1 / 0", "0"))
    words = "where `b` is 0. Line 2: `return row @ W + b if b else 1 / 0`: here something is"
    assert words in verdict.message, verdict
    verdict = check(written("predict_one", "return row @ W + b if b else np.inf", "0"))
    assert "where `b` is 0. Is it treated as a special case?" in verdict.message, verdict


def test_a_model_that_predicts_nan_predicts_no_other_thing():
    verdict = check(model_written("return X @ self.W * np.nan"))
    assert verdict.mistake == "not a finite number"


@pytest.mark.parametrize(
    ("exercise", "result"),
    [
        ("line", "(w * x + b).round(4)"),
        ("forward", "(X @ W + b).round(5)"),
        ("update", "(W - learning_rate * dW).round(6), b - learning_rate * db"),
    ],
)
def test_a_result_that_is_rounded_is_wrong_where_numbers_are_small(exercise, result):
    verdict = check(written(exercise, f"return {result}", "small"))
    assert (verdict.mistake, "small" in verdict.message) == ("right for known cases only", True)


@pytest.mark.parametrize(
    "body",
    [
        "self.b = X @ self.W + self.b\n        return self.b",
        "self.y = getattr(self, 'y', X @ self.W + self.b)\n        return self.y",
        "self.y = [*getattr(self, 'y', []), *(X @ self.W + self.b)]\n        return self.y",
        "return X @ LinearModel.last[0] + LinearModel.last[1]",
    ],
)
def test_a_model_predicts_the_same_again(body):
    verdict = check(model_written(body, "self.W, self.b = LinearModel.last = W, b"))
    assert (verdict.state, "it predicts something else" in verdict.message) == ("wrong", True), (
        verdict
    )


def test_prices_that_are_alike_are_those_of_two_houses():
    body = "test = y[rng.permutation(len(y))[: round(test_fraction * len(y))]]\n"
    body += "is_test = np.isin(y, test)\nreturn X[~is_test], X[is_test], y[~is_test], y[is_test]"
    assert check(written("train_test_split", body, "prices")).state == "wrong"


def test_a_bias_of_0_is_no_missing_one():
    body = "X = rng.standard_normal((n_samples, len(W)))\n"
    body += "return X, X @ W + (b or 1.0) + noise * rng.standard_normal(n_samples)"
    verdict = check(written("generate_examples", body, "zero"))
    assert verdict.mistake == "not 0 where all is 0", verdict


@pytest.mark.parametrize("seed", [0, 1, 2, 7, 42])
def test_a_seed_of_its_own_is_not_told_as_the_first_rows_or_the_last(seed):
    body = f"rng = np.random.default_rng({seed})\norder = rng.permutation(len(y))\n"
    body += "n = round(test_fraction * len(y))\n"
    body += "return X[order[n:]], X[order[:n]], y[order[n:]], y[order[:n]]"
    verdict = check(written("train_test_split", body, seed))
    assert verdict.mistake in ("a generator of its own, seeded", "rng has no influence"), verdict


def test_the_example_of_what_is_not_finite_shows_it():
    body = "return np.sqrt(np.mean((y_hat - y) ** 3)) ** (2 / 3)"
    verdict = check(written("root_mean_squared_error", body, "nan"))
    assert (verdict.mistake, "yours: nan" in str(verdict)) == ("not a finite number", True)


def test_a_class_that_keeps_none_of_its_parameters_is_not_told_to_transpose():
    model = model_written("return X @ LinearModel.W + LinearModel.b")
    model.W = model.b = None
    verdict = check(model)
    assert "None" in verdict.message, verdict
    assert "X.T" not in verdict.message, verdict


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
        (
            "initialize",
            "half = rng.standard_normal(n_features // 2 + 1)\n"
            "return np.concatenate([half, -half])[:n_features], 0.0",
            "none twice",
        ),
    ],
)
def test_what_was_not_asked_for_is_right_with_a_remark(exercise, body, remark):
    verdict = check(written(exercise, body, "remark"))
    assert (verdict.state, remark in (verdict.remark or "")) == ("correct", True), verdict


LISTS = [
    ("forward", "return LIST(X @ W + b)", "The result comes"),
    ("update", "return LIST(W - learning_rate * dW), b - learning_rate * db", "`W` comes"),
    ("mse_gradient", "e = 2 / len(y) * (y_hat - y)\nreturn LIST(e @ X), e.sum()", "`dW` comes"),
    (
        "standardize",
        "mean, std = X.mean(axis=0), X.std(axis=0)\nreturn (X - mean) / std, LIST(mean), LIST(std)",
        "`mean` and `std` come",
    ),
    (
        "train",
        "losses = []\nfor i in range(n_iterations):\n    y_hat = forward(X, W, b)\n"
        "    losses.append(mean_squared_error(y, y_hat))\n"
        "    W, b = update(W, b, *mse_gradient(X, y, y_hat), learning_rate)\n"
        "return LIST(W), b, losses",
        "`W` comes",
    ),
]


@pytest.mark.parametrize("kind", ["list", "tuple"])
@pytest.mark.parametrize(("exercise", "body", "subject"), LISTS)
def test_a_list_in_the_place_of_an_array_is_right_with_a_remark(exercise, body, subject, kind):
    verdict = check(written(exercise, body.replace("LIST", kind), "a_list"))
    told = f"{subject} back as a list or a tuple, but one can compute with arrays only"
    assert (verdict.state, told in str(verdict.remark)) == ("correct", True), verdict
    plain = check(written(exercise, body.replace("LIST", "np.array"), "an_array"))
    assert (plain.state, plain.remark) == ("correct", None)


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
    assert verdict.mistake == "2.5/n times", verdict


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


ON_WHOLE_NUMBERS = {
    "line": "out = np.zeros_like(x)\nfor i in range(len(x)): out[i] = w * x[i] + b\nreturn out",
    "baseline_loss": "return np.mean((np.full_like(y, y.mean()) - y) ** 2)",
    "update": "new = np.zeros_like(W)\nnew[:] = W - learning_rate * dW\n"
    "return new, b - learning_rate * db",
}


@pytest.mark.parametrize("exercise", ON_WHOLE_NUMBERS)
def test_what_cuts_whole_numbers_is_right_with_a_remark(exercise):
    verdict = check(written(exercise, ON_WHOLE_NUMBERS[exercise], "cut"))
    assert verdict.state == "correct"
    assert "With arrays of whole numbers the result is cut" in verdict.remark
    body = (
        ON_WHOLE_NUMBERS[exercise].replace("_like(x)", "(len(x))").replace("_like(W)", "(len(W))")
    )
    verdict = check(written(exercise, body.replace("_like(y", "(len(y)"), "not cut"))
    assert (verdict.state, "whole" in str(verdict.remark)) == ("correct", False)


def test_a_line_that_cannot_take_one_number_is_right_with_a_remark():
    verdict = check(written("line", "return np.array([w * one + b for one in x])", "array"))
    assert (verdict.state, verdict.remark[:29]) == ("correct", "It works for an array of x on")
    assert check(written("line", "return np.asarray(x) * w + b", "any")).remark is None


DRAWS = "X = rng.standard_normal((n_samples, len(W)))\n"
NOISY = "return X, X @ W + b + noise * rng.standard_normal(n_samples)"
DEALT = "n_test = round(test_fraction * len(y))\nrows = rng.permutation(len(y))\n"
PARTS = "return X[rows[n_test:]], X[rows[:n_test]], y[rows[n_test:]], "
RANDOM = {
    "moved to a mean of 0": ("generate_examples", f"{DRAWS}X = X - X.mean(axis=0)\n{NOISY}"),
    "noise taken from X": (
        "generate_examples",
        f"{DRAWS}return X, X @ W + b + noise * X.ravel()[:n_samples]",
    ),
    "a row without noise": (
        "generate_examples",
        f"{DRAWS}y = X @ W + b\ny[1:] += noise * rng.standard_normal(n_samples - 1)\nreturn X, y",
    ),
    "features spread by noise": (
        "generate_examples",
        f"X = rng.normal(0, noise, (n_samples, len(W)))\n{NOISY}",
    ),
    "no numbers without noise": (
        "generate_examples",
        f"{DRAWS}return X, X @ W + b + rng.standard_normal(n_samples) / noise",
    ),
    "rows torn apart": ("train_test_split", f"{DEALT}{PARTS}np.sort(y[rows[:n_test]])"),
}


@pytest.mark.parametrize("law", RANDOM)
def test_draws_that_are_changed_afterwards_are_told(law):
    exercise, body = RANDOM[law]
    verdict = check(written(exercise, body, law))
    assert verdict.mistake == law, verdict


def test_weights_that_are_moved_to_a_mean_of_0_are_told():
    body = "W = rng.standard_normal(n_features)\nreturn W - W.mean(), 0.0"
    assert check(written("initialize", body, "moved")).mistake == "moved to a mean of 0"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("Z = np.clip((X - mean) / std, -3, 3)", "one row lies far out"),
        ("Z = (X - mean) / np.where(std < 1e-3, 1, std)", "the numbers are small"),
    ],
)
def test_what_is_cut_off_shows_far_out_and_among_small_numbers(step, words):
    body = f"mean, std = X.mean(axis=0), X.std(axis=0)\n{step}\nreturn Z, mean, std"
    verdict = check(written("standardize", body, "cut"))
    assert verdict.mistake == "right for known cases only"
    assert f"not where {words}" in verdict.message


def test_a_class_that_makes_its_forward_itself_or_has_slots_is_right():
    init = "self.W, self.b = W, b\n        self.forward = lambda X: X @ self.W + self.b"
    verdict = check(model_written("return X", init))
    assert verdict.state == "correct", verdict
    names = {"np": np}
    exec(
        "class LinearModel:\n    __slots__ = ('W', 'b')\n"
        "    def __init__(self, W, b): self.W, self.b = W, b\n"
        "    def forward(self, X): return X @ self.W + self.b",
        names,
    )
    assert check(names["LinearModel"]).state == "correct"


def test_a_part_is_called_right_only_if_it_is_so_with_many_rows():
    body = "e = y_hat - y\nreturn 2 / 10 * X.T @ e, 2 * e{}.mean()"
    assert "`db` is right." in check(written("mse_gradient", body.format(""), "ten")).message
    verdict = check(written("mse_gradient", body.format("[:10]"), "the_first_ten"))
    assert verdict.mistake == "dW: number of rows typed"
    assert "`db` is right" not in verdict.message


def test_results_of_wrong_sizes_may_stand_in_another_order_too():
    body = RUN.format(turns="range(n_iterations + 1)", step="").replace(
        "return W, b, losses", "return losses, W, b"
    )
    verdict = check(written("train", body, "exchanged"))
    assert verdict.mistake == "wrong shape"
    assert (
        "The results have shapes (8,), (3,) and (), but must have (3,), () and (7,): "
        "are they in the order W, b, losses?"
    ) in verdict.message


def test_what_changes_on_the_way_may_be_why_a_longer_run_is_wrong():
    step = "learning_rate = learning_rate / (2 if i == 4 else 1)"
    verdict = check(written("train", RUN.format(turns="range(n_iterations)", step=step), "halved"))
    assert "or does something change on the way?" in verdict.message
