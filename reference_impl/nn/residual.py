"""Residual connections: a module learns what to add to its input; with a norm before or after."""

from typing import Any

import numpy as np

from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.module import Module


class Residual(Module):
    """A module with a road around it.

    forward: x + f(x),  backward: grad + f.backward(grad)

    Args:
        module: f, whose output has the shape of its input.

    Source: He et al. (2016), "Deep Residual Learning for Image Recognition", section 3.1.
    Pitfall: the gradient takes both roads; what they bring is added.
    """

    def __init__(self, module: Module) -> None:
        """Keep the module, as ``module``."""
        self.module = module

    def forward(self, x: np.ndarray, **options: "Any") -> np.ndarray:
        """Add to x what the module makes of it; options, such as ``mask``, are for the module."""
        return x + self.module(x, **options)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return grad_output + self.module.backward(grad_output)


class PreNorm(Module):
    """A module with a layer norm before it and a road around both.

    forward: x + f(norm(x))

    Args:
        features: numbers in each row of the input.
        module: f, whose output has the shape of its input.

    Attributes ``norm`` and ``module``.

    Source: Xiong et al. (2020), "On Layer Normalization in the Transformer Architecture".
    Pitfall: the road around leads past the norm too: x itself is added, not norm(x).
    """

    def __init__(self, features: int, module: Module) -> None:
        """Make the norm, keep the module."""
        self.norm = LayerNorm(features)
        self.module = module

    def forward(self, x: np.ndarray, **options: "Any") -> np.ndarray:
        """Add to x what norm and module make of it; options, such as ``mask``, are for the module."""
        return x + self.module(self.norm(x), **options)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return grad_output + self.norm.backward(self.module.backward(grad_output))


class PostNorm(Module):
    """A module with a road around it and a layer norm after their sum.

    forward: norm(x + f(x))

    Args:
        features: numbers in each row of the input.
        module: f, whose output has the shape of its input.

    Attributes ``norm`` and ``module``.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.1.
    Pitfall: the norm stands across both roads, so every gradient passes through it first.
    """

    def __init__(self, features: int, module: Module) -> None:
        """Make the norm, keep the module."""
        self.norm = LayerNorm(features)
        self.module = module

    def forward(self, x: np.ndarray, **options: "Any") -> np.ndarray:
        """Normalise the sum of x and what the module makes of it; options, such as ``mask``, are for the module."""
        return self.norm(x + self.module(x, **options))

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        grad_sum = self.norm.backward(grad_output)
        return grad_sum + self.module.backward(grad_sum)
