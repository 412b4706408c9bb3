"""Linear: the layer with a weight and a bias."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class Linear(Module):
    """A linear layer that owns its parameters: x @ weight.T + bias.

    Args:
        in_features: numbers in each row of the input.
        out_features: numbers in each row of the output.
        rng: source of randomness for the first weights.
        bias: whether a bias is added; without one, ``bias`` is None.

    Attributes ``weight`` (out, in) and ``bias`` (out,) are float32 parameters.

    Source: LeCun et al. (1998), "Efficient BackProp": weights scaled by 1 / sqrt(in). Both start as torch's do,
    uniform between -1 / sqrt(in) and 1 / sqrt(in).
    """

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator, bias: bool = True) -> None:
        """Draw weight and bias."""
        bound = in_features**-0.5
        self.weight = Parameter(rng.uniform(-bound, bound, (out_features, in_features)).astype(np.float32))
        self.bias = Parameter(rng.uniform(-bound, bound, out_features).astype(np.float32)) if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map x (..., in) to (..., out), and remember x."""
        self.x = x
        return linear(x, self.weight.data, None if self.bias is None else self.bias.data)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Add to the gradients of weight and bias; return that of the input, (..., in)."""
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self.x, self.weight.data)
        self.weight.grad += grad_weight
        if self.bias is not None:
            self.bias.grad += grad_bias
        return grad_x
