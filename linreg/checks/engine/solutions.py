"""The solution of an exercise: the source of linreg, so that it runs where it is pasted."""

import ast
import inspect
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import linreg


def solution_source(function: Callable[..., Any]) -> str:
    """Return a function of linreg as a learner would write it, with the imports that it needs.

    Left out are the docstring and the types; every other line is as it stands in linreg.
    """
    lines = inspect.getsource(function).splitlines()
    definition = ast.parse("\n".join(lines)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    docstring, *body = definition.body
    imports = _imports(body, function.__globals__)
    return "\n".join([*imports, _first_line(function), *lines[docstring.end_lineno :]]) + "\n"


def _imports(body: list[ast.stmt], known: dict[str, Any]) -> list[str]:
    """Return the import lines for what the body uses, besides NumPy."""
    used = {node.id for part in body for node in ast.walk(part) if isinstance(node, ast.Name)}
    modules, names = [], defaultdict(list)
    for name in sorted((used & known.keys()) - {"np"}):
        if inspect.ismodule(known[name]):
            modules.append(f"import {name}")
        else:  # what the course teaches comes from linreg itself, the rest from its own module
            names["linreg" if name in linreg.__all__ else known[name].__module__].append(name)
    lines = modules + [f"from {home} import {', '.join(names[home])}" for home in sorted(names)]
    return [*lines, "", ""] if lines else []


def _first_line(function: Callable[..., Any]) -> str:
    """Return the first line of the definition, without types."""
    signature = inspect.signature(function)
    bare = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    signature = signature.replace(parameters=bare, return_annotation=signature.empty)
    return f"def {function.__name__}{signature}:"
