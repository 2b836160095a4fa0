"""Fifty calls as users write them. Type checkers read this file, and a test runs it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from linreg import (
    Dataset,
    DivergenceError,
    LinearModel,
    Moments,
    TrainingRun,
    count_parameters,
    fit_line,
    forward,
    generate_examples,
    initialize,
    largest_rate,
    line,
    load_dataset,
    mean_squared_error,
    moments,
    mse_gradient,
    normal_equation,
    numerical_gradient,
    one_house_slope,
    predict_one,
    r_squared,
    read_csv,
    root_mean_squared_error,
    stability_limit,
    standardize,
    to_natural_units,
    train,
    train_test_split,
    trajectory,
    update,
)

rng = np.random.default_rng(0)
rows = [[1, 2], [3, 5], [4, 4], [6, 1]]
targets = (1, 2.5, 3, 4)
X, y = np.array(rows, dtype=float), np.array(targets)
small = X.astype(np.float32)

# Data
X_made, y_made = generate_examples(100, [1, -3], 1, 0.5, rng)
X_made, y_made = generate_examples(100, W=np.array([1, -3]), b=1.0, noise=0, rng=rng)
X_std, mean, std = standardize(rows)
X_std, mean, std = standardize(small)
X_std, mean, std = standardize(X[:, :1] * 2)
new_rows = (X - mean) / std
X_train, X_test, y_train, y_test = train_test_split(X, y, test_fraction=0.5, rng=rng)
parts = train_test_split(rows, targets, test_fraction=1 / 4, rng=rng)
crickets: Dataset = load_dataset("cricket_chirps")
chirps = crickets.X[:, 0]
name: str = crickets.target_name

# Model
heights = line([0, 1, 2], 3, 1)
heights = line(chirps, w=3.3, b=25)
middle = line(10, 3.3, 25.2).item()
W, b = initialize(2, rng)
W, b = initialize(n_features=len(rows[0]), rng=rng)
y_hat = forward(rows, [1, 2], 0)
y_hat = forward(small, (1, 2), b)
y_hat = forward(X=X, W=W, b=b)
y_hat = forward(X @ np.eye(2), W / 2, float(b + 1))
model = LinearModel([1, 2], 3)
model = LinearModel.initialize(2, rng)
y_hat = model.forward(rows)
bias: float = model.b + 1

# Loss, gradient, step
loss: float = mean_squared_error(targets, y_hat)
loss = mean_squared_error([1, 2], [2, 4])
loss = mean_squared_error(y, y + 1)
dW, db = mse_gradient(rows, targets, y_hat)
dW, db = mse_gradient(X, y, forward(X, W, b))
slope = numerical_gradient(lambda p: np.sum(p**2), [1.0, -3.0])
slope = numerical_gradient(lambda W: mean_squared_error(y, forward(X, W, b)), W, step=1e-5)
steepest = numerical_gradient(np.sum, W).max()
W, b = update(W, b, dW, db, 0.01)
W, b = update([1, 2], 0, dW=dW, db=db, learning_rate=1e-3)
norm = float(np.linalg.norm(dW))

# Training
run: TrainingRun = train(rows, targets, [0, 0], 0, learning_rate=0.01, n_iterations=10)
W, b, losses = train(X, y, W, b, learning_rate=0.01, n_iterations=10, log_every=None)
last: float = losses[-1].item()
limit: float = stability_limit(rows)
limit = stability_limit(small)
try:
    train(X, y, W, b, learning_rate=10 * limit, n_iterations=10_000)
except DivergenceError as error:
    safe = error.limit / 2

# How good
score: float = r_squared(targets, y_hat)
score = r_squared(y, forward(X, W, b))
typical: float = root_mean_squared_error(y, y_hat)

# Small steps
parameters: int = count_parameters(2)
price: float = predict_one([1, 2], W=[3, 4], b=0)
of_one_house: float = one_house_slope(2.5, 3, w=1, b=0)
of_one_house = one_house_slope(X[0, 0], y[0], 1.0, b)
edge: float = largest_rate(lambda w: mean_squared_error(y, forward(X, [w, 0], 0)), 0.0)
edge = largest_rate(lambda w: 3 * w**2, w=1, step=0.5)
per_chirp, at_zero = fit_line(chirps, crickets.y)
per_chirp, at_zero = fit_line([0, 1, 2], targets[:3])
W_raw, b_raw = to_natural_units(W, b, X.mean(axis=0), X.std(axis=0))
W_raw, b_raw = to_natural_units([1, 2], b=0, mean=(0, 1), std=[1, 2.5])

# Closed form
W, b = normal_equation(rows, targets)
W, b = normal_equation(X_made.astype(np.float32), y_made)
sums: Moments = moments(X, y) + moments(rows, targets)
total = sum([moments(X, y), moments(X, y)], start=moments(X, y))
limit = stability_limit(sums)
ahead = trajectory(sums, W=[0, 0], b=0, learning_rate=limit / 2, n_iterations=100)
at_the_end: float = sums.loss(ahead.W, ahead.b)
landscape = sums.loss([[0, 0], [1, 2]], [0, 1])

# Files
with TemporaryDirectory() as folder:
    path = Path(folder) / "table.csv"
    path.write_text("area,price\n1,2\n3,4\n", encoding="utf-8")
    table = read_csv(path)
    table = read_csv(str(path), columns=["price", "area"])
    model.save(Path(folder) / "model.json")
    model = LinearModel.load(Path(folder) / "model.json")
    sums.save(f"{folder}/moments.json")
    sums = Moments.load(f"{folder}/moments.json")
