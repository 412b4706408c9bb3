"""Building writes both notebooks, executes the solution, and knows later what is stale."""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.exercises import Week
from autograder.notebooks.build import build, solution_staleness, student_staleness
from autograder.notebooks.errors import BuildError
from autograder.notebooks.solution import insist_on_full_points, last_run, normalise, solution_notebook


@pytest.mark.slow
def test_from_lesson_to_notebooks_and_back_to_fresh(curriculum: Path, lesson: Path, week: Week) -> None:
    solutions = curriculum.parent / "solutions"

    def states(check: bool = False) -> list[str]:
        return [built.state for built in build(week, check, curriculum, solutions)]

    assert states(check=True) == ["stale", "stale"]
    assert not solutions.exists()
    here = set(os.listdir())
    assert states() == ["written", "written"]
    assert set(os.listdir()) == here, "mine/ is written in the folder of the execution, not here"
    assert states() == ["unchanged", "unchanged"]
    assert states(check=True) == ["fresh", "fresh"]

    solution = solutions / f"{week.key}.ipynb"
    first = solution.read_bytes()
    notebook = nbformat.reads(first.decode(), as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["check_softmax"].outputs[0].data["text/plain"] == "2.0"
    assert cells["given-2"].outputs[0].text == "<object object at 0x…>\n"
    assert "SECRET ANSWER" in cells["question_why"].source
    assert notebook.metadata.language_info == {"name": "python"}
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    solution.unlink()
    assert states() == ["unchanged", "written"]
    assert solution.read_bytes() == first, "executing again gives the same bytes"

    lesson.write_text(lesson.read_text(encoding="utf-8").replace("Text after", "More text after"), encoding="utf-8")
    student, executed = build(week, True, curriculum, solutions)
    assert student.reason == executed.reason == "cell given-3 differs from the lesson"
    assert str(student) == f"{student.path}: stale (cell given-3 differs from the lesson)"


@pytest.mark.slow
def test_a_cell_that_fails_is_named(source: NotebookNode) -> None:
    broken = next(cell for cell in source.cells if cell.id == "given-2")
    broken.source = "np.ones(3)[7]"
    with pytest.raises(BuildError, match="tiny: cell given-2 fails: IndexError: index 7 is out of bounds"):
        solution_notebook(source, "tiny")


@pytest.mark.slow
def test_a_reference_that_does_not_pass_its_check_is_named(source: NotebookNode) -> None:
    wrong = next(cell for cell in source.cells if cell.id == "softmax")
    wrong.source = "def softmax(x, axis=-1):\n    return x"
    with pytest.raises(BuildError, match=r"tiny: cell check_softmax gives \d\.\d, not 2\.0\. \w+"):
        solution_notebook(source, "tiny")


def test_why_a_solution_is_stale(tmp_path: Path, source: NotebookNode) -> None:
    path = tmp_path / "solution.ipynb"
    assert solution_staleness(path, source) == "there is none yet"
    path.write_text("{", encoding="utf-8")
    assert solution_staleness(path, source).startswith("it cannot be read: ")
    nbformat.write(source, path)
    assert solution_staleness(path, source) == "the lesson or an answer has changed since it was executed"
    shorter = source.copy()
    shorter.cells = source.cells[:-1]
    nbformat.write(shorter, path)
    assert solution_staleness(path, source) == f"it has {len(source.cells) - 1} cells, not {len(source.cells)}"


def test_why_a_students_notebook_is_stale(tmp_path: Path, source: NotebookNode) -> None:
    path, wanted = tmp_path / "student.ipynb", nbformat.writes(source) + "\n"
    assert student_staleness(path, wanted) == "there is none yet"
    path.write_text(wanted, encoding="utf-8")
    assert student_staleness(path, wanted) == ""
    path.write_text(wanted.replace('"deletable": false', '"deletable": true').replace("python3", "python4"), "utf-8")
    assert student_staleness(path, wanted) == "its metadata differ from the lesson's"
    path.write_text(wanted.replace("Why.", "Because."), encoding="utf-8")
    assert student_staleness(path, wanted) == "cell week-0-tiny-1 differs from the lesson"


def test_writing_to_stderr_fails_the_build(source: NotebookNode) -> None:
    cell = next(cell for cell in source.cells if cell.id == "check_softmax")
    cell.outputs = [nbformat.v4.new_output("stream", name="stderr", text="a\nRuntimeWarning: overflow\n")]
    with pytest.raises(BuildError, match="tiny: cell check_softmax writes to stderr: RuntimeWarning: overflow"):
        insist_on_full_points(source, "tiny")


def test_normalising_leaves_nothing_of_the_run(source: NotebookNode) -> None:
    cell = next(cell for cell in source.cells if cell.id == "given-2")
    cell.metadata["execution"] = {"iopub.status.busy": "now"}
    data = {"text/plain": "<f at 0x7f0123456789>", "application/x+json": {"a": 1}}
    cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    source.metadata["language_info"]["version"] = "3.11.7"
    normalise(source)
    assert cell.metadata == {"jupyter": {"source_hidden": True}}
    assert cell.outputs[0].data == {"text/plain": "<f at 0x…>", "application/x+json": {"a": 1}}
    assert source.metadata.language_info == {"name": "python"}


def test_the_last_cell_that_ran_is_the_one_to_name(source: NotebookNode) -> None:
    assert last_run(source) == "(the first)"
    source.cells[1].execution_count = 1
    assert last_run(source) == source.cells[1].id
