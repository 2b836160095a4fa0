"""The `linreg` command: `lab` opens the course, the others are for instructors."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import linreg
from linreg.classroom.command import graded
from linreg.classroom.handout import handout, solutions
from linreg.classroom.nbgrader import nbgrader
from linreg.classroom.process import ISOLATIONS
from linreg.lab import default_folder, lab


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, print what is to be said, and return the exit status."""
    given = _parser().parse_args(arguments)
    # Else Jupyter may run the lessons in another Python's kernel, which has no linreg.
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    if isinstance(sys.stdout, TextIOWrapper):  # a pipe of Windows may have no sign for a name
        sys.stdout.reconfigure(errors="replace")
    try:
        for line in _run(given):
            print(line, flush=True)
    except OSError as error:
        place = error.filename or getattr(given, "folder", None) or getattr(given, "out", "")
        print(f"linreg: {place}: {error.strerror or error}", file=sys.stderr)
        return 1
    except (RuntimeError, ValueError) as error:
        print(f"linreg: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # at any moment, also while a line is printed
        print("linreg: interrupted; the same command goes on where it was", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linreg", description="Linear regression, a course.")
    parser.add_argument("--version", action="version", version=linreg.__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    about = "lay the lessons out in a folder of your own, and open JupyterLab there"
    one = commands.add_parser("lab", help=about, description=about)
    place = "where they are to be, or are; linreg-course if nothing is said"
    one.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help=place)
    one.add_argument("--no-open", action="store_true", help="lay them out, and open nothing")

    _add_handout(commands)
    for name, about in (
        ("solutions", "write all lessons into a folder, solved and run"),
        ("nbgrader", "write a course for nbgrader into a folder"),
    ):
        one = commands.add_parser(name, help=about, description=about)
        one.add_argument("out", type=Path, metavar="DIR")
    _add_grade(commands)
    return parser


def _add_handout(commands: Any) -> None:
    about = "write the learner's copies of some lessons into a folder"
    one = commands.add_parser("handout", help=about, description=about)
    one.add_argument("lessons", nargs="+", metavar="LESSON", help="its number or its name")
    one.add_argument("--out", type=Path, default=Path("handout"), metavar="DIR")
    one.add_argument("--without-solutions", action="store_true", help="leave the solutions out")
    one.add_argument("--course", default="", metavar="NAME", help="stands below the title")
    one.add_argument("--due", default="", metavar="DATE", help="stands below the title")


def _add_grade(commands: Any) -> None:
    about = "judge what a class has handed in, and write a report"
    one = commands.add_parser("grade", help=about, description=about)
    one.add_argument("submissions", type=Path, metavar="SUBMISSIONS", help="a folder or a zip")
    one.add_argument("--out", type=Path, default=Path("report"), metavar="REPORT")
    kinds = ("auto", *ISOLATIONS)
    kind = "what keeps submissions away from your files; the strongest that works here"
    one.add_argument("--isolation", choices=kinds, default="auto", help=kind)


def _run(given: argparse.Namespace) -> Iterator[str]:
    if given.command == "lab":
        yield from lab(given.folder or default_folder(), open_it=not given.no_open)
    elif given.command == "handout":
        words = {"course": given.course, "due": given.due}
        bare = given.without_solutions
        yield from handout(given.lessons, given.out, without_solutions=bare, **words)
    elif given.command == "solutions":
        yield from solutions(given.out)
    elif given.command == "nbgrader":
        yield from nbgrader(given.out)
    else:
        yield from graded(given.submissions, given.out, given.isolation)


if __name__ == "__main__":
    sys.exit(main())
