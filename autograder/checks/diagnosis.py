"""Name the mistake: which catalogued wrong answer, or which simple relation, gives the student's numbers."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.checks.borrow import borrowing
from autograder.checks.compare import is_number
from autograder.checks.expectations import Expectation
from autograder.checks.ladder import compare_value, loud
from autograder.checks.running import run_case
from autograder.exercises.exercise import Mistake
from autograder.inside.outcome import Failure, Outcome

Outcomes = list[tuple[Expectation, Outcome]]
# Factors that a person leaves out or puts in once too often: halves, doubles, percent, logarithms to base 2 and 10.
TELLING = (0.5, 2.0, 0.01, 100.0, 1.443, 0.434)


def name_mistake(outcomes: Outcomes) -> Mistake | None:
    """The catalogued mistake that does what the student's answer did, on every case it was put to.

    Args:
        outcomes: the cases so far, the failing one last.
    """
    if not outcomes:
        return None
    exercise = outcomes[0][0].exercise
    return next((mistake for mistake in exercise.mistakes if reproduces(mistake, outcomes)), None)


def reproduces(mistake: Mistake, outcomes: Outcomes) -> bool:
    """Whether a mistake gives the same outcomes, the failing case (the last) first because it tells most."""
    exercise = outcomes[0][0].exercise
    with borrowing(mistake.implementation, exercise):
        return all(
            alike(expectation, run_case(exercise, mistake.implementation, expectation.case), outcome)
            for expectation, outcome in reversed(outcomes)
        )


def alike(expectation: Expectation, one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are the same: the same failure, the same modified inputs, the same numbers."""
    if one.failure is not None or other.failure is not None:
        return same_failure(expectation, one.failure, other.failure)
    if one.changed != other.changed or one.values.keys() != other.values.keys():
        return False
    if bool(loud(one)) != bool(loud(other)) and expectation.case.kind == "edge":
        return False
    return all(alike_values(expectation, one.values[name], other.values[name]) for name in one.values)


def same_failure(expectation: Expectation, one: Failure | None, other: Failure | None) -> bool:
    """Whether two exceptions are the same: of one kind and, unless the kind is due here, in the same words."""
    if one is None or other is None or one.kind != other.kind:
        return False
    return expectation.reference.failure is not None or one.message == other.message


def alike_values(expectation: Expectation, one: Any, other: Any) -> bool:
    """Whether two returned values are of one type, shape, dtype and, within tolerance, the same numbers."""
    if not (is_number(one) and is_number(other)):
        return type(one) is type(other) and bool(one == other)
    if np.asarray(one).dtype != np.asarray(other).dtype:
        return False
    return compare_value(expectation, "", other, one) is None


def relation(name: str, expectation: Expectation, got: Any) -> str:
    """A simple relation between the wrong numbers and the right ones, as a sentence; empty when there is none."""
    expected = expectation.reference.values[name]
    if not (is_number(expected) and is_number(got)) or np.asarray(got).dtype.kind not in "fiu":
        return ""
    right, wrong = np.asarray(expected, dtype=np.float64), np.asarray(got, dtype=np.float64)
    return next(relations(name, expectation, right, wrong), "")


def relations(name: str, expectation: Expectation, expected: np.ndarray, got: np.ndarray) -> Iterator[str]:
    """Every simple relation that holds, the most telling first."""
    near = 1e-3 if expectation.dtype == np.float32 else 1e-6

    def equal(one: np.ndarray, other: np.ndarray) -> bool:
        return one.shape == other.shape and bool(np.allclose(one, other, rtol=near, atol=near * 1e-3))

    if expected.ndim >= 2 and got.ndim >= 2 and equal(got.swapaxes(-1, -2), expected):
        yield f"Your {name} is the transpose of the right one."
    if got.shape != expected.shape or not np.isfinite(got).all() or not expected.any():
        return
    if equal(got, -expected):
        yield f"Your {name} is right but for its sign."
    if not got.any() and got.size > 1:
        yield f"Your {name} is zero everywhere."
    largest = np.unravel_index(np.abs(expected).argmax(), expected.shape)
    factor = got[largest] / expected[largest]
    if factor != 0 and abs(factor - 1) > near and equal(got, factor * expected):
        whence = sizes(expectation, factor)
        # Any wrong number is some multiple of the right one: that is news only where the factor means something.
        if expected.size > 1:
            yield f"Your {name} is {factor:.4g} times the right one, everywhere{whence or '.'}"
        elif whence or round(factor, 3) in TELLING:
            yield f"Your {name} is {factor:.4g} times the right one{whence or '.'}"
    offset = (got - expected).reshape(-1)[:1]
    far = abs(offset[0]) > 10 * near * np.abs(expected).max() if expected.size > 1 else False
    if far and equal(got - offset.reshape(()), expected):
        yield f"Your {name} is off by the same {offset[0]:.4g} everywhere."


def sizes(expectation: Expectation, factor: float) -> str:
    """Where a factor comes from: a size of an input, multiplied or divided by once too often."""
    for name, value in expectation.case.arguments.items():
        for what, size in candidates(name, value):
            if size > 1 and np.isclose(factor, size, rtol=1e-4):
                return f": {what}. Is something summed that should be averaged?"
            if size > 1 and np.isclose(factor, 1 / size, rtol=1e-4):
                return f": 1 over {what}. Is something averaged that should be summed, or divided twice?"
    return ""


def candidates(name: str, value: Any) -> Iterator[tuple[str, int]]:
    """The sizes of an array that a stray factor can come from, in words."""
    if isinstance(value, np.ndarray):
        for axis, size in enumerate(value.shape):
            yield f"the size of axis {axis} of {name}", size
        yield f"the number of elements of {name}", value.size
