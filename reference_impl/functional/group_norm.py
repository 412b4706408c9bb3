"""Group norm: channels are normalised in groups, each image by itself."""

import numpy as np

from reference_impl.functional.layer_norm import layer_norm, layer_norm_backward


def group_norm(x: np.ndarray, groups: int, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalise each group of neighbouring channels over all its values, then scale and shift each channel.

    y = gamma * (x - mean) / sqrt(variance + eps) + beta,  mean and (biased) variance of the C/groups channels of one
    example, gamma and beta one number a channel

    Args:
        x: input, (N, C, ...).
        groups: number of groups, a divisor of C.
        gamma: the scale of each channel, (C,).
        beta: the shift of each channel, (C,).
        eps: keeps the root away from zero.

    Returns:
        Output, the shape of ``x``.

    Raises:
        ValueError: C is no multiple of ``groups``.

    Source: Wu and He (2018), "Group Normalization", section 3.
    Pitfall: statistics are shared by a group, scale and shift are not.
    """
    if x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be cut into {groups} groups; choose a divisor")
    rows = x.reshape(len(x), groups, int(np.prod(x.shape[1:])) // groups)
    normalized = layer_norm(rows, np.ones(1, x.dtype), np.zeros(1, x.dtype), eps).reshape(x.shape)
    channelwise = (-1, *[1] * (x.ndim - 2))
    return normalized * gamma.reshape(channelwise) + beta.reshape(channelwise)


def group_norm_backward(
    grad_output: np.ndarray, x: np.ndarray, groups: int, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through group norm, to its input and to its parameters.

    With n the normalised input: grad_gamma = sum grad_output * n,  grad_beta = sum grad_output,  and grad_x is that
    of a layer norm of each group, given grad_output * gamma

    Args:
        grad_output: gradient of the loss with respect to the output, the shape of ``x``.
        x: what ``group_norm`` was given, (N, C, ...).
        groups: number of groups.
        gamma: the scale of each channel, (C,).
        eps: what ``group_norm`` was given.

    Returns:
        Gradients of the loss with respect to x (its shape), gamma (C,) and beta (C,).
    """
    one, zero = np.ones(1, x.dtype), np.zeros(1, x.dtype)
    rows = x.reshape(len(x), groups, int(np.prod(x.shape[1:])) // groups)
    normalized = layer_norm(rows, one, zero, eps).reshape(x.shape)
    grad_rows = (grad_output * gamma.reshape(-1, *[1] * (x.ndim - 2))).reshape(rows.shape)
    grad_x, _, _ = layer_norm_backward(grad_rows, rows, one, eps)
    axes = (0, *range(2, x.ndim))
    return grad_x.reshape(x.shape), (grad_output * normalized).sum(axis=axes), grad_output.sum(axis=axes)
