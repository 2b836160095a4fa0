"""Check a function that a learner wrote, and say which mistake it makes.

    check(mean_squared_error)       is it right? and if not, what is the matter?
    hint("mean_squared_error")      the next of three hints
    solution("mean_squared_error")  the source of linreg's own
    progress()                      what has been solved, in all lessons
    check_hunt(function, name)      is the planted mistake fixed? if not, an example of it
    check_test(test, name)          which wrong functions does a test of the learner's let through?

`check` raises nothing, waits for nothing longer than two seconds (six in a browser), and leaves
everything as it was. In a notebook it shows its verdict wherever it stands in a cell, and puts what
is right into `my_linreg.py`; in a script it does neither.
"""

import difflib
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from inspect import isclass, iscoroutinefunction, isgeneratorfunction, unwrap
from types import MappingProxyType
from typing import Any

from linreg.checks.engine.exercise import Exercise, Text, Verdict
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel, shell
from linreg.checks.lessons import LESSONS
from linreg.checks.own import own_library
from linreg.checks.tasks import hunted, tested
from linreg.own_file import CANNOT_RUN, FILE, MODULE, NotKeptError, keep

__all__ = [
    "EXERCISES",
    "Exercise",
    "Verdict",
    "check",
    "check_hunt",
    "check_test",
    "hint",
    "progress",
    "solution",
]

EXERCISES: Mapping[str, Exercise] = MappingProxyType(
    {exercise.name: exercise for lesson in LESSONS for exercise in lesson.EXERCISES}
)

NO_PLAIN_FUNCTION: Mapping[Callable[[Any], bool], str] = {
    isclass: "It is a class. Write a function, with `def`.",
    iscoroutinefunction: "It is an `async def`, so calling it computes nothing. Write `def`.",
    isgeneratorfunction: "It contains `yield`, so calling it computes nothing. Use `return`.",
}
NOT_A_FUNCTION = (
    "`{}` needs a function, and this is of type {}. Write its name alone, without brackets behind "
    "it, such as `{}`."
)
NOT_DEFINED = "yours is not defined: run the cell above; if it shows an error, fix that first."
_hints_given: dict[str, int] = {}
_latest: dict[str, tuple[int, Verdict]] = {}
_checking: set[int] = set()  # threads


def check(function: Any, exercise: str | None = None) -> Verdict:
    """Return what is to be said of a function: not attempted, correct, or wrong and why.

    The exercise is found by the function's name, unless its name is given.

    >>> from linreg import mse_gradient
    >>> check(lambda X, y, y_hat: ..., "mse_gradient").state
    'todo'
    """
    thread = threading.get_ident()
    if thread in _checking:
        return Verdict("", "wrong", "`check` is called inside the function that it checks.")
    _checking.add(thread)
    try:
        verdict = _check(function, exercise)
    except BaseException as error:  # whatever a function may do, a check cell runs on
        name = type(error).__name__
        verdict = Verdict("", "wrong", f"The function upset the check itself ({name}).", name)
    finally:
        _checking.discard(thread)
    if verdict.exercise and verdict.mistake != "linreg's own":
        tries = _latest.get(verdict.exercise, (0, verdict))[0]
        _latest[verdict.exercise] = tries + (verdict.state != "todo"), verdict
    if verdict.state == "correct" and _is_notebook():
        verdict = kept(function, verdict)
    return _shown(verdict)


def check_hunt(function: Any, exercise: str) -> Verdict:
    """Return whether the mistake in a function is fixed: an example of it, but not its name.

    >>> check_hunt(lambda x, w, b: w * x - b, "line").state
    'wrong'
    """
    return _shown(
        _no_function(function, 'check_hunt(line, "line")')
        or hunted(function, exercise_of(exercise))
    )


def check_test(test: Any, exercise: str) -> Verdict:
    """Return which wrong functions a learner's test lets through; it must pass the right one.

    >>> def test_line(line):
    ...     assert line(2, 3, 1) == 7
    >>> check_test(test_line, "line").state
    'wrong'
    """
    return _shown(
        _no_function(test, 'check_test(test_line, "line")') or tested(test, exercise_of(exercise))
    )


def _shown(verdict: Verdict) -> Verdict:
    if _is_notebook():
        verdict._ipython_display_()
    return verdict


def _is_notebook() -> bool:
    return hasattr(shell(), "kernel")


def kept(function: Any, verdict: Verdict) -> Verdict:
    """Write a right function to the learner's file; return the verdict with a note about it."""
    try:
        lesson = exercise_of(verdict.exercise).lesson
        note = keep(function, verdict.exercise, tuple(EXERCISES), lesson, _right_in_file)
    except Exception as error:  # a verdict is shown, whatever becomes of the file
        note = f"It could not be kept ({type(error).__name__}: {error})."
    return replace(verdict, note=note)


def _right_in_file(names: Collection[str]) -> set[str]:
    """Return those of some functions that are right in the learner's file as it stands."""
    library = own_library()
    if library.trouble:
        raise NotKeptError(CANNOT_RUN.format(trouble=library.trouble))
    verdicts = [library.verdict(EXERCISES[name]) for name in names]
    return {
        one.exercise
        for one in verdicts
        if one is not None and (one.state == "correct" or one.mistake == "takes too long")
    }


def _check(function: Any, exercise: str | None) -> Verdict:
    if verdict := _no_function(function, "check(line)"):
        return verdict
    name = _name_of(function if exercise is None else exercise)
    if not isinstance(name, str) or name not in EXERCISES:
        return Verdict("", "wrong", _no_exercise(name), "no such exercise")
    known = EXERCISES[name]
    if text := _other_kind(function, known):
        return Verdict(name, "wrong", text, "not a class" if known.model else "not a function")
    if function is known.solution:
        return Verdict(name, "todo", NOT_DEFINED, "linreg's own")
    if getattr(function, "__module__", None) == MODULE:
        function = unwrap(function)  # as it stands in the file, without what `mine` adds
    return judge(Kernel(known.judged(function)), known)


def _no_function(value: Any, call: str) -> Verdict | None:
    """Return what is said of a value that is none; `call` is what may be written instead."""
    if callable(value):
        return None
    text = NOT_A_FUNCTION.format(call.partition("(")[0], type(value).__name__, call)
    return Verdict("", "wrong", text, "not a function")


def _other_kind(function: Any, exercise: Exercise) -> str:
    """Return what is to be said of a class in the place of a function, or of the reverse."""
    if exercise.model:
        return "" if isclass(function) else "It is a function. Write a class, with `class`."
    return next((text for is_one, text in NO_PLAIN_FUNCTION.items() if is_one(function)), "")


def hint(name: Any, number: int | None = None) -> Text:
    """Return the next hint for an exercise, or a certain one (1, 2 or 3).

    >>> hint("mse_gradient", 1)
    Hint 1 of 3: Nudge one weight a little: which predictions move, and by how much? Then ask ...
    """
    exercise = exercise_of(name)
    count = len(exercise.hints)
    if number is None:
        number = min(_hints_given.get(exercise.name, 0) + 1, count)
        _hints_given[exercise.name] = number
    if isinstance(number, bool | float) or number not in range(1, count + 1):
        raise ValueError(f"number is {number!r}, but must be 1, 2 or 3")
    return Text(f"Hint {number} of {count}: {exercise.hints[number - 1]}")


def solution(name: Any) -> Text:
    """Return the solution: the source of linreg's own function."""
    return Text(exercise_of(name).source)


def progress() -> Text:
    """Return one line per exercise: what is right in `my_linreg.py`, or at its last check here."""
    library = own_library()
    lines = [_line(exercise, library.verdict(exercise)) for exercise in EXERCISES.values()]
    done = sum("✓" in line for line in lines)
    if library.trouble:
        lines.append(f"{FILE} is not used: {library.trouble}.")
    return Text("\n".join([*lines, f"{done} of {len(EXERCISES)} done"]))


def _line(exercise: Exercise, kept: Verdict | None) -> str:
    tries, latest = _latest.get(exercise.name, (0, None))
    start, name = f"lesson {exercise.lesson} ", exercise.name
    if "correct" in [verdict.state for verdict in (kept, latest) if verdict]:
        return f"{start} ✓ {name}"
    if latest is not None and latest.state == "wrong":
        times = "once" if tries == 1 else f"{tries} times"
        now = f", now: {latest.mistake}" if latest.mistake else ""
        return f"{start} ✗ {name}: tried {times}{now}"
    if kept is not None and kept.state == "wrong":
        return f"{start} ✗ {name}: it is in {FILE}, but not right"
    return f"{start} … {name}"


def _name_of(asked: Any) -> Any:
    """Return the name of a function, or a name as it is."""
    name = getattr(asked, "__name__", asked)
    if name == "<lambda>":  # `line = lambda …` has given it a name
        known_as = getattr(asked, "__globals__", {})
        name = next((one for one in EXERCISES if known_as.get(one) is asked), name)
    return name


def exercise_of(name: Any) -> Exercise:
    name = _name_of(name)
    if not isinstance(name, str) or name not in EXERCISES:
        raise ValueError(f"name is {name!r}, but must be one of {', '.join(EXERCISES)}")
    return EXERCISES[name]


def _no_exercise(name: Any) -> str:
    if not isinstance(name, str) or name == "<lambda>":
        return (
            "This function has no name of its own. Say which exercise it is for, such as "
            '`check(line, "line")`.'
        )
    close = difflib.get_close_matches(name, EXERCISES, cutoff=0.4)
    guess = f" Do you mean `{close[0]}`?" if close else ""
    return (
        f"There is no exercise called `{name[:60]}`.{guess} The exercises are "
        f"{', '.join(EXERCISES)}."
    )
