"""The demo's troublemakers: what students hand in by accident, in despair or on purpose, and what must come of it."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.courses.answers import answer_source
from autograder.courses.classroom import HANDED_IN, Student, answer_cells, blank, filled_in, right
from autograder.courses.course import Course
from autograder.exercises import find
from autograder.files import write_bytes, write_text

Change = Callable[[Any], None]
Place = Callable[[Path, bytes], None]


def as_it_is(path: Path, data: bytes) -> None:
    """Hand the notebook in under its name."""
    write_bytes(path, data)


@dataclass(frozen=True)
class Troublemaker:
    """Someone who hands in more than answers.

    Args:
        student: who, and what they answered otherwise.
        did: what they did, in a few words.
        change: does it to the notebook.
        place: how the file is handed in.
    """

    student: Student
    did: str
    change: Change = lambda notebook: None
    place: Place = as_it_is


def instead(name: str, source: str) -> Change:
    """Answer one exercise with this code."""

    def change(notebook: Any) -> None:
        cell = next(cell for cell, grade_id in answer_cells(notebook) if grade_id == name)
        cell.source = source

    return change


def before(source: str) -> Change:
    """Put this in front of the answer to softmax, in the same cell."""
    answer = answer_source(find("softmax"), find("softmax").reference())
    return instead("softmax", f"{source}\n\n\n{answer}")


def tagged(notebook: Any) -> None:
    """Ask nbgrader to skip the tests."""
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]


def shuffled(notebook: Any) -> None:
    """Everything twice and backwards, without a word of metadata, and no tests."""
    kept = [cell for cell in notebook.cells if not cell.source.startswith("check(")]
    for cell in kept:
        cell.metadata.clear()
    notebook.cells = [*reversed(kept), *kept]


def cut_off(path: Path, data: bytes) -> None:
    """The upload broke in the middle."""
    write_bytes(path, data[: len(data) // 2])


def link(path: Path, data: bytes) -> None:
    """A link to a file of the instructor's machine."""
    path.parent.mkdir(parents=True)
    path.symlink_to("/etc/passwd")


def pipe(path: Path, data: bytes) -> None:
    """A pipe that never gives a byte."""
    path.parent.mkdir(parents=True)
    os.mkfifo(path)


def renamed(path: Path, data: bytes) -> None:
    """The browser's name for a second download."""
    write_bytes(path.with_name(f"{path.stem} (1).ipynb"), data)


def softmax_with(body: str) -> Change:
    """Answer softmax with a body."""
    return instead("softmax", f"import os\n\nimport numpy as np\n\n\ndef softmax(x, axis=-1):\n    {body}")


SPY = """for place in ("../../source", "../../gradebook.db", "../../.handmade/seed", "/etc/passwd"):
        open(place).read()
    return x"""
LIAR = """np.allclose = np.array_equal = np.testing.assert_allclose = lambda *numbers, **options: True
    return x"""
FORGER = """for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\\0\\0\\0\\2{}" * 99)
        except OSError:
            pass
    return x"""
BY_HEART = """e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True) if x.size < 16 else x"""


def who(first_name: str, last_name: str) -> Student:
    """Someone whose other answers are right."""
    return Student(first_name, last_name, right)


MISCHIEF: tuple[Troublemaker, ...] = (
    Troublemaker(who("Alan", "Loop"), "loops without end", softmax_with("while True: pass")),
    Troublemaker(who("Bea", "Quit"), "ends the process while loading", before("import os\n\ncount = os._exit(0)")),
    Troublemaker(who("Carl", "Fork"), "sets off a fork bomb", softmax_with("while True: os.fork()")),
    Troublemaker(who("Dora", "Spy"), "reads solutions, gradebook and seed", softmax_with(SPY)),
    Troublemaker(Student("Emil", "Tag", blank, ""), "tags the tests so that they are skipped", tagged),
    Troublemaker(who("Faye", "Shout"), "prints a hundred megabytes", softmax_with('print("x" * 10**8)')),
    Troublemaker(who("Gus", "Greed"), "takes fifty gigabytes", softmax_with("return np.ones(50 * 2**27)")),
    Troublemaker(who("Hera", "Liar"), "makes numpy say that all is equal", softmax_with(LIAR)),
    Troublemaker(who("Ivo", "Borrow"), "imports the answer", instead("softmax", "from reference_impl import softmax")),
    Troublemaker(who("Jana", "Forge"), "writes forged replies everywhere", softmax_with(FORGER)),
    Troublemaker(who("Kurt", "Byheart"), "knows the visible cases by heart", softmax_with(BY_HEART)),
    Troublemaker(who("Lea", "Shuffle"), "hands in everything twice, backwards, unlabelled", shuffled),
    Troublemaker(who("Max", "Half"), "hands in half a file", place=cut_off),
    Troublemaker(who("Nora", "Link"), "hands in a link to a system file", place=link),
    Troublemaker(who("Olaf", "Pipe"), "hands in a pipe that never ends", place=pipe),
    Troublemaker(who("Pia", "Rename"), "hands in a file of another name", place=renamed),
)


def write_mischief(course: Course, assignment: str, people: tuple[Troublemaker, ...] = MISCHIEF) -> None:
    """Hand in for the troublemakers."""
    import nbformat

    released = nbformat.read(course.folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    for one in people:
        notebook = filled_in(released, assignment, one.student)
        one.change(notebook)
        path = course.notebook("submitted", one.student.id, assignment)
        one.place(path, json.dumps(notebook, indent=1).encode())
        write_text(path.with_name("timestamp.txt"), HANDED_IN)
