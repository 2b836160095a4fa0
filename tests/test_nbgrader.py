"""The course for nbgrader: what it releases, what it grades, and what its tests say."""

import csv
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linreg.__main__ import main
from linreg.checks import EXERCISES
from linreg.classroom.nbgrader import require_right

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import lesson_of, notebook, save
from test_grade import ASKED, LESSON, PLANTED


def function(source, name):
    import numpy as np

    import linreg

    space = {"np": np, **{one: getattr(linreg, one) for one in linreg.__all__}}
    exec(source, space)
    return space[name]


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    assert main(["nbgrader", str(folder)]) == 0
    return folder


@pytest.mark.parametrize("name", EXERCISES)
def test_each_exercise_has_a_solution_and_a_test_of_its_own(course, name):
    cells = cells_of(course / "source" / lesson_of(name) / f"{lesson_of(name)}.ipynb")
    graded = [cell for cell in cells if "nbgrader" in cell["metadata"]]
    ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in graded]
    assert ids.count(name) == ids.count(f"{name}-test") == 1
    test = graded[ids.index(f"{name}-test")]
    assert test["metadata"]["nbgrader"]["points"] == 1
    assert cells.index(test) > [cell["id"] for cell in cells].index(f"{name}-check")
    source = graded[ids.index(name)]["source"]
    require_right(function(source, name), name)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_test_of_an_exercise_names_the_mistake(name):
    source, mistake = PLANTED[name]
    with pytest.raises(AssertionError, match=name) as raised:
        require_right(function(source, name), name)
    assert mistake in str(raised.value)
    cells = notebook(lesson_of(name), {})["cells"]
    given = next(cell["source"] for cell in cells if cell["id"] == name)
    stub = function("".join(given), name)
    with pytest.raises(AssertionError, match="not attempted"):
        require_right(stub, name)
    with pytest.raises(AssertionError, match="yours is not defined"):
        require_right(EXERCISES[name].solution, name)


def test_nothing_is_written_over(course, capsys):
    assert main(["nbgrader", str(course)]) == 0
    assert "can be cheated" in capsys.readouterr().out
    (course / "nbgrader_config.py").write_text("mine", encoding="utf-8")
    assert main(["nbgrader", str(course)]) == 1
    assert (course / "nbgrader_config.py").read_text(encoding="utf-8") == "mine"


needs_nbgrader = pytest.mark.skipif(
    importlib.util.find_spec("nbgrader") is None, reason="needs the extra `instructor`"
)


def run(course, *command):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    """Go through a whole assignment with three learners, and return the exported points."""
    folder = tmp_path_factory.mktemp("real") / "course"
    assert main(["nbgrader", str(folder)]) == 0
    run(folder, "generate_assignment", LESSON)
    released = folder / "release" / LESSON / f"{LESSON}.ipynb"
    wrong = {name: PLANTED[name][0] for name in ASKED[:1]}
    right = {name: EXERCISES[name].source for name in ASKED}
    for learner, answers in (("untouched", {}), ("solved", right), ("wrong", right | wrong)):
        copy = json.loads(released.read_text(encoding="utf-8"))
        for cell in copy["cells"]:
            cell["source"] = answers.get(cell["id"], cell["source"])
        save(folder / "submitted" / learner / LESSON / f"{LESSON}.ipynb", copy)
    run(folder, "autograde", LESSON)
    run(folder, "generate_feedback", LESSON)
    run(folder, "export")
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    yield folder, rows
    shutil.rmtree(folder)


@needs_nbgrader
def test_nbgrader_scores_untouched_solved_and_wrong(scores):
    assert scores[1] == {"untouched": 0, "solved": len(ASKED), "wrong": len(ASKED) - 1}


@needs_nbgrader
def test_what_nbgrader_releases_is_the_lesson(scores):
    released = cells_of(scores[0] / "release" / LESSON / f"{LESSON}.ipynb")
    given = {cell["id"]: cell for cell in notebook(LESSON, {})["cells"]}
    for cell in released:
        if cell["id"].endswith("-test"):
            assert "require_right" not in "".join(cell["source"])
        elif cell["id"] in ASKED:
            text = "".join(cell["source"])
            assert text.endswith("    return ...")
            parameters = text[: text.index(":")]
            assert parameters == "".join(given[cell["id"]]["source"])[: len(parameters)]
        else:
            assert "".join(cell["source"]) == "".join(given[cell["id"]]["source"])


@needs_nbgrader
def test_feedback_names_the_mistake(scores):
    page = scores[0] / "feedback" / "wrong" / LESSON / f"{LESSON}.html"
    assert "[sum, no mean]" in page.read_text(encoding="utf-8")
