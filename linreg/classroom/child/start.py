"""The child process: confine itself, then read a submission or answer calls of its function.

The first line of its input is JSON: what is to be done, and what may be read meanwhile. The pipes
to the grader are moved away from where `print` and `input` would find them. Then each call is one
line of JSON, and so is each reply: arrays as type, shape and numbers, a generator as its state; a
function among the arguments is called back.
"""

import __future__

import _thread
import builtins
import importlib.util
import json
import linecache
import os
import signal
import sys
import threading
import time
import types
from collections.abc import Callable
from importlib.machinery import ModuleSpec, SourceFileLoader
from typing import IO, Any

from . import confine, drawing, slicing

LARGEST = 200_000  # numbers in one message
WHOLE = tuple(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
NUMBERS = ("bool", *WHOLE, "float64", "complex128")  # how they are sent


class Clock:
    """Stop the learner's code with an exception when it has computed for too long.

    Seconds of work count, not those of the clock: a busy machine stops nobody.
    """

    def __init__(self, limit: float, error: type[BaseException]) -> None:
        self._limit, self._error, self._running, self._since = limit, error, False, 0.0
        self.start_anew()
        if hasattr(signal, "ITIMER_PROF"):
            signal.signal(signal.SIGPROF, self._ring)
            signal.setitimer(signal.ITIMER_PROF, 0.1, 0.05)
        else:  # Windows
            signal.signal(signal.SIGTERM, self._ring)
            threading.Thread(target=self._ask, daemon=True).start()

    def start_anew(self) -> None:
        """Give all seconds again."""
        self._left = self._limit

    def __enter__(self) -> None:
        self._running, self._since = True, time.process_time()

    def __exit__(self, *_: object) -> None:
        self._running = False
        self._left -= time.process_time() - self._since

    def _ask(self) -> None:
        while True:
            time.sleep(0.05)
            _thread.interrupt_main(signal.SIGTERM)

    def _ring(self, _: int, frame: types.FrameType | None) -> None:
        is_late = self._running and time.process_time() - self._since > self._left
        if is_late and frame is not None and frame.f_code.co_filename != __file__:
            raise self._error


class Line:
    """The connection to the grader."""

    def __init__(self) -> None:
        self._in, self._out = _moved(0, "rb"), _moved(1, "wb")
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)

    def read(self) -> Any:
        """Return the next message."""
        return json.loads(self._in.readline())

    def read_bytes(self, size: int) -> bytes:
        """Return what comes after a message that announced it."""
        return bytes(self._in.read(size))

    def tell(self, message: Any) -> None:
        """Send a message."""
        self._out.write(json.dumps(message).encode() + b"\n")
        self._out.flush()

    def ask(self, message: Any) -> Any:
        """Send a message and return the reply."""
        self.tell(message)
        return self.read()


def _moved(number: int, mode: str) -> IO[Any]:
    return open(os.dup(number), mode)


def main() -> None:
    """Do what the first line says."""
    line = Line()
    given = line.read()
    sys.path[:] = given["path"]
    survey = given["task"] == "survey"
    inside = None if survey else _inside(given["inside"])
    _confine(given)
    if survey:
        data = line.read_bytes(given["size"])
        wanted = {"is_notebook": given["is notebook"], "exercises": given["exercises"]}
        try:
            line.tell(slicing.survey(data, **wanted))
        except (RecursionError, MemoryError):  # of names or operators, thousands deep
            line.tell({"unreadable": "its code is nested too deeply"})
    else:
        _answer(line, given, inside)


def _confine(given: dict[str, Any]) -> None:
    confine.end_with_parent()
    confine.limit(given["seconds"], given["memory"])
    if given["landlock"]:
        confine.landlock(given["readable"])
    try:
        confine.no_reach()
    except (OSError, AttributeError):
        if given["is strong"]:
            raise


def _answer(line: Line, given: dict[str, Any], inside: Any) -> None:
    """Run the statements that the function needs, tell of it, and answer calls to the end."""
    clock = Clock(given["limit"], inside.TimeLimitError)
    _offer(given["linreg"], given["package"])
    drawing.offer()
    builtins.input = _no_input  # type: ignore[assignment, unused-ignore]
    for cell, text in given["texts"].items():
        lines = [f"{one}\n" for one in text.split("\n")]  # `splitlines` parts at form feeds, too
        linecache.cache[f"cell {cell}"] = (0, None, lines, f"cell {cell}")
    function, failed = _function(given, inside, clock)
    if failed:
        line.tell({"failed": failed})
        return
    if given.get("is a model"):
        function = inside.Model(function)
    facts = (inside.parameters, inside.is_empty, inside.has_loop, inside.outer_variables)
    kind = "class" if isinstance(function, type) else _other_kind(function)
    message = line.ask({"facts": [fact(function) for fact in facts], "kind": kind})
    while True:
        message = line.ask(_replied(function, message, line, inside, clock))


def _function(given: dict[str, Any], inside: Any, clock: Clock) -> tuple[Any, list[str]]:
    """Run what the function needs; return it, or else of what kind the failure is, and words."""
    space: dict[str, Any] = {"__name__": "__main__"}
    try:
        with clock:
            _run(given["slice"], space)
            function = space[given["name"]]
    except inside.TimeLimitError:
        return None, ["TimeLimitError", ""]
    except BaseException as error:
        failure = inside.describe_failure(error, None)
        return None, [failure.types[0], failure.text]
    return function, [] if callable(function) else ["no function", type(function).__name__]


def _inside(path: str) -> Any:
    """Return the module that calls a function and describes what happens; it brings NumPy."""
    spec = importlib.util.spec_from_file_location("inside", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["inside"] = module
    spec.loader.exec_module(module)
    del sys.modules["inside"]  # a submission has no business with it
    module.np.seterr(all="ignore")
    return module


def _offer(sources: list[tuple[str, str]], package: str) -> None:
    """Make linreg importable from its source, without the function that is asked for.

    The modules come in the order in which they need each other. `linreg.mine` and the learner's
    own library hand out the same. Its folder is known for the sake of the data in it.
    """
    for name, source in sources:
        module = sys.modules.setdefault(name, types.ModuleType(name))
        module.__path__ = []
        loader = SourceFileLoader(name, f"{package}/__init__.py")
        module.__spec__ = ModuleSpec(name, loader, is_package=True)
        exec(compile(source, f"<{name}>", "exec"), vars(module))
        parent, _, last = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], last, module)
    if sources:
        sys.modules["linreg.mine"] = sys.modules["linreg"]
        own = sys.modules["my_linreg"] = types.ModuleType("my_linreg")
        functions = {n: one for n, one in vars(sys.modules["linreg"]).items() if n[:2] != "__"}
        vars(own).update(functions)


def _run(statements: list[tuple[int, int, str]], space: dict[str, Any]) -> None:
    flags = 0
    for cell, first, text in statements:
        code = compile("\n" * (first - 1) + text, f"cell {cell}", "exec", flags)
        exec(code, space)
        # As in a notebook, an import from the future holds in all cells below.
        flags |= code.co_flags & __future__.annotations.compiler_flag


def _no_input(*_: Any) -> str:
    raise RuntimeError("input() waits for an answer, and nobody is there to give it")


def _other_kind(function: Any) -> str:
    import inspect

    if inspect.iscoroutinefunction(function):
        return "coroutine"
    return "generator" if inspect.isgeneratorfunction(function) else ""


def _replied(
    function: Callable[..., Any], message: dict[str, Any], line: Line, inside: Any, clock: Clock
) -> dict[str, Any]:
    """Call the function as a message says, and return the message that tells of it."""
    import numpy as np

    if message["anew"]:
        clock.start_anew()
    call_back = _calling_back(line, clock)
    arguments = {name: unpack(one, call_back) for name, one in message["arguments"].items()}
    try:
        with clock:
            reply = inside.answer(function, arguments, set(message["keywords"]))
    except inside.TimeLimitError as error:
        reply = inside.Reply(None, inside.describe_failure(error, function))
    states = {
        name: one.bit_generator.state
        for name, one in arguments.items()
        if isinstance(one, np.random.Generator)
    }
    return {"reply": [_packed(reply.value), reply.failure, sorted(reply.changed)], "states": states}


def _calling_back(line: Line, clock: Clock) -> Callable[[Any], Any]:
    """Return the function among the arguments: it is computed by the grader, on its time."""

    def call_back(p: Any) -> Any:
        import numpy as np

        clock.__exit__()
        try:
            answer = line.ask({"call back": pack(np.asarray(p))})
            if "error" in answer:
                raise getattr(builtins, answer["error"], RuntimeError)(answer["text"])
            return unpack(answer["value"])
        finally:
            clock.__enter__()

    return call_back


def _packed(value: Any) -> Any:
    if value is None:
        return None
    items = None if value.items is None else [_packed(one) for one in value.items]
    return [value.kind, value.shape, pack(value.numbers), items, value.is_list]


def pack(value: Any) -> Any:
    """Return an array, a generator, a function or a number as JSON can say it."""
    import numpy as np

    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if array.dtype.kind not in "biufc" or array.size > LARGEST:
            return None
        kind = "complex128" if array.dtype.kind == "c" else "float64"
        kind = array.dtype.name if array.dtype.kind in "biu" else kind
        flat = np.ascontiguousarray(array, dtype=kind).ravel()
        numbers = (flat.view(np.float64) if kind == "complex128" else flat).tolist()
        return {"numbers": numbers, "shape": list(array.shape), "type": kind}
    if isinstance(value, np.random.Generator):
        return {"state": value.bit_generator.state}
    return {"call back": True} if callable(value) else value


def unpack(value: Any, call_back: Callable[..., Any] | None = None) -> Any:
    """Return what `pack` has packed; a function is the one that is given."""
    import numpy as np

    if not isinstance(value, dict):
        return value
    if "state" in value:
        rng = np.random.default_rng()
        rng.bit_generator.state = value["state"]
        return rng
    if "numbers" in value:
        kind = np.dtype(value["type"])
        flat = np.array(value["numbers"], np.float64 if kind.kind == "c" else kind)
        return flat.view(kind).reshape(value["shape"])[()]  # one number is no array
    return call_back
