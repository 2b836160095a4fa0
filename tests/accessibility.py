"""axe-core, as text for a page in Chromium. Only with the extras `browser` or `site`."""

import importlib.resources

import axe_playwright_python

AXE = (importlib.resources.files(axe_playwright_python) / "axe.min.js").read_text(encoding="utf-8")
# Of code, one token of each kind is kept: the others have its colours, and cost minutes.
THIN = """() => {
    const kinds = new Set();
    for (const token of document.querySelectorAll(".highlight span")) {
        if (kinds.has(token.className)) token.replaceWith(...token.childNodes);
        kinds.add(token.className);
    }
}"""
