"""Write results into nbgrader's gradebook: one writer, a submission at a time, manual scores never touched."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from autograder.grading.plan import Plan

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


def enter(
    gradebook: "Gradebook",
    plan: Plan,
    student: str,
    timestamp: str | None,
    records: Sequence[dict[str, Any]],
    answered: Mapping[str, bool],
) -> None:
    """Enter a submission's scores, as nbgrader's own autograder would.

    Args:
        gradebook: open.
        plan: the assignment.
        student: the student's id.
        timestamp: when it was handed in, if that is known.
        records: what each check found.
        answered: for each solution cell's grade_id, whether the student wrote anything there.
    """
    from nbgrader.api import MissingEntry

    try:
        gradebook.find_student(student)
    except MissingEntry:
        gradebook.add_student(student)
    when = {} if timestamp is None else {"timestamp": timestamp}
    with gradebook.db.no_autoflush:  # nbgrader builds a submission piece by piece; half of one is no row yet
        gradebook.update_or_create_submission(plan.assignment, student, **when)
    notebook = gradebook.find_submission_notebook(plan.assignment, plan.assignment, student)
    scores = {record["grade_id"]: float(record["verdict"]["points"]) for record in records}
    for grade in notebook.grades:
        grade.auto_score = scores.get(grade.name, None if answered.get(grade.name, True) else 0.0)
        # A person looks (again) where a person has scored, or where only a person can.
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
    for comment in notebook.comments:
        comment.auto_comment = None if answered.get(comment.name, True) else "No response."
    gradebook.db.commit()


def penalise(config: Any, db_url: str, plan: Plan, student: str) -> None:
    """Let nbgrader assign the late penalty that the course's configuration asks for."""
    from nbformat.v4 import new_notebook
    from nbgrader.preprocessors import AssignLatePenalties

    place = {"notebook": plan.assignment, "assignment": plan.assignment, "student": student, "db_url": db_url}
    AssignLatePenalties(config=config).preprocess(new_notebook(), {"nbgrader": place})
