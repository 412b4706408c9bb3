"""Lend an implementation the reference's other exercises while it is judged, so that one mistake costs one exercise."""

import inspect
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from autograder.exercises.exercise import Exercise
from autograder.inside.lent import swapped


@contextmanager
def borrowing(implementation: Any, exercise: Exercise) -> Iterator[None]:
    """While open, every other exercise's name means the reference's in the implementation's global names.

    What the course provides (``Module``, ``Parameter``) is lent only where it is missing, because the student's
    classes are built on the one that stands there.
    """
    others, provided = lendable()
    lent = {name: value for name, value in others.items() if name != exercise.name}
    with ExitStack() as stack:
        for space in global_names(implementation):
            missing = {name: value for name, value in provided.items() if name not in space}
            stack.enter_context(swapped(space, {**lent, **missing}))
        yield


@cache
def lendable() -> tuple[dict[str, Any], dict[str, Any]]:
    """The reference's answers by name, and the provided definitions by name."""
    from autograder.exercises import WEEKS, load

    answers = {exercise.name: exercise.reference() for week in WEEKS for exercise in week.exercises}
    provided = {name: load(address) for week in WEEKS for name, address in week.given.items()}
    return answers, provided


def global_names(implementation: Any) -> list[dict[str, Any]]:
    """The namespaces in which an implementation looks its names up; none for compiled code and the reference itself."""
    functions = [implementation] if inspect.isfunction(implementation) else []
    if inspect.isclass(implementation):
        functions = [inspect.unwrap(member) for member in vars(implementation).values() if inspect.isfunction(member)]
    spaces = {id(function.__globals__): function.__globals__ for function in functions}
    return [space for space in spaces.values() if not str(space.get("__name__", "")).startswith("reference_impl")]
