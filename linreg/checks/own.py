"""The learner's functions as they stand in `my_linreg.py`, each judged when it is asked for.

The file is run under the same guard as an answer in a cell, and again only when it has changed.
"""

import functools
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from typing import Any

import numpy as np

import linreg
from linreg.checks.engine.callee import LIMIT
from linreg.checks.engine.calls import call_once, parts_agree
from linreg.checks.engine.evidence import trusted
from linreg.checks.engine.exercise import Exercise, Seed, Verdict
from linreg.checks.engine.inside import TimeLimitError, describe_failure
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel
from linreg.own_file import FILE, MODULE, own_file


@dataclass
class OwnLibrary:
    """The file as it was when it was run: its functions, or why there are none."""

    functions: Mapping[str, Any] = field(default_factory=dict)
    trouble: str = ""
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    def verdict(self, exercise: Exercise) -> Verdict | None:
        """Return what is to be said of the function for an exercise; None if there is none."""
        function = self.functions.get(exercise.name)
        if not callable(function) or function is exercise.solution:
            return None
        if exercise.name not in self.verdicts:
            self.verdicts[exercise.name] = judge(Kernel(exercise.judged(function)), exercise)
        return self.verdicts[exercise.name]


SLOW = f"it runs for longer than {LIMIT:g} seconds"

_running: list[Path] = []
_slow: list[str] = []  # texts that ran for too long


def own_library() -> OwnLibrary:
    """Return the learner's library in the working folder; run its file if it is new."""
    path = own_file()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return OwnLibrary()
    except (OSError, UnicodeDecodeError) as error:
        return OwnLibrary(trouble=f"it cannot be read ({error})")
    if path in _running:  # the file asks for its own functions
        return OwnLibrary()
    _running.append(path)
    try:
        library = _run(path, text)
    finally:
        _running.remove(path)
    # What it imports may take its time, but only once.
    if library.trouble == SLOW and text not in _slow:
        _slow.append(text)
        _run.cache_clear()
    return library


@functools.lru_cache(maxsize=1)  # until the file has changed
def _run(path: Path, text: str) -> OwnLibrary:
    """Run the file as a module; what was known under its name comes back if that fails."""
    module = types.ModuleType(MODULE)
    module.__file__ = str(path)
    known, trouble = sys.modules.get(MODULE), _trouble(path, text, module)
    if not trouble:
        return OwnLibrary(vars(module))
    sys.modules.pop(MODULE)
    if known is not None:
        sys.modules[MODULE] = known
    return OwnLibrary(trouble=trouble)


def _trouble(path: Path, text: str, module: types.ModuleType) -> str:
    """Run the text in the module; return what went wrong, or ""."""
    said = []

    def execute() -> None:
        try:
            exec(compile(text, path, "exec"), vars(module))
        except TimeLimitError:
            raise
        except BaseException as error:  # also SystemExit: it is the learner's file
            said.append(_said(error, path))

    sys.modules[MODULE] = module
    kernel = Kernel(execute)
    with kernel.guarded():
        is_late = kernel.call({}, set()).failure is not None
    return SLOW if is_late else "".join(said)


def _said(error: BaseException, path: Path) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f"there is an error in line {error.lineno} ({error.msg})"
    frames = walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == str(path)]
    where = f" in line {lines[-1]}" if lines else ""
    failure = describe_failure(error, None)
    what = f"{failure.types[0]}: {failure.text}" if failure.text else failure.types[0]
    return f"there is an error{where} ({what})"


def own_or_reference(exercise: Exercise) -> tuple[Callable[..., Any], str]:
    """Return the learner's function if it is there and right, else linreg's and the reason.

    The reason is "" where there is nothing to be said: the learner has not written it yet.
    """
    library, name = own_library(), exercise.name
    ours: Callable[..., Any] = getattr(linreg, name)
    if library.trouble:
        return ours, f"{FILE} is not used: {library.trouble}."
    verdict = library.verdict(exercise)
    if verdict is None:
        return ours, ""
    if verdict.state == "todo":
        return ours, f"`{name}` in {FILE} is not finished."
    if verdict.state == "wrong":
        return ours, f"`{name}` in {FILE} is not right: {verdict.text}"
    if not _draws_alike(library.functions[name], exercise):
        return ours, (
            f"`{name}` in {FILE} is right, but from the same seed it draws other numbers than "
            "those that the text tells of."
        )
    return _as_arrays(library.functions[name], exercise), ""


def _draws_alike(function: Callable[..., Any], exercise: Exercise) -> bool:
    """Return whether random results are those of linreg; others were compared by the check."""
    # A check accepts any right way to draw; the text of the lessons tells of certain numbers.
    kernel = Kernel(function)
    for args in exercise.cases:
        if not any(isinstance(value, Seed) for value in args.values()):
            continue
        right = call_once(trusted(exercise.reference), exercise, args)
        with kernel.guarded():
            own = call_once(kernel, exercise, args)
        if not parts_agree(own.parts, right.parts, 1e-9):
            return False
    return True


def _as_arrays(function: Callable[..., Any], exercise: Exercise) -> Callable[..., Any]:
    """Return a function that takes lists and names, and gives arrays, as the lessons need."""
    if isinstance(function, type):
        return function

    # Answers of lists and loops are right, but lessons go on with `y_hat - y`.
    @functools.wraps(function)
    def own(*args: Any, **kwargs: Any) -> Any:
        placed = [*args]
        # The check has called by place, and a learner may have chosen other names.
        for name in exercise.places[len(args) :]:
            if name not in kwargs:
                break
            placed.append(kwargs.pop(name))
        named = {name: _from_list(value) for name, value in kwargs.items()}
        result = function(*map(_from_list, placed), **named)
        if len(exercise.parts) == 1:
            return _as_array(result)
        return tuple(_as_array(one) for one in result)

    return own


def _from_list(value: Any) -> Any:
    return np.array(value, float) if isinstance(value, list | tuple) else value


def _as_array(value: Any) -> Any:
    array = np.asarray(value)
    return array if array.ndim else array.item()
