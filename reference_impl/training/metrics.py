"""Metrics: what is measured beside the loss, and its mean over an epoch."""

from collections.abc import Mapping

import numpy as np


class Mean:
    """A mean that grows batch by batch: sum of weight * value over sum of weight.

    Pitfall: batches differ in size; the plain mean of their means would count the rows of a small one more.
    """

    def __init__(self, total: float = 0.0, weight: float = 0.0) -> None:
        """Start empty, or where an earlier mean stopped."""
        self.total, self.weight = total, weight

    def add(self, value: float, weight: float) -> None:
        """Count a value as often as its weight says."""
        self.total += weight * value
        self.weight += weight

    @property
    def value(self) -> float:
        """The mean so far; NaN where nothing has been counted."""
        return self.total / self.weight if self.weight else float("nan")


def values_of(means: Mapping[str, Mean]) -> dict[str, float]:
    """Return the values of several means, by name."""
    return {name: mean.value for name, mean in means.items()}


def masked_accuracy(
    logits: np.ndarray, targets: np.ndarray, mask: np.ndarray | None = None, ignore_index: int = -100
) -> float:
    """Return the share of counted rows whose highest score belongs to the right class.

    accuracy = mean_n [argmax_v logits_nv = target_n], over the n that are counted

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...).
        mask: which rows are counted, (...); all if None.
        ignore_index: a target that marks a row as not counted.

    Returns:
        A Python float from 0 to 1; NaN where no row is counted.
    """
    counted = targets != ignore_index
    if mask is not None:
        counted &= mask
    right = (logits.argmax(axis=-1) == targets)[counted]
    return float(right.mean()) if right.size else float("nan")


def binary_accuracy(logits: np.ndarray, targets: np.ndarray) -> float:
    """Return the share of logits on the right side of zero.

    accuracy = mean [(logit > 0) = (target > 1/2)]

    Args:
        logits: scores of "yes", any shape.
        targets: 1 for yes, 0 for no, the shape of the logits.

    Returns:
        A Python float from 0 to 1.

    Raises:
        ValueError: where the shapes differ.
    """
    if np.shape(logits) != np.shape(targets):
        raise ValueError(f"logits have shape {np.shape(logits)}, targets {np.shape(targets)}")
    return float(((logits > 0) == (targets > 0.5)).mean())
