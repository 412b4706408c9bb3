"""Masked softmax: a probability distribution over the positions that may be attended to."""

import numpy as np


def masked_softmax(scores: np.ndarray, mask: np.ndarray | None) -> np.ndarray:
    """Turn scores into weights over the last axis that are zero wherever the mask is False.

    weights_i = mask_i * exp(s_i) / sum_j mask_j * exp(s_j)

    Args:
        scores: (..., T, S).
        mask: boolean, broadcasts against the scores, True = may be attended to; None for all.

    Returns:
        Weights, (..., T, S), of the dtype of ``scores``. A row without a single True is all zeros.

    Pitfall: the maximum that keeps ``exp`` small is that of the scores seen; a hidden one may be far above.
    """
    weights = scores.copy() if mask is None else np.where(mask, scores, -np.inf)
    # The lowest finite number stands in for the maximum of nothing, so that -inf - (-inf) never happens.
    weights -= weights.max(axis=-1, keepdims=True, initial=np.finfo(weights.dtype).min)
    np.exp(weights, out=weights)
    # Where anything is seen its sum is one or more: the largest score gives exp(0).
    weights /= np.maximum(weights.sum(axis=-1, keepdims=True), 1)
    return weights


def masked_softmax_backward(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Carry a gradient back through masked softmax.

    grad_scores = output * (grad_output - sum_j grad_output_j * output_j)

    Args:
        grad_output: gradient of the loss with respect to ``output``, (..., T, S).
        output: what ``masked_softmax`` returned, (..., T, S).

    Returns:
        Gradient of the loss with respect to the scores, (..., T, S); zero wherever the mask was False.

    Pitfall: the mask is not needed again: a hidden position has weight zero, and so its gradient is zero.
    """
    return output * (grad_output - np.vecdot(grad_output, output)[..., None])
