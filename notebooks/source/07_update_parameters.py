# %% [markdown] id="title"
# # 7 · Update the parameters
#
# **What you'll do.** Write `update`, the step downhill, and find out how long the step may be.
#
# **What you'll learn**
#
# - how a gradient becomes new parameters, and why all of them move at once;
# - what a learning rate does that is too small, good, or too large;
# - where the edge between the last two lies, and why it can be computed in advance.
#
# **What you'll need.** Lesson 5 (the loss) and lesson 6 (`mse_gradient`). **Time:** about 35 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# Thirty houses with one feature, so that a map of weight and bias shows *all* the parameters. The truth is
# price = 1 − 3·distance + noise. Most of the houses lie in the outskirts: in the standard units of the whole
# city, their mean distance is not 0. That will matter.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import forward, mean_squared_error, mse_gradient, standardize
from linreg.checks import check, hint
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, ORANGE, PURPLE, RED, use_house_style

use_house_style()

rng = np.random.default_rng(7)
X = rng.uniform(-1, 2, size=(30, 1))
y = forward(X, [-3.0], 1.0) + 0.5 * rng.standard_normal(30)
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
# > **Predict first.** Now the step is ten times as long: $\eta = 1$, from the same start. Will the loss end below
# > 4.36, between 4.36 and 13, or above 13, where it began?


# %% id="answer-ten"
def loss_after(rate):
    y_hat = forward(X_two, W - rate * dW, b - rate * db)
    return mean_squared_error(y_two, y_hat)


for rate in [0.1, 1.0]:
    print(f"learning rate {rate}: loss {loss_after(rate):6.2f}")

# %% id="one-step-picture"
rates = np.linspace(0, 0.5, 251)
one_step = np.array([loss_after(rate) for rate in rates])
best = rates[one_step.argmin()]
fig, ax = plt.subplots()
ax.plot(rates, one_step, color=BLUE, label="loss after one step")
ax.axhline(before, color=GREY, linestyle="--", label="loss at the start")
ax.plot(0.1, after, "o", color=BLUE, markersize=9, label="our step, at 0.1")
ax.plot(best, one_step.min(), "s", color=BLACK, markersize=8, label=f"lowest, at {best:.3f}")
ax.set(xlabel="learning rate", ylabel="loss (price², standard units)", ylim=(0, None))
ax.set(title="A longer step helps only up to a point")
ax.legend()
plt.show()

# %% [markdown] id="one-step-read"
# Up to about 0.2 a longer step is a better one. Then it overshoots: it crosses the valley and climbs the other side.
# From about 0.39 on it ends higher than it began, and at 1, far outside the picture, the loss is 193.

# %% [markdown] id="together-text"
# ### Both at once
#
# `dW` and `db` belong to the *same* place. Suppose `W` moves to −1 first: the residuals are then −1 and 3, and `db` would
# come out as 2, not 4, the slope of another place. Moving the parameters in turn is a method too, but it is not
# gradient descent. So: first both gradients, then both steps.

# %% [markdown] id="exercise-text"
# ## Your turn
#
# Write the step. `W` and `dW` have shape `(n_features,)`; `b`, `db` and `learning_rate` are numbers. Return the new
# `W` and the new `b`, and leave the old ones as they are.
#
# $$W \leftarrow W - \eta \, dW, \qquad b \leftarrow b - \eta \, db$$


# %% id="update" tags=["exercise"]
def update(W, b, dW, db, learning_rate):
    return ...


# %% id="update-check" tags=["check"]
check(update)
# hint("update")

# %% [markdown] id="update-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# From here on we use the package's own version, on the thirty houses. `descend` takes a number of steps from
# `W = [0]`, `b = 0`, and keeps each place and its loss.

# %% id="use"
from linreg import update


def loss_at(w, b):
    return mean_squared_error(y, forward(X, [w], b))


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


# %% [markdown] id="four-text"
# ## Ten steps, four learning rates
#
# Four walkers start at (0, 0), each with its own rate. The third rate is computed by a function of the package, the
# fourth is 5 % larger. Where that number comes from is the question of the next section.

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

# %% id="four-paths"
w_axis, b_axis = np.linspace(-6.5, 1, 41), np.linspace(-3, 4.5, 41)
landscape = np.array([[loss_at(w, b) for w in w_axis] for b in b_axis])
levels = [1, 4, 9, 16]
fig, axes = plt.subplots(2, 2, figsize=(7.4, 6.2), sharex=True, sharey=True)
for ax, (name, (rate, colour, marker)) in zip(axes.flat, runs.items(), strict=True):
    w_path, b_path, _ = descend(rate, 10)
    ax.contour(w_axis, b_axis, landscape, levels=levels, colors=GREY, linewidths=1)
    ax.plot(w_path, b_path, marker=marker, color=colour)
    ax.set(xlabel="weight", ylabel="bias", title=f"{name}: {rate:.3f}")
    ax.set(xticks=[-6, -4, -2, 0], yticks=[-2, 0, 2, 4])
    ax.label_outer()
axes[0, 0].text(0, 0.3, "start", ha="center")
plt.show()

# %% id="four-losses"
fig, ax = plt.subplots()
for name, (rate, colour, marker) in runs.items():
    _, _, losses = descend(rate, 10)
    ax.plot(losses, marker=marker, color=colour, label=f"{name}, {rate:.3f}")
ax.set(xlabel="step", ylabel="loss (price², standard units)", yscale="log")
ax.set_yticks([0.2, 1, 5, 25], [0.2, 1, 5, 25])
ax.minorticks_off()
ax.set(title="Four learning rates, four losses (logarithmic scale)")
ax.legend()
plt.show()

# %% [markdown] id="four-read"
# The contours stand at losses 1, 4, 9 and 16. *Too small*: downhill, but barely a quarter of the way in ten steps.
# *Good*: down the steep side, then along the valley floor to the bottom. *At the edge*: the walker jumps for ever between
# the same two slopes, and the loss settles at 3.64. *Too large*: the first step still lowers the loss, but soon each
# jump is longer than the one before, and the loss grows by a fifth with every step.

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
# Our loss has no ½ of its own: this one only makes $\lambda$ the second derivative. A step subtracts $\eta$ times the
# slope:
#
# $$w_{\text{new}} - w^* = (w - w^*) - \eta \lambda \, (w - w^*) = (1 - \eta \lambda)\,(w - w^*).$$
#
# Every step multiplies the distance to the bottom by the same number, $1 - \eta\lambda$. The distance shrinks exactly
# when $|1 - \eta\lambda| < 1$, and that means $0 < \eta < 2/\lambda$.

# %% [markdown] id="predict-edge"
# > **Predict first.** With $\eta = 1/\lambda$ the factor is 0: a single step lands on the bottom. Where does a step with
# > $\eta = 2/\lambda$ land, and is the loss there lower than at the start, equal, or higher?

# %% id="answer-edge"
slope, _ = mse_gradient(X, y, forward(X, [0.0], 1.0))
bottom = update([0.0], 1.0, slope, 0.0, 1 / curvature)[0][0]  # the weight alone
print(f"start   w = {0:5.2f}   loss {loss_at(0.0, 1.0):5.2f}")
for multiple in [0.5, 1.0, 1.6, 2.0, 2.1]:
    w = update([0.0], 1.0, slope, 0.0, multiple / curvature)[0][0]
    factor = (w - bottom) / (0.0 - bottom)
    print(f"{multiple}/λ   w = {w:5.2f}   loss {loss_at(w, 1.0):5.2f}", end="   ")
    print(f"distance to the bottom × {factor:5.2f}")


# %% id="hops-picture"
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
axes[0].set_ylabel("loss (price², standard units)")
axes[0].legend(loc="upper center")
plt.show()

# %% [markdown] id="hops-read"
# All three start at weight 0 and jump across the bottom. Left, each jump leaves 0.6 of the distance, and the walker
# arrives. In the middle it lands exactly as far away on the other side, at the same loss, then back, and so on.
# Right, the distance grows by a tenth per jump.

# %% [markdown] id="direction-text"
# ### Two parameters: the most curved direction decides
#
# Over weight and bias the curvature depends on the direction in which we walk. We measure it in all of them, one degree
# at a time: 0° changes the weight alone, 90° the bias alone.


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

# %% id="direction-picture"
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
# Most curved at 43°, where weight and bias grow together: 3.19, the steepest walls. Least curved at 133°, along the
# valley floor: 0.94. These two directions are at right angles, and in each of them the rule of one dimension holds on
# its own. The most curved one breaks first, so the edge is $2/\lambda_{\max} = 0.626$: the number that
# `stability_limit` computes, for any number of features.
#
# If this is right, a sweep of learning rates must break there and nowhere else.

# %% id="sweep"
ticks = [0.1, 1, 10, 100, 1000]
sweep_rates = np.linspace(0, 1.2, 37)[1:] * edge
sweep = np.array([descend(rate, 30)[2] for rate in sweep_rates])
fig, ax = plt.subplots()
ax.plot(sweep_rates, sweep[:, 10], "--", color=PURPLE, label="after 10 steps")
ax.plot(sweep_rates, sweep[:, 30], color=BLUE, label="after 30 steps")
ax.axhline(sweep[0, 0], color=GREY, linewidth=1, label="at the start")
ax.axvline(edge, color=RED, linestyle=":", label=f"2/λmax = {edge:.3f}")
ax.set(xlabel="learning rate", ylabel="loss (price², standard units)", yscale="log")
ax.set(title="One number separates learning from exploding", ylim=(0.1, 1000))
ax.set_yticks(ticks, ticks)
ax.minorticks_off()
ax.legend(loc="upper center")
plt.show()

# %% [markdown] id="slider-text"
# Left of the dotted line more steps bring a lower loss, right of it a higher one; the two curves cross on the line. The
# floor is wide: from 0.25 to 0.55 ten steps all but reach it. A good rate need not be exact, only inside the edge.
#
# ### Move the learning rate yourself
#
# Twenty steps from (0, 0): on the left their path, on the right the loss at each. The picture takes them from a shortcut
# of the package: `moments` reads the houses once, and from that `trajectory` gives the numbers of the loop at once
# (lesson 8 shows how).

# %% id="at-once"
from linreg import moments, trajectory

read_once = moments(X, y)


def descend_at_once(rate):
    *runs, last = [
        trajectory(read_once, [0.0], 0.0, learning_rate=rate, n_iterations=n)
        for n in range(1, 22)
    ]
    weights, biases = [run.W[0] for run in runs], [run.b for run in runs]
    return np.array([[0.0, *weights], [0.0, *biases], last.losses])


same = np.allclose(descend_at_once(0.6), descend(0.6, 20))
print("at learning rate 0.6 the same as in the loop:", same)

# %% id="slider"
fig, (ax_map, ax_loss) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_map.contour(w_axis, b_axis, landscape, levels=levels, colors=GREY, linewidths=1)
(path,) = ax_map.plot([], [], "o-", color=BLUE, label="path")
ax_map.set(xlabel="weight", ylabel="bias", xlim=(-6.5, 1), ylim=(-3, 4.5))
(curve,) = ax_loss.plot(np.ones(21), "o-", color=BLUE, label="loss")
ax_loss.set(xlabel="step", ylabel="loss", yscale="log", ylim=(0.1, 1000))
ax_loss.set_yticks(ticks, ticks)
ax_loss.minorticks_off()


def walk(rate, *, ax_map=ax_map, ax_loss=ax_loss, path=path, curve=curve):
    w_path, b_path, losses = descend_at_once(rate)
    path.set_data(w_path, b_path)
    curve.set_ydata(losses)
    ax_map.set_title(f"learning rate {rate:.2f}")
    ax_loss.set_title(f"loss after 20 steps: {losses[-1]:.2f}")


Explorer(fig, walk, rate=Slider("learning rate", 0.01, 0.7, start=0.6, step=0.01))

# %% [markdown] id="slider-read"
# At 0.6, just inside the edge, the path jumps across the valley, but each jump is shorter than the one before, and
# the loss falls. At 0.3 it does not jump at all. Between 0.62 and 0.63 falling turns into growing, and at 0.7 the
# path soon leaves the map. For models whose edge nobody can compute, people do the same by trial: 0.001, 0.01, 0.1,
# and a look at the loss.

# %% [markdown] id="watch-text"
# ## Watch out: a bias without a learning rate
#
# `b - db` instead of `b - learning_rate * db`: one factor is missing, and no error is raised. We start both versions at
# the baseline of lesson 5, `W = [0]` and `b` the mean price.
#
# > **Predict first.** Thirty steps with rate 0.02, then thirty with 0.2; both are far below the edge. Which version has
# > the lower loss at 0.02? And at 0.2?


# %% id="answer-forget"
def forgetful(W, b, dW, db, learning_rate):
    return W - learning_rate * dW, b - db


baseline = y.mean()
for rate in [0.02, 0.2]:
    right = descend(rate, 30, baseline)[2]
    wrong = descend(rate, 30, baseline, forgetful)[2]
    print(f"rate {rate:4.2f}   right {right[-1]:6.2f}   forgetful {wrong[-1]:6.2f}")

# %% id="watch-picture"
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
axes[0].set_ylabel("loss (price², standard units)")
axes[0].legend(loc="upper left")
plt.show()

# %% [markdown] id="watch-read"
# At 0.02 the mistake is invisible: the loss falls smoothly, even faster than it should. At 0.2 it explodes. The reason is
# an edge again. The bias alone has curvature 2, the black square above, so its own edge is $2/2 = 1$; and `b - db` is
# a step with rate 1, exactly on it. Next, `b` takes such steps on standardized distances; then the run at 0.02 goes
# on for longer.

# %% id="bounce"
X_scaled, _, _ = standardize(X)
b_jumps = [1.0]
for _ in range(5):
    y_hat = forward(X_scaled, [0.0], b_jumps[-1])
    b_jumps.append(b_jumps[-1] - mse_gradient(X_scaled, y, y_hat)[1])
print("mean distance 0, b:", *[f"{value:.2f}" for value in b_jumps])

long = descend(0.02, 600, baseline, forgetful)[2]
for step in [30, 100, 300, 600]:
    print(f"rate 0.02, step {step:3}: loss {long[step]:8.2f}")

# %% [markdown] id="bounce-read"
# With a mean distance of 0, weight and bias do not feel each other, and `b` jumps for ever between two values, as far
# above the mean price of −0.69 as below. In our outskirts each jump also pushes the weight, and the weight pushes
# back: the jumps grow at *every* rate. A small one delays the explosion: at 0.02 the loss looks settled after 100
# steps and is near 3000 after 600.
#
# A step by hand finds it: with the two houses, the mistake moves `b` to −4 instead of −0.4.

# %% [markdown] id="recap"
# ## Recap
#
# One step subtracts the learning rate times the gradient, from all parameters at once and with gradients from the same
# place. On a parabola of curvature $\lambda$ each step multiplies the distance to the bottom by $1 - \eta\lambda$, so
# small rates crawl and large ones explode. The edge is $2/\lambda_{\max}$, set by the most curved direction, and
# `stability_limit` computes it from `X` alone.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $W$, $dW$ | weights, slope of the loss for each | `(n_features,)` |
# | $b$, $db$ | bias, slope of the loss for it | numbers |
# | $\eta$ | learning rate | one number |
# | $\lambda$ | curvature of the loss along a direction | one number |
# | $\lambda_{\max}$ | the largest of them | one number |
#
# Next: [8 · The training loop](08_training_loop.ipynb) repeats the step until nothing is left to gain.
