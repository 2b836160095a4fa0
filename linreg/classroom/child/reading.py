"""Read a notebook or a module: its cells, as Python, and what their outputs say.

A module is one cell. The notebook's own commands and prompts are taken out, and the numbers of the
lines stay. What the cells mean is left to `slicing`; nothing is executed.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

MAGIC = re.compile(r"\s*(%%?[A-Za-z]|!(?!=)|\?)|\s*%{0,2}[\w.*\[\]]+\?\??\s*$|\s*\w[\w, ]*=\s*[%!]")
WHOLE_CELL = re.compile(r"\s*%%(\w*)")
STAYS = ("time", "capture", "prun")  # cell magics whose cell is Python, and binds its names
TIMED = re.compile(r"\s*%time\s+([^\s!%?-].*)")  # a line that is run, and timed
PROMPT = re.compile(r"(>>>|\.\.\.)( |$)")
SAYS = ("Your answer: ", "✓ Your answer is right: ")
MOST_CELLS, MOST_OUTPUTS, LONGEST = 5_000, 500, 400
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)  # what `ast.parse` may raise


class UnreadableError(Exception):
    """Why nothing can be read, in words."""


def read_cells(data: bytes, *, is_notebook: bool) -> tuple[list[str], list[str], str]:
    """Return the texts of the code cells, what their outputs say of answers, and a newer Python."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("it is no text in UTF-8") from None
    if not is_notebook:
        return [text], [], ""
    if not text.strip():
        raise UnreadableError("the file is empty")
    notebook, code, texts = _parsed(text)
    said = [one for cell in code for one in _answers(cell)][:MOST_OUTPUTS]
    return texts, said, _newer_python(notebook)


def _parsed(text: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[str]]:
    """Return a notebook, its code cells, and the text of each."""
    try:
        notebook = json.loads(text)
        cells = notebook["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"][:MOST_CELLS]
        return notebook, code, ["".join(cell.get("source") or "") for cell in code]
    except RecursionError:
        raise UnreadableError("it is no notebook: it is nested too deeply") from None
    except ValueError as error:
        raise UnreadableError(f"it is no notebook: it is not JSON ({error})") from None
    except (TypeError, KeyError, AttributeError):
        raise UnreadableError("it is no notebook: it has no list of cells") from None


def _newer_python(notebook: dict[str, Any]) -> str:
    """Return the version of Python that a notebook was written with if it is newer than this."""
    try:
        version = str(notebook["metadata"]["language_info"]["version"])[:9]
        numbers = tuple(map(int, version.split(".")[:2]))
    except (ValueError, TypeError, KeyError):
        return ""
    return ".".join(map(str, numbers)) if numbers > sys.version_info[:2] else ""


def _answers(cell: dict[str, Any]) -> Iterator[str]:
    try:
        outputs = ["".join(one["data"]["text/plain"]) for one in cell["outputs"] if "data" in one]
    except (TypeError, KeyError, AttributeError):
        return
    lines = (line for text in outputs for line in text.split("\n"))
    yield from (line[:LONGEST] for line in lines if line.startswith(SAYS))


def plain(text: str) -> str:
    """Return a cell as Python, without what only a notebook understands."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_magics(text if _parses(text) else _without_margin(text))


def _without_margin(text: str) -> str:
    """Return a cell as IPython reads it, which may begin further right or have Python's prompts."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if margin := first[: len(first) - len(first.lstrip())]:
        lines = [line.removeprefix(margin) for line in lines]
    if first.lstrip().startswith(">>>"):
        lines = [PROMPT.sub("", line, count=1) for line in lines]
    return "\n".join(lines)


def _without_magics(text: str) -> str:
    """Put `pass` where a notebook's own commands stand; the numbers of the lines stay."""
    if whole := WHOLE_CELL.match(text):
        rest = text.partition("\n")[2]
        return f"pass\n{rest}" if whole[1] in STAYS else "pass" + "\n" * text.count("\n")
    if _parses(text):
        return text
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if MAGIC.match(line) and not line.lstrip().startswith("#"):
            indent = line[: len(line) - len(line.lstrip())]
            timed = TIMED.match(line)
            lines[i] = indent + (timed[1] if timed else "pass")
    return "\n".join(lines)


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except UNPARSABLE:
        return False
    return True


def parts(text: str) -> Iterator[tuple[int, str]]:
    """Split a cell where a new statement seems to begin at the left margin."""
    lines = text.split("\n")
    starts = [
        i
        for i, line in enumerate(lines)
        if re.match(r"(@|[A-Za-z_])", line) and not re.match(r"(else|elif|except|finally)\b", line)
    ]
    starts = [i for i in starts if i == 0 or not lines[i - 1].startswith("@")] or [0]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start, "\n".join(lines[start:end])
