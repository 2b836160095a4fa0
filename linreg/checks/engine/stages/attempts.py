"""Before the numbers: parameters, time, stubs, exceptions, and results of the wrong kind."""

from collections.abc import Sequence

from linreg.checks.engine.calls import Outcome
from linreg.checks.engine.errors import told
from linreg.checks.engine.evidence import Evidence, Finding, in_time
from linreg.checks.engine.show import show_sizes
from linreg.checks.engine.stages.effects import from_outside
from linreg.checks.engine.stages.right import unsteady

# What comes of numbers that are not the arguments.
ABOUT_ARGUMENTS = ("wrong shape", "raises ValueError", "raises IndexError")
NOT_ATTEMPTED = "not attempted yet. Replace `...`, run that cell and then this one."


def other_parameters(evidence: Evidence) -> Finding | None:
    """Compare the parameters by name, order and number; new names alone are no mistake."""
    exercise, own = evidence.exercise, evidence.callee.parameters
    if own is None or any(one.kind.startswith("VAR_") for one in own):
        return None
    needed, places, keywords = list(exercise.parameters), exercise.places, exercise.keywords
    names = [one.name for one in own]
    spare = [one for one in own if "POSITIONAL" in one.kind and one.name not in keywords]
    fits = (
        len([one for one in spare if not one.optional]) <= len(places) <= len(spare)
        and keywords <= set(names)
        and all(one.optional or one.name in keywords for one in own if one not in spare)
    )
    # The right names in another order would be filled with the wrong values.
    in_order = not set(places) <= set(names) or places == [n for n in names if n in places]
    if fits and in_order:
        return None
    text = f"Its parameters are {', '.join(names) or 'none'}, but must be {', '.join(needed)}"
    text += ", in this order." if names != needed else ", and none after a `*`."
    return Finding("other parameters", text, example=False)


def takes_too_long(evidence: Evidence) -> Finding | None:
    """Look for a call that had to be stopped."""
    last = evidence.outcomes[-1]
    # If others raise or give what is no result, its loops do end, and those say more.
    if not last.is_late or any(outcome.trouble for outcome in evidence.outcomes[:-1]):
        return None
    return Finding("takes too long", told(last, evidence.exercise), example=False)


def not_attempted(evidence: Evidence) -> Finding | None:
    """Look for a stub: nothing is computed, or every call ends at a `...` or NotImplementedError.

    A function that computes something and then returns `...` was attempted.
    """
    unwritten = all(_ends_unwritten(outcome) for outcome in evidence.outcomes)
    troubles = {outcome.trouble and outcome.trouble.name for outcome in evidence.outcomes}
    nothing = troubles <= {"still ...", "returns nothing"}
    if unwritten or (evidence.callee.is_empty and nothing):
        return Finding(None, NOT_ATTEMPTED, example=False, state="todo")
    return None


def _ends_unwritten(outcome: Outcome) -> bool:
    failure = outcome.failure
    return failure is not None and (failure.unfinished or "NotImplementedError" in failure.types)


def raises_or_wrong_kind(evidence: Evidence) -> Finding | None:
    """Explain an exception or a result of the wrong kind or shape."""
    last = evidence.outcomes[-1]
    outcomes = evidence.outcomes[:-1] if last.is_late else evidence.outcomes
    if not any(outcome.trouble for outcome in outcomes):
        return None
    if not last.is_late:
        if row := evidence.same_row:
            return Finding(row.name, row.message, example=False)
        if found := in_time(unsteady, evidence):
            return found
    first = _told(outcomes, len(evidence.exercise.examples))
    assert first.trouble is not None
    text = told(first, evidence.exercise)
    at = show_sizes(evidence.cases[outcomes.index(first)])
    if not all(outcome.trouble for outcome in outcomes):
        text += f" This happened with {at}."
    elif first.trouble.name == "wrong shape":
        text += f" Here it was called with {at}."
    if first.trouble.name in ABOUT_ARGUMENTS and (found := from_outside(evidence)):
        return found._replace(text=f"{found.text} {text}", example=False)
    return Finding(first.trouble.name, text, example=False)


def _told(outcomes: Sequence[Outcome], examples: int) -> Outcome:
    """Return the outcome that is told: what raised, else what has the wrong kind or shape."""
    troubled = [outcome for outcome in outcomes if outcome.trouble]
    raised = [outcome for outcome in troubled if outcome.failure]
    # Of a result of the wrong shape a larger case is told: with one row much looks alike.
    general = [outcome for outcome in outcomes[examples:] if outcome.trouble] or troubled
    return (raised or (general if len(troubled) == len(outcomes) else troubled))[0]
