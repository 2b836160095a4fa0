"""Questions: plain text that is stored, and buttons in a running notebook."""

import pytest

from linreg import questions
from linreg.questions import Question

CHOICES = {"one": "One is odd.", "two": "Two is even, `2`.", "three": "Three is <odd>."}


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    monkeypatch.setattr(questions, "_chosen", {})


def test_is_text_that_does_not_tell_the_answer():
    question = Question("Which?", CHOICES, truth=["one", "two"][1])
    assert repr(question) == "Which?\n  1  one\n  2  two\n  3  three"
    assert question._repr_html_() == (
        "<div><p>Which?</p><ol><li>one</li><li>two</li><li>three</li></ol>"
        f"<p><small>{questions.HOW}</small></p></div>"
    )


@pytest.mark.parametrize(
    ("answer", "colour", "said"),
    [
        (None, "#767676", "You have not chosen. The right answer: b. <code>b</code>"),
        (2, "#009e73", "✓ Your answer is right: b. <code>b</code>"),
        (1, "#d55e00", 'Your answer: "a". &lt;a&gt; The right one: b. <code>b</code>'),
    ],
)
def test_what_is_said_has_a_colour_of_its_own(answer, colour, said):
    told = Question("Which?", {'"a"': "<a>", "b": "`b`"}, answer=answer).reveal("b")
    style = f"border-left: 4px solid {colour}; padding: 0.2em 0.8em; max-width: 44em"
    assert told._repr_html_() == f'<div style="{style}">{said}</div>'


def test_says_what_the_choice_would_have_meant_and_what_is_true():
    question = Question("Which?", CHOICES)
    assert repr(question.reveal("two")).startswith("You have not chosen. The right answer: two.")
    question.choose(1)
    told = repr(question.reveal("two"))
    assert told == "Your answer: one. One is odd. The right one: two. Two is even, `2`."
    question.choose(2)
    assert repr(question.reveal("two")) == "✓ Your answer is right: two. Two is even, `2`."
    assert "<code>2</code>" in question.reveal("two")._repr_html_()
    assert "&lt;odd&gt;" in question.reveal("three")._repr_html_()


def test_with_the_truth_at_hand_the_answer_is_judged_at_once():
    assert "✓" in repr(Question("Which?", CHOICES, truth="two", answer=2))
    assert "One is odd" in repr(Question("Which?", CHOICES, truth="two", answer=1))


def test_where_there_are_no_buttons_the_choices_are_shown_as_text(monkeypatch):
    monkeypatch.setattr(questions, "live", lambda: None)
    question = Question("Which?", CHOICES)
    assert question._repr_mimebundle_() == {
        "text/plain": repr(question),
        "text/html": question._repr_html_(),
    }


def test_a_choice_is_shown_though_the_truth_is_told_later():
    question = Question("Which?", CHOICES, answer=1)
    assert repr(question).endswith("\nYour answer: one. The next cell tells.")
    style = "border-left: 4px solid #767676; padding: 0.2em 0.8em; max-width: 44em"
    said = f'<div style="{style}">Your answer: one. The next cell tells.</div></div>'
    assert question._repr_html_().endswith(f"{questions.HOW}</small></p>{said}")


@pytest.mark.parametrize("truth", [None, "three"])
def test_a_button_chooses_and_is_marked_until_another_is_pressed(truth, monkeypatch):
    widgets = pytest.importorskip("ipywidgets", reason="buttons need the extra `lab`")
    question = Question("Which?", CHOICES, truth=truth)
    asked, *buttons, said = questions._Buttons(widgets, question).box.children
    assert question.text in asked.value
    assert [button.description for button in buttons] == list(CHOICES)
    for layout in (button.layout for button in buttons):  # as wide and high as the words are
        assert (layout.width, layout.height, layout.align_self) == ("auto", "auto", "flex-start")
    assert said.value == ""
    for button in (buttons[0], buttons[2]):
        button.click()
        assert question.chosen == button.description
        assert [one for one in buttons if one.icon == "check"] == [button]
        weights = [one.style.font_weight for one in buttons]
        assert weights == ["bold" if one is button else "normal" for one in buttons]
        right = button.description == truth
        mark = "✓ Your answer is right: " if right else "Your answer: "
        assert f">{mark}{button.description}." in said.value
    monkeypatch.setattr(questions, "live", lambda: widgets)
    shown = question._repr_mimebundle_()
    assert shown.pop("application/vnd.jupyter.widget-view+json")
    assert shown == {"text/plain": repr(question), "text/html": question._repr_html_()}


def test_questions_of_the_same_words_have_an_answer_each():
    first = {"the left": "It is longer.", "the right": "It is shorter."}
    second = {"the left": "It is colder.", "the right": "It is warmer."}
    Question("Which is larger?", first, answer=1)
    assert Question("Which is larger?", first).chosen == "the left"
    assert Question("Which is larger?", second, truth="the right").chosen is None


def test_keeps_the_choice_when_the_cell_runs_again():
    Question("Which?", CHOICES).choose(3)
    assert Question("Which?", CHOICES).chosen == "three"
    assert Question("Which other?", CHOICES).chosen is None
    assert Question("Which?", {"four": "", "five": ""}).chosen is None


@pytest.mark.parametrize("answer", [0, 4, 1.0, 1.5, "one", True, -1, [1]])
def test_an_answer_that_is_no_choice_says_what_is(answer):
    with pytest.raises(ValueError, match=r"must be a whole number from 1 to 3"):
        Question("Which?", CHOICES, answer=answer)


def test_a_truth_that_is_no_choice_is_an_error_of_the_author():
    with pytest.raises(ValueError, match=r"truth is 'four'.*'one', 'two', 'three'"):
        Question("Which?", CHOICES, truth="four")
    with pytest.raises(ValueError, match="truth is 'four'"):
        Question("Which?", CHOICES).reveal("four")
    with pytest.raises(ValueError, match="at least two"):
        Question("Which?", {"one": ""})
