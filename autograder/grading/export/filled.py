"""A filled-in table, before it is written."""

from dataclasses import dataclass

from autograder.grading.marks import Column, Mark, Marks
from autograder.grading.tables import Table, TableError, number


@dataclass(frozen=True)
class Filled:
    """A table with marks in it.

    Args:
        header: names of the columns.
        rows: the cells.
        notes: what the instructor should know, a line each.
        verbatim: columns with text of the instructor's own.
    """

    header: list[str]
    rows: list[list[str]]
    notes: tuple[str, ...] = ()
    verbatim: tuple[int, ...] = ()


def scores(mark: Mark | None, columns: tuple[Column, ...]) -> list[str]:
    """The points by column; blank, and not zero, where there is none."""
    return [number(mark.points.get(column.name) if mark else None) for column in columns]


def unmatched(marks: Marks, matched: set[str]) -> list[str]:
    """A note on those who have marks and stand in no row."""
    lost = [mark.student for mark in marks.graded if mark.student not in matched]
    return [f"Not in the roster, so left out: {', '.join(lost)}."] if lost else []


def chosen_column(table: Table, wanted: str | None, usual: tuple[str, ...]) -> int | None:
    """The place of the column for the total: the one asked for, else one with a usual name.

    Raises:
        TableError: the one asked for is not there.
    """
    if wanted is None:
        names = {name.casefold() for name in usual}
        return next((place for place, name in enumerate(table.header) if title(name).casefold() in names), None)
    place = next((place for place, name in enumerate(table.header) if wanted in (name, title(name))), None)
    if place is None:
        raise TableError(f"The roster has no column {wanted!r}; it has: {', '.join(table.header)}.")
    return place


def title(header: str) -> str:
    """The name of an assignment in a header, without the number that Canvas puts behind it in brackets."""
    name, bracket, end = header.rpartition(" (")
    return name if bracket and end.removesuffix(")").isdecimal() else header


def scale_note(marks: Marks, possible: str, platform: str) -> list[str]:
    """A note where the platform counts out of another number of points."""
    try:
        same = float(possible.replace(",", ".")) == marks.max_points
    except ValueError:
        return []
    out_of = f"{platform} counts it out of {possible.strip()} points, the gradebook out of {marks.max_points:g}"
    return [] if same else [f"{out_of}; set {platform} to {marks.max_points:g} before you import."]
