"""Activations as modules: they own no parameters and remember what their backward needs."""

import numpy as np

from reference_impl.functional.gelu import gelu, gelu_backward
from reference_impl.functional.relu import relu, relu_backward
from reference_impl.functional.sigmoid import sigmoid, sigmoid_backward
from reference_impl.functional.tanh import tanh, tanh_backward
from reference_impl.nn.module import Module


class ReLU(Module):
    """Keep what is positive: max(x, 0)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Apply relu to x, any shape."""
        self.x = x
        return relu(x)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return relu_backward(grad_output, self.x)


class Tanh(Module):
    """Squash every number into the interval from -1 to 1."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Apply tanh to x, any shape."""
        self.output = tanh(x)
        return self.output

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return tanh_backward(grad_output, self.output)


class Sigmoid(Module):
    """Squash every number into the interval from 0 to 1."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Apply sigmoid to x, any shape."""
        self.output = sigmoid(x)
        return self.output

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return sigmoid_backward(grad_output, self.output)


class GELU(Module):
    """Weight every number by the share of the bell curve that lies below it.

    Args:
        approximate: ``"none"``, or ``"tanh"`` for GPT-2's form.
    """

    def __init__(self, approximate: str = "none") -> None:
        """Keep the choice of the form."""
        self.approximate = approximate

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Apply gelu to x, any shape."""
        self.x = x
        return gelu(x, self.approximate)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return gelu_backward(grad_output, self.x, self.approximate)
