"""Draw the pictures of the README and the animation of training into this folder.

Each picture carries its description in words, which is also its alternative text where it is shown.
`bare/` has them without text, which every version of Matplotlib draws alike: tests compare these.
Run: python figures/draw.py
"""

import csv
from functools import partial
from io import BytesIO
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from linreg import forward, generate_examples, initialize, train
from linreg.figures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    add_meaning,
    describe,
    picture,
    use_house_style,
)

W_TRUE, B_TRUE, NOISE = np.array([1.0, -3.0]), 1.0, 0.5
START = initialize(2, np.random.default_rng(7))
LEARNING_RATE, N_ITERATIONS = 0.01, 1000
X, Y = generate_examples(200, W_TRUE, B_TRUE, NOISE, np.random.default_rng(8))


def training_loss() -> Figure:
    """Draw the loss of each iteration, down to the noise that no model can predict."""
    run = train(X, Y, *START, learning_rate=LEARNING_RATE, n_iterations=N_ITERATIONS)
    figure, ax = plt.subplots()
    ax.semilogy(run.losses, color=BLUE, label="training loss")
    ax.axhline(NOISE**2, color=GREY, linestyle="--", label="variance of the noise, 0.25 on average")
    ax.set(xlabel="iteration", ylabel="mean squared error")
    ax.set(title="A thousand steps downhill: the loss falls to about the noise")
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
    ax.set(
        xlabel="true price (units of 40 thousand)", ylabel="predicted price (units of 40 thousand)"
    )
    ax.set(title="Houses the model has never seen: untrained and trained")
    ax.legend()
    return figure


MEASURED = Path(__file__).parent.parent / "benchmarks" / "peers.csv"
CONTESTANTS = {  # as peers.py calls them: how they are drawn and labelled, slowest first
    "PyTorch loop": (ORANGE, "^-", "PyTorch loop"),
    "NumPy class": (RED, "s-", "NumPy class"),
    "JAX, jitted scan": (PURPLE, "D-", "JAX scan"),
    "train": (GREEN, "v-", "our train"),
    "LinearRegression().fit": (BLACK, "x:", "scikit-learn fit"),
    "trajectory(moments(X, y))": (BLUE, "o-", "our trajectory"),
    "one read of the memory": (GREY, "--", "one read"),
}


def time_against_rows() -> Figure:
    """Draw the times that benchmarks/peers.py has measured."""
    with open(MEASURED, encoding="utf-8") as file:
        machine = file.readline().strip("# \n")
        measured = [row for row in csv.DictReader(file) if row["features"] == "2"]
    figure, ax = plt.subplots(figsize=(7.0, 4.4))
    for contestant, (color, style, label) in CONTESTANTS.items():
        rows = [row for row in measured if row["contestant"] == contestant]
        n, seconds = ([float(row[key]) for row in rows] for key in ("rows", "seconds"))
        ax.loglog(n, seconds, style, color=color, label=label)
    ax.set(xlabel=f"rows (measured on {machine})", ylabel="time (seconds)")
    ax.set(title="One pass over the rows does what loops do in 1000")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    last = {line.get_label(): line.get_ydata()[-1] for line in ax.lines}
    loop, ours = last["NumPy class"], last["our trajectory"]
    add_meaning(figure, f"Last points: class {loop:.3g} s, our trajectory {ours:.3g} s.")
    return figure


FRAMES = range(0, 193, 8)  # the iterations that the animation shows
STILLS = (0, 24, 64, 192)  # those of the strip


def training_frame(iteration: int) -> Figure:
    """Draw the predictions after some iterations, and the loss on its way down to there."""
    run = train(X, Y, *START, learning_rate=LEARNING_RATE, n_iterations=FRAMES[-1] + 1)
    now = train(X, Y, *START, learning_rate=LEARNING_RATE, n_iterations=iteration or 1)
    W, b = (now.W, now.b) if iteration else START
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.0, 3.0))
    left.plot([-9, 11], [-9, 11], color=BLACK, linestyle="--", label="perfect prediction")
    left.plot(Y, forward(X, W, b), "o", color=BLUE, markersize=4, label="house")
    left.set(xlabel="true price", ylabel="predicted price")
    left.set(title=f"Predictions, iteration {iteration}", xlim=(-10, 12), ylim=(-10, 12))
    right.plot(run.losses[: iteration + 1], color=BLUE, label="loss so far")
    right.plot(iteration, run.losses[iteration], "o", color=BLUE, markersize=9, label="now")
    right.set(xlabel="iteration", ylabel="loss (price²)", xlim=(-8, 200), ylim=(-0.8, 16))
    right.set(title=f"Loss {run.losses[iteration]:.2f}")
    if iteration == 0:  # once is enough, in the film and in the strip
        left.legend(loc="upper left")
        right.legend()
    return figure


def training_words(kind: str) -> str:
    """Say in words what the animation shows, with the numbers of its stills."""
    said = []
    for iteration in STILLS:
        (_, points), (_, dot) = (axes.lines for axes in training_frame(iteration).axes)
        slope = np.polyfit(*points.get_data(), 1)[0]
        said.append(f"iteration {iteration}: slope {slope:.2f}, loss {dot.get_ydata()[0]:.2f}")
        plt.close()
    return (
        f"{kind}. Left: predicted against true price, {len(Y)} points that turn "
        "from flat onto the diagonal. Right: loss (price²) against iteration, a curve with a dot "
        f"that walks down it. Slope of the points, and loss: {'; '.join(said)}."
    ).replace("-", "−")


def draw_training(folder: Path) -> None:
    """Draw the animation, and the strip that has some of its frames one below the other."""
    frames = []
    for iteration in FRAMES:
        frames.append(drawn(training_frame(iteration)))
        plt.close()
    reel = stacked(frames).quantize(64, Image.Quantize.MAXCOVERAGE)  # one palette for all
    width, height = frames[0].size
    frames = [reel.crop((0, y, width, y + height)) for y in range(0, reel.height, height)]
    frames[0].save(
        folder / "training.gif",
        save_all=True,
        append_images=frames[1:],
        duration=[1500] + [120] * (len(frames) - 2) + [3000],
        loop=0,
        comment=training_words(f"Animation of training in {len(frames)} frames").encode(),
    )
    text = PngInfo()
    text.add_itxt("Description", training_words(f"Training in {len(STILLS)} stills"))
    strip = stacked([frames[FRAMES.index(iteration)].convert("RGB") for iteration in STILLS])
    strip.quantize(64, Image.Quantize.MAXCOVERAGE).save(folder / "training.png", pnginfo=text)


def drawn(figure: Figure) -> Image.Image:
    """Return the picture of a figure."""
    return Image.open(BytesIO(picture(figure))).convert("RGB")


def stacked(pictures: list[Image.Image]) -> Image.Image:
    """Return one picture that has all of them, one below the other."""
    return Image.fromarray(np.vstack([np.asarray(one) for one in pictures]))


def bare(figure: Figure) -> Image.Image:
    """Return a small picture of a figure with all text and legends hidden, in a fixed layout."""
    figure.set_layout_engine("none")
    for text in figure.findobj(Text):
        text.set_visible(False)
    for place, ax in enumerate(figure.axes):
        width = 1 / len(figure.axes)
        ax.set_position(((place + 0.1) * width, 0.1, 0.8 * width, 0.8))
        ax.tick_params(which="both", labelbottom=False, labelleft=False)
        if ax.get_legend():
            ax.get_legend().set_visible(False)
    figure.set_dpi(50)
    return drawn(figure)


FIGURES = {
    "training_loss": training_loss,
    "predictions": predictions,
    "time_against_rows": time_against_rows,
}
BARE = FIGURES | {
    "training_first": partial(training_frame, FRAMES[0]),
    "training_last": partial(training_frame, FRAMES[-1]),
}


def main(folder: Path = Path(__file__).parent) -> None:
    """Draw all pictures into a folder."""
    use_house_style()
    for name, draw in FIGURES.items():
        figure = draw()
        figure.savefig(folder / f"{name}.png", metadata={"Description": describe(figure)})
        plt.close(figure)
    draw_training(folder)
    (folder / "bare").mkdir(exist_ok=True)
    for name, draw in BARE.items():
        bare(draw()).save(folder / "bare" / f"{name}.png")
        plt.close()


if __name__ == "__main__":
    main()
