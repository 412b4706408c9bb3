"""Parameter: an array that learns."""

import numpy as np


class Parameter:
    """An array of weights and, beside it, the gradient of the loss with respect to it.

    Args:
        data: the weights, any shape; the dtype is kept.

    Pitfall: a backward adds to ``grad``; whoever starts a new step sets it to zero.
    """

    def __init__(self, data: np.ndarray) -> None:
        """Keep the weights; their gradient is zero at first."""
        self.data = np.asarray(data)
        self.grad = np.zeros_like(self.data)

    def __repr__(self) -> str:
        """Say shape and dtype: the numbers themselves are too many."""
        return f"Parameter(shape={self.data.shape}, dtype={self.data.dtype})"
