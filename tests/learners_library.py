"""The course solved by a learner, in other words than linreg's: loops, sums, other names."""

import numpy as np


def line(x, w, b):
    return b + x * w


def root_mean_squared_error(y, y_hat):
    total = 0.0
    for i in range(len(y)):
        total = total + (y_hat[i] - y[i]) ** 2
    return (total / len(y)) ** 0.5


def generate_examples(n_samples, W, b, noise, rng):
    features = rng.normal(size=(n_samples, len(W)))
    chance = rng.normal(size=n_samples)
    return features, np.dot(features, W) + b + chance * noise


def train_test_split(X, y, *, test_fraction, rng):
    n = len(X)
    cards = rng.permutation(n)
    many = round(n * test_fraction)
    away, keep = cards[:many], cards[many:]
    return X[keep], X[away], y[keep], y[away]


def standardize(X):
    n = len(X)
    mean = sum(X) / n
    std = (sum((X - mean) ** 2) / n) ** 0.5
    return (X - mean) / std, mean, std


def count_parameters(n_features):
    weights, bias = n_features, 1
    return weights + bias


def initialize(n_features, rng):
    return rng.normal(size=n_features), 0.0


def predict_one(row, W, b):
    products = [W[j] * row[j] for j in range(len(W))]
    return sum(products) + b


def forward(X, W, b):
    return np.sum(X * W, axis=1) + b


class LinearModel:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, X):
        return np.dot(X, self.W) + self.b


def mean_squared_error(y, y_hat):
    squares = [(a - e) ** 2 for a, e in zip(y, y_hat, strict=True)]
    return sum(squares) / len(squares)


def baseline_loss(y):
    return np.var(y)


def numerical_gradient(f, p, step=1e-6):
    slopes = []
    for j in range(p.size):
        nudge = np.zeros(p.size)
        nudge[j] = step
        nudge = nudge.reshape(p.shape)
        slopes.append((f(p + nudge) - f(p - nudge)) / (2 * step))
    return np.array(slopes).reshape(p.shape)


def one_house_slope(x, y, w, b):
    residual = w * x + b - y
    return 2 * residual * x


def mse_gradient(X, y, y_hat):
    e = y_hat - y
    dW = np.array([2 * np.mean(e * X[:, j]) for j in range(X.shape[1])])
    return dW, 2 * np.mean(e)


def update(W, b, dW, db, learning_rate):
    new_W = W - dW * learning_rate
    new_b = b - db * learning_rate
    return new_W, new_b


def largest_rate(f, w, step=1.0):
    left, middle, right = f(w - step), f(w), f(w + step)
    return 2 * step**2 / (left + right - 2 * middle)


def train(X, y, W, b, *, learning_rate, n_iterations):
    losses = []
    while len(losses) < n_iterations:
        y_hat = forward(X, W, b)
        losses.append(mean_squared_error(y, y_hat))
        W, b = update(W, b, *mse_gradient(X, y, y_hat), learning_rate)
    return W, b, losses


def fit_line(x, y):
    w = np.mean((x - np.mean(x)) * y) / np.var(x)
    return w, np.mean(y) - w * np.mean(x)


def r_squared(y, y_hat):
    return 1 - np.mean((y - y_hat) ** 2) / np.var(y)


def to_natural_units(W, b, mean, std):
    slopes = W / std
    return slopes, b - np.dot(slopes, mean)
