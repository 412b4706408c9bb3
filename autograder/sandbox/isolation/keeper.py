"""A submission's keeper, a process that waits for it; and how the submission's own process locks itself in."""

import os
import signal
import socket
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, NoReturn

from autograder.sandbox.isolation import kernel
from autograder.sandbox.isolation.limits import SCRATCH, Limits
from autograder.sandbox.isolation.lockdown import Readable, restrict_files_and_user
from autograder.sandbox.isolation.namespaces import enter_namespaces
from autograder.sandbox.isolation.seccomp import restrict_calls

CHILD, LOCKED, FAILED = b"child", b"locked", b"failed: "
Entry = Callable[[IO[bytes], IO[bytes]], None]


@dataclass(frozen=True)
class Warm:
    """What the zygote knows and every child begins with.

    Args:
        entry: what a child calls once it is locked in.
        limits: bounds of a child.
        readable: what a child may read.
        rules: Landlock's for a child that may write nowhere.
        program: seccomp's.
        nested: whether each child gets namespaces of its own, and with them a folder of a limited size to write in.
    """

    entry: Entry
    limits: Limits
    readable: Readable
    rules: int
    program: bytes
    nested: bool


def keep(warm: Warm, requests: int, replies: int, lifeline_descriptor: int) -> int:
    """Start the child, wait for its end, tell the grader."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    lifeline = socket.socket(fileno=lifeline_descriptor)
    try:
        if warm.nested:
            enter_namespaces(SCRATCH, warm.limits.scratch)
        keeper, child = os.getpid(), os.fork()
        if child == 0:
            be_child(warm, requests, replies, lifeline, keeper)
    except OSError as error:
        lifeline.send(FAILED + str(error).encode())
        return 1
    os.close(requests)
    os.close(replies)
    status = os.waitpid(child, 0)[1]
    lifeline.send(str(os.waitstatus_to_exitcode(status)).encode())
    return 0


def be_child(warm: Warm, requests: int, replies: int, lifeline: socket.socket, keeper: int) -> NoReturn:
    """Lock this process in, then run the entry; never returns."""
    try:
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        os.chdir(SCRATCH if warm.nested else "/")
        tempfile.tempdir = str(SCRATCH)
        watched = os.pidfd_open(os.getpid())
        socket.send_fds(lifeline, [CHILD], [watched])
        os.close(watched)
        streams = os.fdopen(requests, "rb"), os.fdopen(replies, "wb")
        rules = warm.rules
        if warm.nested:
            os.close(warm.rules)
            rules = warm.readable.rules(SCRATCH)
        restrict_files_and_user(warm.limits, warm.readable, rules)
        if not warm.nested:  # whose process 1 it is, and dies with everything
            die_with_parent(keeper)
        os.dup2(0, 2)
        restrict_calls(warm.program)
        os.write(lifeline.fileno(), LOCKED)
        lifeline.close()
    except BaseException:
        lifeline.send(FAILED + traceback.format_exc().encode()[-4000:])
        os._exit(1)
    try:
        warm.entry(*streams)
        streams[1].flush()
    except BaseException:
        os._exit(1)
    os._exit(0)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the one that forked it ends, or already has."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
