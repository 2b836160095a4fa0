# %% [markdown] id="title"
# # 3 · Initialize the parameters
#
# **What you'll do.** Write `initialize`, which gives the machine numbers to begin with, and look at what a model
# says before it has learned anything.
#
# **What you'll learn**
#
# - what a parameter is, how many a model has, and what shapes they have;
# - how random starts differ from each other and from a start at zero;
# - when zero is a good start and when it is a trap, and how chance is made repeatable.
#
# **What you'll need.** Lesson 2 (data, seeds). **Time:** about 30 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# A hundred houses in standard units, made as in lesson 2: price = 1 + 1·area − 3·distance + noise. The machine does
# not know these three numbers.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import generate_examples, line
from linreg.checks import check, hint
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, PURPLE, RED, use_house_style

use_house_style()

W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
X, y = generate_examples(100, W_true, b_true, noise, np.random.default_rng(30))
print("X", X.shape, "  y", y.shape)

# %% [markdown] id="parameter-text"
# ## What may change, and what may not
#
# The data `X` and `y` are given; to change them would be cheating. A **parameter** is a number that the machine may
# change. Our model has one **weight** per feature, held in the array `W`, and one **bias** in all, the float `b`:
#
# $$\hat y = X W + b.$$
#
# `W` has as many entries as `X` has columns. Every house is priced with the same three numbers, which is why a model can
# price a house that it has never seen.

# %% id="parameter-shapes"
W, b = np.zeros(2), 0.0
print("X    ", X.shape, " given")
print("W    ", W.shape, "    may change")
print("b    ", b, "     may change")
print("X@W+b", (X @ W + b).shape, "  one prediction per house")

# %% [markdown] id="predict-count"
# > **Predict first.** A bank describes each flat by 12 features and knows 500 flats. How many parameters does its
# > model have? And how many when it knows 500 000 flats?

# %% id="answer-count"
for n_samples in (500, 500_000):
    flats = np.zeros((n_samples, 12))
    W, b = np.zeros(flats.shape[1]), 0.0
    print(f"{n_samples:6} flats: {W.size + 1} parameters")

# %% [markdown] id="answer-count-read"
# Thirteen, both times: twelve weights and a bias. More rows bring more to learn *from*, not more to learn.
#
# ## A start is needed
#
# Learning adjusts numbers, so there must be numbers to adjust: in the right shapes, and so chosen that a second run
# can begin from the same ones. The usual choice is chance for the weights and zero for the bias. Whether chance is
# needed is a question for this lesson.

# %% [markdown] id="exercise-text"
# ## Your turn
#
# Write the start. Each of the `n_features` weights is a draw of its own from the standard normal distribution, taken from
# the generator `rng`; the bias is `0.0`. Return both, `W` of shape `(n_features,)` and the float `b`.
#
# $$W_j \sim \mathcal N(0, 1), \qquad b = 0$$


# %% id="initialize" tags=["exercise"]
def initialize(n_features, rng):
    return ...


# %% id="initialize-check" tags=["check"]
check(initialize)
# hint("initialize")

# %% [markdown] id="initialize-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# From here on we use the package's own version. Three seeds give three starts.

# %% id="use"
from linreg import initialize

for seed in (1, 2, 3):
    W, b = initialize(2, np.random.default_rng(seed))
    print(f"seed {seed}   W = [{W[0]:6.3f} {W[1]:6.3f}]   b = {b}")

# %% [markdown] id="predict-seed"
# ## A start that can be repeated
#
# > **Predict first.** We make one generator with seed 7 and call `initialize` with it twice. Then we make a new
# > generator, again with seed 7, and call once more. Which of the three starts are equal?

# %% id="answer-seed"
rng = np.random.default_rng(7)
first, _ = initialize(2, rng)
second, _ = initialize(2, rng)
again, _ = initialize(2, np.random.default_rng(7))
print("first ", first.round(3), "  equal to the second:", np.array_equal(first, second))
print("second", second.round(3))
print("again ", again.round(3), "  equal to the first: ", np.array_equal(first, again))

# %% [markdown] id="answer-seed-read"
# A generator walks along its sequence of numbers, so the second call meets the next two. A new generator with the
# same seed walks the same way from the beginning: same seed, same start. Whoever knows the seed can repeat the
# experiment.

# %% [markdown] id="model-text"
# ## One name for both
#
# `W` and `b` belong together: one without the other predicts nothing. A **class** keeps them under one name. In the
# next cell, `__init__` runs when a model is made and stores both in it (`self`). `linreg.LinearModel`, in the cell
# after it, begins the same way; it can also make its own start, and from lesson 4 on it predicts.


# %% id="model-class"
class Model:
    def __init__(self, W, b):
        self.W = W
        self.b = b


model = Model(W=np.zeros(2), b=0.0)
print("W", model.W, "  b", model.b)

# %% id="model-use"
from linreg import LinearModel

model = LinearModel.initialize(2, np.random.default_rng(7))
print("W", model.W.round(3), "  b", model.b)

# %% [markdown] id="untrained-text"
# ## What an untrained model says
#
# We draw a thousand starts. As in lesson 1 we square a model's misses and take their mean, here without the root, and
# call it the **misfit**. The picture shows the first twenty starts as thin lines: for a house of average area, 0 in
# standard units, the slope over distance is `W[1]` and the intercept 0. The dots are the houses, with area's part of
# the price taken away. The slider picks one start.


# %% id="untrained"
def misfit(W, b):
    return np.mean((X @ W + b - y) ** 2)


starts = np.array([initialize(2, np.random.default_rng(s))[0] for s in range(1000)])
twenty = [misfit(W, 0) for W in starts[:20]]
print(f"seeds 0 to 19: lowest misfit {min(twenty):.1f}, of seed {np.argmin(twenty)}")
print(f"              highest misfit {max(twenty):.1f}, of seed {np.argmax(twenty)}")

# %% id="slider"
ends = np.array([-3.0, 3.0])
fig, ax = plt.subplots()
ax.plot(X[:, 1], y - X[:, 0], "o", color=GREY, label="houses, area taken out")
for W in starts[:20]:
    ax.plot(ends, line(ends, W[1], 0), color=RED, linewidth=0.8, alpha=0.5)
(moving,) = ax.plot(ends, 0 * ends, color=RED, linewidth=3, label="this seed")
ax.axhline(0, color=PURPLE, linestyle="--", label="zero start")
ax.set(xlabel="distance (standard units)", ylabel="price without area", ylim=(-9, 13))
ax.legend(loc="upper right")


def pick(seed, *, ax=ax, moving=moving):
    moving.set_ydata(line(ends, starts[seed, 1], 0))
    ax.set_title(f"Seed {seed}: misfit {misfit(starts[seed], 0):.1f}")


Explorer(fig, pick, seed=Slider("seed", 0, 19, start=1, step=1))

# %% [markdown] id="slider-read"
# All starts pass through 0 at the average distance, because their bias is 0. Seed 1 tilts the wrong way: farther is
# dearer. Eleven of the twenty tilt the right way, and seed 13 comes close by luck, with a misfit of 2.0. The dashed
# zero start says 0 for every house. None of them has seen a house.
#
# ### One house, a thousand starts
#
# Take a house one step larger and one step nearer than the average: area 1, distance −1. Its price, without
# noise, is 1 + 1 + 3 = 5. What do a thousand untrained models ask for it?

# %% id="house"
house = np.array([1.0, -1.0])
asked = starts @ house
print(f"random starts: mean {asked.mean():.2f}, standard deviation {asked.std():.2f}")
print(f"smallest {asked.min():.2f}, largest {asked.max():.2f}")
print(f"zero start: {np.zeros(2) @ house:.2f}")

fig, ax = plt.subplots()
ax.hist(asked, bins=np.arange(-6, 6.1, 0.5), color=RED, label="1000 random starts")
ax.axvline(0, color=PURPLE, linewidth=3, linestyle="--", label="zero start")
ax.axvline(5, color=BLACK, linewidth=3, label="price without noise")
ax.set(xlabel="predicted price (standard units)", ylabel="number of starts")
ax.set(title="Before training, predictions are guesses around zero")
ax.legend(loc="upper left")
plt.show()

# %% [markdown] id="house-read"
# The predictions lie around 0, where the zero start stands, and spread by about 1.4: two independent weights of
# standard deviation 1 give $\sqrt{1^2 + 1^2}$. The price of 5 is at the very edge; none of the thousand reaches it. An
# untrained model tells us about its seed and nothing about the house.

# %% [markdown] id="predict-misfit"
# > **Predict first.** Now all hundred houses. Whose misfit is smaller: that of the zero start, or that of a random start
# > on average?

# %% id="answer-misfit"
misfits = np.array([misfit(W, 0) for W in starts])
zero = misfit(np.zeros(2), 0)
print(f"zero start {zero:.1f}   random starts: mean {misfits.mean():.1f}")
print(f"random starts: best {misfits.min():.1f}, worst {misfits.max():.1f}")
print(f"true parameters {misfit(W_true, b_true):.2f}")

# %% id="misfit-picture"
fig, ax = plt.subplots()
ax.hist(misfits, bins=range(0, 61, 2), color=RED, label="1000 random starts")
ax.axvline(zero, color=PURPLE, linewidth=3, linestyle="--", label=f"zero start, {zero:.1f}")
ax.axvline(misfits.mean(), color=BLACK, label=f"random mean, {misfits.mean():.1f}")
ax.set(xlabel="misfit before training (price²)", ylabel="number of starts")
ax.set(title="A random start may be lucky or very unlucky")
ax.legend()
plt.show()

# %% [markdown] id="misfit-read"
# Zero does a little better: 11.4 against 13.2. On average, chance adds the variance (squared standard deviation) of
# each weight, here about 1 + 1, and gains nothing for it. A single start may have luck, 1.2, or none, 48.2. Even the
# luckiest has about five times the 0.24 of the true parameters, so the work is still to be done.

# %% [markdown] id="bowl-text"
# ## Why zero is fine here
#
# Zero is no worse than chance, then. But does it lead as far? We keep the bias at 0 and draw the misfit over the two
# weights as a map; each ring joins places of equal misfit. From zero and from twelve random starts we walk straight to
# the lowest place.

# %% id="bowl"
w1, w2 = np.linspace(-4, 5, 46), np.linspace(-7, 4, 56)
height = np.array([[misfit([a, d], 0) for a in w1] for d in w2])
row, column = np.unravel_index(height.argmin(), height.shape)
lowest = np.array([w1[column], w2[row]])
walks = np.array([np.linspace(W, lowest, 21) for W in [np.zeros(2), *starts[:12]]])
climbs = np.array([[misfit(W, 0) for W in walk] for walk in walks])
print(f"lowest on the map: area {lowest[0]:.1f}, distance {lowest[1]:.1f}")
print("every step goes down:", bool(np.all(np.diff(climbs, axis=1) < 0)))

# %% id="bowl-picture"
fig, (ax, ax_walk) = plt.subplots(1, 2, figsize=(8, 3.8))
rings = ax.contour(w1, w2, height, levels=[3, 8, 16, 32, 64], colors=GREY)
ax.clabel(rings, rings.levels[1:], fmt="%g")
for walk, climb in zip(walks[1:], climbs[1:], strict=True):
    ax.plot(*walk.T, color=RED, linewidth=1)
    ax_walk.plot(np.linspace(0, 100, 21), climb, color=RED, linewidth=1)
ax.plot(*starts[:12].T, "o", color=RED, label="random start")
ax.plot(*walks[0].T, "s--", color=PURPLE, markevery=[0], label="zero start")
ax_walk.plot(np.linspace(0, 100, 21), climbs[0], "--", color=PURPLE)
ax.plot(*lowest, "o", color=BLACK, markersize=7, label="lowest")
ax.set(xlabel="weight of area", ylabel="weight of distance", title="Thirteen starts")
ax_walk.set(xlabel="share of the way (%)", ylabel="misfit (price²)", ylim=(0, None))
ax_walk.set_title("From each it is downhill all the way")
fig.legend(loc="outside lower center", ncols=3)
plt.show()

# %% [markdown] id="bowl-read"
# On the left, one lowest place inside all rings, close to the truth (1, −3). On the right, the misfit along each walk: it
# falls with every step, and all walks end at the same height. For a linear model the misfit is always such a bowl, as
# lesson 5 shows: the start decides how long the way is, not where it ends. To walk straight one has to know the goal;
# lessons 6 and 7 find it by feeling the slope.

# %% [markdown] id="network-text"
# ## Why zero is a trap in a network
#
# A neural network adds the outputs of several **hidden units**. Ours has two, each a line bent into an S by the
# function $\tanh$, and one feature: $\hat y = \tanh(v_1 x) + \tanh(v_2 x)$. Its data are made with the weights 3 and
# −0.5. We push each weight up by 0.01 and see what the misfit does.


# %% id="network"
x = np.linspace(-3, 3, 61)
target = np.tanh(3 * x) + np.tanh(-0.5 * x)


def network_misfit(v1, v2):
    return np.mean((np.tanh(v1 * x) + np.tanh(v2 * x) - target) ** 2)


for v1, v2 in [(0.0, 0.0), (0.5, 0.5), (0.5, -0.2)]:
    here = network_misfit(v1, v2)
    push_1 = network_misfit(v1 + 0.01, v2) - here
    push_2 = network_misfit(v1, v2 + 0.01) - here
    print(f"v = ({v1:.1f}, {v2:4.1f})   first {push_1:+.4f}   second {push_2:+.4f}")

# %% [markdown] id="network-read"
# Where the weights are equal, both pushes have the same effect, so a rule that follows the misfit moves both by the same
# amount. Equal at the start, they stay equal, and two units do the work of one. Only unequal weights can part further.

# %% id="network-picture"
grid = np.linspace(-2, 4, 121)
hills = np.array([[network_misfit(v1, v2) for v1 in grid] for v2 in grid])
fig, ax = plt.subplots(figsize=(6, 5))
rings = ax.contour(grid, grid, hills, levels=[0.02, 0.1, 0.3, 1, 2, 4], colors=GREY)
ax.clabel(rings, fmt="%g")
ax.plot(grid, grid, "--", color=RED, label="equal weights")
stuck = grid[np.diag(hills).argmin()]
ax.plot(stuck, stuck, "s", color=RED, label=f"lowest of these, {np.diag(hills).min():.2f}")
ax.plot([3, -0.5], [-0.5, 3], "o", color=BLACK, label="lowest of all, 0")
ax.set(xlabel="weight of unit 1", ylabel="weight of unit 2")
ax.set(title="Equal weights never leave the diagonal")
fig.legend(loc="outside lower center", ncols=3)
plt.show()

# %% [markdown] id="network-picture-read"
# The map is its own mirror image, because exchanging the two units changes nothing. A start at zero stands on the dashed
# diagonal and stays on it, where 0.11 is the best that it can reach. The valleys that go down to 0 lie on either
# side, open to a start with unequal weights. Our linear model has no such twins: each weight has a feature of its
# own.

# %% [markdown] id="watch-text"
# ## Watch out: a seed inside the function
#
# To make results repeatable, someone writes the seed into the function. It runs, it has the right shapes, and it ignores
# the `rng` that it was given. We ask it for a thousand starts.


# %% id="watch"
def initialize_own_seed(n_features, rng):
    rng = np.random.default_rng(0)
    return rng.standard_normal(n_features), 0.0


def study(start):
    return [misfit(*start(2, np.random.default_rng(seed))) for seed in range(1000)]


right, wrong = study(initialize), study(initialize_own_seed)
print(f"right:        misfit {np.mean(right):.2f} ± {np.std(right):.2f} over 1000 seeds")
print(f"seed inside:  misfit {np.mean(wrong):.2f} ± {np.std(wrong):.2f} over 1000 seeds")

# %% id="watch-picture"
fig, ax = plt.subplots()
ax.plot(right[:60], "o", color=BLUE, label="uses rng")
ax.plot(wrong[:60], "x", color=RED, label="seed inside")
ax.set(xlabel="seed", ylabel="misfit before training (price²)", ylim=(0, 34))
ax.set(title="With a seed inside, sixty trials are one trial")
ax.legend(loc="upper right", ncols=2)
plt.show()

# %% [markdown] id="watch-read"
# Behind ± stands the standard deviation. The second line claims that luck plays no part. In truth one start was tried a
# thousand times: the crosses lie level while the dots jump. A seed belongs to whoever calls the function. The opposite,
# `default_rng()` without a seed inside, gives starts that nobody can repeat.

# %% [markdown] id="recap"
# ## Recap
#
# Parameters are the numbers that the machine may change: one weight per feature and one bias. A start is drawn from a
# seeded generator, so that it can be repeated, and before training it predicts nothing of use. For a linear model any
# start will do, zero as well; in a network equal weights would stay equal, and so chance has to part them.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $W$ | weights | `(n_features,)` |
# | $b$ | bias | one number |
# | `rng` | generator, the seeded source of chance | |
#
# Next: [4 · The forward pass](04_forward_pass.ipynb) turns parameters into predictions.
