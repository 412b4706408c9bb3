"""The definitions in a cell, each with its own text: what may be run of it, and nothing else."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.student.sources import defined_names

PROBLEMS = (SyntaxError, ValueError, RecursionError, MemoryError)  # what ast.parse says of odd code
PYTHON_UNDER_MAGIC = re.compile(r"\s*%%(?:time|timeit|capture|prun)\b")


class NotPython(Exception):
    """A cell that Python cannot parse; the message is what it says."""


@dataclass(frozen=True)
class Statement:
    """A top-level statement that gives names a meaning.

    Args:
        names: what it defines.
        source: its text, decorators included.
        is_import: whether it is an import, or chooses between imports.
        is_stub: whether (a method of) it is still to be written.
    """

    names: tuple[str, ...]
    source: str
    is_import: bool = False
    is_stub: bool = False


def statements_of(cell: str) -> list[Statement]:
    """A cell's definitions; an import of several names becomes one import a name.

    Raises:
        NotPython: it is none, not even without IPython's magics.
    """
    try:
        text, body = cell, parse(cell)
    except PROBLEMS:
        try:
            text = without_commands(cell)
            body = parse(text)
        except PROBLEMS as error:
            raise NotPython(said(error)) from None
    lines = text.encode().split(b"\n")
    try:
        return [statement for node in body for statement in definitions_in(node, lines)]
    except RecursionError as error:  # branches within branches
        raise NotPython(said(error)) from None


def parse(text: str) -> list[ast.stmt]:
    """The statements of a text; what Python merely dislikes about it is not told."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text).body


def without_commands(cell: str) -> str:
    """The cell with each line that speaks to IPython (``%magic``, ``!command``, ``help?``) turned into ``pass``."""
    if cell.lstrip().startswith("%%") and not PYTHON_UNDER_MAGIC.match(cell):
        return ""
    return "\n".join(passed_over(line) if is_command(line) else line for line in cell.split("\n"))


def is_command(line: str) -> bool:
    """Whether a line speaks to IPython."""
    said = line.strip()
    return said.startswith(("%", "!", "?")) or (said.endswith("?") and "#" not in said)


def passed_over(line: str) -> str:
    """A line that does nothing, as far in as this one."""
    return line[: len(line) - len(line.lstrip())] + "pass"


def said(error: BaseException) -> str:
    """What Python says of a cell."""
    if not isinstance(error, SyntaxError):
        return f"{type(error).__name__}: too deeply nested"
    line = f" in line {error.lineno}: `{(error.text or '').strip()[:80]}`" if error.lineno else ""
    text = f"{type(error).__name__}: {error.msg[:200]}{line}"
    return "".join(character if character.isprintable() else "?" for character in text)


def definitions_in(node: ast.stmt, lines: list[bytes]) -> Iterator[Statement]:
    """A statement as a definition, if it is one."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            one = one_import(node, alias)
            yield Statement(tuple(defined_names(one)), ast.unparse(one), is_import=True)
        return
    names = tuple(defined_names(node))
    if names:
        yield Statement(names, text_of(node, lines), only_imports(node), is_stub(node))


def only_imports(node: ast.stmt) -> bool:
    """Whether a choice, ``if`` or ``try``, defines nothing of its own."""
    own = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return isinstance(node, (ast.If, ast.Try)) and not any(isinstance(inner, own) for inner in ast.walk(node))


def one_import(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.Import | ast.ImportFrom:
    """The part of an import that brings one name."""
    return ast.Import([alias]) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, [alias], node.level)


def text_of(node: ast.stmt, lines: list[bytes]) -> str:
    """A statement's text, cut from its lines; Python counts columns in bytes."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    last = node.end_lineno or first
    start = 0 if decorators else node.col_offset
    if first == last:
        return lines[first - 1][start : node.end_col_offset].decode(errors="replace")
    middle = lines[first : last - 1]
    whole = [lines[first - 1][start:], *middle, lines[last - 1][: node.end_col_offset]]
    return b"\n".join(whole).decode(errors="replace")


def is_stub(node: ast.stmt) -> bool:
    """Whether a function, or a method of a class, does nothing but raise NotImplementedError."""
    if isinstance(node, ast.ClassDef):
        return any(is_stub(inner) for inner in node.body if not isinstance(inner, ast.ClassDef))
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    documented = ast.get_docstring(node, clean=False) is not None
    body = node.body[documented:]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
