"""Accuracy: how often the highest score is the right one."""

import numpy as np


def accuracy(logits: np.ndarray, targets: np.ndarray) -> float:
    """Return the share of rows whose highest score belongs to the right class.

    accuracy = mean_n [argmax_v logits_nv = target_n]

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...).

    Returns:
        A Python float from 0 to 1.

    Pitfall: targets (N, 1) against argmaxes (N,) would broadcast to (N, N).
    """
    return float((logits.argmax(axis=-1) == targets).mean())
