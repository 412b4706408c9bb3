"""LSTM: a recurrent layer with a gated memory."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.lstm_step import lstm_step
from reference_impl.functional.sigmoid import sigmoid, sigmoid_backward
from reference_impl.functional.tanh import tanh, tanh_backward
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class LSTM(Module):
    """An LSTM layer that owns its parameters; what ``lstm_step`` does, step after step.

    Args:
        input_size: numbers in each input, D.
        hidden_size: numbers in the hidden state and in the memory, H.
        rng: source of randomness for the first weights.

    Attributes ``weight_ih_l0`` (4H, D), ``weight_hh_l0`` (4H, H), ``bias_ih_l0`` and ``bias_hh_l0`` (4H,) are float32
    parameters, uniform between -1 / sqrt(H) and 1 / sqrt(H) at first. The gates stand in the order i, f, g, o.

    Source: Hochreiter and Schmidhuber (1997), "Long Short-Term Memory".
    Pitfall: what the input gives to the gates waits for no state: one big product before the loop, not one a step.
    """

    def __init__(self, input_size: int, hidden_size: int, rng: np.random.Generator) -> None:
        """Draw the weights."""
        bound = hidden_size**-0.5
        self.hidden_size = hidden_size
        self.steps: list[tuple[np.ndarray, ...]] = []
        self.weight_ih_l0 = Parameter(rng.uniform(-bound, bound, (4 * hidden_size, input_size)).astype(np.float32))
        self.weight_hh_l0 = Parameter(rng.uniform(-bound, bound, (4 * hidden_size, hidden_size)).astype(np.float32))
        self.bias_ih_l0 = Parameter(rng.uniform(-bound, bound, 4 * hidden_size).astype(np.float32))
        self.bias_hh_l0 = Parameter(rng.uniform(-bound, bound, 4 * hidden_size).astype(np.float32))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Read x (N, T, D) from a state of zeros; return the hidden states (N, T, H), and remember every step."""
        samples, length, hidden = len(x), x.shape[1], self.hidden_size
        sums = linear(x, self.weight_ih_l0.data, self.bias_ih_l0.data + self.bias_hh_l0.data)
        sums = sums.reshape(samples, length, 4, hidden)
        outputs = np.empty((samples, length, hidden), sums.dtype)
        h = c = np.zeros((samples, hidden), sums.dtype)
        self.x, self.outputs, self.steps = x, outputs, []
        for t in range(length):
            gates = sums[:, t] + (h @ self.weight_hh_l0.data.T).reshape(samples, 4, hidden)
            i, f, g, o = gates.swapaxes(0, 1)
            i, f, g, o = sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)
            c_next = f * c + i * g
            shown = tanh(c_next)
            self.steps.append((c, i, f, g, o, shown))
            c, h = c_next, o * shown
            outputs[:, t] = h
        return outputs

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Add to the gradients of the parameters; return that of x, (N, T, D)."""
        samples, length, hidden = self.outputs.shape
        grad_gates = np.empty((samples, length, 4, hidden), self.outputs.dtype)
        grad_h = grad_c = np.zeros((samples, hidden), self.outputs.dtype)
        for t in reversed(range(length)):
            c, i, f, g, o, shown = self.steps[t]
            grad_h = grad_h + grad_outputs[:, t]
            grad_memory = grad_c + tanh_backward(grad_h * o, shown)
            grad_gates[:, t, 0] = sigmoid_backward(grad_memory * g, i)
            grad_gates[:, t, 1] = sigmoid_backward(grad_memory * c, f)
            grad_gates[:, t, 2] = tanh_backward(grad_memory * i, g)
            grad_gates[:, t, 3] = sigmoid_backward(grad_h * shown, o)
            grad_h = grad_gates[:, t].reshape(samples, 4 * hidden) @ self.weight_hh_l0.data
            grad_c = grad_memory * f
        grad_sums = grad_gates.reshape(samples, length, 4 * hidden)
        grad_x, grad_weight_ih, grad_bias = linear_backward(grad_sums, self.x, self.weight_ih_l0.data)
        states = np.concatenate([np.zeros_like(self.outputs[:, :1]), self.outputs[:, :-1]], axis=1)
        self.weight_ih_l0.grad += grad_weight_ih
        self.weight_hh_l0.grad += grad_sums.reshape(-1, 4 * hidden).T @ states.reshape(-1, hidden)
        self.bias_ih_l0.grad += grad_bias
        self.bias_hh_l0.grad += grad_bias
        return grad_x

    def step(
        self, x: np.ndarray, state: tuple[np.ndarray, np.ndarray] | None = None
    ) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
        """Read one input, (N, D), with the state so far, None for none; return the output (N, H) and the new state."""
        zeros = np.zeros((len(x), self.hidden_size), x.dtype)
        h, c = lstm_step(x, *(state or (zeros, zeros)), *(parameter.data for parameter in self.parameters()))
        return h, (h, c)
