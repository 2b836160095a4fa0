"""`linreg handout` and `linreg solutions`: the lessons as a class gets them, and solved."""

import importlib.util
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from typing import Any

from linreg.checks import EXERCISES
from linreg.files import write_whole
from linreg.lab import as_jupyter_writes, is_numbered, learners_copy, lesson_paths

Notebook = dict[str, Any]


def find(lesson: str) -> Path:
    """Return the notebook of a lesson: its number, its name, or how its name begins.

    Raises
    ------
    ValueError
        If there is none, or more than one.
    """
    paths = lesson_paths()
    wanted = lesson.removesuffix(".ipynb")
    wanted = wanted.zfill(2) if wanted.isdigit() else wanted
    found = [path for path in paths if wanted and path.stem.startswith(wanted)]
    if len(found) != 1:
        known = ", ".join(path.stem for path in paths)
        raise ValueError(f"lesson is {lesson!r}, but must be one of {known}, or its number")
    return found[0]


def handout(
    lessons: Sequence[str],
    out: Path,
    *,
    without_solutions: bool = False,
    course: str = "",
    due: str = "",
) -> Iterator[str]:
    """Write the learner's copies of some lessons into a folder; yield what is to be said.

    They have no outputs. Without solutions, the folded ones are left out. The name of the course
    and the date when they are due stand below the title.

    Raises
    ------
    ValueError
        If a lesson is not known.
    FileExistsError
        If a file of that name is there and holds something else. Nothing is written over.
    """
    copies = {}
    for path in [find(lesson) for lesson in lessons]:
        notebook = learners_copy(path)
        if without_solutions:
            notebook["cells"] = [
                cell for cell in notebook["cells"] if not has_tag(cell, "solution")
            ]
        _add_to_title(notebook, course, due)
        copies[out / path.name] = as_jupyter_writes(notebook)
    yield from write_all(copies)


def solutions(out: Path) -> Iterator[str]:
    """Write all lessons into a folder, with every exercise solved and every cell run.

    Raises
    ------
    FileExistsError
        If a file of that name is there and holds something else.
    RuntimeError
        If what runs notebooks is not installed.
    """
    for needed in ("nbclient", "ipykernel"):
        if importlib.util.find_spec(needed) is None:
            how = "python -m pip install nbclient ipykernel"
            raise RuntimeError(f"{needed} is not installed. Install what is needed with: {how}")
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # of a cell that Ctrl+C has ended
    for path in filter(is_numbered, lesson_paths()):
        if (out / path.name).exists():  # it shows how long it took, and would differ
            yield f"{out / path.name} is there already, and stays"
        else:
            yield from write_all({out / path.name: as_jupyter_writes(solved(path))})


def solved(path: Path) -> Notebook:
    """Return a lesson with linreg's functions in place of the stubs, run from top to bottom."""
    import nbformat
    from nbclient import NotebookClient

    notebook = learners_copy(path)
    for cell in notebook["cells"]:
        if has_tag(cell, "exercise"):
            cell["source"] = EXERCISES[cell["id"]].source.rstrip()
    node = nbformat.reads(json.dumps(notebook), 4)  # type: ignore[no-untyped-call, unused-ignore]
    client = NotebookClient(node, timeout=120, kernel_name="python3", coalesce_streams=True)
    # In a folder where no library of a learner's is. At Ctrl+C `client.execute` would raise errors
    # of its own, and the kernel would print some.
    with TemporaryDirectory() as folder, client.setup_kernel(cwd=folder, stderr=DEVNULL):
        for place, cell in enumerate(node.cells):
            client.execute_cell(cell, place, execution_count=client.code_cells_executed + 1)
    for cell in node.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return dict(node)


def has_tag(cell: Notebook, tag: str) -> bool:
    """Return whether a cell has a tag."""
    return tag in cell["metadata"].get("tags", [])


def _add_to_title(notebook: Notebook, course: str, due: str) -> None:
    said = [f"**{name}:** {value}" for name, value in (("Course", course), ("Due", due)) if value]
    if said:
        title = notebook["cells"][0]
        first, _, rest = "".join(title["source"]).partition("\n")
        title["source"] = f"{first}\n\n{' · '.join(said)}\n{rest}"


def write_all(texts: dict[Path, str]) -> Iterator[str]:
    """Write texts to files, after looking whether something else is there; yield their names."""
    for path, text in texts.items():
        if path.exists() and path.read_bytes() != text.encode():
            raise FileExistsError(17, "is there already, and holds something else", str(path))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        yield f"{path}"
