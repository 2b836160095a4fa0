"""Try the changes that mutmut has made to the code, each in a process of its own.

A plugin for pytest, run by `nox -s mutation` in mutants/. `mutmut run` collects the thousands of
tests anew for each change, which takes longer than to run them: a night and more. Here they are
collected once, and each process is a fork of the one that did. Results are put where mutmut keeps
its own, so that it can show them, and a run that was stopped goes on where it was.

Left out: tests that would take too long for one change, and Windows, which has no forks. A change
that none of the other tests notices is counted as not noticed; so is what runs only while the
package is imported, for that is over when a process begins. With SECONDS in the environment, what
no test noticed before is tried again, by so many seconds of tests.
"""

import contextlib
import fnmatch
import functools
import gc
import json
import math
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SECONDS = float(os.environ.get("SECONDS", "10"))  # of tests for one change
NOTICED_BY = Path("noticed_by.json")  # kept, for the next run finds them sooner
NOTICED, LIVES, NO_TESTS, BROKEN, ENDLESS = 1, 0, 33, 35, 36  # as mutmut counts


class Running(NamedTuple):
    """A process that tries a change: when it must have ended, where it writes, what it is for."""

    end: float
    said: int  # a pipe
    folder: str
    name: str
    meta: Path


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try each change that CHANGES names, by patterns, and that has no result to keep."""
    stats = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))
    items = {item.nodeid: item for item in session.items}
    seconds = stats["duration_by_test"]
    noticed_by = _noticed_by()
    jobs, running = list(_changes(os.environ.get("CHANGES", "*").split())), {}
    while jobs or running:
        if jobs and len(running) < (os.cpu_count() or 1):
            name, meta = jobs.pop(0)
            function, module = _places(name)
            reach = stats["tests_by_mangled_function_name"].get(function, [])
            nearby = [*noticed_by[module][-100:], *noticed_by[function]]
            chosen = _chosen([one for one in reach if one in items], seconds, nearby)
            if not chosen:
                _put(meta, name, NO_TESTS)
                continue
            end = time.monotonic() + 30 + 3 * sum(seconds[one] for one in chosen)
            pid, job = _start([items[one] for one in chosen], name, meta, end)
            running[pid] = job
            continue
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid not in running:
            time.sleep(0.01)
            for late in [one for one, job in running.items() if time.monotonic() > job.end]:
                os.killpg(late, signal.SIGKILL)
            continue
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # what it has started and not ended
        job = running.pop(pid)
        with open(job.said, encoding="utf-8") as pipe:
            test = pipe.read()
        for place in _places(job.name) if test else ():
            noticed_by[place] = [*(one for one in noticed_by[place] if one != test), test]
        _write(NOTICED_BY, noticed_by)
        shutil.rmtree(job.folder, ignore_errors=True)
        code = os.waitstatus_to_exitcode(status)
        _put(job.meta, job.name, ENDLESS if code == -signal.SIGKILL else code)
        if len(jobs) % 100 == 0:
            print(f"{len(jobs)} changes are left", flush=True)
    return True


def _places(name: str) -> tuple[str, str]:
    """Return the function and the module in which a change is."""
    function = name.replace("__init__.", "").rpartition("__mutmut_")[0]
    return function, function.rpartition(".")[0]


def _noticed_by() -> dict[str, list[str]]:
    """Return which tests have noticed changes in a function or module, the latest last."""
    known = json.loads(NOTICED_BY.read_text(encoding="utf-8")) if NOTICED_BY.exists() else {}
    return defaultdict(list, known)


def _changes(patterns: list[str]) -> Iterator[tuple[str, Path]]:
    tried = (None, LIVES) if "SECONDS" in os.environ else (None,)
    for meta in sorted(Path("linreg").rglob("*.meta")):
        for name, code in _results(meta)["exit_code_by_key"].items():
            if code in tried and any(fnmatch.fnmatchcase(name, one) for one in patterns):
                yield name, meta


def _results(meta: Path) -> dict[str, dict[str, int | None]]:
    results: dict[str, dict[str, int | None]] = json.loads(meta.read_text(encoding="utf-8"))
    return results


def _put(meta: Path, name: str, code: int) -> None:
    results = _results(meta)
    results["exit_code_by_key"][name] = code
    _write(meta, results)


def _write(path: Path, content: object) -> None:
    """Write a file that a run which is stopped leaves whole; `linreg.files` is what is changed."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(content, indent=4), encoding="utf-8")
    new.replace(path)


def _chosen(reach: list[str], seconds: dict[str, float], nearby: list[str]) -> list[str]:
    """Return the tests to run, in order, of those that reach a function.

    First those that have noticed changes nearby, then the quickest; but of a test with many cases
    each further one counts as slower, for it seldom sees anything new.
    """
    cases: dict[str, int] = defaultdict(int)
    cost: dict[str, float] = {}
    for one in sorted(reach, key=seconds.__getitem__):
        test = one.partition("[")[0]
        cases[test] += 1
        cost[one] = seconds[one] * math.sqrt(cases[test])
    latest = [one for one in nearby[::-1] if one in cost]
    order = sorted(reach, key=cost.__getitem__)
    chosen, left = [], SECONDS
    for one in dict.fromkeys([*latest, *order]):
        left -= seconds[one]
        if left > 0 or not chosen:
            chosen.append(one)
    return chosen


def _start(items: list[pytest.Item], name: str, meta: Path, end: float) -> tuple[int, Running]:
    """Fork a process that runs tests of the changed code until one fails."""
    said, say = os.pipe()
    folder = tempfile.mkdtemp(prefix="changed-")
    sys.stdout.flush()
    if pid := os.fork():
        os.close(say)
        return pid, Running(end, said, folder, name, meta)
    from mutmut.mutation.trampoline import set_mutant_under_test  # whoever only tests has it not

    code = BROKEN
    try:
        os.setpgid(0, 0)  # whatever it starts ends with it
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        set_mutant_under_test(name.replace("__init__.", ""))
        _forget()
        for i, item in enumerate(items):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=(*items, None)[i + 1])
            if item.session.testsfailed:
                os.write(say, item.nodeid.encode())
                code = NOTICED
                break
        else:
            code = LIVES
    except KeyboardInterrupt:  # of the change: it would end the tests
        code = NOTICED
    finally:
        os._exit(code)


def _forget() -> None:
    """Empty what functions have cached while tests were collected: it is of the code unchanged."""
    for one in gc.get_objects():
        is_cache = type(one) is functools._lru_cache_wrapper  # `isinstance` may run code of theirs
        if is_cache and str(one.__module__).startswith(("linreg", "test", "answers")):
            one.cache_clear()
