"""Golden values: judging with what was computed elsewhere says what judging with one's own computing says."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checks import golden, judge
from autograder.checks.cases import VISIBLE_SEED
from autograder.checks.expectations import expectations
from autograder.checks.judge import DUE
from autograder.checks.runner import LocalRunner
from autograder.exercises import WEEKS, Exercise, find
from autograder.grading.hidden import judge_hidden
from autograder.inside.protocol import receive

SEED = 20260901
FEW = ["relu", "softmax_backward", "xavier_uniform", "Linear", "Sequential"]
EVERY = [exercise.name for week in WEEKS for exercise in week.exercises]
REST = [pytest.param(name, marks=pytest.mark.slow) for name in EVERY if name not in FEW]

WITHOUT_TORCH = """
import sys
from pathlib import Path
from autograder.checks import golden
from autograder.checks.runner import LocalRunner
from autograder.exercises import find
from autograder.grading.hidden import judge_hidden
golden.use(Path(sys.argv[1]).read_bytes())
for name in sys.argv[3:]:
    exercise = find(name)
    for answer in [exercise.reference(), *(one.implementation for one in exercise.mistakes)]:
        print(judge_hidden(exercise, LocalRunner(exercise, answer), int(sys.argv[2])).points)
print("torch" in sys.modules)
"""


def forget() -> None:
    """As if nothing had been computed in this process, nor taken from elsewhere."""
    expectations.cache_clear()
    golden.use.cache_clear()
    DUE.clear()


@pytest.fixture(autouse=True)
def nothing_is_known() -> Iterator[None]:
    forget()
    yield
    forget()


def answers(exercise: Exercise) -> dict[str, Any]:
    """The reference, the first of the alternatives, and every mistake."""
    mistakes = {mistake.name: mistake.implementation for mistake in exercise.mistakes}
    return {"the reference": exercise.reference(), "another": exercise.alternatives[0].implementation, **mistakes}


def verdicts(exercise: Exercise) -> dict[str, Any]:
    """What is said of each, visible and hidden cases, steps counted."""
    runners = {name: LocalRunner(exercise, answer) for name, answer in answers(exercise).items()}
    found = {name: judge_hidden(exercise, runner, SEED) for name, runner in runners.items()}
    return {name: (verdict.to_json(), str(verdict), verdict._repr_html_()) for name, verdict in found.items()}


def no_computing(*_: object) -> None:
    raise AssertionError("this was to be known")


@pytest.mark.parametrize("name", [*FEW, *REST])
def test_verdicts_are_the_same_to_the_letter_and_nothing_is_computed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = find(name)
    computed = verdicts(exercise)
    key = golden.golden([name], [VISIBLE_SEED, SEED])
    forget()
    golden.use(key)
    monkeypatch.setattr("autograder.checks.expectations.ask_torch", no_computing)
    monkeypatch.setattr("autograder.checks.expectations.finite_differences", no_computing)
    monkeypatch.setattr("autograder.checks.expectations.run_case", no_computing)
    assert verdicts(exercise) == computed
    assert [told for told, (said, _, _) in computed.items() if said["passed"]] == ["the reference", "another"]


@pytest.mark.parametrize("name", FEW)
def test_values_come_back_to_the_bit(name: str) -> None:
    key = golden.golden([name], [SEED])
    before = [golden.values_of(one) for one in expectations(name, SEED)]
    forget()
    golden.use(key)
    for old, expectation in zip(before, expectations(name, SEED), strict=True):
        new = golden.values_of(expectation)
        assert old.keys() == new.keys() and old["reference"].keys() == new["reference"].keys()
        for part in ("torch", "differences"):
            assert {one: exact(value) for one, value in old[part].items()} == {
                one: exact(value) for one, value in new[part].items()
            }
        told = old["reference"].pop("values"), new["reference"].pop("values")
        assert {one: exact(value) for one, value in told[0].items()} == {
            one: exact(value) for one, value in told[1].items()
        }
        assert old["reference"] == new["reference"]


def exact(value: Any) -> Any:
    """A value with its type and every bit."""
    if isinstance(value, (np.ndarray, np.generic)):
        return type(value), value.dtype, value.shape, value.tobytes()
    if isinstance(value, (list, tuple)):
        return type(value), [exact(item) for item in value]
    if isinstance(value, dict):
        return {name: exact(item) for name, item in value.items()}
    return type(value), repr(value)


def test_an_exercise_that_is_not_in_the_key_is_computed() -> None:
    golden.use(golden.golden(["relu"], [SEED]))
    assert judge(find("tanh"), find("tanh").reference(), SEED).passed


def test_every_exercise_and_seed_is_in_the_key() -> None:
    stream = BytesIO(golden.golden(["relu", "train_step"], [VISIBLE_SEED, SEED]))
    about = receive(stream)
    assert about["exercises"] == ["relu", "train_step"] and about["seeds"] == [VISIBLE_SEED, SEED]
    assert [len(receive(stream)) for _ in range(4)] == [
        len(expectations(name, seed)) for name in ("relu", "train_step") for seed in (VISIBLE_SEED, SEED)
    ]
    assert stream.read() == b""


def test_a_process_that_uses_them_never_imports_torch(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(golden.golden(FEW, [VISIBLE_SEED, SEED]))
    command = [sys.executable, "-c", WITHOUT_TORCH, str(key), str(SEED), *FEW]
    *points, torch = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert torch == "False"
    assert len(points) == sum(1 + len(find(name).mistakes) for name in FEW)
