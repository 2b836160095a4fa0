"""The words that every figure carries, made from what is drawn."""

from __future__ import annotations

import re
import warnings
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from linreg.figures.artists import Series, clean, is_axis_on, quoted, series_of
from linreg.figures.numbers import floats, from_to, is_straight, mean_of, number, point, range_of

_MEANINGS: WeakKeyDictionary[Figure, str] = WeakKeyDictionary()
_KINDS = {"points": "scatter", "line": "line plot", "bars": "bar chart", "contours": "contour plot"}
_KINDS |= {"histogram bars": "histogram", "image": "image", "surface": "surface"}
_KINDS |= {"step line": "step plot"}


class Detail(NamedTuple):
    """What is told. When words run short it goes from the right: labels are the last to go."""

    labels: bool
    ends: bool  # of straight lines
    kinds: bool  # of plot, and whether there is a legend
    axis_ranges: bool
    colours: bool  # and the ranges of series upwards
    everything: bool  # also ranges across, and what an earlier panel has shown


EVERYTHING, *LESS = [Detail(*(place < kept for place in range(6))) for kept in range(6, -1, -1)]


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


def words_of(figure: Figure, most: int) -> str:
    """Say in at most so many words what is drawn; a full figure is described in less detail."""
    meaning = _MEANINGS.get(figure, "").split()
    room = most - len(meaning)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        drawn = {panel: list(series_of(panel)) for panel in _panels(figure)}
        for detail in (EVERYTHING, *LESS):
            words = _figure_words(figure, drawn, detail).split()
            if len(words) <= room:
                break
    _warn_once([str(one.message) for one in caught])
    words = words if len(words) <= room else [*words[: max(room - 1, 0)], "…"]
    return " ".join([*words, *meaning])


def _warn_once(messages: list[str]) -> None:
    """Pass on in one warning what was left out; what Matplotlib warns of, it does when it draws."""
    left_out = dict.fromkeys(one for one in messages if "left out of the description" in one)
    if left_out:
        warnings.warn("; ".join(left_out), stacklevel=4)


def _panels(figure: Figure) -> list[Any]:
    """Return the axes that are shown and are no colour bars, each followed by its insets."""
    insets = {
        axes: [one for one in axes.child_axes if isinstance(one, Axes)] for axes in figure.axes
    }
    every = [one for axes in figure.axes for one in (axes, *insets[axes])]
    bars = _colour_bars(figure)
    return [one for one in every if one.get_visible() and one not in bars]


def _colour_bars(figure: Figure) -> list[Any]:
    every = [artist for axes in figure.axes for artist in axes.get_children()]
    bars = [getattr(artist, "colorbar", None) for artist in every]
    own = [bar.ax for bar in bars if bar is not None]
    return [axes for axes in figure.axes if axes in own or axes.get_label() == "<colorbar>"]


def _figure_words(figure: Figure, drawn: dict[Any, list[Series]], detail: Detail) -> str:
    places = {panel: (panel.figure, panel.get_position(original=True).bounds) for panel in drawn}
    if not places:
        return "An empty figure, without axes."
    title = quoted(figure.get_suptitle())
    count = len(set(places.values()))
    parts = [f"{count} panels{title}."] if count > 1 else []
    before: set[str] = set()
    for i, (panel, series) in enumerate(drawn.items()):
        twin = places[panel] in list(places.values())[:i]
        parts.append("On a second scale:" if twin else "")
        inherited = "" if count > 1 or twin else title
        parts.append(_panel_or_warning(panel, series, detail, inherited, before))
    bars = [axes for axes in _colour_bars(figure) if axes.get_visible()]
    parts += [f"Colour bar{quoted(axes.get_ylabel() or axes.get_xlabel())}." for axes in bars]
    notes = [quoted(note.get_text()) for note in figure.texts]
    parts += [f"Text{note}." for note in notes if note and note != title]
    return " ".join([*parts, *(f"Legend for all: {_entries(one)}." for one in figure.legends)])


def _panel_or_warning(
    panel: Any, series: list[Series], detail: Detail, title: str, before: set[str]
) -> str:
    """Describe a panel; one that cannot be described does not silence the others."""
    try:
        return _panel_words(panel, series, detail, title, before)
    except Exception as error:
        warnings.warn(f"a panel is left out of the description: {error}", stacklevel=2)
        return "A panel."


def _panel_words(
    panel: Any, series: list[Series], detail: Detail, title: str, before: set[str]
) -> str:
    """Say what is in one panel; in less detail, refer to what an earlier one has shown."""
    names = "xyz" if panel.name == "3d" else "xy"
    head = _head_words(panel, series, detail, title)
    if detail.labels and is_axis_on(panel):
        of, full = (_axes_words(panel, names, most) for most in (detail, EVERYTHING))
        head += _once(full, of, ", same axes", detail, before)
    body = _series_list(panel, series, detail, names, before)
    _add_legend(panel, series, detail, body)
    return f"{head}: {'; '.join(body) or 'nothing drawn'}."


def _once(key: str, words: str, short: str, detail: Detail, before: set[str]) -> str:
    """Return the words, or short ones if an earlier panel has said them."""
    again = not detail.everything and key in before and len(words.split()) > len(short.split())
    before.add(key)
    return short if again else words


def _head_words(panel: Any, series: list[Series], detail: Detail, title: str) -> str:
    kinds = " and ".join(dict.fromkeys(_KINDS[one.noun] for one in series if one.noun in _KINDS))
    kind = {"3d": "3-D ", "polar": "polar "}.get(panel.name, "") + (kinds or "plot")
    own = [quoted(panel.get_title(loc=where)) for where in ("left", "center", "right")]
    title = ",".join(one for one in (title, *own) if one)
    return title.strip() if title and not detail.kinds else kind[0].upper() + kind[1:] + title


def _series_list(
    panel: Any, series: list[Series], detail: Detail, names: str, before: set[str]
) -> list[str]:
    """Say what each group of series is."""
    scales = [getattr(panel, f"get_{name}scale")() for name in names]
    scales = ["polar"] * 2 if panel.name == "polar" else scales  # where nothing is straight
    quantities = [_quantity(panel, name) for name in names] if detail.labels else [*names]
    body = []
    for group in _grouped(series, detail):
        label = quoted(group[0].label) if detail.labels else ""
        words, key = (
            _series_words(group, label, quantities, scales, most) for most in (detail, EVERYTHING)
        )
        for values in (values for one in group for values in one.points):
            key += mean_of(np.arange(values.size) * values)  # the same values in the same order
        body.append(_once(key, words, f"same {group[0].noun}{label}", detail, before))
    return body


def _add_legend(panel: Any, series: list[Series], detail: Detail, body: list[str]) -> None:
    """Add to the last of the body what the legend says, or that there is none."""
    legend = panel.get_legend()
    labels = [one.label for one in series if one.label and one.noun != "arrows"]
    if legend and (not labels or _entries(legend) != ", ".join(labels)):
        body[-1:] = [". ".join([*body[-1:], f"Legend: {_entries(legend) or 'empty'}"])]
    elif labels and not panel.figure.legends:
        said = ". With legend" if legend else ". No legend"
        body[-1] += said if detail.kinds else ", legend" if legend else ""


def _entries(legend: Any) -> str:
    return ", ".join(clean(entry.get_text()) for entry in legend.get_texts())


def _label(panel: Any, name: str) -> str:
    """Return the label of an axis, or of one that it shares its scale with."""
    shared = getattr(panel, f"get_shared_{name}_axes", None)
    alike = [panel, *(shared().get_siblings(panel) if shared else [])]
    return next(filter(None, (clean(getattr(one, f"get_{name}label")()) for one in alike)), "")


def _axes_words(panel: Any, names: str, detail: Detail) -> str:
    *across, up = (_axis_words(panel, name, detail) for name in names)
    return f" of{up} against{' and'.join(across)}".rstrip(",")


def _axis_words(panel: Any, name: str, detail: Detail) -> str:
    axis = getattr(panel, f"{name}axis")
    label = _label(panel, name) or f"the {name} axis"
    formatter = axis.get_major_formatter()
    if "Category" in type(formatter).__name__:
        told = formatter.format_ticks(axis.get_major_locator()())
        more = f" and {len(told) - 6} more" if len(told) > 6 else ""
        return f" {label}, {', '.join(told[:6])}{more},"
    label += " on a log scale" if axis.get_scale() == "log" else ""
    if not detail.axis_ranges:
        return f" {label}"
    low, high = _limits(panel, name)
    return f" {label}, {from_to(low, high, axis.get_scale() == 'log')},"


def _limits(panel: Any, name: str) -> Any:
    """Return where an axis ends, or the data where ends depend on the version or on the layout."""
    drawn = panel.dataLim
    if panel.name == "3d":  # whose margins differ between versions
        drawn = panel.zz_dataLim if name == "z" else panel.xy_dataLim
    elif panel.get_aspect() == "auto" or panel.get_adjustable() != "datalim":
        return getattr(panel, f"get_{name}lim")()
    limits = drawn.intervaly if name == "y" else drawn.intervalx
    return limits if np.isfinite(limits).all() else getattr(panel, f"get_{name}lim")()


def _quantity(panel: Any, name: str) -> str:
    """Return an axis' label without its unit, or the letter where there is no short one."""
    label = re.sub(r"[(\[].*", "", _label(panel, name)).strip()
    return label if 0 < len(label.split()) <= 2 else name


def _grouped(series: list[Series], detail: Detail) -> list[list[Series]]:
    """Group texts, and unlabelled series that look alike; with no detail, all of a kind."""
    groups: dict[object, list[Series]] = {}
    for place, one in enumerate(series):
        alone = (one.said and one.noun != "text") or (one.label and detail.labels)
        look = (one.noun, len(one.points), detail.kinds and one.colour)
        groups.setdefault(place if alone else look, []).append(one)
    return list(groups.values())


def _series_words(
    group: list[Series], named: str, names: list[str], scales: list[str], detail: Detail
) -> str:
    """Say what a group is: how many, its ranges and its mean; a straight line has a slope."""
    noun, said, many = group[0].noun, group[0].said, len(group)
    colour = f"{group[0].colour} ".lstrip() if detail.colours else ""
    if said:
        plural = "s" if many > 1 else ""
        return f"{colour}{noun}{plural}{named} {', '.join(one.said for one in group)}"
    points = np.array([np.concatenate(one) for one in zip(*(s.points for s in group), strict=True)])
    good = points[:, np.all(np.isfinite(points), axis=0)]
    lost = points.shape[1] - good.shape[1]
    if not good.shape[1]:
        return f"{colour}{noun.rstrip('s')}{named} without points"
    flat = scales == ["linear", "linear"] and not lost
    if detail.ends and many == 1 and noun == "line" and flat and is_straight(*good):
        return f"{colour}line{named} {_straight_words(good, detail)}"
    what, count = _counted(noun, colour, named, many, good.shape[1], detail)
    if count == 1:
        return f"{what} {'to' if noun == 'arrows' else 'at'} {point(good[:, 0])}"
    missing = f"{lost} missing" if lost else ""
    spread = _spreads(good, names, scales, noun.rstrip("s"), detail)
    return ", ".join(filter(None, [what, *spread, _means(group, good, detail), missing]))


def _straight_words(good: Any, detail: Detail) -> str:
    """Say where a straight line goes, and how steep it is."""
    if np.any(np.diff(good[0]) < 0) and np.any(np.diff(good[0]) > 0):  # rows in any order
        good = good[:, np.argsort(good[0])]
    first, last = (point(good[:, end], np.ptp(good, axis=1)) for end in (0, -1))
    rise, run = good[1, -1] - good[1, 0], good[0, -1] - good[0, 0]
    slope = f", slope {number(rise / run)}" if detail.axis_ranges else ""
    return f"straight from {first} to {last}{slope}"


def _counted(
    noun: str, colour: str, named: str, many: int, length: int, detail: Detail
) -> tuple[str, int]:
    """Return "3 blue lines" or "12 points", and how many things that is."""
    count = length // 2 if noun == "segments" else length
    single = noun.rstrip("s")
    what = f"{many} {colour}{single}s" if many > 1 else f"{colour}{single}{named}"
    if single.endswith("line") and detail.axis_ranges:
        what += f" {'with' if many > 1 else 'of'} {count} point{'s' if count > 1 else ''}"
    elif single not in ("line", "step line", "band", "shape") or noun == "shapes":
        what = f"{count} {colour}{single}{'s' if count > 1 else ''}{named}"
    return what, count


def _spreads(
    good: Any, names: list[str], scales: list[str], noun: str, detail: Detail
) -> list[str]:
    """Say the ranges, in less detail without those across, then none."""
    if not detail.colours:
        return []
    told = zip([*names, "colour"], [*scales, ""], good, strict=False)
    rightwards = noun.endswith("line") and bool(np.all(np.diff(good[0]) > 0))
    spread = [_spread(name, values, rightwards, scale == "log") for name, scale, values in told]
    return spread if detail.everything else spread[1:]


def _means(group: list[Series], good: Any, detail: Detail) -> str:
    """Say the means of what is not yet told in full by its range."""
    if not detail.kinds:  # one mean for each of a few, so that exchanging two shows
        parts = [one.points[-1] for one in group] if len(group) < 4 else [good[-1]]
        return f"mean {', '.join(mean_of(floats(part)) for part in parts)}"
    # A range, where it is said, says all of values that are constant or evenly spaced.
    means = [mean_of(one) for one in good[:-1] if not is_straight(np.arange(len(one)), one)]
    if not detail.colours or not is_straight(np.arange(good.shape[1]), good[-1]):
        means += [mean_of(good[-1])]
    return f"mean ({', '.join(means)})" if len(means) > 1 else f"mean {means[0]}" if means else ""


def _spread(name: str, values: Any, rightwards: bool, is_log: bool) -> str:
    told = range_of(values, is_log)
    if rightwards and len(values) > 2 and np.all(np.diff(values) < 0):
        return f"{name} falls from {' to '.join(reversed(told.split(' to ')))}"
    return f"{name} {told}"
