import importlib.util
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from linreg.figures import describe

ROOT = Path(__file__).parent.parent
spec = importlib.util.spec_from_file_location("draw", ROOT / "figures" / "draw.py")
draw = importlib.util.module_from_spec(spec)
spec.loader.exec_module(draw)


@pytest.fixture(params=draw.FIGURES)
def name(request):
    return request.param


@pytest.fixture
def figure(name):
    figure = draw.FIGURES[name]()
    yield figure
    plt.close(figure)


def series(figure, label):
    (line,) = [line for line in figure.axes[0].lines if line.get_label() == label]
    return np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float)


def test_every_stored_picture_is_drawn_by_the_script():
    stored = {path.stem for path in (ROOT / "figures").glob("*.png")}
    assert stored == set(draw.FIGURES)


def test_stored_picture_is_what_the_script_draws_now(name, figure):
    assert Image.open(ROOT / "figures" / f"{name}.png").text["Description"] == describe(figure)


def test_axes_are_labelled_and_titled(figure):
    (ax,) = figure.axes
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    assert ax.get_title()
    assert ax.get_legend() is not None


def test_training_loss_falls_to_the_least_squares_loss():
    _, losses = series(draw.training_loss(), "training loss")
    A = np.column_stack([draw.X, np.ones(len(draw.X))])
    squares = np.linalg.lstsq(A, draw.Y, rcond=None)[1][0]
    assert len(losses) == 1000
    assert np.all(np.diff(losses[:300]) < 0)
    assert losses[-1] == pytest.approx(squares / len(draw.Y), rel=1e-6)


def test_trained_predictions_lie_near_the_diagonal_and_untrained_ones_do_not():
    figure = draw.predictions()
    errors = {label: np.subtract(*series(figure, label)) for label in ("trained", "untrained")}
    assert np.std(errors["trained"]) < 2 * draw.NOISE
    assert np.std(errors["untrained"]) > 4 * draw.NOISE


def test_loss_over_one_weight_is_lowest_where_least_squares_says():
    (weight,), _ = series(draw.loss_over_one_weight(), "lowest")
    rest = draw.Y - draw.X[:, 0] - 1
    best = rest @ draw.X[:, 1] / (draw.X[:, 1] @ draw.X[:, 1])
    assert weight == pytest.approx(best, abs=0.05)


def test_readme_shows_each_picture_with_its_description():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^]]*)\]\(figures/(\w+)\.png\)", readme)
    assert [name for _, name in shown] == ["training_loss", "predictions"]
    for words, name in shown:
        assert words == Image.open(ROOT / "figures" / f"{name}.png").text["Description"]
