"""ReLU: the part of the input that is positive."""

import numpy as np


def relu(x: np.ndarray) -> np.ndarray:
    """Keep what is positive and set the rest to zero.

    relu(x) = max(x, 0)

    Args:
        x: input, any shape.

    Returns:
        Output, the shape and dtype of ``x``.

    Source: Nair and Hinton (2010), "Rectified Linear Units Improve Restricted Boltzmann Machines".
    """
    return np.maximum(x, 0)


def relu_backward(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Let the gradient through where the input was positive.

    grad_x = grad_output * [x > 0]

    Args:
        grad_output: gradient of the loss with respect to the output, the shape of ``x``.
        x: what ``relu`` was given, any shape.

    Returns:
        Gradient of the loss with respect to ``x``, its shape.

    Pitfall: at exactly zero there is no derivative; the custom, here and in torch, is zero.
    """
    return grad_output * (x > 0)
