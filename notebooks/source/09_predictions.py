# %% [markdown] id="title"
# # 9 · Make predictions
#
# **What you'll do.** Write `r_squared`, test a trained model on houses it has never seen, and turn the same code
# on crickets and penguins.
#
# **What you'll learn**
#
# - how to say in the target's own units how good a model is;
# - how a loop that stops too early gives a wrong line without a warning, and how to mend it;
# - what the learned weights mean, what they do not, and where predictions fail.
#
# **What you'll need.** Lesson 2 (test rows, `standardize`), lesson 3 (`LinearModel`) and lesson 8 (`train`).
# **Time:** about 40 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# Two hundred houses in standard units, price = 1 + 1·area − 3·distance + noise of standard deviation 0.5. Fifty of
# them are set aside. One model stays as it was born; the other is trained on the remaining 150 as in lesson 8.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import LinearModel, forward, generate_examples, line, load_dataset
from linreg import normal_equation, root_mean_squared_error, standardize, train
from linreg import train_test_split
from linreg.checks import check, hint
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, use_house_style

use_house_style()

# %% id="models"
X, y = generate_examples(200, [1.0, -3.0], 1.0, 0.5, np.random.default_rng(9))
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_fraction=0.25, rng=np.random.default_rng(9)
)
untrained = LinearModel.initialize(2, np.random.default_rng(1))
run = train(X_train, y_train, untrained.W, untrained.b, learning_rate=0.05, n_iterations=1000)
trained = LinearModel(run.W, run.b)
print("untrained W", untrained.W.round(3), " b", round(untrained.b, 3))
print("trained   W", trained.W.round(3), " b", round(trained.b, 3))

# %% [markdown] id="unseen-text"
# ## Houses the model has never seen
#
# A model that does well on its own training rows may have learned them by heart. The fifty test rows played no part
# in training, so they ask the question that matters: what about the next house?

# %% id="unseen-picture"
ends = np.array([y_test.min(), y_test.max()])
fig, ax = plt.subplots()
ax.plot(ends, ends, color=BLACK, linestyle="--", label="perfect prediction")
ax.plot(y_test, untrained.forward(X_test), "x", color=RED, markersize=6, label="untrained")
ax.plot(y_test, trained.forward(X_test), "o", color=BLUE, label="trained")
ax.set(xlabel="true price (standard units)", ylabel="predicted price (standard units)")
ax.set(title="Training moves the predictions to the diagonal")
ax.legend()
plt.show()

# %% [markdown] id="unseen-read"
# Each house is drawn once per model, at its true price on the lower axis. The red crosses of the untrained model lie
# in a flat cloud: a dear house and a cheap one get much the same prediction. The blue dots of the trained model
# follow the diagonal, where prediction and truth are equal, from the cheapest house to the dearest.

# %% id="slider"
history = [
    train(X_train, y_train, untrained.W, untrained.b, learning_rate=0.05, n_iterations=n)
    for n in range(1, 61)
]
fig, ax = plt.subplots()
ax.plot(ends, ends, color=BLACK, linestyle="--", label="perfect prediction")
(dots,) = ax.plot(y_test, untrained.forward(X_test), "o", color=BLUE, label="prediction")
ax.set(xlabel="true price (standard units)", ylabel="predicted price (standard units)")
ax.set(ylim=ends + np.array([-1, 1]))
ax.legend()


def after(iterations, *, ax=ax, dots=dots):
    W, b, _ = history[iterations - 1]
    dots.set_ydata(forward(X_test, W, b))
    ax.set_title(f"Predictions after {iterations} iterations")


Explorer(fig, after, iterations=Slider("iterations", 1, 60, start=15, step=1, play=True))

# %% [markdown] id="slider-read"
# Move the slider, or press play, and watch the dots turn to the diagonal. After 15 iterations, shown where there is no
# slider, the cloud has its direction but is still too flat. After 60 it hardly moves any more.

# %% [markdown] id="rmse-text"
# ## An error in the units of the price
#
# The mean squared error is in *squared* units. Its square root, the root mean squared error (**RMSE**), is in the
# units of the target: lesson 1's typical miss. `linreg` has it as `root_mean_squared_error`.
#
# > **Predict first.** The noise in these prices has a standard deviation of 0.5. On the test rows, will the trained
# > model's RMSE be near 0, near 0.5, or near 1?

# %% id="rmse"
predictions = {
    "untrained": untrained.forward(X_test),
    "always the mean": np.full(len(y_test), y_train.mean()),
    "trained": trained.forward(X_test),
}
for name, y_hat in predictions.items():
    print(f"{name:16} RMSE {root_mean_squared_error(y_test, y_hat):.3f}")

# %% [markdown] id="rmse-read"
# The trained model misses by about the noise, and no model of these two features can do better on average on new
# rows. The middle line is the least that can be asked: without looking at the house, always say the mean price of the
# training rows.

# %% [markdown] id="r2-text"
# ## A score without units
#
# An RMSE of 0.5 is excellent for prices that differ by 3 and useless for prices that differ by 0.5. **R²** compares
# the two: the model's squared residuals against those of the mean $\bar y$ of the targets.
#
# $$R^2 = 1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2}$$
#
# A perfect model scores 1, the mean scores 0, and a model that is worse than the mean scores below 0.

# %% [markdown] id="exercise-text"
# ## Your turn
#
# Write R² by the formula above. `y` and `y_hat` have shape `(n_samples,)`; the result is one number.


# %% id="r_squared" tags=["exercise"]
def r_squared(y, y_hat):
    return ...


# %% id="r_squared-check" tags=["check"]
check(r_squared)
# hint("r_squared")

# %% [markdown] id="r_squared-solution" tags=["solution"]

# %% [markdown] id="use-text"
# ## Use it
#
# > **Predict first.** "Always the mean" uses the mean of the *training* rows and is scored on the *test* rows. Will its
# > R² be exactly 0, a little above, or a little below?

# %% id="use"
from linreg import r_squared

for name, y_hat in predictions.items():
    print(f"{name:16} R² {r_squared(y_test, y_hat):6.3f}")

# %% [markdown] id="use-read"
# The trained model explains all but a few hundredths of the variance of prices it has not seen. The mean of other rows
# scores just below 0, because the test rows' own mean fits them best. R² is no square of a number here: on new
# rows it can fall as far below 0 as a model is bad.

# %% [markdown] id="residual-text"
# ## Look at what is left over
#
# Two numbers can hide a lot. If a straight line is the right shape, its residuals are pure noise: no pattern, the same
# spread everywhere. So we draw them against the predictions, for our houses and for a second town, in which a unit of
# area or distance changes the price by a *percentage* and not by an amount.

# %% id="residual-picture"
curved = 4 * np.exp(0.2 * (y - 1))
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6))
for ax, target, name in [(axes[0], y, "straight"), (axes[1], curved, "curved")]:
    fitted = forward(X, *normal_equation(X, target))
    ax.plot(fitted, fitted - target, "o", color=GREY, markersize=4, label="residuals")
    ax.axhline(0, color=BLACK, linestyle="--", label="no error")
    ax.set(xlabel="predicted price", ylabel="predicted − true price")
    ax.set(title=f"{name}: R² {r_squared(target, fitted):.2f}")
axes[1].legend()
plt.show()

# %% [markdown] id="residual-read"
# On the left, a level band around 0: noise, as it should be. On the right, a bend: the cheapest and the dearest houses
# are predicted too low, those in the middle too high. R² is still 0.77, and only the picture shows that a straight
# line is the wrong shape. More training would not help.

# %% [markdown] id="cricket-text"
# ## Crickets: a thermometer that sings
#
# Nobody invented these numbers. George W. Pierce (*The Songs of Insects*, 1948) counted, on 15 occasions, how many times
# a second a striped ground cricket chirped, and read the thermometer. We train on the raw numbers, 200 iterations,
# and hold the result against the exact answer of `normal_equation`, also called the *closed form* or *least squares*.

# %% id="cricket-raw"
crickets = load_dataset("cricket_chirps")
chirps = crickets.X[:, 0]
early = train(crickets.X, crickets.y, [0.0], 0.0, learning_rate=0.002, n_iterations=200)
best_w, best_b = normal_equation(crickets.X, crickets.y)
print(f"200 iterations: temperature = {early.W[0]:.3f}·chirps + {early.b:.3f}")
print(f"least squares:  temperature = {best_w[0]:.3f}·chirps + {best_b:.3f}")

# %% id="cricket-picture"
rate = np.array([14.0, 20.5])
fig, ax = plt.subplots()
ax.plot(chirps, crickets.y, "o", color=GREY, label="measured")
ax.plot(rate, line(rate, early.W[0], early.b), "--", color=RED, label="200 iterations, raw")
ax.plot(rate, line(rate, best_w[0], best_b), color=BLUE, label="least squares")
ax.set(xlabel="chirps per second", ylabel="temperature (°F)")
ax.set(title="The loop stopped before it was done")
ax.legend()
plt.show()

# %% [markdown] id="cricket-read"
# Both lines pass through the middle of the crickets, but the dashed one is too steep: it is almost a line through the
# origin. One published course stops like this, after 200 iterations on the raw numbers, and reports $4.748\,x +
# 0.468$. Nothing gives a warning: the loss has fallen, and then seems to stand still.

# %% [markdown] id="mend-text"
# Lesson 8 tells why. All chirp rates lie between 14 and 20, far from 0, so slope and intercept pull on nearly the
# same string: the bowl is a long, narrow valley, and the loop crawls along its floor. `standardize` makes the valley
# round. The learned numbers are then translated back: $w = w_s / s$ and $b = b_s - w_s\, m / s$, with mean $m$ and
# standard deviation $s$ of the feature.


# %% id="mend"
def learn(X, y):
    """Train on standard units; return the parameters in the units of X."""
    X_scaled, mean, std = standardize(X)
    start = np.zeros(X.shape[1])
    W, b, _ = train(X_scaled, y, start, 0.0, learning_rate=0.1, n_iterations=1000)
    return W / std, b - W @ (mean / std)


cricket_W, cricket_b = learn(crickets.X, crickets.y)
print(f"loop:          temperature = {cricket_W[0]:.4f}·chirps + {cricket_b:.4f} °F")
print(f"least squares: temperature = {best_w[0]:.4f}·chirps + {best_b:.4f} °F")
fitted = forward(crickets.X, cricket_W, cricket_b)
print(
    f"RMSE {root_mean_squared_error(crickets.y, fitted):.2f} °F, R² {r_squared(crickets.y, fitted):.3f}"
)

# %% [markdown] id="mend-read"
# The same loop on standard units: after a thousand iterations it agrees with the closed form in every digit printed.
# One chirp per second more goes with 3.29 °F more, and the line tells the temperature to within about 3.6 °F.

# %% [markdown] id="penguin-text"
# ## Penguins: two features
#
# 342 penguins of three species, weighed and measured in Antarctica (Gorman, Williams and Fraser, 2014). The features are
# flipper length and bill length in millimetres, the target is body mass in grams. A quarter is kept for the test.

# %% id="penguin"
penguins = load_dataset("penguins")
P_train, P_test, m_train, m_test = train_test_split(
    penguins.X, penguins.y, test_fraction=0.25, rng=np.random.default_rng(4)
)
penguin_W, penguin_b = learn(P_train, m_train)
exact_W, exact_b = normal_equation(P_train, m_train)
for name, W, b in [("loop", penguin_W, penguin_b), ("least squares", exact_W, exact_b)]:
    print(f"{name:13}  mass = {W[0]:.4f}·flipper + {W[1]:.4f}·bill − {-b:.4f} g")

# %% id="penguin-picture"
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
# The loop agrees with the closed form to four digits after the point. For penguins it has never seen, the model is off by
# some 380 g, about a tenth of their mass. The dots scatter around the diagonal, but the heaviest penguin comes out
# 1.1 kg too light and the lightest 1.1 kg too heavy.

# %% [markdown] id="meaning-text"
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
# Long bills come with long flippers, so a bill alone takes the credit for both. Neither number says that a longer bill
# *makes* a penguin heavier. A weight describes how the rows at hand vary together; it is no lever to pull.

# %% [markdown] id="watch-text"
# ## Watch out: outside the data
#
# A formula answers every question, also those it has learned nothing about. Here is a line fitted to the 200 houses of
# `houses.csv`, all within 18 km of the centre, and asked about 24 km.

# %% id="watch"
houses = load_dataset("houses")
distance = houses.X[:, 1]
(slope,), base = normal_equation(houses.X[:, [1]], houses.y)
far = 24.0
print(f"farthest house: {distance.max():.1f} km")
print(f"predicted at {far:.0f} km: {line(far, slope, base):.0f} thousand")

# %% id="watch-picture"
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
# The blue part describes the houses well. The dashed part goes on as if nothing changed, crosses zero near 21 km, and
# offers a house for less than nothing. Nothing in the code objects. Before using a prediction, ask whether its
# features lie among those of the training rows.

# %% [markdown] id="save-text"
# ## Keep the model
#
# A trained linear model is a handful of numbers. Saved and loaded again, it predicts the same to the last bit.

# %% id="save"
from pathlib import Path
from tempfile import TemporaryDirectory

with TemporaryDirectory() as folder:
    path = Path(folder) / "crickets.json"
    LinearModel(cricket_W, cricket_b).save(path)
    again = LinearModel.load(path)
print("the same predictions:", np.array_equal(again.forward(crickets.X), fitted))

# %% [markdown] id="next"
# ## Where next
#
# *Logistic regression* puts an S-shaped curve after $XW + b$ and uses another loss; its gradient again
# has $X^\top(\hat y - y)$ in it. A *neural network* stacks such layers, starts from random weights (lesson 3 said why),
# and its loss is no longer one bowl. Forward, loss, backward, update, repeat: that stays.

# %% [markdown] id="recap"
# ## Recap
#
# RMSE says in the target's units how far a model is off, R² compares it with always saying the mean, and both are
# measured on rows it has not seen. A loop that stops in a narrow valley gives a wrong line without a warning; standard
# units and the closed form catch it. A weight holds for its data and its companions, a prediction only near the data.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $\bar y$ | mean of the targets | one number |
# | RMSE | typical residual, in units of $y$ | one number |
# | $R^2$ | share of the variance explained | one number, at most 1 |
#
# To look back from the end to the beginning: [1 · Introduction](01_introduction.ipynb).
