# %% [markdown] id="title"
# # 8 · Train in a loop
#
# **What you'll do.** Write `train`, which repeats the four steps until the machine has found the three numbers by
# itself. Then write `fit_line`, which finds two numbers without a loop.
#
# **What you'll learn**
#
# - how forward, loss, backward and update become learning;
# - how to read a loss curve, and where it has to end;
# - why unscaled features make the loop explode or crawl, and what to do about it.
#
# **What you'll need.** Lesson 2 (`standardize`) and lessons 4 to 7 (the four steps). **Time:** about 35 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# Here are a hundred houses, and the truth that made them: price = 1 + 1·area − 3·distance + noise, with a noise of
# standard deviation 0.5. The model starts from random weights and the bias 0. The four steps come from `linreg.mine`:
# they are yours where you have written them.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

import linreg
from linreg import load_dataset, stability_limit
from linreg.checks import check, check_hunt, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style
from linreg.mine import forward, generate_examples, initialize, line
from linreg.mine import mean_squared_error, mse_gradient, standardize, update, whose
from linreg.questions import Question

use_house_style()

W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
X, y = generate_examples(100, W_true, b_true, noise, np.random.default_rng(8))
W_start, b_start = initialize(2, np.random.default_rng(1))
print(f"start: W = [{W_start[0]:.3f}, {W_start[1]:.3f}]   b = {b_start:.3f}")
print("the four steps:", whose("forward", "mean_squared_error", "mse_gradient", "update"))

# %% [markdown] id="turn-text"
# ## One turn of the loop
#
# We own four steps, one from each of the last four lessons.
#
# | step | call | gives |
# |---|---|---|
# | forward | `forward(X, W, b)` | a prediction for each house |
# | loss | `mean_squared_error(y, y_hat)` | one number for how wrong they are |
# | backward | `mse_gradient(X, y, y_hat)` | which way the loss climbs |
# | update | `update(W, b, dW, db, learning_rate)` | parameters a little better |
#
# What the last step gives is what the first one takes. Here is one turn, with a learning rate of 0.01:

# %% id="turn"
y_hat = forward(X, W_start, b_start)
loss_0 = mean_squared_error(y, y_hat)
dW, db = mse_gradient(X, y, y_hat)
W_1, b_1 = update(W_start, b_start, dW, db, learning_rate=0.01)

loss_1 = mean_squared_error(y, forward(X, W_1, b_1))
print(f"loss before the turn {loss_0:.3f}, after it {loss_1:.3f}")

# %% [markdown] id="exercise-text"
# ## Your turn
#
# The model is a little better. Now we need a thousand such turns: a loop. Write `train`: repeat the four steps
# `n_iterations` times, each with a *new* prediction, and keep the losses. Each turn takes
#
# $$W \leftarrow W - \eta\, dW, \qquad b \leftarrow b - \eta\, db,$$
#
# with both gradients from the same place. `X` is `(n_samples, n_features)`, `y` is `(n_samples,)`, `W` and `b` are
# where to start. Return `(W, b, losses)`: `losses` has `n_iterations` entries, and `losses[i]` is the loss *before*
# update `i`, so `losses[0]` is that of the untrained model. The caller's `W` stays as it was. (As in lesson 2, what
# stands after the `*` must be named in a call.)


# %% id="train" tags=["exercise"]
def train(X, y, W, b, *, learning_rate, n_iterations):
    return ...


# %% id="train-check" tags=["check"]
check(train)

# %% id="train-hint" tags=["hint"]
# hint("train")

# %% [markdown] id="train-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# We run a thousand iterations and print every hundredth loss. If your `train` is right, it is the one at work here,
# with your four functions inside.

# %% id="use"
from linreg.mine import train

W, b, losses = train(X, y, W_start, b_start, learning_rate=0.01, n_iterations=1000)
for i in [*range(0, 1000, 100), 999]:
    print(f"iteration {i:3}   loss {losses[i]:.6f}")

# %% [markdown] id="curve-text"
# ## The loss curve
#
# The first line is the untrained loss, as in our turn by hand; from iteration 500 on not even the sixth decimal
# moves. The whole record, all thousand losses, is the picture to look at after every training. We draw it twice,
# together with the **noise floor**: the variance of the noise, $0.5^2 = 0.25$.

# %% id="curve-picture" tags=["picture"]
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6))
for ax, scale in zip(axes, ["linear", "log"], strict=True):
    ax.plot(losses, color=BLUE, label="loss")
    ax.axhline(noise**2, color=BLACK, linestyle="--", label="noise floor, 0.25")
    ax.set(yscale=scale, xlabel="iteration", ylabel="loss (price²)")
    ax.set_title(f"{scale} axis")
    ax.legend()
fig.suptitle("The loss falls steeply, then settles at the noise")
plt.show()

# %% [markdown] id="curve-read"
# On the linear axis the fall is steep and soon over. A logarithmic axis gives each factor of ten the same height, so
# it shows the end of the fall too: the curve is almost straight to iteration 100, then it bends, and from 200 on it
# is flat. It is flat because what is left is noise, which no plane can predict.

# %% [markdown] id="floor-text"
# ### Why does it not end exactly on the floor?
#
# The floor is an average over all the noise that might have been drawn. Our houses drew theirs once.

# %% id="floor"
loss_true = mean_squared_error(y, forward(X, W_true, b_true))
loss_learned = mean_squared_error(y, forward(X, W, b))
print(f"variance of the noise          {noise**2:.4f}")
print(f"the truth, on these houses     {loss_true:.4f}")
print(f"our model, after the training  {loss_learned:.4f}")

# %% [markdown] id="floor-read"
# There are two reasons. These hundred draws came out a little stronger than the average, so even the truth has a loss
# above 0.25. And our model's loss ends slightly *below that of the truth*: its three numbers were fitted to these
# very houses, so they follow a bit of their noise. On average that gains 3 % of the floor: 3 parameters for 100 rows.

# %% [markdown] id="snapshots-text"
# ## The line moves into place
#
# What does a falling loss look like? The loop remembers nothing but `W` and `b`, so training can be stopped and
# continued: we train ten iterations, keep a snapshot, and go on from there.

# %% id="snapshots"
snapshots = [(W_start, b_start)]
for _ in range(50):
    W_k, b_k, _ = train(X, y, *snapshots[-1], learning_rate=0.01, n_iterations=10)
    snapshots.append((W_k, b_k))
W_500, b_500, _ = train(X, y, W_start, b_start, learning_rate=0.01, n_iterations=500)
print(len(snapshots), "models, from iteration 0 to iteration 500")
print("the last one is that of 500 iterations in one go:", np.allclose(W_k, W_500))

# %% id="strip-picture" tags=["picture"]
ends = np.array([-3.0, 3.0])
fig, axes = plt.subplots(1, 4, figsize=(8.4, 2.9), sharey=True)
for ax, stop in zip(axes, [0, 20, 60, 500], strict=True):
    W_k, b_k = snapshots[stop // 10]
    ax.plot(X[:, 1], y, ".", color=GREY, label="houses")
    ax.plot(ends, line(ends, W_k[1], b_k), color=BLUE, label="model")
    ax.set(title=f"iteration {stop}", ylim=(-12, 17))
    ax.set_xlabel("distance (std. units)", fontsize=10)
    ax.legend(loc="upper right", fontsize=9)
axes[0].lines[1].set(color=RED, linestyle="--", label="untrained")
axes[0].legend(loc="upper right", fontsize=9)
axes[0].set(ylabel="price (units of 40 thousand)")
fig.suptitle("The line turns until it runs through the houses")
plt.show()

# %% [markdown] id="strip-read"
# Untrained, the line climbs, as if houses far out cost more. After 20 iterations it falls a little, after 60 it is
# still too flat, after 500 it runs through the middle of the cloud. The line is for houses of average area: others
# lie above and below it because their areas differ, and because of noise.

# %% [markdown] id="slider-text"
# ### Turn the iterations yourself
#
# Here is the same line, iteration by iteration, beside the loss curve, for any learning rate up to 0.05.

# %% id="slider" tags=["picture"]
fig, (ax_line, ax_loss) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_line.plot(X[:, 1], y, ".", color=GREY, label="houses")
(now,) = ax_line.plot(ends, ends, color=BLUE, label="model now")
ax_line.set(
    xlabel="distance (standard units)", ylabel="price (units of 40 thousand)", ylim=(-12, 17)
)
(curve,) = ax_loss.semilogy(losses[:501], color=GREY, label="loss of every iteration")
(here,) = ax_loss.plot([0], [1], "o", color=BLUE, markersize=9, label="its loss")
ax_loss.set(xlabel="iteration", ylabel="loss (price²)", ylim=(0.2, 20))
ax_loss.set_yticks([0.3, 1, 3, 10], [0.3, 1, 3, 10])
ax_loss.minorticks_off()
fig.legend(loc="outside lower center", ncols=4)


def show(iteration, rate, *, ax_line=ax_line, ax_loss=ax_loss, now=now, curve=curve, here=here):
    steps = {"learning_rate": rate, "n_iterations": max(iteration, 1)}
    W_k, b_k = linreg.train(X, y, W_start, b_start, **steps)[:2]
    if iteration == 0:
        W_k, b_k = W_start, b_start
    steps["n_iterations"] = 501
    losses_k = linreg.train(X, y, W_start, b_start, **steps).losses
    now.set_ydata(line(ends, W_k[1], b_k))
    curve.set_ydata(losses_k)
    here.set_data([iteration], [losses_k[iteration]])
    ax_line.set_title(f"learning rate {rate:.3f}, iteration {iteration}")
    ax_loss.set_title(f"loss {losses_k[iteration]:.2f}")


turns = Slider("iteration", 0, 500, start=50, step=1, play=True)
rates = Slider("learning rate", 0.001, 0.05, start=0.01, step=0.001)
Explorer(fig, show, iteration=turns, rate=rates)

# %% [markdown] id="slider-read"
# At 0.01 and iteration 50 the line slopes the right way, but too gently, and the loss is 2.41. It turns fast while
# the curve is steep and ever more slowly after that; from iteration 200 on, neither moves visibly. At 0.05 the line
# is about as far after 10 iterations, at 0.001 only after 500: while steps are short, what counts is rate times
# iterations.

# %% [markdown] id="learned-text"
# ## Did it find the truth?
#
# The loop never saw the three numbers that made the houses. Now we may compare.

# %% id="learned"
print("                 true   learned")
for name, true, learned in zip(
    ["weight of area", "weight of distance", "bias"],
    [*W_true, b_true],
    [*W, b],
    strict=True,
):
    print(f"{name:18} {true:6.3f} {learned:8.3f}")

# %% [markdown] id="learned-read"
# It found all three from data alone, each to within 0.04. Closer would be luck: with noise of 0.5 on 100 houses, each
# typically comes out about $0.5/\sqrt{100} = 0.05$ away from the truth. More iterations would not help; more houses
# would.

# %% [markdown] id="closed-form-text"
# ## The answer without a loop
#
# At the lowest point all slopes are zero. For a line with one feature that can be solved by hand. First the slope
# with respect to $b$, from lesson 6:
#
# $$\frac2n \sum_i (w x_i + b - y_i) = 0 \quad\Longrightarrow\quad w \bar x + b - \bar y = 0 \quad\Longrightarrow\quad b = \bar y - w \bar x.$$
#
# So the best line passes through the point $(\bar x, \bar y)$ of the two means. Put this $b$ into the slope with
# respect to $w$, which must be zero too:
#
# $$\sum_i \bigl( w (x_i - \bar x) - (y_i - \bar y) \bigr)\, x_i = 0.$$

# %% [markdown] id="fit-derivation"
# In place of the last factor $x_i$ we may write $x_i - \bar x$. That takes away $\bar x$ times
# $\sum_i \bigl( w (x_i - \bar x) - (y_i - \bar y) \bigr)$, and this sum is 0, because what lies above a mean and what
# lies below it cancel. Solve for $w$:
#
# $$w = \frac{\sum_i (x_i - \bar x)(y_i - \bar y)}{\sum_i (x_i - \bar x)^2}, \qquad b = \bar y - w \bar x.$$

# %% [markdown] id="fit-exercise"
# ## Your turn: fit a line
#
# Write these two formulas. `x` and `y` have shape `(n_samples,)`; return the two numbers `w` and `b`.


# %% id="fit_line" tags=["exercise"]
def fit_line(x, y):
    return ...


# %% id="fit_line-check" tags=["check"]
check(fit_line)

# %% id="fit_line-hint" tags=["hint"]
# hint("fit_line")

# %% [markdown] id="fit_line-solution" tags=["solution"]

# %% id="fit-use"
from linreg.mine import fit_line

left_over = y - X[:, 0]  # the price without the part of area
w_loop, b_loop, _ = train(
    X[:, [1]], left_over, np.zeros(1), 0.0, learning_rate=0.1, n_iterations=200
)
w_formula, b_formula = fit_line(X[:, 1], left_over)
print(f"loop, 200 iterations   w {w_loop[0]:.6f}   b {b_loop:.6f}")
print(f"formula                w {w_formula:.6f}   b {b_formula:.6f}")

# %% [markdown] id="closed-text"
# ### Several features
#
# With more features the same idea gives one equation for each parameter, here three for three numbers. With a column
# of ones for the bias, $A = [X \; 1]$, the slopes are $\frac2n A^\top (A p - y)$, where $p = (W, b)$. They are zero
# where $A^\top A\, p = A^\top y$, and NumPy's `solve` finds this $p$. `linreg.normal_equation` does the same with
# more care for rounding. After how many iterations does the loop agree with it, and to how many decimals?

# %% id="closed"
from linreg import normal_equation

A = np.column_stack([X, np.ones(len(X))])
print("by solve          ", np.linalg.solve(A.T @ A, A.T @ y).round(6))
W_best, b_best = normal_equation(X, y)
print("by normal_equation", np.append(W_best, b_best).round(6))


def off_by(n):
    W_n, b_n, _ = train(X, y, W_start, b_start, learning_rate=0.01, n_iterations=n)
    return max(np.abs(W_n - W_best).max(), abs(b_n - b_best))


for n in [250, 500, 750, 1000]:
    print(f"{n:5d} iterations   off by {off_by(n):.1e}", end="")
    print(f"   decimals that agree: {int(-np.log10(off_by(n)))}")

# %% [markdown] id="answer-digits-read"
# Every 250 iterations bring two more decimals. An iteration removes a fixed *share* of the distance that is left, so
# every further decimal costs the same: here about 125 iterations. Both ways give the same answer. Why loop, then?
# Because for most models nobody can solve these equations, and nearly all have a slope to follow.

# %% [markdown] id="raw-text"
# ## The same loop on raw numbers
#
# Now we take houses in natural units: m², km, and prices in thousands. A learning rate of 0.01 served us well, so we
# use it again, with `linreg.train`, which watches the loss: when it becomes too large for the computer, it stops and
# says why.

# %% id="diverge"
from linreg import DivergenceError

houses = load_dataset("houses")
X_raw, y_raw = houses.X, houses.y
W_zero = np.zeros(2)
try:
    linreg.train(X_raw, y_raw, W_zero, 0.0, learning_rate=0.01, n_iterations=1000)
except DivergenceError as error:
    print(f"DivergenceError: {error}")
    until_then = error.losses
print(f"{len(until_then)} losses, from {until_then[0]:.0f} to {until_then[-1]:.1e}")

# %% [markdown] id="diverge-read"
# The message has three parts: *when* the loss became too large, the *rate* that we used, and the *limit* that it must
# stay below, which is lesson 7's $2/\lambda_{\max}$ for these houses. The error also brings the losses up to that
# moment. (`4.8e+301` is how Python writes $4.8 \cdot 10^{301}$.)

# %% [markdown] id="crawl-text"
# ## Below the limit it crawls
#
# So we obey, and take half the limit. For comparison we also train with standardized features, at half of *their*
# limit. We count the iterations until the loss is within 1 % of the lowest possible one.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-crawl" tags=["question"]
crawl = Question(
    "After 10,000 iterations on the raw numbers, how close is the loop to the lowest loss?",
    {
        "within 1 %, after fewer than 100 iterations": "That is so with standardized features. Raw, "
        "the bowl is a needle.",
        "within 1 %, after some thousand iterations": "The loss falls smoothly all the time, so "
        "one would think so. It falls far too slowly.",
        "it is still above the baseline": "It does not even reach the loss of always predicting "
        "the mean, and the bias has hardly left 0. No error is raised: the loss falls, smoothly "
        "and far too slowly.",
    },
)
crawl

# %% id="crawl" tags=["answer"]
X_std, mean, std = standardize(X_raw)
rate_raw, rate_std = stability_limit(X_raw) / 2, stability_limit(X_std) / 2
raw = linreg.train(X_raw, y_raw, W_zero, 0.0, learning_rate=rate_raw, n_iterations=10_000)
scaled = linreg.train(X_std, y_raw, W_zero, 0.0, learning_rate=rate_std, n_iterations=100)

lowest = mean_squared_error(y_raw, forward(X_raw, *normal_equation(X_raw, y_raw)))
n_scaled = int(np.argmax(scaled.losses < 1.01 * lowest))
print(f"lowest possible loss {lowest:8.0f}")
print(f"predict the mean     {np.var(y_raw):8.0f}")
print(f"raw                  {raw.losses[-1]:8.0f}   after 10,000 iterations")
print(f"standardized         {scaled.losses[n_scaled]:8.0f}   after {n_scaled} iterations")
b_lowest = normal_equation(X_raw, y_raw)[1]
print(f"bias: raw {raw.b:.0f}, needed {b_lowest:.0f}")
first_near = int(np.argmax(raw.losses < 1.01 * lowest)) or len(raw.losses)
crawl.reveal(
    "it is still above the baseline"
    if raw.losses[-1] > np.var(y_raw)
    else "within 1 %, after fewer than 100 iterations"
    if first_near < 100
    else "within 1 %, after some thousand iterations"
)

# %% [markdown] id="crawl-read"
# Standardized, two iterations are enough *at this rate*, half of the limit: with hardly related features the first
# step then lands close to the bottom. At our usual rate of 0.01 it takes 278, which is still nothing compared with
# the raw numbers. Why is that so?

# %% [markdown] id="valley-text"
# ### A needle and a bowl
#
# We look at both landscapes from above, on equal axes, and walk twenty steps in each. The bias stays at its best
# value, so that two weights are left to draw. Each ring joins places of equal loss: 1000, 3000 and 6000 above the
# lowest.


# %% id="valley"
def landscape(features, reach):
    (area2, both), (_, distance2) = features.T @ features / len(features)
    a, d = np.meshgrid(*[np.linspace(-reach, reach, 301)] * 2)  # from the lowest point
    return a, d, area2 * a**2 + 2 * both * a * d + distance2 * d**2


def walk(features, W, b, learning_rate):
    path = [W]
    for _ in range(20):
        dW, _ = mse_gradient(features, y_raw, forward(features, path[-1], b))
        path.append(update(path[-1], b, dW, 0.0, learning_rate)[0])
    return np.array(path)


# %% id="valley-picture" tags=["picture"]
fig, axes = plt.subplots(1, 2, figsize=(8, 4.2))
for ax, features, rate, reach, title, (per_area, per_distance) in [
    (axes[0], X_raw, rate_raw, 30, "raw: a needle", ["m²", "km"]),
    (axes[1], X_std, rate_std, 100, "standardized: a bowl", ["std. unit"] * 2),
]:
    W_low, b_low = normal_equation(features, y_raw)
    a, d, height = landscape(features, reach)
    path = walk(features, W_low + 0.65 * reach, b_low, rate)
    ax.contour(W_low[0] + a, W_low[1] + d, height, [1000, 3000, 6000], colors=GREY)
    ax.plot(*path.T, "o-", color=BLUE, label="20 steps")
    ax.plot(*W_low, "x", color=BLACK, markersize=9, label="lowest")
    ax.set(title=title, aspect="equal", xlabel=f"weight of area (thousands / {per_area})")
    ax.set_ylabel(f"weight of distance (thousands / {per_distance})")
axes[0].legend(loc="upper left", fontsize=9)
plt.show()

# %% [markdown] id="valley-read"
# Raw, on the left, the rings are a needle, almost forty times as long as wide. The first step drops onto it; the next
# nineteen all lie on the same dot, because the ground along the needle is nearly level. Standardized, the rings are
# round, downhill points at the lowest point, and the first step nearly reaches it.
#
# So we standardize first. The model stays the same; lesson 9 turns its weights back into natural units. One thing
# standardizing cannot cure: features that rise and fall together still leave a long valley.
#
# ## Watch out: predicting once
#
# In the famous mistake of this lesson one line stands too high: the prediction is made *before* the loop. Everything
# still runs.


# %% id="watch"
def train_predicting_once(X, y, W, b, *, learning_rate, n_iterations):
    y_hat = forward(X, W, b)  # belongs inside the loop
    losses, path = [], []
    for _ in range(n_iterations):
        losses.append(mean_squared_error(y, y_hat))
        path.append(W)
        dW, db = mse_gradient(X, y, y_hat)
        W, b = update(W, b, dW, db, learning_rate)
    return W, b, np.array(losses), np.array(path)


W_once, b_once, losses_once, path_once = train_predicting_once(
    X, y, W_start, b_start, learning_rate=0.01, n_iterations=501
)
loss_real = mean_squared_error(y, forward(X, W_once, b_once))
print(f"loss in its record, last entry {losses_once[-1]:8.2f}")
print(f"loss of where it really is     {loss_real:8.2f}")

# %% id="watch-picture" tags=["picture"]
fig, (ax_loss, ax_weight) = plt.subplots(1, 2, figsize=(8, 3.6))
ax_loss.plot(losses_once, "--", color=RED, label="predicting once")
ax_loss.plot(losses[:501], color=BLUE, label="predicting each turn")
ax_loss.set(xlabel="iteration", ylabel="recorded loss (price²)", ylim=(0, 19))
ax_loss.set(title="The loss stands still …")
ax_weight.plot(path_once[:, 1], "--", color=RED, label="predicting once")
right = [W_k[1] for W_k, _ in snapshots]
ax_weight.plot(range(0, 501, 10), right, color=BLUE, label="predicting each turn")
ax_weight.set(xlabel="iteration", ylabel="weight of distance")
ax_weight.set(title="… while the weight runs away")
ax_loss.legend(loc="center right")
ax_weight.legend(loc="lower left")
plt.show()

# %% [markdown] id="watch-read"
# The same predictions give the same loss and the same gradient, so every update repeats the first one. The weight
# passes −3 near iteration 50 and runs on to −37. The record shows none of it. The loss looks stuck, and a higher
# learning rate, which is tempting, only makes the weight run faster. A loss that repeats to the last digit from the
# start means that something inside the loop is never computed anew.
#
# ## Bug hunt: a colleague's loop
#
# This one learns, and its loss falls. But it makes one mistake. Find it and fix it; the check shows an example until
# it is gone.


# %% id="hunt" tags=["hunt"]
def colleagues_train(X, y, W, b, *, learning_rate, n_iterations):
    losses = []
    for _ in range(n_iterations):
        y_hat = forward(X, W, b)
        dW, db = mse_gradient(X, y, y_hat)
        W, b = update(W, b, dW, db, learning_rate)
        losses.append(mean_squared_error(y, forward(X, W, b)))
    return W, b, np.array(losses)


check_hunt(colleagues_train, "train")

# %% [markdown] id="recap"
# ## Recap
#
# Training is forward, loss, backward and update in a loop, with a new prediction in every turn. The loss falls fast,
# then slowly, to a floor made of noise, and the parameters arrive where the closed form puts them. On raw numbers the
# bowl is a needle and the loop crawls, so we standardize first.
#
# | symbol | meaning | shape |
# |---|---|---|
# | `losses` | `losses[i]`: loss before update `i` | `(n_iterations,)` |
# | $\eta$ | learning rate, below $2/\lambda_{\max}$ | one number |
# | $\bar x$, $\bar y$ | means of feature and target | one number each |
#
# ### Three questions

# %% id="ask-first-loss" tags=["question"]
Question(
    "losses[0] is the loss of which model?",
    {
        "the untrained one": "losses[i] is the loss before update i, so losses[0] is that of the "
        "start.",
        "the one after the first step": "The loss is noted before the step. That of the model "
        "after the first step is losses[1].",
        "the trained one": "That is near the last entry; the loss after the last step is not in the "
        "list at all.",
    },
    truth="the untrained one"
    if np.isclose(losses[0], mean_squared_error(y, forward(X, W_start, b_start)))
    else "the one after the first step",
)

# %% id="ask-flat-curve" tags=["question"]
stuck = raw.losses[-1] / raw.losses[-1000]
Question(
    "A loss curve has become flat. Is the training done?",
    {
        "yes, a flat curve means that the bottom is reached": "The raw run above is flat as well: "
        "its loss falls by less than 1 % in a thousand iterations, and it is far from the bottom.",
        "not necessarily: it may be crawling along a valley": "The raw run above is as flat, and "
        "far from the bottom. Compare with the closed form, or look at the gradient.",
        "no, it must reach 0 first": "It never does: what is left at the bottom is noise.",
    },
    truth="not necessarily: it may be crawling along a valley"
    if stuck > 0.99 and raw.losses[-1] > 2 * lowest
    else "yes, a flat curve means that the bottom is reached",
)

# %% id="ask-more-iterations" tags=["question"]
W_more, b_more, _ = train(X, y, W_start, b_start, learning_rate=0.01, n_iterations=2000)
gain = np.abs(W_more - W).max() / np.abs(W - W_true).max()
Question(
    "Our weights are about 0.03 away from the truth. What brings them closer to it?",
    {
        "more iterations": "The loop has arrived at the bottom of its bowl. The bottom itself lies "
        "away from the truth, because of the noise.",
        "a smaller learning rate": "It leads to the same bottom, only more slowly.",
        "more houses": "The noise moves the bottom of the bowl, and with more houses it averages "
        "out: four times as many halve the typical error.",
    },
    truth="more houses" if gain < 0.01 else "more iterations",
)

# %% [markdown] id="next"
# How the loss of *any* iteration follows from one formula, what decides how long the crawl takes, and what else the
# same few numbers tell: the [appendix](appendix_any_size.ipynb) shows it, for those who want to know.
#
# Next: [9 · Make predictions](09_predictions.ipynb) asks how the trained model does on houses it has never seen.
