"""What the grader makes of what its child processes say, without any process: rows in, rows out."""

import csv
import json
import os
import sys
import threading
import time
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from linreg.checks import EXERCISES
from linreg.checks.engine.exercise import Example, Verdict
from linreg.classroom import grade as grading
from linreg.classroom.asked import Answer
from linreg.classroom.collect import HandedIn
from linreg.classroom.grade import Read, Report, Row, TooSlowError, grade, lesson_names
from linreg.classroom.process import INSIDE, EndedError, Isolation, NoFunctionError, linreg_without
from linreg.lab import lessons_folder

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import lesson_of

CHOSEN = Isolation("limits")
NEVER = float("inf")
LINE, LOSS = EXERCISES["line"], EXERCISES["mean_squared_error"]
LESSON = lesson_of("mean_squared_error")
EMPTY = {"functions": {}, "checks": [], "errors": [], "defined": {}}
OF_LINREG = "linreg's own line is asked for the result, and that is no answer"


def function(source="", **more):
    """Return what a survey tells of a function."""
    told = {"name": "own", "slice": [[0, 1, source]], "texts": {"0": source}}
    return {**told, "notes": [], "is stub": False, "anonymous": source, **more}


def handed(file=f"{LESSON}.ipynb", learner="ann", order=(), data=b"", **more):
    return HandedIn(learner, file, f"in/{file}", order, lambda: data, **more)


@pytest.fixture
def child(monkeypatch):
    """Put something in the place of child processes that says what it is told to say."""
    child = SimpleNamespace(kind="", refused="", missed=set(), was_late=False, secret=None)
    child.headers, child.verdicts, child.secrets = [], [], []

    def started(chosen, header):
        child.headers.append((chosen, header))
        return nullcontext(child)

    def judge(remote, exercise, seed=None):
        assert remote is child
        child.secrets.append((seed, remote.secret))
        return child.verdicts.pop(0)

    monkeypatch.setattr(grading, "Child", started)
    monkeypatch.setattr(grading, "Remote", lambda child: child)
    monkeypatch.setattr(grading, "judge", judge)
    return child


@pytest.mark.parametrize(
    ("name", "source", "needs_linreg"),
    [
        ("line", "def own(x, w, b): ...", False),
        ("line", "from linreg import forward", True),
        ("LinearModel", "class own: ...", False),
    ],
)
def test_a_child_process_is_told_what_it_is_to_run(name, source, needs_linreg, child):
    child.kind = "class"
    grading._verdict(EXERCISES[name], function(source), CHOSEN)
    header = {
        "task": "answer",
        "inside": str(INSIDE),
        "limit": grading.LIMIT,
        "name": "own",
        "is a model": name == "LinearModel",
        "slice": [[0, 1, source]],
        "texts": {"0": source},
        "linreg": linreg_without(name) if needs_linreg else [],
    }
    assert child.headers == [(CHOSEN, header)]


WRONG = Verdict("line", "wrong", "The bias is missing.", "no bias", Example("x = 1", "1", "2"))
OWN = Verdict("line", "wrong", OF_LINREG, "linreg's own")
CLASS = "It is a class, and calling it computes nothing. Write a function."


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({}, WRONG),
        ({"missed": {"forward"}}, WRONG),
        ({"kind": "class"}, Verdict("line", "wrong", CLASS, "not a function")),
        ({"missed": {"line"}}, OWN),
        (
            {"missed": {"line"}, "verdicts": [Verdict("line", "correct", "", None, None, "Oh.")]},
            replace(OWN, remark="Oh."),
        ),
    ],
)
def test_an_answer_is_wrong_for_the_first_thing_that_is_known(said, verdict, child):
    vars(child).update({"verdicts": [WRONG], **said})
    assert grading._verdict(LINE, function(), CHOSEN) == verdict


def test_who_does_what_is_refused_is_not_judged(child):
    vars(child).update(refused="no!", missed={"line"}, verdicts=[WRONG])
    with pytest.raises(NoFunctionError) as caught:
        grading._verdict(LINE, function(), CHOSEN)
    assert (caught.value.kind, caught.value.text) == ("refused", "no!")


@pytest.mark.parametrize(
    ("name", "again", "asked", "is_right"),
    [
        ("line", [1, 1, 1], 3, True),
        ("line", [1, 1, 0], 3, False),
        ("line", [0, 1, 1], 1, False),
        ("initialize", [0, 0, 1], 3, True),
        ("initialize", [1, 0, 0], 1, True),
        ("initialize", [0, 0, 0], 3, False),
    ],
)
def test_a_right_answer_is_asked_about_others_than_the_known_cases(
    name, again, asked, is_right, child
):
    right = Verdict(name, "correct", "It is correct.", remark="Oh.")
    child.verdicts = [right, *(right if one else WRONG for one in again)]
    verdict = grading._verdict(EXERCISES[name], function(), CHOSEN)
    if not is_right:
        text = "It is right for the usual cases, but not for others. Are results typed in?"
        mistake = "right for known cases only"
        right = replace(right, state="wrong", text=text, mistake=mistake)
    assert verdict == right
    first, *others = child.secrets
    assert first == (None, None)
    assert all(seed == secret for seed, secret in others)
    assert len(set(others)) == asked


def test_a_right_answer_that_takes_too_long_for_other_cases_is_neither_right_nor_wrong(child):
    child.verdicts, child.was_late = 4 * [Verdict("line", "correct", "")], True
    with pytest.raises(TooSlowError):
        grading._verdict(LINE, function(), CHOSEN)


@pytest.mark.parametrize(
    ("verdict", "row"),
    [
        (Verdict("line", "todo", "Nothing yet."), Row()),
        (
            Verdict("line", "correct", "Right.", "twice", None, "Oh."),
            Row(state="correct", mistake="twice", note="Oh.", remark="Oh."),
        ),
        (
            replace(WRONG, mistake="twice as large"),
            Row(
                state="wrong",
                mistake="twice as large",
                concept="factor",
                message=WRONG.message,
            ),
        ),
    ],
)
def test_a_row_says_what_the_verdict_says(verdict, row):
    assert grading._row(verdict, LINE) == row


@pytest.mark.parametrize(
    ("told", "row"),
    [
        (None, Row(note="there is no line")),
        (function(notes=["it is called own", "far below"], **{"is stub": True}),
         Row(note="it is called own; far below")),
        (function("x" * 9999, notes=["far below", "so"]),
         Row(state="correct", note="Oh.; far below; so", remark="Oh.", code="x" * 4000)),
    ],
)  # fmt: skip
def test_a_row_has_what_is_to_be_said_of_a_place_and_of_a_result(told, row, child):
    right = Verdict("line", "correct", "", None, None, "Oh.")
    child.verdicts = 4 * [right]
    found = {**EMPTY, "functions": {"line": told} if told else {}}
    assert grading._exercise_row(LINE, Read(handed(), found=found), CHOSEN, NEVER) == row


def test_nothing_is_judged_after_the_time_of_a_learner(monkeypatch):
    monkeypatch.setattr(grading, "LONGEST", 60.0)
    functions = {"line": function(), "forward": function(**{"is stub": True})}
    read = Read(handed(), found={**EMPTY, "functions": functions})
    rows = [grading._exercise_row(EXERCISES[one], read, CHOSEN, -1.0) for one in functions]
    late = "what this learner has handed in took more than 60 seconds"
    assert rows == [Row(state="human", note=late), Row()]


def test_whatever_happens_to_one_exercise_the_others_are_judged(monkeypatch):
    def judged(exercise, *_):
        if exercise is LOSS:
            raise LookupError("oh" * 300)
        return Row(state="correct", note="well")

    names = ["mean_squared_error", "baseline_loss"]
    monkeypatch.setattr(grading, "_exercise_row", judged)
    read = Read(handed(), found={**EMPTY, "functions": {names[0]: function()}}, lesson=LESSON)
    rows = list(grading._judge(read, CHOSEN, NEVER))
    failed = f"the grader could not judge it: LookupError: {300 * 'oh'}"[:300]
    rest = [Row(lesson=LESSON, state="correct", points=1.0, note="well")]
    assert [replace(row, seconds=0, exercise="") for row in rows] == [
        Row(lesson=LESSON, state="human", note=failed), *((len(rows) - 1) * rest),
    ]  # fmt: skip
    assert [row.exercise for row in rows] == [n for n in EXERCISES if lesson_of(n) == LESSON]
    assert set(names) <= {row.exercise for row in rows}
    assert all(row.seconds == round(row.seconds, 3) < 1 for row in rows)


@pytest.mark.parametrize(
    ("file", "trouble", "notes"),
    [
        ("05.ipynb", "", ["no exercise of this course is in it"]),
        ("05.ipynb", "it is not JSON", ["it is not JSON"]),
        ("appendix_any_size.ipynb", "", []),
    ],
)
def test_a_file_without_exercises_is_for_a_human_but_for_the_appendix(file, trouble, notes):
    read = Read(handed(file), found=EMPTY, lesson="05", trouble=trouble)
    rows = list(grading._judge(read, CHOSEN, NEVER))
    assert rows == [Row(lesson="05", state="human", note=note) for note in notes]


OF_LOSS = [name for name in EXERCISES if lesson_of(name) == LESSON]
OF_HOUSES = ["generate_examples", "train_test_split", "standardize"]
OF_LINE = [name for name in EXERCISES if lesson_of(name) == lesson_of("line")]


@pytest.mark.parametrize(
    ("file", "lesson", "functions", "checks", "asked"),
    [
        ("a.ipynb", LESSON, ["mean_squared_error"], [], OF_LOSS),
        ("a.ipynb", LESSON, [], ["mean_squared_error"], OF_LOSS),
        ("a.ipynb", LESSON, [], [], []),
        ("a.ipynb", LESSON, ["cube"], ["cube"], []),
        ("a.ipynb", LESSON, ["mean_squared_error", "line"], [], OF_LOSS),
        ("a.ipynb", LESSON, ["mean_squared_error", "line"], ["line"], ["line", *OF_LOSS]),
        ("a.ipynb", LESSON, ["mean_squared_error"], ["line"], OF_LOSS),
        ("a.ipynb", "another", ["line"], ["line"], ["line"]),
        ("my_linreg.py", "my_linreg", ["line", "cube"], [], OF_LINE),
        ("my_linreg.py", "my_linreg", ["baseline_loss", "line"], [], [*OF_LINE, *OF_LOSS]),
    ],
)
def test_who_hands_in_a_lesson_is_asked_for_all_of_it(file, lesson, functions, checks, asked):
    found = {**EMPTY, "functions": {name: {} for name in functions}, "checks": checks}
    read = Read(handed(file), found=found, lesson=lesson)
    assert [one.name for one in grading._asked(read)] == asked


@pytest.mark.parametrize(
    ("functions", "checks", "lesson"),
    [
        (["cube"], ["cube"], ""),
        (["line", "cube"], [], lesson_of("line")),
        (["line", "mean_squared_error"], [], LESSON),
        (["line", "mean_squared_error"], ["line"], lesson_of("line")),
        (["line", "mean_squared_error", "baseline_loss"], ["line"], lesson_of("line")),
        (["line", *OF_LOSS, "update"], ["line", "baseline_loss"], LESSON),
        (["line", *OF_HOUSES], ["line"], lesson_of("standardize")),
    ],
)
def test_a_lesson_is_known_by_its_exercises_and_most_by_its_checks(functions, checks, lesson):
    assert grading._lesson_of({"functions": functions, "checks": checks}) == lesson


READ = [  # what is found in a file, and what is known of it then
    ({"unreadable": "its code is nested too deeply"}, "a", "its code is nested too deeply"),
    ({**EMPTY, "functions": {"line": {}}}, lesson_of("line"), ""),
    (EMPTY, "a", ""),
    (EndedError("it ended"), "a", "it could not be read: it ended"),
    (BlockingIOError("no process"), "a", "it could not be read: no process"),
]


@pytest.mark.parametrize(("found", "lesson", "trouble"), READ)
def test_a_file_is_read_once_more_if_its_process_ended(found, lesson, trouble, monkeypatch):
    asked, failed = [], isinstance(found, Exception)

    def survey(*given):
        asked.append(given)
        if failed:
            raise found
        return found

    monkeypatch.setattr(grading, "survey", survey)
    one = handed("a.ipynb", data=b"{}")
    read = grading._read(one, CHOSEN, NEVER)
    assert (read.handed, read.lesson, read.trouble) == (one, lesson, trouble)
    assert read.found == ({} if failed else found)
    parameters = {name: list(exercise.parameters) for name, exercise in EXERCISES.items()}
    times = 2 if isinstance(found, EndedError) else 1
    assert asked == times * [(b"{}", True, parameters, CHOSEN)]


def test_a_library_is_of_no_lesson(monkeypatch):
    found = {**EMPTY, "functions": {"line": {}}}
    monkeypatch.setattr(grading, "survey", lambda *_: found)
    assert grading._read(handed("my_linreg.py"), CHOSEN, NEVER).lesson == "my_linreg"


def test_what_is_judged_anew_is_what_could_have_another_result(monkeypatch):
    monkeypatch.setattr(grading, "survey", lambda *_: EMPTY)
    known = handed("a.ipynb", data=b"1")

    def refuses(words):
        def read():
            raise ValueError(words)

        return replace(known, read=read)

    others = [
        (handed("b.ipynb", data=b"1"), CHOSEN),
        (handed("a.py", data=b"1"), CHOSEN),
        (handed("a.ipynb", data=b"2"), CHOSEN),
        (known, Isolation("landlock")),
        (refuses("too large"), CHOSEN),
        (refuses("a link"), CHOSEN),
        (replace(refuses("a link"), path="elsewhere/J\udcfcrgen"), CHOSEN),
    ]
    keys = [grading._read(one, how, NEVER).key for one, how in [(known, CHOSEN), *others]]
    assert len({*keys}) == len(keys)
    assert all(len(key) == 64 for key in keys)
    same = handed("a.ipynb", "bo", (1,), b"1", platform_id="7")
    assert grading._read(same, CHOSEN, NEVER).key == keys[0]
    monkeypatch.setattr(grading, "version", lambda: "another")
    assert grading._read(known, CHOSEN, NEVER).key not in keys


def test_what_may_not_be_read_says_why():
    def read():
        raise OSError("it is no plain file")

    one = grading._read(replace(handed("a.ipynb"), read=read), CHOSEN, NEVER)
    assert (one.trouble, one.lesson, one.found) == ("it is no plain file", "a", {})


STUB, DONE = ({**EMPTY, "functions": {"line": {"is stub": one}}} for one in (True, False))


@pytest.mark.parametrize(
    ("attempts", "newest", "older"),
    [
        ([DONE], 0, 0),
        ([STUB], 0, 0),
        ([STUB, STUB], 1, 1),
        ([DONE, STUB], 0, 0),
        ([DONE, DONE, STUB, {}], 1, 1),
        ([DONE, "it is not JSON", STUB], 1, 1),
    ],
)
def test_the_newest_attempt_that_was_begun_counts(attempts, newest, older):
    reads = []
    for number, one in enumerate(attempts):
        read = Read(handed(order=(number,)), lesson=LESSON)
        known = {"trouble": one} if isinstance(one, str) else {"found": one}
        reads.append(replace(read, **known))
    other = Read(handed("my_linreg.py", order=(99,)), lesson=LESSON)
    found = list(grading._newest([*reversed(reads), other]))
    assert found == [(reads[newest], older), (other, 0)]


@pytest.mark.parametrize(
    ("states", "best"),
    [
        (["wrong", "correct"], "correct"),
        (["human", "wrong"], "wrong"),
        (["todo", "human"], "human"),
        (["todo", "correct", "wrong", "human"], "correct"),
    ],
)
def test_of_one_exercise_the_best_row_counts(states, best):
    rows = [Row(lesson=state, exercise="line", state=state) for state in states]
    assert [row.state for row in grading._best(rows)] == [best]
    assert [row.state for row in grading._best(reversed(rows))] == [best]


def test_of_files_without_exercises_each_trouble_is_told_once():
    rows = [Row(lesson=lesson, state="human", note=note) for lesson in "ab" for note in "xy"]
    assert list(grading._best(2 * rows)) == rows


@pytest.fixture
def judged(monkeypatch):
    """Let each file say by its bytes what is found in it, and tell which ones were judged."""
    judged = []

    def read(one, *_):
        text = one.read().decode()
        asked = {"typed": [["?", "1"]]} if text.endswith("yes") else {}
        found = {**EMPTY, "functions": {"line": {"is stub": False}}, **asked}
        return Read(one, key=f"key of {text}", found=found, lesson=Path(one.file).stem)

    def judge(one, *_):
        state = one.key.split()[2]
        judged.append((one.handed.learner, state))
        yield Row(lesson=one.lesson, exercise="line", state=state, note=f"said to {state}")

    def chosen(found):
        return [Answer("?", "1", None)] if "typed" in found else []

    for name, replacement in (("_read", read), ("_judge", judge), ("chosen_answers", chosen)):
        monkeypatch.setattr(grading, name, replacement)
    return judged


def test_of_a_learner_rows_answers_and_what_is_new_are_found(judged):
    files = [
        handed("a.ipynb", order=(1,), data=b"correct"),
        handed("a.ipynb", order=(2,), data=b"wrong yes"),
        handed("b.ipynb", data=b"human"),
    ]
    known = {"key of human": [asdict(Row(exercise="forward", state="todo"))]}
    rows, answers, new = grading._learner(files, known, CHOSEN)
    note = "2 attempts, the newest counts; said to wrong"
    wrong = Row("ann", "a", "line", "wrong", note=note)
    assert rows == [wrong, Row("ann", "", "forward", "todo")]
    assert answers == [Answer("?", "1", None)]
    assert new == {"key of wrong yes": [asdict(replace(wrong, learner="", note="said to wrong"))]}
    assert judged == [("ann", "wrong")]


def test_what_needs_a_human_is_judged_again_in_the_next_run(judged):
    rows, _, new = grading._learner([handed(data=b"human")], {}, CHOSEN)
    assert [row.state for row in rows] == ["human"]
    assert new == {}


@pytest.mark.parametrize(("cores", "at_once"), [(None, 2), (1, 2), (4, 4)])
def test_as_many_learners_begin_at_once_as_there_are_cores_and_none_after_an_interruption(
    cores, at_once, monkeypatch
):
    begun, go_on = [], threading.Event()

    def learner(files, *_):
        begun.append(files[0].learner)
        assert files[0].learner == "0" or go_on.wait(10)
        return [], [], {}

    @contextmanager
    def stopped():
        yield threading.Timer(0.1, go_on.set).start()

    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(grading, "_learner", learner)
    monkeypatch.setattr(grading.Child, "stopped", stopped)
    running = grading._judged_each([[handed(learner=f"{n}")] for n in range(9)], {}, CHOSEN)
    assert next(running) == ("0", ([], [], {}))
    end = time.monotonic() + 10
    while len(begun) < 1 + at_once and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.01)  # in which no other begins
    running.close()
    assert len(begun) == 1 + at_once


CANVAS = [("Kim", "wrong", 8), ("ann", "correct", 7), ("bo", "human", 9)]


def test_a_class_has_a_report_and_what_was_judged_is_known_in_the_next_run(tmp_path, judged):
    place, out = tmp_path / "in", tmp_path / "a" / "new" / "folder"
    place.mkdir()
    for learner, state, number in CANVAS:
        (place / f"{learner}_{number}_1_a.ipynb").write_text(state, encoding="utf-8")
    report = Report()
    steps = list(grade(place, out, CHOSEN, report))
    assert [(done, count) for done, count, _ in steps] == [(1, 3), (2, 3), (3, 3)]
    assert sorted(learner for *_, learner in steps) == ["Kim", "ann", "bo"]
    learners = [(row.learner, row.state) for row in report.rows]
    assert learners == [("ann", "correct"), ("bo", "human"), ("Kim", "wrong")]
    assert report.ids == {"Kim": "8", "ann": "7", "bo": "9"}
    assert (report.platform, report.isolation, report.files) == ("canvas", "limits", 3)
    with open(out / ".graded.jsonl", "ab") as kept:
        kept.write(b'\xff\n["key of human", [{"state": "cor')  # and then it was ended
    for _ in range(2):
        judged.clear()
        again = Report()
        assert len(list(grade(place, out, CHOSEN, again))) == 3
        assert again == report
        assert judged == [("bo", "human")]


def test_files_that_no_platform_has_named_have_no_number(tmp_path, judged):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ann.ipynb").write_text("wrong", encoding="utf-8")
    report = Report()
    assert list(grade(tmp_path / "in", tmp_path / "out", CHOSEN, report)) == [(1, 1, "ann")]
    assert (report.platform, report.ids) == ("", {"ann": ""})


@pytest.mark.parametrize(
    "line", ["", "3", "[1]", "[[], []]", '["a", 3]', '["a", [{"b": 1}]]', "[" * 10**5, '["a"']
)
def test_a_line_that_no_run_has_written_is_left_out(line):
    rows = [asdict(Row(exercise="line", state=state)) for state in ("correct", "wrong")]
    first, second = (f"{json.dumps([str(i), rows[:i]])}\n" for i in (1, 2))
    file = StringIO(f"{first}{line}\n{second}{line}")
    file.seek(0, os.SEEK_END)
    assert grading._kept(file) == {"1": rows[:1], "2": rows}
    assert file.getvalue() == f"{first}{line}\n{second}{line}\n"


def test_exercises_have_the_order_of_the_course_and_what_is_none_stands_before_them():
    first, *_, last = EXERCISES
    assert grading._place(last) - grading._place(first) == len(EXERCISES) - 1
    assert grading._place("") < grading._place(first)


@pytest.mark.parametrize(
    ("errors", "asked"),
    [
        ([EndedError("it ended")], 2),
        ([EndedError("it ended"), EndedError("again")], 2),
        ([EndedError("stopped", late=True)], 1),
        ([EndedError("waited", waited=True)], 1),
        ([OSError("no process")], 1),
        ([], 1),
    ],
)
def test_a_process_that_ended_is_asked_once_more_but_not_one_that_took_too_long(errors, asked):
    left, times = list(errors), []

    def ask():
        times.append(1)
        if left:
            raise left.pop(0)
        return "reply"

    if len(errors) == asked:
        with pytest.raises(type(errors[-1])) as caught:
            grading._twice(ask)
        assert caught.value is errors[-1]
    else:
        assert grading._twice(ask) == "reply"
    assert len(times) == asked


def test_the_lessons_have_their_numbers_and_functions_of_their_own():
    names = lesson_names()
    assert all(name.startswith(f"{number:02}_") for number, name in names.items())
    assert all((lessons_folder() / f"{name}.ipynb").exists() for name in names.values())
    assert {exercise.lesson for exercise in EXERCISES.values()} <= names.keys()
    assert {*EXERCISES} < grading._own_names()


def test_a_table_has_its_columns_and_none_of_its_texts_is_a_formula(tmp_path):
    rows = [{"a": "=1", "b": 2.5, "c": 0}, {"a": "ü\n\x00", "b": -1}]
    grading.write_table(tmp_path / "a.csv", ("b", "a"), iter(rows))
    with open(tmp_path / "a.csv", encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["b", "a"], ["2.5", "'=1"], ["-1", "ü  "]]
