"""The trusted end of a program in a sandbox: whether it is ready, what it complained of, and its end."""

import contextlib
import os
import signal
import socket
import subprocess
from dataclasses import dataclass
from typing import IO

from autograder.sandbox.isolation.failure import IsolationError


@dataclass
class Launched:
    """A program that runs in a sandbox.

    Args:
        process: what was started: bubblewrap or the program itself.
        control: the program's standard input; when this end is closed, by whatever death, the program ends itself.
        complaints: its standard error.
        root: a handle on the process whose death takes the tree; none until it has said that it is ready.
        greeting: what it said then.
    """

    process: subprocess.Popen[bytes]
    control: socket.socket
    complaints: IO[bytes]
    root: int | None = None
    greeting: bytes = b""

    def await_ready(self, seconds: float) -> None:
        """Wait for the greeting and the handle that come when all is set up.

        Raises:
            IsolationError: they did not come.
        """
        self.control.settimeout(seconds)
        try:
            self.greeting, handles, _, _ = socket.recv_fds(self.control, 1024, 1)
        except OSError as error:
            raise IsolationError(f"The sandbox did not get ready ({error}). {self.last_words()}") from None
        if not handles:
            raise IsolationError(f"The sandbox ended before it was ready. {self.last_words()}")
        self.root = handles[0]

    def last_words(self) -> str:
        """The last line of its standard error, which no student can write to."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        if self.complaints.closed:
            return "It was ended."
        self.complaints.seek(0)
        lines = self.complaints.read(2**20).decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "It said nothing."

    def kill(self) -> None:
        """End the program and everything it started, and wait until they are gone."""
        if self.root is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.root, signal.SIGKILL)
            os.close(self.root)
            self.root = None
        self.control.close()
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.complaints.close()
