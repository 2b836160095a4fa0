"""Explain an exception in a tutor's words, with the learner's own line."""

import difflib
import re

from linreg.checks.engine.callee import LIMIT
from linreg.checks.engine.calls import Outcome
from linreg.checks.engine.exercise import Exercise
from linreg.checks.engine.inside import Failure
from linreg.checks.engine.show import listed
from linreg.checks.tables.exceptions import (
    BY_SOURCE,
    EXPLANATIONS,
    IN_A_CLASS,
    NEVER_DEFINED,
    OTHER_NAMES,
)

ONE_SIGN = "`==` compares; a value gets its name with one `=`"


def told(outcome: Outcome, exercise: Exercise) -> str:
    """Return what is the matter with an outcome: the exception explained, or the trouble."""
    if outcome.failure:
        return explain(outcome.failure, exercise)
    return outcome.trouble.message if outcome.trouble else ""


def explain(failure: Failure, exercise: Exercise) -> str:
    """Return where it happened, in the learner's code, and what it means."""
    place = _place(failure)
    if failure.types[0] == "TimeLimitError":
        where = f" ({place})" if place else ""
        return f"Stopped after {LIMIT:g} seconds{where}: does a loop never end?"
    meaning = _meaning(failure, exercise)
    meaning += "" if meaning.endswith("?") else "."
    if failure.types[0] == "ModelError":  # nothing failed: it was found out by asking
        return meaning[0].upper() + meaning[1:]
    start = place[0].upper() + place[1:] if place else "Calling it failed"
    return f"{start}: {meaning}"


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _place(failure: Failure) -> str:
    """Return `line 3: `return X @ w``: the innermost line in the learner's own file."""
    if not failure.line:
        return ""
    source = f": `{_short(failure.source, 80)}`" if failure.source else ""
    return f"line {failure.line}{source}"


def _meaning(failure: Failure, exercise: Exercise) -> str:
    kind, text = failure.types[0], failure.text
    # `mean = mean(X)` makes `mean` a name of the function's own, which then has no value.
    unbound = re.search(r"variable '(\w+)'", text) if "UnboundLocalError" in failure.types else None
    if unbound:
        return _unbound(unbound[1], failure.source)
    if "NameError" in failure.types:
        return _undefined(failure, exercise)
    if name := _no_function_any_more(failure, exercise):
        return (
            f"`{name}` is no function any more, since a line gives it a value: give that "
            "value another name"
        )
    if known := explanation(failure):
        return known
    said = f"{kind}, {_short(text.rstrip('.'), 120)}" if text else f"{kind} was raised"
    allowed = "; such arguments are allowed" if failure.source.startswith("raise ") else ""
    return said + allowed


def _unbound(name: str, source: str) -> str:
    """Say why a name of the function's own has no value yet."""
    if re.search(rf"\b{name}\(", source):
        advice = NEVER_DEFINED.get(name, "give the value another name")
        return f"`{name}` is to be called and to be a value at once; {advice}"
    if re.match(rf"{name} *==", source):
        return f"{ONE_SIGN}: `{name} = …`"
    if re.search(rf"\b{name} *=(?!=)", source):
        return (
            f"`{name}` is made by this line, and used in it, too; if it is to grow, give it a "
            "value before the loop"
        )
    if re.search(rf"\b{name}(\[.*?\])? *[-+*/@]+=", source):
        return f"`{name}` is used before it has a value; give it one first, before a loop"
    return (
        f"`{name}` is used before it has a value: the line that gives it one comes later, or has "
        "not run"
    )


def _no_function_any_more(failure: Failure, exercise: Exercise) -> str:
    """Return the name that is called, and has been given a value."""
    if "object is not callable" not in failure.text:
        return ""
    own = set(failure.names) - set(exercise.parameters)
    return next((name for name in re.findall(r"\b(\w+)\(", failure.source) if name in own), "")


def explanation(failure: Failure) -> str:
    """Return what the table says of an exception, or ""."""
    # Python says what failed, the line often why.
    advice = _by_source(failure)
    for row in EXPLANATIONS:
        found = re.search(row.pattern, failure.text)
        if row.type in failure.types and found:
            words = row.message.format(*found.groups(), text=_short(failure.text, 120))
            return words.strip(" :") + advice
    return ""


def _by_source(failure: Failure) -> str:
    """Return what the line itself suggests, where sizes or kinds do not fit."""
    if not {"ValueError", "TypeError", "IndexError"} & set(failure.types):
        return ""
    found = (advice for pattern, advice in BY_SOURCE if re.search(pattern, failure.source))
    return next((f"; {advice}" for advice in found), "")


def _undefined(failure: Failure, exercise: Exercise) -> str:
    """Say what an unknown name may be: what is certain first, a guess by spelling last."""
    # An error that the learner raises has no name, or any text.
    name = failure.name if failure.name.isidentifier() else "a name"
    advice = _certain(name, failure.source, exercise) or _guessed(name, failure.names, exercise)
    return f"`{name}` is not defined; {advice}"


def _certain(name: str, source: str, exercise: Exercise) -> str:
    """Return what the line or the name itself says of an unknown name, or ""."""
    if re.match(rf"{name} *==", source):
        return ONE_SIGN
    if re.match(rf"{name}\[", source):
        return f"make it first, such as `{name} = np.zeros(…)`"
    if exercise.model and name in IN_A_CLASS:
        return IN_A_CLASS[name]
    if name in exercise.parameters:
        names = ", ".join(exercise.parameters)
        return f"in the exercise it is an argument: `def {exercise.name}({names}):`"
    return NEVER_DEFINED.get(name, "")


def _guessed(name: str, local_names: tuple[str, ...], exercise: Exercise) -> str:
    """Return which name may have been meant: another word for it, or one that looks like it."""
    known = [*local_names, *exercise.parameters]
    if product := _run_together(name, known):
        return f"a product needs its sign: `{product}`"
    # "The weights are called `W`" helps only where there is a `W`.
    advice = OTHER_NAMES.get(name)
    if advice and all(word in known for word in re.findall(r"called `(\w+)`", advice)):
        return advice
    same = [other for other in known if other.lower() == name.lower()]
    if close := same or difflib.get_close_matches(name, known, cutoff=0.75):
        return f"do you mean `{close[0]}`?"
    if exercise.model:
        return IN_A_CLASS["X"]
    arguments = [f"`{one}`" for one in exercise.parameters]
    return f"the argument{'s are' if arguments[1:] else ' is'} {listed(arguments)}"


def _run_together(name: str, known: list[str]) -> str:
    """Return `w * x` for `wx`, `X @ W` for `XW`, where both halves are names that are known."""
    # `w` comes before `W` for a `w`, and `W` is better than nothing.
    spelled = {one.lower(): one for one in known} | {one: one for one in known}
    for cut in range(1, len(name)):
        cuttings = (name[:cut], name[cut:])
        halves = [spelled.get(one) or spelled.get(one.lower()) for one in cuttings]
        if all(halves):
            left, right = halves
            # What has one entry per column or per row meets `X` in a sum of products.
            if "X" in halves and {"W", "e", "residual"} & set(halves):
                return f"X @ {left if right == 'X' else right}"
            return f"{left} * {right}"
    return ""
