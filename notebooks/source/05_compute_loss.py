# %% [markdown] id="title"
# # 5 · Compute the loss
#
# **What you'll do.** Write `mean_squared_error`, the one number that says how wrong a model is, and draw the
# landscape that learning will walk down.
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
# A hundred houses, features in standard units, prices in units of 40 thousand. The truth that made them is known to
# us and hidden from the model: price = 1 + 1·area − 3·distance + noise, with a noise of standard deviation 0.5.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg.checks import check, check_test, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style
from linreg.mine import forward, generate_examples, line
from linreg.questions import Question

use_house_style()

W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
X, y = generate_examples(100, W_true, b_true, noise, np.random.default_rng(5))
print("X", X.shape, "  y", y.shape)

# %% [markdown] id="residual-text"
# ## A residual is one prediction's error
#
# We begin with three houses and one feature, distance, so that everything can be checked by hand. A line predicts a
# price $\hat y$ for each. The **residual** of lesson 1 is prediction minus target,
#
# $$e = \hat y - y.$$
#
# It is positive where the prediction is too high, and negative where it is too low.

# %% id="residual-numbers"
distance = np.array([-1.0, 0.0, 1.0])
price = np.array([5.0, 0.5, -2.5])
predicted = line(distance, w=-3.0, b=1.0)
residual = predicted - price

print("distance ", distance)
print("price    ", price)
print("predicted", predicted)
print("residual ", residual, "  sum", residual.sum())

# %% id="residual-picture" tags=["picture"]
x = np.linspace(-1.6, 1.6, 2)
fig, ax = plt.subplots()
ax.plot(x, line(x, -3.0, 1.0), color=BLUE, label="line: price = 1 − 3·distance")
ax.vlines(distance, price, predicted, color=RED, linewidth=3, label="residual")
ax.plot(distance, price, "o", color=BLACK, markersize=8, label="house")
ax.set(xlabel="distance (standard units)", ylabel="price (units of 40 thousand)")
ax.set(title="Residuals are measured straight up and down")
ax.legend()
plt.show()

# %% [markdown] id="residual-read"
# The left house stands 1 above the line: the prediction is 1 too low, and the residual is −1. The other two stand
# half a unit below the line, with residuals of 0.5. A residual is vertical, because it is an error in the *price*.
#
# We want one number for the whole line. The sum of the residuals is no use: it is 0, for a line that misses every
# house. Errors of opposite sign cancel. Squares cannot: $e^2$ is never negative, and 0 only for a perfect hit.

# %% id="square-picture" tags=["picture"]
fig, ax = plt.subplots(figsize=(6, 5.6))
ax.plot(x, line(x, -3.0, 1.0), color=BLUE, label="line")
for x_i, y_i, e_i in zip(distance, price, residual, strict=True):
    left = x_i - e_i if e_i > 0 else x_i  # on the side where the line does not pass
    ax.add_patch(
        plt.Rectangle((left, min(y_i, y_i + e_i)), abs(e_i), abs(e_i), color=RED, alpha=0.35)
    )
    beside = left - 0.12 if e_i > 0 else left + abs(e_i) + 0.12
    side = "right" if e_i > 0 else "left"
    ax.text(beside, y_i + e_i / 2, f"area {e_i**2:.2f}", va="center", ha=side)
ax.plot(distance, price, "o", color=BLACK, markersize=8, label="house")
ax.set(xlabel="distance (standard units)", ylabel="price (units of 40 thousand)")
ax.set(title="Each residual becomes a square", xlim=(-4.5, 4.5), aspect="equal")
ax.legend()
plt.show()

# %% [markdown] id="square-read"
# Now the errors are areas. The left residual is twice as long as each of the others, and its square is four times as
# large: 1 against 0.25. Squaring makes one big error count as much as four errors of half its size.

# %% [markdown] id="mse-text"
# ## The mean squared error
#
# The **loss** is the mean of the squares, over all $n$ houses:
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2.$$
#
# By hand, for our three: $L = \frac{1}{3}\left((-1)^2 + 0.5^2 + 0.5^2\right) = \frac{1.5}{3} = 0.5$. Its unit is the
# unit of the price, squared. Its root is lesson 1's RMSE.

# %% [markdown] id="predict-double"
# ### Twice as wrong
#
# The line gets worse in a simple way: every residual doubles.
#
# > **Predict first.** Choose before you go on. And think about a second question: what happens to the loss if,
# > instead, every house is listed twice in the table?

# %% id="ask-double" tags=["question"]
doubled = Question(
    "Every residual doubles. The loss …",
    {
        "stays": "It is made of the residuals. When they grow, it grows.",
        "is 2 times as large": "The RMSE would be. The loss is a mean of squares.",
        "is 4 times as large": "The square turns a factor of two into four. Listing every house "
        "twice, on the other hand, changes nothing: the loss is a mean, so losses of small and of "
        "large data sets can be compared.",
    },
)
doubled

# %% id="answer-double" tags=["answer"]
loss_once = np.mean(residual**2)
loss_doubled = np.mean((2 * residual) ** 2)
loss_listed_twice = np.mean(np.concatenate([residual, residual]) ** 2)
print(f"rows listed twice: loss × {loss_listed_twice / loss_once:.0f}")
print(f"residuals doubled: loss × {loss_doubled / loss_once:.0f}")

doubled.reveal(f"is {loss_doubled / loss_once:.0f} times as large")

# %% [markdown] id="exercise-text"
# ## Your turn
#
# Write `mean_squared_error`. `y` and `y_hat` both have shape `(n_samples,)`; the result is one number.
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2$$


# %% id="mean_squared_error" tags=["exercise"]
def mean_squared_error(y, y_hat):
    return ...


# %% id="mean_squared_error-check" tags=["check"]
check(mean_squared_error)

# %% id="mean_squared_error-hint" tags=["hint"]
# hint("mean_squared_error")

# %% [markdown] id="mean_squared_error-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it: five guesses, five losses
#
# With one number for each, guesses can be ranked. Here are five for all hundred houses, made by hand. Each guess
# changes one of the three parameters of the guess before it.

# %% id="tries"
from linreg.mine import mean_squared_error

guesses = [
    ([0.0, 0.0], 0.0),
    ([0.0, 0.0], 1.0),
    ([0.0, -2.0], 1.0),
    ([1.0, -2.0], 1.0),
    ([1.0, -3.0], 1.0),
]
history = [mean_squared_error(y, forward(X, np.array(W), b)) for W, b in guesses]
for (W, b), loss in zip(guesses, history, strict=True):
    print(f"W = {W!s:12}  b = {b}   loss {loss:6.3f}")

# %% id="tries-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(range(1, 6), history, "o-", color=BLUE, label="loss of each guess")
ax.set(xlabel="guess", ylabel="loss (price²)", xticks=range(1, 6))
ax.set(title="A record of the loss shows whether guessing gets anywhere", ylim=(0, None))
ax.legend()
plt.show()

# %% [markdown] id="tries-read"
# The loss falls from guess to guess; the step that gives distance its weight of −2 saves most by far. In lesson 8 the
# machine will keep the same record, one loss per step, and find the steps by itself.

# %% [markdown] id="predict-curve"
# ## The loss over one weight
#
# Now we turn one knob slowly. The weight of area and the bias keep their true values, the weight of distance runs
# from −7 to 1, and at each place we write down the loss of all hundred houses. They were made with a weight of −3.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-curve" tags=["question"]
lowest = Question(
    "At which weight will the loss be lowest, and will it be 0 there?",
    {
        "at −3, and 0": "The truth would have a loss of 0 if there were no noise.",
        "at −3, and above 0": "The noise not only lifts the curve; it also pulls its lowest "
        "point a little to one side.",
        "near −3, and above 0": "The noise in these hundred houses pulls the lowest point a little "
        "to one side, and no line passes through every noisy point.",
        "far from −3": "A hundred houses show the weight rather well: most of the noise averages out.",
    },
)
lowest


# %% id="curve" tags=["answer"]
def loss_at(w_distance):
    return mean_squared_error(y, forward(X, np.array([1.0, w_distance]), 1.0))


w_grid = np.linspace(-7, 1, 161)
curve = np.array([loss_at(w) for w in w_grid])
finer = np.linspace(-3.2, -2.8, 401)
w_best = finer[np.argmin([loss_at(w) for w in finer])]
print(f"loss at the ends: {curve[0]:.2f} and {curve[-1]:.2f}")
print(f"lowest loss {loss_at(w_best):.3f}, at a weight of {w_best:.3f}")

zero = loss_at(w_best) < 1e-9
lowest.reveal(
    ("at −3, and 0" if zero else "at −3, and above 0")
    if abs(w_best + 3) < 0.001
    else "near −3, and above 0"
    if abs(w_best + 3) < 0.5
    else "far from −3"
)

# %% id="curve-picture" tags=["picture", "answer"]
fig, ax = plt.subplots()
ax.plot(w_grid, curve, color=BLUE, label="loss")
ax.plot(
    w_best,
    loss_at(w_best),
    "o",
    color=RED,
    markersize=9,
    label=f"lowest, at {w_best:.3f}".replace("-", "−"),
)
ax.axvline(-3, color=GREY, linestyle="--", label="the true weight, −3")
ax.set(xlabel="weight of distance", ylabel="loss (price²)", ylim=(-0.5, None))
ax.set(title="Over one weight the loss is a parabola")
ax.legend()
plt.show()

# %% [markdown] id="curve-read"
# Left and right of the lowest point the loss climbs ever more steeply; lesson 6 measures that steepness. Some books
# put a ½ in front of the mean. That halves the number and leaves the lowest place where it is.

# %% [markdown] id="slider-text"
# ### Turn the knob yourself
#
# Move the weight. On the left are the line and the houses, with the part of the price that area explains taken away.
# On the right is your place on the curve, and the **tangent**, the straight line that just touches the curve there.

# %% id="slider" tags=["picture"]
ends = np.array([-3.0, 3.0])
fig, (ax_line, ax_loss) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_line.plot(X[:, 1], y - X[:, 0], "o", color=GREY, label="houses")
(moving,) = ax_line.plot(ends, line(ends, -1, 1), color=BLUE, label="line")
ax_line.set(xlabel="distance (standard units)", ylabel="price without area", ylim=(-12, 14))
ax_loss.plot(w_grid, curve, color=GREY, label="loss")
(here,) = ax_loss.plot([-1], [loss_at(-1)], "o", color=BLUE, markersize=9, label="you")
(touching,) = ax_loss.plot([], [], "--", color=BLUE, label="tangent")
ax_loss.set(xlabel="weight of distance", ylabel="loss (price²)", ylim=(0, 18))
fig.legend(loc="outside lower center", ncols=5)


def turn(weight, *, ax_loss=ax_loss, moving=moving, here=here, touching=touching):
    loss = loss_at(weight)
    slope = (loss_at(weight + 0.001) - loss) / 0.001
    moving.set_ydata(line(ends, weight, 1.0))
    here.set_data([weight], [loss])
    touching.set_data([weight - 1, weight + 1], [loss - slope, loss + slope])
    ax_loss.set_title(f"loss {loss:.2f}")


Explorer(fig, turn, weight=Slider("weight of distance", -7, 1, start=-1, step=0.1))

# %% [markdown] id="slider-read"
# At −1 the line is too flat for the houses and the loss is about 4. Each step towards −3 tilts the line into the
# cloud and lets the dot slide down the curve, while the tangent turns level. Past −3 the loss grows again.

# %% [markdown] id="contour-text"
# ## The loss over two weights
#
# With two weights the curve becomes a landscape. We draw it twice: from above, as on a hiker's map where each ring
# joins places of equal loss, and as a bowl in space. The sliders move the two weights. On the left is the line over
# distance, with the squares of ten of the houses; from each price we have taken away what the weight of area
# explains, so the dots move with that slider. Watch the squares, and the ball.

# %% id="contour"
w1 = np.linspace(-3, 5, 41)
w2 = np.linspace(-7, 1, 41)
landscape = np.array(
    [[mean_squared_error(y, forward(X, np.array([a, d]), b_true)) for a in w1] for d in w2]
)
low = np.unravel_index(landscape.argmin(), landscape.shape)
print(f"lowest on the grid: area {w1[low[1]]:.2f}, distance {w2[low[0]]:.2f}", end="")
print(f", loss {landscape.min():.3f}")

# %% id="contour-picture" tags=["picture"]
few = X[::10], y[::10]  # ten houses, so that their squares can be seen
fig = plt.figure(figsize=(9, 4), layout="none")
ax_line = fig.add_axes([0.07, 0.15, 0.22, 0.74])
ax_map = fig.add_axes([0.36, 0.15, 0.27, 0.74])
ax_bowl = fig.add_axes([0.64, 0.06, 0.31, 0.9], projection="3d", computed_zorder=False)
(cloud,) = ax_line.plot(few[0][:, 1], few[1], "o", color=BLACK, markersize=4)
(moving,) = ax_line.plot(x, x, color=BLUE)
squares = [
    ax_line.add_patch(plt.Rectangle((0, 0), 0, 0, color=RED, alpha=0.35)) for _ in few[1]
]
ax_line.set(xlabel="distance", ylabel="price without area")
ax_line.set(xlim=(-4, 8), ylim=(-10, 12), aspect="equal")
levels = [0, 1, 2, 4, 8, 12, 16, 24, 40, 80]
ax_map.contourf(w1, w2, landscape, levels=levels, cmap="viridis_r")
ax_map.plot(*W_true, "x", color=BLACK, markersize=8, markeredgewidth=2)
(ball,) = ax_map.plot([1], [1], "o", color=RED, markersize=9)
ax_map.set(xlabel="weight of area", ylabel="weight of distance", aspect="equal")
ax_bowl.plot_surface(*np.meshgrid(w1, w2), landscape, cmap="viridis_r", alpha=0.75)
(high,) = ax_bowl.plot([1], [1], [0], "o", color=RED, markersize=9, zorder=9)
ax_bowl.set(xlabel="area", ylabel="distance", zlabel="loss")
ax_bowl.set(xticks=[-2, 1, 4], yticks=[-6, -3, 0])
ax_bowl.view_init(35, -60)
ax_bowl.set_box_aspect(None, zoom=0.85)


def roll(area, distance, *, ax_map=ax_map, ball=ball, high=high, squares=squares):
    here = mean_squared_error(y, forward(X, np.array([area, distance]), b_true))
    residual = forward(few[0], np.array([area, distance]), b_true) - few[1]
    moving.set_data([-3, 3], [b_true - 3 * distance, b_true + 3 * distance])
    left_over = few[1] - area * few[0][:, 0]
    cloud.set_ydata(left_over)
    for square, x_i, start, e in zip(squares, few[0][:, 1], left_over, residual, strict=True):
        square.set_bounds(x_i, min(start, start + e), abs(e), abs(e))
    ball.set_data([area], [distance])
    high.set_data_3d([area], [distance], [here])
    ax_map.set_title(f"loss {here:.2f}")


area_slider = Slider("area", -3, 5, start=1, step=0.2)
distance_slider = Slider("distance", -7, 1, start=-1, step=0.2)
Explorer(fig, roll, area=area_slider, distance=distance_slider)

# %% [markdown] id="contour-read"
# The cross on the map is the truth, and the red ball is you. The rings close around one lowest point, next to the
# cross. Move one weight away from it: the squares on the left grow, and the ball climbs the wall of the bowl. There
# is no second valley to get stuck in: for a linear model the mean squared error is always one bowl (with a level
# floor, as in lesson 3, where features repeat each other). Both features are in standard units and hardly related, so
# the rings are nearly round.

# %% [markdown] id="scale-text"
# ## Which loss is good?
#
# A loss of 0.3 means nothing by itself. We compare it with two marks that we can compute.
#
# - The **baseline** uses no feature at all and always predicts the mean price.
# - The **floor** is the variance of the noise: not even the truth can predict noise.
#
# ## Your turn: the baseline
#
# Write the loss of always predicting the mean of `y`, an array of shape `(n_samples,)`. You may call
# `mean_squared_error`. The result is one number, and it has a name of its own in statistics: the variance.
#
# $$L_{\text{baseline}} = \frac{1}{n} \sum_{i=1}^{n} (\bar y - y_i)^2, \qquad \bar y = \frac1n \sum_{i=1}^{n} y_i$$


# %% id="baseline_loss" tags=["exercise"]
def baseline_loss(y):
    return ...


# %% id="baseline_loss-check" tags=["check"]
check(baseline_loss)

# %% id="baseline_loss-hint" tags=["hint"]
# hint("baseline_loss")

# %% [markdown] id="baseline_loss-solution" tags=["solution"]

# %% id="scale"
from linreg.mine import baseline_loss

truth = mean_squared_error(y, forward(X, W_true, b_true))
print(f"predict the mean   {baseline_loss(y):7.3f}   (variance of y: {np.var(y):.3f})")
print(f"true parameters    {truth:7.3f}")
print(f"noise, squared     {noise**2:7.3f}")

# %% [markdown] id="scale-read"
# A model whose loss is not below the baseline is of no more use than the mean price. The true parameters land near
# the floor, 0.25; that these hundred houses do not give 0.25 exactly is chance. A loss far *below* the floor would be
# no triumph: the model would be repeating the noise of its own examples.

# %% [markdown] id="outlier-text"
# ## Squares listen to outliers
#
# Why the square and not the absolute value? Let five prices be predicted by a single number $c$, and mistype the last
# price: 30 instead of 3. Where does each loss want $c$ to be?

# %% id="outlier"
typed = np.array([1.0, 2.0, 2.5, 2.5, 30.0])
c = np.linspace(0, 12, 481)
squared = np.array([mean_squared_error(typed, np.full(5, value)) for value in c])
absolute = np.array([np.mean(np.abs(value - typed)) for value in c])
c_squared, c_absolute = c[squared.argmin()], c[absolute.argmin()]
print(f"lowest squared error  at c = {c_squared:.2f}   mean   {typed.mean():.2f}")
print(f"lowest absolute error at c = {c_absolute:.2f}   median {np.median(typed):.2f}")

# %% id="outlier-picture" tags=["picture"]
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
# One typing mistake moves the answer of the squared error from 2.2 to 7.6, far above all other prices. That of the
# absolute error stays at 2.5. We use squares all the same, for two reasons. Their curve is smooth at the bottom,
# where the absolute one has a corner, and the next lesson needs a smooth curve. And if the noise is normal, as in
# lesson 2, the smallest mean square belongs to the parameters under which these prices are most probable. In return,
# we must look for outliers.

# %% [markdown] id="test-text"
# ## Your turn: write the test
#
# Programmers write a second function for each function: a **test**, which calls it on examples with known answers and
# stops with an error if one is wrong. `assert` does that:
#
# `assert function(y, y_hat) == 0.5`
#
# Write one for the mean squared error: with few examples, it should let the right function pass and stop all wrong
# ones. The check runs your test on many wrong functions and tells you which of them it lets through.


# %% id="write-test" tags=["hunt"]
def test_mean_squared_error(function):
    # for example: y, y_hat = np.array([1.0, 2.0]), np.array([2.0, 2.0])
    ...


check_test(test_mean_squared_error, "mean_squared_error")

# %% [markdown] id="watch-text"
# ## Watch out: squaring too late
#
# `np.mean(y_hat - y) ** 2` looks much like `np.mean((y_hat - y) ** 2)`. It averages first, so residuals of opposite
# sign cancel before anything is squared. Here are both, over the same weight as before.


# %% id="watch"
def squared_too_late(y, y_hat):
    return np.mean(y_hat - y) ** 2


too_late = np.array([squared_too_late(y, forward(X, np.array([1.0, w]), 1.0)) for w in w_grid])
print(f"weight  1: right {curve[-1]:6.2f}   too late {too_late[-1]:.2f}")
print(f"weight -3: right {curve[80]:6.2f}   too late {too_late[80]:.2f}")

# %% id="watch-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(w_grid, curve, color=BLUE, label="mean of the squares")
ax.plot(w_grid, too_late, color=RED, linestyle="--", label="square of the mean")
ax.set(xlabel="weight of distance", ylabel="loss (price²)")
ax.set(title="Squared too late, the bowl is gone")
ax.legend()
plt.show()

# %% [markdown] id="watch-read"
# The dashed curve lies almost flat on the axis. As the distances of the houses average out near zero, almost any
# weight makes the residuals cancel, and a hopeless line looks perfect. No error is raised, and training could learn
# almost nothing from it.

# %% [markdown] id="recap"
# ## Recap
#
# A residual is prediction minus target, and the loss is the mean of the squared residuals. Over the parameters it is
# a bowl with one lowest point, near the truth. Its height is judged between two marks: the variance of the targets,
# which every model must beat, and the variance of the noise, which none beats on average on new houses.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $y$, $\hat y$ | targets, predictions | `(n_samples,)` |
# | $e = \hat y - y$ | residuals | `(n_samples,)` |
# | $L$ | loss, the mean squared error | one number |
#
# ### Three questions

# %% id="ask-sum" tags=["question"]
Question(
    "The residuals of a line add up to 0. What does that say?",
    {
        "the line is perfect": "The three houses above had residuals with the sum 0, and the line "
        "missed all of them. Errors of opposite sign cancel.",
        "the line may be as wrong as you like": "Errors of opposite sign cancel. That is why we "
        "square before we add.",
        "half of the houses lie above the line": "One house far above can cancel many that lie a "
        "little below.",
    },
    truth="the line may be as wrong as you like"
    if residual.sum() == 0 and np.any(residual)
    else "the line is perfect",
)

# %% id="ask-units" tags=["question"]
in_thousands = mean_squared_error(40 * y, 40 * forward(X, W_true, b_true)) / truth
Question(
    "Prices are counted in thousands and no longer in units of 40 thousand. The loss …",
    {
        "stays as it is": "The residuals are larger numbers now, so their squares are, too.",
        "is 40 times as large": "The residuals are. The loss is in squared units.",
        "is 1600 times as large": "40 squared: the loss is in squared units, so losses in two "
        "units cannot be compared.",
    },
    truth="stays as it is" if in_thousands == 1 else f"is {in_thousands:.0f} times as large",
)

# %% id="ask-floor" tags=["question"]
rng = np.random.default_rng(11)
X_new, y_new = generate_examples(100, W_true, b_true, noise, rng)
nearest = np.array([np.sum((X - x_i) ** 2, axis=1).argmin() for x_i in X_new])
on_own, on_new = 0.0, mean_squared_error(y_new, y[nearest])  # a model that remembers the houses
Question(
    "The noise has a variance of 0.25. On its training houses a model has a loss of 0.02. It is …",
    {
        "a very good model": "On new houses, whose noise is different, it will do worse than the "
        "true equation. Judge it there.",
        "a model that repeats the noise of its houses": "Not even the true equation comes below "
        "the noise on average. Lesson 2's memory had a loss of 0 on its own houses, and a large "
        "one on new houses.",
        "impossible": "It is possible: a model that remembers every house has a loss of 0 on them.",
    },
    truth="a model that repeats the noise of its houses"
    if on_own < noise**2 < on_new
    else "a very good model",
)

# %% [markdown] id="next"
# Next: [6 · The backward pass](06_backward_pass.ipynb) finds out which way is down.
