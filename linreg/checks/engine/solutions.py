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
    text = "\n\n".join(_definition(function) for function in functions)
    if is_class:
        text = f"class {written.__name__}:\n{textwrap.indent(text, '    ')}"
    return "\n".join([*_imports(text, functions[0].__globals__), text]) + "\n"


def _definition(function: Callable[..., Any]) -> str:
    """Return the text of a function without docstring and types."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    definition = ast.parse("\n".join(lines)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    first = definition.body[0]
    start = first.end_lineno if isinstance(first, ast.Expr) else first.lineno - 1  # a docstring
    return "\n".join([_first_line(function), *lines[start:]])


def _imports(text: str, known: dict[str, Any]) -> list[str]:
    """Return the import lines for what the text uses, besides NumPy."""
    used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
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
