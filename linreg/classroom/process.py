"""A function of a submission in a child process, as a callee that the engine can judge.

The child gets the source that it is to run, and is confined before it runs it. What comes back is
read as plain JSON and nothing else: whatever it says, nothing of it is executed.
"""

import ast
import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np

import linreg
from linreg.checks.engine import inside
from linreg.checks.engine.inside import Failure, Parameter, Reply, Value
from linreg.classroom.child import confine
from linreg.classroom.child.start import NUMBERS, pack, unpack

SECONDS = 12  # of work, for the whole process; each verdict has the two of a notebook
PATIENCE = 30.0  # seconds by the clock, if it does not work but wait
MEMORY = 2 * 1024**3  # bytes
LONGEST = 8 * 1024**2  # bytes of one reply
MOST_DIMENSIONS = 32  # of NumPy's arrays before 2.0
ISOLATIONS = ("landlock", "bubblewrap", "limits")
FOLDER = Path(__file__).parent
INSIDE = Path(inside.__file__)
PACKAGE = Path(linreg.__file__).resolve().parent
DATA = PACKAGE / "data"
NO_THREAD = "can't start new thread"  # in Python's words; a class shares what the system has
# Threads that parse at once make Python 3.11 raise SystemError.
PARSING = threading.Lock()
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

# The modules that a submission may import, in the order in which they need each other.
OFFERED = (
    "arguments",
    "tables",
    "closed_form",
    "closed_form.bowl",
    "closed_form.sums",
    "closed_form.least_squares",
    "closed_form.gather",
    "model",
    "loss",
    "gradient",
    "training",
    "closed_form.descent",
    "evaluation",
    "small_steps",
    "dataset",
)


class EndedError(Exception):
    """The process ended, or said something that no answer says.

    `late` after too many seconds of work, `waited` after as many in which it did nothing.
    """

    def __init__(self, reason: str, *, late: bool = False, waited: bool = False) -> None:
        super().__init__(reason)
        self.late, self.waited = late, waited


class Isolation(NamedTuple):
    """How a child is kept away from everything else."""

    name: str

    @property
    def is_strong(self) -> bool:
        """Whether files and processes are out of reach, not only time and memory limited."""
        return self.name != "limits"

    def command(self) -> list[str]:
        """Return what starts a child."""
        python = getattr(sys, "_base_executable", None) or sys.executable
        code = (
            f"import sys; sys.path.insert(0, {str(FOLDER)!r}); from child.start import main; main()"
        )
        command = [str(Path(python).resolve()), "-I", "-S", "-B", "-c", code]
        return [*_bubblewrap(command[0]), *command] if self.name == "bubblewrap" else command

    def header(self) -> dict[str, Any]:
        """Return what a child is told of its limits."""
        return {
            "path": _path(),
            "package": str(PACKAGE),
            "seconds": SECONDS,
            "memory": MEMORY,
            "landlock": self.name == "landlock",
            "is strong": self.is_strong,
            "readable": _readable() if self.name == "landlock" else [],
        }


def isolation(wanted: str = "auto") -> Isolation:
    """Return the isolation that was asked for, or the strongest that this machine has.

    Raises
    ------
    ValueError
        If it is none of the known ones.
    RuntimeError
        If it does not work on this machine; the reason is said.
    """
    if wanted not in ("auto", *ISOLATIONS):
        known = ", ".join(("auto", *ISOLATIONS))
        raise ValueError(f"isolation is {wanted!r}, but must be one of {known}")
    reasons = []
    for name in ISOLATIONS if wanted == "auto" else (wanted,):
        try:
            _try(Isolation(name))
        except (EndedError, OSError) as error:
            reasons.append(f"{name}: {getattr(error, 'strerror', None) or error}")
        else:
            return Isolation(name)
    raise RuntimeError(f"This isolation does not work on this machine. {'; '.join(reasons)}")


def _try(chosen: Isolation) -> None:
    """Read a one-line submission, so that what does not work is known before a class is graded."""
    if chosen.name == "landlock" and not confine.landlock_version():
        raise OSError(0, "the kernel has no Landlock")
    if chosen.name == "bubblewrap" and shutil.which("bwrap") is None:
        raise OSError(0, "bubblewrap (`bwrap`) is not installed")
    found = survey(b"def line(x, w, b):\n    return 1\n", False, {"line": ["x"]}, chosen)
    if "line" not in found.get("functions", {}):
        raise OSError(0, "a child process that was confined did not answer")


@cache
def _path() -> list[str]:
    """Return where a child finds the standard library and NumPy."""
    known = sysconfig.get_paths()
    # What is compiled has a folder of its own: on Windows `DLLs`, elsewhere `lib-dynload`.
    compiled = [*Path(sys.base_prefix).glob("DLLs"), sysconfig.get_config_var("DESTSHARED")]
    folders = [known["stdlib"], known["platstdlib"], *compiled, Path(np.__file__).parents[1]]
    return list(dict.fromkeys(str(folder) for folder in folders if folder))


@cache
def _readable() -> list[str]:
    """Return the folders and files that a child may read: libraries; of linreg only its data."""
    libraries = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo"]
    files = ["/dev/null", "/dev/zero", "/dev/urandom", "/etc/ld.so.cache", "/etc/localtime"]
    places = [Path(one) for one in [*_path(), *libraries, *files]]
    places += sorted((Path(sys.base_prefix) / "lib").glob("libpython*"))
    return [str(DATA), *(str(o) for place in places for o in _around(place.resolve(), PACKAGE))]


def _around(place: Path, hidden: Path) -> Iterator[Path]:
    """Yield a folder, or what is in it where something in it is to stay hidden."""
    if not hidden.is_relative_to(place):
        yield place
    elif place != hidden:
        for inner in sorted(place.iterdir()):
            yield from _around(inner, hidden)


def _bubblewrap(python: str) -> list[str]:
    """Return the command that shows a child a file system with libraries only."""
    shown = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", *_path(), python]
    shown += [str(one) for one in (Path(sys.base_prefix) / "lib").glob("libpython*")]
    command = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--die-with-parent"]
    command += ["--new-session", "--cap-drop", "ALL"]
    for folder in dict.fromkeys(shown):
        command += ["--ro-bind-try", folder, folder]
        if PACKAGE.is_relative_to(Path(folder).resolve()):
            command += ["--tmpfs", str(PACKAGE)]
    for own in (FOLDER / "child", INSIDE, DATA):
        command += ["--ro-bind", str(own), str(own)]
    command += ["--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/"]
    return [*command, "--chdir", "/", "--"]


@cache
def linreg_without(taught: str) -> list[tuple[str, str]]:
    """Return the modules of linreg as source, without one function and all that imports it."""
    sources = [("linreg", "")]
    for name in (*OFFERED, ""):
        place = PACKAGE.joinpath(*name.split("."))
        place = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        with PARSING:
            tree = ast.parse(place.read_text(encoding="utf-8"))
        tree.body = [kept for one in tree.body if (kept := _without(one, taught))]
        sources.append((f"linreg.{name}".rstrip("."), ast.unparse(tree)))
    return sources


def _without(node: ast.stmt, taught: str) -> ast.stmt | None:
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == taught:
        return None
    if isinstance(node, ast.ImportFrom):
        node.names = [one for one in node.names if one.name != taught]
        return node if node.names else None
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
        return None
    return node


class Child:
    """A child process that answers lines of JSON; ended, with all it has started, on leaving."""

    _living: ClassVar[set["Child"]] = set()
    _stopped: ClassVar[threading.Event] = threading.Event()

    def __init__(self, chosen: Isolation, header: Mapping[str, Any], data: bytes = b"") -> None:
        self._process = subprocess.Popen(
            chosen.command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd="/" if os.name == "posix" else None,
            start_new_session=True,
        )
        self._late = False
        self._timer = threading.Timer(PATIENCE, self._give_up)
        self._timer.daemon = True
        try:
            self._timer.start()
        except RuntimeError as error:  # as where there is no process
            self.__exit__()
            raise BlockingIOError(errno.EAGAIN, str(error)) from None
        self._first = json.dumps({**header, **chosen.header()}).encode() + b"\n" + data
        self._living.add(self)

    @classmethod
    @contextlib.contextmanager
    def stopped(cls) -> Iterator[None]:
        """End all that run in any thread, and let none answer inside."""
        cls._stopped.set()
        try:
            for child in list(cls._living):
                child._kill()
            yield
        finally:
            cls._stopped.clear()

    def start(self) -> Any:
        """Hand over what is to be done, and return the first reply."""
        return self._exchange(self._first)

    def ask(self, message: Any) -> Any:
        """Send a message and return the reply.

        Raises
        ------
        EndedError
            If there is none, or none that can be read.
        """
        return self._exchange(json.dumps(message).encode() + b"\n")

    def _exchange(self, data: bytes) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._stopped.is_set():
            raise EndedError("the grader was interrupted")
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
            line = self._process.stdout.readline(LONGEST)
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            raise self._ended() if not line else EndedError("its answer is too long")
        try:
            return json.loads(line)
        except (ValueError, RecursionError):
            raise EndedError("its answer cannot be read") from None

    def _give_up(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        if self._process.returncode is not None:
            return  # its number may be another's by now
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def _ended(self) -> EndedError:
        seconds = self._reap(1.0)
        code = self._process.returncode
        if seconds is not None and seconds > SECONDS - 1.5:
            return EndedError(f"stopped after {seconds:.0f} seconds of work", late=True)
        if self._late and seconds is None:  # Windows does not tell how many were of work
            return EndedError(f"stopped after {PATIENCE:.0f} seconds", late=True)
        if self._late:
            reason = f"waited for {PATIENCE:.0f} seconds and hardly computed anything"
            return EndedError(reason, waited=True)
        if code >= 0:
            return EndedError(f"the process ended itself (exit code {code})")
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = str(-code)
        return EndedError(f"the process was ended by signal {name}")

    def _reap(self, grace: float = 0.0) -> float | None:
        """End the process and wait for it; return its seconds of work, where the system tells.

        For some time it may end by itself, so that it can be said how it ended.
        """
        if hasattr(os, "waitid") and self._process.returncode is None:
            options, start = os.WEXITED | os.WNOWAIT | os.WNOHANG, time.monotonic()
            with contextlib.suppress(ChildProcessError):
                while time.monotonic() - start < grace:
                    if os.waitid(os.P_PID, self._process.pid, options):
                        break
                    time.sleep(0.002)
        self._kill()
        if self._process.returncode is not None or not hasattr(os, "wait4"):
            self._process.wait()
            return None
        try:
            _, status, usage = os.wait4(self._process.pid, 0)
        except ChildProcessError:
            self._process.returncode = 0
            return None
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_utime + usage.ru_stime

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self._living.discard(self)
        self._timer.cancel()
        self._reap()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def _environment() -> dict[str, str]:
    """Return the environment of a child: nothing of ours, and one thread for NumPy."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {**kept, **dict.fromkeys(threads, "1")}


def survey(
    data: bytes, is_notebook: bool, exercises: Mapping[str, list[str]], chosen: Isolation
) -> dict[str, Any]:
    """Return what a submission holds, as `child.slicing.survey` says it.

    Raises
    ------
    EndedError
        If the process that reads it ended.
    """
    header = {
        "task": "survey",
        "size": len(data),
        "is notebook": is_notebook,
        "exercises": dict(exercises),
    }
    with Child(chosen, header, data) as child:
        return _dictionary(child.start())


class NoFunctionError(Exception):
    """The statements that a function needs could not be run, or give none: kind and words."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(kind, text)
        self.kind, self.text = kind, text


class Remote:
    """A function in a child process, as the engine wants it.

    With a `secret`, generators among the arguments start elsewhere than the public probes say.
    """

    def __init__(self, child: Child) -> None:
        self._child, self._is_new_verdict = child, True
        self.secret: int | None = None
        self.was_late, self.refused = False, ""  # a call was stopped; what it must not do
        self._moved: list[np.random.Generator] = []
        self.missed: set[str] = set()  # what was asked of linreg and is not there
        told = _dictionary(child.start())
        try:
            if "failed" in told:
                raise NoFunctionError(*(str(one)[:2000] for one in told["failed"]))
            parameters, is_empty, has_loop, outer = told["facts"]
            self.parameters = _parameters(parameters)
            self.outer_variables = tuple(str(one)[:100] for one in outer[:100])
            self.kind = str(told["kind"])[:100]
        except UNREADABLE:
            raise EndedError("its answer cannot be read") from None
        self.is_empty, self.has_loop = bool(is_empty), bool(has_loop)

    def guarded(self) -> AbstractContextManager[Any]:
        """Give each verdict its own seconds; the process is confined, and needs no guard."""
        self._is_new_verdict = True
        return nullcontext()

    def call(self, arguments: dict[str, Any], keywords: set[str]) -> Reply:
        """Send the arguments, answer what is called back, and return what comes of it."""
        sent = {name: self._packed(value) for name, value in arguments.items()}
        message = {"arguments": sent, "keywords": list(keywords), "anew": self._is_new_verdict}
        self._is_new_verdict = False
        told = self._child.ask(message)
        functions = [one for one in arguments.values() if callable(one)]
        while functions and "call back" in _dictionary(told):
            told = self._child.ask(_called_back(functions[0], told["call back"]))
        try:
            value, failure, changed = told["reply"]
            self._note(failure)
            known = frozenset(name for name in arguments if name in changed)
            for name, state in told["states"].items():
                arguments[name].bit_generator.state = state
            reply = Reply(_value(value), _failure(failure), known)
        except UNREADABLE:
            raise EndedError("its answer cannot be read") from None
        return reply

    def _note(self, failure: Any) -> None:
        """Note what a failed call asked for and may not have."""
        if failure:
            types, text = failure[:2]
            self.was_late |= types[0] == "TimeLimitError"
            if NO_THREAD in str(text) or "PermissionError" in types:
                self.refused = str(text)[:200]
            if "module 'linreg" in str(text):
                self.missed.add(str(failure[5]))

    def _packed(self, value: Any) -> Any:
        is_new = not any(value is one for one in self._moved)
        if self.secret is not None and isinstance(value, np.random.Generator) and is_new:
            start = int(value.bit_generator.state["state"]["state"]) % 2**63
            other = np.random.default_rng([self.secret, start])
            value.bit_generator.state = other.bit_generator.state
            self._moved.append(value)
        return pack(value)


def _dictionary(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise EndedError("its answer cannot be read")
    return told


def _parameters(told: Any) -> tuple[Parameter, ...] | None:
    if told is None:
        return None
    return tuple(
        Parameter(str(name)[:100], str(kind)[:100], bool(is_optional), bool(is_read))
        for name, kind, is_optional, is_read in told[:100]
    )


def _called_back(function: Any, packed: Any) -> dict[str, Any]:
    try:
        return {"value": pack(function(_array(packed, _shape(packed["shape"]))))}
    except UNREADABLE as error:
        return {"error": type(error).__name__, "text": str(error)[:500]}


def _shape(told: Any) -> tuple[int, ...]:
    if len(told) > MOST_DIMENSIONS:
        raise ValueError("no array has so many dimensions")
    shape = tuple(int(one) for one in told)
    if any(not 0 <= size < 2**63 for size in shape):
        raise ValueError("no array has such a size")
    return shape


def _array(packed: Any, shape: tuple[int, ...]) -> Any:
    """Return the numbers of a reply as an array, if they are numbers and as many as they say."""
    if packed["type"] not in NUMBERS:
        raise ValueError("no numbers")
    return unpack({"numbers": packed["numbers"], "type": packed["type"], "shape": shape})


def _value(told: Any, depth: int = 0) -> Value | None:
    if told is None:
        return None
    kind, sizes, numbers, items, is_list = told
    shape = _shape(sizes)
    array = None if numbers is None else _array(numbers, shape)
    inner = None
    if items is not None and depth == 0:
        inner = tuple(_value(one, 1) for one in items[:13])
    return Value(str(kind)[:200], shape, array, inner, bool(is_list))  # type: ignore[arg-type]


def _failure(told: Any) -> Failure | None:
    if told is None:
        return None
    types, text, line, source, unfinished, name, names = told
    return Failure(
        types=tuple(str(one)[:100] for one in types[:20]),
        text=str(text)[:2000],
        line=int(line),
        source=str(source)[:500],
        unfinished=bool(unfinished),
        name=str(name)[:100],
        names=tuple(str(one)[:100] for one in names[:100]),
    )
