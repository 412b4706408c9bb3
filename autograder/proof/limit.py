"""A limit on how long a block may run, for mutants that never end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class OutOfTime(BaseException):
    """The limit is reached; not an ``Exception``, so that no check takes it for the answer's own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``OutOfTime`` inside the block once the time is up.

    Pitfall: an alarm reaches Python code of the main thread only; one endless call inside numpy would not notice.
    """
    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def ring(number: int, frame: FrameType | None) -> NoReturn:
    """Answer the alarm."""
    raise OutOfTime
