"""The wheel and the source distribution, installed and used far from the repository."""

import email
import json
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import linreg

pytestmark = pytest.mark.package
ROOT = Path(__file__).parent.parent


def run(*command, cwd):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build both as a release does: the wheel out of the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return the Python of a new environment that has the wheel and what it needs, no more."""
    place = tmp_path_factory.mktemp("clean")
    venv.create(place, with_pip=True)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=place)
    return python


def test_both_are_fit_for_the_package_index(built):
    paths = sorted(built.iterdir())
    assert [path.suffix for path in paths] == [".whl", ".gz"]
    said = run(sys.executable, "-m", "twine", "check", "--strict", *paths, cwd=built)
    assert said.count("PASSED") == 2


def test_the_wheel_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    assert metadata["Name"] == "linreg-course"
    assert metadata["Version"] == linreg.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    needed = [one for one in metadata.get_all("Requires-Dist") if "extra ==" not in one]
    assert sorted(one.split(">=")[0] for one in needed) == ["matplotlib", "numpy", "pillow"]


def test_on_the_package_index_every_link_of_the_readme_leads_somewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://code.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/course")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (path,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode("utf-8")
    start = "https://code.example/someone/course/"
    assert f"Project-URL: Repository, {start[:-1]}" in text
    assert "# Linear regression from first principles" in text
    links = re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", text)
    assert len(links) > 40
    for is_picture, address in links:
        assert address.startswith(("https://", "#"))
        if address.startswith(start):
            kind, _, file = address.removeprefix(start).split("/", 2)
            assert kind == ("raw" if is_picture else "blob")
            assert (ROOT / file.partition("#")[0]).exists(), file


def test_the_wheel_holds_the_package_and_the_lessons_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    lessons = {f"linreg/lessons/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert lessons <= set(names)
    tracked = run("git", "ls-files", "linreg", "notebooks", cwd=ROOT).split()
    expected = {name.replace("notebooks/", "linreg/lessons/", 1) for name in tracked}
    assert set(names) == expected


def test_the_source_distribution_can_run_its_own_tests(built):
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        top = {name.split("/", 2)[1] for name in archive.getnames() if "/" in name}
    assert {"linreg", "notebooks", "tests", "data", "figures", "README.md", "LICENSE"} <= top


def test_the_package_computes_where_only_the_wheel_is_installed(installed, tmp_path):
    code = (
        "from linreg import load_dataset, normal_equation; from linreg.checks import check;"
        "d = load_dataset('cricket_chirps'); W, b = normal_equation(d.X, d.y);"
        "print(f'{W[0]:.3f} {b:.3f}'); print(check(lambda x, w, b: w * x, 'line').mistake)"
    )
    assert run(installed, "-I", "-c", code, cwd=tmp_path).split("\n")[:2] == [
        "3.291 25.232",
        "no intercept",
    ]


def test_the_lessons_are_laid_out_from_the_wheel(installed, tmp_path):
    said = run(installed, "-m", "linreg", "lab", "--no-open", cwd=tmp_path)
    assert said == "The lessons are in linreg-course\n"
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        stored = json.loads(path.read_text(encoding="utf-8"))["cells"]
        laid = json.loads((tmp_path / "linreg-course" / path.name).read_text(encoding="utf-8"))
        assert [cell["source"] for cell in laid["cells"]] == [cell["source"] for cell in stored]


def test_opening_them_says_what_is_missing(installed, tmp_path):
    done = subprocess.run(
        [installed, "-m", "linreg", "lab"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "JupyterLab is not installed" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_instructor_grades_from_the_wheel(installed, tmp_path):
    (tmp_path / "class" / "ada").mkdir(parents=True)
    own = "import numpy as np\n\n\ndef forward(X, W, b):\n    return X @ W - b\n"
    (tmp_path / "class" / "ada" / "my_linreg.py").write_text(own, encoding="utf-8")
    run(installed, "-m", "linreg", "grade", "class", "--out", "report", cwd=tmp_path)
    rows = (tmp_path / "report" / "results.csv").read_text(encoding="utf-8")
    assert any("forward,wrong," in line for line in rows.splitlines())


def test_the_workflow_runs_each_session_that_a_change_must_pass():
    must_pass = re.search(r" -s (.+)$", (ROOT / ".ci/run").read_text(encoding="utf-8"), re.M)
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    listed = re.search(r"session: \[(.+)\]", workflow)[1].split(", ")
    pythons = re.search(r"python: \[(.+)\]", workflow)[1].replace('"', "").split(", ")
    assert set(must_pass[1].split()) <= {*listed, *(f"tests-{version}" for version in pythons)}
