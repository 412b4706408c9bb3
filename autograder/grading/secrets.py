"""The course's secret seed: hidden cases are drawn from it, so that nobody can write answers to the visible ones."""

import hashlib
import os
import secrets
from pathlib import Path

from autograder.courses.course import CourseError

FILE = Path(".handmade") / "seed"
MOST_DIGITS = 40


def make_seed(course: Path) -> None:
    """Draw a course's seed and keep it where only its owner reads; one that is there stays."""
    path = course / FILE
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        with os.fdopen(handle, "w") as stream:
            stream.write(f"{secrets.randbits(63)}\n")
    except OSError:
        path.unlink()  # half a seed would stay
        raise


def read_seed(course: Path) -> int:
    """A course's seed; a course from before there were seeds gets one.

    Raises:
        CourseError: the file does not hold a number.
    """
    make_seed(course)
    text = (course / FILE).read_text(encoding="ascii", errors="replace").strip()
    if not text.isdigit() or len(text) > MOST_DIGITS:
        raise CourseError(f"{course / FILE} must hold one number, the seed of the hidden cases, and nothing else.")
    return int(text)


def fingerprint(seed: int) -> str:
    """A seed's hash: tells two apart and gives none away."""
    return hashlib.sha256(f"handmade {seed}".encode()).hexdigest()[:16]
