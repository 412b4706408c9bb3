"""Sequential: modules one after another."""

import numpy as np

from reference_impl.nn.module import Module


class Sequential(Module):
    """A chain: each module takes what the one before it returned.

    forward: x -> f_1 -> f_2 -> ... -> f_n,  backward: the same chain walked from its end.

    Args:
        modules: the links, first to last; they are named by position, as in ``0.weight``.
    """

    def __init__(self, *modules: Module) -> None:
        """Keep the modules in order, as the list ``layers``."""
        self.layers = list(modules)

    def children(self) -> dict[str, Module]:
        """Return the modules by position: "0", "1", …"""
        return {str(position): layer for position, layer in enumerate(self.layers)}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Pass x through every module, first to last."""
        for layer in self.layers:
            x = layer(x)
        return x

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Pass the gradient through every module, last to first."""
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
