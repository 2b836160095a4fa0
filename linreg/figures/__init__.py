"""House style, and the words that every figure carries.

One call at the top of a lesson, `use_house_style()`, and each figure that is shown comes with a
description made from what is drawn: a screen reader speaks it, and a test of the notebook compares
it. What a figure *means* is not drawn: `add_meaning` adds that, in one sentence.

`style` has colours and sizes, `artists` reads what is drawn, `numbers` and `words` say it.
"""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from typing import Any

from matplotlib.figure import Figure

from linreg.figures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, RED, picture, set_style
from linreg.figures.words import add_meaning, words_of

__all__ = [
    "BLACK",
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "RED",
    "add_meaning",
    "describe",
    "picture",
    "use_house_style",
]

_last_shown = ""  # words: the figure itself is gone soon, for a notebook closes what it shows


def use_house_style() -> None:
    """Set the house style, and let every figure that is shown say what it shows.

    Outside IPython only the style is set. A second call changes nothing.
    """
    set_style()
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
            shell.display_formatter.formatters["image/png"].for_type(Figure, _png)


def describe(figure: Figure | None = None, *, most: int = 89) -> str:
    """Say in at most 89 words what is drawn: kind, title, axes, series, arrows, texts, legend.

    Without a figure, it is the one that was shown last: JupyterLab does not show alternative text,
    so this is how a screen reader gets at it. ValueError if none has been shown.

    Numbers have three significant digits, so that rounding noise does not change the words; a mean
    has as many as it takes for one moved point to show. A full figure is described in less detail.
    What cannot be read is left out, with one warning.

    >>> import matplotlib.pyplot as plt
    >>> figure, axes = plt.subplots()
    >>> _ = axes.plot([0, 1, 2], [1, 3, 5], color=BLUE, label="our model")
    >>> _ = axes.set(xlabel="area (m²)", ylabel="price (thousands)", xlim=(0, 2), ylim=(0, 6))
    >>> describe(figure)
    'Line plot of price (thousands), 0 to 6, against area (m²), 0 to 2: blue line “our model” \
straight from (0, 1) to (2, 5), slope 2. No legend.'
    >>> plt.close(figure)
    """
    if figure is not None:
        return words_of(figure, most)
    if not _last_shown:
        raise ValueError("figure is missing, and none has been shown yet that could be meant")
    return _last_shown


def remember(words: str) -> None:
    """Note the words of the figure that was shown last."""
    global _last_shown
    _last_shown = words


def _spoken(figure: Figure) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    words = describe(figure)
    remember(words)
    return {"text/plain": words}, {"image/png": {"alt": words}}


def _png(figure: Figure) -> str:
    """Return the picture as base64 text: some kernels, as in a browser, do not encode bytes."""
    return b64encode(picture(figure)).decode()
