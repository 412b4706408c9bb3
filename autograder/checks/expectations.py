"""What is right, computed once: the cases, the reference's answers, torch's, and finite differences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from autograder.checks.cases import VISIBLE_SEED, draw_cases, float_dtypes
from autograder.checks.oracle import ask_torch
from autograder.checks.running import run_case
from autograder.checks.tolerance import Tolerance, tolerance_for
from autograder.exercises.exercise import Case, Exercise
from autograder.inside.outcome import Outcome
from autograder.inside.protocol import encoded
from autograder.inside.steps import LARGE, SMALL

FEW_ELEMENTS = 64


@dataclass(frozen=True)
class Expectation:
    """One case with what must come of it, as values."""

    exercise: Exercise
    case: Case

    @cached_property
    def question(self) -> bytes:
        """The case as a sandbox is sent it: inputs only, never what is expected."""
        return encoded({"inputs": dict(self.case.inputs), "options": dict(self.case.options)})

    @cached_property
    def reference(self) -> Outcome:
        """What the reference implementation does."""
        return run_case(self.exercise, self.exercise.reference(), self.case)

    @cached_property
    def torch(self) -> dict[str, np.ndarray]:
        """What torch gives, by name; empty where it has no say."""
        return ask_torch(self.exercise, self.case) or {}

    @cached_property
    def differences(self) -> dict[str, np.ndarray]:
        """For a backward, central differences of the reference's forward; empty where they make no sense."""
        return finite_differences(self.exercise, self.case)

    @cached_property
    def witnessed(self) -> dict[tuple[str, str], Any]:
        """How the reference's own values compare with torch's and with finite differences, by rung and name."""
        return {}

    @cached_property
    def dtype(self) -> np.dtype | None:
        """The coarsest float dtype of the inputs; None where there is none."""
        return min(float_dtypes(self.case), key=lambda dtype: dtype.itemsize, default=None)

    @cached_property
    def tolerance(self) -> Tolerance:
        """How near is equal, for this case."""
        return tolerance_for(float_dtypes(self.case), self.exercise.depth, self.exercise.atol)


@cache
def expectations(exercise_name: str, seed: int = VISIBLE_SEED) -> tuple[Expectation, ...]:
    """The expectations of an exercise; each part is computed when first asked for, and kept."""
    from autograder.exercises import find

    exercise = find(exercise_name)
    return tuple(Expectation(exercise, case) for case in draw_cases(exercise, seed))


def sized_expectations(exercise: Exercise) -> tuple[Expectation, Expectation]:
    """The same question, small and large, of an exercise that is to be vectorised."""
    assert exercise.sized is not None
    small, large = (exercise.sized(np.random.default_rng(size), size) for size in (SMALL, LARGE))
    return Expectation(exercise, small), Expectation(exercise, large)


def finite_differences(exercise: Exercise, case: Case) -> dict[str, np.ndarray]:
    """The gradient of sum(grad_output * forward) by central differences, for a small smooth case in float64."""
    forward = exercise.pair
    if forward is None or case.forward is None or case.kind == "edge" or not case.smooth:
        return {}
    if float_dtypes(case) != [np.dtype(np.float64)] * len(float_dtypes(case)):
        return {}
    from reference_impl import numerical_gradient

    upstream = case.inputs.get("grad_output", 1.0)
    found = {}
    for name in exercise.wrt:
        value = case.forward.get(name)
        if isinstance(value, np.ndarray) and value.size <= FEW_ELEMENTS:
            found[f"grad_{name}"] = numerical_gradient(objective(forward, case.forward, name, upstream), value)
    return found


def objective(
    forward: Exercise, arguments: Mapping[str, Any], name: str, upstream: Any
) -> Callable[[np.ndarray], float]:
    """The scalar sum(upstream * forward) as a function of one argument."""

    def of(value: np.ndarray) -> float:
        result = forward.reference()(**{**arguments, name: value})
        output = result[0] if isinstance(result, tuple) else result
        return float(np.sum(upstream * output))

    return of
