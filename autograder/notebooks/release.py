"""The student's notebook: what nbgrader's generate_assignment makes of the source notebook."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.notebooks.errors import BuildError
from autograder.notebooks.source import BEGIN

CODE_STUB = "raise NotImplementedError"
TEXT_STUB = "YOUR ANSWER HERE"
RAISED = re.compile(r"^\s*(?:\w+\.)*(\w+(?:Error|Exception): .*)$", re.MULTILINE)


def student_notebook(source: NotebookNode, name: str) -> NotebookNode:
    """Release a source notebook in a course of its own that lasts as long as the call.

    Args:
        source: the source notebook.
        name: of the assignment and of the notebook.

    Raises:
        BuildError: nbgrader refuses it, or an answer is left in it.
    """
    with TemporaryDirectory(prefix="handmade-") as folder:
        path = Path(folder).resolve() / "source" / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(source, path)
        generate(path.parents[2], name)
        released = nbformat.read(path.parents[2] / "release" / name / f"{name}.ipynb", as_version=4)
    insist_on_stubs(released, name)
    return released


def generate(course: Path, name: str) -> None:
    """Run nbgrader's generate_assignment."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import capture_log
    from traitlets.config import Config

    from autograder.courses.course import own_programs_first

    own_programs_first()
    config = Config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.course_id = "handmade"
    config.CourseDirectory.assignment_id = name
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    outcome: dict[str, Any] = capture_log(converter)
    if not outcome["success"]:
        raise BuildError(f"nbgrader cannot release {name}: {reason(outcome)}")


def reason(outcome: dict[str, Any]) -> str:
    """The first exception in nbgrader's log, else the last line."""
    log = str(outcome.get("log") or outcome.get("error") or "it gave no reason")
    raised = RAISED.search(log)
    return raised[1] if raised else log.splitlines()[-1].strip()


def insist_on_stubs(released: NotebookNode, name: str) -> None:
    """Nothing of an answer is left where the student is to write."""
    for cell in released.cells:
        solution = cell.metadata.get("nbgrader", {}).get("solution", False)
        if BEGIN in cell.source or (solution and CODE_STUB not in cell.source and cell.source != TEXT_STUB):
            raise BuildError(f"{name}: the answer in cell {cell.id} would be handed to students.")
