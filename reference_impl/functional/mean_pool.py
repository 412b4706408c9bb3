"""Mean pooling: many rows become one, the padding left out."""

import numpy as np


def mean_pool(x: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Average the rows of each sequence that are counted.

    output_n = sum_t mask_nt * x_nt / sum_t mask_nt

    Args:
        x: sequences of rows, (N, T, D).
        mask: boolean (N, T), True = counted.

    Returns:
        One row for each sequence, (N, D); zeros where none was counted.

    Source: Reimers and Gurevych (2019), "Sentence-BERT", section 3.
    Pitfall: a mean over all T would shrink a short sentence by its padding.
    """
    weights = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return (weights[:, None, :].astype(x.dtype) @ x)[:, 0]


def mean_pool_backward(grad_output: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Give every counted row its share of the gradient.

    grad_x_nt = mask_nt * grad_output_n / sum_t mask_nt

    Args:
        grad_output: gradient of the loss with respect to the output, (N, D).
        mask: what ``mean_pool`` was given, (N, T).

    Returns:
        Gradient of the loss with respect to ``x``, (N, T, D).
    """
    weights = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return weights[:, :, None].astype(grad_output.dtype) * grad_output[:, None, :]
