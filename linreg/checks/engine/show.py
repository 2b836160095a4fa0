"""Write arguments and results as a learner would type them."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Args, Curve, Example, Parts, Seed


def make_example(args: Args, own: Parts, right: Parts) -> Example:
    """Return inputs and both results, with as many digits as it takes to see the difference."""
    inputs = ", ".join(f"{name} = {show(value)}" for name, value in args.items())
    for digits in (4, 6, 9):  # the fewest that tell them apart
        yours, needed = show_parts(own, digits), show_parts(right, digits)
        if yours != needed:
            break
    return Example(inputs, yours, needed)


def show_sizes(args: Args) -> str:
    """Return the sizes of a case: the shapes of its arrays, and its counts.

    A case of numbers alone has no sizes: of that the numbers are shown.
    """
    texts = []
    for name, value in args.items():
        if isinstance(value, np.ndarray):
            texts.append(f"`{name}` of shape {value.shape}")
        elif type(value) is int:  # no seed
            texts.append(f"`{name}` = {value}")
    if not texts:
        texts = [f"`{name}` = {show(value)}" for name, value in args.items()]
    return listed(texts)


def listed(words: Iterable[str]) -> str:
    """Return `a`, `b` and `c`."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def show_parts(parts: Parts, digits: int) -> str:
    """Return the numbers, each with its name if there are several."""
    if len(parts) == 1:
        return show(next(iter(parts.values())), digits)
    return ", ".join(f"{name} = {show(part, digits)}" for name, part in parts.items())


def show(value: Any, digits: int = 4) -> str:
    """Return a value as a learner would type it, in a few digits."""
    if isinstance(value, Seed):
        return f"np.random.default_rng({int(value)})"
    if isinstance(value, Curve):
        return value.text
    if isinstance(value, np.ndarray) and value.ndim:
        rows = [show(row, digits) for row in value[:8]]
        return f"[{', '.join(rows)}{', …' if len(value) > 8 else ''}]"
    # Rounding errors would read as numbers, and 1e+05 as another one than 100000.
    number = 0.0 if abs(value) < 1e-12 else float(value)
    text = f"{number:.{digits}g}"
    if "e" in text and abs(number) < 10**6 and number == round(number):
        text = f"{number:.0f}"
    return text
