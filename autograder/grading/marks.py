"""The marks of an assignment as the gradebook has them: a column an exercise, a row a student."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from autograder.courses.course import Course, CourseError
from autograder.grading.roster import Person, person_of

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True)
class Column:
    """Something that earns points.

    Args:
        name: the exercise, or the grade_id of a question.
        max_points: what it can earn.
        by_hand: whether a person marks it.
    """

    name: str
    max_points: float
    by_hand: bool


@dataclass(frozen=True)
class Mark:
    """What a student has.

    Args:
        person: who.
        first_name, last_name, email: as in the gradebook.
        status: ``graded``, ``to mark`` (answers in words wait), ``no grade`` (handed in, not graded) or ``missing``.
        points: by column; None where there is no mark (yet).
        penalty: points taken off for being late.
        handed_in: when, in UTC.
        seconds_late: how late.
    """

    person: Person
    first_name: str
    last_name: str
    email: str
    status: str
    points: dict[str, float | None] = field(default_factory=dict)
    penalty: float = 0.0
    handed_in: datetime | None = None
    seconds_late: float = 0.0

    @property
    def student(self) -> str:
        """The student's id."""
        return self.person.student

    @property
    def name(self) -> str:
        """The student's name, else the id."""
        return f"{self.first_name} {self.last_name}".strip() or self.student

    @property
    def total(self) -> float | None:
        """The points, less the penalty, as nbgrader counts them; None where there is no grade."""
        if self.status in ("no grade", "missing"):
            return None
        return max(0.0, sum(points or 0.0 for points in self.points.values()) - self.penalty)


@dataclass(frozen=True)
class Marks:
    """The marks of an assignment.

    Args:
        assignment: its name.
        columns: in the notebook's order.
        marks: one for each student of the gradebook and each who handed something in, by name.
    """

    assignment: str
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]

    @property
    def max_points(self) -> float:
        """What could be had."""
        return sum(column.max_points for column in self.columns)

    @property
    def graded(self) -> list[Mark]:
        """Those who have a grade."""
        return [mark for mark in self.marks if mark.total is not None]


def read_marks(course: Course, gradebook: "Gradebook", assignment: str) -> Marks:
    """Read the marks of an assignment.

    Raises:
        CourseError: the gradebook does not know the assignment yet.
    """
    from nbgrader.api import MissingEntry, SubmittedAssignment

    try:
        about = gradebook.find_assignment(assignment)
    except MissingEntry:
        raise CourseError(f"Nothing of {assignment} is graded yet; `handmade grade` does it.") from None
    columns = columns_of(course, about)
    points = points_of(gradebook, about)
    query = gradebook.db.query(SubmittedAssignment).filter(SubmittedAssignment.assignment_id == about.id)
    submissions = {submission.student_id: submission for submission in query}
    handed_in = set(course.students(assignment))
    marks = []
    for student in gradebook.students:
        known = submissions.get(student.id) if is_graded(course, student.id, assignment) else None
        there = student.id in handed_in or student.id in submissions
        marks.append(mark_of(student, known, points.get(student.id, {}), columns, there))
    known_ids = {mark.student for mark in marks}
    strangers = [Mark(Person(one), "", "", "", "no grade") for one in sorted(handed_in - known_ids)]
    return Marks(assignment, tuple(columns), (*marks, *strangers))


def is_graded(course: Course, student: str, assignment: str) -> bool:
    """Whether there is a graded notebook; the gradebook has an entry even where grading failed."""
    return course.notebook("autograded", student, assignment).is_file()


def mark_of(student: Any, submission: Any, points: dict[str, Any], columns: Sequence[Column], there: bool) -> Mark:
    """The mark of one student; submission is None where there is no grade."""
    who = (person_of(student), student.first_name or "", student.last_name or "", student.email or "")
    if submission is None:
        return Mark(*who, "no grade" if there else "missing")
    scores = {column.name: points.get(column.name) for column in columns}
    return Mark(
        *who,
        status="to mark" if submission.needs_manual_grade else "graded",
        points=scores,
        penalty=float(submission.late_submission_penalty or 0),
        handed_in=submission.timestamp,
        seconds_late=submission.total_seconds_late,
    )


def points_of(gradebook: "Gradebook", assignment: Any) -> dict[str, dict[str, float | None]]:
    """All points of an assignment in one query: student to column to points; None where a person has yet to mark."""
    from nbgrader.api import BaseCell, Grade, SubmittedAssignment, SubmittedNotebook

    chosen = gradebook.db.query(
        SubmittedAssignment.student_id,
        BaseCell.name,
        Grade.score,
        Grade.auto_score,
        Grade.manual_score,
    )
    joined = (
        chosen.select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
    )
    found: dict[str, dict[str, float | None]] = {}
    for student, name, score, auto, manual in joined:
        unmarked = auto is None and manual is None
        found.setdefault(student, {})[column_name(name)] = None if unmarked else float(score)
    return found


def columns_of(course: Course, assignment: Any) -> list[Column]:
    """The columns, in the order in which the notebook has them."""
    cells = [cell for notebook in assignment.notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)]
    columns = [Column(column_name(one.name), float(one.max_score), one.cell_type != "code") for one in cells]
    order = cell_order(course, assignment.name)
    return sorted(columns, key=lambda column: (order.get(column.name, len(order)), column.name))


def column_name(grade_id: str) -> str:
    """The exercise that a test cell checks; the grade_id itself of anything else."""
    return grade_id.removeprefix("check_")


def cell_order(course: Course, assignment: str) -> dict[str, int]:
    """The places of the cells in the instructor's notebooks, by name."""
    order: dict[str, int] = {}
    for path in sorted((course.folder / "source" / assignment).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            order.setdefault(column_name(grade_id), len(order))
    return order
