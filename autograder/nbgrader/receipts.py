"""Receipts for what nbgrader writes, so that `handmade grade` knows it and leaves it alone."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def tear_up(course: Path, assignment: str, student: str) -> None:
    """nbgrader begins to write: from now on the old receipt is not true, nor is one from a run that was broken off."""
    paper = place(course, assignment, student)
    paper.unlink(missing_ok=True)
    pending(paper).unlink(missing_ok=True)


def prepare(course: Path, assignment: str, student: str, proof: str) -> None:
    """Keep the receipt ready until all is written."""
    from autograder.files import write_text

    write_text(pending(place(course, assignment, student)), proof)


def finished(notebooks: Sequence[str], **_: Any) -> None:
    """The receipt comes into force; nbgrader calls this when a submission's scores and notebook are written.

    Args:
        notebooks: what was handed in; nbgrader's other arguments are patterns when it grades a whole class.
    """
    for notebook in map(Path, notebooks):
        paper = place(notebook.parents[3], notebook.parent.name, notebook.parents[1].name)
        if pending(paper).is_file():
            os.replace(pending(paper), paper)


def place(course: Path, assignment: str, student: str) -> Path:
    """Where a student's receipt lies."""
    from autograder.grading.engine import receipt

    return receipt(course, assignment, student)


def pending(paper: Path) -> Path:
    """The receipt as long as it is not in force."""
    return paper.with_suffix(".pending")
