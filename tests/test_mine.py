"""The learner's own library: what `check` keeps, and what `linreg.mine` hands out."""

import ast
import importlib.util
import inspect
import os
import re
import subprocess
import sys
import textwrap
import time
from functools import partial, wraps
from pathlib import Path
from types import ModuleType, SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

import linreg
from linreg import checks, mine, own_file
from linreg.checks import EXERCISES, check, own, progress
from linreg.checks.engine import kernel
from linreg.checks.engine.solutions import solution_source

ORDER = tuple(EXERCISES)
FORWARD = "def forward(X, W, b):\n    return X @ W + b\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(checks, "_latest", {})
    return tmp_path


@pytest.fixture
def file(folder):
    return folder / "my_linreg.py"


def cell(source, names=None):
    """Run a source as a cell of a notebook does, so that its text can be found."""
    names = {"np": np, "__name__": "__main__"} if names is None else names
    path = Path(f"cell_{abs(hash(source))}.py").resolve()
    path.write_text(textwrap.dedent(source), encoding="utf-8")
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), names)
    return names


def keep(source, name, names=None):
    names = cell(source, names)
    return own_file.keep(names[name], name, ORDER, EXERCISES[name].lesson)


def defined(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def test_keeps_functions_in_the_order_of_the_course_each_once(file):
    for name in reversed(ORDER):
        source = solution_source(getattr(linreg, name))
        assert keep(source, name) == "It is in your `my_linreg.py`."
    assert defined(file) == list(ORDER)
    first = file.read_text(encoding="utf-8")
    for name in ORDER:
        keep(solution_source(getattr(linreg, name)), name)
    assert file.read_text(encoding="utf-8") == first
    assert "from linreg import forward" not in first


@pytest.mark.parametrize(
    "end", ["    # done\n", "\n    # y_hat = X.dot(W) + b\n", "    # one\n\n    # two\n"]
)
def test_a_comment_at_the_end_is_kept_and_no_change_by_hand(end, file):
    for body in ("return X @ W + b", "return X @ W + b", "return b + X @ W"):
        source = f"def forward(X, W, b):\n    {body}\n{end}"
        assert keep(source, "forward") == "It is in your `my_linreg.py`."
        assert file.read_text(encoding="utf-8").endswith(source)
    helper = f"def twice(x):\n    return 2 * x\n{end}"
    for name in ("predict_one", "line"):
        source = f"{helper}\ndef {name}(x, w, b):\n    return twice(x) * w / 2 + b\n"
        assert keep(source, name) == "It is in your `my_linreg.py`."
    assert file.read_text(encoding="utf-8").count(helper) == 1


def test_blanks_at_the_end_that_an_editor_leaves_are_no_change_by_hand(file):
    keep(FORWARD, "forward")
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "  \t\n", encoding="utf-8")
    assert keep(FORWARD.replace("X @ W", "X.dot(W)"), "forward") == "It is in your `my_linreg.py`."


def test_a_function_of_the_course_that_is_needed_stands_where_the_course_has_it(file):
    names = cell(FORWARD)
    keep("def update(W, b, dW, db, learning_rate):\n    return W, b\n", "update")
    keep("def train(X, y):\n    return forward(X, 1, 2)\n", "train", names)
    assert defined(file) == ["forward", "update", "train"]


def test_what_is_wrong_is_not_kept(file):
    verdict = mine.keep(cell(FORWARD.replace("+ b", "- b"))["forward"])
    assert (verdict.state, verdict.note) == ("wrong", "")
    assert not file.exists()


def test_only_those_that_read_what_has_changed_are_judged_once_more(file):
    helper, asked = "def twice(x):\n    return {} * x\n\n\n", []
    line = "def line(x, w, b):\n    return twice(x) * w / 2 + b\n"
    keep(helper.format("2") + line, "line")
    keep(FORWARD, "forward")
    names = cell(helper.format("2.0") + line.replace("line", "predict_one"))
    own_file.keep(
        names["predict_one"], "predict_one", ORDER, 4, lambda n: asked.append(n) or set(n)
    )
    assert asked == [["line"], ["predict_one", "line"]]


def test_who_reads_what_has_changed_by_way_of_others_is_judged_once_more(file):
    helper, asked = "def twice(x):\n    return {} * x\n\n\n", []
    line = "def line(x, w, b):\n    return twice(x) * w / 2 + b\n"
    names = cell(helper.format("2") + line + "def forward(X, W, b):\n    return line(X, W, b)\n")
    for name in ("line", "forward"):
        own_file.keep(names[name], name, ORDER, 4, set)
    names = cell(helper.format("2.0") + line.replace("line", "predict_one"))
    own_file.keep(
        names["predict_one"], "predict_one", ORDER, 4, lambda n: asked.append(n) or set(n)
    )
    assert asked[0] == ["line", "forward"]


def test_a_function_is_put_above_the_comment_of_the_next_one(file):
    update = "# my favourite\n# of all\ndef update(W, b, dW, db, learning_rate):\n    return W, b\n"
    file.write_text(f"import numpy as np\n\n\n{update}", encoding="utf-8")
    assert keep(FORWARD, "forward") == "It is in your `my_linreg.py`."
    assert file.read_text(encoding="utf-8").endswith(f"{FORWARD}\n\n{update}")


@pytest.mark.parametrize(
    "text",
    [
        'import numpy as np\n\nNOTE = """text\n# x"""\ndef update(W):\n    return W\n',
        "# my library\n# of all\ndef update(W):\n    return W\n",
        "import numpy as np\n\nx = 1\n# the end\n",
        "# my library\n",
    ],
)
def test_where_no_comment_is_a_functions_own_nothing_is_moved(text, file):
    file.write_text(text, encoding="utf-8")
    assert keep(FORWARD, "forward") == "It is in your `my_linreg.py`."
    new = file.read_text(encoding="utf-8")
    head = text.partition("def update")[0].rstrip()
    assert new.startswith(f"{head}\n")
    assert defined(file) == ["forward", "update"][: 1 + ("update" in text)]


def test_a_class_whose_methods_come_from_elsewhere_is_kept(file):
    method = "def _forward(self, X):\n    return X\n"
    source = "class LinearModel:\n    forward = _forward\n"
    assert keep(f"{method}\n\n{source}", "LinearModel").startswith("It is in")
    assert source in file.read_text(encoding="utf-8")


def test_of_two_classes_of_one_name_in_a_cell_the_last_is_kept(file):
    one = "class LinearModel:\n    def forward(self, X):\n        return {}\n"
    assert keep(f"{one.format(0)}\n{one.format(1)}", "LinearModel").startswith("It is in")
    assert file.read_text(encoding="utf-8").endswith(one.format(1))


def test_the_file_is_a_plain_module_that_works_alone(file):
    for name in ORDER:
        keep(solution_source(getattr(linreg, name)), name)
    spec = importlib.util.spec_from_file_location("alone", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ORDER:
        assert check(getattr(module, name)).state == "correct"
        assert getattr(mine, name).__module__ == "my_linreg"


def test_without_a_file_linregs_own_is_handed_out_in_silence(capsys):
    for name in ("forward", "LinearModel", "load_dataset"):
        assert getattr(mine, name) is getattr(linreg, name)
    assert capsys.readouterr().out == ""
    assert mine.whose("forward", "update") == "yours: none · linreg's: forward, update"
    assert dir(mine) == sorted([*linreg.__all__, "keep", "whose"])
    with pytest.raises(ImportError):
        exec("from linreg.mine import no_such_name")


def test_hands_out_the_learners_function_and_its_text():
    keep("def forward(X, W, b):\n    return b + np.dot(X, W)  # by hand\n", "forward")
    assert "by hand" in inspect.getsource(mine.forward)
    assert mine.whose("forward", "update") == "yours: forward · linreg's: update"
    np.testing.assert_allclose(mine.forward(np.eye(2), np.array([1.0, 2]), 3.0), [4, 5])


def test_a_list_becomes_an_array_that_lessons_can_print_and_index():
    keep("def line(x, w, b):\n    return [w * one + b for one in x]\n", "line")
    assert mine.line(np.array([1.0, 2]), 3, 4).round(1).tolist() == [7, 10]
    keep(
        "def mean_squared_error(y, y_hat):\n    return np.asarray(np.mean((y - y_hat) ** 2))\n",
        "mean_squared_error",
    )
    assert isinstance(mine.mean_squared_error(np.ones(2), np.zeros(2)), float)
    assert f"{mine.mean_squared_error(np.ones(2), np.zeros(2)):.2f}" == "1.00"


@pytest.mark.parametrize(
    "value", ["np.int64(2)", "np.True_", "(0, 1.5)", "('x',)", "((), (None, np.int8(3)))"]
)
def test_plain_values_of_numpy_and_tuples_of_them_are_taken_along(value, file):
    source = f"known = {value}\ndef line(x, w, b):\n    known\n    return w * x + b\n"
    assert keep(source, "line") == "It is in your `my_linreg.py`."
    assert mine.whose("line") == "yours: line · linreg's: none"
    assert vars(sys.modules["my_linreg"])["known"] == eval(value, {"np": np})
    assert "np." not in file.read_text(encoding="utf-8").partition("known")[2]


@pytest.mark.parametrize(
    "text",
    [
        "from collections import namedtuple\nknown = namedtuple('P', 'a b')(1, 2)\n",
        "import enum\nknown = enum.IntEnum('Way', 'UP DOWN').UP\n",
        "known = np.longdouble(0.1)\n",
        "known = (1, [2])\n",
    ],
)
def test_what_only_looks_like_a_plain_value_is_not_written_as_one(text, file):
    source = f"{text}def line(x, w, b):\n    known\n    return w * x + b\n"
    assert "it reads `known` from another cell" in keep(source, "line")
    assert not file.exists()


@pytest.mark.parametrize("alias", ["NDArray[np.float64]", "list[float]", "float | int"])
def test_a_type_of_another_cell_is_no_argument_to_be_handed_over(alias, file):
    source = (
        f"from numpy.typing import NDArray\nKind = {alias}\n"
        "def line(x: Kind, w, b):\n    return w * x + b\n"
    )
    assert "its type hint `Kind` comes from another cell" in keep(source, "line")
    assert not file.exists()


@pytest.mark.parametrize("value", ["np.inf", "-np.inf", "np.nan", "np.float64(0.5)", "0.1"])
def test_a_number_that_a_function_reads_stands_in_the_file_as_python_writes_it(value, file):
    source = f"big = {value}\ndef line(x, w, b):\n    return w * x + b + 0 * (w == big)\n"
    assert keep(source, "line") == "It is in your `my_linreg.py`."
    assert mine.whose("line") == "yours: line · linreg's: none"
    assert repr(vars(sys.modules["my_linreg"])["big"]) == repr(float(eval(value, {"np": np})))


def test_a_file_of_notepad_is_read_and_written_to(file):
    file.write_text("def line(x, w, b):\n    return w * x + b\n", encoding="utf-8-sig")
    assert mine.whose("line") == "yours: line · linreg's: none"
    assert keep("def forward(X, W, b):\n    return X @ W + b\n", "forward").startswith("It is in")
    assert mine.whose("line", "forward") == "yours: line, forward · linreg's: none"


@pytest.mark.parametrize("end", ["\u2028", "\x0c", "\x85", "\x1c"])
def test_what_only_looks_like_the_end_of_a_line_is_none(end, file):
    text = f"# copied{end}from a page\n\n\ndef line(x, w, b):\n    return w * x + b\n"
    file.write_text(text, encoding="utf-8")
    assert keep("def forward(X, W, b):\n    return X @ W + b\n", "forward").startswith("It is in")
    assert text in file.read_text(encoding="utf-8")
    assert mine.whose("line", "forward") == "yours: line, forward · linreg's: none"


def test_a_name_that_is_none_of_the_courses_is_refused():
    with pytest.raises(ValueError, match="name is 'lines', but must be one of line, root_mean"):
        mine.whose("line", "lines")


def test_lists_and_tuples_become_arrays_also_by_name():
    keep("def line(x, w, b):\n    return w * x + b\n", "line")
    assert mine.line(x=[1, 2], w=2, b=1).tolist() == [3, 5]
    assert mine.line((1, 2), 2, 1).tolist() == [3, 5]


MSE = "def mean_squared_error(y, y_hat):\n    return {}\n"
RMSE = "def root_mean_squared_error(y, y_hat):\n    return np.sqrt({})\n"
SPOILED = {  # two answers, each right by itself, and the one that would be wrong in one file
    "another helper of the same name": (
        "def error(y, y_hat):\n    return (y - y_hat) ** 2\n\n\n"
        + MSE.format("np.mean(error(y, y_hat))"),
        "def error(y, y_hat):\n    return abs(y - y_hat)\n\n\n"
        + RMSE.format("np.mean(error(y, y_hat) ** 2)"),
        "mean_squared_error",
    ),
    "another import of the same name": (
        "from numpy import mean as average\n" + MSE.format("average((y - y_hat) ** 2)"),
        "from numpy import sum as average\n" + RMSE.format("average((y - y_hat) ** 2) / len(y)"),
        "mean_squared_error",
    ),
    "an import in the place of a helper": (
        "def mean(x):\n    return x.sum() / len(x)\n\n\n" + MSE.format("mean((y - y_hat) ** 2)"),
        "from numpy import sum as mean\n" + RMSE.format("mean((y - y_hat) ** 2) / len(y)"),
        "root_mean_squared_error",
    ),
    "an import in the place of a builtin": (
        MSE.format("sum(one for one in (y - y_hat) ** 2) / len(y)"),
        "from numpy import mean as sum\n" + RMSE.format("sum((y - y_hat) ** 2)"),
        "mean_squared_error",
    ),
}


def kept(source):
    (name,) = (
        one for one in ("mean_squared_error", "root_mean_squared_error") if f"def {one}" in source
    )
    return mine.keep(cell(source)[name]).note


@pytest.mark.filterwarnings("ignore:Calling np")
@pytest.mark.parametrize("what", SPOILED)
def test_what_would_spoil_another_function_is_not_kept(what, file):
    first, second, spoiled = SPOILED[what]
    assert kept(first) == "It is in your `my_linreg.py`."
    before = file.read_text(encoding="utf-8")
    assert f"beside it your `{spoiled}` in `my_linreg.py` would not be right" in kept(second)
    assert file.read_text(encoding="utf-8") == before
    assert mine.whose("mean_squared_error") == "yours: mean_squared_error · linreg's: none"


def test_what_comes_from_the_file_is_judged_as_it_stands_there(file):
    keep("def forward(X, W, b):\n    return list(X @ W + b)\n", "forward")
    assert isinstance(mine.forward(np.eye(2), np.ones(2), 3.0), np.ndarray)
    assert "comes back as a list" in str(checks.check(mine.forward).remark)


def test_what_is_not_right_in_a_new_file_leaves_none_behind(file):
    names = cell("def line(x, w, b):\n    return w * x + b\n")
    note = own_file.keep(names["line"], "line", ORDER, 1, lambda names: set())
    assert "your `line` in `my_linreg.py` would not be right" in note
    assert not file.exists()


def test_a_builtin_that_the_file_has_for_something_else_is_noticed_later_too(file):
    first, second, spoiled = SPOILED["an import in the place of a builtin"]
    assert kept(second) == "It is in your `my_linreg.py`."
    assert f"beside it your `{spoiled}` in `my_linreg.py` would not be right" in kept(first)


def test_a_helper_may_be_written_better_where_all_stays_right(file):
    for formula in ("(y - y_hat) ** 2", "(y_hat - y) ** 2  # the residual, squared"):
        helper = f"def error(y, y_hat):\n    return {formula}\n\n\n"
        for answer in (MSE, RMSE):
            note = kept(helper + answer.format("np.mean(error(y, y_hat))"))
            assert note == "It is in your `my_linreg.py`."
    assert "the residual, squared" in file.read_text(encoding="utf-8")


def test_parameters_of_other_names_are_found_by_those_of_the_exercise():
    keep("def line(x, m, c):\n    return m * x + c\n", "line")
    assert mine.line.__module__ == "my_linreg"
    assert mine.line(10, w=-30, b=850) == mine.line(10, m=-30, c=850) == 550


@pytest.mark.parametrize(
    ("name", "source", "args"),
    [
        (
            "train",
            "def train(X, y, W, b, *, n_iterations, learning_rate):\n    losses = []\n"
            "    while len(losses) < n_iterations:\n        y_hat = X @ W + b\n"
            "        losses.append(np.mean((y_hat - y) ** 2))\n"
            "        W = W - learning_rate * 2 / len(y) * X.T @ (y_hat - y)\n"
            "        b = b - learning_rate * 2 * np.mean(y_hat - y)\n"
            "    return W, b, np.array(losses)\n",
            {"learning_rate": 0.5, "n_iterations": 4},
        ),
        (
            "train_test_split",
            "def train_test_split(X, y, *, rng, test_fraction):\n"
            "    order, n = rng.permutation(len(y)), round(test_fraction * len(y))\n"
            "    return X[order[n:]], X[order[:n]], y[order[n:]], y[order[:n]]\n",
            {"test_fraction": 0.25, "rng": np.random.default_rng(0)},
        ),
        ("forward", "def forward(*args):\n    X, W, b = args\n    return X @ W + b\n", {}),
        ("forward", "def forward(X, W, b, /):\n    return X @ W + b\n", {}),
        (
            "update",
            "def update(W, b, dW, db, learning_rate=0.1, scale=1.0):\n"
            "    return W - scale * learning_rate * dW, b - scale * learning_rate * db\n",
            {"learning_rate": 0.5},
        ),
    ],
)
def test_what_is_given_by_name_gets_to_the_parameter_that_the_check_has_tried(name, source, args):
    keep(source, name)
    X, y = np.array([[-1.0], [0.0], [1.0], [4.0]]), np.array([-1.0, 1.0, 3.0, 9.0])
    known = {"X": X, "y": y, "W": np.ones(1), "b": 2.0, "dW": np.ones(1), "db": -1.0}
    reference = EXERCISES[name].reference
    args = {k: v for k, v in known.items() if k in inspect.signature(reference).parameters} | args
    right = reference(**{k: np.random.default_rng(0) if k == "rng" else v for k, v in args.items()})
    own = getattr(mine, name)(**args)
    assert mine.whose(name) == f"yours: {name} · linreg's: none"
    pairs = [(own, right)] if name == "forward" else zip(own, right, strict=True)
    assert all(np.allclose(*pair) for pair in pairs)


def test_the_file_knows_where_it_is(file):
    file.write_text("here = __file__\n", encoding="utf-8")
    assert checks.own_library().functions["here"] == str(file)


FOUR_AND_TRAIN = {
    "forward": FORWARD,
    "mean_squared_error": (
        "def mean_squared_error(y, y_hat):\n    return np.mean((y_hat - y) ** 2)\n"
    ),
    "mse_gradient": (
        "def mse_gradient(X, y, y_hat):\n"
        "    e = y_hat - y\n"
        "    return 2 / len(y) * X.T @ e, 2 / len(y) * e.sum()\n"
    ),
    "update": (
        "def update(W, b, dW, db, learning_rate):\n"
        "    return W - learning_rate * dW, b - learning_rate * db\n"
    ),
    "train": (
        "def train(X, y, W, b, learning_rate, n_iterations):\n"
        "    losses = []\n"
        "    for _ in range(n_iterations):\n"
        "        y_hat = forward(X, W, b)\n"
        "        losses.append(mean_squared_error(y, y_hat))\n"
        "        dW, db = mse_gradient(X, y, y_hat)\n"
        "        W, b = update(W, b, dW, db, learning_rate)\n"
        "    return W, b, losses\n"
    ),
}


def test_train_uses_the_learners_four_functions(file):
    for name, source in FOUR_AND_TRAIN.items():
        keep(source, name)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("X @ W + b", "1000 + X @ W + b"), encoding="utf-8")
    module = checks.own_library().functions
    _, _, losses = module["train"](
        np.eye(2), np.zeros(2), np.zeros(2), 0.0, learning_rate=0.1, n_iterations=1
    )
    assert losses[0] == 1e6


@pytest.mark.parametrize(
    ("cells", "in_file"),
    [
        (
            "h = 1e-6\nfactor = 2\ndef line(x, w, b):\n    return w * x * factor / 2 + b + 0 * h\n",
            "h = 1e-06",
        ),
        (
            "def helped(x):\n    return 1 * x\ndef line(x, w, b):\n    return helped(w * x) + b\n",
            "def helped(x)",
        ),
        (
            "import os.path\ndef line(x, w, b):\n    return w * x + b + 0 * len(os.path.sep)\n",
            "import os\n",
        ),
        (
            "from math import fsum as total\n"
            "def line(x, w, b):\n    return np.array([total([w * one, b]) for one in x])\n",
            "from math import fsum as total",
        ),
        (
            "import numpy\ndef line(x, w, b):\n    return numpy.asarray(x) * w + b\n",
            "import numpy\n",
        ),
        (
            "import numpy.linalg as la\ndef line(x, w, b):\n    la.norm\n    return x * w + b\n",
            "import numpy.linalg as la",
        ),
        (
            "from numpy import add, multiply\n"
            "def line(x, w, b):\n    return add(multiply(x, w), b)\n",
            "from numpy import multiply",
        ),
        (
            "from functools import cache\n@cache\ndef two():\n    return 2\n"
            "def line(x, w, b):\n    return w * x * two() / 2 + b\n",
            "@cache\ndef two():",
        ),
        (
            "half = 0.5\ndef line(x, w, b):\n    def scaled():\n        return 2 * half * w * x\n"
            "    def moved():\n        return scaled() + b\n    return moved()\n",
            "half = 0.5\n",
        ),
        (
            "import xml.dom.minidom as minidom\n"
            "def line(x, w, b):\n    minidom.parse\n    return w * x + b\n",
            "from xml.dom import minidom\n",
        ),
        (
            "from numpy.typing import NDArray\n"
            "def line(x: NDArray, w: float, b: float) -> NDArray:\n    return w * x + b\n",
            "from numpy.typing import NDArray\n",
        ),
        (
            "from numpy.typing import ArrayLike\n"
            "def line(x: ArrayLike, w, b):\n    return w * x + b\n",
            "from numpy.typing import ArrayLike\n",
        ),
        (
            "from numpy import s_\ndef line(x, w, b):\n    return w * np.asarray(x)[s_[:]] + b\n",
            "from numpy import s_\n",
        ),
    ],
)
def test_takes_along_what_the_function_needs(cells, in_file, file):
    assert keep(cells, "line") == "It is in your `my_linreg.py`."
    assert in_file in file.read_text(encoding="utf-8")
    assert mine.line.__module__ == "my_linreg"
    before = file.read_text(encoding="utf-8")
    keep(cells, "line")
    assert file.read_text(encoding="utf-8") == before


UPDATE = """\
def update(W, b, dW, db, learning_rate):
    return W - learning_rate * dW, b - learning_rate * db
"""
IN_LESSON = "# Checked in lesson {}\n"


def without_digests(text):
    return re.sub(r"(?<=lesson \d): [0-9a-f]{8}$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("before", "cells", "name", "after"),
    [
        (
            None,
            FORWARD,
            "forward",
            f"{own_file.HEAD}\nimport numpy as np\n\n\n{IN_LESSON.format(4)}{FORWARD}",
        ),
        (UPDATE, FORWARD, "forward", f"{IN_LESSON.format(4)}{FORWARD}\n\n{UPDATE}"),
        (
            f"size = 3\n{UPDATE}",
            FORWARD,
            "forward",
            f"size = 3\n\n\n{IN_LESSON.format(4)}{FORWARD}\n\n{UPDATE}",
        ),
        (
            f'"""Mine."""\n\nfrom math import pi\nimport os\n\n\n{UPDATE}\n# the end\n',
            "from math import fsum\n"
            "def forward(X, W, b):\n    return np.array([fsum([*row, b]) for row in X * W])\n",
            "forward",
            '"""Mine."""\n\nfrom math import pi\nimport os\nfrom math import fsum\n'
            "import numpy as np\n\n\n"
            f"{IN_LESSON.format(4)}def forward(X, W, b):\n"
            f"    return np.array([fsum([*row, b]) for row in X * W])\n\n\n{UPDATE}\n# the end\n",
        ),
        (
            '"""Mine."""\nsize = 3\n',
            "from math import fsum\ndef line(x):\n    return fsum(x)\n",
            "line",
            '"""Mine."""\nfrom math import fsum\nsize = 3\n\n\n'
            f"{IN_LESSON.format(1)}def line(x):\n    return fsum(x)\n",
        ),
        (
            'size = 3\n"no docstring"\n',
            "from math import fsum\ndef line(x):\n    return fsum(x)\n",
            "line",
            'from math import fsum\nsize = 3\n"no docstring"\n\n\n'
            f"{IN_LESSON.format(1)}def line(x):\n    return fsum(x)\n",
        ),
        (
            "from math import pi\n",
            "from math import tau\ndef half(x):\n    return x / 2\nclass LinearModel:\n"
            "    size = 2\n\n    def forward(self, X):\n        return half(X)\n\n\nsize = 3\n",
            "LinearModel",
            f"from math import pi\n\n\n{IN_LESSON.format(4)}def half(x):\n    return x / 2\n\n\n"
            f"{IN_LESSON.format(4)}class LinearModel:\n"
            "    size = 2\n\n    def forward(self, X):\n        return half(X)\n",
        ),
        (
            None,
            f"{FORWARD}def predict_one(row, W, b):\n    return forward(row, W, b)\n",
            "predict_one",
            f"{own_file.HEAD}\nimport numpy as np\n\n\n{IN_LESSON.format(4)}"
            "def predict_one(row, W, b):\n    return forward(row, W, b)\n\n\n"
            f"{IN_LESSON.format(4)}{FORWARD}",
        ),
        (
            f"{FORWARD.replace('X @ W', '(X @ W)')}",
            f"{FORWARD}def predict_one(row, W, b):\n    return forward(row, W, b)\n",
            "predict_one",
            f"{IN_LESSON.format(4)}def predict_one(row, W, b):\n    return forward(row, W, b)\n\n\n"
            f"{FORWARD.replace('X @ W', '(X @ W)')}",
        ),
        (f"size = 3\n{FORWARD}", FORWARD, "forward", f"size = 3\n{FORWARD}"),
        (
            f"# mine\n\n\n\n{UPDATE}\n\n\n",
            "@np.errstate(all='ignore')\ndef train(X, y):\n    pass\n",
            "train",
            f"import numpy as np\n# mine\n\n\n\n{UPDATE}\n\n{IN_LESSON.format(8)}"
            "@np.errstate(all='ignore')\ndef train(X, y):\n    pass\n",
        ),
        (
            '\n\nimport os\n"no docstring"\nimport sys\n',
            "import numpy.linalg as la\nimport os.path\nfrom xml import sax\n"
            "import xml.dom as dom\ndef line(x):\n    la.norm, os, sax, dom\n",
            "line",
            '\n\nimport os\n"no docstring"\nimport sys\n'
            "from xml import dom\nimport numpy.linalg as la\nfrom xml import sax\n\n\n"
            f"{IN_LESSON.format(1)}def line(x):\n    la.norm, os, sax, dom\n",
        ),
        (
            "from linreg import forward, update\nfrom linreg import line\n",
            "from linreg import forward\nfrom numpy import mean\ndef line(x):\n    forward, mean\n",
            "line",
            "from linreg import forward, update\nfrom linreg import forward\n"
            f"from numpy import mean\n\n\n{IN_LESSON.format(1)}def line(x):\n    forward, mean\n",
        ),
        (
            '"""Mine.\n\nfrom linreg import line\n"""\nfrom linreg import line\nimport os\n',
            "def line(x):\n    return x\n",
            "line",
            '"""Mine.\n\nfrom linreg import line\n"""\nimport os\n\n\n'
            f"{IN_LESSON.format(1)}def line(x):\n    return x\n",
        ),
        (
            None,
            "one = 1\ntwo = 2\nthree = 3\ndef line(x, w=one):\n    def first():\n"
            "        global two\n        return [(lambda: two)() for _ in x]\n"
            "    def second():\n        return three, w\n    return first, second, len(x)\n",
            "line",
            f"{own_file.HEAD}\nimport numpy as np\n\n\n{IN_LESSON.format(1)}one = 1\n\n\n"
            f"{IN_LESSON.format(1)}three = 3\n\n\n{IN_LESSON.format(1)}two = 2\n\n\n"
            f"{IN_LESSON.format(1)}def line(x, w=one):\n    def first():\n"
            "        global two\n        return [(lambda: two)() for _ in x]\n"
            "    def second():\n        return three, w\n    return first, second, len(x)\n",
        ),
    ],
)
def test_what_is_in_the_file_stays_and_what_is_new_stands_in_its_place(
    before, cells, name, after, file
):
    if before is not None:
        file.write_text(before, encoding="utf-8")
    assert keep(cells, name) == "It is in your `my_linreg.py`."
    text = file.read_text(encoding="utf-8")
    assert without_digests(text) == after
    assert keep(cells, name) == "It is in your `my_linreg.py`."
    assert file.read_text(encoding="utf-8") == text


def test_only_the_function_and_its_mark_are_written_anew(file):
    keep(UPDATE, "update")
    keep(FORWARD, "forward")
    text = file.read_text(encoding="utf-8")
    in_order = f"{IN_LESSON.format(4)}{FORWARD}\n\n{IN_LESSON.format(7)}{UPDATE}"
    assert without_digests(text).endswith(f"import numpy as np\n\n\n{in_order}")
    text = text.replace("# Checked", "x = 1  # by hand\n# Checked")
    file.write_text(text, encoding="utf-8")
    better = FORWARD.replace("X @ W", "np.dot(X, W)")
    assert keep(better, "forward") == "It is in your `my_linreg.py`."
    expected = text.replace(FORWARD, better)
    assert without_digests(file.read_text(encoding="utf-8")) == without_digests(expected)


def test_without_its_head_a_file_is_written_to_all_the_same(file):
    keep(FORWARD, "forward")
    text = file.read_text(encoding="utf-8")
    marked = text[text.index("# Checked") :]
    file.write_text(marked, encoding="utf-8")
    line = "def line(x, w, b):\n    return w * x + b\n"
    keep(line, "line")
    assert file.read_text(encoding="utf-8").endswith(f"{line}\n\n{marked}")
    file.write_text(marked, encoding="utf-8")
    better = FORWARD.replace("X @ W", "np.dot(X, W)")
    assert keep(better, "forward") == "It is in your `my_linreg.py`."
    assert without_digests(file.read_text("utf-8")) == (
        f"import numpy as np\n{IN_LESSON.format(4)}{better}"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("x = 1\ny = = 2\n", " in line 2 (invalid syntax)"), ("x = '\0'\n", " (source code")],
)
def test_nothing_is_written_to_a_file_with_an_error(text, said, file):
    file.write_text(text, encoding="utf-8")
    assert keep(FORWARD, "forward").startswith(f"Your `my_linreg.py` has an error{said}")
    assert file.read_text(encoding="utf-8") == text


def test_what_goes_wrong_in_the_file_itself_is_told_with_its_line(file):
    file.write_text("import numpy as np\nX = np.read('x.npy')\n", encoding="utf-8")
    before = file.read_bytes()
    said = mine.keep(cell("def line(x, w, b):\n    return w * x + b\n")["line"]).note
    assert said.startswith("It is not kept yet, for your `my_linreg.py` cannot be run: there is an")
    assert "error in line 2 (AttributeError: " in said
    assert file.read_bytes() == before


def test_what_the_file_could_not_be_run_with_is_taken_out_again(file, monkeypatch):
    file.write_text("first = 1\n", encoding="utf-8")
    helper = ModuleType("helper_of_today")
    helper.double = np.asarray
    monkeypatch.setitem(sys.modules, "helper_of_today", helper)
    source = (
        "import helper_of_today\n"
        "def line(x, w, b, kind=helper_of_today.double):\n    return w * kind(x) + b\n"
    )
    names = cell(source)
    del helper.double  # as in a newer version of it
    said = mine.keep(names["line"]).note
    assert "cannot be run: there is an error in line " in said
    assert file.read_text(encoding="utf-8") == "first = 1\n"


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("def forward(self, X):\n    return X @ self.W + self.b\nLinearModel.forward = forward", 0),
        (
            "def start(cls, n, rng):\n    return cls(rng.standard_normal(n), 0.0)\n"
            "LinearModel.start = classmethod(start)",
            "start",
        ),
        ("LinearModel.size = property(lambda self: len(self.W))", "size"),
    ],
)
def test_methods_that_were_put_into_a_class_later_belong_into_it(method, name, file):
    model = "class LinearModel:\n    def __init__(self, W, b):\n        self.W, self.b = W, b\n"
    own = "    def forward(self, X):\n        return X @ self.W + self.b\n"
    names = cell(f"{model}{own if name else ''}{method}\n")
    said = mine.keep(names["LinearModel"]).note
    assert said == f"To keep it, write `{name or 'forward'}` inside the class."
    assert not file.exists()


def test_a_class_that_gets_methods_from_its_decorator_is_kept(file):
    names = cell(
        "from dataclasses import dataclass\n@dataclass(order=True)\nclass LinearModel:\n"
        "    W: object\n    b: float\n    def forward(self, X):\n"
        "        return X @ self.W + self.b\n"
    )
    assert mine.keep(names["LinearModel"]).note == "It is in your `my_linreg.py`."
    again = cell(
        "same = lambda f: f\n@(lambda own: own)\nclass LinearModel:\n"
        "    def __init__(self, W, b):\n        self.W, self.b = W, b\n"
        "    def forward(self, X):\n        return X @ self.W + self.b\n"
    )
    assert mine.keep(again["LinearModel"]).note == "It is in your `my_linreg.py`."


def test_says_what_is_missing_where_a_function_reads_data_of_the_notebook(file):
    said = keep(
        "houses = np.arange(3)\ndef line(x, w, b):\n    return w * x + b + 0 * houses[0]\n", "line"
    )
    assert "it reads `houses` from another cell" in said
    assert not file.exists()


def test_a_function_of_another_name_or_inside_another_says_so(file):
    names = cell("def mine(x, w, b):\n    return w * x + b\n")
    said = own_file.keep(names["mine"], "line", ORDER, 1)
    assert said == "To keep it, give it the name `line`."
    names = cell("line = lambda x, w, b: w * x + b\n")
    assert "write it with `def line(…):`" in own_file.keep(names["line"], "line", ORDER, 1)
    names = cell(
        "def make(one):\n    def line(x, w, b):\n        return w * x * one + b\n"
        "    return line\nline = make(1)\n"
    )
    assert "at the left margin" in own_file.keep(names["line"], "line", ORDER, 1)
    assert not file.exists()


def test_a_function_that_its_decorator_hides_says_so(file):
    names = cell(
        "def timed(f):\n    def inner(*args):\n        return f(*args)\n    return inner\n"
        "@timed\ndef line(x, w, b):\n    return w * x + b\n"
    )
    said = own_file.keep(names["line"], "line", ORDER, 1)
    assert said.startswith("To keep it, give it the name `line`, and no decorator above its `def`")


def test_a_better_answer_takes_the_place_of_the_one_before(file):
    keep(FORWARD, "forward")
    keep("def forward(X, W, b):\n    return b + X @ W\n", "forward")
    assert defined(file) == ["forward"]
    assert "return b + X @ W" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("other", ["    return (X @ W) + b  # mine\n", "    return X @ W\n"])
def test_what_was_edited_by_hand_stays(file, other):
    keep(FORWARD, "forward")
    edited = (
        file.read_text(encoding="utf-8").replace("    return X @ W + b\n", other)
        + "\nnotes = 1  # mine\n"
    )
    file.write_text(edited, encoding="utf-8")
    assert "changed by hand" in keep(FORWARD, "forward")
    assert file.read_text(encoding="utf-8") == edited
    keep("def line(x, w, b):\n    return w * x + b\n", "line")
    now = file.read_text(encoding="utf-8")
    assert other in now
    assert "notes = 1  # mine" in now
    assert defined(file) == ["line", "forward"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def forward(X, W, b)\n    return X @ W + b\n", "there is an error in line 1"),
        (
            "import numpy as np\n\n1 / 0\n" + FORWARD,
            "there is an error in line 3 (ZeroDivisionError: division by zero)",
        ),
        ("raise SystemExit\n" + FORWARD, "SystemExit"),
        (
            "class OddError(Exception):\n    def __str__(self):\n        1 / 0\nraise OddError\n",
            "there is an error in line 4 (OddError)",
        ),
        ("x = '\0'\n", "there is an error ("),
        ("while True: pass\n" + FORWARD, "longer than 2 seconds"),
        ("def forward(X, W, b):\n    return X @ W\n", "`forward` in my_linreg.py is not right"),
        ("def forward(X, W, b):\n    return ...\n", "`forward` in my_linreg.py is not finished"),
        ("forward = 3\n", ""),
        ("", ""),
    ],
)
def test_a_broken_file_gives_one_sentence_and_linregs_function(
    text, said, file, capsys, monkeypatch
):
    if "while True" in text:
        monkeypatch.setattr(kernel, "LIMIT", 0.5)
    file.write_text(text, encoding="utf-8")
    assert mine.forward is linreg.forward
    out = capsys.readouterr().out
    assert said in out
    assert out.count("\n") == bool(said)
    assert file.read_text(encoding="utf-8") == text
    if "error in line 1" in said:
        assert "nothing was written" in keep(FORWARD, "forward")
        assert file.read_text(encoding="utf-8") == text


def test_a_file_that_is_no_text_is_left_alone(file, capsys):
    file.write_bytes(b"\xff\xfe\x00")
    assert mine.forward is linreg.forward
    assert "cannot be read" in capsys.readouterr().out
    assert "no text in UTF-8" in keep(FORWARD, "forward")
    assert file.read_bytes() == b"\xff\xfe\x00"


INITIALIZE = "def initialize(n_features, rng):\n    return {}\n"
EXAMPLES = (
    "def generate_examples(n_samples, W, b, noise, rng):\n"
    "    X = rng.standard_normal((n_samples, len(W)))\n"
    "    return X, X @ W + b {} noise * rng.standard_normal(n_samples)\n"
)
SPLIT = (
    "def train_test_split(X, y, *, test_fraction, rng):\n"
    "    n = round(test_fraction * len(y))\n"
    "    rows = rng.permutation(len(y)){}\n"
    "    return X[rows[n:]], X[rows[:n]], y[rows[n:]], y[rows[:n]]\n"
)


@pytest.mark.parametrize(
    ("source", "draws_alike"),
    [
        (INITIALIZE.format("rng.standard_normal(n_features), 0.0"), True),
        (INITIALIZE.format("rng.normal(0, 1, n_features), 0"), True),
        (INITIALIZE.format("rng.standard_normal(n_features + 1)[1:], 0.0"), False),
        (INITIALIZE.format("-rng.standard_normal(n_features), 0.0"), False),
        (EXAMPLES.format("+"), True),
        (EXAMPLES.format("-"), False),
        (SPLIT.format(""), True),
        (SPLIT.format("[::-1]"), False),
    ],
)
def test_random_functions_take_over_only_with_the_same_draws(source, draws_alike, capsys):
    name = ast.parse(source).body[0].name
    assert keep(source, name) == "It is in your `my_linreg.py`."
    assert (getattr(mine, name) is getattr(linreg, name)) is not draws_alike
    told = (
        f"linreg's own is used: `{name}` in my_linreg.py is right, but from the same seed it draws "
        "other numbers than those that the text tells of.\n"
    )
    assert capsys.readouterr().out == ("" if draws_alike else told)


def test_lists_are_handed_to_the_learners_function_as_arrays_of_decimals():
    keep(
        "def forward(X, W, b, *, note=None):\n    y = X @ W\n    y += b\n    return y\n", "forward"
    )
    assert mine.forward([[1, 2]], [3, 4], 0.5).tolist() == [11.5]
    keep(
        "def numerical_gradient(f, p, step=1e-6):\n"
        "    g = np.zeros(p.shape)\n"
        "    for i in np.ndindex(p.shape):\n"
        "        above, below = p.copy(), p.copy()\n"
        "        above[i] += step\n"
        "        below[i] -= step\n"
        "        g[i] = (f(above) - f(below)) / (2 * step)\n"
        "    return g\n",
        "numerical_gradient",
    )
    slope = mine.numerical_gradient(lambda p: float(np.sum(p**2)), [1, 2])
    np.testing.assert_allclose(slope, [2, 4], rtol=1e-6)


def test_a_file_that_imports_linreg_mine_does_not_go_in_circles(file):
    file.write_text("from linreg.mine import line, forward\n\n\n" + FORWARD, encoding="utf-8")
    assert mine.forward.__module__ == "my_linreg"
    assert mine.line is linreg.line


def test_an_edit_is_seen_at_the_next_import(file):
    keep(FORWARD, "forward")
    assert mine.forward.__module__ == "my_linreg"
    file.write_text(FORWARD.replace(" + b", ""), encoding="utf-8")
    assert mine.forward is linreg.forward


def test_a_place_that_cannot_be_written_is_said(file, capsys):
    file.mkdir()
    said = r"It could not be written to `my_linreg\.py` \([A-Z][a-z ]+\)\."
    assert re.fullmatch(said, keep(FORWARD, "forward"))
    assert mine.forward is linreg.forward
    assert "cannot be read" in capsys.readouterr().out


def test_a_folder_that_a_browser_does_not_keep_is_said(file, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(Path, "home", lambda: file.parent)
    assert "only as long as this page is open" in keep(FORWARD, "forward")
    monkeypatch.setattr(Path, "home", lambda: file.parent / "home")
    assert keep(FORWARD, "forward") == "It is in your `my_linreg.py`."


def test_a_disk_that_is_full_leaves_the_old_file(file, monkeypatch):
    keep(FORWARD, "forward")
    before = file.read_text(encoding="utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = keep("def line(x, w, b):\n    return w * x + b\n", "line")
    assert said == "It could not be written to `my_linreg.py` (No space left on device)."
    assert file.read_text(encoding="utf-8") == before
    assert [path.name for path in file.parent.glob("my_linreg*")] == ["my_linreg.py"]


WRITER = """
import sys
from linreg import own_file
for name in sys.argv[1:]:
    names = {}
    source = f"def {name}():\\n    return 1\\n"
    open(f"{name}.txt", "w").write(source)
    exec(compile(source, f"{name}.txt", "exec"), names)
    print(own_file.keep(names[name], name, ORDER, 1))
"""


def test_notebooks_that_write_at_once_lose_nothing(folder, file):
    code = WRITER.replace("ORDER", repr(ORDER))
    writers = [
        subprocess.Popen([sys.executable, "-c", code, *ORDER[i::3]], stdout=subprocess.PIPE)
        for i in range(3)
    ]
    said = b"".join(writer.communicate()[0] for writer in writers)
    assert said.count(b"It is in your `my_linreg.py`.") == len(ORDER)
    assert defined(file) == list(ORDER)


@pytest.mark.parametrize("ahead", [-60, 60])  # of its clock
def test_an_old_file_left_by_a_process_that_ended_is_taken_over(ahead, folder, file):
    lock = folder / "my_linreg.py.lock"
    lock.write_text("half", encoding="utf-8")
    os.utime(lock, (time.time() + ahead, time.time() + ahead))
    assert keep(FORWARD, "forward") == "It is in your `my_linreg.py`."
    assert defined(file) == ["forward"]
    assert not lock.exists()


def test_one_who_writes_for_long_is_not_robbed_of_his_turn(folder, file, monkeypatch):
    monkeypatch.setattr(own_file, "PATIENCE", 0.1)
    lock = folder / "my_linreg.py.lock"
    lock.touch()
    assert "another notebook is writing to your `my_linreg.py`, or" in keep(FORWARD, "forward")
    assert lock.exists()
    assert not file.exists()


def test_one_who_is_writing_is_waited_for(folder, file, monkeypatch):
    lock, waited = folder / "my_linreg.py.lock", []
    lock.touch()
    monkeypatch.setattr(time, "sleep", lambda one: (waited.append(one), lock.unlink()))
    keep(FORWARD, "forward")
    assert defined(file) == ["forward"]
    assert waited == [0.02]


def test_one_who_goes_in_the_moment_in_which_it_is_looked_at_is_no_trouble(file, monkeypatch):
    touch, asked = Path.touch, []

    def refuse_once(path, **more):
        asked.append(path)
        if len(asked) == 1:
            raise FileExistsError
        touch(path, **more)

    monkeypatch.setattr(Path, "touch", refuse_once)
    assert keep(FORWARD, "forward") == "It is in your `my_linreg.py`."


def test_one_who_was_taken_for_ended_while_writing_keeps_the_function_all_the_same(
    folder, file, monkeypatch
):
    monkeypatch.setattr(os, "fsync", lambda _: (folder / "my_linreg.py.lock").unlink())
    assert keep(FORWARD, "forward") == "It is in your `my_linreg.py`."
    assert defined(file) == ["forward"]


def test_a_script_and_a_doctest_write_nothing(folder):
    names = cell(FORWARD)
    assert str(check(names["forward"])) == "✓ forward is correct"
    script = FORWARD + "from linreg.checks import check\nprint(check(forward))\n"
    (folder / "script.py").write_text("import numpy as np\n" + script, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "script.py"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert run.stdout == "✓ forward is correct\n"
    assert not (folder / "my_linreg.py").exists()


def test_a_script_may_ask_for_it(file):
    names = cell(FORWARD)
    assert str(mine.keep(names["forward"])).endswith("It is in your `my_linreg.py`.")
    assert defined(file) == ["forward"]
    text = file.read_text(encoding="utf-8")
    wrong = cell(FORWARD.replace(" + b", ""))["forward"]
    verdict = mine.keep(wrong)
    assert (verdict.state, verdict.note) == ("wrong", "")
    ahead = cell(FORWARD.replace("forward", "ahead"))["ahead"]
    said = "✓ forward is correct. To keep it, give it the name `forward`."
    assert str(mine.keep(ahead, "forward")) == said
    assert file.read_text(encoding="utf-8") == text


def test_a_reason_is_printed_once_in_a_cell_and_each_time_without_cells(file, capsys, monkeypatch):
    file.write_text("1 / 0\n", encoding="utf-8")
    monkeypatch.setattr(mine, "_told", [])
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    shown = []
    for number in (None, None, 1, 1, 2):
        if number:
            shell = SimpleNamespace(execution_count=number)
            ipython = SimpleNamespace(get_ipython=lambda shell=shell: shell)
            monkeypatch.setitem(sys.modules, "IPython", ipython)
        assert mine.forward is linreg.forward
        shown.append(capsys.readouterr().out)
    reason = shown[0]
    assert reason.startswith("linreg's own is used: my_linreg.py is not used: there")
    assert shown == [reason, reason, reason, "", reason]


def test_progress_reads_the_file():
    keep(FORWARD, "forward")
    lines = str(progress()).splitlines()
    assert "lesson 4  ✓ forward" in lines
    assert lines[-1] == f"1 of {len(EXERCISES)} done"


def test_progress_says_what_of_the_file_is_not_right_and_why_it_is_not_used(file):
    file.write_text("import numpy as np\n" + FORWARD.replace(" + b", ""), encoding="utf-8")
    assert "lesson 4  ✗ forward: it is in my_linreg.py, but not right" in str(progress())
    file.write_text("def forward(X, W, b)", encoding="utf-8")
    assert "my_linreg.py is not used: there is an error in line 1" in str(progress())
    before = str(progress()).splitlines()[-1]
    file.write_text("raise ValueError('✓')", encoding="utf-8")
    assert str(progress()).splitlines()[-1] == before


def test_a_file_that_was_slow_once_is_asked_once_more(file, capsys, monkeypatch):
    monkeypatch.setattr(kernel, "LIMIT", 0.3)
    monkeypatch.setattr(own, "_slow", [])
    seen = file.with_name("seen.txt")
    wait = f"with open({str(seen)!r}, 'a') as f:\n    f.write('x')\n    slow = f.tell() <= {{}}\n"
    wait += "while slow: pass\n\n\n"
    file.write_text(wait.format(1) + FORWARD, encoding="utf-8")
    assert mine.forward is linreg.forward
    assert "runs for longer than 2 seconds" in capsys.readouterr().out
    assert mine.forward([[2.0]], [3.0], 1.0) == [7]
    file.write_text(wait.format(99) + FORWARD, encoding="utf-8")
    for _ in range(4):
        assert mine.forward is linreg.forward
    assert seen.read_text() == "xx" + "xx"


def test_a_file_that_was_never_right_leaves_no_module_behind(file, monkeypatch):
    monkeypatch.delitem(sys.modules, "my_linreg", raising=False)
    file.write_text("1 / 0\n", encoding="utf-8")
    assert mine.forward is linreg.forward
    assert "my_linreg" not in sys.modules


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder that one works in")
def test_a_folder_that_is_gone_does_not_hide_the_verdict(folder):
    names = cell(FORWARD)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    said = str(mine.keep(names["forward"]))
    assert said.startswith("✓ forward is correct. It could not be kept (FileNotFoundError")


@pytest.mark.parametrize(
    ("cells", "name", "said"),
    [
        (
            "line = lambda x, w, b: w * x + b\nline.__name__ = 'line'\n",
            "line",
            "write it with `def`",
        ),
        ("class LinearModel:\n    pass\n", "LinearModel", "text cannot be found"),
        (
            "def helps(x):\n    return x\nhelped = helps\n"
            "def line(x, w, b):\n    return helped(w * x) + b\n",
            "line",
            "call `helps` by this name in it",
        ),
    ],
)
def test_what_cannot_stand_in_the_file_says_why(cells, name, said, file):
    assert said in keep(cells, name)
    assert not file.exists()


def test_what_has_neither_a_name_nor_a_text_says_so(file):
    said = own_file.keep(partial(linreg.line, w=1.0), "line", ORDER, 1)
    assert said.startswith("Its text cannot be found, so it is not kept: is there a line with `%%`")


def test_a_class_without_methods_is_kept_where_it_stands_in_a_file(folder, file, monkeypatch):
    model = "class LinearModel:\n    turn = 2 * pi\n"
    (folder / "my_model.py").write_text(f"from math import pi\n\n\n{model}", encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    function = importlib.import_module("my_model").LinearModel
    said = own_file.keep(function, "LinearModel", ORDER, 4)
    assert said == "It is in your `my_linreg.py`."
    assert file.read_text(encoding="utf-8").endswith(f"\n{model}")
    assert "pi = 3.14" in file.read_text(encoding="utf-8")


def test_what_is_defined_in_the_notebook_is_taken_along_and_not_imported_from_it(file, monkeypatch):
    notebook = ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", notebook)
    half = "def half(x):\n    return x / 2\n"
    keep(f"{half}def line(x, w, b):\n    return half(2 * w * x) + b\n", "line", vars(notebook))
    assert half in file.read_text(encoding="utf-8")
    assert "import half" not in file.read_text(encoding="utf-8")


def test_a_function_that_was_handed_out_is_called_as_the_file_has_it_now(file):
    half = "def half(x):\n    return x / 2\n"
    keep(f"{half}def forward(X, W, b):\n    return half(2 * X @ W) + b\n", "forward")
    names = {"np": np, "__name__": "__main__", "forward": mine.forward}
    edited = "# mine\n" * 9 + file.read_text(encoding="utf-8").replace("x / 2", "0.5 * x")
    file.write_text(edited, encoding="utf-8")
    predict = "def predict_one(row, W, b):\n    return forward(row, W, b)\n"
    assert keep(predict, "predict_one", names) == "It is in your `my_linreg.py`."
    text = without_digests(file.read_text(encoding="utf-8"))
    assert text.replace(f"{IN_LESSON.format(4)}{predict}\n\n", "") == without_digests(edited)


def test_a_helper_whose_name_comes_after_a_function_of_the_file_is_taken_along(file):
    keep(FORWARD, "forward")
    names = {"np": np, "__name__": "__main__", "forward": mine.forward}
    predict = "def predict_one(row, W, b):\n    return zoom(forward(row, W, b))\n"
    said = keep(f"def zoom(x):\n    return x\n{predict}", "predict_one", names)
    assert said == "It is in your `my_linreg.py`."
    assert "def zoom(x):" in file.read_text(encoding="utf-8")


def test_a_class_whose_cell_has_gone_says_so(file):
    names = {"__name__": "__main__"}
    exec("class LinearModel:\n    def forward(self, X):\n        return X\n", names)
    said = own_file.keep(names["LinearModel"], "LinearModel", ORDER, 4)
    assert said.startswith("Its text cannot be found, so it is not kept: is there a line with `%%`")
    assert not file.exists()


@pytest.mark.parametrize("other", ["def half(x):\n    return x / 2\n", "half: float = 0.5\n"])
def test_a_helper_whose_name_the_file_has_for_something_else_says_so(other, file):
    file.write_text(other, encoding="utf-8")
    cells = "def half(x):\n    return 0.5 * x\ndef line(x, w, b):\n    return 2 * half(w * x) + b\n"
    assert "has another `half`: give one of the two another name" in keep(cells, "line")
    assert file.read_text(encoding="utf-8") == other


def test_a_function_of_the_course_that_is_used_is_kept_with_it(file):
    keep("def forward(X, W, b):\n    return X @ W + b\ndef predict_one(row, W, b):\n"
         "    return forward(row, W, b)\n", "predict_one")  # fmt: skip
    assert defined(file) == ["predict_one", "forward"]
    assert mine.predict_one.__module__ == "my_linreg"


def in_a_kernel(folder, *cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources=resources).execute()
    return [
        "".join(output.get("text", "") or output.data["text/plain"] for output in each.outputs)
        for each in notebook.cells
    ]


def test_where_there_is_a_kernel_the_verdict_is_shown_once_a_cell_and_kept(
    file, capsys, monkeypatch
):
    pytest.importorskip("IPython")
    shell = SimpleNamespace(kernel=True, execution_count=1)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    verdict = checks.check(cell(FORWARD)["forward"])
    assert str(verdict) == "✓ forward is correct. It is in your `my_linreg.py`."
    assert "It is in your <code>my_linreg.py</code>." in verdict._repr_html_()
    assert "✓ forward is correct" in capsys.readouterr().out
    assert "# Checked in lesson 4: " in file.read_text(encoding="utf-8")
    verdict._ipython_display_()  # as the last line of the same cell
    assert capsys.readouterr().out == ""
    shell.execution_count = 2
    verdict._ipython_display_()
    assert "✓ forward is correct" in capsys.readouterr().out
    # What `mine` hands out is kept as the file has it, without what it is wrapped in.
    assert "It is in your" in str(checks.check(mine.forward))
    assert defined(file) == ["forward"]
    wrapped = wraps(cell(FORWARD)["forward"])(lambda X, W, b: X @ W)
    assert checks.check(wrapped).mistake == "no bias"  # of others the wrapping counts
    assert "✗ forward" in capsys.readouterr().out
    del shell.kernel
    assert checks.check(cell(FORWARD)["forward"]).note == ""
    assert capsys.readouterr().out == ""


def test_in_a_notebook_the_verdict_is_shown_once_wherever_it_stands_and_kept(folder):
    broken = (
        "from pathlib import Path\nPath('my_linreg.py').rename('kept.py')\n"
        "Path('my_linreg.py').write_text('1 / 0\\n')\n"
    )
    _, _, first, again, shown_again, used, done, of_linreg, wrong, why, why_again = in_a_kernel(
        folder,
        "import numpy as np\nfrom linreg.checks import check, hint, progress",
        FORWARD,
        "check(forward)",
        "verdict = check(forward)\nhint('forward')",
        "verdict",
        "from linreg.mine import forward\nprint(forward.__module__)\ncheck(forward)",
        "progress()",
        "from linreg import forward\ncheck(forward)",
        "def line(x, w, b):\n    display(w)\n    exit()\ncheck(line)",
        broken + "from linreg.mine import forward, line",
        "from linreg.mine import forward",
    )
    assert first == "✓ forward is correct. It is in your `my_linreg.py`."
    assert again.startswith(first + "Hint 1 of 3")
    assert shown_again == first
    assert used == "my_linreg\n" + first
    assert "✓ forward" in done
    assert defined(folder / "kept.py") == ["forward"]
    assert of_linreg.startswith("… forward: yours is not defined")
    assert wrong.startswith("✗ line: ")  # what it displays is not shown, and its kernel goes on
    assert "ends the whole program" in wrong
    assert re.fullmatch(r"linreg's own is used: .*there is an error in line 1.*\n", why)
    assert why_again == why  # once in each cell


def test_the_next_kernel_goes_on_where_the_last_one_was(folder):
    in_a_kernel(
        folder,
        "from linreg.checks import check",
        "import numpy as np\n" + FORWARD + "check(forward)",
    )
    told = in_a_kernel(
        folder, "from linreg.mine import forward, update, whose\nprint(whose('forward', 'update'))"
    )
    assert told == ["yours: forward · linreg's: update\n"]


def test_a_class_is_kept_and_handed_out_if_it_is_right(folder, file):
    model = (
        "import numpy as np\n\n\nclass LinearModel:\n    def __init__(self, W, b):\n"
        "        self.W, self.b = W, b\n\n    def forward(self, X):\n"
        "        return X @ self.W + self.b\n"
    )
    first, used = in_a_kernel(
        folder,
        model + "\n\nfrom linreg.checks import check\n\ncheck(LinearModel)",
        "from linreg.mine import LinearModel\nprint(LinearModel([2.0, 1.0], 3.0).__module__)",
    )
    assert first == "✓ LinearModel is correct. It is in your `my_linreg.py`."
    assert used == "my_linreg\n"
    assert defined(file) == ["LinearModel"]
    file.write_text(file.read_text("utf-8").replace("+ self.b", ""), encoding="utf-8")
    assert mine.LinearModel is linreg.LinearModel
