"""Notebooks that are no ordinary file, and what lies beside them."""

import os
import socket
import stat
from pathlib import Path

from tests.attacks.attack import FULL, Attack, placed, rejected

IS_ROOT = os.geteuid() == 0


def link_to(target: str) -> Attack:
    return placed(lambda path, data: path.symlink_to(target), rejected("symbolic link"))


def beside(name: str, content: bytes) -> Attack:
    """The right notebook, and something else in its folder."""

    def place(path: Path, data: bytes) -> None:
        path.write_bytes(data)
        path.with_name(name).write_bytes(content)

    return placed(place, FULL)


def a_socket(path: Path, data: bytes) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's address is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def forbidden(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0)


def odd_name(path: Path, data: bytes) -> None:
    (path.parent / os.fsdecode(b"week1\xff\n\x1b[31m.ipynb")).write_bytes(data)


def timestamp(make: str) -> Attack:
    """The right notebook; where the time of handing in should stand, something else."""

    def place(path: Path, data: bytes) -> None:
        path.write_bytes(data)
        time = path.with_name("timestamp.txt")
        {
            "folder": lambda: time.mkdir(),
            "FIFO": lambda: os.mkfifo(time),
            "link": lambda: time.symlink_to("/dev/zero"),
            "bytes": lambda: time.write_bytes(b"\xff\xfe\x00"),
            "year": lambda: time.write_text("99999-01-01 00:00:00 UTC"),
        }[make]()

    return placed(place, FULL)


CORPUS = {
    # what is handed in is no ordinary file
    "is a FIFO": placed(lambda path, data: os.mkfifo(path), rejected("named pipe")),
    "is a folder": placed(lambda path, data: path.mkdir(), rejected("folder")),
    "is a socket": placed(a_socket, rejected("socket")),
    "is a link to the users": link_to("/etc/passwd"),
    "is a link to a neighbour": link_to("../../0000-honest/week1_foundations/week1_foundations.ipynb"),
    "is a link to the source": link_to("../../../source/week1_foundations/week1_foundations.ipynb"),
    "is a link to an endless device": link_to("/dev/zero"),
    "is a link to nowhere": link_to("/nowhere"),
    "is a link to itself": link_to("week1_foundations.ipynb"),
    "is a device": placed(
        lambda path, data: os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5)) if IS_ROOT else os.mkfifo(path),
        rejected("a device" if IS_ROOT else "named pipe"),
    ),
    "is a file that nobody may read": placed(forbidden, FULL if IS_ROOT else rejected("permissions")),
    "is 30 MB": placed(lambda path, data: path.write_bytes(data + b" " * 30 * 2**20), rejected("larger than 20 MB")),
    "is a file of a terabyte": placed(
        lambda path, data: (path.touch(), os.truncate(path, 2**40)), rejected("larger than 20 MB")
    ),
    "is under another name": placed(
        lambda path, data: path.with_name("Untitled.ipynb").write_bytes(data), rejected("Untitled.ipynb")
    ),
    "is under a name of no letters": placed(odd_name, rejected("There is no week1_foundations.ipynb")),
    "is an empty folder": placed(lambda path, data: None, rejected("folder is empty")),
    "brings a module numpy": beside("numpy.py", b"raise SystemExit"),
    "brings a module autograder": beside("autograder.py", b"raise SystemExit"),
    "brings a sitecustomize": beside("sitecustomize.py", b"raise SystemExit"),
    "brings a configuration of nbgrader": beside("nbgrader_config.py", b"raise SystemExit"),
    "brings an answer key": beside("gradebook.db", b"SQLite format 3\0"),
    "brings a checkpoint": beside(".ipynb_checkpoints", b"no folder"),
    "was handed in at no time": timestamp("bytes"),
    "was handed in beyond all time": timestamp("year"),
    "was handed in at a folder": timestamp("folder"),
    "was handed in at an endless device": timestamp("link"),
    "was handed in at a FIFO": timestamp("FIFO"),
}
