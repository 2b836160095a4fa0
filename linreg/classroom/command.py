"""`linreg grade`, as it is typed: what is said meanwhile, and at the end."""

import sys
from collections.abc import Iterator
from pathlib import Path

from linreg.classroom.grade import Report, grade
from linreg.classroom.process import isolation
from linreg.classroom.report import PROTECTION, said, summary, write_report

WIDTH = 30


def graded(place: Path, out: Path, wanted: str) -> Iterator[str]:
    """Grade a class, write the report, and yield what is to be said.

    Raises
    ------
    OSError, RuntimeError, ValueError
        If there is nothing to be graded, the report cannot be written, or the isolation that was
        asked for does not work here.
    """
    chosen, report = isolation(wanted), Report()
    yield f"isolation: {chosen.name}. {PROTECTION[chosen.name]}"
    yield from _progress(grade(place, out, chosen, report), report)
    yield from (f"{path}" for path in write_report(report, out))
    yield summary(report)


def _progress(steps: Iterator[tuple[int, int, str]], report: Report) -> Iterator[str]:
    """Say how far it is, and what was found of each learner."""
    seen = 0
    for done, count, learner in steps:
        bar = ("█" * (WIDTH * done // count)).ljust(WIDTH, "·")
        line = f"{bar} {done}/{count} {_plain(learner)}: {said(report.rows[seen:])}"
        seen = len(report.rows)
        if sys.stderr and sys.stderr.isatty():
            end = "" if done < count else "\n"
            print(f"\r{line:100}", end=end, file=sys.stderr, flush=True)
        else:
            yield line


def _plain(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)[:30]
