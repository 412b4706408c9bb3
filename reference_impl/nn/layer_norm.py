"""LayerNorm: layer norm that owns its scale and shift."""

import numpy as np

from reference_impl.functional.layer_norm import layer_norm, layer_norm_backward
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class LayerNorm(Module):
    """Layer norm over the last axis, with a learned scale and shift for each feature.

    Args:
        features: numbers in each row, D.
        eps: keeps the root away from zero.

    Attributes ``weight`` (D,), ones at first, and ``bias`` (D,), zeros at first, are float32 parameters: gamma and
    beta by torch's names.

    Source: Ba et al. (2016), "Layer Normalization".
    """

    def __init__(self, features: int, eps: float = 1e-5) -> None:
        """Start with scale one and shift zero."""
        self.eps = eps
        self.weight = Parameter(np.ones(features, np.float32))
        self.bias = Parameter(np.zeros(features, np.float32))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Normalise each row of x (..., D), and remember x."""
        self.x = x
        return layer_norm(x, self.weight.data, self.bias.data, self.eps)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Add to the gradients of weight and bias; return that of the input, (..., D)."""
        grad_x, grad_weight, grad_bias = layer_norm_backward(grad_output, self.x, self.weight.data, self.eps)
        self.weight.grad += grad_weight
        self.bias.grad += grad_bias
        return grad_x
