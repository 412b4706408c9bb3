"""One step of a recurrent network: what is read now, mixed with what is remembered."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.tanh import tanh, tanh_backward


def rnn_step(
    x: np.ndarray,
    h: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> np.ndarray:
    """Read one input, and change the hidden state by it.

    h_next = tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)

    Args:
        x: the input of this step, (N, D).
        h: the hidden state before it, (N, H).
        weight_ih: from the input, (H, D).
        weight_hh: from the hidden state, (H, H).
        bias_ih: (H,).
        bias_hh: (H,).

    Returns:
        The hidden state after the step, (N, H).

    Source: Elman (1990), "Finding Structure in Time".
    """
    return tanh(linear(x, weight_ih, bias_ih) + linear(h, weight_hh, bias_hh))


def rnn_step_backward(
    grad_h_next: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    h_next: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through one step.

    grad_sum = grad_h_next * (1 - h_next^2), and from there back through the two linear layers that were added

    Args:
        grad_h_next: gradient of the loss with respect to ``h_next``, (N, H).
        x: the input of this step, (N, D).
        h: the hidden state before it, (N, H).
        h_next: what ``rnn_step`` returned, (N, H).
        weight_ih: (H, D).
        weight_hh: (H, H).

    Returns:
        Gradients of the loss with respect to x, h, weight_ih, weight_hh, bias_ih and bias_hh, each of its shape.
    """
    grad_sum = tanh_backward(grad_h_next, h_next)
    grad_x, grad_weight_ih, grad_bias_ih = linear_backward(grad_sum, x, weight_ih)
    grad_h, grad_weight_hh, grad_bias_hh = linear_backward(grad_sum, h, weight_hh)
    return grad_x, grad_h, grad_weight_ih, grad_weight_hh, grad_bias_ih, grad_bias_hh
