"""The demo: a course, a class, a release, grades and feedback, in one go."""

from collections.abc import Callable
from pathlib import Path

from autograder.courses.classroom import CLASS, Student, write_class
from autograder.courses.course import CourseError
from autograder.courses.mischief import MISCHIEF, Troublemaker, write_mischief
from autograder.courses.new import new_course
from autograder.courses.release import feedback, release
from autograder.courses.row import Row
from autograder.grading.engine import Progress
from autograder.grading.grade import grade
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier

MARK = ".handmade-demo"
WEEK = "week1_foundations"
Told = Callable[[str], None]


def demo(
    folder: str | Path,
    say: Told,
    week: str = WEEK,
    students: tuple[Student, ...] = CLASS,
    troublemakers: tuple[Troublemaker, ...] = MISCHIEF,
    progress: Progress | None = None,
) -> list[Row]:
    """Make a course with a class, and take it from release to feedback.

    The troublemakers stay away from a machine that has no walls for them.

    Args:
        folder: where; an earlier demo there is replaced, anything else is refused.
        say: told each step as it begins.
        week: the week.
        students: the class.
        troublemakers: those who hand in what a grader fears.
        progress: told (submissions done, submissions in all, student) after each.

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
    walls = probe()
    if walls.tier is Tier.C:
        say(f"Without the troublemakers: {walls.reason}")
        troublemakers = ()
    people = len(students) + len(troublemakers)
    say(f"Handing in for a class of {people}, {len(troublemakers)} of them hostile or broken")
    write_class(course, week, students)
    write_mischief(course, week, troublemakers)
    say(f"Grading behind walls of tier {walls.tier.value}")
    rows = grade(course.folder, week, progress=progress, trusted=walls.tier is Tier.C)
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


def what_happened(rows: list[Row]) -> list[str]:
    """What each troublemaker did, and what came of it, a line each."""
    by_student = {row.student: row for row in rows}
    there = [(one, by_student[one.student.id]) for one in MISCHIEF if one.student.id in by_student]
    return [f"{one.student.id}: {one.did} → {outcome(row)}" for one, row in there]


def outcome(row: Row) -> str:
    """What came of a submission, in a few words."""
    if row.points is None:
        return f"{row.status}: {row.reason}"
    failing = [said for said in row.verdicts if not said["passed"]]
    points = f"{row.points:g} of {row.max_points:g} points"
    if len(failing) == 1:
        return f"{points}; {failing[0]['exercise']}: {failing[0]['mistake'] or failing[0]['message']}"
    return f"{points}; {len(row.verdicts) - len(failing)} of {len(row.verdicts)} checks pass"


def where_to_look(folder: Path, week: str) -> list[str]:
    """What to do next, a line each."""
    return [
        f"Formgrader   cd {folder} && jupyter lab     then Nbgrader > Formgrader",
        f"Feedback     {folder}/feedback/STUDENT/{week}/{week}.html",
        f"Gradebook    {folder}/gradebook.db     (cd {folder} && nbgrader export writes grades.csv)",
    ]
