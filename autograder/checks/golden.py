"""Golden values: what is right, computed once and kept as bytes, so that a process that judges needs no torch.

A check compares with the reference's outcomes, with torch's and with finite differences. All of them are values.
"""

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from io import BytesIO
from typing import Any

from autograder.checks.expectations import Expectation, expectations
from autograder.checks.judge import DUE, due_steps
from autograder.exercises import find
from autograder.inside.outcome import Failure, Outcome
from autograder.inside.protocol import encoded, receive


def golden(exercises: Iterable[str], seeds: Iterable[int]) -> bytes:
    """What is right for exercises, on the cases drawn with each of the seeds."""
    names, drawn = list(exercises), list(seeds)
    parts = [encoded({"exercises": names, "seeds": drawn, "steps": {name: steps(name) for name in names}})]
    parts += [encoded([values_of(one) for one in expectations(name, seed)]) for name in names for seed in drawn]
    return b"".join(parts)


def steps(exercise: str) -> int | None:
    """How many more steps the reference takes for a larger input; None where nobody counts."""
    return due_steps(find(exercise)) if find(exercise).sized is not None else None


def values_of(expectation: Expectation) -> dict[str, Any]:
    """All that is known of a case."""
    return {
        "reference": asdict(expectation.reference),
        "torch": dict(expectation.torch),
        "differences": dict(expectation.differences),
    }


@cache
def use(data: bytes) -> None:
    """Take golden values for what this process would have computed."""
    stream = BytesIO(data)
    about = receive(stream)
    DUE.update({name: count for name, count in about["steps"].items() if count is not None})
    for name in about["exercises"]:
        for seed in about["seeds"]:
            for expectation, values in zip(expectations(name, seed), receive(stream), strict=True):
                vars(expectation).update(values, reference=outcome_of(values["reference"]))


def outcome_of(values: dict[str, Any]) -> Outcome:
    """An outcome from its parts."""
    failure = values["failure"]
    return Outcome(**{**values, "failure": None if failure is None else Failure(**failure)})
