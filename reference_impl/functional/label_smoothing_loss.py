"""Label smoothing: cross-entropy that trusts its labels a little less."""

import numpy as np

from reference_impl.functional.log_softmax import log_softmax
from reference_impl.functional.softmax import softmax


def label_smoothing_loss(
    logits: np.ndarray, targets: np.ndarray, smoothing: float = 0.1, ignore_index: int = -100
) -> np.floating:
    """Compute cross-entropy against labels of which a part is spread evenly over all classes.

    loss = -1/M * sum_n sum_v q_nv * log_softmax(logits_n)_v,  q_n = (1 - smoothing) * onehot(target_n) + smoothing / V,
    over the M targets that are not ``ignore_index``

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...).
        smoothing: the part that is spread, from 0 to 1.
        ignore_index: the target that marks a row as not counted.

    Returns:
        The loss, one number of the dtype of ``logits``; NaN where no target is counted.

    Source: Szegedy et al. (2016), "Rethinking the Inception Architecture for Computer Vision", section 7.
    Pitfall: all V classes share the part that is spread, the right one too.
    """
    counted = targets != ignore_index
    log_probs = log_softmax(logits[counted])
    if not log_probs.size:
        return logits.dtype.type(np.nan)
    right = np.take_along_axis(log_probs, targets[counted][:, None], axis=-1).mean()
    return -(1 - smoothing) * right - smoothing * log_probs.mean()


def label_smoothing_loss_backward(
    logits: np.ndarray, targets: np.ndarray, smoothing: float = 0.1, ignore_index: int = -100
) -> np.ndarray:
    """Compute the gradient of the smoothed loss: probabilities minus smoothed truth.

    grad_logits_n = (softmax(logits_n) - q_n) / M, and zero where target_n is ``ignore_index``

    Args:
        logits: scores, (..., V).
        targets: the right class of each row, integers (...).
        smoothing: the part that is spread, from 0 to 1.
        ignore_index: the target that marks a row as not counted.

    Returns:
        Gradient of the loss with respect to ``logits``, (..., V).

    Pitfall: the gradient is zero where the probabilities equal q, not where the answer is certain.
    """
    counted = targets != ignore_index
    grad = softmax(logits)
    grad -= smoothing / logits.shape[-1]
    grad[counted, targets[counted]] -= 1 - smoothing
    grad[~counted] = 0
    grad /= max(int(counted.sum()), 1)
    return grad
