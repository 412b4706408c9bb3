"""Marks as a plain table, with all that the gradebook knows."""

from autograder.grading.export.filled import Filled, scores
from autograder.grading.marks import Mark, Marks
from autograder.grading.tables import number

ABOUT = ("student", "last_name", "first_name", "email", "status", "handed_in")


def plain(marks: Marks, total_only: bool = False) -> Filled:
    """A row a student: who, when, points by exercise and question, penalty, total."""
    columns = () if total_only else marks.columns
    header = [*ABOUT, *(f"{column.name} ({column.max_points:g})" for column in columns)]
    rows = [[*about(mark), *scores(mark, columns), *sums(mark)] for mark in marks.marks]
    return Filled([*header, "late_penalty", f"total ({marks.max_points:g})"], rows)


def about(mark: Mark) -> list[str]:
    """Who, how it stands and when it was handed in."""
    when = mark.handed_in.strftime("%Y-%m-%d %H:%M:%S UTC") if mark.handed_in else ""
    return [mark.student, mark.last_name, mark.first_name, mark.email, mark.status, when]


def sums(mark: Mark) -> list[str]:
    """Penalty and total."""
    return ["", ""] if mark.total is None else [number(mark.penalty), number(mark.total)]
