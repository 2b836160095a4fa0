"""Call a learner's function and put what happened into plain numbers and words.

It is the only file of the engine that reads a function's code and where in it an exception came
from. It imports nothing of linreg, so that a child process can run it from its source alone.
Everything here may run code of the learner (a result's `__iter__`, an exception's `__str__`), so
the caller limits the time of `answer` as a whole.
"""

import dis
import inspect
import linecache
import re
import types
from collections.abc import Callable
from traceback import walk_tb
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

LARGE = 100_000  # entries; a larger array is known by its shape alone

KINDS = {
    "NoneType": "None",
    "module": "a module",
    "ndarray": "an array of what is no number (is it `[… for …]`, in square brackets?)",
    "generator": "a generator, which has not computed anything yet",
    "coroutine": "a coroutine, which has not computed anything yet",
}
NOT_REAL = {"b": "True or False", "c": "made of complex numbers", "U": "text", "S": "text"}
NO_METHOD_ANY_MORE = "`self.forward = …` takes the place of the method: use `return`"
# How errors name a `...` that is still in the place of a value. As an index it has other words.
UNFINISHED = re.compile("'ellipsis'|(not|type) ellipsis")
# Instructions that compute something. A body without any is a stub, whatever it returns.
COMPUTING = ("BINARY", "CALL", "COMPARE", "UNARY", "FOR_ITER", "LOAD_ATTR", "LOAD_METHOD")


class TimeLimitError(BaseException):
    """The function ran too long. No `except Exception` of the learner's catches it."""


class Value(NamedTuple):
    """A result, or one of several: numbers with a shape, or what it is instead."""

    kind: str  # "numbers", "...", or words such as "text" and "a ragged list"
    shape: tuple[int, ...] = ()
    numbers: NDArray[Any] | None = None  # None if there are too many
    items: tuple["Value", ...] | None = None  # of a tuple or a list with at most a dozen items
    is_list: bool = False  # or a tuple


class Failure(NamedTuple):
    """An exception: its classes, the nearest first, what it says, and where it came from."""

    types: tuple[str, ...]
    text: str = ""
    line: int = 0  # the innermost line in the learner's own file; 0 if there is none
    source: str = ""
    unfinished: bool = False  # a `...` of the stub was still there
    name: str = ""  # the name that is not defined, of a NameError
    names: tuple[str, ...] = ()  # the local names that are known at that place


class Reply(NamedTuple):
    """What one call gave: a value or a failure, and the arguments that it changed."""

    value: Value | None
    failure: Failure | None = None
    changed: frozenset[str] = frozenset()


class Parameter(NamedTuple):
    """One parameter of a function, as far as calling it goes."""

    name: str
    kind: str  # the name that `inspect` has for it, such as "KEYWORD_ONLY"
    optional: bool = False
    is_read: bool = True  # whether its name is read anywhere in the body


def answer(function: Callable[..., Any], arguments: dict[str, Any], keywords: set[str]) -> Reply:
    """Call the function with its arguments in order, and describe what comes back."""
    before = {name: v.copy() for name, v in arguments.items() if isinstance(v, np.ndarray)}
    positional = [value for name, value in arguments.items() if name not in keywords]
    named = {name: arguments[name] for name in keywords}
    value, failure = None, None
    try:
        # The result is let go here, so that its `__del__` runs inside the time limit.
        value = describe(function(*positional, **named))
    except TimeLimitError:
        raise
    except BaseException as error:
        failure = describe_failure(error, function)
    changed = {name for name, old in before.items() if not _alike(arguments[name], old)}
    return Reply(value, failure, frozenset(changed))


def _alike(now: Any, before: Any) -> bool:
    """Return whether an argument is as it was, but for rounding (W -= step, W += step)."""
    allowed = 1e-9 * np.max(np.abs(before), initial=0.0) + 1e-12
    return now.shape == before.shape and np.allclose(now, before, rtol=0, atol=allowed)


class ModelError(Exception):
    """A class to write does not keep its parameters, or cannot predict: why, in words."""


class Model:
    """A class `LinearModel`, called as a function: it keeps W and b, and predicts."""

    def __init__(self, model_class: Any) -> None:
        self._class = model_class
        forward = getattr(model_class, "forward", None)
        self.__code__ = getattr(forward, "__code__", None)  # what is looked at for loops and lines
        self.__globals__ = getattr(forward, "__globals__", {})

    def __call__(self, X: Any, W: Any, b: Any) -> Any:
        """Return the predictions of a model with these parameters."""
        model = self._made(W, b)
        self._made(W + 1, b + 1)  # which must not take the place of the first
        for name, value in (("W", W), ("b", b)):
            kept = getattr(model, name, np.nan)
            if np.array_equal(kept, value):
                continue
            keeps_nothing = not getattr(model, "__dict__", {})
            if keeps_nothing and is_empty(self) and is_empty(self._class.__init__):
                raise NotImplementedError
            raise ModelError(_not_kept(name, kept, model, W, b))
        return self._predicted(model, X, W, b)

    def _made(self, W: Any, b: Any) -> Any:
        try:
            return self._class(W, b)
        except AttributeError as error:
            if error.name not in ("W", "b"):
                raise
            raise ModelError(
                f"`__init__` asks for `self.{error.name}` before it is there: write `self."
                f"{error.name} = {error.name}`, with the new name on the left and one `=`"
            ) from None

    def _predicted(self, model: Any, X: Any, W: Any, b: Any) -> Any:
        if trouble := _no_method(self._class, model):
            raise ModelError(trouble)
        try:
            new = self._class(W, b)
            first = new.forward(X.copy())  # which it may overwrite
            if not callable(new.forward):
                raise ModelError(NO_METHOD_ANY_MORE)
            self._class(W + 1, b + 1)  # the last one made is another again
            model.forward(2 * X)
            again = model.forward(X)
        except NameError as error:
            if error.name not in ("W", "b"):
                raise
            raise ModelError(f"the model keeps `{error.name}` as `self.{error.name}`") from None
        return _unchanged(first, again)


def _not_kept(name: str, kept: Any, model: Any, W: Any, b: Any) -> str:
    """Return why a model does not have the parameter that was handed to it."""
    if np.array_equal(getattr(model, "W", np.nan), b) and np.array_equal(model.b, W):
        return (
            "`model.W` is not the `W` that was handed to `LinearModel(W, b)`, but the `b`: is the "
            "order that of `def __init__(self, W, b)`?"
        )
    if is_a(kept, tuple) and len(kept) == 1:
        return f"`self.{name}` is a tuple: leave out the comma behind `{name}` in `__init__`"
    if kept is vars(type(model)).get(name, ...):
        why = "all models share what is kept in the class"
    else:
        why = f"`model.{name}` is not the `{name}` that was handed to `LinearModel(W, b)`"
    return f"{why}: write `self.{name} = {name}` in `__init__`"


def _no_method(model_class: Any, model: Any) -> str:
    """Return what is wrong with the method `forward` of a class, if anything is."""
    method = inspect.getattr_static(model, "forward", ...)
    if is_a(method, staticmethod, classmethod, property):
        return "`forward` must be a plain method: leave out the line with `@` above it"
    if method is ...:
        code = getattr(model_class.__init__, "__code__", None)
        if "forward" in [getattr(one, "co_name", "") for one in getattr(code, "co_consts", ())]:
            return "`def forward` stands inside `__init__`: let both begin at the same column"
        others = [name for name in vars(model_class) if not name.startswith("_")]
        advice = f"is it `{others[0]}`?" if others else "define it inside the class"
        return f"there is no method `forward`: {advice}"
    if not callable(model.forward):
        return NO_METHOD_ANY_MORE
    if {"W", "b"} & {one.name for one in parameters(method) or () if not one.optional}:
        return "`forward` takes `X` alone: its parameters are in `self.W` and `self.b`"
    return ""


def _unchanged(first: Any, again: Any) -> Any:
    """Return a prediction that is the same as before, or that is no numbers at all."""
    known, found = _alone(first).numbers, _alone(again).numbers
    if known is None or found is None or np.array_equal(known, found, equal_nan=True):
        return again
    raise ModelError(
        "asked again after other rows, or beside another model, it predicts something else: it may "
        "keep `W` and `b` only, both in `self`, and `forward` must leave them as they are"
    )


def is_a(value: Any, *kinds: type) -> bool:
    """Return what `isinstance` does, without asking the value, which may raise."""
    return issubclass(type(value), kinds)


def describe(result: Any) -> Value:
    """Return a result in plain numbers and words."""
    if is_a(result, types.CoroutineType, types.GeneratorType):
        result.close()
    value = _alone(result)
    if is_a(result, tuple, list) and len(result) <= 12:
        return value._replace(items=tuple(_alone(item) for item in result))
    return value


def _alone(value: Any) -> Value:
    if value is ...:
        return Value("...")
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and array.size <= LARGE and value is not None:
            array = array.astype(np.float64)
    except TimeLimitError:
        raise
    except BaseException:
        return Value(_ragged(value))
    if array.dtype.kind in "iuf":
        numbers = np.array(array) if array.size <= LARGE else None
        return Value("numbers", array.shape, numbers, is_list=is_a(value, tuple, list))
    kind = NOT_REAL.get(array.dtype.kind) or _kind(value)
    return Value("made of text" if kind == "text" and array.ndim else kind, array.shape)


def _ragged(value: Any) -> str:
    if is_a(value, tuple):
        return f"a tuple of {len(value)} values"
    if is_a(value, list) and any(callable(one) for one in value):
        return "a list of functions that were not called (add `(…)`)"
    return "a ragged list" if is_a(value, list) else _kind(value)


def _kind(value: Any) -> str:
    if is_a(value, types.FunctionType) and "<locals>" in value.__qualname__:
        return "a function, made in yours and not called"
    if callable(value):
        return "a class" if is_a(value, type) else "a function that was not called (add `()`)"
    name = type(value).__name__
    return KINDS.get(name, f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}")


def describe_failure(error: BaseException, function: Callable[..., Any] | None) -> Failure:
    """Return what an exception means to a reader, without the exception itself."""
    kinds = tuple(kind.__name__ for kind in type(error).__mro__[:-1])
    text = _said(error)
    frames = [
        frame for frame, _ in walk_tb(error.__traceback__) if frame.f_code.co_filename != __file__
    ]
    # A `...` among the local names says that the stub is not filled in.
    missing = any(value is ... for frame in frames for value in frame.f_locals.values())
    unfinished = missing or bool(UNFINISHED.search(text))
    name = str(getattr(error, "name", None) or "")
    names = frames[-1].f_code.co_varnames if frames else ()
    return Failure(kinds, text, *_place(error, function), unfinished, name, names)


def _said(error: BaseException) -> str:
    try:
        return " ".join(str(error)[:2000].split())
    except Exception:  # its own `__str__` may raise
        return ""


def _place(error: BaseException, function: Callable[..., Any] | None) -> tuple[int, str]:
    """Return the number and the text of the innermost line in the learner's own file."""
    code = getattr(function, "__code__", None)
    file = getattr(code, "co_filename", None)
    frames = walk_tb(error.__traceback__)
    # Some instructions belong to no line.
    lines = [line for frame, line in frames if frame.f_code.co_filename == file and line]
    return (lines[-1], linecache.getline(str(file), lines[-1]).strip()) if lines else (0, "")


def parameters(function: Callable[..., Any]) -> tuple[Parameter, ...] | None:
    """Return the parameters, or None if the function does not tell (some builtins)."""
    try:
        known = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    unread = _unread(function)
    return tuple(
        Parameter(p.name, p.kind.name, p.default is not p.empty, p.name not in unread)
        for p in known
    )


def _unread(function: Any) -> set[str]:
    """Return the names that have a place in a body and are not read in it."""
    body = _body(function)
    read: set[str] = set()
    for one in body:
        # Some instructions of newer versions load two names, and one the names of keywords.
        if "LOAD" in one.opname and "CONST" not in one.opname:
            read.update(one.argval if is_a(one.argval, tuple) else [str(one.argval)])
    if not body or read & {"locals", "vars", "eval", "exec"}:
        return set()
    return set(function.__code__.co_varnames) - read


def is_empty(function: Any) -> bool:
    """Return whether the body computes nothing: `pass`, `...`, a docstring."""
    body = _body(function)
    return bool(body) and not any(one.opname.startswith(COMPUTING) for one in body)


def has_loop(function: Callable[..., Any]) -> bool:
    """Return whether the body has a loop or a comprehension."""
    return any("FOR_ITER" in one.opname or "JUMP_BACKWARD" in one.opname for one in _body(function))


def raises(function: Any) -> bool:
    """Return whether the body has an `assert` or a `raise`."""
    return any(one.opname == "RAISE_VARARGS" for one in _body(function))


def _body(function: Any) -> list[dis.Instruction]:
    """Return a body's instructions, those of functions inside it too; none of a builtin."""
    code = getattr(function, "__code__", None)
    codes = [code] if isinstance(code, types.CodeType) else []
    for each in codes:  # the list grows while it is read
        codes += [inner for inner in each.co_consts if isinstance(inner, types.CodeType)]
    return [one for each in codes for one in dis.get_instructions(each)]


def outer_variables(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the global variables that hold data and that the function reads."""
    known, data = getattr(function, "__globals__", {}), (int, float, list, tuple, np.ndarray)
    names = [one.argval for one in _body(function) if one.opname == "LOAD_GLOBAL"]
    found = [name for name in dict.fromkeys(names) if is_a(known.get(name), *data)]
    return tuple(name for name in found if not _is_of_formulas(name, known[name]))


def _is_of_formulas(name: str, value: Any) -> bool:
    """Return whether a name such as TWO stands for a number that is in the formulas."""
    is_constant = len(name) > 1 and name.isupper() and type(value) in (int, float)
    return is_constant and value in (-1, 0.5, 1, 2)
