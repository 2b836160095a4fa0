"""What holds for any input, tried on inputs that nobody thought of.

By default a few examples a property, the same each time. HYPOTHESIS_PROFILE=nightly tries 10,000.
"""

import contextlib
import copy
import io
import json
import math
import os
import pickle
import sys
import tempfile
import warnings
import zipfile
from fractions import Fraction
from pathlib import Path

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

import linreg
from linreg import (
    DivergenceError,
    LinearModel,
    Moments,
    forward,
    mean_squared_error,
    moments,
    mse_gradient,
    normal_equation,
    numerical_gradient,
    stability_limit,
    standardize,
    train,
    trajectory,
)
from linreg.checks import EXERCISES, check
from linreg.classroom.child.slicing import survey
from linreg.classroom.collect import collect

sys.path.insert(0, str(Path(__file__).parent))
from test_package import CALLS, COUNTS, call, names_of, numbers

COMMON = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("default", max_examples=40, derandomize=True, **COMMON)
settings.register_profile("nightly", max_examples=10_000, print_blob=True, **COMMON)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "default")
settings.load_profile(PROFILE)
# What runs in a millisecond is tried more often by default, what takes longer less often.
quick = settings(max_examples=150) if PROFILE == "default" else settings()
slow = settings(max_examples=10) if PROFILE == "default" else settings()

# Rows


def floats(largest):
    return st.floats(-largest, largest, allow_subnormal=False)


@st.composite
def problems(draw, elements=floats(100.0), most_rows=9):  # noqa: B008
    """Return X, y, W and b whose shapes fit each other."""
    n, d = draw(st.integers(1, most_rows)), draw(st.integers(1, 4))
    X, y, W = (draw(arrays.arrays(float, shape, elements=elements)) for shape in ((n, d), n, d))
    return X, y, W, draw(elements)


whole = st.integers(-9, 9).map(float)
POWERS = st.integers(-60, 60).map(lambda k: 2.0**k)


# Loss and gradient


@given(problems())
def test_the_gradient_is_the_measured_slope(problem):
    X, y, W, b = problem
    dW, db = mse_gradient(X, y, forward(X, W, b))
    # Central differences of a parabola are exact, but for the rounding of the losses.
    step = 0.125
    near = mean_squared_error(y, forward(X, W, b)) + np.sum(X**2) + 1
    slope = numerical_gradient(lambda p: mean_squared_error(y, forward(X, p, b)), W, step)
    np.testing.assert_allclose(dW, slope, rtol=0, atol=1e-12 * near)
    slope = numerical_gradient(lambda p: mean_squared_error(y, forward(X, W, p[0])), [b], step)
    np.testing.assert_allclose(db, slope[0], rtol=0, atol=1e-12 * near)


@given(problems(whole), POWERS)
def test_other_units_scale_the_loss_twice_and_the_gradient_once(problem, unit):
    X, y, W, b = problem
    y_hat = forward(X, W, b)
    assert mean_squared_error(unit * y, unit * y_hat) == unit**2 * mean_squared_error(y, y_hat)
    dW, db = mse_gradient(X, y, y_hat)
    in_unit, bias_in_unit = mse_gradient(X, unit * y, unit * y_hat)
    assert in_unit.tolist() == (unit * dW).tolist()
    assert bias_in_unit == unit * db
    assert mse_gradient(unit * X, y, y_hat)[0].tolist() == (unit * dW).tolist()


@given(problems(), st.randoms(use_true_random=False), st.integers(2, 4))
def test_neither_order_nor_copies_of_rows_change_loss_and_gradient(problem, random, times):
    X, y, W, b = problem
    order = random.sample(range(len(y)), len(y)) * times
    y_hat = forward(X, W, b)
    size = np.mean((y_hat - y) ** 2) + np.mean(np.abs(X.T) * np.abs(y_hat - y)) + 1
    before = mean_squared_error(y, y_hat), *mse_gradient(X, y, y_hat)
    after = (
        mean_squared_error(y[order], y_hat[order]),
        *mse_gradient(X[order], y[order], y_hat[order]),
    )
    for one, other in zip(before, after, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-12, atol=1e-13 * size)


@given(problems(whole), st.integers(-1000, 1000))
def test_a_shift_of_targets_and_predictions_changes_nothing(problem, shift):
    X, y, W, b = problem
    y_hat = forward(X, W, b)
    assert mean_squared_error(y + shift, y_hat + shift) == mean_squared_error(y, y_hat)
    one, other = mse_gradient(X, y + shift, y_hat + shift), mse_gradient(X, y, y_hat)
    assert [one[0].tolist(), one[1]] == [other[0].tolist(), other[1]]


# Training and the closed form


def nearly_agree(X):
    """Return whether a mix of columns is a million times smaller than they are, but not nothing.

    Squares of such a mix are lost beside theirs: `test_moments` says how much that may cost.
    """
    deviations = X - X.mean(axis=0)
    std = deviations.std(axis=0)
    sizes = np.linalg.svd(deviations[:, std > 0] / std[std > 0], compute_uv=False)
    return bool(np.any((sizes > 1e-13) & (sizes < 1e-6)))


@pytest.mark.filterwarnings("ignore:the loss is flat")  # as it should say, where it is
@given(problems(), st.floats(0.01, 0.95), st.integers(1, 60))
def test_a_trajectory_ends_where_the_loop_does(problem, share, n_iterations):
    X, y, W, b = problem
    assume(not nearly_agree(X))
    options = {"learning_rate": share * stability_limit(X), "n_iterations": n_iterations}
    by_loop = train(X, y, W, b, **options)
    at_once = trajectory(moments(X, y), W, b, **options)
    scale = max(1, by_loop.losses[0]), max(1, np.abs([*W, b, *by_loop.W, by_loop.b]).max())
    np.testing.assert_allclose(at_once.losses, by_loop.losses, rtol=1e-8, atol=1e-10 * scale[0])
    np.testing.assert_allclose(
        [*at_once.W, at_once.b], [*by_loop.W, by_loop.b], rtol=1e-8, atol=1e-8 * scale[1]
    )


def solved_exactly(X, y):
    """Solve the normal equation in fractions; None if a column follows from the others."""
    rows = [[*map(Fraction, row), Fraction(1)] for row in X.tolist()]
    columns = list(zip(*rows, strict=True))
    known = [*columns, tuple(map(Fraction, y.tolist()))]
    table = [
        [sum(a * b for a, b in zip(one, other, strict=True)) for other in known] for one in columns
    ]
    for i in range(len(table)):
        pivot = next((row for row in table[i:] if row[i]), None)
        if pivot is None:
            return None
        table.remove(pivot)
        table.insert(i, [entry / pivot[i] for entry in pivot])
        for k in range(len(table)):
            if k != i:
                factor = table[k][i]
                table[k] = [a - factor * b for a, b in zip(table[k], table[i], strict=True)]
    return [float(row[-1]) for row in table]


@given(problems(whole))
def test_the_closed_form_is_the_exact_solution_or_says_that_there_is_none(problem):
    X, y, _, _ = problem
    exact = solved_exactly(X, y)
    if exact is None:
        with pytest.raises(ValueError, match="X"):
            normal_equation(X, y)
        return
    W, b = normal_equation(X, y)
    np.testing.assert_allclose([*W, b], exact, rtol=1e-9, atol=1e-9)
    ones = np.column_stack([X, np.ones(len(y))])
    np.testing.assert_allclose(
        [*W, b], np.linalg.lstsq(ones, y, rcond=None)[0], rtol=1e-8, atol=1e-8
    )


@given(problems(floats(1e6)), POWERS)
def test_standardized_columns_have_mean_0_and_deviation_1_and_come_back(problem, unit):
    X = problem[0] * unit
    spread = np.ptp(X, axis=0)
    try:
        scaled, mean, std = standardize(X)
    except ValueError:  # the spread of a column is lost in rounding or cannot be squared
        assert np.any(spread <= np.maximum(1e-12 * np.abs(X).max(axis=0), 1e-145))
        return
    assert np.all(spread > 0)
    lost = np.abs(X).max(axis=0) / std * 1e-14  # digits that a large mean costs
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-13 + lost.max())
    np.testing.assert_allclose(scaled.std(axis=0), 1, atol=1e-13 + lost.max())
    np.testing.assert_allclose(scaled * std + mean, X, rtol=1e-12, atol=1e-13 * np.abs(X).max())


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(arrays.arrays(float, st.integers(1, 5), elements=finite), finite)
def test_a_model_comes_back_from_its_file_to_the_last_bit(W, b):
    with tempfile.TemporaryDirectory() as folder:
        LinearModel(W, b).save(f"{folder}/model.json")
        back = LinearModel.load(f"{folder}/model.json")
    assert np.array([*back.W, back.b]).tobytes() == np.array([*W, b]).tobytes()


@given(problems())
def test_moments_come_back_from_their_file_to_the_last_bit(problem):
    sums = moments(*problem[:2])
    with tempfile.TemporaryDirectory() as folder:
        sums.save(f"{folder}/moments.json")
        back = Moments.load(f"{folder}/moments.json")
    assert pickle.dumps([*vars(back).values()]) == pickle.dumps(
        [vars(sums)[name] for name in vars(back)]
    )


@given(problems(most_rows=20), st.data())
def test_moments_of_parts_in_any_order_are_those_of_the_whole(problem, data):
    X, y, W, b = problem
    rows = data.draw(st.permutations(range(len(y))))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(y) - 1)))) if len(y) > 1 else []
    parts = [moments(X[part], y[part]) for part in np.split(rows, cuts)]
    while len(parts) > 1:  # in pairs as they come, as on a cluster
        two = data.draw(st.permutations(range(len(parts))))[:2]
        both = parts[two[0]] + parts[two[1]]
        parts = [one for i, one in enumerate(parts) if i not in two] + [both]
    truth = mean_squared_error(y, forward(X, W, b))
    assert parts[0].n_samples == len(y)
    np.testing.assert_allclose(parts[0].loss(W, b), truth, rtol=1e-9, atol=1e-9)


# The small formulas, in fractions


class Exact:
    """A fraction, and the size of what was added up to it, by which rounding is measured."""

    def __init__(self, value, size=None):
        self.value = Fraction(value)
        self.size = abs(self.value) if size is None else size

    def __add__(self, other):
        return Exact(self.value + other.value, self.size + other.size)

    def __sub__(self, other):
        return Exact(self.value - other.value, self.size + other.size)

    def __mul__(self, other):
        return Exact(self.value * other.value, self.size * other.size)

    def __truediv__(self, other):
        return Exact(self.value / other.value, self.size / abs(other.value))


def total(values):
    result = Exact(0)
    for value in values:
        result += value
    return result


def pairs(one, other):
    return zip(one, other, strict=True)


def mean_of(values):
    return total(values) / Exact(len(values))


FORMULAS = {
    "line": lambda x, w, b: [w * each + b for each in x],
    "forward": lambda X, W, b: [total(w * x for w, x in pairs(W, row)) + b for row in X],
    "predict_one": lambda row, W, b: [total(w * x for w, x in pairs(W, row)) + b],
    "one_house_slope": lambda x, y, w, b: [Exact(2) * (w * x + b - y) * x],
    "mean_squared_error": lambda y, y_hat: [
        mean_of([(p - t) * (p - t) for p, t in pairs(y_hat, y)])
    ],
    "baseline_loss": lambda y: [mean_of([(mean_of(y) - t) * (mean_of(y) - t) for t in y])],
    "mse_gradient": lambda X, y, y_hat: [
        *(
            Exact(2) * mean_of([x * (p - t) for x, p, t in zip(column, y_hat, y, strict=True)])
            for column in zip(*X, strict=True)
        ),
        Exact(2) * mean_of([p - t for p, t in pairs(y_hat, y)]),
    ],
    "update": lambda W, b, dW, db, learning_rate: [
        *(w - learning_rate * slope for w, slope in pairs(W, dW)),
        b - learning_rate * db,
    ],
    "to_natural_units": lambda W, b, mean, std: [
        *(w / s for w, s in pairs(W, std)),
        b - total(w * m / s for w, m, s in zip(W, mean, std, strict=True)),
    ],
}


def exactly(value):
    return [exactly(one) for one in value] if isinstance(value, list) else Exact(value)


@st.composite
def wide(draw):
    """Return a number of any size whose products of three stay among the floats."""
    return (
        draw(st.floats(1, 10)) * 10.0 ** draw(st.integers(-60, 60)) * draw(st.sampled_from([-1, 1]))
    )


@quick
@given(st.sampled_from(list(FORMULAS)), st.data())
def test_small_formulas_agree_with_fractions(function, data):
    arguments = {}
    for name, usual in CALLS[function].items():
        values = data.draw(arrays.arrays(float, np.shape(usual), elements=wide()), name)
        arguments[name] = (np.abs(values) if name in ("std", "learning_rate") else values).tolist()
    exact = FORMULAS[function](**{name: exactly(value) for name, value in arguments.items()})
    result = np.atleast_1d(numbers(getattr(linreg, function)(**arguments)))
    for number, true in pairs(result.tolist(), exact):
        assert abs(Fraction(number) - true.value) <= Fraction(1, 10**14) * true.size


# Hostile arguments

ODD = [0.0, -0.0, 1.0, -1.0, 2.5, 3.0, 7.0, 5e-324, 1e-300, -1e300, 1e300, 1e-160, 1e155]
BROKEN = [math.nan, math.inf, -math.inf]
DTYPES = ["f8", ">f8", "f4", "f2", "g", "i1", "u1", "i8", "u8", "?"]
DTYPES += ["c16", "O", "U9", "S9", "M8[s]", "m8[s]"]
NO_NUMBERS = [
    None, True, False, "text", b"1", {}, {1, 2}, ..., 10**400, -(10**400), Fraction(1, 3), 1j,
    range(3), [], [[]], [[1], [2, 3]], [None, 1], ["1", "2"], [10**400, 1], np.ma.masked, print,
    np.datetime64("2026"),
]  # fmt: skip


def masked(array, data):
    mask = data.draw(arrays.arrays(bool, array.shape))
    return np.ma.array(array, mask=mask)


def read_only(array, data):
    array = array.copy()
    array.flags.writeable = False
    return array


def frame(array, data):
    import pandas as pd

    assume(array.ndim in (1, 2) and array.dtype.kind != "S" and array.dtype.char not in "eg")
    assume(array.dtype.isnative)
    return (pd.DataFrame if array.ndim == 2 else pd.Series)(array)


FORMS = {
    "array": lambda array, data: array,
    "list": lambda array, data: array.tolist(),
    "tuple": lambda array, data: tuple(array) if array.ndim else array[()],
    "masked": masked,
    "read-only": read_only,
    "Fortran": lambda array, data: np.asfortranarray(array),
    "reversed": lambda array, data: np.flip(np.array(np.flip(array))),
    "every second": lambda array, data: (
        np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array
    ),
    "table": frame,
}


@st.composite
def hostile(draw, data, usual):
    """Return an argument of the usual shape, or of another, of any form and type."""
    if draw(st.integers(0, 6)) == 0:
        return draw(st.sampled_from(NO_NUMBERS))
    shapes = [np.shape(usual)] * 8 + [
        (),
        (0,),
        (1,),
        (2,),
        (3,),
        (1, 1),
        (3, 1),
        (2, 3),
        (0, 2),
        (2, 2, 2),
    ]
    shape = draw(st.sampled_from(shapes))
    worth = st.sampled_from(ODD * 4 + BROKEN) if draw(st.booleans()) else st.integers(-9, 9)
    values = draw(arrays.arrays(float, shape, elements=worth.map(float)))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            array = values.astype(draw(st.sampled_from(["f8"] * 8 + DTYPES)))
        except (ValueError, OverflowError):
            assume(False)
    return FORMS[draw(st.sampled_from(list(FORMS)))](array, data)


def plain(value):
    """Return the same numbers as Python floats in lists."""
    return np.asarray(value).astype(float).tolist()


def is_huge(value):
    """Return whether a product of three of its entries may leave the range of floats."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of complex numbers
            entries = np.ravel(plain(value))
    except (TypeError, ValueError, OverflowError):
        return False
    return bool(np.any(np.isfinite(entries) & (np.abs(entries) > 1e100)))


def outcome(function, arguments, huge):
    """Return what a call gives, or the documented error that it raises; warnings are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if huge:  # what leaves the range of floats becomes inf, and NumPy says so
            warnings.filterwarnings("ignore", "overflow|invalid value", RuntimeWarning)
        try:
            return np.asarray(numbers(call(function, **arguments)))
        except (ValueError, TypeError) as error:
            names = [name for name in CALLS[function] if name in str(error)]
            return type(error) if names else f"{error!r}, which names no argument"
        except DivergenceError as error:
            return type(error)


@quick
@given(st.sampled_from(list(CALLS)), st.data())
def test_hostile_arguments_give_what_lists_give_or_a_documented_error(function, data):
    known = names_of(function, "array", "number", "count")
    names = data.draw(st.sets(st.sampled_from(known), min_size=1, max_size=2), "names")
    given_ = {name: data.draw(hostile(data, CALLS[function][name]), name) for name in sorted(names)}
    assume(not any(isinstance(given_.get(name), int) and given_[name] > 99 for name in COUNTS))
    before = copy.deepcopy(given_)
    huge = any(map(is_huge, given_.values()))
    result = outcome(function, given_, huge)
    for name, value in given_.items():
        assert type(value) is type(before[name])
        assert repr(value) == repr(before[name])
    if isinstance(result, np.ndarray):
        counts = {name: value for name, value in given_.items() if name in COUNTS}
        lists = {name: plain(value) for name, value in given_.items()} | counts
        expected = outcome(function, lists, huge)
        np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-300)
        assert huge or np.isfinite(result.astype(float)).all()


# Checks

NAMES = ["X", "y", "y_hat", "W", "b", "w", "x", "dW", "db", "learning_rate", "rng", "p"]
ATOMS = ["0", "1", "2", "-1.5", "None", "[]", "np.pi", "'t'", "..."]
OPERATORS = ["+", "-", "*", "/", "@", "**", "//", "%", "<", "==", "and"]
CALLED = ["np.mean", "np.sum", "np.abs", "np.sqrt", "np.exp", "np.zeros", "len", "float", "sum"]
CALLED += ["list", "str", "next", "print"]


def filled(template, *parts):
    return st.tuples(*parts).map(lambda texts: template.format(*texts))


def expressions(names):
    def larger(inner):
        return st.one_of(
            filled("({} {} {})", inner, st.sampled_from(OPERATORS), inner),
            filled("{}({})", st.sampled_from(CALLED), inner),
            filled("{}[0]", inner),
            filled("{}.T", inner),
            filled("({}, {})", inner, inner),
            filled("[{} for i in range(3) if {}]", inner, inner),
            filled("({} if {} else {})", inner, inner, inner),
        )

    return st.recursive(st.sampled_from([*names, *NAMES[:4], *ATOMS]), larger, max_leaves=6)


def statements(names):
    one, target = expressions(names), st.sampled_from([*names, "total", "i"])
    return st.one_of(
        filled("{} = {}", target, one),
        filled("{} += {}", target, one),
        filled("{}[0] = {}", target, one),
        filled("if {}: return {}", one, one),
        filled("for i in range(4): total = {}", one),
        filled("raise ValueError({})", one),
        filled("global total; total = {}", one),
        filled("assert {}", one),
        filled("return {}", one),
        filled("yield {}", one),
    )


@st.composite
def functions(draw):
    """Return the name of an exercise and the text of a function that may be no answer to it."""
    name = draw(st.sampled_from(list(EXERCISES)))
    own = list(EXERCISES[name].parameters)
    parameters = (
        own if draw(st.integers(0, 4)) else draw(st.lists(st.sampled_from(NAMES), unique=True))
    )
    lines = draw(st.lists(statements(parameters or ["X"]), min_size=1, max_size=4))
    lines.append(draw(expressions(parameters or ["X"]).map(lambda one: f"return {one}")))
    return name, f"def {name}({', '.join(parameters)}):\n    " + "\n    ".join(lines) + "\n"


@slow
@given(functions())
def test_a_check_of_any_function_is_a_verdict(pair):
    name, source = pair
    space = {"np": np, "__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's own words on `1 is 2`
        try:
            exec(compile(source, "<answer>", "exec"), space)
        except SyntaxError:
            assume(False)
    verdict = check(space[name], name)
    assert verdict.state in ("todo", "wrong", "correct")
    assert verdict.message
    assert str(verdict)


# What is handed in

PARAMETERS = {name: list(exercise.parameters) for name, exercise in EXERCISES.items()}
LINES = [
    "def forward(X, W, b):", "    return X @ W + b", "forward = lambda X, W, b: 0",
    "check(forward)", "import numpy as np", "%matplotlib inline", "%%time", "!ls", "x = %timeit 1",
    "y?", "class A:", "@np.vectorize", "    pass", "for i in range(3):", "if True:", "else:",
    "a = b = 1; c = 2", "W[0] = 1", "W.x += 1", "del W", "from linreg import *", "(", "'''", "\\",
    "\x00", "return", "\ud800", "\x0c", "x = 'ä'", "lambda: (yield)", "async def f(): await g()",
    "match x:", "    case 1: pass", "Question('q', answer=1)", "check()", "check(3, 4)",
    "check(*forward)", "nonlocal x", "global forward", "x: int",
    "def forward(X, W, b): return ...", "1 is 2", "'\\d'", "print(f'{x!r:>{y}}')",
    "-" * 300 + "1",
]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(LINES)).map("\n".join), st.text(max_size=40))
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
outputs = st.one_of(junk, texts.map(lambda text: {"data": {"text/plain": "Your answer: " + text}}))
code_cells = st.fixed_dictionaries(
    {"cell_type": st.just("code"), "source": st.one_of(texts, st.lists(texts), junk)},
    optional={"outputs": st.one_of(junk, st.lists(outputs, max_size=2)), "id": junk},
)
notebooks = st.one_of(
    junk,
    st.fixed_dictionaries(
        {"cells": st.one_of(junk, st.lists(st.one_of(code_cells, junk), max_size=5))}
    ),
).map(lambda content: json.dumps(content).encode())
handed_in = st.one_of(
    st.binary(max_size=60), notebooks, texts.map(lambda t: t.encode(errors="replace"))
)


@quick
@given(handed_in, st.booleans())
@example(b"\x00", False)  # nothing in it where a statement could begin
def test_whatever_is_handed_in_is_read_or_refused_in_words(data, is_notebook):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = survey(data, is_notebook=is_notebook, exercises=PARAMETERS)
    json.dumps(found)  # it goes to another process as text
    assert "unreadable" in found or found["functions"].keys() <= PARAMETERS.keys()


PARTS = [
    "..", ".", "", "/", "C:", "a", "ä", "submitted", "secret.ipynb", "05_compute_loss.ipynb",
    "my_linreg.py", "ada_1_2_05_compute_loss-1.ipynb", "Ada_7_assignsubmission_file_", "~", "$HOME",
    "\\..\\secret.ipynb", "x" * 300, "b.zip",
]  # fmt: skip
paths = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("/".join)
SECRET = b"SECRET"


@st.composite
def zips(draw, depth=0):
    packed = io.BytesIO()
    content = (
        st.binary(max_size=20) if depth > 2 else st.one_of(st.binary(max_size=20), zips(depth + 1))
    )
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")  # of two files of the same name
        for name in draw(st.lists(paths, max_size=4)):
            one = zipfile.ZipInfo(name)
            one.external_attr = draw(st.sampled_from([0, 0o120777 << 16, 0o010777 << 16]))
            archive.writestr(one, draw(content))
    data = bytearray(packed.getvalue())
    for _ in range(draw(st.integers(0, 2))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


def zip_of_no_name():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"")
    return packed.getvalue()


@example([zip_of_no_name()], "")
@given(st.lists(zips(), min_size=1, max_size=2), st.sampled_from(["", "link", "folder"]))
def test_no_zip_makes_the_reader_fail_or_leave_the_folder(packed, beside):
    with tempfile.TemporaryDirectory() as place:
        top = Path(place)
        (top / "secret.ipynb").write_bytes(SECRET)
        handed = top / "handed" / "in"
        handed.mkdir(parents=True)
        for i, data in enumerate(packed):
            (handed / f"{'abc'[i]}.zip").write_bytes(data)
        if beside:
            target = top if beside == "folder" else top / "secret.ipynb"
            (handed / f"{beside}.ipynb").symlink_to(target)
        before = sorted(top.rglob("*"))
        found = []
        with contextlib.suppress(ValueError):  # there may be no notebook in it
            found = collect(handed)
        for one in found:
            with contextlib.suppress(ValueError):  # it may be a link, or lead out of the zip
                assert SECRET not in one.read()
        assert sorted(top.rglob("*")) == before
