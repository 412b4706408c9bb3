"""What was found in a notebook that a student handed in, or why nothing was."""

from dataclasses import dataclass

from autograder.errors import HandmadeError


class Rejected(HandmadeError):
    """What was handed in cannot be read as a notebook; the message says why, to student and instructor."""


class ReadingFailed(HandmadeError):
    """Reading failed for a reason of our own (no process, a machine too busy): no grade, and worth another try."""


@dataclass(frozen=True)
class ReadingLimits:
    """How large a notebook may be and what reading it may take.

    Args:
        file: bytes of the file.
        cells: how many cells.
        cell: characters of one cell; a longer one is passed over.
        code: characters of all code.
        in_process: bytes up to which a file is read without a process of its own.
        memory: bytes of address space of that process.
        processor: its seconds of processor time.
        clock: seconds until it is given up.
    """

    file: int = 20 * 2**20
    cells: int = 10_000
    cell: int = 100_000
    code: int = 300_000
    in_process: int = 2 * 2**20
    memory: int = 2**30
    processor: int = 20
    clock: float = 120.0


@dataclass(frozen=True)
class Piece:
    """A statement to run before answers are judged.

    Args:
        source: the statement.
        exercises: the exercises whose answer it is; none for a helper.
    """

    source: str
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """A student's notebook, as far as it counts.

    Args:
        answers: exercise to the source of the cell that answers it, in the order of the course.
        helpers: definitions from the student's other cells that the answers need, in the order of the notebook.
        words: grade_id to the text of an answer in words.
        notes: what is worth telling about how it was read.
        sha256: of the bytes handed in.
        pieces: answers and helpers statement by statement, in the order of the notebook.
    """

    answers: dict[str, str]
    helpers: tuple[str, ...]
    words: dict[str, str]
    notes: tuple[str, ...]
    sha256: str
    pieces: tuple[Piece, ...] = ()
