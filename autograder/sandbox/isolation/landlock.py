"""Layer: Landlock, by which a process takes the file system away from itself except for what it names.

Rights are those of ``linux/landlock.h``; each ABI version of the kernel brought some, and asking an older kernel for
newer ones is an error, so that the version decides what is handled. Nothing may be executed.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.isolation.kernel import system_call

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
RULE_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
ALL_OF_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
BIND_TCP_AND_CONNECT_TCP = 0b11  # from version 4
SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11  # from version 6

READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV


class RulesetAttributes(ctypes.Structure):
    """``struct landlock_ruleset_attr``: all that the rules are about and that is denied unless a rule allows it."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class PathBeneath(ctypes.Structure):
    """``struct landlock_path_beneath_attr``."""

    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def landlock_version() -> int:
    """The kernel's Landlock ABI.

    Raises:
        OSError: it has none, or it is switched off.
    """
    return system_call(CREATE_RULESET, None, 0, ASK_VERSION)


def make_ruleset(readable: Iterable[Path], listable: Iterable[Path], writable: Iterable[Path]) -> int:
    """A descriptor of the rules that deny all files but these, and the network.

    Args:
        readable: files and folders to read; one that does not exist is passed over.
        listable: folders of which only the names may be seen.
        writable: folders to write in, and devices to write to.

    Raises:
        OSError: no Landlock here.
    """
    version = landlock_version()
    handled = ALL_OF_VERSION[min(version, max(ALL_OF_VERSION))]
    network = BIND_TCP_AND_CONNECT_TCP if version >= 4 else 0
    scoped = SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    attributes = RulesetAttributes(handled, network, scoped)
    ruleset = system_call(CREATE_RULESET, ctypes.byref(attributes), ctypes.sizeof(attributes), 0)
    for paths, rights in ((readable, READ), (listable, READ_DIR), (writable, WRITE)):
        for path in paths:
            allow(ruleset, path, rights & handled)
    return ruleset


def restrict_files(ruleset: int) -> None:
    """Put this process, which has promised no new privileges, under rules for good."""
    system_call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def allow(ruleset: int, path: Path, rights: int) -> None:
    """Add a rule: these rights on a file, or on everything beneath a folder."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        granted = rights if path.is_dir() else rights & ON_A_FILE
        rule = PathBeneath(granted, place)
        system_call(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)
