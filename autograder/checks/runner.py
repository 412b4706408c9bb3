"""Where an implementation runs: here, or anywhere that can answer the same two questions."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from autograder.checks.borrow import borrowing
from autograder.checks.expectations import Expectation
from autograder.checks.running import run_case
from autograder.exercises.exercise import Exercise
from autograder.inside.outcome import Outcome
from autograder.inside.steps import growth


class Runner(Protocol):
    """Runs one implementation of one exercise."""

    def outcomes(self, questions: Sequence[Expectation]) -> Iterator[Outcome]:
        """Drive it through cases; the caller may stop early."""
        ...

    def more_steps(self, small: Expectation, large: Expectation) -> int:
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

    def outcomes(self, questions: Sequence[Expectation]) -> Iterator[Outcome]:
        """Drive it through cases."""
        for question in questions:
            with borrowing(self.implementation, self.exercise):
                outcome = run_case(self.exercise, self.implementation, question.case)
            yield outcome

    def more_steps(self, small: Expectation, large: Expectation) -> int:
        """How many more interpreter steps the large case takes than the small one."""
        with borrowing(self.implementation, self.exercise):
            questions = ((dict(one.case.inputs), dict(one.case.options)) for one in (small, large))
            return growth(self.exercise.call, self.implementation, *questions)
