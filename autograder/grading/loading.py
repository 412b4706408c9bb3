"""What the sandbox loads of a notebook that was read."""

from pathlib import Path

from autograder.grading.handed_in import HandedIn
from autograder.sandbox.submission import Submission, syntax_problem


def to_submission(handed_in: HandedIn, path: Path = Path("notebook.ipynb"), only: str | None = None) -> Submission:
    """The ordered pieces of code to load.

    Args:
        handed_in: the notebook.
        path: where it came from, for messages.
        only: load the answer to this exercise and no other, so that the reference stands in for the others.
    """
    chosen = tuple(name for name in handed_in.answers if only in (None, name))
    pieces = [piece for piece in handed_in.pieces if not piece.exercises or set(piece.exercises) & set(chosen)]
    sources = tuple(piece.source for piece in pieces)
    return Submission(path, sources, chosen, next(filter(None, map(syntax_problem, sources)), ""))
