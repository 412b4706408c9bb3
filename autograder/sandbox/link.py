"""A process to run a submission in: inside the walls where the machine has them, a plain one where it has none."""

import atexit
import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import IO, Protocol

import autograder
from autograder.sandbox.isolation.child import Child
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.runtime import locate
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.isolation.zygote import Zygote

ENTRY = "autograder.sandbox.child:serve"
INSIDE = ("autograder", "autograder.sandbox", "reference_impl")


class Link(Protocol):
    """A process at the other end of two pipes."""

    to_child: IO[bytes]
    from_child: IO[bytes]

    def alive(self) -> bool:
        """Whether it still runs."""
        ...

    def close(self) -> None:
        """End it and all that it started."""
        ...


def open_link(memory: int, insist: bool = False) -> Link:
    """A fresh process, as well walled in as this machine allows.

    Args:
        memory: bytes of address space it may have.
        insist: run nothing rather than run it in the open, although this machine has walls.

    Raises:
        IsolationError: there are walls here, but they did not come up, and they were insisted on.
    """
    if probe().tier is not Tier.C:
        try:
            return WalledLink(zygote(memory).fork())
        except IsolationError:
            if insist:
                raise
    return PlainLink(memory)


@cache
def zygote(memory: int) -> Zygote:
    """The warm process that forks submissions; one for the life of this process, and it ends with it."""
    made = Zygote.start(ENTRY, probe().tier, modules=locate(*INSIDE), limits=Limits(address_space=memory))
    atexit.register(made.close)
    return made


class WalledLink:
    """A child of the warm process, behind the walls."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.to_child, self.from_child = child.to_child, child.from_child

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.child.handle is not None and self.child.wait(0) is None

    def close(self) -> None:
        """End it and all that it started."""
        self.child.close()


class PlainLink:
    """A process with time and memory limited and no walls, in a folder of its own."""

    def __init__(self, memory: int) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="handmade-")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.sandbox.child"],
            cwd=self.folder.name,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.to_child: IO[bytes] = self.process.stdin
        self.from_child: IO[bytes] = self.process.stdout
        with contextlib.suppress(ImportError, AttributeError, OSError):
            import resource

            resource.prlimit(self.process.pid, resource.RLIMIT_AS, (memory, memory))
            resource.prlimit(self.process.pid, resource.RLIMIT_CORE, (0, 0))

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def close(self) -> None:
        """End it and all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for stream in (self.to_child, self.from_child):
            with contextlib.suppress(OSError):
                stream.close()
        self.process.wait()
        self.folder.cleanup()


def environment() -> dict[str, str]:
    """A plain process's environment: this project on its path, one thread for linear algebra."""
    path = os.pathsep.join(filter(None, [str(Path(autograder.__file__).parents[1]), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class TimedReader:
    """Reads from a process that may stop in the middle of a message.

    Args:
        stream: what it writes to.
        seconds: how long all of a message may take.
    """

    def __init__(self, stream: IO[bytes], seconds: float) -> None:
        self.descriptor, self.end = stream.fileno(), time.monotonic() + seconds

    def read(self, size: int) -> bytes:
        """This many bytes; fewer where the process has ended.

        Raises:
            TimeoutError: they did not come in time.
        """
        pieces = []
        while size > 0:
            if not select.select([self.descriptor], [], [], max(0.0, self.end - time.monotonic()))[0]:
                raise TimeoutError
            piece = os.read(self.descriptor, min(size, 2**20))
            if not piece:
                break
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)
