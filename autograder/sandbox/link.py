"""A process to run a submission in: inside the walls, or a plain one where the machine has none."""

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import IO, Protocol

import autograder
from autograder.sandbox.isolation.child import Child
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.runtime import locate
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.isolation.zygote import Zygote
from autograder.sandbox.terms import Terms

INSIDE = "autograder.inside"


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


def open_link(terms: Terms) -> Link:
    """A fresh process, walled in as the terms say.

    Raises:
        IsolationError: the walls did not come up.
    """
    if terms.tier is Tier.C:
        return PlainLink(terms.limits)
    warm = zygote(terms.tier, terms.limits)
    try:
        return WalledLink(warm.fork())
    except IsolationError:  # perhaps the warm process was killed: another one is started
        warm.close()
        zygote.cache_clear()
        return WalledLink(zygote(terms.tier, terms.limits).fork())


@cache
def zygote(tier: Tier, limits: Limits) -> Zygote:
    """The warm process that forks submissions; one for the life of this process, and it ends with it."""
    made = Zygote.start(f"{INSIDE}.child:serve", tier, modules=locate(INSIDE), limits=limits)
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

    def __init__(self, limits: Limits) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="handmade-")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", f"{INSIDE}.child"],
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

            memory = limits.address_space
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
