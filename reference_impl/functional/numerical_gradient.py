"""The numerical gradient: the tool that every hand-written backward is measured against."""

from collections.abc import Callable

import numpy as np


def numerical_gradient(f: "Callable[[np.ndarray], float]", x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Estimate the gradient of a scalar function by moving one number at a time.

    df/dx_i ~ (f(x + eps * e_i) - f(x - eps * e_i)) / (2 * eps)

    Args:
        f: takes an array of the shape of ``x`` and returns one number.
        x: where the gradient is wanted, any shape; it is not modified.
        eps: how far each number is moved either way.

    Returns:
        The gradient, the shape of ``x``, in float64 whatever the dtype of ``x``.

    Pitfall: in float32 the difference drowns in rounding error, so everything here is float64.
    """
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        centre = point[index]
        point[index] = centre + eps
        above = float(f(point))
        point[index] = centre - eps
        below = float(f(point))
        point[index] = centre
        gradient[index] = (above - below) / (2 * eps)
    return gradient
