"""Both directions of a pipe to a process that may stop reading, stop writing, or end, at any moment."""

import os
import select
import time

from autograder.sandbox.link import Link

PIECE = 2**20


class Channel:
    """Messages to a process and from it, each with a time by which it must be through.

    Args:
        link: the process.
    """

    def __init__(self, link: Link) -> None:
        self.to_child, self.from_child = link.to_child.fileno(), link.from_child.fileno()
        os.set_blocking(self.to_child, False)
        self.received = bytearray()
        self.end = 0.0

    def within(self, seconds: float) -> "Channel":
        """This channel, with so much time from now on."""
        self.end = time.monotonic() + seconds
        return self

    def write(self, data: bytes) -> None:
        """Write all of it.

        Raises:
            TimeoutError: it was not read in time.
            BrokenPipeError: the process has ended.
        """
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self.to_child, rest[:PIECE]) :]
            except BlockingIOError:
                self.await_one([], [self.to_child])

    def read(self, size: int) -> bytes:
        """This many bytes; fewer where the process has ended.

        Raises:
            TimeoutError: they did not come in time.
        """
        while len(self.received) < size:
            self.await_one([self.from_child], [])
            piece = os.read(self.from_child, PIECE)
            if not piece:
                break
            self.received += piece
        data = bytes(self.received[:size])
        del self.received[:size]
        return data

    def await_one(self, readable: list[int], writable: list[int]) -> None:
        """Wait until one of these is ready."""
        if not any(select.select(readable, writable, [], max(0.0, self.end - time.monotonic()))):
            raise TimeoutError
