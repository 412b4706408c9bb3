"""Tanh: sigmoid's sibling, centred on zero."""

import numpy as np


def tanh(x: np.ndarray) -> np.ndarray:
    """Squash every number into the interval from -1 to 1.

    tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x))

    Args:
        x: input, any shape.

    Returns:
        Output, the shape and dtype of ``x``.

    Pitfall: the quotient of exponentials is inf / inf from about 89 in float32; ``np.tanh`` is not.
    """
    return np.tanh(x)


def tanh_backward(grad_output: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Carry a gradient back through tanh.

    grad_x = grad_output * (1 - output^2)

    Args:
        grad_output: gradient of the loss with respect to ``output``, its shape.
        output: what ``tanh`` returned, any shape.

    Returns:
        Gradient of the loss with respect to ``x``, the shape of ``output``.
    """
    return grad_output * (1 - output * output)
