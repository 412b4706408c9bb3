"""The workers of a Dask cluster, asked like a local pool of processes.

The scheduler and its connections must be private, or secured by TLS: whoever reaches them can run code on every
worker, and the hidden cases' seed travels over them. Tasks carry bytes and return plain values; journal and gradebook
stay here.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from autograder.courses.course import CourseError

SECONDS = 10


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers at a scheduler's address.

    Raises:
        CourseError: Dask is not installed, nobody answers there, or there is no worker that can judge.
    """
    try:
        from distributed import Client
    except ImportError:
        raise CourseError("--cluster needs Dask: pip install 'handmade[cluster]'.") from None
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(f"No Dask scheduler answers at {address}: {error}") from None
    with client:
        insist_on_workers(address, client.scheduler_info(n_workers=-1)["workers"])
        executor = client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)


def insist_on_workers(address: str, workers: dict[str, Any]) -> None:
    """Refuse a cluster that cannot judge.

    Raises:
        CourseError: it has no workers, or some with several threads: a sandbox belongs to one.
    """
    how = "dask worker ADDRESS --nthreads 1"
    if not workers:
        raise CourseError(f"The scheduler at {address} has no workers. Start some: {how}")
    crowded = sorted(name for name, about in workers.items() if about["nthreads"] != 1)
    if crowded:
        raise CourseError(f"These workers have more than one thread: {', '.join(crowded)}. Start them with: {how}")
