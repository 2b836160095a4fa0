"""A small change to a right answer makes it wrong, or leaves what it computes as it was.

Which of the two it is says linreg's own function, on cases that stand in no table.
"""

import ast
import inspect
import linecache
import textwrap
import zlib

import numpy as np
import pytest
from answers import FUNCTIONS, RIGHT

from linreg.checks import EXERCISES, check
from linreg.checks.engine.callee import Trusted
from linreg.checks.engine.calls import call_once, same
from linreg.checks.engine.exercise import Curve
from linreg.checks.engine.kernel import Kernel

pytestmark = pytest.mark.slow
DRAWN = ("generate_examples", "initialize", "train_test_split")  # many results are right
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.FloorDiv)
METHODS = ("mean", "sum", "max", "min", "std", "var", "median", "prod")
CHANGED, CASES = 50, 20  # answers for each exercise, and what each is tried on


def other(choices, old, rng):
    """Return one of the choices that is another than the old one."""
    left = [one for one in choices if one != old]
    return left[rng.integers(len(left))] if left else old


def change_operator(node, rng, names):
    if rng.random() < 0.7:
        node.op = other(OPERATORS, type(node.op), rng)()
    else:
        node.left, node.right = node.right, node.left


def change_number(node, rng, names):
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        node.value = other([0, 1, -node.value, 2 * node.value, node.value + 1], node.value, rng)


def change_name(node, rng, names):
    if isinstance(node.ctx, ast.Load) and node.id in names:
        node.id = other(names, node.id, rng)


def change_method(node, rng, names):
    if node.attr in METHODS:
        node.attr = other(METHODS, node.attr, rng)


def change_call(node, rng, names):
    if node.keywords and rng.random() < 0.5:
        node.keywords.pop()
    elif len(node.args) > 1:
        node.args[:2] = node.args[1::-1]


def change_results(node, rng, names):
    node.elts.reverse()


CHANGES = {
    ast.BinOp: change_operator,
    ast.Constant: change_number,
    ast.Name: change_name,
    ast.Attribute: change_method,
    ast.Call: change_call,
    ast.Tuple: change_results,
}


def changed(function, rng):
    """Return the function with one or two places of its source changed, and that source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    (definition,) = tree.body
    own = {node.arg for node in ast.walk(definition) if isinstance(node, ast.arg)}
    named = (node for node in ast.walk(definition) if isinstance(node, ast.Name))
    names = sorted(own | {node.id for node in named if isinstance(node.ctx, ast.Store)})
    for _ in range(rng.integers(1, 3)):
        body = (node for part in definition.body for node in ast.walk(part))
        places = [node for node in body if type(node) in CHANGES]
        place = places[rng.integers(len(places))]
        CHANGES[type(place)](place, rng, names)
    source = ast.unparse(tree)
    file = f"<changed {zlib.crc32(source.encode())}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    scope = dict(function.__globals__)
    exec(compile(source, file, "exec"), scope)
    return scope[definition.name], source


def a_case(exercise, rng):
    """Return arguments like those of the exercise, of other sizes."""
    n, d, size = rng.integers(2, 9), rng.integers(1, 5), rng.choice([0.3, 1, 5])
    a, b, c = rng.uniform(0.5, 3, 3)

    def of_several(p):
        return a * np.sum(p**2) + b * p[0] ** 3 + c

    def of_one(w):
        return a * w**2 + b * w**4 + c * w

    usual = exercise.probes[0]
    makers = {
        "X": lambda: size * rng.standard_normal((n, d)) + rng.normal(0, 2, d),
        **{name: lambda: size * rng.standard_normal(n) + 1 for name in ("x", "y", "y_hat")},
        **{name: lambda: rng.normal(0.5, 2, d) for name in ("W", "dW", "row", "mean", "p")},
        "std": lambda: rng.uniform(0.2, 4, d),
        "learning_rate": lambda: rng.uniform(0.001, 0.05),
        "n_iterations": lambda: int(rng.integers(1, 12)),
        "n_features": lambda: int(rng.integers(1, 9)),
        "step": lambda: rng.uniform(0.05, 0.6),
        "f": lambda: Curve("f", of_several if "p" in usual else of_one),
    }
    numbers = {name for name, value in usual.items() if isinstance(value, float)}
    for name in numbers - {"learning_rate", "step"}:
        makers[name] = lambda: rng.normal(0, 3)
    return {name: makers[name]() for name in usual}


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in DRAWN])
def test_a_small_change_is_called_wrong_if_it_changes_a_result(name):
    exercise, rng = EXERCISES[name], np.random.default_rng(zlib.crc32(name.encode()))
    cases = [a_case(exercise, rng) for _ in range(CASES)]
    right = [call_once(Trusted(exercise.reference), exercise, case) for case in cases]
    assert all(outcome.is_finite for outcome in right)

    def differs(function):
        """Return in how many cases a result is another, and whether an argument is changed."""
        kernel = Kernel(function)
        with np.errstate(all="ignore"), kernel.guarded():
            outcomes = [call_once(kernel, exercise, case) for case in cases]
        unlike = [not same(*pair, 1e-4) for pair in zip(outcomes, right, strict=True)]
        return sum(unlike), any(outcome.changed for outcome in outcomes)

    # Some are right for what the exercise asks, such as whole numbers, and not for all numbers.
    plain = [f for f in RIGHT[name] if inspect.isfunction(f) and f.__name__ != "<lambda>"]
    plain = [function for function in plain if differs(function) == (0, False)]
    assert len(plain) >= 3
    states = []
    while len(states) < CHANGED:
        function, source = changed(plain[rng.integers(len(plain))], rng)
        unlike, overwrites = differs(function)
        verdict = check(function, name)
        states.append(verdict.state)
        told = f"{source}\n{unlike} of {CASES} differ\n{verdict}"
        assert verdict.state == ("wrong" if unlike or overwrites else "correct"), told
    assert states.count("wrong") > CHANGED / 4
