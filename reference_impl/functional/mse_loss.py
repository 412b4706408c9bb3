"""Mean squared error: the loss of regression."""

import numpy as np


def mse_loss(prediction: np.ndarray, target: np.ndarray) -> np.floating:
    """Average the squared distance between prediction and target.

    loss = mean((prediction - target)^2)

    Args:
        prediction: what the model says, any shape.
        target: what is true, the shape of ``prediction``.

    Returns:
        The loss, one number of the dtype of ``prediction``.

    Raises:
        ValueError: where the shapes differ.

    Pitfall: (N, 1) minus (N,) broadcasts to (N, N), and the loss looks plausible.
    """
    if prediction.shape != target.shape:
        raise ValueError(f"prediction {prediction.shape} and target {target.shape} must have the same shape")
    difference = prediction - target
    return (difference * difference).mean()


def mse_loss_backward(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Compute the gradient of the mean squared error.

    grad_prediction = 2 * (prediction - target) / N

    Args:
        prediction: what the model says, any shape of N numbers.
        target: what is true, the shape of ``prediction``.

    Returns:
        Gradient of the loss with respect to ``prediction``, its shape.

    Raises:
        ValueError: where the shapes differ.

    Pitfall: N counts every number, not every row.
    """
    if prediction.shape != target.shape:
        raise ValueError(f"prediction {prediction.shape} and target {target.shape} must have the same shape")
    return 2 * (prediction - target) / prediction.size
