"""A card claims no rung that was not climbed."""

import pytest

from autograder.checks import judge
from autograder.exercises import WEEKS, Exercise

EXERCISES = [exercise for week in WEEKS for exercise in week.exercises]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_ladder_of_an_exercise_is_what_it_really_checks(exercise: Exercise) -> None:
    rungs = judge(exercise, exercise.reference()).rungs
    assert ("gradient" in rungs) == exercise.name.endswith("_backward")
    assert ("vectorised" in rungs) == (exercise.sized is not None)
    assert "equals torch" in rungs
