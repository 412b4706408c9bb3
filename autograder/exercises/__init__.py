"""Every exercise of the course, by name and by week."""

import difflib
from functools import cache

from autograder.errors import HandmadeError
from autograder.exercises.exercise import Alternative, Case, Exercise, Mistake, load
from autograder.exercises.week import Week
from autograder.exercises.week1_foundations import WEEK as week1_foundations

__all__ = [
    "WEEKS",
    "Alternative",
    "Case",
    "Exercise",
    "Mistake",
    "UnknownExercise",
    "UnknownWeek",
    "Week",
    "find",
    "find_week",
    "load",
]

WEEKS: tuple[Week, ...] = (week1_foundations,)


class UnknownExercise(HandmadeError):
    """No exercise has this name."""


class UnknownWeek(HandmadeError):
    """No week has this name."""


@cache
def by_name() -> dict[str, Exercise]:
    """Every exercise under its name."""
    return {exercise.name: exercise for week in WEEKS for exercise in week.exercises}


def find(name: str) -> Exercise:
    """The exercise of that name.

    Raises:
        UnknownExercise: there is none; the message offers the nearest names.
    """
    if name not in by_name():
        near = difflib.get_close_matches(str(name), by_name(), n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UnknownExercise(f"There is no exercise called {name!r}.{hint}")
    return by_name()[name]


def find_week(name: str) -> Week:
    """The week called ``week1_foundations``, ``week1`` or ``1``.

    Raises:
        UnknownWeek: there is none; the message lists the weeks.
    """
    for week in WEEKS:
        if str(name) in (week.key, f"week{week.number}", str(week.number)):
            return week
    raise UnknownWeek(f"There is no week called {name!r}. The weeks are: {', '.join(week.key for week in WEEKS)}.")
