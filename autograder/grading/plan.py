"""What an assignment asks for, read from the instructor's released notebook and from nowhere else."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.courses.course import CourseError
from autograder.exercises import UnknownExercise, find

CHECK = re.compile(r"""check\(\s*["'](\w+)["']\s*\)""")


@dataclass(frozen=True)
class Plan:
    """An assignment, as far as grading goes.

    Args:
        assignment: its name.
        notebook: the released notebook, as text; graded notebooks are rebuilt from it.
        checks: the test cells that hold a check of ours: grade_id to exercise, in order.
        points: what each graded cell is worth, by grade_id.
        words: the grade_ids of answers in words, which a person marks.
        others: test cells that are not ours; a person looks at them.
    """

    assignment: str
    notebook: str
    checks: dict[str, str]
    points: dict[str, float]
    words: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def version(self) -> str:
        """The released notebook in one number."""
        return hashlib.sha256(self.notebook.encode()).hexdigest()

    @property
    def max_points(self) -> float:
        """What could be had."""
        return sum(self.points.values())


def read_plan(path: Path, assignment: str) -> Plan:
    """The plan of a released notebook.

    Raises:
        CourseError: there is none, it cannot be read, or it checks an exercise that does not exist.
    """
    import nbformat

    try:
        text = path.read_text(encoding="utf-8")
        cells = nbformat.reads(text, as_version=4).cells
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise CourseError(f"The released notebook {path} cannot be read: {error}. Release it again.") from error
    checks, points, words, others = {}, {}, [], []
    for cell in cells:
        marks: dict[str, Any] = cell.metadata.get("nbgrader", {})
        if not marks.get("grade"):
            continue
        grade_id = str(marks["grade_id"])
        points[grade_id] = float(marks["points"])
        called = CHECK.search(cell.source) if cell.cell_type == "code" else None
        if marks.get("solution"):
            words.append(grade_id)
        elif called:
            checks[grade_id] = known(called[1], path)
        else:
            others.append(grade_id)
    return Plan(assignment, text, checks, points, tuple(words), tuple(others))


def known(exercise: str, path: Path) -> str:
    """The name of an exercise that exists.

    Raises:
        CourseError: it does not.
    """
    try:
        return find(exercise).name
    except UnknownExercise as error:
        raise CourseError(f"{path.name} checks an exercise that this version of handmade lacks. {error}") from error
