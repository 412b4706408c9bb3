"""Softmax: scores become a probability distribution."""

import numpy as np


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn scores into positive weights that sum to one along an axis.

    softmax(x)_i = exp(x_i - max x) / sum_j exp(x_j - max x)

    Args:
        x: scores, any shape.
        axis: the axis whose weights sum to one.

    Returns:
        Weights, the shape and dtype of ``x``.

    Source: Bridle (1990), "Probabilistic Interpretation of Feedforward Classification Network Outputs".
    Pitfall: ``exp`` overflows from about 89 in float32; subtracting the maximum changes nothing but that.
    """
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def softmax_backward(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """Carry a gradient back through softmax, without ever building its Jacobian.

    grad_x = output * (grad_output - sum_j grad_output_j * output_j)

    Args:
        grad_output: gradient of the loss with respect to ``output``, its shape.
        output: what ``softmax`` returned, any shape.
        axis: the axis that softmax ran along.

    Returns:
        Gradient of the loss with respect to ``x``, the shape of ``output``.

    Pitfall: every output depends on every score of its row, hence the sum.
    """
    weighted = grad_output * output
    return weighted - output * weighted.sum(axis=axis, keepdims=True)
