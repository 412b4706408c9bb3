"""Exercise: the backward of binary cross-entropy from probabilities."""

import numpy as np

from autograder.exercises.backward import backward_of
from autograder.exercises.week1_foundations.binary_cross_entropy import BINARY_CROSS_ENTROPY

# Torch keeps its floor of 1e-12 in float32, also for float64: four in a billion off where it bites, hence the depth.
BINARY_CROSS_ENTROPY_BACKWARD = backward_of(BINARY_CROSS_ENTROPY, points=2, wrt=("probs",), depth=5)


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def forgets_the_mean(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """That is the gradient of the summed loss. The loss is a mean: divide by the number of elements."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return (probs - targets) / np.maximum(probs * (1 - probs), 1e-12)


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def forgets_the_denominator(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """`probs - targets` is the gradient by the logits. By the probabilities it is divided by `probs * (1 - probs)`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return (probs - targets) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def subtracts_the_wrong_way_round(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Your signs are turned: a higher probability of a wrong yes must raise the loss. Take `probs - targets`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return (targets - probs) / np.maximum(probs * (1 - probs), 1e-12) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def counts_only_the_yes(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """You differentiate `targets * log(probs)` alone. `(1 - targets) * log(1 - probs)` has a gradient too."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return -targets / np.maximum(probs, 1e-12) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def forgets_the_inner_derivative(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """log(1 - p) has the derivative -1 / (1 - p): the inner minus is missing in your second term."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return -(targets / np.maximum(probs, 1e-12) + (1 - targets) / np.maximum(1 - probs, 1e-12)) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def averages_the_rows_only(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """You divide by the length of the first axis. The mean is over every element: divide by `probs.size`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return (probs - targets) / np.maximum(probs * (1 - probs), 1e-12) / len(probs)


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def divides_by_zero(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """At probabilities 0 and 1 the denominator is zero. Keep `probs * (1 - probs)` at or above 1e-12, as torch does."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return (probs - targets) / (probs * (1 - probs)) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def floors_each_denominator_alone(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """You floor p and 1 - p apart, or clip p itself. At 0 and 1 it matters: floor only their product, `p * (1 - p)`."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    return (-targets / np.maximum(probs, 1e-12) + (1 - targets) / np.maximum(1 - probs, 1e-12)) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def clips_the_probabilities(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Clipping the probabilities at 1e-7 changes the gradient near 0 and 1. Floor only the denominator, at 1e-12."""
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    clipped = np.clip(probs, 1e-7, 1 - 1e-7)
    return (clipped - targets) / (clipped * (1 - clipped)) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.mistake
def broadcasts_other_shapes(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """(N, 1) against (N,) quietly broadcasts to N by N pairs. Raise a `ValueError` where the shapes differ."""
    return (probs - targets) / np.maximum(probs * (1 - probs), 1e-12) / probs.size


@BINARY_CROSS_ENTROPY_BACKWARD.alternative
def by_a_clipped_denominator(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    if np.shape(probs) != np.shape(targets):
        raise ValueError("probs and targets must have the same shape")
    return np.divide(probs - targets, probs.size * np.clip(probs - probs**2, 1e-12, None))


@BINARY_CROSS_ENTROPY_BACKWARD.alternative
def by_two_terms_over_one_denominator(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    if probs.shape != targets.shape:
        raise ValueError("probs and targets must have the same shape")
    denominator = probs * (1 - probs)
    denominator[denominator < 1e-12] = 1e-12
    return ((1 - targets) * probs - targets * (1 - probs)) / denominator * (1 / probs.size)
