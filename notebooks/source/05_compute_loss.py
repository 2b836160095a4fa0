# %% [markdown] id="title"
# # 5 · Compute the loss
#
# **What you'll do.** Write `mean_squared_error`, the one number that says how wrong a model is, and draw
# the landscape that learning will walk down.
#
# **What you'll learn**
#
# - what a residual is, and why residuals are squared before they are averaged;
# - what the loss looks like over one weight and over two;
# - which loss is bad, which is good, and where the floor lies.
#
# **What you'll need.** Lesson 2 (data with noise) and lesson 4 (`forward`). **Time:** about 30 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# A hundred houses in standard units. The truth that made them is known to us and hidden from the model:
# price = 1 + 1·area − 3·distance + noise, with a noise of standard deviation 0.5.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import forward, generate_examples, line
from linreg.checks import check, hint
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, use_house_style

use_house_style()

W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
X, y = generate_examples(100, W_true, b_true, noise, np.random.default_rng(5))
print("X", X.shape, "  y", y.shape)

# %% [markdown] id="residual-text"
# ## A residual is one prediction's error
#
# We begin with three houses and one feature, distance, so that everything can be checked by hand. A line
# predicts a price $\hat y$ for each. The **residual**, lesson 1's miss, is prediction minus target,
#
# $$e = \hat y - y,$$
#
# positive where the model asks too much, negative where it asks too little.

# %% id="residual-numbers"
distance = np.array([-1.0, 0.0, 1.0])
price = np.array([5.0, 0.5, -2.5])
predicted = line(distance, w=-3.0, b=1.0)
residual = predicted - price

print("distance ", distance)
print("price    ", price)
print("predicted", predicted)
print("residual ", residual, "  sum", residual.sum())

# %% id="residual-picture"
x = np.linspace(-1.6, 1.6, 2)
fig, ax = plt.subplots()
ax.plot(x, line(x, -3.0, 1.0), color=BLUE, label="line: price = 1 − 3·distance")
ax.vlines(distance, price, predicted, color=RED, linewidth=3, label="residual")
ax.plot(distance, price, "o", color=BLACK, markersize=8, label="house")
ax.set(xlabel="distance (standard units)", ylabel="price (standard units)")
ax.set(title="Residuals are measured straight up and down")
ax.legend()
plt.show()

# %% [markdown] id="residual-read"
# The left house stands 1 above the line: the model asks 1 too little, and its residual is −1. The other two
# stand half a unit below it: 0.5 too much each. A residual is vertical, because it is an error in the *price*.
#
# We want one number for the whole line. The sum of the residuals is no use: it is 0, for a line that misses every
# house. Errors of opposite sign cancel. Squares cannot: $e^2$ is never negative, and 0 only for a perfect hit.

# %% id="square-picture"
fig, ax = plt.subplots(figsize=(4.5, 6.2))
ax.plot(x, line(x, -3.0, 1.0), color=BLUE, label="line")
for x_i, y_i, e_i in zip(distance, price, residual, strict=True):
    ax.add_patch(plt.Rectangle((x_i, y_i), abs(e_i), e_i, color=RED, alpha=0.35))
    ax.text(x_i + abs(e_i) + 0.08, y_i + e_i / 2, f"area {e_i**2:.2f}", va="center")
ax.plot(distance, price, "o", color=BLACK, markersize=8, label="house")
ax.set(xlabel="distance (standard units)", ylabel="price (standard units)")
ax.set(title="Each residual becomes a square", xlim=(-2, 3), aspect="equal")
ax.legend()
plt.show()

# %% [markdown] id="square-read"
# Now the errors are areas. The left residual is twice as long as each of the others, and its square is four
# times as large: 1 against 0.25. Squaring makes one big error count more than several small ones.

# %% [markdown] id="mse-text"
# ## The mean squared error
#
# The **loss**, lesson 3's misfit, is the mean of the squares, over all $n$ houses:
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2.$$
#
# By hand, for our three: $L = \frac{1}{3}\left((-1)^2 + 0.5^2 + 0.5^2\right) = \frac{1.5}{3} = 0.5$. Its unit
# is the unit of the price, squared.

# %% [markdown] id="predict-double"
# > **Predict first.** The line gets worse in a simple way: every residual doubles. Does the loss stay, double,
# > or grow more than that? And what happens if instead every house is listed twice in the table? Decide on both
# > before you run the next cell.

# %% id="answer-double"
loss_once = np.mean(residual**2)
loss_doubled = np.mean((2 * residual) ** 2)
loss_listed_twice = np.mean(np.concatenate([residual, residual]) ** 2)
print(f"residuals doubled: loss × {loss_doubled / loss_once:.0f}")
print(f"rows listed twice: loss × {loss_listed_twice / loss_once:.0f}")

# %% [markdown] id="answer-double-read"
# The square turns a factor of two into four. Listing every house twice changes nothing: the loss is a *mean*,
# so losses of small and of large data sets can be compared.

# %% [markdown] id="exercise-text"
# ## Your turn
#
# Write the loss. `y` and `y_hat` both have shape `(n_samples,)`; the result is one number.
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2$$


# %% id="mean_squared_error" tags=["exercise"]
def mean_squared_error(y, y_hat):
    return ...


# %% id="mean_squared_error-check" tags=["check"]
check(mean_squared_error)
# hint("mean_squared_error")

# %% [markdown] id="mean_squared_error-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it: five guesses, five losses
#
# From here on we use the package's own version, so the lesson runs to its end whether or not yours is written.
# With one number for each, guesses can be ranked. Here are five for all hundred houses, made by hand; each turns
# one of the three parameters of the guess before it.

# %% id="tries"
from linreg import mean_squared_error

guesses = [
    ([0.0, 0.0], 0.0),
    ([0.0, 0.0], 1.0),
    ([0.0, -2.0], 1.0),
    ([1.0, -2.0], 1.0),
    ([1.0, -3.0], 1.0),
]
history = [mean_squared_error(y, forward(X, W, b)) for W, b in guesses]
for (W, b), loss in zip(guesses, history, strict=True):
    print(f"W = {W!s:12}  b = {b}   loss {loss:6.3f}")

# %% id="tries-picture"
fig, ax = plt.subplots()
ax.plot(range(1, 6), history, "o-", color=BLUE, label="loss of each guess")
ax.set(xlabel="guess", ylabel="loss (price², standard units)", xticks=range(1, 6))
ax.set(title="A record of the loss shows whether guessing gets anywhere", ylim=(0, None))
ax.legend()
plt.show()

# %% [markdown] id="tries-read"
# The loss falls from guess to guess; the step that gives distance its weight of −2 saves most by far. In lesson
# 8 the machine will keep the same record, one loss per step, and find the steps by itself.

# %% [markdown] id="predict-curve"
# ## The loss over one weight
#
# Now we turn one knob slowly. Area and bias keep their true values, the weight of distance runs from −7 to 1,
# and at each place we write down the loss of all hundred houses.
#
# > **Predict first.** The houses were made with a weight of −3. Will the lowest loss lie exactly at −3, close to
# > it, or far away? And will it be 0?


# %% id="curve"
def loss_at(w_distance):
    return mean_squared_error(y, forward(X, [1.0, w_distance], 1.0))


w_grid = np.linspace(-7, 1, 161)
curve = np.array([loss_at(w) for w in w_grid])
w_best = w_grid[curve.argmin()]
print(f"lowest loss {curve.min():.3f} at a weight of {w_best:.2f}")

half = curve / 2
print(f"with a ½:   {half.min():.3f} at a weight of {w_grid[half.argmin()]:.2f}")

# %% id="curve-picture"
fig, ax = plt.subplots()
ax.plot(w_grid, curve, color=BLUE, label="loss")
ax.plot(w_best, curve.min(), "o", color=RED, markersize=9, label=f"lowest, at {w_best:.2f}")
ax.axvline(-3, color=GREY, linestyle="--", label="the true weight, −3")
ax.set(xlabel="weight of distance", ylabel="loss (price², standard units)", ylim=(0, None))
ax.set(title="Over one weight the loss is a parabola")
ax.legend()
plt.show()

# %% [markdown] id="curve-read"
# A bowl with one lowest point, and it lies *close to* −3, not on it: the noise in these hundred houses pulls it
# a little to one side. Nor does the loss reach 0, since no line passes through noise. Left and right of the
# lowest point the loss climbs ever more steeply; lesson 6 measures that steepness.
#
# Some books put a ½ in front of the mean. As printed above, that halves the number and leaves the minimum where it is.

# %% [markdown] id="slider-text"
# ### Turn the knob yourself
#
# Move the weight. On the left, the line and the houses, with the part of the price that area explains taken away;
# on the right, where you stand on the curve, and the **tangent**, the straight line that just touches it there.

# %% id="slider"
ends = np.array([-3.0, 3.0])
fig, (ax_line, ax_loss) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_line.plot(X[:, 1], y - X[:, 0], "o", color=GREY, label="houses")
(moving,) = ax_line.plot(ends, line(ends, -1, 1), color=BLUE, label="line")
ax_line.set(xlabel="distance (standard units)", ylabel="price without area", ylim=(-12, 14))
ax_loss.plot(w_grid, curve, color=GREY, label="loss")
(here,) = ax_loss.plot([-1], [loss_at(-1)], "o", color=BLUE, markersize=9, label="you")
(touching,) = ax_loss.plot([], [], "--", color=BLUE, label="tangent")
ax_loss.set(xlabel="weight of distance", ylabel="loss", ylim=(0, 18))


def turn(weight, *, ax_loss=ax_loss, moving=moving, here=here, touching=touching):
    loss = loss_at(weight)
    slope = (loss_at(weight + 0.001) - loss) / 0.001
    moving.set_ydata(line(ends, weight, 1.0))
    here.set_data([weight], [loss])
    touching.set_data([weight - 1, weight + 1], [loss - slope, loss + slope])
    ax_loss.set_title(f"loss {loss:.2f}")


Explorer(fig, turn, weight=Slider("weight of distance", -7, 1, start=-1, step=0.1))

# %% [markdown] id="slider-read"
# At −1 the line is too flat for the houses and the loss is about 4. Each step towards −3 tilts the line into
# the cloud and lets the dot slide down the curve, while the tangent turns level. Past −3 the loss grows again.

# %% [markdown] id="contour-text"
# ## The loss over two weights
#
# With two weights the curve becomes a landscape. We look at it from above, as on a hiker's map: each contour
# joins places of equal loss.

# %% id="contour"
w1 = np.linspace(-3, 5, 41)
w2 = np.linspace(-7, 1, 41)
landscape = np.array(
    [[mean_squared_error(y, forward(X, [a, d], b_true)) for a in w1] for d in w2]
)
low = np.unravel_index(landscape.argmin(), landscape.shape)
print(f"lowest: area {w1[low[1]]:.2f}, distance {w2[low[0]]:.2f}, loss {landscape.min():.3f}")

# %% id="contour-picture"
fig, ax = plt.subplots(figsize=(6, 5))
levels = [1, 2, 4, 8, 12, 16, 24]
contours = ax.contour(w1, w2, landscape, levels=levels, colors=GREY)
ax.clabel(contours, fmt="%g")
ax.plot(w1[low[1]], w2[low[0]], "o", color=RED, markersize=12, label="lowest on the grid")
ax.plot(*W_true, "x", color=BLACK, markersize=8, label="truth (1, −3)")
ax.set(xlabel="weight of area", ylabel="weight of distance", aspect="equal")
ax.set(title="Over two weights the loss is a bowl")
ax.legend(loc="lower right")
plt.show()

# %% [markdown] id="contour-read"
# The rings close around one lowest point. On this grid, in steps of 0.2, it falls on the truth; a finer one would
# put it just beside. There is no second valley to get stuck in: for a linear model the mean squared error is
# always one bowl. Both features are in standard units and unrelated, so its rings are nearly round.

# %% [markdown] id="scale-text"
# ## Which loss is good?
#
# A loss of 0.3 means nothing alone. It lies between two marks that we can compute.
#
# - The **baseline** uses no feature at all and always predicts the mean price. Its loss is the variance of `y`.
# - The **floor** is the variance of the noise: not even the truth can predict noise.

# %% id="scale"
baseline = mean_squared_error(y, np.full(len(y), y.mean()))
truth = mean_squared_error(y, forward(X, W_true, b_true))
print(f"predict the mean   {baseline:7.3f}   (variance of y: {np.var(y):.3f})")
print(f"true parameters    {truth:7.3f}")
print(f"noise, squared     {noise**2:7.3f}")

# %% [markdown] id="scale-read"
# A model whose loss is not below the baseline has learned nothing. The true parameters land near 0.25, the floor;
# that these hundred houses do not give 0.25 exactly is the luck of the draw. A loss far *below* the floor would be
# no triumph: the model would be repeating the noise of its own examples.

# %% [markdown] id="outlier-text"
# ## Squares listen to outliers
#
# Why the square and not the absolute value? Let five prices be predicted by a single number $c$, and mistype the
# last price: 30 instead of 3. Where does each loss want $c$ to be?

# %% id="outlier"
typed = np.array([1.0, 2.0, 2.5, 2.5, 30.0])
c = np.linspace(0, 12, 481)
squared = np.array([mean_squared_error(typed, np.full(5, value)) for value in c])
absolute = np.array([np.mean(np.abs(value - typed)) for value in c])
c_squared, c_absolute = c[squared.argmin()], c[absolute.argmin()]
print(f"lowest squared error  at c = {c_squared:.2f}   mean   {typed.mean():.2f}")
print(f"lowest absolute error at c = {c_absolute:.2f}   median {np.median(typed):.2f}")

# %% id="outlier-picture"
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6))
for ax, loss, best, name in [
    (axes[0], squared, c_squared, "squared"),
    (axes[1], absolute, c_absolute, "absolute"),
]:
    ax.plot(c, loss, color=BLUE, label=f"mean {name} error")
    ax.axvline(best, color=RED, linestyle="--", label=f"lowest, at {best:.2f}")
    ax.set(xlabel="predicted price c", ylabel=f"mean {name} error", title=name)
    ax.legend()
plt.show()

# %% [markdown] id="outlier-read"
# One typing mistake drags the squared error's answer from 2.2 to 7.6, a price that no house has. The absolute error
# stays at 2.5. We use squares all the same: their curve is smooth at the bottom, the absolute one has a corner, and
# smooth is what the next lesson needs. The price is that outliers must be looked for.

# %% [markdown] id="watch-text"
# ## Watch out: squaring too late
#
# `np.mean(y_hat - y) ** 2` looks much like `np.mean((y_hat - y) ** 2)`. It averages first, so residuals of opposite
# sign cancel before anything is squared. Here are both, over the same weight as before.


# %% id="watch"
def squared_too_late(y, y_hat):
    return np.mean(y_hat - y) ** 2


too_late = np.array([squared_too_late(y, forward(X, [1.0, w], 1.0)) for w in w_grid])
print(f"weight  1: right {curve[-1]:6.2f}   too late {too_late[-1]:.2f}")
print(f"weight -3: right {curve[80]:6.2f}   too late {too_late[80]:.2f}")

# %% id="watch-picture"
fig, ax = plt.subplots()
ax.plot(w_grid, curve, color=BLUE, label="mean of the squares")
ax.plot(w_grid, too_late, color=RED, linestyle="--", label="square of the mean")
ax.set(xlabel="weight of distance", ylabel="loss (price², standard units)")
ax.set(title="Squared too late, the bowl is gone")
ax.legend()
plt.show()

# %% [markdown] id="watch-read"
# The dashed curve lies almost flat on the axis: as the houses' distances average out near zero, almost any weight makes
# the residuals cancel, and a hopeless line looks perfect. No error is raised, and no training could learn from it.

# %% [markdown] id="recap"
# ## Recap
#
# A residual is prediction minus target, and the loss is the mean of the squared residuals. Over the parameters it is a
# bowl with one lowest point, near the truth. Its height is judged between two marks: the variance of the targets, which
# every model must beat, and the variance of the noise, which none beats on average on new houses.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $y$, $\hat y$ | targets, predictions | `(n_samples,)` |
# | $e = \hat y - y$ | residuals | `(n_samples,)` |
# | $L$ | loss, the mean squared error | one number |
#
# Next: [6 · The backward pass](06_backward_pass.ipynb) finds out which way is down.
