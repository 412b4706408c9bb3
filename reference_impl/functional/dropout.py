"""Dropout: a network that cannot rely on any one of its parts."""

import numpy as np


def dropout(x: np.ndarray, p: float, rng: np.random.Generator, training: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Drop each number with probability p, and scale up the others so that the mean stays the same.

    output = x * mask / (1 - p), with mask = 1 with probability 1 - p, else 0; output = x where not training

    Args:
        x: input, any shape.
        p: the probability of being dropped, from 0 to 1; at 1 all is zero.
        rng: source of randomness for the mask.
        training: whether anything is dropped at all.

    Returns:
        The output, shape and dtype of ``x``, and the boolean mask, the same shape, True where a number was kept.

    Raises:
        ValueError: where ``p`` is no probability.

    Source: Srivastava et al. (2014), "Dropout: A Simple Way to Prevent Neural Networks from Overfitting".
    Pitfall: scaling up in training ("inverted" dropout) is what lets evaluation do nothing.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p is a probability, from 0 to 1, not {p}")
    if not training:
        return x, np.ones(x.shape, bool)
    mask = rng.random(x.shape, dtype=np.float32) >= p
    scale = 1 / (1 - p) if p < 1 else 0.0
    return x * (mask * x.dtype.type(scale)), mask


def dropout_backward(grad_output: np.ndarray, mask: np.ndarray, p: float) -> np.ndarray:
    """Carry a gradient back through dropout: what was dropped gets none.

    grad_x = grad_output * mask / (1 - p)

    Args:
        grad_output: gradient of the loss with respect to the output, any shape.
        mask: what ``dropout`` returned, True where a number was kept.
        p: the probability of being dropped; 0 where the forward pass was not in training.

    Returns:
        Gradient of the loss with respect to ``x``, the shape of ``grad_output``.

    Pitfall: the scale belongs to the gradient too; at p = 1 nothing was kept and 0 / 0 would be NaN.
    """
    scale = 1 / (1 - p) if p < 1 else 0.0
    return grad_output * (mask * grad_output.dtype.type(scale))
