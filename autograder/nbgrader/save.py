"""nbgrader's step that writes the scores into the gradebook."""

from typing import Any

from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import is_grade, is_solution


class Save(SaveAutoGrades):  # type: ignore[misc]
    """nbgrader's own, but for a test that is no `check`: nobody ran it, which nbgrader takes for full marks."""

    def _add_score(self, cell: Any, resources: Any) -> None:
        if not unjudged(cell):
            super()._add_score(cell, resources)
            return
        grade_id = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
        grade.auto_score, grade.needs_manual_grade = None, True
        self.gradebook.db.commit()


def unjudged(cell: Any) -> bool:
    """Whether it is a test without a result, which a person has to look at."""
    return bool(cell.cell_type == "code" and is_grade(cell) and not is_solution(cell) and not cell.outputs)
