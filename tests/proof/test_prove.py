"""A proof says what is wrong with the checks of an exercise: shown on toys whose faults are known."""

import json
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from rich.console import Console

from autograder.exercises import Case, Exercise, find_week
from autograder.proof import details, markdown, prove, prove_exercise, summary, table


def double(x: np.ndarray) -> np.ndarray:
    """Twice x, up to 1."""
    return np.where(x < 1, 2 * x, 2.0)


def total(x: np.ndarray) -> float:
    """The sum of x, one number at a time."""
    at, result = 0, 0.0
    while at != len(x):
        result += x[at]
        at = at + 1
    return float(result)


def toy_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case("by hand", {"x": np.array([0.25, -0.5, 1.75])}, kind="hand")
    yield Case("random", {"x": rng.uniform(-3, 3, size=7)})


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Callable[..., Exercise]:
    """Make an exercise of a function of this file, and let the engine find it."""
    known: dict[str, Exercise] = {}
    monkeypatch.setattr("autograder.exercises.by_name", lambda: known)

    def make(function: Callable[..., object]) -> Exercise:
        name = f"{function.__name__}_in_{request.node.name}"
        known[name] = Exercise(
            name=name, week="toys", points=2, title="A toy", answer=f"{__name__}:{function.__name__}", cases=toy_cases
        )
        return known[name]

    return make


def with_alternatives(toy: Exercise) -> Exercise:
    """The doubling toy with two right answers beside the reference."""

    @toy.alternative
    def adds(x: np.ndarray) -> np.ndarray:
        return np.minimum(x + x, 2.0)

    @toy.alternative
    def clips(x: np.ndarray) -> np.ndarray:
        return np.clip(x, None, 1.0) * 2

    return toy


AT_ONE = "return np.where(x <= 1, 2 * x, 2.0)"


def test_a_mutant_that_changes_no_number_survives_and_is_shown_before_and_after(toy):
    proof = prove_exercise(with_alternatives(toy(double)))
    assert proof.mutants.survivors == (f"return np.where(x < 1, 2 * x, 2.0) → {AT_ONE}",)
    assert proof.mutants.killed > 10
    assert not proof.proved
    assert not proof.blank and not proof.solution and proof.alternatives.good == 2


@pytest.mark.parametrize("named", [AT_ONE, f"return np.where(x < 1, 2 * x, 2.0) → {AT_ONE}"])
def test_a_survivor_declared_equivalent_is_excused_and_its_reason_reported(toy, named):
    declared = with_alternatives(toy(double))
    declared.equivalent(named, "both sides are 2 at x = 1")
    proof = prove_exercise(declared)
    assert proof.proved and proof.mutants.killed == proof.mutants.total
    assert list(proof.mutants.equivalent.values()) == ["both sides are 2 at x = 1"]


@pytest.mark.parametrize("named", ["return np.where(x < 1, 2 + x, 2.0)", "return 17"], ids=["killed", "unknown"])
def test_declaring_a_mutant_that_does_not_survive_is_an_error(toy, named):
    declared = with_alternatives(toy(double))
    declared.equivalent(AT_ONE, "both sides are 2 at x = 1")
    declared.equivalent(named, "mistaken")
    proof = prove_exercise(declared)
    assert proof.mutants.stale == (named,)
    assert not proof.proved


def test_a_mutant_that_never_ends_counts_as_rejected(toy):
    # `at = at * 1` never moves.
    mutants = prove_exercise(toy(total), seconds=0.2).mutants
    assert mutants.timed_out >= 1
    assert mutants.killed >= mutants.timed_out


def test_a_mistake_must_be_rejected_and_called_by_its_name(toy):
    faulty = with_alternatives(toy(double))

    @faulty.mistake
    def forgets_the_two(x: np.ndarray) -> np.ndarray:
        """Multiply by two."""
        return np.minimum(x, 2.0)

    @faulty.mistake
    def does_nothing(x: np.ndarray) -> np.ndarray:
        """The same numbers as the mistake before: it can never be named."""
        return np.minimum(x, 2.0)

    @faulty.mistake
    def clips_at_two(x: np.ndarray) -> np.ndarray:
        """Not a mistake at all."""
        return np.minimum(2 * x, 2.0)

    tally = prove_exercise(faulty).mistakes
    assert (tally.good, tally.total) == (1, 3)
    assert tally.failed["does nothing"].startswith("rejected as forgets the two, stopped at hand case")
    assert tally.failed["clips at two"] == "accepted"


def test_a_wrong_alternative_is_reported_with_what_the_check_said(toy):
    exercise = with_alternatives(toy(double))

    @exercise.alternative
    def triples(x: np.ndarray) -> np.ndarray:
        return 3 * x

    proof = prove_exercise(exercise)
    assert list(proof.alternatives.failed) == ["triples"]
    assert "hand case" in proof.alternatives.failed["triples"]
    assert not proof.proved


def test_mutants_prove_nothing_where_the_solution_itself_is_refused(toy):
    declared = with_alternatives(toy(double))
    declared.torch = lambda torch, x: 3 * x
    proof = prove_exercise(declared)
    assert proof.solution.startswith("stopped at equals torch")
    assert (proof.mutants.killed, proof.mutants.total) == (0, 0)
    assert not proof.proved


def test_an_exercise_without_two_alternatives_is_not_proved(toy):
    declared = toy(double)
    declared.equivalent(AT_ONE, "both sides are 2 at x = 1")
    assert prove_exercise(declared).problems == ["alternatives: 0 declared, at least 2 are needed"]


def test_reports_name_what_is_wrong(toy):
    declared = with_alternatives(toy(double))
    declared.equivalent("return 17", "mistaken")
    proofs = [prove_exercise(declared)]
    console = Console(width=160, record=True, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        console.print(table(proofs))
    assert declared.name in captured.get() and "2/2" in captured.get()
    for text in ("\n".join(details(proofs)), markdown(proofs), json.dumps(proofs[0].to_json(), ensure_ascii=False)):
        assert AT_ONE in text and "return 17" in text
    assert summary(proofs) == "0 of 1 exercises proved."


@pytest.mark.slow
def test_week_1_is_proved():
    told = []
    proofs = prove("week1", progress=lambda done, total, name: told.append((done, total, name)))
    exercises = find_week("week1").exercises
    assert told == [
        *((at, len(exercises), exercise.name) for at, exercise in enumerate(exercises)),
        (len(told) - 1,) * 2 + ("",),
    ]
    assert not details(proofs)
    assert summary(proofs) == f"{len(exercises)} of {len(exercises)} exercises proved."
