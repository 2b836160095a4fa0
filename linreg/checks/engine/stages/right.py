"""Where the numbers are right: side effects, chance, cases that nobody could know, remarks."""

from typing import Any

import numpy as np

from linreg.checks.engine.calls import results, same
from linreg.checks.engine.errors import told
from linreg.checks.engine.evidence import Evidence, Finding, TooLateError
from linreg.checks.engine.exercise import Parts, Stop
from linreg.checks.engine.show import listed
from linreg.checks.engine.unusual import alike, unusual_cases, whole_numbers


def changes_arguments(evidence: Evidence) -> Finding | None:
    """Look for right numbers with arguments that are overwritten on the way."""
    if not evidence.is_right or not evidence.changed:
        return None
    if row := evidence.same_row:
        return Finding(row.name, row.message)
    name = evidence.changed[0]
    text = (
        f"The numbers are right, but `{name}` is not the same after the call as before: "
        "it was changed in place. Make a new array, and leave the caller's alone."
    )
    return Finding(f"changes {name}", text)


def unsteady(evidence: Evidence) -> Finding | None:
    """Repeat the first call and the last two: the same call must give the same."""
    if not evidence.is_compared:
        return None
    for i in (0, -2, -1):
        before = evidence.outcomes[i]
        again = evidence.call(evidence.cases[i])
        if again.failure and before.failure:
            alike = again.failure.types == before.failure.types
        else:
            alike = same(again, before, evidence.exercise.tolerance)
        if not alike:
            text = (
                "The same call gave another result the second time. The result must follow "
                "from the arguments alone: not from chance, not from an array that was never "
                "filled, and not from what an earlier call left outside the function."
            )
            return Finding("same call, another result", text, example=False)
    return None


def wrong_on_unusual_cases(evidence: Evidence) -> Finding | None:
    """Ask about cases that no list of answers can know, or that one may treat by themselves."""
    if not evidence.is_right or not evidence.is_compared:
        return None
    for case in unusual_cases(evidence.exercise, evidence.seed):
        own = evidence.call(case.args)
        has_nan = any(np.isnan(part).any() for part in own.parts.values())
        if own.trouble or not ((case.may_be_nan and has_nan) or alike(own.parts, case)):
            reason = told(own, evidence.exercise) or case.question
            text = f"It is right for all the usual cases, but not {case.where}. {reason}"
            return Finding("right for known cases only", text)
    return None


def correct(evidence: Evidence) -> Finding | None:
    """Say that it is right, and what it does other than the exercise asked."""
    if not evidence.is_right:
        return None
    exercise, args = evidence.exercise, evidence.cases[-1]

    def call(**changes: Any) -> Parts:
        return evidence.call(args | changes).result()

    try:
        found = [one.text for one in exercise.remarks if one.applies(call, args, evidence.callee)]
        found += _whole_numbers_only(evidence) + _other_names(evidence) + _lists(evidence)
    except (Stop, TooLateError):
        found = []  # a remark is no reason to doubt a right answer
    remark = " ".join(found) or None
    text = f"is correct. {remark}" if remark else "is correct"
    return Finding(None, text, state="correct", remark=remark)


def _whole_numbers_only(evidence: Evidence) -> list[str]:
    """Return a remark on results that are others where the arguments hold whole numbers."""
    args, right = whole_numbers(evidence.exercise)
    own = evidence.call(args) if right else None
    if not own or own.trouble or any(evidence.agree(own, one) for one in right):
        return []
    return [
        "With arrays of whole numbers the result is cut: something in it holds whole numbers only, "
        "as what is made like them does (`zeros_like`, `full_like`, `copy`). `np.zeros(…)` and "
        "`.astype(float)` hold any."
    ]


def _lists(evidence: Evidence) -> list[str]:
    """Return a remark on lists and tuples in the place of arrays."""
    parts, value = evidence.exercise.parts, evidence.outcomes[0].reply.value
    if not value:  # it was measured in several calls
        return []
    pairs = zip(parts.items(), results(value, len(parts)), strict=False)
    lists = [f"`{name}`" for (name, part), one in pairs if one.is_list and part.is_array]
    if not lists:
        return []
    subject = listed(lists) if len(parts) > 1 else "The result"
    return [
        f"{subject} {'comes' if len(lists) == 1 else 'come'} back as a list or a tuple, but one "
        "can compute with arrays only: `np.array(…)` makes one."
    ]


def _other_names(evidence: Evidence) -> list[str]:
    """Return a remark on parameters that a call by name, as in the lessons, does not find."""
    exercise, own = evidence.exercise, evidence.callee.parameters or ()
    names = [one.name for one in own]
    in_place = names[: len(exercise.places)] == exercise.places
    if in_place or any(one.kind.startswith("VAR_") for one in own):
        return []
    called = ", ".join(f"`{name}`" for name in exercise.parameters)
    return [f"The cells below may call its arguments by their names: let these be {called}."]
