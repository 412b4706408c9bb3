"""The source notebook: nbgrader accepts it, and its ids stay."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator

from autograder.exercises import Week
from autograder.notebooks import build
from autograder.notebooks.ids import CellIds, slug


def by_id(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def test_it_is_a_notebook_that_nbgrader_accepts(source: NotebookNode) -> None:
    nbformat.validate(source)
    MetadataValidator().validate_nb(source)
    assert (source.nbformat, source.nbformat_minor) == (4, 5)
    assert source.metadata.kernelspec.name == "python3"


def test_the_ids_are_readable_and_their_own(source: NotebookNode) -> None:
    ids = [cell.id for cell in source.cells]
    assert ids == [
        "week-0-tiny-1",
        "week-0-tiny-2",
        "softmax-and-back-1",
        "softmax-and-back-2",
        "softmax",
        "check_softmax",
        "softmax_backward",
        "check_softmax_backward",
        "given-1",
        "provided_Parameter",
        "given-2",
        "given-3",
        "question_why_text",
        "question_why",
    ]
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", name) for name in ids)


@pytest.mark.parametrize(
    ("name", "grade", "solution", "locked", "points"),
    [
        ("softmax", False, True, False, None),
        ("check_softmax", True, False, True, 2),
        ("provided_Parameter", False, False, True, None),
        ("question_why_text", False, False, True, None),
        ("question_why", True, True, False, 1.5),
    ],
)
def test_the_marks_of_a_cell(
    source: NotebookNode, name: str, grade: bool, solution: bool, locked: bool, points: float | None
) -> None:
    marks = by_id(source, name).metadata.nbgrader
    assert (marks.grade, marks.solution, marks.locked, marks.get("points")) == (grade, solution, locked, points)
    assert marks.schema_version == 3


def test_the_cells_of_an_exercise(source: NotebookNode) -> None:
    assert by_id(source, "softmax").source.startswith("def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:\n")
    assert by_id(source, "check_softmax").source == 'check("softmax")'


def test_hints_are_folded_and_their_markdown_lives(source: NotebookNode) -> None:
    text = by_id(source, "softmax-and-back-2").source
    assert re.findall("<summary>(.*?)</summary>", text) == [
        "Hint 1 · the idea",
        "Hint 2 · the shapes",
        "Hint 3 · almost the line",
    ]
    assert "</summary>\n\nThink of *shares*.\n\n</details>" in text


def test_metadata_of_a_code_cell_stays(source: NotebookNode) -> None:
    assert by_id(source, "given-2").metadata == {"jupyter": {"source_hidden": True}}


def test_building_twice_gives_the_same(curriculum: Path, week: Week, source: NotebookNode) -> None:
    assert nbformat.writes(build.source_notebook(week, curriculum)) == nbformat.writes(source)


def test_ids_under_equal_headings_go_on_counting() -> None:
    ids = CellIds({"by-hand-2"})
    ids.under("### By hand")
    first = [ids.next(), ids.next()]
    ids.under("### By hand")
    assert [*first, ids.next()] == ["by-hand-1", "by-hand-3", "by-hand-4"]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("## 2. Activations, and the upstream gradient", "activations-and-the-upstream-gradient"),
        ("# Week 1 · Foundations", "week-1-foundations"),
        ("### Señor ★ ReLU", "senor-relu"),
        ("## " + "long " * 40, "long-" * 11 + "l"),
        ("## ★", ""),
    ],
)
def test_slugs(heading: str, wanted: str) -> None:
    assert slug(heading) == wanted
