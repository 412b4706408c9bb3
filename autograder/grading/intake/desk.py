"""Who a file is from, and whether it may be the submission."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.courses.course import Course
from autograder.grading.intake.candidates import Candidate, assignment_cells, candidate
from autograder.grading.intake.entry import Entry, Unreadable
from autograder.grading.intake.naming import Origin, is_litter, origin
from autograder.grading.roster import Directory, Person, gradebook_people, read_roster, roster_people, student_id

ATTENTION = ("refused", "unknown", "broken")


@dataclass(frozen=True)
class Line:
    """What became of a file.

    Args:
        file: its place in the download.
        outcome: ``taken``, ``there`` already, ``earlier`` than what counts, ``passed`` over, ``refused``, ``unknown``
            (nobody knows who it is from) or ``broken``.
        why: in words.
        student: whose it is, where that is known.
    """

    file: str
    outcome: str
    why: str
    student: str = ""

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look."""
        return self.outcome in ATTENTION


@dataclass(frozen=True)
class Desk:
    """What is needed to tell whose a file is and whether it counts."""

    course: Course
    assignment: str
    cells: frozenset[str]
    students: Directory
    roster: Directory | None
    pattern: str
    due: datetime | None


def open_desk(folder: str | Path, assignment: str, roster: str | Path | None) -> Desk:
    """Gather what is known of the course and its people."""
    from nbgrader.api import MissingEntry

    course = Course.open(folder)
    assignment = course.assignment(assignment)
    pattern = str(course.api().config.get("FileNameCollectorPlugin", {}).get("named_regexp", ""))
    with course.gradebook() as gradebook:
        students = Directory(gradebook_people(gradebook))
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            due = None
    listed = Directory(roster_people(read_roster(roster))) if roster is not None else None
    due = due.replace(tzinfo=UTC) if due else None
    return Desk(course, assignment, assignment_cells(course, assignment), students, listed, pattern, due)


def look(desk: Desk, entry: Entry) -> Line | tuple[str, Candidate]:
    """Whose a file is, and what it is; a line where that is the end of it."""
    if is_litter(entry.parts):
        return Line(entry.path, "passed", "some program's by-product")
    source = origin_of(desk, entry)
    if source is None:
        why = entry.refused or "neither Canvas nor Moodle names files like this, so whose it is cannot be told"
        return Line(entry.path, "refused" if entry.refused else "unknown", why)
    student = student_of(desk, source.person)
    if student is None:
        return Line(entry.path, "unknown", f"nobody known is {described(source.person)}; a --roster would tell")
    notebook = source.file.lower().endswith(".ipynb")
    if entry.refused:
        return Line(entry.path, "broken" if notebook else "refused", entry.refused, student)
    if not notebook:
        return Line(entry.path, "passed", "not a notebook", student)
    try:
        return student, candidate(entry, source, desk.assignment, desk.cells)
    except Unreadable as error:
        return Line(entry.path, "broken", str(error), student)


def origin_of(desk: Desk, entry: Entry) -> Origin | None:
    """Where a file comes from: by the pattern that the course sets for `nbgrader zip_collect`, else by our own."""
    match: Any = re.match(desk.pattern, entry.parts[-1]) if desk.pattern and entry.parts else None
    if match and match.groupdict().get("student_id"):
        return Origin(Person(student=match["student_id"]), entry.parts[-1])
    return origin(entry.parts)


def student_of(desk: Desk, person: Person) -> str | None:
    """The id of whoever handed in: as in the gradebook, else as in the roster."""
    if person.student:
        return student_id(person)
    listed = desk.roster.find(person) if desk.roster else None
    known = desk.students.find(listed or person)
    if known:
        return known.student
    return student_id(listed) if listed else None


def described(person: Person) -> str:
    """Someone as the platform names them."""
    return f"{' '.join(person.names)} ({person.platform})"
