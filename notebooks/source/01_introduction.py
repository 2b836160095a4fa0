# %% [markdown] id="title"
# # 1 · Fit a line by hand
#
# **What you'll do.** Write `line`, and turn its two numbers until it says what a house costs from how far it
# stands from the city centre.
#
# **What you'll learn**
#
# - what a regression problem is, and what the two numbers of a line mean;
# - how a line is judged, and that "best" is a choice;
# - what it means for a machine to learn, and how nine lessons build one that does.
#
# **What you'll need.** Python 3 and NumPy arrays; no machine learning. **Time:** about 30 minutes.

# %% [markdown] id="run-text"
# ## First: how to run a cell
#
# A notebook is made of cells, some of text, some of code. Click the code cell below and press **Shift+Enter**:
# it runs, and its result appears underneath. Then change the 4 to a 5 and run it again.
#
# Run the cells in order, from top to bottom, because each may use what the earlier ones have made.

# %% id="run"
rooms = 4
print("floor area:", rooms * 25, "m²")

# %% [markdown] id="setup-text"
# ## Setup
#
# The next cell loads our tools (NumPy for arrays, Matplotlib for pictures) and two hundred invented houses. For each
# we keep its distance to the city centre in kilometres and its price in thousands. Code that draws (`fig`, `ax`) may
# be skipped: what counts is the picture. If you cannot see a picture, or want its numbers, add a cell below it with
# `describe()`: it says in words what the last picture shows.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import load_dataset
from linreg.checks import check, hint
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style

use_house_style()

houses = load_dataset("houses")
distance, price = houses.X[:, 1], houses.y
print("distance", distance.shape, "  first five:", distance[:5], "km")
print("price   ", price.shape, "  first five:", price[:5], "thousand")

# %% [markdown] id="problem-text"
# ## A number from numbers
#
# An estate agent is asked what a house is worth and knows only where it stands. To predict a number from other
# numbers is called **regression**. What we know is the **feature** $x$, here the distance; what we want to know is
# the **target** $y$, here the price.

# %% id="scatter"
fig, ax = plt.subplots()
ax.plot(distance, price, "o", color=GREY, label="one house")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set(title="The farther out, the cheaper", xlim=(0, 20), ylim=(0, 1000))
ax.legend()
plt.show()

# %% [markdown] id="scatter-read"
# Each point is one house. The cloud falls from above 800 thousand near the centre to below 300 far out. It is not
# a line: at 10 km some houses cost little more than 400 and others more than 600, for area counts too, and chance.

# %% [markdown] id="line-text"
# ## Two numbers make a line
#
# Suppose the agent says: "Begin at 850, and take off 30 for every kilometre." That is a line,
#
# $$\hat y = w\,x + b,$$
#
# and $\hat y$, read "y hat", is the **predicted** price. The **slope** $w = -30$ is in thousands per kilometre,
# the **intercept** $b = 850$ in thousands.

# %% id="line-picture"
fig, ax = plt.subplots()
ax.plot([0, 20], [850, 850 - 30 * 20], color=BLUE, label="ŷ = −30·x + 850")
ax.plot(0, 850, "s", color=BLACK, markersize=9, clip_on=False, label="intercept b = 850")
ax.plot([5, 10, 10], [700, 700, 550], "--", color=BLACK, label="slope w = −150 / 5 = −30")
ax.text(7.5, 715, "5 km farther", ha="center")
ax.text(10.2, 625, "150 less", va="center")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set(title="The intercept says where it starts, the slope how it falls")
ax.set(xlim=(0, 20), ylim=(0, 1000))
ax.legend(loc="lower left")
plt.show()

# %% [markdown] id="line-read"
# Solid is the line, dashed the measure of its slope: five kilometres farther, 150 thousand less, so 30 less for each
# kilometre. The square marks the intercept, the height of the line at 0 km. For a house at 10 km the agent's line
# says −30 · 10 + 850 = 550 thousand.

# %% [markdown] id="exercise-how"
# ## Your turn: how an exercise works
#
# The next code cell holds a function that does nothing yet: `...` stands for what is missing. Replace it with your
# own code and press Shift+Enter. Then run the cell below it: it **checks** your function, and if something is
# wrong, it says what.
#
# Stuck? Take the `#` in front of `hint` away: each run gives one more of three **hints**. The whole **solution** is
# folded away under the check: a click opens it. Nothing breaks if you leave an exercise for later.
#
# Write the line. `x` is an array of distances of any length, `w` and `b` are numbers; the result has the shape
# of `x`.
#
# $$\hat y = w\,x + b$$


# %% id="line" tags=["exercise"]
def line(x, w, b):
    return ...


# %% id="line-check" tags=["check"]
check(line)
# hint("line")

# %% [markdown] id="line-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# From here on we use the version in `linreg`, the package that these lessons build, so the lesson runs to its end
# whether or not yours is written. Given an array, it predicts all houses at once.

# %% id="use"
from linreg import line

print(f"a house at 10 km: {line(10, w=-30, b=850):.0f} thousand")
predicted = line(distance, w=-30, b=850)
print("first five houses:", predicted[:5].round(1))

# %% [markdown] id="miss-text"
# ## Every line misses
#
# We know what these houses cost, so we can see how far off the line is. The **miss** is prediction minus price.
# Here it is for the first twelve houses.

# %% id="miss-picture"
x_ends = np.array([0, 20])
fig, ax = plt.subplots()
ax.plot(x_ends, line(x_ends, w=-30, b=850), color=BLUE, label="line: −30·x + 850")
ax.vlines(distance[:12], price[:12], predicted[:12], color=RED, label="miss")
ax.plot(distance[:12], price[:12], "o", color=GREY, markersize=7, label="house")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set(title="A miss is measured straight up and down", xlim=(4, 16), ylim=(250, 850))
ax.legend()
plt.show()

# %% [markdown] id="miss-read"
# The line is too flat: it says too little for the houses near the centre and too much for most of those far out. To
# judge it by one number we square each miss, so that none is negative, take the mean, and then the root, which brings
# us back to thousands. We call the result the **typical miss**.


# %% id="typical"
def typical_miss(w, b):
    miss = line(distance, w, b) - price
    return np.sqrt(np.mean(miss**2))


print(f"slope -30, intercept 850: typical miss {typical_miss(-30, 850):.1f} thousand")

# %% [markdown] id="predict-tilt"
# > **Predict first.** The line is too flat, so we tilt it: slope −50 instead of −30, with the same intercept. Does the
# > typical miss shrink, stay about the same, or grow?

# %% id="answer-tilt"
for w, b in [(-30, 850), (-50, 850), (-50, 1050)]:
    print(f"slope {w}  intercept {b:4}   typical miss {typical_miss(w, b):5.1f} thousand")

# %% [markdown] id="answer-tilt-read"
# It grows to three times as much. The line turns about its intercept, at 0 km, where no house stands;
# tilted there, it drops below the whole cloud. Raised by 200 as well, it is the best of the three. The two numbers must
# be chosen together.
#
# ### Turn both knobs
#
# Move the slope and the intercept, and make the red misses as short as you can. A typical miss below 45 thousand is
# possible.

# %% id="slider"
fig, ax = plt.subplots()
misses = ax.vlines(distance, price, price, color=RED, linewidth=1, label="miss")
ax.plot(distance, price, "o", color=GREY, markersize=4, label="house")
(moving,) = ax.plot(x_ends, x_ends, color=BLUE, label="your line")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set_ylim(0, 1200)
ax.legend()


def turn(w, b, *, ax=ax, misses=misses, moving=moving):
    ends = np.column_stack([distance, price, distance, line(distance, w, b)])
    misses.set_segments(ends.reshape(-1, 2, 2))  # from (x, price) to (x, line)
    moving.set_ydata(line(x_ends, w, b))
    ax.set_title(f"Typical miss {typical_miss(w, b):.1f} thousand")


slope = Slider("slope", -100, 50, start=-30, step=1, unit="thousands per km")
intercept = Slider("intercept", 0, 1500, start=850, step=10, unit="thousands")
Explorer(fig, turn, w=slope, b=intercept)

# %% [markdown] id="slider-read"
# At −30 and 850 the red misses fan out to both sides, longest at the two ends of the cloud. Steeper *and* higher,
# towards −50 and 1050, they shrink. No line removes them all, since the houses do not stand on a line. Where the
# sliders do not move, write other pairs into the list of three lines above.

# %% [markdown] id="best-text"
# ## What "best" could mean
#
# The typical miss is one judge of lines. A second takes the mean of the misses without their signs, a third looks at
# the largest miss alone. Each may choose among the same 1500 lines.

# %% id="best"
lines = [(w / 5, b) for w in range(-270, -210) for b in range(970, 1070, 4)]
judges = {
    "typical miss": lambda miss: np.sqrt(np.mean(miss**2)),
    "mean miss without sign": lambda miss: np.mean(np.abs(miss)),
    "largest miss": lambda miss: np.max(np.abs(miss)),
}
best = {}
for name, judge in judges.items():
    scores = [judge(line(distance, w, b) - price) for w, b in lines]
    best[name] = lines[np.argmin(scores)]
for name, (w, b) in best.items():
    print(f"{name:23} smallest at slope {w:.1f}, intercept {b}")

# %% [markdown] id="best-read"
# Three judges, three best lines, here close together. So "best" is a choice, and it has to be made before anything can
# be learned. We choose squares: the line with the smallest typical miss falls by 48.4 thousand per kilometre. Lesson 5
# looks at the reasons.

# %% [markdown] id="learn-text"
# ## What learning means
#
# To **learn** is to adjust numbers, with the help of data, until the misses are small. The crudest learner guesses: it
# draws a slope and an intercept at random, three hundred times, and keeps the best pair so far.

# %% id="learn"
rng = np.random.default_rng(0)
record = [np.inf]
for _ in range(300):
    w, b = rng.uniform(-100, 20), rng.uniform(0, 1500)
    record.append(min(record[-1], typical_miss(w, b)))
lowest = typical_miss(*best["typical miss"])
for n in (1, 10, 100, 300):
    print(f"after {n:3} guesses: {record[n]:5.1f} thousand   (lowest {lowest:.1f})")

# %% id="learn-picture"
fig, ax = plt.subplots()
ax.step(range(1, 301), record[1:], where="post", color=BLUE, label="best guess so far")
ax.axhline(lowest, color=BLACK, linestyle="--", label=f"the best line, {lowest:.1f}")
ax.set(xlabel="guesses", ylabel="typical miss (thousands)", ylim=(0, None))
ax.set(title="Guessing gets better, but slowly and by luck")
ax.legend()
plt.show()

# %% [markdown] id="learn-read"
# The record never rises, because a worse guess is thrown away. Still, from about guess 70 on none is better, and the
# best line is not reached. With ten numbers instead of two, good guesses would be far rarer. A better learner asks the
# data which way to turn each number: that is the machine we build.

# %% [markdown] id="map-text"
# ## The way ahead
#
# | lesson | what it adds |
# |---|---|
# | [2 · data](02_dataset.ipynb) | examples, with two features and some noise |
# | [3 · parameters](03_initialize_parameters.ipynb) | the numbers that may change, and where they start |
# | [4 · forward](04_forward_pass.ipynb) | predictions for all houses at once |
# | [5 · loss](05_compute_loss.ipynb) | how wrong they are |
# | [6 · gradient](06_backward_pass.ipynb) | which way to turn each parameter |
# | [7 · update](07_update_parameters.ipynb) | one small turn |
# | [8 · loop](08_training_loop.ipynb) | a thousand of them |
# | [9 · predictions](09_predictions.ipynb) | houses never seen before, then crickets and penguins |

# %% id="map"
names = ["data", "parameters", "forward", "loss", "gradient", "update", "loop"]
names.append("predictions")
x, y = [0, 1, 2, 3, 3, 2, 2.5, 1], [1, 1, 1, 1, 0, 0, 0.5, 0]
fig, ax = plt.subplots(figsize=(8, 3.4))
ax.plot(x, y, "o", color=BLUE, markersize=30)
for i, name in enumerate(names):
    ax.text(x[i], y[i], i + 2, color="white", ha="center", va="center", fontsize=13)
    ax.text(x[i], y[i] + (0.24 if y[i] == 1 else -0.24), name, ha="center", va="center")
arrow = {"arrowstyle": "-|>", "color": BLACK, "shrinkA": 18, "shrinkB": 18}
for start, end in [(2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 4), (7, 9)]:
    a, b = start - 2, end - 2
    ax.annotate("", (x[b], y[b]), (x[a], y[a]), arrowprops=arrow)
ax.set(title="Lessons 4 to 7 form a ring", xlim=(-0.5, 3.5), ylim=(-0.45, 1.45))
ax.axis("off")
plt.show()

# %% [markdown] id="map-read"
# Data and first parameters enter at the left. The ring is what training repeats: predict, measure the loss, find the
# downhill direction, take a step. When the loss falls no more, the parameters are used for predictions.

# %% [markdown] id="elsewhere-text"
# ## The same line at other desks
#
# Wherever one number grows or falls steadily with another, a line is the first thing to try. Four examples with
# invented numbers:
#
# | use | feature $x$ | slope $w$ | intercept $b$ |
# |---|---|---|---|
# | sales forecasting | temperature of the day, °C | 12 ice creams per °C | −60 ice creams |
# | trend analysis | years since 2015 | 1.5 GWh per year | 80 GWh of electricity |
# | cost estimation | copies of a book | 3.2 euros per copy | 900 euros to set up |
# | performance prediction | size of a backup, GB | 0.8 minutes per GB | 2 minutes to start |

# %% id="elsewhere"
print(f"ice creams on a day of 25 °C : {line(25, w=12, b=-60):5.0f}")
print(f"electricity in 2027          : {line(2027 - 2015, w=1.5, b=80):5.0f} GWh")
print(f"500 copies of a book         : {line(500, w=3.2, b=900):5.0f} euros")
print(f"a backup of 50 GB            : {line(50, w=0.8, b=2):5.0f} minutes")
print(f"ice creams on a day of 3 °C  : {line(3, w=12, b=-60):5.0f}")

# %% [markdown] id="elsewhere-read"
# Each answer has the unit of its intercept. The last one is absurd: nobody sells −24 ice creams. A line knows nothing
# of where it stops making sense; that remains our task.

# %% [markdown] id="watch-text"
# ## Watch out: the forgotten intercept
#
# `w * x` looks almost like a line, and it runs without an error. But whatever `b` we ask for, it passes through 0
# at 0 km. We give it the best slope that it can have.


# %% id="watch"
def without_intercept(x, w, b):
    return w * x


def miss_without(w):
    return np.sqrt(np.mean((without_intercept(distance, w, b=1022) - price) ** 2))


w_wrong = min(range(-100, 101), key=miss_without)
print(f"best slope {w_wrong:+}   typical miss {miss_without(w_wrong):.1f} thousand")

# %% id="watch-picture"
fig, ax = plt.subplots()
ax.plot(distance, price, "o", color=GREY, markersize=4, label="house")
ax.plot(x_ends, line(x_ends, *best["typical miss"]), color=BLACK, label="best line")
wrong = without_intercept(x_ends, w_wrong, b=1022)
ax.plot(x_ends, wrong, "--", color=RED, label="intercept forgotten")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set(title="Without its intercept the line rises", xlim=(0, 20), ylim=(0, 1100))
ax.legend()
plt.show()

# %% [markdown] id="watch-read"
# The houses get *cheaper* by 48 thousand a kilometre; the dashed line says *dearer* by 48. Tied to the origin, it
# can reach the cloud only by rising, and its typical miss is more than five times that of the best line. A missing
# intercept does not only make a model less exact, it can turn its meaning round.

# %% [markdown] id="recap"
# ## Recap
#
# Regression predicts a number from numbers, and a line does it with two: a slope and an intercept. How well it does is
# measured by its misses, once we have decided what "best" means. To learn is to adjust the two numbers until that measure
# is as small as it can be.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $x$, $y$ | feature, target | `(n_samples,)` |
# | $\hat y = wx + b$ | prediction | `(n_samples,)` |
# | $w$, $b$ | slope, intercept | one number each |
#
# Next: [2 · The dataset](02_dataset.ipynb) makes examples whose true numbers we know.
