"""Who judges: processes of this machine, workers of a cluster, or this process; all are asked in the same way."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from autograder.grading.work import Found, Task, Work, judge_all

DIED = "The process that judged it died, twice ({}). No grade: run again; if it happens again, look at this submission."
PATIENCE = 15  # seconds without news after which one asks whether anybody is there
Batch = tuple[Task, ...]
Job = Future[list[Found]]


class Here(Executor):
    """Judges in this process: for a single submission, a worker would take longer to start."""

    def submit(self, call: Callable[..., list[Found]], /, *arguments: Work | Batch) -> Job:  # type: ignore[override]
        """Do it at once."""
        done: Job = Future()
        try:
            done.set_result(call(*arguments))
        except Exception as error:
            done.set_exception(error)
        return done


@dataclass
class Judges:
    """Hands out submissions in batches, no more at a time than are needed to keep everyone busy.

    A batch whose process dies is handed out again, each submission alone and to fresh processes: perhaps another one
    was to blame.

    Args:
        work: what they have in common.
        hire: opens the executor.
        busy: how many batches may be out.
        size: submissions in a batch.
        ask: raises an error where nobody is left who could judge; asked when there is no news.
    """

    work: Work
    hire: Callable[[], AbstractContextManager[Executor]]
    busy: int
    size: int = 1
    ask: Callable[[], object] = lambda: None
    out: dict[Job, Batch] = field(default_factory=dict)
    next: list[Task] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.hired = self.hire()
        self.executor = self.hired.__enter__()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for job in self.out:
            job.cancel()
        self.hired.__exit__(kind, error, trace)

    def take(self, task: Task) -> Iterator[Found]:
        """Take a submission; gives what has been found out meanwhile of others."""
        self.next.append(task)
        if len(self.next) >= self.size:
            self.hand_out()
        if len(self.out) >= self.busy:
            yield from self.finished()

    def rest(self) -> Iterator[Found]:
        """What is found out of all the others."""
        if self.next:
            self.hand_out()
        while self.out:
            yield from self.finished()

    def hand_out(self) -> None:
        """Give the next batch to somebody."""
        batch, self.next = tuple(self.next), []
        try:
            job = self.executor.submit(judge_all, self.work, batch)
        except BrokenExecutor:
            self.replace()
            job = self.executor.submit(judge_all, self.work, batch)
        self.out[job] = batch

    def replace(self) -> None:
        """Let those go of whom one has died, and hire others."""
        self.hired.__exit__(None, None, None)
        self.hired = self.hire()
        self.executor = self.hired.__enter__()

    def finished(self) -> Iterator[Found]:
        """Wait for a batch, and give what was found."""
        lost: list[Task] = []
        for job in self.done(self.out):
            batch = self.out.pop(job)
            if job.cancelled() or job.exception() is not None:
                lost += batch
            else:
                yield from job.result()
        if lost:
            yield from self.again(lost)

    def done(self, jobs: Iterable[Job]) -> set[Job]:
        """Wait until some of these are done."""
        while True:
            done, _ = wait(jobs, PATIENCE, FIRST_COMPLETED)
            if done:
                return done
            self.ask()

    def again(self, lost: Sequence[Task]) -> Iterator[Found]:
        """Judge, one at a time, what was lost with a process; whose process dies of it again does so for its sake."""
        waiting = deque(lost)
        while waiting:
            with self.hire() as executor:
                while waiting:
                    task = waiting.popleft()
                    try:
                        job = executor.submit(judge_all, self.work, (task,))
                    except BrokenExecutor:  # somebody died of nothing that is known here
                        waiting.appendleft(task)
                        break
                    self.done([job])
                    try:
                        yield job.result()[0]
                    except Exception as error:  # whatever the pool or the cluster says of a worker that is gone
                        yield Found(task.student, failed=died(error))
                        break


def died(error: Exception) -> str:
    """What is said of a submission whose process died a second time."""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return DIED.format(" ".join(what.split())[:200])
