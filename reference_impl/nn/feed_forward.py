"""FeedForward: the part of a Transformer block that works on each position by itself."""

import numpy as np

from reference_impl.nn.activations import GELU
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module


class FeedForward(Module):
    """Two linear layers with a GELU between them, the same for every position.

    output = linear2(gelu(linear1(x)))

    Args:
        d_model: numbers in each row of input and output, D.
        d_ff: numbers in each row between, mostly 4 D.
        rng: source of randomness for the first weights.

    Attributes ``linear1``, ``activation`` and ``linear2``.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.3; GELU for ReLU as in BERT and GPT.
    """

    def __init__(self, d_model: int, d_ff: int, rng: np.random.Generator) -> None:
        """Draw the two layers."""
        self.linear1 = Linear(d_model, d_ff, rng)
        self.activation = GELU()
        self.linear2 = Linear(d_ff, d_model, rng)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map x (..., D) to (..., D)."""
        return self.linear2(self.activation(self.linear1(x)))

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Add to the gradients of both layers; return that of the input, (..., D)."""
        return self.linear1.backward(self.activation.backward(self.linear2.backward(grad_output)))
