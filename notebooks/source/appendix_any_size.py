# %% [markdown] id="title"
# # Appendix · Any iteration, any number of rows
#
# **What you'll do.** Follow lesson 8's loop with a formula: first along one axis, then along all of them.
#
# **What you'll learn**
#
# - why the loss is exactly a bowl, and what its axes are;
# - how long the crawl on raw numbers takes, without waiting for it;
# - what else a few sums tell us: held-out losses, early stopping, standard errors, momentum.
#
# **What you'll need.** Lessons 6 to 8, products and inverses of tables (`A.T @ A`), logarithms, and for momentum
# complex numbers. **Time:** about 40 minutes. Nothing in lesson 9 needs this page.

# %% [markdown] id="setup-text"
# ## Setup
#
# We take the hundred houses and the run of lesson 8. Weights and bias stand in one list, $p = (W, b)$, and the
# features get a column of ones for the bias, $A = [X \; 1]$. All predictions are then $Ap$.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from linreg import load_dataset, moments, stability_limit, train, trajectory
from linreg.explorer import Explorer, Slider
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style
from linreg.mine import generate_examples, initialize, standardize
from linreg.questions import Question

use_house_style()

noise = 0.5
X, y = generate_examples(100, np.array([1.0, -3.0]), 1.0, noise, np.random.default_rng(8))
W_start, b_start = initialize(2, np.random.default_rng(1))
losses = train(X, y, W_start, b_start, learning_rate=0.01, n_iterations=1000).losses


def with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


A, start = with_ones(X), np.append(W_start, b_start)
n = len(y)
p_low = np.linalg.solve(A.T @ A, A.T @ y)  # the closed form of lesson 8
L_low = np.mean((A @ p_low - y) ** 2)
print("lowest place", p_low.round(3), "  loss there", round(L_low, 4))

# %% [markdown] id="bowl-text"
# ## The loss is exactly a bowl
#
# Let $p^*$ be the lowest place and $L^*$ the loss there. We stand at another place, at a distance $d = p - p^*$. The
# residual of house $i$ is now $e_i + a_i$: its residual $e_i$ at the lowest place, plus what the distance adds to its
# prediction, $a_i = (Ad)_i$. The square of it is
#
# $$(e_i + a_i)^2 = e_i^2 + 2 e_i a_i + a_i^2,$$
#
# and the mean over all houses has three parts:
#
# $$L = \frac1n \sum_i e_i^2 + \frac2n \sum_i e_i a_i + \frac1n \sum_i a_i^2.$$

# %% [markdown] id="bowl-parts"
# The first part is $L^*$. The second is $d$ times the gradient at the lowest place, $\frac2n A^\top e$, and that is
# zero. The third is a mean of squares. With the matrix $H = \frac2n A^\top A$ it reads $\frac12 d^\top H d$:
#
# $$L = L^* + \tfrac12\, d^\top H\, d.$$
#
# So the loss depends on $p$ through $d$ alone: lesson 7's parabola, with the matrix $H$ in place of $\lambda$.
# Nothing was left out, so this is exact, however far we are.

# %% id="bowl"
H = 2 / n * A.T @ A
for name, p in [("start", start), ("far away", np.array([50.0, 20.0, -30.0]))]:
    d = p - p_low
    by_rows = np.mean((A @ p - y) ** 2)
    print(
        f"{name:9} loss from the rows {by_rows:10.4f}   by the formula {L_low + d @ H @ d / 2:10.4f}"
    )

# %% [markdown] id="axes-text"
# ## The axes of the bowl
#
# In most directions $H$ turns the arrow it is given: $Hd$ points elsewhere than $d$, so a step downhill does not aim
# at the bottom. But there are directions $v$ that it only makes longer or shorter:
#
# $$Hv = \lambda v.$$
#
# They are the **eigenvectors** of $H$, and the factors $\lambda$ are its **eigenvalues**. Along such an axis the
# curvature is $\lambda$. `np.linalg.eigh` finds them, each of length 1, one for each parameter.

# %% id="axes"
eigenvalues, V = np.linalg.eigh(H)  # the columns of V are the eigenvectors
for eigenvalue, v in zip(eigenvalues, V.T, strict=True):
    same = np.allclose(H @ v, eigenvalue * v)
    losses_there = [np.mean((A @ (p_low + k * v) - y) ** 2) for k in (-1, 0, 1)]
    second_difference = losses_there[0] - 2 * losses_there[1] + losses_there[2]
    print(
        f"λ {eigenvalue:.4f}   Hv = λv: {same}   measured as in lesson 7: {second_difference:.4f}"
    )

# %% [markdown] id="right-angles"
# These axes stand at right angles. $H$ is symmetric (its rows are its columns), so for two of them, in whatever order
# we multiply,
#
# $$\lambda_1\, v_1 \cdot v_2 = (H v_1) \cdot v_2 = v_1 \cdot (H v_2) = \lambda_2\, v_1 \cdot v_2.$$
#
# If $\lambda_1$ and $\lambda_2$ differ, this is only possible with $v_1 \cdot v_2 = 0$: a right angle. So we may say
# how far we are from the bottom along each axis, $d = c_1 v_1 + c_2 v_2 + c_3 v_3$, and each $c_j$ is simply $v_j
# \cdot d$.

# %% [markdown] id="steps-text"
# ## Each axis for itself
#
# The gradient at a distance $d$ is $Hd = \lambda_1 c_1 v_1 + \lambda_2 c_2 v_2 + \lambda_3 c_3 v_3$. A step subtracts
# $\eta$ times this, so along each axis it is the step of lesson 7, whatever happens along the others:
#
# $$c_j \leftarrow c_j - \eta \lambda_j c_j = (1 - \eta\lambda_j)\, c_j.$$
#
# After $k$ iterations it has been multiplied $k$ times. Put that into the bowl, and each axis has its own **share**
# of the loss:
#
# $$L_k = L^* + \tfrac12 \sum_j \lambda_j c_j^2\, (1 - \eta\lambda_j)^{2k}.$$

# %% id="formula"
k = np.arange(1000)
c = V.T @ (start - p_low)
shares = eigenvalues * c**2 / 2 * (1 - 0.01 * eigenvalues) ** (2 * k[:, None])
formula = L_low + shares.sum(axis=1)
print(
    "the formula gives all 1000 losses of the loop:", np.allclose(formula, losses, rtol=1e-10)
)

# %% id="shares-picture" tags=["picture"]
fig, (ax_loss, ax_bars) = plt.subplots(1, 2, figsize=(8, 4), width_ratios=[1.6, 1])
ax_loss.semilogy(losses[:501], color=GREY, linewidth=5, label="loop at 0.01")
(curve,) = ax_loss.semilogy(formula[:501], "--", color=BLUE, label="formula")
(here,) = ax_loss.plot([0], [1], "o", color=BLUE, label="now")
ax_loss.axhline(L_low, color=BLACK, linestyle=":", label="lowest, L*")
ax_loss.set(xlabel="iteration", ylabel="loss (price²)", ylim=(0.2, 40))
ax_loss.legend()
bars = ax_bars.bar([f"λ {one:.2f}" for one in eigenvalues], [1, 1, 1], color=BLUE)
ax_bars.set(ylabel="share of the loss (price²)", yscale="log", ylim=(1e-4, 40))


def shrink(iteration, rate, *, ax_bars=ax_bars, curve=curve, here=here, bars=bars):
    left = eigenvalues * c**2 / 2 * (1 - rate * eigenvalues) ** (2 * np.arange(501)[:, None])
    curve.set_ydata(L_low + left.sum(axis=1))
    here.set_data([iteration], [L_low + left[iteration].sum()])
    for bar, share in zip(bars, left[iteration], strict=True):
        bar.set_height(max(share, 1e-4))
    ax_bars.set_title(f"iteration {iteration}, rate {rate:.3f}")


turns = Slider("iteration", 0, 500, start=60, step=5, play=True)
Explorer(
    fig,
    shrink,
    iteration=turns,
    rate=Slider("learning rate", 0.001, 1.0, start=0.01, step=0.001),
)

# %% [markdown] id="shares-read"
# Each bar is the share of one axis, on a logarithmic scale. While the rate is small, all of them shrink, that of the
# most curved axis fastest. Raise the rate, and the flattest axis gains speed. But for the most curved one
# $|1 - \eta\lambda|$ grows again, and reaches 1 at $2/\lambda_{\max} \approx 0.85$.

# %% [markdown] id="crawl-text"
# ## How long is the crawl?
#
# We want the share of an axis to fall to 1 % of $L^*$, and solve for $k$. Divide by what the share is at the start,
# then take logarithms:
#
# $$\tfrac12 \lambda c^2\, (1 - \eta\lambda)^{2k} = 0.01\, L^* \quad\Longrightarrow\quad 2k \log|1 - \eta\lambda| = \log \frac{0.01\, L^*}{\frac12 \lambda c^2},$$
#
# $$k = \frac{\log\bigl(0.01\, L^* / \tfrac12 \lambda c^2\bigr)}{2 \log|1 - \eta\lambda|}.$$
#
# The slowest axis decides. Lesson 8's raw houses were still above the baseline after 10,000 iterations.
#
# > **Predict first.** Choose before you go on.

# %% id="ask-crawl" tags=["question"]
waiting = Question(
    "How many iterations do the raw houses need until the loss is within 1 % of the lowest?",
    {
        "about 20 thousand": "The loss falls ever more slowly. The flattest axis has hardly begun.",
        "about 200 thousand": "The flattest axis is flatter than that.",
        "more than a million": "The steepest axis sets the rate and the flattest sets the time. "
        "Their curvatures differ by a factor of some 600,000.",
    },
)
waiting

# %% id="crawl" tags=["answer"]
houses = load_dataset("houses")


def iterations_needed(X, y):
    A, rate = with_ones(X), stability_limit(X) / 2
    p_low = np.linalg.solve(A.T @ A, A.T @ y)
    L_low = np.mean((A @ p_low - y) ** 2)
    eigenvalues, V = np.linalg.eigh(2 / len(y) * A.T @ A)
    c = V.T @ (np.zeros(A.shape[1]) - p_low)
    share = eigenvalues * c**2 / 2
    with np.errstate(divide="ignore"):  # the steepest axis is down after one step: log 0
        k = np.log(0.01 * L_low / share) / (2 * np.log(np.abs(1 - rate * eigenvalues)))
    return int(np.ceil(k.max())), eigenvalues[-1] / eigenvalues[0]


for name, features in [("standardized", standardize(houses.X)[0]), ("raw", houses.X)]:
    needed, ratio = iterations_needed(features, houses.y)
    print(f"{name:13} largest λ / smallest λ {ratio:10,.2f}   iterations {needed:10,}")

waiting.reveal(
    "about 20 thousand"
    if needed < 60_000
    else "about 200 thousand"
    if needed < 600_000
    else "more than a million"
)

# %% [markdown] id="crawl-read"
# We can check this without waiting for two and a half million turns. The loss depends on the rows only through
# $A^\top A$, $A^\top y$, $y^\top y$ and their number. `moments` collects these sums in one pass, however many rows
# there are, and `trajectory` follows the axes.

# %% id="crawl-check"
rate = stability_limit(houses.X) / 2
read_once = moments(houses.X, houses.y)
A_raw = with_ones(houses.X)
p_raw = np.linalg.solve(A_raw.T @ A_raw, A_raw.T @ houses.y)
lowest = np.mean((A_raw @ p_raw - houses.y) ** 2)
for n_iterations in (needed - 1000, needed + 1000):
    run = trajectory(read_once, np.zeros(2), 0.0, learning_rate=rate, n_iterations=n_iterations)
    print(f"{n_iterations:,} iterations: {run.losses[-1] / lowest:.5f} times the lowest loss")

# %% [markdown] id="folds-text"
# ## All held-out losses at once
#
# How many iterations are best for *new* houses? We cut thirty houses into five parts, called **folds**. Each fold in
# turn is left out: the others train, and the one left out judges every iteration. With sums that costs almost
# nothing. The sums of the others are the sums of all, *minus* those of the fold.

# %% id="folds"
rng = np.random.default_rng(12)
X_few, y_few = generate_examples(30, np.array([1.0, -3.0, 0, 0, 0, 0]), 1.0, 2.0, rng)


def sums(X, y):
    A = with_ones(X)
    return len(y), A.T @ A, A.T @ y, y @ y


def loss_of(p, sums):
    n, AA, Ay, yy = sums
    return (yy - 2 * p @ Ay + np.sum(p @ AA * p, axis=-1)) / n


def parameters_after(k, sums, rate):
    """Return the parameters after each number of iterations, from zero: one row for each."""
    n, AA, Ay, _ = sums
    eigenvalues, V = np.linalg.eigh(2 / n * AA)
    p_low = np.linalg.solve(AA, Ay)
    c = V.T @ -p_low
    return p_low + (c * (1 - rate * eigenvalues) ** k[:, None]) @ V.T


whole, k = sums(X_few, y_few), np.arange(1001)
parts = [sums(X_few[i::5], y_few[i::5]) for i in range(5)]
others = [[a - b for a, b in zip(whole, part, strict=True)] for part in parts]
paths = [parameters_after(k, other, 0.02) for other in others]
held_out = np.mean([loss_of(p, part) for p, part in zip(paths, parts, strict=True)], axis=0)
training = np.mean([loss_of(p, other) for p, other in zip(paths, others, strict=True)], axis=0)

rows = np.arange(30) % 5 != 0  # the loop itself, for the first part
W, b, _ = train(X_few[rows], y_few[rows], np.zeros(6), 0, learning_rate=0.02, n_iterations=500)
print("the same as the loop:", np.allclose(paths[0][500], np.append(W, b)))
print(f"best after {held_out.argmin()} iterations: {held_out.min():.2f}", end="")
print(f"   after 1000: {held_out[-1]:.2f}")

# %% id="folds-picture" tags=["picture"]
fig, ax = plt.subplots()
ax.plot(k, training, color=GREY, label="on the rows that train")
ax.plot(k, held_out, color=BLUE, label="on the rows left out")
ax.plot(held_out.argmin(), held_out.min(), "o", color=RED, label="lowest")
ax.set(xlabel="iteration", ylabel="loss (price²)", yscale="log")
ax.set_yticks([3, 4, 6, 10], [3, 4, 6, 10])
ax.minorticks_off()
ax.set(title="Stopping early helps where rows are few")
ax.legend()
plt.show()

# %% [markdown] id="folds-read"
# There are thirty houses with strong noise, and four of the six features say nothing. On the rows left out the loss
# is lowest early and then rises a little, because the flat axes carry mostly noise. This is why people *stop early*.

# %% [markdown] id="ridge-text"
# ## Early stopping and ridge
#
# From zero, $k$ iterations bring the fraction $1 - (1 - \eta\lambda)^k$ of the way to the bottom along an axis.
# **Ridge regression** adds a penalty $\frac{\alpha}{2} \sum_j p_j^2$ to the loss. (The bias is usually left out of
# it; here it is in, so that one formula does for all axes.) Its lowest place has $H(p - p^*) + \alpha p = 0$: along
# an axis it is the fraction $\lambda / (\lambda + \alpha)$ of the way. Both go far along steep axes and hold back
# along flat ones.

# %% id="ridge"
eigenvalues_few = np.linalg.eigvalsh(2 / whole[0] * whole[1])
stop_at, eta = 50, 0.02
alpha = 1 / (eta * stop_at)
print("   λ   after 50 iterations   ridge with α = 1/(ηk)")
for eigenvalue in eigenvalues_few:
    stopped = 1 - (1 - eta * eigenvalue) ** stop_at
    print(f"{eigenvalue:4.2f}   {stopped:19.3f}   {eigenvalue / (eigenvalue + alpha):21.3f}")

# %% [markdown] id="errors-text"
# ## How uncertain are the weights?
#
# If the shape is right and the noise of the rows independent and of equal variance $\sigma^2$, then $p^*$ scatters
# around the truth with variances that stand on the diagonal of $\sigma^2 (A^\top A)^{-1}$. Their roots are the
# **standard errors**. The noise is estimated from the residuals; we divide by $n$ minus the number of parameters,
# because the fit has followed a bit of it. A thousand new sets of noise on the same houses show whether that is true.

# %% id="errors"
sigma = np.sqrt(n * L_low / (n - len(p_low)))
standard_errors = sigma * np.sqrt(np.diag(np.linalg.inv(A.T @ A)))
rng = np.random.default_rng(13)
towns = A @ [1.0, -3.0, 1.0] + noise * rng.standard_normal((1000, n))
scatter = np.linalg.solve(A.T @ A, A.T @ towns.T).std(axis=1)
for name, one, error, seen in zip(
    ["area", "distance", "bias"], p_low, standard_errors, scatter, strict=True
):
    print(f"{name:9} {one:6.3f} ± {error:.3f}   scatter over 1000 towns {seen:.3f}")

# %% [markdown] id="momentum-text"
# ## Momentum
#
# A heavy ball keeps a part $\beta$ of its last step. Along one axis:
#
# $$c_{k+1} = c_k - \eta\lambda\, c_k + \beta\,(c_k - c_{k-1}).$$
#
# Try $c_k = r^k$ and divide by $r^{k-1}$: the factor $r$ must solve
#
# $$r^2 - (1 + \beta - \eta\lambda)\, r + \beta = 0.$$
#
# This has two roots, and the larger one sets the pace. Where they are complex numbers, both have the size
# $\sqrt\beta$: the ball swings, and all such axes fall equally fast.


# %% id="momentum"
def pace(eigenvalue, rate, beta):
    return np.abs(np.roots([1, -(1 + beta - rate * eigenvalue), beta])).max()


def heavy_ball(eigenvalue, rate, beta, n_steps):
    now = before = 1.0
    for _ in range(n_steps):
        now, before = now - rate * eigenvalue * now + beta * (now - before), now
    return abs(now)


small, large = 0.01, 1.0  # a bowl a hundred times as curved one way as the other
plain = pace(small, 2 / (small + large), 0.0)
root = (np.sqrt(large) - np.sqrt(small)) / (np.sqrt(large) + np.sqrt(small))
rate, beta = 4 / (np.sqrt(large) + np.sqrt(small)) ** 2, root**2
with_momentum = pace(small, rate * 0.999, beta)
print(f"factor per step: plain {plain:.3f}   with momentum {with_momentum:.3f}")
for name, factor in [("plain", plain), ("with momentum", with_momentum)]:
    print(f"{name:14} steps for six more decimals: {np.log(1e-6) / np.log(factor):.0f}")
long = heavy_ball(0.5, 0.5, 0.64, 60)
print(f"60 steps of a ball: {long:.1e}, and by its pace at most about {60 * 0.8**60:.1e}")

# %% [markdown] id="momentum-read"
# A ratio of 100 costs the plain loop steps in proportion to 100, and the ball in proportion to its root, 10. On the
# raw houses, with a ratio of 600,000, that would be the difference between millions of iterations and some thousands.
# Standardizing is cheaper still.

# %% [markdown] id="recap"
# ## Recap
#
# The loss of a linear model is exactly a bowl. Along each eigenvector of $H$ the distance to the bottom shrinks by a
# factor of its own, $1 - \eta\lambda$, so any iteration is known at once. The steepest axis limits the rate, and the
# flattest sets the time. A few sums hold all this, and they can be added and subtracted as rows come and go.
# `linreg.moments` takes them from data of any size.
#
# | symbol | meaning | shape |
# |---|---|---|
# | $p = (W, b)$ | all parameters in one list | `(n_features + 1,)` |
# | $H = \frac2n A^\top A$ | curvature of the bowl | `(n_features + 1, n_features + 1)` |
# | $\lambda_j$, $v_j$ | eigenvalues, eigenvectors | one number, `(n_features + 1,)` |
# | $c_j$ | distance from the bottom along $v_j$ | one number |
#
# Back to [8 · Train in a loop](08_training_loop.ipynb), or on to [9 · Make predictions](09_predictions.ipynb).
