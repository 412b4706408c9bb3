"""Mutants: one change each, in the numbers only, every one different."""

import ast
import builtins
import importlib

import numpy as np
import pytest

from autograder.errors import HandmadeError
from autograder.proof.blank import blank
from autograder.proof.limit import OutOfTime, time_limit
from autograder.proof.mutants import build, changed_lines, mutants_of, operators


def scale(x: np.ndarray | None = None, factor: float = 3.0, *, keep: bool = True) -> np.ndarray:
    """Multiply x - 1 by a factor."""
    if factor < 0:
        raise ValueError(f"factor {factor - 0} is negative")
    shifted: np.ndarray | None = x - offset()
    shifted *= factor
    return shifted if keep else np.zeros(1)


def offset() -> float:
    return 1.0


class Counter:
    """Counts by a step."""

    def __init__(self, step: int = 2) -> None:
        """Start at zero."""
        self.step = step
        self.count = 0

    def forward(self, x: int) -> int:
        """Count x steps."""
        self.count += self.step * x
        return self.count


def test_bodies_and_defaults_change_but_annotations_and_messages_do_not():
    afters = {mutant.after for mutant in mutants_of(scale)}
    assert "def scale(x: np.ndarray | None = None, factor: float = 4.0, *, keep: bool = True) -> np.ndarray:" in afters
    assert "def scale(x: np.ndarray | None = None, factor: float = 3.0, *, keep: bool = False) -> np.ndarray:" in afters
    assert {
        "if factor <= 0:",
        "if factor < 1:",
        "if not factor < 0:",
        "shifted = factor",
        "shifted /= factor",
    } <= afters
    assert "shifted: np.ndarray | None = x + offset()" in afters
    assert not [
        after
        for after in afters
        if "raise" in after or "np.ndarray" in after.replace("np.ndarray | None", "").replace("-> np.ndarray:", "")
    ]


def test_every_mutant_differs_from_the_reference_and_from_every_other():
    trees = [ast.dump(ast.parse(mutant.source)) for mutant in mutants_of(scale)]
    assert len(set(trees)) == len(trees) > 20


def test_a_mutant_finds_the_names_of_its_module():
    doubled = next(
        mutant
        for mutant in mutants_of(scale)
        if mutant.after.startswith("return np.zeros(1) if") or "x + offset()" in mutant.after
    )
    np.testing.assert_array_equal(build(doubled, scale)(np.array([1.0, 2.0])), [6.0, 9.0])


def test_methods_of_a_class_are_mutated():
    counters = {mutant.after: build(mutant, Counter)() for mutant in mutants_of(Counter)}
    assert {"self.count = self.step * x", "self.count -= self.step * x", "self.count = 1", "pass"} <= set(counters)
    replaced = counters["self.count = self.step * x"]
    assert [replaced.forward(5), replaced.forward(1)] == [10, 2]


def test_a_removed_line_is_shown_as_removed():
    assert changed_lines("@cache\ndef f():\n    return 1\n", "def f():\n    return 1\n") == ("@cache", "(removed)")


def test_without_cosmic_ray_one_clear_error_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("cosmic_ray"):
            raise ImportError(name)
        return real(name, *rest)

    operators.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(HandmadeError, match=r"cosmic-ray.*pip install 'handmade\[dev\]'"):
        list(mutants_of(scale))


def test_the_blank_answer_keeps_signatures_and_docstrings():
    stub = blank(Counter)
    assert stub.__doc__ == Counter.__doc__ and stub.forward.__doc__ == "Count x steps."
    with pytest.raises(NotImplementedError):
        stub()
    with pytest.raises(NotImplementedError):
        blank(scale)(np.ones(2), factor=2.0)


def test_a_time_limit_ends_an_endless_loop_even_where_exceptions_are_caught():
    with pytest.raises(OutOfTime), time_limit(0.05):
        while True:
            try:
                while True:
                    pass
            except Exception:
                continue


def test_our_operators_do_what_their_examples_say():
    ours = importlib.import_module("autograder.proof.operators")
    mutate_code = importlib.import_module("cosmic_ray.mutating").mutate_code
    for operator in ours.ALL:
        for example in operator.examples():
            mutated = mutate_code(example.pre_mutation_code, operator(), example.occurrence)
            assert mutated == example.post_mutation_code
