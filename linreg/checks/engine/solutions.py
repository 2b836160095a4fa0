"""The solution of an exercise: the source of linreg, so that it runs where it is pasted."""

import ast
import inspect
import textwrap
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import linreg

MODEL = ("__init__", "forward")  # the methods that a learner writes


def solution_source(written: Any) -> str:
    """Return a function of linreg as a learner would write it, with the imports that it needs.

    Left out are the docstring and the types; every other line is as it stands in linreg. Of a class
    there are the methods that a learner writes.
    """
    is_class = isinstance(written, type)
    functions = [vars(written)[name] for name in MODEL] if is_class else [written]
    definitions = [_definition(function) for function in functions]
    body = [one for statements, _ in definitions for one in statements]
    blocks = [text for _, text in definitions]
    if is_class:
        inner = textwrap.indent("\n\n".join(blocks), "    ")
        blocks = [f"class {written.__name__}:\n{inner}"]
    return "\n".join([*_imports(body, functions[0].__globals__), *blocks]) + "\n"


def _definition(function: Callable[..., Any]) -> tuple[list[ast.stmt], str]:
    """Return the statements of a function, and its text without docstring and types."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    definition = ast.parse("\n".join(lines)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    docstring = [one for one in definition.body[:1] if isinstance(one, ast.Expr)]
    first = docstring[0].end_lineno if docstring else definition.body[0].lineno - 1
    text = "\n".join([_first_line(function), *lines[first:]])
    return definition.body[len(docstring) :], text


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
