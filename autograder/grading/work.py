"""What a worker does: read and judge submissions, a few at a time. Bytes come in, plain values go out."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.checks import golden
from autograder.grading.examine import examine
from autograder.grading.paper import Paper, write_paper
from autograder.grading.plan import Plan
from autograder.grading.reader import Rejected, read_bytes, to_submission
from autograder.grading.version import grader_version
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.terms import Terms

Records = list[dict[str, Any]]
OTHER_VERSION = "This worker has another version of handmade than the grader. Install the same on every machine."
NO_WALLS = "This worker cannot wall in students' code, so it runs none."


@dataclass(frozen=True)
class Task:
    """A submission to be judged.

    Args:
        student: whose.
        data: the bytes handed in.
    """

    student: str
    data: bytes


@dataclass(frozen=True)
class Work:
    """What all submissions of an assignment have in common.

    Args:
        plan: the assignment.
        seed: of the hidden cases.
        limits: what a submission may use.
        golden: what is right, as bytes.
        version: the grader's.
        tier: the walls to put up; None for the strongest that the worker's machine has.
        trusted: whether a machine without walls may run students' code.
    """

    plan: Plan
    seed: int
    limits: Limits
    golden: bytes
    version: str
    tier: Tier | None = None
    trusted: bool = False


@dataclass(frozen=True)
class Found:
    """What came of a submission; of the last four, one says what.

    Args:
        student: whose.
        tier: the walls that it ran behind.
        records: what each check found.
        paper: what is to be written down.
        rejected: why it cannot be graded, by the student's doing.
        failed: what went wrong on our side.
    """

    student: str
    tier: str = ""
    records: Records | None = None
    paper: Paper | None = None
    rejected: str = ""
    failed: str = ""


def judge_all(work: Work, tasks: Sequence[Task]) -> list[Found]:
    """Judge submissions, one after another; a failure of ours costs the one, and is told in full."""
    if work.version != grader_version():
        return [Found(task.student, failed=OTHER_VERSION) for task in tasks]
    terms = Terms(work.limits, work.tier or probe().tier)
    if terms.tier is Tier.C and not work.trusted:
        return [Found(task.student, failed=NO_WALLS) for task in tasks]
    golden.use(work.golden)
    return [judge_one(work, terms, task) for task in tasks]


def judge_one(work: Work, terms: Terms, task: Task) -> Found:
    """Read and judge a submission."""
    found = Found(task.student, terms.tier.value)
    try:
        handed_in = read_bytes(task.data, list(work.plan.checks.values()), work.plan.words)
        records = examine(work.plan, to_submission(handed_in), work.seed, terms)
        return replace(found, records=records, paper=write_paper(work.plan, handed_in, records, terms.tier.value))
    except Rejected as error:
        return replace(found, rejected=str(error))
    except Exception as error:
        return replace(found, failed="".join(traceback.format_exception(error)))
