"""`handmade grade`: judge every submission, write notebooks and gradebook, say what became of each."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from autograder.courses.course import Course, CourseError
from autograder.courses.release import release
from autograder.courses.row import Row
from autograder.files import write_text
from autograder.grading.engine import Engine, Progress, Result, receipt
from autograder.grading.handed_in_at import handed_in_at
from autograder.grading.ledger import enter, penalise
from autograder.grading.plan import Plan, read_plan
from autograder.grading.reader import HandedIn
from autograder.grading.rebuilt import rebuild
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.process import Limits

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


def grade(
    folder: str | Path,
    assignment: str,
    students: Sequence[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    trusted: bool = False,
) -> list[Row]:
    """Grade what was handed in.

    Args:
        folder: the course directory.
        assignment: the assignment, such as ``week1_foundations`` or ``week1``.
        students: whose; default everyone who handed something in.
        force: judge again what was judged before.
        progress: told (submissions done, submissions in all, student) after each.
        workers: how many processes judge; default one a processor.
        trusted: go on where this machine has no walls for students' code.

    Returns:
        A row a student, in their order. Who cannot be graded has a row with the reason, and no points, not zero.

    Raises:
        CourseError: no such course or assignment, nothing handed in, a gradebook that cannot be opened, or no walls
            here and students who are not trusted.
    """
    insist_on_walls(trusted)
    course = Course.open(folder)
    assignment = course.assignment(assignment)
    handed_in = course.students(assignment)
    if not handed_in:
        where = course.folder / "submitted" / "STUDENT" / assignment / f"{assignment}.ipynb"
        raise CourseError(f"Nothing was handed in for {assignment}. Submissions belong in {where}.")
    wanted = handed_in if students is None else list(dict.fromkeys(students))
    released = course.folder / "release" / assignment / f"{assignment}.ipynb"
    if not released.is_file():
        release(course, assignment)
    plan = read_plan(released, assignment)
    engine = Engine(course, plan, workers, Limits(walls=not trusted), force)
    scribe = Scribe(course, plan)
    rows = {one: Row(one, None, plan.max_points, "missing", "handed nothing in") for one in wanted}
    with scribe.gradebook:
        for done, result in enumerate(engine.results([one for one in wanted if one in handed_in]), start=1):
            rows[result.student] = scribe.write(result)
            if progress is not None:
                progress(done, len(wanted), result.student)
    return list(rows.values())


def insist_on_walls(trusted: bool) -> None:
    """Refuse to run students' code in the open, unless told that they are trusted.

    Raises:
        CourseError: this machine has no walls; the message says why, and what could be done.
    """
    found = probe()
    if found.tier is Tier.C and not trusted:
        raise CourseError(
            f"This machine cannot wall in students' code, so it is not run. {found.reason} With --trusted it runs all "
            "the same, under your account: it could then read, change and send whatever you can."
        )


class Scribe:
    """The one that writes: graded notebooks, gradebook, receipts.

    Args:
        course: the course.
        plan: the assignment.

    Raises:
        CourseError: the gradebook does not know the assignment, or cannot be read.
    """

    def __init__(self, course: Course, plan: Plan) -> None:
        self.course, self.plan = course, plan
        self.api = course.api()
        self.gradebook: Gradebook = self.api.gradebook
        self.stubs = {
            cell.metadata.nbgrader.grade_id: cell.source
            for cell in nbformat.reads(plan.notebook, as_version=4).cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }

    def write(self, result: Result) -> Row:
        """Write a result down, unless that was done already; a failure to write is no grade, and a rerun mends it."""
        if result.records is None or result.handed_in is None or result.key is None:
            status, reason = ("rejected", result.rejected) if result.rejected else ("failed", result.failed)
            return Row(result.student, None, self.plan.max_points, status, reason)
        timestamp = self.timestamp(result.student)
        paper = receipt(self.course.folder, self.plan.assignment, result.student)
        proof = f"{result.key.name} {timestamp}\n"
        there = paper.is_file() and self.course.notebook("autograded", result.student, self.plan.assignment).is_file()
        unchanged = result.known and there and paper.read_text(encoding="utf-8") == proof
        try:
            if not unchanged:
                self.write_down(result.student, result.records, result.handed_in, timestamp)
                write_text(paper, proof)
            return self.row(result, unchanged)
        except Exception as error:  # whatever nbgrader's database or the disk says
            self.gradebook.db.rollback()
            what = " ".join(str(error).split())[:200]
            reason = f"judged, but it could not be written down ({type(error).__name__}: {what}). Run again."
            return Row(result.student, None, self.plan.max_points, "failed", reason)

    def write_down(
        self, student: str, records: list[dict[str, Any]], handed_in: HandedIn, timestamp: str | None
    ) -> None:
        """Write the graded notebook, then the scores."""
        notebook = rebuild(self.plan, handed_in.answers, handed_in.words, handed_in.helpers, records)
        path = self.course.notebook("autograded", student, self.plan.assignment)
        write_text(path, nbformat.writes(notebook) + "\n")
        if timestamp is not None:
            write_text(path.with_name("timestamp.txt"), timestamp)
        written = {**handed_in.answers, **handed_in.words}
        answered = {grade_id: written.get(grade_id, stub) != stub for grade_id, stub in self.stubs.items()}
        enter(self.gradebook, self.plan, student, timestamp, records, answered)
        penalise(self.api.config, self.api.coursedir.db_url, self.plan, student)

    def timestamp(self, student: str) -> str | None:
        """When the submission was handed in, as its `timestamp.txt` says; None where that says nothing."""
        return handed_in_at(self.course.notebook("submitted", student, self.plan.assignment))

    def row(self, result: Result, unchanged: bool) -> Row:
        """The result as the gradebook now has it."""
        self.gradebook.db.expire_all()
        submission = self.gradebook.find_submission(self.plan.assignment, result.student)
        status = "to mark" if submission.needs_manual_grade else "graded"
        verdicts = tuple(record["verdict"] for record in result.records or ())
        return Row(
            result.student, float(submission.score), self.plan.max_points, status, "", verdicts, unchanged=unchanged
        )
