"""Where an implementation runs: here, or anywhere that can answer the same two questions."""

from typing import Any, Protocol

from autograder.checks.borrow import borrowing
from autograder.checks.outcome import Outcome, run_case
from autograder.checks.steps import growth
from autograder.exercises.exercise import Case, Exercise


class Runner(Protocol):
    """Runs one implementation of one exercise."""

    def run(self, case: Case) -> Outcome:
        """Drive it through a case."""
        ...

    def more_steps(self, small: Case, large: Case) -> int:
        """How many more interpreter steps the large case takes than the small one."""
        ...


class LocalRunner:
    """Runs an implementation in this process, the reference's other exercises lent to it.

    Args:
        exercise: what it answers.
        implementation: the function or class.
    """

    def __init__(self, exercise: Exercise, implementation: Any) -> None:
        self.exercise, self.implementation = exercise, implementation

    def run(self, case: Case) -> Outcome:
        """Drive it through a case."""
        with borrowing(self.implementation, self.exercise):
            return run_case(self.exercise, self.implementation, case)

    def more_steps(self, small: Case, large: Case) -> int:
        """How many more interpreter steps the large case takes than the small one."""
        with borrowing(self.implementation, self.exercise):
            return growth(
                lambda: run_case(self.exercise, self.implementation, small),
                lambda: run_case(self.exercise, self.implementation, large),
            )
