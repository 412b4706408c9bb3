"""Write the marks of an assignment for a learning platform."""

from dataclasses import dataclass
from pathlib import Path

from autograder.courses.course import Course, CourseError
from autograder.exercises import UnknownWeek, find_week
from autograder.grading.export.canvas import canvas, canvas_merged
from autograder.grading.export.filled import Filled
from autograder.grading.export.moodle import moodle, moodle_worksheet
from autograder.grading.export.plain import plain
from autograder.grading.marks import Marks, read_marks
from autograder.grading.roster import read_roster
from autograder.grading.tables import table_text, write_table

PLATFORMS = ("canvas", "moodle", "csv")


@dataclass(frozen=True)
class Export:
    """What was written.

    Args:
        path: where.
        students: how many have a mark in it.
        notes: what the instructor should know, a line each.
    """

    path: Path
    students: int
    notes: tuple[str, ...]


def export(
    folder: str | Path,
    assignment: str,
    platform: str,
    output: str | Path | None = None,
    roster: str | Path | None = None,
    column: str | None = None,
    total_only: bool = False,
    mark_bytes: bool = False,
) -> Export:
    """Write marks as CSV.

    Late penalties are taken off the total, as nbgrader does. Who handed nothing in, or could not be graded, has blanks
    and not zeros.

    Args:
        folder: the course directory.
        assignment: the assignment.
        platform: ``canvas``, ``moodle`` or ``csv``.
        output: where; default ``ASSIGNMENT-PLATFORM.csv`` in the working directory.
        roster: a gradebook exported from Canvas, or a grading worksheet from Moodle, to be filled in.
        column: the name of the column in the roster for the total.
        total_only: leave out the exercises.
        mark_bytes: begin with a byte order mark, without which Excel misreads accents.

    Raises:
        CourseError: no such course, assignment or platform, or nothing is graded.
        TableError: the roster cannot be used.
    """
    if platform not in PLATFORMS:
        raise CourseError(f"There is no export to {platform!r}; there are: {', '.join(PLATFORMS)}.")
    if platform == "csv" and roster is not None:
        raise CourseError("A roster is filled in for canvas or moodle; csv has everyone in the gradebook.")
    course = Course.open(folder)
    assignment = course.assignment(assignment)
    with course.gradebook() as gradebook:
        marks = read_marks(course, gradebook, assignment)
    table = read_roster(roster) if roster is not None else None
    names = usual_names(assignment)
    if platform == "canvas":
        filled = canvas_merged(marks, table, names, column, total_only) if table else canvas(marks, names, total_only)
    elif platform == "moodle":
        filled = moodle_worksheet(marks, table, column) if table else moodle(marks, names, total_only)
    else:
        filled = plain(marks, total_only)
    path = Path(output) if output is not None else Path(f"{assignment}-{platform}.csv")
    text = table_text(filled.header, filled.rows, filled.verbatim)
    write_table(path, text, mark_bytes or (table is not None and table.marked))
    return Export(path, len(marks.graded), notes(marks, filled))


def usual_names(assignment: str) -> tuple[str, ...]:
    """The names by which an assignment may go on a platform, its own first."""
    try:
        week = find_week(assignment)
    except UnknownWeek:
        return (assignment,)
    number = f"Week {week.number}"
    return (assignment, number, week.title, f"{number}: {week.title}", f"{number} · {week.title}", f"week{week.number}")


def notes(marks: Marks, filled: Filled) -> tuple[str, ...]:
    """What the instructor should know."""
    waiting = sum(mark.status == "to mark" for mark in marks.marks)
    lost = [mark.student for mark in marks.marks if mark.status == "no grade"]
    said = [f"{waiting} still have answers in words to mark; their totals are so far without."] if waiting else []
    said += [f"Handed in but not graded, so left blank: {', '.join(lost)}."] if lost else []
    return (*said, *filled.notes)
