"""The linear layer: every output is a weighted sum of all inputs."""

import numpy as np


def linear(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """Map every row to its weighted sums.

    linear(x) = x @ weight.T + bias

    Args:
        x: input, (..., in).
        weight: one row of weights for each output, (out, in).
        bias: (out,), or None for none.

    Returns:
        Output, (..., out).
    """
    output = x @ weight.T
    return output if bias is None else output + bias


def linear_backward(
    grad_output: np.ndarray, x: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through a linear layer, to its input and to its parameters.

    grad_x = grad_output @ weight,  grad_weight = grad_output.T @ x,  grad_bias = sum_n grad_output_n

    Args:
        grad_output: gradient of the loss with respect to the output, (..., out).
        x: what ``linear`` was given, (..., in).
        weight: (out, in).

    Returns:
        Gradients of the loss with respect to x (..., in), weight (out, in) and bias (out,).

    Pitfall: all leading axes are rows: weight and bias collect from every one of them.
    """
    grad_rows = grad_output.reshape(-1, weight.shape[0])
    rows = x.reshape(-1, weight.shape[1])
    return grad_output @ weight, grad_rows.T @ rows, grad_rows.sum(axis=0)
