"""What an assignment asks for is read from the released notebook."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.courses import CourseError
from autograder.exercises import find_week
from autograder.grading.plan import read_plan
from autograder.places import curriculum

WEEK = find_week("week1")


def marked(grade_id: str, **marks: Any) -> dict[str, Any]:
    return {"nbgrader": {"grade_id": grade_id, "grade": True, "solution": False, "points": 1, **marks}}


def written(folder: Path, *cells: Any) -> Path:
    path = folder / "a.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def test_the_real_week() -> None:
    plan = read_plan(curriculum() / WEEK.key / f"{WEEK.key}.ipynb", WEEK.key)
    assert plan.checks == {f"check_{exercise.name}": exercise.name for exercise in WEEK.exercises}
    assert len(plan.words) == 2 and plan.others == ()
    assert plan.max_points == WEEK.points + 6


def test_a_test_of_the_instructors_own_is_left_to_a_person(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        new_code_cell("check('softmax')", metadata=marked("one", points=2)),
        new_code_cell("assert mine() == 3", metadata=marked("two", points=4)),
        new_markdown_cell("words", metadata=marked("three", solution=True, points=0.5)),
    )
    plan = read_plan(path, "a")
    assert (plan.checks, plan.others, plan.words) == ({"one": "softmax"}, ("two",), ("three",))
    assert plan.points == {"one": 2.0, "two": 4.0, "three": 0.5}


def test_the_version_changes_with_the_notebook(tmp_path: Path) -> None:
    first = read_plan(written(tmp_path, new_code_cell("check('softmax')", metadata=marked("one"))), "a").version
    second = read_plan(written(tmp_path, new_code_cell("check('relu')", metadata=marked("one"))), "a").version
    assert first != second


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([new_code_cell("check('softmaxx')", metadata=marked("one"))], "Did you mean softmax"),
        (None, "Release it again"),
    ],
)
def test_what_cannot_be_graded_is_said_before_anything_is_graded(
    tmp_path: Path, cells: list[Any] | None, said: str
) -> None:
    path = tmp_path / "a.ipynb"
    if cells is None:
        path.write_text("no notebook")
    else:
        written(tmp_path, *cells)
    with pytest.raises(CourseError, match=said):
        read_plan(path, "a")
