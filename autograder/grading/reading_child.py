"""The disposable process in which a large notebook is parsed: it may run out of memory or time, and nobody minds.

Started as ``python -m autograder.grading.reading_child``: one request in on standard input, one reply on standard
output, both in the frames of `autograder.inside.protocol`.
"""

import contextlib
import sys
from dataclasses import asdict
from typing import Any

import numpy as np

from autograder.grading.handed_in import ReadingLimits, Rejected
from autograder.grading.notebook_cells import read_cells
from autograder.inside.protocol import receive, send

TOO_MUCH = "It is not a notebook that can be read: it takes too much memory."


def main() -> None:
    """Answer the one request."""
    request = receive(sys.stdin.buffer)
    limits = ReadingLimits(**request["limits"])
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.processor, limits.processor + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    send(sys.stdout.buffer, reply(request["data"], limits))


def reply(data: np.ndarray, limits: ReadingLimits) -> dict[str, Any]:
    """The cells, their text as bytes because a message's header is small; or why there are none."""
    try:
        cells, notes = read_cells(data.tobytes(), limits)
    except Rejected as error:
        return {"rejected": str(error)}
    except MemoryError:
        return {"rejected": TOO_MUCH}
    return {"notes": notes, "cells": [{**asdict(cell), "source": as_array(cell.source.encode())} for cell in cells]}


def as_array(data: bytes) -> np.ndarray:
    """Bytes in the form in which a message carries them."""
    return np.frombuffer(data, np.uint8)


if __name__ == "__main__":
    main()
