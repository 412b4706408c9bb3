"""`handmade grade`: judge every submission, write notebooks and gradebook, say what became of each."""

from collections.abc import Sequence
from pathlib import Path

from autograder.courses.course import Course, CourseError
from autograder.courses.gradebook import remedy
from autograder.courses.release import release
from autograder.courses.row import Row
from autograder.files import write_text
from autograder.grading.engine import Engine, Progress, Result, receipt
from autograder.grading.handed_in_at import handed_in_at
from autograder.grading.ledger import Ledger
from autograder.grading.paper import Paper, write_paper
from autograder.grading.plan import Plan, read_plan
from autograder.grading.reader import read_bytes
from autograder.grading.work import Records


def grade(
    folder: str | Path,
    assignment: str,
    students: Sequence[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    trusted: bool = False,
    cluster: str = "",
) -> list[Row]:
    """Grade what was handed in.

    Args:
        folder: the course directory.
        assignment: the assignment, such as ``week1_foundations`` or ``week1``.
        students: whose; default everyone who handed something in.
        force: judge again what was judged before.
        progress: told (submissions done, submissions in all, student) after each.
        workers: how many processes judge; default one a processor.
        trusted: go on where a machine has no walls for students' code.
        cluster: address of a Dask scheduler whose workers judge; "" for this machine's processes.

    Returns:
        A row a student, in their order. Who cannot be graded has a row with the reason, and no points, not zero.

    Raises:
        CourseError: no such course or assignment, nothing handed in, no walls here and students who are not trusted,
            or a cluster that cannot be used.
        GradebookError: the gradebook cannot be opened.
    """
    course = Course.open(folder)
    assignment = course.assignment(assignment)
    handed_in = course.students(assignment)
    if not handed_in:
        where = course.folder / "submitted" / "STUDENT" / assignment / f"{assignment}.ipynb"
        raise CourseError(f"Nothing was handed in for {assignment}. Submissions belong in {where}.")
    wanted = handed_in if students is None else list(dict.fromkeys(students))
    released = course.folder / "release" / assignment / f"{assignment}.ipynb"
    if not released.is_file() or not is_entered(course, assignment):
        release(course, assignment)
    plan = read_plan(released, assignment)
    engine = Engine(course, plan, workers, force, trusted, cluster)
    scribe = Scribe(course, plan)
    rows = {one: Row(one, None, plan.max_points, "missing", "handed nothing in") for one in wanted}
    with scribe.ledger.gradebook:
        for done, result in enumerate(engine.results([one for one in wanted if one in handed_in]), start=1):
            rows[result.student] = scribe.write(result)
            if progress is not None:
                progress(done, len(wanted), result.student)
    return list(rows.values())


def is_entered(course: Course, assignment: str) -> bool:
    """Whether the gradebook has an assignment; a new one, in the place of one that was lost, has not.

    Raises:
        GradebookError: it cannot be opened.
    """
    from nbgrader.api import MissingEntry

    with course.gradebook() as gradebook:
        try:
            gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            return False
    return True


class Scribe:
    """The one that writes: graded notebooks, gradebook, receipts.

    Args:
        course: the course.
        plan: the assignment.

    Raises:
        GradebookError: the gradebook cannot be opened.
    """

    def __init__(self, course: Course, plan: Plan) -> None:
        self.course, self.plan = course, plan
        self.ledger = Ledger(course.api(), plan)

    def write(self, result: Result) -> Row:
        """Write a result down, unless that was done already; a failure to write is no grade, and a rerun mends it."""
        if result.records is None or result.key is None:
            status, reason = ("rejected", result.rejected) if result.rejected else ("failed", result.failed)
            return Row(result.student, None, self.plan.max_points, status, reason)
        timestamp = handed_in_at(self.course.notebook("submitted", result.student, self.plan.assignment))
        proof = f"{result.key.name} {timestamp}\n"
        try:
            unchanged = result.known and self.stands(result.student, proof)
            if not unchanged:
                self.write_down(result, result.records, timestamp)
                write_text(self.receipt(result.student), proof)
            return self.row(result, unchanged)
        except Exception as error:  # whatever nbgrader's database or the disk says
            self.ledger.gradebook.db.rollback()
            what = " ".join(str(error).partition("[SQL")[0].split())[:200]
            reason = f"judged, but it could not be written down ({type(error).__name__}: {what}). {remedy(error)}"
            return Row(result.student, None, self.plan.max_points, "failed", reason)

    def stands(self, student: str, proof: str) -> bool:
        """Whether notebook and gradebook have this very result."""
        paper, notebook = self.receipt(student), self.course.notebook("autograded", student, self.plan.assignment)
        there = paper.is_file() and notebook.is_file() and self.ledger.standing(student) is not None
        return there and paper.read_bytes() == proof.encode()

    def receipt(self, student: str) -> Path:
        """Where a student's receipt lies."""
        return receipt(self.course.folder, self.plan.assignment, student)

    def write_down(self, result: Result, records: Records, timestamp: str | None) -> None:
        """Write the graded notebook, then the scores."""
        student, paper = result.student, paper_of(self.plan, result, records)
        path = self.course.notebook("autograded", student, self.plan.assignment)
        write_text(path, paper.notebook)
        if timestamp is not None:
            write_text(path.with_name("timestamp.txt"), timestamp)
        self.ledger.enter(student, timestamp, records, paper.answered)

    def row(self, result: Result, unchanged: bool) -> Row:
        """The result as the gradebook now has it."""
        points, to_mark = self.ledger.standing(result.student) or (None, False)
        status = "to mark" if to_mark else "graded"
        verdicts = tuple(record["verdict"] for record in result.records or ())
        return Row(result.student, points, self.plan.max_points, status, "", verdicts, unchanged, result.tier)


def paper_of(plan: Plan, result: Result, records: Records) -> Paper:
    """What is to be written down; it is made again where the journal had the result already."""
    if result.paper is not None:
        return result.paper
    handed_in = read_bytes(result.data, list(plan.checks.values()), plan.words)
    return write_paper(plan, handed_in, records, result.tier)
