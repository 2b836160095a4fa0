"""The website as `docs/build.py` writes it: read as files, and in Chromium.

Run by `python -m pytest -m site`, with the extra `site` and Chromium. The pages are opened from the
disk, so whatever is loaded from elsewhere is an address that does not begin with `file:`.
"""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest

import linreg

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
import landing

NEEDED = "the tests of the website need the extra `site`"
bs4 = pytest.importorskip("bs4", reason=NEEDED)
sync_api = pytest.importorskip("playwright.sync_api", reason=NEEDED)
accessibility = pytest.importorskip("accessibility", reason=NEEDED)
pytestmark = pytest.mark.site

ROOT = Path(__file__).parent.parent
LESSONS = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
GUIDES = ["README", "SCALING", "INSTRUCTORS", "CONTRIBUTING", "CHANGELOG", "data/README"]
BAD = """async only => {
    const off = {enabled: false}; // these two are never serious
    const rules = {region: off, "hidden-content": off}, resultTypes = ["violations", "incomplete"];
    const found = await axe.run({resultTypes, preload: false, rules, ...only});
    // Text in the colour of its background is only "incomplete" to axe.
    const unseen = node => node.any.some(check => check.data?.messageKey === "equalRatio");
    const all = found.incomplete.map(rule => ({...rule, nodes: rule.nodes.filter(unseen)}));
    return [...found.violations, ...all]
        .filter(rule => ["serious", "critical"].includes(rule.impact))
        .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`));
}"""
SETTLED = "() => document.getAnimations().every(one => one.playState === 'finished')"
SCHEMES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}  # the rest does not change


def build(*arguments, root=ROOT, python=(), **environment):
    command = [sys.executable, *python, root / "docs/build.py", "--without-browser-edition"]
    return subprocess.run(
        [*map(str, command), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=300,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site once."""
    out = tmp_path_factory.mktemp("site") / "out"
    built = build("--out", out)
    assert (built.returncode, built.stderr) == (0, "")  # no warnings
    return out


def test_a_folder_of_a_relative_path_is_written_to_from_everywhere(tmp_path, monkeypatch):
    put_in_place = runpy.run_path(str(ROOT / "docs/build.py"))["put_in_place_at_the_end"]
    monkeypatch.chdir(tmp_path)
    with put_in_place(Path("out")) as folder:
        monkeypatch.chdir(tmp_path.parent)
        folder.mkdir()
        (folder / "page.html").write_text("words", encoding="utf-8")
    assert (tmp_path / "out" / "page.html").read_text(encoding="utf-8") == "words"


@pytest.fixture(scope="module")
def pages(site):
    """Read every page once: its path, and what stands in it."""
    return {
        str(path.relative_to(site)): bs4.BeautifulSoup(
            path.read_text(encoding="utf-8"), "html.parser"
        )
        for path in sorted(site.rglob("*.html"))
        if not {"_static", "slides"} & set(path.parts)  # test_slides.py looks at the decks
    }


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 320, "height": 640})  # the narrowest phone's
    yield page
    page.close()


def notebook(lesson):
    return json.loads((ROOT / f"notebooks/{lesson}.ipynb").read_text(encoding="utf-8"))


# What stands on the pages


def test_has_a_page_for_each_lesson_and_guide(pages):
    wanted = {f"notebooks/{lesson}.html" for lesson in LESSONS} | {
        f"{name}.html" for name in GUIDES
    }
    assert wanted | {"index.html", "search.html"} <= pages.keys()


def test_each_page_has_a_title_and_a_description_of_its_own(pages):
    titles = [page.title.text for page in pages.values()]
    assert len(set(titles)) == len(titles)
    for path, page in pages.items():
        (description,) = page.find_all("meta", attrs={"name": "description"})
        assert 20 <= len(description["content"]) <= 202, path


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_picture_of_a_lesson_has_the_words_that_are_stored_with_it(lesson, pages):
    outputs = [one for cell in notebook(lesson)["cells"] for one in cell.get("outputs", [])]
    stored = [one["data"] for one in outputs if "image/png" in one.get("data", {})]
    pictures = pages[f"notebooks/{lesson}.html"].select(".cell_output img")
    assert [one["alt"] for one in pictures] == ["".join(data["text/plain"]) for data in stored]


def test_every_picture_has_words(pages):
    pictures = [(path, one) for path, page in pages.items() for one in page.find_all("img")]
    assert len(pictures) > 60
    assert [(path, one["src"]) for path, one in pictures if not one.get("alt", "").strip()] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_folds_solutions_and_what_only_draws_or_asks(lesson, pages):
    page, cells = pages[f"notebooks/{lesson}.html"], notebook(lesson)["cells"]
    tags = [tag for cell in cells for tag in cell["metadata"].get("tags", [])]
    folded = page.select("details")
    assert not any(one.has_attr("open") for one in folded)
    assert len([one for one in folded if "Solution" in one.summary.text]) == tags.count("solution")
    hidden = tags.count("picture") + tags.count("question")
    assert len(page.select(".cell.tag_hide-input")) == hidden > 0
    assert len(page.select(".cell.tag_hide-output")) == tags.count("answer")


@pytest.mark.parametrize("name", linreg.__all__)
def test_the_reference_has_each_name_with_its_source(name, pages):
    documented = getattr(linreg, name)
    module = documented.__module__
    page = "closed_form" if "closed_form" in module else "algorithm"
    entry = pages[f"docs/reference/{page}.html"].find(id=f"{module}.{name}")
    links = [one["href"] for one in entry.find_all("a") if one.text == "[source]"]
    assert links == [f"../../_modules/{module.replace('.', '/')}.html#{name}"]
    path, _, anchor = links[0].removeprefix("../../").partition("#")
    assert name in pages[path].find(id=anchor).text


def test_every_link_within_the_site_leads_somewhere(pages, site):
    missing = []
    for path, page in pages.items():
        for tag in page.select("[href], [src]"):
            address = urlsplit(tag.get("href") or tag.get("src"))
            if address.scheme or address.netloc:
                continue
            target = (site / path).parent / unquote(address.path) if address.path else site / path
            there = os.path.relpath(target.resolve(), site.resolve())
            if not target.is_file() or (
                address.fragment
                and there in pages
                and not pages[there].find(id=unquote(address.fragment))
            ):
                missing.append((path, tag))
    assert missing == []


def test_the_front_page_shows_the_film_three_pictures_a_verdict_and_the_lessons(pages):
    page = pages["index.html"].find(class_="landing")
    sources = [Path(one["src"].partition("?")[0]).name for one in page.find_all("img")]
    assert sources == ["training.gif", "landscape.png", "predictions.png", "time_against_rows.png"]
    links = {one.text: one["href"] for one in page.select(".ways a")}
    assert links["Install"] == "README.html#start"
    assert links["For instructors"] == "INSTRUCTORS.html"
    assert "You first averaged and then squared" in page.find(class_="verdict").text
    assert len(page.select(".lessons a")) == sum(one[0].isdigit() for one in LESSONS)


# In a browser


def test_every_page_loads_nothing_from_elsewhere_fits_a_phone_and_is_accessible(pages, site, page):
    troubles = []
    page.on("request", lambda asked: troubles.append(asked.url) if is_outside(asked.url) else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    for path in pages:
        page.emulate_media(color_scheme="light")
        page.goto((site / path).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.wait_for_function("() => !window.MathJax || MathJax.startup.promise")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            troubles.append(f"{path} is wider than 320 pixels")
        page.evaluate(accessibility.AXE)
        page.evaluate(accessibility.THIN)
        for scheme, only in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            # What was folded fades in, and until then it has less contrast.
            page.wait_for_function(SETTLED)
            troubles += [f"{path}, {scheme}: {found}" for found in page.evaluate(BAD, only)]
    assert troubles == []


def is_outside(url):
    return not url.startswith(("file:", "data:", "blob:"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_formula_is_drawn(lesson, site, page):
    page.goto((site / f"notebooks/{lesson}.html").as_uri())
    page.wait_for_function("() => window.MathJax?.startup?.promise")
    page.evaluate("() => MathJax.startup.promise")
    formulas = page.locator(".math")
    assert formulas.count() > 0
    assert page.locator(".math mjx-container").count() == formulas.count()
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0


def test_the_search_finds_a_lesson_and_a_function(site, page):
    page.goto((site / "search.html").as_uri() + "?q=gradient")
    results = page.locator("#search-results li")
    sync_api.expect(results.filter(has_text="6 · The backward pass").first).to_be_visible()
    sync_api.expect(results.filter(has_text="mse_gradient").first).to_be_visible()


def test_the_first_tab_skips_to_the_content_and_a_key_opens_the_search(site, page):
    page.set_viewport_size({"width": 1180, "height": 800})
    page.goto((site / "notebooks/05_compute_loss.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"
    page.keyboard.press("Control+K")
    page.keyboard.type("residual")
    page.keyboard.press("Enter")
    results = page.locator("#search-results li")
    sync_api.expect(results.filter(has_text="5 · Compute the loss").first).to_be_visible()


def test_the_film_stops_when_asked_and_stands_still_for_those_who_want_no_motion(site, page):
    film, pause = page.locator(".film img"), page.get_by_role("button", name="Pause the film")

    def shown():
        return film.evaluate("one => one.currentSrc.split('/').pop().split('?')[0]")

    page.goto((site / "index.html").as_uri())
    assert shown() == "training.gif"
    pause.click()
    sync_api.expect(pause).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => document.querySelector('.film img').complete")
    assert shown() == "training_still.png"
    pause.click()
    page.wait_for_function("() => document.querySelector('.film img').complete")
    assert shown() == "training.gif"
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    assert shown() == "training_still.png"


def test_on_paper_a_lesson_is_dark_on_white_and_whole(site, page):
    def brightness_of(place):
        page.wait_for_function(SETTLED)
        colour = page.locator(place).first.evaluate("one => getComputedStyle(one).color")
        return max(map(float, re.findall(r"[\d.]+", colour)[:3]))

    page.set_viewport_size({"width": 718, "height": 1000})  # A4
    page.emulate_media(color_scheme="dark")
    page.goto((site / "notebooks/06_backward_pass.html").as_uri())
    on_screen = brightness_of("article p")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert brightness_of("article p") < 100 < on_screen
    assert brightness_of("mjx-container svg") < 100
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.locator("pre").evaluate_all(cut) == 0
    page.emulate_media(media="screen", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert brightness_of("article p") == on_screen


def test_the_front_page_has_its_title_on_paper(site, page):
    page.goto((site / "index.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator(".landing h1").is_visible()


# Bad input: one line that says what to do, and nothing half-built


@pytest.fixture
def copy(tmp_path):
    """Copy the checkout, without what is not kept in it."""
    ignored = shutil.ignore_patterns(".git", ".*cache*", ".venv", "build", "dist", "__pycache__")
    return shutil.copytree(ROOT, tmp_path / "copy", ignore=ignored)


def refused(built, *words):
    assert built.returncode == 1
    assert built.stdout == ""
    (line,) = built.stderr.splitlines()
    for word in words:
        assert word in line


def test_without_the_extra_it_says_which_to_install(tmp_path):
    built = build("--out", tmp_path / "site", python=["-S"])  # an environment with no libraries
    refused(built, "sphinx", 'python -m pip install -e ".[docs]"')
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_that_was_never_run_is_refused(copy, tmp_path):
    path = copy / "notebooks/05_compute_loss.ipynb"
    lesson = notebook("05_compute_loss")
    next(cell for cell in lesson["cells"] if cell["cell_type"] == "code")["execution_count"] = None
    path.write_text(json.dumps(lesson), encoding="utf-8")
    built = build("--out", tmp_path / "site", root=copy)
    refused(
        built, "05_compute_loss.ipynb", "never run", "python notebooks/build.py 05_compute_loss"
    )
    assert not (tmp_path / "site").exists()


def test_another_mathjax_is_refused(tmp_path):
    other = tmp_path / "other/mathjax"
    (other / "static/mathjax/es5").mkdir(parents=True)
    (other / "__init__.py").touch()
    (other / "static/mathjax/es5/tex-svg.js").write_text("alert(1)")
    built = build("--out", tmp_path / "site", PYTHONPATH=str(other.parent))
    refused(built, "MathJax 3.2.2", "python -m pip install --force-reinstall")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("what", ["a file", "other things"])
def test_what_is_no_site_is_not_written_over(what, tmp_path):
    out = tmp_path / "mine"
    if what == "other things":
        out.mkdir()
        (out / "thesis.txt").write_text("mine")
    else:
        out.write_text("mine")
    refused(build("--out", out), what.removeprefix("a "), "name a")
    assert (out / "thesis.txt" if out.is_dir() else out).read_text() == "mine"


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(copy, site, tmp_path):
    out = shutil.copytree(site, tmp_path / "site")
    before = sorted(out.rglob("*"))
    with (copy / "README.md").open("a") as readme:
        readme.write("\n[nowhere](nowhere.md)\n")
    built = build("--out", out, root=copy)
    assert built.returncode == 1
    assert "nowhere" in built.stderr
    assert "fix it and try again" in built.stderr.splitlines()[-1]
    assert sorted(out.rglob("*")) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "site"]


def test_without_javascript_the_front_page_shows_nothing_that_needs_it(site, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "index.html").as_uri())
    assert page.get_by_role("heading", name="The nine lessons").is_visible()
    assert not page.get_by_role("heading", name="What learning is").is_visible()
    assert page.locator(".landing button:visible, .landing svg:visible").count() == 0
    page.close()


# The toy of the front page


@pytest.fixture
def toy(site, browser):
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto((site / "index.html").as_uri())
    page.locator(".toy").scroll_into_view_if_needed()
    yield page
    page.close()


def test_the_toy_computes_what_linreg_computes(toy):
    rng = np.random.default_rng(0)
    data = landing.toy_data()
    X, y = np.array(data["x"])[:, np.newaxis], np.array(data["y"])
    for w, b in rng.uniform(-8, 8, (200, 2)):
        call = "([d, w, b]) => [toy.loss(d, w, b), ...toy.gradient(d, w, b)]"
        said = toy.evaluate(call, [data, w, b])
        y_hat = linreg.forward(X, [w], b)
        dW, db = linreg.mse_gradient(X, y, y_hat)
        truth = [linreg.mean_squared_error(y, y_hat), dW[0], db]
        np.testing.assert_allclose(said, truth, rtol=1e-12, atol=1e-12)


def test_every_house_of_the_toy_is_in_its_picture(toy):
    places = toy.locator(".toy .house").evaluate_all(
        "all => all.map(one => [+one.getAttribute('cx'), +one.getAttribute('cy')])"
    )
    assert len(places) == 200
    assert np.min(places) > 3
    assert np.max(places) < 297


def test_a_finger_scrolls_the_page_but_where_it_drags_the_ball(toy):
    touch = "all => all.map(one => getComputedStyle(one).touchAction)"
    assert toy.locator(".toy svg").evaluate_all(touch) == ["none", "auto"]


def test_dragging_the_ball_moves_the_line_and_rolling_ends_at_the_best_one(toy):
    def place(of, *names):
        return [float(toy.locator(f".toy {of}").get_attribute(name)) for name in names]

    box = toy.locator(".toy svg").first.bounding_box()
    line = place(".line", "y1", "y2")
    toy.mouse.move(box["x"] + 40, box["y"] + 60)
    toy.mouse.down()
    toy.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    toy.mouse.up()
    np.testing.assert_allclose(place(".ball", "cx", "cy"), [75, 75], atol=1)
    assert place(".line", "y1", "y2") != line
    toy.get_by_role("button", name="Let the ball roll").click()
    data = landing.toy_data()
    (w,), b = linreg.normal_equation(np.array(data["x"])[:, np.newaxis], data["y"])
    distance = """([w, b]) => {
        const ball = document.querySelector('.toy .ball');
        const [atW, atB] = [+ball.getAttribute('cx') / 25 - 8, 7 - ball.getAttribute('cy') / 25];
        return Math.hypot(atW - w, atB - b) < 0.02;
    }"""
    toy.wait_for_function(distance, arg=[w, b])


def test_the_ball_rolls_at_one_speed_and_stops_where_it_is_caught(toy):
    count = """presses => new Promise(done => {
        const [w, b] = document.querySelectorAll('.toy input');
        const button = document.querySelector('.toy button');
        [w, b].forEach(one => {
            one.value = one.max;
            one.dispatchEvent(new Event('input'));
        });
        for (let i = 0; i < presses; i++) button.click();
        let frames = 0, before = null;
        const ball = document.querySelector('.toy .ball');
        const look = () => {
            const place = ball.getAttribute('cx') + ball.getAttribute('cy');
            if (place === before) done(frames);
            else { before = place; frames++; requestAnimationFrame(look); }
        };
        requestAnimationFrame(look);
    })"""
    assert toy.evaluate(count, 5) == pytest.approx(toy.evaluate(count, 1), abs=6)
    box = toy.locator(".toy svg").first.bounding_box()
    toy.mouse.move(box["x"] + 40, box["y"] + 60)
    toy.evaluate("document.querySelector('.toy button').click()")
    toy.mouse.down()
    ball = toy.locator(".toy .ball")
    caught = ball.get_attribute("cx")
    toy.wait_for_timeout(200)
    assert ball.get_attribute("cx") == caught
    toy.mouse.up()
    toy.mouse.move(box["x"] - 20, box["y"] + 60)
    toy.mouse.down()  # beside the map
    toy.mouse.move(box["x"] + 90, box["y"] + 90)
    toy.mouse.up()
    assert ball.get_attribute("cx") == caught


def test_the_toy_obeys_the_keyboard_in_steps_that_reach_the_lowest_point(toy):
    weight = toy.get_by_label("weight")
    before = float(weight.input_value())
    said = toy.locator(".toy output").text_content()
    weight.press("ArrowLeft")  # with a step of "any" Firefox moves by 1
    assert float(weight.input_value()) == pytest.approx(before - 0.1)
    assert toy.locator(".toy output").text_content() != said
