"""When a submission was handed in."""

from pathlib import Path

from autograder.grading.handed_in import Rejected
from autograder.grading.opening import file_bytes

LONGEST = 200


def handed_in_at(notebook: Path) -> str | None:
    """What the `timestamp.txt` beside a submitted notebook says; None where that says nothing.

    It came with the submission, so it may be anything: a link, a pipe, an endless device.
    """
    from nbgrader.utils import parse_utc

    try:
        text = file_bytes(notebook.with_name("timestamp.txt"), LONGEST).decode().strip()
        parse_utc(text)
    except (Rejected, OSError, ValueError, OverflowError):
        return None
    return text or None
