"""Lesson 8, the loop: `train`, and without a loop: `fit_line`."""

from collections.abc import Callable
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Args, Exercise, Mistake, Part, Rule, table
from linreg.checks.lessons import rules
from linreg.checks.lessons.backward_pass import MSE_GRADIENT
from linreg.checks.lessons.compute_loss import MEAN_SQUARED_ERROR
from linreg.checks.lessons.forward_pass import FORWARD
from linreg.checks.lessons.update_parameters import UPDATE
from linreg.dataset import standardize
from linreg.gradient import mse_gradient
from linreg.model import forward
from linreg.small_steps import fit_line
from linreg.training import train, update


def _case(X: Any, y: Any, W: Any, b: float, learning_rate: float, n_iterations: int) -> Args:
    return {
        "X": table(*X),
        "y": table(*y),
        "W": table(*W),
        "b": b,
        "learning_rate": learning_rate,
        "n_iterations": n_iterations,
    }


def _loss(X: Any, y: Any, W: Any, b: Any) -> Any:
    return np.mean((X @ W + b - y) ** 2)


def _slopes(X: Any, y: Any, W: Any, b: Any) -> Any:
    residual = X @ W + b - y
    return 2 / len(y) * (X.T @ residual), 2 / len(y) * residual.sum()


def _stepping(step: Any, note: Any = _loss) -> Any:
    """Return a loop that notes the loss and then lets step(W, b, dW, db, eta, n, turn) move."""

    def loop(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
        losses = []
        for turn in range(n_iterations):
            losses.append(note(X, y, W, b))
            dW, db = _slopes(X, y, W, b)
            W, b = step(W, b, dW, db, learning_rate, len(y), turn)
        return W, b, losses

    return loop


def _scaled(of_W: Any, of_b: Any) -> Any:
    """Return a loop whose gradients are multiplied by of_W(eta, n) and of_b(eta, n)."""
    return _stepping(
        lambda W, b, dW, db, eta, n, turn: (W - of_W(eta, n) * dW, b - of_b(eta, n) * db)
    )


def _plain_rate(eta: float, n: int) -> float:
    return eta


_right = _scaled(_plain_rate, _plain_rate)


def _rate_times(factor: Callable[[int], float]) -> Any:
    """Return a loop whose rate is multiplied by a factor that changes with the turn."""
    return _stepping(
        lambda W, b, dW, db, eta, n, turn: (
            W - eta * factor(turn) * dW,
            b - eta * factor(turn) * db,
        )
    )


_fading = tuple(
    _rate_times(factor)
    for share in (0.5, 0.9, 0.99)
    for factor in (
        lambda turn, share=share: share**turn,
        lambda turn, share=share: float(np.exp((share - 1) * turn)),
        lambda turn, share=share: share ** (turn + 1),
        lambda turn, share=share: 1 / (1 + (1 - share) * turn),
    )
)
_growing = tuple(_rate_times(more.__pow__) for more in (1.01, 1.05, 1.1, 1.2, 1.5, 2.0))
_gradients_exchanged = _stepping(lambda W, b, dW, db, eta, n, turn: update(W, b, db, dW, eta))
_gradients_in_front = _stepping(lambda W, b, dW, db, eta, n, turn: update(dW, db, W, b, eta))
_update_in_another_order = _stepping(lambda W, b, dW, db, eta, n, turn: update(W, dW, b, db, eta))


def _predicted_once(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    dW, db = _slopes(X, y, W, b)
    start = _loss(X, y, W, b)
    for _ in range(n_iterations):
        losses.append(start)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _each_from_the_start(
    X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any
) -> Any:
    losses, new_W, new_b = [], W, b
    for _ in range(n_iterations):
        losses.append(_loss(X, y, new_W, new_b))
        dW, db = _slopes(X, y, new_W, new_b)
        new_W, new_b = W - learning_rate * dW, b - learning_rate * db
    return new_W, new_b, losses


def _gradient_once(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    dW, db = _slopes(X, y, W, b)
    for _ in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _predicted_too_early(
    X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any
) -> Any:
    losses, y_hat = [], X @ W + b
    for _ in range(n_iterations):
        losses.append(np.mean((y_hat - y) ** 2))
        dW, db = 2 / len(y) * (X.T @ (y_hat - y)), 2 / len(y) * np.sum(y_hat - y)
        y_hat = X @ W + b
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _loss_once(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    end = _right(X, y, W, b, learning_rate, n_iterations)
    return end[0], end[1], [_loss(X, y, W, b)] * n_iterations


def _set_back(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    start = _loss(X, y, W, b)
    W, b, _ = _right(X, y, W, b, learning_rate, 1)
    return W, b, [start] * n_iterations


def _added_up(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses, sum_dW, sum_db = [], np.zeros(len(W)), 0.0
    for _ in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        dW, db = _slopes(X, y, W, b)
        sum_dW, sum_db = sum_dW + dW, sum_db + db
        W, b = W - learning_rate * sum_dW, b - learning_rate * sum_db
    return W, b, losses


def _b_second(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    for _ in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        W = W - learning_rate * _slopes(X, y, W, b)[0]
        b = b - learning_rate * _slopes(X, y, W, b)[1]
    return W, b, losses


def _b_first(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    for _ in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        b = b - learning_rate * _slopes(X, y, W, b)[1]
        W = W - learning_rate * _slopes(X, y, W, b)[0]
    return W, b, losses


def _loss_after(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    W, b, losses = _right(X, y, W, b, learning_rate, n_iterations)
    return W, b, [*losses[1:], _loss(X, y, W, b)]


def _recording(note: Any) -> Any:
    """Return a right loop that records note(X, y, W, b) in the place of the loss."""
    return _stepping(lambda W, b, dW, db, eta, n, turn: (W - eta * dW, b - eta * db), note)


def _one_loss_more(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    W, b, losses = _right(X, y, W, b, learning_rate, n_iterations)
    return W, b, [*losses, _loss(X, y, W, b)]


def _last_update_lost(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    before = _right(X, y, W, b, learning_rate, n_iterations - 1)
    return before[0], before[1], [*before[2], _loss(X, y, before[0], before[1])]


def _one_row_a_turn(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    for turn in range(n_iterations):
        row = slice(turn % len(y), turn % len(y) + 1)
        losses.append(_loss(X[row], y[row], W, b))
        dW, db = _slopes(X[row], y[row], W, b)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _one_row_a_turn_all_losses(
    X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any
) -> Any:
    losses = []
    for turn in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        row = slice(turn % len(y), turn % len(y) + 1)
        dW, db = _slopes(X[row], y[row], W, b)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _one_place_late(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    end = _right(X, y, W, b, learning_rate, n_iterations - 1)
    return end[0], end[1], [0.0, *end[2]]


def _last_place_empty(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    end = _right(X, y, W, b, learning_rate, n_iterations - 1)
    return end[0], end[1], [*end[2], 0.0]


def _unpacked_in_another_order(
    X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any
) -> Any:
    losses = []
    for _ in range(n_iterations):
        y_hat = forward(X, W, b)
        losses.append(np.mean((y_hat - y) ** 2))
        db, dW = mse_gradient(X, y, y_hat)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _row_after_row(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    for _ in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        for i in range(len(y)):
            dW, db = _slopes(X[i : i + 1], y[i : i + 1], W, b)
            W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _momentum(keep: float, share: float) -> Any:
    """Return a loop that adds a share of the gradient to what it keeps of the last step."""

    def loop(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
        losses, step_W, step_b = [], 0 * W, 0.0
        for _ in range(n_iterations):
            losses.append(_loss(X, y, W, b))
            dW, db = _slopes(X, y, W, b)
            step_W, step_b = keep * step_W + share * dW, keep * step_b + share * db
            W, b = W - learning_rate * step_W, b - learning_rate * step_b
        return W, b, losses

    return loop


def _best_kept(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    _, _, losses = _right(X, y, W, b, learning_rate, n_iterations)
    best = int(np.argmin(losses))
    return *_right(X, y, W, b, learning_rate, best)[:2], losses


def _in_place(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    for _ in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        dW, db = _slopes(X, y, W, b)
        W -= learning_rate * dW
        b = b - learning_rate * db
    return W, b, losses


def _half_of_both(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    W, b, losses = _right(X, y, W, b, learning_rate / 2, n_iterations)
    return W, b, np.array(losses) / 2


def _divided_again(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses = []
    for turn in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        dW, db = _slopes(X, y, W, b)
        learning_rate = learning_rate / (turn + 1)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _divided_after_the_step(
    X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any
) -> Any:
    losses = []
    for turn in range(n_iterations):
        losses.append(_loss(X, y, W, b))
        dW, db = _slopes(X, y, W, b)
        W, b = update(W, b, dW, db, learning_rate)
        learning_rate = learning_rate / (turn + 1)
    return W, b, losses


def _append_assigned(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses: Any = []
    for _ in range(n_iterations):
        losses = losses.append(_loss(X, y, W, b))
        dW, db = _slopes(X, y, W, b)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _number_added(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
    losses: Any = []
    for _ in range(n_iterations):
        losses += float(_loss(X, y, W, b))
        dW, db = _slopes(X, y, W, b)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _end(make: Any) -> Any:
    """Return a right loop that returns make(W, b, losses, args of the start) instead."""

    def loop(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
        end = _right(X, y, W, b, learning_rate, n_iterations)
        return make(*end, (X, y, W, b))

    return loop


def _start(change: Any) -> Any:
    """Return a right loop that begins with change(X, y, W, b, rate, turns) instead."""
    return lambda X, y, W, b, learning_rate, n_iterations: _right(
        *change(X, y, W, b, learning_rate, n_iterations)
    )


def _many_rows(n_samples: int, learning_rate: float, n_iterations: int) -> Args:
    """Return a case with rows that nobody has typed."""
    rng = np.random.default_rng(n_samples)
    X = rng.normal(0.3, 1, (n_samples, 2))
    y = X @ [1.7, -2.3] + 4.1 + rng.standard_normal(n_samples)
    return _case(X, y, [0.4, 0.9], -0.6, learning_rate, n_iterations)


_STEPS: dict[str, Any] = {
    "forward": lambda X, W, b: X @ W + b,
    "mean_squared_error": lambda y, y_hat: np.mean((y_hat - y) ** 2),
    "mse_gradient": lambda X, y, y_hat: (
        2 / len(y) * (X.T @ (y_hat - y)),
        2 / len(y) * np.sum(y_hat - y),
    ),
    "update": lambda W, b, dW, db, eta: (W - eta * dW, b - eta * db),
}
_LOOP = "The loop behaves as with this mistake in its"


def _with(step: str) -> Callable[[Any], Any]:
    """Return what makes a loop of another function for one of the four steps."""

    def make(function: Any) -> Any:
        forward, loss, gradient, update = (_STEPS | {step: function}).values()

        def loop(X: Any, y: Any, W: Any, b: Any, learning_rate: Any, n_iterations: Any) -> Any:
            losses = []
            for _ in range(n_iterations):
                y_hat = forward(X, W, b)
                losses.append(loss(y, y_hat))
                dW, db = gradient(X, y, y_hat)
                W, b = update(W, b, dW, db, learning_rate)
            return W, b, losses

        return loop

    return make


TRAIN = Exercise(
    lesson=8,
    reference=train,
    parts={
        "W": Part(lambda a: a["W"].shape, "one weight per feature"),
        "b": Part(lambda a: ()),
        "losses": Part(
            lambda a: (a["n_iterations"],),
            "one loss per turn, and all turns are made",
            is_array=False,
        ),
    },
    examples=(
        _case([[1], [2]], [3, 4], [1], 1.0, 0.1, 1),
        _case([[1], [2]], [3, 4], [1], 1.0, 0.1, 2),
        _case([[1, 0], [0, 2], [1, 1]], [1, 4, 2], [1, -1], 0.5, 0.1, 3),
    ),
    probes=(
        _case(
            [[1.5, -0.5, 2], [0.5, 3, 1], [-2, 1, 0.5], [1, 2.5, -1]],
            [1, -2, 3, 0.5],
            [0.5, -1, 0.25],
            2.0,
            0.04,
            7,
        ),
        _case(
            [[0.2, 1], [0.5, -1], [1.3, 0.4], [-1, 0.5], [1, 0.9]],
            [2, 1, -1, 4, 3],
            [-0.75, 1.5],
            -1.25,
            0.15,
            30,
        ),
        _case(
            [[1, 0.5], [2, -1], [0.5, 1.5], [1, 2], [-1.5, 1], [0.5, 0]],
            [1, 5, 2, -3, 0.5, 4],
            [2, 1],
            0.75,
            0.08,
            12,
        ),
        _many_rows(120, 0.05, 20),
        _many_rows(9, 0.2, 300),  # until nothing moves any more
        _many_rows(7, 1.5, 12),  # too large a rate: the loss grows
    ),
    rules=(
        rules.same_for_twice_the_rows("the run"),
        rules.same_in_any_order("the run"),
        Rule(
            "at the bottom nothing moves",
            "Where the start fits every target the gradient is 0, so the parameters must stay; "
            "yours move.",
            lambda a: a | {"y": a["X"] @ a["W"] + a["b"]},
            lambda parts, a: {"W": a["W"], "b": np.asarray(a["b"])},
        ),
        Rule(
            "entry 0 is the untrained loss",
            "The first entry of `losses` must be the mean squared error of the start, before any "
            "update; yours is not.",
            lambda a: a,
            lambda parts, a: {
                "losses": np.concatenate(
                    [
                        [_loss(a["X"], a["y"], a["W"], a["b"])],
                        parts["losses"].astype(np.float64)[1:],
                    ]
                )
            },
        ),
        Rule(
            "a shorter run is the beginning of a longer one",
            "`W`, `b` and `losses` do not belong together: one turn more must add one entry to "
            "`losses`, the loss of the `W` and `b` that came back before. Yours adds another.",
            lambda a: a | {"n_iterations": a["n_iterations"] + 1},
            lambda parts, a: {
                "losses": np.append(parts["losses"], _loss(a["X"], a["y"], parts["W"], parts["b"]))
            },
        ),
        Rule(
            "twice as far, twice the step",
            "With `y`, `W` and `b` twice as large every step must be twice as long, and every loss "
            "four times as large; yours are not. Is something cut off, rounded, squared, or "
            "divided by its own size, as in other methods (Adam)?",
            lambda a: a | {name: 2 * a[name] for name in ("y", "W", "b")},
            lambda parts, a: {
                name: (4 if name == "losses" else 2) * part for name, part in parts.items()
            },
        ),
    ),
    mistakes=(
        Mistake(
            "prediction made once",
            _predicted_once,
            "The prediction stays that of the start. So the gradient never changes, the loss is "
            "flat and `W` runs away. Predict in each turn, from the new `W` and `b`.",
            concept="loop",
        ),
        Mistake(
            "predicts before the update",
            _predicted_too_early,
            "The next prediction is made before the update, from the old `W` and `b`. So loss and "
            "gradient lag one turn behind. Update first, then predict.",
            concept="order",
        ),
        Mistake(
            "gradient computed once",
            _gradient_once,
            "The gradient is computed once, before the loop, so every step goes the same way. "
            "Compute it again in each turn.",
            concept="loop",
        ),
        Mistake(
            "loss computed once",
            _loss_once,
            "The parameters are right, but each entry of `losses` is that of the start. Compute "
            "the loss again in each turn.",
            concept="loop",
        ),
        Mistake(
            "parameters set back in each turn",
            _set_back,
            "Only one step is ever made: every turn begins at the same place. Does `update` stand "
            "behind the loop, are `W` and `b` set back inside it, or have the new values other "
            "names, which the next turn does not use?",
            concept="loop",
        ),
        Mistake(
            "update not assigned",
            _end(lambda W, b, losses, start: (*start[2:], [_loss(*start)] * len(losses))),
            "The parameters never move. `update` returns new values: do they get their names back, "
            "with `W, b = …`? Or is the gradient always 0?",
            concept="loop",
        ),
        Mistake(
            "gradients added up",
            _added_up,
            "Old gradients are still in the sum: they are added up over the turns. Each step "
            "uses the gradient of this turn only.",
            concept="loop",
        ),
        Mistake(
            "return inside the loop",
            lambda X, y, W, b, learning_rate, n_iterations: _right(X, y, W, b, learning_rate, 1),
            "One turn only, so the history has one entry: does the `return` stand inside the loop? "
            "Then move it to the left.",
            concept="loop",
        ),
        Mistake(
            "b updated after W",
            _b_second,
            "`b` takes its step with the gradient at the new `W`. It still converges, but both "
            "gradients must come from the same place: compute them first.",
            concept="order",
        ),
        Mistake(
            "W updated after b",
            _b_first,
            "`W` takes its step with the gradient at the new `b`. It still converges, but both "
            "gradients must come from the same place: compute them first.",
            concept="order",
        ),
        Mistake(
            "only the last loss kept",
            _end(lambda W, b, losses, start: (W, b, losses[-1:])),
            "The history has one entry, the last: whether the loss fell cannot be seen. Make "
            "the list before the loop and append in each turn.",
            concept="loop",
        ),
        Mistake(
            "the last loss as a number",
            _end(lambda W, b, losses, start: (W, b, losses[-1])),
            "`losses` is one number, the last loss: whether it fell cannot be seen. Append each "
            "turn's loss to a list.",
            concept="loop",
        ),
        Mistake(
            "no losses",
            _end(lambda W, b, losses, start: (W, b)),
            "Two things come back, and three are needed: `W`, `b` and `losses`, side by side and "
            "without brackets around two of them.",
            concept="missing result",
        ),
        Mistake(
            "losses only",
            _end(lambda W, b, losses, start: losses),
            "Only the history comes back. Return three things: `W`, `b` and `losses`.",
            concept="missing result",
        ),
        Mistake(
            "loss recorded after the update",
            _loss_after,
            "The loss is recorded after the update, so the untrained loss is missing. Record "
            "first, then update: entry 0 is the loss of the start.",
            concept="order",
        ),
        Mistake(
            "one loss too many",
            _one_loss_more,
            "`losses` has one entry too many: the loss after the last update is there too. Keep "
            "those before each update.",
            concept="loop",
        ),
        Mistake(
            "starts from zeros",
            _start(lambda X, y, W, b, eta, n: (X, y, 0 * W, 0.0, eta, n)),
            "The loop starts from zeros whatever `W` and `b` are given. Use the given start.",
            concept="ignored argument",
        ),
        Mistake(
            "W starts from zeros",
            _start(lambda X, y, W, b, eta, n: (X, y, 0 * W, b, eta, n)),
            "`W` starts from zeros, whatever is given. Use the given start.",
            concept="ignored argument",
        ),
        Mistake(
            "b starts from zero",
            _start(lambda X, y, W, b, eta, n: (X, y, W, 0.0, eta, n)),
            "`b` starts from 0, whatever is given. Use the given start.",
            concept="ignored argument",
        ),
        Mistake(
            "ignores learning_rate",
            _start(lambda X, y, W, b, eta, n: (X, y, W, b, 0.01, n)),
            "The learning rate is 0.01 whatever is given. Use the argument.",
            concept="ignored argument",
        ),
        Mistake(
            "trains on one row",
            _start(lambda X, y, W, b, eta, n: (X[:1], y[:1], W, b, eta, n)),
            "Only the first row is used. One point can always be hit, so the loss goes to 0 and "
            "`W` is wrong.",
            concept="ignored argument",
        ),
        Mistake(
            "one row a turn",
            _one_row_a_turn,
            "Each turn learns from one row only: that is stochastic gradient descent, whose path "
            "jumps from row to row. Use all rows in each turn.",
            concept="ignored argument",
            also=(_one_row_a_turn_all_losses,),
        ),
        Mistake(
            "a step for each row",
            _row_after_row,
            "There is a step after each row. Here one turn is one step, with the mean over all "
            "rows.",
            concept="ignored argument",
        ),
        Mistake(
            "one turn too many",
            _start(lambda X, y, W, b, eta, n: (X, y, W, b, eta, n + 1)),
            "The loop makes one turn too many. `range(n_iterations)` counts from 0 and leaves "
            "the end out.",
            concept="loop",
        ),
        Mistake(
            "one turn too few",
            _start(lambda X, y, W, b, eta, n: (X, y, W, b, eta, n - 1)),
            "The loop makes one turn too few. `range(1, n)` and `range(n - 1)` have n − 1 turns.",
            concept="loop",
            also=(_last_place_empty,),
        ),
        Mistake(
            "uphill",
            _scaled(lambda eta, n: -eta, lambda eta, n: -eta),
            "The step goes uphill, so the loss grows. Subtract it, or look at the sign of the "
            "residual: `mse_gradient` takes `y` before `y_hat`.",
            concept="sign",
        ),
        Mistake(
            "b uphill",
            _scaled(_plain_rate, lambda eta, n: -eta),
            "`W` goes downhill, and `b` uphill: the sign of its step is the wrong one.",
            concept="sign",
        ),
        Mistake(
            "W uphill",
            _scaled(lambda eta, n: -eta, _plain_rate),
            "`b` goes downhill, and `W` uphill: the sign of its step is the wrong one.",
            concept="sign",
        ),
        Mistake(
            "half the loss and half the gradient",
            _half_of_both,
            "The losses and the steps are both half of the course's. That is the convention with "
            "1/(2n), which many books use; here the loss is the plain mean, and its gradient has "
            "the factor 2/n.",
            concept="factor",
            alone=True,
        ),
        Mistake(
            "the rate is divided again and again",
            _divided_again,
            "The learning rate is overwritten in the loop, so it shrinks from turn to turn. It "
            "must stay as it was given.",
            concept="loop",
            also=(_divided_after_the_step,),
        ),
        Mistake(
            "arguments of update in another order",
            _update_in_another_order,
            "`update` takes its arguments in the order `W`, `b`, `dW`, `db`, `learning_rate`.",
            concept="order",
        ),
        Mistake(
            "append assigned",
            _append_assigned,
            "`append` changes the list and returns None. With `losses = losses.append(…)` the list "
            "is lost: call `append` alone, without the `=`.",
            concept="loop",
        ),
        Mistake(
            "a number added to a list",
            _number_added,
            "`losses += …` adds the entries of a list, and a loss is one number. Append it.",
            concept="loop",
        ),
        Mistake(
            "half the gradient",
            _scaled(lambda eta, n: eta / 2, lambda eta, n: eta / 2),
            "Each step is half as long as it should be: is the 2 of the gradient missing?",
            concept="factor",
        ),
        Mistake(
            "update twice in a turn",
            _scaled(lambda eta, n: 2 * eta, lambda eta, n: 2 * eta),
            "Each step is twice as long as it should be: does `update` stand in the loop twice, or "
            "a 2 too many?",
            concept="factor",
        ),
        Mistake(
            "gradient without 2/n",
            _scaled(lambda eta, n: eta * n / 2, lambda eta, n: eta * n / 2),
            "The gradient of the loop lacks its factor 2/n: take `mse_gradient`, or multiply.",
            concept="factor",
        ),
        Mistake(
            "gradients in the place of the parameters",
            _stepping(lambda W, b, dW, db, eta, n, turn: (dW, db)),
            "The gradients are written over `W` and `b`. They are `dW` and `db`: hand them to "
            "`update`, which makes the new parameters from them.",
            concept="wrong variable",
            also=(_stepping(lambda W, b, dW, db, eta, n, turn: update(dW, db, dW, db, eta)),),
        ),
        Mistake(
            "the last update thrown away",
            _last_update_lost,
            "The losses are right, but `W` and `b` are those before the last update. Return what "
            "the last turn made of them.",
            concept="loop",
        ),
        Mistake(
            "momentum",
            _momentum(0.9, 1.0),
            "Earlier steps go on in the later ones (momentum). Here each step is the learning "
            "rate times the newest gradient.",
            concept="loop",
            also=(
                _momentum(0.9, 0.1),
                *(_momentum(k, share) for k in (0.5, 0.8, 0.95, 0.99) for share in (1.0, 1 - k)),
            ),
        ),
        Mistake(
            "divided by n once more",
            _scaled(lambda eta, n: eta / n, lambda eta, n: eta / n),
            "The step is divided by the number of rows once more. `mse_gradient` gives a mean "
            "already.",
            concept="factor",
        ),
        Mistake(
            "X scaled inside",
            _start(lambda X, y, W, b, eta, turns: (standardize(X)[0], y, W, b, eta, turns)),
            "The columns of `X` are scaled inside. Train on `X` as it is given: whoever calls has "
            "scaled it already, or wants it as it is.",
            concept="wrong variable",
        ),
        Mistake(
            "b comes back as it was given",
            _end(lambda W, b, losses, start: (W, start[3], losses)),
            "`b` comes back as it was given, although the loop moved it: return the trained one.",
            concept="wrong variable",
        ),
        Mistake(
            "W comes back as it was given",
            _end(lambda W, b, losses, start: (start[2], b, losses)),
            "`W` comes back as it was given, although the loop moved it: return the trained one.",
            concept="wrong variable",
        ),
        Mistake(
            "the best kept",
            _best_kept,
            "The parameters with the smallest loss come back. Return `W` and `b` after the last "
            "update, whatever the loss.",
            concept="loop",
        ),
        Mistake(
            "nothing appended",
            _end(lambda W, b, losses, start: (W, b, [])),
            "`losses` is empty. Begin with a list, and append each loss to it; `np.append` would "
            "leave an array as it is.",
            concept="loop",
        ),
        Mistake(
            "losses added up",
            _end(lambda W, b, losses, start: (W, b, np.cumsum(losses))),
            "`W` and `b` are right, but in `losses` each entry has the earlier ones in it. Append "
            "the loss of this turn alone.",
            concept="loop",
            also=(
                _end(
                    lambda W, b, losses, start: (
                        W,
                        b,
                        np.cumsum(losses) / np.arange(1, len(losses) + 1),
                    )
                ),
            ),
        ),
        Mistake(
            "gradient not averaged",
            _scaled(lambda eta, n: eta * n, lambda eta, n: eta * n),
            "Each step is n times too long: is the gradient a sum over the rows, and not a mean?",
            concept="sum for mean",
        ),
        Mistake(
            "no learning rate for b",
            _scaled(_plain_rate, lambda eta, n: 1.0),
            "`b` moves by the whole gradient: its learning rate is missing.",
            concept="factor",
        ),
        Mistake(
            "no learning rate for W",
            _scaled(lambda eta, n: 1.0, _plain_rate),
            "`W` moves by the whole gradient: its learning rate is missing.",
            concept="factor",
        ),
        Mistake(
            "no learning rate",
            _scaled(lambda eta, n: 1.0, lambda eta, n: 1.0),
            "The learning rate is not used: each step is 1/η times too long.",
            concept="factor",
        ),
        Mistake(
            "b never moves",
            _scaled(_plain_rate, lambda eta, n: 0.0),
            "`b` stays at its start. Both parameters must move in each turn.",
            concept="ignored argument",
        ),
        Mistake(
            "W never moves",
            _scaled(lambda eta, n: 0.0, _plain_rate),
            "`W` stays at its start. Both parameters must move in each turn.",
            concept="ignored argument",
        ),
        Mistake(
            "b twice",
            _scaled(_plain_rate, lambda eta, n: 2 * eta),
            "`b` moves two steps in each turn: is its update there twice?",
            concept="wrong variable",
        ),
        Mistake(
            "changes W",
            _in_place,
            "The run is right, but the caller's `W` changed with it (as by `W -= …`), so a second "
            "run starts elsewhere. Make a new array: `W = W - …`.",
            concept="in place",
        ),
        Mistake(
            "each step from the start",
            _each_from_the_start,
            "Each step is taken from the first `W` and `b`, so it never gets further than one "
            "step. Let each begin where the last one ended.",
            concept="loop",
        ),
        Mistake(
            "returns the start",
            _end(lambda W, b, losses, start: (*start[2:], losses)),
            "The losses are right, but `W` and `b` come back as they were given. Return the "
            "trained ones.",
            concept="missing result",
        ),
        Mistake(
            "the rate shrinks",
            _rate_times(lambda turn: 1 / (turn + 1)),
            "The learning rate gets smaller from turn to turn. It must stay as it was given.",
            concept="loop",
            also=(*_fading, _rate_times(lambda turn: (turn + 1) ** -0.5)),
        ),
        Mistake(
            "the rate grows",
            _rate_times(lambda turn: turn + 1),
            "The learning rate gets larger from turn to turn. It must stay as it was given.",
            concept="loop",
            also=_growing,
        ),
        Mistake(
            "the turn's number in the step",
            _rate_times(lambda turn: turn),
            "The number of the turn multiplies the step, so the first one is 0. All steps use "
            "the same learning rate.",
            concept="loop",
        ),
        Mistake(
            "losses not averaged",
            _end(lambda W, b, losses, start: (W, b, np.array(losses) * len(start[1]))),
            "`W` and `b` are right, but each loss is a sum over the rows. Record the mean.",
            concept="sum for mean",
        ),
        Mistake(
            "losses halved",
            _end(lambda W, b, losses, start: (W, b, np.array(losses) / 2)),
            "`W` and `b` are right, but each loss is half of the mean squared error. There is "
            "no ½ here.",
            concept="factor",
        ),
        Mistake(
            "RMSE in place of the loss",
            _end(lambda W, b, losses, start: (W, b, np.sqrt(losses))),
            "`W` and `b` are right, but the history holds the square root of each loss. Record "
            "the loss itself.",
            concept="formula",
        ),
        Mistake(
            "another measure in place of the loss",
            _recording(lambda X, y, W, b: 1 - _loss(X, y, W, b) / np.var(y)),
            "`W` and `b` are right, but what is recorded is not the mean squared error: is it R², "
            "or a logarithm, or is `b` left out?",
            concept="formula",
            also=(
                _recording(lambda X, y, W, b: _loss(X, y, W, 0)),
                _recording(lambda X, y, W, b: np.log10(_loss(X, y, W, b))),
            ),
        ),
        Mistake(
            "losses times n by precedence",
            _end(lambda W, b, losses, start: (W, b, np.array(losses) * len(start[1]) ** 2 / 2)),
            "`W` and `b` are right, but `1/2*n` in your loss is (1/2)·n: it multiplies by n where "
            "you meant to divide. Take the plain mean.",
            concept="brackets",
        ),
        Mistake(
            "losses in reverse order",
            _end(lambda W, b, losses, start: (W, b, losses[::-1])),
            "The newest loss stands first in your history. Append each one at the end.",
            concept="loop",
        ),
        Mistake(
            "losses one place late",
            _one_place_late,
            "The losses stand one place late, so the first is empty: the loss of turn i belongs "
            "in `losses[i]`. And the loop makes one turn too few.",
            concept="index",
        ),
        Mistake(
            "gradients unpacked in another order",
            _unpacked_in_another_order,
            "`dW` and `db` change places on their way: `mse_gradient` returns `dW` first, and "
            "`update` takes `W`, `b`, `dW`, `db` and the rate.",
            concept="order",
            also=(_gradients_exchanged, _gradients_in_front),
        ),
        Mistake(
            "no b in the prediction",
            _with("forward")(lambda X, W, b: X @ W),
            "`b` is not in the prediction of the loop, so it is never judged. Predict with "
            "`forward`, which adds it.",
            concept="ignored argument",
        ),
    ),
    inside=(
        *FORWARD.inside_of(_with("forward"), f"{_LOOP} prediction"),
        *MEAN_SQUARED_ERROR.inside_of(_with("mean_squared_error"), f"{_LOOP} loss"),
        *MSE_GRADIENT.inside_of(_with("mse_gradient"), f"{_LOOP} gradient"),
        *UPDATE.inside_of(_with("update"), f"{_LOOP} update"),
    ),
    hints=(
        "Four things happen in each turn. Which of the functions of lessons 4 to 7 does each of "
        "them?",
        "Make an empty list before the loop. In each turn: predict, append the loss, find the "
        "gradients, replace `W` and `b` by what the update returns.",
        "Everything that depends on `W` and `b` must be computed again inside the loop, and "
        "the loss before the update. Only the `return` of the three results stands behind the "
        "loop.",
    ),
)


def _products(x: Any, y: Any) -> Any:
    """Return (x − x̄)(y − ȳ) of each row."""
    return (x - np.mean(x)) * (y - np.mean(y))


def _sums(x: Any, y: Any) -> Any:
    """Return Σ(x − x̄)(y − ȳ) and Σ(x − x̄)²."""
    return np.sum(_products(x, y)), np.sum(_products(x, x))


def _with_slope(slope: Any) -> Any:
    """Return a function with this slope, whose line goes through the means as it should."""

    def function(x: Any, y: Any) -> Any:
        w = slope(x, y)
        return w, np.mean(y) - w * np.mean(x)

    return function


def _with_bias(bias: Any) -> Any:
    """Return a function with the right slope and another bias."""

    def function(x: Any, y: Any) -> Any:
        above, below = _sums(x, y)
        return above / below, bias(above / below, x, y)

    return function


def _through_two(x: Any, y: Any) -> Any:
    w = (y[-1] - y[0]) / (x[-1] - x[0])
    return w, y[0] - w * x[0]


def _through_outermost(x: Any, y: Any) -> Any:
    ends = [np.argmin(x), np.argmax(x)]
    return _through_two(x[ends], y[ends])


def _without_brackets(x: Any, y: Any) -> Any:
    n = len(x)
    return n * np.sum(x * y) - np.sum(x) * np.sum(y) / n * np.sum(x**2) - np.sum(x) ** 2


def _sum_not_squared(x: Any, y: Any) -> Any:
    n = len(x)
    return (n * np.sum(x * y) - np.sum(x) * np.sum(y)) / (n * np.sum(x**2) - np.sum(x**2))


_least_squares = _with_bias(lambda w, x, y: np.mean(y) - w * np.mean(x))


def _centred_in_place(x: Any, y: Any) -> Any:
    x -= x.mean()
    y -= y.mean()
    w = np.sum(x * y) / np.sum(x**2)
    return w, y.mean() - w * x.mean()


def _centred_in_place_means_kept(x: Any, y: Any) -> Any:
    x_bar, y_bar = x.mean(), y.mean()
    x -= x_bar
    y -= y_bar
    w = np.sum(x * y) / np.sum(x**2)
    return w, y_bar - w * x_bar


FIT_LINE = Exercise(
    lesson=8,
    reference=fit_line,
    parts={"w": Part(lambda a: ()), "b": Part(lambda a: ())},
    examples=(
        {"x": table(1, 3), "y": table(1, 5)},
        {"x": table(1, 2, 6), "y": table(2, 5, 5)},
        {"x": table(-1, 0, 4), "y": table(6, 1, 2)},
        {"x": table(1.1, -2.37, 0.456), "y": table(0.3, -1.27, 2.615)},
    ),
    probes=(
        {"x": table(1.5, -2, 3, 0.5), "y": table(2, 1, -1, 4)},
        {"x": table(7, 4, 5.5, 9, 6), "y": table(1, -2, 3, 4.5, 2)},
        {"x": table(-3, 2, 0.5, 4, 1.25, -1, 6), "y": table(8, 3, 5, 1, 3.5, 9, -2)},
    ),
    rules=(
        Rule(
            "a line is found",
            "Where all points lie on one line, that line must come back; yours gives another.",
            lambda a: a | {"y": 3 * a["x"] - 2},
            lambda parts, a: {"w": np.asarray(3.0), "b": np.asarray(-2.0)},
        ),
        rules.same_for_twice_the_rows("the line", "twice the rows change the line"),
        rules.same_in_any_order("the line"),
        Rule(
            "higher targets, higher line",
            "With every target higher by 1 the line must be higher by 1 and as steep as before; "
            "yours is not.",
            lambda a: a | {"y": a["y"] + 1},
            lambda parts, a: {"w": parts["w"], "b": parts["b"] + 1},
        ),
        Rule(
            "moved to the right, as steep as before",
            "With every x larger by 1 the line must move along and stay as steep; yours does not.",
            lambda a: a | {"x": a["x"] + 1},
            lambda parts, a: {"w": parts["w"], "b": parts["b"] - parts["w"]},
        ),
    ),
    mistakes=(
        Mistake(
            "means not subtracted",
            _with_slope(lambda x, y: np.sum(x * y) / np.sum(x**2)),
            "The slope is built from x and y as they are, which is right only for a line through "
            "the origin. First subtract the means, in the numerator and in the denominator.",
            concept="formula",
        ),
        Mistake(
            "line through the origin",
            lambda x, y: (np.sum(x * y) / np.sum(x**2), 0.0),
            "That is the best line through the origin. With a bias of its own the line may go "
            "anywhere: take the distances from the means.",
            concept="formula",
        ),
        Mistake(
            "square of the sum forgotten",
            _with_slope(_sum_not_squared),
            "Your denominator is n Σx² − Σx². It is n Σx² − (Σx)²: add up first, then square the "
            "sum.",
            concept="brackets",
        ),
        Mistake(
            "mean subtracted above only",
            _with_slope(lambda x, y: _sums(x, y)[0] / np.sum(x**2)),
            "The numerator has the distances from the means, but in the denominator x itself is "
            "squared. Subtract the mean there, too.",
            concept="formula",
        ),
        Mistake(
            "mean subtracted below only",
            _with_slope(lambda x, y: np.sum(x * y) / _sums(x, y)[1]),
            "The denominator has distances from the mean, but the numerator x times y as they are. "
            "Subtract the means there, too.",
            concept="formula",
        ),
        Mistake(
            "sums multiplied",
            _with_slope(lambda x, y: np.sum(x - x.mean()) * np.sum(y - y.mean()) / _sums(x, y)[1]),
            "Your slope is 0 for all points. The distances from a mean always add up to 0: "
            "multiply row by row first, then add; the brackets of the sum go around the product.",
            concept="brackets",
        ),
        Mistake(
            "divided by the spread of y",
            _with_slope(lambda x, y: _sums(x, y)[0] / _sums(y, x)[1]),
            "The denominator has the squares of y. The slope is a change of y per unit of x, so it "
            "is the spread of `x` that divides.",
            concept="wrong variable",
        ),
        Mistake(
            "x and y exchanged",
            lambda x, y: _least_squares(y, x),
            "That is the line that predicts x from y: the two changed places. Here x is given and "
            "y is predicted.",
            concept="order",
        ),
        Mistake(
            "correlation",
            _with_slope(lambda x, y: _sums(x, y)[0] / np.sqrt(_sums(x, y)[1] * _sums(y, x)[1])),
            "That is the correlation, which has no units and never exceeds 1. The slope is divided "
            "by the squares of x alone.",
            concept="formula",
        ),
        Mistake(
            "n − 1 above, n below",
            _with_slope(lambda x, y: np.cov(x, y)[0, 1] / np.var(x)),
            "The slope is n/(n − 1) times the right one: n and n − 1 are mixed, as in `np.cov` "
            "over `np.var`. Use the same above and below, or plain sums.",
            concept="factor",
        ),
        Mistake(
            "sum above, mean below",
            _with_slope(lambda x, y: _sums(x, y)[0] / np.var(x)),
            "The numerator is a sum, the denominator a mean, so the slope grows with every further "
            "row. Use sums in both, or means in both.",
            concept="sum for mean",
        ),
        Mistake(
            "mean above, sum below",
            _with_slope(lambda x, y: _sums(x, y)[0] / len(x) / _sums(x, y)[1]),
            "The numerator is a mean, the denominator a sum, so the slope shrinks with every "
            "further row. Use sums in both, or means in both.",
            concept="sum for mean",
        ),
        Mistake(
            "sums in the bias",
            _with_bias(lambda w, x, y: np.sum(y) - w * np.sum(x)),
            "`b` is built from sums, so it is n times too large. The line goes through the point "
            "of the means.",
            concept="sum for mean",
        ),
        Mistake(
            "a ratio for each point",
            _with_slope(lambda x, y: np.sum((x - x.mean()) * (y - y.mean()) / (x - x.mean()) ** 2)),
            "A ratio is taken for each point, and these are added. Add above, add below, and "
            "divide the two sums.",
            concept="brackets",
        ),
        Mistake(
            "only one mean in the bias",
            _with_bias(lambda w, x, y: np.sum(y) - w * np.mean(x)),
            "In `b` only one of the two is a mean, and the other a sum. Take the mean of both.",
            concept="sum for mean",
            also=(_with_bias(lambda w, x, y: np.mean(y) - w * np.sum(x)),),
        ),
        Mistake(
            "bias of the other sign",
            _with_bias(lambda w, x, y: w * np.mean(x) - np.mean(y)),
            "`b` has the opposite sign: it is what is left of the mean target when the slope's "
            "part is taken away, not the other way round.",
            concept="sign",
        ),
        Mistake(
            "slope of the opposite sign",
            _with_slope(lambda x, y: -_sums(x, y)[0] / _sums(x, y)[1]),
            "The slope has the opposite sign. Take `x` minus its mean and `y` minus its mean, both "
            "the same way round; `b` is the mean of `y` minus that slope times the mean of `x`.",
            concept="sign",
        ),
        Mistake(
            "plus in the bias",
            _with_bias(lambda w, x, y: np.mean(y) + w * np.mean(x)),
            "The slope's part is added in `b`. Going back from the mean of x to 0 takes that part "
            "away: subtract it.",
            concept="sign",
        ),
        Mistake(
            "slope taken from the mean",
            _with_bias(lambda w, x, y: (np.mean(y) - w) * np.mean(x)),
            "In `b` the slope alone is subtracted from the mean of y. First multiply it by the "
            "mean of x, then subtract: no brackets are needed.",
            concept="brackets",
        ),
        Mistake(
            "the slope left out of the bias",
            _with_bias(lambda w, x, y: np.mean(y) - np.mean(x)),
            "`b` is the mean of y minus the mean of x. The line goes through both means if "
            "that of x is multiplied by the slope first.",
            concept="formula",
        ),
        Mistake(
            "bias without the slope's part",
            _with_bias(lambda w, x, y: np.mean(y)),
            "`b` is the mean of y. That is the height of the line at the mean of x; `b` is its "
            "height at 0.",
            concept="formula",
        ),
        Mistake(
            "the bias is 0",
            _with_bias(lambda w, x, y: 0.0),
            "The slope is right, but `b` is 0, so the line misses the points. It must go through "
            "the point of the means.",
            concept="formula",
        ),
        Mistake(
            "returns b, w",
            lambda x, y: _least_squares(x, y)[::-1],
            "Both are right, in the wrong order: the slope `w` comes first, then `b`.",
            concept="order",
        ),
        Mistake(
            "changes x and y, and loses the means",
            _centred_in_place,
            "The means are subtracted in place, so that none are left when `b` is computed, and "
            "the caller's arrays are changed. Give the differences new names.",
            concept="in place",
        ),
        Mistake(
            "changes x and y",
            _centred_in_place_means_kept,
            "The line is right, but the caller's `x` and `y` were moved to mean 0 with `-=`. Give "
            "the differences new names.",
            concept="in place",
        ),
        Mistake(
            "means exchanged in the bias",
            _with_bias(lambda w, x, y: np.mean(x) - w * np.mean(y)),
            "In `b` the two means changed places: start from the mean of `y`, and take away the "
            "slope times the mean of `x`.",
            concept="order",
        ),
        Mistake(
            "sum squared below",
            _with_slope(
                lambda x, y: np.sum((x - x.mean()) * (y - y.mean())) / np.sum(x - x.mean()) ** 2
            ),
            "In the denominator the distances from the mean are not squared before they are added, "
            "and so they add up to 0. Square each one, then add.",
            concept="brackets",
            also=(_with_slope(lambda x, y: _sums(x, y)[0] / np.sum(x - x.mean())),),
        ),
        Mistake(
            "no brackets around the distances",
            _with_slope(lambda x, y: np.sum(x - x.mean() * y - y.mean()) / _sums(x, y)[1]),
            "`*` and `**` bind more tightly than `-`, so they reach only what stands next to them. "
            "Put brackets around each distance from a mean.",
            concept="brackets",
            also=(
                _with_slope(lambda x, y: _sums(x, y)[0] / np.sum(x - x.mean() ** 2)),
                _with_slope(
                    lambda x, y: np.sum(x - x.mean() * y - y.mean()) / np.sum(x - x.mean() ** 2)
                ),
                _with_slope(lambda x, y: np.sum(x - x.mean() * (y - y.mean())) / _sums(x, y)[1]),
                _with_slope(lambda x, y: np.sum((x - x.mean()) * y - y.mean()) / _sums(x, y)[1]),
            ),
        ),
        Mistake(
            "not divided by the squares of x",
            _with_slope(lambda x, y: _sums(x, y)[0]),
            "Your slope is the numerator alone, or the covariance. Divide it by the squared "
            "distances of `x`: a sum by their sum, a mean by their mean.",
            concept="formula",
            also=(
                _with_slope(lambda x, y: np.mean(_products(x, y))),
                _with_slope(lambda x, y: np.cov(x, y)[0, 1]),
            ),
        ),
        Mistake(
            "upside down",
            _with_slope(lambda x, y: _sums(x, y)[1] / _sums(x, y)[0]),
            "The fraction is upside down: the products of both distances belong above, the squares "
            "of those of `x` below.",
            concept="formula",
        ),
        Mistake(
            "signs lost above",
            _with_slope(lambda x, y: np.sum(np.abs(_products(x, y))) / _sums(x, y)[1]),
            "In the numerator the distances lose their signs, as by `np.abs` or a square. Multiply "
            "them as they are, and add the products.",
            concept="sign",
            also=(_with_slope(lambda x, y: np.sum(_products(x, y) ** 2) / _sums(x, y)[1]),),
        ),
        Mistake(
            "ratio of the spreads",
            _with_slope(lambda x, y: np.std(y) / np.std(x)),
            "That compares how far y and x spread, and not how they go together: such a slope is "
            "never negative. The numerator needs the products of both distances.",
            concept="formula",
            also=(_with_slope(lambda x, y: np.var(y) / np.var(x)),),
        ),
        Mistake(
            "standard deviation below",
            _with_slope(lambda x, y: np.mean(_products(x, y)) / np.std(x)),
            "The spread of `x` divides only once in yours, as a standard deviation or another "
            "root. Its square belongs below: divide a mean by the variance, a sum by the sum of "
            "the squares.",
            concept="formula",
            also=(
                _with_slope(lambda x, y: _sums(x, y)[0] / np.std(x)),
                _with_slope(lambda x, y: _sums(x, y)[0] / np.sqrt(_sums(x, y)[1])),
            ),
        ),
        Mistake(
            "only the last row above",
            _with_slope(lambda x, y: _products(x, y)[-1] / _sums(x, y)[1]),
            "In the numerator only the last row counts: does an `=` in the loop replace what was "
            "there, where `+=` would add to it?",
            concept="loop",
        ),
        Mistake(
            "only the last row below",
            _with_slope(lambda x, y: _sums(x, y)[0] / _products(x, x)[-1]),
            "In the denominator only the last row counts: does an `=` in the loop replace what was "
            "there, where `+=` would add to it?",
            concept="loop",
        ),
        Mistake(
            "only one row above and below",
            _with_slope(lambda x, y: _products(x, y)[0] / _products(x, x)[0]),
            "The slope is made of one row alone. Is the `return` inside the loop, or does an `=` "
            "replace what was there, where `+=` would add to it?",
            concept="loop",
            also=(_with_slope(lambda x, y: _products(x, y)[-1] / _products(x, x)[-1]),),
        ),
        Mistake(
            "first two points",
            lambda x, y: _through_two(x[:2], y[:2]),
            "The line goes through the first two points, and the others have no say. All points "
            "count: use the two sums.",
            concept="formula",
        ),
        Mistake(
            "largest minus smallest",
            _with_slope(lambda x, y: np.ptp(y) / np.ptp(x)),
            "The slope is the range of y over the range of x: only four numbers count, and it is "
            "never negative. All points count: use the two sums.",
            concept="formula",
        ),
        Mistake(
            "mean of the slopes",
            _with_slope(lambda x, y: np.mean((y - y.mean()) / (x - x.mean()))),
            "Slopes are averaged, so that one over a short way, which says least, counts as much "
            "as one over a long way. First add up numerator and denominator, then divide.",
            concept="order",
            also=(_with_slope(lambda x, y: np.mean(np.diff(y) / np.diff(x))),),
        ),
        Mistake(
            "first and last point",
            _through_two,
            "The line goes through the first and the last point, and the others have no say. All "
            "points count: use the two sums.",
            concept="formula",
        ),
        Mistake(
            "outermost points",
            _through_outermost,
            "The line goes through the points with the smallest and the largest x, and the others "
            "have no say. All points count: use the two sums.",
            concept="formula",
        ),
        Mistake(
            "sorted apart",
            lambda x, y: _least_squares(np.sort(x), np.sort(y)),
            "`x` and `y` were each sorted, so a house gets the price of another. Leave the points "
            "in their order, which makes no difference to the line.",
            concept="order",
        ),
        Mistake(
            "medians in the bias",
            _with_bias(lambda w, x, y: np.median(y) - w * np.median(x)),
            "The slope is right, but the bias is made of medians. The line must go through the "
            "point of the means.",
            concept="formula",
        ),
        Mistake(
            "bias from the last point",
            _with_bias(lambda w, x, y: y[-1] - w * x[-1]),
            "The line goes through the last point. It must go through the point of the means: are "
            "`x` and `y` of a loop used after it?",
            concept="wrong variable",
        ),
        Mistake(
            "bias from the first point",
            _with_bias(lambda w, x, y: y[0] - w * x[0]),
            "The line goes through the first point. It must go through the point of the means.",
            concept="wrong variable",
        ),
        Mistake(
            "no brackets in the formula",
            _with_slope(_without_brackets),
            "Without brackets around the numerator and around the denominator, only the term "
            "beside `/` is divided. Put both in brackets.",
            concept="brackets",
        ),
        Mistake(
            "n left out",
            _with_slope(
                lambda x, y: (
                    (np.sum(x * y) - np.sum(x) * np.sum(y)) / (np.sum(x**2) - np.sum(x) ** 2)
                )
            ),
            "In the formula with plain sums the n is missing: n times the sum of the products, "
            "minus the product of the sums; the denominator likewise.",
            concept="factor",
        ),
        Mistake(
            "a parabola's coefficients",
            lambda x, y: tuple(np.polyfit(x, y, 2)[:2]),
            "Those are two coefficients of a parabola, from `np.polyfit(x, y, 2)`. A line has "
            "degree 1.",
            concept="formula",
            also=(lambda x, y: tuple(np.polyfit(x, y, 2)[1:]),),
        ),
    ),
    hints=(
        "Where is the line when x is at its mean? And which rows say most about how steep it is: "
        "those near that mean, or those far from it?",
        "Take each row's distances from the two means. The slope is the sum of their products, "
        "divided by the sum of the squared distances of x.",
        "Two lines: the slope as a ratio of two sums, then the bias that makes the line go through "
        "the point of the two means. Return the slope first.",
    ),
)

EXERCISES = (TRAIN, FIT_LINE)
