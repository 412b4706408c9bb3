"""Read whatever a student hands in as a notebook: their answers come out, or a reason in words.

Rebuild, never sanitise: of a notebook, only the answers, what they need of the student's other cells, and the answers
in words are taken. Tests, tags, outputs and metadata never count.
"""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from autograder.exercises import WEEKS
from autograder.grading.handed_in import HandedIn, ReadingFailed, ReadingLimits, Rejected
from autograder.grading.loading import to_submission
from autograder.grading.notebook_cells import read_cells
from autograder.grading.opening import file_bytes
from autograder.grading.understanding import understand

__all__ = ["HandedIn", "ReadingFailed", "ReadingLimits", "Rejected", "read_bytes", "read_notebook", "to_submission"]


def read_notebook(
    path: str | Path,
    exercises: Sequence[str] | None = None,
    questions: Collection[str] | None = None,
    limits: ReadingLimits | None = None,
) -> HandedIn:
    """Read a file.

    Args:
        path: the file.
        exercises: the names to look for; default, every exercise of the course.
        questions: grade_ids of answers in words; default, every cell that says it is one.
        limits: how large it may be.

    Raises:
        Rejected: it is no notebook; the message says why.
        ReadingFailed: the fault is ours, and another try may succeed.
    """
    limits = limits or ReadingLimits()
    return read_bytes(file_bytes(Path(path), limits.file), exercises, questions, limits)


def read_bytes(
    data: bytes,
    exercises: Sequence[str] | None = None,
    questions: Collection[str] | None = None,
    limits: ReadingLimits | None = None,
) -> HandedIn:
    """Read a file's content; arguments and errors as for `read_notebook`.

    Parsed JSON takes up to thirty times the memory of its text, so a large file is parsed in a disposable process.
    """
    limits = limits or ReadingLimits()
    if len(data) > limits.in_process:
        from autograder.grading.reading_process import read_cells_elsewhere

        cells, notes = read_cells_elsewhere(data, limits)
    else:
        cells, notes = read_cells(data, limits)
    if exercises is None:
        exercises = [exercise.name for week in WEEKS for exercise in week.exercises]
    return understand(cells, exercises, questions, notes, hashlib.sha256(data).hexdigest())
