"""Put each named mistake into linreg, and run its own lesson again: the stored outputs must fail.

The cells run in this process, from the stub on: nearly 300 kernels would take too long.
"""

import ast
import contextlib
import io
import sys
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import pytest

import linreg
from linreg.checks import EXERCISES
from linreg.figures import describe

pytestmark = pytest.mark.slow
NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("[0-9]*.ipynb"))
ROWS = [(name, row) for name, one in EXERCISES.items() if not one.model for row in one.mistakes]


@pytest.fixture(autouse=True)
def without_a_screen(monkeypatch):
    plt.close("all")
    monkeypatch.setattr(plt, "show", show)
    with matplotlib.rc_context({"backend": "agg"}):
        yield
    plt.close("all")


def show():
    for number in plt.get_fignums():
        shown.append(describe(plt.figure(number)))
    plt.close("all")


shown = []


def run(source, names):
    """Run a cell as Jupyter does; return what it prints and what it shows, as text."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shown.clear()
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if value is not None:
                shown.append(repr(value))
    return printed.getvalue(), list(shown)


def stored(cell):
    printed = "".join(output.text for output in cell.outputs if "text" in output)
    return printed, [output.data["text/plain"] for output in cell.outputs if "data" in output]


def first_difference(lesson, times=1):
    """Return the id of the first cell that does not put out what is stored, or None."""
    names = {"__name__": "__main__"}
    for cell in nbformat.read(NOTEBOOKS[lesson - 1], as_version=4).cells:
        unlike = {"check", "nbval-ignore-output"} & set(cell.metadata.get("tags", []))
        if cell.cell_type == "code" and not unlike:
            try:
                if any(run(cell.source, names) != stored(cell) for _ in range(times)):
                    return cell.id
            except Exception:
                return cell.id
    return None


@pytest.mark.parametrize("lesson", range(1, len(NOTEBOOKS) + 1))
def test_a_lesson_puts_out_what_is_stored_though_each_cell_runs_twice(lesson):
    assert first_difference(lesson, times=2) is None


@pytest.mark.parametrize(
    ("name", "mistake"), ROWS, ids=[f"{name}: {mistake.name}" for name, mistake in ROWS]
)
def test_a_mistake_in_linreg_changes_the_outputs_of_its_lesson(name, mistake, monkeypatch):
    right = getattr(linreg, name)
    for module in [module for key, module in sys.modules.items() if key.startswith("linreg")]:
        if "checks" not in module.__name__ and getattr(module, name, None) is right:
            monkeypatch.setattr(module, name, mistake.function)
    seen = first_difference(EXERCISES[name].lesson) is not None
    assert seen is not bool(mistake.unseen), mistake.unseen
