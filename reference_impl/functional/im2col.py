"""im2col: every window of an image becomes a column, so that convolution becomes one matrix product."""

import numpy as np

from reference_impl.functional.kernel_views import kernel_views
from reference_impl.functional.pad2d import pad2d
from reference_impl.functional.pair import pair


def im2col(
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """Lay out every window of the images as a column.

    cols[n, (c, i, j), (r, s)] = padded x[n, c, i + stride * r, j + stride * s]

    Args:
        x: images, (N, C, H, W).
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width).
        padding: zeros at each edge, one number or (height, width).

    Returns:
        Columns, (N, C * KH * KW, L) with L = H_out * W_out windows, row by row.

    Source: Chellapilla, Puri and Simard (2006), "High Performance Convolutional Neural Networks for Document
    Processing", section 3.1; torch calls it unfold.
    Pitfall: a column runs over channels first, then over the kernel's rows, then over its columns, as a weight does.
    """
    views = kernel_views(pad2d(x, padding), kernel_size, stride)
    samples, channels, height, width = views[0].shape
    # The batch lies innermost in memory, as in pad2d.
    cols = np.empty((channels, len(views), height, width, samples), x.dtype).transpose(4, 0, 1, 2, 3)
    for position, view in enumerate(views):
        cols[:, :, position] = view
    return cols.reshape(samples, channels * len(views), height * width)


def col2im(
    cols: np.ndarray,
    x_shape: tuple[int, ...],
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """Add every column back to the pixels it came from: the adjoint of ``im2col``.

    sum(im2col(x) * cols) = sum(x * col2im(cols))  for every x and every cols

    Args:
        cols: columns, (N, C * KH * KW, L).
        x_shape: of the images, (N, C, H, W).
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width).
        padding: zeros at each edge, one number or (height, width).

    Returns:
        Images, of shape ``x_shape``.

    Pitfall: it is no inverse: a pixel that lies in three windows receives three numbers, and their sum is kept.
    """
    padded = pad2d(np.zeros(x_shape, cols.dtype), padding)
    views = kernel_views(padded, kernel_size, stride)
    cols = cols.reshape(*x_shape[:2], len(views), *views[0].shape[2:])
    for position, view in enumerate(views):
        view += cols[:, :, position]
    vertical, horizontal = pair(padding)
    return padded[:, :, vertical : vertical + x_shape[2], horizontal : horizontal + x_shape[3]]
