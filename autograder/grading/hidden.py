"""Judge an answer on the visible cases, then on hidden ones, whose content is never shown."""

from dataclasses import replace

from autograder.checks.judge import judge_runner
from autograder.checks.runner import Runner
from autograder.checks.verdict import Verdict
from autograder.exercises import Exercise

HIDDEN = (
    "Right on every case that you can see, but not on others of the same kind, drawn anew for grading. "
    "Does the answer depend on the numbers shown, or change from call to call?"
)


def judge_hidden(exercise: Exercise, runner: Runner, seed: int) -> Verdict:
    """The verdict on both; a fault that only hidden cases show is told without their inputs and outputs."""
    visible = judge_runner(exercise, runner)
    if not visible.passed:
        return visible
    found = judge_runner(exercise, runner, seed, count_steps=False)
    if found.passed:
        return visible
    return replace(found, message=HIDDEN, counterexample=None, printed="")
