"""Read what a student hands in: a notebook or a plain Python file, and which exercises it defines."""

import ast
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
    text = read_text(path)
    cells = notebook_cells(path, text) if path.suffix == ".ipynb" else [text]
    problem = next((said for said in map(syntax_problem, cells) if said), "")
    kept = definitions_only if path.suffix == ".ipynb" else statements_of
    cells = [piece for cell in cells for piece in kept(cell)]
    names = {name for cell in cells for name in names_defined(cell)}
    order = [exercise.name for week in WEEKS for exercise in week.exercises]
    return Submission(path, tuple(cells), tuple(name for name in order if name in names), problem)


def read_text(path: Path) -> str:
    """The text of an ordinary file of reasonable size."""
    if not path.is_file():
        raise UnreadableSubmission(f"{path}: there is no such file.")
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableSubmission(f"{path}: larger than {LARGEST_FILE // 2**20} MB; no homework is.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSubmission(f"{path}: cannot be read as text ({error}).") from None


def notebook_cells(path: Path, text: str) -> list[str]:
    """The code cells of a notebook."""
    import nbformat  # takes half a second, and the child process, which never reads notebooks, would pay it too

    try:
        notebook = nbformat.reads(text, as_version=4)
        return [str(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    except Exception as error:  # nbformat raises whatever it stumbles over
        raise UnreadableSubmission(f"{path}: not a notebook that can be read ({type(error).__name__}).") from None


def statements_of(cell: str) -> list[str]:
    """A program's statements, each a piece of its own, so that one that fails does not take the others with it."""
    try:
        return [source_of(cell, statement) for statement in ast.parse(cell).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [cell]


def definitions_only(cell: str) -> list[str]:
    """A notebook cell's statements without its experiments: imports, definitions and assignments stay."""
    try:
        statements = ast.parse(cell).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [cell]
    return [source_of(cell, statement) for statement in statements if defined_names(statement)]


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
        statements = ast.parse(cell).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(?:def|class)\s+(\w+)", cell, re.MULTILINE))
    own = [statement for statement in statements if not isinstance(statement, (ast.Import, ast.ImportFrom))]
    return {name for statement in own for name in defined_names(statement)}
