"""Submissions that attack the grader: no credit gained, none lost, nothing changed, nothing left.

Each takes the place of `mean_squared_error` in a notebook whose `baseline_loss` is right.
"""

import os
import shutil
import stat
import sys
import time
import zipfile
from pathlib import Path

import pytest

import linreg
from linreg.classroom import process
from linreg.classroom.child.confine import landlock_version

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import by_exercise, graded, notebook, save

pytestmark = pytest.mark.slow
HONEST = "def baseline_loss(y):\n    return np.var(y)"
HEAD = "def mean_squared_error(y, y_hat):\n"
STRONG = [
    pytest.param(
        "landlock", marks=pytest.mark.skipif(not landlock_version(), reason="no Landlock")
    ),
    pytest.param(
        "bubblewrap", marks=pytest.mark.skipif(not shutil.which("bwrap"), reason="no bubblewrap")
    ),
]
SOURCE = Path(linreg.__file__).parent / "loss.py"

ATTACKS = {
    "endless loop": "    while True:\n        pass",
    "endless loop that catches all": (
        "    while True:\n        try:\n            while True:\n                pass\n"
        "        except BaseException:\n            pass"
    ),
    "endless call in C, signals ignored": (
        "    import signal\n    for one in (signal.SIGPROF, signal.SIGXCPU, signal.SIGTERM):\n"
        "        signal.signal(one, signal.SIG_IGN)\n    return sum(range(10**13))"
    ),
    "sleeps": "    import time\n    time.sleep(10**6)",
    "ten gigabytes": "    return len(bytearray(10**10))",
    "forks": (
        "    import os, time\n    if os.fork() == 0:\n        os.setsid()\n"
        "        time.sleep(300)\n    return 1.0"
    ),
    "fork bomb": "    import os\n    while True:\n        os.fork()",
    "starts a shell": (
        "    import subprocess\n    subprocess.run(['sh', '-c', 'sleep 300 &'])\n    return 1.0"
    ),
    "ends itself": "    import os\n    os._exit(0)",
    "segmentation fault": "    import ctypes\n    return ctypes.string_at(0)",
    "a megabyte of output": (
        "    import os, sys\n    for one in (0, 1, 2):\n        try:\n"
        "            os.write(one, b'x' * 10**6)\n        except OSError:\n            pass\n"
        "    print('x' * 10**6)\n    sys.__stdout__.write('{}\\n')\n    return 1.0"
    ),
    "linreg replaced": (
        "    import sys, types\n    sys.modules['linreg'] = types.ModuleType('linreg')\n"
        "    return 1.0"
    ),
    "equal to everything": (
        "    class All(float):\n        def __eq__(self, other): return True\n"
        "        def __le__(self, other): return True\n"
        "        def __sub__(self, other): return 0.0\n"
        "        __rsub__ = __sub__\n    return All(1)"
    ),
    "says it is another array each time": (
        "    class A:\n        n = 0\n        def __array__(self, *a, **k):\n"
        "            A.n += 1\n            return np.ones(A.n)\n    return A()"
    ),
    "a result that never ends": (
        "    class A(list):\n        def __len__(self): return 2\n        def __iter__(self):\n"
        "            while True:\n                yield 1\n    return A()"
    ),
    "a result that ends the process": (
        "    import os\n    class A:\n        def __del__(self): os._exit(0)\n    return A()"
    ),
    "an exception that never ends": (
        "    class E(Exception):\n        def __str__(self):\n            while True: pass\n"
        "    raise E"
    ),
    "an exception with a long text": "    raise ValueError('x' * 10**9)",
    "forged lines": (
        "    import json, os\n"
        "    number = {'numbers': [1.0], 'shape': [], 'type': 'float64'}\n"
        "    reply = {'reply': [['numbers', [], number, None], None, []], 'states': {}}\n"
        "    for one in range(3, 64):\n        try:\n"
        "            os.write(one, (json.dumps(reply) + '\\n').encode() * 50)\n"
        "        except OSError:\n            pass\n    return 1.0"
    ),
    **{
        f"forged: {line}": (
            "    import os\n    for one in range(3, 64):\n        try:\n"
            f"            os.write(one, {line + chr(10)!r}.encode())\n"
            "        except OSError:\n            pass\n    return 1.0"
        )
        for line in (
            "3",
            '{"call back": 3}',
            '{"call back": {"shape": [], "type": "float64"}}',
            '{"reply": 3}',
            '{"reply": [null, null, 3], "states": {}}',
            '{"reply": [null, ["E", "module \'linreg"], []], "states": {}}',
            '{"reply": [null, [[], "", 1e999, "", 0, "", []], []], "states": {}}',
            '{"reply": [["numbers", [3], null, null], null, []], "states": {}}',
            '{"reply": [["numbers", [1e99], null, null], null, []], "states": {"y": {}}}',
            '{"reply": [["numbers", [], {"numbers": [1e999], "shape": [], "type": "i8"}, null],'
            ' null, []], "states": {}}',
        )
    },
    "lines that are nested deeply": (
        "    import os\n    for one in range(3, 64):\n        try:\n"
        "            os.write(one, b'[' * 100000 + b'\\n')\n"
        "        except OSError:\n            pass\n    return 1.0"
    ),
    "a line without an end": (
        "    import os\n    for one in range(3, 64):\n        try:\n"
        "            while os.write(one, b'1' * 10**6): pass\n"
        "        except OSError:\n            pass\n    return 1.0"
    ),
    "closes everything": "    import os\n    os.closerange(0, 100)\n    return 1.0",
    "kills its parent": (
        "    import os\n    os.kill(os.getppid(), 9)\n    os.kill(-1, 9)\n    return 1.0"
    ),
    "kills its group": "    import os\n    os.killpg(0, 9)\n    return 1.0",
    "sets limits on its parent": (
        "    import os, resource\n"
        "    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):\n"
        "        resource.prlimit(os.getppid(), kind, (0, 0))\n    return 1.0"
    ),
    "gives its parent no time": (
        "    import os\n    os.sched_setscheduler(os.getppid(), os.SCHED_IDLE, os.sched_param(0))\n"
        "    return 1.0"
    ),
    "queues a signal for its parent": (
        "    import ctypes, os\n    told = (ctypes.c_int * 32)(9, 0, -1)\n"
        "    ctypes.CDLL(None).syscall(129, os.getppid(), 9, told)\n    return 1.0"
    ),
    "asks for a signal to its parent": (
        "    import fcntl, os\n    r, w = os.pipe()\n    fcntl.fcntl(r, fcntl.F_SETSIG, 9)\n"
        "    fcntl.fcntl(r, fcntl.F_SETOWN, os.getppid())\n"
        "    fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC)\n    os.write(w, b'x')\n    return 1.0"
    ),
    "changes modes, owners and times": (
        "    import os, pathlib\n    for place in (PLACES):\n"
        "        for one in [pathlib.Path(place), pathlib.Path(place, 'KNOWN')]:\n"
        "            for change in (lambda: os.chmod(one, 0), lambda: os.utime(one, (1, 1)),\n"
        "                           lambda: os.setxattr(one, 'user.x', b'x'),\n"
        "                           lambda: os.truncate(one, 0), lambda: os.chown(one, 12, 12)):\n"
        "                try:\n                    change()\n"
        "                except OSError:\n                    pass\n    return 1.0"
    ),
    "deletes and writes": (
        "    import os, pathlib\n    for place in (PLACES):\n        try:\n"
        "            pathlib.Path(place, 'written').write_text('x')\n        except OSError:\n"
        "            pass\n        try:\n            for one in pathlib.Path(place).rglob('*'):\n"
        "                one.unlink()\n        except OSError:\n            pass\n    return 1.0"
    ),
    "opens a socket": (
        "    import socket\n    socket.create_connection(('127.0.0.1', 9), 1)\n    return 1.0"
    ),
    "reads linreg's source": (
        f"    space = {{}}\n    exec(open({str(SOURCE)!r}).read(), space)\n"
        "    return space['mean_squared_error'](y, y_hat)"
    ),
    "looks for linreg's source": (
        "    import os\n"
        "    for top in ('/work', '/root', '/home', '/usr', '/opt', '/tmp', '/proc'):\n"
        "        for folder, _, names in os.walk(top):\n"
        "            if folder.endswith('linreg') and 'loss.py' in names:\n"
        "                text = open(folder + '/loss.py').read()\n"
        "                space = {'np': np, 'checked': lambda **a: a.values()}\n"
        "                exec(text[text.index('def mean'):], space)\n"
        "                return space['mean_squared_error'](y, y_hat)\n    return 1.0"
    ),
    "looks for linreg's function in memory": (
        "    import gc, types, linreg, linreg.loss, linreg.training\n"
        "    for one in gc.get_objects():\n"
        "        if isinstance(one, types.FunctionType) and one.__name__ == 'mean_squared_error':\n"
        "            if one.__module__ != '__main__':\n                return one(y, y_hat)\n"
        "    return linreg.training.mean_squared_error(y, y_hat)"
    ),
    "imports linreg's own, far down": (
        "    import importlib\n"
        "    return importlib.import_module('linreg.loss').mean_squared_error(y, y_hat)"
    ),
    "imports the checks": (
        "    from linreg.checks import EXERCISES\n"
        "    return EXERCISES['mean_squared_error'].reference(y, y_hat)"
    ),
    "a table of the public cases": "TABLE",
    "a deep expression": "    return " + "-" * 20000 + "1",
    "many brackets": "    return " + "(" * 5000 + "1" + ")" * 5000,
    "a huge number": "    return 10**10**8",
    "recursion": "    return mean_squared_error(y, y_hat)",
    "a lone surrogate": "    return '\\ud800'",
}


def table():
    """Return a function that knows the answers to all cases that are printed in the package."""
    from linreg.checks import EXERCISES

    exercise = EXERCISES["mean_squared_error"]
    known = [
        (args["y"].tolist(), args["y_hat"].tolist(), exercise.reference(**args))
        for args in (*exercise.examples, *exercise.probes)
    ]
    return (
        f"    for a, b, loss in {known!r}:\n"
        "        if list(y) == a and list(y_hat) == b:\n            return loss\n    return 0.0"
    )


def tree(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = path.lstat()
        is_file = stat.S_ISREG(kind.st_mode)
        about = (kind.st_mode, kind.st_uid, kind.st_size, kind.st_mtime_ns, os.listxattr(path))
        found[str(path)] = (*about, path.read_bytes() if is_file else b"")
    return found


def processes():
    """Return the processes of this session's user that a test could leave behind."""
    found = set()
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                line = (one / "cmdline").read_bytes()
            except OSError:
                continue
            if b"child.start" in line or b"sleep 300" in line or b"sleep\x00300" in line:
                found.add(one.name)
    return found


@pytest.fixture(scope="module", autouse=True)
def short_patience():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "PATIENCE", 10.0)
        patch.setattr(process, "SECONDS", 4)
        yield


@pytest.fixture(scope="module", params=STRONG)
def graded_class(request, tmp_path_factory):
    """Grade a class in which each learner attacks; return the rows and what became of files.

    Learners are graded two and more at a time, so that each attack has an honest one beside it.
    """
    top = tmp_path_factory.mktemp("attacked")
    for number, attack in enumerate(ATTACKS):
        body = table() if attack == "a table of the public cases" else ATTACKS[attack]
        home = top / "home" / str(number)
        home.mkdir(parents=True)
        (home / "letter.txt").write_text("dear")
        body = body.replace("PLACES", repr([str(top / "in" / str(number)), str(home)]))
        body = body.replace("KNOWN", "letter.txt")
        answers = {"mean_squared_error": HEAD + body, "baseline_loss": HONEST}
        save(top / "in" / str(number) / "05.ipynb", notebook("05_compute_loss", answers))
    before, running = tree(top), processes()
    rows = graded(top / "in", top / "out", request.param)
    shutil.rmtree(top / "out")
    found = {attack: [] for attack in ATTACKS}
    for row in rows:
        found[list(ATTACKS)[int(row["learner"])]].append(row)
    return found, (before, tree(top)), running


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_credit_is_gained_and_no_honest_one_is_lost(attack, graded_class):
    found, _, _ = graded_class
    rows = by_exercise(found[attack])
    attacked, honest = rows["mean_squared_error"], rows["baseline_loss"]
    assert (honest["state"], honest["points"]) == ("correct", "1.0"), honest
    assert attacked["state"] in ("wrong", "human"), attacked
    assert attacked["points"] == "0.0"
    assert attacked["mistake"] or attacked["note"] or attacked["state"] == "wrong"


def test_nothing_is_changed_and_no_process_is_left(graded_class):
    _, (before, after), running = graded_class
    assert after == before
    assert_none_is_left(running)


def assert_none_is_left(running):
    left, start = processes() - running, time.monotonic()
    while left & processes() and time.monotonic() - start < 20:  # another test's end soon
        time.sleep(0.2)
    assert not left & processes()


def test_limits_alone_do_not_protect_as_the_guide_says(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("dear")
    writes = ATTACKS["deletes and writes"].replace("PLACES", repr([str(home)]))
    for name, body in (("reads", ATTACKS["reads linreg's source"]), ("writes", writes)):
        answers = {"mean_squared_error": HEAD + body}
        save(tmp_path / "in" / f"{name}.ipynb", notebook("05_compute_loss", answers))
    rows = graded(tmp_path / "in", tmp_path / "out", "limits")
    found = {row["learner"]: row["state"] for row in rows if row["exercise"] != "baseline_loss"}
    assert found["reads"] == "correct"
    assert not (home / "letter.txt").exists()
    guide = (Path(__file__).parent.parent / "INSTRUCTORS.md").read_text("utf-8")
    assert "read, change and delete" in guide


def test_limits_alone_leave_no_process(tmp_path):
    running = processes()
    for name in ("forks", "starts a shell", "endless loop", "ends itself"):
        answers = {"mean_squared_error": HEAD + ATTACKS[name]}
        save(tmp_path / "in" / f"{name}.ipynb", notebook("05_compute_loss", answers))
    graded(tmp_path / "in", tmp_path / "out", "limits")
    assert_none_is_left(running)


def test_what_stands_at_the_top_is_run_only_where_it_is_needed(tmp_path):
    top = (
        "import os, sys\nos._exit(1)\nsys.modules['linreg'] = None\n"
        "check = lambda *a: 'correct'\nnp.mean = lambda *a: 1.0\n"
        "!rm -rf ~/x\n%pip install x\n"
    )
    answers = {
        "mean_squared_error": top + HEAD + "    return np.mean((y - y_hat) ** 2)",
        "baseline_loss": HONEST,
    }
    copy = notebook("05_compute_loss", answers)
    for cell in copy["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "stream", "name": "stdout", "text": "✓ baseline_loss is correct"}
            ]
    save(tmp_path / "in" / "ann.ipynb", copy)
    rows = by_exercise(graded(tmp_path / "in", tmp_path / "out"))
    assert [row["state"] for row in rows.values()] == ["wrong", "correct"]  # np.mean is replaced


def test_bombs_and_broken_zips_are_rows(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.ipynb", bytes(2**26))
    (folder / "b.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../out.ipynb", "{}")
    save(folder / "ann.ipynb", notebook("05_compute_loss", {"baseline_loss": HONEST}))
    rows = graded(folder, tmp_path / "out")
    reasons = [row["note"] for row in rows if row["state"] == "human"]
    for words in ("larger than 32 MB", "the zip cannot be read", "links are not", "leads out"):
        assert any(words in reason for reason in reasons), reasons
    assert "correct" in [row["state"] for row in rows]
    assert sorted(os.listdir(tmp_path)) == ["in", "out"]


NAMES = [
    "=1+1",
    " ＝1",
    "<script>alert(1)</script>",
    "Jürgen Groß",
    "-2",
    "a'b\"c",
    os.fsdecode(b"J\xfcrgen"),
    "..hidden",
]


def test_names_of_all_kinds_are_text(tmp_path):
    for name in NAMES:
        place = tmp_path / "in" / name.replace("/", "∕")
        save(place / f"{place.name}.ipynb", notebook("05_compute_loss", {"baseline_loss": HONEST}))
    rows = graded(tmp_path / "in", tmp_path / "out")
    assert len({row["learner"] for row in rows}) == len(NAMES) - 1  # hidden folders are left out
    for path in (tmp_path / "out").rglob("*.html"):
        assert "<script>alert" not in path.read_text("utf-8")
        assert path.parent in (tmp_path / "out", tmp_path / "out" / "feedback")
