# %% [markdown] id="title"
# # 6 · The backward pass
#
# **What you'll do.** Find out which way is downhill: first by measuring the slope of the loss, then by a formula
# that you derive yourself. You write `numerical_gradient` and `mse_gradient`.
#
# **What you'll learn**
#
# - what the slope of the loss says about a parameter, and how to measure it;
# - where `dW = (2/n) Xᵀ(ŷ − y)` comes from, one line of algebra at a time;
# - how a measured slope catches a wrong formula.
#
# **What you'll need.** Lesson 4 (`forward`) and lesson 5 (the loss and its bowl). **Time:** about 40 minutes.

# %% [markdown] id="setup-text"
# ## Setup
#
# The hundred houses of lesson 5, in standard units: price = 1 + 1·area − 3·distance + noise.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import forward, generate_examples, line, mean_squared_error
from linreg.checks import check, hint
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, ORANGE, PURPLE, RED, use_house_style

use_house_style()

W_true, b_true, noise = np.array([1.0, -3.0]), 1.0, 0.5
X, y = generate_examples(100, W_true, b_true, noise, np.random.default_rng(5))
n = len(y)
print("X", X.shape, "  y", y.shape)

# %% [markdown] id="secant-text"
# ## The slope of the loss at a point
#
# Imagine standing on the loss curve in fog. We cannot see the lowest point, but we can feel how steep the ground is.
# To measure it, take a **step** $h$ to the right and divide the climb by the step:
#
# $$\text{slope} \approx \frac{L(w + h) - L(w)}{h}.$$
#
# We stand at $w = -1$, where $w$ is the weight of distance; area and bias keep their true values.


# %% id="secant-numbers"
def loss_at(w):
    return mean_squared_error(y, forward(X, [1.0, w], 1.0))


def secant_slope(w, step):
    return (loss_at(w + step) - loss_at(w)) / step


for step in (4, 2, 1, 0.1, 0.01, 0.001):
    print(f"step {step:<5}   slope {secant_slope(-1, step):.3f}")

# %% id="secant-picture"
w_near = np.linspace(-2.5, 3.5, 61)
fig, ax = plt.subplots()
ax.plot(w_near, [loss_at(w) for w in w_near], color=GREY, linewidth=4, label="loss")
for step, color, style in [(4, PURPLE, ":"), (2, ORANGE, "-."), (1, RED, "--")]:
    secant = line(w_near + 1, secant_slope(-1, step), loss_at(-1))
    ax.plot(w_near, secant, style, color=color, label=f"secant, step {step}")
    ax.plot(-1 + step, loss_at(-1 + step), "o", color=color, markersize=7)
tangent = line(w_near + 1, secant_slope(-1, 1e-6), loss_at(-1))
ax.plot(w_near, tangent, color=BLUE, label="tangent")
ax.plot(-1, loss_at(-1), "o", color=BLACK, markersize=9, label="where we stand")
ax.set(xlabel="weight of distance", ylabel="loss (price², standard units)")
ax.set(title="As the step shrinks, the secant becomes the tangent", ylim=(-9, 45))
ax.legend()
plt.show()

# %% [markdown] id="secant-read"
# A line through two points of the curve is a **secant**. As its right end slides back towards −1, it swings down
# from a slope of 7.9 to 5.9 to 4.9 and settles on the **tangent**, which touches the curve at one point. The
# tangent's slope, 3.92, is the **derivative** of the loss there, written $\frac{dL}{dw}$: raise the weight by a
# little, and the loss grows by 3.92 times that little.
#
# > **Predict first.** At −1 the slope is about 4. What will it be at −5, as far from −3 on the other side? And at −3,
# > close to the lowest point?

# %% id="answer-side"
for w in (-5, -3, -1):
    print(f"weight {w}   slope {secant_slope(w, 0.001):6.2f}")
w_far = np.linspace(-7, 1, 81)
losses = [loss_at(w) for w in w_far]
slopes = [secant_slope(w, 1e-6) for w in w_far]  # of all these weights, for a picture

# %% [markdown] id="slider-text"
# The *sign* tells the side. Positive: the loss rises to the right, so down is to the left. Negative: down is to the
# right. Either way we should move *against* the sign of the slope. The *size* tells how steep it is, and near the
# lowest point it is almost 0.
#
# ### Walk along the curve
#
# On the left, your place on the curve with its tangent. On the right, the slope of that tangent at every weight.

# %% id="slider"
fig, (ax_loss, ax_slope) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_loss.plot(w_far, losses, color=GREY, label="loss")
(touching,) = ax_loss.plot(w_far, w_far, "--", color=BLUE, label="tangent")
(spot,) = ax_loss.plot([-1], [0], "o", color=BLUE, markersize=9, label="you")
ax_loss.set(xlabel="weight of distance", ylabel="loss", ylim=(-4, 20))
ax_slope.plot(w_far, slopes, color=GREY, label="slope")
(mark,) = ax_slope.plot([-1], [0], "o", color=BLUE, markersize=9, label="you")
ax_slope.set(xlabel="weight of distance", ylabel="slope of the loss")


def walk(weight, *, fig=fig, touching=touching, spot=spot, mark=mark):
    slope = secant_slope(weight, 1e-6)
    touching.set_ydata(line(w_far - weight, slope, loss_at(weight)))
    spot.set_data([weight], [loss_at(weight)])
    mark.set_data([weight], [slope])
    fig.suptitle(f"loss {loss_at(weight):.2f}, slope {slope:.2f}".replace("-", "−"))


Explorer(fig, walk, weight=Slider("weight of distance", -7, 1, start=-1, step=0.1))

# %% [markdown] id="slider-read"
# At −1 the tangent climbs, and its slope, 3.92, is the height of the dot on the right. Walk left and the tangent
# levels out; close to −3 it lies flat, the slope crosses 0, and beyond that it is negative. A parabola's slope is
# a straight line, and the lowest loss is where that line crosses 0.

# %% [markdown] id="two-sided-text"
# ## A better way to measure
#
# With a step of 1 the secant was wrong by 1 (4.91 for 3.92): it looks only ahead, where the curve is already
# steeper. We can look both ways instead. The **central difference** climbs from $h$ behind us to $h$ ahead, a
# distance of $2h$:
#
# $$\text{slope} \approx \frac{L(w + h) - L(w - h)}{2h}.$$


# %% id="two-sided"
def central_slope(w, step):
    return (loss_at(w + step) - loss_at(w - step)) / (2 * step)


for step in (2, 1, 0.1, 0.01):
    one, two = secant_slope(-1, step), central_slope(-1, step)
    print(f"step {step:<5}  one side {one:.4f}   both sides {two:.4f}")

# %% [markdown] id="two-sided-read"
# Looking both ways gives 3.9203 at every step. On a parabola the two errors, one too steep and one too flat, cancel
# exactly. To see how a central difference *can* go wrong we need a curve that bends more freely, and take the
# cube $p^3$ at $p = 1.1$, whose slope is known to be $3p^2 = 3.63$. Multiplying out,
#
# $$\frac{(p+h)^3 - p^3}{h} = 3p^2 + 3ph + h^2, \qquad \frac{(p+h)^3 - (p-h)^3}{2h} = 3p^2 + h^2.$$
#
# One side is wrong by about $3ph$, both sides by only $h^2$.
#
# > **Predict first.** So a smaller step gives a smaller error. Which of these steps will measure best with the
# > central difference: $10^{-2}$, $10^{-5}$, or $10^{-14}$?


# %% id="answer-step"
def cube(p):
    return p * p * p


place, exact = 1.1, 3.63
steps = [float(f"{digit}e-{k}") for k in range(1, 16) for digit in (5, 2, 1)]
one_side = [abs((cube(place + h) - cube(place)) / h - exact) for h in steps]
both_sides = [abs((cube(place + h) - cube(place - h)) / (2 * h) - exact) for h in steps]
best = min([1e-2, 1e-5, 1e-14], key=lambda h: both_sides[steps.index(h)])
print(f"best of the three: {best:.0e}")

# %% id="step-picture"
fig, ax = plt.subplots()
ax.loglog(steps, one_side, "o-", color=RED, label="one side")
ax.loglog(steps, both_sides, "s--", color=BLUE, label="both sides")
ax.axvline(1e-6, color=GREY, linestyle=":", label="step 0.000001")
ax.set(xlabel="step h", ylabel="error of the measured slope")
ax.set(title="A step can be too long, and it can be too short")
ax.legend(loc="lower left")
plt.show()

# %% [markdown] id="step-read"
# Read from the right. While the step shrinks tenfold, the error of one side shrinks tenfold, that of both sides a
# hundredfold: this is **truncation**, the curve's bend. Then **rounding** takes over: for a tiny step the two heights
# agree in nearly all of 16 digits, and few are left in their difference. Our step, $10^{-6}$, is good to nine decimals.
#
# ## Your turn: measure the gradient
#
# The **gradient** holds one slope for each parameter. Measure it: change one entry of `p` at a time, by `step` up and
# down.
#
# $$g_j = \frac{f(p \text{ with } p_j + h) - f(p \text{ with } p_j - h)}{2h}$$
#
# `f` turns an array like `p` into one number. The result has the shape of `p` (`np.ndindex(p.shape)` visits every
# entry); `p` itself stays as it was.


# %% id="numerical_gradient" tags=["exercise"]
def numerical_gradient(f, p, step=1e-6):
    return ...


# %% id="numerical_gradient-check" tags=["check"]
check(numerical_gradient)
# hint("numerical_gradient")

# %% [markdown] id="numerical_gradient-solution" tags=["solution"]

# %% [markdown] id="use-numerical-text"
# ## Use it
#
# Our three parameters in one array: weight of area, weight of distance, bias. We stand at (2, −1, 0).

# %% id="use-numerical"
from linreg import numerical_gradient


def loss_of(p):
    return mean_squared_error(y, forward(X, p[:2], p[2]))


here = np.array([2.0, -1.0, 0.0])
measured = numerical_gradient(loss_of, here)
for name, slope in zip(["area", "distance", "bias"], measured, strict=True):
    print(f"{name:9} slope {slope:6.3f}")

# %% [markdown] id="use-numerical-read"
# Two slopes are positive: the weights, 2 and −1, are above the truth, 1 and −3, and should fall. The bias is too
# low; its slope is negative and it should rise. But that took two passes over all houses for each parameter. A network
# with a million weights would need two million. A formula gives all slopes in one.
#
# ## The same slope by algebra: one house, one weight
#
# One house at distance $x = 2$ costs $y = -4$. With $w = -1$ and $b = 1$ we predict $\hat y = wx + b = -1$, the
# residual is $e = \hat y - y = 3$, and the loss is $e^2 = 9$. The weight acts on the loss through a chain of three
# links:
#
# $$w \;\longrightarrow\; \hat y \;\longrightarrow\; e \;\longrightarrow\; L.$$

# %% id="chain-picture"
links = [
    (np.array([-2, 0.5]), lambda w: 2 * w + 1, -1, 2, "weight w", "prediction ŷ"),
    (np.array([-4, 2.5]), lambda y_hat: y_hat + 4, -1, 1, "prediction ŷ", "residual e"),
    (np.linspace(0, 5, 51), lambda e: e**2, 3, 6, "residual e", "loss L"),
]
fig, axes = plt.subplots(1, 3, figsize=(8, 3.2))
for ax, (span, link, at, slope, x_name, y_name) in zip(axes, links, strict=True):
    ax.plot(span, link(span), color=GREY, linewidth=4, label=y_name)
    ends = np.array([at - 1, at + 1])
    ax.plot(ends, line(ends - at, slope, link(at)), color=BLUE, label="tangent")
    ax.plot(at, link(at), "o", color=BLUE, markersize=8, label="our house")
    ax.set(xlabel=x_name, ylabel=y_name, title=f"slope {slope}")
fig.suptitle("Slopes along a chain multiply: 2 · 1 · 6 = 12")
plt.show()

# %% [markdown] id="chain-read"
# Raise $w$ by a tiny amount $k$. Then $\hat y$ and $e$ rise by $2k$, and at $e = 3$ the loss rises 6 times as fast: by
# $12k$. That slopes along a chain multiply is the **chain rule**. They are collected on the way back, from the loss to
# the weight: hence the name **backward pass**.
#
# ### The slope of a square
#
# The secant of $e^2$ over a step $k$ is climb divided by step:
#
# $$\frac{(e + k)^2 - e^2}{k}$$
#
# multiply out, and $e^2$ cancels:
#
# $$= \frac{2ek + k^2}{k}$$
#
# divide both terms by $k$:
#
# $$= 2e + k$$
#
# and let the step shrink to 0, so that the secant becomes the tangent:
#
# $$\frac{d(e^2)}{de} = 2e.$$
#
# At $e = 3$ that is the 6 of the picture. This is where the 2 of the gradient comes from.

# %% [markdown] id="one-house-derivation"
# ### One house, one weight
#
# The chain rule multiplies the slopes of the three links:
#
# $$\frac{dL}{dw} = \frac{dL}{de} \cdot \frac{de}{d\hat y} \cdot \frac{d\hat y}{dw}$$
#
# the first is the slope of a square, as we have just seen:
#
# $$= 2e \cdot \frac{de}{d\hat y} \cdot \frac{d\hat y}{dw}$$
#
# the residual $e = \hat y - y$ moves exactly with $\hat y$, because the target $y$ stays where it is:
#
# $$= 2e \cdot 1 \cdot \frac{d\hat y}{dw}$$
#
# and $\hat y = wx + b$ gains $x$ for each unit of $w$:
#
# $$= 2e \cdot 1 \cdot x$$
#
# write the residual out:
#
# $$\frac{dL}{dw} = 2\,(\hat y - y)\,x.$$


# %% id="one-house-check"
x_house, y_house = 2.0, -4.0


def loss_one_house(w):
    return (w * x_house + 1.0 - y_house) ** 2


y_hat = -1.0 * x_house + 1.0
print(f"formula   {2 * (y_hat - y_house) * x_house:.4f}")
print(f"measured  {numerical_gradient(loss_one_house, -1.0):.4f}")

# %% [markdown] id="mean-derivation"
# ### All houses: the mean
#
# The loss of $n$ houses is the mean of their squares:
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} e_i^2$$
#
# the slope of a sum is the sum of the slopes, and the factor $\frac1n$ stays in front:
#
# $$\frac{dL}{dw} = \frac{1}{n} \sum_{i=1}^{n} \frac{d(e_i^2)}{dw}$$
#
# each term is one house, and we know its slope:
#
# $$= \frac{1}{n} \sum_{i=1}^{n} 2\, e_i\, x_i$$
#
# the 2 is the same in every term, so it moves to the front:
#
# $$\frac{dL}{dw} = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i)\, x_i.$$
#
# ### The bias
#
# Only the link from parameter to prediction is new. In $\hat y_i = w x_i + b$, each unit of $b$ adds 1, for every
# house:
#
# $$\frac{d\hat y_i}{db} = 1$$
#
# so 1 stands where $x_i$ stood:
#
# $$\frac{dL}{db} = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i) \cdot 1.$$
#
# It is twice the mean residual.

# %% [markdown] id="weights-derivation"
# ### Several weights
#
# Now $\hat y_i = X_{i1} W_1 + X_{i2} W_2 + \dots + b$. Move one weight, $W_j$, and hold all others; a round
# $\partial$ says so. Only one term of the sum moves:
#
# $$\frac{\partial \hat y_i}{\partial W_j} = X_{ij}$$
#
# so $X_{ij}$ stands where $x_i$ stood:
#
# $$\frac{\partial L}{\partial W_j} = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i)\, X_{ij}.$$
#
# The sum runs down column $j$ of $X$, which is row $j$ of the **transpose** $X^\top$:
#
# $$\frac{\partial L}{\partial W_j} = \frac{2}{n} \sum_{i=1}^{n} (X^\top)_{ji}\, (\hat y_i - y_i)$$
#
# a row times a vector, added up, is one entry of a matrix product:
#
# $$= \frac{2}{n} \left( X^\top (\hat y - y) \right)_j$$
#
# and all entries together are the whole vector:
#
# $$dW = \frac{2}{n}\, X^\top (\hat y - y), \qquad db = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i).$$
#
# The shapes agree: `(n_features, n_samples)` times `(n_samples,)` is `(n_features,)`, one slope per weight.
#
# ## Your turn: write the gradient
#
# Write both formulas above. `X` is `(n_samples, n_features)`, `y` and `y_hat` are `(n_samples,)`; return `dW`, of shape
# `(n_features,)`, and `db`, one number, in this order.
# `X.T` is the transpose of `X`.


# %% id="mse_gradient" tags=["exercise"]
def mse_gradient(X, y, y_hat):
    return ...


# %% id="mse_gradient-check" tags=["check"]
check(mse_gradient)
# hint("mse_gradient")

# %% [markdown] id="mse_gradient-solution" tags=["solution"]

# %% [markdown] id="check-text"
# ## Use it: the gradient check
#
# Is the formula right? Nobody has to believe us: at five random places we hold it against the measured slope of the
# loss of all hundred houses.

# %% id="gradient-check"
from linreg import mse_gradient

places = 2 * np.random.default_rng(6).standard_normal((5, 3))
largest = 0.0
for p in places:
    dW, db = mse_gradient(X, y, forward(X, p[:2], p[2]))
    formula, measured = np.append(dW, db), numerical_gradient(loss_of, p)
    largest = max(largest, np.abs(formula - measured).max())
    print("formula ", formula.round(3), "  measured", measured.round(3))
print("largest difference below 1e-7:", largest < 1e-7)

# %% [markdown] id="check-read"
# Two roads, one answer: nothing in the measurement knows our algebra, so fifteen agreements to seven decimals leave
# little room for a mistake. Whenever you derive a gradient, check it like this, at places where the residuals are
# neither all 0 nor all alike.
#
# ## The gradient on the map
#
# Back to the hiker's map of lesson 5: the loss over both weights. The bias is at 0 this time, as in a model that has
# just been initialized. At each place of a grid we draw an arrow *against* the gradient, $-dW$.

# %% id="arrows"
w1, w2 = np.linspace(-4, 6, 41), np.linspace(-8, 2, 41)
bowl = np.array([[loss_of(np.array([a, d, 0.0])) for a in w1] for d in w2])
levels = [2, 4, 8, 12, 16, 24]
spots = np.array([[a, d] for a in range(-3, 6) for d in range(-7, 2)], dtype=float)
arrows = -np.array([mse_gradient(X, y, forward(X, W, 0.0))[0] for W in spots])

# %% id="arrows-picture"
fig, ax = plt.subplots(figsize=(6, 6))
contours = ax.contour(w1, w2, bowl, levels=levels, colors=GREY)
ax.clabel(contours, fmt="%g")
to_scale = {"angles": "xy", "scale_units": "xy"}
ax.quiver(*spots.T, *arrows.T, **to_scale, scale=12, color=BLUE, label="−dW, 12 times shorter")
ax.plot(*W_true, "x", color=BLACK, markersize=9, label="truth (1, −3)")
ax.set(xlabel="weight of area", ylabel="weight of distance", aspect="equal")
ax.set(title="Every arrow points straight downhill")
fig.legend(loc="outside lower center", ncols=2)
plt.show()

# %% [markdown] id="arrows-read"
# Every arrow crosses its contour at a right angle. *Along* a contour the loss does not change, so no part of the
# slope lies that way; all of it lies across. That makes $-dW$ the direction of steepest descent. Long arrows stand
# on steep ground; near the lowest point they shrink to nothing. (Right angles show only because both axes have the
# same scale.)
#
# ## Which parameter matters most here?
#
# A slope is also a **sensitivity**: how much the loss answers to a small change of one parameter.
#
# > **Predict first.** A model begins with all three parameters at 0; the truth is 1, −3 and 1. Which one will the
# > loss be most sensitive to?

# %% id="answer-sensitivity"
names = np.array(["area", "distance", "bias"])
untrained = np.zeros(3)
dW, db = mse_gradient(X, y, forward(X, untrained[:2], untrained[2]))
sensitivity = np.append(dW, db)
for name, slope, nudge in zip(names, sensitivity, 0.01 * np.eye(3), strict=True):
    change = loss_of(untrained + nudge) - loss_of(untrained)
    print(f"{name:9} slope {slope:6.2f}   raised by 0.01, the loss changes by {change:6.3f}")
print("most sensitive to:", names[np.abs(sensitivity).argmax()])
dW, db = mse_gradient(X, y, forward(X, [0.0, -3.0], 0.0))
print("if distance is at -3 already:", names[np.abs(np.append(dW, db)).argmax()])

# %% id="sensitivity-picture"
residual = forward(X, [0.0, 0.0], 0.0) - y
ends = np.array([-3.0, 3.0])
fig, axes = plt.subplots(1, 2, figsize=(8, 3.8), sharey=True)
for ax, feature, slope, name in zip(axes, X.T, sensitivity[:2], names[:2], strict=True):
    ax.plot(feature, residual, "o", color=GREY, label="houses")
    tilt = line(ends, slope / 2, residual.mean())
    ax.plot(ends, tilt, color=BLUE, label="tilt: half the slope")
    ax.set(xlabel=f"{name} (standard units)", xlim=(-3, 3))
    ax.set_title(f"{name}: slope of the loss {slope:.2f}".replace("-", "−"))
axes[0].set_ylabel("residual (standard units)")
axes[1].legend(loc="upper left")
plt.show()

# %% [markdown] id="sensitivity-read"
# $dW_j$ is twice the mean of residual times feature: how strongly do the residuals go with this feature? With area
# weakly; with distance plainly, for its weight is 3 away from the truth and the others only 1. Comparing is fair since
# both features are in standard units. And it holds *here*: once distance is at −3, another parameter leads.
#
# ## Watch out: four famous slips
#
# A sign, the 2, the $\frac1n$, the $X$: each is easily lost. We stand at (2, −1) with bias 0 again and ask two
# questions of every version. Does it equal the measured slope? Does a tiny step against it lower the loss?


# %% id="watch"
versions = {
    "right": lambda X, e: 2 / n * X.T @ e,
    "sign turned": lambda X, e: -2 / n * X.T @ e,
    "no 2": lambda X, e: 1 / n * X.T @ e,
    "no 1/n": lambda X, e: 2 * X.T @ e,
    "no X": lambda X, e: 2 / n * np.full(2, e.sum()),
}
measured = numerical_gradient(loss_of, here)
for name, version in versions.items():
    dW = version(X, forward(X, here[:2], here[2]) - y)
    equal = np.allclose(dW, measured[:2], atol=1e-6)
    falls = loss_of(here - 1e-4 * np.append(dW, 0)) < loss_of(here)
    print(f"{name:12} dW {dW[0]:7.2f} {dW[1]:7.2f}   equal {equal!s:6} loss falls {falls}")

# %% id="watch-picture"
few = np.array([[a, d] for a in (-2, 1, 4) for d in (-6, -3, 0)], dtype=float)
says = ["uphill", "half length", "100 times", "always diagonal"]
fig, axes = plt.subplots(2, 2, figsize=(6.4, 6.8), sharex=True, sharey=True)
for ax, name, effect in zip(axes.flat, list(versions)[1:], says, strict=True):
    ax.contour(w1, w2, bowl, levels=[4, 12, 24], colors=GREY, linewidths=1)
    for which, color, width in [(name, RED, 0.016), ("right", BLUE, 0.007)]:
        dW = np.array([versions[which](X, forward(X, W, 0.0) - y) for W in few])
        ax.quiver(*few.T, *-dW.T, **to_scale, scale=4, color=color, width=width)
        ax.collections[-1].set_label("right" if which == "right" else "wrong")
    ax.set(title=f"{name}: {effect}", aspect="equal")
    ax.set(xlabel="weight of area", ylabel="weight of distance")
    ax.label_outer()
fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=2)
plt.show()

# %% [markdown] id="watch-read"
# Turned around, every arrow leads out of the bowl. Without $\frac1n$ the direction is right, but every arrow is
# a hundred times too long and leaves the map. Without $X$ both weights get the bias's slope: one and the same
# diagonal, wherever the bowl may lie.
#
# And without the 2? Every arrow points exactly where it should. The loss falls, training even ends at the right
# place, and without the right arrow beside it no picture looks wrong. Only the check sees it, since a measured slope
# has a size as well as a direction. Check where the residuals are not 0, though: at a perfect fit all five versions
# give 0 and agree.

# %% [markdown] id="recap"
# ## Recap
#
# The slope of the loss says for each parameter which way is down and how steep it is; we can measure it by a central
# difference with a step that is neither too long nor too short. The chain rule gives the same slopes as a formula,
# all of them in one pass over the data. Where formula and measurement disagree, suspect the formula.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $h$ | step of a measured slope | one number |
# | $\partial L / \partial W_j$ | slope of the loss over weight $j$ | one number |
# | $dW = \frac2n X^\top(\hat y - y)$ | the slopes of all weights | `(n_features,)` |
# | $db = \frac2n \sum (\hat y_i - y_i)$ | slope of the bias | one number |
#
# Next: [7 · Update the parameters](07_update_parameters.ipynb) takes the step.
