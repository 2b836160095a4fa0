# %% [markdown] id="title"
# # 7 · Update the parameters
#
# **What you'll do.** Write `update`, the step downhill, and find out how long the step may be.
#
# **What you'll learn**
#
# - how a gradient becomes new parameters, and why all of them move at once;
# - what happens when the learning rate is too small, good, or too large;
# - where the edge between the last two lies, and why it can be computed in advance.
#
# **What you'll need.** Lesson 5 (the loss) and lesson 6 (`mse_gradient`). **Time:** about 35 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# We take thirty houses with one feature, so that a map of weight and bias shows *all* the parameters. The truth is
# price = 1 − 3·distance + noise. Most of these houses lie in the outskirts: 0 is the mean distance of the whole city,
# and theirs is larger. That will matter.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg.checks import check, check_test, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, ORANGE, PURPLE, RED, describe, use_house_style
from linreg.mine import forward, mean_squared_error, mse_gradient, standardize
from linreg.questions import Question

use_house_style()

rng = np.random.default_rng(7)
X = rng.uniform(-1, 2, size=(30, 1))
y = forward(X, np.array([-3.0]), 1.0) + 0.5 * rng.standard_normal(30)
print(f"X {X.shape}   y {y.shape}   mean distance {X.mean():.2f}")

# %% [markdown] id="hand-text"
# ## One step by hand
#
# Two houses, at distances 0 and 2, cost 1 and −5. From `W = [0]` and `b = 0` the model predicts 0 for both, so the
# residuals $\hat y - y$ are −1 and 5. As $n = 2$, the factor $2/n$ is 1, and lesson 6 gives the two slopes
#
# $$dW = 0 \cdot (-1) + 2 \cdot 5 = 10, \qquad db = -1 + 5 = 4.$$
#
# Both are positive: the loss rises with `W` and with `b`, so downhill is towards smaller values. We *subtract* the
# gradient, shortened by a factor $\eta$ ("eta"), the **learning rate**. With $\eta = 0.1$:
#
# $$W \leftarrow 0 - 0.1 \cdot 10 = -1, \qquad b \leftarrow 0 - 0.1 \cdot 4 = -0.4.$$

# %% id="hand-step"
X_two, y_two = np.array([[0.0], [2.0]]), np.array([1.0, -5.0])
W, b = np.array([0.0]), 0.0
dW, db = mse_gradient(X_two, y_two, forward(X_two, W, b))
W_next, b_next = W - 0.1 * dW, b - 0.1 * db
before = mean_squared_error(y_two, forward(X_two, W, b))
after = mean_squared_error(y_two, forward(X_two, W_next, b_next))
print(f"dW {dW}   db {db}")
print(f"W {W_next}   b {b_next}   loss {before:.2f} → {after:.2f}")

# %% [markdown] id="predict-ten"
# One step takes the loss from 13 to 4.36, although the bias moved *away* from its true value, 1. The gradient knows
# which way is down from where we stand, not where the bottom is.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-ten" tags=["question"]
longer = Question(
    "Now the step is ten times as long, η = 1, from the same start. The loss ends …",
    {
        "below 4.36": "A longer step in the right direction helps, until it crosses the valley.",
        "between 4.36 and 13": "It crosses the valley and climbs the other side, and much higher.",
        "above 13, where it began": "It crosses the valley and climbs the other side, far above "
        "the start.",
    },
)
longer


# %% id="answer-ten" tags=["answer"]
def loss_after(rate):
    y_hat = forward(X_two, W - rate * dW, b - rate * db)
    return mean_squared_error(y_two, y_hat)


for rate in [0.1, 1.0]:
    print(f"learning rate {rate}: loss {loss_after(rate):6.2f}")

longer.reveal(
    "below 4.36"
    if loss_after(1.0) < after
    else "between 4.36 and 13"
    if loss_after(1.0) < before
    else "above 13, where it began"
)

# %% id="one-step-picture" tags=["picture", "answer"]
rates = np.linspace(0, 0.5, 251)
one_step = np.array([loss_after(rate) for rate in rates])
best = rates[one_step.argmin()]
fig, ax = plt.subplots()
ax.plot(rates, one_step, color=BLUE, label="loss after one step")
ax.axhline(before, color=GREY, linestyle="--", label="loss at the start")
ax.plot(0.1, after, "o", color=BLUE, markersize=9, label="our step, at 0.1")
ax.plot(best, one_step.min(), "s", color=BLACK, markersize=8, label=f"lowest, at {best:.3f}")
ax.set(xlabel="learning rate", ylabel="loss (price²)", ylim=(0, None))
ax.set(title="A longer step helps only up to a point")
ax.legend()
plt.show()

# %% [markdown] id="one-step-read"
# Up to about 0.2 a longer step is better. Beyond that it overshoots. From about 0.39 on it ends higher than it began,
# and at 1 it would be far outside the picture.

# %% [markdown] id="together-text"
# ### Both at once
#
# `dW` and `db` belong to the *same* place. Suppose `W` moves to −1 first: the residuals are then −1 and 3, and `db`
# comes out as 2, not 4, because it is the slope at another place. Moving the parameters in turn is a method too, but
# it is not **gradient descent**, as our method is called. So we compute both slopes first, and then take both steps.

# %% [markdown] id="exercise-text"
# ## Your turn
#
# Write `update`. `W` and `dW` have shape `(n_features,)`; `b`, `db` and `learning_rate` are numbers. Return the new
# `W` and the new `b`, and leave the old ones as they are.
#
# $$W \leftarrow W - \eta \, dW, \qquad b \leftarrow b - \eta \, db$$


# %% id="update" tags=["exercise"]
def update(W, b, dW, db, learning_rate):
    return ...


# %% id="update-check" tags=["check"]
check(update)

# %% id="update-hint" tags=["hint"]
# hint("update")

# %% [markdown] id="update-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# Now we use the thirty houses. `descend` walks a given number of steps from `W = [0]`, `b = 0`, and keeps each place
# and its loss.

# %% id="use"
from linreg.mine import update


def loss_at(w, b):
    return mean_squared_error(y, forward(X, np.array([w]), b))


def descend(learning_rate, n_steps, b=0.0, step=update):
    W = np.array([0.0])
    places = [(W[0], b, loss_at(W[0], b))]
    for _ in range(n_steps):
        dW, db = mse_gradient(X, y, forward(X, W, b))
        W, b = step(W, b, dW, db, learning_rate)
        places.append((W[0], b, loss_at(W[0], b)))
    return np.array(places).T


W_step, b_step = update(W, b, dW, db, 0.1)
print(f"the step by hand, once more: W {W_step}   b {b_step}")

# %% [markdown] id="test-text"
# ## Your turn: write the test
#
# As in lesson 5, write a test: call `function(W, b, dW, db, learning_rate)` on numbers that you have worked out by
# hand, and `assert` what must come back. Arrays are compared by `np.allclose(W_new, [0.0, 0.5])`. Take at
# least two weights: with one alone, some mistakes do not show. A good test also checks that the old `W` is still what
# it was.


# %% id="write-test" tags=["hunt"]
def test_update(function):
    # for example: W, dW = np.array([2.0, 3.0]), np.array([4.0, 5.0])
    ...


check_test(test_update, "update")

# %% [markdown] id="four-text"
# ## Ten steps, four learning rates
#
# Four walkers start at (0, 0), each with its own rate. The third rate is computed by a function of the package, and
# the fourth is 5 % larger. Where that number comes from is the question of the next section.

# %% id="four"
from linreg import stability_limit

edge = stability_limit(X)
runs = {
    "too small": (0.02, PURPLE, "v"),
    "good": (0.3, BLUE, "o"),
    "at the edge": (edge, ORANGE, "s"),
    "too large": (1.05 * edge, RED, "^"),
}
for name, (rate, _, _) in runs.items():
    _, _, losses = descend(rate, 10)
    print(f"{name:11}  rate {rate:.3f}   loss {losses[0]:.2f} → {losses[-1]:5.2f}")

# %% id="four-paths" tags=["picture"]
w_axis, b_axis = np.linspace(-6.5, 1, 41), np.linspace(-3, 4.5, 41)
landscape = np.array([[loss_at(w, b) for w in w_axis] for b in b_axis])
levels = [1, 4, 9, 16]
W_low, b_low = descend(0.3, 300)[:2, -1]  # where three hundred good steps end
fig, axes = plt.subplots(2, 2, figsize=(7.4, 7.4), sharex=True, sharey=True)
for ax, (name, (rate, colour, marker)) in zip(axes.flat, runs.items(), strict=True):
    w_path, b_path, _ = descend(rate, 10)
    ax.contour(w_axis, b_axis, landscape, levels=levels, colors=GREY, linewidths=1)
    ax.plot(w_path, b_path, marker=marker, color=colour)
    ax.plot(W_low, b_low, "x", color=BLACK, markersize=9, markeredgewidth=2)
    ax.set(xlabel="weight", ylabel="bias", title=f"{name}: {rate:.3f}", aspect="equal")
    ax.set(xticks=[-6, -4, -2, 0], yticks=[-2, 0, 2, 4])
    ax.label_outer()
axes[0, 0].text(0, 0.3, "start", ha="center")
axes[0, 0].text(W_low, b_low + 0.4, "lowest", ha="center")
plt.show()

# %% id="four-losses" tags=["picture"]
fig, ax = plt.subplots()
for name, (rate, colour, marker) in runs.items():
    _, _, losses = descend(rate, 10)
    ax.plot(losses, marker=marker, color=colour, label=f"{name}, {rate:.3f}")
ax.set(xlabel="step", ylabel="loss (price²)", yscale="log")
ax.set_yticks([0.2, 1, 5, 25], [0.2, 1, 5, 25])
ax.minorticks_off()
ax.set(title="Four learning rates, four losses (logarithmic scale)")
ax.legend()
plt.show()

# %% [markdown] id="four-read"
# The contours stand at losses 1, 4, 9 and 16; the cross marks the lowest place. *Too small*: it goes downhill, but
# after ten steps three quarters of the distance are left. *Good*: it goes down the steep side, then along the valley
# floor to the bottom. *At the edge*: the walker soon jumps between the same two places for ever, and the loss settles
# at 3.64. *Too large*: the first step still lowers the loss, but soon each jump is longer than the one before. On the
# logarithmic scale of the last picture, equal steps upwards are equal factors.

# %% [markdown] id="curvature-text"
# ## Where is the edge?
#
# We hold the bias at 1 and let only the weight move: the loss is then a parabola. Its **curvature** $\lambda$, the
# second derivative, says how fast the slope changes. Three values of the loss are enough to measure it:
#
# $$\lambda = \frac{L(w + h) - 2 L(w) + L(w - h)}{h^2}.$$
#
# For a parabola this *second difference* is exact, at any $w$ and for any $h$.


# %% id="curvature"
def second_difference(w, h):
    return (loss_at(w + h, 1) - 2 * loss_at(w, 1) + loss_at(w - h, 1)) / h**2


curvature = second_difference(0.0, 1.0)
print(f"measured at w =  0, h = 1     {curvature:.4f}")
print(f"measured at w = -5, h = 0.1   {second_difference(-5.0, 0.1):.4f}")
print(f"2 · mean of distance²         {2 * np.mean(X**2):.4f}")

# %% [markdown] id="factor-text"
# Call the lowest point $w^*$ and the loss there $L^*$. A parabola with curvature $\lambda$ is
#
# $$L(w) = L^* + \tfrac12 \lambda \, (w - w^*)^2, \qquad \text{with slope } \lambda \, (w - w^*).$$
#
# (By lesson 6 the slope of $(w - w^*)^2$ is $2(w - w^*)$, and the ½ cancels the 2.) A step subtracts $\eta$ times the
# slope:
#
# $$w_{\text{new}} - w^* = (w - w^*) - \eta \lambda \, (w - w^*) = (1 - \eta \lambda)\,(w - w^*).$$
#
# Every step multiplies the distance to the bottom by the same number, $1 - \eta\lambda$. The distance shrinks exactly
# when this number lies between −1 and 1, and that means $0 < \eta < 2/\lambda$.

# %% [markdown] id="rate-exercise"
# ## Your turn: the largest rate
#
# Write the edge. `f` turns a number into a number (a loss over one weight), `w` is where we measure, and `step` is
# the $h$ of the second difference above. Return $2/\lambda$, one number.


# %% id="largest_rate" tags=["exercise"]
def largest_rate(f, w, step=1.0):
    return ...


# %% id="largest_rate-check" tags=["check"]
check(largest_rate)

# %% id="largest_rate-hint" tags=["hint"]
# hint("largest_rate")

# %% [markdown] id="largest_rate-solution" tags=["solution"]

# %% [markdown] id="predict-edge"
# ### On the edge
#
# With $\eta = 1/\lambda$ the factor is 0: a single step lands on the bottom.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-edge" tags=["question"]
landing = Question(
    "Where does a step with η = 2/λ land?",
    {
        "on the bottom": "That is what η = 1/λ does: the factor 1 − ηλ is 0.",
        "across the bottom, at the same loss": "The factor is 1 − 2 = −1: exactly as far away, on "
        "the other side. So it goes on for ever.",
        "across the bottom, at a higher loss": "That happens above 2/λ, where the factor is "
        "beyond −1.",
    },
)
landing

# %% id="answer-edge" tags=["answer"]
from linreg.mine import largest_rate

edge_of_weight = largest_rate(lambda w: loss_at(w, 1.0), -5.0, 0.5)
slope, _ = mse_gradient(X, y, forward(X, np.array([0.0]), 1.0))
bottom = 0.0 - edge_of_weight / 2 * slope[0]
print(f"start   w = {0:5.2f}   loss {loss_at(0.0, 1.0):5.2f}")
landed = {}
for multiple in [0.5, 1.0, 1.6, 2.0, 2.1]:
    w = 0.0 - multiple * edge_of_weight / 2 * slope[0]
    landed[multiple] = loss_at(w, 1.0) - loss_at(0.0, 1.0)
    factor = (w - bottom) / (0.0 - bottom)
    print(f"{multiple}/λ   w = {w:5.2f}   loss {loss_at(w, 1.0):5.2f}", end="   ")
    print(f"distance to the bottom × {factor:5.2f}")

landing.reveal(
    "across the bottom, at the same loss"
    if abs(landed[2.0]) < 1e-6
    else "on the bottom"
    if landed[2.0] < 0
    else "across the bottom, at a higher loss"
)


# %% id="hops-picture" tags=["picture", "answer"]
def parabola(w):
    return loss_at(bottom, 1.0) + curvature / 2 * (w - bottom) ** 2


w_grid = np.linspace(-9, 3.2, 101)
fig, axes = plt.subplots(1, 3, figsize=(8, 3.4), sharey=True)
names = {1.6: "arrives", 2.0: "stays away", 2.1: "leaves"}
for ax, (multiple, name) in zip(axes, names.items(), strict=True):
    hops = bottom + (1 - multiple) ** np.arange(7) * (0.0 - bottom)
    ax.plot(w_grid, parabola(w_grid), color=GREY, label="loss")
    ax.plot(hops, parabola(hops), "o-", color=BLUE, label="six steps")
    ax.set(xlabel="weight", xticks=[-6, -3, 0], ylim=(0, 36))
    ax.set_title(f"rate {multiple}/λ: {name}")
axes[0].set_ylabel("loss (price²)")
axes[0].legend(loc="upper center")
plt.show()

# %% [markdown] id="hops-read"
# In the picture all three start at weight 0. On the left each jump leaves 0.6 of the distance, and the walker
# arrives. On the right the distance grows by a tenth with each jump.

# %% [markdown] id="direction-text"
# ### Two parameters: the most curved direction decides
#
# Over weight and bias the curvature depends on the direction in which we walk. A step of length 1 at an angle
# changes the weight by its cosine and the bias by its sine (by Pythagoras, $\cos^2 + \sin^2 = 1$). We measure the
# curvature in all directions, one degree at a time: 0° changes the weight alone, 90° the bias alone.


# %% id="direction"
def curvature_along(angle):
    w, b = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return loss_at(w, b) - 2 * loss_at(0.0, 0.0) + loss_at(-w, -b)


angles = np.arange(181)
curvatures = np.array([curvature_along(angle) for angle in angles])
steepest, flattest = curvatures.argmax(), curvatures.argmin()
print(f"largest   {curvatures[steepest]:.3f}, at {angles[steepest]}°")
print(f"smallest  {curvatures[flattest]:.3f}, at {angles[flattest]}°")
print(f"2/largest        {2 / curvatures[steepest]:.3f}")
print(f"stability_limit  {stability_limit(X):.3f}")

# %% id="direction-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(angles, curvatures, color=BLUE, label="curvature")
for angle, colour, marker, name in [
    (int(steepest), RED, "o", "largest, λmax"),
    (90, BLACK, "s", "bias alone"),
]:
    label = f"{name}: {curvatures[angle]:.2f}"
    ax.plot(angle, curvatures[angle], marker, color=colour, markersize=9, label=label)
ax.set(xlabel="direction (degrees)", ylabel="curvature of the loss", ylim=(0, 4))
ax.set(title="The bowl curves more in some directions than in others")
ax.set(xticks=[0, 45, 90, 135, 180])
ax.legend()
plt.show()

# %% [markdown] id="direction-read"
# The ground curves most at 43°, where weight and bias grow together: 3.19, the steepest walls. It curves least at
# 133°, along the valley floor: 0.94. The rings on the map are ellipses, and these two directions are their short and
# long axes, which always stand at right angles. Along each axis the rule of one dimension holds on its own (the
# appendix shows why), and the most curved one breaks first. So the edge is $2/\lambda_{\max} = 0.626$. This is the
# number that `stability_limit` computes, for any number of features.
#
# If this is right, a series of learning rates must break there and nowhere else.

# %% id="sweep"
ticks = [0.1, 1, 10, 100, 1000]
sweep_rates = np.linspace(0, 1.2, 37)[1:] * edge
sweep = np.array([descend(rate, 30)[2] for rate in sweep_rates])
for k in (9, 29, 30, 31):
    print(
        f"rate {sweep_rates[k]:.3f}: loss {sweep[k, 10]:8.2f} after 10, {sweep[k, 30]:8.2f} after 30"
    )

# %% id="sweep-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(sweep_rates, sweep[:, 10], "--", color=PURPLE, label="after 10 steps")
ax.plot(sweep_rates, sweep[:, 30], color=BLUE, label="after 30 steps")
ax.axhline(sweep[0, 0], color=GREY, linewidth=1, label="at the start")
ax.axvline(edge, color=RED, linestyle=":", label=f"2/λmax = {edge:.3f}")
ax.set(xlabel="learning rate", ylabel="loss (price²)", yscale="log")
ax.set(title="One number separates learning from exploding", ylim=(0.1, 1000))
ax.set_yticks(ticks, ticks)
ax.minorticks_off()
ax.legend(loc="upper center")
plt.show()

# %% [markdown] id="slider-text"
# Left of the dotted line more steps bring a lower loss, right of it a higher one; the two curves cross on the line.
# The floor is wide: from 0.25 to 0.55, ten steps nearly reach it. A good rate need not be exact, as long as it lies
# below the edge.
#
# ### Move the learning rate yourself
#
# We take twenty steps from (0, 0). On the left is their path, on the right the loss at each.

# %% id="slider" tags=["picture"]
fig, (ax_map, ax_loss) = plt.subplots(1, 2, figsize=(8, 4.2))
ax_map.contour(w_axis, b_axis, landscape, levels=levels, colors=GREY, linewidths=1)
(path,) = ax_map.plot([], [], "o-", color=BLUE, label="path")
ax_map.plot(W_low, b_low, "x", color=BLACK, markersize=9, markeredgewidth=2, label="lowest")
ax_map.set(xlabel="weight", ylabel="bias", xlim=(-6.5, 1), ylim=(-3, 4.5), aspect="equal")
(curve,) = ax_loss.plot(np.ones(21), "o-", color=BLUE)
ax_loss.set(xlabel="step", ylabel="loss (price²)", yscale="log", ylim=(0.1, 1000))
ax_loss.set_yticks(ticks, ticks)
ax_loss.minorticks_off()
ax_map.legend(loc="lower left")


def walk(rate, *, ax_map=ax_map, ax_loss=ax_loss, path=path, curve=curve):
    w_path, b_path, losses = descend(rate, 20)
    path.set_data(w_path, b_path)
    curve.set_ydata(losses)
    ax_map.set_title(f"learning rate {rate:.2f}")
    ax_loss.set_title(f"loss after 20 steps: {losses[-1]:.2f}")


Explorer(fig, walk, rate=Slider("learning rate", 0.01, 0.7, start=0.6, step=0.01))

# %% [markdown] id="slider-read"
# At 0.6, just below the edge, the path jumps across the valley, but each jump is shorter than the one before, and the
# loss falls. At 0.3 it does not jump at all. Between 0.62 and 0.63 falling turns into growing, and at 0.7 the path
# soon leaves the map. For models whose edge nobody can compute, people find a rate by trial: 0.001, 0.01, 0.1, and a
# look at the loss.

# %% [markdown] id="watch-text"
# ## Watch out: a bias without a learning rate
#
# `b - db` instead of `b - learning_rate * db`: one factor is missing, and no error is raised. We start both versions
# at the baseline of lesson 5, `W = [0]` and `b` the mean price, and take thirty steps with rate 0.02, then thirty
# with 0.2. Both rates are far below the edge.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-forget" tags=["question"]
forgets = Question(
    "With which rate does the forgetful version have the higher loss after thirty steps?",
    {
        "with both rates": "At the small rate its bias takes longer steps than the right one, and "
        "for a while that is even faster.",
        "only with 0.02": "It is the other way round: while the weight moves slowly, the bias can "
        "follow.",
        "only with 0.2": "At 0.02 the mistake is invisible: the loss falls smoothly, even faster "
        "than it should. At 0.2 it explodes.",
        "never": "Without the factor the bias has a learning rate of 1, and 1 is not small.",
    },
)
forgets


# %% id="answer-forget" tags=["answer"]
def forgetful(W, b, dW, db, learning_rate):
    return W - learning_rate * dW, b - db


baseline = y.mean()
worse = {}
print("loss after thirty steps, from the baseline:")
for rate in [0.02, 0.2]:
    right = descend(rate, 30, baseline)[2]
    wrong = descend(rate, 30, baseline, forgetful)[2]
    worse[rate] = wrong[-1] > right[-1]
    print(f"rate {rate:4.2f}   right {right[-1]:6.2f}   forgetful {wrong[-1]:6.2f}")

forgets.reveal(
    {
        (True, True): "with both rates",
        (True, False): "only with 0.02",
        (False, True): "only with 0.2",
        (False, False): "never",
    }[worse[0.02], worse[0.2]]
)

# %% id="watch-picture" tags=["picture", "answer"]
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6), sharey=True)
names = {0.02: "unnoticed", 0.2: "explosive"}
for ax, (rate, name) in zip(axes, names.items(), strict=True):
    ax.plot(descend(rate, 30, baseline)[2], color=BLUE, label="right")
    wrong = descend(rate, 30, baseline, forgetful)[2]
    ax.plot(wrong, "--", color=RED, label="forgetful")
    ax.set(xlabel="step", yscale="log", ylim=(0.1, 1000))
    ax.set_title(f"learning rate {rate}: {name}")
    ax.set_yticks(ticks, ticks)
    ax.minorticks_off()
axes[0].set_ylabel("loss (price²)")
axes[0].legend(loc="upper left")
plt.show()

# %% [markdown] id="watch-read"
# The reason is an edge again. The bias alone has curvature 2, the black square in the picture of curvatures, so its
# own edge is $2/2 = 1$; and `b - db` is a step with rate 1, exactly on it. In the next cell `b` takes such steps on
# standardized distances. Then the run at 0.02 goes on for longer.

# %% id="bounce"
X_scaled, _, _ = standardize(X)
b_jumps = [1.0]
for _ in range(5):
    y_hat = forward(X_scaled, np.array([0.0]), b_jumps[-1])
    b_jumps.append(b_jumps[-1] - mse_gradient(X_scaled, y, y_hat)[1])
print("mean distance 0, b:", *[f"{value:.2f}" for value in b_jumps])

long = descend(0.02, 600, baseline, forgetful)[2]
for step in [30, 100, 300, 600]:
    print(f"rate 0.02, step {step:3}: loss {long[step]:8.2f}")

# %% [markdown] id="bounce-read"
# With a mean distance of 0, weight and bias do not disturb each other, and `b` jumps for ever between two values, as
# far above the mean price of −0.69 as below. In our outskirts each jump also pushes the weight, and the weight pushes
# back: the jumps grow at *every* rate. A small rate only delays the explosion: at 0.02 the loss looks settled after
# 100 steps and is near 3000 after 600.
#
# A step by hand finds the mistake: with the two houses of the beginning, it moves `b` to −4 instead of −0.4.

# %% [markdown] id="recap"
# ## Recap
#
# One step subtracts the learning rate times the gradient, from all parameters at once and with gradients from the
# same place. On a parabola of curvature $\lambda$ each step multiplies the distance to the bottom by $1 -
# \eta\lambda$, so small rates crawl and large ones explode. The edge is $2/\lambda_{\max}$, set by the most curved
# direction, and `stability_limit` computes it from `X` alone.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $W$, $dW$ | weights, slope of the loss for each | `(n_features,)` |
# | $b$, $db$ | bias, slope of the loss for it | numbers |
# | $\eta$ | learning rate | one number |
# | $\lambda$ | curvature of the loss along a direction | one number |
# | $\lambda_{\max}$ | the largest of them | one number |
#
# ### Three questions

# %% id="ask-minus" tags=["question"]
W_up, b_up = np.array([0.0]) + 0.1 * np.array([10.0]), 0.0 + 0.1 * 4.0
uphill = mean_squared_error(y_two, forward(X_two, W_up, b_up))
Question(
    "Somebody writes W + learning_rate * dW. What happens to the loss?",
    {
        "it falls, only slower": "The gradient points to where the loss grows. Added, it "
        "leads there.",
        "it grows": "The gradient points uphill. That is why it is subtracted.",
        "nothing, the sign does not matter": "The sign is the whole message of the gradient: it "
        "says on which side down is.",
    },
    truth="it grows" if uphill > before else "it falls, only slower",
)

# %% id="ask-half" tags=["question"]
halves = descend(0.15, 10)[2][-1] > descend(0.3, 10)[2][-1]
Question(
    "A run at half a good learning rate, with as many steps, ends …",
    {
        "at another lowest place": "The bowl does not change, and it has one bottom.",
        "at a higher loss, on the way to the same place": "Each step goes half as far. With more "
        "steps it arrives at the same bottom.",
        "at a lower loss, because small steps are more exact": "That would help where large steps "
        "jump about. A good rate does not jump, and smaller steps are only slower.",
    },
    truth="at a higher loss, on the way to the same place"
    if halves and np.allclose(descend(0.15, 400)[:, -1], descend(0.3, 400)[:, -1])
    else "at another lowest place",
)

# %% id="ask-flat" tags=["question"]
slopes_at_bottom = mse_gradient(X, y, forward(X, np.array([W_low]), b_low))
moved = update(np.array([W_low]), b_low, *slopes_at_bottom, 0.5)[0][0] - W_low
Question(
    "At the lowest place, a step with the learning rate 0.5 goes …",
    {
        "half of the way back": "A step is the learning rate times the gradient, and at the bottom "
        "the gradient is 0.",
        "nowhere": "The gradient is 0 there, and so is every multiple of it. Gradient descent "
        "slows down by itself as the ground becomes level.",
        "across to the other side": "It is at the bottom: there is no slope to take it anywhere.",
    },
    truth="nowhere" if abs(moved) < 1e-6 else "across to the other side",
)

# %% [markdown] id="next"
# Next: [8 · Train in a loop](08_training_loop.ipynb) repeats the step until nothing is left to gain.
