"""The processes in which nbgrader works, a few side by side."""

import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait


def pool(jobs: int) -> ProcessPoolExecutor:
    """Fresh processes, no more than jobs or processors: nbgrader changes the working directory of the whole process."""
    size = max(1, min(jobs, os.cpu_count() or 1))
    return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=settle_in)


def settle_in() -> None:
    """Prepare a worker, whose kernels inherit all of it, and which ends when the process that made it does.

    What they write on the way goes nowhere; what matters is in nbgrader's log, which is read. One thread each: the
    arrays are small, and threads that outnumber the processors wait for each other.
    """
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.__stdout__.fileno() if sys.__stdout__ else 1)
    os.dup2(sink, sys.__stderr__.fileno() if sys.__stderr__ else 2)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Wait for the end of the process that made this one, and end too: a killed grader leaves nobody behind."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
