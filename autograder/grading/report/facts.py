"""What the report tells, gathered from the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from autograder.courses.course import Course
from autograder.grading.graded import Graded, published_answers, read_graded
from autograder.grading.marks import Marks, read_marks
from autograder.grading.normal_form import Form
from autograder.grading.report.ungraded import why_ungraded
from autograder.grading.similarity import Alike, alike, like_the_published

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True)
class HandedIn:
    """A submission in a student's timeline.

    Args:
        time: when, in UTC; None where nothing says so.
        seconds_late: how late.
        points: what it earned, less the penalty.
        max_points: what could be had.
    """

    time: datetime | None
    seconds_late: float
    points: float
    max_points: float


@dataclass(frozen=True)
class Facts:
    """What the report tells.

    Args:
        marks: the marks of the assignment.
        graded: the graded notebooks, by student.
        ungraded: why the others that were handed in have no grade, by student.
        pairs: submissions that are alike.
        published: submissions like the published solution.
        assignments: every assignment in the gradebook.
        timeline: student to assignment to what was handed in.
    """

    marks: Marks
    graded: Mapping[str, Graded]
    ungraded: Mapping[str, str]
    pairs: tuple[Alike, ...]
    published: tuple[Alike, ...]
    assignments: tuple[str, ...]
    timeline: Mapping[str, Mapping[str, HandedIn]]


def gather(course: Course, assignment: str) -> Facts:
    """Gather the facts of an assignment.

    Raises:
        CourseError: nothing of it is graded yet.
    """
    with course.gradebook() as gradebook:
        marks = read_marks(course, gradebook, assignment)
        assignments, timeline = timelines(course, gradebook)
    read = {mark.student: read_graded(course.notebook("autograded", mark.student, assignment)) for mark in marks.graded}
    graded = {student: one for student, one in read.items() if one is not None}
    answers = own_answers(course, assignment, graded)
    published = published_answers(course.folder / "source" / assignment)
    return Facts(
        marks,
        graded,
        {one.student: why_ungraded(course, one.student, assignment) for one in marks.marks if one.status == "no grade"},
        tuple(alike(answers, published)),
        tuple(like_the_published(answers, published)),
        assignments,
        timeline,
    )


def own_answers(course: Course, assignment: str, graded: Mapping[str, Graded]) -> dict[str, dict[str, Form]]:
    """The answers, without those that are as they were handed out."""
    given = published_answers(course.folder / "release" / assignment)

    def changed(name: str, form: Form) -> bool:
        return name not in given or given[name].digest != form.digest

    return {
        student: {name: form for name, form in one.answers.items() if changed(name, form)}
        for student, one in graded.items()
    }


def timelines(course: Course, gradebook: "Gradebook") -> tuple[tuple[str, ...], dict[str, dict[str, HandedIn]]]:
    """What everyone handed in, in every assignment of the gradebook, in order of their due dates."""
    found: dict[str, dict[str, HandedIn]] = {}
    names = []
    for assignment in gradebook.assignments:
        names.append(assignment.name)
        marks = read_marks(course, gradebook, assignment.name)
        for mark in marks.graded:
            one = HandedIn(mark.handed_in, mark.seconds_late, mark.total or 0.0, marks.max_points)
            found.setdefault(mark.student, {})[assignment.name] = one
    return tuple(names), found


def mistakes(facts: Facts) -> list[tuple[str, str, list[str]]]:
    """The named mistakes, the most-hit first: exercise, mistake, students."""
    found: dict[tuple[str, str], list[str]] = {}
    for student, graded in facts.graded.items():
        for said in graded.verdicts:
            if said.get("mistake"):
                found.setdefault((str(said["exercise"]), str(said["mistake"])), []).append(student)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(exercise, mistake, students) for (exercise, mistake), students in ordered]


def advice(exercise: str, mistake: str) -> str:
    """What the catalogue advises; "" for what is not in it."""
    from autograder.exercises import UnknownExercise, find

    try:
        known: Any = find(exercise).mistakes
    except UnknownExercise:
        return ""
    return next((str(one.advice) for one in known if one.name == mistake), "")
