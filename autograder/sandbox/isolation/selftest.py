"""A tiny program for a sandbox: computes something, and tries what must not succeed."""

import json
import os
import socket
from collections.abc import Callable
from typing import IO

import numpy as np
from scipy import special

FORBIDDEN: dict[str, Callable[[], object]] = {
    "read the system's files": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "list the root folder": lambda: os.listdir("/"),
    "write in a system's folder": lambda: os.open("/usr/handmade-selftest", os.O_CREAT | os.O_WRONLY),
    "look at other processes": lambda: os.open("/proc/1/status", os.O_RDONLY),
    "open a socket": lambda: socket.socket(),
    "start a process": lambda: os._exit(0) if os.fork() == 0 else None,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "signal its parent": lambda: os.kill(os.getppid(), 0),
}


def run(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Reply with one line of JSON: a sum, and the names of what succeeded and should not have."""
    value = float(np.ones((3, 3)).dot(np.ones(3)).sum() + special.erf(0.0))
    replies.write(json.dumps({"value": value, "open": [name for name in FORBIDDEN if succeeds(name)]}).encode() + b"\n")


def succeeds(name: str) -> bool:
    """Whether something forbidden can be done."""
    try:
        FORBIDDEN[name]()
    except OSError:
        return False
    return True
