"""A learner's function in the same process, guarded against accidents.

What a function does by accident does not outlive the call: what it prints, its warnings, NumPy's
settings and random state, names in NumPy, linreg or the notebook that it replaces, the figures that
it draws. `input()` is refused, and a loop that never ends is stopped.

Not protected: against somebody who means harm (files, processes, `sys.settrace`, the reference
itself can be reached; a class is graded in a child process instead); against one call that never
comes back from C (`sum(itertools.count())`); and, where there is no alarm signal, against an
endless loop that catches every exception, which is stopped only once.
"""

import builtins
import contextlib
import io
import math
import random
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from linreg.checks.engine import inside
from linreg.checks.engine.callee import Trusted
from linreg.checks.engine.inside import Reply, TimeLimitError

LIMIT = 2.0  # seconds, for all calls of one verdict together
_random_state, _set_random_state = np.random.get_state, np.random.set_state


class Silence(io.TextIOBase):
    """A stream that forgets what is written, has nothing to read and cannot be closed."""

    def write(self, text: str) -> int:
        """Forget the text."""
        return len(text)

    def read(self, size: int | None = -1) -> str:
        """Find nothing to read."""
        return ""

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        """Find nothing to read."""
        return ""

    def close(self) -> None:
        """Stay open."""


class Kernel(Trusted):
    """A function of the notebook, each call of which leaves the notebook as it was."""

    def guarded(self) -> contextlib.AbstractContextManager[Any]:
        """Start the clock, and put settings and figures back at the end."""
        return self._guarded()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        self._names = Names(self.function)
        self._clock = Clock(LIMIT)
        with contextlib.ExitStack() as stack:
            stack.enter_context(settings_kept())
            stack.enter_context(self._clock.ticking())
            yield

    def call(self, arguments: dict[str, Any], keywords: set[str]) -> Reply:
        """Call the function inside the time limit, and put all names back."""
        try:
            with np.errstate(all="ignore"), silent(), self._clock:
                return inside.answer(self.function, arguments, keywords)
        except TimeLimitError as error:
            return inside.describe_delay(error, self.function)
        finally:
            self._names.restore()


class Names:
    """The names that a call could replace by accident, and their values."""

    def __init__(self, function: Callable[..., Any]) -> None:
        own = [getattr(function, "__globals__", {}), vars(sys.modules["__main__"])]
        modules = [builtins, math, np, np.linalg, np.random]
        modules += [module for name, module in sys.modules.items() if name.startswith("linreg")]
        self._saved = [(names, dict(names)) for names in [*map(vars, modules), *own]]

    def restore(self) -> None:
        """Put back every name that was replaced, added or deleted."""
        for names, saved in self._saved:
            if len(names) == len(saved) and all(names.get(key) is saved[key] for key in saved):
                continue
            for key in names.keys() - saved.keys():
                if not isinstance(names[key], types.ModuleType):  # what was imported may stay
                    del names[key]
            names.update(saved)


class Clock:
    """Stop the function with TimeLimitError when all its calls together have run too long.

    In the main thread of a POSIX system an alarm signal does it, which interrupts waiting, too.
    Elsewhere, as in a browser's Python, each line that runs looks at the clock.
    """

    def __init__(self, limit: float) -> None:
        self._left = limit
        self._running = False
        self._rings = self._skip = 0
        main = threading.current_thread() is threading.main_thread()
        self._signals = main and hasattr(signal, "setitimer")

    @contextlib.contextmanager
    def ticking(self) -> Iterator[None]:
        """Ring again and again once the limit is over; somebody else's timer goes on after it."""
        if not self._signals:
            yield
            return
        started, handler = time.monotonic(), signal.signal(signal.SIGALRM, self._ring)
        left, interval = signal.setitimer(signal.ITIMER_REAL, self._left, 0.02)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
            if left:
                passed = time.monotonic() - started
                signal.setitimer(signal.ITIMER_REAL, max(left - passed, 0.001), interval)

    def __enter__(self) -> None:
        self._since, self._tracer = time.monotonic(), sys.gettrace()
        self._running = True
        if not self._signals:
            sys.settrace(self._trace)

    def __exit__(self, *_: object) -> None:
        self._running = False
        if sys.gettrace() is not self._tracer:
            sys.settrace(self._tracer)
        self._left -= time.monotonic() - self._since

    def _is_late(self) -> bool:
        return self._running and time.monotonic() - self._since >= self._left

    def _ring(self, _: int, frame: types.FrameType | None) -> None:
        # In a frame of this file the call is over or has not begun.
        if not self._is_late() or frame is None or frame.f_code.co_filename == __file__:
            return
        self._rings += 1
        if self._rings > 3:
            # A bare `except` around the loop's body swallows it. Raise it some lines later, at each
            # ring one line further on, until it falls outside of the `try`.
            self._skip = self._rings % 7
            sys.settrace(self._trace)
            while frame is not None and frame.f_code.co_filename != __file__:
                frame.f_trace, frame = self._trace, frame.f_back
        raise TimeLimitError

    def _trace(self, frame: types.FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename == __file__:
            return None
        if event == "line" and self._is_late():
            self._skip -= 1
            if self._skip <= 0:
                raise TimeLimitError
        return self._trace


def _no_input(*_: Any) -> str:
    raise RuntimeError("input() waits for an answer, and nobody is there to give it")


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Swallow what is printed, and refuse to wait for an answer or to end the kernel."""
    names, silence = ("stdin", "stdout", "stderr"), Silence()
    streams, ask, shell = [getattr(sys, name) for name in names], builtins.input, _shell()
    for name in names:
        setattr(sys, name, silence)
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None  # of a `__del__` that is stopped
    builtins.input = _no_input
    if shell is not None:  # its own exit() would end the kernel when the cell is done
        shell.ask_exit = sys.exit
    try:
        yield
    finally:
        for name, stream in zip(names, streams, strict=True):
            setattr(sys, name, stream)
        builtins.input, sys.unraisablehook = ask, hook
        if shell is not None:
            vars(shell).pop("ask_exit", None)


@contextlib.contextmanager
def settings_kept() -> Iterator[None]:
    """Put back settings and random states at the end, and close the figures drawn meanwhile."""
    figures, state, numpy_state = _figures(), random.getstate(), _random_state()
    with contextlib.ExitStack() as stack:
        if "matplotlib" in sys.modules:
            stack.enter_context(sys.modules["matplotlib"].rc_context())
        if _shell() is not None:  # what `display` shows would land in the notebook
            from IPython.utils.capture import capture_output

            stack.enter_context(capture_output(False, False, True))
        stack.enter_context(np.printoptions())
        try:
            yield
        finally:
            random.setstate(state)
            _set_random_state(numpy_state)
            for number in _figures() - figures:
                sys.modules["matplotlib.pyplot"].close(number)


def _figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def _shell() -> Any:
    """Return IPython's shell, if there is one."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
