"""Cross-entropy over sequences of many lengths: padding does not count."""

import numpy as np

from reference_impl.functional.cross_entropy import cross_entropy, cross_entropy_backward


def masked_cross_entropy(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray) -> np.floating:
    """Average the negative log-probability of the right class over the targets that the mask counts.

    loss = -1/M * sum_n log_softmax(logits_n)[target_n], over the M targets where the mask is True

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...); where the mask is False, anything.
        mask: which targets are counted, booleans (...).

    Returns:
        The loss, one number of the dtype of ``logits``; NaN where the mask counts none.

    Pitfall: the sum is divided by the counted targets; by all of them, a batch with much padding would learn little.
    """
    return cross_entropy(logits, np.where(mask, targets, -100))


def masked_cross_entropy_backward(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Compute the gradient of masked cross-entropy.

    grad_logits_n = (softmax(logits_n) - onehot(target_n)) / M, and zero where the mask is False

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...); where the mask is False, anything.
        mask: which targets are counted, booleans (...).

    Returns:
        Gradient of the loss with respect to ``logits``, (..., V).
    """
    return cross_entropy_backward(logits, np.where(mask, targets, -100))
