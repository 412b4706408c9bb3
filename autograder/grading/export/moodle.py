"""Marks for Moodle: its gradebook import, or the grading worksheet of an assignment.

Source: Moodle's own mod/assign/gradingtable.php and mod/assign/feedback/offline. The worksheet has the columns
Identifier (`Participant 123`), Full name, Email address, Status, Grade, Maximum grade, Grade can be changed, Last
modified (submission), Last modified (grade), Feedback comments. A grade above the maximum is passed over without a
word, and so is a row whose Identifier or time of the last grade was changed.
"""

from autograder.grading.export.filled import Filled, chosen_column, scale_note, scores, unmatched
from autograder.grading.marks import Marks
from autograder.grading.roster import Directory, roster_person
from autograder.grading.tables import Table, TableError, number

HEADER = ("First name", "Last name", "ID number", "Email address")
GRADE = ("Grade", "Bewertung", "Note", "Calificación", "Valutazione", "Nota", "Cijfer")
MAXIMUM = ("Maximum grade", "Maximum Grade")
LOCKED = "Grade can be changed"
FEEDBACK = "Feedback comments"


def moodle(marks: Marks, usual: tuple[str, ...], total_only: bool = False) -> Filled:
    """A table for Moodle's gradebook import, where the columns are matched on its page."""
    columns = () if total_only else marks.columns
    header = [*HEADER, *(f"{usual[0]}: {column.name}" for column in columns), usual[0]]
    rows = [
        [mark.first_name, mark.last_name, mark.student, mark.email, *scores(mark, columns), number(mark.total)]
        for mark in marks.marks
    ]
    return Filled(header, rows)


def moodle_worksheet(marks: Marks, table: Table, column: str | None = None) -> Filled:
    """A grading worksheet with the total filled in; all else in it stays as it is.

    Args:
        marks: the marks.
        table: the worksheet, as Moodle gave it.
        column: the name of the column for the grade, where the worksheet is in another language.
    """
    place = chosen_column(table, column, GRADE)
    if place is None or table.column("Identifier", "ID") is None:
        there = ", ".join(table.header)
        raise TableError(
            f"The roster is no grading worksheet of Moodle's; name its grade with --column. It has: {there}."
        )
    directory = Directory(mark.person for mark in marks.marks)
    by_student = {mark.student: mark for mark in marks.marks}
    maximum, lock = table.column(*MAXIMUM), table.column(LOCKED)
    rows, matched, locked = [], set(), []
    for old in table.rows:
        row = old[: len(table.header)]
        found = directory.find(roster_person(table, old))
        mark = by_student[found.student] if found else None
        if mark and mark.total is not None:
            matched.add(mark.student)
            if lock is not None and row[lock].strip().casefold() == "no":
                locked.append(mark.student)
            else:
                row[place] = number(mark.total)
        rows.append(row)
    notes = [f"Moodle has locked the grades of: {', '.join(locked)}."] if locked else []
    if maximum is not None and rows:
        notes += scale_note(marks, rows[0][maximum], "Moodle")
    verbatim = tuple(at for at, name in enumerate(table.header) if name == FEEDBACK)
    return Filled(table.header, rows, (*notes, *unmatched(marks, matched)), verbatim)
