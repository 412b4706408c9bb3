"""A recurrent network: one step after another, the same weights in each."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.tanh import tanh, tanh_backward


def rnn(
    x: np.ndarray,
    h0: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> np.ndarray:
    """Read sequences from their first input to their last.

    h_t = tanh(x_t @ weight_ih.T + bias_ih + h_(t-1) @ weight_hh.T + bias_hh),  outputs = h_1, ..., h_T

    Args:
        x: sequences of inputs, (N, T, D).
        h0: the hidden state before the first input, (N, H).
        weight_ih: from the input, (H, D).
        weight_hh: from the hidden state, (H, H).
        bias_ih: (H,).
        bias_hh: (H,).

    Returns:
        The hidden state after each input, (N, T, H).

    Source: Elman (1990), "Finding Structure in Time".
    Pitfall: the inputs wait for nobody: their products, of all steps at once, are one big product before the loop.
    """
    outputs = linear(x, weight_ih, bias_ih + bias_hh)
    h = h0
    for t in range(x.shape[1]):
        h = outputs[:, t] = tanh(outputs[:, t] + h @ weight_hh.T)
    return outputs


def rnn_backward(
    grad_outputs: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    outputs: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Carry gradients back through all steps, from the last to the first.

    grad_sum_t = (grad_outputs_t + grad_sum_(t+1) @ weight_hh) * (1 - outputs_t^2)

    Args:
        grad_outputs: gradient of the loss with respect to ``outputs``, (N, T, H).
        x: sequences of inputs, (N, T, D).
        h0: the hidden state before the first input, (N, H).
        outputs: what ``rnn`` returned, (N, T, H).
        weight_ih: (H, D).
        weight_hh: (H, H).

    Returns:
        Gradients of the loss with respect to x, h0, weight_ih, weight_hh, bias_ih and bias_hh, each of its shape.

    Source: Werbos (1990), "Backpropagation Through Time: What It Does and How to Do It".
    Pitfall: each hidden state is both an output and the memory of the next step; its gradient is the sum of the two.
    """
    grad_sums = np.empty_like(outputs)
    grad_h = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        grad_sums[:, t] = tanh_backward(grad_outputs[:, t] + grad_h, outputs[:, t])
        grad_h = grad_sums[:, t] @ weight_hh
    states = np.concatenate([h0[:, None], outputs], axis=1)[:, :-1]
    grad_x, grad_weight_ih, grad_bias = linear_backward(grad_sums, x, weight_ih)
    grad_weight_hh = grad_sums.reshape(-1, len(weight_hh)).T @ states.reshape(-1, len(weight_hh))
    return grad_x, grad_h, grad_weight_ih, grad_weight_hh, grad_bias, grad_bias.copy()
