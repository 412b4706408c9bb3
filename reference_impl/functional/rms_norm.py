"""RMS norm: every row is brought to root mean square one; layer norm without the mean."""

import numpy as np


def rms_norm(x: np.ndarray, gamma: np.ndarray, eps: float = 1e-6) -> np.ndarray:
    """Divide each row by its root mean square, then scale each feature.

    y = gamma * x / sqrt(mean(x^2) + eps),  the mean over the last axis

    Args:
        x: input, (..., D).
        gamma: the scale of each feature, (D,).
        eps: keeps the root away from zero.

    Returns:
        Output, (..., D).

    Source: Zhang and Sennrich (2019), "Root Mean Square Layer Normalization", section 3.
    """
    root_mean_square = np.sqrt(np.vecdot(x, x) / x.shape[-1] + eps)[..., None]
    return x / root_mean_square * gamma


def rms_norm_backward(
    grad_output: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-6
) -> tuple[np.ndarray, np.ndarray]:
    """Carry a gradient back through RMS norm, to its input and to its scale.

    With n = x / rms, rms = sqrt(mean(x^2) + eps) and g = grad_output * gamma:
    grad_x = (g - n * mean(g * n)) / rms,  grad_gamma = sum grad_output * n

    Args:
        grad_output: gradient of the loss with respect to the output, (..., D).
        x: what ``rms_norm`` was given, (..., D).
        gamma: the scale of each feature, (D,).
        eps: what ``rms_norm`` was given.

    Returns:
        Gradients of the loss with respect to x (..., D) and gamma (D,).

    Pitfall: the root depends on every number of the row, hence the mean that is taken off.
    """
    features = x.shape[-1]
    root_mean_square = np.sqrt(np.vecdot(x, x) / features + eps)[..., None]
    normalized = x / root_mean_square
    grad_normalized = grad_output * gamma
    stretch = (np.vecdot(grad_normalized, normalized) / features)[..., None]
    grad_x = (grad_normalized - normalized * stretch) / root_mean_square
    return grad_x, (grad_output * normalized).reshape(-1, features).sum(axis=0)
