"""The zygote: a warm process inside the sandbox that forks a locked child for each submission and runs nothing else.

    zygote      waits on the control socket; its end means that the grader is gone, and everything ends
      keeper    one a submission: makes namespaces (tier A), waits for the child, says how it ended
        child   locks itself in, then calls the entry with its two pipes

It holds no secret, no thread and, in tier B under root, the only privilege: that of giving the child another user.
"""

import gc
import importlib
import os
import signal
import socket
from pathlib import Path
from typing import Any

from autograder.sandbox.isolation.keeper import Warm, die_with_parent, keep
from autograder.sandbox.isolation.limits import SCRATCH, Limits
from autograder.sandbox.isolation.lockdown import Readable
from autograder.sandbox.isolation.namespaces import enter_namespaces
from autograder.sandbox.isolation.preload import preload
from autograder.sandbox.isolation.seccomp import compile_filter

NESTED, FLAT = b"nested", b"flat"


def main(settings: dict[str, Any]) -> None:
    """Get ready, say so, and fork on request until the grader is gone."""
    control = socket.socket(fileno=os.dup(0))
    silence()
    preload()
    module, function = settings["entry"].split(":")
    entry = getattr(importlib.import_module(module), function)
    if len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("Something imported in the sandbox started a thread; no process that has one may be forked.")
    limits = Limits(**settings["limits"])
    files, stdlib = (tuple(map(Path, settings[key])) for key in ("readable", "stdlib"))
    in_bubblewrap = settings["tier"] == "A"
    readable = Readable(files, stdlib, covered=in_bubblewrap)
    nested = in_bubblewrap and namespaces_nest(limits)
    gc.freeze()
    root = os.pidfd_open(os.getpid())
    socket.send_fds(control, [NESTED if nested else FLAT], [root])
    os.close(root)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    serve(control, Warm(entry, limits, readable, readable.rules(), compile_filter(os.uname().machine), nested))


def silence() -> None:
    """Leave neither the control socket nor anything else on standard input and output."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def namespaces_nest(limits: Limits) -> bool:
    """Whether a process in here may make namespaces, found by letting one try."""
    child = os.fork()
    if child == 0:
        try:
            enter_namespaces(SCRATCH, limits.scratch)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def serve(control: socket.socket, warm: Warm) -> None:
    """A keeper for each request; it comes with three descriptors: the child's two pipes and a lifeline."""
    zygote = os.getpid()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 16, 3)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            status = 1
            try:
                die_with_parent(zygote)
                status = keep(warm, *descriptors)
            finally:
                os._exit(status)
        for descriptor in descriptors:
            os.close(descriptor)
