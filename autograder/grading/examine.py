"""Examine one submission: run its answers elsewhere, judge what comes back. Plain values in and out."""

from typing import Any

from autograder.checks.verdict import Verdict
from autograder.exercises import Exercise, find
from autograder.grading.hidden import judge_hidden
from autograder.grading.plan import Plan
from autograder.sandbox.process import ChildDied, ChildRunner
from autograder.sandbox.session import Session, in_course_order
from autograder.sandbox.submission import Submission
from autograder.sandbox.terms import Terms


def examine(plan: Plan, submission: Submission, seed: int, terms: Terms) -> list[dict[str, Any]]:
    """A record for each check of the plan: the verdict's values, its card and its text."""
    with Session(submission, terms) as session:
        exercises = in_course_order({name: find(name) for name in plan.checks.values()}.values())
        found = {exercise.name: judged(session, exercise, seed) for exercise in exercises}
        verdicts = {name: session.noting(verdict) for name, verdict in found.items()}
    return [record(grade_id, verdicts[name]) for grade_id, name in plan.checks.items()]


def judged(session: Session, exercise: Exercise, seed: int) -> Verdict:
    """The verdict on one exercise.

    Where its process died, or was used before, so that an earlier answer may have done damage in it, what fails is
    judged once more in a fresh one.
    """
    if exercise.name not in session.submission.defines:
        return nothing(exercise, f"{exercise.name} is not in the notebook.")
    found = nothing(exercise, "")
    for again in (False, True):
        try:
            child = session.process(exercise)
        except ChildDied as death:
            return nothing(exercise, f"The notebook's cells could not be loaded. {death}", "runs")
        if exercise.name not in child.there:
            reason = session.why_missing(exercise) or "nothing of that name came of it"
            return nothing(exercise, f"The cell of {exercise.name} could not be run: {reason.rstrip('.')}.", "runs")
        used = child.used
        found = judge_hidden(exercise, ChildRunner(child, exercise, at_once=again), seed)
        if child.alive() and (found.passed or not used):
            break
        child.close()
    return found


def nothing(exercise: Exercise, message: str, rung: str = "exists") -> Verdict:
    """No points, and why."""
    return Verdict(exercise.name, exercise.title, 0.0, float(exercise.points), rung=rung, message=message)


def record(grade_id: str, verdict: Verdict) -> dict[str, Any]:
    """A verdict as the journal keeps it."""
    return {
        "grade_id": grade_id,
        "verdict": verdict.to_json(),
        "html": verdict._repr_html_(),
        "text": str(verdict),
    }
