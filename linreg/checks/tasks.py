"""Other things to do than write a function: find a mistake, write a test, make a class."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Exercise, Verdict
from linreg.checks.engine.inside import Failure, is_empty
from linreg.checks.engine.judge import judge
from linreg.checks.engine.kernel import Kernel, run

GIVEN: dict[str, Any] = {"W": np.array([2.0, -3.0]), "b": 0.5}
SHOWN = 5  # names of mistakes that a test lets through


def hunted(function: Callable[..., Any], exercise: Exercise) -> Verdict:
    """Return whether the mistake is mended; if not, an example of it, but not its name."""
    verdict = judge(Kernel(function), exercise)
    if verdict.mistake in {row.name for row in exercise.mistakes}:
        text = "There is a mistake in it." + (" An example:" if verdict.example else "")
        return replace(verdict, text=text, mistake=None)
    return verdict


def modelled(model_class: type, forward: Exercise) -> Verdict:
    """Return whether a class keeps W and b and predicts from them, as `linreg.LinearModel` does.

    Its predictions are judged as answers to `forward` are: the same mistakes are known by name.
    """
    name = model_class.__name__
    if verdict := _cannot_be_used(model_class):
        return verdict

    def predict(X: Any, W: Any, b: Any) -> Any:
        return model_class(W, b).forward(X)

    verdict = judge(Kernel(predict), forward)
    if verdict.state == "correct":
        return replace(verdict, exercise=name)
    # The judge saw our `predict`, and the learner only knows the class.
    text = re.sub(r"^Line \d+: `return model_class.*?`: ", "", verdict.text)  # a line of ours
    if unknown := re.match(r"`(W|b)` is not defined", text):
        text = f"`{unknown[1]}` is not defined there: the model keeps it as `self.{unknown[1]}`."
    return replace(verdict, exercise=name, text=f"`forward`: {text}")


def _cannot_be_used(model_class: type) -> Verdict | None:
    """Return what is missing before the predictions can be judged, or None."""
    name, made = model_class.__name__, []
    failure = run(lambda: made.append(model_class(*GIVEN.values()))).failure
    if failure is not None:
        text = f"`{name}(W, b)` cannot be made: {failure.text or failure.types[0]}."
        return Verdict(name, "wrong", text, f"raises {failure.types[0]}")
    kept = getattr(made[0], "__dict__", {})
    if not kept and is_empty(vars(model_class).get("__init__")):
        return Verdict(name, "todo", "not attempted yet. Let `__init__` keep `W` and `b`.")
    for part, value in GIVEN.items():
        if part not in kept:
            text = f"After `model = {name}(W, b)` there is no `model.{part}`: write "
            text += f"`self.{part} = …` in `__init__`."
            return Verdict(name, "wrong", text, f"{part} is not kept")
        if not np.array_equal(np.asarray(kept[part]), value):
            text = f"`model.{part}` is not the `{part}` that was handed to `{name}(W, b)`."
            return Verdict(name, "wrong", text, f"another {part} is kept")
    if callable(getattr(model_class, "forward", None)):
        return None
    text = f"`{name}` has no method `forward`: define it inside the class, with `self` first."
    return Verdict(name, "wrong", text, "no forward")


def tested(test: Callable[..., Any], exercise: Exercise) -> Verdict:
    """Return what a learner's test of a function is worth.

    It is run on linreg's own function, which it must let pass, and on each wrong one of the table,
    for which it must raise an error: AssertionError, or any other.
    """
    name, kernel = getattr(test, "__name__", "the test"), Kernel(test)
    if kernel.is_empty:
        return Verdict(name, "todo", "not attempted yet. Write an `assert` in place of `...`.")
    functions = [exercise.reference, *(row.function for row in exercise.mistakes)]
    with kernel.guarded():  # one time limit for all
        failures = [kernel.call({"function": one}, set()).failure for one in functions]
    if failures[0] is not None:
        return Verdict(name, "wrong", _stopped_by_the_right_one(failures[0], exercise), "fails all")
    if any(failure and "TimeLimitError" in failure.types for failure in failures):
        return Verdict(name, "wrong", "It takes more than two seconds for all functions.", "slow")
    rows = zip(exercise.mistakes, failures[1:], strict=True)
    missed, count = [row.name for row, failure in rows if failure is None], len(functions) - 1
    if not missed:
        return Verdict(name, "correct", f"is worth its name: it finds all {count} mistakes")
    more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
    text = (
        f"It lets the right function pass and finds {count - len(missed)} of {count} wrong ones. "
        f"Your test also passes for: {', '.join(missed[:SHOWN])}{more}."
    )
    return Verdict(name, "wrong", text, "lets mistakes through")


def _stopped_by_the_right_one(failure: Failure, exercise: Exercise) -> str:
    where = f" in the line `{failure.source}`" if failure.source else ""
    said = f": {failure.text}" if failure.text else ""
    return (
        f"It must let linreg's own `{exercise.name}` pass, but it stops{where} with "
        f"{failure.types[0]}{said}."
    )
