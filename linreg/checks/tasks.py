"""Other things to do than write a function: find a mistake, write a test."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from linreg.checks.engine.callee import LIMIT
from linreg.checks.engine.errors import explanation
from linreg.checks.engine.exercise import Exercise, Mistake, Verdict
from linreg.checks.engine.inside import Failure, Reply, raises
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel

SHOWN = 5  # names of mistakes that a test lets through
FEW = 3  # of them, so that the first is explained

NOT_BEGUN = "not attempted yet. Write an `assert` in place of `...`."
TAKES_NONE = "It must take the function that it tests: `def {}(function):`."
FINDS_ALL = "is worth its name: it finds all {} mistakes"
TOO_LONG = f"It takes more than {LIMIT:g} seconds for all functions."


def hunted(function: Callable[..., Any], exercise: Exercise) -> Verdict:
    """Return whether the mistake is fixed; if not, an example of it, but not its name.

    A mistake without an example is another than the one to find: its name is told. And what else
    the function does than the exercise asked is no fault of who fixes it.
    """
    verdict = judge(Kernel(function), exercise)
    if verdict.example and verdict.mistake in {row.name for row in exercise.known}:
        return replace(verdict, text="There is a mistake in it. An example:", mistake=None)
    return replace(verdict, text="is correct", remark=None) if verdict.remark else verdict


def tested(test: Callable[..., Any], exercise: Exercise) -> Verdict:
    """Return what a learner's test of a function is worth.

    It is run on linreg's own function, which it must let pass, and on each wrong one of the table,
    for which it must raise an error: AssertionError, or any other.
    """
    name, kernel = getattr(test, "__name__", "the test"), Kernel(test)
    if kernel.is_empty and not (kernel.has_loop or raises(test)):
        return Verdict(name, "todo", NOT_BEGUN)
    if not _takes_one(kernel):
        return Verdict(name, "wrong", TAKES_NONE.format(name), "takes no function")
    functions = [exercise.reference, *(row.function for row in exercise.mistakes)]
    with kernel.guarded():  # one time limit for all
        replies = [kernel.call({"function": one}, set()) for one in functions]
    failures = [reply.failure for reply in replies]
    if any(failure and "TimeLimitError" in failure.types for failure in failures):
        return Verdict(name, "wrong", TOO_LONG, "slow")
    if failures[0] is not None:
        if failures[0].types[0] == "NotImplementedError":
            return Verdict(name, "todo", NOT_BEGUN)
        return Verdict(name, "wrong", _stopped_by_the_right_one(failures[0], exercise), "fails all")
    missed = [row for row, one in zip(exercise.mistakes, failures[1:], strict=True) if one is None]
    if not missed:
        return Verdict(name, "correct", FINDS_ALL.format(len(exercise.mistakes)))
    text = _never_fails(replies) + _lets_through(missed, len(exercise.mistakes))
    return Verdict(name, "wrong", text, "lets mistakes through")


def _lets_through(missed: list[Mistake], count: int) -> str:
    names = ", ".join(row.name for row in missed[:SHOWN])
    more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
    text = (
        f"It lets the right function pass and finds {count - len(missed)} of {count} wrong ones. "
        f"Your test also passes for: {names}{more}."
    )
    if len(missed) <= FEW:  # it is a good test already
        text += f" What the first of them would be told: {missed[0].message}"
    return text


def _takes_one(kernel: Kernel) -> bool:
    """Return whether it can be called with a function, as far as it tells."""
    if kernel.parameters is None:
        return True
    needed = [p for p in kernel.parameters if p.kind.startswith("POSITIONAL") and not p.optional]
    return len(needed) == 1 or (not needed and bool(kernel.parameters))


def _never_fails(replies: list[Reply]) -> str:
    """Return advice for a test in which no `assert` fails, whatever the function."""
    failures = [reply.failure for reply in replies if reply.failure]
    if len(failures) > len(replies) / 2 or any("AssertionError" in one.types for one in failures):
        return ""
    value = replies[0].value
    if value and value.kind != "None":
        return "It returns something, but nobody looks at that: use `assert`. "
    return (
        "No `assert` in it ever fails. Call `function`, and compare with the number that you have "
        "worked out: `assert function(…) == …`, no brackets around the whole, and no `try`. "
    )


def _stopped_by_the_right_one(failure: Failure, exercise: Exercise) -> str:
    where = f" in the line `{failure.source}`" if failure.source else ""
    said = f": {failure.text}" if failure.text else ""
    known = "" if failure.types[0] == "AssertionError" else explanation(failure)
    how = f": {known}" if known else f" with {failure.types[0]}{said}"
    return f"It must let linreg's own `{exercise.name}` pass, but it stops{where}{how}."
