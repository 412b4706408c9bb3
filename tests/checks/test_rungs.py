"""A card claims no rung that was not climbed."""

import sys

import pytest

from autograder.checks import judge
from autograder.checks.expectations import expectations
from autograder.checks.oracle import has_torch
from autograder.exercises import WEEKS, Exercise

EXERCISES = [exercise for week in WEEKS for exercise in week.exercises]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_ladder_of_an_exercise_is_what_it_really_checks(exercise: Exercise) -> None:
    rungs = judge(exercise, exercise.reference()).rungs
    assert ("gradient" in rungs) == exercise.name.endswith("_backward")
    assert ("vectorised" in rungs) == (exercise.sized is not None)
    assert ("equals torch" in rungs) == has_torch()


def test_without_torch_a_check_says_so_and_uses_the_reference_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("judge", "ladder", "oracle"):
        monkeypatch.setattr(sys.modules[f"autograder.checks.{place}"], "has_torch", lambda: False)
    expectations.cache_clear()
    exercise = EXERCISES[0]
    found = judge(exercise, exercise.reference())
    expectations.cache_clear()
    assert found.passed and "equals torch" not in found.rungs
    assert found.notes == ("torch is not installed: compared with the numpy reference alone.",)
