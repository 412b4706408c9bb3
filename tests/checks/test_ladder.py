"""The ladder: which rung breaks for which fault, on a toy exercise whose answer is plain to see."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks.cases import draw_cases
from autograder.checks.expectations import Expectation
from autograder.checks.judge import loops
from autograder.checks.ladder import climb
from autograder.checks.runner import LocalRunner
from autograder.checks.running import run_case
from autograder.checks.verdict import Verdict, verdict
from autograder.exercises import Case, Exercise


def double(x: np.ndarray) -> np.ndarray:
    """The answer: twice x; refuses what is empty."""
    if x.size == 0:
        raise ValueError("nothing to double")
    return x + x


class Doubling(Exercise):
    """An exercise whose reference stands in this file."""

    def reference(self) -> Any:
        return double


def cases(rng: np.random.Generator) -> Any:
    yield Case("two numbers", {"x": np.array([1.0, -2.0])}, kind="hand")
    yield Case("a table", {"x": rng.normal(size=(3, 5))})
    yield Case("large numbers", {"x": np.array([1e300, 3.0])}, kind="edge")
    yield Case("nothing", {"x": np.zeros(0)}, kind="edge")


@pytest.fixture
def exercise() -> Exercise:
    sized = lambda rng, n: Case("", {"x": rng.normal(size=n)})  # noqa: E731
    return Doubling("double", "week0", 2, "Doubling", "", cases, sized=sized)


def judged(exercise: Exercise, implementation: Callable[..., Any]) -> Verdict:
    """Climb as `judge` does, without looking the exercise up."""
    runner = LocalRunner(exercise, implementation)
    climbed = climb([Expectation(exercise, case) for case in draw_cases(exercise)], runner.outcomes)
    climbed.broken = climbed.broken or loops(exercise, runner)
    return verdict(exercise, climbed)


def in_place(x: np.ndarray) -> np.ndarray:
    double(x)
    x *= 2
    return x


def only_ordinary(x: np.ndarray) -> np.ndarray:
    return x * 2 if x.size else x


def with_a_warning(x: np.ndarray) -> np.ndarray:
    np.exp(np.abs(x))
    return double(x)


def by_a_loop(x: np.ndarray) -> np.ndarray:
    double(x)
    return np.array([value + value for value in x.reshape(-1)], x.dtype).reshape(x.shape)


def raises(error: Exception) -> Callable[[np.ndarray], np.ndarray]:
    def answer(x: np.ndarray) -> np.ndarray:
        raise error

    return answer


@pytest.mark.parametrize(
    ("answer", "rung", "share"),
    [
        (double, None, 1),
        (lambda x: double(x) * 1.0, None, 1),
        (raises(NotImplementedError()), "exists", 0),
        (raises(KeyError("x")), "runs", 0),
        (raises(SystemExit(0)), "runs", 0),
        (lambda x: None, "returns arrays", 0),
        (lambda x: double(x).tolist(), "returns arrays", 0),
        (lambda x: np.ma.masked_array(double(x)), "returns arrays", 0),
        (lambda x: double(x)[None], "shape", 0),
        (lambda x: double(x).astype(np.float64), "dtype", 0),
        (lambda x: double(x) * np.nan, "finite", 0),
        (in_place, "inputs unchanged", 0),
        (lambda x: -double(x), "hand case", 0),
        (lambda x: double(x) * (x.ndim == 1) + 1.0 * (x.ndim == 2), "random cases", 0),
        (only_ordinary, "edge cases", 0.5),
        (with_a_warning, "edge cases", 0.5),
        (by_a_loop, "vectorised", 0.5),
    ],
)
def test_the_first_broken_rung_is_named(
    exercise: Exercise, answer: Callable[..., Any], rung: str | None, share: float
) -> None:
    found = judged(exercise, answer)
    assert (found.rung, found.points) == (rung, share * exercise.points), str(found)


def test_every_outcome_is_told_in_a_sentence_and_with_its_case(exercise: Exercise) -> None:
    text = str(judged(exercise, lambda x: double(x) * np.where(np.abs(x) == 2, 3, 1)))
    assert "output[1] is -12; it should be -4." in text
    assert "Case: two numbers" in text
    assert "x = [ 1., -2.]" in text


def test_a_wrong_return_is_not_confused_with_a_wrong_number_of_returns() -> None:
    pair = Doubling("double", "week0", 2, "Doubling", "", cases, outputs=("a", "b"))
    outcome = run_case(pair, lambda x: (x, x, x), Case("", {"x": np.ones(2)}))
    assert "returns 2 things: (a, b). Yours returned 3" in str(outcome.failure)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: -double(x), "right but for its sign"),
        (lambda x: double(x) * 5, "5 times the right one"),
        (lambda x: double(x) / x.size, "1 over the size of axis 0 of x"),
        (lambda x: double(x) + np.float32(3), "off by the same 3 everywhere"),
        (lambda x: 0 * double(x), "zero everywhere"),
    ],
)
def test_simple_relations_are_told(exercise: Exercise, answer: Callable[..., Any], said: str) -> None:
    assert said in judged(exercise, answer).message


def test_a_catalogued_mistake_is_named_and_advised(exercise: Exercise) -> None:
    @exercise.mistake
    def triples(x: np.ndarray) -> np.ndarray:
        """Twice is two times, not three."""
        return double(x) * 1.5

    found = judged(exercise, lambda x: double(x) + x)
    assert (found.mistake, found.advice) == ("triples", "Twice is two times, not three.")
    assert judged(exercise, lambda x: double(x) + 2 * x).mistake is None


def test_what_the_code_prints_is_shown_but_capped(exercise: Exercise) -> None:
    def talkative(x: np.ndarray) -> np.ndarray:
        print("hello" * 10**6)
        return x

    found = judged(exercise, talkative)
    assert found.printed.startswith("hello") and len(found.printed) <= 2000
