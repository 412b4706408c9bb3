"""One step of an LSTM: a memory that is written, kept and read through gates."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.sigmoid import sigmoid, sigmoid_backward
from reference_impl.functional.tanh import tanh, tanh_backward


def lstm_step(
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Read one input: forget some of the memory, write into it, show some of it.

    i, f, g, o = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh, a quarter of the columns each
    c_next = sigmoid(f) * c + sigmoid(i) * tanh(g),  h_next = sigmoid(o) * tanh(c_next)

    Args:
        x: the input of this step, (N, D).
        h: the hidden state before it, (N, H).
        c: the memory before it, (N, H).
        weight_ih: from the input, (4H, D).
        weight_hh: from the hidden state, (4H, H).
        bias_ih: (4H,).
        bias_hh: (4H,).

    Returns:
        Hidden state and memory after the step, each (N, H).

    Source: Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; with the forget gate: Gers et al. (2000).
    Pitfall: the gates stand in the order i, f, g, o; only g, what is written, goes through tanh.
    """
    i, f, g, o = lstm_gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    c_next = f * c + i * g
    return o * tanh(c_next), c_next


def lstm_step_backward(
    grad_h_next: np.ndarray,
    grad_c_next: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradients of hidden state and memory back through one step.

    grad_memory = grad_c_next + grad_h_next * o * (1 - tanh(c_next)^2), and from there to i, f, g and c;
    o has its gradient from h_next alone

    Args:
        grad_h_next: gradient of the loss with respect to ``h_next``, (N, H).
        grad_c_next: gradient of the loss with respect to ``c_next`` by any other way than ``h_next``, (N, H).
        x: the input of this step, (N, D).
        h: the hidden state before it, (N, H).
        c: the memory before it, (N, H).
        weight_ih: (4H, D).
        weight_hh: (4H, H).
        bias_ih: (4H,).
        bias_hh: (4H,).

    Returns:
        Gradients of the loss with respect to x, h, c, weight_ih, weight_hh, bias_ih and bias_hh, each of its shape.

    Pitfall: the memory is reached twice, from the next step and through ``h_next``; the two gradients add up.
    """
    i, f, g, o = lstm_gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    shown = tanh(f * c + i * g)
    grad_memory = grad_c_next + tanh_backward(grad_h_next * o, shown)
    grad_gates = np.concatenate(
        [
            sigmoid_backward(grad_memory * g, i),
            sigmoid_backward(grad_memory * c, f),
            tanh_backward(grad_memory * i, g),
            sigmoid_backward(grad_h_next * shown, o),
        ],
        axis=-1,
    )
    grad_x, grad_weight_ih, grad_bias_ih = linear_backward(grad_gates, x, weight_ih)
    grad_h, grad_weight_hh, grad_bias_hh = linear_backward(grad_gates, h, weight_hh)
    return grad_x, grad_h, grad_memory * f, grad_weight_ih, grad_weight_hh, grad_bias_ih, grad_bias_hh


def lstm_gates(
    x: np.ndarray,
    h: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return i, f, g and o after their sigmoids and tanh, each (N, H)."""
    i, f, g, o = np.split(linear(x, weight_ih, bias_ih) + linear(h, weight_hh, bias_hh), 4, axis=-1)
    return sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)
