"""Wrong numbers that are near the right ones: known mistakes, multiples, other questions."""

import numpy as np

from linreg.checks.engine.calls import Outcome, close
from linreg.checks.engine.evidence import Evidence, Finding
from linreg.checks.engine.exercise import Mistake
from linreg.checks.engine.factors import (
    NAMED,
    Factor,
    besides,
    common_factor,
    factor_name,
    factor_text,
    is_typed,
)
from linreg.checks.engine.show import show
from linreg.checks.engine.transforms import TRANSFORMS
from linreg.checks.engine.variants import sizes


def known_mistake(evidence: Evidence) -> Finding | None:
    """Look the answer up in the table, first with its side effects, then without them."""
    if row := evidence.same_row:
        return Finding(row.name, row.message)
    for row, outcomes in evidence.rows:
        if evidence.all_agree(outcomes):
            also = "".join(f" And `{name}` is changed in place." for name in evidence.changed)
            return Finding(row.name, row.message + also)
    return None


def multiple(evidence: Evidence) -> Finding | None:
    """Look for one multiple or sign of the right answer in all parts."""
    if not evidence.is_compared or evidence.wrong_parts != list(evidence.exercise.parts):
        return None
    factors = [factor(evidence, name, evidence.right) for name in evidence.wrong_parts]
    if factors[0] is None or len(set(factors)) > 1:
        return None
    outer = evidence.callee.outer_variables
    if is_typed(factors[0]) and outer:
        text = (
            "It is right for one number of rows only: your function reads "
            f"`{outer[0]}` from outside. Take the number of rows from the arguments."
        )
        return Finding("outer variable", text)
    return Finding(factor_name(factors[0]), factor_text(factors[0], ""))


def factor(evidence: Evidence, name: str, others: list[Outcome]) -> Factor | None:
    """Return the factor if this part is always that many times the others'."""
    if any(other.trouble for other in others):
        return None
    return common_factor(
        [own.parts[name] for own in evidence.outcomes],
        [other.parts[name] for other in others],
        [sizes(args) for args in evidence.cases],
        evidence.exercise.tolerance,
    )


def part_by_part(evidence: Evidence) -> Finding | None:
    """Explain each wrong part by itself: a multiple, a known mistake, another question."""
    names = list(evidence.exercise.parts)
    if not evidence.is_compared or len(names) == 1:
        return None
    found = [_of_part(evidence, name) for name in evidence.wrong_parts]
    explained = [one for one in found if one is not None]
    if len(explained) < len(found) or (
        # One reason for all parts is likelier than one for each.
        evidence.wrong_parts == names and evidence.variant(names)
    ):
        return None
    text = " ".join(dict.fromkeys(one.text for one in explained))
    right = [f"`{name}`" for name in names if name not in evidence.wrong_parts]
    if right:
        text += f" {' and '.join(right)} {'is' if len(right) == 1 else 'are'} right."
    return Finding(" + ".join(dict.fromkeys(str(one.name) for one in explained)), text)


def _of_part(evidence: Evidence, name: str) -> Finding | None:
    times = factor(evidence, name, evidence.right)
    if times is not None:
        return Finding(f"{name}: {factor_name(times)}", factor_text(times, name))
    if row := _row_of_part(evidence, name):
        subject = "" if f"`{name}`" in row.message else f"`{name}`: "
        return Finding(row.name, subject + row.message)
    if variant := evidence.variant([name]):
        return Finding(f"{name}: {variant.name}", f"`{name}`: {variant.text}")
    return None


def _row_of_part(evidence: Evidence, name: str) -> Mistake | None:
    """Return a row with this part as it is, the others right, whose message is of this part."""
    others = [other for other in evidence.exercise.parts if other != name]
    for row, outcomes in evidence.rows:
        speaks_of_others = any(f"`{other}`" in row.message for other in others)
        if not speaks_of_others and evidence.part_is(name, outcomes):
            pairs = list(zip(outcomes, evidence.right, strict=True))
            if all(close(a.parts[o], b.parts[o], 1e-9) for a, b in pairs for o in others):
                return row
    return None


def transformed(evidence: Evidence) -> Finding | None:
    """Look for the right answer rounded, reversed, cut, or put through a function."""
    if not evidence.is_compared:
        return None
    wrong, tolerance = evidence.wrong_parts, evidence.exercise.tolerance
    for transform in TRANSFORMS:
        if all(
            close(own.parts[name], transform.apply(right.parts[name]), tolerance)
            for own, right in zip(evidence.outcomes, evidence.right, strict=True)
            for name in wrong
        ):
            subject = "" if wrong == list(evidence.exercise.parts) else f"`{wrong[0]}`: "
            return Finding(transform.name, subject + transform.text)
    return None


def offset(evidence: Evidence) -> Finding | None:
    """Look for the right answer plus a constant."""
    if len(evidence.exercise.parts) > 1:
        return None
    name = next(iter(evidence.exercise.parts))
    pairs = zip(evidence.outcomes, evidence.right, strict=True)
    gaps = np.concatenate([(own.parts[name] - right.parts[name]).ravel() for own, right in pairs])
    if np.isfinite(gaps).all() and np.ptp(gaps) <= 1e-9 * np.max(np.abs(gaps)):
        size, side = show(abs(gaps[0])), "much" if gaps[0] > 0 else "little"
        return Finding(f"{size} too {side}", f"The result is always {size} too {side}.")
    return None


def another_question(evidence: Evidence) -> Finding | None:
    """Look for the right answer to a slightly different question."""
    names = list(evidence.exercise.parts)
    variant = evidence.variant(names) if evidence.is_compared else None
    return Finding(variant.name, variant.text) if variant else None


def scaled_mistake(evidence: Evidence) -> Finding | None:
    """Look for a known mistake with a sign, a 2 or an n besides, in all parts or in some."""
    if not evidence.is_compared:
        return None
    names = list(evidence.exercise.parts)
    for row, outcomes in evidence.rows:
        factors = {name: factor(evidence, name, outcomes) for name in names}
        known = {name: one for name, one in factors.items() if one and one.constant in NAMED}
        if len(known) < len(names):
            continue
        scaled = {name: one for name, one in known.items() if one != (1, 0, 0)}
        one = next(iter(scaled.values()), None)
        if one is None or len(set(scaled.values())) > 1:
            continue
        parts = "" if len(scaled) == len(names) else " and ".join(f"`{name}`" for name in scaled)
        text = f"{row.message} {besides(one, parts)}"
        return Finding(f"{row.name} + {factor_name(one)}", text)
    return None


def inexact(evidence: Evidence) -> Finding | None:
    """Look for results that are nearly right everywhere: half precision, something small added."""
    if not evidence.is_compared:
        return None
    pairs = list(zip(evidence.outcomes, evidence.right, strict=True))
    if all(close(own.parts[n], right.parts[n], 0.01) for own, right in pairs for n in right.parts):
        text = (
            "It is right within one percent, but not exact. Is a number rounded, or is something "
            "small added?"
        )
        return Finding("inexact", text)
    return None
