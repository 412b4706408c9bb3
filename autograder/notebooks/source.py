"""Turn an object of the reference into a cell: its own source, each body marked as a solution."""

import ast
import inspect
from collections.abc import Sequence
from textwrap import dedent
from typing import Any

from autograder.notebooks.errors import BuildError

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"


def given_source(thing: Any) -> str:
    """The source of a function or class."""
    return dedent(inspect.getsource(thing)).rstrip()


def solution_source(thing: Any, given: Sequence[str] = ()) -> str:
    """The source of a function or class; nbgrader replaces each body by a stub, but for methods that are given.

    Signatures, docstrings and class attributes stay outside the marks. A method that is a docstring only stays whole.

    Raises:
        BuildError: a body stands on the line of its signature.
    """
    source = given_source(thing)
    lines = source.splitlines()
    for function in reversed(functions_of(ast.parse(source).body[0])):
        first, last = body_of(function)
        if first > last or function.name in given:
            continue
        indent = " " * (function.col_offset + 4)
        lines[first - 1 : last] = [indent + BEGIN, *lines[first - 1 : last], indent + END]
    return "\n".join(lines)


def functions_of(definition: ast.stmt) -> list[ast.FunctionDef]:
    """The function itself, or the methods of a class, in order."""
    body = definition.body if isinstance(definition, ast.ClassDef) else [definition]
    return [statement for statement in body if isinstance(statement, ast.FunctionDef)]


def body_of(function: ast.FunctionDef) -> tuple[int, int]:
    """First and last line of what the student writes, from 1: all that follows the docstring."""
    documented = ast.get_docstring(function, clean=False) is not None
    previous = function.body[0].end_lineno if documented else signature_end(function)
    first, last = (previous or 0) + 1, function.end_lineno or 0
    if function.body[-1].lineno == function.lineno or (not documented and function.body[0].lineno < first):
        raise BuildError(f"{function.name}: the body must stand on lines of its own, under the signature.")
    return first, last


def signature_end(function: ast.FunctionDef) -> int:
    """The last line of a signature, as far as its arguments and its result tell."""
    arguments = function.args
    parts = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *arguments.defaults, function.returns]
    return max([function.lineno, *(part.end_lineno or 0 for part in parts if part is not None)])
