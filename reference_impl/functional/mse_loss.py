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

    Pitfall: (N, 1) minus (N,) broadcasts to (N, N), and the loss still looks plausible; torch only warns of it.
    """
    return np.square(prediction - target).mean()


def mse_loss_backward(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Compute the gradient of the mean squared error.

    grad_prediction = 2 * (prediction - target) / N

    Args:
        prediction: what the model says, any shape of N numbers.
        target: what is true, the shape of ``prediction``.

    Returns:
        Gradient of the loss with respect to ``prediction``, its shape.

    Pitfall: N counts every number, not every row.
    """
    return 2 * (prediction - target) / prediction.size
