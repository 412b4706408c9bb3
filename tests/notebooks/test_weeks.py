"""Every week of the course: what students are given runs to its end, whatever they have written."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.exercises import WEEKS, Week
from autograder.notebooks.build import source_notebook
from autograder.notebooks.release import student_notebook
from autograder.notebooks.solution import code_cells, execute


def points(notebook: NotebookNode) -> dict[str, float]:
    """What each check gave."""
    checks = [cell for cell in code_cells(notebook) if cell.id.startswith("check_")]
    return {cell.id.removeprefix("check_"): float(cell.outputs[-1].data["text/plain"]) for cell in checks}


def filled(week: Week, write: Callable[[int], bool]) -> NotebookNode:
    """A student's notebook in which some answers, by their number, are written."""
    source = source_notebook(week)
    student = student_notebook(source, week.key)
    numbers = {exercise.name: number for number, exercise in enumerate(week.exercises)}
    for answer, cell in zip(source.cells, student.cells, strict=True):
        if cell.id in numbers and write(numbers[cell.id]):
            cell.source = answer.source
    return student


@pytest.mark.slow
@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.key)
@pytest.mark.parametrize("share", ["blank", "every other answer"])
def test_an_unfinished_notebook_runs_to_its_end(week: Week, share: str, tmp_path: Path) -> None:
    def write(number: int) -> bool:
        return share != "blank" and number % 2 == 0

    student = filled(week, write)
    execute(student, week.key, str(tmp_path))
    said = [output for cell in code_cells(student) for output in cell.outputs]
    assert [output.text for output in said if output.output_type == "stream" and output.name == "stderr"] == []
    wanted = {exercise.name: exercise.points * write(number) for number, exercise in enumerate(week.exercises)}
    assert points(student) == wanted


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.key)
def test_every_source_notebook_is_valid(week: Week) -> None:
    nbformat.validate(source_notebook(week))
