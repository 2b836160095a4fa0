"""The guide for instructors says what the lessons and the tables of mistakes say."""

import re
import sys
from pathlib import Path

import pytest

from linreg.checks import EXERCISES

sys.path.insert(0, str(Path(__file__).parent.parent / "notebooks"))
import guide

TEXT = guide.GUIDE.read_text(encoding="utf-8")


def test_the_guide_is_current():
    assert guide.written(TEXT) == TEXT
    assert guide.written(TEXT.replace("*no bias*", "*another*")) == TEXT
    assert guide.mistakes_page() == guide.MISTAKES.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", guide.LESSONS)
def test_a_lesson_has_its_sections_minutes_and_first_mistakes(number):
    part = TEXT[TEXT.index(f"### Lesson {number}:") :].partition(guide.END)[0]
    (source,) = (guide.ROOT / "notebooks" / "source").glob(f"{number:02}_*.py")
    for heading in re.findall(r"^# ## (.*)$", source.read_text("utf-8"), re.MULTILINE):
        assert heading in part
    minutes = int(re.search(r"About (\d+) minutes", part)[1])
    told = re.search(r"about (\d+)\s*minutes", source.read_text("utf-8").replace("\n# ", " "))
    assert abs(minutes - int(told[1])) <= 2
    assert 28 <= minutes <= 40
    for exercise in EXERCISES.values():
        if exercise.lesson == number and not exercise.model:  # whose rows are those of `forward`
            assert part.count(f"- `{exercise.name}`, *") == 3
    for words in ("**Goal.**", "**Ask in class.**", "**A written question.**", "*Points:*"):
        assert words in part


@pytest.mark.parametrize("name", [name for name, one in EXERCISES.items() if not one.model])
def test_the_page_of_mistakes_has_every_row(name):
    part = guide.mistakes_page().partition(f"### `{name}`")[2].partition("\n#")[0]
    for row in EXERCISES[name].mistakes:
        assert f"| {row.message.replace('|', '∣')} | {row.concept} |" in part


def test_what_was_counted_is_a_row():
    for (exercise, mistake), (task, everywhere) in guide.CENSUS.items():
        assert mistake in {row.name for row in EXERCISES[exercise].mistakes}
        assert 0 <= task <= everywhere <= guide.ALL
