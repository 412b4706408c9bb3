"""Take the bytes of a file that a student handed in, whatever it turns out to be."""

import os
import stat
from pathlib import Path

from autograder.grading.handed_in import Rejected

# A pipe that nobody writes to must not block us, and no link may lead elsewhere; Windows has neither flag.
FLAGS = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)
KINDS = {
    stat.S_IFLNK: "a symbolic link; hand in the notebook itself",
    stat.S_IFDIR: "a folder, not a file",
    stat.S_IFIFO: "a named pipe, not a file",
    stat.S_IFSOCK: "a socket, not a file",
    stat.S_IFBLK: "a device, not a file",
    stat.S_IFCHR: "a device, not a file",
}


def file_bytes(path: Path, largest: int) -> bytes:
    """The content of an ordinary file.

    Args:
        path: the file.
        largest: bytes that it may have.

    Raises:
        Rejected: there is none, it is something else, or it is empty, too large or unreadable.
    """
    try:
        insist_on_file(os.lstat(path), largest)
        handle = os.open(path, FLAGS)
        with os.fdopen(handle, "rb") as stream:
            insist_on_file(os.fstat(stream.fileno()), largest)
            data = stream.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise Rejected("There is no such file.") from None
    except PermissionError:
        raise Rejected("It may not be read: its permissions forbid it.") from None
    except OSError as error:
        raise Rejected(f"It cannot be read: {error.strerror}.") from None
    insist_on_size(len(data), largest)
    return data


def insist_on_file(status: os.stat_result, largest: int) -> None:
    """Reject what is no ordinary file, or too large a one."""
    if not stat.S_ISREG(status.st_mode):
        raise Rejected(f"It is {KINDS.get(stat.S_IFMT(status.st_mode), 'no ordinary file')}.")
    insist_on_size(status.st_size, largest)


def insist_on_size(size: int, largest: int) -> None:
    """Reject nothing at all, and too much."""
    if size == 0:
        raise Rejected("The file is empty.")
    if size > largest:
        raise Rejected(
            f"It is larger than {largest / 2**20:.3g} MB, the most that is read. "
            "Clear the outputs (in Jupyter: Edit, Clear Outputs of All Cells) and hand it in again."
        )
