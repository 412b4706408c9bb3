"""What an attack might leave behind: processes, and files outside the course."""

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import resource_tracker
from pathlib import Path

from tests.attacks.attack import MARK

SET_CHILD_SUBREAPER = 36
PATIENCE = 20.0  # seconds in which a process whose grader is gone has ended


@contextlib.contextmanager
def adopting() -> Iterator[None]:
    """While open, every orphan among this process's descendants becomes its child, so that none is out of sight.

    What is left at the end, after all was looked at, is ended.
    """
    prctl = ctypes.CDLL(None).prctl
    resource_tracker.ensure_running()  # lives as long as this process does, and is no remains
    before = descendants()
    prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        for number in descendants().keys() - before.keys():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        prctl(SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants() -> dict[int, str]:
    """The living processes that this one started, directly or not, and their names."""
    parents, names = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            head, _, rest = stat.read_text(errors="replace").rpartition(")")
            state, parent = rest.split()[:2]
            if state not in "ZX":
                number = int(stat.parent.name)
                parents[number], names[number] = int(parent), head.partition("(")[2]
    found = {os.getpid()}
    while more := {number for number, parent in parents.items() if parent in found} - found:
        found |= more
    return {number: names[number] for number in found - {os.getpid()}}


def left_over(before: dict[int, str]) -> dict[int, str]:
    """The descendants that were not there before and do not end."""
    until = time.monotonic() + PATIENCE
    while (found := {n: name for n, name in descendants().items() if n not in before}) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def marked_files(*folders: Path) -> list[Path]:
    """Files that an attack has left where it must not, and whatever else carries its mark."""
    usual = [Path(place) for place in ("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/run", Path.home(), Path.cwd())]
    return [one for place in (*usual, *folders) if place.is_dir() for one in place.iterdir() if MARK in one.name]


def files_in(folder: Path) -> set[Path]:
    """Everything in a folder and its folders, but for what lies in hidden ones and what Python compiles."""
    found = set()
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        found |= {Path(place, name) for name in files}
    return found
