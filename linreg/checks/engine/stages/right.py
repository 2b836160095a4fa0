"""Where the numbers are right: side effects, chance, cases that nobody could know, remarks."""

from typing import Any

import numpy as np

from linreg.checks.engine.calls import call_once, close, same
from linreg.checks.engine.evidence import Evidence, Finding, TooLateError, trusted
from linreg.checks.engine.exercise import ROWS, Args, Parts, Stop, names_with_rows
from linreg.checks.engine.show import show_sizes

KINDS = ("usual", "many rows", "zeros", "large numbers")
FRESH = 3 * len(KINDS)  # cases
FRESH_TOLERANCE = 1e-3  # random cases may be ill-conditioned
HEIGHTS = ("x", "y", "y_hat", "W", "b", "w", "dW", "db")
COLUMNS = ("X", "W", "dW", "p", "row", "mean", "std")  # arguments with one entry per column


def changes_arguments(evidence: Evidence) -> Finding | None:
    """Look for right numbers with arguments that are overwritten on the way."""
    if not evidence.is_right or not evidence.changed:
        return None
    if row := evidence.same_row:
        return Finding(row.name, row.message, example=False)
    name = evidence.changed[0]
    text = (
        f"The numbers are right, but `{name}` is another after the call than before: "
        "it was changed in place. Make a new array, and leave the caller's alone."
    )
    return Finding(f"changes {name}", text, example=False)


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
                "from the arguments alone: not from chance, and not from a list or number "
                "outside the function that earlier calls changed."
            )
            return Finding("same call, another result", text, example=False)
    return None


def wrong_on_fresh_cases(evidence: Evidence) -> Finding | None:
    """Ask about random cases that no list of answers can know; a seed makes them repeatable."""
    if not evidence.is_right or not evidence.is_compared:
        return None
    exercise, rng = evidence.exercise, np.random.default_rng([evidence.seed, 9])
    functions = [trusted(f) for f in (exercise.reference, *exercise.also_right)]
    for k in range(FRESH):
        # Each kind meets other probes.
        kind = KINDS[(k + k // len(KINDS)) % len(KINDS)]
        args = fresh_case(exercise.probes[k % len(exercise.probes)], rng, kind)
        right = [call_once(function, exercise, args) for function in functions]
        if not all(outcome.is_finite and not _explodes(outcome.parts, args) for outcome in right):
            continue  # no answer there, or one that rounding decides: a run that diverges
        own = evidence.call(args)
        if own.trouble or not any(_alike(own.parts, other.parts) for other in right):
            text = (
                "It is right for all the usual cases, but not for others, such as one with "
                f"{_seen_in(args)}{show_sizes(args)}. Are results typed in, or is a case treated "
                "by itself?"
            )
            return Finding("right for known cases only", text, example=False)
    return None


def fresh_case(probe: Args, rng: np.random.Generator, kind: str = "usual") -> Args:
    """Draw rows and columns of a probe anew, with other numbers in them."""
    n = max((len(probe[name]) for name in names_with_rows(probe)), default=1)
    d = max((probe[name].shape[-1] for name in COLUMNS if name in probe), default=1)
    size = rng.integers(120, 160) if kind == "many rows" else n + rng.integers(0, 4)
    rows = rng.integers(0, n, size)
    columns = rng.integers(0, d, d + rng.integers(0, 2))
    fresh = {name: _fresh_value(name, value, rows, columns, rng) for name, value in probe.items()}
    heights = [name for name in HEIGHTS if name in fresh]
    if kind == "zeros":
        for name in heights:
            value = fresh[name] * (rng.random(np.shape(fresh[name])) < 0.7)
            fresh[name] = float(value) if isinstance(fresh[name], float) else value
    if kind == "large numbers" and not any(map(callable, fresh.values())):
        # Heights may be of any size, but of features the rate must know.
        fresh |= {name: 1e4 * fresh[name] for name in heights}
    return fresh


def _fresh_value(name: str, value: Any, rows: Any, columns: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, float):
        return float(value * rng.uniform(0.5, 1.2))
    if not isinstance(value, np.ndarray):
        return value
    if name in ROWS:
        value = value[rows]
    if name in COLUMNS:
        value = value[..., columns]
    spread = np.std(value) if value.size > 1 else 1.0
    fresh = value + 0.7 * (spread + 0.1) * rng.standard_normal(value.shape)
    return np.abs(fresh) if name == "std" else fresh


def _numbers(args: Args) -> Any:
    values = [value for value in args.values() if isinstance(value, (float, np.ndarray))]
    return np.concatenate([[], *map(np.ravel, values)])


def _seen_in(args: Args) -> str:
    """Return what is special about a case, for a sentence."""
    numbers = _numbers(args)
    if max((len(args[name]) for name in names_with_rows(args)), default=0) >= 100:
        return "many rows: "
    if np.any(numbers == 0):
        return "zeros among its numbers: "
    return "large numbers: " if np.max(np.abs(numbers), initial=0) >= 1000 else ""


def _explodes(parts: Parts, args: Args) -> bool:
    most = 1e6 * np.max(np.abs(_numbers(args)), initial=1.0) ** 2
    return any(np.max(np.abs(part), initial=0.0) > most for part in parts.values())


def _alike(own: Parts, right: Parts) -> bool:
    return all(close(own[name], right[name], FRESH_TOLERANCE) for name in right)


def correct(evidence: Evidence) -> Finding | None:
    """Say that it is right, and what it does other than the exercise asked."""
    if not evidence.is_right:
        return None
    exercise, args = evidence.exercise, evidence.cases[-1]

    def call(**changes: Any) -> Parts:
        outcome = evidence.call_once(args | changes)
        if outcome.trouble:
            raise Stop(outcome)
        return outcome.parts

    try:
        found = [one for one in exercise.remarks if one.applies(call, args, evidence.callee)]
    except (Stop, TooLateError):
        found = []  # a remark is no reason to doubt a right answer
    remark = " ".join(one.text for one in found) or None
    text = f"is correct. {remark}" if remark else "is correct"
    return Finding(None, text, example=False, state="correct", remark=remark)
