"""The solution of an exercise: the source of linreg, cut so that it runs where it is pasted."""

import ast
import inspect
from collections.abc import Callable
from typing import Any


def solution_source(function: Callable[..., Any]) -> str:
    """Return a function of linreg as a learner would write it: its formula and what that needs.

    Left out are the docstring, the types and the checks of the arguments.
    """
    plain = inspect.unwrap(function)
    lines = inspect.getsource(plain).splitlines()
    definition = ast.parse("\n".join(lines)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    docstring, *body = definition.body
    imports = _imports(body, plain.__globals__)
    return "\n".join([*imports, _first_line(plain), *lines[docstring.end_lineno :]]) + "\n"


def _imports(body: list[ast.stmt], known: dict[str, Any]) -> list[str]:
    """Return the import lines for what the body uses, besides NumPy."""
    names = {node.id for part in body for node in ast.walk(part) if isinstance(node, ast.Name)}
    values = {name: known.get(name) for name in sorted(names - {"np"})}
    modules = [f"import {name}" for name, value in values.items() if inspect.ismodule(value)]
    others = [name for name, value in values.items() if hasattr(value, "__module__")]
    own = [f"from linreg import {', '.join(others)}"] if others else []
    return [*modules, *own, ""] if modules or own else []


def _first_line(function: Callable[..., Any]) -> str:
    """Return the first line of the definition, without types."""
    signature = inspect.signature(function)
    bare = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    signature = signature.replace(parameters=bare, return_annotation=signature.empty)
    return f"def {function.__name__}{signature}:"
