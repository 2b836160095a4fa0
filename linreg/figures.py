"""House style, and the words that every figure carries.

One call at the top of a lesson, `use_house_style()`, and each figure that is shown comes with a
description made from what is drawn: a screen reader speaks it, and a test of the notebook compares
it. What a figure *means* is not drawn: `add_meaning` adds that, in one sentence.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib import collections, colors, container, contour, image, lines, patches, quiver, text
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

# Okabe and Ito's hues, darkened until each but ORANGE (shapes only) can be text on white, contrast
# 4.5 or more, and spaced in lightness: no two look alike to a colour-blind eye or in a grey print.
BLACK = "#111111"  # the truth, the best fit
GREY = "#767676"  # data
BLUE = "#006da0"  # a trained model
RED = "#a71c00"  # an untrained model, a mistake
GREEN = "#0b4d32"
ORANGE = "#cd7a00"
PURPLE = "#540f5e"

_NAMES = {BLACK: "black", GREY: "grey", BLUE: "blue", RED: "red", GREEN: "green"}
_NAMES |= {ORANGE: "orange", PURPLE: "purple"}
_MEANINGS: WeakKeyDictionary[Figure, str] = WeakKeyDictionary()
_KINDS = {"points": "scatter", "line": "line plot", "bars": "bar chart", "contours": "contour plot"}
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_KINDS |= {"histogram bars": "histogram", "image": "image", "surface": "surface"}


def use_house_style() -> None:
    """Set the house style, and let every figure that is shown say what it shows.

    Outside IPython only the style is set. A second call changes nothing.
    """
    # An opaque white card keeps dark text readable in a dark theme. The constrained layout cuts no
    # label; do not add `tight_layout`. DejaVu Sans comes with Matplotlib: the same on all machines.
    plt.rc("figure", figsize=(7.0, 4.0), dpi=100, facecolor="white")
    plt.rc("figure.constrained_layout", use=True)
    plt.rc("savefig", dpi="figure", facecolor="white", transparent=False, bbox=None)
    plt.rc("font", family=["DejaVu Sans"], size=11)
    plt.rc("text", color=BLACK)
    plt.rc("axes", titlesize=12, titlecolor=BLACK, labelcolor=BLACK, edgecolor=GREY)
    plt.rc("axes", grid=True, axisbelow=True, facecolor="white")
    plt.rc("axes", prop_cycle=cycler(color=[BLUE, RED, GREEN, ORANGE, PURPLE, BLACK, GREY]))
    plt.rc("axes.spines", top=False, right=False)
    plt.rc("xtick", labelsize=10, labelcolor=BLACK, color=GREY)
    plt.rc("ytick", labelsize=10, labelcolor=BLACK, color=GREY)
    plt.rc("grid", color="#e4e4e4")
    plt.rc("legend", fontsize=10, framealpha=0.9, edgecolor="#e4e4e4")
    plt.rc("lines", linewidth=2.0, markersize=5.0)
    plt.rc("image", cmap="cividis")
    with suppress(ImportError):
        from IPython import get_ipython

        shell: Any = get_ipython()  # type: ignore[no-untyped-call, unused-ignore]
        if shell is not None:
            import matplotlib_inline.backend_inline as inline  # connects itself to this shell

            # Should something choose another backend or format later, the words stay, since they
            # are in no picture's formatter; and "tight" would give each figure another size.
            config: Any = inline.InlineBackend  # type: ignore[attr-defined, unused-ignore]
            config.instance().print_figure_kwargs = {"bbox_inches": None}
            shell.display_formatter.mimebundle_formatter.for_type(Figure, _spoken)
            shell.display_formatter.formatters["image/png"].for_type(Figure, picture)


def _spoken(figure: Figure) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    words = describe(figure)
    return {"text/plain": words}, {"image/png": {"alt": words}}


def picture(figure: Figure) -> bytes:
    """Return the figure as a PNG of 10 to 40 kB: 256 colours, drawn once (`savefig`: twice)."""
    canvas: Any = figure.canvas
    canvas = canvas if isinstance(canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    canvas.draw()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    png = BytesIO()
    # Faster and closer than median cut; the octree is faster still, but makes pale greys white.
    pixels.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(png, "png")
    return png.getvalue()


def add_meaning(figure: Figure, sentence: str) -> None:
    """Add one sentence, what the figure means, to its description; a second call replaces it.

    Raises
    ------
    ValueError
        If the sentence is empty or has more than 40 words.
    """
    count = len(sentence.split())
    if not 1 <= count <= 40:
        raise ValueError(f"sentence has {count} words, but must have 1 to 40")
    _MEANINGS[figure] = " ".join(sentence.split())


def describe(figure: Figure, *, most: int = 89) -> str:
    """Say in at most 89 words what is drawn: kind, title, axes, series, arrows, texts, legend.

    Numbers have three significant digits, so that rounding noise does not change the words; a mean
    has as many as it takes for one moved point to show. A full figure is described in less detail.

    >>> figure, axes = plt.subplots()
    >>> _ = axes.plot([0, 1, 2], [1, 3, 5], color=BLUE, label="our model")
    >>> _ = axes.set(xlabel="area (m²)", ylabel="price (thousands)", xlim=(0, 2), ylim=(0, 6))
    >>> describe(figure)
    'Line plot of price (thousands), 0 to 6, against area (m²), 0 to 2: blue line “our model” \
straight from (0, 1) to (2, 5), slope 2. No legend.'
    >>> plt.close(figure)
    """
    meaning = _MEANINGS.get(figure, "").split()
    room = most - len(meaning)
    words = ["A", "figure."]
    with warnings.catch_warnings(), suppress(Exception):  # no figure stays hidden for want of words
        warnings.simplefilter("ignore")
        # What goes, in this order: 5 ranges across, and what an earlier panel has said; 4 colours,
        # and all ranges of series; 3 ranges of axes; 2 kinds; 1 ends of lines; 0 labels.
        for detail in range(6, -1, -1):
            words = _figure_words(figure, detail).split()
            if len(words) <= room:
                break
    words = words if len(words) <= room else [*words[: room - 1], "…"]
    return " ".join([*words, *meaning])


class _Series(NamedTuple):
    """One thing drawn: what it is, its label and colour, and one array for each direction."""

    noun: str
    label: str = ""
    colour: str = ""
    points: tuple[NDArray[np.float64], ...] = ()
    said: str = ""  # words that take the place of a summary of the points


def _figure_words(figure: Figure, detail: int) -> str:
    shown: list[Any] = [axes for axes in figure.axes if axes.get_visible()]
    bars = [axes for axes in shown if hasattr(axes, "_colorbar")]
    panels = {axes: axes.get_position(original=True).bounds for axes in shown if axes not in bars}
    if not panels:
        return "An empty figure, without axes."
    title = _quoted(figure.get_suptitle())
    many = len(set(panels.values())) > 1
    parts = [f"{len(set(panels.values()))} panels{title}."] if many else []
    before: set[str] = set()
    for place, axes in enumerate(panels):
        twin = panels[axes] in list(panels.values())[:place]
        parts.append("On a second scale:" if twin else "")
        parts.append(_panel_words(axes, detail, "" if many or twin else title, before))
    parts += [f"Colour bar{_quoted(axes.get_ylabel() or axes.get_xlabel())}." for axes in bars]
    notes = [_quoted(note.get_text()) for note in figure.texts]
    parts += [f"Text{note}." for note in notes if note and note != title]
    return " ".join([*parts, *(f"Legend for all: {_entries(one)}." for one in figure.legends)])


def _panel_words(axes: Any, detail: int, title: str, before: set[str]) -> str:
    """Say what is in one panel; below detail 6 refer to what an earlier one has shown."""

    def once(key: str, words: str, short: str) -> str:
        again = detail < 6 and key in before and len(words.split()) > len(short.split())
        before.add(key)
        return short if again else words

    series = list(_series(axes))
    names = "xyz" if axes.name == "3d" else "xy"
    kinds = " and ".join(dict.fromkeys(_KINDS[one.noun] for one in series if one.noun in _KINDS))
    kind = {"3d": "3-D ", "polar": "polar "}.get(axes.name, "") + (kinds or "plot")
    title = _quoted(axes.get_title()) or title
    head = title.strip() if title and detail < 3 else kind[0].upper() + kind[1:] + title
    if detail and getattr(axes, "_axis3don", axes.axison):
        of, full = (_axes_words(axes, names, most) for most in (detail, 6))
        head += once(full, of, ", same axes")
    linear = axes.name == "rectilinear" and axes.get_xscale() == axes.get_yscale() == "linear"
    quantities = [_quantity(axes, name) for name in names] if detail else [*names]
    body = []
    for group in _grouped(series, detail):
        label = _quoted(group[0].label) if detail else ""
        words, key = (_series_words(group, label, quantities, linear, most) for most in (detail, 6))
        for values in (values for one in group for values in one.points):
            key += _mean(np.arange(values.size) * values)  # the same values in the same order
        body.append(once(key, words, f"same {group[0].noun}{label}"))
    legend = axes.get_legend()
    labels = [one.label for one in series if one.label and one.noun != "arrows"]
    if legend and (not labels or _entries(legend) != ", ".join(labels)):
        body[-1:] = [". ".join([*body[-1:], f"Legend: {_entries(legend) or 'empty'}"])]
    elif labels and not axes.figure.legends:
        said = ". With legend" if legend else ". No legend"
        body[-1] += said if detail > 2 else ", legend" if legend else ""
    return f"{head}: {'; '.join(body) or 'nothing drawn'}."


def _entries(legend: Any) -> str:
    return ", ".join(_clean(entry.get_text()) for entry in legend.get_texts())


def _label(axes: Any, name: str) -> str:
    """Return the label of an axis, or of one that it shares its scale with."""
    alike = [axes, *axes._shared_axes[name].get_siblings(axes)]
    return next(filter(None, (_clean(getattr(one, f"get_{name}label")()) for one in alike)), "")


def _axes_words(axes: Any, names: str, detail: int) -> str:
    *across, up = (_axis_words(axes, name, detail) for name in names)
    return f" of{up} against{' and'.join(across)}".rstrip(",")


def _axis_words(axes: Any, name: str, detail: int) -> str:
    axis = getattr(axes, f"{name}axis")
    label = _label(axes, name) or f"the {name} axis"
    if "Category" in type(axis.get_major_formatter()).__name__:
        return f" {label}, {', '.join([*axis.units._mapping][:6])},"
    low, high = getattr(axes, f"get_{name}lim")()
    drawn = axes.dataLim
    if axes.name == "3d":  # whose margins differ between versions
        drawn = axes.zz_dataLim if name == "z" else axes.xy_dataLim
    if axes.name == "3d" or (axes.get_aspect() != "auto" and axes.get_adjustable() == "datalim"):
        low, high = drawn.intervaly if name == "y" else drawn.intervalx
    label += " on a log scale" if axis.get_scale() == "log" else ""
    span = abs(high - low)
    return f" {label}" + f", {_number(low, span)} to {_number(high, span)}," * (detail > 3)


def _quantity(axes: Any, name: str) -> str:
    """Return an axis' label without its unit, or the letter where there is no short one."""
    label = re.sub(r"[(\[].*", "", _label(axes, name)).strip()
    return label if 0 < len(label.split()) <= 2 else name


def _series(axes: Any) -> Iterator[_Series]:
    """Yield what is drawn in these axes, in the order in which it was drawn."""
    boxes = [box for box in axes.containers if isinstance(box, container.BarContainer)]
    bars = {bar: box for box in boxes for bar in box}
    done = [axes.patch, axes.title, axes._left_title, axes._right_title, *axes.spines.values()]
    done += [name for levels in axes.collections for name in getattr(levels, "labelTexts", [])]
    for artist in axes.get_children():
        artist = bars.get(artist, artist)
        visible = getattr(artist, "get_visible", lambda: True)()
        if visible and not any(artist is one for one in done):
            done.append(artist)
            with suppress(Exception):  # something rare: the rest is still described
                noun, points, said = _read(artist, axes)
                words = str((artist.get_text if _is(artist, text.Text) else artist.get_label)())
                if _is(artist, container.BarContainer) and words.startswith("_"):
                    words = artist[0].get_label()  # where a histogram has it
                label = "" if words.startswith("_") else _clean(words)
                arrays = tuple(_floats(values).ravel() for values in points)
                yield _Series(noun, "" if noun == "text" else label, _colour(artist), arrays, said)


def _is(artist: Any, *kinds: type) -> bool:
    return isinstance(artist, kinds)


def _read(artist: Any, axes: Any) -> tuple[str, Any, str]:
    """Return an artist's noun, its points, and any words that say more; fail for one not known."""
    deep = axes.name == "3d"
    if _is(artist, container.BarContainer):
        turned = artist.orientation == "horizontal"
        sides = [(bar.get_x(), bar.get_width(), bar.get_y(), bar.get_height()) for bar in artist]
        start, wide, _, high = np.array(sides)[:, [2, 3, 0, 1] if turned else [0, 1, 2, 3]].T
        touching = len(sides) > 2 and np.allclose(start[1:], (start + wide)[:-1])
        noun, ends = "histogram bars" if touching else "bars", [start + wide / 2, high]
        return noun, ends[::-1] if turned else ends, ""
    if _is(artist, lines.Line2D):
        points = artist.get_data_3d() if deep else artist.get_data(orig=False)
        noun = "points" if artist.get_linestyle() in ("None", "none", " ", "") else "line"
        across = _across(artist.get_transform(), axes, *points)
        return noun, [] if across else points, across
    if _is(artist, contour.ContourSet):
        levels = f"at {len(artist.levels)} levels, {_range(artist.levels)}"
        lowest = next(path.vertices for path in artist.get_paths() if len(path.vertices))
        spans = [np.ptp(limits) for limits in (axes.get_xlim(), axes.get_ylim())]
        centre = _point((lowest.min(0) + lowest.max(0)) / 2, spans)
        return "contours", [], f"{levels}, the lowest around {centre}"
    if _is(artist, quiver.Quiver):
        return "arrows", [artist.X + artist.U, artist.Y + artist.V], ""
    if _is(artist, image.AxesImage, collections.QuadMesh):
        values = _floats(artist.get_array())
        shape = " by ".join(str(size) for size in values.shape[:2])
        return "image", [], f"{shape}, {_range(values)}, mean {_mean(values)}"
    if _is(artist, collections.PathCollection):
        points = artist._offsets3d if deep else _floats(artist.get_offsets()).T
        return "points", points if artist.get_array() is None else [*points, artist.get_array()], ""
    if _is(artist, collections.LineCollection):
        segments = artist._segments3d if deep else artist.get_segments()
        return "segments", np.vstack(list(segments)).T, ""
    if _is(artist, collections.PolyCollection):
        if deep:
            return "surface", [], f"from {_range(axes.zz_dataLim.intervalx)}"
        return "band", np.vstack([path.vertices for path in artist.get_paths()]).T, ""
    if _is(artist, patches.FancyArrowPatch):
        return "arrows", np.array(artist._posA_posB[1:]).T, ""
    if _is(artist, patches.Patch):
        outline = artist.get_patch_transform().transform(artist.get_path().vertices)
        if across := _across(artist.get_data_transform(), axes, *outline.T):
            return "band", [], across
        moves = np.diff(outline, axis=0)
        if len(moves) > 5 and not np.any(moves[:, 0] * moves[:, 1]):  # histtype "step"
            tops = moves[:, 0] > 0
            return "histogram bars", (outline[:-1] + moves / 2)[tops].T, ""
        noun = "arrows" if _is(artist, patches.FancyArrow) else "shape"
        return noun, np.array([outline.min(0), outline.max(0)]).T, ""
    if _is(artist, text.Annotation) and artist.arrow_patch:
        return "arrows", [[at] for at in artist.xy], ""
    if _is(artist, text.Text) and artist.get_text():
        return "text", [], _quoted(artist.get_text()).strip()
    raise TypeError


def _across(transform: Any, axes: Any, x: Any, y: Any, *_: object) -> str:
    """Say where a line or a band lies that spans the axes; nothing for one that does not."""
    for words, at, one in (
        ("horizontal", y, axes.get_yaxis_transform("grid")),
        ("vertical", x, axes.get_xaxis_transform("grid")),
    ):
        if transform == one:
            return f"{words} {'from' if np.ptp(at) else 'at'} {_range(_floats(at))}"
    return ""


def _grouped(series: list[_Series], detail: int) -> list[list[_Series]]:
    """Group texts, and unlabelled series that look alike; with no detail, all of a kind."""
    groups: dict[object, list[_Series]] = {}
    for place, one in enumerate(series):
        alone = (one.said and one.noun != "text") or (one.label and detail)
        look = (one.noun, len(one.points), detail > 2 and one.colour)
        groups.setdefault(place if alone else look, []).append(one)
    return list(groups.values())


def _series_words(
    group: list[_Series], named: str, names: list[str], linear: bool, detail: int
) -> str:
    """Say what a group is: how many, its ranges and its mean; a straight line has a slope."""
    noun, said, many = group[0].noun, group[0].said, len(group)
    colour = f"{group[0].colour} ".lstrip() if detail > 4 else ""
    if said:
        return f"{colour}{noun}{'s' * (many > 1)}{named} {', '.join(one.said for one in group)}"
    points = np.array([np.concatenate(one) for one in zip(*(s.points for s in group), strict=True)])
    good = points[:, np.all(np.isfinite(points), axis=0)]
    count, lost = good.shape[1] // (2 if noun == "segments" else 1), points.shape[1] - good.shape[1]
    noun = noun.rstrip("s")
    if not count:
        return f"{colour}{noun}{named} without points"
    if detail > 1 == many and noun == "line" and linear and not lost and _straight(*good):
        ends = [_point(good[:, end], np.ptp(good, axis=1)) for end in (0, -1)]
        slope = _number((good[1, -1] - good[1, 0]) / (good[0, -1] - good[0, 0]))
        slope = f", slope {slope}" if detail > 3 else ""
        return f"{colour}line{named} straight from {ends[0]} to {ends[1]}{slope}"
    what = f"{many} {colour}{noun}s" if many > 1 else f"{colour}{noun}{named}"
    if noun == "line" and detail > 3:
        what += f" {'with' if many > 1 else 'of'} {count} points"
    elif noun not in ("line", "band", "shape"):
        what = f"{count} {colour}{noun}{'s' if count > 1 else ''}{named}"
    if count == 1:
        return f"{what} {'to' if noun == 'arrow' else 'at'} {_point(good[:, 0])}"
    names = [*names, "colour"][: len(good)]
    spread = [_spread(*one, noun) for one in zip(names, good, strict=True)]
    spread = spread[6 - detail :] if detail > 4 else []
    # A range, where it is said, says all of values that are constant or evenly spaced.
    means = [_mean(one) for one in good[:-1] if not _straight(np.arange(len(one)), one)]
    if detail < 5 or not _straight(np.arange(good.shape[1]), good[-1]):
        means += [_mean(good[-1])]
    mean = f"mean ({', '.join(means)})" if len(means) > 1 else f"mean {means[0]}" if means else ""
    if detail < 3:  # one mean for each of a few, so that exchanging two shows
        parts = [one.points[-1] for one in group] if many < 4 else [good[-1]]
        mean = f"mean {', '.join(map(_mean, parts))}"
    missing = f"{lost} missing" if lost else ""
    return ", ".join(filter(None, [what, *spread, mean, missing]))


def _spread(name: str, values: NDArray[np.float64], noun: str) -> str:
    if noun == "line" and name != "x" and len(values) > 2 and np.all(np.diff(values) < 0):
        return f"{name} falls from {' to '.join(reversed(_range(values).split(' to ')))}"
    return f"{name} {_range(values)}"


def _straight(x: NDArray[Any], y: NDArray[np.float64]) -> bool:
    if len(x) < 2 or x[0] == x[-1]:
        return False
    chord = y[0] + (y[-1] - y[0]) * (x - x[0]) / (x[-1] - x[0])
    return bool(np.all(np.abs(y - chord) <= 1e-6 * np.ptp(y)))


def _floats(values: Any) -> NDArray[np.float64]:
    return np.asarray(np.ma.filled(np.ma.asarray(values).astype(float), np.nan))


def _range(values: Any) -> str:
    values = values[np.isfinite(values)]
    if not values.size or np.ptp(values) == 0:
        return _number(values[0]) if values.size else "missing"
    return " to ".join(_number(end, np.ptp(values)) for end in (values.min(), values.max()))


def _mean(values: NDArray[np.float64]) -> str:
    """Return the mean in as many digits as show one value that moves by 5 % of the range."""
    values = values[np.isfinite(values)]
    return _number(values.mean(), np.ptp(values), 0.05 / values.size) if values.size else "missing"


def _point(point: Any, spans: Any = (0, 0, 0)) -> str:
    return f"({', '.join(_number(*one) for one in zip(point, spans, strict=False))})"


def _number(value: float, span: float = 0.0, share: float = 0.02) -> str:
    """Return three significant digits, or as many as show a share of the span."""
    value = float(value) * (1 + 1e-9)  # a half rounds up, also one that noise has made smaller
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else "infinity" if value > 0 else "unknown"
    power = math.floor(math.log10(abs(value)))
    places = 2 - power
    if span > 1e-9 * abs(value):  # a smaller one is noise, and so is what is 10⁻¹⁰ of it
        places = max(
            math.ceil(-math.log10(span * share) - 1e-9),
            min(places, 10 - math.ceil(math.log10(span))),
        )
    value = round(value, places)
    if value and not 1e-4 <= abs(value) < 1e6:
        digits = _trim(f"{value / 10.0**power:.{max(power + places, 0)}f}")
        return f"{digits} × 10{str(power).translate(_SUPERSCRIPT)}"
    return _trim(f"{value:{',' if abs(value) >= 1e4 else ''}.{max(places, 0)}f}")


def _trim(digits: str) -> str:
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits.replace("-", "−")


def _colour(artist: Any) -> str:
    """Return the name of a colour of the house, and nothing for another one."""
    with suppress(Exception):
        artist = getattr(artist, "arrow_patch", None) or getattr(artist, "patches", [artist])[0]
        get = getattr(artist, "get_color", None) or artist.get_facecolor
        shades = {colors.to_hex(one) for one in colors.to_rgba_array(get())}
        return _NAMES.get(shades.pop(), "") if len(shades) == 1 else ""
    return ""


def _quoted(label: str) -> str:
    return f" “{_clean(label)}”" if label.strip() else ""


def _clean(label: str) -> str:
    """Return a label in one line, without the marks of mathtext."""
    return " ".join(re.sub(r"[${}\\]", "", label).split())
