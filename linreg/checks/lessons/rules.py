"""Laws that right answers share, so that a table states each of them once.

Each function here returns a `Rule` for what a lesson calls its result ("the loss", "the gradient").
The changes of the arguments that they are made of can be used by a lesson's own rules, too.
"""

from collections.abc import Callable

import numpy as np

from linreg.checks.engine.exercise import Args, Parts, Rule, names_with_rows


def _on_rows(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Args], Args]:
    """Return a change of the arguments: this one, of all that have rows."""
    return lambda args: args | {name: change(args[name]) for name in names_with_rows(args)}


rows_twice = _on_rows(lambda rows: np.concatenate([rows, rows]))  # no mean can notice
rows_reversed = _on_rows(lambda rows: rows[::-1].copy())


def perfect_fit(args: Args) -> Args:
    """Let every prediction equal its target."""
    return args | {"y_hat": args["y"].copy()}


def residuals_twice(args: Args) -> Args:
    """Move every prediction twice as far from its target: ŷ − y becomes 2 (ŷ − y)."""
    return args | {"y_hat": 2 * args["y_hat"] - args["y"]}


def zeros(parts: Parts, args: Args) -> Parts:
    """Expect 0 everywhere."""
    return {name: np.zeros_like(part) for name, part in parts.items()}


def times(factor: float) -> Callable[[Parts, Args], Parts]:
    """Expect each part of the result that many times as large."""
    return lambda parts, args: {name: factor * part for name, part in parts.items()}


def same_for_twice_the_rows(result: str, name: str = "twice the rows change the mean") -> Rule:
    """State that a mean stays the same when every row is written twice."""
    message = f"With every row written twice {result} must stay the same; yours changes."
    return Rule(name, message, rows_twice)


def same_in_any_order(result: str) -> Rule:
    """State that the order of the rows does not matter."""
    message = f"The order of the rows must not matter for {result}; in yours it does."
    return Rule("the order of the rows changes the result", message, rows_reversed)


def each_row_by_itself(result: str, part: str) -> Rule:
    """State that a row's result depends on that row only: reversed rows, reversed results."""
    return Rule(
        f"each row has its own {part}",
        f"With the rows in reverse order {result} must come in reverse order; yours do not. Each "
        "depends on its own row only.",
        rows_reversed,
        lambda parts, args: {name: value[::-1] for name, value in parts.items()},
    )


def zero_at_a_perfect_fit(result: str) -> Rule:
    """State that there is nothing left to explain where every prediction equals its target."""
    message = f"Where every prediction equals its target {result} must be 0; yours is not."
    return Rule("zero at a perfect fit", message, perfect_fit, zeros)


def twice_the_residuals(result: str, factor: int, name: str) -> Rule:
    """State how the result grows with the residuals: 2 times for a gradient, 4 for a loss."""
    words = {2: "twice", 4: "four times"}[factor]
    message = f"With residuals twice as large {result} must be {words} as large; yours is not."
    return Rule(name, message, residuals_twice, times(factor))
