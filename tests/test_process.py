"""Child processes: which isolation is taken, what they may read, what is said of one that ends."""

import ast
import ctypes
import importlib
import inspect
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import linreg
from linreg.checks import EXERCISES
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel
from linreg.classroom import asked, process
from linreg.classroom.child import confine
from linreg.classroom.grade import Report, grade
from linreg.classroom.process import Child, EndedError, Isolation, isolation, survey

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import by_exercise, graded, notebook, save
from test_callees import far, judged_far
from test_hostile import STRONG

TOP = Path(linreg.__file__).resolve().parent.parent
SOURCE = TOP / "linreg" / "loss.py"
LINE = "def line(x, w, b):\n    return w * x + b\n"
FORWARDS = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'


pytestmark = pytest.mark.skipif(os.name == "nt", reason="shells and signals are others on Windows")


@pytest.fixture
def bwrap(tmp_path, monkeypatch):
    """Return a function that puts a script in the place of bubblewrap."""

    def install(script):
        place = tmp_path / "bin" / "bwrap"
        place.parent.mkdir()
        place.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        place.chmod(0o755)
        monkeypatch.setenv("PATH", str(place.parent), prepend=os.pathsep)

    return install


def test_a_child_finds_the_compiled_part_of_the_standard_library(tmp_path, monkeypatch):
    (tmp_path / "DLLs").mkdir()  # its folder on Windows
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    assert str(tmp_path / "DLLs") in process._path.__wrapped__()


def test_with_a_secret_every_generator_starts_where_nobody_can_know():
    def draws(*seeds):
        generators = [np.random.default_rng(seed) for seed in (*seeds, *seeds)]
        calls = [remote.call({"n_features": 2, "rng": rng}, set()) for rng in generators]
        return [tuple(call.value.numbers) for call in calls]

    source = "def initialize(n_features, rng):\n    return rng.standard_normal(n_features)\n"
    with far(source, "initialize") as remote:
        known = draws(0, 1, 2)
        found = [known]
        for remote.secret in (5, 6):
            found.append(draws(0, 1, 2))
    assert known[0] == tuple(np.random.default_rng(0).standard_normal(2))
    assert all(one[:3] == one[3:] for one in found)
    assert len({draw for one in found for draw in one}) == 9


def test_an_argument_can_be_called_with_complex_numbers():
    source = (
        "import numpy as np\ndef numerical_gradient(f, p, step=1e-6):\n"
        "    steps = step * np.eye(len(p), dtype=complex)\n"
        "    return np.array([(f(p + one) - f(p - one)).real / (2 * step) for one in steps])\n"
    )
    verdict = judged_far(source, "numerical_gradient", EXERCISES["numerical_gradient"])
    assert verdict.state == "correct"


def test_a_child_sees_nothing_of_the_graders_environment(monkeypatch):
    monkeypatch.setenv("TOKEN", "secret")
    source = (
        "import os\ndef line(x, w, b):\n"
        "    threads = [os.environ[f'{name}_NUM_THREADS'] for name in ('OPENBLAS', 'OMP', 'MKL')]\n"
        "    return [float('TOKEN' in os.environ), *map(float, threads)]\n"
    )
    with far(source, "line") as remote:
        found = remote.call({"x": np.zeros(1), "w": 1.0, "b": 0.0}, set())
    assert found.value.numbers.tolist() == [0, 1, 1, 1]


def test_a_child_whose_clock_nobody_can_look_at_is_ended_at_once(monkeypatch):
    class Popen(subprocess.Popen):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            started.append(self)

    def start(_):
        raise RuntimeError("can't start new thread")

    started = []
    monkeypatch.setattr(subprocess, "Popen", Popen)
    monkeypatch.setattr(threading.Timer, "start", start)
    with pytest.raises(BlockingIOError, match="can't start new thread"):
        survey(b"", False, {}, Isolation("limits"))
    assert [one.returncode for one in started] == [-signal.SIGKILL]


@pytest.mark.parametrize("part", ["kind", "parameter", "outer variable"])
def test_what_a_child_tells_of_a_function_is_cut_off_where_it_is_long(part):
    long = 60_000 * "k"
    parameters = [[long, long, 0, 0]] * 101 if part == "parameter" else None
    outer = [long] * 101 if part == "outer variable" else []
    kind = long if part == "kind" else ""
    child = SimpleNamespace(start=lambda: {"facts": [parameters, 0, 0, outer], "kind": kind})
    remote = process.Remote(child)
    assert len(repr([remote.parameters, remote.outer_variables, remote.kind])) < 50_000


def test_an_isolation_that_is_not_known_gets_the_known_ones():
    known = "auto, landlock, bubblewrap, limits"
    with pytest.raises(ValueError, match=f"isolation is 'prayer', but must be one of {known}"):
        isolation("prayer")


def test_without_landlock_and_bubblewrap_there_are_limits_only(monkeypatch):
    monkeypatch.setattr(confine, "landlock_version", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert isolation() == Isolation("limits")
    for name, reason in (("landlock", "the kernel has no Landlock"), ("bubblewrap", "installed")):
        with pytest.raises(
            RuntimeError, match=f"does not work on this machine.*{name}: .*{reason}"
        ):
            isolation(name)


def test_bubblewrap_is_the_one_that_the_path_has(bwrap, tmp_path):
    bwrap(f": > {tmp_path}/called\n{FORWARDS}")
    assert isolation("bubblewrap").is_strong
    assert (tmp_path / "called").exists()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 3", r"the process ended itself \(exit code 3\)"),
        ("kill -9 $$", "the process was ended by signal SIGKILL"),
        ("kill -50 $$", "the process was ended by signal 50"),
        ("read _; echo '{}'", "a child process that was confined did not answer"),
        ("read _; echo 3", "its answer cannot be read"),
        ("read _; echo '['", "its answer cannot be read"),
        ("read _; printf '%0100000d\\n' 0 | tr 0 '['", "its answer cannot be read"),
        ("read _; printf '%09000000d\\n' 0", "its answer is too long"),
    ],
)
def test_an_isolation_that_fails_is_not_taken_and_says_how(script, reason, bwrap):
    bwrap(script)
    with pytest.raises(RuntimeError, match=rf"bubblewrap: (\[.*\] )?{reason}$"):
        isolation("bubblewrap")


def test_where_no_isolation_works_each_says_why(monkeypatch):
    def fails(chosen):
        raise OSError(0, "gone") if chosen.is_strong else EndedError("it ended")

    monkeypatch.setattr(process, "_try", fails)
    reasons = r"landlock: gone; bubblewrap: gone; limits: it ended"
    with pytest.raises(RuntimeError, match=f"does not work on this machine. {reasons}$"):
        isolation()


@pytest.mark.parametrize("name", process.ISOLATIONS)
def test_a_child_is_told_of_its_limits(name):
    told = Isolation(name).header()
    readable = told.pop("readable")
    assert told == {
        "path": list(dict.fromkeys(process._path())),
        "package": str(TOP / "linreg"),
        "seconds": process.SECONDS,
        "memory": process.MEMORY,
        "landlock": name == "landlock",
        "is strong": name != "limits",
    }
    assert (str(process.DATA) in readable, bool(readable)) == 2 * (name == "landlock",)


def test_a_child_is_told_what_it_is_to_read(bwrap):
    bwrap('read -r told; printf \'{"told": %s, "data": "%s"}\\n\' "$told" "$(head -c 3)"')
    chosen = Isolation("bubblewrap")
    task = {"task": "survey", "size": 3, "is notebook": True, "exercises": {"line": ["x"]}}
    found = survey(b"abc", True, {"line": ["x"]}, chosen)
    assert found == {"told": {**task, **chosen.header()}, "data": "abc"}


def test_a_child_runs_the_python_of_which_an_environment_was_made(tmp_path, monkeypatch):
    links = [tmp_path / name for name in ("based", "run")]
    for link in links:
        (tmp_path / f"{link.name}on").touch()
        link.symlink_to(f"{link.name}on")
    base, run = map(str, links)
    monkeypatch.setattr(sys, "executable", run)
    found = []
    for known in (base, None):
        monkeypatch.setattr(sys, "_base_executable", known, raising=False)
        found.append(Isolation("limits").command()[0])
    monkeypatch.delattr(sys, "_base_executable")
    assert [*found, Isolation("limits").command()[0]] == [f"{base}on", f"{run}on", f"{run}on"]


def test_nothing_else_runs_where_a_child_starts():
    *command, _ = Isolation("limits").command()  # but for the code
    flags = "isolated", "no_site", "dont_write_bytecode", "interactive"
    said = f"import sys; print(*(int(getattr(sys.flags, one)) for one in {flags}))"
    given = subprocess.run([*command, said], capture_output=True, text=True, check=True)
    assert given.stdout.split() == ["1", "1", "1", "0"]


def test_of_a_folder_with_something_to_hide_all_else_is_shown(tmp_path):
    hidden, other, beside = (tmp_path / name for name in ("a/hidden", "a/other", "b"))
    for folder in (hidden / "x", other / "y", beside):
        folder.mkdir(parents=True)
    shown = [list(process._around(place, hidden)) for place in (tmp_path, hidden, other)]
    assert shown == [[other, beside], [], [other]]


def test_a_child_that_ends_before_it_has_read_everything_says_how(bwrap):
    bwrap("exit 3")
    with pytest.raises(EndedError, match="exit code 3"):
        survey(bytes(10**6), False, {}, Isolation("bubblewrap"))


@pytest.mark.parametrize(
    ("script", "words", "late"),
    [
        ("exec sleep 9", "waited for 1 seconds and hardly computed anything", False),
        ("while :; do :; done", "stopped after . seconds of work", True),
        ("exit 0", r"the process ended itself \(exit code 0\)", False),
    ],
)
def test_a_child_that_waits_is_told_from_one_that_works(script, words, late, bwrap, monkeypatch):
    bwrap(script)
    monkeypatch.setattr(process, "PATIENCE", 1.0)  # the clock
    monkeypatch.setattr(process, "SECONDS", 1.55)  # of work: 0.05 are enough
    with pytest.raises(EndedError, match=f"^{words}$") as caught:
        survey(b"", False, {}, Isolation("bubblewrap"))
    assert (caught.value.late, caught.value.waited) == (late, words.startswith("waited"))


def test_where_no_timer_counts_seconds_of_work_an_endless_loop_is_stopped(monkeypatch):
    """As on Windows, where no thread is refused either."""
    *command, code = Isolation("limits").command()
    without = "import signal; del signal.setitimer, signal.ITIMER_PROF"
    more = "from child import confine; confine.no_reach = lambda: None"
    assert "; main()" in code
    code = code.replace("; main()", f"; {without}; {more}; main()")
    monkeypatch.setattr(Isolation, "command", lambda _: [*command, code])
    source = "def line(x, w, b):\n    while True: pass"
    with far(source, "line", limit=0.5, wanted="limits") as remote:
        verdict = judge(remote, EXERCISES["line"])
    assert (verdict.state, verdict.mistake) == ("wrong", "takes too long")


def test_where_seconds_of_work_are_not_told_one_that_waits_takes_too_long(bwrap, monkeypatch):
    """As on Windows."""
    bwrap("exec sleep 9")
    monkeypatch.setattr(process, "PATIENCE", 0.6)
    monkeypatch.delattr(os, "wait4")
    with pytest.raises(EndedError, match=r"^stopped after 1 seconds$") as caught:
        survey(b"", False, {}, Isolation("bubblewrap"))
    assert caught.value.late


def test_the_number_of_a_child_that_has_ended_may_be_anothers(bwrap, monkeypatch):
    def use(*_):
        raise AssertionError("it is used")

    bwrap("exit 3")
    with Child(Isolation("bubblewrap"), {}) as child:
        with pytest.raises(EndedError, match="exit code 3"):
            child.start()
        monkeypatch.setattr(os, "killpg", use)
        monkeypatch.setattr(os, "wait4", use)


@pytest.mark.parametrize(
    ("user", "system", "words", "late"),
    [
        (6.0, 6.0, "stopped after 12 seconds of work", True),
        (0.0, 10.6, "stopped after 11 seconds of work", True),
        (9.0, 1.4, r"the process ended itself \(exit code 3\)", False),
    ],
)
def test_seconds_of_work_are_those_of_the_system_too(user, system, words, late, bwrap, monkeypatch):
    def waited(*given, wait=os.wait4):
        return *wait(*given)[:2], SimpleNamespace(ru_utime=user, ru_stime=system)

    bwrap("exit 3")
    monkeypatch.setattr(os, "wait4", waited)
    with pytest.raises(EndedError, match=f"^{words}$") as caught:
        survey(b"", False, {}, Isolation("bubblewrap"))
    assert (caught.value.late, caught.value.waited) == (late, False)


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="macOS tells it from Python 3.13 on")
def test_a_child_that_is_silent_may_end_by_itself_and_says_how(bwrap):
    bwrap("exec >&-; sleep 0.1; exit 3")
    with pytest.raises(EndedError, match=r"^the process ended itself \(exit code 3\)$"):
        survey(b"", False, {}, Isolation("bubblewrap"))


def test_where_the_system_reaps_children_by_itself_nobody_knows_how_one_ended(bwrap):
    bwrap("exit 3")
    old = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with pytest.raises(EndedError, match=r"^the process ended itself \(exit code 0\)$"):
            survey(b"", False, {}, Isolation("bubblewrap"))
    finally:
        signal.signal(signal.SIGCHLD, old)


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="its own system calls")
ISOLATIONS = [*STRONG, "limits"]


def line_of(source, name):
    """Return the numbers of the answer of a function `line` in a child process."""
    with far(source, "line", wanted=name) as remote:
        return remote.call({"x": 1.0, "w": 1.0, "b": 1.0}, set()).value.numbers


def runs(pid):
    """Return whether a process is there and not only waits to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2][1] != "Z"
    except FileNotFoundError:
        return False


def ends(pid):
    """Return whether a process is gone within ten seconds, and leave none behind."""
    end = time.monotonic() + 10
    while runs(pid) and time.monotonic() < end:
        time.sleep(0.01)
    still = runs(pid)
    if still:
        os.kill(pid, signal.SIGKILL)
    return not still


@LINUX
def test_a_child_starts_at_the_root_in_a_session_of_its_own_and_with_nothing_of_ours(
    bwrap, capfd, monkeypatch
):
    monkeypatch.setenv("TOKEN", "secret")
    monkeypatch.setenv("SYSTEMROOT", "that of Windows")
    bwrap(
        "read -r _; read -r stat < /proc/$$/stat; set -- $stat; echo noise >&2\n"
        "threads=$OPENBLAS_NUM_THREADS$OMP_NUM_THREADS$MKL_NUM_THREADS\n"
        'printf \'[%s, %s, "%s", "%s", "%s", "%s"]\\n\' '
        '$1 $6 "$(pwd -P)" "$TOKEN" "$SYSTEMROOT" "$threads"'
    )
    with Child(Isolation("bubblewrap"), {}) as child:
        own, session, *known = child.start()
    assert session == own
    assert known == ["/", "", "that of Windows", "111"]
    assert capfd.readouterr().err == ""


@LINUX
def test_a_child_is_gone_at_the_end_and_what_it_has_started_too(bwrap):
    bwrap("read -r _; sleep 60 & echo $!; exec sleep 60")
    with Child(Isolation("bubblewrap"), {}) as child:
        started = child.start()
        assert runs(started)
        end = time.monotonic()
    assert time.monotonic() - end < 0.9  # it is not waited for
    assert not Path(f"/proc/{child._process.pid}").exists()
    assert ends(started)


@LINUX
def test_an_interruption_ends_all_children_and_none_answers_meanwhile(bwrap):
    bwrap('while read -r line; do echo "$line"; done')
    chosen = Isolation("bubblewrap")
    with Child(chosen, {}) as gone:
        pass
    with Child(chosen, {}) as ann, Child(chosen, {}) as bo:
        assert [ann.ask(1), bo.ask(["2"])] == [1, ["2"]]
        assert {ann, bo} <= Child._living.difference([gone])
        with Child.stopped():
            assert all(ends(one._process.pid) for one in (ann, bo))
            with pytest.raises(EndedError, match=r"^the grader was interrupted$"):
                bo.ask(3)
    assert not {ann, bo} & Child._living
    with pytest.raises(KeyboardInterrupt), Child.stopped():
        raise KeyboardInterrupt
    with Child(chosen, {}) as kim:
        assert kim.ask(4) == 4


@LINUX
@pytest.mark.parametrize("name", ISOLATIONS)
def test_a_child_ends_with_its_grader(name):
    """Killed, or with its terminal: nobody is left to look at the clock."""
    source = "import time\n\n\ndef line(x, w, b):\n    time.sleep(10**6)\n"
    grader = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_callees import far\n"
        f"with far({source!r}, 'line', wanted={name!r}) as remote:\n"
        "    print(remote._child._process.pid, flush=True)\n"
        "    remote.call(dict(x=1, w=1, b=1), set())\n"
    )
    with subprocess.Popen([sys.executable, "-c", grader], stdout=subprocess.PIPE) as process:
        child = int(process.stdout.readline())
        time.sleep(0.5)  # it is called, and sleeps
        assert runs(child)
        process.kill()
    assert ends(child)


@LINUX
@pytest.mark.parametrize("name", ISOLATIONS)
def test_a_child_cannot_outlive_its_grader(name):
    source = (
        "import ctypes\n\n\ndef line(x, w, b):\n"
        "    return float(ctypes.CDLL(None).prctl(1, 0, 0, 0, 0))\n"
    )
    assert line_of(source, name) == -1


@LINUX
@pytest.mark.parametrize("name", ISOLATIONS)
def test_who_starts_threads_needs_a_human_and_takes_none_from_the_class(name, tmp_path):
    threads = (
        "from concurrent.futures import ThreadPoolExecutor\n\n\ndef baseline_loss(y):\n"
        "    with ThreadPoolExecutor() as pool:\n"
        "        return list(pool.map(np.var, [y]))[0]\n"
    )
    started = (
        "import threading\n\n\ndef mean_squared_error(y, y_hat):\n    count = 0\n"
        "    try:\n        while count < 10:\n"
        "            threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "            count += 1\n"
        "    except RuntimeError:\n        pass\n"
        "    return np.mean((y - y_hat) ** 2) if count == 0 else 0\n"
    )
    answers = {"mean_squared_error": started, "baseline_loss": threads}
    save(tmp_path / "in" / "ann.ipynb", notebook("05_compute_loss", answers))
    rows = by_exercise(graded(tmp_path / "in", tmp_path / "out", name))
    assert rows["mean_squared_error"]["state"] == "correct"
    assert rows["baseline_loss"]["state"] == "human"
    assert "can't start new thread" in rows["baseline_loss"]["note"]


@LINUX
@pytest.mark.parametrize("name", ISOLATIONS)
def test_the_kernel_lends_no_memory_and_watches_no_folder(name):
    source = (
        "import ctypes, os, resource\n\n\ndef line(x, w, b):\n    libc = ctypes.CDLL(None)\n"
        "    told = [libc.socketpair(1, 1, 0, (ctypes.c_int * 2)()), libc.inotify_init1(0),\n"
        "            libc.readlink(b'/proc/self/exe', bytes(99), 99), libc.fanotify_init(0, 0),\n"
        "            libc.unshare(0x10000000), libc.syscall(430, b'tmpfs', 0),\n"
        "            libc.ioctl(0, 0x5401, bytes(99)), libc.fcntl(0, 1024, 0)]\n"
        "    return [float(one) for one in [*told, *resource.getrlimit(resource.RLIMIT_NOFILE)]]\n"
    )
    refused = [-1] * 8
    assert list(line_of(source, name)) == [*refused, confine.MOST_OPEN, confine.MOST_OPEN]


@LINUX
@pytest.mark.parametrize("name", ISOLATIONS)
def test_no_file_is_emptied_by_reading_it(name, tmp_path):
    """Which the first two versions of Landlock do not see."""
    letter = tmp_path / "letter.txt"
    letter.write_text("dear", encoding="utf-8")
    source = (
        "import os\n\n\ndef line(x, w, b):\n    try:\n"
        f"        os.open({str(letter)!r}, os.O_RDONLY | os.O_TRUNC)\n"
        "    except OSError:\n        return 1.0\n"
    )
    assert line_of(source, name) == 1
    assert letter.read_text(encoding="utf-8") == "dear"


@LINUX
@pytest.mark.parametrize("name", STRONG)
@pytest.mark.parametrize("place", ["/x", "/dev/x", "/dev/shm/x", "/tmp/x"])
def test_nothing_is_made_anywhere(place, name):
    source = (
        "import os\n\n\ndef line(x, w, b):\n    made = 0\n"
        "    link, write = (lambda one: os.symlink('y', one)), (lambda one: open(one, 'w'))\n"
        "    for make in (os.mkdir, link, write):\n"
        f"        try:\n            make({place!r})\n            made += 1\n"
        "        except OSError:\n            pass\n"
        "    return float(made)\n"
    )
    assert line_of(source, name) == 0


@LINUX
@pytest.mark.parametrize("name", ISOLATIONS)
def test_memory_and_messages_that_others_share_are_out_of_reach(name):
    libc, own = ctypes.CDLL(None), f"/linreg{os.getpid()}".encode()
    memory, queue, signs = libc.shmget(0, 4096, 0o600), libc.msgget(0, 0o600), libc.semget(0, 1)
    assert libc.mq_open(own, os.O_CREAT | os.O_RDWR, 0o600, None) >= 0
    source = (
        "import ctypes\nlibc = ctypes.CDLL(None)\n\n\ndef line(x, w, b):\n"
        f"    told = [libc.shmat({memory}, None, 0), libc.shmctl({memory}, 0, None),\n"
        f"            libc.msgsnd({queue}, b'1234567890', 1, 0o4000),\n"
        f"            libc.msgrcv({queue}, bytes(20), 1, 0, 0o4000),\n"
        f"            libc.msgctl({queue}, 0, None), libc.mq_unlink({own!r}),\n"
        f"            libc.semctl({signs}, 0, 0), libc.semop({signs}, bytes(6), 1)]\n"
        "    return [float(one) for one in told]\n"
    )
    try:
        numbers = line_of(source, name)
    finally:
        left = [libc.shmctl(memory, 0, None), libc.msgctl(queue, 0, None), libc.semctl(signs, 0, 0)]
        left += [libc.mq_unlink(own)]
    assert list(numbers) == [-1] * 8
    assert left == [0, 0, 0, 0]


def test_an_interrupted_grader_waits_for_nobody_and_starts_nothing_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "PATIENCE", 3600.0)
    sleeps = "import time\nlong = time.sleep(10**6)\n\n\ndef {}: return long"
    answers = {
        "mean_squared_error": sleeps.format("mean_squared_error(y, y_hat)"),
        "baseline_loss": sleeps.format("baseline_loss(y)"),
    }
    save(tmp_path / "in" / "ann.ipynb", notebook("05_compute_loss", {}))
    save(tmp_path / "in" / "bo.ipynb", notebook("05_compute_loss", answers))
    running = grade(tmp_path / "in", tmp_path / "out", isolation(), Report())
    assert next(running)[2] == "ann"
    running.close()
    assert graded(tmp_path / "in" / "ann.ipynb", tmp_path / "out")[0]["state"] == "todo"


def test_where_the_system_reaps_children_by_itself_a_class_is_graded_all_the_same(tmp_path):
    ends = "import os\n\n\ndef mean_squared_error(y, y_hat):\n    os._exit(0)"
    answers = {"mean_squared_error": ends, "baseline_loss": "def baseline_loss(y):\n    return 0"}
    save(tmp_path / "in" / "ann.ipynb", notebook("05_compute_loss", answers))
    old = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # as some shells and services start it
    try:
        rows = by_exercise(graded(tmp_path / "in", tmp_path / "out", "limits"))
    finally:
        signal.signal(signal.SIGCHLD, old)
    assert "the process ended itself" in rows["mean_squared_error"]["note"]
    assert rows["baseline_loss"]["state"] == "wrong"


@pytest.fixture
def linreg_among_libraries(monkeypatch):
    """Let NumPy stand where linreg does, as in an environment in which both are installed."""
    monkeypatch.setattr(np, "__file__", str(TOP / "numpy" / "__init__.py"))
    cached = (process._path, process._readable)
    for one in cached:
        one.cache_clear()
    yield
    for one in cached:
        one.cache_clear()


READS = f"""
for name in ({str(TOP / "README.md")!r}, {str(SOURCE)!r}):
    try:
        print(len(open(name).read()) > 0)
    except OSError as error:
        print(type(error).__name__)
"""


@pytest.mark.skipif(not confine.landlock_version(), reason="no Landlock")
@pytest.mark.usefixtures("linreg_among_libraries")
def test_landlock_hides_linreg_among_the_libraries():
    chosen = Isolation("landlock")
    locked = (
        f"import sys; sys.path.insert(0, {str(process.FOLDER)!r}); from child import confine\n"
        f"confine.landlock({chosen.header()['readable']!r})\n{READS}"
    )
    command = [chosen.command()[0], "-I", "-S", "-B", "-c", locked]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "PermissionError"]


@pytest.mark.skipif(not shutil.which("bwrap"), reason="no bubblewrap")
@pytest.mark.usefixtures("linreg_among_libraries")
def test_bubblewrap_hides_linreg_among_the_libraries():
    *command, _ = Isolation("bubblewrap").command()  # but for the code
    said = subprocess.run([*command, READS], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "FileNotFoundError"]


FORGED = """import os
def forge(line):
    for one in range(3, 64):
        try:
            os.write(one, line.encode() + b"\\n")
        except OSError:
            pass
"""


@pytest.mark.parametrize("line", ["3", "{}", '{"facts": 3}', '{"facts": [null, 0, 0, 3]}'])
def test_a_line_that_is_forged_while_the_function_is_made_cannot_be_read(line):
    with pytest.raises(EndedError, match="its answer cannot be read"):
        judged_far(f"{FORGED}forge({line!r})\n{LINE}", "line", EXERCISES["line"])


@pytest.mark.parametrize(
    "line",
    [
        '{"call back": 3}',
        '{"call back": {"type": "object", "shape": [1], "numbers": [1]}}',
        '{"call back": {"type": "float64", "shape": [3], "numbers": [1.0]}}',
    ],
)
def test_a_forged_call_of_an_argument_gains_nothing(line):
    source = (
        f"import numpy as np\n{FORGED}def numerical_gradient(f, p, step=1e-6):\n"
        f"    forge({line!r})\n    return np.zeros_like(p)\n"
    )
    try:
        verdict = judged_far(source, "numerical_gradient", EXERCISES["numerical_gradient"])
    except EndedError:
        return
    assert verdict.state == "wrong"


def test_a_shape_of_a_million_sizes_is_no_shape():
    """Their product would take minutes, in which nothing else of the grader goes on."""
    forged = (
        "import os\n\n\ndef line(x, w, b):\n"
        '    number = \'{"numbers": [1.0], "type": "float64"}\'\n'
        "    sizes = '9, ' * 999_999 + '9'\n"
        '    said = f\'{{"reply": [["numbers", [{sizes}], {number}, null, false], null, []], \'\n'
        "    said += '\"states\": {}}\\n'\n"
        "    for one in range(3, 64):\n        try:\n"
        "            os.write(one, said.encode())\n"
        "        except OSError:\n            pass\n    return 1.0\n"
    )
    with far(forged, "line") as remote, pytest.raises(EndedError, match="cannot be read"):
        remote.call({"x": 1.0, "w": 1.0, "b": 1.0}, set())


@pytest.mark.parametrize("size", [-1, 2**63, 10**4000])
def test_a_size_that_no_array_has_is_no_size(size):
    with pytest.raises(ValueError, match="no array has such a size"):
        process._value(["numbers", [3, size], None, None, False])


def test_what_an_argument_raises_when_it_is_called_is_told_as_in_the_notebook():
    exercise = EXERCISES["numerical_gradient"]

    def asks_too_much(f, p, step=1e-6):
        return np.full_like(p, f(np.ones((7, 5, 3))))

    source = textwrap.dedent(inspect.getsource(asks_too_much)) + "import numpy as np\n"
    near = judge(Kernel(asks_too_much), exercise).message
    far = judged_far(source, "asks_too_much", exercise).message
    assert far == re.sub(r"Line \d+", "Line 2", near)
    moved = judged_far(f"# a\u2028b\x0c\n{source}", "asks_too_much", exercise).message
    assert moved == far.replace("Line 2", "Line 3")
    assert "`return np.full_like(p, f(np.ones((7, 5, 3))))`: arrays of shape" in far


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def line(x, w, b, unit=1):\n    return unit * (w * x + b)\n", "is correct"),
        ("def line(x, w, b):\n    slope = w\n    return slop * x + b\n", "do you mean `slope`?"),
    ],
)
def test_parameters_and_names_of_a_function_are_known_as_in_the_notebook(source, words):
    assert words in judged_far(source, "line", EXERCISES["line"]).message


def names_of(source):
    """Return what a module imports and defines."""
    found = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom):
            found |= {one.asname or one.name for one in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {ast.unparse(one) for one in node.targets}
    return found


def test_many_threads_may_ask_for_linreg_and_for_the_questions_at_once():
    for one in (process.linreg_without, asked.questions):
        one.cache_clear()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            texts = [pool.submit(asked.questions) for _ in range(8)]
            sources = list(pool.map(process.linreg_without, EXERCISES))
    finally:
        sys.setswitchinterval(interval)
    assert {len(one) for one in sources} == {len(process.OFFERED) + 2}
    assert all(one.result() == asked.questions() for one in texts)


@pytest.mark.parametrize("taught", ["mean_squared_error", "mse_gradient", "LinearModel"])
def test_a_child_gets_linreg_without_the_function_that_is_asked(taught):
    ((_, nothing), *modules) = process.linreg_without(taught)
    assert nothing == ""
    for name, source in modules:
        module = importlib.import_module(name)
        whole = Path(module.__file__).read_text(encoding="utf-8")
        assert names_of(source) == names_of(whole) - {taught, "__all__"}


def test_what_an_argument_raises_is_sent_with_its_kind_and_words():
    def refuse(p):
        raise ValueError("no " * 200)

    numbers = {"type": "float64", "shape": [1], "numbers": [1.0]}
    text = ("no " * 200)[:500]
    assert process._called_back(refuse, numbers) == {"error": "ValueError", "text": text}
