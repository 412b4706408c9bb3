"""nbgrader's steps before and after grading: the students' version of an assignment, and the feedback pages."""

from collections.abc import Sequence
from pathlib import Path

from autograder.courses.course import Course, demand


def release(course: Course, assignment: str) -> Path:
    """Make the students' version of an assignment, and enter it in the gradebook.

    Returns:
        The released notebook.

    Raises:
        CourseError: nbgrader refused.
    """
    demand(course.api().generate_assignment(assignment), f"Releasing {assignment}")
    return course.folder / "release" / assignment / f"{assignment}.ipynb"


def feedback(course: Course, assignment: str, students: Sequence[str]) -> list[Path]:
    """Write a feedback page for each student whose submission was graded.

    Returns:
        The pages.

    Raises:
        CourseError: nbgrader refused.
    """
    api = course.api()
    for student in students:
        demand(api.generate_feedback(assignment, student_id=student), f"The feedback for {student}")
    return [course.notebook("feedback", student, assignment).with_suffix(".html") for student in students]
