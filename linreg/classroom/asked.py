"""What the questions of the lessons showed: which choice was taken, how often.

A notebook keeps what was said of an answer as the output of a cell, and a typed answer as a number
in the brackets. Either is compared with the lessons' own questions.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from linreg.classroom.child.reading import SAYS
from linreg.classroom.handout import has_tag
from linreg.classroom.process import PARSING
from linreg.lab import lesson_paths

CHOSEN, RIGHT = SAYS
ENOUGH = 60  # characters of what is said of a choice


class Asked(NamedTuple):
    """A question of a lesson, and what is said of each choice."""

    lesson: str
    text: str
    choices: Mapping[str, str]


@cache
def questions() -> dict[str, Asked]:
    """Return the questions of all lessons by their texts."""
    found = {}
    for path in lesson_paths():
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if has_tag(cell, "question"):
                for text, choices in _written("".join(cell["source"])):
                    found[text] = Asked(path.stem, text, choices)
    return found


def _written(source: str) -> Iterator[tuple[str, dict[str, str]]]:
    with PARSING:
        tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Question":
            try:
                yield ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1])
            except ValueError:
                continue  # it depends on what was computed


class Answer(NamedTuple):
    """A choice of one learner, and whether it was called right; None if nothing was said of it."""

    question: str
    choice: str
    is_right: bool | None


def chosen_answers(found: Mapping[str, Any]) -> list[Answer]:
    """Return what a notebook answers to the questions of the lessons."""
    chosen: dict[str, Answer] = {}
    for text, number in found.get("typed", []):
        asked = questions().get(text)
        if asked and 1 <= number <= len(asked.choices):
            chosen[text] = Answer(text, list(asked.choices)[number - 1], None)
    for said in map(str, found.get("answers", [])):
        is_right = said.startswith(RIGHT)
        told = said.removeprefix(RIGHT).removeprefix(CHOSEN)
        for asked in questions().values():
            for choice, why in asked.choices.items():
                if told.startswith(f"{choice}. {why}"[:ENOUGH]):
                    chosen[asked.text] = Answer(asked.text, choice, is_right)
    return list(chosen.values())
