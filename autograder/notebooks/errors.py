"""What can be wrong with a lesson or with what is built from it."""

from pathlib import Path

from autograder.errors import HandmadeError


class LessonError(HandmadeError):
    """A lesson cannot be read; the message begins with the file and the line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")


class BuildError(HandmadeError):
    """A notebook cannot be made from a lesson."""
