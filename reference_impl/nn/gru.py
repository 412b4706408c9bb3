"""GRU: a recurrent layer whose gates decide how much of the state is new."""

import numpy as np

from reference_impl.functional.gru_step import gru_step
from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.sigmoid import sigmoid, sigmoid_backward
from reference_impl.functional.tanh import tanh, tanh_backward
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class GRU(Module):
    """A layer of gated recurrent units that owns its parameters; what ``gru_step`` does, step after step.

    Args:
        input_size: numbers in each input, D.
        hidden_size: numbers in the hidden state, H.
        rng: source of randomness for the first weights.

    Attributes ``weight_ih_l0`` (3H, D), ``weight_hh_l0`` (3H, H), ``bias_ih_l0`` and ``bias_hh_l0`` (3H,) are float32
    parameters, uniform between -1 / sqrt(H) and 1 / sqrt(H) at first. The gates stand in the order r, z, n.

    Source: Cho et al. (2014), "Learning Phrase Representations using RNN Encoder-Decoder", section 2.3.
    Pitfall: the two biases of n cannot be added beforehand: one stands inside what r gates, one outside.
    """

    def __init__(self, input_size: int, hidden_size: int, rng: np.random.Generator) -> None:
        """Draw the weights."""
        bound = hidden_size**-0.5
        self.hidden_size = hidden_size
        self.steps: list[tuple[np.ndarray, ...]] = []
        self.weight_ih_l0 = Parameter(rng.uniform(-bound, bound, (3 * hidden_size, input_size)).astype(np.float32))
        self.weight_hh_l0 = Parameter(rng.uniform(-bound, bound, (3 * hidden_size, hidden_size)).astype(np.float32))
        self.bias_ih_l0 = Parameter(rng.uniform(-bound, bound, 3 * hidden_size).astype(np.float32))
        self.bias_hh_l0 = Parameter(rng.uniform(-bound, bound, 3 * hidden_size).astype(np.float32))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Read x (N, T, D) from a state of zeros; return the hidden states (N, T, H), and remember every step."""
        samples, length, hidden = len(x), x.shape[1], self.hidden_size
        from_x = linear(x, self.weight_ih_l0.data, self.bias_ih_l0.data).reshape(samples, length, 3, hidden)
        outputs = np.empty((samples, length, hidden), from_x.dtype)
        h = np.zeros((samples, hidden), from_x.dtype)
        self.x, self.outputs, self.steps = x, outputs, []
        for t in range(length):
            from_h = linear(h, self.weight_hh_l0.data, self.bias_hh_l0.data).reshape(samples, 3, hidden)
            r, z = sigmoid(from_x[:, t, :2] + from_h[:, :2]).swapaxes(0, 1)
            h_n = from_h[:, 2]
            n = tanh(from_x[:, t, 2] + r * h_n)
            self.steps.append((h, r, z, n, h_n))
            h = outputs[:, t] = n + z * (h - n)
        return outputs

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Add to the gradients of the parameters; return that of x, (N, T, D)."""
        samples, length, hidden = self.outputs.shape
        grad_from_x = np.empty((samples, length, 3, hidden), self.outputs.dtype)
        grad_from_h = np.empty_like(grad_from_x)
        grad_h = np.zeros((samples, hidden), self.outputs.dtype)
        for t in reversed(range(length)):
            h, r, z, n, h_n = self.steps[t]
            grad_h = grad_h + grad_outputs[:, t]
            grad_n = tanh_backward(grad_h * (1 - z), n)
            grad_from_h[:, t, 0] = sigmoid_backward(grad_n * h_n, r)
            grad_from_h[:, t, 1] = sigmoid_backward(grad_h * (h - n), z)
            grad_from_h[:, t, 2] = grad_n * r
            grad_from_x[:, t, :2] = grad_from_h[:, t, :2]
            grad_from_x[:, t, 2] = grad_n
            grad_h = grad_h * z + grad_from_h[:, t].reshape(samples, 3 * hidden) @ self.weight_hh_l0.data
        grad_from_x = grad_from_x.reshape(samples, length, 3 * hidden)
        grad_rows = grad_from_h.reshape(-1, 3 * hidden)
        grad_x, grad_weight_ih, grad_bias_ih = linear_backward(grad_from_x, self.x, self.weight_ih_l0.data)
        states = np.concatenate([np.zeros_like(self.outputs[:, :1]), self.outputs[:, :-1]], axis=1)
        self.weight_ih_l0.grad += grad_weight_ih
        self.weight_hh_l0.grad += grad_rows.T @ states.reshape(-1, hidden)
        self.bias_ih_l0.grad += grad_bias_ih
        self.bias_hh_l0.grad += grad_rows.sum(axis=0)
        return grad_x

    def step(self, x: np.ndarray, h: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Read one input, (N, D), with the state so far, None for none; return the output (N, H) and the new state."""
        h = np.zeros((len(x), self.hidden_size), x.dtype) if h is None else h
        h = gru_step(x, h, *(parameter.data for parameter in self.parameters()))
        return h, h
