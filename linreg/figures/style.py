"""The house style: colours for every eye, sizes for a laptop, small pictures."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler
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


def set_style() -> None:
    """Set Matplotlib's defaults to those of the house."""
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


def picture(figure: Figure, draw: Callable[[Any], None] = FigureCanvasAgg.draw) -> bytes:
    """Return the figure as a PNG of 10 to 40 kB: 256 colours, drawn once (`savefig`: twice)."""
    canvas: Any = figure.canvas
    canvas = canvas if isinstance(canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    draw(canvas)
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    png = BytesIO()
    # Faster and closer than median cut; the octree is faster still, but makes pale greys white.
    pixels.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(png, "png")
    return png.getvalue()
