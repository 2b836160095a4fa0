"""The class report: two pages that need no network, two tables, and a page for each learner.

`report.html` names nobody and is fit for the projector: what to teach again tomorrow comes first.
`learners.html` has the names, sorted by who needs help.
"""

import builtins
import hashlib
import inspect
import json
import keyword
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from types import CodeType

import numpy as np

import linreg
from linreg.checks import EXERCISES
from linreg.checks.engine.exercise import CONCEPTS
from linreg.classroom.asked import questions
from linreg.classroom.collect import FEEDBACK
from linreg.classroom.grade import FIELDS, Report, Row, lesson_names, write_table
from linreg.classroom.page import page, safe, table, words
from linreg.files import write_whole
from linreg.lab import lessons_folder

CARDS = 5  # mistakes to teach again
SHARED = 3  # learners who must share a mistake before code of theirs is shown
LONGEST = 60  # lines of code
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)  # no names of files on Windows
WORD = re.compile(r"\w*[^\W\d_]\w*")
A_NUMBER = re.compile(r"\d+[^\W\d_]?\d*")  # such as 1e5
STATES = {"correct": "correct", "wrong": "wrong", "human": "needs a human", "todo": "not attempted"}
_KEYS = (f'<span class="key {one}"></span>{text}' for one, text in STATES.items())
KEY = f"<p>{''.join(_KEYS)}</p>"
FILTER = "Show rows with"
PROTECTION = {
    "landlock": "Each submission runs in a process of its own that can read libraries only, write "
    "nothing and start nothing (Landlock and seccomp).",
    "bubblewrap": "Each submission runs in a process of its own with a file system of libraries "
    "only, no network, and no view of other processes (bubblewrap).",
    "limits": "Warning: submissions run with at most limits on time and memory. A hostile one "
    "can read, change or delete your files, and other submissions. See “Isolation” in "
    "INSTRUCTORS.md.",
}

# What to ask a class in which an idea went wrong.
ASK = {
    "axis": "The table has 100 rows and 2 columns. How many numbers are left after averaging "
    "along axis 0, and what does each of them tell?",
    "brackets": "What is 2 + 3 ** 2, and what is (2 + 3) ** 2? Which of the two stands in "
    "your formula?",
    "factor": "The formula gives 12 for three houses. What must it give if the square is replaced "
    "by half of the square?",
    "formula": "Take two houses and do it with a pencil: which number belongs where?",
    "ignored argument": "Change one argument and nothing else. Must the result change?",
    "in place": "After b = a and b += 1, what is a? And after b = a + 1?",
    "index": "Which row does the loop visit first, which last, and how many are there between?",
    "loop": "What must be known before the first turn, and what must not be set to zero again in "
    "each turn?",
    "missing result": "What does the caller have in hand when the function has finished?",
    "order": "Say the steps in the order in which they happen. What does each one see of the one "
    "before, and what changes if two of them change places?",
    "randomness": "The function is called twice with the same generator. Should the numbers be the "
    "same? And with two generators of the same seed?",
    "shape": "What is the shape of each array in the line, and what is the shape of their "
    "difference?",
    "sign": "The prediction is too high. Should the number be positive or negative, and which way "
    "must the weight go?",
    "sum for mean": "Write every house into the table twice. Should the number change?",
    "wrong variable": "Where does the function get this value from, if the cell above is never "
    "run?",
}


def write_report(report: Report, out: Path) -> list[Path]:
    """Write the two pages, the tables and the feedback; return what was written."""
    pages = {"report.html": class_page(report), "learners.html": learners_page(report)}
    names = file_names(report)
    (out / FEEDBACK).mkdir(exist_ok=True)
    for learner, rows in by_learner(report.rows).items():
        pages[f"{FEEDBACK}/{names[learner]}.html"] = feedback_page(learner, rows)
    for name, text in pages.items():
        write_whole(out / name, text)
    # Last: on Windows they cannot be written while a spreadsheet program has them open.
    write_table(out / "results.csv", FIELDS, map(asdict, report.rows))
    write_gradebook(report, out)
    return [out / name for name in ("report.html", "learners.html", "results.csv", "gradebook.csv")]


def by_learner(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows of each learner."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.learner].append(row)
    return dict(found)


def file_names(report: Report) -> dict[str, str]:
    """Return a file name for each learner, without what a file system would misread."""
    names: dict[str, str] = {}
    taken = set()
    for learner in sorted({row.learner for row in report.rows}):
        plain = re.sub(r"[^\w-]+", "_", learner).strip("_")[:60] or "learner"
        if plain != learner or plain.lower() in taken or RESERVED.fullmatch(plain):
            plain += f"_{hashlib.sha256(learner.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
        while plain.lower() in taken:
            plain += "_"
        names[learner] = plain
        taken.add(plain.lower())
    return names


def write_gradebook(report: Report, out: Path) -> None:
    """Write a row a learner, with points by lesson, as Canvas and Moodle import them."""
    lessons = sorted({row.lesson for row in report.rows if row.exercise})
    rows: list[Mapping[str, object]] = []
    for learner, own in by_learner(report.rows).items():
        points = {one: sum(row.points for row in own if row.lesson == one) for one in lessons}
        number = report.ids.get(learner, "")
        row = {lesson: f"{value:g}" for lesson, value in points.items()}
        row |= {"Identifier": number and f"Participant {number}", "Full name": learner}
        row |= {"Student": learner, "ID": number, "Grade": f"{sum(points.values()):g}"}
        rows.append(row)
    first = ["Identifier", "Full name", "Grade"]
    if report.platform != "moodle":
        first = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        possible = Counter(lesson_names().get(one.lesson, "") for one in EXERCISES.values())
        rows.insert(0, {"Student": "Points Possible", **possible})
    write_table(out / "gradebook.csv", (*first, *lessons), rows)


def class_page(report: Report) -> str:
    """Return the page for the projector: no names, and code only where several wrote alike."""
    return page("What the class has understood", _class_parts(report))


def _class_parts(report: Report) -> Iterator[str]:
    rows = [row for row in report.rows if row.exercise]
    learners = len({row.learner for row in report.rows})
    yield from _counts(report, rows, learners)
    yield "<h2>Teach again tomorrow</h2>"
    yield from _cards(rows, learners)
    head = ("lesson", "learners", "answers", "correct")
    yield f"<h2>Completion by lesson</h2>{KEY}{table(head, _completion(rows))}"
    yield "<h2>Ideas and lessons</h2><p>How many learners met a mistake of each kind.</p>"
    yield _ideas(rows)
    head = ("exercise", "mistake", "idea", "learners")
    yield f"<h2>Mistakes by exercise</h2>{table(head, _mistakes(rows), 'mistakes', FILTER)}"
    yield "<h2>Wrong without a name</h2><p>Read these in <code>learners.html</code>, and add a row "
    yield "to the table of the lesson: the next class will be told what it is.</p>"
    yield table(("exercise", "answers"), _unnamed(rows))
    yield "<h2>Right, and not what was asked for</h2>"
    yield table(("exercise", "remark", "learners"), _remarks(rows))
    yield "<h2>What the questions showed</h2>"
    yield table(("lesson", "question", "choice", "taken"), _questions(report), "questions", FILTER)
    yield f"<p><small>linreg {linreg.__version__}. Of a submission only what a function needs was "
    yield "run; lines with side effects only, such as seeds and settings, were not.</small></p>"


def _counts(report: Report, rows: Sequence[Row], learners: int) -> Iterator[str]:
    """Say how much was handed in, what must be looked at, and what kept it apart."""
    human = sum(row.state == "human" for row in report.rows)
    yield f"<p>Learners: <b>{learners}</b>. Files: <b>{report.files}</b>. "
    yield f"Answers: <b>{len(rows)}</b>{', ' * bool(rows)}{said(rows)}. "
    yield f"Rows that need a human: <b>{human}</b>"
    yield f"{', in <code>learners.html</code>' * bool(human)}.</p>"
    kind = ' class="warning"' if report.isolation == "limits" else ""
    yield f"<p{kind}>{safe(PROTECTION.get(report.isolation, ''))}</p>"


def _cards(rows: Sequence[Row], learners: int) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.state == "wrong" and row.mistake:
            groups[row.exercise, row.mistake].append(row)
    ranked = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))[:CARDS]
    yield '<div class="cards">' if ranked else "<p>No mistake has a name here.</p>"
    for (exercise, mistake), same in ranked:
        yield f'<div class="card"><h3><span class="big">{len(same)}</span> of {learners}: '
        yield f"<code>{safe(exercise)}</code>, {words(_title(mistake))}</h3>"
        yield from _card(exercise, mistake, same)
        yield "</div>"
    yield "</div>" if ranked else ""


def _card(exercise: str, mistake: str, same: Sequence[Row]) -> Iterator[str]:
    """Say what to teach again: words, code that is nobody's own, where it stands, a question."""
    ((code, _),) = Counter(row.code for row in same).most_common(1)
    shown = next(row for row in same if row.code == code)
    yield f"<p>{words(_sentence(exercise, mistake, shown))}</p>"
    if len(same) >= SHARED and code:
        yield f"<pre>{safe(impersonal(_cut(code)))}</pre>"
    lesson = lesson_names()[EXERCISES[exercise].lesson]
    yield f"<p><b>Return to:</b> <code>{lesson}.ipynb</code>, “{safe(section(exercise))}”.</p>"
    if question := ASK.get(shown.concept):
        yield f"<p><b>Ask:</b> {words(question)}</p>"


def _cut(code: str) -> str:
    lines = code.split("\n")
    return "\n".join([*lines[:LONGEST], "…"] if len(lines) > LONGEST else lines)


def _sentence(exercise: str, mistake: str, row: Row) -> str:
    """Return what a tutor says of a mistake: the table's words, or those of the verdict."""
    known = {one.name: one.message for one in EXERCISES[exercise].mistakes}
    if mistake in known:
        return known[mistake]
    first = row.message.split("\n")[0]
    # These may be of two steps, and the verdict says both.
    inside = {one.name for one in EXERCISES[exercise].inside}
    if mistake in inside or any(mistake.startswith(f"{name} + ") for name in known):
        return first
    if mistake.startswith(("raises ", "SyntaxError")):  # whose words may differ among learners
        return "It stops with an error: the page of each learner says where."
    return impersonal(re.sub(r" ?\bLine \d.*| \(line \d.*\)", "", first))


def _title(mistake: str) -> str:
    """Return the name of a mistake, without the name of an exception that is the learner's own."""
    return impersonal(mistake) if mistake.startswith("raises ") else mistake


def impersonal(text: str) -> str:
    """Return code or a message with only such words as Python, NumPy and linreg have."""
    known = _words_of_all()

    def shown(word: re.Match[str]) -> str:
        return word[0] if word[0] in known or A_NUMBER.fullmatch(word[0]) else "…"

    return WORD.sub(shown, text)


@cache
def _words_of_all() -> frozenset[str]:
    errors = getattr(np, "exceptions", np)  # NumPy before 1.25 has them at the top
    places = (builtins, math, np, np.linalg, np.random, np.ndarray, np.random.Generator, errors)
    known = {name for place in (*places, list, dict, str, float) for name in dir(place)}
    for value in (*vars(np).values(), *vars(np.linalg).values()):
        code = getattr(inspect.unwrap(value), "__code__", None) if callable(value) else None
        if isinstance(code, CodeType):
            known |= {*code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]}
    for path in Path(linreg.__file__).parent.rglob("*.py"):
        known |= set(WORD.findall(path.read_text(encoding="utf-8")))
    known |= {*keyword.kwlist, *keyword.softkwlist}
    return frozenset(known | {f"name{number}" for number in range(100)})  # instead of their own


@cache
def section(exercise: str) -> str:
    """Return the heading of a lesson below which an exercise stands."""
    lesson = lesson_names()[EXERCISES[exercise].lesson]
    heading = ""
    notebook = json.loads((lessons_folder() / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == exercise:
            break
        if found := re.findall(r"^#+ (.*)$", "".join(cell["source"]), re.M):
            heading = found[-1] if cell["cell_type"] == "markdown" else heading
    return heading


def _completion(rows: Sequence[Row]) -> Iterator[tuple[str, str, str, str]]:
    for lesson in sorted({row.lesson for row in rows}):
        own = [row for row in rows if row.lesson == lesson]
        counts = Counter(row.state for row in own)
        bar = "".join(
            f'<span class="{state}" style="width:{100 * counts[state] / len(own):.1f}%"></span>'
            for state in STATES
        )
        yield (
            safe(lesson),
            str(len({row.learner for row in own})),
            f'<div class="bar" role="img" aria-label="{said(own)}">{bar}</div>',
            f"{100 * counts['correct'] / len(own):.0f} %",
        )


def _ideas(rows: Sequence[Row]) -> str:
    wrong = [row for row in rows if row.state == "wrong"]
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in wrong:
        seen[row.concept or "another", row.lesson].add(row.learner)
    lessons, found = sorted({row.lesson for row in wrong}), {idea for idea, _ in seen}
    most = max(map(len, seen.values()), default=0)
    lines = [
        (idea, *(_shade(len(seen.get((idea, one), ())), most) for one in lessons))
        for idea in (*CONCEPTS, "another")
        if idea in found
    ]
    return table(("idea", *(one[:2] for one in lessons)), lines)


def _shade(count: int, most: int) -> str:
    return f'<b style="--share:{count / most:.2f}">{count}</b>' if count else ""


def _mistakes(rows: Sequence[Row]) -> list[tuple[str, str, str, str]]:
    groups: Counter[tuple[str, str, str]] = Counter(
        (row.exercise, row.mistake, row.concept)
        for row in rows
        if row.state == "wrong" and row.mistake
    )
    return [
        (f"<code>{safe(exercise)}</code>", words(_title(mistake)), safe(concept), str(count))
        for (exercise, mistake, concept), count in groups.most_common()
    ]


def _unnamed(rows: Sequence[Row]) -> list[tuple[str, str]]:
    counts = Counter(row.exercise for row in rows if row.state == "wrong" and not row.mistake)
    return [(f"<code>{safe(name)}</code>", str(count)) for name, count in counts.most_common()]


def _remarks(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    counts = Counter((row.exercise, row.remark) for row in rows if row.remark)
    return [
        (f"<code>{safe(name)}</code>", words(remark), str(count))
        for (name, remark), count in counts.most_common()
    ]


def _questions(report: Report) -> Iterator[tuple[str, str, str, str]]:
    """Say how often each choice was taken; the right one has a mark, if it was ever told."""
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    right: Counter[tuple[str, str]] = Counter()
    for text, choice, is_right in report.answers:
        taken[text][choice] += 1
        right[text, choice] += 0 if is_right is None else 1 if is_right else -1
    for text in sorted(taken, key=list(questions()).index):
        lesson = safe(questions()[text].lesson.partition("_")[0])
        for choice, count in taken[text].most_common():
            mark = "✓ " if right[text, choice] > 0 else ""
            yield lesson, words(text), mark + words(choice), f"{count} / {taken[text].total()}"


def learners_page(report: Report) -> str:
    """Return the page with names, those who need help first."""
    return page("Learners", _learner_parts(report))


def need(rows: Sequence[Row]) -> tuple[float, int]:
    """Return how much help a learner needs: the share that is not right, and what was tried."""
    asked = [row for row in rows if row.exercise]
    right = sum(row.state == "correct" for row in asked)
    tried = sum(row.state in ("wrong", "human") for row in asked)
    return (1 - right / len(asked) if asked else 1.0, tried)


def _learner_parts(report: Report) -> Iterator[str]:
    names = file_names(report)
    people = sorted(by_learner(report.rows).items(), key=lambda one: need(one[1]), reverse=True)
    yield "<p>Those who need help come first. This page has names: keep it to yourself.</p>"
    lines = [_line(learner, names[learner], own) for learner, own in people]
    yield table(("learner", *STATES.values(), "what"), lines, "learners", FILTER)
    yield "<h2>Needs a human</h2>"
    human = [row for row in report.rows if row.state == "human"]
    why = [tuple(map(safe, (r.learner, r.lesson, r.exercise, r.note))) for r in human]
    yield table(("learner", "lesson", "exercise", "why"), why, "human")
    yield "<h2>Wrong without a name</h2>"
    for row in report.rows:
        if row.state == "wrong" and not row.mistake:
            yield f"<h3>{safe(row.learner)}: <code>{safe(row.exercise)}</code></h3>"
            yield f"<pre>{safe(_cut(row.code))}</pre>"


def _line(learner: str, file: str, rows: Sequence[Row]) -> tuple[str, ...]:
    counts = Counter(row.state for row in rows)
    trouble = "; ".join(_trouble(row) for row in rows if row.state in ("wrong", "human"))
    link = f'<a href="{FEEDBACK}/{file}.html">{safe(learner)}</a>'
    return link, *(str(counts[state]) for state in STATES), trouble


def _trouble(row: Row) -> str:
    what = row.mistake or row.note or "without a name"
    return f"<code>{safe(row.exercise or row.lesson)}</code> {words(what)}"


def feedback_page(learner: str, rows: Sequence[Row]) -> str:
    """Return what one learner reads."""
    return page(f"Feedback for {learner}", _feedback_parts(rows))


def _feedback_parts(rows: Sequence[Row]) -> Iterator[str]:
    right = sum(row.points for row in rows)
    yield f"<p>{right:g} of {sum(bool(row.exercise) for row in rows)} exercises are correct.</p>"
    lesson = ""
    for row in rows:
        if row.lesson != lesson:
            lesson = row.lesson
            yield f"<h2>{safe(lesson)}</h2>"
        what = f"<code>{safe(row.exercise)}</code>" if row.exercise else "This file"
        yield f"<h3>{what} {STATES[row.state]}</h3>"
        message, _, example = row.message.partition("\n")
        note = row.note.removeprefix(message).removeprefix("; ")
        yield "".join(f"<p>{words(text)}</p>" for text in (message, note) if text)
        yield f"<pre>{safe(example)}</pre>" if example else ""


def summary(report: Report) -> str:
    """Return one line on what was found."""
    return f"Learners: {len({row.learner for row in report.rows})}. {said(report.rows)}"


def said(rows: Iterable[Row]) -> str:
    """Return how many rows have which state, in words."""
    counts = Counter(row.state for row in rows)
    return ", ".join(f"{counts[state]} {text}" for state, text in STATES.items() if counts[state])
