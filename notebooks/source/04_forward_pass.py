# %% [markdown] id="title"
# # 4 · Predict all houses at once
#
# **What you'll do.** Write `predict_one`, which prices one house, `forward`, one line of code that prices a whole
# table of them, and `LinearModel`, a class that keeps its parameters.
#
# **What you'll learn**
#
# - how a prediction is made, for one house by hand and for all of them in one expression;
# - what `X @ W` does, and why it is so much faster than a loop;
# - what the predictions of an untrained model look like, and how one wrong shape spoils everything without an error.
#
# **What you'll need.** Lesson 2 (`X`, `y` and their shapes) and lesson 3 (weights, bias, `LinearModel`). **Time:**
# about 35 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# We take a hundred houses with features in standard units, and a model with made-up parameters: weight 2 for area,
# weight −1 for distance, bias 0.5. They are not the true ones. To work by hand we take the first five houses and
# round their features to one decimal.

# %% id="setup"
from timeit import Timer

import matplotlib.pyplot as plt
import numpy as np

import linreg
from linreg.checks import check, check_hunt, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style
from linreg.mine import generate_examples
from linreg.questions import Question

use_house_style()

W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
X, y = generate_examples(100, W_true, b_true, noise, np.random.default_rng(5))
W, b = np.array([2.0, -1.0]), 0.5
X_five = X[:5].round(1)
print("X", X.shape, "  y", y.shape, "  W", W.shape, "  X_five", X_five.shape)

# %% [markdown] id="hand-text"
# ## One house by hand
#
# A prediction begins with the bias. Each feature then adds itself times its weight:
#
# $$\hat y = b + W_1 x_1 + W_2 x_2.$$
#
# This step from features to prediction is called the **forward pass**. Here it is for house 2.

# %% id="hand"
area, distance = X_five[2]
y_hat_hand = 0.5 + 2 * area + (-1) * distance
print(f"0.5 + 2·{area} − 1·{distance} = {y_hat_hand:.1f}")

# %% id="map-picture" tags=["picture"]
x_1, x_2 = np.meshgrid(np.linspace(-3, 3, 7), np.linspace(-3, 3, 7))
height = b + W[0] * x_1 + W[1] * x_2
fig, ax = plt.subplots(figsize=(6.8, 4.8))
lines = ax.contour(x_1, x_2, height, range(-6, 7, 2), colors=GREY, linestyles="solid")
ax.clabel(lines, fmt=lambda value: f"{value:g}".replace("-", "−"))
names = ["house 2", "one more in area", "one more in distance"]
for name, right, up, marker in zip(names, [0, 1, 0], [0, 0, 1], "o>^", strict=True):
    x, y_here = area + right, distance + up
    label = f"{name}: {b + W[0] * x + W[1] * y_here:.1f}"
    ax.plot(x, y_here, marker, color=BLUE, markersize=9, label=label)
ax.set(xlabel="area (standard units)", ylabel="distance (standard units)")
ax.set(title="The model has a price for every place on the map")
fig.legend(loc="outside lower center", ncols=3)
plt.show()

# %% [markdown] id="map-read"
# Each grey line joins places of equal prediction. The lines are straight, parallel and evenly spaced: wherever we
# stand, one step in area adds 2 to the prediction, here from 2.6 to 4.6, and one step in distance takes 1 away. This
# is what makes the model *linear*. The bias 0.5 is the prediction in the middle of the map.

# %% [markdown] id="one-exercise"
# ## Your turn: one house by loop
#
# Write the prediction for one house with any number of features. `row` and `W` have shape `(n_features,)`, `b` is a
# number, and so is the result. Begin with the bias, and let a loop add feature times weight.
#
# $$\hat y = b + \sum_j W_j x_j$$


# %% id="predict_one" tags=["exercise"]
def predict_one(row, W, b):
    return ...


# %% id="predict_one-check" tags=["check"]
check(predict_one)

# %% id="predict_one-hint" tags=["hint"]
# hint("predict_one")

# %% [markdown] id="predict_one-solution" tags=["solution"]

# %% [markdown] id="loop-text"
# ## All houses, one after another
#
# For a table of houses we let Python repeat the work, one row after the other.

# %% id="loop"
from linreg.mine import predict_one


def predict_by_loop(X, W, b):
    return np.array([predict_one(row, W, b) for row in X])


print("five houses:", predict_by_loop(X_five, W, b).round(1))

# %% [markdown] id="matrix-text"
# ## All houses at once
#
# NumPy has an operator for such a sum of products. `X @ W` multiplies each row of `X` by `W`, entry by entry, and
# adds up: one number per row. Then `+ b` adds the bias to all of them.

# %% id="matrix-picture" tags=["picture"]
y_hat_five = X_five @ W + b
blocks = [X_five, W[:, None], np.array([[b]]), y_hat_five[:, None]]
names = ["X  (5, 2)", "@  W  (2,)", "+  b", "=  ŷ  (5,)"]
fig, axes = plt.subplots(1, 4, figsize=(7, 3.6), width_ratios=[2, 1, 1, 1])
for ax, block, name in zip(axes, blocks, names, strict=True):
    ax.imshow(block, cmap="PuOr", vmin=-6, vmax=6)
    for (i, j), number in np.ndenumerate(block):
        ax.text(j, i, f"{number:.1f}".replace("-", "−"), ha="center", va="center")
    ax.set(title=name, ylim=(4.6, -0.6))
    ax.axis("off")
for ax, width in [(axes[0], 2), (axes[3], 1)]:
    ax.add_patch(plt.Rectangle((-0.5, 1.5), width, 1, fill=False, linewidth=3))
plt.show()

# %% [markdown] id="matrix-read"
# The framed row is house 2: 1.1 · 2 + 0.1 · (−1) + 0.5 = 2.6, as by hand. Every other row works in the same way, and
# none looks at its neighbours. The 2 columns of `X` must meet the 2 entries of `W`; what remains is one number for
# each of the 5 rows.
#
# ### Which product?
#
# `X` has shape (100, 2) and `W` has shape (2,).
#
# > **Predict first.** Choose before you go on.

# %% id="ask-shapes" tags=["question"]
products = Question(
    "Which of these gives one number per house?",
    {
        "X * W": "It multiplies each feature by its weight, but does not add up: two products per "
        "house are left.",
        "X @ W": "It multiplies each row by W and adds up: one number per house is left, before "
        "the bias.",
        "W @ X": "The order counts. The 2 entries of W would meet the 100 rows of X, and NumPy "
        "refuses.",
    },
)
products

# %% id="shapes" tags=["answer"]
print("X * W", (X * W).shape)
try:
    W @ X
except ValueError:
    print(f"W @ X fails: the {len(W)} entries of W meet the {len(X)} rows of X")
print("X @ W", (X @ W).shape)
agree = np.allclose(predict_by_loop(X, W, b), X @ W + b)
print("loop and X @ W + b agree on all houses:", agree)

products.reveal("X @ W" if (X @ W).shape == (len(X),) else "X * W")

# %% [markdown] id="time-predict"
# ## How long it takes
#
# We time the loop and `X @ W + b` for more and more rows. Python's `Timer` repeats each until a fifth of a second
# has passed, because one run alone may be too short for the clock.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-time" tags=["question"]
duration = Question(
    "With 10,000 houses, how long does the loop take, compared with X @ W + b?",
    {
        "about as long": "Both do the same multiplications. But Python looks up, checks and adds "
        "its numbers one by one.",
        "a few times as long": "It is more than that: Python looks up, checks and adds its numbers "
        "one by one.",
        "more than ten times as long": "Python looks up, checks and adds its numbers one by one; "
        "`X @ W` hands the whole table to compiled code. How far behind the loop is depends on "
        "your computer; the next cell prints it.",
    },
)
duration


# %% id="time" tags=["answer"]
def seconds(predict, n_samples):
    rows = np.random.default_rng(1).standard_normal((n_samples, 2))
    runs, passed = Timer(lambda: predict(rows, W, b)).autorange()
    return passed / runs


sizes = [100, 1000, 10_000]
loop = [seconds(predict_by_loop, n) for n in sizes]
at_once = [seconds(lambda X, W, b: X @ W + b, n) for n in sizes]

print("timed:", *[f"{n} houses" for n in sizes], sep="   ")
ratio = loop[-1] / at_once[-1]
duration.reveal(
    "about as long"
    if ratio < 2
    else "a few times as long"
    if ratio < 10
    else "more than ten times as long"
)

# %% id="time-print" tags=["nbval-ignore-output"]
for n, slow, fast in zip(sizes, loop, at_once, strict=True):
    print(f"{n:6} houses: loop {1e6 * slow:9.1f} µs   at once {1e6 * fast:6.1f} µs", end="")
    print(f"   ratio {slow / fast:.0f}")

# %% [markdown] id="exercise-text"
# The loop's time grows with the rows; that of `X @ W + b` hardly does, as long as the table is small. For 10,000
# houses the loop usually takes some hundreds of times as long.
#
# ## Your turn: all houses at once
#
# Write the forward pass without a loop. `X` has shape `(n_samples, n_features)`, `W` has shape `(n_features,)`, and
# `b` is a number; the result has shape `(n_samples,)`.
#
# $$\hat y = XW + b$$


# %% id="forward" tags=["exercise"]
def forward(X, W, b):
    return ...


# %% id="forward-check" tags=["check"]
check(forward)

# %% id="forward-hint" tags=["hint"]
# hint("forward")

# %% [markdown] id="forward-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# One house is a table too, with a single row: note the double brackets.

# %% id="use"
from linreg.mine import forward

print("a hundred houses:", forward(X, W, b).shape)
print("one house:       ", forward(np.array([[1.1, 0.1]]), W, b).round(1))

# %% [markdown] id="model-text"
# ## Your turn: a model
#
# In lesson 3 a class only kept `W` and `b`. Now it gets something to do. Write `LinearModel`: `__init__` keeps both
# in `self`, and `forward(self, X)` returns one prediction per row, from the model's own parameters. Inside a method,
# they are `self.W` and `self.b`.


# %% id="LinearModel" tags=["exercise"]
class LinearModel:
    def __init__(self, W, b): ...

    def forward(self, X):
        return ...


# %% id="LinearModel-check" tags=["check"]
check(LinearModel)

# %% id="LinearModel-hint" tags=["hint"]
# hint("LinearModel")

# %% [markdown] id="LinearModel-solution" tags=["solution"]

# %% id="model"
from linreg.mine import LinearModel, initialize

W_1, b_1 = initialize(2, np.random.default_rng(1))
model = LinearModel(W_1, b_1)
y_hat = model.forward(X)
print("W", model.W.round(2), "  b", model.b, "  first five:", y_hat[:5].round(2))
print("the same by hand:", np.allclose(y_hat, forward(X, model.W, model.b)))

# %% [markdown] id="untrained-predict"
# ## What an untrained model says
#
# Its weights are random draws: 0.35 for area and 0.82 for distance. In truth, houses far out are cheap.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-untrained" tags=["question"]
expensive = Question(
    "What does it predict for the ten most expensive houses, compared with the ten cheapest?",
    {
        "more": "That would need weights that point the right way. Chance gave distance a positive "
        "weight.",
        "about the same": "The weights are small, but they do not cancel.",
        "less": "The most expensive houses lie near the centre, where distance is negative. With "
        "its positive weight for distance the model predicts less for them.",
    },
)
expensive

# %% id="untrained" tags=["answer"]
order = np.argsort(y)
asked = {}
for name, rows in [("cheapest", order[:10]), ("most expensive", order[-10:])]:
    asked[name] = y_hat[rows].mean()
    means = f"true price {y[rows].mean():5.2f}   predicted {asked[name]:5.2f}"
    print(f"ten {name:14}  mean of the {means}")

more = asked["most expensive"] - asked["cheapest"]
expensive.reveal("more" if more > 0.1 else "less" if more < -0.1 else "about the same")

# %% id="untrained-picture" tags=["picture"]
ends, ticks = [-10, 10], [-10, -5, 0, 5, 10]
fig, axes = plt.subplots(1, 2, figsize=(8, 4), sharey=True)
for ax, prediction, style, name in [
    (axes[0], y_hat, {"marker": "x", "color": RED}, "Untrained: a flat cloud"),
    (axes[1], forward(X, W_true, b_true), {"marker": "o", "color": BLUE}, "True W and b"),
]:
    ax.plot(ends, ends, "--", color=BLACK, label="diagonal")
    ax.plot(y, prediction, linestyle="none", label="house", **style)
    ax.set(xlabel="true price (units of 40 thousand)", title=name, aspect="equal")
    ax.set(xticks=ticks, yticks=ticks)
    ax.legend(loc="upper left")
axes[0].set_ylabel("predicted price (units of 40 thousand)")
plt.show()

# %% [markdown] id="untrained-read"
# To see how good a model's predictions are, we draw them against the true prices. A perfect prediction lies on the
# diagonal. The untrained model's crosses form a flat cloud that even falls a little. With the true parameters the
# points follow the diagonal. They do not lie exactly on it, because each price contains noise that no feature
# explains.
#
# ### Three knobs
#
# Turn the weights and the bias until the cloud lies on the diagonal. You know from lesson 2 which numbers made the
# houses; try first to find them by eye.

# %% id="slider" tags=["picture"]
fig, ax_turn = plt.subplots(figsize=(6, 4.6))
ax_turn.plot(ends, ends, "--", color=BLACK, label="diagonal")
(cloud,) = ax_turn.plot(y, y, "o", color=BLUE, label="house")
ax_turn.set(
    xlabel="true price (units of 40 thousand)", ylabel="predicted price (units of 40 thousand)"
)
ax_turn.set(xlim=ends, ylim=ends, xticks=ticks, yticks=ticks)
ax_turn.legend(loc="upper left")


def turn(w_area, w_distance, bias, *, ax_turn=ax_turn, cloud=cloud):
    cloud.set_ydata(forward(X, [w_area, w_distance], bias))
    ax_turn.set_title(f"W = [{w_area:.1f}, {w_distance:.1f}], b = {bias:.1f}".replace("-", "−"))


area_knob = Slider("weight of area", -4, 4, start=1, step=0.1)
distance_knob = Slider("weight of distance", -4, 4, start=-1, step=0.1)
bias_knob = Slider("bias", -4, 4, start=1, step=0.1)
Explorer(fig, turn, w_area=area_knob, w_distance=distance_knob, bias=bias_knob)

# %% [markdown] id="slider-read"
# At the start only the weight of distance is wrong, −1 instead of −3. The cloud rises, but too gently: predictions
# are too low for expensive houses and too high for cheap ones. A wrong bias would move the cloud straight up or down,
# and a wrong weight of area would widen it. Turning three knobs by eye is tedious; lessons 5 to 8 turn them by rule.

# %% [markdown] id="watch-predict"
# ## Watch out: (n,) against (n, 1)
#
# Some code keeps the weights as a column, of shape (2, 1). NumPy accepts it, and the prediction becomes a column too,
# of shape (100, 1). It still holds the right numbers. Now we subtract the true prices, of shape (100,).
#
# > **Predict first.** Choose before you go on.

# %% id="ask-watch" tags=["question"]
difference = Question(
    "A column of shape (100, 1) minus an array of shape (100,): what comes out?",
    {
        "(100,): one difference per house": "That would be so if both had the same shape.",
        "(100, 100): a whole table": "NumPy stretches the column sideways and the prices "
        "downwards until the shapes agree. This is called broadcasting, and it raises no error.",
        "an error": "NumPy finds a way to make the shapes agree, and does not ask.",
    },
)
difference

# %% id="watch" tags=["answer"]
W_column = W_true.reshape(2, 1)
y_hat_column = X @ W_column + b_true
print("prediction", y_hat_column.shape, "  y", y.shape)
print("prediction − y", (y_hat_column - y).shape)

difference.reveal(
    {
        1: "(100,): one difference per house",
        2: "(100, 100): a whole table",
    }[(y_hat_column - y).ndim]
)

# %% id="table-picture" tags=["picture"]
table = (y_hat_column[:5] - y[:5]).round(1) + 0.0  # turns −0 into 0
fig, axes = plt.subplots(1, 2, figsize=(8, 4), width_ratios=[1, 5])
for ax, block in zip(axes, [np.diag(table)[:, None], table], strict=True):
    ax.imshow(block, cmap="PuOr", vmin=-14, vmax=14, zorder=1)
    for (i, j), number in np.ndenumerate(block):
        ax.text(j, i, f"{number:.1f}".replace("-", "−"), ha="center", va="center")
    for i in range(5):
        x = min(i, block.shape[1] - 1) - 0.5
        ax.add_patch(plt.Rectangle((x, i - 0.5), 1, 1, fill=False, linewidth=3))
    ax.set(ylabel="prediction for house", ylim=(4.6, -0.6))
axes[0].set(title="five residuals", xlabel="minus its price", xticks=[], xlim=(-0.6, 0.6))
axes[1].set(
    title="(5, 1) − (5,): a table of 25", xlabel="minus the price of house", xlim=(-0.6, 4.6)
)
plt.show()

# %% [markdown] id="table-read"
# Five houses are enough to see it. On the left are the five residuals that we want. On the right is what NumPy's
# **broadcasting** made: the prediction for house 0 minus the price of house 0, of house 1, and so on. The five
# residuals are framed on the diagonal; the other twenty numbers compare one house with another.
#
# No error is raised, and the next step hides the trace: a mean of squares is one number, whatever the shape. Here it
# is for all hundred houses, over the weight of distance.

# %% id="damage"
weights = np.linspace(-6, 3, 91)
right = [np.mean((X @ [1, w] + 1 - y) ** 2) for w in weights]
wrong = [np.mean((X @ [[1], [w]] + 1 - y) ** 2) for w in weights]
for name, curve in [("(100,)", right), ("(100, 1)", wrong)]:
    best = f"lowest {min(curve):5.2f} at a weight of {weights[np.argmin(curve)]:5.2f}"
    print(f"prediction {name:8}  {best};  at −3: {curve[30]:5.2f}")

# %% id="damage-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(weights, right, color=BLUE, label="prediction of shape (100,)")
ax.plot(weights, wrong, "--", color=RED, label="prediction of shape (100, 1)")
ax.axvline(-3, color=GREY, linestyle=":", label="true weight, −3")
ax.set(xlabel="weight of distance", ylabel="loss (price²)", ylim=(0, None))
ax.set(title="With the wrong shape, the lowest point is in the wrong place")
ax.legend(loc="upper right")
plt.show()

# %% [markdown] id="damage-read"
# The solid curve is lowest at the true weight. The dashed one is lowest at 0, where distance is ignored: over all
# pairs of houses no feature helps, since one house says nothing about the price of another. The true weight gets a
# loss of 20 instead of 0.23. A machine that follows the dashed curve downhill learns to ignore distance, and nothing
# looks wrong.
#
# So `linreg` does not guess. It refuses a column, and its error names the shape that came and the shape that is
# needed.

# %% id="refuse"
try:
    linreg.forward(X, W_column, b_true)
except ValueError as error:
    print("ValueError:", error)

print("put right:", linreg.forward(X, W_column.ravel(), b_true).shape)

# %% [markdown] id="hunt-text"
# ## Bug hunt: a colleague's forward pass
#
# This one runs, and for `b = 0` it is even right. Find the mistake and fix it; the check shows an example until it
# is gone.


# %% id="hunt" tags=["hunt"]
def colleagues_forward(X, W, b):
    y_hat = np.zeros(len(X))
    for i in range(len(X)):
        for j in range(len(W)):
            y_hat[i] = y_hat[i] + X[i, j] * W[j] + b
    return y_hat


check_hunt(colleagues_forward, "forward")

# %% [markdown] id="recap"
# ## Recap
#
# The forward pass multiplies each row of features by the weights, adds up, and adds the bias: `X @ W + b` does it
# for all rows at once, far faster than a loop. An untrained model's predictions have nothing to do with the truth; a
# good model's lie along the diagonal. Targets, weights and predictions stay one-dimensional: from a column and a
# one-dimensional array NumPy makes a table of all pairs, and raises no error.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $X$ | features | `(n_samples, n_features)` |
# | $W$, $b$ | weights, bias | `(n_features,)`, one number |
# | $\hat y = XW + b$ | predictions | `(n_samples,)` |
#
# ### Three questions

# %% id="ask-shape" tags=["question"]
Question(
    "X has shape (5, 3) and W has shape (3,). What is the shape of X @ W + b?",
    {
        "(5,)": "One number for each of the 5 rows. The 3 columns have met the 3 weights and are "
        "added up.",
        "(3,)": "The 3 is the number of features, and features are added up. What remains is one "
        "number per house.",
        "(5, 3)": "That is the shape of X * W, before anything is added up.",
    },
    truth=str((np.ones((5, 3)) @ np.ones(3) + 1.0).shape),
)

# %% id="ask-double" tags=["question"]
ratio = forward(X, 2 * W, 0.5) / forward(X, W, 0.5)
Question(
    "All weights are doubled, and the bias stays at 0.5. What do the predictions do?",
    {
        "they double": "Only the part that comes from the features doubles. The bias stays.",
        "their distance from 0.5 doubles": "A prediction is 0.5 and the weighted features. That "
        "second part doubles.",
        "they stay": "The bias stays. What the weights add to it doubles.",
    },
    truth="they double"
    if np.allclose(ratio, 2)
    else "they stay"
    if np.allclose(ratio, 1)
    else "their distance from 0.5 doubles",
)

# %% id="ask-other-rows" tags=["question"]
X_moved = X.copy()
X_moved[0] += 5
others = np.abs(forward(X_moved, W, b) - forward(X, W, b))[1:]
Question(
    "The area of house 0 was mistyped and is corrected. Which predictions change?",
    {
        "only that of house 0": "Each row is predicted by itself. No house looks at its neighbours.",
        "all of them a little": "In training, one house moves the parameters and so all "
        "predictions. The forward pass leaves the parameters as they are.",
        "those of similar houses": "A model that remembers the nearest house would do that. Ours "
        "has only its weights and its bias.",
    },
    truth="only that of house 0" if not others.any() else "all of them a little",
)

# %% [markdown] id="next"
# Next: [5 · Compute the loss](05_compute_loss.ipynb) says in one number how far predictions and truth are apart.
