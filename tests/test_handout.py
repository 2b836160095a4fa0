"""`linreg handout` and `linreg solutions`: what a class gets, and what its instructor has."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from linreg import lab
from linreg.__main__ import main
from linreg.checks import EXERCISES
from linreg.classroom import handout
from linreg.own_file import FILE

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import lesson_of

STORED = Path(__file__).parent.parent / "notebooks"


def tagged(notebook, tag):
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("lesson", ["4", "04", "04_forward_pass", "04_forward_pass.ipynb"])
def test_hands_out_a_lesson_by_number_or_name(lesson, folder, capsys):
    assert main(["handout", lesson, "--out", "class/week4"]) == 0
    path = Path("class/week4/04_forward_pass.ipynb")
    assert capsys.readouterr().out.split() == [str(path)]
    copy = nbformat.read(path, 4)
    nbformat.validate(copy)
    stored = nbformat.read(STORED / path.name, 4)
    assert [cell.source for cell in copy.cells] == [cell.source for cell in stored.cells]
    assert not any(cell.get("outputs") for cell in copy.cells)
    as_jupyter_does = json.dumps(json.loads(path.read_bytes()), indent=1, ensure_ascii=False)
    assert path.read_text(encoding="utf-8") == as_jupyter_does + "\n"


def test_hands_out_everything_and_says_no_course_where_nothing_is_asked_for(folder):
    assert list(handout.handout(["4"], folder)) == [str(folder / "04_forward_pass.ipynb")]
    copy = nbformat.read(folder / "04_forward_pass.ipynb", 4)
    stored = nbformat.read(STORED / "04_forward_pass.ipynb", 4)
    assert [cell.source for cell in copy.cells] == [cell.source for cell in stored.cells]


def test_a_copy_that_stands_beside_a_lesson_is_none(folder, monkeypatch):
    """As Jupyter's "Duplicate" makes it in a checkout."""
    lessons = folder / "lessons"
    lessons.mkdir()
    for name in ("01_introduction", "05_compute_loss", "05_compute_loss-Copy1"):
        path = lessons / f"{name}.ipynb"
        path.write_bytes((STORED / "05_compute_loss.ipynb").read_bytes())
    monkeypatch.setattr(lab, "lessons_folder", lambda: lessons)
    for wanted in ("5", "05_compute_loss", "05_compute_loss.ipynb"):
        assert handout.find(wanted).name == "05_compute_loss.ipynb"
    lab.lay_out(folder / "mine")
    assert not list((folder / "mine").glob("*Copy*"))


def test_a_lesson_without_a_number_is_known_by_how_its_name_begins():
    assert handout.find("a").name == "appendix_any_size.ipynb"


def test_leaves_solutions_out_and_says_course_and_date(folder):
    command = ["handout", "1", "5", "--out", "out", "--without-solutions"]
    assert main([*command, "--course", "ML 101", "--due", "1 May"]) == 0
    for name in ("01_introduction", "05_compute_loss"):
        copy = nbformat.read(folder / "out" / f"{name}.ipynb", 4)
        assert not tagged(copy, "solution")
        assert "Solution" not in "".join(cell.source for cell in copy.cells)
        ids = [cell.id for cell in tagged(copy, "exercise")]
        assert ids == [one for one in EXERCISES if lesson_of(one) == name]
        title, *rest = nbformat.read(STORED / f"{name}.ipynb", 4).cells[0].source.split("\n")
        said = [title, "", "**Course:** ML 101 · **Due:** 1 May", *rest]
        assert copy.cells[0].source.split("\n") == said


def test_writes_the_same_again_but_nothing_over(folder, capsys):
    assert main(["handout", "1", "--out", "out"]) == 0
    assert main(["handout", "1", "--out", "out"]) == 0
    edited = folder / "out" / "01_introduction.ipynb"
    edited.write_text("mine", encoding="utf-8")
    capsys.readouterr()
    assert main(["handout", "2", "1", "--out", "out"]) == 1
    assert "is there already, and holds something else" in capsys.readouterr().err
    assert edited.read_text(encoding="utf-8") == "mine"
    assert not (folder / "out" / "02_dataset.ipynb").exists()


@pytest.mark.parametrize("lesson", ["99", "nothing", "0", ""])
def test_a_lesson_that_is_not_there_gets_the_known_ones(lesson, capsys):
    assert main(["handout", lesson]) == 1
    assert "must be one of 01_introduction, 02_dataset" in capsys.readouterr().err


@pytest.mark.slow
def test_a_solved_lesson_is_right_in_every_check(folder):
    notebook = nbformat.from_dict(handout.solved(STORED / "05_compute_loss.ipynb"))
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    names = [name for name, one in EXERCISES.items() if one.lesson == 5]
    for name in names:
        said = cells[f"{name}-check"].outputs[0].data["text/plain"]
        assert said.startswith(f"✓ {name} is correct")
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    assert not (folder / FILE).exists()


def test_writes_the_lessons_solved_and_run(folder, monkeypatch, capsys):
    cells = [
        nbformat.v4.new_code_cell("def line(x, w, b):\n    return ...", id="line"),
        nbformat.v4.new_code_cell("from linreg.checks import check\ncheck(line)", id="check"),
    ]
    view = {"text/plain": "a slider", "application/vnd.jupyter.widget-view+json": {}}
    opened = {"_model_name": "Slider", "_model_module": "sliders"}
    shows = (
        "import sys\n\nfrom comm import create_comm\nfrom IPython.display import display\n\n"
        f"create_comm(target_name='jupyter.widget', data={{'state': {opened}}})\n"
        "print('one', flush=True)\nprint('two', file=sys.stderr, flush=True)\nprint('three')\n"
        f"display({view}, raw=True)"
    )
    cells += [nbformat.v4.new_code_cell(shows, id="shows"), nbformat.v4.new_markdown_cell("# End")]
    cells[0].metadata["tags"] = ["exercise"]
    source = "def line(x, w, b):\n    return w * x + b\n"
    monkeypatch.setattr(handout, "EXERCISES", {"line": SimpleNamespace(source=source)})
    (folder / "lessons").mkdir()
    for name in ("01_introduction", "appendix"):
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "lessons" / f"{name}.ipynb")
    monkeypatch.setattr(lab, "lessons_folder", lambda: folder / "lessons")
    assert main(["solutions", "out"]) == 0
    assert capsys.readouterr().out.split() == [str(Path("out/01_introduction.ipynb"))]
    assert main(["solutions", "out"]) == 0
    assert capsys.readouterr().out.endswith("01_introduction.ipynb is there already, and stays\n")
    solved = nbformat.read(folder / "out" / "01_introduction.ipynb", 4)
    assert solved.cells[0].source == source.rstrip()
    assert solved.cells[1].outputs[0].data["text/plain"].startswith("✓ line is correct")
    *printed, slider = solved.cells[2].outputs
    assert sorted(one.text for one in printed) == ["one\nthree\n", "two\n"]
    assert slider.data == {"text/plain": "a slider"}  # no kernel, no widget
    assert "widgets" not in solved.metadata
    assert [cell.execution_count for cell in solved.cells[:3]] == [1, 2, 3]
    assert [cell.metadata for cell in solved.cells] == [{"tags": ["exercise"]}, {}, {}, {}]
    assert not (folder / FILE).exists()


@pytest.mark.parametrize("missing", ["nbclient", "ipykernel"])
def test_solutions_without_what_runs_notebooks_say_so(missing, monkeypatch, capsys):
    found = handout.importlib.util.find_spec
    monkeypatch.setattr(
        handout.importlib.util, "find_spec", lambda name: None if name == missing else found(name)
    )
    assert main(["solutions", "out"]) == 1
    assert capsys.readouterr().err == (
        f"linreg: {missing} is not installed. Install what is needed with: python -m pip install "
        "nbclient ipykernel\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="a signal of Ctrl+C is sent another way there")
def test_solutions_that_are_interrupted_say_that_they_go_on(folder):
    marker = folder / "runs.txt"
    sleeps = f"import pathlib, time\npathlib.Path({str(marker)!r}).write_text('')\ntime.sleep(600)"
    lesson = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(sleeps)])
    nbformat.write(lesson, folder / "01_introduction.ipynb")
    start = (
        "import pathlib, signal, sys\n"
        "from linreg import lab\nfrom linreg.__main__ import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # though run in the background\n"
        "lab.lessons_folder = pathlib.Path\n"
        "sys.exit(main(['solutions', 'out']))"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", start], **pipes) as process:
        while not marker.exists() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert said == "linreg: interrupted; the same command goes on where it was\n"
    assert process.returncode == 1
    assert not (folder / "out").exists()
