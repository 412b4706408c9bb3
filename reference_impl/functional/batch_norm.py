"""Batch norm: every channel is brought to mean zero and variance one over the batch."""

import numpy as np


def batch_norm(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normalise each channel over all else, then scale and shift it; keep track of what was seen.

    y = gamma * (x - mean) / sqrt(variance + eps) + beta,  running <- (1 - momentum) * running + momentum * seen

    Mean and variance are those of the batch in training, and the running ones otherwise.

    Args:
        x: input, (N, C) or (N, C, ...), such as images (N, C, H, W).
        gamma: the scale of each channel, (C,).
        beta: the shift of each channel, (C,).
        running_mean: mean of what was seen so far, (C,).
        running_var: variance of what was seen so far, (C,).
        training: whether the batch is normalised by itself, and tracked.
        momentum: how much of the running statistics is replaced by those of the batch.
        eps: keeps the root away from zero.

    Returns:
        Output, the shape of ``x``, then running mean and variance after this batch, (C,), as new arrays. An empty batch
        changes neither.

    Raises:
        ValueError: in training, a single value per channel: its variance says nothing.

    Source: Ioffe and Szegedy (2015), "Batch Normalization", algorithms 1 and 2.
    Pitfall: the batch is normalised by its biased variance (1/M); what is tracked is the unbiased one (1/(M - 1)).
    """
    axes = (0, *range(2, x.ndim))
    running_mean, running_var = running_mean.copy(), running_var.copy()
    mean, variance = running_mean, running_var
    if training and x.size:
        count = x.size // x.shape[1]
        if count == 1:
            raise ValueError(
                f"training needs more than one value per channel, but x has shape {x.shape}; give it a larger batch"
            )
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * (variance * count / (count - 1))
    channelwise = (-1, *[1] * (x.ndim - 2))  # (C, 1, 1) broadcasts against images
    scale = (gamma / np.sqrt(variance + eps)).reshape(channelwise)
    output = (x - mean.reshape(channelwise)) * scale + beta.reshape(channelwise)
    return output, running_mean, running_var


def batch_norm_backward(
    grad_output: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through batch norm in training, to its input and to its parameters.

    With n = (x - mean) / std, std = sqrt(variance + eps), M values a channel:
    grad_gamma = sum grad_output * n,  grad_beta = sum grad_output,
    grad_x = gamma / std * (grad_output - grad_beta / M - n * grad_gamma / M)

    Args:
        grad_output: gradient of the loss with respect to the output, the shape of ``x``.
        x: what ``batch_norm`` was given, (N, C) or (N, C, ...).
        gamma: the scale of each channel, (C,).
        eps: what ``batch_norm`` was given.

    Returns:
        Gradients of the loss with respect to x (its shape), gamma (C,) and beta (C,).

    Pitfall: mean and variance depend on every value of the channel, hence the two terms that are taken off.
    """
    axes = (0, *range(2, x.ndim))
    count = max(x.size // x.shape[1], 1)
    centred = x - x.sum(axis=axes, keepdims=True) / count
    std = np.sqrt(np.square(centred).sum(axis=axes, keepdims=True) / count + eps)
    normalized = centred / std
    grad_gamma = (grad_output * normalized).sum(axis=axes, keepdims=True)
    grad_beta = grad_output.sum(axis=axes, keepdims=True)
    scale = gamma.reshape(std.shape) / std
    grad_x = scale * (grad_output - (grad_beta + normalized * grad_gamma) / count)
    return grad_x, grad_gamma.ravel(), grad_beta.ravel()
