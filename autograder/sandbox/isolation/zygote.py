"""The trusted side of a warm sandbox: forks a locked child for each submission in a few milliseconds.

with Zygote.start("package.module:entry", tier, modules=locate("package")) as zygote, zygote.fork() as child:
    child.to_child.write(request)
"""

import os
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from autograder.sandbox.isolation.child import Child
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.launch import start
from autograder.sandbox.isolation.launched import Launched
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.runtime import PACKAGE, base_runtime
from autograder.sandbox.isolation.tier import Tier


class Zygote:
    """A warm sandbox, numpy and scipy.special loaded; a child of it is born in a few milliseconds.

    Pitfall: it belongs to one thread. And a process forked from the grader without exec keeps the control socket open.

    Attributes:
        tier: how it is made.
        nested: whether each child has namespaces and a scratch folder of its own inside the sandbox; elsewhere the
            children of one zygote share its process table, are kept apart by Landlock and seccomp, and write nowhere.
    """

    def __init__(self, launched: Launched, tier: Tier) -> None:
        self.launched, self.tier = launched, tier
        self.nested = launched.greeting == b"nested"
        self.children: list[Child] = []

    @classmethod
    def start(
        cls,
        entry: str,
        tier: Tier,
        modules: Mapping[str, Path] | None = None,
        limits: Limits | None = None,
        readable: Iterable[Path] = (),
    ) -> Self:
        """Start one.

        Args:
            entry: ``module:function`` that each child calls as ``function(requests, replies)``, two binary streams.
            tier: what `probe` found.
            modules: what can be imported in there beyond the stdlib, numpy and scipy; see `locate`.
            limits: bounds of each child.
            readable: other files and folders that a child may read.

        Raises:
            IsolationError: it cannot be started here; the message says why.
        """
        if tier is Tier.C:
            raise IsolationError("There is no sandbox on this machine, so nothing untrusted is run.")
        runtime = base_runtime().with_modules(modules or {})
        main = f"{PACKAGE}.warm:main"
        return cls(start(main, tier, runtime, limits or Limits(), readable, {"entry": entry}), tier)

    def fork(self) -> Child:
        """A new child, locked in.

        Raises:
            IsolationError: the zygote is gone, or the child's walls do not stand.
        """
        lifeline, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        requests, to_child = os.pipe()
        from_child, replies = os.pipe()
        child = Child(os.fdopen(to_child, "wb"), os.fdopen(from_child, "rb"), lifeline)
        passed = (requests, replies, theirs.detach())
        try:
            socket.send_fds(self.launched.control, [b"fork"], passed)
        except OSError:
            lifeline.shutdown(socket.SHUT_RDWR)  # nobody will ever say on it that the child has ended
            child.close()
            raise IsolationError(f"The warm sandbox is gone. {self.launched.last_words()}") from None
        finally:
            for descriptor in passed:
                os.close(descriptor)
        child.await_locked()
        self.children = [*(other for other in self.children if other.handle is not None), child]
        return child

    def close(self) -> None:
        """End every child and the zygote itself."""
        for child in self.children:
            child.close()
        self.launched.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()
