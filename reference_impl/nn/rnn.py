"""RNN: a recurrent layer with one state."""

import numpy as np

from reference_impl.functional.rnn import rnn, rnn_backward
from reference_impl.functional.rnn_step import rnn_step
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class RNN(Module):
    """A recurrent layer that owns its parameters; what ``rnn`` does, from a state of zeros.

    Args:
        input_size: numbers in each input, D.
        hidden_size: numbers in the hidden state, H.
        rng: source of randomness for the first weights.

    Attributes ``weight_ih_l0`` (H, D), ``weight_hh_l0`` (H, H), ``bias_ih_l0`` and ``bias_hh_l0`` (H,) are float32
    parameters, uniform between -1 / sqrt(H) and 1 / sqrt(H) at first.

    Source: Elman (1990), "Finding Structure in Time".
    """

    def __init__(self, input_size: int, hidden_size: int, rng: np.random.Generator) -> None:
        """Draw the weights."""
        bound = hidden_size**-0.5
        self.hidden_size = hidden_size
        self.weight_ih_l0 = Parameter(rng.uniform(-bound, bound, (hidden_size, input_size)).astype(np.float32))
        self.weight_hh_l0 = Parameter(rng.uniform(-bound, bound, (hidden_size, hidden_size)).astype(np.float32))
        self.bias_ih_l0 = Parameter(rng.uniform(-bound, bound, hidden_size).astype(np.float32))
        self.bias_hh_l0 = Parameter(rng.uniform(-bound, bound, hidden_size).astype(np.float32))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Read x (N, T, D) from a state of zeros; return the hidden states (N, T, H), and remember them."""
        self.x = x
        self.h0 = np.zeros((len(x), self.hidden_size), x.dtype)
        self.outputs = rnn(x, self.h0, *(parameter.data for parameter in self.parameters()))
        return self.outputs

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Add to the gradients of the parameters; return that of x, (N, T, D)."""
        weight_ih, weight_hh = self.weight_ih_l0.data, self.weight_hh_l0.data
        grad_x, _, *grads = rnn_backward(grad_outputs, self.x, self.h0, self.outputs, weight_ih, weight_hh)
        for parameter, grad in zip(self.parameters(), grads, strict=True):
            parameter.grad += grad
        return grad_x

    def step(self, x: np.ndarray, h: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Read one input, (N, D), with the state so far, None for none; return the output (N, H) and the new state."""
        h = np.zeros((len(x), self.hidden_size), x.dtype) if h is None else h
        h = rnn_step(x, h, *(parameter.data for parameter in self.parameters()))
        return h, h
