"""Flatten: the layer between images and rows of numbers."""

import numpy as np

from reference_impl.functional.flatten import flatten, flatten_backward
from reference_impl.nn.module import Module


class Flatten(Module):
    """Flatten as a module; it owns no parameters."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Join all axes but the first: x (N, ...) to (N, D), and remember the shape."""
        self.x_shape = x.shape
        return flatten(x)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return flatten_backward(grad_output, self.x_shape)
