"""The workers of a Dask cluster, asked like a local pool of processes.

The scheduler and its connections must be private, or secured by TLS: whoever reaches them can run code on every
worker, and the hidden cases' seed travels over them. Tasks carry bytes and return plain values; journal and gradebook
stay here.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from autograder.courses.course import CourseError

if TYPE_CHECKING:
    from distributed import Client

SECONDS = 10
KEPT = "What was judged before is kept: run again when the cluster is there, or without --cluster."


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers at a scheduler's address.

    Raises:
        CourseError: Dask is not installed, or nobody answers there.
    """
    with connected(address) as client:
        executor = client.get_executor(pure=False)
        try:
            yield executor
        finally:
            with suppress(Exception):  # a scheduler that is gone cannot be told
                executor.shutdown(wait=False)


def count_workers(address: str) -> int:
    """How many workers can judge.

    Raises:
        CourseError: Dask is not installed, nobody answers there, or there is no worker that can judge.
    """
    with connected(address) as client:
        workers = client.scheduler_info(n_workers=-1)["workers"]
    insist_on_workers(address, workers)
    return len(workers)


@contextmanager
def connected(address: str) -> "Iterator[Client]":
    """A connection to a scheduler.

    Raises:
        CourseError: Dask is not installed, or nobody answers there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise CourseError("--cluster needs Dask: pip install 'handmade[cluster]'.") from None
    hush()
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(f"No Dask scheduler answers at {address}: {error}. {KEPT}") from None
    with client:
        yield client


def hush() -> None:
    """Keep Dask's own log, which is full of tracebacks, from between the lines that are meant for people."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def insist_on_workers(address: str, workers: dict[str, Any]) -> None:
    """Refuse a cluster that cannot judge.

    Raises:
        CourseError: it has no workers, or some with several threads: a sandbox belongs to one.
    """
    how = "dask worker ADDRESS --nthreads 1"
    if not workers:
        raise CourseError(f"The scheduler at {address} has no workers. Start some: {how}. {KEPT}")
    crowded = sorted(name for name, about in workers.items() if about["nthreads"] != 1)
    if crowded:
        raise CourseError(f"These workers have more than one thread: {', '.join(crowded)}. Start them with: {how}")
