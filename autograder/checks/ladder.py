"""The ladder: the rungs of a check in their order, and the climb that stops at the first broken one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.compare import Mismatch, compare, is_number
from autograder.checks.expectations import Expectation
from autograder.checks.explained import explained
from autograder.checks.oracle import has_torch
from autograder.checks.tolerance import FINITE_DIFFERENCES, Tolerance
from autograder.exercises.exercise import Exercise
from autograder.inside.outcome import NOT_WRITTEN, RETURNED, STOPPED, Failure, Outcome

RUNGS = (
    "exists",
    "runs",
    "returns arrays",
    "shape",
    "dtype",
    "finite",
    "inputs unchanged",
    "hand case",
    "random cases",
    "edge cases",
    "gradient",
    "equals torch",
    "vectorised",
)
VALUE_RUNGS = {"hand": "hand case", "random": "random cases", "edge": "edge cases"}
# Right on every ordinary case, broken only beyond: half the points.
HALF_CREDIT = ("edge cases", "gradient", "equals torch", "vectorised")


def rungs_of(exercise: Exercise) -> tuple[str, ...]:
    """The rungs that an exercise has: no gradient where nothing is differentiated, no torch where it has no say."""
    witness = exercise.torch or (exercise.pair and exercise.pair.torch)
    absent = {
        "gradient": exercise.pair is None,
        "equals torch": witness is None or not has_torch(),
        "vectorised": exercise.sized is None,
    }
    return tuple(rung for rung in RUNGS if not absent.get(rung))


@dataclass(frozen=True)
class Broken:
    """The rung where a climb stopped.

    Args:
        rung: its name.
        message: what was wrong, in a sentence.
        expectation: the case it happened on, if it was a case.
        outcome: what the implementation did there.
        value: the name of the wrong value.
        mismatch: how it was wrong.
        half: whether all ordinary cases were right.
    """

    rung: str
    message: str
    expectation: Expectation | None = None
    outcome: Outcome | None = None
    value: str = ""
    mismatch: Mismatch | None = None
    half: bool = False


@dataclass
class Climb:
    """A climb so far: the outcomes by case, and the broken rung once there is one."""

    outcomes: list[tuple[Expectation, Outcome]] = field(default_factory=list)
    broken: Broken | None = None


def climb(expected: Sequence[Expectation], outcomes: Callable[[Sequence[Expectation]], Iterator[Outcome]]) -> Climb:
    """Run case after case, and stop at the first that breaks a rung.

    Args:
        expected: the expectations, ordinary cases first.
        outcomes: runs the implementation under test, case by case as its outcomes are asked for; whether it does so
            here or in a sandbox is not our concern.
    """
    done = Climb()
    for expectation, outcome in zip(expected, outcomes(expected), strict=True):
        done.outcomes.append((expectation, outcome))
        done.broken = min(faults(expectation, outcome), key=lambda broken: RUNGS.index(broken.rung), default=None)
        if done.broken is not None:
            return done
    done.broken = next(other_witnesses(done.outcomes), None)
    return done


def faults(expectation: Expectation, outcome: Outcome) -> Iterator[Broken]:
    """Every rung that one outcome breaks."""
    half = expectation.case.kind == "edge"

    def broken(rung: str, message: str, value: str = "", mismatch: Mismatch | None = None) -> Broken:
        return Broken(rung, message, expectation, outcome, value, mismatch, half)

    reference = expectation.reference
    if reference.failure is not None or outcome.failure is not None:
        yield from (broken(*fault) for fault in failure_faults(expectation, reference.failure, outcome.failure))
        return
    for name in reference.values:
        wrong = compare_value(expectation, name, outcome.values.get(name))
        if wrong is not None:
            rung = VALUE_RUNGS[expectation.case.kind] if wrong.rung == "values" else wrong.rung
            yield broken(rung, wrong.message, name, wrong)
    if outcome.changed:
        names = " and ".join(outcome.changed)
        yield broken("inputs unchanged", f"Your code modified its input {names}. Work on a copy, or out of place.")
    if half and loud(outcome) and not expectation.case.warns:
        text = f"The numbers are right, but numpy warned: {loud(outcome)[0]}. Rewrite so that it cannot."
        yield broken("edge cases", text)


def loud(outcome: Outcome) -> list[str]:
    """The warnings that count at an edge.

    A logarithm of zero that comes out right does not; nor do matrix products, where OpenBLAS's fastest kernels warn now
    and then of what lies in memory beside the numbers. Where a product is really wrong, the numbers tell.
    """
    return [text for text in outcome.warnings if "divide by zero" not in text and "in matmul" not in text]


def failure_faults(expectation: Expectation, due: Failure | None, found: Failure | None) -> Iterator[tuple[str, str]]:
    """The rung broken by an exception that is not due, or by one that is due and did not come."""
    if found is None:
        assert due is not None
        said = f"{due.kind} ({due.message.rstrip('.')})" if due.message else due.kind
        yield VALUE_RUNGS[expectation.case.kind], f"This must raise {said}; yours returned a value."
    elif due is not None:
        if found.kind != due.kind:
            said = str(found).rstrip(".")
            yield VALUE_RUNGS[expectation.case.kind], f"This must raise {due.kind}; yours raised {said}."
    elif found.kind == NOT_WRITTEN:
        name = expectation.exercise.name
        of = (
            "" if found.function in ("", name, "__init__") else f" `{found.function}` still raises NotImplementedError."
        )
        yield "exists", f"{name} is not started yet.{of}"
    elif found.kind == RETURNED:
        yield "returns arrays", found.message
    elif found.kind == STOPPED:
        yield "runs", found.message
    else:
        yield "runs", f"It raised {str(found).rstrip('.')}. {explained(found.message)}".rstrip()


def compare_value(
    expectation: Expectation, name: str, got: Any, expected: Any = None, tolerance: Tolerance | None = None
) -> Mismatch | None:
    """Compare one named value with the reference's, or with another witness's."""
    return compare(
        name,
        expectation.reference.values[name] if expected is None else expected,
        got,
        tolerance or expectation.tolerance,
        dtype=expectation.dtype,
        any_dtype=expectation.exercise.any_dtype or expected is not None,
    )


def other_witnesses(outcomes: list[tuple[Expectation, Outcome]]) -> Iterator[Broken]:
    """What finite differences and torch say against values that the reference accepts."""
    for rung, by in (("gradient", "finite differences give"), ("equals torch", "torch gives")):
        for expectation, outcome in outcomes:
            if expectation.reference.failure is not None:
                continue
            witness = expectation.differences if rung == "gradient" else expectation.torch
            exercise = expectation.exercise
            absolute = exercise.atol or 0.0
            near = Tolerance(FINITE_DIFFERENCES, absolute) if rung == "gradient" else expectation.tolerance
            for name, value in witness.items():
                if not is_number(expectation.reference.values.get(name)):
                    continue
                wrong = compare_witness(expectation, rung, name, outcome.values.get(name), value, near)
                if wrong is not None:
                    text = f"{wrong.message} So {by} it."
                    yield Broken(rung, text, expectation, outcome, name, wrong, half=True)


def compare_witness(
    expectation: Expectation, rung: str, name: str, got: Any, value: Any, near: Tolerance
) -> Mismatch | None:
    """Compare a value with another witness's; where it is the reference's to the bit, that was done before."""
    reference = expectation.reference.values[name]
    if type(got) is not type(reference) or not np.array_equal(got, reference):
        return compare_value(expectation, name, got, value, near)
    if (rung, name) not in expectation.witnessed:
        expectation.witnessed[rung, name] = compare_value(expectation, name, got, value, near)
    return expectation.witnessed[rung, name]
