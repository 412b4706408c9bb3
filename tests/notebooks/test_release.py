"""The student's notebook: stubs where answers were, and no trace of an answer."""

import ast
import inspect
from copy import deepcopy

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.exercises import Week
from autograder.notebooks.errors import BuildError
from autograder.notebooks.release import CODE_STUB, TEXT_STUB, student_notebook
from autograder.notebooks.source import functions_of


def test_nothing_of_an_answer_is_left(released: NotebookNode, week: Week) -> None:
    cells = {cell.id: cell.source for cell in released.cells}
    for exercise in week.exercises:
        reference = inspect.getsource(exercise.reference())
        for function in functions_of(ast.parse(reference).body[0]):
            for statement in function.body[1:]:
                assert ast.unparse(statement) not in cells[exercise.name]
        assert cells[exercise.name].endswith(f'"""\n    {CODE_STUB}')
    text = nbformat.writes(released)
    assert "SECRET" not in text
    assert "SOLUTION" not in text
    assert cells["question_why"] == TEXT_STUB
    assert cells["question_why_text"] == "Why is the sum one?"


def test_a_stub_keeps_signature_and_docstring(released: NotebookNode, source: NotebookNode) -> None:
    for before, after in zip(source.cells, released.cells, strict=True):
        if before.cell_type == "code" and before.metadata.get("nbgrader", {}).get("solution"):
            (written,), (stub,) = ast.parse(before.source).body, ast.parse(after.source).body
            assert isinstance(written, ast.FunctionDef)
            assert isinstance(stub, ast.FunctionDef)
            assert ast.dump(written.args) == ast.dump(stub.args)
            assert ast.get_docstring(written) == ast.get_docstring(stub)


def test_cells_keep_their_ids_and_tests_are_locked(released: NotebookNode, source: NotebookNode) -> None:
    assert [cell.id for cell in released.cells] == [cell.id for cell in source.cells]
    for cell in released.cells:
        if cell.id.startswith(("check_", "provided_")) or cell.id.endswith("_text"):
            assert cell.metadata.editable is False
            assert cell.metadata.deletable is False


def test_releasing_twice_gives_the_same_and_says_nothing(
    released: NotebookNode, source: NotebookNode, week: Week, capfd: pytest.CaptureFixture[str]
) -> None:
    assert nbformat.writes(student_notebook(source, week.key)) == nbformat.writes(released)
    assert capfd.readouterr() == ("", "")


def test_a_source_that_nbgrader_refuses_is_an_error(source: NotebookNode, week: Week) -> None:
    twice = deepcopy(source)
    twice.cells[6].metadata.nbgrader.grade_id = "softmax"
    with pytest.raises(BuildError, match=r"week0_tiny: .*Duplicate grade id: softmax"):
        student_notebook(twice, week.key)


def test_an_unmarked_answer_is_not_handed_out(source: NotebookNode, week: Week) -> None:
    leaky = deepcopy(source)
    answer = next(cell for cell in leaky.cells if cell.id == "softmax")
    answer.metadata.nbgrader.solution = False
    with pytest.raises(BuildError, match="week0_tiny"):
        student_notebook(leaky, week.key)
