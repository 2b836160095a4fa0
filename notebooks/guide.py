"""Write what instructors read that follows from the lessons and from the tables of mistakes.

    python notebooks/guide.py

Into INSTRUCTORS.md, for each lesson between two marks: the minutes of its sections, and the
mistakes to expect first. Into docs/mistakes.md: all of them. A test sees to it that both are
current.
"""

import re
from pathlib import Path

from linreg.checks import EXERCISES
from linreg.checks.engine.exercise import Mistake

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "INSTRUCTORS.md"
MISTAKES = ROOT / "docs" / "mistakes.md"
FIRST = 3  # mistakes of an exercise that stand in the guide itself
ABOUT = """\
# Mistakes that the checks know by name

What the learner reads, and the idea behind it. How often a mistake was seen, and where, is explained in
[INSTRUCTORS.md](../INSTRUCTORS.md#the-lessons). This page is written by `notebooks/guide.py` from the tables in
[`linreg/checks/lessons`](../linreg/checks/lessons). The mistakes of lessons 4 to 7 are known inside of `train`, too, and those of the loss inside of
`baseline_loss` and `r_squared`.
"""
LESSONS = sorted({exercise.lesson for exercise in EXERCISES.values()})
BEGIN, END = "<!-- lesson {}, written by notebooks/guide.py -->", "<!-- end -->"

# Minutes: how fast a lesson is read, and what its other cells take. Estimates, not measurements.
WORDS, LINE, PICTURE, SLIDER, QUESTION, EXERCISE, HUNT = 150, 0.05, 0.3, 0.7, 0.7, 3.0, 3.0

# How often a mistake was seen in public Python code that fits a line by gradient descent, found by
# searching an index of stored public repositories: among 122 implementations found by naming the
# task, and in all 325 texts that were read (70 more implementations, found by naming a mistake,
# and 133 single functions, such as scalings and R²). Each was classified by reading it once.
TASK, ALL = 122, 325
CENSUS = {
    ("generate_examples", "one noise value for all rows"): (1, 8),
    ("generate_examples", "noise never negative"): (1, 3),
    ("standardize", "mean and std of the whole array"): (0, 5),
    ("standardize", "result thrown away"): (0, 2),
    ("standardize", "along the rows"): (0, 1),
    ("mean_squared_error", "multiplied by n by precedence"): (2, 13),
    ("mean_squared_error", "square of the mean residual"): (0, 13),
    ("mean_squared_error", "length of the residuals"): (0, 1),
    ("mean_squared_error", "negative loss"): (0, 1),
    ("mean_squared_error", "every pair of rows"): (1, 5),
    ("numerical_gradient", "precedence of 2*h"): (0, 8),
    ("numerical_gradient", "only the second value divided"): (0, 2),
    ("mse_gradient", "neither 2 nor 1/n"): (3, 7),
    ("mse_gradient", "wrong sign"): (2, 3),
    ("mse_gradient", "wrong sign in db only"): (1, 2),
    ("mse_gradient", "X in db"): (1, 4),
    ("mse_gradient", "no X in dW"): (0, 1),
    ("mse_gradient", "returns db, dW"): (1, 2),
    ("mse_gradient", "product of the means"): (1, 1),
    ("mse_gradient", "divides by the number of features"): (1, 1),
    ("mse_gradient", "averages twice"): (1, 2),
    ("mse_gradient", "2 only in db"): (1, 2),
    ("update", "step in place of the parameters"): (1, 2),
    ("update", "no learning rate"): (0, 2),
    ("update", "changes W"): (4, 4),
    ("train", "prediction made once"): (2, 2),
    ("train", "return inside the loop"): (1, 3),
    ("train", "update not assigned"): (1, 2),
    ("train", "the rate is divided again and again"): (1, 1),
    ("train", "the turn's number in the step"): (1, 2),
    ("r_squared", "ratio upside down"): (0, 1),
    ("r_squared", "cut at zero"): (0, 1),
}


def sections(source: str) -> list[tuple[str, float]]:
    """Return the sections of a lesson's source in order, each with its minutes."""
    found: list[tuple[str, float]] = []
    for cell in re.split(r"^# %% ?", source, flags=re.MULTILINE)[1:]:
        head, _, body = cell.partition("\n")
        if "[markdown]" in head:
            found += [(one, 0.0) for one in re.findall(r"^# ## (.*)$", body, re.MULTILINE)]
        if not found:
            found.append(("What it is about", 0.0))
        name, minutes = found[-1]
        found[-1] = name, minutes + _minutes(head, body)
    return [(name, max(1, round(minutes))) for name, minutes in found]


def _minutes(head: str, body: str) -> float:
    if "[markdown]" in head:
        return len(re.findall(r"\w+", body)) / WORDS
    if '"exercise"' in head:
        return EXERCISE
    if '"hunt"' in head:
        return HUNT
    if '"question"' in head:
        return QUESTION
    if "Explorer(" in body:
        return SLIDER
    return PICTURE if '"picture"' in head else LINE * body.count("\n")


def lesson_part(number: int) -> str:
    """Return what the guide says of a lesson: its minutes, and the mistakes to expect first."""
    minutes = sections(_source(number).read_text(encoding="utf-8"))
    total = sum(count for _, count in minutes)
    lines = [
        f"**About {total:.0f} minutes.** " + _joined(minutes),
        "",
        "**Mistakes to expect.**",
        "",
    ]
    for exercise, rows in _mistakes(number):
        lines += [
            f"- `{exercise}`, *{_name(exercise, row)}*: {row.message}" for row in rows[:FIRST]
        ]
    page = f"docs/mistakes.md#{_source(number).stem.replace('_', '-')}"
    count = sum(len(rows) for _, rows in _mistakes(number))
    return "\n".join([*lines, "", f"[All {count} that the checks know by name]({page})", ""])


def mistakes_page() -> str:
    """Return the page of all mistakes."""
    lines = [ABOUT]
    for number in LESSONS:
        lines += [f"## {_source(number).stem.replace('_', ' ')}", ""]
        for exercise, rows in _mistakes(number):
            lines += [
                f"### `{exercise}`",
                "",
                "| mistake | what the learner reads | idea |",
                "|---|---|---|",
            ]
            cells = [(_name(exercise, row), row.message, row.concept) for row in rows]
            lines += [
                f"| {' | '.join(one.replace('|', '∣') for one in row)} |" for row in cells
            ]
            lines.append("")
    return "\n".join(lines)


def _source(number: int) -> Path:
    (path,) = (Path(__file__).parent / "source").glob(f"{number:02d}_*.py")
    return path


def _mistakes(number: int) -> list[tuple[str, list[Mistake]]]:
    """Return the mistakes of a lesson's exercises, those first that were seen most often."""
    # A model's mistakes are those of the function by which it predicts.
    return [
        (one.name, sorted(one.mistakes, key=lambda row: -_seen(one.name, row.name)[1]))
        for one in EXERCISES.values()
        if one.lesson == number and not one.model
    ]


def _joined(minutes: list[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in minutes) + "."


def _seen(exercise: str, mistake: str) -> tuple[int, int]:
    return CENSUS.get((exercise, mistake), (0, 0))


def _name(exercise: str, row: Mistake) -> str:
    task, everywhere = _seen(exercise, row.name)
    seen = "once" if everywhere == 1 else f"{everywhere} times"
    rate = f", {task} in {TASK}" if task else ""
    return f"{row.name} (seen {seen}{rate})" if everywhere else row.name


def written(guide: str) -> str:
    """Return the guide with its parts written anew."""
    for number in LESSONS:
        begin = BEGIN.format(number)
        before, found, rest = guide.partition(begin)
        if not found:
            raise ValueError(f"{GUIDE.name} has no line {begin!r}")
        guide = f"{before}{begin}\n{lesson_part(number)}{END}{rest.partition(END)[2]}"
    return guide


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    MISTAKES.write_text(mistakes_page(), encoding="utf-8", newline="\n")
