"""What an exercise is made of: probes, the right answer, the mistakes known by name, hints.

An exercise is data. How a function is judged by it is in `judge`.
"""

import html
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linreg.checks.engine.inside import Model
from linreg.checks.engine.solutions import solution_source

Function = Callable[..., Any]
Args = dict[str, Any]
Array = NDArray[Any]
Parts = dict[str, Array]
Shape = tuple[int, ...]

ROWS = ("X", "y", "y_hat", "x")  # arguments with one entry per row

# The ideas behind mistakes, by which a class is summed up.
CONCEPTS = (
    "axis",
    "brackets",
    "factor",
    "formula",
    "ignored argument",
    "in place",
    "index",
    "loop",
    "missing result",
    "order",
    "randomness",
    "shape",
    "sign",
    "sum for mean",
    "wrong variable",
)


class Mistake(NamedTuple):
    """One row of the table: a name, a function that makes the mistake, what a tutor says of it.

    `unseen` says why the outputs of the lesson do not show the mistake, if they do not. `concept`
    is the idea behind it, one of CONCEPTS. `also` are the same mistake with other numbers. `alone`
    says that it is another mistake if a factor comes on top of it.
    """

    name: str
    function: Function
    message: str
    unseen: str = ""
    concept: str = ""
    also: tuple[Function, ...] = ()
    alone: bool = False

    @property
    def functions(self) -> tuple[Function, ...]:
        """All that make the mistake."""
        return (self.function, *self.also)


class Remark(NamedTuple):
    """What is said of a right answer that does other than the exercise asked.

    `applies(call, args, callee)` looks at one right answer: `call(**changes)` returns the parts of
    its result for the largest case `args` with some of the arguments changed (as in `measure`), and
    `callee.has_loop` says whether the body has a loop. It runs once, after everything was right.
    """

    name: str
    applies: Callable[[Callable[..., Parts], Args, Any], bool]
    text: str


class Rule(NamedTuple):
    """A law of the right answer: when the arguments change so, the result changes so."""

    name: str
    message: str
    change: Callable[[Args], Args]
    expect: Callable[[Parts, Args], Parts] = lambda parts, args: parts


class Part(NamedTuple):
    """One of the results: the shape that it must have, what that means, and if a list will do."""

    shape: Callable[[Args], Shape]
    meaning: str = "one number"
    is_array: bool = True


class Seed(int):
    """A seed among the arguments: each call gets a new generator that starts from it."""


@dataclass(frozen=True)
class Curve:
    """A function among the arguments, and how it is written."""

    text: str
    function: Function

    def __call__(self, p: Any) -> Any:
        """Return the value at p."""
        return self.function(np.asarray(p))


class Stop(Exception):  # noqa: N818
    """A call inside `measure` failed; its outcome says how."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """A function to write, and everything that is known about writing it.

    `examples` are small enough to be read (three rows at most), `probes` general enough to tell
    mistakes apart: rows ≠ features, unequal residuals, columns with a mean, no perfect fit. Where
    right answers differ, as with random draws, `measure` turns calls into numbers that all right
    answers share; they are compared instead, and `laws` says what each of them means. `also_right`
    are right answers with other numbers. `vital` are the arguments that must have an effect.
    `remarks` are said of right answers that do other than the text asks. `inside` are mistakes of
    exercises that are solved once more inside of this one; some do as a row of its own does. Where
    a class is to be written, `model` is linreg's own, and `reference` says how it predicts.
    """

    lesson: int
    reference: Function
    parts: Mapping[str, Part]
    examples: tuple[Args, ...]
    probes: tuple[Args, ...]
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str, str]
    rules: tuple[Rule, ...] = ()
    also_right: tuple[Function, ...] = ()
    measure: Callable[[Callable[..., Parts], Args], Mapping[str, Any]] | None = None
    laws: Mapping[str, str] = field(default_factory=dict)
    tolerance: float = 2e-5
    inside: tuple[Mistake, ...] = ()
    vital: tuple[str, ...] = ()  # all, if none is named
    remarks: tuple[Remark, ...] = ()
    model: type | None = None

    @property
    def solution(self) -> Any:
        """The function or the class that linreg has."""
        return self.model or self.reference

    @property
    def name(self) -> str:
        """The name of what is to be written."""
        return str(self.solution.__name__)

    def judged(self, written: Any) -> Function:
        """Return what is called to judge what a learner has written."""
        return Model(written) if self.model else written

    @property
    def known(self) -> tuple[Mistake, ...]:
        """All mistakes that have a name here, those of earlier exercises last."""
        return self.mistakes + self.inside

    def inside_of(self, made: Callable[[Function], Function], words: str) -> tuple[Mistake, ...]:
        """Return the mistakes as they show in a later function, which is made of a wrong one."""
        where = f"{words} (lesson {self.lesson}):"
        return tuple(
            Mistake(
                f"{self.name}: {row.name}",
                made(row.function),
                f"{where} {row.message}",
                concept=row.concept,
                also=tuple(map(made, row.also)),
            )
            for row in self.mistakes
        )

    @cached_property
    def cases(self) -> tuple[Args, ...]:
        """All examples and probes, the smallest first."""
        return self.examples + self.probes

    @cached_property
    def places(self) -> list[str]:
        """The parameters that are passed by place, in order."""
        by_name = inspect.Parameter.KEYWORD_ONLY
        return [name for name, one in self.parameters.items() if one.kind is not by_name]

    @cached_property
    def keywords(self) -> set[str]:
        """The parameters that are passed by name."""
        return self.parameters.keys() - set(self.places)

    @cached_property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """The parameters that the exercise uses, in order."""
        known = inspect.signature(self.reference).parameters
        return {name: known[name] for name in self.probes[0]}

    @property
    def source(self) -> str:
        """The solution: `linreg`'s own source."""
        return solution_source(self.solution)


class Example(NamedTuple):
    """Inputs with the learner's result and the right one."""

    inputs: str
    yours: str
    right: str


SYMBOLS = {"todo": "…", "correct": "✓", "wrong": "✗"}
COLOURS = {"todo": "#767676", "correct": "#009e73", "wrong": "#d55e00"}  # of a bar, not of text


@dataclass(frozen=True, repr=False)
class Verdict:
    """What `check` found: plain text, and HTML beside it in a notebook.

    `state` is "todo", "correct" or "wrong"; `mistake` the name of a known mistake or of the rule
    that is broken, or None; `message` what the learner reads; `note` where a right answer is kept.
    """

    exercise: str
    state: Literal["todo", "correct", "wrong"]
    text: str
    mistake: str | None = None
    example: Example | None = None
    remark: str | None = None
    note: str = ""
    shown_in: list[int | None] = field(default_factory=list, compare=False)

    @property
    def message(self) -> str:
        """The sentences, then the example with both results, one below the other."""
        if self.example is None:
            return f"{self.text.rstrip('.')}. {self.note}" if self.note else self.text
        inputs, yours, right = self.example
        return f"{self.text}\n    with {inputs}\n    yours: {yours}\n    right: {right}"

    @property
    def _between(self) -> str:
        return " " if self.state == "correct" else ": "  # "line is correct", "line: the bias …"

    def __str__(self) -> str:
        return f"{SYMBOLS[self.state]} {self.exercise or 'check'}{self._between}{self.message}"

    __repr__ = __str__

    def _ipython_display_(self) -> None:
        """Show it in a notebook, once in a cell: `check` shows it wherever it stands there."""
        from IPython import get_ipython
        from IPython.display import display

        cell = getattr(get_ipython(), "execution_count", None)
        if cell not in self.shown_in:
            self.shown_in.append(cell)
            words = {"text/plain": repr(self), "text/html": self._repr_html_()}
            display(words, raw=True)  # type: ignore[no-untyped-call]

    def _repr_html_(self) -> str:
        """Return the same words, laid out."""
        text = self.text if self.example else self.message
        rows = [
            f'<tr><th style="text-align: left">{head}</th>'
            f'<td style="text-align: left">{html.escape(value)}</td></tr>'
            for head, value in zip(("with", "yours", "right"), self.example or (), strict=False)
        ]
        style = "margin: 0.5em 0 0 0; font-family: monospace"
        lines = [
            f'<div style="border-left: 4px solid {COLOURS[self.state]}; padding: 0.2em 0.8em">',
            f"<strong>{SYMBOLS[self.state]}</strong> "
            f"<code>{html.escape(self.exercise or 'check')}</code>{self._between}{_marked(text)}",
            *([f'<table style="{style}">', *rows, "</table>"] if rows else []),
            "</div>",
        ]
        return "\n".join(lines)


class Text(str):
    """Words that a notebook shows as they are, without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def _marked(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def names_with_rows(args: Args) -> list[str]:
    """Return the names of the arguments that have one entry per row, unless they are numbers."""
    return [name for name in ROWS if isinstance(args.get(name), np.ndarray)]


def table(*values: Any) -> NDArray[np.float64]:
    """Return the values as a float64 array that nobody can edit."""
    numbers = np.array(values, dtype=np.float64)
    numbers.flags.writeable = False
    return numbers
