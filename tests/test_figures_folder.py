import csv
import importlib.util
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from linreg import forward, train
from linreg.figures import describe

ROOT = Path(__file__).parent.parent
spec = importlib.util.spec_from_file_location("draw", ROOT / "figures" / "draw.py")
draw = importlib.util.module_from_spec(spec)
spec.loader.exec_module(draw)


pytestmark = pytest.mark.usefixtures("house_style")


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
    assert stored == {*draw.FIGURES, "training"}
    assert {path.stem for path in (ROOT / "figures" / "bare").glob("*.png")} == set(draw.BARE)


def test_stored_picture_is_what_the_script_draws_now(name, figure):
    assert Image.open(ROOT / "figures" / f"{name}.png").text["Description"] == describe(figure)


def root_mean_square(picture, name):
    stored = Image.open(ROOT / "figures" / "bare" / f"{name}.png").convert("RGB")
    return np.sqrt(np.mean(np.subtract(picture, stored, dtype=float) ** 2))


@pytest.mark.parametrize("name", draw.BARE)
def test_bare_picture_is_the_stored_one_on_every_matplotlib(name):
    assert root_mean_square(draw.bare(draw.BARE[name]()), name) < 1


@pytest.mark.parametrize("name", draw.BARE)
def test_bare_picture_of_a_line_that_is_wrong_differs(name):
    figure = draw.BARE[name]()
    line = figure.axes[0].lines[-1 if name != "training_loss" else 0]
    line.set_ydata(np.asarray(line.get_ydata()) * 0.8 + 0.5)
    assert root_mean_square(draw.bare(figure), name) > 1


def test_limits_hold_all_that_is_drawn():
    for draw_one in draw.BARE.values():
        for ax in draw_one().axes:
            lines = [line for line in ax.lines if len(line.get_xdata()) != 2]
            x, y = np.hstack([np.array(line.get_data(), dtype=float) for line in lines])
            assert ax.get_xlim()[0] <= x.min() <= x.max() <= ax.get_xlim()[1]
            assert ax.get_ylim()[0] <= y.min() <= y.max() <= ax.get_ylim()[1]


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


def test_time_against_rows_is_what_was_measured_and_ours_lies_below_every_loop():
    figure = draw.time_against_rows()
    with open(draw.MEASURED, encoding="utf-8") as file:
        assert file.readline().strip("# \n") in figure.axes[0].get_xlabel()
        measured = [row for row in csv.DictReader(file) if row["features"] == "2"]
    times = {}
    for contestant, (_, _, label) in draw.CONTESTANTS.items():
        rows, times[label] = series(figure, label)
        np.testing.assert_array_equal(rows, [1e3, 1e4, 1e5, 1e6, 1e7])
        expected = [float(row["seconds"]) for row in measured if row["contestant"] == contestant]
        np.testing.assert_array_equal(times[label], expected)
    ours = times["our trajectory"]
    assert np.all(ours > times["one read"])
    for label in ("PyTorch loop", "NumPy class", "JAX scan", "our train"):
        assert np.all(ours < times[label])


def test_readme_shows_each_picture_with_its_description():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^]]*)\]\(figures/(\w+)\.png\)", readme)
    assert [name for _, name in shown] == ["training_loss", "predictions", "time_against_rows"]
    for words, name in shown:
        assert words == Image.open(ROOT / "figures" / f"{name}.png").text["Description"]


# The animation of training, and the same as a strip of stills


@pytest.fixture(scope="module")
def frames():
    with Image.open(ROOT / "figures" / "training.gif") as animation:
        frames = []
        for place in range(animation.n_frames):
            animation.seek(place)
            frames.append(np.asarray(animation.convert("RGB")))
        return frames


def points_and_dot(iteration):
    (_, points), (_, dot) = (ax.lines for ax in draw.training_frame(iteration).axes)
    return *points.get_data(), *dot.get_data()


def test_animation_is_small_loops_and_holds_its_ends():
    path = ROOT / "figures" / "training.gif"
    assert path.stat().st_size <= 300_000
    with Image.open(path) as animation:
        assert animation.n_frames == len(draw.FRAMES) == 25
        assert animation.info["loop"] == 0
        durations = []
        for place in range(animation.n_frames):
            animation.seek(place)
            durations.append(animation.info["duration"])
    assert min(durations[0], durations[-1]) >= 1000
    assert max(durations[1:-1]) <= 200


def test_first_frame_shows_the_untrained_and_the_last_the_trained_model():
    true, first, *dot = points_and_dot(draw.FRAMES[0])
    np.testing.assert_array_equal(true, draw.Y)
    np.testing.assert_allclose(first, forward(draw.X, *draw.START))
    assert abs(np.polyfit(true, first, 1)[0]) < 0.1
    true, last, *last_dot = points_and_dot(draw.FRAMES[-1])
    run = train(draw.X, draw.Y, *draw.START, learning_rate=0.01, n_iterations=193)
    assert np.polyfit(true, last, 1)[0] > 0.95
    assert np.std(last - true) < 1.1 * draw.NOISE
    np.testing.assert_allclose([dot, last_dot], [[[0], run.losses[:1]], [[192], run.losses[-1:]]])


def test_dot_of_each_frame_is_the_loss_of_its_points_and_lies_lower_than_the_one_before():
    dots = []
    for iteration in draw.FRAMES:
        true, predicted, (at,), (loss,) = points_and_dot(iteration)
        assert at == iteration
        assert loss == pytest.approx(np.mean((predicted - true) ** 2))
        dots.append(loss)
        plt.close()
    assert np.all(np.diff(dots) < 0)


def test_strip_is_made_of_frames(frames):
    strip = np.asarray(Image.open(ROOT / "figures" / "training.png").convert("RGB"))
    assert {0, draw.FRAMES[-1]} < set(draw.STILLS) < set(draw.FRAMES)
    stills = [frames[draw.FRAMES.index(iteration)] for iteration in draw.STILLS]
    np.testing.assert_array_equal(strip, np.vstack(stills))


def test_no_two_frames_are_the_same(frames):
    assert len({frame.tobytes() for frame in frames}) == len(frames)


def test_animation_and_strip_say_what_they_show():
    with Image.open(ROOT / "figures" / "training.gif") as gif:
        animation = gif.info["comment"].decode()
    strip = Image.open(ROOT / "figures" / "training.png").text["Description"]
    assert animation == draw.training_words("Animation of training in 25 frames")
    assert strip == draw.training_words("Training in 4 stills")
    assert len(animation.split()) < 90
    losses = [float(said) for said in re.findall(r"loss ([\d.]+)[;.]", animation)]
    assert losses == pytest.approx([points_and_dot(one)[3][0] for one in draw.STILLS], abs=0.006)
