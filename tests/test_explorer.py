import base64
import builtins
import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import IPython
import matplotlib

matplotlib.use("Agg")

import jupytext
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from linreg.explorer import Explorer, Slider
from linreg.figures import BLUE, describe, picture

PNG, VIEW = "image/png", "application/vnd.jupyter.widget-view+json"


pytestmark = pytest.mark.usefixtures("house_style")


def line_explorer(**more):
    figure, axes = plt.subplots()
    (model,) = axes.plot([0, 5], [0, 0], color=BLUE, label="our model")
    axes.set(xlabel="distance (km)", ylabel="price (thousands)", ylim=(0, 1000))

    def move_line(slope, intercept):
        if intercept < 0:
            raise ArithmeticError("no <such> line")
        model.set_ydata([intercept, intercept + 5 * slope])

    sliders = {
        "slope": Slider("slope", -120, 0, start=-60, step=5, unit="thousands per km"),
        "intercept": Slider("intercept", -10.0, 990.0, start=900.0, step=10.0),
    }
    return Explorer(figure, move_line, **(sliders | more))


def pixels(png):
    return plt.imread(io.BytesIO(png))


def test_stored_it_is_a_picture_with_its_description_and_sliders():
    data, metadata = line_explorer()._repr_mimebundle_()
    assert set(data) == {"text/plain", PNG}
    assert pixels(base64.b64decode(data[PNG])).shape[:2] == (400, 700)
    assert metadata == {PNG: {"alt": data["text/plain"]}}
    assert (
        "blue line “our model” straight from (0, 900) to (5, 600), slope −60" in data["text/plain"]
    )
    assert data["text/plain"].endswith(
        "Sliders: slope −60 thousands per km, −120 to 0; intercept 900, −10 to 990."
    )
    assert len(data["text/plain"].split()) < 90


def test_it_is_not_shown_a_second_time_by_pyplot():
    line_explorer()
    assert plt.get_fignums() == []


def test_two_cells_that_call_their_line_the_same_each_draw_on_their_own():
    cell, explorers = {"plt": plt}, []
    for _ in range(2):
        exec(
            "figure, axes = plt.subplots()\n"
            "(model,) = axes.plot([0, 1], [0, 0], label='model')\n"
            "def move(level, *, model=model):\n"
            "    (lambda: model.set_ydata([level, level]))()\n",
            cell,
        )
        level = Slider("level", 0, 9, start=4, step=1)
        explorers.append(Explorer(cell["figure"], cell["move"], level=level))
    assert "to (1, 7), slope 0" in explorers[0].draw(level=7)[1]
    assert "to (1, 4), slope 0" in describe(explorers[1].figure)


def test_a_slider_is_whole_only_if_all_its_numbers_are():
    seen = {}
    sliders = {
        "count": Slider("count", 0, 10, start=4, step=1),
        "rate": Slider("rate", 0, 1, start=1, step=0.5),
    }
    Explorer(plt.figure(), lambda **values: seen.update(values), **sliders)
    assert repr(seen) == "{'count': 4, 'rate': 1.0}"


def test_another_value_draws_another_picture_and_other_words():
    explorer = line_explorer()
    png, words = explorer.draw(slope=-20, intercept=900.0)
    assert "slope −20" in words
    assert not np.array_equal(pixels(png), pixels(explorer.png))


def test_the_axes_stay_in_place_when_the_labels_grow():
    explorer = line_explorer()
    before = explorer.figure.axes[0].get_position().bounds
    explorer.figure.axes[0].set_ylim(0, 100_000_000)
    explorer.draw(slope=-20, intercept=900.0)
    assert explorer.figure.axes[0].get_position().bounds == before


def test_a_redraw_that_raises_shows_its_message_and_the_next_one_draws():
    explorer = line_explorer()
    png, words = explorer.draw(slope=-60, intercept=-5)
    assert png == b""
    assert words == "The picture cannot be drawn. ArithmeticError: no <such> line"
    assert explorer.draw(slope=-60, intercept=900.0)[0] != b""


def test_a_redraw_that_raises_at_the_start_has_words_and_no_picture():
    start = Slider("intercept", -10, 990, start=-10, step=10)
    data, metadata = line_explorer(intercept=start)._repr_mimebundle_()
    assert set(data) == {"text/plain"}
    assert metadata == {}
    assert "ArithmeticError" in data["text/plain"]


def test_without_ipywidgets_it_says_the_same(monkeypatch):
    expected = line_explorer()._repr_mimebundle_()
    real_import = builtins.__import__

    def missing(name, *rest, **more):
        if name.split(".")[0] == "ipywidgets":
            raise ImportError(name)
        return real_import(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "ipywidgets", raising=False)
    monkeypatch.setattr(builtins, "__import__", missing)
    assert line_explorer()._repr_mimebundle_() == expected


def test_with_an_ipywidgets_that_shows_itself_another_way_it_says_the_same(monkeypatch):
    expected = line_explorer()._repr_mimebundle_()
    monkeypatch.setitem(sys.modules, "ipywidgets", SimpleNamespace(Widget=object))  # before 8
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=None))
    assert line_explorer()._repr_mimebundle_() == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"high": 0}, "high is 0, but must be above low, which is 0"),
        ({"high": -1}, "high is -1, but must be above low, which is 0"),
        ({"start": 11}, "start is 11, but must be from 0 to 10"),
        ({"start": -1}, "start is -1, but must be from 0 to 10"),
        ({"step": 0}, "step is 0, but must be above 0 and at most 10"),
        ({"step": -1}, "step is -1, but must be above 0 and at most 10"),
        ({"step": 20}, "step is 20, but must be above 0 and at most 10"),
        ({"high": float("inf")}, "high is inf, but must be finite"),
        ({"start": float("nan")}, "start is nan, but must be finite"),
    ],
)
def test_a_slider_that_cannot_slide_is_refused(change, message):
    good = {"low": 0, "high": 10, "start": 5, "step": 1}
    assert Slider("noise", **good).start == 5
    with pytest.raises(ValueError, match=message):
        Slider("noise", **(good | change))


@pytest.mark.parametrize("value", ["5", None, True, 1j])
def test_a_slider_of_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError, match=r"start is .*, but must be a number"):
        Slider("noise", 0, 10, start=value, step=1)


def test_sliders_must_be_the_parameters_of_redraw():
    noise = Slider("noise", 0, 10, start=5, step=1)
    with pytest.raises(ValueError, match="sliders: there are none"):
        Explorer(plt.figure(), lambda: None)
    with pytest.raises(
        ValueError, match=r"sliders are noise, but must be those of redraw\(spread\)"
    ):
        Explorer(plt.figure(), lambda spread: None, noise=noise)
    with pytest.raises(ValueError, match="missing a required argument: 'seed'"):
        Explorer(plt.figure(), lambda noise, seed: None, noise=noise)
    with pytest.raises(TypeError, match="noise is 3, but must be a Slider"):
        Explorer(plt.figure(), lambda noise: None, noise=3)


LESSON = """
import matplotlib.pyplot as plt
from linreg.explorer import Explorer, Slider
from linreg.figures import use_house_style
use_house_style()
figure, axes = plt.subplots()
(model,) = axes.plot([0, 1], [0, 0])
axes.set(ylim=(0, 10))
calls = []
def move(level, tilt):
    calls.append((level, tilt))
    if level == 9:
        raise ArithmeticError("a <high> level")
    model.set_ydata([level, level + tilt])
explorer = Explorer(
    figure,
    move,
    level=Slider("level", 0, 9, start=4, step=1, unit="m", play=True),
    tilt=Slider("tilt", 0.0, 1.0, start=0.5, step=0.25),
)
explorer
"""
MOVE = """
import json
from ipywidgets import Button, FloatSlider, HTML, Image, IntSlider, Play
from ipywidgets.widgets.widget import _instances
def one(kind):
    return [widget for widget in _instances.values() if isinstance(widget, kind)][-1]
level, tilt, play, image = one(IntSlider), one(FloatSlider), one(Play), one(Image)
seen = {"labels": [level.description, tilt.description], "start": [level.value, play.value]}
seen["ranges"] = [level.tooltip, tilt.tooltip]
first, send, sent = bytes(image.value), image.send_state, []
image.send_state = lambda names: (sent.append(sorted(names)), send(names))
level.value = 7
seen["sent"] = sent[:]
seen["moved"] = bytes(image.value) != first and calls[-1] == (7, 0.5) and play.value == 7
seen["named"] = image.tooltip
play.value = 2
seen["played"] = calls[-1] == (2, 0.5)
tilt.value = 1.0
level.value = 9
seen["message"] = [one(HTML).value, image.layout.display]
one(Button).click()
seen["reset"] = [level.value, tilt.value, one(HTML).value, image.layout.display]
print(json.dumps(seen))
"""


def test_in_a_kernel_its_sliders_move_the_picture():
    pytest.importorskip("ipywidgets", reason="sliders need the extra `lab`")
    cells = [nbformat.v4.new_code_cell(source) for source in (LESSON, MOVE)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    (shown,) = notebook.cells[0].outputs
    assert {"text/plain", PNG, VIEW} == set(shown.data)
    seen = json.loads(notebook.cells[1].outputs[0].text)
    assert seen["labels"] == ["level (m)", "tilt"]
    assert seen["ranges"] == ["0 to 9", "0 to 1"]
    assert seen["start"] == [4, 4]
    assert seen["moved"]
    assert seen["sent"] == [["tooltip", "value"]]  # at once: a picture's words never lag behind it
    assert "(0, 7) to (1, 7.5)" in seen["named"]
    assert seen["played"]
    assert seen["message"] == [
        '<p role="alert">The picture cannot be drawn. ArithmeticError: a &lt;high&gt; level</p>',
        "none",
    ]
    assert seen["reset"] == [4, 0.5, "", ""]


def test_a_helper_that_is_mended_is_used():
    figure = plt.figure()
    (model,) = figure.subplots().plot([0, 1], [0, 0])
    cell = {"model": model}
    exec(
        "def height(level): return level\ndef move(level): model.set_ydata([height(level)] * 2)",
        cell,
    )
    explorer = Explorer(figure, cell["move"], level=Slider("level", 0, 9, start=4, step=1))
    exec("def height(level): return level + 1", cell)
    assert "to (1, 8), slope 0" in explorer.draw(level=7)[1]


LESSONS = sorted((Path(__file__).parent.parent / "notebooks" / "source").glob("[0-9]*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_slider_draws_all_anew_and_the_same_when_the_rest_of_its_lesson_has_run(
    lesson, monkeypatch, capsys
):
    made, seen, names = [], [], {"__name__": "__main__"}
    start = Explorer.__init__
    monkeypatch.setattr(
        Explorer, "__init__", lambda self, *a, **k: (start(self, *a, **k), made.append(self))[0]
    )

    def moved(explorer):
        """Return the words after each slider has moved, and move it back."""
        sliders = explorer.sliders.items()
        png, words = explorer.draw(**{name: one.low + one.step for name, one in sliders})
        assert png == picture(explorer.figure)
        explorer.draw(**{name: one.start for name, one in sliders})
        return words

    for cell in jupytext.read(lesson, fmt="py:percent").cells:
        if cell.cell_type == "code":
            exec(re.sub(r"^[%!].*", "", cell.source, flags=re.M), names)
            plt.close("all")
            seen += [moved(one) for one in made[len(seen) :]]
    assert seen
    assert [moved(one) for one in made] == seen


def test_numbers_of_numpy_are_whole_numbers_too():
    given = []
    figure, _ = plt.subplots()
    start = np.argmin([3, 1, 2])
    Explorer(figure, lambda i: given.append(i), i=Slider("i", 0, 2, start=start, step=1))
    assert given == [1]
    assert type(given[0]) is int


def test_a_hyphen_in_a_label_stays_one():
    slider = Slider("x-position", -2, -1, start=-1.5, step=0.5, unit="m-1")
    assert str(slider) == "x-position −1.5 m-1, −2 to −1"
