"""Find the functions in the cells of a submission, and cut out what each of them needs.

Nothing is executed here. A submission is a list of cells (see `reading`), a cell a list of
statements. What a function needs are the statements that bind the names it reads, and what those
need in turn; statements with side effects only are left out.
"""

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .reading import LONGEST, UNPARSABLE, UnreadableError, parts, plain, read_cells

NAMED = {
    ast.Name: "id", ast.arg: "arg", ast.alias: "asname", ast.ExceptHandler: "name",
    ast.FunctionDef: "name", ast.AsyncFunctionDef: "name", ast.ClassDef: "name",
}  # fmt: skip
# Methods that change a list, a table or a set in place, and need nothing to be in it.
CHANGES = {"add", "append", "clear", "extend", "insert", "reverse", "sort", "update"}
# Built-in names that `from numpy import *` binds anew.
HIDDEN = frozenset({"abs", "all", "any", "max", "min", "pow", "round", "sum"})


class Statement(NamedTuple):
    """One statement at the top level of a cell."""

    cell: int
    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]


class Submission(NamedTuple):
    """The statements of all cells in order, the cells' texts, and what could not be read."""

    statements: list[Statement]
    texts: list[str]
    errors: list[tuple[str, str]]  # what is wrong, and the text of the part


def parse(texts: Iterable[str]) -> Submission:
    """Parse the cells; a part with an error is left out, and the others are read."""
    found = Submission([], [], [])
    for cell, text in enumerate(texts):
        found.texts.append(python := plain(text))
        try:
            found.statements.extend(_statements(python, cell))
        except UNPARSABLE:
            for start, part in parts(python):
                try:
                    found.statements.extend(_statements("\n" * start + part, cell))
                except UNPARSABLE as error:
                    found.errors.append((_said(error), part))
    return found._replace(statements=list(_with_changes(found.statements)))


def _with_changes(found: list[Statement]) -> Iterator[Statement]:
    """Let a statement bind what it changes by a method, too; `np.append` changes no module."""
    imports = [one for one in found if isinstance(one.node, ast.Import | ast.ImportFrom)]
    modules = {name for one in imports for name in one.binds}
    for one in found:
        inside = () if _is_definition(one.node) else ast.walk(one.node)
        changed = {name for inner in inside for name in _changed(inner)} - modules
        yield one._replace(binds=one.binds | changed)


def _said(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"{error.msg}, line {error.lineno}"
    return type(error).__name__


def _statements(text: str, cell: int) -> list[Statement]:
    return [Statement(cell, node, *_names(node)) for node in ast.parse(text).body]


def _names(node: ast.stmt) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that a statement binds and those that it reads, at the top level."""
    top = symtable.symtable(ast.unparse(node), "cell", "exec")
    binds, uses, tables = set(), set(), [*top.get_children()]
    grown = {name for inner in ast.walk(node) for name in _grown(inner)}
    for symbol in top.get_symbols():
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            binds.add(symbol.get_name())
        if symbol.is_referenced():
            uses.add(symbol.get_name())
    while tables:
        table = tables.pop()
        tables += table.get_children()
        of_module = {s.get_name(): s.is_referenced() for s in table.get_symbols() if s.is_global()}
        uses |= {name for name, is_read in of_module.items() if is_read or name in grown}
    binds |= {name for inner in ast.walk(node) for name in _filled(inner)}
    if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
        binds |= {"*", *(HIDDEN if node.module == "numpy" else ())}
    return frozenset(binds), frozenset(uses | (grown & binds))


def _grown(node: ast.AST) -> Iterator[str]:
    """Return the name whose value is read and changed by `name += …`."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _filled(node: ast.AST) -> Iterator[str]:
    """Return the names whose value is changed by `name[0] = …` or `name.part = …`."""
    if not isinstance(node, ast.Subscript | ast.Attribute) or isinstance(node.ctx, ast.Load):
        return
    inner: ast.expr = node
    while isinstance(inner, ast.Subscript | ast.Attribute):
        inner = inner.value
    if isinstance(inner, ast.Name):
        yield inner.id


def _changed(node: ast.AST) -> Iterator[str]:
    """Return the name whose value a line `name.append(…)` changes."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), method))) if method in CHANGES:
            yield name


class Found(NamedTuple):
    """A function that answers an exercise: where it stands, and what is to be said of that."""

    place: int  # of its statement
    check: int  # the place of its check; what is bound below that came later
    name: str  # its own, which may be another than that of the exercise
    is_stub: bool
    notes: list[str]


def checked_names(found: Submission, known: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return for each exercise the place of its last check, and the name of what is checked."""
    places = {}
    for place, statement in enumerate(found.statements):
        if "check" not in statement.uses:
            continue
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check" and node.args:
                own = getattr(node.args[0], "id", "")
                given = [*node.args[1:], *(one.value for one in node.keywords)]
                name = getattr(given[0], "value", "") if given else own
                if isinstance(name, str) and name in known and own:
                    places[name] = place, own
    return places


def find(found: Submission, exercise: str, checks: dict[str, tuple[int, str]]) -> Found | None:
    """Return the function for an exercise: the last before its check that is no stub."""
    check, name = checks.get(exercise, (len(found.statements), exercise))
    places = [
        place
        for place, statement in enumerate(found.statements)
        if name in statement.binds and _defines(statement.node, name)
    ]
    if not places:
        return None
    written = [place for place in places if not is_stub(found.statements[place].node)]
    before = [place for place in written if place < check]
    chosen = (before or written or places)[-1]
    notes = []
    if name != exercise:
        notes.append(f"it is called {name}")
    if len(written) > 1:
        notes.append(f"{len(written)} definitions, the last before the check counts")
    elif written and not before and exercise in checks:
        notes.append("it stands below its check")
    return Found(chosen, check if before else len(found.statements), name, not written, notes)


def _defines(node: ast.stmt, name: str) -> bool:
    """Return whether a statement defines a name anew: no import of linreg's, no `name[0] = …`."""
    if isinstance(node, ast.ImportFrom):
        return False
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name == name
    return any(
        isinstance(inner, ast.Name) and inner.id == name and isinstance(inner.ctx, ast.Store)
        for inner in ast.walk(node)
    ) or any(isinstance(inner, ast.FunctionDef) and inner.name == name for inner in ast.walk(node))


def is_stub(node: ast.stmt) -> bool:
    """Return whether a function is what the lesson gave: `return ...`, `...`, `pass`.

    A class is, if all its methods are.
    """
    if isinstance(node, ast.ClassDef):
        methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
        return bool(methods) and all(map(is_stub, methods))
    if not isinstance(node, ast.FunctionDef):
        return False
    body = [
        one
        for one in node.body
        if not isinstance(one, ast.Pass)
        and not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
    ]
    if not body:
        return True
    value = body[0].value if isinstance(body[0], ast.Return) else body[0]
    return value is None or (isinstance(value, ast.Constant) and value.value in (..., None))


def slice_for(found: Submission, function: Found) -> list[tuple[int, int, str]]:
    """Return what a function needs, in order: cell, first line, text of each statement."""
    places, names = _needed(found, function)
    cut = []
    for place in sorted(places):
        other = found.statements[place]
        if text := _text(other.node, found.texts[other.cell], names - {function.name}):
            cut.append((other.cell, _first_line(other.node), text))
    return cut


def _needed(found: Submission, function: Found) -> tuple[set[int], set[str]]:
    """Return the places of all statements that a function needs, and the names in them."""
    nodes = enumerate(statement.node for statement in found.statements)
    needed = {place for place, node in nodes if getattr(node, "module", "") == "__future__"}
    needed |= {function.place, *_filling(found, function), *_taken_up(found, function)}
    names = {function.name, "annotations"}
    todo = {name for place in needed for name in found.statements[place].uses} - names
    while todo:
        name = todo.pop()
        names.add(name)
        places = [place for place, other in enumerate(found.statements) if name in other.binds]
        before = [place for place in places if place < function.check]
        if not before and not hasattr(builtins, name):
            todo |= {"*"} - names  # it may come from an `import *`
        for place in before or _below(found, name, places, function.check):
            other = found.statements[place]
            if place not in needed and not _follows(other, place, function):
                needed.add(place)
                todo |= other.uses - names
    return needed, names


def _below(found: Submission, name: str, places: list[int], check: int) -> list[int]:
    """Return where a name is bound that is bound below the check only, if it was none before."""
    if hasattr(builtins, name):
        return []
    is_of_numpy = any(statement.binds >= HIDDEN for statement in found.statements[:check])
    kept = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    nodes = {place: found.statements[place].node for place in places}
    return [place for place in places if not is_of_numpy or isinstance(nodes[place], kept)]


def _is_definition(node: ast.stmt) -> bool:
    is_lambda = isinstance(getattr(node, "value", None), ast.Lambda)
    return is_lambda or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _filling(found: Submission, function: Found) -> Iterator[int]:
    """Return the places of what is set on a function or class between it and its check."""
    for place in range(function.place + 1, function.check):
        inner = ast.walk(found.statements[place].node)
        if function.name in {name for one in inner for name in _filled(one)}:
            yield place


def _taken_up(found: Submission, function: Found) -> Iterator[int]:
    """Return the places of earlier definitions that `f = timed(f)` or `class A(A)` takes up."""
    node = found.statements[function.place].node
    top = symtable.symtable(ast.unparse(node), "cell", "exec")
    if top.lookup(function.name).is_referenced():  # what a function calls inside is itself
        for place in range(function.place):
            if function.name in found.statements[place].binds:
                yield place


def _follows(other: Statement, place: int, function: Found) -> bool:
    """Return whether a statement below the function uses it: what that binds came later."""
    uses_it = place > function.place and function.name in other.uses - other.binds
    return uses_it and not _is_definition(other.node)


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(int(one.lineno) for one in decorators)])


def _text(node: ast.stmt, text: str, needed: set[str]) -> str:
    """Return the text of a statement; of an import only the names that are needed."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        kept = [one for one in node.names if _bound(one) in needed or one.name == "*"]
        if isinstance(node, ast.Import):
            return ast.unparse(ast.Import(kept)) if kept else ""
        return ast.unparse(ast.ImportFrom(node.module, kept, node.level)) if kept else ""
    lines = text.split("\n")[_first_line(node) - 1 : node.end_lineno]
    if ast.unparse(node) != _unparsed("\n".join(lines)):  # `a = 1; b = 2` share a line
        return ast.unparse(node)
    return "\n".join(lines)


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _unparsed(text: str) -> str:
    try:
        return ast.unparse(ast.parse(text))
    except (SyntaxError, ValueError):
        return ""


def anonymous(node: ast.stmt, known: Iterable[str]) -> str:
    """Return a definition without comments, texts and names of the learner's own."""
    tree = ast.parse(ast.unparse(node))
    kept, own = {*known, *dir(builtins), "np", "numpy", "math"}, dict[str, str]()

    def rename(name: str) -> str:
        if name in kept or name.startswith("__"):
            return name
        return own.setdefault(name, f"name{len(own) + 1}")

    for inner in ast.walk(tree):
        _strip(inner)
        if (field := NAMED.get(type(inner))) and (name := getattr(inner, field)):
            setattr(inner, field, rename(name))
        elif isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
            rename(inner.attr)
        elif isinstance(inner, ast.Global | ast.Nonlocal):
            inner.names = [rename(name) for name in inner.names]
    for inner in ast.walk(tree):  # keywords and attributes: only what was renamed is their own
        if (field := {ast.keyword: "arg", ast.Attribute: "attr"}.get(type(inner))) is not None:
            setattr(inner, field, own.get(getattr(inner, field), getattr(inner, field)))
    return ast.unparse(tree)


def _strip(node: ast.AST) -> None:
    """Take texts and annotations out of a node."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        node.body = [one for one in node.body if not _is_text(one)] or [ast.Pass()]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node.returns = None
    elif isinstance(node, ast.arg):
        node.annotation = None
    elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        node.value = "…"


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)


def typed_answers(found: Submission) -> list[tuple[str, int]]:
    """Return the texts of questions with the number that was typed as their answer."""
    typed = []
    for statement in found.statements:
        if "Question" not in statement.uses:
            continue
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Question":
                numbers = [one.value for one in node.keywords if one.arg == "answer"]
                text = getattr(node.args[0], "value", "") if node.args else ""
                number = getattr(numbers[0], "value", None) if numbers else None
                if isinstance(text, str) and type(number) is int:
                    typed.append((text[:LONGEST], number))
    return typed


def survey(data: bytes, *, is_notebook: bool, exercises: dict[str, list[str]]) -> dict[str, Any]:
    """Return what a submission holds: for each exercise its function and what that needs.

    `exercises` has the parameters of each. The result is made of plain lists, numbers and texts.
    """
    try:
        texts, said, newer = read_cells(data, is_notebook=is_notebook)
    except UnreadableError as error:
        return {"unreadable": str(error)}
    found = parse(texts)
    checks = checked_names(found, exercises)
    functions = {name: find(found, name, checks) for name in exercises}
    known = [*exercises, *(one for parameters in exercises.values() for one in parameters)]
    return {
        "functions": {n: _described(found, one, known) for n, one in functions.items() if one},
        "checks": list(checks),
        "defined": _defined(found),
        "errors": found.errors,
        "newer": newer,
        "answers": said,
        "typed": typed_answers(found),
    }


def _described(found: Submission, function: Found, known: Iterable[str]) -> dict[str, Any]:
    cut = [] if function.is_stub else slice_for(found, function)
    return {
        "name": function.name,
        "is stub": function.is_stub,
        "notes": function.notes,
        "slice": cut,
        "texts": {str(cell): found.texts[cell] for cell, *_ in cut},
        "anonymous": anonymous(found.statements[function.place].node, [*known, function.name]),
    }


def _defined(found: Submission) -> dict[str, list[str]]:
    """Return the functions that are written, with the names of their parameters."""
    return {
        node.name: [
            one.arg for one in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        ]
        for _, node, _, _ in found.statements
        if isinstance(node, ast.FunctionDef) and not is_stub(node)
    }
