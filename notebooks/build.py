"""Build the notebooks: read source/*.py, put the solutions in, run every cell, write *.ipynb beside this file.

    python notebooks/build.py          all nine, and the appendix
    python notebooks/build.py 05 06    those whose names begin so

The same source gives the same bytes: cell ids come from the source, and nothing of the machine, the
clock or a running widget is kept.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import nbformat
from nbclient import NotebookClient

import linreg
from linreg.checks.engine.solutions import solution_source

NOTEBOOKS = Path(__file__).parent
SOURCES = sorted((NOTEBOOKS / "source").glob("*_*.py"))
KERNEL = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}

METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}

# What JupyterLab folds: code that only draws or asks, and the answer to a question until it is run.
FOLDED = {
    "picture": {"source_hidden": True},
    "question": {"source_hidden": True},
    "answer": {"outputs_hidden": True},
}

SOLUTION = """\
<details>
<summary><b>Solution</b> (open it when yours works, or when you are stuck)</summary>

```python
{code}```

This is `linreg.{name}`, without {left_out}. What refuses bad input in words (`checked`, `raise` and the
like) yours need not have.{aside}

</details>"""
ASIDES = {
    "train": " What trains are the lines with `y_hat`, `losses.append`, `dW, db` and `W, b` in the loop."
}


def read(source: Path) -> nbformat.NotebookNode:
    """Return the notebook that a source file describes, with its solutions, not yet run."""
    notebook = jupytext.read(source, fmt="py:percent")
    notebook.metadata = METADATA
    for cell in notebook.cells:
        if "id" not in cell.metadata:
            raise ValueError(f'{source}: a cell has no id="…": {cell.source[:60]!r}')
        cell.id = cell.metadata.pop("id")
        tags = cell.metadata.get("tags", [])
        if folded := {key: True for tag in tags for key in FOLDED.get(tag, ())}:
            cell.metadata["jupyter"] = folded
        if "solution" in tags:
            name = cell.id.removesuffix("-solution")
            written = getattr(linreg, name)
            left_out = (
                "docstrings, types and its other methods"
                if isinstance(written, type)
                else "its docstring and its types"
            )
            cell.source = SOLUTION.format(
                name=name,
                code=solution_source(written),
                left_out=left_out,
                aside=ASIDES.get(name, ""),
            )
    nbformat.validate(notebook)
    return notebook


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run all cells of a notebook, from top to bottom, and keep only what does not change."""
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
    )
    with TemporaryDirectory() as folder:  # where no learner has left a library
        client.execute(cwd=folder)
    notebook.metadata = METADATA
    for cell in notebook.cells:
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = []  # seconds, which no two runs have in common
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return notebook


def main(prefixes: list[str]) -> None:
    """Build the notebooks whose names begin with one of the prefixes, or all."""
    for prefix in prefixes:
        if not any(source.name.startswith(prefix) for source in SOURCES):
            sys.exit(
                f"no lesson begins with {prefix!r}: {', '.join(one.stem for one in SOURCES)}"
            )
    for source in SOURCES:
        if not prefixes or source.name.startswith(tuple(prefixes)):
            path = NOTEBOOKS / f"{source.stem}.ipynb"
            nbformat.write(run(read(source)), path)
            print(f"{path.name}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
