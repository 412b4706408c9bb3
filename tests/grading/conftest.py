"""A graded class without a kernel: the course is nbgrader's own, the graded notebooks are written by hand."""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder.checks.verdict import VERDICT_TYPE
from autograder.courses import Course, new_course

WEEK = "week1_foundations"
POINTS = {"relu": 1, "softmax": 2, "linear": 3}
QUESTION = "question_why"
SOLUTIONS = {
    "relu": "def relu(x):\n    ### BEGIN SOLUTION\n    return np.maximum(x, 0)\n    ### END SOLUTION",
    "softmax": (
        "def softmax(x):\n    ### BEGIN SOLUTION\n    exps = np.exp(x - x.max())\n    return exps / exps.sum()\n"
        "    ### END SOLUTION"
    ),
    "linear": "def linear(x, w):\n    ### BEGIN SOLUTION\n    return x @ w.T\n    ### END SOLUTION",
}


def marked(grade_id: str, **fields: Any) -> dict[str, Any]:
    about = {"grade_id": grade_id, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**about, "schema_version": 3, **fields}}


def source_notebook(week: str) -> Any:
    cells = []
    for name, source in SOLUTIONS.items():
        test = marked(f"check_{name}", grade=True, locked=True, points=POINTS[name])
        cells.append(new_code_cell(source, id=name, metadata=marked(name, solution=True)))
        cells.append(new_code_cell(f'check("{name}")', id=f"check_{name}", metadata=test))
    question = marked(QUESTION, grade=True, solution=True, points=4)
    cells.append(new_markdown_cell("Because.", id="answer", metadata=question))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of three exercises and a question, in the gradebook, with nobody in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.courses.new.source_notebook", source_notebook)
        course = new_course(tmp_path_factory.mktemp("released") / "autumn", ["week1"])
    with course.gradebook() as gradebook:
        gradebook.add_assignment(WEEK)
        gradebook.add_notebook(WEEK, WEEK)
        for name, points in POINTS.items():
            gradebook.add_grade_cell(f"check_{name}", WEEK, WEEK, max_score=points, cell_type="code")
        gradebook.add_grade_cell(QUESTION, WEEK, WEEK, max_score=4, cell_type="markdown")
    return course.folder


@pytest.fixture
def marks_course(released: Path, tmp_path: Path) -> Course:
    """That course, for one test."""
    return Course.open(shutil.copytree(released, tmp_path / "autumn"))


Enrol = Callable[..., None]


@pytest.fixture
def enrol(marks_course: Course) -> Enrol:
    """Enters a student, who may have handed in and been graded: points by exercise, mistakes, answers, penalty."""

    def enrol(
        student: str,
        points: Mapping[str, float | None] | None = None,
        mistakes: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        penalty: float = 0.0,
        timestamp: str = "2026-09-25 17:30:00 UTC",
        **about: str,
    ) -> None:
        with Gradebook(f"sqlite:///{marks_course.folder}/gradebook.db", "autumn") as gradebook:
            gradebook.update_or_create_student(student, **about)
            if points is None:
                return
            with gradebook.db.no_autoflush:
                gradebook.add_submission(WEEK, student, timestamp=timestamp)
            notebook = gradebook.find_submission_notebook(WEEK, WEEK, student)
            notebook.late_submission_penalty = penalty
            for grade in notebook.grades:
                score = points.get(grade.name.removeprefix("check_"))
                if grade.name == QUESTION:
                    grade.manual_score, grade.needs_manual_grade = score, score is None
                else:
                    grade.auto_score, grade.needs_manual_grade = score or 0.0, False
            gradebook.db.commit()
        write_graded(marks_course, student, points, mistakes or {}, answers or {})

    return enrol


def write_graded(
    course: Course,
    student: str,
    points: Mapping[str, float | None],
    mistakes: Mapping[str, str],
    answers: Mapping[str, str],
) -> None:
    """Write the submitted notebook, and the graded one with a verdict under each check."""
    notebook = source_notebook(WEEK)
    for cell in notebook.cells:
        grade_id = cell.metadata.nbgrader.grade_id
        cell.source = answers.get(grade_id, f"def {grade_id}(x):\n    raise NotImplementedError")
        name = grade_id.removeprefix("check_")
        if grade_id != name:
            earned = points.get(name) or 0.0
            said = {"exercise": name, "points": earned, "max_points": POINTS[name], "passed": earned == POINTS[name]}
            said |= {"rung": None, "mistake": mistakes.get(name), "message": "What was found."}
            cell.outputs = [new_output("display_data", {VERDICT_TYPE: said, "text/plain": ""})]
    for stage in ("submitted", "autograded"):
        path = course.notebook(stage, student, WEEK)
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


@pytest.fixture
def submission() -> Callable[[str], bytes]:
    """Makes a student's notebook; the words are what tells one from another."""

    def submission(words: str, **metadata: Any) -> bytes:
        notebook = source_notebook(WEEK)
        notebook.cells.append(new_markdown_cell(words, id="words"))
        return json.dumps({**notebook, **metadata}).encode()

    return submission


@pytest.fixture
def enrolled(marks_course: Course, enrol: Enrol) -> Course:
    """A course with Ada and Ben, who have handed in nothing."""
    enrol("ada", first_name="Ada", last_name="Lovelace", email="ada@school.org")
    enrol("ben", first_name="Ben", last_name="Ångström", lms_user_id="22")
    return marks_course


@pytest.fixture
def greenwich() -> Iterator[None]:
    """Zips have local times; the tests' clock is in Greenwich."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()
