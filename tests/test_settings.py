"""No output depends on locale, time zone, width of the terminal, threads, folder or line ends."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
LESSON = "03_initialize_parameters.ipynb"  # the shortest that prints, draws and asks
SETTINGS = {
    "ASCII, narrow, one thread, far east": {
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "TZ": "Pacific/Kiritimati",
        "COLUMNS": "30",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    },
    "Turkish, wide, four threads, far west": {
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Pacific/Honolulu",
        "COLUMNS": "500",
        "OMP_NUM_THREADS": "4",
        "OPENBLAS_NUM_THREADS": "4",
    },
}
WORDS = """
import hashlib, sys
from pathlib import Path
import numpy as np
from linreg import load_dataset, normal_equation, train
from linreg.checks import check, hint, solution
from linreg.classroom.handout import handout
from linreg.figures import describe
from linreg.lab import lay_out

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

crickets = load_dataset("cricket_chirps")
print(check(lambda x, w, b: w * x - b, "line"), hint("line"), solution("mse_gradient"), sep="\\n")
print(*normal_equation(crickets.X, crickets.y))
train(crickets.X, crickets.y, [0], 0, learning_rate=1e-3, n_iterations=9, log_every=3)
plt.plot(crickets.X[:, 0], crickets.y, label="\\u00b0F")
plt.xlabel("\\u03b7")
print(describe(plt.gcf()))
folder = Path(sys.argv[1])
lay_out(folder / "lab")
list(handout(["5"], folder / "out", due="1 May"))
for path in sorted(folder.rglob("*")):
    if path.is_file():
        print(path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Return a copy of the checkout with the line ends of Windows, which cannot be written."""
    top = tmp_path_factory.mktemp("checkout with a space and ü")
    ignored = shutil.ignore_patterns("__pycache__", "source")
    for folder in ("linreg", "notebooks"):
        shutil.copytree(ROOT / folder, top / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", top)
    files = [path for path in top.rglob("*") if path.is_file()]
    for path in files:
        if path.suffix in (".py", ".ipynb", ".csv"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    everything = [*files, *(path for path in top.rglob("*") if path.is_dir()), top]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    yield top
    for path in reversed(everything):
        path.chmod(path.stat().st_mode | 0o200)


def run(checkout, settings, *command, folder):
    ours = {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""}
    options = {"capture_output": True, "timeout": 300, "cwd": folder}
    return subprocess.run([sys.executable, *command], env=os.environ | ours | settings, **options)


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_a_lesson_prints_what_is_stored(checkout, settings, tmp_path):
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=", "--nbval"]
    options += ["--nbval-current-env", "--nbval-cell-timeout=60", f"--rootdir={checkout}"]
    path = str(checkout / "notebooks" / LESSON)
    ran = run(checkout, settings, "-m", "pytest", *options, path, folder=tmp_path)
    assert not ran.returncode, ran.stdout.decode(errors="replace")
    assert b" passed" in ran.stdout


def test_words_numbers_and_files_are_the_same(checkout, tmp_path):
    said = []
    for i, settings in enumerate([{}, *SETTINGS.values()]):
        folder = tmp_path / str(i)
        folder.mkdir()
        place = checkout if i else ROOT
        settings = settings | {"PYTHONIOENCODING": "utf-8"}
        ran = run(place, settings, "-c", WORDS, str(folder / "written"), folder=folder)
        assert not ran.stderr, ran.stderr.decode(errors="replace")
        said.append(ran.stdout.decode())
    assert said[0].count("\n") > 30
    assert said[1] == said[0]
    assert said[2] == said[0]
