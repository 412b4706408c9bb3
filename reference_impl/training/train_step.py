"""One training step: the few lines inside every training loop."""

import numpy as np

from reference_impl.functional.cross_entropy import cross_entropy, cross_entropy_backward
from reference_impl.nn.module import Module


def train_step(model: Module, x: np.ndarray, y: np.ndarray, learning_rate: float) -> np.floating:
    """Take one step of gradient descent on cross-entropy.

    parameter = parameter - learning_rate * d loss / d parameter

    Args:
        model: maps x to logits (..., V); its parameters are changed in place.
        x: a batch of inputs.
        y: the right class of each row, integers (...).
        learning_rate: how far to step.

    Returns:
        The loss before the step, one number of the dtype of the logits.

    Pitfall: gradients add up; without ``zero_grad`` each step would still carry the ones before.
    """
    model.zero_grad()
    logits = model(x)
    loss = cross_entropy(logits, y)
    model.backward(cross_entropy_backward(logits, y))
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return loss
