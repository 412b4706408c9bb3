"""One step of a gated recurrent unit: a gate decides how much of the state is new."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.sigmoid import sigmoid, sigmoid_backward
from reference_impl.functional.tanh import tanh, tanh_backward


def gru_step(
    x: np.ndarray,
    h: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> np.ndarray:
    """Read one input, and replace a part of the hidden state.

    x_r, x_z, x_n = x @ weight_ih.T + bias_ih and h_r, h_z, h_n = h @ weight_hh.T + bias_hh, a third of the columns each
    r = sigmoid(x_r + h_r),  z = sigmoid(x_z + h_z),  n = tanh(x_n + r * h_n),  h_next = (1 - z) * n + z * h

    Args:
        x: the input of this step, (N, D).
        h: the hidden state before it, (N, H).
        weight_ih: from the input, (3H, D).
        weight_hh: from the hidden state, (3H, H).
        bias_ih: (3H,).
        bias_hh: (3H,).

    Returns:
        The hidden state after the step, (N, H).

    Source: Cho et al. (2014), "Learning Phrase Representations using RNN Encoder-Decoder", section 2.3; with r where
    torch has it.
    Pitfall: z is what is kept, and r gates h_n with its bias, after the product and not before it.
    """
    _, z, n, _ = gru_gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    return (1 - z) * n + z * h


def gru_step_backward(
    grad_h_next: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through one step.

    grad_z = grad_h_next * (h - n),  grad_n = grad_h_next * (1 - z), and from n through tanh to x_n, r and h_n

    Args:
        grad_h_next: gradient of the loss with respect to ``h_next``, (N, H).
        x: the input of this step, (N, D).
        h: the hidden state before it, (N, H).
        weight_ih: (3H, D).
        weight_hh: (3H, H).
        bias_ih: (3H,).
        bias_hh: (3H,).

    Returns:
        Gradients of the loss with respect to x, h, weight_ih, weight_hh, bias_ih and bias_hh, each of its shape.

    Pitfall: h is reached twice: through weight_hh, and straight on through z.
    """
    r, z, n, h_n = gru_gates(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
    grad_n = tanh_backward(grad_h_next * (1 - z), n)
    grad_r = sigmoid_backward(grad_n * h_n, r)
    grad_z = sigmoid_backward(grad_h_next * (h - n), z)
    grad_from_x = np.concatenate([grad_r, grad_z, grad_n], axis=-1)
    grad_from_h = np.concatenate([grad_r, grad_z, grad_n * r], axis=-1)
    grad_x, grad_weight_ih, grad_bias_ih = linear_backward(grad_from_x, x, weight_ih)
    grad_h, grad_weight_hh, grad_bias_hh = linear_backward(grad_from_h, h, weight_hh)
    return grad_x, grad_h + grad_h_next * z, grad_weight_ih, grad_weight_hh, grad_bias_ih, grad_bias_hh


def gru_gates(
    x: np.ndarray,
    h: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return r, z and n after their sigmoids and tanh, and h_n, each (N, H)."""
    x_r, x_z, x_n = np.split(linear(x, weight_ih, bias_ih), 3, axis=-1)
    h_r, h_z, h_n = np.split(linear(h, weight_hh, bias_hh), 3, axis=-1)
    r = sigmoid(x_r + h_r)
    return r, sigmoid(x_z + h_z), tanh(x_n + r * h_n), h_n
