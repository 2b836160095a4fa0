"""Build the website: the lessons, the guides and the package's reference, as plain files.

    python -m pip install -e ".[docs]" && python docs/build.py

Nothing on a page is loaded from elsewhere, and the notebooks are not run. A build that fails leaves
what was there before.
"""

import argparse
import contextlib
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from browser_edition import RELEASE, VERSION, add_browser_edition
from build_error import BuildError

ROOT = Path(__file__).parent.parent
NEEDED = ("linreg", "mathjax", "myst_nb", "sphinx", "sphinx_book_theme", "sphinx_revealjs")
# MathJax 3.2.2 in one file, which draws every formula and loads nothing more.
MATHJAX_SHA256 = "2af9375000b5a3669be94d436ae1c61159855283cd18b3ee9817fb71c8f94c84"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        refuse_what_cannot_be_built(options.out)
        from slides import write_decks  # which needs what was just looked for

        with put_in_place_at_the_end(options.out) as site:
            if not options.without_browser_edition:
                add_browser_edition(site, options.pyodide)
            with ThreadPoolExecutor() as pool:
                decks = pool.submit(write_decks, site / "slides")
                write_pages(site, with_browser_edition=not options.without_browser_edition)
                decks.result()
    except BuildError as error:
        print(f"docs/build.py: {error}", file=sys.stderr)
        return 1
    print(f"Open {options.out / 'index.html'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="docs/build.py", description="Build the website.")
    place = "the folder to write; build/site if nothing is said"
    parser.add_argument("--out", type=Path, default=ROOT / "build/site", metavar="DIR", help=place)
    about = "leave out the course that runs in the browser"
    parser.add_argument("--without-browser-edition", action="store_true", help=about)
    about = f"a folder or an address with Pyodide {VERSION}; {RELEASE} if nothing is said"
    parser.add_argument("--pyodide", default=RELEASE, metavar="FOLDER_OR_ADDRESS", help=about)
    return parser


def refuse_what_cannot_be_built(out: Path) -> None:
    """Raise a BuildError if a library is missing, a notebook was never run, or `out` is no site."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        what = ", ".join(missing)
        raise BuildError(f'{what} not found: run python -m pip install -e ".[docs]" and try again')
    if hashlib.sha256(mathjax().read_bytes()).hexdigest() != MATHJAX_SHA256:
        again = "python -m pip install --force-reinstall --no-deps django-static-mathjax==3.2.2.1"
        raise BuildError(f"{mathjax()} is not the file of MathJax 3.2.2: run {again}")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        if any(cell["cell_type"] == "code" and not cell["execution_count"] for cell in cells):
            again = f"python notebooks/build.py {path.stem}"
            raise BuildError(f"{path.name} has cells that were never run: run {again}")
    if out.exists() and not out.is_dir():
        raise BuildError(f"--out {out} is a file: name a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / ".buildinfo").exists():
        raise BuildError(f"--out {out} holds other things than a site: name another folder")


def mathjax() -> Path:
    """Return where the package django-static-mathjax keeps MathJax."""
    return Path(find_spec("mathjax").origin).parent / "static/mathjax/es5/tex-svg.js"


@contextlib.contextmanager
def put_in_place_at_the_end(out: Path) -> Iterator[Path]:
    """Give a new folder to write into; if all goes well, it takes the place of `out`."""
    out = out.resolve()  # programs that write into it run in other folders
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
        site = Path(folder) / "new"
        yield site
        if out.exists():
            out.rename(Path(folder) / "old")
        site.rename(out)


def write_pages(site: Path, *, with_browser_edition: bool) -> None:
    """Let Sphinx write the pages; a warning is an error."""
    with TemporaryDirectory() as doctrees:
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going"]
        command += ["-c", str(ROOT / "docs"), "-d", doctrees, str(ROOT), str(site)]
        if with_browser_edition:
            command += ["-t", "browser_edition"]
        if subprocess.run(command).returncode:
            raise BuildError("Sphinx has found what stands above: fix it and try again")


if __name__ == "__main__":
    sys.exit(main())
