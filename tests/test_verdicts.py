"""Answers as they stand in public code and in forums, and what is said of each.

In the file of the answers each is the body of a function. Above it stand the exercise, the state of
the verdict, and the name of the mistake or how the remark begins.
"""

import inspect
import linecache
from pathlib import Path

import numpy as np
import pytest

import linreg
from linreg.checks import EXERCISES, check

TEXT = (Path(__file__).parent / "answers_from_outside.txt").read_text(encoding="utf-8")
ANSWERS = [block.split("\n", 1) for block in TEXT.strip().split("\n\n")]


def written(exercise, body, number):
    """Return the function as it stands in a cell of a notebook."""
    signature = inspect.signature(EXERCISES[exercise].reference)
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    lines = [
        f"def {exercise}{inspect.Signature(bare)}:",
        *("    " + one for one in body.split("\n")),
    ]
    source, name = "\n".join(lines) + "\n", f"<answer {number}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    names = {each: getattr(linreg, each) for each in linreg.__all__ if each != exercise}
    names |= {"np": np, "__name__": "__main__"}
    exec(compile(source, name, "exec"), names)
    return names[exercise]


@pytest.mark.parametrize(
    ("head", "body"), ANSWERS, ids=[f"{n} {head[2:]}" for n, (head, _) in enumerate(ANSWERS)]
)
def test_an_answer_from_outside_is_called_what_it_is(head, body):
    exercise, state, *expected = head.removeprefix("# ").split(": ", 2)
    verdict = check(written(exercise, body, head), exercise)
    assert verdict.state == state, verdict
    found = verdict.mistake if state == "wrong" else verdict.remark
    assert (found or "").startswith("".join(expected)), verdict


def test_there_are_answers_for_every_exercise():
    functions = {name for name, one in EXERCISES.items() if not one.model}
    assert {head.removeprefix("# ").split(":")[0] for head, _ in ANSWERS} == functions


@pytest.mark.parametrize(
    ("exercise", "body", "words"),
    [
        ("line", "return wx + b", "`w * x`"),
        ("forward", "return XW + b", "`X @ W`"),
        ("mean_squared_error", "return mse(y, y_hat)", "`mean_squared_error`"),
        ("update", "return W - rate * dW, b - rate * db", "`learning_rate`"),
        ("standardize", "mean = mean(X, axis=0)\nreturn X - mean, mean, 1", "`np.mean`"),
        ("mse_gradient", "return X @ (y_hat - y), 0.0", "`X.T`"),
    ],
)
def test_an_exception_is_explained_by_what_was_meant(exercise, body, words):
    assert words in check(written(exercise, body, "words"), exercise).message
