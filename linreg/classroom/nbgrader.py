"""`linreg nbgrader`: a course folder for those who run nbgrader.

Each exercise becomes a cell with its solution, which nbgrader takes out for the learners, and a
locked cell with one point. The test in it is hidden and strict: it raises, where `check` speaks.
"""

import ast
import secrets
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from linreg.checks import EXERCISES, NOT_DEFINED
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel
from linreg.classroom.handout import Notebook, has_tag, write_all
from linreg.lab import as_jupyter_writes, is_numbered, learners_copy, lesson_paths

CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "linreg"
c.ClearSolutions.code_stub = {"python": "return ..."}
c.ClearHiddenTests.enforce_metadata = False
"""
VISIBLE = "# One point: here your function is tested when your notebook is graded."
SAID = (
    "Next, in that folder: nbgrader generate_assignment 05_compute_loss (alembic must be on PATH)",
    "What to know: a test that runs beside the learner's code can be cheated by it; one cell that "
    "a learner has duplicated stops the grading of all; `linreg grade submitted/` has neither "
    "trouble, and reads the same folders.",
)


def nbgrader(out: Path) -> Iterator[str]:
    """Write a course for nbgrader into a folder, and yield what is to be said.

    Raises
    ------
    FileExistsError
        If a file of that name is there and holds something else. Nothing is written over.
    """
    texts = {out / "nbgrader_config.py": CONFIG}
    for path in filter(is_numbered, lesson_paths()):
        place = out / "source" / path.stem / path.name
        texts[place] = as_jupyter_writes(source_version(path))
    yield from write_all(texts)
    yield from SAID


def source_version(path: Path) -> Notebook:
    """Return a lesson as nbgrader's source: with solutions to be cleared, and graded tests."""
    notebook = learners_copy(path)
    cells = []
    for cell in notebook["cells"]:
        name = str(cell["id"]).removesuffix("-check")
        if has_tag(cell, "solution"):
            continue
        if has_tag(cell, "exercise"):
            cell["source"] = _solution(name)
            cell["metadata"]["nbgrader"] = _metadata(name, solution=True)
        cells.append(cell)
        if has_tag(cell, "check") and name in EXERCISES:
            cells.append(_test(name))
    notebook["cells"] = cells
    return notebook


def _metadata(name: str, *, solution: bool) -> dict[str, Any]:
    known = {"grade": not solution, "solution": solution, "locked": not solution, "task": False}
    return {**known, "grade_id": name, "schema_version": 3} | ({} if solution else {"points": 1})


def _solution(name: str) -> str:
    """Return linreg's source, each body between the marks; what it imports goes inside."""
    source = EXERCISES[name].source
    *imports, definition = ast.parse(source).body
    above, lines = "\n".join(map(ast.unparse, imports)), source.split("\n")
    functions = [one for one in ast.walk(definition) if isinstance(one, ast.FunctionDef)]
    for function in reversed(functions):  # from below, so that the other lines keep their numbers
        first, last = function.body[0].lineno - 1, function.end_lineno
        body = textwrap.dedent("\n".join(lines[first:last]))
        parts = ["### BEGIN SOLUTION", above, body, "### END SOLUTION"]
        marked = "\n".join(part for part in parts if part)
        lines[first:last] = [textwrap.indent(marked, " " * function.body[0].col_offset)]
    return "\n".join(lines[definition.lineno - 1 :]).rstrip()


def _test(name: str) -> Notebook:
    hidden = [
        "### BEGIN HIDDEN TESTS",
        "from linreg.classroom.nbgrader import require_right",
        "",
        f'require_right({name}, "{name}")',
        "### END HIDDEN TESTS",
    ]
    return {
        "cell_type": "code",
        "id": f"{name}-test",
        "metadata": {"nbgrader": _metadata(f"{name}-test", solution=False)},
        "source": "\n".join([VISIBLE, *hidden]),
        "outputs": [],
        "execution_count": None,
    }


def require_right(function: Callable[..., Any], name: str) -> None:
    """Raise an error that names the mistake, unless a function is the learner's and right.

    Raises
    ------
    AssertionError
        If it is not right, or linreg's own.
    """
    exercise = EXERCISES[name]
    if function is exercise.solution:
        raise AssertionError(f"{name}: {NOT_DEFINED}")
    verdict = judge(Kernel(exercise.judged(function)), exercise, seed=secrets.randbits(32))
    if verdict.state != "correct":
        named = f" [{verdict.mistake}]" if verdict.mistake else ""
        raise AssertionError(f"{name}{named}: {verdict.message}")
