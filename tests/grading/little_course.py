"""A little course, released, with its answer key made: three cheap exercises and a question. Tests take copies."""

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.courses import Course, new_course
from autograder.courses.answers import answer_source
from autograder.courses.release import release
from autograder.exercises import find
from autograder.grading.answer_key import answer_key
from autograder.grading.plan import Plan, read_plan
from autograder.grading.secrets import read_seed

WEEK = "week1_foundations"
NAMES = ("relu", "leaky_relu", "linear")
RIGHT = {name: answer_source(find(name), find(name).reference()) for name in NAMES}
WRONG = {name: answer_source(find(name), find(name).mistakes[0].implementation) for name in NAMES}
FULL = sum(find(name).points for name in NAMES)
SEED = 20260901


def marked(grade_id: str, **fields: Any) -> dict[str, Any]:
    about = {"grade_id": grade_id, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**about, "schema_version": 3, **fields}}


def source_notebook(week: str) -> Any:
    cells = []
    for name in NAMES:
        head, _, body = RIGHT[name].partition(":\n")
        source = f"{head}:\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
        test = marked(f"check_{name}", grade=True, locked=True, points=find(name).points)
        cells.append(new_code_cell(source, id=name, metadata=marked(name, solution=True)))
        cells.append(new_code_cell(f'check("{name}")', id=f"check_{name}", metadata=test))
    question = marked("question_why", grade=True, solution=True, points=3)
    cells.append(new_markdown_cell("Because.", id="answer", metadata=question))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def little_course(factory: pytest.TempPathFactory, folder: Path) -> Course:
    """The course in a folder of its own; made once a session, for to release it and its key takes seconds."""
    first = factory.getbasetemp() / "the little course"
    if not (first / "release").is_dir():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("autograder.courses.new.source_notebook", source_notebook)
            made = new_course(first, ["week1"])
        (first / ".handmade" / "seed").write_text(f"{SEED}\n")
        release(made, WEEK)
        answer_key(first, plan_of(made), read_seed(first))
    return Course.open(shutil.copytree(first, folder))


def plan_of(course: Course) -> Plan:
    return read_plan(course.folder / "release" / WEEK / f"{WEEK}.ipynb", WEEK)


def hand_in(course: Course, student: str, **answers: str) -> Path:
    """Puts a student's answers, by name, into the released notebook and hands it in."""
    notebook = nbformat.read(course.folder / "release" / WEEK / f"{WEEK}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    path = course.notebook("submitted", student, WEEK)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def hand_in_class(course: Course, size: int) -> list[str]:
    """A class in which every fifth answers everything right, and the others one thing or another wrong or not."""
    students = [f"s{number:03}" for number in range(size)]
    for number, student in enumerate(students):
        wrong = {name: WRONG[name] for place, name in enumerate(NAMES) if number % 5 == place + 1}
        answers = {} if number % 5 == 4 else {**RIGHT, **wrong}
        hand_in(course, student, **{**answers, "question_why": f"Because of {number}."})
    return students


def scores(course: Course) -> dict[str, Any]:
    """All that the gradebook says of each student's grades."""
    with course.gradebook() as gradebook:
        return {
            submission.student_id: sorted(
                (grade.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for grade in submission.notebooks[0].grades
            )
            for submission in gradebook.assignment_submissions(WEEK)
        }


def notebooks(course: Course) -> dict[str, bytes]:
    """The graded notebooks, by student."""
    return {path.parts[-3]: path.read_bytes() for path in course.folder.glob("autograded/*/*/*.ipynb")}


def entries(course: Course) -> list[tuple[str, Any]]:
    """The journal's results, with their students."""
    files = sorted((course.folder / ".handmade" / "journal").rglob("*.json"))
    said = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return sorted(((one["key"]["student"], one["result"]) for one in said), key=lambda entry: entry[0])


def state(course: Course) -> tuple[Any, ...]:
    """All that grading leaves behind."""
    return scores(course), notebooks(course), entries(course)


def unfinished(course: Course) -> list[str]:
    """What writing leaves behind when it does not clean up: temporary files."""
    left = [path for path in course.folder.rglob(".*.*") if path.is_file()]
    return [str(path.relative_to(course.folder)) for path in left if not path.name.startswith(".lock")]
