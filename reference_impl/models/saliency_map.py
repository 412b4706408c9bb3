"""Saliency: the pixels that an answer hangs on."""

import numpy as np

from reference_impl.nn.module import Module


def saliency_map(model: Module, x: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Measure how much each pixel moves the logit of a class.

    saliency[n, r, s] = max_c |d logits[n, target_n] / d x[n, c, r, s]|

    Args:
        model: maps images to logits (N, V).
        x: images, (N, C, H, W).
        targets: the class of each image that is asked about, integers (N,).

    Returns:
        One map for each image, (N, H, W), nowhere negative.

    Source: Simonyan, Vedaldi and Zisserman (2014), "Deep Inside Convolutional Networks", section 3.
    Pitfall: it is the gradient of a logit, not of the loss; and the model's own backward leaves gradients behind in
    its parameters, to be zeroed before it learns again.
    """
    logits = model(x)
    grad_logits = np.zeros_like(logits)
    grad_logits[np.arange(len(targets)), targets] = 1
    return np.abs(model.backward(grad_logits)).max(axis=1)
