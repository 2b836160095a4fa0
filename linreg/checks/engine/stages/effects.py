"""Arguments and rows that have no effect, and arguments that are overwritten."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from linreg.checks.engine.calls import call_once, same
from linreg.checks.engine.evidence import Evidence, Finding, right_result, trusted
from linreg.checks.engine.exercise import Args, names_with_rows
from linreg.checks.engine.show import listed

# Which row, and whether it alone counts; else it is the one that does not. That all others are dead
# says more.
CLAIMS = [("first", True), ("last", True), ("first", False), ("last", False)]


def changed_arguments(evidence: Evidence) -> Finding | None:
    """Look for arguments that are overwritten before the result is wrong."""
    if not evidence.changed:
        return None
    name = evidence.changed[0]
    text = (
        f"`{name}` is not the same after the call as before: it was changed in place, and "
        "what is computed after that sees the new numbers. Make a new array."
    )
    return Finding(f"changes {name}", text)


def from_outside(evidence: Evidence) -> Finding | None:
    """Look for data of the notebook in the place of arguments, and for arguments never read."""
    unread, outer = not_read(evidence), outer_sentence(evidence)
    if unread:
        text = f"{_never_used(unread)} {outer}".strip()
        return Finding("outer variable" if outer else f"ignores {next(iter(unread))}", text)
    return Finding("outer variable", outer) if outer else None


def not_read(evidence: Evidence) -> dict[str, str]:
    """Return the arguments that are never read, and what the learner calls them."""
    own = dict(zip(evidence.exercise.parameters, evidence.callee.parameters or (), strict=False))
    return {name: f"`{one.name}`" for name, one in own.items() if not one.is_read}


def _never_used(unread: dict[str, str]) -> str:
    """Return a sentence on the arguments that are never read, if there are any."""
    verb = "is" if len(unread) == 1 else "are"
    return f"{listed(unread.values())} {verb} never used." if unread else ""


def outer_sentence(evidence: Evidence) -> str:
    """Return what is to be said of data that the answer reads from the notebook, if it does."""
    outer = listed(f"`{name}`" for name in evidence.callee.outer_variables)
    return outer and (
        f"Your function reads {outer} from outside: those are one notebook's numbers, and the "
        f"arguments may be others. {_instead(evidence)}"
    )


def _instead(evidence: Evidence) -> str:
    """Return what takes the place of data that is read from the notebook."""
    if evidence.exercise.model:
        return "The model's own are `self.W` and `self.b`, and `X` is an argument of `forward`."
    return "Use the arguments."


def arguments_without_effect(evidence: Evidence) -> Finding | None:
    """Look for an argument that may be anything."""
    rng = np.random.default_rng(3)
    vital = evidence.exercise.vital or evidence.exercise.parameters
    ignored = [name for name in vital if not _matters(evidence, _changes(evidence, name, rng))]
    if not ignored:
        return None
    names = listed(f"`{name}`" for name in ignored)
    text = f"{names} may be anything, the result stays the same"
    if outer := evidence.callee.outer_variables:
        text += f": your function reads `{outer[0]}` from outside. {_instead(evidence)}"
        return Finding("outer variable", text)
    unread = not_read(evidence)
    text += f". Every argument must matter. {_never_used(unread)}".rstrip()
    if read := [name for name in ignored if name not in unread]:
        text += f" Where is `{read[0]}` used? Does a line give it another value?"
    return Finding(f"ignores {ignored[0]}", text)


def _changes(evidence: Evidence, name: str, rng: np.random.Generator) -> Iterator[tuple[int, Args]]:
    """Return each case with other values of an argument, little ones, large ones, signs."""
    for i, args in enumerate(evidence.cases):
        value = args[name]
        others: list[Any] = []
        if isinstance(value, float | np.ndarray):
            # Little changes show a slope, large ones get past a threshold, a sign past an `abs`.
            # The right answer refuses what makes no sense, such as a negative rate.
            others = [-value, *(value * rng.uniform(0.5, top, np.shape(value)) for top in (1, 3))]
            others += [value + s * rng.standard_normal(np.shape(value)) for s in (0.1, 30)]
        elif type(value) is int:  # no seed
            others = [value + 1]
        yield from ((i, args | {name: other}) for other in others)


def _matters(evidence: Evidence, changes: Iterable[tuple[int, Args]]) -> bool:
    """Return whether some change of a case has an effect, or whether none says anything.

    A call that raises or gives no finite number says nothing.
    """
    exercise, without_effect = evidence.exercise, False
    for i, args in changes:
        # Only where the right answer moves can something be missed in this one.
        right = call_once(trusted(exercise.reference), exercise, args)
        if right.trouble or same(right, right_result(exercise, i), 1e-5):
            continue
        own, after = evidence.results[i], evidence.call(args)
        if after.is_finite and own.is_finite:
            if not same(after, own, 1e-9):
                return True
            without_effect = True
    return not without_effect  # without a word nothing is claimed


def rows_without_effect(evidence: Evidence) -> Finding | None:
    """Look for a row that does not count, first or last."""
    for name in names_with_rows(evidence.cases[0]):
        if claims := _true_claims(evidence, name):
            return _rows_found(name, *claims[0])
    return None


def _true_claims(evidence: Evidence, name: str) -> list[tuple[str, bool]]:
    """Return the claims that hold in every case: most answers are done with the smallest."""
    held = CLAIMS
    for i, args in enumerate(evidence.cases):
        n = len(args[name])
        if held and n > 1:
            rows = {0, 1, n // 2, n - 2, n - 1}  # all, if there are no more than five
            alive = {row for row in rows if _matters(evidence, _moved(evidence, i, name, row))}
            held = [claim for claim in held if _holds(*claim, alive, n)]
    return held


def _moved(evidence: Evidence, i: int, name: str, row: int) -> Iterator[tuple[int, Args]]:
    """Return a case with one row moved: a little, and at random."""
    rng = np.random.default_rng(row)
    for size in (1.5, rng.normal(0, 3), rng.normal(0, 30)):
        changed = evidence.cases[i][name].copy()
        changed[row] += size
        yield i, evidence.cases[i] | {name: changed}


def _holds(which: str, is_only: bool, alive: set[int], n: int) -> bool:
    """Return whether a claim is true of n rows, of which these have an effect."""
    row = 0 if which == "first" else n - 1
    return alive == {row} if is_only else row not in alive


def _rows_found(name: str, which: str, is_only: bool) -> Finding:
    if is_only:
        text = (
            f"Change `{name}` in any other row and nothing moves: only the {which} row counts. "
            "Is a `return` inside the loop, or an `=` where a sum should grow?"
        )
        return Finding(f"only the {which} row counts", text)
    text = f"Change `{name}` in the {which} row and nothing moves: that row is left out."
    return Finding(f"{which} row left out", text)
