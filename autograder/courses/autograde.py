"""Run nbgrader's autograder on submissions, a few at a time; what happens to one does not touch the others."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from autograder.courses.course import Course, nbgrader_reason
from autograder.courses.workers import pool

Progress = Callable[[int, int, str], None]


def autograde(
    course: Course, assignment: str, students: Sequence[str], force: bool = False, progress: Progress | None = None
) -> dict[str, str]:
    """Autograde submissions into ``autograded/`` and the gradebook.

    Args:
        course: the course.
        assignment: the assignment.
        students: whose submissions.
        force: grade again what was graded before; else only where ``timestamp.txt`` is newer, as nbgrader does.
        progress: told (submissions done, submissions in all, student) after each.

    Returns:
        For each submission that could not be graded: student to reason.
    """
    tell = progress or (lambda done, total, student: None)
    failed: dict[str, str] = {}
    done = 0
    with pool(len(students)) as workers:
        jobs = {workers.submit(autograde_one, course.folder, assignment, one, force): one for one in students}
        for job in as_completed(jobs):
            reason = result(job)
            if reason is None:
                reason = alone(course, assignment, jobs[job])
            if reason:
                failed[jobs[job]] = reason
            done += 1
            tell(done, len(students), jobs[job])
    return failed


def autograde_one(folder: Path, assignment: str, student: str, force: bool) -> str:
    """Autograde one submission; gives the reason if it could not be done, else ""."""
    outcome = Course(folder).api().autograde(assignment, student, force=force)
    return "" if outcome["success"] else nbgrader_reason(outcome)


def result(job: "Future[str]") -> str | None:
    """What came of a job; None where the process that had it, or one beside it, died."""
    try:
        return job.result()
    except BrokenProcessPool:
        return None
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def alone(course: Course, assignment: str, student: str) -> str:
    """Try again a submission whose process died, in one of its own: perhaps another was to blame."""
    with pool(1) as worker:
        reason = result(worker.submit(autograde_one, course.folder, assignment, student, True))
    return "The process that graded it died, twice." if reason is None else reason
