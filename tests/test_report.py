"""What a class reads of itself, what its teacher reads, and what each learner reads."""

import base64
import csv
import hashlib
import html
import json
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import linreg
from linreg import lab
from linreg.checks import EXERCISES
from linreg.checks.engine.exercise import CONCEPTS
from linreg.classroom import page as paging
from linreg.classroom import report as reporting
from linreg.classroom.asked import Answer, Asked, chosen_answers, questions
from linreg.classroom.child.slicing import survey
from linreg.classroom.grade import Report, Row
from linreg.classroom.page import words as report_words
from linreg.classroom.report import ASK, section, write_report

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import by_exercise, cells, graded, notebook, save

CODE = "def mean_squared_error(y, y_hat):\n    return np.sum(name1)"
SUM = Row(
    "Ann Lee",
    "05_compute_loss",
    "mean_squared_error",
    "wrong",
    "sum, no mean",
    "sum for mean",
    0.0,
    0.1,
    message="That is the sum.\n    with y = [1]\n    yours: 2\n    right: 1",
    code=CODE,
)
RIGHT = replace(SUM, state="correct", mistake="", concept="", points=1.0, message="", code="")
LOOP = "It is right, and yet: the exercise asked for no loop."
STRANGE = "<script>alert(1)</script>"


def text(path):
    return path.read_text(encoding="utf-8")


def words(path):
    return html.unescape(re.sub(r"<[^>]+>", " ", text(path)))


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    rows = [replace(SUM, learner=f"Learner {i}") for i in range(3)]
    baseline = replace(RIGHT, exercise="baseline_loss", remark=LOOP)
    rows += [replace(baseline, learner=f"Learner {i}") for i in range(3)]
    rows += [replace(SUM, learner="Learner 3", exercise="baseline_loss", mistake="root")]
    rows += [replace(SUM, learner="Learner 4", mistake="", code="def mine(): pass")]
    rows += [Row(STRANGE, "05_x", "", "human", note="=1+1")]
    rows += [replace(RIGHT, learner="=1+1"), replace(RIGHT, learner="../../up")]
    folder = tmp_path_factory.mktemp("report")
    question, asked = next(iter(questions().items()))
    wrong, *others = asked.choices
    answers = [Answer(question, wrong, False), Answer(question, others[0], True)] * 2
    write_report(Report(rows, answers, {"Learner 0": "17"}, isolation="limits", files=9), folder)
    return folder


# Two questions, and a class that has met everything once.
ASKED = {
    "Which `one`?": Asked(
        "01_introduction", "Which `one`?", {"one": "It is 1.", "`two`": "It is 2."}
    ),
    "How?": Asked("03_initialize_parameters", "How?", {"so": "It is so.", "no": "It is not."}),
}
OTHER = replace(SUM, mistake="`sum`, no mean", message="It is a `sum`.\n    yours: 1")
CLASS = Report(
    [
        replace(OTHER, learner="Ann"),
        replace(OTHER, learner="Bo"),
        replace(
            OTHER, learner="Bo", exercise="update", lesson="07_update_parameters", concept="sign"
        ),
        replace(OTHER, learner="Cy", code="def f():\n    pass"),
        replace(OTHER, learner="Di", mistake="root", concept="", message="No root.\n    yours: 2"),
        replace(
            OTHER, learner="Di", exercise="baseline_loss", mistake="", concept="", code="a < b"
        ),
        replace(RIGHT, learner="Ed", exercise="baseline_loss", remark="It is `right`, and yet."),
        replace(RIGHT, learner="Ed", exercise="update", lesson="07_update_parameters"),
        replace(RIGHT, learner="Cy", exercise="r_squared", lesson="09_predictions"),
        Row("Flo & Co", "05_x", "", "human", note="it is <empty>"),
        Row(
            "Flo & Co", "07_update_parameters", "update", "todo", message="Not `begun`.", note="so"
        ),
        Row("Gil", "07_update_parameters", "update", "human", note="it ends"),
        Row("Hal", "05_x", "", "human", note="it is empty"),
    ],
    [
        Answer("How?", "so", None),
        Answer("Which `one`?", "one", False),
        Answer("Which `one`?", "`two`", True),
        Answer("Which `one`?", "`two`", True),
        Answer("Which `one`?", "`two`", False),
        Answer("Which `one`?", "`two`", None),
        Answer("How?", "no", True),
        Answer("How?", "no", False),
    ],
    {"Ann": "17"},
    isolation="limits",
    files=9,
)
PAGES = {
    "class": lambda: reporting.class_page(CLASS),
    "learners": lambda: reporting.learners_page(CLASS),
    "Di": lambda: reporting.feedback_page("Di", reporting.by_learner(CLASS.rows)["Di"]),
    "Ed": lambda: reporting.feedback_page("Ed", reporting.by_learner(CLASS.rows)["Ed"]),
    "Flo": lambda: reporting.feedback_page("F & C", reporting.by_learner(CLASS.rows)["Flo & Co"]),
    "empty class": lambda: reporting.class_page(Report()),
    "no learners": lambda: reporting.learners_page(Report()),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_word_by_word_as_expected(name, monkeypatch):
    monkeypatch.setattr(reporting, "questions", lambda: ASKED)
    page = PAGES[name]()
    shown = re.search("<main>(.*)</main>", page, re.DOTALL)[1].replace(linreg.__version__, "1.0")
    shown = re.sub(r"(?<=>)(?=<(?:h\d|p|pre|div|thead|tr)\b)", "\n", shown)  # in lines
    expected = text(Path(__file__).parent / "report_pages.html").split("<!-- ")
    assert f"{name} -->\n{shown}\n" in expected


def test_a_page_has_its_title_its_style_and_its_script_and_runs_no_other():
    style, script = (text(Path(reporting.__file__).parent / f"report.{x}") for x in ("css", "js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert paging.page("A & B", ["<p>one</p>", "two"]) == (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>A &amp; B</title><style>{style}</style></head><body><main><h1>A &amp; B</h1>"
        f"<p>one</p>two</main><script>{script}</script></body></html>\n"
    )


def test_what_cannot_be_printed_is_a_space_and_what_is_in_backticks_is_code():
    assert report_words("`a` <b>\x1b|\n`c") == "<code>a</code> &lt;b&gt; |\n`c"


def test_the_class_is_told_what_is_common_and_nobody_is_named(out):
    said = words(out / "report.html")
    first = said[said.index("Teach again tomorrow") :]
    common = r"Teach again tomorrow\s+3\s+of 8:\s+mean_squared_error\s*, sum, no mean"
    assert re.match(common, first)  # what is most common comes first
    assert "That is the sum. Twice the rows" in first  # the table's words
    assert section("mean_squared_error") == "Your turn"
    assert re.search(r"Return to:\s+05_compute_loss\.ipynb\s*, “Your turn”", first)
    assert ASK["sum for mean"] in first
    assert "Learner" not in said.replace("Learners", "")
    assert STRANGE not in said


def test_the_class_is_told_what_is_right_and_was_not_asked_for(out):
    said = words(out / "report.html")
    said = said[said.index("Right, and not what was asked for") :]
    assert re.search(rf"baseline_loss\s+{re.escape(LOOP)}\s+3\s", said)


def test_a_class_without_a_mistake_that_has_a_name_is_told_so(out, tmp_path):
    write_report(Report([RIGHT]), tmp_path)
    assert "No mistake has a name here." in words(tmp_path / "report.html")
    assert "No mistake has a name here." not in words(out / "report.html")


def test_code_is_shown_if_three_share_the_mistake(out):
    shown = text(out / "report.html")
    assert html.escape(CODE) in shown
    assert "def mine" not in shown
    assert shown.count("<pre>") == 1


def test_where_there_is_no_code_no_empty_box_is_shown(tmp_path):
    rows = [replace(SUM, learner=name, mistake="SyntaxError", code="") for name in "abc"]
    write_report(Report(rows), tmp_path)
    assert "<pre>" not in text(tmp_path / "report.html")


def test_of_code_that_is_long_the_first_lines_are_shown(tmp_path):
    code = "\n".join(f"line_{i}()" for i in range(100))
    write_report(Report([replace(SUM, mistake="", code=code)]), tmp_path)
    shown = text(tmp_path / "learners.html")
    assert "<pre>line_0()" in shown
    assert "line_59()\n…</pre>" in shown
    code = "\n".join(code.splitlines()[:60])
    write_report(Report([replace(SUM, mistake="", code=code)]), tmp_path)  # over the last one
    assert "line_59()</pre>" in text(tmp_path / "learners.html")


@pytest.mark.parametrize(
    ("page", "names", "filtered"),
    [
        ("report", ["mistakes", "questions"], ["mistakes", "questions"]),
        ("learners", ["learners", "human"], ["learners"]),
    ],
)
def test_long_tables_can_be_sorted_and_filtered_and_others_not(page, names, filtered, out):
    shown = text(out / f"{page}.html")
    assert re.findall(r'<table class="sort" id="(.*?)">', shown) == names
    assert re.findall(r'<label>Show rows with <input data-filter="(.*?)">', shown) == filtered


def test_the_right_choice_of_a_question_has_a_mark(out):
    asked = next(iter(questions().values()))
    wrong, right, *_ = map(report_words, asked.choices)
    shown = text(out / "report.html")
    assert f"<td>{wrong}</td>" in shown
    assert f"<td>✓ {right}</td>" in shown


def test_what_a_question_says_below_its_choices_is_read():
    asked = next(iter(questions().values()))
    choice, why = list(asked.choices.items())[1]
    said = f"{asked.text}\n  1  a\n✓ Your answer is right: {choice}. {why}"
    content = cells("x")
    content["cells"][0]["outputs"] = [{"data": {"text/plain": said.splitlines(keepends=True)}}]
    found = survey(json.dumps(content).encode(), is_notebook=True, exercises={})
    assert chosen_answers(found) == [(asked.text, choice, True)]


def test_those_who_need_help_come_first(out):
    said = words(out / "learners.html")
    assert said.index("Learner 4") < said.index("Learner 0") < said.index("../../up")
    assert re.search(r"mean_squared_error\s+without a name", said)
    assert re.search(r"05_x\s+=1\+1", said[: said.index("Needs a human")])  # beside the name
    assert "def mine" in said  # wrong without a name: to be read


def test_help_is_needed_by_what_is_wrong_whatever_the_name(tmp_path):
    tried = replace(SUM, learner="Bo")
    rows = [replace(RIGHT, learner="Zoe"), tried, replace(tried, learner="Cy", state="todo")]
    half = replace(SUM, learner="Ann")
    write_report(Report([*rows, half, replace(half, state="correct")]), tmp_path)
    found = re.findall(r'href="feedback/(\w+)\.html"', text(tmp_path / "learners.html"))
    assert found == ["Bo", "Cy", "Ann", "Zoe"]


def test_names_are_text_and_no_page_loads_anything(out):
    pages = list(out.rglob("*.html"))
    assert len(pages) == 2 + 8
    for path in pages:
        assert "<script>alert" not in text(path)
        assert "default-src 'none'" in text(path)
        assert not re.findall(r"(?:src|href)=\"(?!feedback/)[^\"]*", text(path))
    assert {path.parent for path in pages} == {out, out / "feedback"}


def test_names_that_look_alike_get_a_page_each(tmp_path):
    names = ("Ann Lee", "Ann/Lee", "Ann_Lee", "ann_lee", "../", "//")
    names += ("Ann_Lee_a36e14", "ANN_LEE_A36E14")
    write_report(Report([replace(RIGHT, learner=name) for name in names]), tmp_path)
    pages = list((tmp_path / "feedback").iterdir())
    assert len({path.name.lower() for path in pages}) == len(names)
    titles = {re.search("<h1>Feedback for (.*)</h1>", text(path))[1] for path in pages}
    assert titles == set(names)


def test_a_file_has_the_name_of_its_learner_where_a_file_can_have_it():
    def digest(name):
        return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]

    expected = {
        "Ann-Lee_2": "Ann-Lee_2",
        "(Xena)": f"Xena_{digest('(Xena)')}",
        "../": f"learner_{digest('../')}",
        70 * "n": f"{60 * 'n'}_{digest(70 * 'n')}",
        "\udce4": f"learner_{digest(chr(0xDCE4))}",
        "Con": f"Con_{digest('Con')}",  # a device of Windows, whatever its extension
        "lpt1": f"lpt1_{digest('lpt1')}",
        "Connie": "Connie",
    }
    rows = [replace(RIGHT, learner=name) for name in expected]
    assert reporting.file_names(Report(rows)) == expected


def test_no_cell_of_a_table_is_a_formula(out):
    for name in ("results.csv", "gradebook.csv"):
        for row in table(out / name):
            assert not any(value.startswith(("=", "+", "@")) for value in row.values())
    assert "'=1+1" in text(out / "results.csv")


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        (
            "canvas",
            [
                "Student,ID,SIS User ID,SIS Login ID,Section,05_compute_loss,07_update_parameters",
                "Points Possible,,,,,{possible[5]},{possible[7]}",
                "Ann,17,,,,0,0",
                "Ed,,,,,1,0.5",
            ],
        ),
        (
            "moodle",
            [
                "Identifier,Full name,Grade,05_compute_loss,07_update_parameters",
                "Participant 17,Ann,0,0,0",
                ",Ed,1.5,1,0.5",
            ],
        ),
    ],
)
def test_the_gradebook_has_the_columns_of_its_platform_and_a_row_for_each_learner(
    platform, expected, tmp_path
):
    wrong, whole, half = (row for row in CLASS.rows if row.learner in ("Ann", "Ed"))
    rows = [wrong, whole, replace(half, points=0.5)]
    write_report(Report(rows, [], CLASS.ids, platform), tmp_path)
    possible = Counter(one.lesson for one in EXERCISES.values())
    said = text(tmp_path / "gradebook.csv").removeprefix("\ufeff").splitlines()
    assert said == [line.format(possible=possible) for line in expected]


def test_a_learner_reads_the_tutors_words_and_the_example(out):
    path = next((out / "feedback").glob("Learner_0_*"))
    said = words(path)
    assert "<h1>Feedback for Learner 0</h1>" in text(path)
    assert "1 of 2 exercises are correct" in said
    assert "That is the sum." in said
    assert "yours: 2" in said


def test_a_learner_reads_each_lesson_once_above_its_exercises(tmp_path):
    update = replace(RIGHT, exercise="update", lesson="07_update_parameters")
    rows = [RIGHT, replace(RIGHT, exercise="baseline_loss"), update]
    written = write_report(Report(rows), tmp_path)
    assert all(path.is_file() for path in written)
    (path,) = (tmp_path / "feedback").iterdir()
    found = re.findall(r"<h[23]>(?:<code>)?(\w+)", text(path))
    assert found == [RIGHT.lesson, RIGHT.exercise, "baseline_loss", update.lesson, "update"]


def test_the_last_line_says_how_many_learners_and_rows_there_are():
    said = "Learners: 8. 3 correct, 6 wrong, 3 needs a human, 1 not attempted"
    assert reporting.summary(CLASS) == said


def test_limits_alone_are_warned_of(out, tmp_path):
    assert "Warning" in words(out / "report.html")
    assert 'class="warning"' in text(out / "report.html")
    write_report(Report([RIGHT], isolation="landlock"), tmp_path)
    assert "Landlock" in words(tmp_path / "report.html")
    assert 'class="warning"' not in text(tmp_path / "report.html")


def test_there_is_a_question_for_each_idea():
    assert set(ASK) == set(CONCEPTS)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_exercise_has_a_place_to_return_to(exercise):
    assert section(exercise)
    assert not section(exercise)[0].isdigit()  # not the lesson's title


def test_the_words_of_the_course_stay_on_the_page_that_the_class_sees(tmp_path):
    answer = (
        "def mean_squared_error(y, y_hat):\n"
        "    return np.mean((y - y_hat) ** 2, axis=0, keepdims=True) * np.ones(2)"
    )
    lesson = notebook("05_compute_loss", {"mean_squared_error": answer})
    ragged = "def baseline_loss(y):\n    return [[1.0], [1.0, 2.0]]"
    other = notebook("05_compute_loss", {"baseline_loss": ragged})
    for number in range(3):
        save(tmp_path / "in" / f"x{number}" / "05_compute_loss.ipynb", lesson)
        save(tmp_path / "in" / f"z{number}" / "05_compute_loss.ipynb", other)
    graded(tmp_path / "in", tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "axis=0, keepdims=True" in page
    assert "a ragged list" in page


ANNS = {
    "an error": "raise ValueError('Ann Miller, call 555')  # Ann Miller",
    "an error of her own": "class AnnMiller(Exception): pass\n    raise AnnMiller",
    "an error without a line": "raise type('AnnMiller', (Exception,), {})('Ann Miller')",
    "a result of her own": "class AnnMiller: pass\n    return AnnMiller()",
    "a variable": "return np.mean((y - y_hat) ** 2) * AnnMiller",
    "a name": (
        "__AnnMiller__ = 1\n    match y:\n        case [AnnMiller, *AnnMillers]: pass\n"
        "        case {'Ann Miller': 1, **Miller}: pass\n        case Ann: pass\n"
        "    getattr(y, 'Miller', np).AnnMiller if 0 else 0\n"
        "    return 2 * np.mean((y - y_hat) ** 2)"
    ),
    "a module": "import Miller.Ann\n    return 1.0",
    "a slip": "return (Ann.Miller",
    "a loop without an end": "while True: y = y  # `Ann Miller` and `555` more",
    "a result of a kind with spaces": "return type('x Ann Miller 3Ann', (), {})()",
    "an error of a kind of two lines": "raise type('x\\nAnn Miller', (Exception,), {})()",
    "a result of her own for unknown cases": (
        "class Ann: pass\n    return np.mean((y - y_hat) ** 2) if len(y) < 99 else Ann()"
    ),
}


@pytest.mark.parametrize("what", ANNS)
def test_nothing_of_a_learner_stands_on_the_page_that_the_class_sees(what, tmp_path):
    answer = f"AnnMiller = 2\n\n\ndef mean_squared_error(y, y_hat):\n    {ANNS[what]}\n"
    lesson = notebook("05_compute_loss", {"mean_squared_error": answer})
    for number in range(3):  # as many as must share a mistake before code is shown
        save(tmp_path / "in" / f"x{number}" / "05_compute_loss.ipynb", lesson)
    rows = graded(tmp_path / "in", tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert by_exercise(rows)["mean_squared_error"]["state"] == "wrong"
    assert not re.search("Ann|Miller|555", page)


def test_no_parameter_of_a_learner_stands_on_the_page_that_the_class_sees(tmp_path):
    answer = "def mean_squared_error(y, y_hat, ann_miller):\n    return np.mean((y - y_hat) ** 2)"
    lesson = notebook("05_compute_loss", {"mean_squared_error": answer})
    save(tmp_path / "in" / "x" / "05_compute_loss.ipynb", lesson)
    graded(tmp_path / "in", tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Its parameters are y, y_hat, …, but must be y, y_hat, in this order." in page
    assert "miller" not in page


OF_WORK = "It was stopped after 12 seconds of work. Does a loop of it ever end?"
STOPS = "It stops with an error: the page of each learner says where."


@pytest.mark.parametrize(
    ("mistake", "message", "sentence"),
    [
        ("raises KeyError", "Line 3: `Ann`: oh.", STOPS),
        ("raises ModelError", "`self.Ann` is a tuple: leave out the comma.", STOPS),
        ("SyntaxError", "Python cannot read it: duplicate argument 'Ann'.", STOPS),
        (
            "takes too long",
            "Stopped after 2 seconds (line 3: `(Ann)`): does a loop never end?",
            "Stopped after 2 seconds: does a loop never end?",
        ),
        ("takes too long", OF_WORK, OF_WORK),
        (
            "",
            "It is right for the usual cases. Line 3: `Ann`: oh.",
            "It is right for the usual cases.",
        ),
        ("", "The result is 1e-05, of 2h and 3Ann.\nAnn", "The result is 1e-05, of 2h and …."),
        ("", "`X @ W` has `5`, `Ann` not.", "`X @ W` has `5`, `…` not."),
    ],
)
def test_a_sentence_for_the_class_has_no_words_of_a_learners_own(mistake, message, sentence):
    assert reporting._sentence("line", mistake, Row(message=message)) == sentence


def test_where_a_table_cannot_be_written_the_pages_are(tmp_path):
    (tmp_path / "results.csv").mkdir()  # as one that is open in another program on Windows
    with pytest.raises(OSError, match=r"results\.csv"):
        write_report(Report([RIGHT]), tmp_path)
    written = {path.name for path in tmp_path.rglob("*.html")}
    names = reporting.file_names(Report([RIGHT])).values()
    assert written == {"report.html", "learners.html", *(f"{name}.html" for name in names)}


def test_names_that_are_no_utf_8_get_a_page_each():
    names = ["M\udcfcller", "M\udcf6ller"]  # of folders whose names are in Latin-1
    found = reporting.file_names(Report([replace(RIGHT, learner=name) for name in names]))
    assert len(set(found.values())) == 2


def test_no_file_is_written_over_though_its_name_be_guessed():
    file = reporting.file_names(Report([replace(RIGHT, learner="bo/")]))["bo/"]
    guessed = file.upper()  # which is the same file on some systems
    found = reporting.file_names(Report([replace(RIGHT, learner=one) for one in ("bo/", guessed)]))
    assert found == {guessed: guessed, "bo/": f"{file}_"}


def test_a_place_to_return_to_is_the_last_heading_above_wherever_it_stands(tmp_path, monkeypatch):
    words = ["# 5 · Loss\n", "\n", "## A sum\n", "and a mean"]
    lesson = cells(words, "# no heading", "def mean_squared_error(y, y_hat):\n    return ...")
    lesson["cells"][0]["cell_type"] = "markdown"
    for cell, name in zip(lesson["cells"], ("title", "above", "mean_squared_error"), strict=True):
        cell["id"] = name
    save(tmp_path / "05_compute_loss.ipynb", lesson)
    monkeypatch.setattr(reporting, "lessons_folder", lambda: tmp_path)
    assert section.__wrapped__("mean_squared_error") == "A sum"


def test_choices_are_read_from_what_was_said_and_from_what_was_typed():
    known = list(questions().values())
    asked = known[0]
    choice, why = list(asked.choices.items())[1]
    assert chosen_answers({"answers": [f"Your answer: {choice}. {why} The right one: …"]}) == [
        (asked.text, choice, False)
    ]
    for number, typed in enumerate(asked.choices, 1):
        assert chosen_answers({"typed": [(asked.text, number)]}) == [(asked.text, typed, None)]
    beyond = [(asked.text, number) for number in (0, len(asked.choices) + 1)]
    assert chosen_answers({"typed": beyond}) == []
    said = ["✓ Your answer is right: " + f"{choice}. {why}"]
    assert chosen_answers({"typed": [(asked.text, 1)], "answers": said}) == [
        (asked.text, choice, True)
    ]
    assert chosen_answers({"typed": [("another", 2), (asked.text, 99)], "answers": ["x"]}) == []
    assert len(known) > 40


def test_a_class_of_two_hundred_fits_into_300_kilobytes(tmp_path):
    names = [(e, m.name, m.concept) for e, one in EXERCISES.items() for m in one.mistakes]
    rows = [
        replace(SUM, learner=f"L{i}", exercise=e, mistake=m, concept=c, lesson=f"0{i % 9}_x")
        for i in range(200)
        for e, m, c in names[i::200] + names[: 20 - len(names[i::200])]
    ]
    answers = [Answer(text, c, None) for text, one in questions().items() for c in one.choices]
    write_report(Report(rows, answers), tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 300_000
    assert (tmp_path / "learners.html").stat().st_size < 300_000


def test_a_question_whose_choices_are_computed_is_left_out(tmp_path, monkeypatch):
    source = (
        'X.mean(), Question("How many?", {str(len(X)): "All of them.", "0": "None."})\n'
        'Question("Which?", {"one": "One is odd.", "two": "Two is even."})'
    )
    lesson = cells(source)
    lesson["cells"][0]["metadata"]["tags"] = ["question"]
    save(tmp_path / "01_introduction.ipynb", lesson)
    monkeypatch.setattr(lab, "lessons_folder", lambda: tmp_path)
    assert list(questions.__wrapped__()) == ["Which?"]


@pytest.mark.parametrize("note", ["It is so.", "It is so.; 2 definitions; late", ""])
def test_a_learner_reads_each_sentence_once(note):
    message = "It is so.\n    yours: 2"
    row = Row("Ann", "05_x", "update", "wrong", note=note, message=message)
    page = reporting.feedback_page("Ann", [row])
    assert page.count("It is so.") == 1
    assert page.count("2 definitions") == ("definitions" in note)
    added = "<p>2 definitions; late</p>" if "definitions" in note else "<pre>"
    assert f"<p>It is so.</p>{added}" in page
