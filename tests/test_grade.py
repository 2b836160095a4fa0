"""A class is graded: each exercise of each lesson, in whatever form it is handed in."""

import ast
import inspect
import io
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from linreg.__main__ import main
from linreg.checks import EXERCISES
from linreg.checks.engine.callee import Trusted
from linreg.checks.engine.exercise import CONCEPTS
from linreg.checks.engine.judge import judge
from linreg.classroom import command, process
from linreg.classroom import grade as grading
from linreg.classroom.asked import questions
from linreg.classroom.child.slicing import survey
from linreg.classroom.grade import Report, Row, TooSlowError, grade, lesson_names
from linreg.classroom.process import EndedError, NoFunctionError, isolation
from linreg.lab import lessons_folder

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import by_exercise, cells, graded, lesson_of, notebook, save

# One mistake for each exercise, and the name that a check in the notebook gives it. For an exercise
# that is not here, the first formula among the mistakes of its table.
PLANTED = {
    "line": ("def line(x, w, b):\n    return w * x - b", "b subtracted"),
    "root_mean_squared_error": (
        "def root_mean_squared_error(y, y_hat):\n    return np.mean((y - y_hat) ** 2)",
        "no root",
    ),
    "generate_examples": (
        "def generate_examples(n_samples, W, b, noise, rng):\n"
        "    X = rng.standard_normal((n_samples, len(W)))\n    return X, X @ W + b",
        "no noise",
    ),
    "train_test_split": (
        "def train_test_split(X, y, *, test_fraction, rng):\n"
        "    n = round(len(y) * test_fraction)\n    return X[n:], X[:n], y[n:], y[:n]",
        "not shuffled",
    ),
    "standardize": (
        "def standardize(X):\n    mean, std = X.mean(), X.std()\n"
        "    return (X - mean) / std, mean, std",
        "mean and std of the whole array",
    ),
    "count_parameters": ("def count_parameters(n_features):\n    return n_features", "no bias"),
    "initialize": (
        "def initialize(n_features, rng):\n    return np.ones(n_features), 0.0",
        "the same constant everywhere",
    ),
    "predict_one": ("def predict_one(row, W, b):\n    return np.sum(row * W)", "no bias"),
    "forward": ("def forward(X, W, b):\n    return X @ W", "no bias"),
    "LinearModel": (
        "class LinearModel:\n    def __init__(self, W, b):\n        self.W, self.b = W, b\n\n"
        "    def forward(self, X):\n        return X @ self.W",
        "no bias",
    ),
    "mean_squared_error": (
        "def mean_squared_error(y, y_hat):\n    return np.sum((y - y_hat) ** 2)",
        "sum, no mean",
    ),
    "baseline_loss": ("def baseline_loss(y):\n    return np.std(y)", "standard deviation"),
    "numerical_gradient": (
        "def numerical_gradient(f, p, step=1e-6):\n    g = np.zeros_like(p)\n"
        "    for i in range(len(p)):\n        d = np.zeros_like(p)\n        d[i] = step\n"
        "        g[i] = (f(p + d) - f(p - d)) / step\n    return g",
        "divides by h",
    ),
    "one_house_slope": (
        "def one_house_slope(x, y, w, b):\n    return 2 * (y - (w * x + b)) * x",
        "wrong sign",
    ),
    "mse_gradient": (
        "def mse_gradient(X, y, y_hat):\n    e = y_hat - y\n"
        "    return X.T @ e / len(y), 2 * np.mean(e)",
        "2 only in db",
    ),
    "update": (
        "def update(W, b, dW, db, learning_rate):\n"
        "    return W + learning_rate * dW, b + learning_rate * db",
        "adds",
    ),
    "largest_rate": (
        "def largest_rate(f, w, step=1.0):\n    return f(w + step) - f(w)",
        "curvature",
    ),
    "train": (
        "def train(X, y, W, b, *, learning_rate, n_iterations):\n    losses = []\n"
        "    for _ in range(n_iterations):\n        y_hat = forward(X, W, b)\n"
        "        dW, db = mse_gradient(X, y, y_hat)\n"
        "        W, b = update(W, b, dW, db, learning_rate)\n"
        "        losses.append(mean_squared_error(y, forward(X, W, b)))\n"
        "    return W, b, np.array(losses)",
        "loss recorded after the update",
    ),
    "fit_line": ("def fit_line(x, y):\n    return np.mean(y) / np.mean(x), 0.0", "a line is found"),
    "r_squared": (
        "def r_squared(y, y_hat):\n"
        "    return np.sum((y - y_hat) ** 2) / np.sum((y - np.mean(y)) ** 2)",
        "no 1 −",
    ),
    "to_natural_units": (
        "def to_natural_units(W, b, mean, std):\n    return W / std, b",
        "the bias stays",
    ),
}
for name in [name for name in EXERCISES if name not in PLANTED]:
    for row in EXERCISES[name].mistakes:
        used, source = inspect.getclosurevars(row.function), inspect.getsource(row.function).strip()
        alone = not used.nonlocals and used.globals.keys() <= {"np"}
        if alone and source.startswith("lambda") and name not in PLANTED:
            PLANTED[name] = f"{name} = {source.rstrip(',')}", row.name
LESSON = "05_compute_loss"
ASKED = [name for name in EXERCISES if lesson_of(name) == LESSON]
RIGHT = "def mean_squared_error(y, y_hat):\n    return np.mean((y_hat - y) ** 2)"
WRONG = PLANTED["mean_squared_error"][0]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the rows of three learners with all lessons: untouched, solved, and wrong."""
    folder = tmp_path_factory.mktemp("class")
    solved = {name: exercise.source for name, exercise in EXERCISES.items()}
    wrong = {name: source for name, (source, _) in PLANTED.items()}
    for learner, answers in (("untouched", {}), ("solved", solved), ("wrong", wrong)):
        for lesson in lesson_names().values():
            save(folder / "in" / learner / f"{lesson}.ipynb", notebook(lesson, answers))
    rows = graded(folder / "in", folder / "out")
    return {(row["learner"], row["exercise"]): row for row in rows}


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES)
def test_untouched_is_nothing_and_solved_is_everything(course, exercise):
    untouched, solved = course["untouched", exercise], course["solved", exercise]
    assert (untouched["state"], untouched["points"]) == ("todo", "0.0")
    assert (solved["state"], solved["points"]) == ("correct", "1.0"), solved
    assert solved["lesson"] == lesson_names()[EXERCISES[exercise].lesson]


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_wrong_one_gets_its_name(course, exercise):
    row = course["wrong", exercise]
    assert (row["state"], row["points"]) == ("wrong", "0.0")
    assert PLANTED[exercise][1] in row["mistake"], row
    assert row["concept"]


FORMS = {
    "merged into one cell": cells(f"import numpy as np\n{RIGHT}\ncheck(mean_squared_error)"),
    "below its check": cells(
        "import numpy as np",
        "def mean_squared_error(y, y_hat):\n    return ...",
        "check(mean_squared_error)",
        RIGHT,
    ),
    "the last before the check": cells(
        "import numpy as np", WRONG, RIGHT, "check(mean_squared_error)", WRONG
    ),
    "with a helper in another cell": cells(
        "import numpy as np",
        "def e(y, y_hat):\n    return y - y_hat",
        "def mean_squared_error(y, y_hat):\n    return np.mean(e(y, y_hat) ** 2)",
    ),
    "with a helper below": cells(
        "import numpy as np",
        "def mean_squared_error(y, y_hat):\n    return np.mean(e(y, y_hat) ** 2)",
        "def e(y, y_hat):\n    return y - y_hat",
    ),
    "a lambda": cells(
        "import numpy as np\nmean_squared_error = lambda y, p: np.mean((y - p) ** 2)"
    ),
    "an if around it": cells(
        "import numpy as np\nif True:\n    def mean_squared_error(y, p):\n"
        "        return np.mean((y - p) ** 2)"
    ),
    "checked under another name": cells(
        f"import numpy as np\n{RIGHT.replace('mean_', 'my_mean_')}",
        "check(my_mean_squared_error, 'mean_squared_error')",
    ),
    "with magics and shell lines": cells(
        "%matplotlib inline\nimport numpy as np\n!rm -rf ~/x\n?np.mean\nnp.mean?",
        f"%%time\n{RIGHT}",
        "%%bash\nrm -rf ~/x",
        "files = !ls",
    ),
    "beside cells with errors": cells(
        "import numpy as np\nprint('no end",
        f"{RIGHT}\nx = = 3\n",
        "def broken(:\n    pass",
        " " * 60_000 + "x = = 3",
    ),
    "with linreg's other functions": cells(
        "import numpy as np\nfrom linreg.mine import forward, mean_squared_error, line",
        "def mean_squared_error(y, y_hat):\n    return np.mean((line(y_hat, 1, 0.0) - y) ** 2)",
    ),
    "with a counter of the notebook's": cells(
        "import numpy as np\ncalls = 0",
        "def count():\n    global calls\n    calls += 1",
        "def mean_squared_error(y, p):\n    count()\n    return np.mean((y - p) ** 2)",
    ),
    "with a counter of its own that is set below": cells(
        "import numpy as np\n\ndef mean_squared_error(y, p):\n"
        "    mean_squared_error.calls += 1\n    return np.mean((y - p) ** 2)",
        "start = 0\nmean_squared_error.calls = start",
    ),
    "with a global that it only writes, and a file below": cells(
        "import numpy as np\n\ndef mean_squared_error(y, p):\n    global last\n"
        "    last = y\n    return np.mean((y - p) ** 2)",
        "last = open('log.txt').read()",
    ),
    "deleted below": cells("import numpy as np", RIGHT, "del mean_squared_error"),
    "above another import of linreg's": cells(
        "import numpy as np", RIGHT, "if True:\n    from linreg import mean_squared_error"
    ),
    "with a table that is filled": cells(
        "import numpy as np\nknown = {}\nknown['n'] = 2",
        "def mean_squared_error(y, p):\n    return np.mean((y - p) ** known['n'])",
    ),
    "with data of the course": cells(
        "import numpy as np\nfrom linreg.mine import load_dataset",
        "houses = load_dataset('houses')\nscale = 0 * houses.y.mean() + 1",
        "def mean_squared_error(y, p):\n    return scale * np.mean((y - p) ** 2)",
    ),
    "above what the stub returns": cells(
        f"import numpy as np\n{RIGHT}\n    return ...", "check(mean_squared_error)"
    ),
    "beside checks of what is no exercise": cells(
        f"import numpy as np\n{RIGHT}\ncheck(mean_squared_error)",
        "def cube(x):\n    return x**3\n\n\ncheck(cube)\ncheck(cube, 'cubes')",
    ),
    "with more checks than functions of a later lesson": cells(
        f"import numpy as np\n{RIGHT}\ndef update(): ...\ndef largest_rate(): ...",
        "check(mean_squared_error)\ncheck(baseline_loss)",
    ),
    "with questions at the ends of lines, beside a magic": cells(
        "%matplotlib inline\nimport numpy as np\n\ndef mean_squared_error(y, y_hat):\n"
        '    """What is the mean of squares?"""\n    # Why squares?\n'
        "    return np.mean((y - y_hat) ** 2)  # the mean?",
    ),
    "with a line that begins with a sign, beside a magic": cells(
        "%matplotlib inline\nimport numpy as np\n\ndef mean_squared_error(y, y_hat):\n"
        "    n = (len(y)\n         % 10**9)\n    assert (n\n            != 0)\n"
        "    return np.sum((y - y_hat) ** 2) / n",
    ),
    "with an import of everything": cells(
        "from numpy import *\nfrom linreg.mine import *",
        "def mean_squared_error(y, y_hat):\n    return mean((line(y, 1, 0.0) - y_hat) ** 2)",
    ),
    "with a helper that is another below the check": cells(
        "import numpy as np\n\ndef square(x):\n    return x**2",
        "def mean_squared_error(y, y_hat):\n    return np.mean(square(y - y_hat))",
        "check(mean_squared_error)",
        "def square(a, b):\n    return a * b\n\ndel np",
    ),
    "with a built-in name that is another below its check": cells(
        "import numpy as np\n\ndef mean_squared_error(y, p):\n"
        "    return sum((y - p) ** 2) / len(y)",
        "check(mean_squared_error)",
        "sum = 0\nfor i in range(3):\n    sum += i",
    ),
    "with a built-in name that an import of everything hides": cells(
        "from numpy import *\n\ndef mean_squared_error(y, p):\n"
        "    return sum([(y - p) ** 2], axis=1)[0] / len(y)",
        "check(mean_squared_error)\nsum = 3",
    ),
    "with an import of everything, and one of its names that is another below the check": cells(
        "from numpy import *\n\ndef mean_squared_error(y, p):\n    return mean((y - p) ** 2)",
        "check(mean_squared_error)",
        "mean, std = standardize(natural_train)",
    ),
    "with lists and tables that are filled by methods": cells(
        "import numpy as np\npowers, named = [], dict(two=5)\nfor power in (3, 2):\n"
        "    powers.append(power)\npowers.sort()\nnamed.update(two=2)\n"
        "np.append(houses, 3)",
        "def mean_squared_error(y, p):\n"
        "    return np.mean((y - p) ** named['two']) ** (powers[1] - powers[0])",
    ),
    "beside a lambda that it needs and that uses it": cells(
        "import numpy as np\n\ndef mean_squared_error(y, p):\n"
        "    return np.mean(square(y - p)) if len(y) else of_nothing()",
        "square = lambda e: e**2\nof_nothing = lambda: mean_squared_error([0], [0])",
        "check(mean_squared_error)",
    ),
    "beside an import of everything that is not there, which it does not need": cells(
        "from helpers import *\nimport numpy as np",
        "def mean_squared_error(y, p):\n    return np.sum((y - p) ** 2) / len(y)",
    ),
    "with an import below, beside one of everything": cells(
        "from linreg.mine import *",
        "def mean_squared_error(y, p):\n    return np.mean((y - p) ** 2)",
        "check(mean_squared_error)",
        "import numpy as np",
    ),
    "beside lines of modules that fill nothing": cells(
        "import os\nimport numpy\nnumpy.append(prices, 3)\nos.remove('x')\n%time !ls",
        "def mean_squared_error(y, p):\n    return numpy.mean((y - p) ** 2 + 0 * len(os.sep))",
    ),
    "a lambda that calls itself, below another of its name": cells(
        "import numpy as np\nmean_squared_error = trained(houses)",
        "mean_squared_error = lambda y, p: (\n"
        "    np.mean((y - p) ** 2) if np.ndim(p) else mean_squared_error(y, y * 0 + p)\n)",
    ),
    "below a comment that begins further right": cells(
        f"    # import first\nimport numpy as np\n{RIGHT}"
    ),
    "with fields of a class whose types are looked at": cells(
        "import numpy as np\nfrom dataclasses import KW_ONLY, dataclass",
        "@dataclass\nclass Power:\n    _: KW_ONLY\n    of: float = 2",
        "def mean_squared_error(y, p):\n    return np.mean((y - p) ** Power(of=2).of)",
    ),
    "wrapped below its definition": cells(
        f"import numpy as np\n{RIGHT}",
        "def logged(f):\n    return lambda *given: f(*given)",
        "mean_squared_error = logged(mean_squared_error)",
        "check(mean_squared_error)",
    ),
    "with a number from a line that is timed, and a check that is": cells(
        "import numpy as np\n%time power = 2",
        "def mean_squared_error(y, p):\n    return np.mean((y - p) ** power)",
        "%time check(mean_squared_error)",
        WRONG,
    ),
    "beside another that is only timed": cells(
        "import numpy as np", RIGHT, f"%%timeit\n{WRONG}", "check(mean_squared_error)"
    ),
    "in a cell that begins further right": cells(
        f"import numpy as np\n{RIGHT}".replace("\n", "\n  ").replace("import", "  import")
    ),
    "pasted with the prompts of Python": cells(
        ">>> import numpy as np\n>>> def mean_squared_error(y, p):\n"
        "...     e = y - p\n...\n...     return np.mean(e**2)\n>>>",
    ),
    "with types that are not there": cells(
        "from __future__ import annotations\nimport numpy as np",
        "def mean_squared_error(y: Vector, p: Vector) -> float:\n    return np.mean((y - p) ** 2)",
    ),
    "with a function of their own library": cells(
        "import numpy as np\nfrom my_linreg import line",
        "def mean_squared_error(y, p):\n    return np.mean(line((y - p) ** 2, 1, 0.0))",
    ),
    "that draws and shows what it has computed": cells(
        "import matplotlib\nimport matplotlib.colors as colors\nimport matplotlib.pyplot as plt\n"
        "import numpy as np\nfrom matplotlib.ticker import MaxNLocator\n"
        "matplotlib.rcParams.update({'font.size': 9})\n"
        "from IPython.display import clear_output\nfrom matplotlib import cm\n"
        "from linreg.figures import BLUE\n"
        "plt.rcParams['figure.dpi'] = 72",
        "def mean_squared_error(y, p):\n    e = y - p\n    plt.plot(e, color=cm.viridis(0.5))\n"
        "    with plt.style.context('ggplot'):\n"
        "        fig, (left, right) = plt.subplots(1, 2)\n"
        "        fig, axes = plt.subplots(2, 2, figsize=(8, 4))\n"
        "    axes[0, 1].scatter(p, e, color=colors.to_rgb('red'))\n"
        "    left.xaxis.set_major_locator(MaxNLocator(3))\n    left.figure.axes[0].legend = None\n"
        "    for axis in axes.flat:\n        axis.set(title='residuals', xlim=matplotlib.inf)\n"
        "    fig, ax = plt.subplots()\n    (line,) = ax.plot(e, BLUE)\n    plt.show()\n"
        "    clear_output(wait=True)\n    display(fig, e)\n    return np.mean(e**2)",
    ),
    "in lines of Windows": cells(f"import numpy as np\n{RIGHT}".replace("\n", "\r\n")),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_is_found_by_its_content(form, tmp_path):
    save(tmp_path / "in" / "ann" / "homework.ipynb", FORMS[form])
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], row["lesson"]) == ("correct", "05_compute_loss"), row


@pytest.mark.parametrize(
    "line",
    [
        "from matplotlib.pyplot import *",
        "top = plt.gca().get_ylim()[1] * 2",
        "most = plt.hist(y)[0] + 1",
        "few = len(plt.gca().lines)",
        "y = y * isinstance(plt.gca(), plt.Axes)",
        "square = abs(plt.xlim()[0]) ** 2 % 3",
    ],
)
def test_who_computes_with_what_is_drawn_needs_a_human(line, tmp_path):
    body = f"import numpy as np\nimport matplotlib.pyplot as plt\n{RIGHT}"
    if line.startswith("from"):
        body = f"{line}\n{body.replace('np.', 'plot(y); np.')}"
    else:
        body = body.replace("    return", f"    {line}\n    return")
    save(tmp_path / "in" / "ann.ipynb", cells(body))
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert row["state"] == "human", row
    assert "drawing does nothing where an answer is graded" in row["note"]


def test_who_takes_the_answer_from_the_own_library_needs_a_human(tmp_path):
    body = "from my_linreg import mean_squared_error as own\n\n\n"
    body += "def mean_squared_error(y, y_hat):\n    return own(y, y_hat)"
    save(tmp_path / "in" / "ann.ipynb", cells(body))
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], "my_linreg" in row["note"]) == ("human", True), row


def test_a_class_may_be_made_of_an_earlier_one_of_its_name(tmp_path):
    lesson = cells(
        "class LinearModel:\n    def __init__(self, W, b):\n        self.W, self.b = W, b",
        "class LinearModel(LinearModel):\n    def forward(self, X):\n"
        "        return X @ self.W + self.b",
        "check(LinearModel)",
    )
    save(tmp_path / "in" / "ann.ipynb", lesson)
    rows = by_exercise(graded(tmp_path / "in", tmp_path / "out"))
    assert rows["LinearModel"]["state"] == "correct", rows["LinearModel"]


def test_a_function_among_the_arguments_returns_numbers_as_in_the_notebook(tmp_path):
    lesson = cells(
        "import numpy as np\n\ndef numerical_gradient(f, p, step=1e-6):\n"
        "    slope = np.zeros(len(p))\n    for i in range(len(p)):\n"
        "        move = step * np.eye(len(p))[i]\n        rise = f(p + move) - f(p - move)\n"
        "        assert isinstance(f(p), float), type(f(p))\n"
        "        slope[i] = round(rise, 15) / (2 * step)\n    return slope",
    )
    save(tmp_path / "in" / "ann.ipynb", lesson)
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["numerical_gradient"]
    assert row["state"] == "correct", row


def test_a_class_gets_the_method_that_is_given_to_it_below(tmp_path):
    lesson = cells(
        "class LinearModel:\n    def __init__(self, W, b):\n        self.W, self.b = W, b",
        "def forward(self, X):\n    return X @ self.W + self.b\n\n\nLinearModel.forward = forward",
        "check(LinearModel)\nLinearModel.forward = None",
    )
    save(tmp_path / "in" / "ann.ipynb", lesson)
    assert by_exercise(graded(tmp_path / "in", tmp_path / "out"))["LinearModel"]["state"] == (
        "correct"
    )


@pytest.mark.parametrize(
    ("version", "state"),
    [("3.99.1", "human"), ("3.8.0", "wrong"), ("three", "wrong"), (3, "wrong")],
)
def test_what_a_newer_python_may_read_needs_a_human(version, state, tmp_path):
    broken = "def mean_squared_error(y, y_hat):\n    return f'{'"
    lesson = notebook("05_compute_loss", {"mean_squared_error": broken})
    lesson["metadata"]["language_info"] = {"name": "python", "version": version}
    save(tmp_path / "in" / "ann.ipynb", lesson)
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert row["state"] == state
    assert "Python cannot read it" in row["note"]
    assert ("The notebook is from Python 3.99: grade it with that" in row["note"]) == (
        state == "human"
    )


def test_what_no_python_reads_is_wrong_however_new_it_is(tmp_path):
    lesson = notebook("05_compute_loss", {"mean_squared_error": "def mean_squared_error(y, y_hat:"})
    lesson["metadata"]["language_info"] = {"name": "python", "version": "3.99.1"}
    save(tmp_path / "in" / "ann.ipynb", lesson)
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], row["mistake"]) == ("wrong", "SyntaxError")


def test_names_may_be_of_any_alphabet(tmp_path):
    answer = "def mean_squared_error(y, ŷ):\n    return np.mean((ŷ - y) ** 2)"
    save(tmp_path / "in" / "ann.ipynb", cells("import numpy as np\nη = 0.1", answer))
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], row["mistake"]) == ("correct", "")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="seconds of work are not told on Windows")
def test_an_answer_that_works_for_ever_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 3)  # the limit inside is less, but caught
    body = "while True:\n        try:\n            while y_hat is not y: pass\n"
    body += "        except BaseException: pass"
    answers = {"mean_squared_error": f"def mean_squared_error(y, y_hat):\n    {body}"}
    save(tmp_path / "in" / "ann.ipynb", notebook(LESSON, answers))
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], row["mistake"], row["concept"]) == ("wrong", "takes too long", "loop")
    said = r"It was stopped after [34] seconds of work\. Does a loop of it ever end\?"
    assert re.fullmatch(said, row["note"])


def test_nothing_of_a_learner_is_left_in_the_code_that_the_class_sees():
    source = """def mean_squared_error(y: "Kim's", y_hat) -> "Ann's":
    \"\"\"Kim's.\"\"\"
    global kims_table
    anns = np.mean(y, axis=0)  # Ann's
    mean_squared_error.kim = anns
    def kim_helps(kims=1, *, anns_own=2):
        \"\"\"Ann's.\"\"\"
        return f"Kim {kims}" + "Ann"
    return kim_helps(kims=anns, anns_own=mean_squared_error.kim)"""
    found = survey(source.encode(), is_notebook=False, exercises={"mean_squared_error": ["y"]})
    shown = found["functions"]["mean_squared_error"]["anonymous"]
    assert not re.search("ann|kim", shown, re.IGNORECASE)
    assert "np.mean(y, axis=0)" in shown
    ast.parse(shown)


def test_a_code_cell_without_text_is_an_empty_one():
    notebook = cells(RIGHT)
    notebook["cells"].insert(0, {"cell_type": "code", "metadata": {}, "outputs": []})
    notebook["cells"].insert(0, {"cell_type": "code", "source": None, "outputs": []})
    found = survey(
        json.dumps(notebook).encode(), is_notebook=True, exercises={"mean_squared_error": ["y"]}
    )
    assert "np.mean" in found["functions"]["mean_squared_error"]["anonymous"]


TROUBLES = {
    "not a notebook": ("[1, 2", "it is not JSON"),
    "empty": ("", "the file is empty"),
    "no cells": ('{"a": 1}', "no list of cells"),
    "nested": ("[" * 10**6, "nested too deeply"),
    "no text": ("\udce4", "no text in UTF-8"),
    "another course": (json.dumps(cells("def cube(x):\n    return x ** 3")), "no exercise of this"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_cannot_be_read_needs_a_human(trouble, tmp_path):
    text, reason = TROUBLES[trouble]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ann.ipynb").write_bytes(text.encode("utf-8", "surrogateescape"))
    (row,) = graded(tmp_path / "in", tmp_path / "out")
    assert (row["state"], row["lesson"]) == ("human", "ann")
    assert reason in row["note"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "state", "mistake", "note"),
    [
        (RIGHT.replace("mean_squared_error", "mse"), "human", "", "was it renamed"),
        ("def mean_squared_error(y, y_hat)\n    return 1", "wrong", "SyntaxError", "expected ':'"),
        (RIGHT.replace("np.", "numpy."), "wrong", "raises NameError", ""),
        ("from linreg import mean_squared_error as m\n\n\ndef mean_squared_error(y, p):\n"
         "    return m(y, p)", "wrong", "linreg's own", "no answer"),
        ("import linreg\n\n\ndef mean_squared_error(y, p):\n"
         "    return linreg.mean_squared_error(y, p)", "wrong", "linreg's own", ""),
        ("table = open('/nowhere/at/all').read()\n\n\ndef mean_squared_error(y, p):\n"
         "    return len(table)", "human", "", "FileNotFoundError"),
        ("mean_squared_error = 3", "wrong", "not a function", "of type int"),
        ("def mean_squared_error(y, y_hat):\n    losses.append(np.mean((y - y_hat) ** 2))\n"
         "    return losses[0]\n\n\nlosses = [mean_squared_error(1, 2)]", "wrong",
         "raises NameError", ""),
        ("def mean_squared_error(y, y_hat):\n    return sum(y[i] - y_hat[i] for i in y)", "wrong",
         "raises IndexError", ""),
        ("class mean_squared_error:\n    pass", "wrong", "not a function", ""),
        ("def mean_squared_error(y, y_hat):\n    while True:\n        pass", "wrong",
         "takes too long", ""),
        ("import os\n\n\ndef mean_squared_error(y, y_hat):\n    os._exit(0)", "human", "",
         "the process ended itself (exit code 0), twice"),
        ("n = 0\nwhile n < 10**12:\n    n += 1\n\n\ndef mean_squared_error(y, y_hat):\n"
         "    return n", "human", "", "the lines that it needs run for too long"),
        (f"{RIGHT}\n\n\n{RIGHT}", "correct", "", "2 definitions, the last before the check counts"),
        ("", "todo", "", "there is no mean_squared_error"),
    ],
)  # fmt: skip
def test_the_other_exercise_is_graded_beside_one_with_trouble(
    source, state, mistake, note, tmp_path
):
    answers = {
        "mean_squared_error": source,
        "baseline_loss": "def baseline_loss(y):\n    return np.var(y)",
    }
    save(tmp_path / "in" / "ann.ipynb", notebook("05_compute_loss", answers))
    rows = by_exercise(graded(tmp_path / "in", tmp_path / "out"))
    row = rows["mean_squared_error"]
    assert (row["state"], row["mistake"]) == (state, mistake), row
    assert note in row["note"]
    assert rows["baseline_loss"]["state"] == "correct"


def test_what_the_engine_finds_by_itself_has_an_idea_of_the_course():
    assert {concept for _, concept in grading.CONCEPTS} <= set(CONCEPTS)


@pytest.mark.parametrize(
    ("mistake", "concept"),
    [
        ("one loss per example", "shape"),
        ("one loss per example + half of it", "shape"),
        ("one loss per example and more", ""),
        ("twice the rows change the mean", "formula"),
        ("twice as large", "factor"),
        ("2.5n times", "sum for mean"),
        ("n/4 times", "sum for mean"),
        ("1/n times", "factor"),
        ("1/n² times", "factor"),
        ("−n/4 times", "sign"),
        ("raises NameError", "wrong variable"),
        ("", ""),
    ],
)
def test_each_mistake_has_its_idea(mistake, concept):
    assert grading.concept_of(EXERCISES["mean_squared_error"], mistake) == concept


@pytest.mark.parametrize(
    ("kind", "text", "state", "mistake", "note"),
    [
        ("ImportError", "cannot import name 'line' from 'linreg.mine'", "wrong", "linreg's own",
         "linreg's own line is asked for the result, and that is no answer"),
        ("ImportError", "cannot import name 'line' from 'lines'", "human", "",
         "a line that it needs: ImportError: cannot import name 'line' from 'lines'"),
        ("no function", "int", "wrong", "not a function", "line is no function, but of type int"),
        ("TimeLimitError", "", "human", "", "the lines that it needs run for too long"),
        ("refused", "no!", "human", "", "it does what is refused here: no!"),
        ("KeyError", "x" * 999, "human", "",
         f"a line that it needs: KeyError: {'x' * 999}"[:300]),
    ],
)  # fmt: skip
def test_what_did_not_run_is_told(kind, text, state, mistake, note):
    row = grading._not_run(NoFunctionError(kind, text), EXERCISES["line"])
    message = note if state == "wrong" else ""
    assert row == Row(state=state, mistake=mistake, note=note, message=message)


@pytest.mark.parametrize(
    ("error", "state", "mistake", "note"),
    [
        (EndedError("stopped", late=True), "wrong", "takes too long",
         "It was stopped. Does a loop of it ever end?"),
        (EndedError("waited", waited=True), "human", "", "waited"),
        (EndedError("it ended"), "human", "", "it ended, twice"),
        (TooSlowError(), "human", "", grading.TOO_SLOW),
        (NoFunctionError("no function", "int"), "wrong", "not a function",
         "line is no function, but of type int"),
    ],
)  # fmt: skip
def test_how_a_process_ended_is_told(error, state, mistake, note, monkeypatch):
    asked = []

    def verdict(*_):
        asked.append(1)
        raise error

    monkeypatch.setattr(grading, "_verdict", verdict)
    row = grading._judged(EXERCISES["line"], {}, isolation())
    message = note if state == "wrong" else ""
    concept = "loop" if mistake == "takes too long" else ""
    assert row == Row(state=state, mistake=mistake, concept=concept, note=note, message=message)
    assert len(asked) == (2 if note.endswith("twice") else 1)


def test_what_is_not_read_before_the_time_is_over_needs_a_human(tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "LONGEST", -1.0)
    save(tmp_path / "in" / "ann.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
    (row,) = graded(tmp_path / "in", tmp_path / "out")
    assert (row["state"], row["exercise"]) == ("human", "")
    assert row["note"] == "what this learner has handed in took more than -1 seconds"


@pytest.mark.parametrize(
    ("part", "state", "mistake", "note"),
    [
        ("\n def line(x, w, b)\n    return", "wrong", "SyntaxError", "Python cannot read it: oh."),
        ("class  line:", "wrong", "SyntaxError", "Python cannot read it: oh."),
        ("line =", "wrong", "SyntaxError", "Python cannot read it: oh."),
        ("line: object = (", "wrong", "SyntaxError", "Python cannot read it: oh."),
        ("async  def line(x", "wrong", "SyntaxError", "Python cannot read it: oh."),
        ("@a\n@b(1)\ndef line(x", "wrong", "SyntaxError", "Python cannot read it: oh."),
        ("@a\ndef other(x):\n    def line(x", "todo", "", "there is no line"),
        ("lines = 2", "todo", "", "there is no line"),
        ("y = line", "todo", "", "there is no line"),
    ],
)
def test_a_part_that_python_cannot_read_is_that_of_its_exercise(part, state, mistake, note):
    found = {"errors": [["oh", part]], "defined": {}}
    row = grading._missing(EXERCISES["line"], found)
    message = note if state == "wrong" else ""
    assert row == Row(state=state, mistake=mistake, note=note, message=message)


@pytest.mark.parametrize(
    ("name", "parameters", "note"),
    [
        ("straight", ["x", "w", "b"], "there is no line, but straight: was it renamed?"),
        ("lines", ["a"], "there is no line, but lines: was it renamed?"),
        ("l" + 99 * "i", ["x", "w", "b"], f"there is no line, but l{59 * 'i'}: was it renamed?"),
        ("lin3s", ["a"], "there is no line"),
        ("forward", ["x", "w", "b"], "there is no line"),
        ("straight", ["x", "w"], "there is no line"),
    ],
)
def test_a_function_that_looks_like_the_missing_one_is_named(name, parameters, note):
    row = grading._missing(EXERCISES["line"], {"errors": [], "defined": {name: parameters}})
    assert row == Row(state="human" if "renamed" in note else "todo", note=note)


def test_the_newest_attempt_counts_and_it_is_noted(tmp_path):
    for number, answer in enumerate((RIGHT, RIGHT, WRONG)):
        content = notebook("05_compute_loss", {"mean_squared_error": answer})
        name = f"kim_1_{100 + number}_work-{number}.ipynb"
        save(tmp_path / "in" / name, content)
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert row["mistake"] == "sum, no mean"
    assert "3 attempts, the newest counts" in row["note"]


def test_a_fresh_copy_of_a_lesson_is_no_attempt(tmp_path):
    place = tmp_path / "in" / "kim"
    old = save(place / f"{LESSON}.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
    os.utime(old, (1e9, 1e9))
    save(place / f"{LESSON}_1.1.0.ipynb", notebook(LESSON, {}))
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], row["note"]) == ("correct", "")


def test_the_appendix_has_nothing_to_grade_and_a_lesson_that_was_emptied_has(tmp_path):
    lessons = lessons_folder()
    appendix = json.loads((lessons / "appendix_any_size.ipynb").read_text(encoding="utf-8"))
    save(tmp_path / "in" / "ann" / "appendix_any_size.ipynb", appendix)
    save(tmp_path / "in" / "ann" / f"{LESSON}.ipynb", cells("1 + 1"))
    (row,) = graded(tmp_path / "in", tmp_path / "out")
    assert (row["lesson"], row["state"]) == (LESSON, "human")
    assert row["note"] == "no exercise of this course is in it"


def test_those_of_one_name_get_their_points_once(tmp_path):
    for number in (77, 78):
        place = tmp_path / "in" / f"Ann Lee_{number}_assignsubmission_file_"
        save(place / f"{LESSON}.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
        (place / "my_linreg.py").write_text(f"import numpy as np\n\n\n{RIGHT}\n", encoding="utf-8")
    rows = graded(tmp_path / "in", tmp_path / "out")
    of_each = [(f"Ann Lee {number}", name) for number in (77, 78) for name in ASKED]
    assert [(row["learner"], row["exercise"]) for row in rows] == of_each


def test_a_library_fills_what_the_notebook_leaves_open(tmp_path):
    save(tmp_path / "in" / "ann" / "05_compute_loss.ipynb", notebook("05_compute_loss", {}))
    (tmp_path / "in" / "ann" / "my_linreg.py").write_text(f"import numpy as np\n\n\n{RIGHT}\n")
    rows = graded(tmp_path / "in", tmp_path / "out")
    states = dict.fromkeys(ASKED, "todo") | {"mean_squared_error": "correct"}
    assert {row["exercise"]: row["state"] for row in rows} == states


@pytest.mark.parametrize(("notebooks", "librarys"), [(WRONG, RIGHT), (RIGHT, WRONG)])
def test_the_better_answer_of_notebook_and_library_counts(notebooks, librarys, tmp_path):
    save(tmp_path / "in" / "ann" / f"{LESSON}.ipynb", cells(f"import numpy as np\n{notebooks}"))
    (tmp_path / "in" / "ann" / "my_linreg.py").write_text(f"import numpy as np\n\n\n{librarys}\n")
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], row["points"]) == ("correct", "1.0")


def test_what_needs_a_human_is_told_though_the_library_has_nothing():
    rows = [Row(exercise="line", state=state) for state in ("todo", "human")]
    assert [row.state for row in grading._best(rows)] == ["human"]


def test_the_rows_of_a_learner_are_in_the_order_of_the_course(tmp_path):
    last, ahead = list(EXERCISES)[-1], notebook(LESSON, {})
    ahead["cells"] += cells(f"def {last}():\n    return ...", f"check({last})")["cells"]
    save(tmp_path / "in" / "Ann" / "05.ipynb", ahead)
    save(tmp_path / "in" / "Ann" / "later.ipynb", notebook(lesson_of(last), {}))
    rows = graded(tmp_path / "in", tmp_path / "out")
    asked = [name for name in EXERCISES if lesson_of(name) in (LESSON, lesson_of(last))]
    assert [row["exercise"] for row in rows] == asked


def test_what_was_chosen_in_each_lesson_is_kept_of_each_learner(tmp_path):
    lessons = (LESSON, lesson_of("line"))
    chosen = [asked for asked in questions().values() if asked.lesson in lessons]
    for name in ("ann", "bo"):
        for asked in chosen:
            lesson = notebook(asked.lesson, {})
            lesson["cells"][-1] = cells("x")["cells"][0]
            choice, why = next(iter(asked.choices.items()))
            said = {"text/plain": f"Your answer: {choice}. {why}"}
            lesson["cells"][-1]["outputs"] = [{"data": said}]
            save(tmp_path / "in" / name / f"{asked.lesson}.ipynb", lesson)
    report = Report()
    for _ in grade(tmp_path / "in", tmp_path / "out", isolation(), report):
        pass
    last = {asked.lesson: asked.text for asked in chosen}
    assert sorted(one.question for one in report.answers) == sorted([*last.values()] * 2)


def test_a_second_run_judges_what_is_new(tmp_path, monkeypatch):
    for name in ("ann", "bo", "kim"):
        answers = {"mean_squared_error": f"# {name}\n{RIGHT}"}
        save(tmp_path / "in" / f"{name}.ipynb", notebook("05_compute_loss", answers))
    judged = []
    judge = grading._judge
    monkeypatch.setattr(
        grading,
        "_judge",
        lambda read, *rest: (judged.append(read.handed.learner), judge(read, *rest))[1],
    )
    stopped = grade(tmp_path / "in", tmp_path / "out", isolation(), Report())
    next(stopped)  # interrupted after the first learner
    stopped.close()
    first = len(judged)
    assert first >= 1
    kept = len((tmp_path / "out" / ".graded.jsonl").read_text(encoding="utf-8").split("\n[")) - 1
    rows = graded(tmp_path / "in", tmp_path / "out")
    assert len(judged) == first + 3 - kept
    assert [row["state"] for row in rows].count("correct") == 3
    judged.clear()
    assert graded(tmp_path / "in", tmp_path / "out") == rows
    assert not judged
    save(tmp_path / "in" / "bo.ipynb", notebook("05_compute_loss", {"mean_squared_error": WRONG}))
    graded(tmp_path / "in", tmp_path / "out")
    assert judged == ["bo"]
    monkeypatch.setattr(grading, "version", lambda: "another")
    judged.clear()
    graded(tmp_path / "in", tmp_path / "out")
    assert sorted(judged) == ["ann", "bo", "kim"]


def test_a_line_that_was_cut_off_is_judged_again(tmp_path):
    save(tmp_path / "in" / "ann.ipynb", notebook("05_compute_loss", {"mean_squared_error": RIGHT}))
    rows = graded(tmp_path / "in", tmp_path / "out")
    kept = tmp_path / "out" / ".graded.jsonl"
    deep = "[" * 100_000
    kept.write_text(f"{deep}\n{kept.read_text('utf-8')[:-40]}", encoding="utf-8")
    again = graded(tmp_path / "in", tmp_path / "out")
    assert [row["state"] for row in again] == [row["state"] for row in rows]


@pytest.mark.skipif(os.name == "nt", reason="a signal of Ctrl+C is sent another way there")
def test_an_interrupted_command_says_that_it_goes_on(tmp_path):
    loop = "def mean_squared_error(y, y_hat):\n    while True: pass"
    for name, answer in (("ann", RIGHT), *((f"kim{i}", loop) for i in range(9))):
        save(tmp_path / "in" / f"{name}.ipynb", notebook(LESSON, {"mean_squared_error": answer}))
    start = (
        "import signal, sys; from linreg.__main__ import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # though run in the background\n"
        "sys.exit(main(['grade', 'in', '--out', 'out']))"
    )
    command = [sys.executable, "-c", start]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, text=True, **pipes) as process:
        assert "isolation" in process.stdout.readline()
        assert "/10" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert "the same command goes on" in process.stderr.read()
    assert process.returncode == 1
    assert (tmp_path / "out" / ".graded.jsonl").read_text(encoding="utf-8").count('"state"') >= 2


def test_an_interruption_while_a_line_is_printed_is_said_in_words(tmp_path, capsys, monkeypatch):
    class Interrupted(io.StringIO):
        def write(self, text):
            raise KeyboardInterrupt

    save(tmp_path / "in" / "ann.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
    monkeypatch.setattr(sys, "stdout", Interrupted())
    assert main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1
    assert "the same command goes on where it was" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each name of a file is text")
def test_a_file_whose_name_is_no_text_is_graded(tmp_path, capsys):
    save(tmp_path / "in" / "J\udcfcrgen.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
    out = tmp_path / "a" / "new" / "folder"
    assert main(["grade", str(tmp_path / "in"), "--out", str(out)]) == 0
    assert "Learners: 1" in capsys.readouterr().out
    assert "rgen,05_compute_loss,mean_squared_error,correct" in (out / "results.csv").read_text(
        "utf-8"
    )


def test_where_the_output_has_no_sign_for_a_name_the_class_is_graded(tmp_path, monkeypatch):
    save(tmp_path / "in" / "Łukasz.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding="cp1252"))
    assert main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
    sys.stdout.flush()
    assert b"?ukasz" in output.getvalue()


def test_the_command_says_what_it_does(tmp_path, capsys):
    save(tmp_path / "in" / "ann.ipynb", notebook("05_compute_loss", {"mean_squared_error": RIGHT}))
    out = tmp_path / "out"
    assert main(["grade", str(tmp_path / "in"), "--out", str(out), "--isolation", "limits"]) == 0
    said = capsys.readouterr().out
    assert "Warning" in said
    assert f"1/1 ann: 1 correct, {len(ASKED) - 1} not attempted" in said
    assert "Learners: 1. 1 correct" in said
    assert main(["grade", str(tmp_path / "no"), "--out", str(out)]) == 1
    assert "is not there" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["grade", str(tmp_path / "empty"), "--out", str(out)]) == 1
    assert "no notebook" in capsys.readouterr().err


def test_a_bar_goes_on_in_the_terminal_beside_what_is_printed(tmp_path, capsys, monkeypatch):
    odd = "k m" if os.name == "nt" else "k\x1bm"  # no name of a file there
    for name in ("ann", odd):
        save(tmp_path / "in" / f"{name}.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    half, whole = said.err.split("\r")[1:]
    assert half.startswith("█" * 15 + "·" * 15 + " 1/2 ")
    assert whole.startswith("█" * 30 + " 2/2 ")
    assert "k m: 1 correct, 1 not attempted" in said.err
    assert said.err.endswith("\n")
    assert "█" not in said.out


def test_a_class_is_graded_where_there_is_no_place_for_a_bar(tmp_path, capsys, monkeypatch):
    save(tmp_path / "in" / "ann.ipynb", notebook(LESSON, {"mean_squared_error": RIGHT}))
    monkeypatch.setattr(sys, "stderr", None)  # as Python has it where the stream is closed
    assert main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
    assert "1/1 ann: 1 correct" in capsys.readouterr().out


class Screen(io.StringIO):
    """A terminal, or none, that keeps what it has shown each time it was told to show it."""

    def __init__(self, *, is_terminal):
        super().__init__()
        self.is_terminal, self.shown = is_terminal, [""]

    def isatty(self):
        return self.is_terminal

    def flush(self):
        self.shown.append(self.getvalue())


@pytest.mark.parametrize("is_terminal", [True, False])
def test_each_learner_has_a_line_with_what_was_found_of_this_one(
    is_terminal, tmp_path, monkeypatch
):
    def judged(place, out, chosen, report):
        right = grading.Row("", LESSON, "baseline_loss", "correct")
        for number, learner in enumerate(("ann", "b\x1b" + 40 * "o"), 1):
            report.rows += number * [right]
            yield number, 2, learner

    screen = Screen(is_terminal=is_terminal)
    monkeypatch.setattr(command, "grade", judged)
    monkeypatch.setattr(sys, "stderr", screen)
    said = list(command.graded(tmp_path, tmp_path, "limits"))
    half = f"{'█' * 15}{'·' * 15} 1/2 ann: 1 correct"
    whole = f"{'█' * 30} 2/2 b {28 * 'o'}: 2 correct"
    assert [one for one in said if "█" in one] == ([] if is_terminal else [half, whole])
    if is_terminal:
        assert screen.shown == ["", f"\r{half:100}", f"\r{half:100}\r{whole:100}\n"]


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="seconds of work are not told on Windows")
def test_a_file_that_takes_too_long_to_be_read_needs_a_human(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 1)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "my_linreg.py").write_text("x = [1]\n" * 1_000_000)
    (row,) = graded(tmp_path / "in", tmp_path / "out")
    assert row["state"] == "human"
    assert "it could not be read: stopped after 1 seconds of work" in row["note"]


@pytest.mark.parametrize("first", [True, False])
def test_where_no_process_can_be_started_the_answer_needs_a_human(tmp_path, monkeypatch, first):
    save(tmp_path / "in" / "ann.ipynb", cells("import numpy as np\n" + RIGHT))
    chosen, started, start = isolation(), [], subprocess.Popen

    def popen(*args, **more):
        started.append(args)
        if first or len(started) > 1:  # else the notebook is read at least
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return start(*args, **more)

    monkeypatch.setattr(subprocess, "Popen", popen)
    report = Report()
    assert list(grade(tmp_path / "in", tmp_path / "out", chosen, report))
    row = next(row for row in report.rows if row.exercise in ("", "mean_squared_error"))
    assert row.state == "human"
    assert "Resource temporarily unavailable" in row.note
    monkeypatch.undo()  # on the next day there are processes again
    rows = by_exercise(graded(tmp_path / "in", tmp_path / "out"))
    assert rows["mean_squared_error"]["state"] == "correct"


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="seconds of work are not told on Windows")
def test_a_learner_who_takes_the_time_of_the_others_needs_a_human(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "PATIENCE", 2.0)
    monkeypatch.setattr(grading, "LONGEST", 2.5)
    waits = "import time\nlong = time.sleep(60)\n\n\n"
    answers = {
        "mean_squared_error": f"{waits}def mean_squared_error(y, y_hat):\n    return long",
        "baseline_loss": f"{waits}def baseline_loss(y):\n    return long",
    }
    save(tmp_path / "in" / "ann" / "05_compute_loss.ipynb", notebook(LESSON, answers))
    save(tmp_path / "in" / "ann" / "my_linreg.py", {})
    library = tmp_path / "in" / "ann" / "my_linreg.py"
    library.write_text("def line(x, w, b):\n    return w * x + b\n", encoding="utf-8")
    rows = by_exercise(graded(tmp_path / "in", tmp_path / "out"))
    assert rows["mean_squared_error"]["note"].startswith("waited for 2 seconds")
    assert rows["line"]["state"] == "human"
    assert rows["line"]["note"] == "what this learner has handed in took more than 2 seconds"
    assert rows["root_mean_squared_error"]["state"] == "todo"


@pytest.mark.parametrize(
    ("otherwise", "state", "said"),
    [
        ("return 0.0", "wrong", "right for known cases only"),
        ("return np.nan", "wrong", "right for known cases only"),
        ("while True: pass", "human", "too slow to be asked about others"),
    ],
)
def test_a_table_of_all_public_cases_is_no_answer(otherwise, state, said, tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "LIMIT", 0.5)
    exercise, asked = EXERCISES["mean_squared_error"], []

    def mean_squared_error(y, y_hat):
        asked.append((np.array(y).tolist(), np.array(y_hat).tolist()))
        return exercise.reference(y, y_hat)

    assert judge(Trusted(mean_squared_error), exercise).state == "correct"
    known = {f"{y} {p}": exercise.reference(np.array(y), np.array(p)) for y, p in asked}
    source = (
        f"import numpy as np\nknown = { ({k: float(v) for k, v in known.items()})!r}\n\n\n"
        "def mean_squared_error(y, y_hat):\n"
        "    key = f'{np.array(y).tolist()} {np.array(y_hat).tolist()}'\n"
        f"    if key in known: return known[key]\n    {otherwise}"
    )
    save(tmp_path / "in" / "ann.ipynb", cells(source))
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert row["state"] == state
    assert said in row["mistake"] + row["note"]


ZEROS = (
    "The exercise asked for random weights, and yours are all 0. For a line that is a good start, "
    "too; in a network it would be a trap."
)
NOT_LINREGS = "linreg's own baseline_loss is asked for the result, and that is no answer"
LONG = f"def count_parameters(n_features):\n    return n_features + sum([{2000 * '0, '}])"
WHOLE = [
    (
        "class mean_squared_error:\n    pass",
        Row(
            exercise="mean_squared_error",
            state="wrong",
            mistake="not a function",
            message="It is a class, and calling it computes nothing. Write a function.",
            code="class mean_squared_error:\n    pass",
        ),
    ),
    (
        "import linreg\n\n\ndef baseline_loss(y):  # Ann's\n    return linreg.baseline_loss(y)",
        Row(
            exercise="baseline_loss",
            state="wrong",
            mistake="linreg's own",
            message=NOT_LINREGS,
            code="def baseline_loss(y):\n    return name1.baseline_loss(y)",
        ),
    ),
    (
        "def initialize(n_features, rng):\n    return np.zeros(n_features), 0.0",
        Row(
            exercise="initialize",
            state="correct",
            points=1.0,
            note=ZEROS,
            remark=ZEROS,
            code="def initialize(n_features, rng):\n    return (np.zeros(n_features), 0.0)",
        ),
    ),
    (
        LONG,
        Row(
            exercise="count_parameters",
            state="wrong",
            mistake="no bias",
            concept="formula",
            message="One parameter is missing: there is a weight for each feature, and the bias."
            "\n    with n_features = 1\n    yours: 1\n    right: 2",
            code=ast.unparse(ast.parse(LONG))[:4000],
        ),
    ),
    (
        "class LinearModel:\n    def __init__(self, W, b):\n        self.W, self.b = W, b\n\n"
        "    def forward(self, X):\n        return X @ self.W + self.b",
        Row(
            exercise="LinearModel",
            state="correct",
            points=1.0,
            code="class LinearModel:\n\n    def __init__(name1, W, b):\n"
            "        name1.W, name1.b = (W, b)\n\n"
            "    def forward(name1, X):\n        return X @ name1.W + name1.b",
        ),
    ),
]


@pytest.mark.parametrize(("source", "expected"), WHOLE, ids=[row.exercise for _, row in WHOLE])
def test_a_row_has_all_that_is_known_of_an_answer(source, expected, tmp_path):
    other = "def line(x, w, b):\n    return 3"  # of another lesson, and not checked
    save(tmp_path / "in" / "ann.ipynb", cells("import numpy as np", source, other))
    report = Report()
    list(grade(tmp_path / "in", tmp_path / "out", isolation(), report))
    rows = {row.exercise: row for row in report.rows}
    lesson = lesson_of(expected.exercise)
    assert rows.keys() == {name for name in EXERCISES if lesson_of(name) == lesson}
    row = rows[expected.exercise]
    assert row.seconds == round(row.seconds, 3) > 0
    assert replace(row, seconds=0.0) == replace(expected, learner="ann", lesson=lesson)


@pytest.mark.parametrize("value", ["=1", " =1", "+1", "@a", "\t=1"])
def test_a_formula_is_a_text_in_a_table(value):
    assert grading._harmless(value) == f"'{value}".replace("\t", " ")
    assert grading._harmless(f"a{value}") == f"a{value}".replace("\t", " ")


def test_a_function_whose_arguments_have_no_names_outside_is_taken_for_a_renamed_one(tmp_path):
    source = "def baseline_loss(y):\n    return 1"
    save(tmp_path / "in" / "ann.ipynb", cells("def my_own(y, y_hat, /):\n    return 1", source))
    row = by_exercise(graded(tmp_path / "in", tmp_path / "out"))["mean_squared_error"]
    assert (row["state"], "but my_own: was it renamed?" in row["note"]) == ("human", True)
