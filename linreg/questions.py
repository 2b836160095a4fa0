"""A question to be answered before the next cell tells: buttons, or plain text.

Stored in a notebook, a `Question` is text: the question and its choices. In a running notebook
with ipywidgets, the choices are buttons. What was chosen is kept; `reveal` compares it with the
truth, which a cell has computed, and says what the choice would have meant.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from linreg.widgets import live, view

HOW = "Write answer=1 (or another number) into the brackets, and run the cell again."
NO_ANSWER = "You have not chosen."

_chosen: dict[tuple[object, ...], str] = {}  # by question, so that a cell may be run again


class Told:
    """What is said of an answer: plain text, and the same words laid out."""

    def __init__(self, text: str, colour: str) -> None:
        self.text, self._colour = text, colour

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        style = f"border-left: 4px solid {self._colour}; padding: 0.2em 0.8em; max-width: 44em"
        return f'<div style="{style}">{_marked(self.text)}</div>'


class Question:
    """A question with choices: the last expression of a cell.

    Parameters
    ----------
    text : str
        What is asked.
    choices : mapping of str to str
        What may be answered, and what each answer would mean. That of the right one explains it.
    truth : str, optional
        The right choice, if it is known already: then the answer is judged at once. It is computed,
        not typed. Otherwise a later cell computes it and calls `reveal`.
    answer : int, optional
        The number of the choice, from 1 on, where there are no buttons.

    Raises
    ------
    ValueError
        If there are fewer than two choices, or the truth or the answer is none of them.

    >>> growth = Question("A side doubles. The area?", {"doubles": "Two sides double.",
    ...                                                 "is 4 times as large": "2 · 2 = 4."})
    >>> growth
    A side doubles. The area?
      1  doubles
      2  is 4 times as large
    >>> growth.choose(1)
    >>> growth.reveal(f"is {2**2} times as large")
    Your answer: doubles. Two sides double. The right one: is 4 times as large. 2 · 2 = 4.
    """

    def __init__(
        self,
        text: str,
        choices: Mapping[str, str],
        *,
        truth: str | None = None,
        answer: int | None = None,
    ) -> None:
        if len(choices) < 2:
            raise ValueError(f"choices has {len(choices)}, but a question needs at least two")
        self.text, self.choices, self.truth = text, dict(choices), truth
        self._key = (text, *self.choices.items())
        if truth is not None:
            self._require(truth)
        if answer is not None:
            self.choose(answer)

    @property
    def chosen(self) -> str | None:
        """What was chosen, or None."""
        return _chosen.get(self._key)

    def choose(self, answer: int) -> None:
        """Answer by number, from 1 on."""
        most = len(self.choices)
        if type(answer) is not int or not 1 <= answer <= most:
            raise ValueError(f"answer is {answer!r}, but must be a whole number from 1 to {most}")
        _chosen[self._key] = list(self.choices)[answer - 1]

    def reveal(self, truth: str) -> Told:
        """Say what the answer would have meant, and what is true.

        ValueError if the truth is none of the choices.
        """
        self._require(truth)
        right = f"{truth}. {self.choices[truth]}"
        if self.chosen is None:
            return Told(f"{NO_ANSWER} The right answer: {right}", "#767676")
        if self.chosen == truth:
            return Told(f"✓ Your answer is right: {right}", "#009e73")
        wrong = f"{self.chosen}. {self.choices[self.chosen]}"
        return Told(f"Your answer: {wrong} The right one: {right}", "#d55e00")

    def _require(self, truth: str) -> None:
        if truth not in self.choices:
            known = ", ".join(map(repr, self.choices))
            raise ValueError(f"truth is {truth!r}, but must be one of the choices: {known}")

    def __repr__(self) -> str:
        """Return the question and the choices, numbered; and what is said of the answer."""
        lines = [self.text, *(f"  {i}  {one}" for i, one in enumerate(self.choices, 1))]
        if said := self._said():
            lines.append(said.text)
        return "\n".join(lines)

    def _said(self) -> Told | None:
        """Return what stands under the choices after one was chosen."""
        if self.chosen is None:
            return None
        if self.truth is not None:
            return self.reveal(self.truth)
        return Told(f"Your answer: {self.chosen}. The next cell tells.", "#767676")

    def _repr_html_(self) -> str:
        choices = "".join(f"<li>{_marked(one)}</li>" for one in self.choices)
        said = self._said()
        words = f"<p>{_marked(self.text)}</p><ol>{choices}</ol><p><small>{HOW}</small></p>"
        return f"<div>{words}{said._repr_html_() if said else ''}</div>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        data = {"text/plain": repr(self), "text/html": self._repr_html_()}
        widgets = live()
        return data | (view(_Buttons(widgets, self).box) if widgets else {})


class _Buttons:
    """The choices of a question as buttons, and what is said of the one that is chosen."""

    def __init__(self, widgets: Any, question: Question) -> None:
        self._question, self._said = question, widgets.HTML()
        layout = widgets.Layout(width="auto", height="auto", align_self="flex-start")
        self._buttons = [widgets.Button(description=one, layout=layout) for one in question.choices]
        for number, button in enumerate(self._buttons, 1):
            button.on_click(partial(self._press, number))
        self._show()
        asked = widgets.HTML(f"<p>{_marked(question.text)}</p>")
        self.box = widgets.VBox([asked, *self._buttons, self._said])

    def _press(self, number: int, _: object) -> None:
        self._question.choose(number)
        self._show()

    def _show(self) -> None:
        for button in self._buttons:
            is_chosen = button.description == self._question.chosen
            button.icon = "check" if is_chosen else ""
            button.style.font_weight = "bold" if is_chosen else "normal"
        told = self._question._said()
        self._said.value = f'<div role="status">{told._repr_html_()}</div>' if told else ""


def _marked(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
