"""nbgrader courses: make one, release a week, write feedback; `autograder.grading` grades what was handed in."""

from autograder.courses.course import Course, CourseError
from autograder.courses.new import new_course
from autograder.courses.row import Row

__all__ = ["Course", "CourseError", "Row", "new_course"]
