"""`linreg lab`: lay the lessons out in a folder of the learner's, and open JupyterLab there."""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import linreg
from linreg.files import write_whole

FIRST = "01_introduction.ipynb"
PORTS = range(8888, 8908)
README = """\
The lessons of "Linear regression from first principles", one notebook each. They are yours.

my_linreg.py   what you have written so far; `check` puts it there
data           the measured data sets, as files

To go on, open a terminal in this folder and type: linreg lab
"""


def lessons_folder() -> Path:
    """Return the folder with the notebooks: beside the package in a checkout, inside it otherwise.

    Raises
    ------
    FileNotFoundError
        If neither holds them.
    """
    package = Path(linreg.__file__).parent
    for folder in (package / "lessons", package.parent / "notebooks"):
        if (folder / FIRST).is_file():
            return folder
    raise FileNotFoundError(f"the lessons are neither in {package} nor beside it: install it anew")


def lesson_paths() -> list[Path]:
    """Return the notebooks of the lessons, an appendix last; no copy that stands beside one."""
    paths = lessons_folder().glob("[0-9a-z]*.ipynb")
    return sorted(path for path in paths if re.fullmatch(r"\w+", path.stem))


def is_numbered(path: Path) -> bool:
    """Return whether a notebook is one of the course's lessons in their order, and no appendix."""
    return path.name[:2].isdigit()


def default_folder() -> Path:
    """Return the working folder if lessons are in it, and `linreg-course` otherwise."""
    return Path("." if any(map(_digest_in, Path().glob("[0-9]*.ipynb"))) else "linreg-course")


def lay_out(folder: Path) -> list[str]:
    """Copy the lessons without outputs into a folder, and return what is to be said.

    Nothing that exists is written over: a lesson that is there stays, and where linreg has another
    version of it by now, that is laid beside it.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "is a file, but must be a folder", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    said = [line for line in (_lay_lesson(path, folder) for path in lesson_paths()) if line]
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for path in sorted((Path(linreg.__file__).parent / "data").glob("*.csv")):
        if not (data / path.name).exists():
            write_whole(data / path.name, path.read_text(encoding="utf-8"))
    if not (folder / "README.txt").exists():
        write_whole(folder / "README.txt", README)
    return said


def _lay_lesson(source: Path, folder: Path) -> str:
    """Copy one lesson, beside another version of it if there is one; return what is to be said."""
    notebook, target = learners_copy(source), folder / source.name
    if not target.exists():
        _write(target, notebook)
        return ""
    digest = notebook["metadata"]["linreg"]["digest"]
    if digest in map(_digest_in, [target, *folder.glob(f"{source.stem}_*.ipynb")]):
        return ""
    # The lesson may have changed once more while linreg's number stayed.
    for version in (linreg.__version__, f"{linreg.__version__}.{digest}"):
        beside = folder / f"{source.stem}_{version}.ipynb"
        if not beside.exists():
            _write(beside, notebook)
            return f"{target.name} stays as it is; another version is beside it: {beside.name}"
    return ""


def learners_copy(source: Path) -> dict[str, Any]:
    """Return a notebook without outputs; its metadata say which version of the lesson it is."""
    notebook: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    digest = hashlib.sha256(json.dumps(notebook, sort_keys=True).encode()).hexdigest()[:12]
    notebook["metadata"]["linreg"] = {"version": linreg.__version__, "digest": digest}
    return notebook


def _digest_in(path: Path) -> str | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        return str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["linreg"]["digest"])
    return None  # not one of ours, or not readable: it stays


def _write(path: Path, notebook: dict[str, Any]) -> None:
    write_whole(path, as_jupyter_writes(notebook))


def as_jupyter_writes(notebook: dict[str, Any]) -> str:
    """Return the text of a notebook's file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def lab(folder: Path, *, open_it: bool) -> Iterator[str]:
    """Lay the lessons out and open JupyterLab at the first; yield what is to be printed meanwhile.

    Raises
    ------
    OSError
        If the folder cannot be written.
    RuntimeError
        If JupyterLab is not installed, or no port is free.
    """
    is_new = not (folder / FIRST).exists()
    said = lay_out(folder)
    yield f"{'The lessons are in' if is_new else 'Going on in'} {folder}"
    yield from said
    if not open_it:
        return
    command = _command()
    port = command[-1].rpartition("=")[2]
    if port != str(PORTS[0]):
        yield f"Port {PORTS[0]} is taken, perhaps by another JupyterLab; this one uses {port}"
    try:
        webbrowser.get()
    except webbrowser.Error:
        command.append("--no-browser")
        yield "No browser was found: open the address that follows in one, here or elsewhere"
    yield "To stop, close the browser tab and press Ctrl+C here"
    _run(command, folder)


def _run(command: list[str], folder: Path) -> None:
    """Run JupyterLab until it ends, and leave Ctrl+C to it."""
    process = subprocess.Popen(command, cwd=folder)
    while process.poll() is None:
        with contextlib.suppress(KeyboardInterrupt):  # JupyterLab asks whether it shall stop
            process.wait()
    if process.returncode:
        raise RuntimeError(f"JupyterLab ended with an error ({process.returncode}): see above")


def _command() -> list[str]:
    """Return the command that starts JupyterLab on a port that is free."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise RuntimeError(
            'JupyterLab is not installed. Install it with: python -m pip install "jupyterlab" '
            '"ipywidgets", and run this again'
        )
    port = next(filter(_is_free, PORTS), None)
    if port is None:
        raise RuntimeError(
            f"The ports {PORTS[0]} to {PORTS[-1]} are all taken: close a JupyterLab that is open"
        )
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*["--allow-root"] * as_root, f"--port={port}"]
    return [sys.executable, "-m", "jupyterlab", FIRST, *options]


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
