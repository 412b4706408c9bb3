"""The engine: take in what was handed in, have judged what is new, keep what was found; nothing ends the batch."""

import hashlib
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from autograder.courses.course import Course
from autograder.courses.workers import pool
from autograder.files import write_text
from autograder.grading.answer_key import answer_key
from autograder.grading.cluster import cluster, count_workers
from autograder.grading.handed_in import ReadingLimits, Rejected
from autograder.grading.journal import Journal, Key
from autograder.grading.judges import Here, Judges
from autograder.grading.opening import file_bytes
from autograder.grading.paper import Paper
from autograder.grading.plan import Plan
from autograder.grading.secrets import fingerprint, read_seed
from autograder.grading.terms import read_limits, read_terms
from autograder.grading.version import grader_version
from autograder.grading.work import Found, Records, Task, Work

Progress = Callable[[int, int, str], None]
BATCH, CLUSTER_BATCH = 4, 25


@dataclass(frozen=True)
class Result:
    """What came of one submission.

    Args:
        student: the student's id.
        data: what was handed in.
        records: what each check found; None where there is no grade.
        tier: the walls behind which it was run.
        paper: what is to be written down, where it was made already.
        rejected: why the submission cannot be graded, by the student's doing.
        failed: why it could not be graded, by no fault of the student's.
        key: under which the journal keeps it.
        known: whether the journal had it already.
    """

    student: str
    data: bytes = b""
    records: Records | None = None
    tier: str = ""
    paper: Paper | None = None
    rejected: str = ""
    failed: str = ""
    key: Key | None = None
    known: bool = False


class Engine:
    """Judges the submissions of an assignment.

    Args:
        course: the course.
        plan: the assignment.
        workers: how many processes judge; default one a processor.
        force: judge again what the journal has.
        trusted: run students' code even where there are no walls.
        address: of the scheduler of a Dask cluster whose workers judge; "" for this machine's processes.

    Raises:
        CourseError: a setting of the course is wrong, or there are no walls here.
    """

    def __init__(
        self,
        course: Course,
        plan: Plan,
        workers: int | None = None,
        force: bool = False,
        trusted: bool = False,
        address: str = "",
    ) -> None:
        self.course, self.plan, self.force, self.address = course, plan, force, address
        self.workers = workers or os.cpu_count() or 1
        self.seed = read_seed(course.folder)
        self.journal = Journal(course.folder / ".handmade" / "journal" / plan.assignment)
        self.trusted = trusted
        if address:
            self.limits, self.tier = read_limits(course)
        else:
            terms = read_terms(course, trusted)
            self.limits, self.tier = terms.limits, terms.tier

    @cached_property
    def work(self) -> Work:
        """What every worker has to know."""
        key = answer_key(self.course.folder, self.plan, self.seed)
        return Work(self.plan, self.seed, self.limits, key, grader_version(), self.tier, self.trusted)

    def results(self, students: Sequence[str]) -> Iterator[Result]:
        """A result a student, as they come; only as many submissions are in memory as are being judged."""
        waiting: dict[str, Result] = {}
        with ExitStack() as stack:
            judges: Judges | None = None
            for student in students:
                ready = self.at_once(student)
                if ready.records is not None or ready.rejected or ready.failed:
                    yield ready
                    continue
                waiting[student] = ready
                judges = judges or stack.enter_context(self.judges(len(students)))
                for found in judges.take(Task(student, ready.data)):
                    yield self.noted(waiting.pop(found.student), found)
            for found in judges.rest() if judges is not None else ():
                yield self.noted(waiting.pop(found.student), found)

    def judges(self, submissions: int) -> Judges:
        """Those who judge so many submissions."""
        if self.address:
            ask = partial(count_workers, self.address)
            workers = ask()
            size = max(1, min(CLUSTER_BATCH, submissions // (2 * workers)))
            return Judges(self.work, partial(cluster, self.address), busy=2 * workers, size=size, ask=ask)
        if submissions == 1:
            return Judges(self.work, Here, busy=1)
        workers = min(self.workers, submissions)
        size = max(1, min(BATCH, submissions // (2 * workers)))
        return Judges(self.work, partial(pool, workers), busy=2 * workers, size=size)

    def at_once(self, student: str) -> Result:
        """The result of a submission that is rejected, unreadable by our fault, or known; else what to judge."""
        path = self.course.notebook("submitted", student, self.plan.assignment)
        try:
            if not path.exists() and not path.is_symlink():
                return Result(student, rejected=misnamed(path))
            data = file_bytes(path, ReadingLimits().file)
            key = self.key(student, data)
            kept = None if self.force else self.kept(key)
        except Rejected as error:
            return Result(student, rejected=str(error))
        except Exception as error:
            return Result(student, failed=self.report(student, "".join(traceback.format_exception(error))))
        if kept is None:
            return Result(student, data, key=key)
        return Result(student, data, kept["checks"], kept["tier"], key=key, known=True)

    def kept(self, key: Key) -> dict[str, Any] | None:
        """What the journal has, if it is whole."""
        found = self.journal.get(key)
        return found if found is not None and found.keys() >= {"checks", "tier"} else None

    def key(self, student: str, data: bytes) -> Key:
        """What a student's result depends on."""
        assignment = f"{self.plan.assignment} {self.plan.version}"
        return Key(student, hashlib.sha256(data).hexdigest(), assignment, fingerprint(self.seed), grader_version())

    def noted(self, asked: Result, found: Found) -> Result:
        """Keep a fresh result in the journal before anything else is done with it."""
        student, key = asked.student, asked.key
        if found.rejected:
            return Result(student, rejected=found.rejected)
        if found.failed or found.records is None or key is None:
            failed = self.report(student, found.failed) if "\n" in found.failed else found.failed
            return Result(student, failed=failed)
        try:
            self.journal.put(key, {"checks": found.records, "tier": found.tier})
        except OSError as error:
            return Result(
                student, failed=f"The journal {self.journal.folder} cannot be written: {error.strerror}. Run again."
            )
        return Result(student, asked.data, found.records, found.tier, found.paper, key=key)

    def report(self, student: str, trace: str) -> str:
        """Write down a failure of ours in full; gives the line that says where."""
        path = self.course.folder / ".handmade" / "reports" / self.plan.assignment / f"{student}.txt"
        said = trace.strip().rpartition("\n")[2]
        try:
            write_text(path, trace)
        except OSError:
            return f"The grader failed ({said}), and no report could be written."
        return f"The grader failed ({said}); the report is {path}."


def misnamed(path: Path) -> str:
    """Why there is nothing to read: what is there instead."""
    others = sorted(one.name for one in path.parent.iterdir())[:5]
    there = f"The folder holds {', '.join(others)}." if others else "The folder is empty."
    return f"There is no {path.name}. {there} Put the right one there under that name."


def receipt(course: Path, assignment: str, student: str) -> Path:
    """The file that says under which key a student's result was last written into the gradebook."""
    return course / ".handmade" / "written" / assignment / f"{student}.txt"
