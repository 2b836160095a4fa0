"""A learner goes through all lessons in one folder: with right answers, then with wrong ones."""

import ast
import importlib.util
import inspect
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from test_notebooks import texts

from linreg.checks import EXERCISES, check

sys.path.insert(0, str(Path(__file__).parent))
from answers import RIGHT

pytestmark = pytest.mark.slow
NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("[0-9]*.ipynb"))
OWN = {}
for block in (Path(__file__).parent / "learners_library.py").read_text("utf-8").split("\n\n\n")[1:]:
    OWN[re.search(r"^(?:def|class) (\w+)", block, re.MULTILINE)[1]] = block + "\n"
for name in EXERCISES:
    if name not in OWN:
        first = RIGHT[name][0]
        OWN[name] = inspect.getsource(first).replace(first.__name__, name)


def answered(path, folder, answers):
    """Run a notebook in the learner's folder, its stubs replaced, and return it."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if "exercise" in cell.metadata.get("tags", []):
            cell.source = answers(cell.id, cell.source)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", coalesce_streams=True, resources=resources
    ).execute()
    return notebook


def verdicts(notebook):
    cells = {cell.id: cell for cell in notebook.cells}
    return {
        name: cells[f"{name}-check"].outputs[0].data["text/plain"]
        for name in EXERCISES
        if f"{name}-check" in cells
    }


def test_answers_every_exercise_in_words_of_its_own():
    assert OWN.keys() == EXERCISES.keys()
    for name, exercise in EXERCISES.items():
        ours = ast.dump(ast.parse(exercise.source).body[-1])
        assert ast.dump(ast.parse(OWN[name]).body[-1]) != ours


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    lessons = [
        answered(path, folder, lambda name, _: "import numpy as np\n\n\n" + OWN[name])
        for path in NOTEBOOKS
    ]
    return folder, lessons


def test_each_answer_is_right_and_kept(course):
    folder, lessons = course
    for lesson in lessons:
        for name, verdict in verdicts(lesson).items():
            assert verdict.startswith(f"✓ {name} is correct"), verdict
            assert "It is in your `my_linreg.py`." in verdict
    tree = ast.parse((folder / "my_linreg.py").read_text("utf-8"))
    kinds = ast.FunctionDef | ast.ClassDef
    assert [node.name for node in tree.body if isinstance(node, kinds)] == list(EXERCISES)


def test_the_library_is_right_when_it_is_imported_alone(course):
    folder, _ = course
    spec = importlib.util.spec_from_file_location("library", folder / "my_linreg.py")
    library = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(library)
    assert "linreg" not in (folder / "my_linreg.py").read_text("utf-8").split('"""')[2]
    for name in EXERCISES:
        assert check(getattr(library, name)).state == "correct"


def test_the_lessons_say_the_same_with_the_learners_machine(course):
    _, lessons = course
    for path, lesson in zip(NOTEBOOKS, lessons, strict=True):
        assert texts(lesson) == texts(nbformat.read(path, as_version=4)), path.stem


def test_the_lessons_use_what_the_learner_has_written(course):
    _, lessons = course
    printed = "\n".join(str(cell.get("outputs", "")) for one in lessons for cell in one.cells)
    whose = re.findall(r"yours: ([^·]*) · linreg's: ([^\\\n']*)", printed)
    asked = sum(cell.source.count("whose(") for one in lessons for cell in one.cells)
    assert len(whose) == asked >= 3
    assert all(theirs.strip() == "none" for _, theirs in whose), whose
    done = next(cell for cell in lessons[-1].cells if cell.id == "progress")
    assert f"{len(EXERCISES)} of {len(EXERCISES)} done" in str(done.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_with_wrong_answers_everywhere_a_lesson_runs_to_its_end_and_says_the_same(path, tmp_path):
    def wrong(name, stub):
        return stub.replace("return ...", "return 42").replace(
            "b): ...", "b): self.W = self.b = 42"
        )

    lesson = answered(path, tmp_path, wrong)
    assert texts(lesson) == texts(nbformat.read(path, as_version=4))
    assert all(verdict.startswith("✗") for verdict in verdicts(lesson).values())
    assert not (tmp_path / "my_linreg.py").exists()
