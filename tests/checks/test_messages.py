"""What a student reads: sentences that are true, tell two numbers apart, and say what to do."""

from typing import Any

import numpy as np
import pytest

from autograder.checks import judge
from autograder.checks.compare import compare
from autograder.checks.explained import explained
from autograder.checks.tolerance import tolerance_for
from autograder.exercises import find

FLOAT32, FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)


def said(expected: Any, got: Any, dtype: np.dtype = FLOAT64) -> str:
    mismatch = compare("loss", expected, got, tolerance_for([dtype]), dtype=dtype)
    assert mismatch is not None
    return mismatch.message


@pytest.mark.parametrize("error", [1e-3, 1e-8, 3e-9])
def test_two_different_numbers_are_written_differently(error: float) -> None:
    found, due = (
        said(np.array([0.25]), np.array([0.25 + error]))
        .removeprefix("loss[0] is ")
        .rstrip(".")
        .split("; it should be ")
    )
    assert float(found) > float(due) == 0.25


def test_nobody_reads_of_a_negative_zero() -> None:
    assert said(np.array([-0.0, 1.0]), np.array([2.0, 1.0])) == "loss[0] is 2; it should be 0."


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        (np.float64(1), np.ones(3), "it should be a single number"),
        (np.float64(1), "60 %", "is a str; it should be a number"),
        (np.ones(3), [1.0, 1.0, 1.0], "is a list; it should be a numpy array"),
        (np.ones(3, np.float32), np.ones(3), "a numpy integer such as `mask.sum()`"),
    ],
)
def test_what_should_have_come_is_said(expected: Any, got: Any, words: str) -> None:
    assert words in said(expected, got, np.asarray(expected).dtype)


@pytest.mark.parametrize(("factor", "told"), [(1.047, False), (2.0, True), (0.5, True), (0.0017, False)])
def test_of_a_single_number_only_a_telling_factor_is_told(factor: float, told: bool) -> None:
    accuracy = find("accuracy")
    message = judge(accuracy, lambda logits, targets: factor * accuracy.reference()(logits, targets)).message
    assert ("times the right one." in message) == told and "everywhere" not in message, message


def test_a_tiny_error_is_not_called_an_offset() -> None:
    sigmoid = find("sigmoid")
    message = judge(sigmoid, lambda x: sigmoid.reference()(np.clip(x, -20, 20))).message
    assert "off by" not in message, message


def test_an_error_that_is_due_is_a_whole_sentence() -> None:
    loss = find("binary_cross_entropy")
    message = judge(loss, lambda p, y: -np.mean(y * floored(p) + (1 - y) * floored(1 - p))).message
    assert message.startswith("This must raise ValueError (") and message.endswith("); yours returned a value."), (
        message
    )


def floored(probs: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(probs), -100)


def test_python_s_words_are_explained_to_a_beginner() -> None:
    message = judge(find("relu"), lambda x: max(x, 0)).message
    assert "truth value" in message and "np.maximum" in message
    assert explained("some other message") == ""
