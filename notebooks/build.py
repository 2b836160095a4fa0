"""Build the notebooks: read source/*.py, put the solutions in, run every cell, write *.ipynb beside this file.

    python notebooks/build.py          all nine
    python notebooks/build.py 05 06    those whose names begin so

The same source gives the same bytes: cell ids come from the source, and nothing of the machine, the
clock or a running widget is kept.
"""

import ast
import inspect
import sys
from pathlib import Path
from types import FunctionType

import jupytext
import nbformat
from nbclient import NotebookClient

import linreg

NOTEBOOKS = Path(__file__).parent
SOURCES = sorted((NOTEBOOKS / "source").glob("[0-9]*.py"))
KERNEL = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}

SOLUTION = """\
<details>
<summary><b>Solution</b> (open it when yours works, or when you are stuck)</summary>

```python
{code}
```

This is `linreg.{name}`, which later lessons import.

</details>"""


def notebook_path(source: Path) -> Path:
    """Return where the notebook of a source file is written."""
    return NOTEBOOKS / f"{source.stem}.ipynb"


def solution(name: str) -> str:
    """Return a function of linreg, folded away: its formula and what that needs.

    Left out are the docstring, the types and the checks of the arguments.
    """
    function = inspect.unwrap(getattr(linreg, name))
    lines = inspect.getsource(function).splitlines()
    docstring, *body = ast.parse("\n".join(lines)).body[0].body
    code = [
        *needed(function, body),
        definition(function),
        *lines[docstring.end_lineno :],
    ]
    return SOLUTION.format(name=name, code="\n".join(code))


def needed(function: FunctionType, body: list[ast.stmt]) -> list[str]:
    """Return the import lines for what the body uses, besides NumPy."""
    names = {
        node.id
        for part in body
        for node in ast.walk(part)
        if isinstance(node, ast.Name)
    }
    values = {name: function.__globals__.get(name) for name in sorted(names - {"np"})}
    modules = [
        f"import {name}" for name, value in values.items() if inspect.ismodule(value)
    ]
    others = [name for name, value in values.items() if hasattr(value, "__module__")]
    own = [f"from linreg import {', '.join(others)}"] if others else []
    return [*modules, *own, ""] if modules or own else []


def definition(function: FunctionType) -> str:
    """Return the first line of a function, without types."""
    signature = inspect.signature(function)
    bare = [
        each.replace(annotation=each.empty) for each in signature.parameters.values()
    ]
    empty = signature.empty
    return f"def {function.__name__}{signature.replace(parameters=bare, return_annotation=empty)}:"


def read(source: Path) -> nbformat.NotebookNode:
    """Return the notebook that a source file describes, with its solutions, not yet run."""
    notebook = jupytext.read(source, fmt="py:percent")
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        if "id" not in cell.metadata:
            raise ValueError(f'{source}: a cell has no id="…": {cell.source[:60]!r}')
        cell.id = cell.metadata.pop("id")
        if "solution" in cell.metadata.get("tags", []):
            cell.source = solution(cell.id.removesuffix("-solution"))
    nbformat.validate(notebook)
    return notebook


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run all cells of a notebook in place, from top to bottom, and keep only what does not change."""
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    client.execute()
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return notebook


def main(prefixes: list[str]) -> None:
    """Build the notebooks whose names begin with one of the prefixes, or all."""
    for source in SOURCES:
        if not prefixes or source.name.startswith(tuple(prefixes)):
            path = notebook_path(source)
            nbformat.write(run(read(source)), path)
            print(f"{path.name}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
