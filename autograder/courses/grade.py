"""Grade an assignment: nbgrader's autograder does it, the gradebook and the notebooks tell the result."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.courses.autograde import Progress, autograde
from autograder.courses.course import Course, CourseError
from autograder.courses.release import release
from autograder.courses.row import VERDICT_TYPE, Row

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


def grade(
    folder: str | Path,
    assignment: str,
    students: Sequence[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> list[Row]:
    """Grade what was handed in.

    Args:
        folder: the course directory.
        assignment: the assignment, such as ``week1_foundations`` or ``week1``.
        students: whose; default everyone who handed something in.
        force: grade again what was graded before; else only newer submissions.
        progress: told (submissions done, submissions in all, student) after each.

    Returns:
        A row a student. A submission that cannot be graded is a row with the reason; it has no points, and not zero.

    Raises:
        CourseError: no such course or assignment, or nothing was handed in.
    """
    course = Course.open(folder)
    assignment = course.assignment(assignment)
    handed_in = course.students(assignment)
    if not handed_in:
        where = course.folder / "submitted" / "STUDENT" / assignment / f"{assignment}.ipynb"
        raise CourseError(f"Nothing was handed in for {assignment}. Submissions belong in {where}.")
    wanted = handed_in if students is None else list(dict.fromkeys(students))
    if not (course.folder / "release" / assignment).is_dir():
        release(course, assignment)
    failed = autograde(course, assignment, [one for one in wanted if one in handed_in], force, progress)
    failed |= {one: "handed nothing in" for one in wanted if one not in handed_in}
    with course.gradebook() as gradebook:
        return [row(course, gradebook, assignment, one, failed.get(one), one in handed_in) for one in wanted]


def row(course: Course, gradebook: "Gradebook", assignment: str, student: str, reason: str | None, there: bool) -> Row:
    """One student's result, from the gradebook and the autograded notebook."""
    max_points = float(gradebook.find_assignment(assignment).max_score)
    if reason is not None:
        return Row(student, None, max_points, "failed" if there else "missing", reason)
    submission = gradebook.find_submission(assignment, student)
    said = tuple(verdicts(course.notebook("autograded", student, assignment)))
    status = "to mark" if submission.needs_manual_grade else "graded"
    return Row(student, float(submission.score), max_points, status, verdicts=said)


def verdicts(notebook: Path) -> Iterator[dict[str, Any]]:
    """What the checks in an autograded notebook said; only test cells count, which nbgrader wrote itself."""
    import nbformat

    if not notebook.is_file():
        return
    broken: dict[str, str] = {}
    for cell in nbformat.read(notebook, as_version=4).cells:
        about = cell.metadata.get("nbgrader", {})
        for output in cell.get("outputs", []):
            if output.output_type == "error" and about.get("solution"):
                broken[about["grade_id"]] = f"{output.ename} in its cell: {output.evalue}"
            elif about.get("grade") and VERDICT_TYPE in output.get("data", {}):
                yield explained(output.data[VERDICT_TYPE], broken)


def explained(said: dict[str, Any], broken: dict[str, str]) -> dict[str, Any]:
    """A verdict; an answer that is not there because its cell failed is broken, and not just missing."""
    if said["rung"] == "exists" and said["exercise"] in broken:
        return {**said, "rung": "runs", "message": broken[said["exercise"]]}
    return dict(said)
