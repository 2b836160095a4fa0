"""How much the checks recognise and how long a verdict takes: python benchmarks/verdicts.py."""

import statistics
import sys
import time
from pathlib import Path

import numpy as np

from linreg.checks import EXERCISES, check

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from answers import FUNCTIONS, RIGHT, WRONG


def recognised():
    """Return for each wrong answer outside the table whether it gets a name or a broken rule."""
    return [
        check(function, name).mistake is not None
        for name, functions in WRONG.items()
        for function in functions
    ]


def seconds(name, functions):
    """Return the median time of a verdict on these functions."""
    times = []
    for function in functions:
        start = time.perf_counter()
        check(function, name)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report():
    """Return the lines."""
    found = recognised()
    rows = sum(len(exercise.mistakes) for exercise in EXERCISES.values())
    lines = [
        f"{rows} mistakes in the table, {sum(map(len, RIGHT.values()))} right answers, "
        f"of {len(found)} other wrong answers {np.mean(found):.0%} get a name or a broken rule",
        "median time of a verdict, ms:      table   right   unknown",
    ]
    for name in FUNCTIONS:
        exercise = EXERCISES[name]
        groups = [[m.function for m in exercise.mistakes], RIGHT[name], WRONG[name]]
        times = "".join(f"{1000 * seconds(name, group):8.1f}" for group in groups)
        lines.append(f"    {name:<26}{times}")
    return lines


if __name__ == "__main__":
    print("\n".join(report()))
