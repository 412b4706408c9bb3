"""Flatten: an image becomes one row of numbers."""

import numpy as np


def flatten(x: np.ndarray) -> np.ndarray:
    """Join all axes but the first.

    output[n] = all numbers of x[n], in their order

    Args:
        x: input, (N, ...).

    Returns:
        One row for each sample, (N, D) with D the product of the other axes.

    Pitfall: the batch stays a batch, be it of no sample at all.
    """
    return x.reshape(x.shape[0], np.prod(x.shape[1:], dtype=int))


def flatten_backward(grad_output: np.ndarray, x_shape: tuple[int, ...]) -> np.ndarray:
    """Give the gradient the shape that the input had.

    grad_x[n] = grad_output[n], folded back

    Args:
        grad_output: gradient of the loss with respect to the output, (N, D).
        x_shape: the shape of what ``flatten`` was given, (N, ...).

    Returns:
        Gradient of the loss with respect to ``x``, of shape ``x_shape``.
    """
    return grad_output.reshape(x_shape)
