"""What beginners write in their first weeks of Python, and the words that must be said of it.

Each is read as a learner reads it: advice that is followed word by word must lead on. What
`LinearModel` is told stands in `test_checks`.
"""

import pytest
from answers import written

from linreg.checks import check

TURN = (
    "losses = []\nfor i in range(n_iterations):\n    y_hat = forward(X, W, b)\n"
    "    losses.append(mean_squared_error(y, y_hat))\n    {}\nreturn W, b, losses"
)
SPLIT = "return X[order[n:]], X[order[:n]], y[order[n:]], y[order[:n]]"
SLIPS = [
    (
        "root_mean_squared_error",
        "sum = 0\nreturn np.sqrt(sum((y_hat - y) ** 2))",
        "`sum` is no fun",
    ),
    ("mean_squared_error", "len = len(y)\nreturn len", "`len` is to be called and to be a value"),
    ("standardize", "mean = mean(X)\nreturn X - mean", "at once; NumPy's is `np.mean`."),
    (
        "forward",
        "y_hat = Z @ W\nZ = X\nreturn y_hat",
        "`Z` is used before it has a value: the line",
    ),
    ("forward", "y_hat = X @ y_hat\nreturn y_hat", "`y_hat` is made by this line, and used"),
    ("predict_one", "for x in row: total += x\nreturn total", "one first, before a loop"),
    ("predict_one", "total == b\ntotal = b\nreturn total", "with one `=`: `total = …`"),
    ("forward", "y_hat == X @ W + b\nreturn y_hat", "`==` compares; a value gets its name with"),
    ("initialize", "W[0] = 1\nreturn W, 0.0", "make it first, such as `W = np.zeros(…)`"),
    ("train_test_split", f"n = 3\norder = rng.permutation\n{SPLIT}", "where it got its name, with"),
    (
        "forward",
        "y_hat = np.array([])\nfor row in X: np.append(y_hat, b)\nreturn y_hat",
        "np.append",
    ),
    ("line", "return np.add(np.multiply(w, x)) + b", "too few arguments are given in this call"),
    ("train", TURN.format("W, b = update(W, b, mse_gradient(X, y, y_hat), 1)"), "`dW, db = …`"),
    (
        "train",
        TURN.format("b = update(W, b, W, b, 1)").replace("W, b, W", "b, b, b"),
        "one number in",
    ),
    ("train", TURN.format("W = update(W, b, W, b, 1)"), "`W` holds several results at once"),
    ("train", TURN.format("dW, db = mse_gradient"), "the function is not called: `(…)`"),
    ("train", TURN.replace("range(n_iterations)", "n_iterations"), "`range(…)` counts up to it"),
    ("line", "b = 3\nreturn w * x + b", "Where is `b` used? Does a line give it another value?"),
    ("initialize", "return rng.random.normal(n_features), 0.0", "before `.normal` is a function"),
    ("standardize", "return X.mean(axis==0), X, X", "inside a call it is one `=`: `axis=0`"),
    ("update", "return W and b", "results are returned with a comma between them"),
    ("baseline_loss", "return mean_squared_error(y, y.mean())", "`np.full(len(y), …)` repeats"),
    ("forward", "return [predict_one(row, W) for row in X]", "`predict_one` also needs 'b'"),
    ("forward", "for i, row in X: pass\nreturn X", "`enumerate` gives each number with its row"),
    ("forward", "return matmul(X, W) + b", "NumPy's is `np.matmul`"),
    ("line", "def f(): return x\nreturn np.sqrt(f)", "`()` is missing behind its name"),
    ("count_parameters", "return 3 + 1", "at most: is it typed in"),
    (
        "predict_one",
        "for x, w in zip(row, W): ...\nreturn b",
        "is the body of the loop still empty",
    ),
    ("line", "return np.array(w * v + b for v in x)", "is it `[… for …]`, in square brackets?"),
    # One row or one feature, and a table as high as it is wide.
    ("update", "return np.squeeze(W - learning_rate * dW), b - learning_rate * db", "`squeeze`"),
    (
        "to_natural_units",
        "return np.squeeze(W / std), b - W @ (mean / std)",
        "must have shape (1,)",
    ),
    (
        "forward",
        "if len(X) == len(W): return W @ X + b\nreturn X @ W + b",
        "not where there are as many rows as features. Is `X` turned",
    ),
    (
        "mse_gradient",
        "X = X.T if X.shape[1] == len(y) else X\n"
        "return 2 * X.T @ (y_hat - y) / len(y), 2 * np.mean(y_hat - y)",
        "Is `X` turned",
    ),
    (
        "largest_rate",
        "a, m, c = f(np.array([w - step, w, w + step]))\nreturn 2 * step**2 / (a - 2 * m + c)",
        "a whole array stands where one number is needed",
    ),
    (
        "mse_gradient",
        "e = (y_hat[:, np.newaxis] - y)\nreturn 2 / len(y) * X.T @ e, 2 * e.mean()",
        "Did a column (n, 1) meet an array (n,)?",
    ),
    # Draws of which a part only is not that of the generator.
    (
        "generate_examples",
        "X = rng.standard_normal((n_samples, len(W)))\n"
        "return X, X @ W + b + noise * np.random.randn(n_samples)",
        "The same seed gives the same features, but other noise.",
    ),
    (
        "generate_examples",
        "X = np.random.randn(n_samples, len(W))\n"
        "return X, X @ W + b + noise * rng.standard_normal(n_samples)",
        "The same seed gives the same noise, but other features.",
    ),
    (
        "generate_examples",
        "X = np.random.default_rng(0).standard_normal((n_samples, len(W)))\n"
        "return X, X @ W + b + noise * rng.standard_normal(n_samples)",
        "Another seed gives other noise, but the features are the same.",
    ),
    (
        "generate_examples",
        "np.random.seed(rng)\nreturn np.random.randn(n_samples, len(W)), b",
        "`rng` is no seed but a generator",
    ),
    (
        "initialize",
        "W = rng.standard_normal(n_features)\nW[0] = 1.0\nreturn W, 0.0",
        "A weight is the same for every seed.",
    ),
    # Splits.
    (
        "train_test_split",
        "n = round(test_fraction * len(y))\n"
        f"order = np.r_[0, 1 + rng.permutation(len(y) - 1)]\n{SPLIT}",
        "A row is always in the test part",
    ),
    (
        "train_test_split",
        "n, all = round(test_fraction * len(y)), np.arange(len(y))\n"
        "test = rng.choice(len(y), n, replace=False, p=(all + 1) / np.sum(all + 1))\n"
        "train = np.setdiff1d(all, test)\nreturn X[train], X[test], y[train], y[test]",
        "Some rows come into the test part far more often",
    ),
    (
        "train_test_split",
        "n = round(test_fraction * len(y))\nX = rng.permuted(X, axis=0)\n"
        "return X[n:], X[:n], y[n:], y[:n]",
        "as if each column of `X` were shuffled by itself",
    ),
    (
        "train_test_split",
        f"n = len(y) // 3\norder = rng.permutation(len(y))\n{SPLIT}",
        "`X_train` has shape",
    ),
    (
        "numerical_gradient",
        "g = np.zeros(p.shape)\nfor i in np.ndindex(p.shape):\n    g[i] == f(p)\nreturn g",
        "Is each stored, with one `=`",
    ),
]


@pytest.mark.parametrize(("exercise", "body", "words"), SLIPS)
def test_a_slip_of_a_beginner_is_told_in_words_that_lead_on(exercise, body, words):
    verdict = check(written(exercise, body, "slip"))
    assert (verdict.state, words in verdict.message) == ("wrong", True), verdict


def test_an_argument_of_another_name_is_told_and_asked_for():
    names = {}
    exec("def line(x, m, c):\n    return m * x + b", names)
    assert (
        "in the exercise it is an argument: `def line(x, w, b):`." in check(names["line"]).message
    )
    exec("def line(x, m, c):\n    return m * x + c", names)
    verdict = check(names["line"])
    assert (verdict.state, verdict.remark) == (
        "correct",
        "The cells below may call its arguments by their names: let these be `x`, `w`, `b`.",
    )
