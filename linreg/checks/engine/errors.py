"""Explain an exception in a tutor's words, with the learner's own line.

Each explanation is one row: the type, a pattern of what Python says, and a sentence.
"""

import difflib
import re
from typing import NamedTuple

from linreg.checks.engine.exercise import Exercise
from linreg.checks.engine.inside import Failure

# What learners call the things that the course calls otherwise.
OTHER_NAMES = {
    "w": "the weights are called `W`",
    "weights": "the weights are called `W`",
    "weight": "the weights are called `W`",
    "x": "the features are called `X`",
    "features": "the features are called `X`",
    "Y": "the targets are called `y`",
    "y_true": "the targets are called `y`",
    "targets": "the targets are called `y`",
    "B": "the bias is called `b`",
    "bias": "the bias is called `b`",
    "y_pred": "the predictions are called `y_hat`",
    "yhat": "the predictions are called `y_hat`",
    "predictions": "the predictions are called `y_hat`",
    "dw": "the gradient of the weights is called `dW`",
    "lr": "the learning rate is called `learning_rate`",
    "eta": "the learning rate is called `learning_rate`",
    "alpha": "the learning rate is called `learning_rate`",
    "rate": "the learning rate is called `learning_rate`",
    "step_size": "the learning rate is called `learning_rate`",
    "epochs": "the number of turns is called `n_iterations`",
    "n_iter": "the number of turns is called `n_iterations`",
    "iterations": "the number of turns is called `n_iterations`",
    "h": "the width of the step is called `step`",
    "eps": "the width of the step is called `step`",
    "epsilon": "the width of the step is called `step`",
    "h_step": "the width of the step is called `step`",
    "sigma": "the standard deviation of the noise is called `noise`",
    "y_bar": "compute the mean of the targets first, with `y.mean()`",
    "y_mean": "compute the mean of the targets first, with `y.mean()`",
    "mse": "that function is `mean_squared_error` in this course",
    "n": "take it from the data, such as `len(y)`",
    "m": "take it from the data, such as `len(y)`",
    "e": "compute the residuals first, prediction minus target",
    "residual": "compute the residuals first, prediction minus target",
    "residuals": "compute the residuals first, prediction minus target",
    "error": "compute the residuals first, prediction minus target",
    "errors": "compute the residuals first, prediction minus target",
}
NEVER_DEFINED = {
    "np": "NumPy is missing: run `import numpy as np` first",
    "numpy": "NumPy is called `np` here: run `import numpy as np` first",
    "math": "run `import math` first",
    "random": "draw from the generator that is given: `rng`",
    "mean": "NumPy's is `np.mean`",
    "sqrt": "NumPy's is `np.sqrt`",
    "std": "NumPy's is `np.std`",
    "zeros": "NumPy's is `np.zeros`",
    "array": "NumPy's is `np.array`",
    "dot": "NumPy's is `np.dot`; `@` is the same",
}


# What a line of the learner's suggests, if it failed because sizes or kinds do not fit.
BY_SOURCE = (
    (r"\bf\(p\[", "`f` needs the whole array `p`, with one entry moved"),
    (r"\bW @ X\b", "`X` stands on the left: each of its rows meets `W`"),
    (r"\bX \* W\b|\bW \* X\b", "`*` works entry by entry; the sum of products is `@`"),
    (r"\bX @ (?!W)", "to add up over the rows, `X` must lie on its side: `X.T`"),
    (r"\blosses \+= ", "a list takes one more number with `append`"),
)


class Explanation(NamedTuple):
    """A row of the table: `{0}`, `{1}` are what the pattern found."""

    type: str
    pattern: str
    message: str


EXPLANATIONS = (
    Explanation(
        "UnboundLocalError",
        r"variable '(\w+)'",
        "`{0}` is used before it has a value; give it one first, such as `{0} = 0` before a loop",
    ),
    Explanation(
        "TypeError",
        r"for \^:|bitwise_xor",
        "in Python `^` is bitwise XOR; the power is `**`",
    ),
    Explanation(
        "TypeError",
        r"'numpy.random.*Generator' object is not callable",
        "the generator is no function: ask it for draws, such as `rng.standard_normal(size)`",
    ),
    Explanation(
        "TypeError",
        r"'([\w.]+)' object is not callable",
        "a `*` or an operator is missing before `(`",
    ),
    Explanation(
        "TypeError",
        r"'(?:builtin_function_or_method|method|function)'",
        "something here is a function that was not called: `()` is missing behind its name",
    ),
    Explanation(
        "TypeError",
        r"type numpy.ndarray doesn't define __round__",
        "`round` takes one number; leave the digits as they are, and round when you print",
    ),
    Explanation(
        "TypeError",
        r"'NoneType'",
        "something here is None; a function called before has probably no `return`",
    ),
    Explanation(
        "TypeError",
        r"only (?:length-1|size-1|0-dimensional) arrays",
        "a whole array stands where one number is needed",
    ),
    Explanation(
        "TypeError",
        r"'([\w.]*float\w*|int)' object is not iterable",
        "one number has no items to visit",
    ),
    Explanation(
        "TypeError",
        r"'([\w.]*float\w*|int)' object is not subscriptable|invalid index to scalar",
        "one number has no entries, so `[…]` cannot follow it",
    ),
    Explanation(
        "TypeError",
        r"object of type '([\w.]*float\w*|int)' has no len",
        "one number has no length",
    ),
    Explanation(
        "TypeError",
        r"cannot unpack non-iterable",
        "there is one value where several are unpacked",
    ),
    Explanation(
        "TypeError",
        r"missing \d+ required .*argument",
        "an argument is missing in this call: {text}",
    ),
    Explanation(
        "TypeError",
        r"unexpected keyword argument '(\w+)'",
        "the function called here has no argument `{0}`",
    ),
    Explanation(
        "TypeError",
        r"takes .*positional arguments? but .* given",
        "too many arguments are given in this call: {text}",
    ),
    Explanation(
        "TypeError",
        r"list indices must be|can't multiply sequence|for [-+*/@]+=?: .*'list'|"
        r"can only concatenate list|'(?:[\w.]*float\w*|int)' object is not iterable.*list",
        "a list does not calculate; make it an array with `np.array(…)`",
    ),
    Explanation(
        "TypeError", r"Cannot cast ufunc", "an array of whole numbers cannot take fractions"
    ),
    Explanation(
        "TypeError",
        r"Cannot interpret '.*' as a data type",
        "two numbers are given where NumPy needs a shape: put them in double brackets",
    ),
    Explanation(
        "ValueError",
        r"matmul: Input operand (\d) does not have enough dimensions",
        "`@` needs arrays on both sides, and one of them is a single number",
    ),
    Explanation(
        "ValueError",
        r"matmul: .*size (\d+) is different from (\d+)",
        "the sizes do not fit: `@` met {1} numbers on its left and {0} on its right",
    ),
    Explanation(
        "ValueError",
        r"shapes (\(.*?\)) and (\(.*?\)) not aligned",
        "the shapes {0} and {1} do not fit: the last size of the first must equal "
        "the first size of the second",
    ),
    Explanation(
        "ValueError",
        r"(?:could not be broadcast together|non-broadcastable|broadcast input array).*?"
        r"(\([\d, ]*\)).*?(\([\d, ]*\))",
        "arrays of shape {0} and {1} do not go together row by row",
    ),
    Explanation(
        "ValueError",
        r"setting an array element with a sequence",
        "a whole array is put where one number fits",
    ),
    Explanation(
        "ValueError",
        r"truth value of an array",
        "a whole array stands where one yes or no is needed",
    ),
    Explanation(
        "ValueError",
        r"cannot reshape array of size (\d+) into shape (\(.*?\))",
        "{0} numbers do not fill the shape {1}",
    ),
    Explanation(
        "ValueError",
        r"(?:not enough|too many) values to unpack",
        "there are not as many names on the left of `=` as values on its right ({text})",
    ),
    Explanation(
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        "there is no number {0}: counting starts at 0, and there are only {1} in all",
    ),
    Explanation(
        "ValueError",
        r"axis (\d+) is out of bounds for array of dimension (\d+)",
        "there is no axis {0}: they are counted from 0, and this array has {1} of them",
    ),
    Explanation(
        "IndexError",
        r"too many indices",
        "there are more indices in `[…]` than the array has dimensions",
    ),
    Explanation("IndexError", r"out of range", "the list is shorter than this index"),
    Explanation("IndexError", r"only integers, slices", "an index must be a whole number"),
    Explanation(
        "AttributeError",
        r"'NoneType' object has no attribute 'append'",
        "the list is gone: `append` changes the list and returns None, so write it without `=`",
    ),
    Explanation(
        "AttributeError",
        r"module '(\w+)' has no attribute '(\w+)'",
        "`{0}` has nothing called `{1}`",
    ),
    Explanation(
        "AttributeError",
        r"'([\w.]+)' object has no attribute '(\w+)'",
        "this value, of type {0}, has nothing called `{1}`",
    ),
    Explanation("ZeroDivisionError", r"", "here something is divided by zero"),
    Explanation(
        "RecursionError",
        r"",
        "the function calls itself without an end, under this or another name",
    ),
    Explanation("MemoryError", r"", "this needs more memory than there is: look at the shapes"),
    Explanation(
        "SystemExit", r"", "the function ends the whole program; give the result back with `return`"
    ),
    Explanation("KeyboardInterrupt", r"", "the function was interrupted"),
    Explanation("AssertionError", r"", "an `assert` of yours failed {text}"),
    Explanation(
        "RuntimeError", r"input\(\) waits", "`input` waits for an answer; use the arguments instead"
    ),
)


def explain(failure: Failure, exercise: Exercise) -> str:
    """Return where it happened, in the learner's code, and what it means."""
    place = _place(failure)
    if failure.types[0] == "TimeLimitError":
        where = f" ({place})" if place else ""
        return f"Stopped after 2 seconds{where}: does a loop never end?"
    meaning = _meaning(failure, exercise)
    end = "" if meaning.endswith("?") else "."
    if not place:
        return f"Calling it raised {failure.types[0]}: {meaning}{end}"
    return f"{place[0].upper()}{place[1:]}: {meaning}{end}"


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _place(failure: Failure) -> str:
    """Return `line 3: `return X @ w``: the innermost line in the learner's own file."""
    if not failure.line:
        return ""
    if not failure.source:
        return f"line {failure.line}"
    return f"line {failure.line}: `{_short(failure.source, 80)}`"


def _meaning(failure: Failure, exercise: Exercise) -> str:
    kind, text = failure.types[0], failure.text
    unbound = re.search(r"variable '(\w+)'", text) if "UnboundLocalError" in failure.types else None
    if unbound and (advice := NEVER_DEFINED.get(unbound[1])):
        return f"`{unbound[1]}` is to be called and to be a number at once; {advice}"
    if "NameError" in failure.types and not unbound:
        return _undefined(failure, exercise)
    advice = _by_source(failure)
    for row in EXPLANATIONS:
        found = re.search(row.pattern, text)
        if row.type in failure.types and found:
            return row.message.format(*found.groups(), text=_short(text, 120)).strip() + advice
    return f"{kind}, {_short(text.rstrip('.'), 120)}" if text else f"{kind} was raised"


def _by_source(failure: Failure) -> str:
    """Return what the line itself suggests, where sizes or kinds do not fit."""
    if not {"ValueError", "TypeError", "IndexError"} & set(failure.types):
        return ""
    found = (advice for pattern, advice in BY_SOURCE if re.search(pattern, failure.source))
    return next((f"; {advice}" for advice in found), "")


def _undefined(failure: Failure, exercise: Exercise) -> str:
    """Say what an unknown name may be: what is certain first, a guess by spelling last."""
    found = re.search(r"name '(\w+)'", failure.text)
    name = failure.name or (found[1] if found else "a name")
    known = [*failure.names, *exercise.parameters]
    start = f"`{name}` is not defined; "
    if advice := NEVER_DEFINED.get(name):
        return start + advice
    if product := _run_together(name, known):
        return f"{start}a product needs its sign: `{product}`"
    advice = OTHER_NAMES.get(name, "")
    if advice and all(word in known for word in re.findall(r"called `(\w+)`", advice)):
        return start + advice
    same = [other for other in known if other.lower() == name.lower()]
    # One or two letters are like every other name of that length: no guess.
    close = same or (difflib.get_close_matches(name, known, n=1, cutoff=0.75) if name[2:] else [])
    return f"{start}do you mean `{close[0]}`?" if close else start.rstrip("; ")


def _run_together(name: str, known: list[str]) -> str:
    """Return `w * x` for `wx`, `X @ W` for `XW`, where both halves are names that are known."""
    for cut in range(1, len(name)):
        halves = []
        for half in (name[:cut], name[cut:]):
            alike = [one for one in known if one == half]
            alike += [one for one in known if one.lower() == half.lower()]
            halves += alike[:1]
        if len(halves) == 2:
            left, right = halves
            if "X" in halves and {"W", "e", "residual"} & set(halves):
                return f"X @ {left if right == 'X' else right}"
            return f"{left} * {right}"
    return ""
