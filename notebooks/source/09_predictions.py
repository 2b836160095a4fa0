# %% [markdown] id="title"
# # 9 · Make predictions
#
# **What you'll do.** Write `r_squared` and `to_natural_units`, test a trained model on houses it has never seen, and
# turn your machine on crickets, on penguins, and on data of your own.
#
# **What you'll learn**
#
# - how to say in the target's units how good a model is;
# - how a loop that stops too early gives a wrong line without a warning, and how to cure it;
# - what the learned weights mean, what they do not, and where predictions fail.
#
# **What you'll need.** Lesson 2 (test rows, `standardize`), lesson 4 (`LinearModel`) and lesson 8 (`train`).
# **Time:** about 35 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# We make two hundred houses: price = 1 + 1·area − 3·distance + noise, where the noise has a standard deviation of
# 0.5. Fifty of them are set aside. One model stays untrained; the other is trained on the remaining 150 as in lesson
# 8, with your own functions where you have written them.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import LinearModel, load_dataset, normal_equation
from linreg.checks import check, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style
from linreg.mine import fit_line, forward, generate_examples, line
from linreg.mine import root_mean_squared_error, standardize, train, train_test_split, whose
from linreg.questions import Question

use_house_style()

# %% id="models"
X, y = generate_examples(200, np.array([1.0, -3.0]), 1.0, 0.5, np.random.default_rng(9))
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_fraction=0.25, rng=np.random.default_rng(9)
)
untrained = LinearModel.initialize(2, np.random.default_rng(1))
W, b, _ = train(
    X_train, y_train, untrained.W, untrained.b, learning_rate=0.05, n_iterations=1000
)
trained = LinearModel(W, b)
print("untrained W", untrained.W.round(3), " b", round(untrained.b, 3))
print("trained   W", trained.W.round(3), " b", round(trained.b, 3))
print(whose("generate_examples", "train_test_split", "train", "forward"))

# %% [markdown] id="unseen-text"
# ## Houses the model has never seen
#
# A model that does well on its own training rows may have learned them by heart. The fifty test rows played no part
# in training, so they ask the question that matters: what about the next house?

# %% id="unseen-picture" tags=["picture"]
ends = np.array([y_test.min(), y_test.max()])
fig, ax = plt.subplots()
ax.plot(ends, ends, color=BLACK, linestyle="--", label="perfect prediction")
ax.plot(y_test, untrained.forward(X_test), "x", color=RED, markersize=6, label="untrained")
ax.plot(y_test, trained.forward(X_test), "o", color=BLUE, label="trained")
ax.set(
    xlabel="true price (units of 40 thousand)", ylabel="predicted price (units of 40 thousand)"
)
ax.set(title="Training moves the predictions to the diagonal")
ax.legend()
plt.show()

# %% [markdown] id="unseen-read"
# Each house is drawn once for each model, at its true price on the lower axis. The red crosses of the untrained model
# lie in a flat cloud: an expensive house and a cheap one get much the same prediction. The blue dots of the trained
# model follow the diagonal, where prediction and truth are equal.

# %% id="slider" tags=["picture"]
history = [
    train(X_train, y_train, untrained.W, untrained.b, learning_rate=0.05, n_iterations=n)
    for n in range(1, 61)
]
fig, ax = plt.subplots()
ax.plot(ends, ends, color=BLACK, linestyle="--", label="perfect prediction")
(dots,) = ax.plot(y_test, untrained.forward(X_test), "o", color=BLUE, label="prediction")
ax.set(
    xlabel="true price (units of 40 thousand)", ylabel="predicted price (units of 40 thousand)"
)
ax.set(ylim=ends + np.array([-1, 1]))
ax.legend()


def after(iterations, *, ax=ax, dots=dots):
    W, b, _ = history[iterations - 1]
    dots.set_ydata(forward(X_test, W, b))
    ax.set_title(f"Predictions after {iterations} iterations")


Explorer(fig, after, iterations=Slider("iterations", 1, 60, start=15, step=1, play=True))

# %% [markdown] id="slider-read"
# Move the slider, or press play, and watch the dots turn to the diagonal. After 15 iterations, shown where there is
# no slider, the cloud has its direction but is still too flat. After 60 it hardly moves any more.

# %% [markdown] id="rmse-text"
# ## An error in the units of the price
#
# The mean squared error is in *squared* units. Its root, lesson 1's RMSE, is in the units of the target.
#
# > **Predict first.** The noise in these prices has a standard deviation of 0.5. Choose before you go on.

# %% id="ask-rmse" tags=["question"]
miss = Question(
    "On the test rows, the trained model's RMSE will be …",
    {
        "near 0": "The model knows the weights, but nobody knows the noise of a new house.",
        "near 0.5": "It misses by about the noise, and no model of these two features can do "
        "better on average on new rows.",
        "near 1": "That would be twice the noise: a model that has found the weights does better.",
    },
)
miss

# %% id="rmse" tags=["answer"]
predictions = {
    "untrained": untrained.forward(X_test),
    "always the mean": np.full(len(y_test), y_train.mean()),
    "trained": trained.forward(X_test),
}
scores = {}
for name, y_hat in predictions.items():
    scores[name] = root_mean_squared_error(y_test, y_hat)
    print(f"{name:16} RMSE {scores[name]:.3f}")

score = scores["trained"]
miss.reveal("near 0" if score < 0.25 else "near 0.5" if score < 0.75 else "near 1")

# %% [markdown] id="rmse-read"
# "Always the mean" does not look at the house: it says the mean price of the training rows.
#
# A test set is honest once: whoever tries rates until *this* number looks good has fitted the test rows, too.
#
# ## A score without units
#
# An RMSE of 0.5 is excellent where prices spread by 3, and useless where they spread by 0.5. **R²** compares the two:
# the model's squared residuals with those of the mean $\bar y$ of the targets.
#
# $$R^2 = 1 - \frac{\sum_i (\hat y_i - y_i)^2}{\sum_i (\bar y - y_i)^2}$$
#
# A perfect model scores 1, the mean scores 0, and a worse model scores below 0.
#
# ## Your turn
#
# Write R². `y` and `y_hat` have shape `(n_samples,)`; the result is one number.


# %% id="r_squared" tags=["exercise"]
def r_squared(y, y_hat):
    return ...


# %% id="r_squared-check" tags=["check"]
check(r_squared)

# %% id="r_squared-hint" tags=["hint"]
# hint("r_squared")

# %% [markdown] id="r_squared-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# "Always the mean" uses the mean of the *training* rows and is scored on the *test* rows.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-r2" tags=["question"]
of_the_mean = Question(
    "The R² of always predicting the training rows' mean, on the test rows, is …",
    {
        "exactly 0": "That would be so with the mean of the test rows themselves.",
        "a little above 0": "Nothing constant can beat the test rows' own mean, which has R² = 0.",
        "a little below 0": "The test rows' own mean fits them best, and the mean of other rows a "
        "little worse. Despite its name, R² can be negative: a bad model scores far below 0.",
    },
)
of_the_mean

# %% id="use" tags=["answer"]
from linreg.mine import r_squared

for name, y_hat in reversed(predictions.items()):
    print(f"{name:16} R² {r_squared(y_test, y_hat):6.3f}")

score = r_squared(y_test, predictions["always the mean"])
of_the_mean.reveal(
    "exactly 0" if score == 0 else "a little above 0" if score > 0 else "a little below 0"
)

# %% [markdown] id="use-read"
# The trained model explains all but two hundredths of the variance of prices that it has not seen.
#
# ## A new house
#
# Somebody offers a house of 150 m², 8 km out. What is it worth? Training needs standard units, and people use m². The
# scaled feature is $(x - m)/s$, with mean $m$ and standard deviation $s$. Put that into the prediction and multiply
# out:
#
# $$w_s \frac{x - m}{s} + b_s = \frac{w_s}{s}\, x + \left( b_s - \frac{w_s m}{s} \right).$$
#
# This weight and this bias give the same prediction from features that nobody has scaled.
#
# ## Your turn: natural units
#
# Write this for several features: `W`, `mean` and `std` have shape `(n_features,)`, `b` is a number. Return the new
# `W` and the new `b`.
#
# $$W^{\text{new}}_j = \frac{W_j}{s_j}, \qquad b^{\text{new}} = b - \sum_j \frac{W_j m_j}{s_j}$$


# %% id="to_natural_units" tags=["exercise"]
def to_natural_units(W, b, mean, std):
    return ...


# %% id="to_natural_units-check" tags=["check"]
check(to_natural_units)

# %% id="to_natural_units-hint" tags=["hint"]
# hint("to_natural_units")

# %% [markdown] id="to_natural_units-solution" tags=["solution"]

# %% id="learn"
from linreg.mine import to_natural_units


def learn(X, y):
    """Train on standardized features; return the parameters in the units of X."""
    X_scaled, mean, std = standardize(X)
    start = np.zeros(X.shape[1])
    W, b, _ = train(X_scaled, y, start, 0.0, learning_rate=0.1, n_iterations=1000)
    return to_natural_units(W, b, mean, std)


houses = load_dataset("houses")
house_W, house_b = learn(houses.X, houses.y)
print(f"price = {house_W[0]:.3f}·area − {-house_W[1]:.2f}·distance + {house_b:.1f} thousand")
new_house = np.array([[150.0, 8.0]])
print(f"150 m² at 8 km: {forward(new_house, house_W, house_b)[0]:.0f} thousand")

# %% [markdown] id="residual-text"
# ## Look at what is left over
#
# A straight line is the right shape if the price really changes at a constant rate with each feature. How far its
# numbers can be trusted depends on three more things: the scatter is the same everywhere, the rows do not depend on
# each other, and no single row, far from all others, decides alone. If all four hold, the residuals look like noise:
# a level band around 0. We draw them against the predictions, for our houses and for a second town, where a unit of
# area or distance changes the price by a *percentage*.

# %% id="residual-picture" tags=["picture"]
curved = 4 * np.exp(0.2 * (y - 1))
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6))
for ax, target, name in [(axes[0], y, "straight"), (axes[1], curved, "curved")]:
    fitted = forward(X, *normal_equation(X, target))
    ax.plot(fitted, fitted - target, "o", color=GREY, markersize=4, label="residuals")
    ax.axhline(0, color=BLACK, linestyle="--", label="no error")
    ax.set(xlabel="predicted price (units of 40 thousand)", ylabel="predicted − true")
    ax.set(title=f"{name}: R² {r_squared(target, fitted):.2f}")
axes[1].legend()
plt.show()

# %% [markdown] id="residual-read"
# On the left is a level band around 0: noise, as it should be. On the right is a bend: the cheapest and the most
# expensive houses are predicted too low, those in the middle too high. R² is still 0.77, and only the picture shows
# that a straight line is the wrong shape. More training would not help. (A fan in place of a band would show that the
# scatter grows with the price.)

# %% [markdown] id="cricket-text"
# ## Crickets: a thermometer that sings
#
# Nobody invented these numbers. George W. Pierce (*The Songs of Insects*, 1948) counted, on 15 occasions, how many
# times a second a striped ground cricket chirped, and read the thermometer. We train on the raw numbers for 200
# iterations and compare with lesson 8's closed form, also called *least squares*.

# %% id="cricket-raw"
crickets = load_dataset("cricket_chirps")
chirps = crickets.X[:, 0]
early_W, early_b, _ = train(
    crickets.X, crickets.y, np.array([0.0]), 0.0, learning_rate=0.002, n_iterations=200
)
best_w, best_b = fit_line(chirps, crickets.y)
print(f"200 iterations: temperature = {early_W[0]:.3f}·chirps + {early_b:.3f}")
print(f"closed form:    temperature = {best_w:.3f}·chirps + {best_b:.3f}")

# %% id="cricket-picture" tags=["picture"]
rate = np.array([14.0, 20.5])
fig, ax = plt.subplots()
ax.plot(chirps, crickets.y, "o", color=GREY, label="measured")
ax.plot(rate, line(rate, early_W[0], early_b), "--", color=RED, label="200 iterations, raw")
ax.plot(rate, line(rate, best_w, best_b), color=BLUE, label="closed form")
ax.set(xlabel="chirps per second", ylabel="temperature (°F)")
ax.set(title="The loop stopped before it was done")
ax.legend()
plt.show()

# %% [markdown] id="cricket-read"
# Both lines pass through the middle of the crickets, but the dashed one is too steep: it is almost a line through the
# origin. Nothing gives a warning. The loss has fallen, and then seems to stand still.
#
# Lesson 8 explains it. All chirp rates lie between 14 and 20, far from 0. Raising the weight by 1, or the bias by 17,
# changes all predictions almost alike: the bowl is a long, narrow valley, and the loop crawls along its floor. In
# standard units the bowl is round.

# %% id="mend"
cricket_W, cricket_b = learn(crickets.X, crickets.y)
print(f"loop:        temperature = {cricket_W[0]:.4f}·chirps + {cricket_b:.4f} °F")
print(f"closed form: temperature = {best_w:.4f}·chirps + {best_b:.4f} °F")
fitted = forward(crickets.X, cricket_W, cricket_b)
print(f"RMSE {root_mean_squared_error(crickets.y, fitted):.2f} °F", end="")
print(f", R² {r_squared(crickets.y, fitted):.3f}, on the 15 rows that it was fitted to")

# %% [markdown] id="mend-read"
# On the raw numbers the rate had to stay below 0.0036. In standard units it may be 0.1, and the loop agrees with the
# closed form in every digit printed. One chirp per second more goes with 3.29 °F more.
#
# ### 17 chirps: how many °F, give or take what?
#
# An RMSE on the rows that were fitted is too kind, because the line was chosen to suit them. With 15 rows there are
# none to spare for a test set. So each row is the test set once: fit the other 14, predict this one. The method is
# called **leave-one-out**.

# %% id="leave-one-out"
left_out = []
for i in range(len(chirps)):
    others = np.arange(len(chirps)) != i  # True for every row but row i
    w, b = fit_line(chirps[others], crickets.y[others])
    left_out.append(line(chirps[i], w, b))
left_out = np.array(left_out)
miss_out = root_mean_squared_error(crickets.y, left_out)
print(f"17 chirps per second: {line(17.0, best_w, best_b):.0f} °F, give or take {miss_out:.1f}")
inside = np.abs(left_out - crickets.y) <= miss_out
print(f"R² on rows left out: {r_squared(crickets.y, left_out):.3f}", end="")
print(f"; {inside.sum()} of 15 lie within {miss_out:.1f} °F of their prediction")

# %% [markdown] id="leave-one-out-read"
# On rows not seen the RMSE is 4.1 °F and not 3.6, and R² is 0.60 and not 0.70. With 15 rows even that is uncertain,
# by about $1/\sqrt{2 \cdot 15}$, a fifth of its size. An honest answer is "81 °F, give or take 4 or 5, and often
# farther off": of these 15 rows, 7 are farther off than 4, and 4 farther than 5.
#
# ## Penguins: two features
#
# 342 penguins of three species were weighed and measured in Antarctica (Gorman, Williams and Fraser, 2014). The
# features are flipper length and bill length in millimetres, and the target is body mass in grams. A quarter is kept
# for the test.

# %% id="penguin"
penguins = load_dataset("penguins")
P_train, P_test, m_train, m_test = train_test_split(
    penguins.X, penguins.y, test_fraction=0.25, rng=np.random.default_rng(4)
)
penguin_W, penguin_b = learn(P_train, m_train)
exact_W, exact_b = normal_equation(P_train, m_train)
for name, W, b in [("loop", penguin_W, penguin_b), ("closed form", exact_W, exact_b)]:
    print(f"{name:13}  mass = {W[0]:.4f}·flipper + {W[1]:.4f}·bill − {-b:.4f} g")

# %% id="penguin-picture" tags=["picture"]
mass_hat = forward(P_test, penguin_W, penguin_b)
error = root_mean_squared_error(m_test, mass_hat)
span = np.array([m_test.min(), m_test.max()])
fig, ax = plt.subplots()
ax.plot(span, span, color=BLACK, linestyle="--", label="perfect prediction")
ax.plot(m_test, mass_hat, "o", color=BLUE, label="penguins of the test set")
ax.set(xlabel="true body mass (g)", ylabel="predicted body mass (g)")
ax.set(title=f"RMSE {error:.0f} g, R² {r_squared(m_test, mass_hat):.2f} on unseen penguins")
ax.legend()
plt.show()

# %% [markdown] id="penguin-read"
# The loop agrees with the closed form to four decimals. For penguins it has never seen, the model is typically off by
# 380 g, a tenth of their mass.
#
# ### What the model does not know: the species
#
# The table also says which species each penguin belongs to. Our model does not use it. Do the residuals show it?

# %% id="species"
import csv
from importlib.resources import files

with (files("linreg") / "data" / "penguins.csv").open(encoding="utf-8") as file:
    species = np.array([row["species"] for row in csv.DictReader(file)])
residual = forward(penguins.X, penguin_W, penguin_b) - penguins.y
bill = penguins.X[:, 1]
for name in np.unique(species):
    own = species == name
    slope, _ = fit_line(bill[own], penguins.y[own])
    print(
        f"{name:9} {own.sum():3} penguins   mean residual {residual[own].mean():5.0f} g", end=""
    )
    print(f"   bill: {slope:5.1f} g per mm")
slope, _ = fit_line(bill, penguins.y)
print(f"all       {len(bill)} penguins{'':27}   bill: {slope:5.1f} g per mm")

# %% [markdown] id="species-read"
# They do: Chinstraps are predicted 300 g too heavy on average. And the weight of the bill is different in each
# species.
#
# ## What a weight means
#
# A weight is the change of the prediction for one unit of its feature *while the other features stay the same*. Leave
# a feature out, and the same bill gets another weight.

# %% id="meaning"
alone_W, alone_b = normal_equation(P_train[:, [1]], m_train)
together = np.corrcoef(P_train[:, 0], P_train[:, 1])[0, 1]
print(f"bill alone:            {alone_W[0]:6.1f} g per mm")
print(f"bill beside flipper:   {exact_W[1]:6.1f} g per mm")
print(f"correlation of the two features: {together:.2f}")

# %% [markdown] id="meaning-read"
# Long bills come with long flippers, so a bill alone takes the credit for both. No weight says that a longer bill
# *makes* a penguin heavier. A weight only describes how the rows at hand vary together.

# %% [markdown] id="watch-text"
# ## Watch out: outside the data
#
# A formula answers every question, even one that it has learned nothing about. Here a line is fitted to the 200
# houses of lesson 1, all within 18 km of the centre, and asked about 24 km.

# %% id="watch"
distance = houses.X[:, 1]
slope, base = fit_line(distance, houses.y)
far = 24.0
print(f"farthest house: {distance.max():.1f} km")
print(f"predicted at {far:.0f} km: {line(far, slope, base):.0f} thousand")

# %% id="watch-picture" tags=["picture"]
reach = np.array([distance.min(), distance.max()])
beyond = np.array([distance.max(), far])
fig, ax = plt.subplots()
ax.plot(distance, houses.y, "o", color=GREY, markersize=4, label="houses")
ax.plot(reach, line(reach, slope, base), color=BLUE, label="where there is data")
ax.plot(beyond, line(beyond, slope, base), "--", color=RED, label="extrapolation")
ax.axhline(0, color=BLACK, linewidth=1)
ax.set(
    xlabel="distance (km)",
    ylabel="price (thousands)",
    title="Beyond 21 km the price is below zero",
)
ax.legend()
plt.show()

# %% [markdown] id="watch-read"
# The dashed part goes on as if nothing changed, crosses zero near 21 km, and offers a house for less than nothing.
# Before you use a prediction, ask whether its features lie among those of the training rows.
#
# ## Your own data
#
# Put a table beside this notebook as `my_data.csv`: names in the first line, numbers below, the target in the last
# column. The next cell learns from that table, or from the houses if there is none. In the cell after it, write your
# name into `name`: it becomes the seed of a town of your own, which only a namesake shares.

# %% id="save"
from pathlib import Path

from linreg import read_csv

own_file = Path("my_data.csv")
table = read_csv(
    own_file if own_file.exists() else str(files("linreg") / "data" / "houses.csv")
)
A, A_test, t, t_test = train_test_split(
    table.X, table.y, test_fraction=0.25, rng=np.random.default_rng(0)
)
own_W, own_b = learn(A, t)
for name, weight in zip(table.feature_names, own_W, strict=True):
    print(f"{table.target_name} per {name}: {weight:.4g}")
error = root_mean_squared_error(t_test, forward(A_test, own_W, own_b))
print(f"typical miss on {len(t_test)} unseen rows: {error:.4g}")

# %% id="own-houses"
name = "Ada"
rng = np.random.default_rng(list(name.encode()))
W_own, b_own = rng.uniform(-5, 5, 2).round(1), round(float(rng.uniform(-5, 5)), 1)
X_own, y_own = generate_examples(300, W_own, b_own, 0.5, rng)
W_found, b_found = learn(X_own, y_own)
print(f"the town of {name}: truth W {W_own} b {b_own}", end="")
print(f"   found W {W_found.round(2)} b {b_found:.2f}")
print("all within 0.15:", max(*np.abs(W_found - W_own), abs(b_found - b_own)) < 0.15)

# %% [markdown] id="agree-text"
# ## Three libraries, one answer
#
# Here is what your library finds in the three tables, compared with the closed form of `linreg` and with scikit-learn
# 1.9 (`LinearRegression`; its numbers are copied here).

# %% id="agree"
scikit_learn = {
    "houses": [1.56357899, -48.1005831, 834.316319],
    "cricket_chirps": [3.29109409, 25.2323131],
    "penguins": [48.1448591, 6.04748753, -5736.89716],
}
print(f"{'data set':15} {'parameters':28} loop, linreg and scikit-learn agree")
for name, theirs in scikit_learn.items():
    rows = load_dataset(name)
    yours, exact = [np.append(*fit(rows.X, rows.y)) for fit in (learn, normal_equation)]
    agree = np.allclose(yours, exact, rtol=1e-6) and np.allclose(exact, theirs, rtol=1e-6)
    print(f"{name:15} {' '.join(f'{one:9.3f}' for one in yours):28} {agree}")

# %% id="keep"
# A trained model is a handful of numbers: saved and loaded again, it predicts the same.
from tempfile import TemporaryDirectory

with TemporaryDirectory() as folder:
    path = Path(folder) / "crickets.json"
    LinearModel(cricket_W, cricket_b).save(path)
    again = LinearModel.load(path)
print(
    "the same predictions:",
    np.array_equal(
        again.forward(crickets.X), LinearModel(cricket_W, cricket_b).forward(crickets.X)
    ),
)

# %% [markdown] id="next"
# ## Where next
#
# *Logistic regression* puts an S-shaped curve after $XW + b$ and uses another loss; its gradient again has
# $X^\top(\hat y - y)$ in it. A *neural network* stacks such layers, starts from random weights (lesson 3 said why),
# and its loss is no longer one bowl. The loop stays the same: forward, loss, backward, update, repeat.

# %% [markdown] id="recap"
# ## Recap
#
# RMSE says in the units of the target how far off a model is, R² compares it with always saying the mean, and both
# are honest only on rows it has not seen. A loop that stops in a narrow valley gives a wrong line without a warning;
# standard units allow a rate at which it arrives. A weight means something only together with the other features of
# its model, and a prediction only near the data.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $\bar y$ | mean of the targets | one number |
# | RMSE | typical residual, in units of $y$ | one number |
# | $R^2$ | share of the variance explained | one number, at most 1 |
#
# ### Three questions

# %% id="ask-large-weight" tags=["question"]
in_metres = normal_equation(penguins.X * np.array([0.001, 1]), penguins.y)[0][0]
Question(
    "The weight of one feature is 48 and that of another 0.5. Is the first one more important?",
    {
        "yes, a larger weight counts more": "Measure the flipper in metres, and its weight is 1000 "
        "times as large, with the same predictions.",
        "that depends on their units": "A weight is per unit of its feature. Only features in "
        "standard units can be compared by their weights.",
        "no, the smaller one": "A weight is per unit of its feature, and the unit can be chosen, so "
        "neither size says anything.",
    },
    truth="that depends on their units"
    if np.isclose(in_metres, 1000 * normal_equation(penguins.X, penguins.y)[0][0])
    else "yes, a larger weight counts more",
)

# %% id="ask-negative" tags=["question"]
negative = r_squared(y_test, predictions["untrained"])
Question(
    "A model has R² = −0.4 on new rows. What does that say?",
    {
        "its predictions fall where they should rise": "That is a negative correlation. R² looks at "
        "the size of the residuals only.",
        "always saying the mean would be better": "Its squared residuals are 1.4 times those of the "
        "mean. R² has no lower end.",
        "there is a mistake: a square is not negative": "Its name misleads. R² is 1 minus a ratio, "
        "and the ratio may be above 1.",
    },
    truth="always saying the mean would be better"
    if negative < 0 < scores["untrained"] - scores["always the mean"]
    else "there is a mistake: a square is not negative",
)

# %% id="ask-lever" tags=["question"]
Question(
    "Bill alone: about 90 g per mm. Bill beside flipper: about 12. Which is the effect of a bill?",
    {
        "90 g per mm": "That bill also speaks for the flipper, which is longer where the bill is "
        "longer.",
        "12 g per mm": "It compares penguins with equal flippers. With species as a third feature "
        "it would be yet another number.",
        "neither is an effect": "Both describe how the rows vary together. What happens when "
        "something is changed needs an experiment.",
    },
    truth="neither is an effect" if alone_W[0] > 5 * abs(exact_W[1]) else "90 g per mm",
)

# %% id="progress" tags=["check"]
progress()

# %% [markdown] id="look-back"
# If all of them have a ✓, `my_linreg.py` is a machine learning library, and you have written every function in it.
# Read it from top to bottom, and import it wherever you like.
#
# Back to the beginning: [1 · Fit a line by hand](01_introduction.ipynb).
