"""Lesson 7, the step: `update`."""

from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Args, Exercise, Mistake, Part, Rule, table
from linreg.training import update


def _case(W: Any, b: float, dW: Any, db: float, learning_rate: float) -> Args:
    return {"W": table(*W), "b": b, "dW": table(*dW), "db": db, "learning_rate": learning_rate}


def _in_place(W: Any, b: Any, dW: Any, db: Any, learning_rate: Any) -> Any:
    W -= learning_rate * dW
    return W, b - learning_rate * db


UPDATE = Exercise(
    lesson=7,
    reference=update,
    parts={
        "W": Part(lambda a: a["W"].shape, "one weight per feature"),
        "b": Part(lambda a: ()),
    },
    examples=(
        _case([3], 1.0, [2], 4.0, 0.5),
        _case([1, 2], 3.0, [4, -2], 5.0, 0.1),
        _case([1.1, -2.37], 0.257, [-0.456, 1.6], -0.91, 0.3),
    ),
    probes=(
        _case([1.5, -2, 0.25], 5.0, [0.5, 3, -1], -2.5, 0.2),
        _case([-0.75, 3], -1.25, [2, 0.4], 1.5, 0.03),
        _case([2, 0.6, -1, 1.2], 0.75, [-3, 1.1, 0.3, 2], 0.9, 1.7),
        _case([0.3, 4], 2.0, [1.5, -0.7], -3.0, 0.6),
    ),
    rules=(
        Rule(
            "where the gradient is 0 nothing moves",
            "Where the gradient is 0 the parameters must stay as they are; yours move.",
            lambda a: a | {"dW": 0 * a["dW"], "db": 0.0},
            lambda parts, a: {"W": a["W"], "b": np.asarray(a["b"])},
        ),
        Rule(
            "twice the rate, twice the step",
            "With a learning rate twice as large the step must be twice as long; yours is not.",
            lambda a: a | {"learning_rate": 2 * a["learning_rate"]},
            lambda parts, a: {name: 2 * part - np.asarray(a[name]) for name, part in parts.items()},
        ),
        Rule(
            "the step does not depend on the place",
            "With `W` and `b` larger by 1 the results must be larger by 1; yours are not.",
            lambda a: a | {"W": a["W"] + 1, "b": a["b"] + 1},
            lambda parts, a: {name: part + 1 for name, part in parts.items()},
        ),
    ),
    mistakes=(
        Mistake(
            "adds",
            lambda W, b, dW, db, eta: (W + eta * dW, b + eta * db),
            "You add the step. The gradient points uphill, so the way down is to subtract it.",
        ),
        Mistake(
            "adds in W only",
            lambda W, b, dW, db, eta: (W + eta * dW, b - eta * db),
            "`b` goes downhill, `W` goes uphill: subtract in both.",
        ),
        Mistake(
            "adds in b only",
            lambda W, b, dW, db, eta: (W - eta * dW, b + eta * db),
            "`W` goes downhill, `b` goes uphill: subtract in both.",
        ),
        Mistake(
            "no learning rate for b",
            lambda W, b, dW, db, eta: (W - eta * dW, b - db),
            "`b` moves by the whole gradient: its learning rate is missing. At one rate nobody "
            "sees it, at the next the loss explodes.",
        ),
        Mistake(
            "no learning rate for W",
            lambda W, b, dW, db, eta: (W - dW, b - eta * db),
            "`W` moves by the whole gradient: its learning rate is missing.",
        ),
        Mistake(
            "no learning rate",
            lambda W, b, dW, db, eta: (W - dW, b - db),
            "The learning rate is not used: each step is 1/η times too long.",
        ),
        Mistake(
            "b never moves",
            lambda W, b, dW, db, eta: (W - eta * dW, b),
            "`W` takes its step, `b` stays where it is. Both must move.",
        ),
        Mistake(
            "W never moves",
            lambda W, b, dW, db, eta: (W, b - eta * db),
            "`b` takes its step, `W` stays where it is. Both must move.",
        ),
        Mistake(
            "db used for W",
            lambda W, b, dW, db, eta: (W - eta * db, b - eta * db),
            "`W` is moved by `db`, so all weights take the same step. Each weight has its own "
            "entry in `dW`.",
        ),
        Mistake(
            "b moved by the mean of dW",
            lambda W, b, dW, db, eta: (W - eta * dW, b - eta * np.mean(dW)),
            "`b` is moved by `dW`. It has a gradient of its own: `db`.",
        ),
        Mistake(
            "b moved by all of dW",
            lambda W, b, dW, db, eta: (W - eta * dW, b - eta * dW),
            "`b` became an array: it is moved by `dW`. It has a gradient of its own, the number "
            "`db`.",
        ),
        Mistake(
            "divides by the learning rate",
            lambda W, b, dW, db, eta: (W - dW / eta, b - db / eta),
            "You divide by the learning rate, so a small rate makes a huge step. Multiply.",
        ),
        Mistake(
            "step in place of the parameters",
            lambda W, b, dW, db, eta: (-eta * dW, -eta * db),
            "That is only the step: it replaced the place it starts from. Take it from `W` and "
            "`b`.",
        ),
        Mistake(
            "step in place of the parameters, uphill",
            lambda W, b, dW, db, eta: (eta * dW, eta * db),
            "That is only the size of the step. Take it from `W` and `b`.",
        ),
        Mistake(
            "returns the old values",
            lambda W, b, dW, db, eta: (W, b),
            "`W` and `b` come back as they went in: the new values were computed and dropped. "
            "Return those.",
        ),
        Mistake(
            "returns the gradient",
            lambda W, b, dW, db, eta: (dW, db),
            "The gradient itself comes back. Return the parameters after the step.",
        ),
        Mistake(
            "b twice",
            lambda W, b, dW, db, eta: (W - eta * dW, b - 2 * eta * db),
            "`b` moves two steps at a time: is its line there twice?",
        ),
        Mistake(
            "W twice",
            lambda W, b, dW, db, eta: (W - 2 * eta * dW, b - eta * db),
            "`W` moves two steps at a time: is its line there twice?",
        ),
        Mistake(
            "changes W",
            _in_place,
            "The numbers are right, but the caller's `W` changed with them. A path of "
            "parameters would hold one array many times. Make a new array.",
            unseen="The lesson keeps the numbers of a path, not its arrays.",
        ),
        Mistake(
            "shrinks the parameters",
            lambda W, b, dW, db, eta: (W - eta * W, b - eta * b),
            "The parameters are multiplied by the learning rate, so they only shrink. The "
            "gradients are what tells the direction.",
        ),
        Mistake(
            "multiplies by the step",
            lambda W, b, dW, db, eta: (W * eta * dW, b * eta * db),
            "The parameters are multiplied by the step. Subtract it.",
        ),
        Mistake(
            "brackets around the difference",
            lambda W, b, dW, db, eta: (eta * (W - dW), eta * (b - db)),
            "The learning rate multiplies the parameters too. Only the gradient is scaled.",
        ),
        Mistake(
            "gradient minus parameters",
            lambda W, b, dW, db, eta: (eta * dW - W, eta * db - b),
            "The difference is the wrong way round: start from the parameters and subtract the "
            "step.",
        ),
        Mistake(
            "direction only",
            lambda W, b, dW, db, eta: (W - eta * np.sign(dW), b - eta * np.sign(db)),
            "Only the sign of the gradient is used, so each step is as long as the last. Where "
            "it is steep the step must be longer.",
        ),
        Mistake(
            "gradient of length 1",
            lambda W, b, dW, db, eta: (
                W - eta * dW / np.linalg.norm(dW),
                b - eta * db / abs(db),
            ),
            "The gradient is divided by its length, so the steps never get shorter near the "
            "bottom. Use it as it is.",
        ),
        Mistake(
            "returns b, W",
            lambda W, b, dW, db, eta: (b - eta * db, W - eta * dW),
            "Both are right, in the wrong order: `W` comes first, then `b`.",
        ),
        Mistake(
            "returns W only",
            lambda W, b, dW, db, eta: W - eta * dW,
            "Only one of the two comes back. Return `W` and `b`, with a comma between them.",
        ),
    ),
    hints=(
        "The gradient points to where the loss grows. Which way do you want to go, and who "
        "decides how far?",
        "The step is the learning rate times the gradient, and it is subtracted: once for `W` "
        "with `dW`, once for `b` with `db`.",
        "Two new values, one line each: parameter minus rate times slope. Write them into new "
        "names rather than with `-=`, and return both.",
    ),
)

EXERCISES = (UPDATE,)
