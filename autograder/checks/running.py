"""Run an implementation on a case of an exercise, and see what of it is to be compared."""

from dataclasses import replace
from typing import Any

from autograder.exercises.exercise import Case, Exercise
from autograder.inside.calling import ReturnError
from autograder.inside.outcome import RETURNED, Failure, Outcome, record


def run_case(exercise: Exercise, implementation: Any, case: Case) -> Outcome:
    """Drive an implementation through one case, in this process."""
    return observed(exercise, case, record(exercise.call, implementation, case.inputs, case.options))


def observed(exercise: Exercise, case: Case, outcome: Outcome) -> Outcome:
    """The outcome with what is compared in the place of what was returned; whatever it holds, this does not fail."""
    if exercise.observe is None or outcome.failure is not None:
        return outcome
    try:
        values = exercise.observe(outcome.values, *case.inputs.values(), **case.options)
    except Exception as error:  # values of a stranger's may be anything
        said = str(error) if isinstance(error, ReturnError) else f"What came back is not what {exercise.name} returns."
        return replace(outcome, values={}, failure=Failure(RETURNED, said))
    return replace(outcome, values=values)
