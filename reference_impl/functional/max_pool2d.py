"""Max pooling: of every window, the largest pixel."""

import numpy as np

from reference_impl.functional.kernel_views import kernel_views


def max_pool2d(
    x: np.ndarray, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None
) -> np.ndarray:
    """Keep the largest pixel of every window.

    output[n, c, r, s] = max_ij x[n, c, stride * r + i, stride * s + j]

    Args:
        x: images, (N, C, H, W).
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width); None for ``kernel_size``.

    Returns:
        Smaller images, (N, C, H_out, W_out); a window with a NaN in it gives NaN.

    Source: Weng, Ahuja and Huang (1992), "Cresceptron", section 4.
    Pitfall: windows that would reach over the edge are left out.
    """
    first, *others = kernel_views(x, kernel_size, kernel_size if stride is None else stride)
    output = np.array(first)
    for view in others:
        np.maximum(output, view, out=output)
    return output


def max_pool2d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> np.ndarray:
    """Give each window's gradient to the pixel that won it.

    grad_x[p] = sum of grad_output[w] over the windows w whose first maximum is the pixel p

    Args:
        grad_output: gradient of the loss with respect to the output, (N, C, H_out, W_out).
        x: what ``max_pool2d`` was given, (N, C, H, W).
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width); None for ``kernel_size``.

    Returns:
        Gradient of the loss with respect to ``x``, (N, C, H, W).

    Pitfall: where two pixels tie, only the first of them, row by row, takes the gradient; where windows overlap,
    a pixel may win several, and their gradients add up.
    """
    stride = kernel_size if stride is None else stride
    output = max_pool2d(x, kernel_size, stride)
    # A copy of grad_output that lies in memory as the images do.
    unclaimed = np.empty_like(output, grad_output.dtype)
    unclaimed[...] = grad_output
    grad_x = np.zeros_like(x, grad_output.dtype)
    views, grad_views = kernel_views(x, kernel_size, stride), kernel_views(grad_x, kernel_size, stride)
    for view, grad_view in zip(views, grad_views, strict=True):
        claimed = unclaimed * (view == output)
        grad_view += claimed
        unclaimed -= claimed
    return grad_x
