"""Judge a callee: say whether it is right, and if not, what is the matter.

The stages of diagnosis stand in one list, `STAGES`. The first that finds something has the word.
"""

import warnings

import numpy as np

from linreg.checks.engine.callee import Callee
from linreg.checks.engine.evidence import Evidence, Finding, in_time
from linreg.checks.engine.exercise import Example, Exercise, Verdict
from linreg.checks.engine.show import make_example
from linreg.checks.engine.stages import attempts, effects, laws, numbers, right

STAGES = (
    attempts.other_parameters,  # it cannot be called as the exercise says
    attempts.takes_too_long,  # stopped after LIMIT seconds
    attempts.not_attempted,  # a stub
    attempts.raises_or_wrong_kind,  # an exception; a result of the wrong kind, number or shape
    right.changes_arguments,  # right, but the caller's arrays are overwritten
    right.unsteady,  # the same call twice gives two results
    right.wrong_on_unusual_cases,  # right where the answer could be known only, or but for 0
    right.correct,  # right, with or without a remark
    numbers.known_mistake,  # a row of the table
    numbers.explained,  # one of `numbers.REASONS`: half of it, sorted, right if b were 0
    numbers.known_inside,  # a row of an earlier exercise, inside of this one
    numbers.inexact,  # right within one percent
    effects.changed_arguments,  # overwritten arguments, and a wrong result
    effects.arguments_without_effect,  # an argument may be anything
    effects.rows_without_effect,  # a row may be anything
    effects.from_outside,  # the notebook's data in the place of arguments
    laws.broken_rule,  # twice the rows change the mean
    laws.broken_law,  # of random results: what is measured is not as it must be
    laws.not_finite,  # nan and inf
    laws.other_sizes,  # right as long as the arguments are small
    laws.unknown,  # the smallest case where it differs
)


def judge(callee: Callee, exercise: Exercise, seed: int = 0) -> Verdict:
    """Return the verdict on a callee that may do anything.

    `seed` draws the cases that are asked after everything was right.
    """
    # Overflow and division by zero are for the learner's answer to show, not for stderr.
    with warnings.catch_warnings(), np.errstate(all="ignore"), callee.guarded():
        warnings.simplefilter("ignore")
        evidence = Evidence(callee, exercise, seed)
        found = diagnose(evidence)
    example = smallest_example(evidence, found) if found.example else None
    return Verdict(exercise.name, found.state, found.text, found.name, example, found.remark)


def diagnose(evidence: Evidence) -> Finding:
    """Return what the first stage finds that finds something; one that is out of time is mute."""
    found = (in_time(stage, evidence) for stage in STAGES)
    return next(finding for finding in found if finding)


def smallest_example(evidence: Evidence, finding: Finding) -> Example | None:
    """Return the smallest example on which the result is wrong, and which shows what was found."""
    if evidence.is_right:
        return None
    if not evidence.is_compared:
        return _measured_example(evidence, finding.name)
    wrong = [i for i in evidence.wrong_cases if i < len(evidence.exercise.examples)]
    if not wrong:
        return None
    i = next((i for i in wrong if i >= finding.case), wrong[0])
    return make_example(evidence.cases[i], evidence.outcomes[i].parts, evidence.right[i].parts)


def _measured_example(evidence: Evidence, found: str | None) -> Example | None:
    """Return what was measured, if it is a number and wrong; a yes or no is 0 when right."""
    for i, (own, needed) in enumerate(evidence.pairs):
        for name, part in needed.parts.items():
            if found in evidence.exercise.laws and found != name:
                continue
            if part.any() and not evidence.close(own, needed, name):
                example = make_example(evidence.cases[i], {name: own.parts[name]}, {name: part})
                return example._replace(inputs=f"{name}, {example.inputs}")
    return None
