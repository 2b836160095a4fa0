"""`my_linreg.py`: the file in which a learner's functions are kept, in the order of the course.

`keep` writes a function into the file, with what it needs of the cells above. Above each function
stands a comment with a digest of its text: as long as the two agree, `check` wrote it and may write
it anew. What the learner has changed by hand is left as it is.
"""

import ast
import contextlib
import hashlib
import inspect
import linecache
import math
import re
import symtable
import sys
import textwrap
import time
import types
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from linreg.files import write_whole

FILE = "my_linreg.py"
MODULE = "my_linreg"
HEAD = '''"""My own linear regression, written lesson by lesson.

`check` puts a function here once it is right. The file is mine: I can read it, change it and
import it. What I have changed by hand is never written over.
"""
'''
MARK = re.compile(r"# Checked in lesson \d+: ([0-9a-f]{8})$")
PATIENCE = 2.0  # seconds to wait for another notebook that is writing
ABANDONED = 30.0  # seconds after which one that is still writing is taken for ended
PLAIN = (bool, int, float, complex, str, bytes, type(None))
READS_ANOTHER_CELL = (
    "It is not kept yet, for it reads `{name}` from another cell: hand that over as an argument, "
    "or make it inside the function"
)
OTHER_TYPE = (
    "It is not kept yet, for its type hint `{name}` comes from another cell: write the type out, "
    "or leave it away"
)
IN_MEMORY = (
    f"It is in your `{FILE}`, but only as long as this page is open: this window keeps no files. "
    "Reload the page; if that does not help, use a window that is not a private one"
)
CHANGED_BY_HAND = (
    f"Your `{FILE}` has another `{{name}}`, changed by hand, and it stays as it is. To have this "
    "one in its place, delete that one and run the check again"
)
ANOTHER = (
    f"It is not kept yet, for your `{FILE}` has another `{{name}}`: give one of the two another "
    "name"
)
BUSY = (
    f"It is not kept yet, for another notebook is writing to your `{FILE}`, or was stopped while "
    "it wrote: run the check once more in half a minute"
)
SPOILS = (
    f"It is not kept yet, for beside it your `{{name}}` in `{FILE}` would not be right: does one "
    "name stand for two things? Give one of them another name"
)
CANNOT_RUN = (
    f"It is not kept yet, for your `{FILE}` cannot be run: {{trouble}}. Mend that, and run the "
    "check again"
)


class NotKeptError(Exception):
    """Why a function is not written to the file, in a sentence for the learner."""


class Needs(NamedTuple):
    """What a function reads from outside: import lines, and the text of other definitions."""

    imports: dict[str, str]  # the name that is bound, and the line that binds it
    definitions: dict[str, str]


class Definition(NamedTuple):
    """What the file defines by a name: its lines, with the mark above it, and its text."""

    first: int
    last: int
    code: str
    digest: str  # that of the mark; "" without one


def own_file() -> Path:
    """Return where the learner's file is, or would be: in the working folder."""
    return Path.cwd() / FILE


def keep(
    function: Any,
    name: str,
    order: Sequence[str],
    lesson: int,
    right: Callable[[Collection[str]], set[str]] = set,
) -> str:
    """Write a function into the learner's file, and return what is to be said about it.

    `order` has the names of the course's functions in their order, and `right` returns those of
    some that are right in the file as it stands: none of them is spoiled by a helper or an import.
    It raises NotKeptError if the file cannot be run.
    """
    path, function = own_file().resolve(), inspect.unwrap(function)
    try:
        _require_name(function, name)
        source = source_of(function)
        needs = needs_of(function, source, order)
        with _alone(path) as old:
            new = _with_function(old, name, source, needs, order, lesson)
            if new != old:
                others = _readers_of_changes(old, new, name, order)
                before = right(others) | {name}
                write_whole(path, new)
                with _undone(path, old):
                    if spoiled := before - right([name, *others]):
                        raise NotKeptError(SPOILS.format(name=min(spoiled, key=order.index)))
    except NotKeptError as error:
        return f"{error}."
    except OSError as error:
        return f"It could not be written to `{FILE}` ({error.strerror or error})."
    return f"{IN_MEMORY}." if _is_in_memory(path) else f"It is in your `{FILE}`."


@contextlib.contextmanager
def _undone(path: Path, old: str) -> Iterator[None]:
    """Put the file back as it was if a function turns out not to be kept."""
    try:
        yield
    except NotKeptError:
        write_whole(path, old) if old else path.unlink()
        raise


def _require_name(function: Any, name: str) -> None:
    own = getattr(function, "__name__", name)
    if own == "<lambda>":
        raise NotKeptError(f"To keep it, write it with `def {name}(…):`")
    if own != name:
        is_hidden = "<locals>" in getattr(function, "__qualname__", "")
        why = ", and no decorator above its `def` that hides it" if is_hidden else ""
        raise NotKeptError(f"To keep it, give it the name `{name}`{why}")


def _is_in_memory(path: Path) -> bool:
    """Return whether a file is in Pyodide's own folder, which a browser does not keep."""
    return sys.platform == "emscripten" and path.parent == Path.home()


def source_of(function: Any) -> str:
    """Return the text of a function or a class, also of one that was defined in a cell."""
    try:
        methods = [one for one in vars(function).values() if inspect.isfunction(one)]
        if isinstance(function, type) and methods:
            return _class_text(function, methods[0].__code__)
        return _one_definition(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, IndexError):
        pass
    raise NotKeptError(
        "Its text cannot be found, so it is not kept: is there a line with `%%` above it? Take it "
        "away"
    )


def _class_text(own: type, code: types.CodeType) -> str:
    """Return the text of the class in whose file, or cell, a method has this code."""
    # For a class in a notebook `inspect` looks for a file of `__main__`, and finds none.
    text = "".join(linecache.getlines(code.co_filename))
    extents = [
        _extent(node, text)
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef) and node.name == own.__name__
    ]
    # Of several the one with this method; that may come from elsewhere: then the last.
    found = _text_at(sorted(extents, key=lambda lines: code.co_firstlineno in lines)[-1], text)
    _require_methods(own, found)
    return found


def _require_methods(own: type, text: str) -> None:
    """Refuse a class if methods that its text has not were put into it later."""
    (table,) = symtable.symtable(text, FILE, "exec").get_children()[-1:]
    for name, value in vars(own).items():
        is_method = isinstance(value, types.FunctionType | classmethod | staticmethod | property)
        if is_method and not name.startswith("__") and name not in table.get_identifiers():
            raise NotKeptError(f"To keep it, write `{name}` inside the class")


def _one_definition(text: str) -> str:
    body = ast.parse(text).body
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef | ast.ClassDef):
        raise NotKeptError("To keep it, write it with `def`, beginning at the left margin")
    return _text_at(_extent(body[0], text), text)


def needs_of(function: Any, source: str, order: Sequence[str]) -> Needs:
    """Return the imports and definitions of the cells above that a function needs, in order."""
    needs = Needs({}, {})
    _gather(function, source, order, needs, {function.__name__})
    return needs


def _gather(
    function: Any, source: str, order: Sequence[str], needs: Needs, known: set[str]
) -> None:
    space = _globals(function)
    for name in _outer_names(source):
        if name in known or name not in space:
            continue  # a builtin, or a name that nothing has bound
        known.add(name)
        value = space[name]
        if name in order and getattr(value, "__module__", "") == MODULE:
            continue  # it stands in the file already
        if text := _plain(value):
            needs.definitions[name] = f"{name} = {text}\n"
        elif line := _import_line(name, value):
            needs.imports[name] = line
        elif isinstance(inner := inspect.unwrap(value), type | types.FunctionType):
            text = source_of(inner)
            if inner.__name__ != name:
                raise NotKeptError(f"To keep it, call `{inner.__name__}` by this name in it")
            _gather(inner, text, order, needs, known)
            needs.definitions[name] = text
        else:
            raise _of_another_cell(name, value)


def _of_another_cell(name: str, value: Any) -> NotKeptError:
    is_type = isinstance(value, types.GenericAlias | types.UnionType)
    return NotKeptError((OTHER_TYPE if is_type else READS_ANOTHER_CELL).format(name=name))


def _plain(value: Any) -> str:
    """Return the text of a plain value: `inf` and `nan` are no names, `np.float64` needs NumPy.

    That of any other value is "".
    """
    if type(value) is tuple:
        parts = [_plain(one) for one in value]
        return f"({', '.join(parts)}{',' * (len(parts) == 1)})" if all(parts) else ""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value) if type(value) in PLAIN else ""


def _globals(function: Any) -> dict[str, Any]:
    if isinstance(function, type):
        methods = [one for one in vars(function).values() if inspect.isfunction(one)]
        return methods[0].__globals__ if methods else vars(sys.modules[function.__module__])
    if function.__closure__:
        raise NotKeptError("To keep it, define it at the left margin, not inside another function")
    space: dict[str, Any] = function.__globals__
    return space


def _outer_names(source: str) -> list[str]:
    """Return its own name and those that a definition reads from outside, by the alphabet."""
    names: set[str] = set()
    tables = [symtable.symtable(source, FILE, "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        names.update(one.get_name() for one in table.get_symbols() if one.is_global())
    return sorted(names)


def _import_line(name: str, value: Any) -> str:
    """Return the line that imports a value under a name, or "" if it comes from a cell."""
    if isinstance(value, types.ModuleType):
        parent, _, last = value.__name__.rpartition(".")
        if last != name:
            return f"import {value.__name__} as {name}"
        return f"from {parent} import {name}" if parent else f"import {name}"
    home, own = getattr(value, "__module__", ""), getattr(value, "__name__", name)
    # An alias of a type, such as NDArray, has the name of the type.
    for place, known in product(("linreg", "numpy", "numpy.typing", home), (own, name)):
        module = sys.modules.get(place)
        if place not in ("__main__", MODULE) and module and vars(module).get(known) is value:
            return f"from {place} import {known}" + (f" as {name}" if known != name else "")
    return ""


# The text of the file


def _with_function(
    text: str, name: str, source: str, needs: Needs, order: Sequence[str], lesson: int
) -> str:
    """Return the file's text with a function in its place; what is there already stays."""
    text = text or f"{HEAD}\nimport numpy as np\n"
    for part, code in (needs.definitions | {name: source}).items():
        place = _definitions(text).get(part)
        if place and part in order and part != name:
            continue  # what the course teaches stays as it is there
        if place and _digest(place.code) not in (place.digest, _digest(code)):
            raise NotKeptError((CHANGED_BY_HAND if part == name else ANOTHER).format(name=part))
        before = _place(text, part if part in order else name, order)
        text = _put(text, part, code, before, lesson)
    return _with_imports(text, needs.imports)


def _lines(text: str) -> list[str]:
    """Return the lines as Python counts them: `splitlines` parts at form feeds, too."""
    return text.removesuffix("\n").split("\n")


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        raise NotKeptError(
            f"Your `{FILE}` has an error{where} ({getattr(error, 'msg', error)}), so nothing was "
            "written to it. Mend that, and run the check again"
        ) from None


def _extent(node: ast.stmt, text: str) -> range:
    """Return the numbers of a statement's lines, with its decorators and comments at its end."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(int(one.lineno) for one in decorators)])
    last = node.end_lineno or node.lineno
    for number, line in enumerate(_lines(text)[last:], last + 1):
        if line[:1].isspace() and line.lstrip().startswith("#"):
            last = number
        elif line.strip():
            break
    return range(first, last + 1)


def _text_at(extent: range, text: str) -> str:
    return "\n".join(_lines(text)[extent.start - 1 : extent.stop - 1]) + "\n"


def _definitions(text: str) -> dict[str, Definition]:
    """Return everything that the file defines by name."""
    lines = _lines(text)
    found: dict[str, Definition] = {}
    for node in _parsed(text).body:
        names: list[str] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [one.id for one in node.targets if isinstance(one, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        extent = _extent(node, text)
        mark = MARK.match(lines[extent.start - 2]) if extent.start > 1 else None
        first, last, digest = extent.start - bool(mark), extent.stop - 1, mark[1] if mark else ""
        found |= dict.fromkeys(names, Definition(first, last, _text_at(extent, text), digest))
    return found


def _readers_of_changes(old: str, new: str, name: str, order: Sequence[str]) -> list[str]:
    """Return the course's other functions that read what has changed, also by way of others."""
    before, after = _bindings(old), _bindings(new)
    changed = {one for one, code in after.items() if code != before.get(one)}
    reads = {one: set(_outer_names(code)) for one, code in after.items()}
    while more := {one for one, names in reads.items() if names & changed} - changed:
        changed |= more
    return [one for one in order if one in changed and one in before and one != name]


def _bindings(text: str) -> dict[str, str]:
    """Return all names that the file binds, each with the text that binds it."""
    found = {}
    for node in _parsed(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
            found.update(dict.fromkeys(names, ast.unparse(node)))
    return found | {name: one.code for name, one in _definitions(text).items()}


def _digest(source: str) -> str:
    return hashlib.sha256(source.strip().encode()).hexdigest()[:8]


def _place(text: str, name: str, order: Sequence[str]) -> int:
    """Return the line before which a new function belongs: that of the first later one.

    Comments directly above a function belong to it, but not those at the head of the file.
    """
    later, lines = order[order.index(name) + 1 :], _lines(text)
    firsts = [one.first for part, one in _definitions(text).items() if part in later]
    if not firsts:
        return len(lines) + 1
    first = min(firsts)
    ends = [node.end_lineno or node.lineno for node in _parsed(text).body]
    above = max((end for end in ends if end < first), default=first)
    while first - 1 > above and lines[first - 2].startswith("#"):
        first -= 1
    return first


def _put(text: str, name: str, source: str, before: int, lesson: int) -> str:
    """Return the text with a definition in its old place, or in a new one before a line."""
    lines, old = _lines(text), _definitions(text).get(name)
    block = [f"# Checked in lesson {lesson}: {_digest(source)}", *_lines(source)]
    if old is not None:
        if _digest(old.code) == _digest(source):
            return text
        return "\n".join([*lines[: old.first - 1], *block, *lines[old.last :]]) + "\n"
    above = "\n".join(lines[: before - 1]).rstrip()
    below = "\n".join(lines[before - 1 :]).strip("\n")
    return "\n\n\n".join(part for part in (above, "\n".join(block), below) if part) + "\n"


def _with_imports(text: str, imports: dict[str, str]) -> str:
    """Return the text with the import lines that it lacks, below the others."""
    module, defined = _parsed(text), _definitions(text)
    present = [node for node in module.body if isinstance(node, ast.Import | ast.ImportFrom)]
    known = {ast.unparse(node) for node in present}
    missing = [line for name, line in imports.items() if not (name in defined or line in known)]
    docstring = [module.body[0]] if ast.get_docstring(module) is not None else []
    above, lines = present or docstring, _lines(text)
    end = (above[-1].end_lineno or 0) if above else 0
    # A function that came from linreg, and is the learner's own now, is imported no longer.
    own = {f"from linreg import {name}" for name in defined}
    gone = {node.lineno - 1 for node in present if lines[node.lineno - 1] in own}
    lines[end:end] = missing
    return "\n".join(line for i, line in enumerate(lines) if i not in gone) + "\n"


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[str]:
    """Give the file's text; nobody else writes to it meanwhile.

    Whoever has made a file beside it is the only one to write; an old one, left by a process that
    ended, is taken over.
    """
    beside = path.with_name(path.name + ".lock")
    _wait_for_turn(beside)
    try:
        yield path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError:
        text = f"Your `{FILE}` is no text in UTF-8, so nothing was written"
        raise NotKeptError(text) from None
    finally:
        beside.unlink(missing_ok=True)


def _wait_for_turn(beside: Path) -> None:
    start = time.monotonic()
    while True:
        try:
            return beside.touch(exist_ok=False)
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):  # it is gone by now
                # Clocks of network folders may go ahead.
                if abs(time.time() - beside.stat().st_mtime) > ABANDONED:
                    beside.unlink()
            if time.monotonic() - start > PATIENCE:
                raise NotKeptError(BUSY) from None
            time.sleep(0.02)
