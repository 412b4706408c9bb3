"""A little course: the week's first steps only, in the form in which `handmade build` writes a week."""

import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import autograder
from autograder.courses import Course, new_course
from autograder.courses.release import release
from autograder.exercises import find

WEEK = "week1_foundations"
NAMES = ("softmax", "softmax_backward")
FRONT = f"""import numpy as np
from autograder import begin, check
begin("{WEEK}")"""


def graded(grade_id: str, **fields: Any) -> dict[str, Any]:
    about = {"grade_id": grade_id, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**about, "schema_version": 3, **fields}}


def solution(name: str) -> str:
    """The reference, its body between the marks that nbgrader cuts out."""
    source = inspect.getsource(find(name).reference())
    head, quotes, body = source.rpartition('"""\n')
    return f"{head}{quotes}    ### BEGIN SOLUTION\n{body.rstrip()}\n    ### END SOLUTION"


def little_notebook(week: str) -> Any:
    cells = [new_code_cell(FRONT, id="front")]
    for name in NAMES:
        test = graded(f"check_{name}", grade=True, locked=True, points=find(name).points)
        cells.append(new_code_cell(solution(name), id=name, metadata=graded(name, solution=True)))
        cells.append(new_code_cell(f'check("{name}")', id=f"check_{name}", metadata=test))
    question = graded("question_why", grade=True, solution=True, points=3)
    cells.append(new_markdown_cell("Why subtract the maximum?", id="question"))
    cells.append(new_markdown_cell("It cancels.", id="answer", metadata=question))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="session", autouse=True)
def kernels_find_the_packages() -> Iterator[None]:
    """Kernels start in other folders; a checkout that is not installed must be found from there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(autograder.__file__).parents[1]), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session", autouse=True)
def little() -> Iterator[None]:
    """Courses are made of the little notebook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.courses.new.source_notebook", little_notebook)
        yield


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A little course, released."""
    made = new_course(tmp_path_factory.mktemp("courses") / "little course")
    release(made, WEEK)
    return made


HandIn = Callable[..., Path]


@pytest.fixture(scope="module")
def hand_in(course: Course) -> HandIn:
    """Puts a student's answers, by name, into the released notebook and hands it in."""

    def hand_in(student: str, timestamp: str = "", **answers: str) -> Path:
        notebook = nbformat.read(course.folder / "release" / WEEK / f"{WEEK}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
        path = course.notebook("submitted", student, WEEK)
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        if timestamp:
            path.with_name("timestamp.txt").write_text(timestamp)
        return path

    return hand_in
