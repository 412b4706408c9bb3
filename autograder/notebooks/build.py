"""Build a week's notebooks, or say which are stale."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat
from nbformat import NotebookNode

from autograder import places
from autograder.exercises import Week, find_week
from autograder.files import write_text
from autograder.notebooks.lesson import read_lesson
from autograder.notebooks.notebook import make_notebook
from autograder.notebooks.release import student_notebook
from autograder.notebooks.solution import inputs_hash, solution_notebook


@dataclass(frozen=True)
class Built:
    """What became of one notebook.

    Args:
        path: the notebook.
        state: ``written``, ``unchanged``, or, where it was only checked, ``fresh`` or ``stale``.
        reason: why it is stale or was written.
    """

    path: Path
    state: Literal["written", "unchanged", "fresh", "stale"]
    reason: str = ""

    @property
    def stale(self) -> bool:
        """Whether a check must fail."""
        return self.state == "stale"

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.path}: {self.state}" + (f" ({self.reason})" if self.reason else "")


def build(
    week: str | Week, check: bool = False, curriculum: Path | None = None, solutions: Path | None = None
) -> list[Built]:
    """Write a week's student notebook and its solution, where they are not up to date already.

    Args:
        week: the week, or its name.
        check: write nothing, say what is stale.
        curriculum: where the weeks' folders are; default the course's.
        solutions: where solutions go; default the course's.

    Returns:
        The student's notebook and the solution.

    Raises:
        LessonError: the lesson cannot be read.
        BuildError: a notebook cannot be made from it.
        UnknownWeek: there is no such week.
    """
    week = week if isinstance(week, Week) else find_week(week)
    lessons = curriculum or places.curriculum()
    source = source_notebook(week, lessons)
    student = lessons / week.key / f"{week.key}.ipynb"
    solution = (solutions or places.solutions()) / f"{week.key}.ipynb"
    released = nbformat.writes(student_notebook(source, week.key)) + "\n"
    reasons = {student: student_staleness(student, released), solution: solution_staleness(solution, source)}
    results = []
    for path, why in reasons.items():
        if check or not why:
            results.append(Built(path, "stale" if why else "fresh" if check else "unchanged", why))
            continue
        write_text(path, released if path is student else nbformat.writes(solution_notebook(source, week.key)) + "\n")
        results.append(Built(path, "written", why))
    return results


def source_notebook(week: str | Week, curriculum: Path | None = None) -> NotebookNode:
    """The nbgrader source notebook of a week: what a course releases and grades.

    Raises:
        LessonError: the lesson cannot be read.
        UnknownWeek: there is no such week.
    """
    week = week if isinstance(week, Week) else find_week(week)
    lesson = (curriculum or places.curriculum()) / week.key / "lesson.md"
    return make_notebook(read_lesson(lesson, week), week)


def student_staleness(path: Path, wanted: str) -> str:
    """Why a student's notebook is not what the build makes; "" if it is."""
    if not path.is_file():
        return "there is none yet"
    if path.read_text(encoding="utf-8") == wanted:
        return ""
    return first_difference(path, nbformat.reads(wanted, as_version=4)) or "its metadata differ from the lesson's"


def solution_staleness(path: Path, source: NotebookNode) -> str:
    """Why a solution must be executed again; "" if it need not be."""
    if not path.is_file():
        return "there is none yet"
    different = first_difference(path, source)
    if different:
        return different
    known = nbformat.read(path, as_version=4).metadata.get("handmade", {}).get("inputs")
    return "" if known == inputs_hash(source) else "the lesson or an answer has changed since it was executed"


def first_difference(path: Path, wanted: NotebookNode) -> str:
    """The first cell in which a notebook is not as wanted."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except (ValueError, nbformat.reader.NotJSONError) as error:
        return f"it cannot be read: {error}"
    for here, there in zip(cells, wanted.cells, strict=False):
        if (here.get("id"), here.source) != (there.id, there.source):
            return f"cell {there.id} differs from the lesson"
    if len(cells) != len(wanted.cells):
        return f"it has {len(cells)} cells, not {len(wanted.cells)}"
    return ""
