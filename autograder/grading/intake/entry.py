"""A file in a download, and how large things in one may be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """How large things may be.

    Args:
        entries: entries of an archive.
        file: bytes of a file that is taken.
        archive: bytes of a zip within a zip.
        ratio: how many times larger than packed; only files above a megabyte are asked.
        depth: zips within zips.
    """

    entries: int = 50_000
    file: int = 50 * MEGABYTE
    archive: int = 100 * MEGABYTE
    ratio: int = 200
    depth: int = 2


class Unreadable(Exception):
    """A file in a download that cannot be read; the message says why."""


@dataclass(frozen=True)
class Entry:
    """A file in a download.

    Args:
        path: its place in the download, for people.
        parts: the names on the way to it, the file's own last.
        time: when it was last changed, in UTC, as the archive says.
        read: gives its bytes, or raises Unreadable.
        refused: why it cannot be looked at; "" if it can.
    """

    path: str
    parts: tuple[str, ...]
    time: datetime
    read: Callable[[], bytes]
    refused: str = ""


def refusal(shown: str, parts: tuple[str, ...], time: datetime, why: str) -> Entry:
    """An entry that is not looked at."""

    def read() -> bytes:
        raise Unreadable(why)

    return Entry(shown, parts, time, read, why)


def changed(path: Path) -> datetime:
    """When a file was last changed."""
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC).replace(microsecond=0)


def is_zip(name: str) -> bool:
    """Whether a name is a zip's."""
    return name.lower().endswith(".zip")


def too_large(limit: int) -> str:
    """What is said of a file above a limit."""
    return f"it is larger than {limit // MEGABYTE} MB"
