"""Right answers in other words: each must be called correct, however it is written."""

import math
from functools import reduce
from typing import NamedTuple

import numpy as np

from linreg import forward, mean_squared_error, mse_gradient, normal_equation, update


def line_loop(x, w, b):
    heights = []
    for value in x:
        heights.append(w * value + b)
    return heights


def line_array_of_loop(x, w, b):
    heights = np.zeros(len(x))
    for i in range(len(x)):
        heights[i] = x[i] * w + b
    return heights


def line_tuple(x, w, b):
    return tuple(float(w) * float(value) + float(b) for value in x)


def line_other_names(inputs, slope, intercept):
    return intercept + slope * inputs


def line_float32(x, w, b):
    return np.float32(w) * x.astype(np.float32) + np.float32(b)


def line_matrix(x, w, b):
    return np.column_stack([x, np.ones_like(x)]) @ np.array([w, b])


def line_prints(x, w, b):
    print("x is", x)
    return np.add(np.multiply(x, w), b)


def generate_noise_first(n_samples, W, b, noise, rng):
    epsilon = rng.normal(0, noise, n_samples)
    X = rng.normal(size=(n_samples, len(W)))
    return X, X @ W + b + epsilon


def generate_row_by_row(n_samples, W, b, noise, rng):
    X, y = [], []
    for _ in range(n_samples):
        row = [rng.normal() for _ in W]
        X.append(row)
        y.append(sum(w * x for w, x in zip(W, row, strict=True)) + b + noise * rng.normal())
    return X, y


def generate_columns(n_samples, W, b, noise, rng):
    columns = [rng.standard_normal(n_samples) for _ in range(len(W))]
    X = np.stack(columns, axis=1)
    y = np.full(n_samples, float(b))
    for w, column in zip(W, columns, strict=True):
        y += w * column
    return X, y + rng.normal(scale=noise, size=n_samples)


def generate_uniform_features(n_samples, W, b, noise, rng):
    X = rng.uniform(-2, 2, size=(n_samples, W.shape[0]))
    return X, np.dot(X, W) + b + rng.standard_normal(n_samples) * noise


def generate_fortran_order(n_samples, W, b, noise, rng):
    X = np.asfortranarray(rng.standard_normal((n_samples, len(W))))
    return X, np.einsum("ij,j->i", X, W) + b + noise * rng.standard_normal(n_samples)


def generate_with_forward(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return [X, forward(X, W, b) + rng.normal(0.0, noise, size=(n_samples,))]


def generate_minus_noise(n_samples, W, b, noise, rng):
    X = 3 * rng.standard_normal((n_samples, len(W))) + 1
    return X, b + (X * W).sum(axis=1) - noise * rng.standard_normal(n_samples)


def generate_multivariate(n_samples, W, b, noise, rng):
    X = rng.multivariate_normal(np.zeros(len(W)), np.eye(len(W)), size=n_samples)
    y = np.array([rng.normal(x @ W + b, noise) for x in X])
    return X, y


def generate_large_features(n_samples, W, b, noise, rng):
    X = rng.normal(100, 20, (n_samples, len(W)))
    return X, rng.normal(X @ W + b, noise)


def standardize_loop(X):
    n, d = X.shape
    scaled, means, stds = np.empty((n, d)), [], []
    for j in range(d):
        mean = sum(X[:, j]) / n
        std = math.sqrt(sum((x - mean) ** 2 for x in X[:, j]) / n)
        scaled[:, j] = (X[:, j] - mean) / std
        means.append(mean)
        stds.append(std)
    return scaled, means, stds


def standardize_epsilon(X):
    mean, std = np.mean(X, axis=0), np.std(X, axis=0)
    return (X - mean) / (std + 1e-8), mean, std


def standardize_moments(X):
    mean = X.mean(0)
    std = np.sqrt((X**2).mean(0) - mean**2)
    return (X - mean) / std, mean, std


def standardize_transposed(X):
    rows = X.T
    mean, std = rows.mean(axis=1), rows.std(axis=1)
    return ((rows - mean[:, None]) / std[:, None]).T, mean, std


def standardize_lists(X):
    mean, std = X.mean(axis=0), X.var(axis=0) ** 0.5
    return [((row - mean) / std).tolist() for row in X], tuple(mean), list(std)


class Scaled(NamedTuple):
    X_scaled: object
    mean: object
    std: object


def standardize_tuple(X):
    X = np.asfortranarray(X.copy())
    mean, std = X.mean(axis=0), X.std(axis=0, ddof=0)
    X -= mean
    X /= std
    return Scaled(X, mean, std)


def standardize_put_back(X):
    mean = X.mean(axis=0)
    X -= mean
    std = np.sqrt(np.mean(X**2, axis=0))
    scaled = X / std
    X += mean
    return scaled, mean, std


def initialize_zeros(n_features, rng):
    return np.zeros(n_features), 0.0


def initialize_whole_bias(n_features, rng):
    return rng.standard_normal(n_features), 0


def initialize_small(n_features, rng):
    return 0.01 * rng.standard_normal(size=n_features), 0.0


def initialize_uniform(n_features, rng):
    return rng.uniform(-1, 1, n_features), rng.uniform(-1, 1)


def initialize_random_bias_first(n_features, rng):
    b = rng.normal()
    return rng.normal(scale=3, size=(n_features,)), b


def initialize_list(n_features, rng):
    return [rng.normal() for _ in range(n_features)], np.float64(0)


def initialize_zero_d(n_features, rng):
    W = np.empty(n_features)
    for j in range(n_features):
        W[j] = rng.random()
    return W, np.zeros(())


def initialize_float32(n_features, rng):
    return rng.standard_normal(n_features, dtype=np.float32), np.float32(0)


def initialize_signs(n_features, rng):
    return rng.choice([-1.0, 1.0], n_features), 0.0


def initialize_zero_list(n_features, rng):
    return [0.0] * n_features, 0.0


def forward_loops(X, W, b):
    y_hat = []
    for i in range(X.shape[0]):
        total = b
        for j in range(X.shape[1]):
            total += X[i][j] * W[j]
        y_hat.append(total)
    return y_hat


def forward_dot(X, W, b):
    return np.dot(X, W) + b


def forward_einsum(X, W, b):
    return np.einsum("ij,j->i", X, W) + b


def forward_inner(X, W, b):
    return b + np.inner(X, W)


def forward_sum(X, W, b):
    return (X * W).sum(axis=1) + b


def forward_transposed(X, W, b):
    return W @ X.T + b


def forward_augmented(X, W, b):
    return np.c_[X, np.ones(len(X))] @ np.append(W, b)


def forward_column_flattened(X, W, b):
    return (X @ W.reshape(-1, 1) + b).ravel()


def forward_float32(X, W, b):
    return X.astype(np.float32) @ W.astype(np.float32) + np.float32(b)


def forward_rows(X, W, b):
    return np.array([float(np.dot(row, W)) + b for row in np.asfortranarray(X)])


def mse_loop(y, y_hat):
    total = 0
    for i in range(len(y)):
        total += (y[i] - y_hat[i]) ** 2
    return total / len(y)


def mse_numpy_scalar(y, y_hat):
    return np.mean((y_hat - y) ** 2)


def mse_zero_d(y, y_hat):
    return np.array(np.square(y - y_hat).mean())


def mse_dot(y, y_hat):
    e = y_hat - y
    return e @ e / e.size


def mse_norm(y, y_hat):
    return np.linalg.norm(y - y_hat) ** 2 / y.shape[0]


def mse_expanded(y, y_hat):
    return np.mean(y**2) - 2 * np.mean(y * y_hat) + np.mean(y_hat**2)


def mse_float32(y, y_hat):
    return np.mean((y.astype("f4") - y_hat.astype("f4")) ** 2)


def mse_generator(y, y_hat):
    return math.fsum((p - t) ** 2 for t, p in zip(y.tolist(), y_hat.tolist(), strict=True)) / len(y)


def mse_reduce(y, y_hat):
    return reduce(lambda total, e: total + e * e, y_hat - y, 0.0) / float(len(y_hat))


def mse_einsum(y, y_hat):
    return np.einsum("i,i->", y - y_hat, y - y_hat) / len(y)


def mse_average(y, y_hat):
    return np.average(abs(y - y_hat) ** 2)


def numerical_copy(f, p, step=1e-6):
    slope = np.zeros_like(p)
    for i in range(len(p)):
        above, below = p.copy(), p.copy()
        above[i] += step
        below[i] -= step
        slope[i] = (f(above) - f(below)) / (2 * step)
    return slope


def numerical_in_place_put_back(f, p, step):
    slope = np.zeros(p.size)
    for i in range(p.size):
        old = p[i]
        p[i] = old + step
        above = f(p)
        p[i] = old - step
        below = f(p)
        p[i] = old
        slope[i] = (above - below) / (2 * step)
    return slope


def numerical_put_back_with_rounding(f, p, step):
    slope = []
    for i in range(len(p)):
        p[i] += step
        above = f(p)
        p[i] -= 2 * step
        below = f(p)
        p[i] += step
        slope.append((above - below) / step / 2)
    return slope


def numerical_unit_vectors(f, p, step):
    return np.array([(f(p + step * e) - f(p - step * e)) / (2 * step) for e in np.eye(len(p))])


def numerical_lists(f, p, h):
    slope = []
    for i in range(len(p)):
        above, below = list(p), list(p)
        above[i] += h
        below[i] -= h
        slope.append(float(f(above) - f(below)) / (2 * h))
    return slope


def numerical_enumerate(f, p, step=1e-6):
    out = np.full_like(p, np.nan)
    for i, value in enumerate(p):
        q = np.array(p)
        q[i] = value - step
        low = f(q)
        q[i] = value + step
        out[i] = 0.5 / step * (f(q) - low)
    return out


def numerical_five_points(f, p, step):
    def at(i, k):
        q = p.copy()
        q[i] += k * step
        return f(q)

    return [
        (8 * (at(i, 1) - at(i, -1)) - (at(i, 2) - at(i, -2))) / (12 * step) for i in range(len(p))
    ]


def numerical_mean_of_two_sides(f, p, step):
    here = f(p)
    eye = step * np.eye(len(p))
    forward_ = np.array([f(p + e) - here for e in eye]) / step
    backward = np.array([here - f(p - e) for e in eye]) / step
    return (forward_ + backward) / 2


def numerical_richardson(f, p, step=1e-6):
    def central(h):
        return np.array([(f(p + h * e) - f(p - h * e)) / (2 * h) for e in np.eye(len(p))])

    return (4 * central(step / 2) - central(step)) / 3


def numerical_seven_points(f, p, step=1e-6):
    weights = {-3: -1, -2: 9, -1: -45, 1: 45, 2: -9, 3: 1}
    return [
        sum(w * f(p + k * step * e) for k, w in weights.items()) / (60 * step)
        for e in np.eye(len(p))
    ]


def gradient_loops(X, y, y_hat):
    n, d = X.shape
    dW, db = [0.0] * d, 0.0
    for i in range(n):
        e = float(y_hat[i] - y[i])
        for j in range(d):
            dW[j] += 2 * e * float(X[i, j]) / n
        db += 2 * e / n
    return dW, db


def gradient_einsum(X, y, y_hat):
    e = y_hat - y
    return np.einsum("ij,i->j", X, e) * 2 / len(e), 2 * np.mean(e)


def gradient_dot(X, y, y_hat):
    e = y - y_hat
    return -2 * np.dot(e, X) / X.shape[0], -2 * e.mean()


def gradient_mean_of_products(X, y, y_hat):
    e = (y_hat - y).reshape(-1, 1)
    return (2 * e * X).mean(axis=0), np.array(2 * e.mean())


def gradient_augmented(X, y, y_hat):
    slopes = 2 / len(y) * np.c_[X, np.ones(len(y))].T @ (y_hat - y)
    return slopes[:-1], slopes[-1]


def gradient_float32(X, y, y_hat):
    e = (y_hat - y).astype(np.float32)
    return 2 * X.astype(np.float32).T @ e / np.float32(len(y)), 2 * e.mean()


def gradient_column_flattened(X, y, y_hat):
    e = (y_hat - y)[:, np.newaxis]
    dW = (2 / y.size) * X.T @ e
    return dW.flatten(), (2 / y.size * np.sum(e)).item()


def gradient_other_names(features, targets, predictions):
    error = np.subtract(predictions, targets)
    return [features.T @ error * (2 / len(targets)), sum(error) * (2 / len(targets))]


def gradient_by_measuring(X, y, y_hat):
    def loss(shift):
        return np.mean((y_hat + X @ shift[:-1] + shift[-1] - y) ** 2)

    slopes = [(loss(e) - loss(-e)) / 2 for e in np.eye(X.shape[1] + 1)]
    return np.array(slopes[:-1]), slopes[-1]


def update_plain(W, b, dW, db, learning_rate):
    return W - learning_rate * dW, b - learning_rate * db


def update_minus_equal(W, b, dW, db, learning_rate):
    W = W.copy()
    W -= learning_rate * dW
    b -= learning_rate * db
    return W, b


def update_loop(W, b, dW, db, learning_rate):
    new = []
    for w, slope in zip(W, dW, strict=True):
        new.append(w - learning_rate * slope)
    return new, float(b) - learning_rate * float(db)


def update_add_negative(W, b, dW, db, lr):
    return np.add(W, -lr * dW), np.asarray(b + -lr * db)


def update_stacked(W, b, dW, db, learning_rate):
    new = np.append(W, b) - learning_rate * np.append(dW, db)
    return new[:-1], new[-1]


def update_float32(W, b, dW, db, learning_rate):
    eta = np.float32(learning_rate)
    return W.astype("f4") - eta * dW.astype("f4"), np.float32(b) - eta * np.float32(db)


def update_named(W, b, dW, db, learning_rate=0.1):
    step_W, step_b = learning_rate * dW, learning_rate * db
    return [W - step_W, b - step_b]


def train_plain(X, y, W, b, *, learning_rate, n_iterations):
    losses = []
    for _ in range(n_iterations):
        y_hat = X @ W + b
        losses.append(np.mean((y_hat - y) ** 2))
        dW = 2 / len(y) * X.T @ (y_hat - y)
        db = 2 * np.mean(y_hat - y)
        W = W - learning_rate * dW
        b = b - learning_rate * db
    return W, b, losses


def train_with_linreg(X, y, W, b, *, learning_rate, n_iterations, log_every=None):
    losses = np.zeros(n_iterations)
    for i in range(n_iterations):
        y_hat = forward(X, W, b)
        losses[i] = mean_squared_error(y, y_hat)
        W, b = update(W, b, *mse_gradient(X, y, y_hat), learning_rate)
        if i % 10 == 0:
            print(i, losses[i])
    return W, b, losses


def train_positional(X, y, W, b, learning_rate, n_iterations):
    losses, i = [], 0
    while i < n_iterations:
        e = X.dot(W) + b - y
        losses += [float(e @ e) / e.size]
        W, b = W - learning_rate * 2 * (e @ X) / e.size, b - learning_rate * 2 * e.mean()
        i += 1
    return W, float(b), np.array(losses)


class Run(NamedTuple):
    W: object
    b: object
    losses: object


def train_in_place_on_copy(X, y, W, b, *, learning_rate=0.1, n_iterations=100):
    W, losses = np.array(W, dtype=float), []
    for _ in range(n_iterations):
        e = X @ W + b - y
        losses.append(np.square(e).mean())
        W -= learning_rate * 2 * X.T @ e / len(y)
        b -= learning_rate * 2 * e.mean()
    return Run(W, b, tuple(losses))


def train_pure_python(X, y, W, b, *, learning_rate, n_iterations):
    X, y, W = X.tolist(), y.tolist(), W.tolist()
    n, d, losses = len(X), len(W), []
    for _ in range(n_iterations):
        e = [
            sum(x * w for x, w in zip(r, W, strict=True)) + b - t for r, t in zip(X, y, strict=True)
        ]
        losses.append(sum(v * v for v in e) / n)
        dW = [2 / n * sum(e[i] * X[i][j] for i in range(n)) for j in range(d)]
        W = [w - learning_rate * s for w, s in zip(W, dW, strict=True)]
        b -= learning_rate * 2 / n * sum(e)
    return W, b, losses


def train_moments(X, y, W, b, *, learning_rate, n_iterations):
    A = np.c_[X, np.ones(len(y))]
    H, g, c = A.T @ A / len(y), A.T @ y / len(y), y @ y / len(y)
    p, losses = np.append(W, b), []
    for _ in range(n_iterations):
        losses.append(np.asarray(p @ H @ p - 2 * g @ p + c))
        p = p - 2 * learning_rate * (H @ p - g)
    return p[:-1], p[-1], losses


def train_kwargs(X, y, W, b, **options):
    return train_plain(X, y, W, b, **options)


def train_float32(X, y, W, b, *, learning_rate, n_iterations):
    X, y, W = X.astype("f4"), y.astype("f4"), W.astype("f4")
    return train_plain(
        X, y, W, np.float32(b), learning_rate=np.float32(learning_rate), n_iterations=n_iterations
    )


def r_squared_plain(y, y_hat):
    return 1 - ((y - y_hat) ** 2).sum() / ((y - y.mean()) ** 2).sum()


def r_squared_means(y, y_hat):
    return 1 - np.mean((y_hat - y) ** 2) / np.var(y)


def r_squared_loop(y, y_hat):
    mean = sum(y) / len(y)
    model = baseline = 0.0
    for target, prediction in zip(y, y_hat, strict=True):
        model += (target - prediction) ** 2
        baseline += (target - mean) ** 2
    return (baseline - model) / baseline


def r_squared_sample_variance(y, y_hat):
    n = len(y)
    return 1.0 - np.sum((y - y_hat) ** 2) / (n - 1) / np.var(y, ddof=1)


def r_squared_baseline(y, y_hat):
    baseline = mean_squared_error(y, np.full(len(y), np.mean(y)))
    return np.array(1 - mean_squared_error(y, y_hat) / baseline)


def r_squared_dot(y, y_hat):
    e, t = y_hat - y, y - np.average(y)
    return float(1 - e.dot(e) / t.dot(t))


def r_squared_float32(y, y_hat):
    y, y_hat = y.astype("f4"), y_hat.astype("f4")
    return 1 - np.sum((y - y_hat) ** 2) / np.sum((y - y.mean()) ** 2)


def one_house_slope_expanded(x, y, w, b):
    return 2 * w * x**2 + 2 * b * x - 2 * y * x


def one_house_slope_named(x, y, w, b):
    y_hat = w * x + b
    e = y_hat - y
    return x * 2 * e


def one_house_slope_target_first(feature, target, weight, bias):
    return -2 * feature * (target - (weight * feature + bias))


def one_house_slope_measured(x, y, w, b):
    def square(weight):
        return (weight * x + b - y) ** 2

    return (square(w + 0.5) - square(w - 0.5)) / (0.5 + 0.5)


def one_house_slope_one_row(x, y, w, b):
    dW, _ = mse_gradient([[x]], [y], forward([[x]], [w], b))
    return dW[0]


def one_house_slope_bias_first(x, y, w, b):
    over_b = 2 * (b - y + x * w)
    return np.array(over_b * x)


def one_house_slope_chain(x, y, w, b):
    outer = np.multiply(2, np.subtract(np.add(np.multiply(w, x), b), y))
    inner = x
    return np.float32(outer) * np.float32(inner)


def largest_rate_named(f, w, step=1.0):
    left, middle, right = f(w - step), f(w), f(w + step)
    curvature = (left - 2 * middle + right) / (step * step)
    return 2 / curvature


def largest_rate_one_fraction(f, w, step=1.0):
    return 2 * step**2 / (f(w - step) + f(w + step) - 2 * f(w))


def largest_rate_two_slopes(f, w, step):
    to_the_right = (f(w + step) - f(w)) / step
    to_the_left = (f(w) - f(w - step)) / step
    return 2 * step / (to_the_right - to_the_left)


def largest_rate_mean_of_the_neighbours(f, w, h=1.0):
    return h**2 / ((f(w + h) + f(w - h)) / 2 - f(w))


def largest_rate_polyfit(f, w, step=1.0):
    offsets = np.array([-step, 0, step])
    return 1 / np.polyfit(offsets, [f(w + d) for d in offsets], 2)[0]


def largest_rate_wide(f, w, step=1.0):
    return 8 * step**2 / (f(w + 2 * step) - 2 * f(w) + f(w - 2 * step))


def largest_rate_slopes_measured(f, w, step=1.0):
    def slope(at):
        return (f(at + 1e-4) - f(at - 1e-4)) / 2e-4

    return 2 / ((slope(w + step) - slope(w - step)) / (2 * step))


def largest_rate_diff(f, w, step=1.0):
    values = [f(place) for place in (w - step, w, w + step)]
    return float(2 / np.diff(values, n=2)[0] * step**2)


def fit_line_plain(x, y):
    w = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return w, y.mean() - w * x.mean()


def fit_line_raw_sums(x, y):
    n = len(x)
    w = (n * np.sum(x * y) - np.sum(x) * np.sum(y)) / (n * np.sum(x**2) - np.sum(x) ** 2)
    return w, (np.sum(y) - w * np.sum(x)) / n


def fit_line_covariance(x, y):
    w = np.cov(x, y)[0, 1] / np.var(x, ddof=1)
    return [w, np.average(y) - w * np.average(x)]


def fit_line_polyfit(x, y):
    slope_first = np.polyfit(x, y, deg=1)
    return tuple(slope_first)


def fit_line_array_of_two(x, y):
    return np.polyfit(x, y, 1)


def fit_line_lstsq(x, y):
    A = np.column_stack([x, np.ones_like(x)])
    (w, b), *_ = np.linalg.lstsq(A, y, rcond=None)
    return float(w), float(b)


def fit_line_loop(x, y):
    x_bar, y_bar = sum(x) / len(x), sum(y) / len(y)
    above = below = 0
    for one, target in zip(x, y, strict=True):
        above += (one - x_bar) * (target - y_bar)
        below += (one - x_bar) ** 2
    return above / below, y_bar - above / below * x_bar


def fit_line_one_side_centred(x, y):
    dx = x - np.mean(x)
    w = dx @ y / (dx @ x)
    return w, np.mean(y - w * x)


def fit_line_correlation(x, y):
    w = np.corrcoef(x, y)[0, 1] * np.std(y) / np.std(x)
    return np.float64(w), np.asarray(y.mean() - w * x.mean())


def fit_line_normal_equation(x, y):
    W, b = normal_equation(x[:, np.newaxis], y)
    return W[0], b


def to_natural_units_plain(W, b, mean, std):
    W_raw = W / std
    return W_raw, b - W_raw @ mean


def to_natural_units_dot(W, b, mean, std):
    return W / std, b - np.dot(W, mean / std)


def to_natural_units_loop(W, b, mean, std):
    weights = []
    for w, m, s in zip(W, mean, std, strict=True):
        weights.append(w / s)
        b -= w * m / s
    return weights, b


def to_natural_units_asked(W, b, mean, std):
    at_zero = forward([-mean / std], W, b)[0]
    at_units = [forward([(row - mean) / std], W, b)[0] for row in np.eye(len(W))]
    return np.array(at_units) - at_zero, at_zero


def to_natural_units_negative_mean(W, b, mean, std):
    return np.divide(W, std), np.sum(W * -mean / std) + b


def to_natural_units_copy(W, b, mean, std):
    W = W.copy()
    W /= std
    for j in range(len(W)):
        b = b - W[j] * mean[j]
    return W, b


def to_natural_units_inverse(W, b, mean, std):
    scale = np.diag(1 / std)
    return [scale @ W, np.array(b) - mean @ scale @ W]


# Lesson 1: root_mean_squared_error


def rmse_plain(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2))


def rmse_loop(y, y_hat):
    total = 0
    for i in range(len(y)):
        total += (y_hat[i] - y[i]) ** 2
    return (total / len(y)) ** 0.5


def rmse_norm(y, y_hat):
    return np.linalg.norm(y_hat - y) / np.sqrt(len(y))


def rmse_dot(y, y_hat):
    residual = np.subtract(y_hat, y)
    return math.sqrt(residual @ residual / residual.size)


def rmse_of_the_loss(y, y_hat):
    return mean_squared_error(y, y_hat) ** 0.5


def rmse_zip(y, y_hat):
    squares = [(a - b) ** 2 for a, b in zip(y, y_hat, strict=True)]
    return math.sqrt(sum(squares) / len(squares))


# Lesson 2: train_test_split


def split_slices(X, y, *, test_fraction, rng):
    order = rng.permutation(len(X))
    cut = len(X) - round(len(X) * test_fraction)
    return X[order[:cut]], X[order[cut:]], y[order[:cut]], y[order[cut:]]


def split_choice(X, y, *, test_fraction, rng):
    n = len(y)
    test = rng.choice(n, size=round(test_fraction * n), replace=False)
    train = np.setdiff1d(np.arange(n), test)
    return X[train], X[test], y[train], y[test]


def split_mask(X, y, *, test_fraction, rng):
    is_test = np.zeros(len(y), dtype=bool)
    is_test[rng.permutation(len(y))[: round(test_fraction * len(y))]] = True
    return X[~is_test], X[is_test], y[~is_test], y[is_test]


def split_shuffle(X, y, *, test_fraction, rng):
    numbers = np.arange(len(y))
    rng.shuffle(numbers)
    test, train = np.split(numbers, [round(test_fraction * len(y))])
    return X[train], X[test], y[train], y[test]


def split_sorted_draws(X, y, *, test_fraction, rng):
    order = np.argsort(rng.random(len(y)))
    n_test = round(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_lists(X, y, *, test_fraction, rng):
    test = set(rng.permutation(len(y))[: round(test_fraction * len(y))].tolist())
    X_train = [row for i, row in enumerate(X) if i not in test]
    X_test = [row for i, row in enumerate(X) if i in test]
    y_train = [one for i, one in enumerate(y) if i not in test]
    return X_train, X_test, y_train, [one for i, one in enumerate(y) if i in test]


# Lesson 5: baseline_loss


def baseline_variance(y):
    return np.var(y)


def baseline_of_the_loss(y):
    return mean_squared_error(y, np.full(len(y), np.mean(y)))


def baseline_loop(y):
    middle = sum(y) / len(y)
    total = 0.0
    for target in y:
        total += (target - middle) ** 2
    return total / len(y)


def baseline_moments(y):
    return np.mean(y**2) - np.mean(y) ** 2


def baseline_spread(y):
    return y.std() ** 2


def baseline_dot(y):
    away = y - y.mean()
    return away.dot(away) / y.size


# Lesson 3: count_parameters


def count_one_more(n_features):
    return 1 + n_features


def count_from_arrays(n_features):
    return np.zeros(n_features).size + np.zeros(1).size


def count_by_loop(n_features):
    count = 1
    for _ in range(n_features):
        count += 1
    return count


def count_as_float(n_features):
    return float(n_features) + 1.0


def count_sum_of_a_list(n_features):
    return sum([n_features, 1])


def count_length(n_features):
    return len(["weight"] * n_features + ["bias"])


# Lesson 4: predict_one


def single_dot(row, W, b):
    return np.dot(row, W) + b


def single_index(row, W, b):
    total = 0.0
    for j in range(len(row)):
        total = total + row[j] * W[j]
    return total + b


def single_sum(row, W, b):
    return b + sum(x * w for x, w in zip(row, W, strict=True))


def single_at(row, W, b):
    return row @ W + b


def single_from_forward(row, W, b):
    return forward([row], W, b)[0]


def single_reduce(row, W, b):
    return reduce(lambda total, pair: total + pair[0] * pair[1], zip(row, W, strict=True), b)


def single_array(row, W, b):
    return np.array(np.sum(np.multiply(W, row)) + b)
