"""Marks for Canvas's gradebook import.

Source: Canvas's own lib/gradebook_exporter.rb and lib/gradebook_importer.rb. The first columns are Student, ID,
SIS User ID, SIS Login ID, Section; then a column an assignment, named `Title (number)`, where a title without a number
asks for a new assignment; the second row begins with Points Possible. A student is found by ID, else by SIS User ID,
else by SIS Login ID, else by name.
"""

from autograder.grading.export.filled import Filled, chosen_column, scale_note, scores, unmatched
from autograder.grading.marks import Mark, Marks
from autograder.grading.roster import Directory, roster_person
from autograder.grading.tables import Table, TableError, number

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE = "Points Possible"
LEFT_ALONE = ("EX", "N/A")


def canvas(marks: Marks, usual: tuple[str, ...], total_only: bool = False) -> Filled:
    """A table that Canvas can import, made from the gradebook alone."""
    columns = () if total_only else marks.columns
    header = [*HEADER, *(f"{usual[0]}: {column.name}" for column in columns), usual[0]]
    possible = [f"    {POSSIBLE}", *[""] * (len(HEADER) - 1), *(number(column.max_points) for column in columns)]
    rows = [[*who(mark), *scores(mark, columns), number(mark.total)] for mark in marks.marks]
    return Filled(header, [[*possible, number(marks.max_points)], *rows])


def who(mark: Mark) -> list[str]:
    """The first five columns."""
    name = ", ".join(part for part in (mark.last_name, mark.first_name) if part)
    return [name or mark.student, mark.person.platform, "", mark.student, ""]


def canvas_merged(
    marks: Marks, table: Table, usual: tuple[str, ...], column: str | None = None, total_only: bool = False
) -> Filled:
    """A gradebook exported from Canvas with the marks filled in; all else in it stays as it is.

    Args:
        marks: the marks.
        table: Canvas's export.
        usual: names by which the assignment's column may go.
        column: the name of that column, where it is none of these.
        total_only: leave out the exercises.
    """
    if table.column("Student", "LastName") is None or table.column("ID") is None:
        raise TableError("The roster is no gradebook exported from Canvas: it has no columns Student and ID.")
    columns = () if total_only else marks.columns
    place = chosen_column(table, column, usual)
    header = [*table.header, *([] if place is not None else [usual[0]])]
    total_at = len(table.header) if place is None else place
    header += [f"{usual[0]}: {one.name}" for one in columns]
    directory = Directory(mark.person for mark in marks.marks)
    by_student = {mark.student: mark for mark in marks.marks}
    rows, matched, notes = [], set(), []
    for old in table.rows:
        row = [*old[: len(table.header)], *([] if place is not None else [""])]
        if POSSIBLE in old[0]:
            notes += scale_note(marks, row[total_at], "Canvas")
            row[total_at] = row[total_at] or number(marks.max_points)
            rows.append([*row, *(number(one.max_points) for one in columns)])
            continue
        found = directory.find(roster_person(table, old)) if is_student(table, old) else None
        mark = by_student[found.student] if found else None
        if mark and mark.total is not None:
            matched.add(mark.student)
            if row[total_at].strip() not in LEFT_ALONE:
                row[total_at] = number(mark.total)
        rows.append([*row, *scores(mark, columns)])
    return Filled(header, rows, (*notes, *unmatched(marks, matched)))


def is_student(table: Table, row: list[str]) -> bool:
    """Whether a row is a student's; Canvas has others above them."""
    return bool(row[table.column("ID") or 0].strip() or row[0].strip())
