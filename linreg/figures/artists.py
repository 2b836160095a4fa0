"""Read what is drawn: one function for each kind of Matplotlib's artists.

`read` is a single-dispatch function: a new kind of artist is described by registering one function
more. What Matplotlib keeps under private names stands at the end, each in a function of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import singledispatch
from typing import Any, NamedTuple

import numpy as np
from matplotlib import (
    axes,
    axis,
    collections,
    colors,
    container,
    contour,
    image,
    legend,
    lines,
    offsetbox,
    patches,
    quiver,
    spines,
    table,
    text,
)
from matplotlib.figure import FigureBase
from matplotlib.transforms import BlendedAffine2D, BlendedGenericTransform
from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # type: ignore[import-untyped, unused-ignore]
from numpy.typing import NDArray

from linreg.figures.numbers import floats, mean_of, point, range_of
from linreg.figures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, RED

NAMES = {BLACK: "black", GREY: "grey", BLUE: "blue", RED: "red", GREEN: "green"}
NAMES |= {ORANGE: "orange", PURPLE: "purple"}


class Series(NamedTuple):
    """One thing drawn: what it is, its label and colour, and one array for each direction."""

    noun: str
    label: str = ""
    colour: str = ""
    points: tuple[NDArray[np.float64], ...] = ()
    said: str = ""  # words that take the place of a summary of the points


class Drawn(NamedTuple):
    """What one artist shows: a noun, its points, and any words that say more."""

    noun: str
    points: Any = ()
    said: str = ""


def series_of(panel: Any) -> Iterator[Series]:
    """Yield what is drawn in these axes, in the order in which it was drawn."""
    boxes = [box for box in panel.containers if isinstance(box, container.BarContainer) and box]
    bars = {bar: box for box in boxes for bar in box}
    # The frame, and the numbers on contour lines, are no series of their own.
    done = [panel.patch, *panel.spines.values()]
    done += [name for levels in panel.collections for name in getattr(levels, "labelTexts", [])]
    # The ends of error bars are no points of the data.
    errors = [box for box in panel.containers if isinstance(box, container.ErrorbarContainer)]
    done += [cap for box in errors for cap in box[1]]
    written = list(panel.texts)
    for artist in panel.get_children():
        artist = bars.get(artist, artist)
        visible = getattr(artist, "get_visible", lambda: True)()
        title = isinstance(artist, text.Text) and artist not in written
        if not visible or title or any(artist is one for one in done):
            continue
        done.append(artist)
        if (one := _one_series(artist, panel)) is not None:
            yield one


def _one_series(artist: Any, panel: Any) -> Series | None:
    """Return what one artist shows; if that cannot be read, leave it out with a warning."""
    try:
        drawn = read(artist, panel)
        if drawn is None:
            return None
        words = str(artist.get_label() or "")
        if isinstance(artist, text.Text):
            words = artist.get_text() if drawn.noun == "arrows" else ""
        if isinstance(artist, container.BarContainer) and words.startswith("_"):
            words = str(artist[0].get_label())  # where a histogram has it
        label = "" if words.startswith("_") else clean(words)
        points = tuple(floats(values).ravel() for values in drawn.points)
        return Series(drawn.noun, label, _colour(artist), points, drawn.said)
    except Exception as error:  # a figure is described without what is rare in it
        kind = type(artist).__name__
        warnings.warn(f"{kind} is left out of the description: {error}", stacklevel=2)
        return None


@singledispatch
def read(artist: Any, panel: Any) -> Drawn | None:
    """Return what an artist in a panel shows, or None if it shows no data."""
    if hasattr(artist, "xaxis"):  # a second scale beside the first
        return None
    raise TypeError("there is no function that reads it")


@read.register(axis.Axis)
@read.register(axes.Axes)  # a panel of its own, inside this one
@read.register(spines.Spine)
@read.register(legend.Legend)
@read.register(FigureBase)
def _(artist: Any, panel: Any) -> Drawn | None:
    return None


@read.register(container.BarContainer)
def _(artist: Any, panel: Any) -> Drawn:
    turned = artist.orientation == "horizontal"
    if panel.name == "3d":  # where a bar does not tell its own sides
        return Drawn("bars", (), f"({len(artist)}) from {range_of(panel.zz_dataLim.intervalx)}")
    sides = [(bar.get_x(), bar.get_width(), bar.get_y(), bar.get_height()) for bar in artist]
    order = [2, 3, 0, 1] if turned else [0, 1, 2, 3]
    start, wide, low, high = np.array(sides)[:, order].T
    touching = len(sides) > 2 and np.allclose(start[1:], (start + wide)[:-1])
    ends = [start + wide / 2, low + high]  # where each ends, which may begin on another
    return Drawn("histogram bars" if touching else "bars", ends[::-1] if turned else ends)


@read.register(lines.Line2D)
def _(artist: Any, panel: Any) -> Drawn:
    deep = panel.name == "3d"
    points = artist.get_data_3d() if deep else artist.get_data(orig=False)
    noun = "line" if artist.get_drawstyle() == "default" else "step line"
    noun = "points" if artist.get_linestyle() in ("None", "none", " ", "") else noun
    across = _across(artist.get_transform(), panel, *points)
    if not across and not deep:
        points = _in_data(artist.get_transform(), points, panel)
    return Drawn(noun, () if across else points, across)


@read.register(lines.AxLine)
def _(artist: Any, panel: Any) -> Drawn:
    """Read an endless line where it enters the panel and where it leaves it."""
    to_data = artist.get_transform() - panel.transData
    return Drawn("line", to_data.transform([[0, 0], [1, 1]]).T)


@read.register(contour.ContourSet)
def _(artist: Any, panel: Any) -> Drawn:
    levels = f"at {len(artist.levels)} levels, {range_of(artist.levels)}"
    pieces = next(filter(None, _outlines(artist)), None)
    if pieces is None:  # no value of the data is as low, or as high, as any level
        return Drawn("contours", (), f"{levels}, none of them reached")
    if len(pieces) > 3:
        return Drawn("contours", (), f"{levels}, the lowest in {len(pieces)} pieces")
    spans = [np.ptp(limits) for limits in (panel.get_xlim(), panel.get_ylim())]
    found: dict[str, dict[str, None]] = {}
    for piece in pieces:
        where, place = _middle(piece)
        found.setdefault(where, {})[point(place, spans)] = None
    told = " and ".join(f"{where} {' and '.join(places)}" for where, places in found.items())
    return Drawn("contours", (), f"{levels}, the lowest {told}")


def _middle(outline: NDArray[np.float64]) -> tuple[str, NDArray[np.float64]]:
    """Return what a closed curve goes around, or the middle of an open one."""
    if np.all(np.abs(outline[0] - outline[-1]) <= 1e-9 * np.ptp(outline, axis=0)):
        return "around", (outline.min(0) + outline.max(0)) / 2
    return "through", outline[len(outline) // 2]


@read.register(quiver.Quiver)
def _(artist: Any, panel: Any) -> Drawn:
    in_data = str(artist.angles) == artist.scale_units == "xy"  # otherwise in points of the page
    shorter = artist.scale if in_data and artist.scale else 1
    return Drawn("arrows", [artist.X + artist.U / shorter, artist.Y + artist.V / shorter])


@read.register(quiver.Barbs)
def _(artist: Any, panel: Any) -> Drawn:
    return Drawn("barbs", [artist.x, artist.y])  # its outlines are in points of the page


@read.register(quiver.QuiverKey)
def _(artist: Any, panel: Any) -> Drawn:
    return Drawn("text", (), quoted(artist.text.get_text()).strip())


@read.register(offsetbox.AnchoredText)
def _(artist: Any, panel: Any) -> Drawn:
    return Drawn("text", (), quoted(artist.txt.get_text()).strip())


@read.register(offsetbox.OffsetBox)
def _(artist: Any, panel: Any) -> Drawn | None:
    return None


@read.register(table.Table)
def _(artist: Any, panel: Any) -> Drawn:
    rows, columns = (1 + max(place) for place in zip(*artist.get_celld(), strict=True))
    return Drawn("table", (), f"{rows} by {columns}")


@read.register(image.AxesImage)
@read.register(collections.QuadMesh)
def _(artist: Any, panel: Any) -> Drawn:
    values = floats(artist.get_array())
    shape = " by ".join(str(size) for size in values.shape[:2])
    return Drawn("image", (), f"{shape}, {range_of(values)}, mean {mean_of(values)}")


@read.register(collections.PathCollection)
def _(artist: Any, panel: Any) -> Drawn:
    deep, values = panel.name == "3d", artist.get_array()
    points = _offsets_3d(artist) if deep else floats(artist.get_offsets()).T
    if not deep:
        points = _in_data(artist.get_offset_transform(), points, panel)
    return Drawn("points", points if values is None else [*points, values])


@read.register(collections.LineCollection)
def _(artist: Any, panel: Any) -> Drawn:
    segments = _segments_3d(artist) if panel.name == "3d" else artist.get_segments()
    segments = [np.repeat(one, 2, axis=0)[1:-1] for one in segments]  # each from point to point
    return Drawn(
        "segments", np.vstack([np.empty((0, 3 if panel.name == "3d" else 2)), *segments]).T
    )


@read.register(Poly3DCollection)
def _(artist: Any, panel: Any) -> Drawn:
    heights = panel.zz_dataLim.intervalx
    if not np.isfinite(heights).all():  # bars tell their heights to the axis only
        heights = np.array(panel.get_zlim())
    return Drawn("surface", (), f"from {range_of(heights)}")


@read.register(collections.PolyCollection)
def _(artist: Any, panel: Any) -> Drawn:
    if artist.get_array() is not None:
        return _coloured_cells(artist)
    return Drawn("band", np.vstack([np.empty((0, 2)), *(p.vertices for p in artist.get_paths())]).T)


@read.register(collections.TriMesh)
def _(artist: Any, panel: Any) -> Drawn:
    return _coloured_cells(artist)


def _coloured_cells(artist: Any) -> Drawn:
    values = floats(artist.get_array())
    return Drawn("cells", (), f"{values.size} values, {range_of(values)}, mean {mean_of(values)}")


@read.register(collections.Collection)
def _(artist: Any, panel: Any) -> Drawn | None:
    """Read shapes of any other kind by their centres: ellipses, polygons, patches."""
    offsets = floats(artist.get_offsets())
    paths = [path.vertices for path in artist.get_paths() if len(path.vertices)]
    if len(offsets) > 1 or np.any(offsets):
        return Drawn("shapes", offsets.T)
    if not paths:
        return None
    centres = [(vertices.min(0) + vertices.max(0)) / 2 for vertices in paths]
    return Drawn("shapes", np.array(centres).T)


@read.register(patches.FancyArrowPatch)
def _(artist: Any, panel: Any) -> Drawn:
    return Drawn("arrows", np.array([_head(artist)]).T)


@read.register(patches.Patch)
def _(artist: Any, panel: Any) -> Drawn:
    outline = artist.get_patch_transform().transform(artist.get_path().vertices)
    if across := _across(artist.get_data_transform(), panel, *outline.T):
        return Drawn("band", (), across)
    outline = _in_data(artist.get_data_transform(), outline.T, panel).T
    moves = np.diff(outline, axis=0)
    if len(moves) > 5 and not np.any(moves[:, 0] * moves[:, 1]):  # histtype "step"
        tops = moves[:, 0] > 0
        return Drawn("histogram bars", (outline[:-1] + moves / 2)[tops].T)
    return Drawn("shape", np.array([outline.min(0), outline.max(0)]).T)


@read.register(patches.FancyArrow)
def _(artist: Any, panel: Any) -> Drawn:
    return Drawn("arrows", artist.get_xy()[:1].T)  # its outline begins at the tip


@read.register(text.Text)
def _(artist: Any, panel: Any) -> Drawn | None:
    if isinstance(artist, text.Annotation) and artist.arrow_patch and artist.xycoords == "data":
        return Drawn("arrows", [[at] for at in artist.xy])
    return Drawn("text", (), quoted(artist.get_text()).strip()) if artist.get_text() else None


def _across(transform: Any, panel: Any, x: Any, y: Any, *_: object) -> str:
    """Say where a line or a band lies that spans the axes; nothing for one that does not."""
    if not isinstance(transform, BlendedGenericTransform | BlendedAffine2D):
        return ""  # such as that of the axes, which may be equal to one by its numbers
    for words, at, one in (
        ("horizontal", y, panel.get_yaxis_transform("grid")),
        ("vertical", x, panel.get_xaxis_transform("grid")),
    ):
        if transform == one:
            return f"{words} {'from' if np.ptp(at) else 'at'} {range_of(floats(at))}"
    return ""


def _in_data(transform: Any, points: Any, panel: Any) -> Any:
    """Return points in numbers of the axes, also if something else places them, as `transAxes`."""
    panel.get_xlim(), panel.get_ylim()  # which brings the transforms up to date
    if transform == panel.transData:
        return points
    return (transform - panel.transData).transform(np.array(points).T).T


def _colour(artist: Any) -> str:
    """Return the name of a colour of the house, and nothing for another one."""
    if isinstance(artist, container.BarContainer):
        artist = artist.patches[0]
    if getattr(artist, "get_array", lambda: None)() is not None:
        return ""  # the colours are the values, and are known only when it is drawn
    artist = getattr(artist, "arrow_patch", None) or artist
    get = getattr(artist, "get_color", None) or getattr(artist, "get_facecolor", None)
    if get is None:
        return ""
    rgba = colors.to_rgba_array(get())
    if not rgba[:, 3].any() and hasattr(artist, "get_edgecolor"):  # a frame, or empty circles
        rgba = colors.to_rgba_array(artist.get_edgecolor())
    shades = {colors.to_hex(one) for one in rgba}
    return NAMES.get(shades.pop(), "") if len(shades) == 1 else ""


def quoted(label: str) -> str:
    """Return a label in quotation marks, after a space, or nothing for an empty one."""
    return f" “{clean(label)}”" if label.strip() else ""


def clean(label: str) -> str:
    """Return a label in one line, without the marks of mathtext."""
    for mark in "${}\\":
        label = label.replace(mark, "")
    return " ".join(label.split())


# What Matplotlib tells under private names only. A test reads each on the oldest and the newest
# version that the project allows.


def _offsets_3d(artist: Any) -> Any:
    return artist._offsets3d


def _segments_3d(artist: Any) -> Any:
    return artist._segments3d


def _head(artist: Any) -> Any:
    """Return where an arrow ends."""
    return artist._posA_posB[1]


def _outlines(artist: Any) -> Iterator[list[NDArray[np.float64]]]:
    """Yield the curves of each level of contours, also where a label has cut them."""
    maker = getattr(artist, "_contour_generator", None)  # triangles keep none
    if not artist.filled and (lines_of := getattr(maker, "lines", None)):
        yield from (lines_of(level)[0] for level in artist.levels)
    else:
        for path in artist.get_paths():
            yield path.to_polygons(closed_only=False)


def is_axis_on(panel: Any) -> bool:
    """Return whether a panel shows its axes; those in 3-D keep it elsewhere."""
    return bool(getattr(panel, "_axis3don", panel.axison))
