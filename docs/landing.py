"""What the front page shows: a film, three pictures, a verdict and the nine lessons.

Nothing is written twice: words come from README and from what is stored with a picture, and the
verdict is what `check` says.
"""

import json
import re
from base64 import b64decode
from pathlib import Path

import numpy as np
from PIL import Image

from linreg import load_dataset, standardize
from linreg.checks import check

ROOT = Path(__file__).parent.parent
LANDSCAPE = ("05_compute_loss", "contour-picture")
TOY_WORDS = (
    "Scatter of the price of 200 houses (units of 40 thousand) against their distance (standard "
    "units), with the line that the two sliders make; the best one falls from left to right."
)
WRONG = """\
def mean_squared_error(y, y_hat):
    return np.mean(y_hat - y) ** 2
"""


def context() -> dict[str, object]:
    """Return what the template of the front page needs."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    words = {path: alt for alt, path in re.findall(r"!\[(.+?)\]\(figures/(.+?)\)", readme)}
    with Image.open(ROOT / "figures/training.gif") as film:
        words["training.gif"] = film.info["comment"].decode()
    words["landscape.png"] = _landscape()["metadata"]["image/png"]["alt"]
    lessons = re.findall(r"^\d+\. \[(.+?)\]\((notebooks/.+?)\.ipynb\): (.+)$", readme, re.MULTILINE)
    lessons = [
        (name, page, re.sub(r"\[(.+?)\]\(.+?\)", r"\1", about)) for name, page, about in lessons
    ]
    shown = {"wrong": WRONG, "verdict": verdict()._repr_html_()}
    houses = {"toy": json.dumps(toy_data()), "toy_words": TOY_WORDS}
    return {"words": words, "lessons": lessons} | shown | houses


def toy_data() -> dict[str, object]:
    """Return what the ball rolls over: the course's houses by distance, and where it starts."""
    houses = load_dataset("houses")
    X, _, _ = standardize(houses.X[:, 1:])
    return {"x": X[:, 0].tolist(), "y": ((houses.y - 500) / 40).tolist(), "w": 2.5, "b": 5.5}


def verdict():
    """Return what the check says of the wrong function on the front page."""
    names = {"np": np}
    exec(WRONG, names)
    return check(names["mean_squared_error"])


def write_pictures(folder: Path) -> None:
    """Write the pictures that are in no file of their own: a still of the film, and a landscape."""
    with Image.open(ROOT / "figures/training.gif") as film:
        film.seek(film.n_frames - 1)
        film.save(folder / "training_still.png")
    (folder / "landscape.png").write_bytes(b64decode(_landscape()["data"]["image/png"]))


def _landscape() -> dict:
    lesson, name = LANDSCAPE
    notebook = json.loads((ROOT / f"notebooks/{lesson}.ipynb").read_text(encoding="utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == name)
    return cell["outputs"][0]
