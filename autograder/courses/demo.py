"""The demo: a course, a class, a release, grades and feedback, in one go."""

from collections.abc import Callable
from pathlib import Path

from autograder.courses.classroom import CLASS, Student, write_class
from autograder.courses.course import CourseError
from autograder.courses.new import new_course
from autograder.courses.release import feedback, release
from autograder.courses.row import Row
from autograder.grading.grade import grade

MARK = ".handmade-demo"
WEEK = "week1_foundations"
Told = Callable[[str], None]


def demo(folder: str | Path, say: Told, week: str = WEEK, students: tuple[Student, ...] = CLASS) -> list[Row]:
    """Make a course with a class, and take it from release to feedback.

    Args:
        folder: where; an earlier demo there is replaced, anything else is refused.
        say: told each step as it begins.
        week: the week.
        students: the class.

    Returns:
        A row a student.

    Raises:
        CourseError: the folder holds something that is no demo of ours, or nbgrader failed.
    """
    clear(Path(folder))
    say(f"Making a course in {folder}")
    course = new_course(folder, [week])
    (course.folder / MARK).write_text("Made by `handmade demo`, which may replace this folder.\n", encoding="utf-8")
    say(f"Releasing {week}")
    release(course, week)
    say(f"Handing in for a class of {len(students)}")
    write_class(course, week, students)
    rows = grade(
        course.folder,
        week,
        progress=lambda done, total, who: say(f"Graded {done} of {total}: {who}"),
        trusted=True,  # the class is ours
    )
    say("Writing feedback")
    feedback(course, week, [row.student for row in rows if row.points is not None])
    return rows


def clear(folder: Path) -> None:
    """Remove an earlier demo.

    Raises:
        CourseError: there is something else.
    """
    if folder.is_dir() and (folder / MARK).is_file():
        from nbgrader.utils import rmtree  # also removes what nbgrader made read-only

        rmtree(str(folder))
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is there already and was not made by the demo. Name another folder.")


def where_to_look(folder: Path, week: str) -> list[str]:
    """What to do next, a line each."""
    return [
        f"Formgrader   cd {folder} && jupyter lab     then Nbgrader > Formgrader",
        f"Feedback     {folder}/feedback/STUDENT/{week}/{week}.html",
        f"Gradebook    {folder}/gradebook.db     (cd {folder} && nbgrader export writes grades.csv)",
    ]
