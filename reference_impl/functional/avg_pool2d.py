"""Average pooling: of every window, the mean."""

import numpy as np

from reference_impl.functional.kernel_views import kernel_views


def avg_pool2d(
    x: np.ndarray, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None
) -> np.ndarray:
    """Average the pixels of every window.

    output[n, c, r, s] = 1 / (KH * KW) * sum_ij x[n, c, stride * r + i, stride * s + j]

    Args:
        x: images, (N, C, H, W).
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width); None for ``kernel_size``.

    Returns:
        Smaller images, (N, C, H_out, W_out).

    Source: LeCun et al. (1990), "Handwritten Digit Recognition with a Back-Propagation Network".
    """
    views = kernel_views(x, kernel_size, kernel_size if stride is None else stride)
    return sum(views[1:], start=views[0]) / len(views)


def avg_pool2d_backward(
    grad_output: np.ndarray,
    x_shape: tuple[int, ...],
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> np.ndarray:
    """Share each window's gradient equally among its pixels.

    grad_x[p] = 1 / (KH * KW) * sum of grad_output[w] over the windows w that hold the pixel p

    Args:
        grad_output: gradient of the loss with respect to the output, (N, C, H_out, W_out).
        x_shape: the shape of what ``avg_pool2d`` was given, (N, C, H, W).
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width); None for ``kernel_size``.

    Returns:
        Gradient of the loss with respect to ``x``, of shape ``x_shape``.

    Pitfall: where windows overlap, a pixel has a share in each of them, and the shares add up.
    """
    grad_x = np.zeros(x_shape, grad_output.dtype)
    views = kernel_views(grad_x, kernel_size, kernel_size if stride is None else stride)
    share = grad_output / len(views)
    for view in views:
        view += share
    return grad_x
