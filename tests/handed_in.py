"""Notebooks as learners hand them in, made of the lessons' own."""

import csv
import json
from pathlib import Path

from linreg.checks import EXERCISES
from linreg.classroom.grade import Report, grade, lesson_names
from linreg.classroom.process import isolation
from linreg.classroom.report import write_report
from linreg.lab import learners_copy, lessons_folder


def lesson_of(exercise):
    return lesson_names()[EXERCISES[exercise].lesson]


def notebook(lesson, answers):
    """Return a learner's copy of a lesson, with answers in the cells of the exercises."""
    copy = learners_copy(lessons_folder() / f"{lesson}.ipynb")
    for cell in copy["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    return copy


def cells(*sources):
    """Return a notebook of nothing but these cells, without ids and tags."""
    code = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources
    ]
    return {"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def save(path, content):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def graded(place, out, wanted="auto"):
    """Grade a folder, write the report, and return the rows of its table."""
    report = Report()
    for _ in grade(Path(place), Path(out), isolation(wanted), report):
        pass
    write_report(report, Path(out))
    with open(Path(out) / "results.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_exercise(rows):
    return {row["exercise"]: row for row in rows}
