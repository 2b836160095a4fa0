"""How Sphinx reads the course. The source folder is the repository's root: links stay as they are.

python -m sphinx -c docs . build/site        (docs/build.py does this, and more)
"""

import gc
import html
import json
import os
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import landing  # noqa: E402
from build import mathjax  # noqa: E402

# The trees of all pages live until the end: to look for what can be freed finds nothing and takes
# a tenth of the time.
gc.disable()

# jsonschema would take two seconds to prepare a format of addresses that no notebook has.
sys.modules.setdefault("rfc3987_syntax", None)

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REPOSITORY = os.environ.get("GITHUB_REPOSITORY")  # known where a workflow builds the site

project = "Linear regression from first principles"
author = PYPROJECT["authors"][0]["name"]
html_title = project
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
root_doc = "README"
include_patterns = [
    *("README.md", "SCALING.md", "INSTRUCTORS.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *("notebooks/*.ipynb", "data/README.md", "benchmarks/peers.md"),
    *("docs/reference/*.md", "docs/mistakes.md"),
]
templates_path = ["_templates"]

# The notebooks are tested elsewhere; here they are shown as they are stored.
nb_execution_mode = "off"
nb_code_prompt_show = "Show the {type}"
nb_code_prompt_hide = "Hide the {type}"
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 4
mathjax_path = "tex-svg.js"
mathjax3_config = {"options": {"enableMenu": False}}  # its menu would load more files

autodoc_typehints = "none"  # the docstrings give shapes and units
autodoc_member_order = "bysource"
default_role = "py:obj"  # `name` in a docstring
add_module_names = False

html_theme = "sphinx_book_theme"
html_static_path = ["_static", str(mathjax())]
html_static_path += [str(path) for path in (ROOT / "figures").glob("*.*g*")]
html_context = {"default_mode": "auto"}  # light or dark, as the reader's system is
html_css_files = ["site.css"]
html_favicon = "_static/points_and_line.svg"
html_js_files = ["site.js"]
html_additional_pages = {"index": "landing.html"}
html_show_sphinx = False
html_use_index = html_domain_indices = False  # the search finds every name
html_theme_options = {
    "logo": {"text": project},
    "navbar_persistent": [],  # one search field is enough
    "show_toc_level": 2,
    "navigation_with_keys": False,
}
if REPOSITORY:
    host = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    html_theme_options |= {"repository_url": f"{host}/{REPOSITORY}", "use_repository_button": True}

# The pages in their order; README itself stays as a code host shows it.
CONTENTS = """
```{toctree}
:hidden:
About and install <self>
```

```{toctree}
:hidden:
:caption: The lessons
:glob:
notebooks/*
```

```{toctree}
:hidden:
:caption: The package
docs/reference/algorithm
docs/reference/closed_form
docs/reference/figures
docs/reference/checks
docs/reference/classroom
SCALING
benchmarks/peers
data/README
```

```{toctree}
:hidden:
:caption: Teach and contribute
INSTRUCTORS
docs/mistakes
CONTRIBUTING
CHANGELOG
```
"""
SOURCE_LINK = re.compile(r"\]\((?:\.\./)?linreg/(?!data\))([\w/]+?)(?:\.py)?\)")
FOLDER_LINK = re.compile(r"\[([^\]]+)\]\((?:\.\./linreg/data|notebooks/source)\)")
TITLES = {"index": "Nine lessons", root_doc: "About and install"}
BROWSER = "lite/notebooks/index.html?path={}.ipynb"
DESCRIPTIONS = {
    "index": PYPROJECT["description"] + ".",
    "search": "Search the lessons, the guides and the package's reference.",
}


def read_source(app, docname, source):
    """Prepare a page's source: what a notebook folds and says, and where links to files lead."""
    if docname.startswith("notebooks/"):
        source[0] = json.dumps(with_folds_and_words(json.loads(source[0])))
        return
    text = SOURCE_LINK.sub(lambda found: f"](#linreg.{found[1].replace('/', '.')})", source[0])
    source[0] = FOLDER_LINK.sub(r"\1", text) + (CONTENTS if docname == root_doc else "")


def with_folds_and_words(notebook):
    """Say in myst-nb's terms which cells are folded, and what their pictures show."""
    for cell in notebook["cells"]:
        meta = cell["metadata"]
        folds = meta.get("jupyter", {})
        tags = meta.setdefault("tags", [])
        tags += ["hide-input"] * folds.get("source_hidden", False)
        tags += ["hide-output"] * folds.get("outputs_hidden", False)
        for output in cell.get("outputs", []):
            if picture := output.get("metadata", {}).get("image/png"):
                meta["mystnb"] = {"image": {"alt": picture["alt"]}}
    return notebook


def docstring_as_rst(app, what, name, obj, options, lines):
    """Turn a docstring, in place, from plain text with examples into reStructuredText."""
    paragraphs = "\n".join(lines).split("\n\n")
    lines[:] = "\n\n".join(map(as_rst, paragraphs)).split("\n")


def as_rst(paragraph):
    """Return a paragraph of a docstring with its rows kept and its signs taken as they stand."""
    if ">>> " in paragraph:
        return paragraph
    if paragraph.startswith("    "):  # a table or lines of code
        return f"::\n\n{paragraph}"
    return re.sub(r"[*|]|(?<=\w)_(?!\w)", r"\\\g<0>", paragraph)


def skip_member(app, what, name, obj, skip, options):
    """Leave out a NamedTuple's fields, which its class tells of, and what a module imports."""
    module = getattr(obj, "__module__", None) or "linreg"
    foreign = what == "module" and not module.startswith("linreg")
    return skip or foreign or type(obj).__name__ == "_tuplegetter"


def add_to_page(app, pagename, templatename, context, doctree):
    """Give a page its description, and a lesson the address at which it runs in the browser."""
    context["with_browser_edition"] = tags.has("browser_edition")  # noqa: F821, of Sphinx
    context["browser_address"] = lambda lesson: context["pathto"](BROWSER.format(lesson), 1)
    context["title"] = TITLES.get(pagename, context.get("title"))
    context["theme_logo_link"] = context["pathto"]("index")
    if pagename.startswith("notebooks/"):
        context["lesson"] = pagename.removeprefix("notebooks/")
    if pagename == "_modules/index":  # viewcode puts lists into lists, not into their items
        head, _, items = context["body"].partition("<ul>")
        context["body"] = f"{head}<ul>{re.sub('</?ul>', '', items)}</ul>"
    if pagename == "index":
        code = app.builder.highlighter.highlight_block(landing.WRONG, "python")
        context |= landing.context() | {"wrong_as_html": code}
    words = DESCRIPTIONS.get(pagename) or f"{context['title']}: source of the package linreg."
    if doctree is not None:
        words = description_of(doctree)
    meta = f'<meta name="description" content="{html.escape(words)}">'
    context["metatags"] = context.get("metatags", "") + meta


def description_of(doctree):
    """Return the first paragraph of a page, at most 200 characters of it, in whole words."""
    paragraphs = doctree.findall(
        lambda node: node.tagname == "paragraph" and node.parent.tagname == "section"
    )
    words = " ".join(next(paragraphs).astext().split()).removeprefix("What you’ll do. ")
    return words if len(words) <= 200 else words[:200].rpartition(" ")[0] + " …"


def write_pictures(app, exception):
    """Write the pictures of the front page beside those that are files."""
    if exception is None:
        landing.write_pictures(Path(app.outdir) / "_static")


def setup(app):
    """Connect the above."""
    app.connect("build-finished", write_pictures)
    app.connect("autodoc-skip-member", skip_member)
    app.connect("source-read", read_source)
    app.connect("autodoc-process-docstring", docstring_as_rst)
    app.connect("html-page-context", add_to_page)
