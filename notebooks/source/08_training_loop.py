# %% [markdown] id="title"
# # 8 · Train in a loop
#
# **What you'll do.** Write `train`, which repeats the four steps until the machine has found the three numbers by
# itself.
#
# **What you'll learn**
#
# - how forward, loss, backward and update become learning;
# - how to read a loss curve, and where it has to end;
# - why unscaled features make the loop explode or crawl, and what to do about it.
#
# **What you'll need.** Lesson 2 (`standardize`) and lessons 4 to 7 (the four steps). **Time:** about 40 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# A hundred houses in standard units, and the truth that made them: price = 1 + 1·area − 3·distance + noise, with
# a noise of standard deviation 0.5. The model starts from random weights and the bias 0.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import forward, generate_examples, initialize, line, load_dataset, standardize
from linreg import mean_squared_error, mse_gradient, stability_limit, update
from linreg.checks import check, hint
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, use_house_style

use_house_style()

W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
X, y = generate_examples(100, W_true, b_true, noise, np.random.default_rng(8))
W_start, b_start = initialize(2, np.random.default_rng(1))
print(f"start: W = [{W_start[0]:.3f}, {W_start[1]:.3f}]   b = {b_start:.3f}")

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
# What the last step gives is what the first one takes. One turn, with a learning rate of 0.01:

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
# A better model, and a thousand such turns to go: we need a loop. Write `train`: repeat the four steps `n_iterations`
# times, each with a *new* prediction, and keep the losses. Each turn takes
#
# $$W \leftarrow W - \eta\, dW, \qquad b \leftarrow b - \eta\, db,$$
#
# with both gradients from the same place. `X` is `(n_samples, n_features)`, `y` is `(n_samples,)`, `W` and `b` are
# where to start. Return `(W, b, losses)`: `losses` has `n_iterations` entries, and `losses[i]` is the loss *before*
# update `i`, so `losses[0]` is that of the untrained model. (What stands after `*` must be named in a call.)


# %% id="train" tags=["exercise"]
def train(X, y, W, b, *, learning_rate, n_iterations):
    return ...


# %% id="train-check" tags=["check"]
check(train)
# hint("train")

# %% [markdown] id="train-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# From here on we use the package's own version. It does a little more: `log_every=100` prints every hundredth loss, and
# it stops when the loss overflows. In the folded solution, its source, comments mark our four steps, written out as
# formulas for speed; skip `errstate` and `raise`.

# %% id="use"
from linreg import train

W, b, losses = train(
    X, y, W_start, b_start, learning_rate=0.01, n_iterations=1000, log_every=100
)

# %% [markdown] id="curve-text"
# ## The loss curve
#
# The first line is the untrained loss, as in our turn by hand; from iteration 500 on not even the sixth decimal
# moves. The whole record, all thousand losses, is the picture to look at after every training. We draw it twice,
# together with the **noise floor**: the variance of the noise, $0.5^2 = 0.25$.

# %% id="curve-picture"
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6))
for ax, scale in zip(axes, ["linear", "log"], strict=True):
    ax.plot(losses, color=BLUE, label="loss")
    ax.axhline(noise**2, color=BLACK, linestyle="--", label="noise floor, 0.25")
    ax.set(yscale=scale, xlabel="iteration", ylabel="loss (price², standard units)")
    ax.set_title(f"{scale} axis")
    ax.legend()
fig.suptitle("The loss falls steeply, then settles at the noise")
plt.show()

# %% [markdown] id="curve-read"
# On the linear axis the fall is steep, then over. A logarithmic axis gives each factor of ten the same height, so
# it shows the end of the fall too: almost straight to iteration 100, a bend, and flat from 200 on. Flat, because
# what is left is noise, which no plane can predict.
#
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
# Two things move the end. These hundred draws came out a little stronger than the average, so even the truth has a
# loss above 0.25. And our model ends slightly *below the truth*: its three numbers were fitted to these very
# houses, so they follow a bit of their noise. On average that gains 3 % of the floor: 3 parameters for 100 rows.
#
# ## The line moves into place
#
# What does a falling loss look like? The loop remembers nothing but `W` and `b`, so training can be stopped and
# continued: we train ten iterations, keep a snapshot, and go on from there. The line drawn is the model's price for
# a house of average area.

# %% id="snapshots"
snapshots = [(W_start, b_start)]
for _ in range(50):
    W_k, b_k, _ = train(X, y, *snapshots[-1], learning_rate=0.01, n_iterations=10)
    snapshots.append((W_k, b_k))
print(len(snapshots), "models, from iteration 0 to iteration 500")

# %% id="strip-picture"
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
axes[0].set(ylabel="price (standard units)")
fig.suptitle("The line turns until it lies in the houses")
plt.show()

# %% [markdown] id="strip-read"
# Untrained, the line climbs: far houses would cost more. After 20 iterations it falls a little, after 60 it is
# still too flat, after 500 it runs through the middle of the cloud. Houses lie above and below it because their
# areas differ, and because of noise.
#
# ### Turn the iterations yourself
#
# The same line, iteration by iteration, and beside it the place on the loss curve.

# %% id="slider"
fig, (ax_line, ax_loss) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_line.plot(X[:, 1], y, ".", color=GREY, label="houses")
(now,) = ax_line.plot(ends, ends, color=BLUE, label="model now")
ax_line.set(xlabel="distance (standard units)", ylabel="price (standard units)")
ax_line.set(title="The line moves into place", ylim=(-12, 17))
ax_line.legend(loc="upper right")
ax_loss.semilogy(losses[:501], color=GREY, label="loss")
(here,) = ax_loss.plot([0], losses[:1], "o", color=BLUE, markersize=9, label="model now")
ax_loss.set(xlabel="iteration", ylabel="loss (price², standard units)")


def show(iteration):
    W_k, b_k = snapshots[iteration // 10]
    now.set_ydata(line(ends, W_k[1], b_k))
    here.set_data([iteration], [losses[iteration]])
    ax_loss.set_title(f"iteration {iteration}: loss {losses[iteration]:.2f}")


Explorer(fig, show, iteration=Slider("iteration", 0, 500, start=50, step=10, play=True))

# %% [markdown] id="slider-read"
# At iteration 50 the line slopes the right way, but too gently, and the loss is 2.41. It turns fast while the curve is steep
# and ever more slowly after that; from iteration 200 on, neither moves any more that the eye could see.
#
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
# It found all three from data alone, each to within 0.04. Closer would be luck: with noise of 0.5 on 100 houses,
# each typically comes out about $0.5/\sqrt{100} = 0.05$ beside the truth. More iterations would not help; more
# houses would.
#
# ## The answer without a loop
#
# At the lowest point both gradients are zero. For a linear model that is a set of linear equations, here three for
# three numbers:
#
# $$X^\top (XW + b - y) = 0, \qquad \sum (XW + b - y) = 0.$$
#
# `normal_equation` solves them in one go. After how many iterations does the loop agree with it, and to how many
# decimals?

# %% id="closed"
from linreg import normal_equation

W_best, b_best = normal_equation(X, y)


def off_by(n):
    run = train(X, y, W_start, b_start, learning_rate=0.01, n_iterations=n)
    return max(np.abs(run.W - W_best).max(), abs(run.b - b_best))


for n in [250, 500, 750, 1000]:
    print(f"{n:5d} iterations   off by {off_by(n):.1e}", end="")
    print(f"   decimals that agree: {int(-np.log10(off_by(n)))}")

# %% [markdown] id="answer-digits-read"
# Every 250 iterations bring two more decimals. An iteration removes a fixed *share* of the distance that is left,
# so every further decimal costs the same: here about 125 iterations. The same answer, two ways. Then why loop?
# Because for most models nobody can solve these equations, and nearly all have a slope to follow.

# %% [markdown] id="diverge-text"
# ## The same loop on raw numbers
#
# Now houses in natural units: m², km, and prices in thousands. A learning rate of 0.01 served us well, so we use it
# again.

# %% id="diverge"
from linreg import DivergenceError

houses = load_dataset("houses")
X_raw, y_raw = houses.X, houses.y
W_zero = np.zeros(2)
try:
    train(X_raw, y_raw, W_zero, 0.0, learning_rate=0.01, n_iterations=1000)
except DivergenceError as error:
    print(f"DivergenceError: {error}")

# %% [markdown] id="diverge-read"
# The message has three parts: *when* the loss became too large for the computer, the *rate* that we used, and the
# *limit* that it must stay below, which is lesson 7's $2/\lambda_{\max}$ for these houses. The losses up to that
# moment are kept in `error.losses`.

# %% [markdown] id="crawl-text"
# ## Below the limit it crawls
#
# So we obey: half the limit, and 10,000 iterations. For comparison, the same houses with standardized features, at
# half of *their* limit. We count the iterations until the loss is within 1 % of the lowest possible one.

# %% id="crawl"
X_std, mean, std = standardize(X_raw)
rate_raw, rate_std = stability_limit(X_raw) / 2, stability_limit(X_std) / 2
raw = train(X_raw, y_raw, W_zero, 0.0, learning_rate=rate_raw, n_iterations=10_000)
scaled = train(X_std, y_raw, W_zero, 0.0, learning_rate=rate_std, n_iterations=100)

lowest = mean_squared_error(y_raw, forward(X_raw, *normal_equation(X_raw, y_raw)))
n_scaled = int(np.argmax(scaled.losses < 1.01 * lowest))
print(f"lowest possible loss {lowest:8.0f}")
print(f"predict the mean     {np.var(y_raw):8.0f}")
print(f"raw                  {raw.losses[-1]:8.0f}   after 10,000 iterations")
print(f"standardized         {scaled.losses[n_scaled]:8.0f}   after {n_scaled} iterations")
b_lowest = normal_equation(X_raw, y_raw)[1]
print(f"bias: raw {raw.b:.0f}, needed {b_lowest:.0f}")

# %% [markdown] id="crawl-read"
# Standardized, two iterations are enough. Raw, ten thousand do not even reach the loss of "always predict the
# mean", and the bias has hardly left 0. No error is raised: the loss falls, smoothly and far too slowly. Why?
#
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


# %% id="valley-picture"
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
axes[0].legend(loc="lower left")
plt.show()

# %% [markdown] id="valley-read"
# Raw, on the left, the rings are a needle, almost forty times as long as wide. The first step drops onto it; the
# next nineteen all lie on the same dot, as along the needle the ground is nearly level. Standardized, the rings are
# round, downhill points at the lowest point, and the first step all but reaches it.

# %% [markdown] id="curvature-text"
# ### How long is the crawl?
#
# Along a direction of curvature $\lambda$, each iteration multiplies the loss above the lowest by $(1 -
# \eta\lambda)^2$. The rate $\eta$ must suit the largest curvature; the smallest then sets the time. Here are all
# three, now with the bias.


# %% id="curvature"
def curvatures(X):
    A = np.column_stack([X, np.ones(len(X))])
    # one for each of three directions at right angles, the smallest first
    return np.linalg.eigvalsh(2 / len(X) * A.T @ A)


print("               smallest    middle     largest")
for name, features in [("raw", X_raw), ("standardized", X_std)]:
    small, middle, large = curvatures(features)
    print(f"{name:13} {small:9.2f} {middle:9.2f} {large:11.2f}")

# %% [markdown] id="curvature-read"
# The curvature along one weight is twice the mean of its feature squared: about 29,000 for areas near 120 m², and 2
# for every standardized column. After 10,000 iterations only the flattest direction is left, so we need not wait
# for the end: we check its factor on the last thousand iterations, then let the formula run on.
#
# > **Predict first.** The raw run is still far away after 10,000 iterations. How many will it need in all: about
# > 20,000, about 200,000, or more than a million?

# %% id="estimate"
above = raw.losses - lowest
kept = (1 - rate_raw * curvatures(X_raw)[0]) ** 2
print(f"last 1000 iterations, measured:  × {above[-1] / above[-1001]:.4f}")
print(f"last 1000 iterations, formula:   × {kept**1000:.4f}")

n_raw = 10_000 + np.log(0.01 * lowest / above[-1]) / np.log(kept)
print(f"raw, within 1 % after about {n_raw / 1e6:.1f} million iterations")

# %% id="crawl-picture"
later = np.geomspace(10_000, 4e6, 60)
formula = lowest + above[-1] * kept ** (later - 10_000)
fig, ax = plt.subplots()
ax.plot(range(1, 10_000), raw.losses[1:], color=RED, label="raw, run")
ax.plot(later, formula, "--", color=RED, label="raw, by the formula")
ax.plot(range(1, 11), scaled.losses[1:11], "o-", color=BLUE, label="standardized, run")
ax.axhline(1.01 * lowest, color=BLACK, linestyle=":", label="1 % above the lowest")
ax.set(xscale="log", yscale="log", xlabel="iteration", ylabel="loss (thousands²)")
ax.set(title="The same houses: two iterations, or two and a half million")
ax.legend(loc="center left")
plt.show()

# %% [markdown] id="crawl-picture-read"
# A million times as many iterations for the same houses. Whoever stops the raw run after ten thousand sees a curve
# that looks nearly flat, and takes the wrong parameters for learned ones. So we standardize first. The model stays
# the same: a weight per standard unit, divided by its feature's standard deviation, is the weight per m² or km. One
# thing standardizing cannot mend: features that rise and fall together still leave a long valley.

# %% [markdown] id="watch-text"
# ## Watch out: predicting once
#
# The famous mistake of this step is one line too high: the prediction is made *before* the loop. Everything still
# runs.


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

# %% id="watch-picture"
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
# The same predictions give the same loss, and the same gradient: every update is the first one again. The weight
# passes −3 near iteration 50 and runs on to −37. The record shows none of it. It looks stuck, and to raise the
# learning rate, as one is tempted to, only makes the weight run faster. A loss that repeats to the last digit from
# the start means that something inside the loop is never computed anew.

# %% [markdown] id="recap"
# ## Recap
#
# Training is forward, loss, backward and update in a loop, with a new prediction in every turn. The loss falls
# fast, then slowly, to a floor made of noise, and the parameters arrive where the normal equation puts them. The
# steepest direction limits the learning rate and the flattest sets the time, so we standardize first.
#
# | symbol | meaning | shape |
# |---|---|---|
# | `losses` | `losses[i]`: loss before update `i` | `(n_iterations,)` |
# | $\eta$ | learning rate, below $2/\lambda_{\max}$ | one number |
# | $\lambda$ | curvature of the loss | one per direction |
#
# Next: [9 · Predictions](09_predictions.ipynb) asks how the trained model does on houses it has never seen.
