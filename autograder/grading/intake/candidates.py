"""Which of a student's files is the submission."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from autograder.courses.course import Course
from autograder.grading.intake.entry import Entry
from autograder.grading.intake.naming import Origin, likeness


@dataclass(frozen=True)
class Candidate:
    """A notebook that might be the submission.

    Args:
        entry: where it is.
        origin: who handed it in, and how it was called.
        digest: sha256 of it.
        recognised: how many of the assignment's cells it has; -1 if it is no notebook that can be read.
        likeness: how much its name is the assignment's.
    """

    entry: Entry
    origin: Origin
    digest: str
    recognised: int
    likeness: int

    @property
    def fit(self) -> tuple[bool, bool, int, datetime, bool]:
        """What makes one count before another: it is the assignment's, then it is the newest, then its name."""
        ours = self.recognised > 0
        return (ours, ours or self.likeness > 1, self.origin.upload, self.entry.time, self.likeness == 3)


def candidate(entry: Entry, origin: Origin, assignment: str, cells: frozenset[str]) -> Candidate:
    """Read a notebook and see whether it is the assignment's.

    Raises:
        Unreadable: it cannot be read out of its archive.
    """
    data = entry.read()
    digest = hashlib.sha256(data).hexdigest()
    return Candidate(entry, origin, digest, recognised(data, cells), likeness(origin.file, assignment))


def recognised(data: bytes, cells: frozenset[str]) -> int:
    """How many of an assignment's cells a notebook has; -1 if it cannot be read."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
        return len(cells.intersection(grade_ids(notebook["cells"])))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return -1


def grade_ids(cells: Iterable[Any]) -> set[str]:
    """The grade_ids in a notebook, whatever else is in its place."""
    found = set()
    for cell in cells:
        marks = cell.get("metadata", {}).get("nbgrader", {}) if isinstance(cell, dict) else {}
        grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
        if isinstance(grade_id, str):
            found.add(grade_id)
    return found


def assignment_cells(course: Course, assignment: str) -> frozenset[str]:
    """The grade_ids of an assignment, from the instructor's notebooks."""
    found: set[str] = set()
    for path in (course.folder / "source" / assignment).glob("*.ipynb"):
        found |= grade_ids(json.loads(path.read_text(encoding="utf-8"))["cells"])
    return frozenset(found)
