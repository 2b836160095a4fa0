"""The decks of slides: what they show, that it fits, and that nothing comes from elsewhere."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from linreg.checks import EXERCISES

NEEDED = "the tests of the slides need the extra `site`"
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=NEEDED)
pytestmark = pytest.mark.site
ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# The lowest and the rightmost edge of what a slide shows, in the pixels of the window.
EDGES = """() => Reveal.getSlides().map(slide => {
    const at = Reveal.getIndices(slide);
    Reveal.slide(at.h, at.v);
    const shown = [...slide.querySelectorAll('*')]
        .filter(one => !one.closest('aside') && !one.closest('mjx-assistive-mml'))
        .map(one => one.getBoundingClientRect()).filter(box => box.width * box.height > 0);
    return [Math.max(...shown.map(box => box.bottom)), Math.max(...shown.map(box => box.right)),
            Math.min(...shown.map(box => box.top))];
})"""

SLIDE = """k => {
    const at = Reveal.getIndices(Reveal.getSlides()[k]);
    Reveal.slide(at.h, at.v);
}"""
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})


def build(out):
    command = [sys.executable, ROOT / "docs" / "slides.py", "--out", out]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    out = tmp_path_factory.mktemp("slides") / "decks"
    done = build(out)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return out


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1100, "height": 700})
    yield opened
    opened.close()


def show(page, path, options=""):
    page.goto(path.as_uri() + options)
    page.wait_for_function("window.Reveal && Reveal.isReady() && MathJax.startup.promise")
    page.evaluate("MathJax.startup.promise.then(() => Reveal.layout())")


def test_each_lesson_has_a_deck_with_its_headings_and_every_picture_in_words(decks):
    for path in LESSONS:
        deck = (decks / f"{path.stem}.html").read_text(encoding="utf-8")
        shown = [html.unescape(words) for words in re.findall(r'<img alt="([^"]*)"', deck)]
        stored = []
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if picture := output.get("metadata", {}).get("image/png"):
                    stored.append(" ".join(picture["alt"].split()))
        assert shown == stored, path.name
        assert (decks / re.search(r'rel="icon" href="([^"?]+)', deck)[1]).is_file()


def test_an_exercise_shows_its_stub_and_tells_the_instructor_hints_and_mistakes(decks):
    for path in LESSONS:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        deck = (decks / f"{path.stem}.html").read_text(encoding="utf-8")
        tagged = [c["id"] for c in notebook["cells"] if "exercise" in c["metadata"].get("tags", [])]
        for name in tagged:
            assert re.search(rf"(def|class) {name}\b", deck)
            exercise = EXERCISES[name]
            assert deck.count("Mistakes to expect:") == len(tagged)
            assert html.escape(exercise.mistakes[0].name, quote=False) in deck


def test_no_solution_is_shown_and_no_answer_before_its_question(decks):
    deck = (decks / "05_compute_loss.html").read_text(encoding="utf-8")
    shown = re.sub(r"<aside.*?</aside>", "", deck, flags=re.DOTALL)
    assert "def mean_squared_error(y, y_hat):\n    return ..." in shown
    assert "(y_hat - y) ** 2" not in shown
    assert deck.index("Every residual doubles. The loss") < deck.index(
        "The right answer: is 4 times"
    )


@pytest.mark.parametrize("lesson", [path.stem for path in LESSONS])
def test_a_deck_fits_its_slides_and_loads_nothing_from_elsewhere(decks, page, lesson):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    show(page, decks / f"{lesson}.html")
    edges = page.evaluate(EDGES)
    assert len(edges) > 10
    for number, (bottom, right, top) in enumerate(edges, 1):
        assert bottom <= 701, (number, bottom)
        assert right <= 1101, (number, right)
        assert top >= -1, (number, top)
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
    assert not page.locator("mjx-merror").count()


@pytest.mark.parametrize("lesson", [path.stem for path in LESSONS])
def test_the_speakers_notes_have_formulas_and_names_that_can_be_read(decks, page, lesson):
    show(page, decks / f"{lesson}.html")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    shown = opened.value.locator(".speaker-controls-notes .value")
    shown.wait_for(state="attached")
    said = []
    for number in range(page.evaluate("Reveal.getSlides().length")):
        page.evaluate(SLIDE, number)
        if notes := page.evaluate("Reveal.getSlideNotes()"):
            opened.value.wait_for_function(
                "([one, notes]) => one.innerHTML === notes", arg=[shown.element_handle(), notes]
            )
            said.append(shown.inner_text().translate(PLAIN))
            assert not re.search(r"\\[a-z]{2,}|\$|\^\{", said[-1]), (number, said[-1])
    for exercise in EXERCISES.values():
        if lesson.startswith(f"{exercise.lesson:02}"):
            for mistake in exercise.mistakes[:5]:
                assert f"{mistake.name}: ".replace("`", "") in "\n".join(said)


@pytest.mark.parametrize("lesson", [path.stem for path in LESSONS])
def test_a_deck_is_accessible(decks, page, lesson):
    show(page, decks / f"{lesson}.html")
    found = axe.Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_a_deck_prints_one_page_a_slide(decks, page):
    show(page, decks / "05_compute_loss.html")
    slides = page.evaluate("Reveal.getSlides().length")
    show(page, decks / "05_compute_loss.html", "?print-pdf")
    page.wait_for_selector(".pdf-page")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == slides


def test_without_javascript_the_slides_stand_one_below_the_other(decks, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto((decks / "05_compute_loss.html").as_uri())
    shown = page.locator("h1, h2, section img")
    places = [shown.nth(k).bounding_box() for k in range(shown.count())]
    tops = [place["y"] for place in places]
    assert len(tops) > 10
    assert tops == sorted(tops)
    assert tops[-1] > 3000
    assert all(place["width"] and place["x"] >= 0 for place in places)
    page.close()


def test_a_folder_with_other_things_stays_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    done = build(tmp_path)
    assert done.returncode == 1
    assert "holds other things" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
