"""Unbroadcast: what was copied going forward is added up going back."""

import numpy as np


def unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum a gradient over every axis along which broadcasting had stretched an array.

    y = broadcast(x):  grad_x_i = sum of grad_y_j over all places j that x_i was copied to

    Args:
        grad: gradient of the loss with respect to the stretched array.
        shape: what the array had before; it broadcasts to ``grad.shape``.

    Returns:
        Gradient of the loss with respect to the array, of shape ``shape``.

    Pitfall: broadcasting does two things, and both must be undone: it puts new axes in front, and it stretches axes
    of length one.
    """
    if grad.shape == shape:
        return grad
    new = grad.ndim - len(shape)
    stretched = [new + axis for axis, size in enumerate(shape) if size == 1]
    return grad.sum(axis=(*range(new), *stretched)).reshape(shape)
