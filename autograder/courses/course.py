"""A course folder, as nbgrader sees it."""

import os
import re
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.courses.gradebook import open_gradebook
from autograder.errors import HandmadeError
from autograder.exercises import UnknownWeek, find_week

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.apps.api import NbGraderAPI
    from traitlets.config import Config

CONFIG = "nbgrader_config.py"


class CourseError(HandmadeError):
    """A course folder is not as it should be, or nbgrader could not do what it was asked to."""


@dataclass(frozen=True)
class Course:
    """An nbgrader course directory.

    Args:
        folder: the folder that holds ``nbgrader_config.py``, ``source/``, ``submitted/`` and the rest.
    """

    folder: Path

    @classmethod
    def open(cls, folder: str | Path) -> "Course":
        """The course in a folder.

        Raises:
            CourseError: there is no course there.
        """
        found = Path(folder).resolve()
        if not (found / CONFIG).is_file():
            raise CourseError(f"{folder} is no course: it has no {CONFIG}. Make one with `handmade course new DIR`.")
        return cls(found)

    def assignment(self, name: str) -> str:
        """The full name of an assignment, which may be given as ``week1``.

        Raises:
            CourseError: the course has no such assignment; the message lists those it has.
        """
        known = sorted(path.name for path in (self.folder / "source").glob("*") if path.is_dir())
        if name in known:
            return name
        try:
            week = find_week(name).key
        except UnknownWeek:
            week = ""
        if week in known:
            return week
        there = f"It has: {', '.join(known)}." if known else "Its folder source/ is empty."
        raise CourseError(f"{self.folder.name} has no assignment {name!r}. {there}")

    def students(self, assignment: str) -> list[str]:
        """Those who handed something in, in order of their names."""
        return sorted(path.parent.name for path in (self.folder / "submitted").glob(f"*/{assignment}") if path.is_dir())

    def notebook(self, stage: str, student: str, assignment: str) -> Path:
        """The notebook of a student at a stage such as ``submitted`` or ``autograded``."""
        return self.folder / stage / student / assignment / f"{assignment}.ipynb"

    def config(self) -> "Config":
        """What the course's own file says.

        Raises:
            CourseError: it does not run.
        """
        from traitlets.config.loader import PyFileConfigLoader

        try:
            config = PyFileConfigLoader(CONFIG, str(self.folder)).load_config()
        except (Exception, SystemExit) as error:  # whatever the file's Python raises
            raise CourseError(f"{self.folder / CONFIG} does not run: {type(error).__name__}: {error}") from error
        config.CourseDirectory.root = str(self.folder)
        return config

    def api(self) -> "NbGraderAPI":
        """The interface that nbgrader has to this course, configured by the course's own file."""
        from nbgrader.apps.api import NbGraderAPI

        own_programs_first()
        return NbGraderAPI(config=self.config())

    def gradebook(self) -> "Gradebook":
        """The gradebook, to be used in a ``with`` statement.

        Raises:
            GradebookError: it cannot be opened.
        """
        return open_gradebook(self.api())


def own_programs_first() -> None:
    """Let nbgrader find `alembic`, which it calls by name for a new gradebook, in an environment not activated."""
    programs = sysconfig.get_path("scripts")
    searched = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in searched:
        os.environ["PATH"] = os.pathsep.join([programs, *searched])


def demand(result: dict[str, Any], what: str) -> None:
    """Insist that nbgrader did what it was asked to.

    Raises:
        CourseError: it did not; the message says why.
    """
    if not result["success"]:
        raise CourseError(f"{what} failed: {nbgrader_reason(result)}")


def nbgrader_reason(result: dict[str, Any]) -> str:
    """One line from what nbgrader logged: the last exception in it, else the first error, else the last word."""
    log = str(result.get("log", ""))
    raised = re.findall(r"^ {4}([A-Za-z_][\w.]*(?:Error|Exception|Timeout|Died)\b.*)$", log, re.MULTILINE)
    errors = re.findall(r"^\[ERROR\] (?!Traceback|There was an error|Please see)(.+)$", log, re.MULTILINE)
    last = [line for line in str(result.get("error", "")).splitlines() if line.strip()]
    told = [*raised[-1:], *errors[:1], *last[-1:], "nbgrader gave no reason"][0]
    name, _, message = told.strip().partition(": ")
    return f"{name.rpartition('.')[2]}: {message}" if message else name
