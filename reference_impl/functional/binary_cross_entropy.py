"""Binary cross-entropy: the loss of yes-or-no questions, from probabilities and from logits."""

import numpy as np

from reference_impl.functional.sigmoid import sigmoid


def binary_cross_entropy(probs: np.ndarray, targets: np.ndarray) -> np.floating:
    """Average the surprise at each answer, given the probability of a yes.

    loss = -mean(t * log(p) + (1 - t) * log(1 - p)), with no logarithm below -100

    Args:
        probs: probabilities p of a yes, in [0, 1], any shape.
        targets: the answers t, 1 for yes and 0 for no, the shape and dtype of ``probs``.

    Returns:
        The loss, one number of the dtype of ``probs``.

    Raises:
        ValueError: where the shapes differ.

    Pitfall: log(0) is -inf, and 0 * -inf is NaN: hence the floor, which is torch's.
    """
    if probs.shape != targets.shape:
        raise ValueError(f"probs {probs.shape} and targets {targets.shape} must have the same shape")
    with np.errstate(divide="ignore"):
        log_yes = np.maximum(np.log(probs), -100)
        log_no = np.maximum(np.log1p(-probs), -100)
    return -(targets * log_yes + (1 - targets) * log_no).mean()


def binary_cross_entropy_backward(probs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Compute the gradient of binary cross-entropy with respect to the probabilities.

    grad_p = (p - t) / (p * (1 - p)) / N, the product not below 1e-12

    Args:
        probs: probabilities p of a yes, in [0, 1], any shape of N numbers.
        targets: the answers t, the shape and dtype of ``probs``.

    Returns:
        Gradient of the loss with respect to ``probs``, its shape.

    Raises:
        ValueError: where the shapes differ.

    Pitfall: at p = 0 and p = 1 the product is zero: torch's floor keeps the quotient finite.
    """
    if probs.shape != targets.shape:
        raise ValueError(f"probs {probs.shape} and targets {targets.shape} must have the same shape")
    return (probs - targets) / np.maximum(probs * (1 - probs), 1e-12) / probs.size


def binary_cross_entropy_with_logits(logits: np.ndarray, targets: np.ndarray) -> np.floating:
    """Average the surprise at each answer, given the logit of a yes.

    loss = mean(max(x, 0) - x * t + log(1 + exp(-|x|))), which is binary_cross_entropy(sigmoid(x), t)

    Args:
        logits: scores x of a yes, any shape.
        targets: the answers t, 1 for yes and 0 for no, the shape and dtype of ``logits``.

    Returns:
        The loss, one number of the dtype of ``logits``.

    Raises:
        ValueError: where the shapes differ.

    Pitfall: ``exp`` of a positive number can overflow; -|x| is never positive.
    """
    if logits.shape != targets.shape:
        raise ValueError(f"logits {logits.shape} and targets {targets.shape} must have the same shape")
    return (np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))).mean()


def binary_cross_entropy_with_logits_backward(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Compute the gradient of binary cross-entropy with respect to the logits.

    grad_x = (sigmoid(x) - t) / N

    Args:
        logits: scores x of a yes, any shape of N numbers.
        targets: the answers t, the shape and dtype of ``logits``.

    Returns:
        Gradient of the loss with respect to ``logits``, its shape.

    Raises:
        ValueError: where the shapes differ.
    """
    if logits.shape != targets.shape:
        raise ValueError(f"logits {logits.shape} and targets {targets.shape} must have the same shape")
    return (sigmoid(logits) - targets) / logits.size
