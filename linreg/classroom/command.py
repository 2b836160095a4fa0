"""`linreg grade`, as it is typed: what is said meanwhile, and at the end."""

import sys
from collections.abc import Iterator
from pathlib import Path

from linreg.classroom.grade import Report, grade
from linreg.classroom.process import isolation
from linreg.classroom.report import PROTECTION, summary, write_report

WIDTH = 30


def graded(place: Path, out: Path, wanted: str) -> Iterator[str]:
    """Grade a class, write the report, and yield what is to be said.

    Raises
    ------
    OSError, RuntimeError, ValueError
        If there is nothing to be graded, the report cannot be written, or the isolation that was
        asked for does not work here.
    """
    chosen = isolation(wanted)
    yield f"isolation: {chosen.name}. {PROTECTION[chosen.name]}"
    report, is_terminal = Report(), sys.stderr.isatty()
    for done, count, learner in grade(place, out, chosen, report):
        bar = "█" * (WIDTH * done // count) + "·" * (WIDTH - WIDTH * done // count)
        line = f"{bar} {done}/{count} {_plain(learner):30}"
        if is_terminal:
            print(f"\r{line}", end="" if done < count else "\n", file=sys.stderr, flush=True)
        else:
            yield line.rstrip()
    yield from (f"{path}" for path in write_report(report, out))
    yield summary(report)


def _plain(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)[:30]
