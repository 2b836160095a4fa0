"""Laws that an answer breaks, and what can be said of an answer that nothing explains."""

import numpy as np

from linreg.checks.engine.calls import Outcome, parts_agree
from linreg.checks.engine.evidence import Evidence, Finding
from linreg.checks.engine.exercise import Args, Rule, names_with_rows
from linreg.checks.engine.show import listed, show_sizes


def broken_rule(evidence: Evidence) -> Finding | None:
    """Look for a law that the right answer obeys and this one does not."""
    for rule in evidence.exercise.rules:
        for i, args in enumerate(evidence.cases):
            if _is_broken(evidence, rule, args, evidence.results[i]):
                # A part may break a law because another one is wrong: say which ones are.
                wrong = [f"`{name}`" for name in evidence.wrong_parts]
                some = len(wrong) < len(evidence.exercise.parts)
                text = rule.message + (f" Look at {listed(wrong)}." if some else "")
                return Finding(rule.name, text, case=i)
    return None


def _is_broken(evidence: Evidence, rule: Rule, args: Args, before: Outcome) -> bool:
    """Return whether a part breaks the rule; a call that raises or gives nan says nothing."""
    after = evidence.call(rule.change(args))
    if not (before.is_finite and after.is_finite):
        return False
    # The answer is wrong in any case: a law is broken clearly, or it is not the reason.
    tolerance = 10 * evidence.exercise.tolerance
    return not parts_agree(after.parts, rule.expect(before.parts, args), tolerance)


def broken_law(evidence: Evidence) -> Finding | None:
    """Return the first of the exercise's measurements that is not as it must be."""
    for name, text in evidence.exercise.laws.items():
        for own, right in evidence.pairs:
            if name in right.parts and not evidence.close(own, right, name):
                return Finding(name, text)
    return None


def not_finite(evidence: Evidence) -> Finding | None:
    """Look for nan and inf."""
    text = (
        "The result has entries that are no finite numbers (nan or inf): something is divided by "
        "zero, has no root or no logarithm, or grows beyond all bounds."
    )
    lone = [{len(args[name]) for name in names_with_rows(args)} == {1} for args in evidence.cases]
    if [not one.is_finite for one in evidence.outcomes] == lone:
        text += " One row alone has no spread: does a spread belong here at all?"
    for i, outcome in enumerate(evidence.outcomes):
        if not outcome.is_finite:
            if evidence.wrong_cases[0] < len(evidence.exercise.examples) <= i:
                words = show_sizes(evidence.cases[i])
                text = f"It is wrong in the example below, and with {words} no finite number."
            return Finding("not a finite number", text, case=i)
    return None


def other_sizes(evidence: Evidence) -> Finding | None:
    """Look for an answer that is right as long as the arguments are small."""
    # The examples come first, so that all of them are right if the first wrong case is a probe.
    first = evidence.wrong_cases[0]
    if first < len(evidence.exercise.examples):
        return None
    sizes = [_sizes(args) for args in evidence.cases]
    right = [sizes[i] for i in range(len(sizes)) if i not in evidence.wrong_cases]
    if not sizes[first]:
        question = "Is a number typed in that must come from the arguments?"
    elif any(np.all(np.less_equal(sizes[first], one)) for one in right):
        question = "Is something cut off, rounded, scaled or stopped early?"
    else:  # nothing as large is right
        question = "Is a size or an index typed as a number?"
        if "n_iterations" in evidence.cases[first]:
            question = question[:-1] + ", or does something change on the way?"
        if "step" in evidence.cases[first]:
            question = question[:-1] + ", or are digits lost that a small `step` needs (`float32`)?"
    words = show_sizes(evidence.cases[first])
    text = f"It is right for the smallest examples, but not with {words}. {question}"
    return Finding("other sizes", text)


def _sizes(args: Args) -> list[int]:
    """Return the sizes of all arrays, one after the other."""
    return [n for one in args.values() if isinstance(one, np.ndarray) for n in one.shape]


def unknown(evidence: Evidence) -> Finding:
    """Show the smallest case on which it is wrong."""
    return Finding(None, "The result is not right yet. The smallest example where it differs:")
