"""Folding: at evaluation a batch norm is a scale and a shift, which the layer before it can do itself."""

import numpy as np


def fold_batch_norm(
    weight: np.ndarray,
    bias: np.ndarray | None,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weight and bias of one layer that does what a layer and the batch norm after it do.

    s = gamma / sqrt(running_var + eps),  weight' = s * weight,  bias' = s * (bias - running_mean) + beta

    Args:
        weight: of a convolution (C_out, C_in, KH, KW), or of a linear layer (out, in).
        bias: (C_out,), or None for none.
        gamma: the scale of each channel, (C_out,).
        beta: the shift of each channel, (C_out,).
        running_mean: what batch norm takes off at evaluation, (C_out,).
        running_var: what batch norm divides by at evaluation, (C_out,).
        eps: keeps the root away from zero.

    Returns:
        Weight, the shape of ``weight``, and bias (C_out,).

    Pitfall: the scale belongs to the output channels, the first axis of the weight.
    """
    scale = gamma / np.sqrt(running_var + eps)
    shift = -running_mean if bias is None else bias - running_mean
    return weight * scale.reshape(-1, *[1] * (weight.ndim - 1)), scale * shift + beta
