"""Wrong answers that are in no table: composed, careless, confused, or hard to see."""

import math

import numpy as np

from linreg import forward, mean_squared_error, mse_gradient, train, update

_rng = np.random.default_rng(1)
_calls = []
W_true, b_true = np.array([1.0, -3.0]), 1.0
weights_outside = np.array([0.3, 0.7, -0.2, 0.9])


def line_rounded(x, w, b):
    return np.round(w * x + b)


def line_no_intercept_and_wrong_sign(x, w, b):
    return -w * x


def line_reversed(x, w, b):
    return (w * x + b)[::-1]


def line_half_slope(x, w, b):
    return w / 2 * x + b


def line_off_by_one(x, w, b):
    return w * (x + 1) + b


def line_typed_numbers(x, w, b):
    return 3 * x - 2


def line_square(x, w, b):
    return w * x**2 + b


def line_sorted(x, w, b):
    return np.sort(w * x + b)


def line_random(x, w, b):
    return w * x + b + 0.1 * _rng.standard_normal(len(x))


def line_integers(x, w, b):
    return (w * x + b).astype(int)


def line_positive(x, w, b):
    return np.where(x > 0, w * x + b, 0)


def generate_too_many_rows(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples + 1, len(W)))
    return X, X @ W + b


def generate_features_reversed(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W[::-1] + b + noise * rng.standard_normal(n_samples)


def generate_half_noise(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + noise / 2 * rng.standard_normal(n_samples)


def generate_b_twice(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + 2 * b + noise * rng.standard_normal(n_samples)


def generate_typed_truth(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ np.resize(W_true, len(W)) + b_true + noise * rng.standard_normal(n_samples)


def generate_two_features(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, 2))
    return X, X[:, 0] * W[0] + X[:, 1] * W[1] + b + noise * rng.standard_normal(n_samples)


def generate_noise_before_sum(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X * W + b + noise * rng.standard_normal((n_samples, len(W)))


def generate_global_random(n_samples, W, b, noise, rng):
    X = np.random.randn(n_samples, len(W))  # noqa: NPY002
    return X, X @ W + b + noise * np.random.randn(n_samples)  # noqa: NPY002


def generate_typed_noise(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + 0.5 * rng.standard_normal(n_samples)


def generate_squared_features(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X**2 @ W + b + noise * rng.standard_normal(n_samples)


def generate_seeded_noise(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + np.random.default_rng(0).normal(0, noise, n_samples)


def generate_noise_is_a_feature(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + noise * X[:, 0]


def generate_features_zero(n_samples, W, b, noise, rng):
    return np.zeros((n_samples, len(W))), b + noise * rng.standard_normal(n_samples)


def generate_columns_alike(n_samples, W, b, noise, rng):
    X = np.repeat(rng.standard_normal((n_samples, 1)), len(W), axis=1)
    return X, X @ W + b + noise**2 * rng.standard_normal(n_samples)


def generate_columns_that_follow(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    X[:, 1:] -= X[:, :1]
    return X, X @ W + b + noise * rng.standard_normal(n_samples)


def generate_size_as_spread(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + rng.normal(noise, n_samples)


def generate_noise_sorted(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + np.sort(noise * rng.standard_normal(n_samples))


def generate_rows_twice(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    X = X[np.arange(n_samples) // 2]
    return X, X @ W + b + noise * rng.standard_normal(n_samples)


def generate_laplace(n_samples, W, b, noise, rng):
    X = rng.standard_normal((n_samples, len(W)))
    return X, X @ W + b + rng.laplace(0, noise, n_samples)


def standardize_sums(X):
    return (X - X.sum(axis=0)) / X.std(axis=0), X.sum(axis=0), X.std(axis=0)


def standardize_rounded(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return np.round((X - mean) / std, 2), mean, std


def standardize_large_epsilon(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return (X - mean) / (std + 1), mean, std


def standardize_twice_std(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return (X - mean) / (2 * std), mean, std


def standardize_first_row(X):
    std = X.std(axis=0)
    return (X - X[0]) / std, X[0], std


def standardize_variance_returned(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return (X - mean) / std, mean, std**2


def standardize_absolute(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return np.abs(X - mean) / std, mean, std


def standardize_not_at_all(X):
    return X, X.mean(axis=0), X.std(axis=0)


def standardize_mean_deviation(X):
    mean = X.mean(axis=0)
    spread = np.mean(np.abs(X - mean), axis=0)
    return (X - mean) / spread, mean, spread


def standardize_columns_reversed(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return ((X - mean) / std)[:, ::-1], mean, std


def standardize_transposed(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return ((X - mean) / std).T, mean, std


def initialize_text(n_features, rng):
    return "random", 0.0


def initialize_two_features(n_features, rng):
    return rng.standard_normal(2), 0.0


def initialize_nan(n_features, rng):
    return np.full(n_features, np.nan), 0.0


def initialize_ramp(n_features, rng):
    return np.linspace(-1, 1, n_features + 2)[1:-1], 0.0


def initialize_dictionary(n_features, rng):
    return {"W": rng.standard_normal(n_features), "b": 0.0}


def initialize_bias_none(n_features, rng):
    return rng.standard_normal(n_features), None


def initialize_cast(n_features, rng):
    return (10 * rng.standard_normal(n_features)).astype(int), 0.0


def initialize_all_half(n_features, rng):
    return np.full(n_features, 0.5), 0.5


def initialize_complex(n_features, rng):
    return rng.standard_normal(n_features) + 0j, 0.0


def initialize_reseeded(n_features, rng):
    np.random.seed(1)  # noqa: NPY002
    return np.random.rand(n_features), 0.0  # noqa: NPY002


def forward_no_bias_reversed(X, W, b):
    return X @ W[::-1]


def forward_minus_all(X, W, b):
    return -(X @ W) - b


def forward_rounded(X, W, b):
    return np.round(X @ W + b, 1)


def forward_float16(X, W, b):
    return (X.astype(np.float16) @ W.astype(np.float16) + np.float16(b)).astype(float)


def forward_two_features(X, W, b):
    return X[:, 0] * W[0] + X[:, min(1, len(W) - 1)] * W[min(1, len(W) - 1)] + b


def forward_bias_on_first_row(X, W, b):
    y_hat = X @ W
    y_hat[0] += b
    return y_hat


def forward_rows_reversed(X, W, b):
    return X[::-1] @ W + b


def forward_tanh(X, W, b):
    return np.tanh(X @ W + b)


def forward_squared(X, W, b):
    return (X @ W) ** 2 + b


def forward_outside(X, W, b):
    return X @ weights_outside[: X.shape[1]] + b


def forward_integers(X, W, b):
    y_hat = np.zeros(len(X), dtype=int)
    y_hat[:] = X @ W + b
    return y_hat


def forward_missing_last_row(X, W, b):
    y_hat = np.zeros(len(X))
    for i in range(len(X) - 1):
        y_hat[i] = X[i] @ W + b
    return y_hat


def forward_sample_mean(X, W, b):
    return np.full(len(X), np.mean(X @ W + b))


def forward_remembers(X, W, b):
    _calls.append(b)
    return X @ W + sum(_calls) + len(_calls)


def mse_half_sum(y, y_hat):
    return 0.5 * np.sum((y - y_hat) ** 2)


def mse_typed_n(y, y_hat):
    return np.sum((y - y_hat) ** 2) / 50


def mse_divided_by_n_twice(y, y_hat):
    return np.mean((y - y_hat) ** 2) / len(y)


def mse_cubes(y, y_hat):
    return np.mean(np.abs(y - y_hat) ** 3)


def mse_first_row_missing(y, y_hat):
    total = 0
    for i in range(1, len(y)):
        total += (y[i] - y_hat[i]) ** 2
    return total / len(y)


def mse_three_rows(y, y_hat):
    return sum((y[i] - y_hat[i]) ** 2 for i in range(min(3, len(y)))) / len(y)


def mse_of_sorted(y, y_hat):
    return np.mean((np.sort(y) - np.sort(y_hat)) ** 2)


def mse_percent(y, y_hat):
    return 100 * np.mean((y - y_hat) ** 2)


def mse_log(y, y_hat):
    return np.log(np.mean((y - y_hat) ** 2))


def mse_regularized(y, y_hat):
    return np.mean((y - y_hat) ** 2) + 0.01 * np.sum(y_hat**2)


def mse_rounded(y, y_hat):
    return round(float(np.mean((y - y_hat) ** 2)), 2)


def mse_huber(y, y_hat):
    e = np.abs(y - y_hat)
    return np.mean(np.where(e < 1, e**2, 2 * e - 1))


def mse_residual_in_wrong_place(y, y_hat):
    return np.mean(y_hat - y**2)


def mse_shifted(y, y_hat):
    return np.mean((y[1:] - y_hat[:-1]) ** 2) if len(y) > 1 else 0.0


def mse_variance_of_targets(y, y_hat):
    return np.var(y)


def mse_plus_constant(y, y_hat):
    return np.mean((y - y_hat) ** 2) + 1


def mse_first_row(y, y_hat):
    return (y[0] - y_hat[0]) ** 2


def mse_pair(y, y_hat):
    return np.mean((y - y_hat) ** 2), y - y_hat


def mse_whole_division(y, y_hat):
    return np.sum((y - y_hat) ** 2) // len(y)


def mse_percent_of_the_sum(y, y_hat):
    return 100 * np.sum((y - y_hat) ** 2)


def mse_large_offset(y, y_hat):
    return 1e6 + np.sum(np.abs(y - y_hat))


def numerical_half_twice(f, p, step):
    return np.array([(f(p + step * e) - f(p - step * e)) / (4 * step) for e in np.eye(len(p))])


def numerical_backward_sign(f, p, step):
    return np.array([(f(p) - f(p + step * e)) / step for e in np.eye(len(p))])


def numerical_last_only(f, p, step):
    slope, e = np.zeros(len(p)), np.eye(len(p))[-1]
    slope[-1] = (f(p + step * e) - f(p - step * e)) / (2 * step)
    return slope


def numerical_reversed(f, p, step):
    slopes = [(f(p + step * e) - f(p - step * e)) / (2 * step) for e in np.eye(len(p))]
    return slopes[::-1]


def numerical_typed_step(f, p, step):
    return np.array([(f(p + 0.01 * e) - f(p - 0.01 * e)) / (2 * step) for e in np.eye(len(p))])


def numerical_at_zero(f, p, step):
    zero = np.zeros(len(p))
    return np.array(
        [(f(zero + step * e) - f(zero - step * e)) / (2 * step) for e in np.eye(len(p))]
    )


def numerical_absolute(f, p, step):
    slopes = [(f(p + step * e) - f(p - step * e)) / (2 * step) for e in np.eye(len(p))]
    return np.abs(slopes)


def numerical_own_rule(f, p, step):
    return 2 * p


def numerical_half_step(f, p, step):
    return np.array([(f(p + step / 2 * e) - f(p - step / 2 * e)) / step for e in np.eye(len(p))])


def numerical_complex_step(f, p, step):
    return np.array([np.imag(f(p + 1j * step * e)) / step for e in np.eye(len(p))])


def numerical_sign_only(f, p, step):
    return np.array([np.sign(f(p + step * e) - f(p - step * e)) for e in np.eye(len(p))])


def numerical_second_difference(f, p, step=1e-6):
    g = np.zeros(p.shape)
    for i in np.ndindex(p.shape):
        up, down = p.copy(), p.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f(up) - 2 * f(p) + f(down)) / (2 * step)
    return g


def numerical_numpys_gradient(f, p, step=1e-6):
    return np.gradient(f(p), step)


def gradient_half_and_uphill(X, y, y_hat):
    e = y - y_hat
    return X.T @ e / (2 * len(y)), e.mean() / 2


def gradient_half_and_sum(X, y, y_hat):
    e = y_hat - y
    return X.T @ e / len(y), e.sum()


def gradient_uphill_and_shape(X, y, y_hat):
    e = y - y_hat
    return 2 / len(y) * X.T @ e, (2 / len(y) * e.sum()).reshape(1)


def gradient_columns_reversed(X, y, y_hat):
    e = y_hat - y
    return (2 / len(y) * X.T @ e)[::-1], 2 * e.mean()


def gradient_typed_n(X, y, y_hat):
    e = y_hat - y
    return 2 / 10 * X.T @ e, 2 / 10 * e.sum()


def gradient_centred(X, y, y_hat):
    e = y_hat - y
    return 2 / len(y) * (X - X.mean(axis=0)).T @ e, 2 * e.mean()


def gradient_clipped(X, y, y_hat):
    dW, db = mse_gradient(X, y, y_hat)
    return np.clip(dW, -1, 1), max(-1.0, min(1.0, db))


def gradient_normalized(X, y, y_hat):
    dW, db = mse_gradient(X, y, y_hat)
    length = math.sqrt(dW @ dW + db * db)
    return dW / length, db / length


def gradient_zero(X, y, y_hat):
    return np.zeros(X.shape[1]), 0.0


def gradient_absolute(X, y, y_hat):
    dW, db = mse_gradient(X, y, y_hat)
    return np.abs(dW), abs(db)


def gradient_two_features(X, y, y_hat):
    e = y_hat - y
    dW = np.zeros(X.shape[1])
    for j in range(min(2, X.shape[1])):
        dW[j] = 2 * np.mean(e * X[:, j])
    return dW, 2 * e.mean()


def gradient_last_row_missing(X, y, y_hat):
    n = len(y)
    dW, db = np.zeros(X.shape[1]), 0.0
    for i in range(n - 1):
        dW += 2 / n * (y_hat[i] - y[i]) * X[i]
        db += 2 / n * (y_hat[i] - y[i])
    return dW, db


def gradient_regularized(X, y, y_hat):
    dW, db = mse_gradient(X, y, y_hat)
    return dW + 0.01, db


def gradient_in_place(X, y, y_hat):
    y_hat -= y
    return 2 / len(y) * X.T @ y_hat, 2 * y_hat.mean()


def gradient_sum_of_slopes(X, y, y_hat):
    dW, _ = mse_gradient(X, y, y_hat)
    return dW, dW.sum()


def gradient_of_rmse(X, y, y_hat):
    e = y_hat - y
    rmse = np.sqrt(np.mean(e**2))
    return X.T @ e / len(y) / rmse, e.mean() / rmse


def update_half_step(W, b, dW, db, learning_rate):
    return W - learning_rate / 2 * dW, b - learning_rate / 2 * db


def update_adds_without_rate(W, b, dW, db, learning_rate):
    return W + dW, b + db


def update_typed_rate(W, b, dW, db, learning_rate):
    return W - 0.01 * dW, b - 0.01 * db


def update_db_for_all(W, b, dW, db, learning_rate):
    return W - learning_rate * dW * db, b - learning_rate * db


def update_uphill_b_only(W, b, dW, db, learning_rate):
    return W, b + learning_rate * db


def update_squared_rate(W, b, dW, db, learning_rate):
    return W - learning_rate**2 * dW, b - learning_rate**2 * db


def update_decay(W, b, dW, db, learning_rate):
    return 0.99 * W - learning_rate * dW, b - learning_rate * db


def update_reversed(W, b, dW, db, learning_rate):
    return W - learning_rate * dW[::-1], b - learning_rate * db


def update_first_weight_only(W, b, dW, db, learning_rate):
    W = W.copy()
    W[0] -= learning_rate * dW[0]
    return W, b - learning_rate * db


def update_times_weight(W, b, dW, db, learning_rate):
    W = W - learning_rate * dW
    return W, b - learning_rate * db * W[0]


def update_mean_gradient(W, b, dW, db, learning_rate):
    return W - learning_rate * dW.mean(), b - learning_rate * db


def update_in_place_uphill(W, b, dW, db, learning_rate):
    W += learning_rate * dW
    return W, b + learning_rate * db


def update_two_steps(W, b, dW, db, learning_rate):
    return W - 2 * learning_rate * dW, b - 2 * learning_rate * db


def train_half_the_turns(X, y, W, b, *, learning_rate, n_iterations):
    return train(X, y, W, b, learning_rate=learning_rate, n_iterations=max(1, n_iterations // 2))


def train_typed_rate_and_start(X, y, W, b, *, learning_rate, n_iterations):
    return train(X, y, 0 * W, 0.0, learning_rate=0.05, n_iterations=n_iterations)


def train_rounded(X, y, W, b, *, learning_rate, n_iterations):
    W, b, losses = train(X, y, W, b, learning_rate=learning_rate, n_iterations=n_iterations)
    return np.round(W, 2), round(b, 2), np.round(losses, 2)


def train_closed_form(X, y, W, b, *, learning_rate, n_iterations):
    A = np.c_[X, np.ones(len(y))]
    p = np.linalg.lstsq(A, y, rcond=None)[0]
    return p[:-1], p[-1], [mean_squared_error(y, A @ p)] * n_iterations


def train_no_bias(X, y, W, b, *, learning_rate, n_iterations):
    losses = []
    for _ in range(n_iterations):
        y_hat = X @ W
        losses.append(mean_squared_error(y, y_hat))
        W, b = update(W, b, *mse_gradient(X, y, y_hat), learning_rate)
    return W, b, losses


def train_momentum(X, y, W, b, *, learning_rate, n_iterations):
    losses, vW, vb = [], np.zeros(len(W)), 0.0
    for _ in range(n_iterations):
        y_hat = forward(X, W, b)
        losses.append(mean_squared_error(y, y_hat))
        dW, db = mse_gradient(X, y, y_hat)
        vW, vb = 0.9 * vW + dW, 0.9 * vb + db
        W, b = update(W, b, vW, vb, learning_rate)
    return W, b, losses


def train_stale_prediction(X, y, W, b, *, learning_rate, n_iterations):
    losses, y_hat = [], forward(X, W, b)
    for _ in range(n_iterations):
        losses.append(mean_squared_error(y, y_hat))
        new = update(W, b, *mse_gradient(X, y, y_hat), learning_rate)
        y_hat = forward(X, W, b)
        W, b = new
    return W, b, losses


def train_later_losses_raised(X, y, W, b, *, learning_rate, n_iterations):
    W, b, losses = train(X, y, W, b, learning_rate=learning_rate, n_iterations=n_iterations)
    return W, b, [losses[0], *(losses[1:] + 1)]


def train_twice_the_rate(X, y, W, b, *, learning_rate, n_iterations):
    return train(X, y, W, b, learning_rate=2 * learning_rate, n_iterations=n_iterations)


def train_random_rows(X, y, W, b, *, learning_rate, n_iterations):
    rows = _rng.integers(0, len(y), len(y))
    return train(X[rows], y[rows], W, b, learning_rate=learning_rate, n_iterations=n_iterations)


def train_mae(X, y, W, b, *, learning_rate, n_iterations):
    losses = []
    for _ in range(n_iterations):
        e = X @ W + b - y
        losses.append(np.mean(np.abs(e)))
        W = W - learning_rate * X.T @ np.sign(e) / len(y)
        b = b - learning_rate * np.mean(np.sign(e))
    return W, b, losses


def train_flat_losses(X, y, W, b, *, learning_rate, n_iterations):
    W, b, losses = train(X, y, W, b, learning_rate=learning_rate, n_iterations=n_iterations)
    return W, b, np.full(n_iterations, losses[-1])


def train_features_reversed(X, y, W, b, *, learning_rate, n_iterations):
    X = X[:, ::-1]
    return train(X, y, W, b, learning_rate=learning_rate, n_iterations=n_iterations)


def train_last_row_left_out(X, y, W, b, *, learning_rate, n_iterations):
    return train(X[:-1], y[:-1], W, b, learning_rate=learning_rate, n_iterations=n_iterations)


def r_squared_rounded(y, y_hat):
    return round(float(1 - np.sum((y - y_hat) ** 2) / np.sum((y - y.mean()) ** 2)), 2)


def r_squared_median(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) / np.sum((y - np.median(y)) ** 2)


def r_squared_adjusted(y, y_hat):
    n = len(y)
    share = np.sum((y - y_hat) ** 2) / np.sum((y - y.mean()) ** 2)
    return 1 - share * (n - 1) / n


def r_squared_mse_over_std(y, y_hat):
    return 1 - np.mean((y - y_hat) ** 2) / np.std(y)


def r_squared_two(y, y_hat):
    return 2 - np.sum((y - y_hat) ** 2) / np.sum((y - y.mean()) ** 2)


def r_squared_first_row_missing(y, y_hat):
    y, y_hat = y[1:], y_hat[1:]
    return 1 - np.sum((y - y_hat) ** 2) / max(np.sum((y - y.mean()) ** 2), 1e-9)


def r_squared_explained(y, y_hat):
    return np.sum((y_hat - y.mean()) ** 2) / np.sum((y - y.mean()) ** 2)


def r_squared_rmse(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2))


def r_squared_sum_squared(y, y_hat):
    return 1 - np.sum(y - y_hat) ** 2 / np.sum((y - y.mean()) ** 2)


def r_squared_text(y, y_hat):
    return f"{1 - np.mean((y - y_hat) ** 2) / np.var(y):.2f}"


def r_squared_percent_unexplained(y, y_hat):
    return 100 * np.mean((y - y_hat) ** 2) / np.var(y)


def r_squared_always_one(y, y_hat):
    return 1.0


def r_squared_no_squares(y, y_hat):
    return 1 - np.sum(y - y_hat) / np.sum(y - y.mean())


def r_squared_square_missing_below(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) / np.sum(y - y.mean())


def r_squared_only_the_mean_squared(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) / np.sum(y - y.mean() ** 2)


def r_squared_root(y, y_hat):
    return np.sqrt(1 - np.sum((y - y_hat) ** 2) / np.sum((y - y.mean()) ** 2))


def r_squared_subtracted(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) - np.sum((y - y.mean()) ** 2)


def r_squared_table_of_correlations(y, y_hat):
    return np.corrcoef(y, y_hat) ** 2


def r_squared_row_by_row(y, y_hat):
    return 1 - (y - y_hat) ** 2 / (y - y.mean()) ** 2


def r_squared_mean_of_ratios(y, y_hat):
    return np.mean(1 - (y - y_hat) ** 2 / (y - y.mean()) ** 2)


def r_squared_one_minus_explained(y, y_hat):
    return 1 - np.sum((y_hat - y.mean()) ** 2) / np.sum((y - y.mean()) ** 2)


def one_house_slope_mean_of_two(x, y, w, b):
    return (w * x + b - y) * x / 2


def one_house_slope_plus_target(x, y, w, b):
    return 2 * (w * x + b + y) * x


def one_house_slope_of_the_cube(x, y, w, b):
    return 3 * (w * x + b - y) ** 2 * x


def one_house_slope_plus_x(x, y, w, b):
    return 2 * (w * x + b - y) + x


def one_house_slope_both_slopes(x, y, w, b):
    e = w * x + b - y
    return 2 * e * x, 2 * e


def one_house_slope_array(x, y, w, b):
    return np.array([2 * (w * x + b - y) * x])


def one_house_slope_bias_dropped_from_prediction_and_sign(x, y, w, b):
    return 2 * (y - w * x) * x


def one_house_slope_sign_only(x, y, w, b):
    return np.sign((w * x + b - y) * x)


def one_house_slope_rounded(x, y, w, b):
    return round(2 * (w * x + b - y) * x)


def one_house_slope_forward_difference(x, y, w, b):
    h = 0.01
    return ((w * x + h * x + b - y) ** 2 - (w * x + b - y) ** 2) / h


def one_house_slope_divided_by_x(x, y, w, b):
    return 2 * (w * x + b - y) / x


def one_house_slope_without_the_weight(x, y, w, b):
    return 2 * (x + b - y) * x


def one_house_slope_typed(x, y, w, b):
    return 2 * (w * 2.0 + b - y) * 2.0


def one_house_slope_len(x, y, w, b):
    return 2 / len(x) * (w * x + b - y) * x


def one_house_slope_stepped(x, y, w, b):
    return w - 0.1 * 2 * (w * x + b - y) * x


def one_house_slope_two_on_the_prediction(x, y, w, b):
    return (2 * (w * x + b) - y) * x


def largest_rate_square_root(f, w, step=1.0):
    return np.sqrt(2 * step**2 / (f(w + step) - 2 * f(w) + f(w - step)))


def largest_rate_four(f, w, step=1.0):
    return 4 / ((f(w + step) - 2 * f(w) + f(w - step)) / step**2)


def largest_rate_left_out(f, w, step=1.0):
    return 2 / ((f(w + step) + f(w - step)) / step**2)


def largest_rate_neighbours_subtracted(f, w, step=1.0):
    return 2 / ((f(w + step) - 2 * f(w) - f(w - step)) / step**2)


def largest_rate_right_neighbour_twice(f, w, step=1.0):
    return 2 / ((2 * f(w + step) - 2 * f(w)) / step**2)


def largest_rate_of_the_places(f, w, step=1.0):
    return 2 / ((f(w) + step - 2 * f(w) + f(w) - step) / step**2 + 1)


def largest_rate_relative_step(f, w, step=1.0):
    return 2 / ((f(w * (1 + step)) - 2 * f(w) + f(w * (1 - step))) / step**2)


def largest_rate_value(f, w, step=1.0):
    return 2 / f(w)


def largest_rate_always_one(f, w, step=1.0):
    return 1.0


def largest_rate_cubed(f, w, step=1.0):
    return 2 * step**3 / (f(w + step) - 2 * f(w) + f(w - step))


def largest_rate_both(f, w, step=1.0):
    curvature = (f(w + step) - 2 * f(w) + f(w - step)) / step**2
    return curvature, 2 / curvature


def largest_rate_two_minus(f, w, step=1.0):
    return 2 - (f(w + step) - 2 * f(w) + f(w - step)) / step**2


def largest_rate_power(f, w, step=1.0):
    return 2 / ((f(w + step) - 2 * f(w) + f(w - step)) / step ^ 2)


def largest_rate_middle_squared(f, w, step=1.0):
    return 2 / ((f(w + step) - f(w) ** 2 + f(w - step)) / step**2)


def largest_rate_left_side(f, w, step=1.0):
    return 2 / ((f(w) - 2 * f(w - step) + f(w - 2 * step)) / step**2)


def fit_line_first_two(x, y):
    w = (y[1] - y[0]) / (x[1] - x[0])
    return w, y[0] - w * x[0]


def fit_line_through_the_first(x, y):
    w = np.sum((x - x[0]) * (y - y[0])) / np.sum((x - x[0]) ** 2)
    return w, y[0] - w * x[0]


def fit_line_medians(x, y):
    dx, dy = x - np.median(x), y - np.median(y)
    w = np.sum(dx * dy) / np.sum(dx**2)
    return w, np.median(y) - w * np.median(x)


def fit_line_absolute(x, y):
    dx, dy = np.abs(x - x.mean()), np.abs(y - y.mean())
    w = np.sum(dx * dy) / np.sum(dx**2)
    return w, y.mean() - w * x.mean()


def fit_line_spreads(x, y):
    w = np.std(y) / np.std(x)
    return w, y.mean() - w * x.mean()


def fit_line_slope_only(x, y):
    return np.polyfit(x, y, 1)[0]


def fit_line_predictions(x, y):
    w, b = np.polyfit(x, y, 1)
    return w * x + b


def fit_line_upside_down(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    w = np.sum(dx**2) / np.sum(dx * dy)
    return w, y.mean() - w * x.mean()


def fit_line_n_minus_one_below(x, y):
    w = np.mean((x - x.mean()) * (y - y.mean())) / np.var(x, ddof=1)
    return w, y.mean() - w * x.mean()


def fit_line_parabola(x, y):
    return np.polyfit(x, y, 2)


def fit_line_negative_slope(x, y):
    w, b = np.polyfit(x, y, 1)
    return -w, b


def fit_line_bias_without_slope(x, y):
    w, _ = np.polyfit(x, y, 1)
    return w, y.mean() - x.mean()


def fit_line_mean_of_the_ratios(x, y):
    w = np.mean(y / (x + 10))
    return w, y.mean() - w * x.mean()


def fit_line_wrong_sum(x, y):
    dx = x - x.mean()
    w = np.sum(dx * y) / np.sum(dx) ** 2
    return w, y.mean() - w * x.mean()


def fit_line_ends(x, y):
    w = (y[-1] - y[0]) / (x[-1] - x[0])
    return w, y.mean() - w * x.mean()


def fit_line_standard_deviation(x, y):
    w = np.mean((x - x.mean()) * (y - y.mean())) / x.std()
    return w, y.mean() - w * x.mean()


def fit_line_means_mixed_up(x, y):
    w = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return w, x.mean() - w * y.mean()


def fit_line_bias_is_last_target(x, y):
    w, _ = np.polyfit(x, y, 1)
    return w, y[-1] - w * x[-1]


def fit_line_x_changed(x, y):
    x -= x.mean()
    w = np.sum(x * (y - y.mean())) / np.sum(x**2)
    return w, y.mean() - w * x.mean()


def fit_line_sum_over_variance(x, y):
    w = np.sum((x - x.mean()) * (y - y.mean())) / np.var(x)
    b = y.mean() - w * x.mean()
    return w, b


def fit_line_one_row_less(x, y):
    n = len(x)
    w = np.sum((x - x.mean()) * (y - y.mean())) / (np.var(x) * (n - 1))
    b = y.mean() - w * x.mean()
    return w, b


def fit_line_not_squared_below(x, y):
    w = np.sum((x - x.mean()) * (y - y.mean())) / np.sum(x - x.mean())
    b = y.mean() - w * x.mean()
    return w, b


def fit_line_no_brackets(x, y):
    w = np.sum(x - x.mean() * y - y.mean()) / np.sum((x - x.mean()) ** 2)
    b = y.mean() - w * x.mean()
    return w, b


def fit_line_covariance(x, y):
    w = np.mean((x - x.mean()) * (y - y.mean()))
    b = y.mean() - w * x.mean()
    return w, b


def fit_line_brackets_in_the_bias(x, y):
    w = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    b = (y.mean() - w) * x.mean()
    return w, b


def to_natural_units_both_stay(W, b, mean, std):
    return W, b


def to_natural_units_variance(W, b, mean, std):
    return W / std**2, b - np.sum(W * mean / std**2)


def to_natural_units_first_shift(W, b, mean, std):
    return W / std, b - W[0] * mean[0] / std[0]


def to_natural_units_returns_early(W, b, mean, std):
    W_raw = W / std
    for j in range(len(W)):
        b -= W_raw[j] * mean[j]
        return W_raw, b
    return W_raw, b


def to_natural_units_last_shift(W, b, mean, std):
    W_raw = W / std
    for j in range(len(W)):
        b_raw = b - W_raw[j] * mean[j]
    return W_raw, b_raw


def to_natural_units_bias_scaled(W, b, mean, std):
    return W / std, b / np.sum(std) - np.sum(W * mean / std)


def to_natural_units_prediction(W, b, mean, std):
    return W / std * mean + b, b


def to_natural_units_shift_only(W, b, mean, std):
    return np.sum(W * mean / std)


def to_natural_units_weights_only(W, b, mean, std):
    return W / std


def to_natural_units_mean_subtracted(W, b, mean, std):
    return W / std - mean, b


def to_natural_units_bias_plus_mean(W, b, mean, std):
    return W * std, b + mean


def to_natural_units_std_over_weights(W, b, mean, std):
    return std / W, b - np.sum(mean * std / W)


def to_natural_units_wrong_way_round(W, b, mean, std):
    return W / std, np.sum(W * mean / std) - b


def to_natural_units_one_std(W, b, mean, std):
    return W / std.mean(), b - np.sum(W * mean) / std.mean()


def to_natural_units_column(W, b, mean, std):
    return (W / std)[:, None], b - np.sum(W * mean / std)


def to_natural_units_epsilon(W, b, mean, std):
    return W / (std + 0.01), b - np.sum(W * mean / (std + 0.01))


def to_natural_units_bias_in_the_loop(W, b, mean, std):
    b_new = 0
    for j in range(len(W)):
        b_new += b - W[j] * mean[j] / std[j]
    return W / std, b_new


def to_natural_units_bias_over_std(W, b, mean, std):
    return W / std, b / std - np.sum(W * mean / std)


def to_natural_units_minus_the_means(W, b, mean, std):
    return W / std, b - np.sum(mean)


def to_natural_units_weights_over_variance(W, b, mean, std):
    return W / std**2, b - np.sum(W * mean / std)


def to_natural_units_times_std_in_the_bias(W, b, mean, std):
    return W / std, b - np.sum(W * mean * std)


def to_natural_units_loop_in_a_loop(W, b, mean, std):
    b_new = b
    for w in W:
        for m, s in zip(mean, std, strict=True):
            b_new -= w * m / s
    return W / std, b_new


def to_natural_units_unscaled(W, b, mean, std):
    return W * std + mean, b


def to_natural_units_product(W, b, mean, std):
    return W / std, b - np.prod(W * mean / std)


# Lesson 1: root_mean_squared_error


def rmse_power_first(y, y_hat):
    return np.mean((y_hat - y) ** 2) ** 2


def rmse_half_power_of_n(y, y_hat):
    return np.sum((y_hat - y) ** 2) ** 0.5 / len(y) ** 2


def rmse_twice_the_root(y, y_hat):
    return np.sqrt(np.sqrt(np.mean((y_hat - y) ** 2)))


def rmse_negative(y, y_hat):
    return -np.sqrt(np.mean((y_hat - y) ** 2))


def rmse_first_half(y, y_hat):
    half = len(y) // 2 + 1
    return np.sqrt(np.mean((y_hat[:half] - y[:half]) ** 2))


def rmse_without_the_last(y, y_hat):
    total = 0
    for i in range(len(y) - 1):
        total += (y_hat[i] - y[i]) ** 2
    return np.sqrt(total / len(y))


def rmse_of_predictions(y, y_hat):
    return np.sqrt(np.mean(y_hat**2))


def rmse_rounded(y, y_hat):
    return round(np.sqrt(np.mean((y_hat - y) ** 2)))


def rmse_percent(y, y_hat):
    return 100 * np.sqrt(np.mean((y_hat - y) ** 2))


def rmse_prints(y, y_hat):
    print(np.sqrt(np.mean((y_hat - y) ** 2)))


# Lesson 2: train_test_split


def split_three_results(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]]


def split_every_fourth(X, y, *, test_fraction, rng):
    step = round(1 / test_fraction)
    test = np.arange(len(y))[::step][: round(test_fraction * len(y))]
    train = np.setdiff1d(np.arange(len(y)), test)
    return X[train], X[test], y[train], y[test]


def split_columns(X, y, *, test_fraction, rng):
    n_test = round(test_fraction * len(y))
    return X[:, n_test:], X[:, :n_test], y[n_test:], y[:n_test]


def split_columns_dealt(X, y, *, test_fraction, rng):
    n_test = round(test_fraction * len(y))
    X = X[:, rng.permutation(X.shape[1])]
    return X[n_test:], X[:n_test], y[n_test:], y[:n_test]


def split_shuffled_within_rows(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    X = rng.permuted(X, axis=1)
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_block(X, y, *, test_fraction, rng):
    order = np.roll(np.arange(len(y)), rng.integers(len(y)))
    n_test = round(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_counted_off(X, y, *, test_fraction, rng):
    n_test = round(test_fraction * len(y))
    step = len(y) // n_test
    test = np.arange(len(y))[rng.integers(step) :: step][:n_test]
    train = np.setdiff1d(np.arange(len(y)), test)
    return X[train], X[test], y[train], y[test]


def split_never_the_last(X, y, *, test_fraction, rng):
    order = np.append(rng.permutation(len(y) - 1), len(y) - 1)
    n_test = round(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_ceiling(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    n_test = int(np.ceil(test_fraction * len(y)))
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_targets_in_order(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], np.sort(y[order[n_test:]]), y[order[:n_test]]


def split_all_rows_both(X, y, *, test_fraction, rng):
    return X, X, y, y


def split_scaled(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_fraction_as_count(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    return X[order[test_fraction:]], X[order[:test_fraction]], y[order], y[order]


def split_rounded_up(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    n_test = int(test_fraction * len(y)) + 1
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_old_random(X, y, *, test_fraction, rng):
    order = np.random.permutation(len(y))  # noqa: NPY002
    n_test = round(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


def split_targets_of_the_other(X, y, *, test_fraction, rng):
    order = rng.permutation(len(y))
    n_test = round(test_fraction * len(y))
    return X[order[n_test:]], X[order[:n_test]], y[: len(y) - n_test], y[len(y) - n_test :]


# Lesson 5: baseline_loss


def baseline_of_zero(y):
    return mean_squared_error(y, np.zeros(len(y)))


def baseline_unbiased(y):
    return np.var(y, ddof=1)


def baseline_of_the_last(y):
    return np.mean((y[-1] - y) ** 2)


def baseline_rounded_mean(y):
    return np.mean((round(np.mean(y)) - y) ** 2)


def baseline_twice(y):
    return 2 * np.mean((np.mean(y) - y) ** 2)


def baseline_negative(y):
    return -np.var(y)


def baseline_of_neighbours(y):
    return np.mean(np.diff(y) ** 2)


def baseline_root_of_sum(y):
    return np.sqrt(np.sum((y - y.mean()) ** 2))


def baseline_cubed(y):
    return np.mean(np.abs(y - y.mean()) ** 3)


def baseline_without_the_first(y):
    return np.mean((np.mean(y) - y[1:]) ** 2)


# Lesson 3: count_parameters


def count_tripled(n_features):
    return 3 * n_features + 1


def count_as_text(n_features):
    return f"{n_features} weights and a bias"


def count_pairs_only(n_features):
    return n_features * (n_features - 1) // 2


def count_power_of_two(n_features):
    return 2**n_features


def count_negative(n_features):
    return -(n_features + 1)


def count_prints(n_features):
    print(n_features + 1)


# Lesson 4: predict_one


def single_tuple(row, W, b):
    return row @ W, b


def single_double_bias(row, W, b):
    return row @ W + 2 * b


def single_max(row, W, b):
    return np.max(row * W) + b


def single_bias_doubled_per_feature(row, W, b):
    total = b
    for x, w in zip(row, W, strict=True):
        total = total + w * x + b
    return total


def single_running(row, W, b):
    total = b
    for x, w in zip(row, W, strict=True):
        total = total * x + w
    return total


def single_distance(row, W, b):
    return np.linalg.norm(row - W) + b


def single_every_second(row, W, b):
    return row[::2] @ W[::2] + b


def single_rounded(row, W, b):
    return round(row @ W + b)


# Right for what is usual, wrong for many rows, for zeros or for large numbers


def mse_without_targets_of_zero(y, y_hat):
    return np.mean((y[y != 0] - y_hat[y != 0]) ** 2)


def mse_huber_of_large_residuals(y, y_hat):
    e = np.abs(y - y_hat)
    return np.mean(np.where(e < 100, e**2, 200 * e - 10_000))


def standardize_clipped(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    return np.clip((X - mean) / std, -2.5, 2.5), mean, std


def gradient_clipped_far_away(X, y, y_hat):
    e = y_hat - y
    return np.clip(2 * X.T @ e / len(y), -1000, 1000), 2 * np.mean(e)


def update_clipped(W, b, dW, db, learning_rate):
    return W - learning_rate * np.clip(dW, -10, 10), b - learning_rate * db


def line_through_zero(x, w, b):
    return w * x + b if w else x


# Right but for one row or one feature: `squeeze` takes the axis away that the next lesson needs


def forward_squeezed(X, W, b):
    return np.squeeze(X @ W[:, None] + b)


def gradient_squeezed(X, y, y_hat):
    e = (y_hat - y).reshape(-1, 1)
    return np.squeeze(2 / len(y) * X.T @ e), np.squeeze(2 * e.mean(axis=0))
