"""Figures of many kinds, as in Matplotlib's gallery: each gets words, none raises or warns."""

import datetime

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import collections, patches
from matplotlib.artist import Artist

from linreg.figures import artists, describe, remember

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
    assert "nothing drawn" not in words or kind == "table"
    plt.close("all")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("bars in 3-D", "3-D surface"),
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


def test_without_a_figure_the_last_one_shown_is_described():
    figure = flat(lambda axes: axes.plot(X, X, label="shown"))
    remember(figure)
    assert describe() == describe(figure)
    plt.close("all")
