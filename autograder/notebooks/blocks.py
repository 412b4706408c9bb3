"""What a lesson is made of. ``line`` is where the block starts in the lesson."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Prose:
    """Markdown: a heading and what stands under it, or what follows a cell."""

    line: int
    text: str


@dataclass(frozen=True)
class Code:
    """A code cell, with its metadata (such as a folded input)."""

    line: int
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ExerciseBlock:
    """The place of one exercise."""

    line: int
    name: str


@dataclass(frozen=True)
class Provided:
    """Code that the course gives, by name."""

    line: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Hints:
    """Three steps: the idea, the shapes, almost the line."""

    line: int
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question answered in words and marked by a person."""

    line: int
    grade_id: str
    points: float
    text: str
    answer: str


Block = Prose | Code | ExerciseBlock | Provided | Hints | Question
