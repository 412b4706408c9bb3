"""Where the course lies: beside the packages in a checkout, inside them when installed from a wheel."""

from pathlib import Path

from autograder.errors import HandmadeError

PACKAGE = Path(__file__).resolve().parent


class CourseNotFound(HandmadeError):
    """The course's files are neither beside the packages nor inside them."""


def place(name: str) -> Path:
    """The course's folder of that name.

    Raises:
        CourseNotFound: there is none.
    """
    for folder in (PACKAGE / "course" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise CourseNotFound(f"This installation of handmade has no folder {name}/: install it again.")


def curriculum() -> Path:
    """The folder of the lessons and the students' notebooks, a folder a week."""
    return place("curriculum")


def solutions() -> Path:
    """The folder of the executed solutions."""
    return place("solutions")
