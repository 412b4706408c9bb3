"""The demo's class: honest submissions, made from the released notebook and the exercises' own catalogue."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from autograder.courses.answers import answer_source
from autograder.courses.course import Course
from autograder.exercises import Exercise, find_week
from autograder.files import write_text

# How an answer is chosen: exercise and its place in the week to the source, or None for a cell left as it was.
Choice = Callable[[Exercise, int], str | None]
HANDED_IN = "2026-09-25 17:30:00 UTC"
OWN_WORDS = """It comes down to what the gradient sees.
Where the numbers that go in can hardly differ, what comes back hardly differs either,
and the parameters move together or not at all.
Left free to differ, each gets a gradient of its own, and the network learns."""
IN_A_HURRY = "I think the learning rate is too small, so nothing changes."


@dataclass(frozen=True)
class Student:
    """One of the class.

    Args:
        first_name, last_name: the name.
        answer: how they answer.
        words: what they write where words are asked for; "" for nothing.
    """

    first_name: str
    last_name: str
    answer: Choice
    words: str = OWN_WORDS

    @property
    def id(self) -> str:
        """The name of the student's folder."""
        return f"{self.first_name}.{self.last_name}".lower()


def right(exercise: Exercise, place: int) -> str | None:
    """The course's own answer."""
    return answer_source(exercise, exercise.reference())


def another_way(which: int) -> Choice:
    """Right, in a formulation of one's own."""

    def choice(exercise: Exercise, place: int) -> str | None:
        others = exercise.alternatives
        return answer_source(exercise, others[which % len(others)].implementation) if others else right(exercise, place)

    return choice


def mistaken(first: int, every: int, which: int) -> Choice:
    """Right, but for a catalogued mistake in every so-many-th exercise."""

    def choice(exercise: Exercise, place: int) -> str | None:
        if place % every != first % every or not exercise.mistakes:
            return right(exercise, place)
        return answer_source(exercise, exercise.mistakes[(which + place) % len(exercise.mistakes)].implementation)

    return choice


def half_finished(done: Choice) -> Choice:
    """Answers up to the middle of the week."""
    return lambda exercise, place: done(exercise, place) if place < halfway(exercise) else None


def halfway(exercise: Exercise) -> int:
    """The place in the middle of the exercise's week."""
    return (len(find_week(exercise.week).exercises) + 1) // 2


def blank(exercise: Exercise, place: int) -> str | None:
    """Nothing at all."""
    return None


def typo(done: Choice, at: int) -> Choice:
    """One cell lost the colon that ends its signature, so that it is no Python."""

    def choice(exercise: Exercise, place: int) -> str | None:
        source = done(exercise, place)
        return source.replace(":\n", "\n", 1) if source is not None and place == at else source

    return choice


CLASS: tuple[Student, ...] = (
    Student("Ada", "Lindqvist", right),
    Student("Amara", "Okafor", another_way(0)),
    Student("Arjun", "Mehta", mistaken(first=2, every=8, which=2)),
    Student("Benjamin", "Cohen", mistaken(first=0, every=7, which=0)),
    Student("Chiara", "Moretti", mistaken(first=1, every=6, which=1), IN_A_HURRY),
    Student("Daniel", "Novak", half_finished(right), ""),
    Student("Elif", "Yilmaz", another_way(2)),
    Student("Fatima", "Haddad", another_way(1)),
    Student("Hiroshi", "Tanaka", mistaken(first=3, every=9, which=0)),
    Student("Ingrid", "Solberg", typo(mistaken(first=5, every=11, which=0), at=1), IN_A_HURRY),
    Student("Jamal", "Washington", mistaken(first=2, every=4, which=0), IN_A_HURRY),
    Student("Kofi", "Asante", right),
    Student("Lucia", "Fernandez", half_finished(mistaken(first=1, every=3, which=2)), ""),
    Student("Mei", "Chen", mistaken(first=6, every=13, which=3)),
    Student("Niamh", "Byrne", typo(another_way(0), at=9)),
    Student("Oskar", "Lund", mistaken(first=0, every=5, which=4)),
    Student("Priya", "Raman", mistaken(first=4, every=14, which=1)),
    Student("Rosa", "Silva", half_finished(another_way(1)), IN_A_HURRY),
    Student("Samuel", "Osei", mistaken(first=1, every=2, which=1), ""),
    Student("Tomasz", "Kowalski", blank, ""),
    Student("Uma", "Nair", right, IN_A_HURRY),
    Student("Viktor", "Horvath", mistaken(first=7, every=10, which=5)),
    Student("Wanjiru", "Kamau", another_way(3)),
    Student("Yara", "Costa", mistaken(first=3, every=6, which=2)),
)


def write_class(course: Course, assignment: str, students: tuple[Student, ...] = CLASS) -> None:
    """Hand in for everyone, as `nbgrader collect` would leave it, and enter their names in the gradebook."""
    import nbformat

    released = nbformat.read(course.folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    with course.gradebook() as gradebook:
        for student in students:
            names = {"first_name": student.first_name, "last_name": student.last_name}
            gradebook.update_or_create_student(student.id, **names)
    for student in students:
        notebook = filled_in(released, assignment, student)
        path = course.notebook("submitted", student.id, assignment)
        write_text(path, nbformat.writes(notebook) + "\n")
        write_text(path.with_name("timestamp.txt"), HANDED_IN)


def filled_in(released: Any, assignment: str, student: Student) -> Any:
    """A released notebook with a student's answers."""
    notebook = deepcopy(released)
    order = {exercise.name: (exercise, place) for place, exercise in enumerate(find_week(assignment).exercises)}
    for cell, name in answer_cells(notebook):
        if cell.cell_type == "markdown":
            cell.source = student.words or cell.source
        elif name in order:
            source = student.answer(*order[name])
            cell.source = cell.source if source is None else source
    return notebook


def answer_cells(notebook: Any) -> Iterator[tuple[Any, str]]:
    """The cells that a student fills in, each with its grade_id."""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            yield cell, about["grade_id"]
