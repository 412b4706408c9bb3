"""Attention: every query takes a weighted mean of the values, by how well it matches their keys."""

import numpy as np

from reference_impl.functional.masked_softmax import masked_softmax, masked_softmax_backward


def scaled_dot_product_attention(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Give each query a mean of the values, weighted by the match of query and key.

    weights = softmax(q @ k.T / sqrt(D)), masked,  output = weights @ v

    Args:
        q: queries, (..., T, D).
        k: keys, (..., S, D).
        v: values, (..., S, E).
        mask: boolean, broadcasts against (..., T, S), True = may be attended to; None for all.

    Returns:
        Output (..., T, E) and weights (..., T, S). A query that may see nothing gets zeros.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.2.1.
    Pitfall: a dot product of D random numbers grows as sqrt(D); undivided, softmax saturates.
    """
    scores = (q * q.shape[-1] ** -0.5) @ k.swapaxes(-1, -2)
    weights = masked_softmax(scores, mask)
    return weights @ v, weights


def scaled_dot_product_attention_backward(
    grad_output: np.ndarray, q: np.ndarray, k: np.ndarray, v: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through attention, to queries, keys and values.

    grad_v = weights.T @ grad_output,  grad_weights = grad_output @ v.T,  grad_scores by the softmax's backward,
    grad_q = grad_scores @ k / sqrt(D),  grad_k = grad_scores.T @ q / sqrt(D)

    Args:
        grad_output: gradient of the loss with respect to the output, (..., T, E).
        q: queries, (..., T, D).
        k: keys, (..., S, D).
        v: values, (..., S, E).
        weights: what ``scaled_dot_product_attention`` returned beside the output, (..., T, S).

    Returns:
        Gradients of the loss with respect to q (..., T, D), k (..., S, D) and v (..., S, E).

    Pitfall: the scale stands between scores and product: both q and k feel it.
    """
    scale = q.shape[-1] ** -0.5
    grad_weights = grad_output @ v.swapaxes(-1, -2)
    grad_scores = masked_softmax_backward(grad_weights, weights)
    grad_q = (grad_scores @ k) * scale
    grad_k = grad_scores.swapaxes(-1, -2) @ (q * scale)
    grad_v = weights.swapaxes(-1, -2) @ grad_output
    return grad_q, grad_k, grad_v
