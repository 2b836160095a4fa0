# %% [markdown] id="title"
# # 3 · Initialize the parameters
#
# **What you'll do.** Write `count_parameters`, which says how many numbers the machine may change, and `initialize`,
# which gives them a place to begin. Then look at what a model says before it has learned anything.
#
# **What you'll learn**
#
# - what a parameter is, how many a model has, and what shapes they have;
# - how random starts differ from each other and from a start at zero;
# - when zero is a good start and when it is a trap, and how chance is made repeatable.
#
# **What you'll need.** Lesson 2 (data, seeds). **Time:** about 35 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# A hundred houses, made as in lesson 2: price = 1 + 1·area − 3·distance + noise. The features are in standard units,
# the price in units of 40 thousand. The machine does not know the three numbers 1, 1 and −3.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg.checks import check, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, PURPLE, RED, describe, use_house_style
from linreg.mine import generate_examples, line
from linreg.questions import Question

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
# `W` has as many entries as `X` has columns. Every house is priced with the same three numbers, which is why a model
# can price a house that it has never seen.

# %% id="parameter-shapes"
W, b = np.zeros(2), 0.0
print("X    ", X.shape, " given")
print("W    ", W.shape, "    may change")
print("b    ", b, "     may change")
print("X@W+b", (X @ W + b).shape, "  one prediction per house")

# %% [markdown] id="count-exercise"
# ## Your turn: count them
#
# How many parameters does the model have when `X` has `n_features` columns? Return one whole number.


# %% id="count_parameters" tags=["exercise"]
def count_parameters(n_features):
    return ...


# %% id="count_parameters-check" tags=["check"]
check(count_parameters)

# %% id="count_parameters-hint" tags=["hint"]
# hint("count_parameters")

# %% [markdown] id="count_parameters-solution" tags=["solution"]

# %% [markdown] id="predict-count"
# ### How many parameters?
#
# A bank describes each flat by 12 features and knows 500 flats.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-count" tags=["question"]
count = Question(
    "How many parameters does the bank's model have, with 500 flats and with 500,000?",
    {
        "12 and 12": "Those are the weights, one per feature. The bias is missing.",
        "13 and 13": "Twelve weights and a bias, both times. More rows bring more to learn "
        "from, not more to learn.",
        "501 and 500,001": "That would be one number per flat. But every flat is priced with the "
        "same numbers, or the model could not price a new one.",
    },
)
count

# %% id="answer-count" tags=["answer"]
from linreg.mine import count_parameters

print("our houses, two features:", count_parameters(X.shape[1]), "parameters")
sizes = []
for n_samples in (500, 500_000):
    flats = np.zeros((n_samples, 12))
    sizes.append(count_parameters(flats.shape[1]))
    print(f"X {flats.shape}   W {np.zeros(flats.shape[1]).shape}   b 0.0")

count.reveal("{:.0f} and {:.0f}".format(*sizes))

# %% [markdown] id="answer-count-read"
# ## A start is needed
#
# Learning adjusts numbers, so there must be numbers to adjust, in the right shapes, and chosen so that a second run
# can start the same way. Usually the weights are random and the bias is zero. Whether chance is needed is one of the
# questions of this lesson.

# %% [markdown] id="exercise-text"
# ## Your turn: make a start
#
# Write `initialize`. Each of the `n_features` weights is a draw of its own from the standard normal distribution,
# taken from the generator `rng`; the bias is `0.0`. Return both, `W` of shape `(n_features,)` and the float `b`.
#
# $$W_j \sim \mathcal N(0, 1), \qquad b = 0$$


# %% id="initialize" tags=["exercise"]
def initialize(n_features, rng):
    return ...


# %% id="initialize-check" tags=["check"]
check(initialize)

# %% id="initialize-hint" tags=["hint"]
# hint("initialize")

# %% [markdown] id="initialize-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# Three seeds give three starts.

# %% id="use"
from linreg.mine import initialize

for seed in (1, 2, 3):
    W, b = initialize(2, np.random.default_rng(seed))
    print(f"seed {seed}   W = [{W[0]:6.3f} {W[1]:6.3f}]   b = {b}")

# %% [markdown] id="predict-seed"
# ## A start that can be repeated
#
# We make one generator with seed 7 and call `initialize` with it twice. Then we make a new generator, again with seed
# 7, and call once more.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-seed" tags=["question"]
seeds = Question(
    "Which of the three starts are equal?",
    {
        "all three": "The first two come from one generator, which does not begin again by itself.",
        "the first and the second": "They come from the same generator, but it walks along its "
        "sequence of numbers: the second call meets the next two.",
        "the first and the third": "A generator walks along its sequence, so the second call meets "
        "the next numbers. A new generator with the same seed walks the same way from the "
        "beginning. Whoever knows the seed can repeat the experiment.",
        "none": "A new generator with the same seed gives the same numbers in the same order.",
    },
)
seeds

# %% id="answer-seed" tags=["answer"]
rng = np.random.default_rng(7)
first, _ = initialize(2, rng)
second, _ = initialize(2, rng)
third, _ = initialize(2, np.random.default_rng(7))
print("first ", first.round(3))
print("second", second.round(3))
print("third ", third.round(3))

same = np.array_equal(first, second), np.array_equal(first, third)
seeds.reveal(
    {
        (True, True): "all three",
        (True, False): "the first and the second",
        (False, True): "the first and the third",
        (False, False): "none",
    }[same]
)

# %% [markdown] id="model-text"
# ## One name for both
#
# `W` and `b` belong together: one without the other predicts nothing. A **class** keeps them under one name. It is a
# plan for making objects. When `Model(W=…, b=…)` makes one, Python runs `__init__`, whose first argument `self` is
# the new object; `self.W = W` stores the weights in it. Afterwards `model.W` reads them.
#
# linreg's own `LinearModel`, used in the second of the next two cells, begins the same way. It can also make its own
# start, and in lesson 4 it learns to predict.


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
# We draw a thousand starts. As in lesson 1 we square a model's residuals and take their mean, here without the root.
# Lesson 5 calls this number the **loss**, and so do we. The picture shows the first twenty starts as thin lines: at
# average area, which is 0 in standard units, the slope along the distance is `W[1]` and the intercept is 0. The dots
# are the houses, without the part of the price that area explains. The slider picks one start.


# %% id="untrained"
def loss(W, b):
    return np.mean((X @ W + b - y) ** 2)


starts = np.array([initialize(2, np.random.default_rng(s))[0] for s in range(1000)])
twenty = [loss(W, 0) for W in starts[:20]]
print(f"seeds 0 to 19: lowest loss {min(twenty):.1f}, of seed {np.argmin(twenty)}")
print(f"              highest loss {max(twenty):.1f}, of seed {np.argmax(twenty)}")

# %% id="slider" tags=["picture"]
ends = np.array([-3.0, 3.0])
fig, ax = plt.subplots(figsize=(7, 4.2))
ax.plot(X[:, 1], y - X[:, 0], "o", color=GREY, label="houses, area taken out")
for i, W in enumerate(starts[:20]):
    name = None if i else "twenty starts"
    ax.plot(ends, line(ends, W[1], 0), color=RED, linewidth=0.8, alpha=0.5, label=name)
(moving,) = ax.plot(ends, 0 * ends, color=RED, linewidth=3, label="this seed")
ax.axhline(0, color=PURPLE, linestyle="--", label="zero start")
ax.set(xlabel="distance (standard units)", ylabel="price without area", ylim=(-9, 13))
ax.legend(loc="upper right")


def pick(seed, *, ax=ax, moving=moving):
    moving.set_ydata(line(ends, starts[seed, 1], 0))
    ax.set_title(f"Seed {seed}: loss {loss(starts[seed], 0):.1f}")


Explorer(fig, pick, seed=Slider("seed", 0, 19, start=1, step=1))

# %% [markdown] id="slider-read"
# All starts pass through 0 at the average distance, because their bias is 0. Seed 1 tilts the wrong way: houses far
# out cost more. Eleven of the twenty tilt the right way, and seed 13 comes close by luck, with a loss of 2.0. The
# dashed zero start says 0 for every house. None of them has seen a house.
#
# ### One house, a thousand starts
#
# Take a house one standard unit larger and one nearer than the average: area 1, distance −1. Its price, without
# noise, is 1 + 1 + 3 = 5. What do a thousand untrained models predict for it?

# %% id="house"
house = np.array([1.0, -1.0])
asked = starts @ house
print(f"random starts: mean {asked.mean():.2f}, standard deviation {asked.std():.2f}")
print(f"smallest {asked.min():.2f}, largest {asked.max():.2f}")
print(f"zero start: {np.zeros(2) @ house:.2f}")

# %% id="house-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.hist(asked, bins=np.arange(-6, 6.1, 0.5), color=RED, alpha=0.5, label="1000 random starts")
ax.axvline(0, color=PURPLE, linewidth=3, linestyle="--", label="zero start")
ax.axvline(5, color=BLACK, linewidth=3, label="price without noise")
ax.set(xlabel="predicted price (units of 40 thousand)", ylabel="number of starts")
ax.set(title="Before training, predictions are guesses around zero")
ax.legend(loc="upper left")
plt.show()

# %% [markdown] id="house-read"
# The predictions lie around 0, where the zero start stands, and spread by about 1.4. The prediction is here the first
# weight minus the second, each with a variance (squared standard deviation) of 1. The variances of independent
# numbers add up, even when one is subtracted: changing a sign does not change the spread. The standard deviation is
# $\sqrt{1 + 1} \approx 1.4$. The price of 5 is at the very edge; none of the thousand reaches it. An untrained model
# tells us about its seed and nothing about the house.

# %% [markdown] id="predict-loss"
# ### All hundred houses
#
# > **Predict first.** Choose before you go on.

# %% id="ask-loss" tags=["question"]
smaller = Question(
    "Whose loss is smaller: that of the zero start, or that of a random start on average?",
    {
        "that of the zero start": "Chance spreads the predictions around those of the zero start, "
        "and gains nothing for it: squares punish what goes the wrong way more than they reward "
        "the rest.",
        "that of a random start": "Half of the random weights point the right way, but the other "
        "half point the wrong way, and squares punish them more.",
        "they are equal": "The predictions are equal on average, but their squared residuals are "
        "not: spreading them out adds to the mean of the squares.",
    },
)
smaller

# %% id="answer-loss" tags=["answer"]
losses = np.array([loss(W, 0) for W in starts])
zero = loss(np.zeros(2), 0)
print(f"random starts: best {losses.min():.1f}, worst {losses.max():.1f}")
print(f"true parameters {loss(W_true, b_true):.2f}")
print(f"zero start {zero:.1f}   random starts: mean {losses.mean():.1f}")

near = np.isclose(zero, losses.mean(), rtol=0.02)
smaller.reveal(
    "they are equal"
    if near
    else "that of the zero start"
    if zero < losses.mean()
    else "that of a random start"
)

# %% id="loss-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.hist(losses, bins=range(0, 61, 2), color=RED, alpha=0.5, label="1000 random starts")
ax.axvline(zero, color=PURPLE, linewidth=3, linestyle="--", label=f"zero start, {zero:.1f}")
ax.axvline(losses.mean(), color=BLACK, label=f"random mean, {losses.mean():.1f}")
ax.set(xlabel="loss before training (price²)", ylabel="number of starts")
ax.set(title="A random start may be lucky or very unlucky")
ax.legend()
plt.show()

# %% [markdown] id="loss-read"
# On average, chance adds the variance of each weight times the mean square of its feature. That is about 1 · 1 for
# each of the two; in these thousand starts it came to 1.8 for the two together. A single start may have luck, 1.2, or
# none, 48.2. Even the luckiest has five times the loss of the true parameters, 0.24, so the work is still to be done.

# %% [markdown] id="bowl-text"
# ## Why zero is fine here
#
# Zero is no worse than chance, then. But does it lead as far? We keep the bias at 0 and compute the loss for a grid
# of weights, as a map with heights. A walker on this grid looks at the eight places around and moves to the lowest of
# them, until no neighbour is lower. We start one walker at zero and eight at random.

# %% id="bowl"
w1, w2 = np.linspace(-4, 5, 46), np.linspace(-7, 4, 56)
height = np.array([[loss([a, d], 0) for a in w1] for d in w2])


def walk_down(W):
    i, j = np.abs(w2 - W[1]).argmin(), np.abs(w1 - W[0]).argmin()
    path = []
    while (i, j) not in path:
        path.append((i, j))
        near = [(r, c) for r in (i - 1, i, i + 1) for c in (j - 1, j, j + 1)]
        near = [(r, c) for r, c in near if 0 <= r < len(w2) and 0 <= c < len(w1)]
        i, j = min(near, key=lambda place: height[place])
    return path


walks = [walk_down(W) for W in [np.zeros(2), *starts[:8]]]
for path in (walks[0], walks[1], walks[2]):
    i, j = path[-1]
    print(f"{len(path) - 1:2} steps, to area {w1[j]:.1f}, distance {w2[i]:.1f}", end="")
    print(f", loss {height[i, j]:.2f}")
print("all nine end at the same place:", len({path[-1] for path in walks}) == 1)

# %% id="bowl-picture" tags=["picture"]
fig, (ax, ax_walk) = plt.subplots(1, 2, figsize=(8, 3.8))
ax.contourf(w1, w2, height, levels=[0, 3, 8, 16, 32, 64, 128], cmap="Greys", alpha=0.5)
for k, path in reversed(list(enumerate(walks))):
    rows, columns = np.array(path).T
    style = {"color": RED if k else PURPLE, "linestyle": "-" if k else "--"}
    name = {0: "zero start", 1: "random start"}.get(k)
    ax.plot(w1[columns], w2[rows], marker="os"[k == 0], markevery=[0], label=name, **style)
    ax_walk.plot(height[rows, columns], **style)
ax.plot(w1[columns[-1]], w2[rows[-1]], "o", color=BLACK, label="lowest")
ax.set(xlabel="weight of area", ylabel="weight of distance", title="Nine starts")
ax_walk.set(xlabel="steps", ylabel="loss (price²)", ylim=(0, None))
ax_walk.set_title("From each it is downhill all the way")
fig.legend(loc="outside lower center", ncols=3)
plt.show()

# %% [markdown] id="bowl-read"
# On the left, dark ground is high. All nine walkers end at one lowest place, close to the truth (1, −3). On the right
# is the loss along each walk: it falls with every step. For a linear model the loss is a bowl, as lesson 5 shows, and
# as long as no feature repeats the others it has one lowest place. The start then decides how long the way is, and
# not where it ends. Where two features say the same, the bowl has a level floor instead: other starts end at other
# weights, with the same predictions.

# %% [markdown] id="network-text"
# ## Why zero is a trap in a network
#
# A neural network adds the outputs of several **hidden units**. Ours has two, each a line bent into an S by the
# function $\tanh$, and one feature: $\hat y = \tanh(v_1 x) + \tanh(v_2 x)$. Its data are made with the weights 3 and
# −0.5. We push each weight up by 0.01 and see what the loss does.

# %% id="network"
x = np.linspace(-3, 3, 61)
target = np.tanh(3 * x) + np.tanh(-0.5 * x)


def network_loss(v1, v2):
    return np.mean((np.tanh(v1 * x) + np.tanh(v2 * x) - target) ** 2)


for v1, v2 in [(0.0, 0.0), (0.5, 0.5), (0.5, -0.2)]:
    here = network_loss(v1, v2)
    push_1 = network_loss(v1 + 0.01, v2) - here
    push_2 = network_loss(v1, v2 + 0.01) - here
    print(f"v = ({v1:.1f}, {v2:4.1f})   first {push_1:+.4f}   second {push_2:+.4f}")

# %% [markdown] id="network-read"
# Where the weights are equal, both pushes have the same effect, so a rule that follows the loss moves both by the
# same amount. Equal at the start, they stay equal, and two units do the work of one. Only weights that differ can
# drift apart.

# %% id="network-picture" tags=["picture"]
grid = np.linspace(-2, 4, 121)
hills = np.array([[network_loss(v1, v2) for v1 in grid] for v2 in grid])
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
# The map is its own mirror image, because exchanging the two units changes nothing. A start at zero stands on the
# dashed diagonal and stays on it, where 0.11 is the best that it can reach. The valleys that go down to 0 lie on
# either side, and a start with unequal weights can reach them. Our linear model has no such twins: each weight has a
# feature of its own.

# %% [markdown] id="watch-text"
# ## Watch out: a seed inside the function
#
# To make results repeatable, someone writes the seed into the function. It runs, it has the right shapes, and it
# ignores the `rng` that it was given. We ask it for a thousand starts.


# %% id="watch"
def initialize_own_seed(n_features, rng):
    rng = np.random.default_rng(0)
    return rng.standard_normal(n_features), 0.0


def study(start):
    return [loss(*start(2, np.random.default_rng(seed))) for seed in range(1000)]


right, wrong = study(initialize), study(initialize_own_seed)
print(f"right:        loss {np.mean(right):.2f} ± {np.std(right):.2f} over 1000 seeds")
print(f"seed inside:  loss {np.mean(wrong):.2f} ± {np.std(wrong):.2f} over 1000 seeds")

# %% id="watch-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(right[:60], "o", color=BLUE, label="uses rng")
ax.plot(wrong[:60], "x", color=RED, label="seed inside")
ax.set(xlabel="seed", ylabel="loss before training (price²)", ylim=(0, 34))
ax.set(title="With a seed inside, sixty trials are one trial")
ax.legend(loc="upper right", ncols=2)
plt.show()

# %% [markdown] id="watch-read"
# The number after ± is the standard deviation. The second line claims that luck plays no part. In truth one start was
# tried a thousand times: the crosses lie level while the dots jump. It is for the caller of the function to choose
# the seed. The opposite mistake, `default_rng()` without a seed inside, gives starts that nobody can repeat.

# %% [markdown] id="recap"
# ## Recap
#
# Parameters are the numbers that the machine may change: one weight per feature and one bias. A start is drawn from a
# seeded generator, so that it can be repeated, and before training it predicts nothing of use. For a linear model any
# start will do, even zero. In a network equal weights would stay equal, so they are made different by chance.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $W$ | weights | `(n_features,)` |
# | $b$ | bias | one number |
# | `rng` | generator, the seeded source of chance | |
#
# ### Three questions

# %% id="ask-changes" tags=["question"]
from linreg import train

before = X.copy(), y.copy()
W_after, b_after, _ = train(X, y, np.zeros(2), 0.0, learning_rate=0.1, n_iterations=5)
changed = not np.array_equal(before[0], X) or not np.array_equal(before[1], y)
Question(
    "What does training change?",
    {
        "the data, so that they fit the model": "The data are given. A residual shrinks because "
        "the prediction moves, never the price.",
        "the parameters, so that they fit the data": "W and b are the only numbers that may move. "
        "The data say in which direction.",
        "the seed, until the start is good": "A seed only chooses the start. Trying seeds would be "
        "the guessing of lesson 1.",
    },
    truth="the data, so that they fit the model"
    if changed or not W_after.any()
    else "the parameters, so that they fit the data",
)

# %% id="ask-start" tags=["question"]
ends_at = [
    train(X, y, starts[seed], 0.0, learning_rate=0.1, n_iterations=1000).W for seed in (1, 2)
]
Question(
    "Two models start from two seeds and are trained long enough on the same houses. Their weights?",
    {
        "they end equal": "The loss of this model is one bowl, with one lowest place.",
        "they stay different": "That is so in a neural network, whose loss has many valleys. Ours "
        "is one bowl.",
        "equal only if the seeds are equal": "The start decides how long the way is. Where it ends "
        "is decided by the data.",
    },
    truth="they end equal" if np.allclose(ends_at[0], ends_at[1]) else "they stay different",
)

# %% id="ask-zero" tags=["question"]
at_zero = X @ np.zeros(2) + 0.0
Question(
    "What does a model with all parameters at zero predict?",
    {
        "0 for every house": "Every weight times its feature is 0, and the bias adds 0: in our "
        "units a price of 500 thousand.",
        "the mean price for every house": "That would need a bias equal to the mean price. It is "
        "a good start, too, but not this one.",
        "nothing: it is an error": "Zero is a number like any other. The shapes are right, so the "
        "model predicts.",
    },
    truth="0 for every house" if not at_zero.any() else "the mean price for every house",
)

# %% [markdown] id="next"
# Next: [4 · Predict all houses at once](04_forward_pass.ipynb) turns parameters into predictions.
