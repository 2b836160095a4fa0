import ast
import io
import re
from itertools import combinations
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from linreg import figures
from linreg.figures import BLACK, BLUE, GREY, RED, add_meaning, describe, picture
from linreg.figures.numbers import number

PALETTE = {
    name: getattr(figures, name)
    for name in ("BLACK", "GREY", "BLUE", "RED", "GREEN", "ORANGE", "PURPLE")
}
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
DEUTERANOPIA = [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
]
PROTANOPIA = [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
]
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]


pytestmark = pytest.mark.usefixtures("house_style")


def houses(n_samples=200, seed=0):
    rng = np.random.default_rng(seed)
    area = rng.uniform(50, 175, n_samples)
    return area, 5 * area + rng.normal(0, 40, n_samples)


def scatter(x, y, xlabel="area (m²)", legend=True):
    figure, axes = plt.subplots()
    axes.scatter(x, y, color=GREY, label="houses")
    axes.plot([50, 175], [250, 875], color=BLUE, label="best fit")
    axes.set(xlabel=xlabel, ylabel="price (thousands)", title="Prices")
    if legend:
        axes.legend()
    return figure


def linear_rgb(colour):
    rgb = np.array(matplotlib.colors.to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = np.array(TO_XYZ) @ np.clip(rgb, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast_on_white(colour):
    return 1.05 / (np.array(TO_XYZ)[1] @ linear_rgb(colour) + 0.05)


# Words that a change in the figure changes


@pytest.mark.parametrize("n_samples", [5, 200, 10_000])
@pytest.mark.parametrize("direction", [0, 1])
def test_moving_one_point_by_5_percent_changes_the_words(n_samples, direction):
    data = np.array(houses(n_samples))
    before = describe(scatter(*data))
    for place in (0, n_samples // 2, n_samples - 1):
        moved = data.copy()
        moved[direction, place] += 0.05 * np.ptp(data[direction])
        assert describe(scatter(*moved)) != before


@pytest.mark.parametrize("place", [0, 17, 99])
def test_moving_one_point_of_a_curve_changes_the_words(place):
    def curve(move):
        figure, axes = plt.subplots()
        losses = 9 * 0.9 ** np.arange(100)
        losses[place] += move * np.ptp(losses)
        axes.plot(losses)
        return describe(figure)

    assert curve(0.05) != curve(0)


def test_moving_one_point_of_a_straight_line_changes_the_words():
    figure, axes = plt.subplots()
    (line,) = axes.plot(np.arange(50), 2.0 * np.arange(50))
    before = describe(figure)
    bent = 2.0 * np.arange(50)
    bent[20] += 0.05 * np.ptp(bent)
    line.set_ydata(bent)
    assert "straight" in before
    assert "straight" not in describe(figure)


@pytest.mark.parametrize("n_panels", [1, 2, 4, 9])
def test_exchanging_two_series_changes_the_words(n_panels):
    def draw(data):
        figure, axes = plt.subplots(1, n_panels, squeeze=False)
        for panel, one in enumerate(axes.flat):
            for label, values in zip(("a", "b"), data, strict=True):
                one.plot(values, label=label)
            one.set(title=f"panel {panel}", xlabel="iteration", ylabel="loss")
            one.legend()
        return describe(figure)

    rng = np.random.default_rng(1)
    first, second = rng.normal(size=30), rng.normal(size=30)
    assert draw([first, second]) != draw([second, first])


def test_a_wrong_axis_label_changes_the_words():
    data = houses()
    assert "against area (m²)" in describe(scatter(*data))
    assert describe(scatter(*data)) != describe(scatter(*data, xlabel="area (km²)"))


def test_a_missing_legend_changes_the_words():
    data = houses()
    assert describe(scatter(*data)).endswith("With legend.")
    assert describe(scatter(*data, legend=False)).endswith("No legend.")


def test_a_legend_with_other_names_is_read_out():
    figure, axes = plt.subplots()
    axes.plot([1, 2, 4], label="before")
    axes.legend(["after"])
    assert describe(figure).endswith("Legend: after.")


def test_rounding_noise_does_not_change_the_words():
    area, price = houses()
    noise = 1 + 1e-13 * np.random.default_rng(2).normal(size=area.size)
    assert describe(scatter(area, price)) == describe(scatter(area * noise, price / noise))


def test_zero_has_no_sign_and_noise_beside_large_numbers_is_zero():
    figure, axes = plt.subplots()
    axes.plot([-0.0, 1, 5], [-1e-17, 3, 2], "o")
    axes.set(xlim=(-0.0, 5), ylim=(-1e-17, 4))
    assert "−0" not in describe(figure)
    assert "e-17" not in describe(figure)
    assert "x 0 to 5, y 0 to 3" in describe(figure)


# Words for people


def test_a_scatter_with_its_best_fit_reads_as_a_sentence():
    figure = scatter(np.array([50, 100, 150, 175]), np.array([260, 480, 780, 860]))
    assert describe(figure) == (
        "Scatter and line plot “Prices” of price (thousands), 219 to 906, against area (m²), "
        "43.8 to 181: 4 grey points “houses”, area 50 to 175, price 260 to 860, mean (119, 595); "
        "blue line “best fit” straight from (50, 250) to (175, 875), slope 5. With legend."
    )


def test_a_loss_curve_falls_on_a_log_scale():
    figure, axes = plt.subplots()
    axes.plot(9 * 0.5 ** np.arange(10), label="loss")
    axes.axhline(0.1, label="noise")
    axes.set(yscale="log", xlabel="iteration", ylabel="loss", ylim=(0.01, 10))
    words = describe(figure)
    assert "loss on a log scale, 0.01 to 10," in words
    assert "line “loss” of 10 points, iteration 0 to 9, loss falls from 9 to 0.0176" in words
    assert "line “noise” horizontal at 0.1" in words


def test_on_a_log_scale_what_is_small_beside_the_largest_is_told():
    figure, axes = plt.subplots()
    axes.loglog([1e-12, 1e-6, 1], [3.2e-11, 0.19, 2e9])
    axes.set(xlabel="step", ylabel="loss", xlim=(1e-13, 10), ylim=(1e-12, 1e10))
    words = describe(figure)
    assert "loss on a log scale, 10⁻¹² to 1 × 10¹⁰," in words
    assert "step on a log scale, 10⁻¹³ to 10" in words
    assert "step 10⁻¹² to 1, loss 10⁻¹¹ to 2 × 10⁹" in words


@pytest.mark.parametrize(
    ("value", "words"),
    [(9.996e6, "1 × 10⁷"), (999_999.9, "1 × 10⁶"), (9.9996e-6, "10⁻⁵"), (9.94e6, "9.94 × 10⁶")],
)
def test_a_number_that_is_rounded_up_to_ten_has_the_next_power(value, words):
    assert number(value).replace("1 × 10⁻", "10⁻") == words


def test_all_titles_of_the_only_panel_are_told():
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    axes.set_title("left", loc="left")
    axes.set_title("middle")
    figure.suptitle("above")
    assert describe(figure).startswith("Line plot “above”, “left”, “middle” of")


def test_what_is_not_filled_has_the_colour_of_its_edge():
    figure, axes = plt.subplots()
    axes.add_patch(plt.Rectangle((0, 0), 1, 2, fill=False, edgecolor=RED))
    axes.scatter([1, 2], [3, 4], facecolors="none", edgecolors=BLUE)
    words = describe(figure)
    assert "red shape" in words
    assert "2 blue points" in words


def test_each_piece_of_the_lowest_contour_has_its_place():
    across, up = np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-3, 3, 61))
    figure, (two, plane, many, cells) = plt.subplots(1, 4)
    two.clabel(two.contour(across, up, (across**2 - 4) ** 2 + up**2, levels=[0.5, 9]))
    plane.contour(across, up, across + up, levels=[-2, 0])
    many.contourf(across, up, np.cos(4 * across) + np.cos(4 * up), levels=[-2, -1, 2])
    cells.tricontour(across.ravel(), up.ravel(), (across**2 + up**2).ravel(), levels=[1, 4])
    words = describe(figure)
    assert "the lowest around (−1.99, 0) and (1.99, 0)" in words  # (√(4 + √½) + √(4 − √½)) / 2
    assert "the lowest through (−1, −1)" in words
    assert "the lowest in 16 pieces" in words
    assert "the lowest around (0, 0)" in words


def with_limits(axes):
    axes.plot([0, 10], [0, 50])
    axes.set(xlim=(0, 10), ylim=(0, 50))


DRAWN = {
    "an endless line": (
        lambda axes: (axes.set(xlim=(-1, 3), ylim=(-1, 7)), axes.axline((0, 1), slope=2)),
        "straight from (−1, −1) to (3, 7), slope 2",
    ),
    "a straight line through rows in any order": (
        lambda axes: axes.plot([2, 5, 1, 3], [4, 10, 2, 6]),
        "straight from (1, 2) to (5, 10), slope 2",
    ),
    "a line that is drawn from right to left": (
        lambda axes: axes.plot([3, 2, 1], [9, 4, 1]),
        "x 1 to 3, y 1 to 9",
    ),
    "the diagonal of the axes": (
        lambda axes: (with_limits(axes), axes.plot([0, 1], [1, 0], transform=axes.transAxes)),
        "straight from (0, 50) to (10, 0), slope −5",
    ),
    "bars on other bars": (
        lambda axes: axes.bar([0, 1, 2], [1, 2, 4], bottom=[5, 6, 9]),
        "3 bars, x 0 to 2, y 6 to 13",
    ),
    "bars that begin somewhere": (
        lambda axes: axes.barh([0, 1, 2], [1, 2, -4], left=[5, 6, 9]),
        "3 bars, x 5 to 8, y 0 to 2",
    ),
    "steps": (
        lambda axes: axes.step([0, 1, 2], [0, 1, 2]),
        "step line of 3 points, x 0 to 2, y 0 to 2",
    ),
    "steps of two": (
        lambda axes: [axes.step([0, 1, 2], up, color="k") for up in ([2, 1, 0], [0, 1, 2])],
        "2 step lines with 6 points",
    ),
    "steps downwards": (
        lambda axes: axes.step([0, 1, 2], [2, 1, 0]),
        "step line of 3 points, x 0 to 2, y falls from 2 to 0",
    ),
    "an empty band": (lambda axes: axes.fill_between([], [], []), "band without points"),
    "a shape at a place of the axes": (
        lambda axes: (
            with_limits(axes),
            axes.add_patch(plt.Rectangle((0.1, 0.2), 0.3, 0.4, transform=axes.transAxes)),
        ),
        "shape, x 1 to 4, y 10 to 30",
    ),
    "points at a place of the axes": (
        lambda axes: (with_limits(axes), axes.scatter([0.5], [0.2], transform=axes.transAxes)),
        "1 point at (5, 10)",
    ),
    "error bars": (
        lambda axes: axes.errorbar([0, 1, 2], [1, 2, 4], yerr=0.5, capsize=3, fmt="o"),
        "3 points, x 0 to 2, y 1 to 4",
    ),
    "many categories": (
        lambda axes: axes.bar(list("abcdefgh"), range(8)),
        "a, b, c, d, e, f and 2 more",
    ),
    "an arrow with words": (
        lambda axes: axes.annotate("best", (1, 2), xytext=(0, 0), arrowprops={}),
        "1 arrow “best” to (1, 2)",
    ),
    "words at a place of the axes": (
        lambda axes: axes.annotate(
            "best", (0.5, 0.5), xytext=(0, 0), xycoords="axes fraction", arrowprops={}
        ),
        "text “best”",
    ),
    "arrows that are drawn shorter": (
        lambda axes: axes.quiver(
            [0, 1], [0, 1], [2, 4], [6, 8], angles="xy", scale_units="xy", scale=2
        ),
        "2 arrows, x 1 to 3, y 3 to 5",
    ),
    "a second scale at the top": (lambda axes: axes.secondary_xaxis("top"), "nothing drawn"),
}


@pytest.mark.parametrize("what", DRAWN)
def test_what_is_drawn_is_told_where_it_is_seen(what):
    draw, words = DRAWN[what]
    figure, axes = plt.subplots()
    draw(axes)
    assert words in describe(figure).replace("black ", "").replace("blue ", "")


@pytest.mark.parametrize("filled", [False, True])
def test_bars_in_steps_without_a_name_have_none(filled):
    figure, axes = plt.subplots()
    axes.hist([1, 2, 2, 3], histtype="stepfilled" if filled else "step")
    assert "None" not in describe(figure)


def test_a_spiral_is_not_straight():
    figure, axes = plt.subplots(subplot_kw={"projection": "polar"})
    axes.plot([0, 1, 2], [0, 1, 2])
    assert "line of 3 points, x 0 to 2, y 0 to 2" in describe(figure)


def test_parts_of_a_figure_are_panels():
    figure = plt.figure()
    for part in figure.subfigures(1, 2):
        part.subplots().plot([1, 2], [3, 5])
    words = describe(figure)
    assert words.startswith("2 panels.")
    assert "second scale" not in words


def test_a_meaning_that_fills_the_room_leaves_no_more():
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [3, 5, 4])
    add_meaning(figure, "word " * 40)
    assert len(describe(figure, most=40).split()) <= 41


def test_contours_arrows_and_notes_are_read_out():
    figure, axes = plt.subplots()
    w, b = np.meshgrid(np.linspace(-1, 5, 61), np.linspace(-2, 4, 61))
    contours = axes.contour(w, b, (w - 2) ** 2 + (b - 1) ** 2, levels=[1, 4, 9])
    axes.annotate("", (1, 1), xytext=(0, 3), arrowprops={"arrowstyle": "->", "color": RED})
    axes.text(2, 1, "minimum")
    figure.colorbar(contours, label="loss")
    words = describe(figure)
    assert "contours at 3 levels, 1 to 9, the lowest around (2, 1)" in words
    assert "1 red arrow to (1, 1)" in words
    assert "text “minimum”" in words
    assert "Colour bar “loss”." in words


def test_bars_and_histograms_are_told_apart():
    figure, (left, right) = plt.subplots(1, 2)
    left.bar(["Adelie", "Gentoo"], [3.7, 5.1])
    right.hist([1, 2, 2, 3, 3, 3], bins=3)
    words = describe(figure)
    assert words.startswith("2 panels. Bar chart of the y axis")
    assert "Adelie, Gentoo" in words
    assert "Histogram of the y axis" in words


def test_what_spans_the_axes_has_a_range_in_one_direction():
    figure, axes = plt.subplots()
    axes.axvspan(-0.2, 0.2, color=BLUE, label="near 0")
    axes.axhspan(1, 3)
    axes.axhline(2)
    words = describe(figure)
    assert "blue band “near 0” vertical from −0.2 to 0.2" in words
    assert "band horizontal from 1 to 3" in words
    assert "line horizontal at 2" in words


@pytest.mark.parametrize("kind", ["bar", "step", "stepfilled"])
def test_a_histogram_says_the_same_in_each_of_its_forms(kind):
    figure, axes = plt.subplots()
    axes.hist([1, 2, 2, 2, 3, 3], bins=3, histtype=kind, label="counts")
    assert "3 blue histogram bars “counts”, x 1.33 to 2.67, y 1 to 3, mean 2" in describe(figure)


def test_an_axis_without_label_has_that_of_the_axes_it_shares_with():
    figure, axes = plt.subplots(1, 2, sharey=True)
    axes[0].set_ylabel("price (thousands)")
    axes[1].plot([1, 2, 4])
    assert describe(figure).count("of price (thousands)") == 2


def test_a_later_panel_refers_to_the_first_where_it_shows_the_same():
    def draw(last):
        figure, axes = plt.subplots(1, 4, sharex=True, sharey=True)
        for values, one in zip(([1, 2, 4], [1, 2, 4], [1, 2, 4], last), axes, strict=True):
            one.plot(values, label="a quadratic curve")
            one.plot([1, 3, 9], label="a cubic curve for comparison")
            one.set(xlabel="iteration", ylabel="loss (price²)")
        return describe(figure)

    assert draw([1, 2, 4]).count("same axes: same line “a quadratic curve”") == 3
    assert draw([2, 1, 4]).count("same axes: same line “a quadratic curve”") == 2


def test_labels_of_axes_and_series_are_the_last_to_go():
    rng = np.random.default_rng(4)
    figure, axes = plt.subplots(1, 4, figsize=(12, 3))
    labels = [("loss (price²)", "step"), ("weight", "epoch"), ("bias", "turn"), ("error (g)", "n")]
    for one, (ylabel, xlabel) in zip(axes, labels, strict=True):
        for name in ("raw", "scaled"):
            one.plot(rng.normal(size=20), label=name)
        one.set(xlabel=xlabel, ylabel=ylabel, title="Fall")
        one.legend()
    words = describe(figure)
    assert all(f"“Fall” of {ylabel} against {xlabel}: " in words for ylabel, xlabel in labels)
    assert words.count("line “raw”") == words.count("line “scaled”") == 4
    assert "0 to" not in words


def stored_figures():
    for path in sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if "image/png" in output.get("data", {}):
                    yield pytest.param(cell.source, output, id=f"{path.stem}, {cell.id}")


def labels_in(source):
    """Yield what a cell's source gives as labels: texts, and the fixed parts of f-strings."""
    source = re.sub(r"^%.*", "", source, flags=re.M)
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        given = [
            word.value for word in call.keywords if re.fullmatch("[xyz]?label", word.arg or "")
        ]
        if re.fullmatch("set_[xyz]label", getattr(call.func, "attr", "")):
            given += call.args[:1]
        for one in given:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            yield from (part.value for part in parts if isinstance(part, ast.Constant))


@pytest.mark.parametrize(("source", "output"), list(stored_figures()))
def test_stored_figure_names_its_axes_units_and_series(source, output):
    words = output.data["text/plain"]
    assert output.metadata["image/png"]["alt"] == words
    assert 10 < len(words.split()) < 90
    assert "…" not in words or "…" in source
    for label in labels_in(source):
        assert " ".join(re.sub(r"[${}\\]", "", label).split()) in words
    names_axes = " against " in words
    assert names_axes or "axis(" in source or "axis_off" in source or "set_axis" in source


def test_a_meaning_is_the_last_sentence():
    figure = scatter(*houses())
    add_meaning(figure, "Each square metre costs five thousand more.")
    assert describe(figure).endswith("With legend. Each square metre costs five thousand more.")
    add_meaning(figure, "Larger houses cost more.")
    assert describe(figure).endswith("With legend. Larger houses cost more.")


@pytest.mark.parametrize("sentence", ["", "   ", "word " * 41])
def test_a_meaning_is_one_sentence(sentence):
    with pytest.raises(ValueError, match="but must have 1 to 40"):
        add_meaning(plt.figure(), sentence)


def test_a_crowded_figure_has_fewer_than_90_words():
    figure, axes = plt.subplots(4, 5)
    for place, one in enumerate(axes.flat):
        for line in range(6):
            one.plot(np.random.default_rng(line).normal(size=9), label=f"a long label {line}")
        one.set(title=f"the long title of panel {place}", xlabel="some quantity (unit)")
        one.legend()
    add_meaning(figure, "Many words that mean something " * 8)
    assert 60 < len(describe(figure).split()) < 90


# Any figure at all


def three_dimensions():
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d")
    w, b = np.meshgrid(np.arange(4.0), np.arange(4.0))
    axes.plot_surface(w, b, w**2 + b**2)
    axes.scatter([1], [2], [3], label="start")
    axes.plot([0, 1, 3], [0, 1, 1], [0, 4, 9])
    axes.set(xlabel="W", ylabel="b", zlabel="loss")
    return figure


def a_bit_of_everything():
    figure, axes = plt.subplots(3, 3)
    x = np.arange(8.0)
    axes[0, 0].vlines(x, x, x + 1, label="residuals")
    axes[0, 0].fill_between(x, x, x + 2)
    axes[0, 1].axvspan(2, 3)
    axes[0, 1].axline((0, 0), slope=1)
    axes[0, 2].quiver(x, x, x, -x)
    axes[1, 0].errorbar(x, x, x)
    axes[1, 0].set_aspect("equal", "datalim")
    axes[1, 1].pie([1, 2, 3])
    axes[1, 2].boxplot(x)
    axes[2, 0].stem(x, x)
    axes[2, 1].pcolormesh(np.ma.masked_less(np.outer(x, x), 2))
    axes[2, 2].arrow(0, 0, 1, 1)
    axes[2, 2].set_axis_off()
    return figure


def with_axes(draw):
    figure, axes = plt.subplots()
    draw(axes)
    return figure


STRANGE = {
    "no axes": plt.figure,
    "empty axes": lambda: with_axes(lambda axes: None),
    "empty line": lambda: with_axes(lambda axes: axes.plot([], [], label="nothing yet")),
    "one point": lambda: with_axes(lambda axes: axes.plot([3], [4], "o")),
    "only NaN": lambda: with_axes(lambda axes: axes.plot([1, 2], [np.nan, np.nan])),
    "some NaN": lambda: with_axes(lambda axes: axes.plot([1, 2, 3, 4], [1, np.nan, 3, 9])),
    "infinity": lambda: with_axes(lambda axes: axes.scatter([1, 2, 3], [1, np.inf, 3])),
    "huge": lambda: with_axes(lambda axes: axes.scatter([1, 2], [1e300, -1e300])),
    "image": lambda: with_axes(lambda axes: axes.imshow(np.arange(12.0).reshape(3, 4))),
    "log": lambda: with_axes(lambda axes: axes.loglog([1, 10, 100], [1e-9, 1e3, 5])),
    "twin": lambda: with_axes(lambda axes: (axes.plot([1, 2]), axes.twinx().plot([9, 4]))),
    "empty legend": lambda: with_axes(lambda axes: axes.legend([], [])),
    "dates": lambda: with_axes(lambda axes: axes.plot(np.array(["2026-01-01"], "M8[D]"), [1])),
    "polar": lambda: (plt.figure(), plt.polar([0, 1, 2], [1, 2, 2]))[0],
    "odd label": lambda: with_axes(lambda axes: axes.set(xlabel="$\\frac{a}{b}$\n{x}", title="%s")),
    "masked": lambda: with_axes(lambda axes: axes.plot(np.ma.masked_less([1.0, 2, 5], 2))),
    "removed": lambda: with_axes(lambda axes: axes.figure.add_subplot(sharex=axes).remove()),
    "subfigures": lambda: plt.figure().subfigures(1, 2)[1].subplots(1, 2, sharey=True)[0].figure,
    "3-D": three_dimensions,
    "everything": a_bit_of_everything,
}


@pytest.mark.parametrize("kind", STRANGE)
def test_every_figure_gets_a_sensible_description(kind):
    words = describe(STRANGE[kind]())
    assert words != "A figure."  # what is said when describing failed
    assert 4 <= len(words.split()) < 90
    assert "nan" not in words


def test_what_strange_figures_say():
    assert describe(STRANGE["no axes"]()) == "An empty figure, without axes."
    assert "nothing drawn" in describe(STRANGE["empty axes"]())
    assert "line “nothing yet” without points" in describe(STRANGE["empty line"]())
    assert "1 missing" in describe(STRANGE["some NaN"]())
    assert "Legend: empty." in describe(STRANGE["empty legend"]())
    assert "On a second scale: Line plot" in describe(STRANGE["twin"]())
    assert "image 3 by 4, 0 to 11, mean 5.5" in describe(STRANGE["image"]())
    assert "3-D surface" in describe(STRANGE["3-D"]())
    assert "of loss, 0 to 18, against W, 0 to 3, and b, 0 to 3" in describe(STRANGE["3-D"]())


def test_drawing_a_figure_does_not_change_its_words():
    for make in (*STRANGE.values(), lambda: scatter(*houses())):
        figure = make()
        before = describe(figure)
        figure.canvas.draw() if figure.axes and "1e+300" not in before else None
        assert describe(figure) == before
        plt.close("all")


def test_a_million_points_are_described():
    figure, axes = plt.subplots()
    axes.plot(np.random.default_rng(3).normal(size=10**6), ".")
    words = describe(figure)
    assert "1000000 blue points" in words


# The house style


def test_all_text_has_enough_contrast_on_the_opaque_card():
    figure = scatter(*houses())
    figure.suptitle("Houses")
    figure.legend()
    axes = figure.axes[0]
    axes.annotate("a note", (100, 500), xytext=(80, 800), arrowprops={})
    axes.twinx().set(ylabel="on the right", yscale="log")
    figure.colorbar(axes.collections[0], label="a bar")
    figure.canvas.draw()
    texts = [one for one in figure.findobj(matplotlib.text.Text) if one.get_text()]
    assert {"Houses", "Prices", "a note", "on the right", "a bar", "best fit", "area (m²)"} <= {
        one.get_text() for one in texts
    }
    cards = [figure.get_facecolor(), plt.rcParams["savefig.facecolor"], axes.get_facecolor()]
    assert {matplotlib.colors.to_hex(one, keep_alpha=True) for one in cards} == {"#ffffffff"}
    assert min(contrast_on_white(one.get_color()) for one in texts) >= 4.5
    assert min(one.get_fontsize() for one in texts if "mathdefault" not in one.get_text()) >= 10


@pytest.mark.parametrize("name", [name for name in PALETTE if name != "ORANGE"])
def test_a_colour_can_be_text(name):
    assert contrast_on_white(PALETTE[name]) >= 4.5


def test_orange_can_be_a_shape():
    assert contrast_on_white(PALETTE["ORANGE"]) >= 3


# CIE 1976 L*a*b*: a difference of 2.3 is just noticeable, side by side.
@pytest.mark.parametrize(
    ("sight", "least"), [(np.eye(3), 35), (DEUTERANOPIA, 20), (PROTANOPIA, 20)]
)
def test_colours_stay_apart_for_every_eye(sight, least):
    seen = [lab(np.array(sight) @ linear_rgb(colour)) for colour in PALETTE.values()]
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > least


def test_colours_stay_apart_in_grey():
    lightness = sorted(lab(linear_rgb(colour))[0] for colour in PALETTE.values())
    assert np.diff(lightness).min() > 6


def test_thin_lines_of_a_model_and_of_the_truth_look_different():
    blue, black = lab(linear_rgb(BLUE)), lab(linear_rgb(BLACK))
    assert blue[0] - black[0] > 35


def test_a_picture_keeps_pale_shades_and_the_colours_of_the_house():
    figure, axes = plt.subplots()
    shades = ["#ffffff", "#f7f7f7", "#f2f2f2", *PALETTE.values()]
    axes.set(position=(0, 0, 1, 1), xlim=(0, len(shades)), ylim=(0, 1))
    axes.set_axis_off()
    axes.bar(np.arange(len(shades)) + 0.5, 1, width=1, color=shades)
    pixels = plt.imread(io.BytesIO(picture(figure)))[200, 35::70]
    assert [matplotlib.colors.to_hex(one) for one in pixels] == shades


def test_a_picture_is_small_has_a_fixed_size_and_is_the_same_each_time():
    first, second = picture(scatter(*houses())), picture(scatter(*houses()))
    assert first == second
    assert 5_000 < len(first) < 40_000
    assert plt.imread(io.BytesIO(first)).shape[:2] == (400, 700)


IMPORT = "import matplotlib.pyplot as plt"
STYLE = "from linreg.figures import use_house_style\nuse_house_style()"


@pytest.mark.parametrize("opening", [f"{IMPORT}\n{STYLE}", f"{STYLE}\n{STYLE}\n{IMPORT}"])
def test_every_figure_shown_in_a_notebook_speaks(opening):
    draw = "figure, axes = plt.subplots()\naxes.plot([1, 2, 4])\n"
    cells = [
        opening,
        draw + "plt.show()",
        draw + "display(figure)\nplt.close(figure)",
        draw + "None",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    assert notebook.cells[0].outputs == []
    for cell in notebook.cells[1:]:
        (output,) = cell.outputs
        assert output.data["text/plain"].startswith("Line plot of the y axis")
        assert output.metadata["image/png"]["alt"] == output.data["text/plain"]
        assert output.data["image/png"].startswith("iVBOR")
