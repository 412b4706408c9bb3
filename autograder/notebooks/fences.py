"""Cut Markdown into its fenced directives and the prose between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.notebooks.errors import LessonError

FENCE = re.compile(r"^ {0,3}(?P<ticks>`{3,}|~{3,})(?P<info>[^`]*)$")
DIRECTIVE = re.compile(r"^\{(?P<name>[\w-]+)\}\s*(?P<arguments>.*)$")
HEADING = re.compile(r"^#{1,6} ")


@dataclass(frozen=True)
class Piece:
    """Prose (no directive), or a directive.

    Args:
        line: its first line in the lesson, from 1.
        lines: all of its lines, fences included.
        directive: such as ``exercise``; "" for prose.
        arguments: what follows the directive's name.
    """

    line: int
    lines: tuple[str, ...]
    directive: str = ""
    arguments: str = ""

    @property
    def body(self) -> tuple[str, ...]:
        """The lines between the fences."""
        return self.lines[1:-1]


def pieces(text: str, path: Path) -> Iterator[Piece]:
    """Cut a lesson into pieces; prose is cut again at each heading.

    Raises:
        LessonError: a fence is not closed.
    """
    lines = text.splitlines()
    prose: list[str] = []
    index = front_matter(lines)
    while index < len(lines):
        opening = FENCE.match(lines[index])
        end = closing(lines, index, path) if opening else index
        named = DIRECTIVE.match(opening["info"].strip()) if opening else None
        if prose and (named or HEADING.match(lines[index])):
            yield Piece(index + 1 - len(prose), tuple(prose))
            prose = []
        if named:
            yield Piece(index + 1, tuple(lines[index : end + 1]), named["name"], named["arguments"].strip())
        else:
            prose += lines[index : end + 1]
        index = end + 1
    if prose:
        yield Piece(index + 1 - len(prose), tuple(prose))


def front_matter(lines: list[str]) -> int:
    """How many lines the YAML at the top takes."""
    if lines[:1] != ["---"] or "---" not in lines[1:]:
        return 0
    return lines.index("---", 1) + 1


def closing(lines: list[str], start: int, path: Path) -> int:
    """The index of the line that closes a fence.

    Raises:
        LessonError: there is none, or another directive opens before it.
    """
    ticks = fence_at(lines[start])["ticks"]
    for index in range(start + 1, len(lines)):
        fence = FENCE.match(lines[index])
        if fence is None or fence["ticks"][0] != ticks[0]:
            continue
        if len(fence["ticks"]) >= len(ticks) and not fence["info"].strip():
            return index
        if DIRECTIVE.match(fence["info"].strip()) and len(fence["ticks"]) >= len(ticks):
            break
    raise LessonError(path, start + 1, f"this fence is not closed: {lines[start].strip()}")


def fence_at(line: str) -> re.Match[str]:
    """The fence on a line that is known to have one."""
    match = FENCE.match(line)
    assert match is not None
    return match
