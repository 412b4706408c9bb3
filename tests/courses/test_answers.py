"""An implementation of the catalogue becomes what a student would have typed, and means the same."""

import ast
from typing import Any

import numpy as np
import pytest

from autograder.checks import judge
from autograder.courses.answers import answer_source, renamed, undecorated, with_name
from autograder.exercises import WEEKS, Exercise, load

EXERCISES = [exercise for week in WEEKS for exercise in week.exercises]


def typed(exercise: Exercise, implementation: Any) -> Any:
    """What a notebook holds under the exercise's name once the answer's cell has run."""
    names: dict[str, Any] = {"np": np, "__name__": "notebook"}
    names |= {other.name: other.reference() for other in EXERCISES if other is not exercise}
    names |= {address.rpartition(":")[2]: load(address) for week in WEEKS for address in week.provided}
    exec(answer_source(exercise, implementation), names)
    return names[exercise.name]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_entry_of_the_catalogue_can_be_typed(exercise: Exercise) -> None:
    entries = [*exercise.alternatives, *exercise.mistakes]
    for implementation in [exercise.reference(), *(entry.implementation for entry in entries)]:
        source = answer_source(exercise, implementation)
        *_, last = ast.parse(source).body
        assert isinstance(last, (ast.FunctionDef, ast.ClassDef))
        assert last.name == exercise.name
        assert not last.decorator_list
        assert callable(typed(exercise, implementation))


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_typed_answer_is_judged_as_the_catalogue_says(exercise: Exercise) -> None:
    for other in exercise.alternatives[:1]:
        assert judge(exercise, typed(exercise, other.implementation)).passed
    for mistake in exercise.mistakes[:1]:
        assert judge(exercise, typed(exercise, mistake.implementation)).mistake == mistake.name


def test_the_advice_is_not_given_away() -> None:
    for exercise in EXERCISES:
        for mistake in exercise.mistakes:
            assert ast.get_docstring(ast.parse(answer_source(exercise, mistake.implementation)).body[-1]) is None


def test_decorators_and_docstring_go_and_comments_stay() -> None:
    source = '@ENTRY.mistake\ndef wrong(x):\n    """Advice."""\n    # a thought\n    return wrong(x - 1)\n'
    assert renamed(source, "wrong", "right") == "def right(x):\n    # a thought\n    return right(x - 1)"


def test_a_name_is_changed_where_it_is_a_name_only() -> None:
    assert with_name('f(f.f, "f", é, f)', "f", "g") == 'g(g.f, "f", é, g)'


def test_a_module_without_decorators_keeps_its_lines() -> None:
    assert undecorated("@a(\n  1)\ndef f():\n    pass") == "\n\ndef f():\n    pass"
