"""Lesson 4, the forward pass: `predict_one`, `forward` and the class `LinearModel`."""

from dataclasses import replace
from typing import Any

import numpy as np

from linreg.checks.engine.exercise import Exercise, Mistake, Part, Remark, Rule, table
from linreg.checks.lessons import rules
from linreg.model import LinearModel, forward
from linreg.small_steps import predict_one

_W_OUTSIDE, _B_OUTSIDE = table(0.7, -0.2, 1.1), 0.4


def _in_place(X: Any, W: Any, b: Any) -> Any:
    X *= W
    return X.sum(axis=1) + b


def _only_last_feature(X: Any, W: Any, b: Any) -> Any:
    y_hat = np.zeros(len(X))
    for j in range(len(W)):
        y_hat = X[:, j] * W[j]
    return y_hat + b


FORWARD = Exercise(
    lesson=4,
    reference=forward,
    parts={"y_hat": Part(lambda a: (len(a["X"]),), "one prediction per row of X")},
    examples=(
        {"X": table([3]), "W": table(2), "b": 1.0},
        {"X": table([1, 2]), "W": table(3, -1), "b": 2.0},
        {"X": table([1, 2], [3, 1], [2, 5]), "W": table(3, -1), "b": 0.5},
        {
            "X": table([1.1, 0.257], [-2.37, 1.6], [0.456, -0.91]),
            "W": table(-0.3, 1.23),
            "b": -2.718,
        },
    ),
    probes=(
        {
            "X": table([1.5, -0.5, 2], [0.5, 3, 1], [-2, 1, 0.5], [4, 2.5, -1]),
            "W": table(1.5, -2, 0.25),
            "b": 5.0,
        },
        {
            "X": table([2, 1], [0.5, -1], [3, 4], [-1, 2.5], [1, 0.5]),
            "W": table(-0.75, 3),
            "b": -1.25,
        },
        {
            "X": table([1, 0.5, 2, -1], [0.5, 3, 4, 2], [-1.5, 1, 2.5, 0.2]),
            "W": table(2, 0.6, -1, 1.2),
            "b": 0.75,
        },
    ),
    rules=(
        Rule(
            "the prediction at 0 is b",
            "Where all features are 0 the prediction must be `b`; yours is not.",
            lambda a: a | {"X": np.zeros_like(a["X"])},
            lambda parts, a: {"y_hat": np.full(len(a["X"]), a["b"])},
        ),
        Rule(
            "raising b raises every prediction",
            "With `b` larger by 1 every prediction must be larger by 1; yours are not.",
            lambda a: a | {"b": a["b"] + 1},
            lambda parts, a: {"y_hat": parts["y_hat"] + 1},
        ),
        rules.each_row_by_itself("the predictions", "prediction"),
        Rule(
            "twice the weights, twice the distance from b",
            "With all weights twice as large the predictions must lie twice as far from `b`; "
            "yours do not.",
            lambda a: a | {"W": 2 * a["W"]},
            lambda parts, a: {"y_hat": 2 * parts["y_hat"] - a["b"]},
        ),
    ),
    remarks=(
        Remark(
            "a loop",
            lambda call, args, callee: bool(callee.has_loop),
            "The exercise asked for one operation without a loop: `@` takes all houses and all "
            "features at once, and is far faster.",
        ),
    ),
    mistakes=(
        Mistake(
            "b added to the weights",
            lambda X, W, b: X @ (W + b),
            "The brackets: `b` is added to each weight, and so it is multiplied by the features. "
            "Add it to the products instead.",
            concept="brackets",
        ),
        Mistake(
            "products not added",
            lambda X, W, b: X * W + b,
            "One column per feature came out: the products of features and weights are there, "
            "but not added up. One prediction per row is needed.",
            concept="shape",
        ),
        Mistake(
            "no bias",
            lambda X, W, b: X @ W,
            "With all features 0 the prediction must be `b`; yours is 0. Add the bias.",
            concept="ignored argument",
        ),
        Mistake(
            "b added to the features",
            lambda X, W, b: (X + b) @ W,
            "`b` is added to the features and then multiplied by the weights. It belongs to the "
            "prediction: add it last.",
            concept="brackets",
        ),
        Mistake(
            "b subtracted",
            lambda X, W, b: X @ W - b,
            "The sign of the bias: you subtract it, so it moves the predictions the wrong way. In "
            "training `b` would run away, and the loss would grow.",
            concept="sign",
        ),
        Mistake(
            "b multiplied",
            lambda X, W, b: (X @ W) * b,
            "`b` is multiplied in yours; it must be added.",
            concept="formula",
        ),
        Mistake(
            "b once per feature",
            lambda X, W, b: np.sum(X * W + b, axis=1),
            "`b` is added once for each feature: is it in the sum? Add it once, after the sum.",
            concept="brackets",
        ),
        Mistake(
            "predictions as a column",
            lambda X, W, b: (X @ W + b)[:, None],
            "The numbers are right, but in a column of shape (n, 1). Minus `y` of shape (n,) "
            "that makes a table of n × n without a word. Return shape (n,).",
            concept="shape",
        ),
        Mistake(
            "predictions as a row",
            lambda X, W, b: (X @ W + b)[None, :],
            "The numbers are right, but in a table of one row, (1, n). Return shape (n,).",
            concept="shape",
        ),
        Mistake(
            "only the first feature",
            lambda X, W, b: X[:, 0] * W[0] + b,
            "Only the first feature counts: change the second column and no prediction moves. Each "
            "feature has its weight.",
            concept="index",
        ),
        Mistake(
            "last feature left out",
            lambda X, W, b: X[:, :-1] @ W[:-1] + b,
            "The last feature is left out: does a loop end one too early?",
            concept="index",
        ),
        Mistake(
            "first feature left out",
            lambda X, W, b: X[:, 1:] @ W[1:] + b,
            "The first feature is left out: columns are counted from 0, and yours start at 1.",
            concept="index",
        ),
        Mistake(
            "only the last feature",
            _only_last_feature,
            "Only the last feature counts: does an `=` in the loop replace what was there, where "
            "`+=` would add to it?",
            concept="index",
        ),
        Mistake(
            "each row replaces the last",
            lambda X, W, b: X[-1] @ W + b,
            "One number came out, that of the last row: each turn replaces the one before. Write "
            "into `y_hat[i]`, or append to a list.",
            concept="loop",
        ),
        Mistake(
            "nothing appended",
            lambda X, W, b: np.zeros(0),
            "The result is empty: `+=` adds nothing to an empty list, and `np.append` leaves the "
            "array as it is. A number is put at the end of a list with its `append`.",
            concept="loop",
        ),
        Mistake(
            "only the first row",
            lambda X, W, b: float(X[0] @ W + b),
            "Only the first row is answered. Is an index left over, or a `return` inside the loop?",
            concept="index",
        ),
        Mistake(
            "summed over the rows too",
            lambda X, W, b: np.sum(X * W) + b,
            "One number came out: the sum ran over the rows too. One prediction per row is "
            "needed, so sum along axis 1 only.",
            concept="axis",
        ),
        Mistake(
            "summed over the rows, not the features",
            lambda X, W, b: np.sum(X * W, axis=0) + b,
            "There is one number per feature: the sum ran down the rows (axis 0). Add up the "
            "products of one row instead (axis 1).",
            concept="axis",
        ),
        Mistake(
            "mean over the features",
            lambda X, W, b: np.mean(X * W, axis=1) + b,
            "The products of a row are averaged; they must be added.",
            concept="sum for mean",
        ),
        Mistake(
            "no weights",
            lambda X, W, b: X.sum(axis=1) + b,
            "The features are added as they are: `W` has no influence. Weigh each feature first.",
            concept="ignored argument",
        ),
        Mistake(
            "weights in reverse order",
            lambda X, W, b: X @ W[::-1] + b,
            "The weights meet the features in reverse order: the first weight belongs to the "
            "first column.",
            concept="order",
        ),
        Mistake(
            "sigmoid",
            lambda X, W, b: 1 / (1 + np.exp(-(X @ W + b))),
            "Every prediction lies between 0 and 1: that is logistic regression. Here the sum "
            "itself is the prediction.",
            concept="formula",
        ),
        Mistake(
            "negative predictions cut",
            lambda X, W, b: np.maximum(X @ W + b, 0),
            "Negative predictions became 0. That belongs to neural networks; a line may go "
            "below 0.",
            concept="formula",
        ),
        Mistake(
            "outer variable",
            lambda X, W, b: X @ np.resize(_W_OUTSIDE, X.shape[1]) + _B_OUTSIDE,
            "`W` and `b` may be anything, the result stays the same: variables from outside are "
            "used. Use the arguments.",
            concept="wrong variable",
        ),
        Mistake(
            "factors in the wrong order",
            lambda X, W, b: W @ X + b,
            "The product is the wrong way round. Each row of `X` must meet `W`, so `X` stands "
            "on the left.",
            concept="shape",
        ),
        Mistake(
            "X transposed",
            lambda X, W, b: X.T @ W + b,
            "`X` is transposed, so its columns meet the weights. Here the rows must: leave `X` "
            "as it is.",
            concept="shape",
        ),
        Mistake(
            "changes X",
            _in_place,
            "The predictions are right, but `X` is overwritten on the way, so a second call "
            "would see other data. Multiply into a new array.",
            concept="in place",
        ),
        Mistake(
            "ones at the other end",
            lambda X, W, b: np.column_stack([X, np.ones(len(X))]) @ [b, *W],
            "The column of ones stands at one end of `X`, and `b` at the other end of the "
            "weights. Both must be first, or both last.",
            concept="order",
            also=(lambda X, W, b: np.column_stack([np.ones(len(X)), X]) @ [*W, b],),
        ),
        Mistake(
            "the sum runs on",
            lambda X, W, b: np.cumsum(X @ W) + b,
            "The sum runs on from row to row, so each prediction contains the products of all rows "
            "before it. Let each row begin with a sum of its own.",
            concept="loop",
            also=(lambda X, W, b: np.cumsum(X @ W + b),),
        ),
    ),
    hints=(
        "Take one house: what does each of its features contribute to the price, and what is "
        "there before any feature counts?",
        "One prediction is feature times weight, added over the features, plus the bias. "
        "It may be a loop over the rows at first.",
        "The sum of products of each row with `W` is a matrix product: `@` does it for all rows "
        "at once, with `X` on its left. The bias, one number, is added to all of them.",
    ),
)

PREDICT_ONE = Exercise(
    lesson=4,
    reference=predict_one,
    parts={"y_hat": Part(lambda a: (), "one number")},
    examples=(
        {"row": table(3), "W": table(2), "b": 1.0},
        {"row": table(1, 2), "W": table(3, -1), "b": 2.0},
        {"row": table(1.1, -2.37, 0.456), "W": table(-0.3, 1.23, 2.5), "b": -2.718},
    ),
    probes=(
        {"row": table(1.5, -0.5, 2), "W": table(1.5, -2, 0.25), "b": 5.0},
        {"row": table(2, 1.25), "W": table(-0.75, 3), "b": -1.25},
        {"row": table(1, 0.5, 2, -1), "W": table(2, 0.6, -1, 1.2), "b": 0.75},
    ),
    rules=(
        Rule(
            "the prediction at 0 is b",
            "Where all features are 0 the prediction must be `b`; yours is not.",
            lambda a: a | {"row": np.zeros_like(a["row"])},
            lambda parts, a: {"y_hat": np.asarray(a["b"])},
        ),
        Rule(
            "raising b raises the prediction",
            "With `b` larger by 1 the prediction must be larger by 1; yours is not.",
            lambda a: a | {"b": a["b"] + 1},
            lambda parts, a: {"y_hat": parts["y_hat"] + 1},
        ),
        Rule(
            "the order of the features",
            "With features and weights in reverse order the prediction must stay; yours changes.",
            lambda a: a | {"row": a["row"][::-1].copy(), "W": a["W"][::-1].copy()},
        ),
    ),
    mistakes=(
        Mistake(
            "only the bias",
            lambda row, W, b: b,
            "Only `b` comes back: is the body of the loop still empty, or does it add to one name "
            "while `return` gives another?",
            concept="wrong variable",
        ),
        Mistake(
            "no bias",
            lambda row, W, b: row @ W,
            "With all features 0 the prediction must be `b`; yours is 0. Add the bias.",
            concept="ignored argument",
        ),
        Mistake(
            "b once per feature",
            lambda row, W, b: np.sum(row * W + b),
            "`b` is added once for each feature. Add it once: before the loop, or after it.",
            concept="loop",
        ),
        Mistake(
            "only the last feature",
            lambda row, W, b: row[-1] * W[-1] + b,
            "Only the last feature counts: does an `=` in the loop replace what was there, "
            "where `+=` would add to it?",
            concept="loop",
            also=(lambda row, W, b: row[-1] * W[-1],),
        ),
        Mistake(
            "only the first feature",
            lambda row, W, b: row[0] * W[0] + b,
            "Only the first feature counts. Does a `return` stand inside the loop?",
            concept="loop",
            also=(lambda row, W, b: row[0] * W[0],),
        ),
        Mistake(
            "last feature left out",
            lambda row, W, b: row[:-1] @ W[:-1] + b,
            "The last feature is left out: does the loop end one too early?",
            concept="index",
        ),
        Mistake(
            "first feature left out",
            lambda row, W, b: row[1:] @ W[1:] + b,
            "The first feature is left out. Counting begins at 0.",
            concept="index",
        ),
        Mistake(
            "features and weights added",
            lambda row, W, b: np.sum(row + W) + b,
            "Features and weights are added. Each feature must be multiplied by its weight.",
            concept="formula",
        ),
        Mistake(
            "products multiplied",
            lambda row, W, b: np.prod(row * W) + b,
            "The products are multiplied with each other. Add them up: `+=`.",
            concept="formula",
            also=(lambda row, W, b: np.prod(row * W) * b,),
        ),
        Mistake(
            "mean for the sum",
            lambda row, W, b: np.mean(row * W) + b,
            "The products are averaged. A prediction is their sum.",
            concept="sum for mean",
        ),
        Mistake(
            "places for values",
            lambda row, W, b: np.arange(len(row)) @ W + b,
            "A place stands for a value: something is multiplied by 0, 1, 2 and so on. `i` is the "
            "place; the values there are `row[i]` and `W[i]`.",
            concept="index",
            also=(lambda row, W, b: np.arange(len(row)) @ row + b,),
        ),
        Mistake(
            "b subtracted",
            lambda row, W, b: row @ W - b,
            "The sign of the bias: it is added.",
            concept="sign",
        ),
        Mistake(
            "sign of the weights",
            lambda row, W, b: b - row @ W,
            "The products are subtracted from the bias. Add them.",
            concept="sign",
        ),
        Mistake(
            "b multiplied",
            lambda row, W, b: (row @ W) * b,
            "`b` is multiplied in yours; it must be added.",
            concept="formula",
        ),
        Mistake(
            "b added to the weights",
            lambda row, W, b: row @ (W + b),
            "The brackets: `b` is added to each weight, and so it is multiplied by the features.",
            concept="brackets",
        ),
        Mistake(
            "b added to the features",
            lambda row, W, b: (row + b) @ W,
            "The brackets: `b` is added to each feature, and so it is multiplied by the weights.",
            unseen="The weights of the lesson add up to 1, and so this gives the same there.",
            concept="brackets",
        ),
        Mistake(
            "products not added",
            lambda row, W, b: row * W + b,
            "One number per feature came out: the products are there, but not added up.",
            concept="shape",
        ),
        Mistake(
            "weights squared",
            lambda row, W, b: W @ W + b,
            "Each weight is multiplied by itself. It must be multiplied by its feature.",
            concept="wrong variable",
        ),
        Mistake(
            "features squared",
            lambda row, W, b: row @ row + b,
            "Each feature is multiplied by itself. It must be multiplied by its weight.",
            concept="wrong variable",
        ),
        Mistake(
            "weights in reverse",
            lambda row, W, b: row @ W[::-1] + b,
            "Each feature met the weight of another: the weights came in reverse order.",
            concept="order",
        ),
        Mistake(
            "divided by the weights",
            lambda row, W, b: np.sum(row / W) + b,
            "The features are divided by the weights. Multiply.",
            concept="formula",
        ),
        Mistake(
            "every feature with every weight",
            lambda row, W, b: row.sum() * W.sum() + b,
            "Every feature met every weight, as in a loop inside a loop. Feature j goes with "
            "weight j only: one loop is enough.",
            concept="loop",
        ),
        Mistake(
            "only the first weight",
            lambda row, W, b: row.sum() * W[0] + b,
            "Every feature met the first weight. Where `row` moves on to the next feature, `W` "
            "must move on with it.",
            concept="index",
        ),
        Mistake(
            "first product each time",
            lambda row, W, b: b + len(row) * W[0] * row[0],
            "The first product is added in each turn. Write `W[j] * row[j]`, where `j` is the "
            "loop's number: it must move on from turn to turn.",
            concept="index",
        ),
    ),
    hints=(
        "The prediction begins with the bias. What does each feature then add to it?",
        "Go through features and weights together: `zip(row, W)` gives them in pairs.",
        "Before the loop set the prediction to `b`; inside add one product with `+=`; `return` it "
        "after the loop.",
    ),
)

MODEL = replace(  # judged by its predictions, with the examples and the mistakes of `forward`
    FORWARD,
    model=LinearModel,
    remarks=(),  # a loop may stand in it
    hints=(
        "What must a model remember from its making until it is asked to predict?",
        "In `__init__` store both parameters in `self`, the new object; `forward` finds them.",
        "`self.W` and `self.b` are read like any other names. You have written a function that "
        "takes `X` and both of them: call it, or write its line once more.",
    ),
)

EXERCISES = (PREDICT_ONE, FORWARD, MODEL)
