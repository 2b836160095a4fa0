"""Other things to do than write a function: find a mistake, write a test."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from linreg.checks.engine.exercise import Exercise, Verdict
from linreg.checks.engine.inside import Failure
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel

SHOWN = 5  # names of mistakes that a test lets through


def hunted(function: Callable[..., Any], exercise: Exercise) -> Verdict:
    """Return whether the mistake is mended; if not, an example of it, but not its name."""
    verdict = judge(Kernel(function), exercise)
    if verdict.mistake in {row.name for row in exercise.mistakes}:
        text = "There is a mistake in it." + (" An example:" if verdict.example else "")
        return replace(verdict, text=text, mistake=None)
    return verdict


def tested(test: Callable[..., Any], exercise: Exercise) -> Verdict:
    """Return what a learner's test of a function is worth.

    It is run on linreg's own function, which it must let pass, and on each wrong one of the table,
    for which it must raise an error: AssertionError, or any other.
    """
    name, kernel = getattr(test, "__name__", "the test"), Kernel(test)
    if kernel.is_empty:
        return Verdict(name, "todo", "not attempted yet. Write an `assert` in place of `...`.")
    functions = [exercise.reference, *(row.function for row in exercise.mistakes)]
    with kernel.guarded():  # one time limit for all
        failures = [kernel.call({"function": one}, set()).failure for one in functions]
    if failures[0] is not None:
        return Verdict(name, "wrong", _stopped_by_the_right_one(failures[0], exercise), "fails all")
    if any(failure and "TimeLimitError" in failure.types for failure in failures):
        return Verdict(name, "wrong", "It takes more than two seconds for all functions.", "slow")
    rows = zip(exercise.mistakes, failures[1:], strict=True)
    missed, count = [row.name for row, failure in rows if failure is None], len(functions) - 1
    if not missed:
        return Verdict(name, "correct", f"is worth its name: it finds all {count} mistakes")
    more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
    text = (
        f"It lets the right function pass and finds {count - len(missed)} of {count} wrong ones. "
        f"Your test also passes for: {', '.join(missed[:SHOWN])}{more}."
    )
    return Verdict(name, "wrong", text, "lets mistakes through")


def _stopped_by_the_right_one(failure: Failure, exercise: Exercise) -> str:
    where = f" in the line `{failure.source}`" if failure.source else ""
    said = f": {failure.text}" if failure.text else ""
    return (
        f"It must let linreg's own `{exercise.name}` pass, but it stops{where} with "
        f"{failure.types[0]}{said}."
    )
