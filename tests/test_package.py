"""What holds for the whole package: its names, its imports, and what every function accepts."""

import ast
import inspect
import math
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import linreg
from linreg.checks import EXERCISES
from linreg.checks.engine.exercise import Seed

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import lesson_of, notebook

ROOT = Path(__file__).parent.parent

# Modules in reading order: names, each with its parameters. Things outside the package call these.
# An exercise that is not here has the parameters that its lesson shows.
CONTRACT = {
    "dataset": {
        "Dataset": "X, y, feature_names, target_name",
        "generate_examples": "n_samples, W, b, noise, rng",
        "standardize": "X",
        "train_test_split": "X, y, *, test_fraction, rng",
        "load_dataset": "name",
        "read_csv": "path, columns=None",
    },
    "model": {
        "line": "x, w, b",
        "initialize": "n_features, rng",
        "forward": "X, W, b",
        "LinearModel": "W, b",
    },
    "loss": {"mean_squared_error": "y, y_hat", "baseline_loss": "y"},
    "gradient": {"mse_gradient": "X, y, y_hat", "numerical_gradient": "f, p, step=1e-06"},
    "training": {
        "update": "W, b, dW, db, learning_rate",
        "train": "X, y, W, b, *, learning_rate, n_iterations, log_every=None",
        "TrainingRun": "W, b, losses",
        "DivergenceError": "iteration, learning_rate, limit, losses",
    },
    "evaluation": {"r_squared": "y, y_hat", "root_mean_squared_error": "y, y_hat"},
    "small_steps": {},
    "closed_form.least_squares": {"normal_equation": "X, y", "stability_limit": "X"},
    "closed_form.sums": {"Moments": "n_samples, mean, cross_products, offset"},
    "closed_form.gather": {"moments": "X, y"},
    "closed_form.descent": {"trajectory": "moments, W, b, *, learning_rate, n_iterations"},
}

# One good call of each function that takes numbers; a seed stands for a new generator. An exercise
# that is not here is called with its first probe.
X, Y, Y_HAT, W, DW = [[1, 2], [4, 3], [2, 5], [7, 7]], [1, 3, 2, 8], [2, 3, 1, 5], [2, -1], [1, 4]
CALLS = {
    "generate_examples": {"n_samples": 3, "W": W, "b": 1, "noise": 2, "rng": Seed(0)},
    "standardize": {"X": X},
    "train_test_split": {"X": X, "y": Y, "test_fraction": 0.5, "rng": Seed(0)},
    "line": {"x": Y, "w": 2, "b": 1},
    "initialize": {"n_features": 3, "rng": Seed(0)},
    "forward": {"X": X, "W": W, "b": 1},
    "LinearModel": {"W": W, "b": 1},
    "baseline_loss": {"y": [1.0, 2.0]},
    "mean_squared_error": {"y": Y, "y_hat": Y_HAT},
    "mse_gradient": {"X": X, "y": Y, "y_hat": Y_HAT},
    "numerical_gradient": {"f": np.sum, "p": Y, "step": 0.5},
    "update": {"W": W, "b": 1, "dW": DW, "db": 2, "learning_rate": 0.5},
    "train": {"X": X, "y": Y, "W": W, "b": 1, "learning_rate": 0.01, "n_iterations": 3}
    | {"log_every": 2},
    "normal_equation": {"X": X, "y": Y},
    "stability_limit": {"X": X},
    "r_squared": {"y": Y, "y_hat": Y_HAT},
    "root_mean_squared_error": {"y": Y, "y_hat": Y_HAT},
}
COUNTS = {"n_samples", "n_features", "n_iterations", "log_every"}


def whole(value):
    """Return an array as a list of whole numbers, rounded up: what is positive stays positive."""
    if isinstance(value, np.ndarray):
        return np.ceil(value).astype(int).tolist()
    return int(value) if isinstance(value, float) and value.is_integer() else value


for name, exercise in EXERCISES.items():
    if name not in CALLS:
        CALLS[name] = {argument: whole(value) for argument, value in exercise.probes[0].items()}
        COUNTS |= {argument for argument, value in exercise.probes[0].items() if type(value) is int}
        (stub,) = (cell for cell in notebook(lesson_of(name), {})["cells"] if cell["id"] == name)
        parameters = ast.unparse(ast.parse("".join(stub["source"])).body[0].args)
        CONTRACT[exercise.solution.__module__.removeprefix("linreg.")][name] = parameters
ALGORITHM = [module for module in CONTRACT if "." not in module]
NAMES = [(module, name) for module, names in CONTRACT.items() for name in names]


def each(*kinds, but=()):
    return [(call, name) for call in CALLS for name in names_of(call, *kinds) if name not in but]


def names_of(call, *kinds):
    """Return the arguments of a call that are of one of the kinds, or have one of the names."""
    given = CALLS[call].items()
    return [name for name, value in given if name in kinds or kind_of(name, value) in kinds]


def kind_of(name, value):
    if isinstance(value, list):
        return "array"
    if callable(value) or isinstance(value, Seed):
        return "function or generator"
    return "count" if name in COUNTS else "number"


def call(function, **changed):
    given = CALLS[function] | changed
    if isinstance(given.get("rng"), Seed):
        given["rng"] = np.random.default_rng(given["rng"])
    return getattr(linreg, function)(**given)


def numbers(result):
    """Return whatever a function returned as one flat array."""
    if isinstance(result, linreg.LinearModel):
        result = (result.W, result.b)
    return np.hstack([np.ravel(part) for part in result]) if isinstance(result, tuple) else result


# Names


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_name_is_in_its_module_and_in_the_package(module, name):
    assert getattr(import_module(f"linreg.{module}"), name) is getattr(linreg, name)
    assert name in linreg.__all__


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_name_has_its_parameters(module, name):
    parameters = inspect.signature(getattr(linreg, name)).parameters.values()
    plain = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    assert str(inspect.Signature(plain)) == f"({CONTRACT[module][name]})"


def test_every_public_name_is_in_the_contract():
    assert {name for _, name in NAMES} == set(linreg.__all__)


def test_no_module_is_hidden_by_a_function_of_its_name():
    assert not {part for module in CONTRACT for part in module.split(".")} & set(linreg.__all__)


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_name_is_documented_with_an_example(module, name):
    doc = getattr(linreg, name).__doc__
    assert doc.strip()
    if name not in {"Dataset", "TrainingRun", "DivergenceError", "read_csv", "moments"}:
        assert ">>> " in doc


@pytest.mark.parametrize("name", ["initialize", "forward", "save", "load"])
def test_a_method_of_the_model_is_documented(name):
    assert vars(linreg.LinearModel)[name].__doc__.strip()


# Imports


def imports(module):
    """Return what a module imports, each as its full dotted name."""
    tree = ast.parse(
        (ROOT / "linreg" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("module", [*CONTRACT, "closed_form.bowl", "arguments"])
def test_the_algorithm_is_numpy_and_the_standard_library(module):
    outside = {name.partition(".")[0] for name in imports(module)} - sys.stdlib_module_names
    assert outside <= {"numpy", "linreg"}


@pytest.mark.parametrize("module", ALGORITHM)
def test_a_module_imports_only_what_is_read_before_it(module):
    # dataset, model and loss stand side by side. The loop looks up how long a step may be.
    before = {"arguments", *ALGORITHM[: max(3, ALGORITHM.index(module))]} - {module}
    beside = {"dataset": "tables", "model": "files", "training": "closed_form.least_squares"}
    before.add(beside.get(module, "arguments"))
    own = {name.removeprefix("linreg.") for name in imports(module) if name.startswith("linreg")}
    assert own <= before


def run_python(code, **options):
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, encoding="utf-8", **options
    ).stdout


def test_importing_the_package_brings_in_no_plots_no_notebook_and_no_tables():
    loaded = run_python("import linreg, sys; print(*sys.modules)", cwd=ROOT).split()
    assert "linreg.training" in loaded
    assert not {"matplotlib", "IPython", "ipywidgets", "pandas", "dask"} & set(loaded)


def test_the_package_carries_its_data_wherever_it_is_installed(tmp_path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"] == {
        "packages": ["linreg"],
        "force-include": {"notebooks": "linreg/lessons"},
    }
    shutil.copytree(ROOT / "linreg", tmp_path / "linreg")
    code = "import linreg; print(linreg.__file__, *[len(linreg.load_dataset(n).y) for n in {}])"
    names = ["houses", "cricket_chirps", "penguins"]
    place, *rows = run_python(code.format(names), cwd=tmp_path).rsplit(maxsplit=len(names))
    assert Path(place).parent == tmp_path / "linreg"
    assert rows == ["200", "15", "342"]


# What is accepted


def read_only(values):
    array = np.array(values, dtype=float)
    array.flags.writeable = False
    return array


def every_second(values):
    return np.repeat(np.array(values, dtype=float), 2, axis=-1)[..., ::2]


FORMS = {
    "array": lambda values: np.array(values, dtype=float),
    "tuple": lambda values: tuple(map(tuple, values)) if np.ndim(values) > 1 else tuple(values),
    "float32": lambda values: np.array(values, dtype=np.float32),
    "float16": lambda values: np.array(values, dtype=np.float16),
    "longdouble": lambda values: np.array(values, dtype=np.longdouble),
    "int8": lambda values: np.array(values, dtype=np.int8),
    "big-endian": lambda values: np.array(values, dtype=">f8"),
    "Fortran": lambda values: np.array(values, dtype=float, order="F"),
    "reversed": lambda values: np.array(values[::-1], dtype=float)[::-1],
    "every second": every_second,
    "read-only": read_only,
    "list of arrays": lambda values: [np.array(value) for value in values],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("function", CALLS)
def test_arrays_of_every_form_give_what_lists_give(function, form):
    given = {name: FORMS[form](CALLS[function][name]) for name in names_of(function, "array")}
    expected = numbers(call(function))
    returned = inspect.signature(getattr(linreg, function)).return_annotation
    kind = int if returned is int else np.float64
    assert np.asarray(expected).dtype == kind
    actual = numbers(call(function, **given))
    np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-12)
    assert np.asarray(actual).dtype == kind


@pytest.mark.parametrize("form", [np.float32, np.float64, np.array, float])
@pytest.mark.parametrize(("function", "name"), each("number"))
def test_a_number_of_every_kind_will_do(function, name, form):
    given = call(function, **{name: form(CALLS[function][name])})
    np.testing.assert_allclose(numbers(given), numbers(call(function)), rtol=1e-6)


@pytest.mark.parametrize("form", [np.int8, np.int64, np.uint16])
@pytest.mark.parametrize(("function", "name"), each("count"))
def test_a_whole_number_of_every_kind_will_do(function, name, form):
    given = call(function, **{name: form(CALLS[function][name])})
    np.testing.assert_array_equal(numbers(given), numbers(call(function)))


@pytest.mark.parametrize("function", CALLS)
def test_arguments_are_never_changed(function):
    names = names_of(function, "array")
    given = {name: np.array(CALLS[function][name], dtype=float) for name in names}
    call(function, **given)
    for name in names:
        np.testing.assert_array_equal(given[name], CALLS[function][name])


@pytest.mark.parametrize("function", CALLS)
def test_results_share_no_memory_with_arguments(function):
    names = names_of(function, "array")
    given = {name: np.array(CALLS[function][name], dtype=float) for name in names}
    result = call(function, **given)
    parts = [result.W] if function == "LinearModel" else result
    parts = parts if isinstance(parts, tuple | list) else [parts]
    assert not any(np.shares_memory(part, value) for part in parts for value in given.values())


# What is refused, whatever the function


def spoiled(values, worth):
    """Return the values as floats, the last of them replaced."""
    array = np.array(values, dtype=np.result_type(type(worth), float))
    array[(-1,) * array.ndim] = worth
    return array


@pytest.mark.parametrize("worth", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(("function", "name"), each("array"))
def test_an_array_with_a_number_that_is_not_finite_is_refused(function, name, worth):
    values = spoiled(CALLS[function][name], worth)
    place = [size - 1 for size in values.shape]
    message = re.escape(f"{name}{place} is {worth}, but must be a finite number")
    with pytest.raises(ValueError, match=f"^{message}"):
        call(function, **{name: values})


@pytest.mark.parametrize(("function", "name"), each("array"))
def test_an_empty_array_is_refused(function, name):
    empty = np.array(CALLS[function][name])[:0]
    message = re.escape(f"{name} has shape {empty.shape}: it is empty")
    with pytest.raises(ValueError, match=f"^{message}"):
        call(function, **{name: empty})


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([[1j, 2], [3, 4]], "complex numbers"),
        ("text", "text"),
        (["1", "2", "3"], "text"),
        (b"bytes", "text"),
        (None, "values of type object, such as None"),
        ([[1, None], [2, 3]], r"missing values \(None; table\.dropna\(\) leaves their rows out\)"),
        (np.array(["2024-01-01"], dtype="datetime64[D]"), r"values of type datetime64\[D\]"),
    ],
)
@pytest.mark.parametrize(("function", "name"), each("array"))
def test_an_array_of_what_is_no_number_is_refused(function, name, value, kind):
    with pytest.raises(TypeError, match=f"^{name} holds {kind}, but must hold real numbers"):
        call(function, **{name: value})


@pytest.mark.parametrize(("function", "name"), each("array"))
def test_a_ragged_list_is_refused(function, name):
    with pytest.raises(ValueError, match=f"^{name} is ragged: its rows must all have the same"):
        call(function, **{name: [[1, 2], [3]]})


@pytest.mark.parametrize("more", [np.newaxis, Ellipsis])
@pytest.mark.parametrize(("function", "name"), each("array", but={"x", "p"}))
def test_an_array_with_one_dimension_more_or_less_is_refused(function, name, more):
    values = np.array(CALLS[function][name])
    values = values[..., more] if more is np.newaxis else values[0]
    with pytest.raises(ValueError, match=rf"^{name} has shape {re.escape(str(values.shape))}, but"):
        call(function, **{name: values})


@pytest.mark.parametrize(("function", "name"), [*each("y_hat", "dW"), ("forward", "W")])
def test_an_array_that_would_broadcast_is_refused(function, name):
    needed = re.escape(str(np.shape(CALLS[function][name])))
    with pytest.raises(ValueError, match=rf"^{name} has shape \(1,\), but must be {needed}"):
        call(function, **{name: [1]})


@pytest.mark.parametrize(
    ("value", "error", "came"),
    [
        (math.nan, ValueError, "is nan"),
        (math.inf, ValueError, "is inf"),
        (-math.inf, ValueError, "is -inf"),
        ([1], ValueError, r"has shape \(1,\)"),
        (np.ones((1, 1)), ValueError, r"has shape \(1, 1\)"),
        (1j, TypeError, "is 1j"),
        ("0.5", TypeError, r"is '0\.5'"),
        (None, TypeError, "is None"),
    ],
)
@pytest.mark.parametrize(("function", "name"), each("number"))
def test_what_is_not_one_finite_number_is_refused(function, name, value, error, came):
    with pytest.raises(error, match=f"^{name} {came}, but must be "):
        call(function, **{name: value})


@pytest.mark.parametrize("value", [0, -1, -0.5])
@pytest.mark.parametrize(("function", "name"), each("learning_rate", "step"))
def test_a_rate_or_step_that_is_not_positive_is_refused(function, name, value):
    with pytest.raises(ValueError, match=f"^{name} is {value}, but must be a positive finite"):
        call(function, **{name: value})


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (0, ValueError),
        (-3, ValueError),
        (np.int64(0), ValueError),
        (True, TypeError),
        (False, TypeError),
        (np.True_, TypeError),
        (2.0, TypeError),
        (2.5, TypeError),
        (math.nan, TypeError),
        ("3", TypeError),
        ([3], TypeError),
        (1j, TypeError),
    ],
)
@pytest.mark.parametrize(("function", "name"), each("count"))
def test_a_count_that_is_no_positive_whole_number_is_refused(function, name, value, error):
    came = re.escape(repr(value) if error is TypeError else str(value))
    with pytest.raises(error, match=f"^{name} is {came}, but must be a positive whole number"):
        call(function, **{name: value})


@pytest.mark.parametrize(("function", "name"), each("count", but={"log_every"}))
def test_no_count_is_refused(function, name):
    with pytest.raises(TypeError, match=f"^{name} is None, but must be a positive whole number"):
        call(function, **{name: None})


@pytest.mark.parametrize("rng", [None, 0, "0", np.random, np.random.default_rng])
@pytest.mark.parametrize(("function", "name"), each("rng"))
def test_an_rng_that_is_no_generator_is_refused(function, name, rng):
    came = re.escape(repr(rng))
    with pytest.raises(TypeError, match=f"^rng is {came}, but must be a .*Generator: make one"):
        call(function, rng=rng)
