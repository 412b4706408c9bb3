"""Log-softmax: the logarithm of softmax, without ever taking the logarithm of zero."""

import numpy as np


def log_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn scores into logarithms of probabilities along an axis.

    log_softmax(x)_i = x_i - max x - log sum_j exp(x_j - max x)

    Args:
        x: scores, any shape.
        axis: the axis whose probabilities sum to one.

    Returns:
        Log-probabilities, the shape and dtype of ``x``; none is above zero.

    Pitfall: ``log(softmax(x))`` is -inf as soon as a probability is too small to be stored.
    """
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def log_softmax_backward(grad_output: np.ndarray, output: np.ndarray, axis: int = -1) -> np.ndarray:
    """Carry a gradient back through log-softmax.

    grad_x = grad_output - exp(output) * sum_j grad_output_j

    Args:
        grad_output: gradient of the loss with respect to ``output``, its shape.
        output: what ``log_softmax`` returned, any shape.
        axis: the axis that log-softmax ran along.

    Returns:
        Gradient of the loss with respect to ``x``, the shape of ``output``.

    Pitfall: ``output`` holds logarithms; its exponential is the softmax that the equation asks for.
    """
    return grad_output - np.exp(output) * grad_output.sum(axis=axis, keepdims=True)
