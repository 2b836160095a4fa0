"""Draw a figure again in a fraction of the time, by keeping what lies behind its moving parts.

Grid, ticks and their numbers take Matplotlib most of the time, and they seldom change. While they
do not, their pixels are kept, and only what is drawn above them is drawn again: lines, texts and
the legend. (Matplotlib's guide calls this blitting.) Left out: axes that are switched off or have
three dimensions, and figures with axes or numbers on top of others or with a layout engine, which
may move them: they are drawn again as a whole. What is changed of one tick alone, such as the
colour of its label, is not seen until the grid is drawn again.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.layout_engine import PlaceHolderLayoutEngine


class Backdrop:
    """The pixels behind the moving parts of a figure, and what they were drawn from."""

    def __init__(self) -> None:
        self._pixels: Any = None
        self._drawn_from: object = None

    def draw(self, canvas: Any) -> None:
        """Draw the figure of an Agg canvas: the same pixels as the canvas's own `draw`."""
        figure = canvas.figure
        if _has_to_be_drawn_whole(figure):
            canvas.draw()
            return
        still, moving = _layers(figure)
        drawn_from = [figure.bbox.bounds, *map(_frame, figure.axes)]
        if drawn_from != self._drawn_from or any(artist.stale for artist in still):
            self._pixels = _without(moving, canvas) if _are_apart(figure.axes, canvas) else None
            self._drawn_from = drawn_from
        if self._pixels is None:
            canvas.draw()
            return
        canvas.restore_region(self._pixels)
        renderer = canvas.get_renderer()
        for artist in moving:
            artist.draw(renderer)


def _has_to_be_drawn_whole(figure: Any) -> bool:
    """Return whether what is drawn in one axes may move another."""
    layout = figure.get_layout_engine()
    at_rest = layout is None or isinstance(layout, PlaceHolderLayoutEngine)
    return bool(figure.subfigs or not at_rest)


def _are_apart(axes: list[Any], canvas: Any) -> bool:
    """Return whether no axes covers another, its titles, ticks and their numbers included."""
    boxes = [one.get_tightbbox(canvas.get_renderer()) for one in axes if one.get_visible()]
    return not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def _layers(figure: Any) -> tuple[list[Artist], list[Artist]]:
    """Return what is drawn first, up to the ticks of each axes, and all else, in drawing order."""
    still: list[Artist] = [figure.patch]
    moving: list[Artist] = []
    for one in _shown(figure):
        plain = isinstance(one, Axes) and one.name == "rectilinear" and one.axison
        if plain and one.get_visible():
            parts = _shown(one)
            first = max(parts.index(one.xaxis), parts.index(one.yaxis)) + 1
            labels = [axis.label for axis in (one.xaxis, one.yaxis) if axis.label.get_text()]
            still += [one.patch, *labels, *parts[:first]]
            moving += parts[first:]
        else:
            moving.append(one)
    return still, moving


def _shown(parent: Any) -> list[Any]:
    """Return what a figure or an axes draws on its patch, in drawing order."""
    parts = [one for one in parent.get_children() if one is not parent.patch]
    return sorted((one for one in parts if not one.get_animated()), key=Artist.get_zorder)


def _frame(axes: Any) -> tuple[object, ...]:
    """Return what ticks and labels are drawn from, as far as no artist is marked as stale by it."""
    places = axes.viewLim.bounds, axes.get_position().bounds
    return (*places, axes.get_visible(), axes.axison, axes.get_xlabel(), axes.get_ylabel())


def _without(moving: list[Artist], canvas: Any) -> Any:
    """Return the pixels of the figure as they are without its moving parts."""
    try:
        for artist in moving:
            artist.set_animated(True)  # Matplotlib leaves these out
        canvas.draw()
    finally:
        for artist in moving:
            artist.set_animated(False)
    return canvas.copy_from_bbox(canvas.figure.bbox)
