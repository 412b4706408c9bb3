"""Judge files: each one alone, in a process of its own."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.checks.judge import judge_runner
from autograder.checks.verdict import Verdict
from autograder.exercises import Exercise, find, find_week
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.process import ChildDied, ChildRunner
from autograder.sandbox.session import Session, in_course_order
from autograder.sandbox.submission import Submission, UnreadableSubmission, read_submission
from autograder.sandbox.terms import Terms

UNPARSED = ("SyntaxError", "IndentationError", "TabError")


def check_files(
    files: Iterable[str | Path], week: str | None = None, exercise: str | None = None, limits: Limits | None = None
) -> list[dict[str, Any]]:
    """Judge files.

    Args:
        files: notebooks or Python files.
        week: judge only this week's exercises.
        exercise: judge this one only, whether the file defines it or not.
        limits: what a submission may use.

    Returns:
        A row an exercise: ``file``, then the verdict's values. A file that cannot be read is one row without exercise.
    """
    rows = []
    for file in files:
        try:
            submission = read_submission(Path(file))
        except UnreadableSubmission as error:
            rows.append({"file": str(file), **unjudged(None, str(error)).to_json(), "exercise": None})
            continue
        verdicts = judge_submission(submission, wanted(submission, week, exercise), limits or Limits())
        rows += [{"file": str(file), **verdict.to_json()} for verdict in verdicts]
    return rows


def wanted(submission: Submission, week: str | None, exercise: str | None) -> list[Exercise]:
    """The exercises to judge in a submission."""
    if exercise is not None:
        return [find(exercise)]
    chosen = [find(name) for name in submission.defines]
    return chosen if week is None else [one for one in chosen if one.week == find_week(week).key]


def judge_submission(submission: Submission, exercises: list[Exercise], limits: Limits) -> list[Verdict]:
    """A verdict an exercise, behind the strongest walls that come up; one's own file may be judged without any."""
    for tier in dict.fromkeys([probe().tier, Tier.C]):
        try:
            with Session(submission, Terms(limits, tier)) as session:
                return [session.noting(judged(session, exercise)) for exercise in in_course_order(exercises)]
        except IsolationError:
            continue
    return []


def judged(session: Session, exercise: Exercise) -> Verdict:
    """The verdict on one exercise."""
    submission = session.submission
    if exercise.name not in submission.defines and submission.problem == "":
        return unjudged(exercise, f"{submission.path.name} does not define {exercise.name}.")
    try:
        child = session.process(exercise)
    except ChildDied as death:
        return unjudged(exercise, f"Running {submission.path.name} failed. {death}", "runs")
    if exercise.name in child.there:
        return judge_runner(exercise, ChildRunner(child, exercise, at_once=True))
    raised = session.why_missing(exercise)
    parsed = "" if raised.startswith(UNPARSED) else raised
    reason = "; ".join(filter(None, [submission.problem, parsed])) or "no function or class of that name came of it"
    return unjudged(exercise, f"{exercise.name} could not be loaded: {reason}.", "runs")


def unjudged(exercise: Exercise | None, message: str, rung: str = "exists") -> Verdict:
    """A verdict of no points on what could not be run."""
    if exercise is None:
        return Verdict("", "", 0.0, 0.0, rung=rung, message=message)
    return Verdict(exercise.name, exercise.title, 0.0, float(exercise.points), rung=rung, message=message)
