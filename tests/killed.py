"""Run a writer again and again, and kill it at its first write, its second, and so on.

    python tests/killed.py WRITER FOLDER

After each kill, every file must be what it was before or what it becomes, whole, and the next run
must write them all. Prints how many kills there were. A process of its own, for it forks.
"""

import builtins
import io
import os
import shutil
import sys
from pathlib import Path

import numpy as np

from linreg import LinearModel, lab, moments, own_file
from linreg.checks import EXERCISES
from linreg.classroom import handout, nbgrader
from linreg.classroom.grade import Report, Row
from linreg.classroom.report import write_report

KILLED = 9
LESSONS = ("01_introduction", "03_initialize_parameters")  # two are enough, and faster than ten


def keep(name, source):
    """Keep a function as `check` does; its text is that of a file elsewhere."""
    names, place = {}, Path(sys.argv[2]) / f"{name}.txt"
    if not place.exists():
        place.write_text(source, encoding="utf-8")
    exec(compile(source, place, "exec"), names)
    said = own_file.keep(names[name], name, tuple(EXERCISES), 1)
    assert said == "It is in your `my_linreg.py`.", said


def report(names):
    rows = [Row(name, "05_compute_loss", "baseline_loss", "correct", points=1.0) for name in names]
    return Report(rows=rows, files=len(rows), isolation="limits")


def table(size):
    return moments(np.arange(float(size))[:, None] ** 2, np.arange(float(size)))


# For each writer: what makes the files as they were before, and what writes them anew.
WRITERS = {
    "model": (
        lambda: LinearModel([1, 2, 3], 4).save("model.json"),
        lambda: LinearModel([0.5], 6).save("model.json"),
    ),
    "moments": (
        lambda: table(5).save("moments.json"),
        lambda: table(9).save("moments.json"),
    ),
    "own file": (
        lambda: keep("line", "def line(x, w, b):\n    return w * x + b\n"),
        lambda: keep("forward", "def forward(X, W, b):\n    return X @ W + b\n"),
    ),
    "lab": (lambda: None, lambda: lab.lay_out(Path("course"))),
    "handout": (lambda: None, lambda: list(handout.handout(["1", "3"], Path("out")))),
    "nbgrader": (lambda: None, lambda: list(nbgrader.nbgrader(Path("out")))),
    "report": (
        lambda: write_report(report(["ada"]), Path()),
        lambda: write_report(report(["ada", "bo"]), Path()),
    ),
}


class Fuse:
    """Ends the process at a step of writing."""

    def __init__(self, steps):
        self.steps = steps

    def step(self, half_done=lambda: None):
        self.steps -= 1
        if self.steps == 0:
            half_done()
            os._exit(KILLED)


class Watched:
    """A file that is open for writing."""

    def __init__(self, file, fuse):
        self.file, self.fuse = file, fuse

    def write(self, content):
        def half():
            self.file.write(content[: len(content) // 2])
            self.file.flush()

        self.fuse.step(half)
        return self.file.write(content)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        self.fuse.step()
        self.file.flush()

    def close(self):
        self.fuse.step()
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __getattr__(self, name):
        return getattr(self.file, name)


def lay(fuse):
    """Put the fuse at everything by which Python writes."""
    plain = builtins.open

    def watched_open(path, mode="r", *arguments, **named):
        if not set(mode) & set("wxa+"):
            return plain(path, mode, *arguments, **named)
        fuse.step()
        return Watched(plain(path, mode, *arguments, **named), fuse)

    def watched(call):
        def run(*arguments, **named):
            fuse.step()
            result = call(*arguments, **named)
            fuse.step()
            return result

        return run

    builtins.open = io.open = watched_open
    for name in ("fsync", "replace", "rename", "link", "chmod", "unlink", "mkdir", "truncate"):
        setattr(os, name, watched(getattr(os, name)))


def killed_at(step, write):
    """Write in a child that is ended at a step; return whether it came that far."""
    child = os.fork()
    if child == 0:
        try:
            lay(Fuse(step))
            write()
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, KILLED), f"step {step} ended with {status}"
    return status == KILLED


def contents():
    """Return the files of the working folder, without those that are hidden, or a lock."""
    return {
        path.as_posix(): path.read_bytes()
        for path in Path().rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".lock"
    }


def in_new_folder(place, make):
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    os.chdir(place)
    make()


def choose_lessons(folder):
    for lesson in LESSONS:
        shutil.copy(lab.lessons_folder() / f"{lesson}.ipynb", folder)
    lab.lessons_folder = lambda: folder


def main(name, folder):
    """Kill one writer at all of its steps."""
    own_file.ABANDONED = 0.01
    choose_lessons(folder)
    (before, write), place = WRITERS[name], folder / "written"
    in_new_folder(place, before)
    old = contents()
    write()
    new, kills = contents(), 0
    assert new != old
    while in_new_folder(place, before) or killed_at(kills + 1, write):
        kills += 1
        for path, content in contents().items():
            assert content in (old.get(path), new[path]), f"{path} after kill {kills}"
        assert old.keys() <= contents().keys(), f"a file is gone after kill {kills}"
        write()
        assert contents() == new, f"the next run after kill {kills}"
    print(kills)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
