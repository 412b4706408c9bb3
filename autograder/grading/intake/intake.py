"""Take submissions out of downloads into a course: a line for every file, none of them lost or overwritten silently."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.courses.course import CourseError
from autograder.grading.intake.archive import entries
from autograder.grading.intake.candidates import Candidate
from autograder.grading.intake.desk import Desk, Line, look, open_desk
from autograder.grading.intake.entry import Limits
from autograder.grading.intake.place import file_time, handed_in, keep, place


def intake(
    folder: str | Path,
    assignment: str,
    sources: Sequence[str | Path],
    roster: str | Path | None = None,
    dry_run: bool = False,
    limits: Limits | None = None,
) -> list[Line]:
    """Take in what Canvas or Moodle gave.

    Args:
        folder: the course directory.
        assignment: the assignment.
        sources: zips, or folders with what was in them.
        roster: a gradebook exported from Canvas, a grading worksheet from Moodle, or nbgrader's list of students.
        dry_run: change nothing; say what would be done.
        limits: how large things may be.

    Returns:
        A line for every file. All of a student's files are judged together, and the newest that is the assignment's
        counts; where the newest cannot be read, nothing of that student's is taken.

    Raises:
        CourseError: no such course, assignment or download.
        TableError: the roster cannot be used.
    """
    desk = open_desk(folder, assignment, roster)
    lines: list[Line] = []
    found: dict[str, list[Candidate]] = {}
    spoiled: set[str] = set()
    for source in sources:
        if not Path(source).exists():
            raise CourseError(f"{source} is not there.")
        for entry in entries(Path(source), limits or Limits()):
            told = look(desk, entry)
            if isinstance(told, Line):
                lines.append(told)
                spoiled |= {told.student} if told.outcome == "broken" else set()
            else:
                found.setdefault(told[0], []).append(told[1])
    for student in sorted(found):
        lines += decide(desk, student, found[student], student in spoiled, dry_run)
    return lines


def decide(desk: Desk, student: str, candidates: list[Candidate], spoiled: bool, dry_run: bool) -> list[Line]:
    """Take the one of a student's notebooks that counts, keep the others that are the assignment's."""
    if spoiled:
        why = "another of the same student's cannot be read, and it might be the newer; nothing is taken"
        return [Line(one.entry.path, "refused", why, student) for one in candidates]
    best = max(candidates, key=lambda one: one.fit)
    lines = [settle(desk, student, best, dry_run)]
    for other in candidates:
        if other is not best:
            lines.append(put_by(desk, student, other, best, dry_run))
    return lines


def settle(desk: Desk, student: str, best: Candidate, dry_run: bool) -> Line:
    """Take the notebook that counts, unless what is there already is the same or newer."""
    target = desk.course.notebook("submitted", student, desk.assignment)
    there = file_time(target) if target.is_file() else None
    if there and hashlib.sha256(target.read_bytes()).hexdigest() == best.digest:
        return Line(best.entry.path, "there", "the same is there already", student)
    if there and there > best.entry.time + timedelta(seconds=2):
        if not dry_run:
            keep(desk.course, student, desk.assignment, best.entry.read(), best.entry.time)
        return Line(best.entry.path, "earlier", "older than what is there; kept in earlier/", student)
    stamp = handed_in(best.entry.time, best.origin.late, desk.due, stamped(target))
    if not dry_run:
        place(desk.course, student, desk.assignment, best.entry.read(), best.entry.time, stamp)
    return Line(best.entry.path, "taken", "; ".join(remarks(best, there is not None)), student)


def remarks(best: Candidate, replaces: bool) -> list[str]:
    """What there is to say of a notebook that is taken."""
    said = ["as the submission"]
    said += ["late"] if best.origin.late else []
    said += ["what was there is kept in earlier/"] if replaces else []
    if best.recognised < 0:
        said.append("it is no notebook that can be read, which grading will say")
    elif best.recognised == 0:
        said.append("it has none of the assignment's cells")
    return said


def put_by(desk: Desk, student: str, other: Candidate, best: Candidate, dry_run: bool) -> Line:
    """Keep a notebook that does not count."""
    if other.digest == best.digest:
        return Line(other.entry.path, "passed", "the same as the one that counts", student)
    if other.recognised <= 0 and other.likeness < 2:
        return Line(other.entry.path, "passed", "another notebook, not this assignment's", student)
    if not dry_run:
        keep(desk.course, student, desk.assignment, other.entry.read(), other.entry.time)
    return Line(other.entry.path, "earlier", f"{best.origin.file} counts; kept in earlier/", student)


def stamped(target: Path) -> datetime | None:
    """When what is there counts as handed in; None where nothing says so."""
    from nbgrader.utils import parse_utc

    try:
        moment: datetime = parse_utc(target.with_name("timestamp.txt").read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC)
