"""Wrong numbers that are near the right ones: known mistakes, multiples, other questions.

`REASONS` lists what is looked for, in this order: once for all parts of the result together, for
one reason is likelier than one for each, and then for each wrong part by itself.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from linreg.checks.engine.calls import Outcome, call_once, close
from linreg.checks.engine.evidence import Evidence, Finding, Outcomes, trusted
from linreg.checks.engine.exercise import Array, Mistake
from linreg.checks.engine.factors import NAMED, Factor, common_factor
from linreg.checks.engine.show import listed, show
from linreg.checks.engine.stages.effects import not_read, outer_sentence
from linreg.checks.engine.unusual import TOLERANCE, fresh_case
from linreg.checks.engine.variants import variants
from linreg.checks.tables.near_misses import TRANSFORMS

Reason = tuple[str, str] | None  # a name, and a sentence


def known_mistake(evidence: Evidence) -> Finding | None:
    """Look the answer up in the table, first with its side effects, then without them."""
    if row := evidence.same_row:
        return Finding(row.name, row.message)
    for row in evidence.exercise.mistakes:
        if any(map(evidence.does_as, row.functions)):
            return Finding(row.name, row.message + _changes(evidence))
    return None


def explained(evidence: Evidence) -> Finding | None:
    """Look for one reason for the whole result, or for a reason for each wrong part."""
    names, wrong = list(evidence.exercise.parts), evidence.wrong_parts
    if not evidence.is_compared:
        return None
    # One reason for all parts is likelier than one for each, and shorter.
    whole = _reason(evidence, names) if wrong == names else None
    found = [whole] if whole else [_reason(evidence, [name]) for name in wrong]
    reasons = [one for one in found if one]
    if len(reasons) < len(found):
        return None
    # Two parts may be wrong for the same reason, which is said once.
    name = " + ".join(dict.fromkeys(name for name, _ in reasons))
    text = " ".join(dict.fromkeys(text for _, text in reasons))
    return Finding(name, text + _besides(evidence))


def _besides(evidence: Evidence) -> str:
    """Return what else is to be said: which parts are right, and what is overwritten."""
    right = [f"`{name}`" for name in _right_parts(evidence)]
    text = f" {listed(right)} {'is' if len(right) == 1 else 'are'} right." if right else ""
    return text + _changes(evidence)


def _right_parts(evidence: Evidence) -> list[str]:
    """Return the parts that are right, also with many rows: the first ten may be all that count."""
    exercise, wrong = evidence.exercise, evidence.wrong_parts
    found = [name for name in exercise.parts if name not in wrong]
    if not found:
        return []
    args = fresh_case(exercise.probes[0], np.random.default_rng(3), "many rows")
    own, right = evidence.call(args), call_once(trusted(exercise.reference), exercise, args)
    known = own.parts.keys() & right.parts.keys()
    return [n for n in found if n in known and close(own.parts[n], right.parts[n], TOLERANCE)]


def _changes(evidence: Evidence) -> str:
    return "".join(f" And `{name}` is changed in place." for name in evidence.changed)


def _reason(evidence: Evidence, names: list[str]) -> Reason:
    """Return the first reason why these parts are as they are: all parts, or one of several."""
    subject = "" if len(names) == len(evidence.exercise.parts) else names[0]
    for find in REASONS:
        if found := find(evidence, names):
            name, text = found
            if subject and f"`{subject}`" not in text:
                text = f"`{subject}`: {text}"
            # A row's name is told as it stands in the table, so that its concept is found.
            is_row = any(name.startswith(row.name) for row in evidence.exercise.mistakes)
            return name if is_row or not subject else f"{subject}: {name}", text
    return None


def multiple(evidence: Evidence, names: list[str]) -> Reason:
    """Look for a multiple or a sign of the right answer, the same in all these parts."""
    factors = {_factor(evidence, name, evidence.right) for name in names}
    factor = factors.pop()
    if factor is None or factors:
        return None
    if factor.is_typed and (outer := evidence.callee.outer_variables):
        return "outer variable", (
            "It is right for one number of rows only: your function reads "
            f"`{outer[0]}` from outside. Take the number of rows from the arguments."
        )
    if factor.constant not in NAMED and evidence.callee.outer_variables:
        return "outer variable", outer_sentence(evidence)
    if factor == (1, 0, 0) and (rounded := transformed(evidence, names)):
        return rounded
    whole = len(names) == len(evidence.exercise.parts)
    name, text = factor.told("Your result" if whole else f"`{names[0]}`")
    # An `n` of the notebook may have been 2 or 4, so that the factor has a name of its own.
    read = outer_sentence(evidence) if factor.i or factor.j else ""
    return name, f"{text} {read}".strip()


def _factor(evidence: Evidence, name: str, others: Iterable[Outcome]) -> Factor | None:
    """Return the factor if this part is always that many times the others'."""
    mine = [outcome.parts[name] for outcome in evidence.outcomes]
    nothing = np.asarray(np.nan)  # which no number is a multiple of
    theirs = (nothing if other.trouble else other.parts[name] for other in others)
    return common_factor(mine, theirs, evidence.cases, evidence.exercise.tolerance)


def known_part(evidence: Evidence, names: list[str]) -> Reason:
    """Look for a row of the table that has these parts as they are."""
    for row, outcomes in _rows(evidence, names):
        if all(evidence.same_part(name, evidence.outcomes, outcomes) for name in names):
            return row.name, row.message
    return None


def scaled_row(evidence: Evidence, names: list[str]) -> Reason:
    """Look for a row of the table with a sign, a 2 or an n besides, in all parts or in some."""
    for row, outcomes in _rows(evidence, names):
        if row.alone:
            continue
        factors = {name: _factor(evidence, name, outcomes) for name in names}
        scaled = {name: factor for name, factor in factors.items() if factor != (1, 0, 0)}
        factor, *others = set(scaled.values()) or [None]
        # Other constants would fit by chance sooner or later.
        if factor is None or others or factor.constant not in NAMED:
            continue
        if any(evidence.same_part(name, outcomes, evidence.right) for name in scaled):
            continue  # its message may call this part right
        if any(_undoes(factor, _factor(evidence, name, evidence.right)) for name in scaled):
            continue  # each part by itself says more
        whole = len(scaled) == len(evidence.exercise.parts)
        name, text = factor.besides("" if whole else listed(f"`{name}`" for name in scaled))
        return f"{row.name} + {name}", f"{row.message} {text}"
    return None


def _undoes(besides: Factor, of_right: Factor | None) -> bool:
    """Return whether what comes on top of a row takes its sign or its 2 away again."""
    top, left = besides.constant, of_right.constant if of_right else 0.0
    return top < 0 < left or (abs(left) == 1 and abs(top) != 1)


def _rows(evidence: Evidence, names: list[str]) -> Iterator[tuple[Mistake, Outcomes]]:
    """Return the rows that can speak of these parts: in which all others are right."""
    right = evidence.right
    others = [name for name in evidence.exercise.parts if name not in names]
    for row, outcomes in evidence.rows:
        speaks_of_others = any(f"`{other}`" in row.message for other in others)
        if not speaks_of_others and all(evidence.same_part(o, outcomes, right) for o in others):
            yield row, outcomes


def _with_the_right(evidence: Evidence, names: list[str]) -> list[tuple[Array, Array]]:
    """Return these parts of every case, each with the right one."""
    return [(own.parts[n], right.parts[n]) for own, right in evidence.pairs for n in names]


def transformed(evidence: Evidence, names: list[str]) -> Reason:
    """Look for the right answer rounded, reversed, cut, or put through a function."""
    parts, tolerance = _with_the_right(evidence, names), evidence.exercise.tolerance
    for transform in TRANSFORMS:
        if all(close(own, transform.apply(right), tolerance) for own, right in parts):
            return transform.name, transform.text
    return None


def offset(evidence: Evidence, names: list[str]) -> Reason:
    """Look for the right answer plus a constant."""
    # The same gap in every entry of every case.
    gaps = np.concatenate([np.ravel(a - b) for a, b in _with_the_right(evidence, names)])
    if np.isfinite(gaps).all() and np.ptp(gaps) <= 1e-9 * np.max(np.abs(gaps)):
        size, side = show(abs(gaps[0])), "much" if gaps[0] > 0 else "little"
        text = f"The result is always {size} too {side}. {outer_sentence(evidence)}"
        return f"{size} too {side}", text.strip()
    return None


def another_question(evidence: Evidence, names: list[str]) -> Reason:
    """Look for the right answer to a slightly different question."""
    unread = not_read(evidence)
    for variant in variants(evidence.exercise):
        if variant.written not in unread and evidence.matches(variant, names):
            outer = outer_sentence(evidence)  # a number of the notebook may have been 1
            return variant.name, f"{variant.text} {outer}".strip()
    return None


REASONS = (known_part, multiple, transformed, offset, another_question, scaled_row)


def known_inside(evidence: Evidence) -> Finding | None:
    """Look for a mistake of an earlier exercise that is made inside of this one."""
    rows = evidence.exercise.inside
    found = [row for row in rows if any(map(evidence.does_as, row.functions))]
    if not found:
        return None
    # `W` may be moved by `db` in the gradient or in the update: both show as the same numbers.
    text = " Or: ".join(row.message for row in found[:2])
    return Finding(found[0].name, text + _besides(evidence))


def inexact(evidence: Evidence) -> Finding | None:
    """Look for results that are nearly right everywhere: half precision, something small added."""
    if not evidence.is_compared:
        return None
    parts = _with_the_right(evidence, list(evidence.exercise.parts))
    if not all(close(own, right, 0.01) for own, right in parts):
        return None
    text = (
        "It is right within one percent, but not exact. Is a number rounded, something small "
        "added, or something stopped too early?"
    )
    return Finding("inexact", text)
