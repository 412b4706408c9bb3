"""The side that starts the disposable process, and tells the file's fault from ours."""

import io
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.grading.handed_in import ReadingFailed, ReadingLimits, Rejected
from autograder.grading.notebook_cells import Cell
from autograder.inside.protocol import ProtocolError, receive, send

COMMAND = [sys.executable, "-P", "-m", "autograder.grading.reading_child"]
# How the child ends when the file is too much for it; any other end is no fault of the file.
ENDS = {
    "SIGXCPU": "it takes too long",
    "SIGSEGV": "it takes too much memory",
    "SIGABRT": "it takes too much memory",
}


def read_cells_elsewhere(data: bytes, limits: ReadingLimits) -> tuple[list[Cell], list[str]]:
    """The cells of a notebook, parsed in a process of its own; and notes.

    Raises:
        Rejected: it is no notebook, or reading it takes too much.
        ReadingFailed: the process could not do its work.
    """
    request = io.BytesIO()
    send(request, {"limits": asdict(limits), "data": np.frombuffer(data, np.uint8)})
    try:
        done = subprocess.run(
            COMMAND, input=request.getbuffer(), capture_output=True, timeout=limits.clock, env=environment()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReadingFailed(f"The process that reads large notebooks failed: {error}. Try again.") from error
    for name, reason in ENDS.items():
        if done.returncode < 0 and done.returncode == -getattr(signal, name, 0):
            raise Rejected(f"It is not a notebook that can be read: {reason}.")
    try:
        return understood(receive(io.BytesIO(done.stdout)))
    except (ProtocolError, EOFError, TypeError, KeyError, AttributeError):
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ReadingFailed(
            f"The process that reads large notebooks ended with status {done.returncode}: {said or 'no reason given'}."
        ) from None


def understood(reply: dict[str, Any]) -> tuple[list[Cell], list[str]]:
    """The reply's cells and notes."""
    if "rejected" in reply:
        raise Rejected(reply["rejected"])
    cells = [Cell(**{**cell, "source": cell["source"].tobytes().decode()}) for cell in reply["cells"]]
    return cells, list(reply["notes"])


def environment() -> dict[str, str]:
    """Our own, with this project on its path and one thread for linear algebra."""
    path = os.pathsep.join(filter(None, [str(Path(autograder.__file__).parents[1]), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
