"""Open nbgrader's gradebook, and say in words what is wrong with one that cannot be used."""

import logging
from typing import TYPE_CHECKING

from autograder.errors import HandmadeError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.apps.api import NbGraderAPI

LOCKED = "Another program is writing in it, such as formgrader or a second `handmade grade`: let it end, and run again."
FULL = "Make room on the disk, and run again."
DAMAGED = (
    "Put back a copy of it, or move it away: the next run makes a new one, with all that the checks found but without "
    "the marks that were given by hand."
)
REMEDIES = {
    "locked": LOCKED,
    "is full": FULL,
    "No space left": FULL,
    "disk I/O error": FULL,
    "malformed": DAMAGED,
    "not a database": DAMAGED,
    "unable to open": "It must be a file that you may read and write, in a folder in which you may write.",
    "readonly": "It must be a file that you may write, in a folder in which you may write.",
}


class GradebookError(HandmadeError):
    """The gradebook cannot be used; the message says what to do."""


def open_gradebook(api: "NbGraderAPI") -> "Gradebook":
    """The gradebook of a course.

    Raises:
        GradebookError: it cannot be opened.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import DBAPIError

    quieten()
    try:
        return api.gradebook
    except DBAPIError as error:
        url = make_url(api.coursedir.db_url)
        where = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
        raise GradebookError(f"The gradebook {where} cannot be opened: {error.orig}. {remedy(error)}") from error


def remedy(error: Exception) -> str:
    """What to do about a failure to write."""
    said = str(error)
    return next((what for sign, what in REMEDIES.items() if sign in said), "Run again.")


def quieten() -> None:
    """Keep nbgrader's log of database errors, which holds tracebacks, from the terminal; each is told in words."""
    logging.getLogger("tornado.application").setLevel(logging.CRITICAL)
