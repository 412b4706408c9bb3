"""Windows over an image, seen through one position of the kernel at a time."""

import numpy as np

from reference_impl.functional.conv_output_size import conv_output_size
from reference_impl.functional.pair import pair


def kernel_views(
    x: np.ndarray, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] = 1
) -> list[np.ndarray]:
    """List what the windows see: for each position in the kernel, the pixel that every window has there.

    view_(i, j)[r, c] = x[i + stride * r, j + stride * c]

    Args:
        x: images, (..., H, W).
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width).

    Returns:
        KH * KW views (..., H_out, W_out), row by row of the kernel.

    Pitfall: they are windows into ``x`` and no copies: what is written into one is written into ``x``.
    """
    (kernel_height, kernel_width), (stride_height, stride_width) = pair(kernel_size), pair(stride)
    height = stride_height * conv_output_size(x.shape[-2], kernel_height, stride_height)
    width = stride_width * conv_output_size(x.shape[-1], kernel_width, stride_width)
    return [
        x[..., i : i + height : stride_height, j : j + width : stride_width]
        for i in range(kernel_height)
        for j in range(kernel_width)
    ]
