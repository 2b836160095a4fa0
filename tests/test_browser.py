"""The nine notebooks as a learner meets them: JupyterLab in Chromium, keys, mouse, and axe-core.

Run by `python -m pytest -m browser -n 0`. Pictures of failures go to the folder that the
environment variable BROWSER_SHOTS names, or to pytest's temporary folder; their paths are printed.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from handed_in import lesson_of

from linreg.classroom.asked import Answer, questions
from linreg.classroom.grade import Report, Row
from linreg.classroom.report import write_report

NEEDED = "the browser tests need the extra `browser`"
pytest.importorskip("jupyterlab", reason=NEEDED)
pytest.importorskip("ipywidgets", reason=NEEDED)
sync_api = pytest.importorskip("playwright.sync_api", reason=NEEDED)
accessibility = pytest.importorskip("accessibility", reason=NEEDED)
pytestmark = pytest.mark.browser

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
LESSONS = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))]  # and the appendix
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXPLORER = ".jp-OutputArea-output > .widget-vbox:has(.widget-slider)"
QUESTION = ".jp-OutputArea-output > .widget-vbox:not(:has(.widget-slider))"
CELL = ".jp-Notebook .jp-Cell"
STREAMS = '[data-mime-type$="jupyter.error"], [data-mime-type$="jupyter.stderr"]'
ERRORS = f'{STREAMS}, mjx-merror, mtext[mathcolor="red"]'  # MathJax writes unknown commands in red
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are there, too
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}

# What axe-core finds that is not ours to change: the rule, and the elements that may break it.
NBCONVERT = {
    # nbconvert: colours of prompts, of code (Pygments' default style), of links in striped tables.
    "color-contrast": ".jp-InputPrompt, .jp-OutputPrompt, .prompt, .highlight span:not([style]), "
    ".text_cell td > a:not([style])",
    # nbconvert: the style sheet of its lab template takes the underline off links.
    "link-in-text-block": ".jp-RenderedMarkdown a:not([style])",
}
# nbconvert: its lab template drops the words that an image has, and puts this in their place.
TEMPLATES = ["lab", "classic"]
NO_ALT = "No description has been provided for this image"
IPYWIDGETS = {
    # ipywidgets: a slider's label stands beside its handle and is not tied to it.
    "aria-input-field-name": ".widget-slider .noUi-handle",
    # ipywidgets: play, stop and repeat are icons without words.
    "button-name": ".widget-play button",
}

FIND = """async (within, [rules, known]) => {
    const found = await axe.run(within, {runOnly: rules});
    return found.violations.flatMap(rule => rule.nodes
        .filter(node => !document.querySelector(node.target[0]).matches(known[rule.id] || "none"))
        .map(node => `${rule.id}: ${node.html}\\n${node.failureSummary}`));
}"""
BYTES = """async image => {
    const bytes = await (await fetch(image.src)).arrayBuffer();
    const hash = await crypto.subtle.digest("SHA-256", bytes);
    return String(new Uint8Array(hash));
}"""
# From the key, the click or the first move of the pressed mouse to a picture with other bytes.
STOPWATCH = """(image, before) => {
    let start = window.redraw = null;
    const begin = event => {
        if (event.type !== "pointermove" || event.buttons) start ??= performance.now();
    };
    for (const name of ["keydown", "click", "pointermove"]) addEventListener(name, begin, true);
    image.onload = async () => {
        const end = performance.now();
        if (start && await (BYTES)(image) !== before) window.redraw ??= end - start;
    };
}""".replace("BYTES", BYTES)
RAN = f"""() => {{
    // Folded cells show no prompt.
    const all = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
    const prompts = all.filter(prompt => prompt.offsetParent && prompt.innerText.trim());
    const status = document.querySelector(".jp-Notebook-ExecutionIndicator").dataset.status;
    return document.querySelector('{STREAMS}') ||
        status === "idle" && prompts.every(prompt => /^\\[\\d+\\]:$/.test(prompt.innerText));
}}"""


@contextlib.contextmanager
def kept(page, name, folder):
    """Keep a picture of the page if what is done with it fails."""
    try:
        yield
    except BaseException:
        path = Path(os.environ.get("BROWSER_SHOTS", folder)) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
        print(f"picture of the failure: {path}")
        raise


@pytest.fixture(scope="module")
def shots(tmp_path_factory):
    return tmp_path_factory.mktemp("shots")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab on a copy of the notebooks without outputs, and return its address."""
    root = tmp_path_factory.mktemp("lab")
    shutil.copytree(NOTEBOOKS, root / "notebooks", ignore=shutil.ignore_patterns(".*", "__*"))
    for path in (root / "notebooks").glob("*.ipynb"):
        notebook = read(path.stem)
        for cell in code_cells(notebook):
            cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, path)
    command = [sys.executable, "-m", "linreg", "lab", str(root / "course"), "--no-open"]
    subprocess.run(command, check=True, capture_output=True)
    for plugin, settings in SETTINGS.items():
        path = root / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(settings))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"),
        *("--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0", "--IdentityProvider.token="),
        *(f"--ServerApp.root_dir={root}", f"--LabApp.user_settings_dir={root / 'settings'}"),
        f"--LabApp.workspaces_dir={root / 'workspaces'}",
    ]
    empty = {name: str(root / name.lower()) for name in folders}
    with (root / "log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | empty, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api"):
                break
            said = (root / "log").read_text()
            assert server.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request):
    return request.param


@pytest.fixture(scope="module")
def page(lesson, lab, browser, shots):
    """Open a lesson in JupyterLab and run it from top to bottom."""
    with opened(lesson, lab, browser, shots) as page:
        yield page


@pytest.fixture(scope="module")
def times(request):
    """Collect how long each slider's first redraw takes; print it when all is done."""
    rows = []
    yield rows
    width = max((len(name) for name, *_ in rows), default=0)
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\n\n{'ms to the first redraw':{width}}   key  drag")
        for name, key, drag in rows:
            print(f"{name:{width}}  {key:4.0f}  {drag:4.0f}")


@contextlib.contextmanager
def opened(lesson, lab, browser, shots, folder="notebooks"):
    page = browser.new_page(viewport={"width": 1180, "height": 1000})
    with kept(page, f"{lesson}-run", shots):
        page.goto(f"{lab}/doc/tree/{folder}/{lesson}.ipynb?reset")
        sync_api.expect(page.locator(CELL)).to_have_count(len(read(lesson).cells), timeout=60_000)
        page.get_by_text(re.compile(r"\| Idle$")).wait_for(timeout=60_000)  # of the kernel
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
        page.wait_for_function(RAN, timeout=60_000)
    yield page
    page.close()


def read(lesson):
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def violations(within, known):
    """Return what axe-core finds in the elements, all in one run."""
    if not within.page.evaluate("'axe' in window"):
        within.page.evaluate(accessibility.AXE)
    return within.evaluate_all(FIND, [RULES, known])


def test_runs_from_top_to_bottom_and_shows_every_picture_and_formula(page, lesson, shots):
    with kept(page, f"{lesson}-outputs", shots):
        assert page.locator(ERRORS).all_inner_texts() == []
        outputs = [output for cell in code_cells(read(lesson)) for output in cell.outputs]
        pictures = page.locator(".jp-OutputArea-output img")
        stored = sum("image/png" in output.get("data", {}) for output in outputs)
        sync_api.expect(pictures).to_have_count(stored)
        page.wait_for_function("() => [...document.images].every(image => image.complete)")
        assert all(pictures.evaluate_all("all => all.map(one => one.naturalWidth)"))
        prose = page.locator(".jp-RenderedMarkdown")
        assert prose.locator("mjx-container").count() > 0
        visible = "all => all.map(one => one.innerText).filter(text => text.includes('$'))"
        assert prose.evaluate_all(visible) == []


def test_every_slider_moves_its_picture_and_reset_brings_it_back(page, lesson, times, shots):
    with kept(page, f"{lesson}-sliders", shots):
        source = "\n".join(cell.source for cell in code_cells(read(lesson)))
        explorers = page.locator(EXPLORER)
        sync_api.expect(explorers).to_have_count(len(re.findall(r"^Explorer\(", source, re.M)))
        for explorer in explorers.all():
            assert explorer.bounding_box()["height"] <= 700  # together on a laptop's screen
            picture = explorer.locator("img.widget-image")
            first = picture.evaluate(BYTES)

            def resets(explorer=explorer, picture=picture, first=first):
                explorer.get_by_role("button", name="Reset").click()
                same = f"async ([image, first]) => await ({BYTES})(image) === first"
                page.wait_for_function(same, arg=[picture.element_handle(), first])

            def milliseconds(move, picture=picture):
                picture.evaluate(STOPWATCH, picture.evaluate(BYTES))
                move()
                page.wait_for_function("() => window.redraw !== null", timeout=10_000)
                return page.evaluate("() => window.redraw")

            for slider in explorer.locator(".widget-slider").all():
                handle = slider.get_by_role("slider")
                handle.focus()
                key = milliseconds(lambda: page.keyboard.press("ArrowRight"))
                resets()
                handle.scroll_into_view_if_needed()
                handle.hover()
                page.mouse.down()
                box = handle.bounding_box()
                drag = milliseconds(lambda box=box: page.mouse.move(box["x"] - 30, box["y"] + 5))
                page.mouse.up()
                resets()
                label = slider.locator(".widget-label").inner_text()
                times.append((f"{lesson}: {label}", key, drag))
            for play in explorer.locator(".widget-play button:first-child").all():
                milliseconds(play.click)
                resets()


def test_solutions_unfold_when_clicked(page, lesson, shots):
    with kept(page, f"{lesson}-solutions", shots):
        stubs = [cell for cell in read(lesson).cells if "exercise" in cell.metadata.get("tags", [])]
        folded = page.locator(".jp-RenderedMarkdown details").all()
        assert len(folded) >= len(stubs)
        assert stubs or lesson.startswith("appendix")
        for details in folded:
            assert not details.evaluate("one => one.open")
            details.locator("summary").click()
            sync_api.expect(details).to_have_attribute("open", "")


def test_sliders_are_accessible(page, lesson, shots):
    with kept(page, f"{lesson}-accessible", shots):
        assert violations(page.locator(EXPLORER), IPYWIDGETS) == []


def test_questions_take_an_answer_and_say_what_it_means(page, lesson, shots):
    with kept(page, f"{lesson}-questions", shots):
        cells = [cell for cell in code_cells(read(lesson)) if "Question(" in cell.source]
        questions = page.locator(QUESTION)
        sync_api.expect(questions).to_have_count(len(cells))
        for question, cell in zip(questions.all(), cells, strict=True):
            for button in question.get_by_role("button").all():
                button.click()
                told = question.get_by_role("status")
                now = button.inner_text().strip()
                sync_api.expect(told).to_contain_text(now)
                said = told.inner_text()
                assert ("The next cell tells" in said) == ("truth=" not in cell.source)
        assert violations(questions, {}) == []


def type_at_the_end(cell, *keys, text=""):
    cell.locator(".cm-content").click()
    cell.page.keyboard.press("Control+End")
    for key in keys:
        cell.page.keyboard.press(key)
    cell.page.keyboard.type(text)
    cell.page.keyboard.press("Shift+Enter")


def test_a_wrong_answer_gets_its_verdict_then_a_hint_then_a_right_one(lab, browser, shots):
    name, number = "mean_squared_error", "05_compute_loss"
    ids = [cell.id for cell in read(number).cells]
    with opened(number, lab, browser, shots) as page, kept(page, "answers", shots):
        parts = (name, f"{name}-check", f"{name}-hint")
        stub, check, hint = (page.locator(CELL).nth(ids.index(one)) for one in parts)

        def says(*words):
            for word in words:
                sync_api.expect(check.locator(".jp-OutputArea")).to_contain_text(word)
            assert violations(check.locator(".jp-OutputArea"), {}) == []

        says("not attempted yet")
        type_at_the_end(stub, *["Backspace"] * 3, text="np.mean((y_hat - y) ** 2) / 2")
        type_at_the_end(check)
        says("✗", "Exactly half", "yours", "right")
        type_at_the_end(hint, "Home", "Delete", "Delete")
        sync_api.expect(hint.locator(".jp-OutputArea")).to_contain_text("Hint 1 of 3")
        says("✗", "Exactly half")
        type_at_the_end(stub, *["Backspace"] * 4)
        type_at_the_end(check)
        says("✓", "is correct", "It is in your my_linreg.py")


def test_what_is_solved_in_lesson_1_is_used_in_lesson_2(lab, browser, shots):
    first, second = "01_introduction", "02_dataset"
    answers = {"line": "w * x + b", "root_mean_squared_error": "np.sqrt(np.mean((y_hat - y) ** 2))"}
    ids = [cell.id for cell in read(first).cells]
    with opened(first, lab, browser, shots, "course") as page, kept(page, "learner-1", shots):
        for name, text in answers.items():
            stub, check = (page.locator(CELL).nth(ids.index(i)) for i in (name, f"{name}-check"))
            type_at_the_end(stub, *["Backspace"] * 3, text=text)
            type_at_the_end(check)
            words = "is correct. It is in your my_linreg.py"
            sync_api.expect(check.locator(".jp-OutputArea")).to_contain_text(words)
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).first.click()
        page.locator(".jp-Dialog .jp-mod-accept").click()
        page.get_by_text(re.compile(r"\| Idle$")).wait_for(timeout=60_000)
        page.keyboard.press("Control+S")
    setup = [cell.id for cell in read(second).cells].index("setup")
    with opened(second, lab, browser, shots, "course") as page, kept(page, "learner-2", shots):
        output = page.locator(CELL).nth(setup).locator(".jp-OutputArea")
        sync_api.expect(output).to_contain_text("yours: root_mean_squared_error · linreg's: none")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """Render the nine to HTML with two templates: the default one, and one that keeps alt."""
    folder = tmp_path_factory.mktemp("html")
    for template in TEMPLATES:
        command = [sys.executable, "-m", "nbconvert", "--to", "html", f"--template={template}"]
        command += [f"--output-dir={folder / template}", *map(str, NOTEBOOKS.glob("*.ipynb"))]
        subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("template", TEMPLATES)
def test_rendered_to_html_is_accessible(lesson, template, rendered, browser, shots):
    page = browser.new_page()
    page.route("http*://**", lambda route: route.abort())  # the same with and without a network
    with kept(page, f"{lesson}-{template}", shots):
        page.goto((rendered / template / f"{lesson}.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        data = [one.get("data", {}) for cell in code_cells(read(lesson)) for one in cell.outputs]
        words = [one["text/plain"] for one in data if "image/png" in one]
        alt = page.locator("img").evaluate_all("all => all.map(one => one.alt)")
        assert alt == words or (template == "lab" and alt == [NO_ALT] * len(words))
        page.evaluate(accessibility.THIN)
        assert violations(page.locator("body"), NBCONVERT) == []
    page.close()


@pytest.mark.parametrize("name", ["report.html", "learners.html", "feedback/ann.html"])
def test_the_class_report_opens_sorts_and_filters(name, browser, shots, tmp_path):
    rows = [
        Row(learner, lesson_of(exercise), exercise, "wrong", mistake, "sign", message=mistake)
        for learner in ("ann", "bo", "kim")
        for exercise, mistake in (("update", "adds"), ("line", "b subtracted"))
    ]
    answers = [Answer(text, c, None) for text, one in questions().items() for c in one.choices]
    write_report(Report(rows[:-1], answers, isolation="landlock"), tmp_path)
    page, troubles = browser.new_page(viewport={"width": 390, "height": 800}), []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: troubles.append(asked.url) if ":" in asked.url[5:] else None)
    with kept(page, name.replace("/", "-"), shots):
        page.goto((tmp_path / name).as_uri())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page.locator("body"), {}) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if name == "report.html":
            column = page.locator("#mistakes tbody tr td:first-child")
            assert column.all_text_contents() == ["update", "line"]
            page.get_by_role("button", name="exercise").click()
            assert column.all_text_contents() == ["line", "update"]
            page.get_by_label("Show rows with").first.fill("subtracted")
            assert page.locator("#mistakes tbody tr:visible").count() == 1
        assert troubles == []
    page.close()
