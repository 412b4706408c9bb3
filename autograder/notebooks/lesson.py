"""Read a lesson: jupytext MyST Markdown with the course's directives, as a list of typed blocks."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import jupytext

from autograder.exercises import Week
from autograder.notebooks.blocks import Block, Code, ExerciseBlock, Hints, Prose, Provided, Question
from autograder.notebooks.errors import LessonError
from autograder.notebooks.fences import Piece, pieces

GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,50}")
SEPARATOR = "---"
STEPS = 3


def read_lesson(path: Path, week: Week) -> list[Block]:
    """Read a week's lesson.

    Raises:
        LessonError: it cannot be read, or does not hold each exercise of the week once; with file and line.
    """
    if not path.is_file():
        raise LessonError(path, 1, "there is no such lesson")
    text = path.read_text(encoding="utf-8")
    blocks = [block for piece in pieces(text, path) for block in blocks_of(piece, path)]
    insist_on_exercises(blocks, week, path, len(text.splitlines()))
    insist_on_names(blocks, week, path)
    return blocks


def blocks_of(piece: Piece, path: Path) -> Iterator[Block]:
    """The blocks that a piece of the lesson stands for; blank prose stands for none."""
    if not piece.directive:
        text = "\n".join(piece.lines).strip()
        if text:
            yield Prose(piece.line, text)
        return
    if piece.directive not in DIRECTIVES:
        known = ", ".join(sorted(DIRECTIVES))
        raise LessonError(path, piece.line, f"there is no directive {{{piece.directive}}}; there are {known}")
    yield from DIRECTIVES[piece.directive](piece, path)


def code(piece: Piece, path: Path) -> Iterator[Block]:
    """A code cell; jupytext reads its options."""
    try:
        cells = jupytext.reads("\n".join(piece.lines), fmt="md:myst").cells
    except Exception as error:  # jupytext lets YAML's many errors through
        raise LessonError(path, piece.line, f"this cell's options cannot be read: {error}") from error
    yield Code(piece.line, cells[0].source, dict(cells[0].metadata))


def exercise(piece: Piece, path: Path) -> Iterator[Block]:
    """The places of one or more exercises."""
    for name in names_alone(piece, path):
        yield ExerciseBlock(piece.line, name)


def provided(piece: Piece, path: Path) -> Iterator[Block]:
    """Given code."""
    yield Provided(piece.line, names_alone(piece, path))


def names_alone(piece: Piece, path: Path) -> tuple[str, ...]:
    """The names a directive lists; it has no body."""
    if not piece.arguments:
        raise LessonError(path, piece.line, f"{{{piece.directive}}} names nothing")
    if any(line.strip() for line in piece.body):
        problem = f"{{{piece.directive}}} has no body: close the fence on the next line"
        raise LessonError(path, piece.line, problem)
    return tuple(piece.arguments.split())


def hints(piece: Piece, path: Path) -> Iterator[Block]:
    """Three hints."""
    steps = parts(piece.body)
    if len(steps) != STEPS or not all(steps):
        problem = f"hints have {STEPS} steps with lines {SEPARATOR} between (idea, shapes, almost the line)"
        raise LessonError(path, piece.line, f"{problem}; here are {len(steps)}")
    yield Hints(piece.line, steps)


def question(piece: Piece, path: Path) -> Iterator[Block]:
    """A question in words."""
    if not GRADE_ID.fullmatch(piece.arguments):
        problem = f"a question needs an id of letters, digits, - and _, at most 50; here is {piece.arguments!r}"
        raise LessonError(path, piece.line, problem)
    points = re.fullmatch(r":points:\s*(\d+(?:\.\d+)?)", piece.body[0].strip()) if piece.body else None
    if points is None:
        raise LessonError(path, piece.line, "a question says on its first line what it is worth, such as :points: 3")
    halves = parts(piece.body[1:])
    if len(halves) != 2 or not all(halves):
        raise LessonError(path, piece.line, f"a question has two parts, then a line {SEPARATOR}, then the model answer")
    yield Question(piece.line, piece.arguments, float(points[1]), *halves)


def parts(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The texts between separating lines."""
    texts: list[list[str]] = [[]]
    for line in lines:
        if line.strip() == SEPARATOR:
            texts.append([])
        else:
            texts[-1].append(line)
    return tuple("\n".join(text).strip() for text in texts)


DIRECTIVES: dict[str, Callable[[Piece, Path], Iterator[Block]]] = {
    "code-cell": code,
    "exercise": exercise,
    "hints": hints,
    "provided": provided,
    "question": question,
}


def insist_on_exercises(blocks: list[Block], week: Week, path: Path, last_line: int) -> None:
    """Each exercise of the week has one place, and nothing else has."""
    wanted = [known.name for known in week.exercises]
    seen: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, ExerciseBlock):
            if block.name not in wanted:
                raise LessonError(path, block.line, f"{block.name} is no exercise of {week.key}")
            if block.name in seen:
                raise LessonError(path, block.line, f"{block.name} has its place already, on line {seen[block.name]}")
            seen[block.name] = block.line
    missing = [name for name in wanted if name not in seen]
    if missing:
        problem = f"the lesson ends without these exercises of {week.key}: {', '.join(missing)}"
        raise LessonError(path, last_line, problem)


def insist_on_names(blocks: list[Block], week: Week, path: Path) -> None:
    """Provided names are the week's; no two cells would have the same id."""
    given = week.given
    used = {name for known in week.exercises for name in (known.name, f"check_{known.name}")}
    for block in blocks:
        if isinstance(block, Provided):
            unknown = [name for name in block.names if name not in given]
            if unknown:
                raise LessonError(path, block.line, f"{week.key} provides no {', '.join(unknown)}")
        if isinstance(block, Question):
            if block.grade_id in used:
                raise LessonError(path, block.line, f"another cell has the id {block.grade_id} already")
            used.add(block.grade_id)
