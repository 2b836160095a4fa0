"""Explain an exception in a tutor's words, with the learner's own line.

Each explanation is one row: the type, a pattern of what Python says, and a sentence.
"""

import builtins
import difflib
import linecache
import re
from types import CodeType, TracebackType
from typing import Any, NamedTuple

from linreg.checks.engine import sandbox
from linreg.checks.engine.exercise import Exercise, Function
from linreg.checks.engine.sandbox import TimeLimitError

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
    "epochs": "the number of turns is called `n_iterations`",
}
NEVER_DEFINED = {
    "np": "NumPy is missing: run `import numpy as np` first",
    "numpy": "NumPy is called `np` here: run `import numpy as np` first",
    "math": "run `import math` first",
}


DEPTH = 10_000  # frames of a traceback that are looked at
_OWN_FILES = {__file__, sandbox.__file__}


class Explanation(NamedTuple):
    """A row of the table: `{0}`, `{1}` are what the pattern found."""

    type: type[BaseException]
    pattern: str
    message: str


EXPLANATIONS = (
    Explanation(
        UnboundLocalError,
        r"variable '(\w+)'",
        "`{0}` is used before it has a value; give it one first, such as `{0} = 0` before a loop",
    ),
    Explanation(
        TypeError,
        r"for \^:|bitwise_xor",
        "in Python `^` is bitwise XOR; the power is `**`",
    ),
    Explanation(
        TypeError,
        r"'([\w.]+)' object is not callable",
        "a `*` or an operator is missing before `(`",
    ),
    Explanation(
        TypeError,
        r"'NoneType'",
        "something here is None; a function called before has probably no `return`",
    ),
    Explanation(
        TypeError,
        r"only (?:length-1|size-1|0-dimensional) arrays",
        "a whole array stands where one number is needed",
    ),
    Explanation(
        TypeError,
        r"'([\w.]*float\w*|int)' object is not iterable",
        "one number has no items to visit",
    ),
    Explanation(
        TypeError,
        r"'([\w.]*float\w*|int)' object is not subscriptable|invalid index to scalar",
        "one number has no entries, so `[…]` cannot follow it",
    ),
    Explanation(
        TypeError,
        r"object of type '([\w.]*float\w*|int)' has no len",
        "one number has no length",
    ),
    Explanation(
        TypeError,
        r"cannot unpack non-iterable",
        "there is one value where several are unpacked",
    ),
    Explanation(
        TypeError,
        r"missing \d+ required .*argument",
        "an argument is missing in this call: {text}",
    ),
    Explanation(
        TypeError,
        r"unexpected keyword argument '(\w+)'",
        "the function called here has no argument `{0}`",
    ),
    Explanation(
        TypeError,
        r"takes .*positional arguments? but .* given",
        "too many arguments are given in this call: {text}",
    ),
    Explanation(
        TypeError,
        r"list indices must be|can't multiply sequence|for [-+*/@]+: .*'list'",
        "a list does not calculate; make it an array with `np.array(…)`",
    ),
    Explanation(TypeError, r"Cannot cast ufunc", "an array of whole numbers cannot take fractions"),
    Explanation(
        TypeError,
        r"Cannot interpret '.*' as a data type",
        "two numbers are given where NumPy needs a shape: put them in double brackets",
    ),
    Explanation(
        ValueError,
        r"matmul: Input operand (\d) does not have enough dimensions",
        "`@` needs arrays on both sides, and one of them is a single number",
    ),
    Explanation(
        ValueError,
        r"matmul: .*size (\d+) is different from (\d+)",
        "the sizes do not fit: `@` met {1} numbers on its left and {0} on its right",
    ),
    Explanation(
        ValueError,
        r"shapes (\(.*?\)) and (\(.*?\)) not aligned",
        "the shapes {0} and {1} do not fit: the last size of the first must equal "
        "the first size of the second",
    ),
    Explanation(
        ValueError,
        r"(?:could not be broadcast together|non-broadcastable|broadcast input array).*?"
        r"(\([\d, ]*\)).*?(\([\d, ]*\))",
        "arrays of shape {0} and {1} do not go together row by row",
    ),
    Explanation(
        ValueError,
        r"setting an array element with a sequence",
        "a whole array is put where one number fits",
    ),
    Explanation(
        ValueError,
        r"truth value of an array",
        "a whole array stands where one yes or no is needed",
    ),
    Explanation(
        ValueError,
        r"cannot reshape array of size (\d+) into shape (\(.*?\))",
        "{0} numbers do not fill the shape {1}",
    ),
    Explanation(ValueError, r"not enough values to unpack|too many values to unpack", "{text}"),
    Explanation(
        IndexError,
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        "there is no number {0}: with {1} entries they are counted from 0 to one less than {1}",
    ),
    Explanation(
        ValueError,
        r"axis (\d+) is out of bounds for array of dimension (\d+)",
        "there is no axis {0}: they are counted from 0, and this array has {1} of them",
    ),
    Explanation(
        IndexError,
        r"too many indices",
        "there are more indices in `[…]` than the array has dimensions",
    ),
    Explanation(IndexError, r"out of range", "the list is shorter than this index"),
    Explanation(IndexError, r"only integers, slices", "an index must be a whole number"),
    Explanation(
        AttributeError,
        r"module '(\w+)' has no attribute '(\w+)'",
        "`{0}` has nothing called `{1}`",
    ),
    Explanation(
        AttributeError,
        r"'([\w.]+)' object has no attribute '(\w+)'",
        "this value, of type {0}, has nothing called `{1}`",
    ),
    Explanation(ZeroDivisionError, r"", "here something is divided by zero"),
    Explanation(
        RecursionError, r"", "the function calls itself without an end, under this or another name"
    ),
    Explanation(MemoryError, r"", "this needs more memory than there is: look at the shapes"),
    Explanation(
        SystemExit, r"", "the function ends the whole program; give the result back with `return`"
    ),
    Explanation(KeyboardInterrupt, r"", "the function was interrupted"),
    Explanation(AssertionError, r"", "an `assert` of yours failed {text}"),
    Explanation(
        RuntimeError, r"input\(\) waits", "`input` waits for an answer; use the arguments instead"
    ),
)


def explain(error: BaseException, function: Function, exercise: Exercise) -> str:
    """Return where it happened, in the learner's code, and what it means."""
    code = getattr(function, "__code__", None)
    place = _place(error, code)
    if isinstance(error, TimeLimitError):
        where = f" ({place})" if place else ""
        return f"Stopped after 2 seconds{where}: does a loop never end?"
    meaning = _meaning(error, function, exercise)
    end = "" if meaning.endswith("?") else "."
    if not place:
        return f"Calling it raised {type(error).__name__}: {meaning}{end}"
    return f"{place[0].upper()}{place[1:]}: {meaning}{end}"


def is_unfinished(error: BaseException) -> bool:
    """Return whether it failed because a `...` of the stub is still there."""
    if isinstance(error, NotImplementedError) or re.search("'?ellipsis'", said(error)):
        return True
    traceback, unfinished = error.__traceback__, False
    for _ in range(DEPTH):
        if traceback is None:
            break
        frame = traceback.tb_frame
        if frame.f_code.co_filename not in _OWN_FILES:
            unfinished = any(value is ... for value in frame.f_locals.values())
        if unfinished:
            break
        traceback = traceback.tb_next
    return unfinished


def said(error: BaseException) -> str:
    """Return what the exception says, in one line."""
    try:
        return " ".join(str(error).split())
    except Exception:
        return ""


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _place(error: BaseException, code: CodeType | None) -> str:
    """Return `line 3: `return X @ w``: the innermost line in the learner's own file."""
    traceback: TracebackType | None = error.__traceback__
    number = 0
    for _ in range(DEPTH):
        if traceback is None or code is None:
            break
        if traceback.tb_frame.f_code.co_filename == code.co_filename:
            number = traceback.tb_lineno
        traceback = traceback.tb_next
    if not number or code is None:
        return ""
    source = linecache.getline(code.co_filename, number).strip()
    if not source:
        return f"line {number}"
    return f"line {number}: `{_short(source, 80)}`"


def _meaning(error: BaseException, function: Function, exercise: Exercise) -> str:
    text = said(error)
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        return _undefined(error, function, exercise)
    for row in EXPLANATIONS:
        found = re.search(row.pattern, text)
        if isinstance(error, row.type) and found:
            values: tuple[Any, ...] = tuple(found.groups())
            return row.message.format(*values, text=_short(text, 120)).strip()
    return (
        f"{type(error).__name__}, {_short(text.rstrip('.'), 120)}"
        if text
        else f"{type(error).__name__} was raised"
    )


def _undefined(error: NameError, function: Function, exercise: Exercise) -> str:
    found = re.search(r"name '(\w+)'", said(error))
    name = error.name or (found[1] if found else "a name")
    code = getattr(function, "__code__", None)
    known = list(code.co_varnames) if code is not None else list(exercise.parameters)
    if name in NEVER_DEFINED:
        return f"`{name}` is not defined; {NEVER_DEFINED[name]}"
    if name in OTHER_NAMES and re.findall(r"`(\w+)`", OTHER_NAMES[name])[0] in known:
        return f"`{name}` is not defined; {OTHER_NAMES[name]}"
    same = [other for other in known if other.lower() == name.lower()]
    close = same or difflib.get_close_matches(name, [*known, *dir(builtins)], n=1)
    return f"`{name}` is not defined" + (f"; do you mean `{close[0]}`?" if close else "")
