"""Examine one submission: read it, run its answers elsewhere, judge what comes back. Plain values in and out."""

from typing import Any

from autograder.checks.verdict import Verdict
from autograder.exercises import Exercise, find
from autograder.grading.hidden import judge_hidden
from autograder.grading.plan import Plan
from autograder.sandbox.process import ChildDied, ChildProcess, ChildRunner, Limits
from autograder.sandbox.submission import Submission


def examine(plan: Plan, submission: Submission, seed: int, limits: Limits) -> list[dict[str, Any]]:
    """A record for each check of the plan: the verdict's values, its card and its text."""
    children: list[ChildProcess] = []
    try:
        return [
            record(grade_id, judged(find(name), submission, children, seed, limits))
            for grade_id, name in plan.checks.items()
        ]
    finally:
        for child in children:
            child.close()


def judged(
    exercise: Exercise, submission: Submission, children: list[ChildProcess], seed: int, limits: Limits
) -> Verdict:
    """The verdict on one exercise; where its process died, it is judged once more in a fresh one."""
    if exercise.name not in submission.defines:
        return nothing(exercise, f"{exercise.name} is not in the notebook.")
    found = nothing(exercise, "")
    for _ in range(2):
        try:
            child = living(children, submission, limits)
        except ChildDied as death:
            return nothing(exercise, f"The notebook's cells could not be loaded. {death}", "runs")
        runner = ChildRunner(child, exercise)
        if not runner.is_there():
            reason = "; ".join(child.problems[:3]) or "nothing of that name came of it"
            return nothing(exercise, f"The cell of {exercise.name} could not be run: {reason}.", "runs")
        found = judge_hidden(exercise, runner, seed)
        if child.alive():
            break
    return found


def living(children: list[ChildProcess], submission: Submission, limits: Limits) -> ChildProcess:
    """The submission's process; a fresh one where the last has died."""
    if not children or not children[-1].alive():
        children.append(ChildProcess(submission, limits))
    return children[-1]


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
