"""nbgrader courses: make one, release a week, grade what was handed in, write feedback."""

from autograder.courses.course import Course, CourseError
from autograder.courses.grade import grade
from autograder.courses.new import new_course
from autograder.courses.row import Row

__all__ = ["Course", "CourseError", "Row", "grade", "new_course"]
