"""Cross-entropy: how surprised a classifier is by the right answers."""

import numpy as np

from reference_impl.functional.log_softmax import log_softmax
from reference_impl.functional.softmax import softmax


def cross_entropy(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.floating:
    """Average the negative log-probability of the right class over the counted targets.

    loss = -1/M * sum_n log_softmax(logits_n)[target_n], over the M targets that are not ``ignore_index``

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...).
        ignore_index: the target that marks a row as not counted.

    Returns:
        The loss, one number of the dtype of ``logits``; NaN where no target is counted.

    Pitfall: the mean is over the counted targets, not over all rows.
    """
    counted = targets != ignore_index
    log_probs = log_softmax(logits)[counted, targets[counted]]
    return -log_probs.mean() if log_probs.size else logits.dtype.type(np.nan)


def cross_entropy_backward(logits: np.ndarray, targets: np.ndarray, ignore_index: int = -100) -> np.ndarray:
    """Compute the gradient of cross-entropy: probabilities minus truth.

    grad_logits_n = (softmax(logits_n) - onehot(target_n)) / M, and zero where target_n is ``ignore_index``

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...).
        ignore_index: the target that marks a row as not counted.

    Returns:
        Gradient of the loss with respect to ``logits``, (..., V).

    Pitfall: the 1/M belongs to the gradient too; without it the step grows with the batch.
    """
    counted = targets != ignore_index
    grad = softmax(logits)
    grad[counted, targets[counted]] -= 1
    grad[~counted] = 0
    return grad / max(int(counted.sum()), 1)
