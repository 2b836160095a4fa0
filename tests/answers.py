"""Answers of learners, by exercise: right ones and wrong ones, written without the tables at hand.

A function's name begins with that of its exercise, or with a short one of it. What begins with
none of them, or with an underscore, helps the others. What `check` says of each stands in
`verdicts.txt`, which `python tests/answers.py` writes.
"""

import inspect
import linecache
from pathlib import Path

import answers_right
import answers_wrong
import numpy as np

import linreg
from linreg.checks import EXERCISES, check

FUNCTIONS = [name for name, one in EXERCISES.items() if one.model is None]  # not the class
SHORT = {
    "root_mean_squared_error": "rmse",
    "train_test_split": "split",
    "count_parameters": "count",
    "predict_one": "single",
    "baseline_loss": "baseline",
    "generate_examples": "generate",
    "mean_squared_error": "mse",
    "numerical_gradient": "numerical",
    "mse_gradient": "gradient",
}


def by_exercise(module):
    """Return the functions of a module by their exercise: that of the longest beginning."""
    begins = {f"{SHORT.get(exercise, exercise)}_": exercise for exercise in EXERCISES}
    found = {exercise: [] for exercise in EXERCISES}
    for name, function in vars(module).items():
        fitting = [begin for begin in begins if name.startswith(begin)]
        if fitting and inspect.isfunction(function) and function.__module__ == module.__name__:
            found[begins[max(fitting, key=len)]].append(function)
    return found


def written(exercise, body, number, **names):
    """Return the function as it stands in a cell of a notebook that has these names."""
    signature = inspect.signature(EXERCISES[exercise].reference)
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    lines = [
        f"def {exercise}{inspect.Signature(bare)}:",
        *("    " + one for one in body.split("\n")),
    ]
    source, name = "\n".join(lines) + "\n", f"<answer {number}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    names |= {each: getattr(linreg, each) for each in linreg.__all__ if each != exercise}
    names |= {"np": np, "__name__": "__main__"}
    exec(compile(source, name, "exec"), names)
    return names[exercise]


def model_written(forward, init="self.W, self.b = W, b", **names):
    """Return a class `LinearModel` with these bodies of its methods."""
    names |= {"np": np}
    methods = f"    def __init__(self, W, b):\n        {init}\n    def forward(self, X):\n        "
    exec(f"class LinearModel:\n{methods}{forward}", names)
    return names["LinearModel"]


def as_told(function, verdict):
    """Return what stands in `verdicts.txt` for an answer; of an error not in Python's words."""
    in_pythons_words = (verdict.mistake or "").startswith("raises")
    text = "…" if in_pythons_words else verdict.message
    return f"{function.__name__} {verdict.state}, {verdict.mistake}\n{text}"


RIGHT, WRONG = by_exercise(answers_right), by_exercise(answers_wrong)
ANSWERS, FAILURES = (
    [(name, function) for name, functions in answers.items() for function in functions]
    for answers in (RIGHT, WRONG)
)
VERDICTS = Path(__file__).parent / "verdicts.txt"

if __name__ == "__main__":
    blocks = [as_told(function, check(function, name)) for name, function in ANSWERS + FAILURES]
    VERDICTS.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
