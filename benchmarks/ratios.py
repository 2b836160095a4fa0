"""Print the costs of the course as ratios, both sides measured in turn.

A time means little on another machine; a ratio of two things measured side by side means much the
same everywhere. Needs the extra `test`. Run: python benchmarks/ratios.py
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat
import numpy as np
from nbclient import NotebookClient
from peers import ClassModel, seconds

from linreg import generate_examples, train

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("[0-9]*.ipynb"))
N_ITERATIONS, LEARNING_RATE = 1000, 0.1


def ratio(ours: Callable[[], float], theirs: Callable[[], float], repeats: int) -> float:
    """Return the median time of ours over that of theirs, measured in turn."""
    pairs = [(ours(), theirs()) for _ in range(repeats)]
    return median(a for a, _ in pairs) / median(b for _, b in pairs)


def import_seconds(module: str) -> float:
    """Return how long a new Python takes to import a module."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    return float(subprocess.check_output([sys.executable, "-c", code], cwd="/"))


def train_ratio() -> float:
    """Return the time of `train` over that of the class."""
    X, y = generate_examples(1000, [1, -3], 1, 0.5, np.random.default_rng(0))
    rates = {"learning_rate": LEARNING_RATE, "n_iterations": N_ITERATIONS}
    ours = train(X, y, [0, 0], 0, **rates).losses
    theirs = ClassModel(2).fit(X, y[:, None], **rates)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)
    return ratio(
        lambda: seconds(lambda: train(X, y, [0, 0], 0, **rates)),
        lambda: seconds(lambda: ClassModel(2).fit(X, y[:, None], **rates)),
        repeats=31,
    )


def trivial_notebook(path: Path) -> Path:
    """Write a notebook, run, that imports NumPy and pyplot and draws one figure."""
    cell = nbformat.v4.new_code_cell(
        "import matplotlib.pyplot as plt\nimport numpy as np\n\nplt.plot(np.arange(10))\nplt.show()"
    )
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
    NotebookClient(notebook).execute()
    nbformat.write(notebook, path)
    return path


def notebook_seconds(paths: list[Path]) -> float:
    """Return how long pytest takes over notebooks, in one process."""
    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts="]
    nbval = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=60"]
    command = [sys.executable, "-m", "pytest", *quiet, *nbval, *map(str, paths)]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def notebooks_ratio() -> float:
    """Return the time of the nine lessons over that of nine trivial notebooks."""
    with TemporaryDirectory() as folder:
        trivial = [trivial_notebook(Path(folder) / path.name) for path in NOTEBOOKS]
        return ratio(
            lambda: notebook_seconds(NOTEBOOKS), lambda: notebook_seconds(trivial), repeats=3
        )


def imports_ratio() -> float:
    """Return the time of `import linreg` over that of `import numpy`."""
    return ratio(lambda: import_seconds("linreg"), lambda: import_seconds("numpy"), repeats=31)


def main() -> None:
    """Measure and print all ratios and sizes."""
    sizes = [path.stat().st_size / 1000 for path in NOTEBOOKS]
    rows: list[tuple[str, Callable[[], float], float]] = [
        ("train, 1000 × 2, 1000 iterations / a class with one method per step", train_ratio, 1),
        ("import linreg / import numpy", imports_ratio, 1.2),
        ("pytest of the nine notebooks / of nine trivial ones", notebooks_ratio, 2),
        ("largest notebook (kB)", lambda: max(sizes), 600),
        ("all nine notebooks (kB)", lambda: sum(sizes), 3000),
    ]
    for name, measure, limit in rows:
        print(f"{name:70s} {measure():8.2f}   (at most {limit:.4g})", flush=True)


if __name__ == "__main__":
    main()
