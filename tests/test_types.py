"""What type checkers say of code as users and lessons write it."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

ROOT = Path(__file__).parent.parent
TYPICAL = ROOT / "tests" / "typical_calls.py"
LESSONS = sorted((ROOT / "notebooks" / "source").glob("[0-9]*.py"))
# Lessons define functions without types, and give a name to one thing after another, as notebooks
# do. Matplotlib's own types know lists only where it takes arrays, so they are left out.
CONFIGURATION = """\
[mypy]
strict = True
allow_untyped_defs = True
allow_untyped_calls = True
allow_redefinition_new = True
local_partial_types = True
[mypy-matplotlib.*]
follow_imports = skip
"""


def code_of(lesson):
    """Return the code of a lesson without the stubs: those are the learner's."""
    cells = jupytext.read(lesson, fmt="py:percent").cells
    return "\n\n".join(
        cell.source
        for cell in cells
        if cell.cell_type == "code"
        and not {"exercise", "check", "hunt"} & set(cell.metadata.get("tags", []))
    )


def checked_by(*command):
    run = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, timeout=300, cwd=ROOT
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_typical_calls_run():
    names = runpy.run_path(str(TYPICAL))
    assert names["score"] <= 1


@pytest.fixture(scope="module")
def readme(tmp_path_factory):
    path = tmp_path_factory.mktemp("readme") / "readme.py"
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert blocks
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


@pytest.mark.types
def test_mypy_accepts_typical_calls_and_the_readme(readme):
    checked_by("mypy", "--strict", str(TYPICAL), str(readme))


@pytest.mark.types
def test_pyright_accepts_typical_calls_and_the_readme(readme):
    checked_by("pyright", "--pythonpath", sys.executable, str(TYPICAL), str(readme))


@pytest.mark.types
def test_mypy_accepts_all_lessons(tmp_path):
    (tmp_path / "mypy.ini").write_text(CONFIGURATION)
    paths = [tmp_path / f"lesson_{lesson.name}" for lesson in LESSONS]
    assert len(paths) >= 9
    for path, lesson in zip(paths, LESSONS, strict=True):
        path.write_text(code_of(lesson), encoding="utf-8")
    checked_by("mypy", "--config-file", str(tmp_path / "mypy.ini"), *map(str, paths))


@pytest.mark.types
def test_a_call_that_cannot_work_is_refused(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text("from linreg import forward\n\nforward('rows', W=None, b='1')\n")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert run.stdout.count("error") >= 2
