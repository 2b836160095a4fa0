"""`linreg grade`: judge what a class has handed in, without running any of it in this process.

For each file a child process says which functions are in it; for each function another one runs
what it needs and answers the questions of the engine that judges in notebooks, too. Results are
kept as they come: a second run judges what is new.
"""

import csv
import difflib
import hashlib
import json
import os
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from io import StringIO
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar

import linreg
from linreg.checks import EXERCISES
from linreg.checks.engine.callee import LIMIT
from linreg.checks.engine.exercise import Exercise, Verdict
from linreg.checks.engine.judge import judge
from linreg.classroom.asked import Answer, chosen_answers
from linreg.classroom.collect import CACHE, HandedIn, collect
from linreg.classroom.process import (
    INSIDE,
    Child,
    EndedError,
    Isolation,
    NoFunctionError,
    Remote,
    linreg_without,
    survey,
)
from linreg.files import write_whole
from linreg.lab import is_numbered, lesson_paths

FIELDS = (
    "learner",
    "lesson",
    "exercise",
    "state",
    "mistake",
    "concept",
    "points",
    "seconds",
    "note",
)
LONGEST = 600.0  # seconds by the clock for all that one learner has handed in
SECRETS = 3  # verdicts on a right answer, with twelve fresh cases each
OWN = "linreg's own"
NO_RESULT = "It is a {}, and calling it computes nothing. Write a function."
TOO_LONG = "what this learner has handed in took more than {:.0f} seconds"
NEWER = ("f-string", "expected '('", "multiple exception types")  # where newer ones may read on
TOO_SLOW = "it is right for the usual cases, and too slow to be asked about others"

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # how a spreadsheet's formula may begin

# Which idea is behind what the engine finds without a row of a table.
CONCEPTS = (
    (r"changes ", "in place"),
    (r"opposite sign|minus|−|absolute value", "sign"),
    (r"wrong shape|wrong kind|raises ValueError", "shape"),
    (r"returns nothing|still \.\.\.|wrong number of results", "missing result"),
    (r"exchanged|another order|reversed|sorted|other parameters", "order"),
    (r"ignores |as if |always zero", "ignored argument"),
    (r"used for|outer variable|raises NameError|raises UnboundLocalError", "wrong variable"),
    (r"entry|left out|counts|raises IndexError", "index"),
    (r"same call", "randomness"),
    (r"takes too long", "loop"),
    (r"(?<!/)n²?(/\S+)? times|divided by n", "sum for mean"),
    (r"times|half|twice|quarter|square|inverse|logarithm|exponential|rounded|cut", "factor"),
)


class TooSlowError(Exception):
    """A right answer has not enough time for cases that nobody could know."""


Found = TypeVar("Found")
Kept = dict[str, list[dict[str, Any]]]  # rows of earlier runs, by what they depend on


@dataclass(frozen=True)
class Row:
    """What is known of one exercise of one learner."""

    learner: str = ""
    lesson: str = ""
    exercise: str = ""
    state: str = "todo"
    mistake: str = ""
    concept: str = ""
    points: float = 0.0
    seconds: float = 0.0
    note: str = ""
    message: str = ""
    remark: str = ""  # what a right answer does other than asked; stands in the note, too
    code: str = ""  # without comments, texts and names of the learner's own


@dataclass
class Report:
    """Everything that a class has handed in, judged."""

    rows: list[Row] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)  # the platform's, by learner
    platform: str = ""
    isolation: str = ""
    files: int = 0


@dataclass
class Read:
    """One file, as far as it was read: its survey, and the lesson that it is about."""

    handed: HandedIn
    key: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)
    lesson: str = ""
    trouble: str = ""


def grade(
    place: Path, out: Path, chosen: Isolation, report: Report
) -> Iterator[tuple[int, int, str]]:
    """Judge everything below a place; yield how many of how many learners are done, and who.

    The report is filled meanwhile. What is judged is kept in `out` at once, so that an interrupted
    run goes on where it was.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is nothing to be judged at that place.
    """
    handed = collect(place)
    learners = [list(files) for _, files in groupby(handed, key=lambda one: one.learner)]
    out.mkdir(parents=True, exist_ok=True)
    report.isolation, report.files = chosen.name, len(handed)
    report.ids = {one.learner: one.platform_id for one in handed}
    report.platform = next((one.platform for one in handed if one.platform), "")
    with open(out / CACHE, "a+", encoding="utf-8", errors="replace") as kept:
        known = _kept(kept)
        for done, (learner, found) in enumerate(_judged_each(learners, known, chosen), 1):
            rows, answers, new = found
            kept.writelines(json.dumps([key, record]) + "\n" for key, record in new.items())
            kept.flush()
            report.rows += rows
            report.answers += answers
            yield done, len(learners), learner
    report.rows.sort(key=lambda row: (row.learner.lower(), row.lesson, _place(row.exercise)))


def _judged_each(
    learners: Iterable[list[HandedIn]], known: Kept, chosen: Isolation
) -> Iterator[tuple[str, tuple[list[Row], list[Answer], Kept]]]:
    """Yield what is found of each learner, as it comes."""
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        running = {pool.submit(_learner, files, known, chosen): files for files in learners}
        try:
            for future in as_completed(running):
                yield running[future][0].learner, future.result()
        except BaseException:  # Ctrl+C: nobody waits for what has begun
            with Child.stopped():
                pool.shutdown(cancel_futures=True)
            raise


def _place(exercise: str) -> int:
    return list(EXERCISES).index(exercise) if exercise in EXERCISES else -1


def _kept(file: IO[str]) -> Kept:
    """Return what an earlier run has found; a line that was cut off is left out."""
    file.seek(0)
    known = {}
    for line in file:
        try:
            key, record = json.loads(line)
            known[key] = [asdict(Row(**row)) for row in record]
        except (ValueError, TypeError, RecursionError):
            continue
    file.write("\n")  # after a line that was cut off, the next one begins anew
    return known


@cache
def version() -> str:
    """Return a digest of linreg's own files: with another one everything is judged anew."""
    digest = hashlib.sha256()
    for path in sorted(Path(linreg.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def lesson_names() -> dict[int, str]:
    """Return the names of the lessons' notebooks by their numbers."""
    return {int(path.stem[:2]): path.stem for path in filter(is_numbered, lesson_paths())}


def _learner(
    files: Sequence[HandedIn], known: Kept, chosen: Isolation
) -> tuple[list[Row], list[Answer], Kept]:
    """Judge the files of one learner; return rows, answers to questions, and what is new."""
    learner, rows = files[0].learner, list[Row]()
    answers, new = list[Answer](), Kept()
    end = time.monotonic() + LONGEST
    reads = [_read(one, chosen, end) for one in files]
    for newest, older in _newest(reads):
        answers += chosen_answers(newest.found)
        if newest.key in known:
            found = [Row(**row) for row in known[newest.key]]
        else:
            found = list(_judge(newest, chosen, end))
            if all(row.state != "human" for row in found):  # else the next run tries again
                new[newest.key] = [asdict(row) for row in found]
        note = f"{older + 1} attempts, the newest counts" if older else ""
        rows += [replace(row, learner=learner, note=_joined(note, row.note)) for row in found]
    return list(_best(rows)), answers, new


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _read(handed: HandedIn, chosen: Isolation, end: float) -> Read:
    read = Read(handed, lesson=PurePosixPath(handed.file).stem)
    if time.monotonic() > end:
        return replace(read, trouble=TOO_LONG.format(LONGEST))
    try:
        data = handed.read()
    except (ValueError, OSError) as error:
        read.trouble = str(error)
        read.key = _digest(f"{handed.path} {error}")
        return read
    read.key = _digest(f"{version()} {chosen.name} {handed.is_notebook} {handed.file} ", data)
    parameters = {name: list(exercise.parameters) for name, exercise in EXERCISES.items()}
    try:
        read.found = _twice(lambda: survey(data, handed.is_notebook, parameters, chosen))
    except (EndedError, OSError) as error:  # the latter where no process can be started
        read.trouble = f"it could not be read: {error}"
        return read
    read.trouble = str(read.found.get("unreadable", ""))
    if not read.trouble and handed.is_notebook:
        read.lesson = _lesson_of(read.found) or read.lesson
    return read


def _digest(text: str, data: bytes = b"") -> str:
    """Return a digest; names of files may hold bytes that are no text."""
    return hashlib.sha256(text.encode(errors="surrogatepass") + data).hexdigest()


def _lesson_of(found: Mapping[str, Any]) -> str:
    """Return the lesson whose exercises stand in a notebook; checks count twice."""
    names = [*found["functions"], *found["checks"], *found["checks"]]
    scores = Counter(EXERCISES[name].lesson for name in names if name in EXERCISES)
    return lesson_names()[max(scores, key=lambda one: (scores[one], one))] if scores else ""


def _newest(reads: Sequence[Read]) -> Iterator[tuple[Read, int]]:
    """Yield the newest file of each lesson, and how many are older."""
    by_lesson: dict[tuple[str, bool], list[Read]] = {}
    for read in reads:
        by_lesson.setdefault((read.lesson, read.handed.is_notebook), []).append(read)
    for attempts in by_lesson.values():
        begun = list(filter(_is_begun, attempts)) or attempts
        yield max(begun, key=lambda one: one.handed.order), len(begun) - 1


def _is_begun(read: Read) -> bool:
    """Return whether anything is written: a fresh copy of a lesson is no attempt."""
    functions = read.found.get("functions", {}).values()
    return bool(read.trouble) or any(not one["is stub"] for one in functions)


def _best(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield one row an exercise, the best: a notebook and a library may both have it."""
    order = {"correct": 0, "wrong": 1, "human": 2, "todo": 3}
    by_exercise: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        key = (row.exercise, "") if row.exercise else (row.lesson, row.note)
        by_exercise.setdefault(key, []).append(row)
    for same in by_exercise.values():
        yield min(same, key=lambda row: order[row.state])


def _judge(read: Read, chosen: Isolation, end: float) -> Iterator[Row]:
    """Yield a row for each exercise that a file is about, or one that says why there is none."""
    if read.trouble:
        yield Row(lesson=read.lesson, state="human", note=read.trouble)
        return
    exercises = _asked(read)
    if not exercises and not read.handed.file.startswith("appendix_"):
        yield Row(lesson=read.lesson, state="human", note="no exercise of this course is in it")
    for exercise in exercises:
        start = time.monotonic()
        try:
            row = _exercise_row(exercise, read, chosen, end)
        except Exception as error:  # whatever it is, the rest of the class is judged
            text = f"the grader could not judge it: {type(error).__name__}: {error}"
            row = Row(state="human", note=text[:300])
        yield replace(
            row,
            lesson=lesson_names()[exercise.lesson],
            exercise=exercise.name,
            seconds=round(time.monotonic() - start, 3),
            points=float(row.state == "correct"),
        )


def _asked(read: Read) -> list[Exercise]:
    """Return the exercises of a notebook's lesson, and others that it checks; or a library's."""
    found, functions = read.found, read.found["functions"]
    if not read.handed.is_notebook:
        lessons = {EXERCISES[name].lesson for name in functions if name in EXERCISES}
        return [one for one in EXERCISES.values() if one.lesson in lessons]
    lesson = read.lesson if _lesson_of(found) else ""
    return [
        one
        for one in EXERCISES.values()
        if lesson_names()[one.lesson] == lesson
        or (one.name in functions and one.name in found["checks"])
    ]


def _exercise_row(exercise: Exercise, read: Read, chosen: Isolation, end: float) -> Row:
    function = read.found["functions"].get(exercise.name)
    if function is None:
        return _missing(exercise, read.found)
    note = _joined(*map(str, function["notes"]))
    if function["is stub"]:
        return Row(note=note)
    if time.monotonic() > end:
        return Row(state="human", note=TOO_LONG.format(LONGEST))
    row = _judged(exercise, function, chosen)
    return replace(row, note=_joined(row.note, note), code=str(function["anonymous"])[:4000])


def _missing(exercise: Exercise, found: Mapping[str, Any]) -> Row:
    """Return what is said where no function has the name of the exercise."""
    head = rf"(\s*@.*\n)*\s*((async\s+)?(def|class)\s+{exercise.name}\b|{exercise.name}\s*[:=])"
    for error, part in found["errors"]:
        if re.match(head, str(part)):
            text = f"Python cannot read it: {error}."
            if (newer := found.get("newer")) and str(error).startswith(NEWER):
                note = f"{text} The notebook is from Python {newer}: grade it with that"
                return Row(state="human", note=note, message=text)
            return Row(state="wrong", mistake="SyntaxError", note=text, message=text)
    names = found["defined"].keys() - _own_names()
    like = [n for n in names if found["defined"][n] == list(exercise.parameters)]
    like += difflib.get_close_matches(exercise.name, names, cutoff=0.75)
    if like:
        text = f"there is no {exercise.name}, but {min(like)[:60]}: was it renamed?"
        return Row(state="human", note=text)
    return Row(note=f"there is no {exercise.name}")


@cache
def _own_names() -> frozenset[str]:
    """Return the names of the functions that the lessons themselves define."""
    names = set(EXERCISES)
    for path in lesson_paths():
        names |= set(re.findall(r"^\s*\"(?:async )?def (\w+)", path.read_text("utf-8"), re.M))
    return frozenset(names)


def _judged(exercise: Exercise, function: Mapping[str, Any], chosen: Isolation) -> Row:
    """Judge a function in a child process."""
    try:
        return _row(_twice(lambda: _verdict(exercise, function, chosen)), exercise)
    except NoFunctionError as error:
        return _not_run(error, exercise)
    except TooSlowError:
        return Row(state="human", note=TOO_SLOW)
    except EndedError as error:
        if not error.late:
            return Row(state="human", note=str(error) if error.waited else f"{error}, twice")
        text = f"It was {error}. Does a loop of it ever end?"
        return Row(state="wrong", mistake="takes too long", concept="loop", note=text, message=text)


def _twice(ask: Callable[[], Found]) -> Found:
    """Ask a child process, and another one if the first ended: that may be no fault of its."""
    try:
        return ask()
    except EndedError as error:
        if error.late or error.waited:
            raise
    return ask()


def _verdict(exercise: Exercise, function: Mapping[str, Any], chosen: Isolation) -> Verdict:
    header = {
        "task": "answer",
        "inside": str(INSIDE),
        "limit": LIMIT,
        "name": function["name"],
        "is a model": exercise.model is not None,
        "slice": function["slice"],
        "texts": function["texts"],
        "linreg": linreg_without(exercise.name) if _mentions_linreg(function) else [],
    }
    with Child(chosen, header) as child:
        remote = Remote(child)
        if remote.kind:
            return Verdict(exercise.name, "wrong", NO_RESULT.format(remote.kind), "not a function")
        verdict = judge(remote, exercise)
        if remote.refused:
            raise NoFunctionError("refused", remote.refused)
        if exercise.name in remote.missed:
            return replace(verdict, state="wrong", mistake=OWN, text=_own(exercise), example=None)
        return _asked_again(verdict, remote, exercise) if verdict.state == "correct" else verdict


def _asked_again(verdict: Verdict, remote: Remote, exercise: Exercise) -> Verdict:
    """Ask a right answer about cases that nobody could know, so that no list of results is right.

    Random results are right if they are so from one of some unknown seeds: chance may fail one.
    """
    found = []
    for _ in range(SECRETS):
        remote.secret = secrets.randbits(32)
        again = judge(remote, exercise, seed=remote.secret)
        found.append(again.state == "correct")
        if found[-1] is (exercise.measure is not None):
            break
    if remote.was_late:  # also on purpose, where the case is no known one
        raise TooSlowError
    if found[-1]:
        return verdict
    text = "It is right for the usual cases, but not for others. Are results typed in?"
    return replace(verdict, state="wrong", text=text, mistake="right for known cases only")


def _mentions_linreg(function: Mapping[str, Any]) -> bool:
    return any("linreg" in str(part[2]) for part in function["slice"])


def _not_run(error: NoFunctionError, exercise: Exercise) -> Row:
    """Return what is said where the lines that a function needs do not run."""
    if error.kind == "ImportError" and f"'{exercise.name}' from 'linreg" in error.text:
        text = _own(exercise)
        return Row(state="wrong", mistake=OWN, note=text, message=text)
    if error.kind == "no function":
        text = f"{exercise.name} is no function, but of type {error.text}"
        return Row(state="wrong", mistake="not a function", note=text, message=text)
    if error.kind == "TimeLimitError":
        return Row(state="human", note="the lines that it needs run for too long")
    if error.kind == "refused":
        return Row(state="human", note=f"it does what is refused here: {error.text}")
    return Row(state="human", note=f"a line that it needs: {error.kind}: {error.text}"[:300])


def _own(exercise: Exercise) -> str:
    return f"linreg's own {exercise.name} is asked for the result, and that is no answer"


def _row(verdict: Verdict, exercise: Exercise) -> Row:
    mistake = verdict.mistake or ""
    return Row(
        state=verdict.state,
        mistake=mistake,
        concept=concept_of(exercise, mistake) if verdict.state == "wrong" else "",
        note=verdict.remark or "",
        message=verdict.message if verdict.state == "wrong" else "",
        remark=verdict.remark or "",
    )


def concept_of(exercise: Exercise, mistake: str) -> str:
    """Return the idea behind a mistake, or "" if none is known."""
    for row in exercise.known:
        if mistake == row.name or mistake.startswith(f"{row.name} + "):
            return row.concept
    if mistake in {*(rule.name for rule in exercise.rules), *exercise.laws}:
        return "formula"
    return next((concept for words, concept in CONCEPTS if re.search(words, mistake)), "")


def write_table(path: Path, fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a CSV file at once; a text that a spreadsheet would take for a formula is quoted."""
    text = StringIO()
    writer = csv.DictWriter(text, fields, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    write_whole(path, text.getvalue())


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        value = "".join(one if one.isprintable() else " " for one in value)
        return f"'{value}" if value.lstrip().startswith(FORMULA) else value
    return value
