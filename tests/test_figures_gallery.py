"""Figures of many kinds, as in Matplotlib's gallery: each gets words, none raises or warns."""

import datetime
import re

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib import collections, patches
from matplotlib.artist import Artist
from matplotlib.offsetbox import AnchoredText
from nbclient import NotebookClient

from linreg import figures
from linreg.figures import artists, describe, remember
from linreg.figures.numbers import number

X = np.linspace(0, 10, 21)
RNG = np.random.default_rng(0)
POINTS = RNG.normal(size=(2, 40))


def flat(draw, **options):
    figure, axes = plt.subplots(**options)
    draw(axes)
    return figure


def deep(draw):
    figure = plt.figure()
    draw(figure.add_subplot(projection="3d"))
    return figure


def with_colour_bar(axes):
    axes.figure.colorbar(axes.scatter(*POINTS, c=POINTS[0]), ax=axes, label="height (m)")


def inset(axes):
    axes.plot(X, X)
    axes.inset_axes([0.6, 0.1, 0.3, 0.3]).plot(X, -X)


def patch_collection(axes):
    shapes = [patches.Circle((x, 2 * x), 0.3) for x in range(4)]
    axes.add_collection(collections.PatchCollection(shapes))
    axes.autoscale()


def ellipses(axes):
    sizes = np.ones(5)
    axes.add_collection(
        collections.EllipseCollection(
            sizes, sizes, 0 * sizes, units="xy", offsets=POINTS.T[:5], transOffset=axes.transData
        )
    )


GALLERY = {
    "stacked areas": lambda: flat(lambda axes: axes.stackplot(X, X, X**2, labels=["a", "b"])),
    "violins": lambda: flat(lambda axes: axes.violinplot(POINTS.T)),
    "events": lambda: flat(lambda axes: axes.eventplot(POINTS)),
    "hexagons": lambda: flat(lambda axes: axes.hexbin(*POINTS, gridsize=5)),
    "streams": lambda: flat(lambda axes: axes.streamplot(X, X, np.ones((21, 21)), np.eye(21))),
    "barbs": lambda: flat(lambda axes: axes.barbs(X, X, X, -X)),
    "steps": lambda: flat(lambda axes: axes.step(X, np.sin(X), label="step")),
    "stairs": lambda: flat(lambda axes: axes.stairs([1, 3, 2])),
    "triangles": lambda: flat(lambda axes: axes.triplot(*POINTS)),
    "coloured triangles": lambda: flat(lambda axes: axes.tripcolor(*POINTS, POINTS[0])),
    "shaded triangles": lambda: flat(
        lambda axes: axes.tripcolor(*POINTS, POINTS[0], shading="gouraud")
    ),
    "contours of triangles": lambda: flat(lambda axes: axes.tricontourf(*POINTS, POINTS[0])),
    "sparsity": lambda: flat(lambda axes: axes.spy(np.eye(5))),
    "table": lambda: flat(lambda axes: axes.table(cellText=[["1", "2"]])),
    "inset": lambda: flat(inset),
    "colour bar": lambda: flat(with_colour_bar),
    "categories": lambda: flat(lambda axes: axes.bar(["cat", "dog"], [3, 4])),
    "dates": lambda: flat(
        lambda axes: axes.plot([datetime.date(2026, 1, day) for day in (1, 2, 9)], [1, 4, 2])
    ),
    "annotation": lambda: flat(
        lambda axes: axes.annotate("here", (1, 2), (3, 4), arrowprops={"arrowstyle": "->"})
    ),
    "logarithms": lambda: flat(lambda axes: axes.loglog(X[1:], X[1:] ** 3)),
    "rose": lambda: flat(lambda axes: axes.bar(X[:6], X[:6]), subplot_kw={"projection": "polar"}),
    "pie with a legend": lambda: flat(
        lambda axes: (axes.pie([1, 2, 3], labels=["a", "b", "c"]), axes.legend())
    ),
    "ellipse": lambda: flat(lambda axes: axes.add_patch(patches.Ellipse((0.5, 0.5), 0.4, 0.2))),
    "collection of patches": lambda: flat(patch_collection),
    "collection of ellipses": lambda: flat(ellipses),
    "bars on a plane in 3-D": lambda: deep(lambda axes: axes.bar([0, 1], [3, 4], zs=1, zdir="y")),
    "arrow": lambda: flat(lambda axes: axes.arrow(0, 0, 2, 1, length_includes_head=True)),
    "anchored note": lambda: flat(lambda axes: axes.add_artist(AnchoredText("n = 9", "center"))),
    "key of arrows": lambda: flat(
        lambda axes: axes.quiverkey(axes.quiver(X, X, X, X), 0.5, 0.5, 1, "1 m/s")
    ),
    "levels that are not reached": lambda: flat(
        lambda axes: axes.tricontour(*POINTS, POINTS[0], levels=[99, 100])
    ),
    "no lines": lambda: flat(lambda axes: axes.vlines([], 0, 1)),
    "bars to the right": lambda: flat(lambda axes: axes.barh([1, 2, 3], [5, 7, 4], height=0.5)),
    "arrows": lambda: flat(lambda axes: axes.quiver([1], [2], [3], [4])),
    "a plateau": lambda: flat(lambda axes: axes.plot([3, 2, 2, 1])),
    "bars in 3-D": lambda: deep(lambda axes: axes.bar3d([0, 1], [0, 1], 0, 0.5, 0.5, [1, 2])),
    "wires in 3-D": lambda: deep(lambda axes: axes.plot_wireframe(*np.ogrid[:3, :4], np.eye(3, 4))),
    "arrows in 3-D": lambda: deep(lambda axes: axes.quiver(0, 0, 0, 1, 2, 3)),
    "stems in 3-D": lambda: deep(lambda axes: axes.stem([0, 1], [0, 1], [1, 2])),
    "text in 3-D": lambda: deep(lambda axes: axes.text(0, 0, 0, "origin")),
    "broken bars": lambda: flat(lambda axes: axes.broken_barh([(0, 2), (3, 1)], (0, 1))),
    "spectrum": lambda: flat(lambda axes: axes.specgram(np.sin(X * 9), NFFT=8, noverlap=4)),
    "error bars": lambda: flat(lambda axes: axes.errorbar(X, X, yerr=1, label="measured")),
}


@pytest.mark.parametrize("kind", GALLERY)
def test_a_figure_of_any_kind_is_described_without_a_warning(kind):
    words = describe(GALLERY[kind]())
    assert 4 <= len(words.split()) < 90
    assert words != "A panel."
    assert "nothing drawn" not in words
    plt.close("all")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("bars in 3-D", "3-D surface"),
        ("bars on a plane in 3-D", "bars (2) from 0 to 4"),
        ("arrow", "1 arrow to (2, 1)"),
        ("barbs", "21 barbs, x 0 to 10, y 0 to 10"),
        ("table", "table 1 by 2"),
        ("anchored note", "text “n = 9”"),
        ("key of arrows", "text “1 m/s”"),
        ("levels that are not reached", "contours at 2 levels, 99 to 100, none of them reached"),
        ("no lines", "segment without points"),
        ("inset", "2 panels. Line plot"),
        ("bars to the right", "x 4 to 7, y 1 to 3"),
        ("arrows", "1 arrow to (4, 6)"),
        ("a plateau", "y 1 to 3"),
        ("hexagons", ": cells "),
        ("error bars", "21 segments"),
        ("ellipse", "shape"),
        ("collection of patches", "4 shapes, x 0 to 3, y 0 to 6"),
        ("collection of ellipses", "5 shapes"),
        ("shaded triangles", "cells 40 values"),
        ("coloured triangles", "cells"),
        ("colour bar", "Colour bar “height (m)”."),
        ("categories", "cat, dog"),
    ],
)
def test_what_was_once_passed_over_is_said(kind, said):
    assert said in describe(GALLERY[kind]())
    plt.close("all")


def test_what_cannot_be_read_is_left_out_with_one_warning():
    class Strange(Artist):
        """An artist of which nobody knows anything."""

    def draw(axes):
        axes.plot(X, X, label="line")
        axes.add_artist(Strange())

    figure = flat(draw)
    with pytest.warns(UserWarning, match="Strange is left out of the description") as warned:
        words = describe(figure)
    assert len(warned) == 1
    assert "line “line” straight from (0, 0) to (10, 10), slope 1" in words
    plt.close("all")


def test_a_panel_that_cannot_be_read_does_not_silence_the_others(monkeypatch):
    figure, (good, bad) = plt.subplots(1, 2)
    good.plot(X, X)
    bad.plot(X, X)
    monkeypatch.setattr(bad, "get_xscale", lambda: 1 / 0)
    with pytest.warns(UserWarning, match="a panel is left out of the description"):
        words = describe(figure)
    assert words.startswith("2 panels. Line plot")
    assert words.endswith("A panel.")
    plt.close("all")


def test_private_names_of_matplotlib_say_what_was_drawn():
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d")
    dots = axes.scatter([1, 2], [3, 4], [5, 6])
    np.testing.assert_array_equal(np.array(artists._offsets_3d(dots)), [[1, 2], [3, 4], [5, 6]])
    (wires,) = [axes.plot_wireframe(*np.mgrid[:2, :2], np.eye(2))]
    assert np.vstack(list(artists._segments_3d(wires))).shape[1] == 3
    assert artists.is_axis_on(axes)
    axes.set_axis_off()
    assert not artists.is_axis_on(axes)
    arrow = patches.FancyArrowPatch((0, 0), (3, 4))
    assert tuple(artists._head(arrow)) == (3, 4)
    plt.close("all")


@pytest.mark.usefixtures("house_style")
@pytest.mark.parametrize("kind", GALLERY)
def test_drawing_a_figure_of_any_kind_does_not_change_its_words(kind):
    figure = GALLERY[kind]()
    before = describe(figure)
    figure.canvas.draw()
    assert describe(figure) == before


def test_with_little_room_ranges_go_across_first_and_upwards_last():
    figure = flat(lambda axes: axes.plot(*POINTS, "o", label="point"))
    full = describe(figure)
    short = describe(figure, most=len(full.split()) - 1)
    assert re.search(r"“point”, x .*, y .*, mean", full)
    assert re.search(r"“point”, y .*, mean", short)


def test_a_legend_for_all_panels_is_no_missing_legend():
    figure, axes = plt.subplots()
    axes.plot([1, 2, 4], label="loss")
    figure.legend()
    words = describe(figure)
    assert words.endswith("Legend for all: loss.")
    assert "No legend" not in words
    plt.close("all")


def test_a_half_rounds_up_though_noise_has_made_it_smaller():
    assert number(0.1245 - 1e-16) == number(0.1245 + 1e-16) == "0.125"


def test_infinity_has_a_sign():
    assert number(np.inf) == "infinity"


def test_the_words_of_the_last_figure_shown_outlive_it(monkeypatch):
    monkeypatch.setattr(figures, "_last_shown", "")
    with pytest.raises(ValueError, match="none has been shown yet"):
        describe()
    remember("Line plot.")
    assert describe() == "Line plot."


def test_in_a_notebook_the_words_of_the_last_figure_can_be_asked_for():
    cells = [
        "from linreg.figures import describe, use_house_style\nuse_house_style()",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4], label='first')\nplt.show()",
        "import gc; gc.collect(); print(describe())",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    (shown,) = notebook.cells[1].outputs[-1:]
    assert notebook.cells[2].outputs[0].text.strip() == shown.data["text/plain"]
