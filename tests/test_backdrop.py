import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from linreg.figures.backdrop import Backdrop

pytestmark = pytest.mark.usefixtures("house_style")


def drawn():
    """Return a figure with a bit of everything, and the backdrop that has drawn it."""
    figure = plt.figure(figsize=(6, 4), dpi=40, layout="none")
    axes = figure.subplots(2, 2, gridspec_kw={"hspace": 0.6}).ravel()
    for one in axes[:3]:
        one.locator_params(nbins=2)  # fewer ticks are drawn faster
    axes[0].plot([0, 1], [0, 1], label="model")
    axes[0].scatter([0, 1], [1, 0], label="data")
    axes[0].set(xlabel="x", title="lines")
    axes[0].legend()
    axes[1].imshow([[1, 2], [3, 4]])
    axes[2].plot([0, 1], [0, 1])
    axes[3].axis("off")
    axes[3].annotate("here", (0.5, 0.5), (0.2, 0.2), arrowprops={"arrowstyle": "->"})
    figure.text(0.5, 0.5, "above all")
    plt.close(figure)
    backdrop = Backdrop()
    backdrop.draw(FigureCanvasAgg(figure))
    return figure, backdrop


def pixels(figure):
    return np.asarray(figure.canvas.buffer_rgba()).copy()


# Each is done to the four axes of the figure: lines and points, an image, a line, no axis.
CHANGES = {
    "a line moves": lambda a, k: a[0].lines[0].set_ydata([k / 9, 0]),
    "points move": lambda a, k: a[0].collections[0].set_offsets([[k / 9, 0.5]]),
    "a title changes": lambda a, k: a[0].set_title(f"step {k}"),
    "a text moves": lambda a, k: a[3].texts[0].set_position((k / 9, 0.1)),
    "a figure's text changes": lambda a, k: a[0].figure.texts[0].set_text(f"{k}"),
    "limits change": lambda a, k: a[0].set_ylim(-k - 1, 2),
    "limits follow the data": lambda a, k: (
        a[0].lines[0].set_ydata([k, -k]),
        a[0].relim(),
        a[0].autoscale(),
    ),
    "ticks change": lambda a, k: a[0].set_xticks([0, k + 1]),
    "ticks get other words": lambda a, k: a[0].set_xticks([0, 1], [f"{k}", "one"]),
    "ticks get another size": lambda a, k: a[0].tick_params(labelsize=5 + k),
    "the grid goes": lambda a, k: a[0].grid(bool(k % 2)),
    "a label changes": lambda a, k: a[0].set_xlabel(f"x{k}"),
    "a label goes": lambda a, k: a[0].set_xlabel(""),
    "a label changes its colour": lambda a, k: a[0].xaxis.label.set_color(f"C{k}"),
    "the background changes": lambda a, k: a[0].set_facecolor(f"C{k}"),
    "the figure's background changes": lambda a, k: a[0].figure.set_facecolor(f"C{k}"),
    "a spine changes": lambda a, k: a[0].spines["left"].set_color(f"C{k}"),
    "an image changes": lambda a, k: a[1].images[0].set_data([[k, 2], [0, 1]]),
    "a twin is added": lambda a, k: a[2].twinx().plot([0, 1], [k, 3]),
    "a line is added": lambda a, k: a[2].plot([0, 1], [k, 0]),
    "a line goes": lambda a, k: a[2].lines[0].set_visible(bool(k % 2)),
    "an axes goes": lambda a, k: a[2].set_visible(bool(k % 2)),
    "an axes moves": lambda a, k: a[2].set_position([0.1, 0.1, 0.2 + k / 50, 0.3]),
    "an axes is added": lambda a, k: a[0].figure.add_axes([0.4, 0.4, 0.1, 0.1 + k / 50]),
    "an axes is added in three dimensions": lambda a, k: a[0].figure.add_axes(
        [0.6, 0.4, 0.2, 0.2], projection="3d", elev=k
    ),
    "an inset is added": lambda a, k: a[1].inset_axes([0.5, 0.5, 0.4, 0.3 + k / 50]),
    "points are drawn below the grid": lambda a, k: a[0].collections[0].set_zorder(k / 9),
    "the ticks are above the lines": lambda a, k: a[0].set_axisbelow(bool(k % 2)),
    "the ticks are switched off": lambda a, k: a[0].axis("off"),
    "the figure grows": lambda a, k: a[0].figure.set_size_inches(6 + k / 10, 4),
    "a part of a figure is added": lambda a, k: (
        a[0].figure.add_subfigure(a[0].get_gridspec()[0]).text(0.5, 0.5, f"{k}")
    ),
}


def is_as_if_drawn_anew(figure, backdrop):
    backdrop.draw(figure.canvas)
    ours = pixels(figure)
    figure.canvas.draw()
    return np.array_equal(ours, pixels(figure))


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_drawn_as_if_all_were_drawn_anew(change):
    figure, backdrop = drawn()
    before = pixels(figure)
    CHANGES[change](figure.axes[:4], 4)
    assert is_as_if_drawn_anew(figure, backdrop)
    assert not np.array_equal(before, pixels(figure))


def test_numbers_that_reach_into_other_axes_are_drawn_above_them():
    figure, backdrop = drawn()
    for change, k in (("an axes moves", 4), ("an axes is added", 3)):
        CHANGES[change](figure.axes[:4], k)
        backdrop.draw(figure.canvas)
    assert is_as_if_drawn_anew(figure, backdrop)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, phases=[Phase.generate])  # to shrink takes minutes
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 9)), min_size=2))
def test_changes_in_any_order_are_drawn_as_if_all_were_drawn_anew(changes):
    figure, backdrop = drawn()
    axes = figure.axes[:4]
    for change, k in changes[:6]:
        CHANGES[change](axes, k)
        backdrop.draw(figure.canvas)
    assert is_as_if_drawn_anew(figure, backdrop)


def test_ticks_are_drawn_again_only_if_they_change():
    figure, backdrop = drawn()
    whole = []
    figure.canvas.mpl_connect("draw_event", lambda event: whole.append(event))
    axes = figure.axes[0]
    axes.lines[0].set_ydata([0.5, 0.2])
    axes.set_title("another")
    backdrop.draw(figure.canvas)
    assert not whole
    axes.set_xlim(0, 7)
    backdrop.draw(figure.canvas)
    assert len(whole) == 1


def test_a_layout_engine_may_move_the_axes_each_time():
    figure = plt.figure(figsize=(3, 2), dpi=40, layout="constrained")
    axes, backdrop = figure.subplots(), Backdrop()
    backdrop.draw(FigureCanvasAgg(figure))
    before = axes.get_position().bounds
    axes.set(title="a title", xlabel="and a label", ylim=(0, 100_000))
    assert is_as_if_drawn_anew(figure, backdrop)
    assert axes.get_position().bounds != before


def test_a_figure_can_be_drawn_after_a_picture_that_could_not():
    figure, backdrop = drawn()
    title = figure.axes[0].title
    title.set_text("$\\no$")
    figure.axes[0].set_xlim(0, 7)
    with pytest.raises(ValueError, match="no"):
        backdrop.draw(figure.canvas)
    assert not title.get_animated()
    title.set_text("yes")
    assert is_as_if_drawn_anew(figure, backdrop)
