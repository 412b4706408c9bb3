"""Read what a student hands in: a notebook or a plain Python file, and which exercises it defines."""

import ast
import os
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import HandmadeError
from autograder.exercises import WEEKS
from autograder.student.sources import defined_names, source_of

LARGEST_FILE = 20 * 2**20


class UnreadableSubmission(HandmadeError):
    """A file that cannot be judged; the message says why."""


@dataclass(frozen=True)
class Submission:
    """A student's code, ready to be run elsewhere.

    Args:
        path: where it came from.
        cells: pieces of code in order; a piece that fails does not stop the next.
        defines: the exercises it defines, in the order of the course.
        problem: why (part of) it cannot be run, such as a syntax error; "" if there is none.
    """

    path: Path
    cells: tuple[str, ...]
    defines: tuple[str, ...]
    problem: str = ""


def read_submission(path: Path) -> Submission:
    """Read a notebook (``.ipynb``) or a Python file.

    Raises:
        UnreadableSubmission: no such file, not text, no notebook, too large.
    """
    if path.suffix == ".ipynb":
        return read_notebook_submission(path)
    text = read_text(path)
    cells = statements_of(text)
    names = {name for cell in cells for name in names_defined(cell)}
    order = [exercise.name for week in WEEKS for exercise in week.exercises]
    return Submission(path, tuple(cells), tuple(name for name in order if name in names), syntax_problem(text))


def read_notebook_submission(path: Path) -> Submission:
    """A notebook's definitions; a link that its owner made leads to it."""
    from autograder.grading import loading, reader  # they need this module

    try:
        return loading.to_submission(reader.read_notebook(os.path.realpath(path)), path)
    except HandmadeError as error:
        raise UnreadableSubmission(f"{path}: {error}") from None


def read_text(path: Path) -> str:
    """The text of an ordinary file of reasonable size."""
    if not path.is_file():
        there = "this is no file but a folder or the like" if path.exists() else "there is no such file"
        raise UnreadableSubmission(f"{path}: {there}.")
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableSubmission(f"{path}: larger than {LARGEST_FILE // 2**20} MB; no homework is.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableSubmission(f"{path}: this is not text in UTF-8. Save it as UTF-8 and check again.") from None
    except OSError as error:
        raise UnreadableSubmission(f"{path}: cannot be read ({error.strerror}).") from None


def statements_of(cell: str) -> list[str]:
    """A program's statements, each a piece of its own, so that one that fails does not take the others with it."""
    try:
        return [source_of(cell, statement) for statement in ast.parse(cell).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [cell]


def syntax_problem(cell: str) -> str:
    """What Python says of a cell that it cannot parse; IPython's magics are not Python but no mistake either."""
    if cell.lstrip().startswith(("%", "!")):
        return ""
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f" in line {error.lineno}: `{(error.text or '').strip()}`" if isinstance(error, SyntaxError) else ""
        return f"{type(error).__name__}: {getattr(error, 'msg', error)}{line}"
    return ""


def names_defined(cell: str) -> set[str]:
    """The names a cell defines by def, class or assignment; of a cell that does not parse, those it seems to define."""
    try:
        own = [line for line in ast.parse(cell).body if not isinstance(line, (ast.Import, ast.ImportFrom))]
        return {name for statement in own for name in defined_names(statement)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(?:def|class)\s+(\w+)", cell, re.MULTILINE))
