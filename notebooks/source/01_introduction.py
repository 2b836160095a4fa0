# %% [markdown] id="title"
# # 1 · Fit a line by hand
#
# **What you'll do.** Write `line`, and turn its two numbers until it tells the price of a house from its distance to
# the city centre. Then write `root_mean_squared_error`, which says how far off it still is.
#
# **What you'll learn**
#
# - what a regression problem is, and what the two numbers of a line mean;
# - how a line is judged, and that "best" is a choice;
# - what it means for a machine to learn, and how nine lessons build one that does.
#
# **What you'll need.** A little Python: names, functions, lists. No machine learning. **Time:** about 30 minutes.

# %% [markdown] id="run-text"
# ## First: how to run a cell
#
# A notebook is made of cells, some of text, some of code. Click the code cell below and press **Shift+Enter**: it
# runs, and its result appears underneath. Then change the 4 to a 5 and run it again.
#
# Run the cells in order, from top to bottom, because each may use what the earlier ones have made. To add a cell of
# your own below the one that is selected, press **Esc** and then **B**.

# %% id="run"
rooms = 4
print("floor area:", rooms * 25, "m²")

# %% [markdown] id="setup-text"
# ## Setup
#
# The next cell loads our tools (NumPy for arrays, Matplotlib for pictures) and two hundred invented houses. For each
# house we keep its distance to the city centre in kilometres and its price in thousands (of whatever currency you
# like). `houses.X` is a table whose columns are counted from 0; `houses.X[:, 1]` takes column 1 out of it. The shape
# `(200,)` means 200 numbers in a row.
#
# Code that only draws is folded away: what counts is the picture. If you cannot see a picture, or want its numbers,
# add a cell below it with `describe()`, which says in words what the last picture shows.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import load_dataset
from linreg.checks import check, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style
from linreg.questions import Question

use_house_style()

houses = load_dataset("houses")
distance, price = houses.X[:, 1], houses.y
print("distance", distance.shape, "  first five:", distance[:5], "km")
print("price   ", price.shape, "  first five:", price[:5], "thousand")

# %% [markdown] id="problem-text"
# ## A number from numbers
#
# An estate agent is asked what a house is worth and knows only where it stands. Predicting a number from other
# numbers is called **regression**. What we know is the **feature** $x$, here the distance; what we want to know is
# the **target** $y$, here the price.

# %% id="scatter" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(distance, price, "o", color=GREY, label="one house")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set(title="The farther out, the cheaper", xlim=(0, 20), ylim=(0, 1000))
ax.legend()
plt.show()

# %% [markdown] id="scatter-read"
# Each point is one house. The cloud falls from above 800 thousand near the centre to below 300 far out. It is not a
# line: at 10 km some houses cost little more than 400 and others more than 600, because floor area matters too, and
# so does chance.

# %% [markdown] id="line-text"
# ## Two numbers make a line
#
# Suppose the agent says: "Begin at 850, and take off 30 for every kilometre." That is a line,
#
# $$\hat y = w\,x + b,$$
#
# where $\hat y$, read "y hat", is the **predicted** price. The **slope** $w = -30$ is in thousands per kilometre, and
# the **intercept** $b = 850$ is in thousands. From lesson 2 on we call them by the names that machine learning uses:
# **weight** and **bias**.

# %% id="line-picture" tags=["picture"]
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
# The solid line is the prediction; the dashed steps show its slope: five kilometres farther, 150 thousand less, so 30
# less for each kilometre. The square marks the intercept, which is the height of the line at 0 km. For a house at 10
# km the agent's line says −30 · 10 + 850 = 550 thousand.

# %% [markdown] id="array-text"
# ## Many houses at once
#
# NumPy keeps many numbers in one **array**. What we do with an array is done with each of its numbers, and what we do
# with two arrays of the same length is done pair by pair.

# %% id="array"
few = np.array([1.0, 2.0, 6.0])
print("few * 10 + 1   ", few * 10 + 1)
print("few - [0, 4, 1]", few - np.array([0.0, 4.0, 1.0]))
print("few ** 2       ", few**2)
print("np.mean(few)   ", np.mean(few))
print("np.sqrt(few)   ", np.sqrt(few).round(2))

# %% [markdown] id="exercise-how"
# ## Your turn: how an exercise works
#
# The next code cell holds a function that does nothing yet: `...` stands for what is missing. Replace it with your
# own code and press Shift+Enter. Then run the cell below it, which **checks** your function. If something is wrong,
# it says what.
#
# When your function is right, the check puts it into `my_linreg.py`, a file beside this notebook. That file is your
# own library: by lesson 9 it holds the whole machine, and from now on the lessons use it.
#
# Are you stuck? Take the `#` away in the cell with `hint`: each run gives one more hint. The solution is folded away
# below; a click opens it.

# %% [markdown] id="exercise-line"
# ### The line
#
# Write the line. `x` is an array of distances of any length, or a single distance; `w` and `b` are numbers. The
# result has the shape of `x`. Nothing breaks if you leave an exercise for later.
#
# $$\hat y = w\,x + b$$


# %% id="line" tags=["exercise"]
def line(x, w, b):
    return ...


# %% id="line-check" tags=["check"]
check(line)

# %% id="line-hint" tags=["hint"]
# hint("line")

# %% [markdown] id="line-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# `from linreg.mine import line` takes *your* `line` out of `my_linreg.py`, if it is there and right, and otherwise
# the one in `linreg`, the package of this course. So the lesson runs to its end whether or not yours is written.
# Given an array, the function predicts all houses at once.

# %% id="use"
from linreg.mine import line

print(f"a house at 10 km: {line(10, w=-30, b=850):.0f} thousand")
predicted = line(distance, w=-30, b=850)
print("first five houses:", predicted[:5].round(1))

# %% [markdown] id="miss-text"
# ## Every line misses
#
# We know what these houses cost, so we can see how far off the line is. The **residual** of a house is its prediction
# minus its price. (Statistics books often turn it round: price minus prediction.) Here are those of the first twelve
# houses.

# %% id="miss-picture" tags=["picture"]
x_ends = np.array([0, 20])
fig, ax = plt.subplots()
ax.plot(x_ends, line(x_ends, w=-30, b=850), color=BLUE, label="line: −30·x + 850")
ax.vlines(distance[:12], price[:12], predicted[:12], color=RED, label="residual")
ax.plot(distance[:12], price[:12], "o", color=GREY, markersize=7, label="house")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set(title="A residual is measured straight up and down", xlim=(4, 16), ylim=(250, 850))
ax.legend()
plt.show()

# %% [markdown] id="miss-read"
# The line is too flat: it says too little for the houses near the centre and too much for most of those far out. To
# judge it by one number we square each residual, so that none is negative, take the mean, and then the root, which
# brings us back to thousands.
#
# ## Your turn: the typical miss
#
# This number is the **root mean squared error**, **RMSE** for short: the size of a typical miss. Write it. `y` holds
# the true prices and `y_hat` the predicted ones, both of shape `(n_samples,)`, where `n_samples` is the number of
# houses; the result is one number. The sign $\sum$ means: add up for all houses $i$ from 1 to $n$.
#
# $$\text{RMSE} = \sqrt{\frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2}$$


# %% id="root_mean_squared_error" tags=["exercise"]
def root_mean_squared_error(y, y_hat):
    return ...


# %% id="root_mean_squared_error-check" tags=["check"]
check(root_mean_squared_error)

# %% id="root_mean_squared_error-hint" tags=["hint"]
# hint("root_mean_squared_error")

# %% [markdown] id="root_mean_squared_error-solution" tags=["solution"]

# %% id="typical"
from linreg.mine import root_mean_squared_error


def typical_miss(w, b):
    return root_mean_squared_error(price, line(distance, w, b))


print(f"slope -30, intercept 850: typical miss {typical_miss(-30, 850):.1f} thousand")

# %% [markdown] id="predict-tilt"
# ## Tilt the line
#
# The line is too flat, so we tilt it: slope −50 instead of −30, with the same intercept.
#
# > **Predict first.** Run the next cell, choose an answer, and only then go on.

# %% id="ask-tilt" tags=["question"]
tilt = Question(
    "The slope becomes −50 instead of −30, the intercept stays. What will the typical miss do?",
    {
        "it shrinks": "That would be so if the line turned about the middle of the cloud.",
        "it stays about the same": "That would be so if most houses stood near 0 km, where "
        "the line turns.",
        "it grows": "The line turns about its intercept, at 0 km, where no house stands. "
        "Tilted there, it drops below the whole cloud. Raised by 200 as well, it is the best of "
        "the three: the two numbers must be chosen together.",
    },
)
tilt

# %% id="answer-tilt" tags=["answer"]
for w, b in [(-30, 850), (-50, 850), (-50, 1050)]:
    print(f"slope {w}  intercept {b:4}   typical miss {typical_miss(w, b):5.1f} thousand")

ratio = typical_miss(-50, 850) / typical_miss(-30, 850)
tilt.reveal(
    "it grows" if ratio > 1.2 else "it shrinks" if ratio < 0.8 else "it stays about the same"
)

# %% [markdown] id="answer-tilt-read"
# ### Turn both knobs
#
# Move the slope and the intercept, and make the red residuals as short as you can. A typical miss below 45 thousand
# is possible.

# %% id="slider" tags=["picture"]
fig, ax = plt.subplots()
misses = ax.vlines(distance, price, price, color=RED, linewidth=1, label="residual")
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
# At −30 and 850 the red residuals are longest at the two ends of the cloud. With a steeper *and* higher line, towards
# −50 and 1050, they shrink. No line removes them all, because the houses do not lie on a line. If you have no
# sliders, write other pairs (w, b) into the list `[(-30, 850), …]` three cells above, and run that cell again.

# %% [markdown] id="best-text"
# ## What "best" could mean
#
# The typical miss is one judge of lines. A second judge takes the mean of the residuals without their signs, and a
# third looks only at the largest of them. Each may choose among the same 1500 lines.

# %% id="best"
lines = [(w / 5, b) for w in range(-270, -210) for b in range(970, 1070, 4)]
residuals = np.array([line(distance, w, b) - price for w, b in lines])  # a row for each line
scores = {
    "typical miss": np.sqrt(np.mean(residuals**2, axis=1)),
    "mean size of a residual": np.mean(np.abs(residuals), axis=1),
    "largest residual": np.max(np.abs(residuals), axis=1),
}
for name, score in scores.items():
    w, b = lines[score.argmin()]
    print(f"{name:23} smallest at slope {w:.1f}, intercept {b}")
w_best, b_best = lines[scores["typical miss"].argmin()]

# %% [markdown] id="best-read"
# Three judges choose three lines, which here lie close together. So "best" is a choice, and it has to be made before
# anything can be learned. We choose the typical miss, which uses squares; lesson 5 gives the reasons. Its line falls
# by 48.4 thousand per kilometre.

# %% [markdown] id="learn-text"
# ## What learning means
#
# To **learn** is to adjust numbers, with the help of data, until the residuals are small. The crudest learner
# guesses: it draws a slope and an intercept at random, three hundred times, and keeps the best pair so far.

# %% id="learn"
rng = np.random.default_rng(0)
record = [np.inf]
for _ in range(300):
    w, b = rng.uniform(-100, 20), rng.uniform(0, 1500)
    record.append(min(record[-1], typical_miss(w, b)))
lowest = typical_miss(w_best, b_best)
for n in (1, 10, 100, 300):
    print(f"after {n:3} guesses: {record[n]:5.1f} thousand   (lowest {lowest:.1f})")

# %% id="learn-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.step(range(1, 301), record[1:], where="post", color=BLUE, label="best guess so far")
ax.axhline(lowest, color=BLACK, linestyle="--", label=f"the best line, {lowest:.1f}")
ax.set(xlabel="guesses", ylabel="typical miss (thousands)", ylim=(0, None))
ax.set(title="Guessing gets better, but slowly and by luck")
ax.legend()
plt.show()

# %% [markdown] id="learn-read"
# The record never rises, because a worse guess is thrown away. But it falls more and more rarely: the last two
# hundred guesses bring nothing, and the best line is not reached. With ten numbers instead of two, good guesses would
# be far rarer still. A better learner asks the data which way to turn each number. That is the machine we build.

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

# %% id="map" tags=["picture"]
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
# downhill direction, take a step. When the loss no longer falls, the parameters are used for predictions.

# %% [markdown] id="elsewhere-text"
# ## The same line elsewhere
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
# Each answer has the unit of its intercept. The last one is absurd: nobody sells −24 ice creams. A line does not know
# where it stops making sense. We have to know.

# %% [markdown] id="watch-text"
# ## Watch out: the forgotten intercept
#
# `w * x` looks almost like the formula, and it runs without an error. But whatever `b` we ask for, this line passes
# through 0 at 0 km. We give it the best slope that it can have.


# %% id="watch"
def without_intercept(x, w, b):
    return w * x


def miss_without(w):
    return root_mean_squared_error(price, without_intercept(distance, w, b=1022))


w_wrong = min(range(-100, 101), key=miss_without)
print(f"best slope {w_wrong:+}   typical miss {miss_without(w_wrong):.1f} thousand")

# %% id="watch-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(distance, price, "o", color=GREY, markersize=4, label="house")
ax.plot(x_ends, line(x_ends, w_best, b_best), color=BLACK, label="best line")
wrong = without_intercept(x_ends, w_wrong, b=1022)
ax.plot(x_ends, wrong, "--", color=RED, label="intercept forgotten")
ax.set(xlabel="distance to the centre (km)", ylabel="price (thousands)")
ax.set(title="Without its intercept the line rises", xlim=(0, 20), ylim=(0, 1100))
ax.legend()
plt.show()

# %% [markdown] id="watch-read"
# The houses get *cheaper* by 48 thousand a kilometre; the dashed line says that they get *more expensive* by 48. Tied
# to the origin, it can reach the cloud only by rising, and its typical miss is more than five times that of the best
# line. A missing intercept not only makes a model less accurate; it can even reverse what the model says.

# %% [markdown] id="recap"
# ## Recap
#
# Regression predicts a number from numbers, and a line does it with two: a slope and an intercept. How well it does
# is measured by its residuals, once we have decided what "best" means. To learn is to adjust the two numbers until
# that measure is as small as it can be.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $x$, $y$ | feature, target | `(n_samples,)` |
# | $\hat y = wx + b$ | prediction | `(n_samples,)` |
# | $w$, $b$ | slope, intercept | one number each |
# | RMSE | typical miss, in the unit of $y$ | one number |
#
# ### Three questions
#
# Choose an answer; each of the wrong ones is wrong for a reason.

# %% id="ask-intercept" tags=["question"]
meanings = {
    "the predicted price at 0 km": line(0, w_best, b_best),
    "the mean price of all houses": price.mean(),
    "the highest price in the table": price.max(),
}
Question(
    "The best line has an intercept of about 1020. What is this number?",
    {
        "the predicted price at 0 km": "Where x is 0, w·x is 0 too, and only b is left. Whether "
        "a house could stand there is another question.",
        "the mean price of all houses": "That is the height of the best line at the mean "
        "distance, in the middle of the cloud, and not at its left end.",
        "the highest price in the table": "The intercept belongs to the line and not to a house: "
        "it may be higher than every price.",
    },
    truth=min(meanings, key=lambda name: abs(meanings[name] - b_best)),
)

# %% id="ask-euros" tags=["question"]
ratio = np.polyfit(distance, 1000 * price, 1)[0] / np.polyfit(distance, price, 1)[0]
Question(
    "All prices are written in full: 550000, not 550. What happens to the slope of the best line?",
    {
        "it stays as it is": "A slope has a unit, here price per kilometre. When the unit "
        "of the price changes, the number changes with it.",
        "it becomes 1000 times as large": "The slope is the change of the price per kilometre, and "
        "each price is now a number 1000 times as large.",
        "it becomes a thousandth of what it was": "That would be so if the distances were written in "
        "metres: then each step of 1 is a thousandth of what it was.",
    },
    truth={
        1: "it stays as it is",
        1000: "it becomes 1000 times as large",
        0.001: "it becomes a thousandth of what it was",
    }[round(ratio, 6)],
)

# %% id="ask-distance" tags=["question"]
vertical = np.abs(line(distance, w_best, b_best) - price)
sizes = {
    "straight up or down to the line": vertical,
    "at a right angle to the line": vertical / np.sqrt(1 + w_best**2),
    "sideways to the line": vertical / abs(w_best),
}
Question(
    "In which direction is the residual of a house measured?",
    {
        "straight up or down to the line": "The line makes an error in the price, at the distance "
        "where the house stands. Prices are drawn upwards.",
        "at a right angle to the line": "That is the shortest way to the line, but it mixes "
        "kilometres with prices: the house would have to move to get there.",
        "sideways to the line": "That would be an error in the distance. The distance is known; "
        "it is the price that is predicted.",
    },
    truth=min(
        sizes,
        key=lambda name: abs(np.sqrt(np.mean(sizes[name] ** 2)) - typical_miss(w_best, b_best)),
    ),
)

# %% id="progress" tags=["check"]
progress()

# %% [markdown] id="next"
# `progress()` says which exercises of all nine lessons are done, whenever you ask. `solution("line")` shows the
# function of `linreg` in a cell, for those who do not want to scroll back to a folded solution.
#
# Next: [2 · Make a data set](02_dataset.ipynb) makes examples whose true numbers we know.
