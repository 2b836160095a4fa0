"""Draw the pictures of the README into this folder.

Each PNG carries its description in words, which is also its alternative text in the README.
Run: python figures/draw.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from linreg import forward, generate_examples, initialize, mean_squared_error, train
from linreg.figures import BLACK, BLUE, GREY, RED, describe, use_house_style

W_TRUE, B_TRUE, NOISE = np.array([1.0, -3.0]), 1.0, 0.5
START = initialize(2, np.random.default_rng(7))
LEARNING_RATE, N_ITERATIONS = 0.01, 1000
X, Y = generate_examples(200, W_TRUE, B_TRUE, NOISE, np.random.default_rng(8))


def training_loss() -> Figure:
    """Draw the loss of each iteration, down to the noise that no model can predict."""
    run = train(X, Y, *START, learning_rate=LEARNING_RATE, n_iterations=N_ITERATIONS)
    figure, ax = plt.subplots()
    ax.semilogy(run.losses, color=BLUE, label="training loss")
    ax.axhline(NOISE**2, color=GREY, linestyle="--", label="variance of the noise, 0.25")
    ax.set(xlabel="iteration", ylabel="mean squared error")
    ax.set(title="A thousand steps downhill: the loss falls to the floor of the noise")
    ax.legend()
    return figure


def predictions() -> Figure:
    """Draw predicted against true prices of unseen houses, before and after training."""
    run = train(X, Y, *START, learning_rate=LEARNING_RATE, n_iterations=N_ITERATIONS)
    X_new, y_new = generate_examples(60, W_TRUE, B_TRUE, NOISE, np.random.default_rng(9))
    figure, ax = plt.subplots()
    ends = [y_new.min(), y_new.max()]
    ax.plot(ends, ends, color=BLACK, linestyle="--", label="perfect prediction")
    ax.plot(y_new, forward(X_new, *START), "x", color=RED, label="untrained")
    ax.plot(y_new, forward(X_new, run.W, run.b), "o", color=BLUE, label="trained")
    ax.set(xlabel="true price (standard units)", ylabel="predicted price (standard units)")
    ax.set(title="Houses the model has never seen: untrained and trained")
    ax.legend()
    return figure


def loss_over_one_weight() -> Figure:
    """Draw the loss while one weight moves and the other parameters keep their true values."""
    weights = np.linspace(-7, 1, 81)
    losses = [mean_squared_error(Y, forward(X, [W_TRUE[0], w], B_TRUE)) for w in weights]
    best = int(np.argmin(losses))
    figure, ax = plt.subplots()
    ax.plot(weights, losses, color=BLUE, label="loss")
    ax.plot(weights[best], losses[best], "o", color=RED, markersize=9, label="lowest")
    ax.axvline(W_TRUE[1], color=GREY, linestyle="--", label="the true weight, −3")
    ax.set(xlabel="weight of distance", ylabel="mean squared error", ylim=(0, None))
    ax.set(title="Over one weight the loss is a bowl")
    ax.legend()
    return figure


FIGURES = {
    "training_loss": training_loss,
    "predictions": predictions,
    "loss_over_one_weight": loss_over_one_weight,
}


def main(folder: Path = Path(__file__).parent) -> None:
    """Draw all pictures into a folder."""
    use_house_style()
    for name, draw in FIGURES.items():
        figure = draw()
        figure.savefig(folder / f"{name}.png", metadata={"Description": describe(figure)})
        plt.close(figure)


if __name__ == "__main__":
    main()
