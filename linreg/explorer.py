"""A figure with sliders that is also a plain picture.

Stored in a notebook, an `Explorer` is a PNG and its description: on GitHub, in print, and wherever
ipywidgets is missing. In a running notebook with ipywidgets, its sliders move the picture. What is
drawn is the lesson's own: a function that sets new data on lines that are already there.
"""

from __future__ import annotations

import html
import inspect
import math
from base64 import b64encode
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from numbers import Integral, Real
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from linreg.figures import describe, picture, remember
from linreg.figures.backdrop import Backdrop
from linreg.widgets import live, view


@dataclass(frozen=True)
class Slider:
    """A number to move: its label, its range, where it starts, its step, and its unit.

    Whole numbers all through make it whole: `redraw` is given an `int`. With `play=True` a play
    button counts it up.

    Raises
    ------
    TypeError
        If the range, the start or the step is no number.
    ValueError
        If one is not finite, the range is empty or does not hold the start, or the step is not
        positive or longer than the range.
    """

    label: str
    low: float
    high: float
    _: KW_ONLY
    start: float
    step: float
    unit: str = ""
    play: bool = False

    def __post_init__(self) -> None:
        for name in ("low", "high", "start", "step"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, Real):
                raise TypeError(f"{name} is {value!r}, but must be a number")
            if not math.isfinite(value):
                raise ValueError(f"{name} is {value}, but must be finite")
        if self.high <= self.low:
            raise ValueError(f"high is {self.high}, but must be above low, which is {self.low}")
        if not self.low <= self.start <= self.high:
            raise ValueError(f"start is {self.start}, but must be from {self.low} to {self.high}")
        if not 0 < self.step <= self.high - self.low:
            most = self.high - self.low
            raise ValueError(f"step is {self.step}, but must be above 0 and at most {most}")

    @property
    def whole(self) -> bool:
        """Say whether the slider moves over whole numbers."""
        return all(
            isinstance(one, Integral) for one in (self.low, self.high, self.start, self.step)
        )

    def __str__(self) -> str:
        """Return the label, the start with its unit, and the range."""
        unit = f" {self.unit}" if self.unit else ""
        start, low, high = (
            f"{one:g}".replace("-", "−") for one in (self.start, self.low, self.high)
        )
        return f"{self.label} {start}{unit}, {low} to {high}"


class Explorer:
    """A figure that `redraw` changes when a slider moves: the last expression of a cell.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The picture. It is closed in pyplot, so that the notebook does not show it a second time.
    redraw : callable
        Called with the sliders' values by name. It sets data on what is drawn already, and draws
        nothing anew. If it raises, its message stands in place of the picture. A later cell may
        call another line `model`: what is drawn on is best bound as a default,
        `def move(b, *, model=model)`. Helper functions are looked up whenever a slider moves.
    **sliders : Slider
        One for each parameter of `redraw`.

    Raises
    ------
    TypeError
        If one of the sliders is no `Slider`.
    ValueError
        If there are none, or if their names are not those of the parameters of `redraw`.

    >>> figure = Figure()
    >>> (model,) = figure.subplots().plot([0, 1], [0, 0])
    >>> bias = Slider("bias", 0, 9, start=4, step=1, unit="thousands")
    >>> explorer = Explorer(figure, lambda b: model.set_ydata([b, b]), b=bias)
    >>> list(model.get_ydata())
    [4, 4]
    """

    def __init__(self, figure: Figure, redraw: Callable[..., object], **sliders: Slider) -> None:
        _check(redraw, sliders)
        plt.close(figure)
        self.figure, self.redraw, self.sliders = figure, redraw, sliders
        self._backdrop = Backdrop()
        self._sliders_said = f"Sliders: {'; '.join(map(str, sliders.values()))}."
        starts = {
            name: int(one.start) if one.whole else float(one.start) for name, one in sliders.items()
        }
        self.png, self.words = self.draw(**starts)

    def draw(self, **values: float) -> tuple[bytes, str]:
        """Return the PNG and the description at these values; no PNG and a message if it fails."""
        try:
            self.redraw(**values)
            png = picture(self.figure, self._backdrop.draw)
            self.figure.set_layout_engine("none")  # the axes stay where the first picture has them
        except Exception as error:  # the learner reads it, and moves the slider back
            return b"", f"The picture cannot be drawn. {type(error).__name__}: {error}"
        room = 89 - len(self._sliders_said.split())
        return png, describe(self.figure, most=room)

    def __repr__(self) -> str:
        """Return the description of the first picture, and the sliders."""
        return f"{self.words} {self._sliders_said}"

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        remember(repr(self))
        data: dict[str, Any] = {"text/plain": repr(self)}
        if self.png:
            data["image/png"] = b64encode(self.png).decode()
        widgets = live()
        live_part = view(_Live(widgets, self).box) if widgets else {}
        return data | live_part, {"image/png": {"alt": repr(self)}} if self.png else {}


def _check(redraw: Callable[..., object], sliders: dict[str, Slider]) -> None:
    for name, slider in sliders.items():
        if not isinstance(slider, Slider):
            raise TypeError(f"{name} is {slider!r}, but must be a Slider")
    if not sliders:
        raise ValueError("sliders: there are none, but an Explorer needs at least one")
    signature = inspect.signature(redraw)
    try:
        signature.bind(**sliders)
    except TypeError as error:
        raise ValueError(
            f"sliders are {', '.join(sliders)}, but must be those of redraw{signature}: {error}"
        ) from None


class _Live:
    """The sliders of an Explorer and its picture, as widgets of a running notebook.

    The browser holds a slider's moves back until the last one is drawn, and sends only the newest:
    a slow picture lags by one redraw, and does not queue.
    """

    def __init__(self, widgets: Any, explorer: Explorer) -> None:
        sliders, self._explorer = explorer.sliders, explorer
        self._image, self._message = _picture(widgets), widgets.HTML()
        self._handles = {name: _handle(widgets, one) for name, one in sliders.items()}
        self._players = [
            _player(widgets, one, self._handles[name]) for name, one in sliders.items() if one.play
        ]
        for handle in self._handles.values():
            handle.observe(self._move, "value")
        button = widgets.Button(description="Reset", tooltip="Move every slider back to its start")
        button.on_click(self._reset)
        self._show(explorer.png, explorer.words)
        row = widgets.HBox([*self._players, button])
        self.box = widgets.VBox([*self._handles.values(), row, self._image, self._message])

    def _show(self, png: bytes, words: str) -> None:
        self._image.layout.display = "" if png else "none"
        self._message.value = "" if png else f'<p role="alert">{html.escape(words)}</p>'
        if png:
            with self._image.hold_sync():  # one message: the browser draws the picture once
                self._image.value, self._image.tooltip = png, words

    def _move(self, _: object) -> None:
        values = {name: handle.value for name, handle in self._handles.items()}
        png, words = self._explorer.draw(**values)
        self._show(png, words)
        remember(words)

    def _reset(self, _: object) -> None:
        for player in self._players:
            player.playing = False
        for name, handle in self._handles.items():
            handle.value = self._explorer.sliders[name].start


def _picture(widgets: Any) -> Any:
    """Return an image with a name: it has no alt, and its tooltip fails without a description."""
    from traitlets import Unicode

    class Picture(widgets.Image):  # type: ignore[misc, unused-ignore]
        description = Unicode("").tag(sync=True)

    layout = widgets.Layout(max_width="100%", align_self="flex-start")
    return Picture(format="png", layout=layout)


def _handle(widgets: Any, slider: Slider) -> Any:
    """Return a slider with its label and unit before it and its value behind it."""
    places = max(len(f"{one:.9f}".rstrip("0").split(".")[1]) for one in (slider.low, slider.step))
    form = {} if slider.whole else {"readout_format": f".{places}f"}
    return (widgets.IntSlider if slider.whole else widgets.FloatSlider)(
        min=slider.low,
        max=slider.high,
        value=slider.start,
        step=slider.step,
        description=f"{slider.label} ({slider.unit})" if slider.unit else slider.label,
        tooltip=f"{slider.low:g} to {slider.high:g}".replace("-", "−"),
        continuous_update=True,
        style={"description_width": "14em"},
        layout=widgets.Layout(width="44em", max_width="100%"),
        **form,
    )


def _player(widgets: Any, slider: Slider, handle: Any) -> Any:
    """Return a play button that takes a slider through its range, one step at a time."""
    last = round((slider.high - slider.low) / slider.step)
    player = widgets.Play(min=0, max=last, interval=150)
    widgets.link(
        (handle, "value"),
        (player, "value"),
        (
            lambda value: round((value - slider.low) / slider.step),
            lambda count: min(slider.low + count * slider.step, slider.high),
        ),
    )
    return player
