"""Exercises: binary cross-entropy from logits, and its backward."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.exercise import Case, Exercise
from reference_impl import binary_cross_entropy, sigmoid


def with_logits_cases(rng: np.random.Generator) -> Iterator[Case]:
    def answered(*shape: int) -> dict[str, np.ndarray]:
        return {"logits": 2 * rng.normal(size=shape), "targets": rng.integers(0, 2, shape).astype(float)}

    logits, targets = np.array([2.0, -1.0, 0.5]), np.array([1.0, 1.0, 0.0])
    yield Case("three questions", {"logits": logits, "targets": targets}, kind="hand")
    yield Case("a batch of questions", answered(7))
    yield Case("rows of questions", answered(5, 3))
    yield Case("targets between 0 and 1", {**answered(2, 3, 5), "targets": rng.uniform(0.05, 0.95, (2, 3, 5))})
    sure = np.array([1e4, -1e4, 800.0, -800.0])
    yield Case("very sure and right", {"logits": sure, "targets": np.array([1.0, 0.0, 1.0, 0.0])}, kind="edge")
    yield Case("very sure and wrong", {"logits": sure, "targets": np.array([0.0, 1.0, 0.25, 1.0])}, kind="edge")
    small = {"logits": np.array([90.0, -90.0], np.float32), "targets": np.array([0.0, 1.0], np.float32)}
    yield Case("sure and wrong, in float32", small, kind="edge")
    yield Case("logits of zero", {"logits": np.zeros(3), "targets": np.array([0.0, 1.0, 0.25])}, kind="edge")
    yield Case("one question", answered(1), kind="edge")
    for left, right in (((5, 1), (5,)), ((5,), (5, 1)), ((3, 5), (5,))):
        other = answered(*right)["targets"]
        yield Case(f"logits {left} against targets {right}", {**answered(*left), "targets": other}, kind="edge")


def torch_with_logits(torch: Any, logits: Any, targets: Any) -> Any:
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, targets)


BINARY_CROSS_ENTROPY_WITH_LOGITS = Exercise(
    name="binary_cross_entropy_with_logits",
    week="week1_foundations",
    points=2,
    title="Binary cross-entropy with logits",
    answer="reference_impl.functional.binary_cross_entropy:binary_cross_entropy_with_logits",
    cases=with_logits_cases,
    outputs=("loss",),
    torch=torch_with_logits,
    sized=lambda rng, n: Case("", {"logits": rng.normal(size=(n, n)), "targets": rng.uniform(size=(n, n))}),
    depth=2,
)


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def sums_instead_of_averaging(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """You add the losses up. The loss is their mean, over every element: use `mean`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))).sum()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def adds_the_targets_term(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """A high logit where the answer is yes must lower the loss: subtract `logits * targets`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (np.maximum(logits, 0) + logits * targets + np.log1p(np.exp(-np.abs(logits)))).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def forgets_the_maximum(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """`log(1 + exp(-|x|))` is only the small part of softplus. Add `np.maximum(logits, 0)`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (np.log1p(np.exp(-np.abs(logits))) - logits * targets).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def forgets_the_absolute_value(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """With the maximum outside, the exponent is `-abs(logits)`; yours has the logit's own sign."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-logits))).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def forgets_the_sigmoid(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """These are logits: a logarithm of them is NaN as soon as one is negative. They go through the sigmoid first."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return -(targets * np.log(logits) + (1 - targets) * np.log(1 - logits)).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def averages_the_rows_only(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """You divide by the length of the first axis. The mean is over every element, whatever the shape."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))).sum() / len(logits)


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def exponentiates_raw_logits(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """`exp` of a large logit overflows. Write log(1 + exp(x)) as `max(x, 0) + log1p(exp(-abs(x)))`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (np.log(1 + np.exp(logits)) - logits * targets).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def takes_logarithms_of_the_sigmoid(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """A sigmoid rounds to 0 or 1, and its logarithm is -inf. Stay with the logits: `max(x, 0) - x * t + ...`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    probs = sigmoid(logits)
    return -(targets * np.log(probs) + (1 - targets) * np.log(1 - probs)).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def goes_through_the_probabilities(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """Through probabilities every loss stops at 100, where the logarithm is floored. Stay with the logits."""
    return binary_cross_entropy(sigmoid(logits), targets)


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def clips_the_sigmoid(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """Clipping the sigmoid at 1e-12 caps the loss at 28. Stay with the logits: `max(x, 0) - x * t + ...`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    probs = np.clip(sigmoid(logits), 1e-12, 1 - 1e-12)
    return -(targets * np.log(probs) + (1 - targets) * np.log(1 - probs)).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.mistake
def broadcasts_other_shapes(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """(N, 1) against (N,) quietly broadcasts to N by N pairs. Raise a `ValueError` where the shapes differ."""
    return (np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))).mean()


@BINARY_CROSS_ENTROPY_WITH_LOGITS.alternative
def by_softplus(logits: np.ndarray, targets: np.ndarray) -> float:
    if np.shape(logits) != np.shape(targets):
        raise ValueError("logits and targets must have the same shape")
    return float(np.mean(np.logaddexp(0, logits) - logits * targets))


@BINARY_CROSS_ENTROPY_WITH_LOGITS.alternative
def by_a_softplus_each_way(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    if logits.shape != targets.shape:
        raise ValueError("logits and targets must have the same shape")
    zero = np.zeros_like(logits)
    yes, no = np.logaddexp(zero, -logits), np.logaddexp(zero, logits)
    return np.asarray((targets * yes + (1 - targets) * no).mean())


BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD = backward_of(BINARY_CROSS_ENTROPY_WITH_LOGITS, points=2, wrt=("logits",))


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def forgets_the_mean(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """That is the gradient of the summed loss. The loss is a mean: divide by the number of elements."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return sigmoid(logits) - targets


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def subtracts_the_wrong_way_round(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Yours is truth minus probability: descending it would raise the loss. Take `sigmoid(logits) - targets`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (targets - sigmoid(logits)) / logits.size


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def skips_the_sigmoid(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """You subtract the targets from the logits. They are subtracted from the probabilities, `sigmoid(logits)`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (logits - targets) / logits.size


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def multiplies_by_the_sigmoids_slope(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The slope p (1 - p) of the sigmoid cancels against the logarithm's 1 / (p (1 - p)): leave it out."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    probs = sigmoid(logits)
    return (probs - targets) * probs * (1 - probs) / logits.size


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def divides_by_the_sigmoids_slope(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """That is the gradient by the probabilities. By the logits the slope p (1 - p) of the sigmoid cancels it."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    probs = sigmoid(logits)
    return (probs - targets) / np.maximum(probs * (1 - probs), 1e-12) / logits.size


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def divides_by_the_rows_only(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """You divide by the length of the first axis. The mean is over every element: divide by `logits.size`."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (sigmoid(logits) - targets) / len(logits)


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def writes_a_sigmoid_that_overflows(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """`exp(-x)` of a very negative logit overflows. Use your `sigmoid`, which is stable both ways."""
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return (1 / (1 + np.exp(-logits)) - targets) / logits.size


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.mistake
def lets_other_shapes_broadcast(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """(N, 1) against (N,) quietly broadcasts to N by N pairs. Raise a `ValueError` where the shapes differ."""
    return (sigmoid(logits) - targets) / logits.size


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.alternative
def by_the_hyperbolic_tangent(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    if np.shape(logits) != np.shape(targets):
        raise ValueError("logits and targets must have the same shape")
    return (0.5 + 0.5 * np.tanh(logits / 2) - targets) / np.size(logits)


@BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD.alternative
def by_the_softplus(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    if logits.shape != targets.shape:
        raise ValueError("logits and targets must have the same shape")
    grad = np.exp(-np.logaddexp(0, -logits)) - targets
    grad /= logits.size
    return grad
