"""Write results into nbgrader's gradebook: one writer, a submission at a time, manual scores never touched."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from autograder.courses.gradebook import open_gradebook
from autograder.grading.plan import Plan

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.apps.api import NbGraderAPI


class Ledger:
    """The gradebook's pages of one assignment.

    It asks the database for columns rather than for objects that fetch one another, which takes ten times as long.

    Args:
        api: nbgrader's, for this course.
        plan: the assignment.

    Raises:
        GradebookError: it cannot be opened.
    """

    def __init__(self, api: "NbGraderAPI", plan: Plan) -> None:
        self.api, self.plan = api, plan
        self.gradebook: Gradebook = open_gradebook(api)

    @cached_property
    def cells(self) -> dict[str, str]:
        """The grade_ids of the assignment's cells, by their ids in the database."""
        from nbgrader.api import BaseCell

        notebook = self.gradebook.find_notebook(self.plan.assignment, self.plan.assignment)
        chosen = self.gradebook.db.query(BaseCell.id, BaseCell.name).filter(BaseCell.notebook_id == notebook.id)
        return {cell: str(name) for cell, name in chosen}

    def enter(
        self,
        student: str,
        timestamp: str | None,
        records: Sequence[dict[str, Any]],
        answered: Mapping[str, bool],
    ) -> None:
        """Enter a submission's scores, as nbgrader's own autograder would.

        Args:
            student: the student's id.
            timestamp: when it was handed in, if that is known.
            records: what each check found.
            answered: for each solution cell's grade_id, whether the student wrote anything there.
        """
        from nbgrader.api import Comment, Grade

        notebook = self.page_of(student, timestamp)
        scores = {record["grade_id"]: float(record["verdict"]["points"]) for record in records}
        for grade in self.gradebook.db.query(Grade).filter(Grade.notebook_id == notebook.id):
            name = self.cells[grade.cell_id]
            grade.auto_score = scores.get(name, None if answered.get(name, True) else 0.0)
            # A person looks (again) where a person has scored, or where only a person can.
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in self.gradebook.db.query(Comment).filter(Comment.notebook_id == notebook.id):
            comment.auto_comment = None if answered.get(self.cells[comment.cell_id], True) else "No response."
        late = notebook.assignment.total_seconds_late > 0 or notebook.late_submission_penalty is not None
        self.gradebook.db.commit()
        if late:
            penalise(self.api.config, self.api.coursedir.db_url, self.plan, student)
        self.gradebook.db.expunge_all()  # a class of thousands does not pile up

    def page_of(self, student: str, timestamp: str | None) -> Any:
        """The submitted notebook in the gradebook, made where there is none."""
        from nbgrader.api import MissingEntry

        try:
            self.gradebook.find_student(student)
        except MissingEntry:
            self.gradebook.add_student(student)
        when = {} if timestamp is None else {"timestamp": timestamp}
        with self.gradebook.db.no_autoflush:  # nbgrader builds a submission piece by piece; half of one is no row yet
            self.gradebook.update_or_create_submission(self.plan.assignment, student, **when)
            return self.gradebook.find_submission_notebook(self.plan.assignment, self.plan.assignment, student)

    def standing(self, student: str) -> tuple[float, bool] | None:
        """The points that a submission has, and whether a person is to look at it; None where none was entered."""
        from nbgrader.api import Assignment, SubmittedAssignment

        wanted = self.gradebook.db.query(SubmittedAssignment.score, SubmittedAssignment.needs_manual_grade)
        joined = wanted.join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        entered = joined.filter(
            Assignment.name == self.plan.assignment, SubmittedAssignment.student_id == student
        ).one_or_none()
        return None if entered is None else (float(entered[0]), bool(entered[1]))


def penalise(config: Any, db_url: str, plan: Plan, student: str) -> None:
    """Let nbgrader assign the late penalty that the course's configuration asks for."""
    from nbformat.v4 import new_notebook
    from nbgrader.preprocessors import AssignLatePenalties

    place = {"notebook": plan.assignment, "assignment": plan.assignment, "student": student, "db_url": db_url}
    AssignLatePenalties(config=config).preprocess(new_notebook(), {"nbgrader": place})
