"""Judge an implementation: every rung of the ladder, then whether it loops, then the verdict."""

from typing import Any

from autograder.checks.cases import VISIBLE_SEED
from autograder.checks.expectations import expectations, sized_expectations
from autograder.checks.ladder import Broken, climb
from autograder.checks.oracle import has_torch
from autograder.checks.runner import LocalRunner, Runner
from autograder.checks.verdict import Verdict, verdict
from autograder.exercises.exercise import Exercise
from autograder.inside.steps import LARGE, NEVER, SLACK, SMALL

NO_TORCH = "torch is not installed: compared with the numpy reference alone."


def judge(exercise: Exercise, implementation: Any, seed: int = VISIBLE_SEED) -> Verdict:
    """Check an implementation, in this process, against everything that is known of the exercise.

    Args:
        exercise: what it should do.
        implementation: the student's function or class.
        seed: of the random cases.
    """
    return judge_runner(exercise, LocalRunner(exercise, implementation), seed)


def judge_runner(exercise: Exercise, runner: Runner, seed: int = VISIBLE_SEED, count_steps: bool = True) -> Verdict:
    """Check an implementation wherever it runs; whether it loops need not be counted twice."""
    climbed = climb(expectations(exercise.name, seed), runner.outcomes)
    if climbed.broken is None and count_steps:
        climbed.broken = loops(exercise, runner)
    notes = (NO_TORCH,) if not has_torch() else ()
    return verdict(exercise, climbed, notes)


def loops(exercise: Exercise, runner: Runner) -> Broken | None:
    """Whether the work in Python grows with the input although the reference's does not."""
    if exercise.sized is None:
        return None
    steps, due = runner.more_steps(*sized_expectations(exercise)), due_steps(exercise)
    if steps <= due + SLACK:
        return None
    if steps >= NEVER:
        return Broken("vectorised", f"Right, but for an input of size {LARGE} it did not come to an end.", half=True)
    message = (
        f"Right, but by a Python loop: when the input grew from {SMALL} to {LARGE}, Python took {steps:,} more steps"
        f" (the reference: {max(due, 0):,}). Let numpy loop: write it for the whole array at once."
    )
    return Broken("vectorised", message, half=True)


DUE: dict[str, int] = {}


def due_steps(exercise: Exercise) -> int:
    """How many more steps the reference takes; counted once."""
    if exercise.name not in DUE:
        DUE[exercise.name] = LocalRunner(exercise, exercise.reference()).more_steps(*sized_expectations(exercise))
    return DUE[exercise.name]
