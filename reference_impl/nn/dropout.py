"""Dropout as a module: it drops in training and steps aside in evaluation."""

import numpy as np

from reference_impl.functional.dropout import dropout, dropout_backward
from reference_impl.nn.module import Module


class Dropout(Module):
    """Drop each number with probability p in training, and scale up the others; change nothing in evaluation.

    Args:
        p: the probability of being dropped.
        rng: source of randomness for the masks.

    Source: Srivastava et al. (2014), "Dropout: A Simple Way to Prevent Neural Networks from Overfitting".
    Pitfall: a model left in training mode answers differently each time it is asked.
    """

    def __init__(self, p: float, rng: np.random.Generator) -> None:
        """Keep the probability and the source of randomness."""
        self.p = p
        self.rng = rng

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Drop some of x, any shape, and remember which."""
        self.dropped = self.p if self.training else 0.0
        output, self.mask = dropout(x, self.p, self.rng, self.training)
        return output

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of x, its shape."""
        return dropout_backward(grad_output, self.mask, self.dropped)
