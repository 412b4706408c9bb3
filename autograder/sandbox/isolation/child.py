"""The trusted end of one submission's process."""

import contextlib
import os
import signal
import socket
from types import TracebackType
from typing import IO, Self

from autograder.sandbox.isolation.failure import IsolationError

FORK_SECONDS = 30.0
END_SECONDS = 10.0


class Child:
    """One submission's process, locked in before it runs anything of the student's.

    Attributes:
        to_child: what it reads its requests from.
        from_child: what it writes its replies to; believe nothing that comes out of it.
    """

    def __init__(self, to_child: IO[bytes], from_child: IO[bytes], lifeline: socket.socket) -> None:
        self.to_child, self.from_child, self.lifeline = to_child, from_child, lifeline
        self.handle: int | None = None
        self.exit_code: int | None = None

    def await_locked(self) -> None:
        """Wait until its walls stand.

        Raises:
            IsolationError: they do not; the process is gone then.
        """
        self.lifeline.settimeout(FORK_SECONDS)
        try:
            said, handles, _, _ = socket.recv_fds(self.lifeline, 8192, 1)
            if handles:
                self.handle = handles[0]
                said = self.lifeline.recv(8192)
        except OSError as error:
            said = str(error or "no answer in time").encode()
        if said != b"locked":
            self.kill()
            raise IsolationError(f"A process could not be locked in, and was ended: {said.decode(errors='replace')}")

    def wait(self, seconds: float) -> int | None:
        """Its exit code once it has ended (the negated signal where one ended it); None while it runs."""
        if self.exit_code is None:
            self.lifeline.settimeout(seconds)
            with contextlib.suppress(TimeoutError, BlockingIOError, ValueError, ConnectionError):
                self.exit_code = int(self.lifeline.recv(64) or b"-9")
        return self.exit_code

    def kill(self) -> None:
        """End it, and everything in it, now."""
        if self.handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            os.close(self.handle)
            self.handle = None

    def close(self) -> None:
        """End it, wait until it is gone and let go of it."""
        self.kill()
        for stream in (self.to_child, self.from_child):
            with contextlib.suppress(OSError):
                stream.close()
        self.wait(END_SECONDS)
        self.lifeline.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()
