"""The engine: read what was handed in, judge what is new, write everything down; nothing ends the batch."""

import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.courses.course import Course
from autograder.courses.workers import pool
from autograder.files import write_text
from autograder.grading.examine import examine
from autograder.grading.journal import Journal, Key
from autograder.grading.plan import Plan
from autograder.grading.reader import HandedIn, Rejected, read_notebook, to_submission
from autograder.grading.secrets import fingerprint, read_seed
from autograder.grading.version import grader_version
from autograder.sandbox.process import Limits

Progress = Callable[[int, int, str], None]
Records = list[dict[str, Any]]
DIED = "The process that judged it died, twice. No grade: run again, and if it happens again, look at this submission."


@dataclass(frozen=True)
class Result:
    """What came of one submission.

    Args:
        student: the student's id.
        records: what each check found; None where there is no grade.
        handed_in: what was read.
        rejected: why the submission cannot be graded, by the student's doing.
        failed: why it could not be graded, by no fault of the student's.
        key: under which the journal keeps it.
        known: whether the journal had it already.
    """

    student: str
    records: Records | None = None
    handed_in: HandedIn | None = None
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
        limits: what a submission may use.
        force: judge again what the journal has.
    """

    def __init__(
        self,
        course: Course,
        plan: Plan,
        workers: int | None = None,
        limits: Limits | None = None,
        force: bool = False,
    ) -> None:
        self.course, self.plan, self.force = course, plan, force
        self.workers = workers or os.cpu_count() or 1
        self.limits = limits or Limits()
        self.seed = read_seed(course.folder)
        self.journal = Journal(course.folder / ".handmade" / "journal" / plan.assignment)

    def results(self, students: Sequence[str]) -> Iterator[Result]:
        """A result a student, as they come: first what can be said at once, then what has to be judged."""
        waiting: dict[str, tuple[HandedIn, Key]] = {}
        for student in students:
            ready = self.at_once(student)
            if isinstance(ready, Result):
                yield ready
            else:
                waiting[student] = ready
        for student, outcome in self.judged({student: handed_in for student, (handed_in, _) in waiting.items()}):
            handed_in, key = waiting[student]
            yield self.noted(student, handed_in, key, outcome)

    def at_once(self, student: str) -> Result | tuple[HandedIn, Key]:
        """The result of a submission that is rejected, unreadable by our fault, or known; else what to judge."""
        path = self.course.notebook("submitted", student, self.plan.assignment)
        try:
            if not path.exists() and not path.is_symlink():
                return Result(student, rejected=misnamed(path))
            handed_in = read_notebook(path, list(self.plan.checks.values()), self.plan.words)
        except Rejected as error:
            return Result(student, rejected=str(error))
        except Exception as error:
            return Result(student, failed=self.report(student, error))
        key = self.key(student, handed_in)
        records = None if self.force else self.journal.get(key)
        if records is None:
            return handed_in, key
        return Result(student, records["checks"], handed_in, key=key, known=True)

    def key(self, student: str, handed_in: HandedIn) -> Key:
        """What a student's result depends on."""
        assignment = f"{self.plan.assignment} {self.plan.version}"
        return Key(student, handed_in.sha256, assignment, fingerprint(self.seed), grader_version())

    def judged(self, submissions: Mapping[str, HandedIn]) -> Iterator[tuple[str, Records | Exception]]:
        """Judge submissions side by side; one whose process dies is tried once more, alone.

        A single one is judged here: a worker would take longer to start than to judge it.
        """
        if len(submissions) < 2:
            yield from ((student, self.here(one)) for student, one in submissions.items())
            return
        with pool(min(self.workers, len(submissions))) as workers:
            jobs = {
                workers.submit(examine, self.plan, to_submission(one), self.seed, self.limits): student
                for student, one in submissions.items()
            }
            for job in as_completed(jobs):
                outcome = outcome_of(job)
                if isinstance(outcome, BrokenProcessPool):
                    outcome = self.alone(submissions[jobs[job]])
                yield jobs[job], outcome

    def here(self, handed_in: HandedIn) -> Records | Exception:
        """Judge a submission in this process; its code runs elsewhere all the same."""
        try:
            return examine(self.plan, to_submission(handed_in), self.seed, self.limits)
        except Exception as error:
            return error

    def alone(self, handed_in: HandedIn) -> Records | Exception:
        """Judge a submission in a process of its own: perhaps another's was to blame."""
        with pool(1) as worker:
            return outcome_of(worker.submit(examine, self.plan, to_submission(handed_in), self.seed, self.limits))

    def noted(self, student: str, handed_in: HandedIn, key: Key, outcome: Records | Exception) -> Result:
        """Keep a fresh result in the journal before anything else is done with it."""
        if isinstance(outcome, BrokenProcessPool):
            return Result(student, handed_in=handed_in, failed=DIED)
        if isinstance(outcome, Exception):
            return Result(student, handed_in=handed_in, failed=self.report(student, outcome))
        try:
            self.journal.put(key, {"checks": outcome})
        except OSError as error:
            return Result(student, handed_in=handed_in, failed=f"The journal cannot be written: {error.strerror}.")
        return Result(student, outcome, handed_in, key=key)

    def report(self, student: str, error: BaseException) -> str:
        """Write down a failure of ours in full; gives the line that says where."""
        path = self.course.folder / ".handmade" / "reports" / self.plan.assignment / f"{student}.txt"
        try:
            write_text(path, "".join(traceback.format_exception(error)))
        except OSError:
            return f"The grader failed ({type(error).__name__}: {error}), and no report could be written."
        return f"The grader failed ({type(error).__name__}); the report is {path}."


def misnamed(path: Path) -> str:
    """Why there is nothing to read: what is there instead."""
    others = sorted(one.name for one in path.parent.iterdir())[:5]
    there = f"The folder holds {', '.join(others)}." if others else "The folder is empty."
    return f"There is no {path.name}. {there} Put the right one there under that name."


def outcome_of(job: "Future[Records]") -> Records | Exception:
    """What a job returned, or the exception it ended in."""
    try:
        return job.result()
    except Exception as error:
        return error


def receipt(course: Path, assignment: str, student: str) -> Path:
    """The file that says under which key a student's result was last written into the gradebook."""
    return course / ".handmade" / "written" / assignment / f"{student}.txt"
