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
# - why unscaled features make the loop explode or crawl, and what to do about it;
# - how one formula gives the loss after any number of iterations.
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
from linreg import mean_squared_error, moments, mse_gradient, stability_limit
from linreg import trajectory, update
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
# From here on we use the package's own version. It is the same loop over the same four functions, and it does two
# things more: `log_every=100` prints every hundredth loss, and when the loss becomes too large for a number, it stops
# and says why (`raise DivergenceError`). We will meet that error on purpose further down.

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
# continued: we train ten iterations, keep a snapshot, and go on from there. `trajectory`, lesson 7's shortcut, should
# end at the same model.

# %% id="snapshots"
snapshots = [(W_start, b_start)]
for _ in range(50):
    W_k, b_k, _ = train(X, y, *snapshots[-1], learning_rate=0.01, n_iterations=10)
    snapshots.append((W_k, b_k))
print(len(snapshots), "models, from iteration 0 to iteration 500")

read_once = moments(X, y)


def at_once(rate, n):
    return trajectory(read_once, W_start, b_start, learning_rate=rate, n_iterations=n)


print("trajectory ends at the last of them:", np.allclose(at_once(0.01, 500).W, W_k))

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
# still too flat, after 500 it runs through the middle of the cloud. The line is for houses of average area: others lie
# above and below it because their areas differ, and because of noise.
#
# ### Turn the iterations yourself
#
# The same line, iteration by iteration, and beside it the loss curve, for any learning rate up to 0.05. The numbers
# come from `trajectory`; *Going further*, at the end, shows how it finds them without a loop.

# %% id="slider"
fig, (ax_line, ax_loss) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_line.plot(X[:, 1], y, ".", color=GREY, label="houses")
(now,) = ax_line.plot(ends, ends, color=BLUE, label="model now")
ax_line.set(xlabel="distance (standard units)", ylabel="price (standard units)", ylim=(-12, 17))
(curve,) = ax_loss.semilogy(losses[:501], color=GREY, label="loss of every iteration")
(here,) = ax_loss.plot([0], [1], "o", color=BLUE, markersize=9, label="its loss")
ax_loss.set(xlabel="iteration", ylabel="loss (price², standard units)", ylim=(0.2, 20))
ax_loss.set_yticks([0.3, 1, 3, 10], [0.3, 1, 3, 10])
ax_loss.minorticks_off()
fig.legend(loc="outside lower center", ncols=4)


def show(iteration, rate, *, ax_line=ax_line, ax_loss=ax_loss, now=now, curve=curve, here=here):
    W_k, b_k = at_once(rate, iteration)[:2] if iteration else (W_start, b_start)
    losses_k = at_once(rate, 501).losses
    now.set_ydata(line(ends, W_k[1], b_k))
    curve.set_ydata(losses_k)
    here.set_data([iteration], [losses_k[iteration]])
    ax_line.set_title(f"learning rate {rate:.3f}, iteration {iteration}")
    ax_loss.set_title(f"loss {losses_k[iteration]:.2f}")


turns = Slider("iteration", 0, 500, start=50, step=1, play=True)
rates = Slider("learning rate", 0.001, 0.05, start=0.01, step=0.001)
Explorer(fig, show, iteration=turns, rate=rates)

# %% [markdown] id="slider-read"
# At 0.01 and iteration 50 the line slopes the right way, but too gently, and the loss is 2.41. It turns fast while the
# curve is steep and ever more slowly after that; from iteration 200 on, neither moves any more that the eye could
# see. At 0.05 the line is about as far after 10 iterations, at 0.001 only after 500: while steps are short, what counts
# is rate times iterations.
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
#
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
#
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
#
# So we standardize first. The model stays the same: a weight per standard unit, divided by its feature's standard
# deviation, is the weight per m² or km.
#
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

# %% [markdown] id="bowl-text"
# ## Going further: any iteration at once
#
# The loop takes its turns one by one, but the bowl alone decides where they lead. We put weights and bias into one
# list, $p = (W, b)$, and give $X$ a column of ones, $A = [X \; 1]$: all predictions are then $Ap$. Let $p^*$ be the
# lowest point and $L^*$ the loss there. The residuals at $p$ are those at $p^*$ and what our distance from it adds:
#
# $$Ap - y = (Ap^* - y) + A(p - p^*).$$
#
# We square and take the mean, $\frac1n e^\top e$ for residuals $e$:
#
# $$L = L^* + (p - p^*)^\top \left[ \tfrac2n A^\top (Ap^* - y) \right] + \tfrac1n (p - p^*)^\top A^\top A \, (p - p^*).$$
#
# The bracket is the gradient at the lowest point: 0. So the loss is exactly
#
# $$L = L^* + \tfrac12 (p - p^*)^\top H \, (p - p^*), \qquad H = \tfrac2n A^\top A,$$
#
# lesson 7's parabola, with a table $H$ in place of $\lambda$. `np.linalg.eigh` finds the axes of this bowl and the
# curvature along each.


# %% id="bowl"
def bowl(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    curvature, V = np.linalg.eigh(2 / len(X) * A.T @ A)  # columns of V: the axes
    p_low = np.append(*normal_equation(X, y))  # W and b in one list
    return curvature, V, p_low, np.mean((A @ p_low - y) ** 2)


curvature, V, p_low, L_low = bowl(X, y)
for each, axis in zip(curvature, V.T, strict=True):
    places = [p_low - axis, p_low, p_low + axis]
    left, middle, right = [mean_squared_error(y, forward(X, p[:2], p[2])) for p in places]
    print(f"curvature by eigh {each:.4f}   measured {left - 2 * middle + right:.4f}")

# %% [markdown] id="axes-text"
# ### Along each axis, lesson 7
#
# What `eigh` computes is what lesson 7's second difference measures along the same axis. The axes $v_1, v_2, v_3$
# stand at right angles, and $Hv_j = \lambda_j v_j$. We say how far from the lowest point we are along each,
# $p - p^* = c_1 v_1 + c_2 v_2 + c_3 v_3$. Then the loss is a sum of parabolas, and the gradient one of slopes:
#
# $$L = L^* + \tfrac12 \sum_j \lambda_j c_j^2, \qquad H(p - p^*) = \sum_j \lambda_j c_j v_j.$$
#
# A step subtracts $\eta$ times the gradient. So each axis keeps lesson 7's rule, whatever the others do:
#
# $$c_j \leftarrow (1 - \eta\lambda_j)\, c_j.$$
#
# With $c_j$ at the start, $k$ iterations multiply by it $k$ times, and each axis has its **share** of the loss:
#
# $$L_k = L^* + \tfrac12 \sum_j \lambda_j c_j^2 \, (1 - \eta\lambda_j)^{2k}.$$


# %% id="formula"
def loss_after(k, X, y, W, b, learning_rate):
    curvature, V, p_low, L_low = bowl(X, y)
    c = V.T @ (np.append(W, b) - p_low)
    kept = (1 - learning_rate * curvature) ** 2
    return L_low + kept ** k[:, None] @ (curvature * c**2) / 2  # a row for each k


by_formula = loss_after(np.arange(1000), X, y, W_start, b_start, 0.01)
print("largest relative difference from the loop, over 1000 iterations:")
for name, others in [("formula", by_formula), ("trajectory", at_once(0.01, 1000).losses)]:
    print(f"{name:10} below 1e-10: {np.max(np.abs(others / losses - 1)) < 1e-10}")

# %% id="formula-picture"
k = np.arange(0, 501, 25)
c = V.T @ (np.append(W_start, b_start) - p_low)
fig, ax = plt.subplots()
ax.semilogy(losses[:501], color=BLUE, linewidth=4, label="loop")
ax.plot(k, by_formula[k], "o", color=BLACK, label="formula")
for each, distance, style in zip(curvature, c, ["--", "-.", ":"], strict=True):
    share = each / 2 * distance**2 * (1 - 0.01 * each) ** (2 * k)
    ax.plot(k, share, style, color=GREY, label=f"share of the axis with λ {each:.2f}")
ax.set(xlabel="iteration", ylabel="loss (price², standard units)", ylim=(0.005, 30))
ax.set(title="The loss is a sum: each axis falls by its own factor")
ax.legend()
plt.show()

# %% [markdown] id="formula-read"
# The formula's dots lie on the loop's line. Each share falls on a straight line, the most curved axis fastest; with
# $L^* = 0.26$ they add up to the loss.
#
# $H$, $p^*$ and $L^*$ are made of a count, means and sums of products: the loss knows nothing else of the data. `moments`
# collects these, reading each row once, so the same lines train on data of any size (the page SCALING.md of this
# course).
#
# ### How long is the crawl?
#
# $\frac12 \lambda c^2 (1 - \eta\lambda)^{2k} = 0.01 \, L^*$ is solved for $k$ by a logarithm. The slowest axis decides.
#
# > **Predict first.** After 10,000 iterations the raw run was still far away. Will it need about 20,000 in all, about
# > 200,000, or more than a million?

# %% id="estimate"
needs = {}
print("               smallest λ  largest λ    ratio   iterations n   within 1 % at n − 1, n")
for name, features, rate in [("raw", X_raw, rate_raw), ("standardized", X_std, rate_std)]:
    curvatures, directions, p_star, L_star = bowl(features, y_raw)
    shares = curvatures * (directions.T @ p_star) ** 2 / 2  # at the start, p = 0
    kept = (1 - rate * curvatures) ** 2
    k = np.log(0.01 * L_star / shares[:-1]) / np.log(kept[:-1])  # the steepest needs but one
    needs[name] = n = int(np.ceil(k.max()))
    near = loss_after(np.array([n - 1, n]), features, y_raw, W_zero, 0.0, rate)
    print(f"{name:13} {curvatures[0]:11.3g} {curvatures[-1]:10.5g}", end=" ")
    print(f"{curvatures[-1] / curvatures[0]:8,.6g} {n:14,}  ", *(near < 1.01 * L_star))

# %% id="crawl-picture"
later = np.unique(np.geomspace(1, 4e6, 80).astype(int))
formula = loss_after(later, X_raw, y_raw, W_zero, 0.0, rate_raw)
fig, ax = plt.subplots()
ax.plot(range(1, 10_000), raw.losses[1:], color=RED, linewidth=5, label="raw, loop")
ax.plot(later, formula, "--", color=BLACK, label="raw, formula")
ax.plot(range(1, 11), scaled.losses[1:11], "o-", color=BLUE, label="standardized, loop")
ax.axhline(1.01 * lowest, color=GREY, linestyle=":", label="1 % above the lowest")
ax.plot(needs.values(), [1.01 * lowest] * 2, "s", color=BLACK, label="within 1 %, predicted")
ax.set(xscale="log", yscale="log", xlabel="iteration", ylabel="loss (thousands²)")
ax.set(title="The same houses: two iterations, or two and a half million")
ax.legend(loc="center left")
plt.show()

# %% [markdown] id="crawl-picture-read"
# The dashes lie on the run and go on where it stopped. Raw, the steepest axis is down after one iteration, the middle
# one after a few thousand, a slight step in the curve; the flattest keeps us waiting. The steepest sets the rate, the
# flattest the time: what counts is the ratio of their curvatures, some 600,000 raw (areas near 120 m² make the
# largest about $2 \cdot 120^2$) and 1.04 standardized. Hence two and a half million iterations, or two, as many as
# the loop took.
#
# Whoever stops after ten thousand sees a flat curve, and takes wrong parameters for learned ones. One thing
# standardizing cannot mend: features that rise and fall together still leave a long valley.

# %% [markdown] id="recap"
# ## Recap
#
# Training is forward, loss, backward and update in a loop, with a new prediction in every turn. The loss falls
# fast, then slowly, to a floor made of noise, and the parameters arrive where the normal equation puts them. The
# steepest axis of the bowl limits the learning rate and the flattest sets the time, so we standardize first.
#
# | symbol | meaning | shape |
# |---|---|---|
# | `losses` | `losses[i]`: loss before update `i` | `(n_iterations,)` |
# | $\eta$ | learning rate, below $2/\lambda_{\max}$ | one number |
# | $p = (W, b)$ | all parameters in one list | `(n_features + 1,)` |
# | $H = \frac2n A^\top A$ | curvature of the bowl | `(n_features + 1, n_features + 1)` |
# | $\lambda$ | curvature along an axis | one per axis |
#
# Next: [9 · Predictions](09_predictions.ipynb) asks how the trained model does on houses it has never seen.
