"""Run a learner's function so that nothing it does outlives the call.

Printing is swallowed, every exception is caught, an endless loop is stopped, and what a function
can reach by accident (NumPy's random state and settings, the names in numpy and linreg, standard
output, the recursion limit, the learner's own global variables) is put back. Left out: protection
from somebody who means harm.

The time limit is an alarm signal in the main thread of a POSIX system, because that interrupts
waiting as well as computing. Elsewhere (Windows, other threads) a second thread raises an
exception in the first one between two bytecodes, which stops any loop written in Python. Where
there are no threads there is no limit. Nothing stops one call that never comes back from C, such
as `sum(itertools.count())`.
"""

import builtins
import contextlib
import ctypes
import io
import math
import os
import random
import signal
import sys
import threading
import time
import types
import warnings
from collections.abc import MutableMapping
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Function

LIMIT = 2.0  # seconds

_NUMPY_STATE, _SET_NUMPY_STATE = np.random.get_state, np.random.set_state
_STREAMS = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")


class TimeLimitError(BaseException):
    """The function ran too long. No `except Exception` of the learner's catches it."""


class _Silence(io.TextIOBase):
    """A stream that forgets what is written, has nothing to read and cannot be closed."""

    def write(self, text: str) -> int:
        return len(text)

    def read(self, size: int | None = -1) -> str:
        return ""

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        return ""

    def close(self) -> None:
        pass


def _no_input(*_: Any) -> str:
    raise RuntimeError("input() waits for an answer, and nobody is there to give it")


class Sandbox:
    """Lend `run` a world that can be spoiled, and put everything back afterwards."""

    def __init__(self, function: Function, limit: float = LIMIT) -> None:
        self.limit = limit
        own = getattr(function, "__globals__", None)
        self._globals = [vars(sys.modules["__main__"]), *([own] if isinstance(own, dict) else [])]
        self._alarm = _Alarm(limit)
        self._exit = contextlib.ExitStack()

    def __enter__(self) -> "Sandbox":
        for names in [*self._globals, os.environ]:
            self._exit.callback(_restore, names, dict(names))
        self._exit.callback(sys.path.__setitem__, slice(None), list(sys.path))
        if "matplotlib" in sys.modules:
            self._exit.enter_context(sys.modules["matplotlib"].rc_context())
        self._exit.callback(_close_figures, _figures())
        self._exit.callback(_SET_NUMPY_STATE, _NUMPY_STATE())
        self._exit.callback(random.setstate, random.getstate())
        self._exit.callback(os.chdir, os.getcwd())
        self._exit.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        self._exit.enter_context(np.errstate(all="ignore"))
        self._exit.enter_context(np.printoptions())
        self._exit.enter_context(_display_captured())
        self._world = _World()
        self._exit.callback(self._world.close)
        self._alarm.start()
        self._exit.callback(self._alarm.stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def run(self, function: Function, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Return the function's result and None, or None and what it raised."""
        try:
            try:
                self._world.lend()
                with np.errstate(all="ignore"):
                    self._alarm.on()
                    result = function(*args, **kwargs)
            finally:
                try:
                    self._alarm.off()
                finally:
                    self._world.restore()
        except BaseException as error:
            return None, error
        return result, None


def _restore(names: MutableMapping[str, Any], saved: dict[str, Any]) -> None:
    for name in names.keys() - saved.keys():
        del names[name]
    for name, value in saved.items():
        if names.get(name) != value if names is os.environ else names.get(name) is not value:
            names[name] = value


class _World:
    """The names that a call could replace, and their values."""

    def __init__(self) -> None:
        linreg = [
            module
            for name, module in sys.modules.items()
            if name.partition(".")[0] == "linreg" and isinstance(module, types.ModuleType)
        ]
        classes = {
            value
            for module in linreg
            for value in vars(module).values()
            if isinstance(value, type) and value.__module__.startswith("linreg")
        }
        self._names: list[tuple[Any, dict[str, Any]]] = [
            (owner, dict(vars(owner)))
            for owner in [builtins, math, np, np.linalg, np.random, *linreg, *classes]
        ]
        functions = {
            inner
            for module in linreg
            for value in module.__dict__.values()
            for inner in (value, getattr(value, "__wrapped__", None))
            if isinstance(inner, types.FunctionType)
        }
        self._code = [(f, f.__code__, f.__defaults__, f.__kwdefaults__) for f in functions]
        self._shell = _shell()
        self._interrupt = signal.getsignal(signal.SIGINT)
        self._system = {name: getattr(sys, name) for name in _STREAMS}
        self._limit = sys.getrecursionlimit()
        self._tracing = sys.gettrace(), sys.getprofile()
        self._descriptors = {}  # copies of the process's own streams, which a function may close
        for descriptor in (0, 1, 2):
            with contextlib.suppress(OSError):
                self._descriptors[descriptor] = os.dup(descriptor)

    def lend(self) -> None:
        """Silence the streams, and refuse to wait for an answer."""
        silence = _Silence()
        for name in _STREAMS:
            setattr(sys, name, silence)
        builtins.input = _no_input
        if self._shell is not None:  # its own exit() would end the kernel when the cell is done
            self._shell.ask_exit = sys.exit

    def restore(self) -> None:
        """Put back every name that was replaced, added or deleted."""
        if self._shell is not None:
            vars(self._shell).pop("ask_exit", None)
        for name, stream in self._system.items():
            setattr(sys, name, stream)
        for owner, saved in self._names:
            names = vars(owner)
            if len(names) != len(saved) or any(names.get(key) is not saved[key] for key in saved):
                for key in names.keys() - saved.keys():
                    if not isinstance(names[key], types.ModuleType):
                        delattr(owner, key)
                for key in saved:
                    if names.get(key) is not saved[key]:
                        setattr(owner, key, saved[key])
        for function, code, defaults, kwdefaults in self._code:
            if function.__code__ is not code:
                function.__code__ = code
            function.__defaults__, function.__kwdefaults__ = defaults, kwdefaults
        if signal.getsignal(signal.SIGINT) is not self._interrupt:
            signal.signal(signal.SIGINT, self._interrupt)
        if sys.getrecursionlimit() != self._limit:
            sys.setrecursionlimit(self._limit)
        if (sys.gettrace(), sys.getprofile()) != self._tracing:
            sys.settrace(self._tracing[0])
            sys.setprofile(self._tracing[1])
        for descriptor, copy in self._descriptors.items():
            try:
                same = os.path.sameopenfile(copy, descriptor)
            except OSError:
                same = False
            if not same:
                os.dup2(copy, descriptor)

    def close(self) -> None:
        """Give back the copies of the streams."""
        for copy in self._descriptors.values():
            os.close(copy)


class _Alarm:
    """Raise TimeLimitError in the function when all its calls together have run too long.

    A process that was kept waiting by others, as on a busy machine, gets more time.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._used = self._used_cpu = 0.0
        self._rings = self._lines = 0
        self._running = False

    def start(self) -> None:
        main = threading.current_thread() is threading.main_thread()
        if main and hasattr(signal, "setitimer"):
            self._handler = signal.signal(signal.SIGALRM, self._ring)
            self._timer = signal.setitimer(signal.ITIMER_REAL, self._limit, 0.02)
            self._started = time.monotonic()
            self.stop = self._stop_signal
        else:
            self._lock, self._done = threading.Lock(), threading.Event()
            self._target = ctypes.c_ulong(threading.get_ident())
            with contextlib.suppress(RuntimeError):  # there are no threads, so there is no limit
                threading.Thread(target=self._watch, daemon=True).start()
            self.stop = self._done.set

    def on(self) -> None:
        self._since, self._since_cpu = time.monotonic(), time.process_time()
        self._running = True

    def off(self) -> None:
        self._running = False
        self._used += time.monotonic() - self._since
        self._used_cpu += time.process_time() - self._since_cpu
        if hasattr(self, "_lock"):
            with self._lock:  # after this no exception is on its way
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._target, None)

    def _late(self) -> bool:
        used = self._used + time.monotonic() - self._since
        used_cpu = self._used_cpu + time.process_time() - self._since_cpu
        return used >= self._limit and (used_cpu >= self._limit / 2 or used >= 1.5 * self._limit)

    def _ring(self, _: int, frame: types.FrameType | None) -> None:
        if not (self._running and self._late()):
            return
        self._rings += 1
        if self._rings > 3:
            # A bare `except` in the loop swallows this. So raise again some lines later, in
            # the `except` itself or behind it.
            self._lines = self._rings % 7
            sys.settrace(self._trace)
            while frame is not None and frame.f_code.co_filename != __file__:
                frame.f_trace = self._trace
                frame = frame.f_back
        raise TimeLimitError

    def _trace(self, frame: types.FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename == __file__ or not self._running:
            return None
        self._lines -= event == "line"
        if self._lines <= 0 and event == "line":
            raise TimeLimitError
        return self._trace

    def _stop_signal(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._handler or signal.SIG_DFL)
        remaining, interval = self._timer
        if remaining:  # somebody else's timer was running: it goes on
            elapsed = time.monotonic() - self._started
            signal.setitimer(signal.ITIMER_REAL, max(remaining - elapsed, 0.001), interval)

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            with self._lock:
                if self._running and self._late():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        self._target, ctypes.py_object(TimeLimitError)
                    )


def _shell() -> Any:
    """Return IPython's shell, if there is one."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _display_captured() -> contextlib.AbstractContextManager[Any]:
    """Keep what IPython's `display` would show out of the notebook."""
    if _shell() is not None:
        from IPython.utils.capture import capture_output

        captured: contextlib.AbstractContextManager[Any] = capture_output(False, False, True)
        return captured
    return contextlib.nullcontext()


def _figures() -> list[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return list(pyplot.get_fignums()) if pyplot else []


def _close_figures(before: list[int]) -> None:
    """Close the figures that the function drew: a notebook would show each of them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    for number in set(_figures()) - set(before):
        if pyplot:
            pyplot.close(number)
