"""Leaky ReLU: a ReLU that cannot die."""

import numpy as np


def leaky_relu(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Keep what is positive and shrink the rest instead of losing it.

    leaky_relu(x) = x where x > 0, else slope * x

    Args:
        x: input, any shape.
        slope: the slope on the negative side.

    Returns:
        Output, the shape and dtype of ``x``.

    Source: Maas, Hannun and Ng (2013), "Rectifier Nonlinearities Improve Neural Network Acoustic Models".
    """
    return np.where(x > 0, x, slope * x)


def leaky_relu_backward(grad_output: np.ndarray, x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Carry a gradient back through leaky ReLU.

    grad_x = grad_output where x > 0, else slope * grad_output

    Args:
        grad_output: gradient of the loss with respect to the output, the shape of ``x``.
        x: what ``leaky_relu`` was given, any shape.
        slope: the slope on the negative side.

    Returns:
        Gradient of the loss with respect to ``x``, its shape.

    Pitfall: zero itself belongs to the negative side, as in torch.
    """
    return np.where(x > 0, grad_output, slope * grad_output)
