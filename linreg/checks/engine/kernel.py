"""A learner's function in the same process, guarded against accidents.

What a function does by accident does not outlive the call: what it prints, its warnings, NumPy's
settings, names in NumPy or linreg that it replaces. What it leaves in the notebook's names, the
random state and the figures that it draws do not outlive the verdict. `input()` is refused, and a
loop that never ends is stopped.

Not protected: against somebody who means harm (files, processes, `sys.settrace`, the reference
itself can be reached; a class is graded in a child process instead); against one call that never
comes back from C (`sum(itertools.count())`); in a browser or a thread, against one that never comes
back from a library, and an endless loop that catches every exception, which is stopped only once;
and against two checks in two threads, each of which puts back what the other has replaced.
"""

import _thread
import builtins
import contextlib
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from linreg.checks.engine import inside
from linreg.checks.engine.callee import LIMIT, Trusted
from linreg.checks.engine.inside import Reply, TimeLimitError

# linreg, what is installed beside NumPy, Python's own: their loops end unless they are fed without
# end, and they have most of the lines that run.
LIBRARIES = tuple(
    f"{one}{os.sep}"
    for one in (Path(__file__).parents[2], Path(np.__file__).parents[1], Path(os.__file__).parent)
)


class Kernel(Trusted):
    """A function of the notebook; a verdict on it leaves the notebook as it was."""

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """Start the clock, and put settings, figures and the notebook's names back at the end."""
        own = Names(getattr(self.function, "__globals__", {}), vars(sys.modules["__main__"]))
        with settings_kept(), warnings.catch_warnings():
            self._clock, self._names = Clock(LIMIT), Names(*_shared())
            try:
                yield
            finally:
                # Not after each call: what one leaves in the notebook, the next one finds.
                own.restore()

    def call(self, arguments: dict[str, Any], keywords: set[str]) -> Reply:
        """Call the function inside the time limit, and put the names of modules back."""
        try:
            silence()
            with np.errstate(all="ignore"), self._clock:
                return inside.answer(self.function, arguments, keywords)
        except TimeLimitError as error:
            reply = Reply(None, inside.describe_failure(error, self.function))
            with self._clock:  # what the call held is let go here, and may loop once more
                _let_go(error)
            return reply
        finally:
            self._names.restore()


def _let_go(error: BaseException | None) -> None:
    """Forget the frames of an exception, and of those that it interrupted."""
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def _shared() -> list[dict[str, Any]]:
    """Return what a call could replace by accident, and others than the learner rely on."""
    modules = [sys, builtins, math, np, np.linalg, np.random]
    modules += [module for name, module in sys.modules.items() if name.startswith("linreg")]
    return [vars(one) for one in [*modules, shell()] if one]


class Names:
    """Names of modules or of the notebook, and their values."""

    def __init__(self, *names: dict[str, Any]) -> None:
        self._saved = [(one, dict(one)) for one in names]

    def restore(self) -> None:
        """Put back every name that was replaced, added or deleted."""
        for names, saved in self._saved:
            for key in names.keys() - saved.keys():
                if not isinstance(names[key], types.ModuleType):  # what was imported may stay
                    del names[key]
            names.update(saved)


def silence() -> None:
    """Swallow what is printed, refuse to wait for an answer or to end the kernel.

    Only names are replaced, so that `Names.restore` ends it.
    """
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), io.StringIO(), io.StringIO()
    sys.unraisablehook = lambda _: None  # of a `__del__` that is stopped
    builtins.input = _no_input
    if ipython := shell():  # its own exit() would end the kernel when the cell is done
        ipython.ask_exit = sys.exit


def _no_input(*_: Any) -> str:
    raise RuntimeError("input() waits for an answer, and nobody is there to give it")


def shell() -> Any:
    """Return IPython's shell, if there is one."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


class Clock:
    """Stop the function with TimeLimitError when all its calls together have run too long.

    In the main thread an alarm does it: a signal. One from a timer interrupts waiting, too; on
    Windows a thread asks for it, and waiting goes on. Elsewhere, as in a browser, each of the
    learner's lines looks at the clock.
    """

    def __init__(self, limit: float) -> None:
        self._left = limit
        self._rings = self._skip = 0
        self._has_timer = hasattr(signal, "setitimer")
        self._alarm = signal.SIGALRM if self._has_timer else signal.SIGTERM
        main = threading.current_thread() is threading.main_thread()
        self._is_rung = main and sys.platform != "emscripten"  # a browser has no other thread
        self._is_inside = False

    def __enter__(self) -> None:
        self._since, self._tracer = time.monotonic(), sys.gettrace()
        self._end = self._since + self._left
        if not self._is_rung:
            sys.settrace(self._trace)
            return
        self._handler = signal.signal(self._alarm, self._ring)
        # Ring again and again, for the function may catch what is raised.
        left = max(self._left, 0.001)
        if self._has_timer:
            self._timer = signal.setitimer(signal.ITIMER_REAL, left, 0.02)
        else:
            self._over = threading.Event()
            self._asker = threading.Thread(target=self._ask, args=[left], daemon=True)
            self._asker.start()
        self._is_inside = True  # last: an exception in here would leave an alarm that nobody stops

    def __exit__(self, *_: object) -> None:
        self._is_inside = False
        sys.settrace(self._tracer)  # or it would stop what follows
        passed = time.monotonic() - self._since
        self._left -= passed
        if not self._is_rung:
            return
        if self._has_timer:
            signal.setitimer(signal.ITIMER_REAL, 0)
        else:
            self._over.set()
            self._asker.join()
        signal.signal(self._alarm, self._handler or signal.SIG_DFL)
        if self._has_timer and self._timer[0]:  # somebody else's timer goes on
            left, interval = self._timer
            signal.setitimer(signal.ITIMER_REAL, max(left - passed, 0.001), interval)

    def _ask(self, left: float) -> None:
        while not self._over.wait(left):
            left = 0.02
            if self._is_inside:
                _thread.interrupt_main(self._alarm)

    def _ring(self, _: int, frame: types.FrameType | None) -> None:
        # Another clock may have asked for it. In a frame of this file the call is over or has not
        # begun.
        is_mine = self._is_inside and time.monotonic() >= self._end
        if not is_mine or frame is None or frame.f_code.co_filename == __file__:
            return
        # A bare `except` around the loop's body swallows it. So it is raised again some lines
        # later, at each ring one line further on, until it falls outside of the `try`.
        self._rings += 1
        self._skip = self._rings % 7
        sys.settrace(self._trace)
        while frame is not None and frame.f_code.co_filename != __file__:
            frame.f_trace, frame = self._trace, frame.f_back
        raise TimeLimitError

    def _trace(self, frame: types.FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename.startswith(LIBRARIES):
            return None
        # Python 3.11 has no line event for the turns of `while True: pass`.
        frame.f_trace_opcodes = sys.version_info < (3, 12)
        if event in ("line", "opcode") and time.monotonic() >= self._end:
            self._skip -= 1
            if self._skip <= 0:
                raise TimeLimitError
        return self._trace


@contextlib.contextmanager
def settings_kept() -> Iterator[None]:
    """Put back settings and random states at the end, and close the figures drawn meanwhile."""
    figures, state, numpy_state = _figures(), random.getstate(), np.random.get_state()  # noqa: NPY002
    with contextlib.ExitStack() as stack:
        stack.enter_context(np.printoptions())
        if "matplotlib" in sys.modules:
            stack.enter_context(sys.modules["matplotlib"].rc_context())
        if pyplot := sys.modules.get("matplotlib.pyplot"):  # drawing would use up the time
            stack.callback(setattr, pyplot, "show", pyplot.show)
            pyplot.show = lambda *_, **__: None  # type: ignore[attr-defined]
        if shell() is not None:  # what `display` shows would land in the notebook
            from IPython.utils.capture import capture_output

            stack.enter_context(capture_output(False, False, True))
        try:
            yield
        finally:
            random.setstate(state)
            np.random.set_state(numpy_state)  # noqa: NPY002
            for number in _figures() - figures:
                sys.modules["matplotlib.pyplot"].close(number)


def _figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()
