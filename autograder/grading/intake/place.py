"""Put a submission where nbgrader looks for it, and what it replaces where nothing is lost."""

import hashlib
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.courses.course import Course

EARLIER = "earlier"
STAMP = "%Y-%m-%d %H:%M:%S UTC"


def place(course: Course, student: str, assignment: str, data: bytes, time: datetime, stamp: datetime) -> None:
    """Put a notebook and its timestamp into ``submitted/``; what was there is kept in ``earlier/`` first.

    A student's first submission appears whole or not at all. For a later one the timestamp is written first: should
    the power fail between the two, the next intake sees that the notebook is still the old one.

    Args:
        course: the course.
        student: whose.
        assignment: which.
        data: the notebook.
        time: when the platform had it; kept as the notebook's own time, to tell which of two is newer.
        stamp: when it counts as handed in.
    """
    target = course.notebook("submitted", student, assignment)
    said = (stamp.strftime(STAMP) + "\n").encode()
    if target.parent.is_dir():
        if target.is_file():
            keep(course, student, assignment, target.read_bytes(), file_time(target))
        write(target.with_name("timestamp.txt"), said, stamp)
        write(target, data, time)
        return
    target.parent.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent.parent, prefix=f".{assignment}."))
    try:
        made.chmod(0o755)
        write(made / "timestamp.txt", said, stamp)
        write(made / target.name, data, time)
        os.replace(made, target.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def keep(course: Course, student: str, assignment: str, data: bytes, time: datetime) -> Path:
    """Keep a submission that does not count, under its time and the beginning of its hash."""
    name = f"{time:%Y-%m-%dT%H%M%SZ}-{hashlib.sha256(data).hexdigest()[:8]}.ipynb"
    path = course.folder / EARLIER / student / assignment / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data, time)
    return path


def write(path: Path, data: bytes, time: datetime) -> None:
    """Write a file whole or not at all, with a time of its own."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o644)
        os.utime(temporary, (time.timestamp(), time.timestamp()))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def file_time(path: Path) -> datetime:
    """When a file was last changed."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def handed_in(time: datetime, late: bool | None, due: datetime | None, before: datetime | None) -> datetime:
    """When a submission counts as handed in.

    Canvas's archives have the time of the download, but say who was late: who was not, handed in by the due date at
    the latest; who was, by a moment more at the least, so that nobody is penalised for the day of the download.

    Args:
        time: what the archive says.
        late: what the platform says; None where it does not.
        due: the due date, if the gradebook has one.
        before: when the submission that this one replaces was handed in: it is graded anew only if it is later.
    """
    after = before + timedelta(seconds=1) if before else None
    if late is not None and due is not None:
        return max(due + timedelta(seconds=1), after or due) if late else min(time, due)
    return max(time, after) if after else time
