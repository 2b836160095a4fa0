"""`linreg lab`: the learner's folder."""

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import get_kernel_spec

import linreg
from linreg import lab
from linreg.__main__ import main

STORED = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "linreg-course"


def contents(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_lays_out_the_lessons_without_outputs_and_the_data(folder, capsys):
    assert main(["lab", "--no-open"]) == 0
    assert capsys.readouterr().out == "The lessons are in linreg-course\n"
    assert [path.name for path in sorted(folder.glob("*.ipynb"))] == [path.name for path in STORED]
    for path in STORED:
        copy, stored = nbformat.read(folder / path.name, 4), nbformat.read(path, 4)
        nbformat.validate(copy)
        assert [cell.source for cell in copy.cells] == [cell.source for cell in stored.cells]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in copy.cells)
    houses = linreg.read_csv(folder / "data" / "houses.csv")
    assert houses.X.shape == linreg.load_dataset("houses").X.shape


def test_a_second_run_goes_on_and_changes_nothing(folder, capsys):
    main(["lab", "--no-open"])
    lesson = folder / "04_forward_pass.ipynb"
    solved = lesson.read_text(encoding="utf-8").replace("return ...", "return X @ W + b")
    lesson.write_text(solved, encoding="utf-8")
    (folder / "data" / "houses.csv").write_text("mine", encoding="utf-8")
    before = contents(folder)
    capsys.readouterr()
    assert main(["lab", "linreg-course", "--no-open"]) == 0
    assert capsys.readouterr().out == "Going on in linreg-course\n"
    assert contents(folder) == before


def test_inside_a_folder_of_some_lessons_it_goes_on_there(folder, monkeypatch, capsys):
    main(["lab", "--no-open"])
    (folder / "01_introduction.ipynb").unlink()
    monkeypatch.chdir(folder)
    assert main(["lab", "--no-open"]) == 0
    assert (folder / "01_introduction.ipynb").exists()
    assert not (folder / "linreg-course").exists()


def test_inside_the_folder_it_goes_on_there(folder, monkeypatch, capsys):
    main(["lab", "--no-open"])
    monkeypatch.chdir(folder)
    before = contents(folder)
    capsys.readouterr()
    assert main(["lab", "--no-open"]) == 0
    assert capsys.readouterr().out == "Going on in .\n"
    assert contents(folder) == before


def test_a_new_version_of_a_lesson_is_laid_beside_the_old_one(folder, monkeypatch, capsys):
    main(["lab", "--no-open"])
    lesson = folder / "04_forward_pass.ipynb"
    old = json.loads(lesson.read_text(encoding="utf-8"))
    old["metadata"]["linreg"]["digest"] = "of an older version"
    lesson.write_text(json.dumps(old), encoding="utf-8")
    before = contents(folder)
    capsys.readouterr()
    for _ in range(2):
        assert main(["lab", "--no-open"]) == 0
    new = f"04_forward_pass_{linreg.__version__}.ipynb"
    assert capsys.readouterr().out.count(f"another version is beside it: {new}") == 1
    after = contents(folder)
    assert nbformat.reads(after.pop(new).decode(), 4).cells
    assert after == before


def test_a_lesson_that_changes_again_under_the_same_number_is_laid_there_too(
    folder, monkeypatch, capsys
):
    source = folder.parent / "lessons"
    shutil.copytree(lab.lessons_folder(), source, ignore=shutil.ignore_patterns("source", "*.py"))
    monkeypatch.setattr(lab, "lessons_folder", lambda: source)
    for change in range(3):
        lesson = json.loads((source / "04_forward_pass.ipynb").read_text(encoding="utf-8"))
        lesson["cells"][0]["source"] = f"# Version {change}"
        (source / "04_forward_pass.ipynb").write_text(json.dumps(lesson), encoding="utf-8")
        for _ in range(2):
            assert main(["lab", "--no-open"]) == 0
    laid = [json.loads(path.read_text("utf-8")) for path in folder.glob("04_forward_pass*.ipynb")]
    titles = sorted(lesson["cells"][0]["source"] for lesson in laid)
    assert titles == ["# Version 0", "# Version 1", "# Version 2"]
    assert capsys.readouterr().out.count("another version is beside it") == 2


def test_leaves_other_files_alone_even_under_a_lessons_name(folder):
    folder.mkdir()
    others = {
        "01_introduction.ipynb": b"{}",
        "02_dataset.ipynb": b"[" * 100_000,
        "my.ipynb": b"x",
        "my_linreg.py": b"",
        "data.txt": b"",
    }
    for name, text in others.items():
        (folder / name).write_bytes(text)
    main(["lab", "--no-open"])
    assert contents(folder).items() >= others.items()


def test_a_folder_that_cannot_be_made_or_is_a_file_is_said(folder, capsys):
    folder.write_text("", encoding="utf-8")
    assert main(["lab", "--no-open"]) == 1
    assert capsys.readouterr().err == "linreg: linreg-course: is a file, but must be a folder\n"
    assert main(["lab", "linreg-course/inside", "--no-open"]) == 1
    assert "linreg-course" in capsys.readouterr().err


def test_says_how_to_install_what_is_missing(folder, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert main(["lab"]) == 1
    assert "JupyterLab is not installed. Install it with:" in capsys.readouterr().err
    assert (folder / "01_introduction.ipynb").exists()


@pytest.fixture
def started(monkeypatch):
    """Let JupyterLab be installed, and note the command that would start it."""
    commands = []

    class Process:
        returncode = 0

        def __init__(self, command, cwd):
            commands.append(command)

        def poll(self):
            return self.returncode

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: True)
    monkeypatch.setattr(lab.subprocess, "Popen", Process)
    monkeypatch.setattr(lab.webbrowser, "get", lambda: None)
    return commands


def test_takes_the_next_port_if_one_is_taken(folder, started, monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setattr(lab, "PORTS", range(port, port + 1))
        assert main(["lab"]) == 1
        assert "all taken" in capsys.readouterr().err
        monkeypatch.setattr(lab, "PORTS", range(port, port + 9))
        assert main(["lab"]) == 0
        assert f"Port {port} is taken" in capsys.readouterr().out
    (command,) = started
    assert command[:4] == [sys.executable, "-m", "jupyterlab", "01_introduction.ipynb"]
    assert int(re.search(r"--port=(\d+)", " ".join(command))[1]) > port


def test_the_kernels_of_this_python_come_first(folder, started, monkeypatch):
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.delenv("JUPYTER_PREFER_ENV_PATH")
    monkeypatch.setattr(sys, "base_prefix", sys.prefix)  # as where there is no environment
    others = folder / "others" / "kernels" / "python3"
    others.mkdir(parents=True)
    spec = {"argv": ["/another/python"], "display_name": "Python 3", "language": "python"}
    (others / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder / "others"))
    assert get_kernel_spec("python3").argv == spec["argv"]
    assert main(["lab"]) == 0
    assert get_kernel_spec("python3").argv != spec["argv"]


def test_says_that_there_is_no_browser(folder, started, monkeypatch, capsys):
    def none():
        raise lab.webbrowser.Error

    monkeypatch.setattr(lab.webbrowser, "get", none)
    assert main(["lab"]) == 0
    assert "No browser was found" in capsys.readouterr().out
    assert "--no-browser" in started[0]


ASKED_TO_STOP = """
import os, signal, sys, time
time.sleep(0.5)
os.kill(os.getppid(), signal.SIGINT)  # Ctrl+C reaches both
time.sleep(0.5)
open("ended", "w").close()
sys.exit(int(sys.argv[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is another on Windows")
@pytest.mark.parametrize("code", [0, 3])
def test_ctrl_c_is_left_to_jupyterlab_and_an_error_of_it_is_said(code, folder, monkeypatch, capsys):
    command = [sys.executable, "-c", ASKED_TO_STOP, str(code), "--port=8888"]
    monkeypatch.setattr(lab, "_command", lambda: command)
    monkeypatch.setattr(lab.webbrowser, "get", lambda: None)
    assert main(["lab"]) == bool(code)
    assert (folder / "ended").exists()
    assert ("JupyterLab ended with an error (3)" in capsys.readouterr().err) == bool(code)


def test_a_package_without_its_lessons_says_so(folder, monkeypatch, capsys):
    monkeypatch.setattr(linreg, "__file__", str(folder / "linreg" / "__init__.py"))
    assert main(["lab", "--no-open"]) == 1
    assert "the lessons are neither in" in capsys.readouterr().err


def test_runs_as_a_module(folder):
    command = [sys.executable, "-m", "linreg", "--version"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == f"{linreg.__version__}\n"
