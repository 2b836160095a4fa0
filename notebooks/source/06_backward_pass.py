# %% [markdown] id="title"
# # 6 · The backward pass
#
# **What you'll do.** Write `numerical_gradient`, which measures the slope of the loss, and `mse_gradient`, a formula
# for it that you derive yourself.
#
# **What you'll learn**
#
# - what the slope of the loss says about a parameter, and how to measure it;
# - where `dW = (2/n) Xᵀ(ŷ − y)` comes from, one line of algebra at a time;
# - how a measured slope catches a wrong formula.
#
# **What you'll need.** Lesson 4 (`forward`) and lesson 5 (the loss and its bowl). **Time:** about 40 minutes.
#
# ## Setup
#
# The hundred houses of lesson 5: price = 1 + 1·area − 3·distance + noise.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg.checks import check, check_hunt, hint, progress, solution
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, ORANGE, PURPLE, RED, describe, use_house_style
from linreg.mine import forward, generate_examples, line, mean_squared_error
from linreg.questions import Question

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
    return mean_squared_error(y, forward(X, np.array([1.0, w]), 1.0))


def secant_slope(w, step):
    return (loss_at(w + step) - loss_at(w)) / step


for step in (4, 2, 1, 0.1, 0.01, 0.001):
    print(f"step {step:<5}   slope {secant_slope(-1, step):.3f}")

# %% id="secant-picture" tags=["picture"]
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
ax.set(xlabel="weight of distance", ylabel="loss (price²)")
ax.set(title="As the step shrinks, the secant becomes the tangent", ylim=(-9, 45))
ax.legend()
plt.show()

# %% [markdown] id="secant-read"
# A line through two points of the curve is a **secant**. As its right end slides back towards −1, its slope falls,
# and it settles on the **tangent**, which touches the curve at one point. The tangent's slope, 3.92, is the
# **derivative** of the loss there, written $\frac{dL}{dw}$: raise the weight by a little, and the loss rises by 3.92
# times that amount.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-side" tags=["question"]
other_side = Question(
    "At −1 the slope is about 4. What will it be at −5, as far from −3 on the other side?",
    {
        "about 4": "The ground is as steep there, but it falls to the right.",
        "about −4": "As steep, but falling: the sign tells the side. At −3, near the lowest point, "
        "the slope is close to 0.",
        "about 0": "That is so near the lowest point, at −3. At −5 the ground is as steep as at −1.",
    },
)
other_side

# %% id="answer-side" tags=["answer"]
for w in (-1, -3, -5):
    slope = secant_slope(w, 0.001)
    print(f"weight {w}   slope {slope:6.2f}")
w_far = np.linspace(-7, 1, 81)
losses = [loss_at(w) for w in w_far]
slopes = [secant_slope(w, 1e-6) for w in w_far]  # of all these weights, for a picture

other_side.reveal("about −4" if slope < -3 else "about 4" if slope > 3 else "about 0")

# %% [markdown] id="slider-text"
# Where a slope is positive, down is to the left; where it is negative, down is to the right. Either way we should
# move *against* its sign. Its size tells how steep the ground is.
#
# ### Walk along the curve
#
# On the left is your place on the curve, with its tangent. On the right is the slope of the tangent at every weight.

# %% id="slider" tags=["picture"]
fig, (ax_loss, ax_slope) = plt.subplots(1, 2, figsize=(8, 3.8))
ax_loss.plot(w_far, losses, color=GREY, label="loss")
(touching,) = ax_loss.plot(w_far, w_far, "--", color=BLUE, label="tangent")
(spot,) = ax_loss.plot([-1], [0], "o", color=BLUE, markersize=9, label="you")
ax_loss.set(xlabel="weight of distance", ylabel="loss (price²)", ylim=(-4, 20))
ax_slope.plot(w_far, slopes, color=GREY, label="slope")
(mark,) = ax_slope.plot([-1], [0], "o", color=BLUE, markersize=9, label="you")
ax_slope.set(xlabel="weight of distance", ylabel="slope of the loss")
ax_loss.legend(loc="upper center", fontsize=9)
ax_slope.legend(loc="upper left", fontsize=9)


def walk(weight, *, fig=fig, touching=touching, spot=spot, mark=mark):
    slope = secant_slope(weight, 1e-6)
    touching.set_ydata(line(w_far - weight, slope, loss_at(weight)))
    spot.set_data([weight], [loss_at(weight)])
    mark.set_data([weight], [slope])
    fig.suptitle(f"loss {loss_at(weight):.2f}, slope {slope:.2f}".replace("-", "−"))


Explorer(fig, walk, weight=Slider("weight of distance", -7, 1, start=-1, step=0.1))

# %% [markdown] id="slider-read"
# At −1 the tangent climbs, and its slope, 3.92, is the height of the dot on the right. Walk left and the tangent
# levels out; beyond −3 it falls. The slope of a parabola is a straight line, and the loss is lowest where that line
# crosses 0.

# %% [markdown] id="two-sided-text"
# ## A better way to measure
#
# With a step of 1 the secant gave 4.91 in place of 3.92, because it looks only ahead, where the curve is steeper. The
# **central difference** looks both ways. It climbs from $h$ behind us to $h$ ahead, a distance of $2h$:
#
# $$\text{slope} \approx \frac{L(w + h) - L(w - h)}{2h}.$$


# %% id="two-sided"
def central_slope(w, step):
    return (loss_at(w + step) - loss_at(w - step)) / (2 * step)


for step in (2, 1, 0.1, 0.01):
    one, two = secant_slope(-1, step), central_slope(-1, step)
    print(f"step {step:<5}  one side {one:.4f}   both sides {two:.4f}")

# %% [markdown] id="two-sided-read"
# Looking both ways gives 3.9203 at every step: on a parabola the two errors, one too steep and one too flat, cancel
# exactly. To see an error we need a curve that bends more freely, such as the cube $p^3$ at $p = 1.1$, whose slope is
# $3p^2 = 3.63$. Multiplying out,
#
# $$\frac{(p+h)^3 - p^3}{h} = 3p^2 + 3ph + h^2, \qquad \frac{(p+h)^3 - (p-h)^3}{2h} = 3p^2 + h^2.$$
#
# One side is wrong by about $3ph$, both sides by only $h^2$. So a smaller step gives a smaller error? (Python writes
# small numbers short: `1e-5` is $10^{-5}$, or 0.00001.)
#
# > **Predict first.** Choose before you go on.

# %% id="ask-step" tags=["question"]
step_length = Question(
    "Which of these steps will measure best with the central difference?",
    {
        "0.01": "Its error is 0.01², so the fourth decimal is wrong. A shorter step does better.",
        "0.00001": "Its error is about 1e-10. With a much shorter step the two heights agree in "
        "nearly all of their 16 digits, and few are left in their difference.",
        "0.00000000000001": "The algebra says so, but a computer keeps 16 digits. The two heights "
        "agree in nearly all of them, and few are left in their difference.",
    },
)
step_length


# %% id="answer-step" tags=["answer"]
def cube(p):
    return p * p * p


place, exact = 1.1, 3.63
steps = [float(f"{digit}e-{k}") for k in range(1, 16) for digit in (5, 2, 1)]
one_side = [abs((cube(place + h) - cube(place)) / h - exact) for h in steps]
both_sides = [abs((cube(place + h) - cube(place - h)) / (2 * h) - exact) for h in steps]

three = {"0.01": 1e-2, "0.00001": 1e-5, "0.00000000000001": 1e-14}
errors = {name: both_sides[steps.index(h)] for name, h in three.items()}
best = min(errors, key=lambda name: errors[name])
print("exact slope:", exact)
print("error of the three:", *[f"{error:.0e}" for error in errors.values()])

step_length.reveal(best)

# %% id="step-picture" tags=["picture", "answer"]
fig, ax = plt.subplots()
ax.loglog(steps, one_side, "o-", color=RED, label="one side")
ax.loglog(steps, both_sides, "s--", color=BLUE, label="both sides")
ax.axvline(1e-6, color=GREY, linestyle=":", label="step 0.000001")
ax.set(xlabel="step h", ylabel="error of the measured slope", ylim=(1e-12, 10))
ax.set(title="A step can be too long, and it can be too short")
ax.legend(loc="lower left")
plt.show()

# %% [markdown] id="step-read"
# Both axes are logarithmic: each mark stands for a hundred times the one before. Read the picture from the right. As
# the step shrinks tenfold, the error of one side shrinks tenfold and that of both sides a hundredfold. This part,
# **truncation**, comes from the bend of the curve. Then **rounding** takes over. The function that you write next
# takes a step of `1e-6`, here good to nine decimals.
#
# ## One slope for each parameter
#
# A model has several parameters, each with a slope of its own. All slopes together are the **gradient**. Here it is
# by hand for two numbers, $p = (2, -1)$: nudge the first one up and down and keep the second, then the other way
# round.


# %% id="by-hand"
def loss_of_two(p):
    return mean_squared_error(y, forward(X, p, 0.0))


h = 1e-6
up, down = loss_of_two(np.array([2 + h, -1])), loss_of_two(np.array([2 - h, -1]))
print(f"slope along the first   ({up:.9f} − {down:.9f}) / 2h = {(up - down) / (2 * h):.3f}")
up, down = loss_of_two(np.array([2, -1 + h])), loss_of_two(np.array([2, -1 - h]))
print(f"slope along the second  ({up:.9f} − {down:.9f}) / 2h = {(up - down) / (2 * h):.3f}")

# %% [markdown] id="numerical-exercise"
# ## Your turn: measure the gradient
#
# Do the same for an array `p` of any shape: for each entry, change it alone by `step` up and down, in a copy, and
# call `f`, which turns an array like `p` into one number.
#
# $$g_j = \frac{f(p \text{ with } p_j + h) - f(p \text{ with } p_j - h)}{2h}$$
#
# The result has the shape of `p`, and `p` itself stays as it was. (`for i in np.ndindex(p.shape)` visits every entry
# `p[i]`.)


# %% id="numerical_gradient" tags=["exercise"]
def numerical_gradient(f, p, step=1e-6):
    return ...


# %% id="numerical_gradient-check" tags=["check"]
check(numerical_gradient)

# %% id="numerical_gradient-hint" tags=["hint"]
# hint("numerical_gradient")

# %% [markdown] id="numerical_gradient-solution" tags=["solution"]

# %% [markdown] id="use-numerical-text"
# ## Use it
#
# Our three parameters in one array: weight of area, weight of distance, bias. We stand at (2, −1, 0).

# %% id="use-numerical"
from linreg.mine import numerical_gradient


def loss_of(p):
    return mean_squared_error(y, forward(X, p[:2], p[2]))


here = np.array([2.0, -1.0, 0.0])
measured = numerical_gradient(loss_of, here)
for name, slope in zip(["area", "distance", "bias"], measured, strict=True):
    print(f"{name:9} slope {slope:6.3f}")

# %% [markdown] id="use-numerical-read"
# Both weights are too high, and their slopes are positive; the bias is too low, and its slope is negative. But the
# measurement took two passes over all houses for each parameter. A network with a million weights would need two
# million. A formula gives all slopes in one pass.
#
# ## The same slope by algebra
#
# One house at distance $x = 2$ costs $y = -4$. With $w = -1$ and $b = 1$ we predict $\hat y = wx + b = -1$, the
# residual is $e = \hat y - y = 3$, and the loss is $e^2 = 9$. The weight acts on the loss through three links:
#
# $$w \;\longrightarrow\; \hat y \;\longrightarrow\; e \;\longrightarrow\; L.$$
#
# Move the weight. Above the arrows stand the slopes of the links.

# %% id="chain-picture" tags=["picture"]
fig, ax = plt.subplots(figsize=(8, 2.6))
symbols = ["weight w", "prediction ŷ", "residual e", "loss L"]
box = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": BLUE}
values = [ax.text(3 * k, 0, "", ha="center", va="center", bbox=box) for k in range(4)]
slopes_above = [ax.text(3 * k + 1.5, 0.22, "", ha="center", color=RED) for k in range(3)]
for k, name in enumerate(symbols):
    ax.text(3 * k, 0.55, name, ha="center")
for k in range(3):
    arrow = {"arrowstyle": "-|>", "color": BLACK}
    ax.annotate("", (3 * k + 2.2, 0), (3 * k + 0.8, 0), arrowprops=arrow)
product = ax.text(4.5, -0.6, "", ha="center", color=RED)
ax.set(xlim=(-1, 10), ylim=(-0.9, 0.9))
ax.axis("off")


def pass_through(weight, *, ax=ax, values=values, slopes_above=slopes_above, product=product):
    prediction = 2 * weight + 1
    e = prediction + 4
    for text, number in zip(values, [weight, prediction, e, e**2], strict=True):
        text.set_text(f"{number:.1f}".replace("-", "−"))
    for text, slope in zip(slopes_above, [2.0, 1.0, 2 * e], strict=True):
        text.set_text(f"× {slope:.1f}".replace("-", "−"))
    product.set_text(f"slope of L along w: 2 · 1 · {2 * e:.1f} = {4 * e:.1f}".replace("-", "−"))
    ax.set_title("Slopes along a chain multiply")


Explorer(fig, pass_through, weight=Slider("weight", -5, 1, start=-1, step=0.1))

# %% [markdown] id="chain-read"
# Raise $w$ by a tiny amount $k$. Then $\hat y$ and $e$ rise by $2k$, and at $e = 3$ the loss rises 6 times as fast:
# by $12k$. Slopes along a chain multiply: this is the **chain rule**. They are collected on the way back, from the
# loss to the weight, hence the name **backward pass**.
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
# At $e = 3$ that is the 6 of the picture. The 2 of the gradient comes from here.

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
#
# ## Your turn: the slope for one house
#
# Write the last line as code: the slope of one house's squared residual with respect to the weight. All four
# arguments are numbers; $\hat y = wx + b$.


# %% id="one_house_slope" tags=["exercise"]
def one_house_slope(x, y, w, b):
    return ...


# %% id="one_house_slope-check" tags=["check"]
check(one_house_slope)

# %% id="one_house_slope-hint" tags=["hint"]
# hint("one_house_slope")

# %% [markdown] id="one_house_slope-solution" tags=["solution"]

# %% id="one-house-check"
from linreg.mine import one_house_slope


def loss_one_house(p):
    return (p[0] * 2.0 + 1.0 - (-4.0)) ** 2


for w in (-1.0, -3.0):
    measured_slope = numerical_gradient(loss_one_house, np.array([w]))[0]
    formula = one_house_slope(2.0, -4.0, w=w, b=1.0)
    print(f"at w = {w:.0f}   formula {formula:7.4f}   measured {measured_slope:7.4f}")

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
# In $\hat y_i = w x_i + b$, each unit of $b$ adds 1, for every house:
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
# This sum takes column $j$ of $X$, multiplies it by the residuals entry by entry, and adds up. `X.T`, the
# **transpose**, is the table $X$ turned on its side: its columns have become rows. So one product does it for all
# columns. Here are three houses:

# %% id="transpose-picture" tags=["picture"]
X_three = np.array([[1.0, 2.0], [3.0, -1.0], [-2.0, 1.0]])
e_three = np.array([0.5, -1.0, 2.0])
blocks = [X_three, X_three.T, e_three[:, None], (X_three.T @ e_three)[:, None]]
names = ["X  (3, 2)", "X.T  (2, 3)", "@  e  (3,)", "=  (2,)"]
fig, axes = plt.subplots(1, 4, figsize=(8, 2.6), width_ratios=[2, 3, 1, 1])
for ax, block, name in zip(axes, blocks, names, strict=True):
    ax.imshow(block, cmap="PuOr", vmin=-12, vmax=12)
    for (i, j), number in np.ndenumerate(block):
        ax.text(j, i, f"{number:.1f}".replace("-", "−"), ha="center", va="center")
    ax.set(title=name, ylim=(2.6, -0.6))
    ax.axis("off")
for ax, corner, width, height in [
    (axes[0], (-0.5, -0.5), 1, 3),
    (axes[1], (-0.5, -0.5), 3, 1),
    (axes[3], (-0.5, -0.5), 1, 1),
]:
    ax.add_patch(plt.Rectangle(corner, width, height, fill=False, linewidth=3))
plt.show()

# %% [markdown] id="gradient-exercise"
# The framed column of $X$ is the framed row of `X.T`. Times the residuals, it gives
# $1 \cdot 0.5 + 3 \cdot (-1) + (-2) \cdot 2 = -6.5$. Here are all slopes along the weights together, called `dW` in
# programs, and that along the bias, `db`, as before:
#
# $$dW = \frac{2}{n}\, X^\top (\hat y - y), \qquad db = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i).$$
#
# ## Your turn: write the gradient
#
# Write both formulas. `X` is `(n_samples, n_features)`, `y` and `y_hat` are `(n_samples,)`; return `dW`, of shape
# `(n_features,)`, and `db`, one number, in this order.


# %% id="mse_gradient" tags=["exercise"]
def mse_gradient(X, y, y_hat):
    return ...


# %% id="mse_gradient-check" tags=["check"]
check(mse_gradient)

# %% id="mse_gradient-hint" tags=["hint"]
# hint("mse_gradient")

# %% [markdown] id="mse_gradient-solution" tags=["solution"]

# %% [markdown] id="check-text"
# ## Use it: the gradient check
#
# Is the formula right? At five random places we compare it with the measured slope, for all hundred houses.

# %% id="gradient-check"
from linreg.mine import mse_gradient

places = 2 * np.random.default_rng(6).standard_normal((5, 3))
largest = 0.0
for p in places:
    dW, db = mse_gradient(X, y, forward(X, p[:2], p[2]))
    formula, measured = np.append(dW, db), numerical_gradient(loss_of, p)
    largest = max(largest, np.abs(formula - measured).max())
    print("formula ", formula.round(3), "  measured", measured.round(3))
print("largest difference below 1e-7:", largest < 1e-7)

# %% [markdown] id="check-read"
# The measurement knows nothing of our algebra, so fifteen agreements to seven decimals leave little room for a
# mistake. Whenever you derive a gradient, check it like this.
#
# ## The gradient on the map
#
# Here is the map of lesson 5 again, the loss over both weights, with the bias at 0 as in a new model. At each place
# of a grid an arrow points *against* the gradient, along $-dW$.

# %% id="arrows-picture" tags=["picture"]
w1, w2 = np.linspace(-4, 6, 41), np.linspace(-8, 2, 41)
bowl = np.array([[loss_of(np.array([a, d, 0.0])) for a in w1] for d in w2])
levels = [2, 4, 8, 12, 16, 24]
spots = np.array([[a, d] for a in range(-3, 6) for d in range(-7, 2)], dtype=float)
arrows = -np.array([mse_gradient(X, y, forward(X, W, 0.0))[0] for W in spots])

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
# Every arrow crosses its contour at a right angle: *along* a contour the loss does not change, so no part of the
# slope lies that way. That makes $-dW$ the direction of steepest descent. Long arrows stand on steep ground; near the
# lowest point they shrink to nothing.
#
# ## Which parameter matters most here?
#
# A slope also says how **sensitive** the loss is to a small change of one parameter. A model begins with all three
# parameters at 0; the truth is 1, −3 and 1.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-sensitivity" tags=["question"]
most = Question(
    "Which parameter is the loss most sensitive to at the start?",
    {
        "area": "Its weight is 1 away from the truth. Another one is farther.",
        "distance": "Its weight is 3 away from the truth, the others only 1. Both features are in "
        "standard units, so comparing is fair.",
        "bias": "It is 1 away from the truth. Another parameter is farther.",
    },
)
most

# %% id="answer-sensitivity" tags=["answer"]
names = np.array(["area", "distance", "bias"])
untrained = np.zeros(3)
dW, db = mse_gradient(X, y, forward(X, untrained[:2], untrained[2]))
sensitivity = np.append(dW, db)
for name, slope, nudge in zip(names, sensitivity, 0.01 * np.eye(3), strict=True):
    change = loss_of(untrained + nudge) - loss_of(untrained)
    print(f"{name:9} slope {slope:6.2f}   raised by 0.01, the loss changes by {change:6.3f}")
dW, db = mse_gradient(X, y, forward(X, np.array([0.0, -3.0]), 0.0))
print("if distance is at -3 already:", names[np.abs(np.append(dW, db)).argmax()])

most.reveal(names[np.abs(sensitivity).argmax()])

# %% [markdown] id="sensitivity-read"
# That is the answer *here*. Once distance is at −3, another parameter leads.
#
# ## Watch out: four famous slips
#
# The sign, the 2, the $\frac1n$, the $X$: each is easily lost. We stand at (2, −1, 0) again and ask two questions of
# every version. Does it equal the measured slope? Does a tiny step against it lower the loss?

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

# %% id="watch-picture" tags=["picture"]
few = np.array([[a, d] for a in (-2, 1, 4) for d in (-6, -3, 0)], dtype=float)
says = ["uphill", "half length", "100 times", "always diagonal"]
fig, axes = plt.subplots(2, 2, figsize=(6.4, 6.8), sharex=True, sharey=True)
for ax, name, effect in zip(axes.flat, list(versions)[1:], says, strict=True):
    ax.contour(w1, w2, bowl, levels=[4, 12, 24], colors=GREY, linewidths=1)
    for which, color, width in [("right", BLUE, 0.007), (name, RED, 0.012)]:
        shorter = 50 if which == "no 1/n" else 1
        dW = np.array([versions[which](X, forward(X, W, 0.0) - y) for W in few])
        ax.quiver(*few.T, *-dW.T, **to_scale, scale=6 * shorter, color=color, width=width)
        ax.collections[-1].set_label("right" if which == "right" else "wrong")
    ax.set(title=f"{name}: {effect}", aspect="equal")
    ax.set(xlabel="weight of area", ylabel="weight of distance")
    ax.label_outer()
fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=2)
plt.show()

# %% [markdown] id="watch-read"
# With the sign turned, every arrow leads out of the bowl. Without $\frac1n$ the arrows are a hundred times too long
# (to fit in, they are drawn fifty times shorter). Without $X$ both weights get $db$, the slope with respect to the
# bias: the same diagonal everywhere.
#
# Without the 2 every arrow points where it should, the loss falls, and training even ends at the right place. Only
# the check sees the mistake, because a measured slope has a size as well as a direction.
#
# ## Bug hunt: a colleague's gradient
#
# This one runs, and `db` is right. Find the mistake and fix it; the check shows an example until it is gone.


# %% id="hunt" tags=["hunt"]
def colleagues_gradient(X, y, y_hat):
    n = len(y)
    for i in range(n):
        dW = 2 / n * (y_hat[i] - y[i]) * X[i]
    db = 2 / n * np.sum(y_hat - y)
    return dW, db


check_hunt(colleagues_gradient, "mse_gradient")

# %% [markdown] id="recap"
# ## Recap
#
# The slope of the loss says for each parameter which way is down and how steep it is. A central difference measures
# it. The chain rule gives the same slopes as a formula, all of them in one pass over the data. Where formula and
# measurement disagree, suspect the formula.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $\partial L / \partial W_j$ | slope of the loss with respect to weight $j$ | one number |
# | $dW = \frac2n X^\top(\hat y - y)$ | the slopes of all weights | `(n_features,)` |
# | $db = \frac2n \sum (\hat y_i - y_i)$ | slope of the loss with respect to the bias | one number |
#
# ### Three questions

# %% id="ask-sign" tags=["question"]
dW, db = mse_gradient(X, y, forward(X, np.array([1.0, -3.0]), 5.0))
Question(
    "At some place db is +8. What follows?",
    {
        "the bias should rise": "A positive slope means that the loss grows when the bias grows. "
        "We want to go down.",
        "the bias should fall": "A positive slope means that the loss grows when the bias grows: "
        "go against the sign.",
        "the bias should become 8": "A slope is no place. It says which way is down, and how steep "
        "the ground is here.",
    },
    truth="the bias should fall"
    if loss_of(np.array([1.0, -3.0, 5.0 - 0.01 * np.sign(db)]))
    < loss_of(np.array([1.0, -3.0, 5.0]))
    and db > 0
    else "the bias should rise",
)

# %% id="ask-zero-gradient" tags=["question"]
W_low = np.linalg.lstsq(np.column_stack([X, np.ones(n)]), y, rcond=None)[0]
loss_low, slope_low = loss_of(W_low), numerical_gradient(loss_of, W_low)
Question(
    "At a place all slopes are 0. What is known of the loss there?",
    {
        "it is 0": "At the lowest point the slopes are 0, and the noise is still there: the loss "
        "is about 0.23 for our houses.",
        "for our model it is as low as it can be": "The loss is one bowl, and level ground is only "
        "at its bottom. How high the bottom lies is another question.",
        "the model has learned nothing": "That is the case when the gradient is 0 because the "
        "function is wrong. With a right gradient it means that nothing is left to learn.",
    },
    truth="for our model it is as low as it can be"
    if np.abs(slope_low).max() < 1e-6 and loss_low > 0.1
    else "it is 0",
)

# %% id="ask-rows" tags=["question"]
twice = mse_gradient(np.vstack([X, X]), np.append(y, y), np.zeros(2 * n))[0]
once = mse_gradient(X, y, np.zeros(n))[0]
Question(
    "Every house is listed twice. The gradient …",
    {
        "doubles": "The sum does. But it is divided by the number of rows, which doubles too.",
        "stays": "It is a mean over the houses, as the loss is.",
        "halves": "Twice as many rows in the denominator, and twice as many in the sum.",
    },
    truth={1: "stays", 2: "doubles", 0.5: "halves"}[round(float(twice[0] / once[0]), 6)],
)

# %% [markdown] id="next"
# Next: [7 · Update the parameters](07_update_parameters.ipynb) takes the step.
