# %% [markdown] id="title"
# # 2 · Make a data set
#
# **What you'll do.** Write `generate_examples`, which makes up houses from numbers that we choose,
# `train_test_split`, which puts some of them away, and `standardize`, which gives square metres and kilometres a
# common scale.
#
# **What you'll learn**
#
# - what the parts of $y = XW + b + \varepsilon$ are, and what shapes they have;
# - what noise is, and how chance is made repeatable;
# - why some rows are put away before anything is learned, and how features are brought to one scale.
#
# **What you'll need.** Lesson 1 (features, targets, a line). **Time:** about 40 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# Besides the tools, this cell loads the two hundred houses of lesson 1, now with both of their features. `whose` says
# which of the functions that we use are yours.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import load_dataset
from linreg.checks import check, check_hunt, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, ORANGE, RED, describe, use_house_style
from linreg.mine import root_mean_squared_error, whose
from linreg.questions import Question

use_house_style()

houses = load_dataset("houses")
print("features:", houses.feature_names)
print("target:  ", houses.target_name)
print("from lesson 1:", whose("root_mean_squared_error"))

# %% [markdown] id="table-text"
# ## A table of examples
#
# A machine learns from a table. Here are its first four rows.

# %% id="table"
print("row | area (m²)  distance (km) | price (thousands)")
for i in range(4):
    area, distance = houses.X[i]
    print(f"{i:3} | {area:9.0f} {distance:14.1f} | {houses.y[i]:17.1f}")
print("X", houses.X.shape, "  y", houses.y.shape)

# %% [markdown] id="table-read"
# Each row is one **example**, here a house. The columns left of the last bar are its features: together they form the
# array `X`, of shape `(n_samples, n_features)`. The last column is the target `y`, one number per row, of shape
# `(n_samples,)`. So `X[2]` is house 2, and `X[:, 1]` holds all distances.

# %% [markdown] id="equation-text"
# ## The equation behind the table
#
# To see whether a machine finds the right numbers, we make up houses whose numbers we know:
#
# $$y = XW + b + \varepsilon.$$
#
# $W$ holds one **weight** (a slope) per feature, the **bias** $b$ (the intercept) is added to every price, and
# $\varepsilon$ (epsilon) is **noise**: everything that the features do not explain. Here area has the weight 1,
# distance −3, and the bias is 1.
#
# Features are in **standard units**: 0 is the average area or distance, and 1 is one standard deviation more (how far
# values typically lie from their average). Prices are counted in units of 40 thousand from 500 thousand: a price of 1
# means 540 thousand. `X @ W` multiplies each feature by its weight and adds up.

# %% id="parts"
W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
rng = np.random.default_rng(5)
X_few = rng.standard_normal((3, 2))
epsilon = noise * rng.standard_normal(3)
y_few = X_few @ W_true + b_true + epsilon

print("house |  area  distance | 1·area  −3·distance  bias   noise | price")
for i, (area, distance) in enumerate(X_few):
    parts = f"{area:6.2f} {-3 * distance:12.2f} {b_true:5.0f} {epsilon[i]:7.2f}"
    print(f"{i:5} | {area:5.2f} {distance:9.2f} | {parts} | {y_few[i]:5.2f}")

# %% id="parts-picture" tags=["picture"]
names = ["area", "distance", "bias", "noise", "price"]
fig, axes = plt.subplots(1, 3, figsize=(8, 3.6), sharey=True)
for i, ax in enumerate(axes):
    part = np.array([*(X_few[i] * W_true), b_true, epsilon[i]])
    start = [*(part.cumsum() - part), 0]
    length = [*part, y_few[i]]
    colours = [BLUE, BLUE, BLUE, ORANGE, BLACK]
    bars = ax.barh(names, length, left=start, color=colours)
    ax.bar_label(bars, [f"{p:+.2f}".replace("-", "−") for p in length], padding=3)
    ax.set(title=f"house {i}", xlabel="price (units of 40 thousand)", xlim=(-4.6, 7.2))
axes[0].invert_yaxis()
fig.suptitle("Four parts make a price; each bar begins where the last one ends")
plt.show()

# %% [markdown] id="parts-read"
# House 0 lies nearer than average: its negative distance times −3 *raises* the price by almost 4. House 1 lies
# farther out and loses 1.26; its price of −0.90 means 464 thousand. The bias adds the same 1 to each house, and the
# noise adds a different amount to each.
#
# The numbers came from a **generator**, `rng`, and the 5 that it was made with is its **seed**: the same seed and the
# same draws in the same order give the same houses again.

# %% [markdown] id="exercise-text"
# ## Your turn: make examples
#
# Draw `X` of shape `(n_samples, n_features)` from `rng`, standard normal (around 0, about two thirds between −1 and
# 1; in symbols $\mathcal N(0, 1)$); then draw **one** standard normal number **per row**, times `noise`. Return `X`
# and `y`, of shape `(n_samples,)`. `W` has shape `(n_features,)`; `b` and `noise` are numbers. The sign $\sim$ is
# read "is drawn from".
#
# $$y_i = (XW)_i + b + \varepsilon_i, \qquad \varepsilon_i = \text{noise} \cdot z_i, \quad z_i \sim \mathcal N(0, 1)$$


# %% id="generate_examples" tags=["exercise"]
def generate_examples(n_samples, W, b, noise, rng):
    return ...


# %% id="generate_examples-check" tags=["check"]
check(generate_examples)

# %% id="generate_examples-hint" tags=["hint"]
# hint("generate_examples")

# %% [markdown] id="generate_examples-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# Two hundred houses, from your function if it is right and draws in the order of the text (first `X`, then the
# noise):

# %% id="use"
from linreg.mine import generate_examples

X, y = generate_examples(200, W_true, b_true, noise, np.random.default_rng(3))
print("X", X.shape, "  y", y.shape)
for name, column in [("area", X[:, 0]), ("distance", X[:, 1]), ("price", y)]:
    print(f"{name:9} mean {column.mean():5.2f}   standard deviation {column.std():.2f}")

# %% [markdown] id="each-predict"
# ## One feature at a time
#
# As asked for, the features have means near 0 and standard deviations near 1, and the mean price is near the bias.
# Next we look at the houses that are nearly average in one feature: those in a strip from −0.2 to 0.2.
#
# > **Predict first.** The noise has a standard deviation of 0.5. Choose before you go on.

# %% id="ask-each" tags=["question"]
strip = Question(
    "Among houses of average area, what is the standard deviation of the price?",
    {
        "less than 0.5": "The noise alone makes 0.5, and nothing takes it away.",
        "about 0.5": "That would be so if only area counted. But houses of the same area still "
        "differ in distance, and with a weight of −3 that moves their prices far.",
        "much more than 0.5": "Houses of the same area still differ in distance, and with a "
        "weight of −3 that moves their prices far. Drawn against one feature, the other one "
        "looks like noise.",
    },
)
strip

# %% id="each-answer" tags=["answer"]
for j, name in [(1, "distance"), (0, "area")]:
    inside = np.abs(X[:, j]) < 0.2
    scatter = y[inside].std()
    print(f"{inside.sum()} houses of average {name}:", end=" ")
    print(f"standard deviation of the price {scatter:.2f}")

strip.reveal(
    "less than 0.5" if scatter < 0.4 else "about 0.5" if scatter < 0.7 else "much more than 0.5"
)

# %% id="each-picture" tags=["picture"]
fig, axes = plt.subplots(1, 2, figsize=(8, 3.8), sharey=True)
for j, (ax, name) in enumerate(zip(axes, ["area", "distance"], strict=True)):
    ax.axvspan(-0.2, 0.2, color=BLUE, alpha=0.25, label=f"{name} within 0.2 of 0")
    ax.plot(X[:, j], y, "o", color=GREY, markersize=4, label="house")
    ax.set(xlabel=f"{name} (standard units)", ylim=(-16, 12))
    ax.legend(loc="lower right" if j == 0 else "lower left")
axes[0].set(ylabel="price (units of 40 thousand)", title="Area: a faint rise")
axes[1].set(title="Distance: a clear fall")
plt.show()

# %% [markdown] id="each-read"
# ## Both features at once
#
# Now each house stands above its place on the map of area and distance, at the height of its price. We look at the
# same cloud twice, from two sides.

# %% id="both-picture" tags=["picture"]
grid = np.linspace(-3, 3, 7)
area, distance = np.meshgrid(grid, grid)
height = W_true[0] * area + W_true[1] * distance + b_true
fig = plt.figure(figsize=(8.4, 4.4), layout="none")
views = [(15, 50, "From one side: a plane"), (0, 18.4, "Along the plane: a thin sheet")]
for k, (elev, azim, title) in enumerate(views):  # 18.4°: where XW is constant
    place = [0.02 + 0.48 * k, 0.08, 0.46, 0.84]
    ax = fig.add_axes(place, projection="3d", proj_type="ortho")
    ax.plot_wireframe(area, distance, height, color=BLACK, linewidth=0.8, label="XW + b")
    ax.plot(*X.T, y, "o", color=GREY, markersize=3, label="house")
    ax.set(xlabel="area", ylabel="distance", xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    ax.set(title=title, zlabel="price (40 thousand)")
    ax.set_box_aspect(None, zoom=0.9)
    ax.view_init(elev, azim)
ax.set(xlabel="", xticks=[])
fig.suptitle(
    "Area and distance in standard units, and the price above them", y=0.02, va="bottom"
)
ax.legend()
plt.show()

# %% [markdown] id="both-read"
# Where one feature made a line, two make a plane. From one side the houses are spread out over it; seen along the
# plane they shrink to a thin sheet. What is left of the scatter is the noise, with a standard deviation of 0.5.
#
# ## Noise up and down
#
# How much noise is much? We take away the part of the price that area explains, so that a line is left, and turn one
# and the same set of draws up and down. The title counts the houses between the dashed lines.

# %% id="slider" tags=["picture"]
z = np.random.default_rng(4).standard_normal(200)
ends = np.array([-3.0, 3.0])
fig, ax = plt.subplots()
(cloud,) = ax.plot(X[:, 1], X[:, 1], "o", color=GREY, markersize=4, label="house")
ax.plot(ends, 1 - 3 * ends, color=BLACK, label="1 − 3·distance")
above, below = ax.plot(ends, ends, "--", ends, ends, "--", color=BLACK)
ax.set(xlabel="distance (standard units)", ylabel="price without area", ylim=(-12, 15))
ax.legend()


def turn(noise, *, ax=ax, cloud=cloud, above=above, below=below):
    for artist, x, shift in [(cloud, X[:, 1], z), (above, ends, 1), (below, ends, -1)]:
        artist.set_ydata(1 - 3 * x + noise * shift)
    share = np.mean(np.abs(noise * z) < noise) if noise else 1.0
    ax.set_title(f"noise {noise:.1f}: {share:.0%} of the houses between the dashed lines")


Explorer(fig, turn, noise=Slider("noise", 0, 2, start=1, step=0.1))

# %% [markdown] id="slider-read"
# At a noise of 1, two houses at the same distance easily differ by 2; at 0, all would lie on the line. The line
# itself does not move: noise hides it, but does not bend it. However strong the noise, as long as there is some,
# about two thirds of the houses stay between the dashed lines, one standard deviation above and below. Normal noise
# is like that.

# %% [markdown] id="split-predict"
# ## Rows put away
#
# Before anything is learned, we deal the rows into a **training set** to learn from and a **test set** to judge by:
# at random, because tables are often sorted.
#
# ## Your turn: split the rows
#
# Deal the rows of `X` and `y` at random, drawn from `rng`, into a training part and a test part. The test part has
# `round(test_fraction * n_samples)` rows. Each row goes to exactly one side, and features and target of a house stay
# together. Return `X_train, X_test, y_train, y_test`. (`rng.permutation(n)` gives the numbers 0 to n − 1 in a random
# order; `X[rows]` takes the rows with these numbers. What stands after the `*` must be named: `test_fraction=0.2`.)


# %% id="train_test_split" tags=["exercise"]
def train_test_split(X, y, *, test_fraction, rng):
    return ...


# %% id="train_test_split-check" tags=["check"]
check(train_test_split)

# %% id="train_test_split-hint" tags=["hint"]
# hint("train_test_split")

# %% [markdown] id="train_test_split-solution" tags=["solution"]

# %% [markdown] id="split-why"
# ### Why unseen rows
#
# Take a model that has merely memorised its training houses: asked for a price, it answers with that of the nearest
# house that it knows.
#
# > **Predict first.** How large is its RMSE on the training rows, and on the test rows? The noise is 0.5.

# %% id="ask-split" tags=["question"]
memory_question = Question(
    "The memorising model's RMSE on the test rows will be …",
    {
        "0, as on the training rows": "It is 0 only where the nearest known house is the house "
        "itself. A new house has a noise of its own.",
        "about 0.5, the noise": "The true equation misses by that much. Memory repeats the noise "
        "of its neighbour as well, and the neighbour stands elsewhere.",
        "well above 0.5": "On rows that it has seen, memory is perfect and beats the truth itself, "
        "because it repeats the noise. On new rows it misses by more than twice as much as the "
        "true equation. Only rows that had no part in the learning can tell.",
    },
)
memory_question

# %% id="split" tags=["answer"]
from linreg.mine import train_test_split

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_fraction=0.25, rng=np.random.default_rng(2)
)


def remember(x):
    nearest = np.sum((X_train - x) ** 2, axis=1).argmin()
    return y_train[nearest]


for name, X_part, y_part in [("train", X_train, y_train), ("test", X_test, y_test)]:
    memory = np.array([remember(x) for x in X_part])
    rmse = root_mean_squared_error(y_part, memory)
    truth = root_mean_squared_error(y_part, X_part @ W_true + b_true)
    print(
        f"{name:5} {len(y_part):3} rows   RMSE: memory {rmse:.2f}   true equation {truth:.2f}"
    )

memory_question.reveal(
    "0, as on the training rows"
    if rmse < 0.1
    else "about 0.5, the noise"
    if rmse < 0.7
    else "well above 0.5"
)

# %% [markdown] id="split-read"
# So the 50 test rows stay unseen until all learning is done.
#
# ## One scale for all features
#
# Back to the houses in m² and km. House 0 has 146 m² and lies 14.1 km out. Which is more unusual, its area or its
# distance? Square metres and kilometres cannot be compared. **Standard units** can: how many standard deviations is a
# value above the mean?

# %% id="scale"
for j, name in enumerate(houses.feature_names):
    column = houses.X[:, j]
    gap = column[0] - column.mean()
    print(f"{name:13} ({column[0]} − {column.mean():.1f}) / {column.std():.2f}", end="")
    print(f" = {gap / column.std():.2f}")

# %% [markdown] id="standardize-text"
# House 0 is larger than average by 1.1 standard deviations and farther out by 1.6, so its distance is the more
# unusual. The results have no unit any more.
#
# ## Your turn: standard units
#
# Scale each column of `X`, of shape `(n_samples, n_features)`, by its own mean and standard deviation. `axis=0` goes
# down the rows, so that one number per column is left. Return the scaled array, and `mean` and `std`, both of shape
# `(n_features,)`. `X` itself must not change. (A column that never varies has std 0 and cannot be scaled; `linreg`
# refuses it.)
#
# $$X^{\text{scaled}}_{ij} = \frac{X_{ij} - \text{mean}_j}{\text{std}_j}, \qquad
# \text{std}_j = \sqrt{\frac{1}{n} \sum_{i=1}^{n} (X_{ij} - \text{mean}_j)^2}$$
#
# The standard deviation is the RMSE of lesson 1 when the mean is the prediction. NumPy's `std` computes just this.


# %% id="standardize" tags=["exercise"]
def standardize(X):
    return ...


# %% id="standardize-check" tags=["check"]
check(standardize)

# %% id="standardize-hint" tags=["hint"]
# hint("standardize")

# %% [markdown] id="standardize-solution" tags=["solution"]

# %% [markdown] id="use-scale-predict"
# ## Use it
#
# The houses are split first. `mean` and `std` are measured on the training rows, and the test rows are scaled with
# these same numbers.
#
# > **Predict first.** What will the scaled columns of the *test* rows look like?

# %% id="ask-scale" tags=["question"]
scale = Question(
    "The scaled test columns have …",
    {
        "mean 0 and standard deviation 1 exactly": "The training columns do, for they are scaled "
        "by their own numbers. The test rows are other houses.",
        "nearly mean 0 and standard deviation 1": "The test rows are other houses, with a mean and "
        "a spread of their own, close to those of the training rows but not equal to them.",
        "the mean and spread in m² and km": "The test rows are scaled, too: by the numbers of the "
        "training rows.",
    },
)
scale

# %% id="use-scale" tags=["answer"]
from linreg.mine import standardize

natural_train, natural_test, price_train, price_test = train_test_split(
    houses.X, houses.y, test_fraction=0.25, rng=np.random.default_rng(1)
)
scaled_train, mean, std = standardize(natural_train)
scaled_test = (natural_test - mean) / std
for name, part in [("train", scaled_train), ("test", scaled_test)]:
    means = part.mean(axis=0).round(2) + 0.0  # turns −0 into 0
    print(f"{name:5} means {means}   standard deviations {part.std(axis=0).round(2)}")

far_off = max(np.abs(scaled_test.mean(axis=0)).max(), np.abs(scaled_test.std(axis=0) - 1).max())
scale.reveal(
    "mean 0 and standard deviation 1 exactly"
    if far_off < 1e-9
    else "nearly mean 0 and standard deviation 1"
    if far_off < 0.5
    else "the mean and spread in m² and km"
)

# %% id="scale-picture" tags=["picture"]
fig, axes = plt.subplots(1, 2, figsize=(9, 3.8), width_ratios=[1.7, 1])
for ax, train, test, units in [
    (axes[0], natural_train, natural_test, ["m²", "km"]),
    (axes[1], scaled_train, scaled_test, ["standard units", "standard units"]),
]:
    ax.plot(*train.T, "o", color=GREY, markersize=4, label="training house")
    ax.plot(*test.T, "D", color=BLUE, markersize=4, fillstyle="none", label="test house")
    ax.set(xlabel=f"area ({units[0]})", ylabel=f"distance ({units[1]})", aspect="equal")
axes[0].set(title="In m² and km: a strip", yticks=[5, 15], xlim=(40, 200), ylim=(0, 20))
axes[1].set_title("In standard units: round")
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
plt.show()

# %% [markdown] id="scale-read"
# In both pictures one unit is as long across as it is upwards. In m² and km the houses fill a flat strip, as if
# distance hardly counted; in standard units the cloud is round. Lesson 8 shows how much faster a machine learns from
# it.
#
# Why not scale the test set by its own mean and std? We price one house of 120 m² at 10 km with both scales, by the
# equation 500 + 40·(1 + area − 3·distance) thousand.

# %% id="own"
_, test_mean, test_std = standardize(natural_test)
house = np.array([120.0, 10.0])
for name, centre, spread in [("train", mean, std), ("test", test_mean, test_std)]:
    area, distance = (house - centre) / spread
    cost = 500 + 40 * (1 + area - 3 * distance)
    print(f"scaled by {name:5}: area {area:.2f}  distance {distance:5.2f}", end="   ")
    print(f"price {cost:.0f} thousand")

# %% [markdown] id="own-read"
# The same house gets two prices, 21 thousand apart, because weights learned in one unit hold in that unit only. And a
# single new house has no standard deviation of its own to divide by; with the `mean` and `std` of the training set it
# is scaled like any other.
#
# ## Bug hunt: a colleague's scale
#
# This function runs, and its columns look about right. But it makes one mistake. Find it and fix it; the check shows
# an example until it is gone.


# %% id="hunt" tags=["hunt"]
def colleagues_scale(X):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    return X - mean / std, mean, std


check_hunt(colleagues_scale, "standardize")

# %% [markdown] id="watch-text"
# ## Watch out: one noise for all
#
# `rng.standard_normal()` without a size gives *one* number. NumPy adds it to all the rows and says nothing.


# %% id="watch"
def one_noise_for_all(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + noise * rng.standard_normal()


for seed in range(3):
    rng = np.random.default_rng(seed)
    X_bad, y_bad = one_noise_for_all(100, W_true, b_true, noise, rng)
    off = y_bad - (X_bad @ W_true + b_true)
    print(f"data set {seed}: off the equation by {off.min():.3f} to {off.max():.3f}")

# %% [markdown] id="watch-read"
# All houses get the same "noise": it is a second bias, new in each data set. Training and test rows of one data set
# share it, so a test does not notice. But the next data set does. We fit a plane to one data set (with NumPy's
# `lstsq`, which finds the best weights and bias; in lesson 8 we find them ourselves) and predict another, in 300
# pairs.


# %% id="damage"
def with_ones(X):
    return np.column_stack([X, np.ones(len(X))])  # a column of ones, for the bias


def constant_error(make, rng):
    (X_old, y_old), (X_new, y_new) = [make(100, W_true, b_true, noise, rng) for _ in range(2)]
    plane = np.linalg.lstsq(with_ones(X_old), y_old, rcond=None)[0]
    return np.mean(with_ones(X_new) @ plane - y_new)


rng = np.random.default_rng(6)
right = np.array([constant_error(generate_examples, rng) for _ in range(300)])
wrong = np.array([constant_error(one_noise_for_all, rng) for _ in range(300)])
for name, errors in [("one per row", right), ("one for all", wrong)]:
    size, far = np.mean(np.abs(errors)), np.mean(np.abs(errors) > 0.5)
    print(f"noise {name}: new data missed by {size:.2f} on average,", end=" ")
    print(f"by more than 0.5 in {far:.0%} of the pairs")

# %% id="damage-picture" tags=["picture"]
fig, ax = plt.subplots()
bins = np.linspace(-2.2, 2.2, 45)
ax.hist(wrong, bins, color=RED, alpha=0.6, hatch="//", label="one noise for all rows")
ax.hist(right, bins, histtype="step", color=BLUE, linewidth=2, label="one noise per row")
ax.set(xlabel="mean error on new data (units of 40 thousand)", ylabel="pairs of data sets")
ax.set(title="One noise for all rows: off by an unpredictable amount")
ax.legend()
plt.show()

# %% [markdown] id="damage-read"
# With a noise of its own for each row, the errors on new data average out near 0. With one for all, *every*
# prediction for a new data set is off by the same amount, in about half of the 300 pairs by more than 0.5: 20
# thousand on each house. More rows do not help, for all of them carry the same number.

# %% [markdown] id="recap"
# ## Recap
#
# A data set is a table with one example per row; ours come from $y = XW + b + \varepsilon$, with one draw of noise
# per row and a seed that makes chance repeatable. Some rows are put away, because only unseen rows can tell learning
# from memory. Standard units give all features one scale, measured on the training rows and used for all.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $X$ | features | `(n_samples, n_features)` |
# | $y$, $\varepsilon$ | targets, noise | `(n_samples,)` |
# | $W$ | weights | `(n_features,)` |
# | $b$ | bias | one number |
# | mean, std | scale of the training rows | `(n_features,)` |
#
# ### Three questions

# %% id="ask-more-rows" tags=["question"]
small, large = [
    np.std(
        generate_examples(n, W_true, b_true, noise, np.random.default_rng(1))[1]
        - (generate_examples(n, W_true, b_true, 0.0, np.random.default_rng(1))[1])
    )
    for n in (1000, 100_000)
]
Question(
    "We make a hundred times as many houses. What happens to the noise of each house?",
    {
        "it becomes smaller": "Averages over many houses become steadier. The noise of a single "
        "house stays what it is.",
        "it stays as it is": "Each row draws its noise for itself, whatever the number of rows. "
        "Only averages over many rows become steadier.",
        "it becomes larger": "The largest of many draws is larger, but their typical size is not.",
    },
    truth="it stays as it is"
    if abs(large / small - 1) < 0.1
    else "it becomes smaller"
    if large < small
    else "it becomes larger",
)

# %% id="ask-leak" tags=["question"]
own_scale = standardize(houses.X)[1]
Question(
    "Why are mean and std measured on the training rows only?",
    {
        "fewer rows are faster": "A mean over all rows costs next to nothing. Speed is no reason.",
        "otherwise the test rows take part in the learning": "What is measured on the test rows and "
        "used in training tells about them, and the test no longer asks about unseen houses.",
        "test rows have another unit": "All rows are in m² and km. They are other houses, "
        "but in the same units.",
    },
    truth=["fewer rows are faster", "otherwise the test rows take part in the learning"][
        int(not np.allclose(own_scale, mean))
    ],
)

# %% id="ask-order" tags=["question"]
pieces = train_test_split(
    np.arange(8.0).reshape(4, 2),
    np.arange(4.0),
    test_fraction=0.5,
    rng=np.random.default_rng(0),
)
Question(
    "After a split, what is still true?",
    {
        "the rows stand in their old order": "They are dealt at random, so the order is gone. "
        "Nothing depends on it.",
        "row i of X_train and entry i of y_train are one house": "Features and target are dealt "
        "together. Dealt apart, every house would get the price of another.",
        "both parts have the same number of rows": "The test part is usually the smaller one: we "
        "need rows to learn from.",
    },
    truth="row i of X_train and entry i of y_train are one house"
    if np.array_equal(pieces[0][:, 0] / 2, pieces[2])
    else "the rows stand in their old order",
)

# %% [markdown] id="next"
# Next: [3 · Initialize the parameters](03_initialize_parameters.ipynb) forgets $W$ and $b$ and begins to look for
# them.
