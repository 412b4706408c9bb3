"""Exercise: binary cross-entropy from probabilities."""

from collections.abc import Iterator

import numpy as np

from autograder.exercises.exercise import Case, Exercise
from reference_impl import sigmoid


def binary_cross_entropy_cases(rng: np.random.Generator) -> Iterator[Case]:
    def answered(*shape: int) -> dict[str, np.ndarray]:
        return {"probs": rng.uniform(0.05, 0.95, shape), "targets": rng.integers(0, 2, shape).astype(float)}

    def case(label: str, probs: list[float], targets: list[float], dtype: type) -> Case:
        return Case(label, {"probs": np.array(probs, dtype), "targets": np.array(targets, dtype)}, kind="edge")

    probs, targets = np.array([0.8, 0.4, 0.1]), np.array([1.0, 0.0, 0.0])
    yield Case("three questions", {"probs": probs, "targets": targets}, kind="hand")
    yield Case("a batch of questions", answered(7))
    yield Case("rows of questions", answered(5, 3))
    yield Case("targets between 0 and 1", {**answered(2, 3, 5), "targets": rng.uniform(0.05, 0.95, (2, 3, 5))})
    yield case("nearly sure", [1e-9, 0.3, 0.9], [1, 0, 1], np.float64)
    yield case("probabilities of exactly 0 and 1, and right", [0, 1, 0.6], [0, 1, 1], np.float64)
    yield case("sure and wrong, and even surer", [1e-20, 1e-60, 1 - 1e-13, 0.3], [1, 1, 0, 1], np.float64)
    yield case("probabilities of exactly 0 and 1, right and wrong", [0, 1, 0, 1, 0.6], [0, 1, 1, 0, 1], np.float64)
    yield case("exactly 0 and 1, in float32", [0, 1, 0, 1, 0.6], [0.25, 0.25, 1, 1, 1], np.float32)
    yield Case("one question", answered(1), kind="edge")
    for left, right in (((5, 1), (5,)), ((5,), (5, 1)), ((3, 5), (5,))):
        other = answered(*right)["targets"]
        yield Case(f"probs {left} against targets {right}", {**answered(*left), "targets": other}, kind="edge")


BINARY_CROSS_ENTROPY = Exercise(
    name="binary_cross_entropy",
    week="week1_foundations",
    points=2,
    title="Binary cross-entropy",
    answer="reference_impl.functional.binary_cross_entropy:binary_cross_entropy",
    cases=binary_cross_entropy_cases,
    outputs=("loss",),
    torch=lambda torch, probs, targets: torch.nn.functional.binary_cross_entropy(probs, targets),
    sized=lambda rng, n: Case("", {"probs": rng.uniform(0.1, 0.9, (n, n)), "targets": rng.uniform(size=(n, n))}),
    depth=2,
)
BINARY_CROSS_ENTROPY.equivalent(
    "with np.errstate():", "a warning of log(0), which no check counts; the numbers are the same"
)


@BINARY_CROSS_ENTROPY.mistake
def sums_instead_of_averaging(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """You add the losses up. The loss is their mean, over every element: use `mean`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    yes, no = np.maximum(np.log(probs), -100), np.maximum(np.log1p(-probs), -100)
    return -(targets * yes + (1 - targets) * no).sum()


@BINARY_CROSS_ENTROPY.mistake
def forgets_the_minus(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """A logarithm of a probability is never positive, and a loss never negative: put a minus before the mean."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    yes, no = np.maximum(np.log(probs), -100), np.maximum(np.log1p(-probs), -100)
    return (targets * yes + (1 - targets) * no).mean()


@BINARY_CROSS_ENTROPY.mistake
def counts_only_the_yes(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """Where the answer is no your loss is zero. Add the other half: `(1 - targets) * log(1 - probs)`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return -(targets * np.maximum(np.log(probs), -100)).mean()


@BINARY_CROSS_ENTROPY.mistake
def applies_the_sigmoid_again(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """These are probabilities already: no sigmoid. From logits it is `binary_cross_entropy_with_logits`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    again = sigmoid(probs)
    return -(targets * np.log(again) + (1 - targets) * np.log1p(-again)).mean()


@BINARY_CROSS_ENTROPY.mistake
def swaps_probs_and_targets(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """You take the logarithm of the targets. The logarithm is of `probs`; the targets weigh it."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    yes, no = np.maximum(np.log(targets), -100), np.maximum(np.log1p(-targets), -100)
    return -(probs * yes + (1 - probs) * no).mean()


@BINARY_CROSS_ENTROPY.mistake
def averages_the_rows_only(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """You divide by the length of the first axis. The mean is over every element, whatever the shape."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    yes, no = np.maximum(np.log(probs), -100), np.maximum(np.log1p(-probs), -100)
    return -(targets * yes + (1 - targets) * no).sum() / len(probs)


@BINARY_CROSS_ENTROPY.mistake
def takes_every_target_for_yes_or_no(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """A target may lie between 0 and 1. Weigh both logarithms, by `targets` and by `1 - targets`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    yes, no = np.maximum(np.log(probs), -100), np.maximum(np.log1p(-probs), -100)
    return -np.where(targets > 0.5, yes, no).mean()


@BINARY_CROSS_ENTROPY.mistake
def floors_nothing(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """log(0) is -inf, and 0 times it is NaN. Keep both logarithms at or above -100: `np.maximum(np.log(p), -100)`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return -(targets * np.log(probs) + (1 - targets) * np.log1p(-probs)).mean()


@BINARY_CROSS_ENTROPY.mistake
def clips_the_probabilities(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """Clipping the probabilities at 1e-7 caps the loss at 16. Floor the logarithms at -100 instead."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    clipped = np.clip(probs, 1e-7, 1 - 1e-7)
    return -(targets * np.log(clipped) + (1 - targets) * np.log(1 - clipped)).mean()


@BINARY_CROSS_ENTROPY.mistake
def clips_the_probabilities_closely(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """Clipping the probabilities at 1e-12 caps the loss at 28. Floor the logarithms at -100 instead."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    clipped = np.clip(probs, 1e-12, 1 - 1e-12)
    return -(targets * np.log(clipped) + (1 - targets) * np.log(1 - clipped)).mean()


@BINARY_CROSS_ENTROPY.mistake
def adds_an_epsilon(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """An epsilon inside the logarithm shifts every loss. Floor the logarithms at -100 instead."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return -(targets * np.log(probs + 1e-8) + (1 - targets) * np.log(1 - probs + 1e-8)).mean()


@BINARY_CROSS_ENTROPY.mistake
def adds_a_small_epsilon(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """An epsilon inside the logarithm caps the loss of a sure and wrong answer. Floor the logarithms at -100."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return -(targets * np.log(probs + 1e-12) + (1 - targets) * np.log(1 - probs + 1e-12)).mean()


@BINARY_CROSS_ENTROPY.mistake
def broadcasts_other_shapes(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """(N, 1) against (N,) quietly broadcasts to N by N pairs. Raise a `ValueError` where the shapes differ."""
    yes, no = np.maximum(np.log(probs), -100), np.maximum(np.log1p(-probs), -100)
    return -(targets * yes + (1 - targets) * no).mean()


@BINARY_CROSS_ENTROPY.mistake
def asserts_the_shapes(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """`assert` raises an AssertionError, and none at all under `python -O`. Write `raise ValueError(...)`."""
    assert probs.shape == targets.shape
    yes, no = np.maximum(np.log(probs), -100), np.maximum(np.log1p(-probs), -100)
    return -(targets * yes + (1 - targets) * no).mean()


@BINARY_CROSS_ENTROPY.alternative
def by_clipped_logarithms(probs: np.ndarray, targets: np.ndarray) -> float:
    if np.shape(probs) != np.shape(targets):
        raise ValueError("probs and targets must have the same shape")
    no = np.clip(np.log(1 - probs), -100, None)
    return float(np.average(-no - targets * (np.clip(np.log(probs), -100, None) - no)))


@BINARY_CROSS_ENTROPY.alternative
def by_logarithms_of_what_is_positive(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    if probs.shape != targets.shape:
        raise ValueError("probs and targets must have the same shape")
    yes, no = np.full_like(probs, -100), np.full_like(probs, -100)
    np.log(probs, out=yes, where=probs > np.exp(-100))
    np.log(1 - probs, out=no, where=probs < 1)
    return np.asarray(-(np.vdot(targets, yes) + np.vdot(1 - targets, no)) / probs.size)
