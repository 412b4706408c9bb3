"""nbgrader's steps before and after grading: the students' version of an assignment, and the feedback pages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.courses.course import Course, demand
from autograder.courses.workers import pool


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
    with pool(len(students)) as workers:
        jobs = [workers.submit(feedback_one, course.folder, assignment, student) for student in students]
        for student, job in zip(students, jobs, strict=True):
            demand(job.result(), f"The feedback for {student}")
    return [course.notebook("feedback", student, assignment).with_suffix(".html") for student in students]


def feedback_one(folder: Path, assignment: str, student: str) -> dict[str, Any]:
    """Write one page; gives what nbgrader says of it."""
    outcome: dict[str, Any] = Course(folder).api().generate_feedback(assignment, student_id=student)
    return outcome
