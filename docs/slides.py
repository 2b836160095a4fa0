"""Write a deck of slides for each lesson, from the notebook as it is stored.

    python -m pip install -e ".[docs]" && python docs/slides.py --out build/slides

A deck shows what a class looks at together: headings, formulas, pictures, questions before their
answers, exercises. What the lesson says about them stands in the speaker's notes (press S), and so
do hints and the mistakes to expect. Nothing is loaded from elsewhere; for a PDF, open a deck with
`?print-pdf` and print it.
"""

import argparse
import ast
import base64
import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from linreg.checks import EXERCISES

from build import ROOT, BuildError, mathjax, put_in_place_at_the_end, refuse_what_cannot_be_built

FORMULA = re.compile(r"\$\$.+?\$\$", re.DOTALL)
QUOTE = re.compile(r"^> ?.*\n?", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
# The speaker's window gets the formulas drawn, without the styles that hide their second form.
NOTES = """\
```{{raw}} html
<aside class="notes"><style>mjx-assistive-mml {{ display: none; }}</style>
```

{}

```{{raw}} html
</aside>
```"""
CONF = """
extensions = ["myst_parser", "sphinx.ext.mathjax", "sphinx_revealjs"]
myst_enable_extensions = ["dollarmath", "amsmath"]
root_doc = "index"
project = "Linear regression from first principles"
language = "en"
html_favicon = {favicon!r}
mathjax_path = "tex-svg.js"
mathjax3_config = {{"options": {{"enableMenu": False}}}}  # its menu would load more files
revealjs_style_theme = "white"
revealjs_static_path = [{mathjax!r}, {css!r}]
revealjs_css_files = ["slides.css"]
revealjs_script_files = ["revealjs/plugin/notes/notes.js"]
revealjs_script_plugins = [{{"name": "RevealNotes", "src": "revealjs/plugin/notes/notes.js"}}]
revealjs_script_conf = {{
    "width": 1100, "height": 700, "margin": 0.04, "transition": "none", "hash": True,
    "slideNumber": "c/t", "center": True, "pdfSeparateFragments": False,
}}
"""


class Slide:
    """What is shown, as Markdown, and what is said about it."""

    def __init__(self, heading: str, shown: str, said: str = "") -> None:
        self.heading, self.shown, self.said = heading, shown, said

    def markdown(self) -> str:
        """Return the slide; without a heading of its own it belongs to the one before."""
        start = self.heading or "```{revealjs-break}\n:notitle:\n```"
        notes = NOTES.format(self.said.strip()) if self.said else ""
        return "\n\n".join(part for part in (start, self.shown, notes) if part)


def deck(notebook: dict, pictures: Path) -> str:
    """Return a lesson's slides as Markdown; its pictures are written into a folder beside it."""
    slides: list[Slide] = []
    for cell in notebook["cells"]:
        tags, text = cell["metadata"].get("tags", []), "".join(cell["source"])
        if cell["cell_type"] == "markdown" and "solution" not in tags:
            add_text(slides, text)
        elif "question" in tags:
            slides.append(question(text, cell["outputs"]))
        elif "exercise" in tags:
            slides[-1].shown += f"\n\n```python\n{text}\n```"
            slides[-1].said += for_the_instructor(cell["id"])
        elif "hunt" in tags:
            slides.append(Slide("", f"```python\n{text}\n```", "Let the class find the mistake."))
        for output in cell.get("outputs", []):
            if picture := picture_of(output, pictures, cell["id"]):
                slides.append(Slide("", picture))
            elif "answer" in tags and output["output_type"] == "execute_result":
                words = "".join(output["data"]["text/plain"]).removeprefix("You have not chosen. ")
                slides.append(Slide("", words))
    return "\n\n".join(slide.markdown() for slide in slides) + "\n"


def add_text(slides: list[Slide], text: str) -> None:
    """Begin a slide at each heading; what has neither heading nor formula is only said.

    An exercise is shown whole.
    """
    for part in re.split(r"^(?=#+ )", text, flags=re.MULTILINE):
        if not part.strip():
            continue
        heading, body = re.match(r"(?:#+ (.+)\n)?([\s\S]*)", part).groups()
        said = QUOTE.sub("", LINK.sub(r"\1", body)).strip()
        formulas = "\n\n".join(FORMULA.findall(body))
        if heading and heading.startswith("Your turn"):
            slides.append(Slide(f"## {heading}", said))
        elif heading:
            level = "#" if part.startswith("# ") else "##"
            shown = "\n\n".join(filter(None, [first_sentence(said), formulas]))
            slides.append(Slide(f"{level} {heading}", shown, said))
        elif formulas:
            slides.append(Slide("", formulas, said))
        elif said:
            slides[-1].said = f"{slides[-1].said}\n\n{said}".strip()


def first_sentence(text: str) -> str:
    """Return the first sentence of a text that begins with one; no list, no formula of a line."""
    paragraph = text.split("\n\n")[0]
    if not paragraph or paragraph.startswith(("-", "|", "$$", "1.", "```", "<")):
        return ""
    return re.match(r".+?[.?!:](?=\s|$)|.+", " ".join(paragraph.split()))[0].rstrip(":")


def question(source: str, outputs: list[dict]) -> Slide:
    """Return what is asked, with the choices; what each would mean is said."""
    (asked,) = (one for one in outputs if "Write answer=" in "".join(one["data"]["text/html"]))
    text, *choices = "".join(asked["data"]["text/plain"]).split("\n")
    shown = [f"**{text}**", *(f"1. {one.split(maxsplit=1)[1]}" for one in choices)]
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    (call,) = (node for node in calls if getattr(node.func, "id", "") == "Question")
    meanings = ast.literal_eval(call.args[1])
    said = "\n".join(f"- {emphasized(choice)}: {meaning}" for choice, meaning in meanings.items())
    return Slide("", "\n\n".join([shown[0], "\n".join(shown[1:])]), said)


def for_the_instructor(name: str) -> str:
    """Return the hints of an exercise, and the first mistakes to expect with what to say."""
    exercise = EXERCISES[name]
    hints = "\n".join(f"1. {hint}" for hint in exercise.hints)
    expected = exercise.mistakes[:5]
    mistakes = "\n".join(f"- {emphasized(one.name)}: {one.message}" for one in expected)
    return f"\n\nHints:\n\n{hints}\n\nMistakes to expect:\n\n{mistakes}"


def emphasized(words: str) -> str:
    """Return words in italics; a star among them stays a star."""
    return "*" + words.replace("*", r"\*") + "*"


def picture_of(output: dict, folder: Path, name: str) -> str:
    """Write a picture into the folder, and return the Markdown that shows it with its words."""
    if "image/png" not in output.get("data", {}):
        return ""
    path = folder / f"{name}.png"
    path.write_bytes(base64.b64decode("".join(output["data"]["image/png"])))
    words = " ".join(output["metadata"]["image/png"]["alt"].split())
    return f"```{{image}} {folder.name}/{path.name}\n:alt: {words}\n```"


def sources(folder: Path) -> None:
    """Write what Sphinx reads: a deck a lesson, and a list of them."""
    own = {"css": "slides.css", "favicon": "points_and_line.svg"}
    paths = {name: str(ROOT / "docs/_static" / file) for name, file in own.items()}
    conf = CONF.format(mathjax=str(mathjax()), **paths)
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    names = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        pictures = folder / f"{path.stem}_pictures"
        pictures.mkdir()
        (folder / f"{path.stem}.md").write_text(deck(notebook, pictures), encoding="utf-8")
        names.append(path.stem)
    links = "\n".join(f"- [{name.replace('_', ' ')}]({name}.md)" for name in names)
    toc = "\n".join(["```{toctree}", ":hidden:", *names, "```"])
    (folder / "index.md").write_text(f"# Slides\n\n{links}\n\n{toc}\n", encoding="utf-8")


def write_decks(out: Path) -> None:
    """Let Sphinx write the decks; a warning is an error."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "decks"
        place.mkdir()
        sources(place)
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "revealjs"]
        if subprocess.run([*command, "-d", f"{folder}/doctrees", str(place), str(out)]).returncode:
            raise BuildError("Sphinx has found what stands above: fix it and try again")


def main() -> int:
    """Write the decks and return the exit status."""
    parser = argparse.ArgumentParser(prog="docs/slides.py", description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "build/slides", metavar="DIR")
    out = parser.parse_args().out
    try:
        refuse_what_cannot_be_built(out)
        with put_in_place_at_the_end(out) as folder:
            write_decks(folder)
    except BuildError as error:
        print(f"docs/slides.py: {error}", file=sys.stderr)
        return 1
    print(f"Open {out / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
