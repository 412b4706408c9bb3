"""Blocks become the source notebook that nbgrader works on: answers in place, cells marked."""

from collections.abc import Iterable
from functools import singledispatchmethod
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.exercises import Week, load
from autograder.notebooks.blocks import Block, Code, ExerciseBlock, Hints, Prose, Provided, Question
from autograder.notebooks.fences import HEADING
from autograder.notebooks.ids import CellIds
from autograder.notebooks.source import given_source, solution_source

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
HINTS = ("Hint 1 · the idea", "Hint 2 · the shapes", "Hint 3 · almost the line")


def make_notebook(blocks: Iterable[Block], week: Week) -> NotebookNode:
    """Make a week's source notebook.

    Args:
        blocks: its lesson.
        week: gives the exercises their answers and points.
    """
    maker = Maker(week)
    cells = [cell for block in blocks for cell in maker.cells(block)]
    notebook = new_notebook(cells=maker.with_ids(cells), metadata=METADATA)
    notebook.nbformat_minor = 5
    return notebook


class Maker:
    """Turn each kind of block into cells.

    Args:
        week: the week.
    """

    def __init__(self, week: Week) -> None:
        self.exercises = {exercise.name: exercise for exercise in week.exercises}
        self.provided = week.given

    @singledispatchmethod
    def cells(self, block: Any) -> list[NotebookNode]:
        """Make the cells of a block."""
        raise TypeError(f"no cells for {type(block).__name__}")

    @cells.register
    def _(self, block: Prose) -> list[NotebookNode]:
        return [new_markdown_cell(block.text)]

    @cells.register
    def _(self, block: Code) -> list[NotebookNode]:
        return [new_code_cell(block.source, metadata=block.metadata)]

    @cells.register
    def _(self, block: Hints) -> list[NotebookNode]:
        return [new_markdown_cell("\n\n".join(map(folded, HINTS, block.steps)))]

    @cells.register
    def _(self, block: ExerciseBlock) -> list[NotebookNode]:
        exercise = self.exercises[block.name]
        source = solution_source(exercise.reference(), exercise.given)
        answer = new_code_cell(source, metadata=marked(block.name, solution=True))
        test = marked(f"check_{block.name}", grade=True, locked=True, points=exercise.points)
        return [answer, new_code_cell(f'check("{block.name}")', metadata=test)]

    @cells.register
    def _(self, block: Provided) -> list[NotebookNode]:
        source = "\n\n\n".join(given_source(load(self.provided[name])) for name in block.names)
        return [new_code_cell(source, metadata=marked(f"provided_{block.names[0]}", locked=True))]

    @cells.register
    def _(self, block: Question) -> list[NotebookNode]:
        # A manually graded cell loses its text on release, so the question has a cell of its own.
        asked = new_markdown_cell(block.text, metadata=marked(f"{block.grade_id}_text", locked=True))
        answer = marked(block.grade_id, grade=True, solution=True, points=block.points)
        return [asked, new_markdown_cell(block.answer, metadata=answer)]

    def with_ids(self, cells: list[NotebookNode]) -> list[NotebookNode]:
        """Give each cell its id: the grade_id, or one made from the last heading."""
        ids = CellIds(cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata)
        for cell in cells:
            if "nbgrader" in cell.metadata:
                cell.id = cell.metadata.nbgrader.grade_id
                continue
            first_line = cell.source.partition("\n")[0]
            if cell.cell_type == "markdown" and HEADING.match(first_line):
                ids.under(first_line)
            cell.id = ids.next()
        return cells


def folded(title: str, text: str) -> str:
    """Markdown that opens at a click; the blank lines let its inside be Markdown too."""
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def marked(
    grade_id: str, grade: bool = False, solution: bool = False, locked: bool = False, points: float | None = None
) -> dict[str, Any]:
    """nbgrader's metadata for a cell."""
    marks: dict[str, Any] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        marks["points"] = int(points) if float(points).is_integer() else float(points)
    return {"nbgrader": marks}
