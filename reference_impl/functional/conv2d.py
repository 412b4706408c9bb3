"""Convolution: one small pattern, looked for everywhere in an image."""

import numpy as np

from reference_impl.functional.conv_output_size import conv_output_size
from reference_impl.functional.im2col import col2im, im2col
from reference_impl.functional.pair import pair


def by_rows(maps: np.ndarray) -> np.ndarray:
    """Regroup maps into one matrix for each image row.

    rows[h][c, (w, n)] = maps[n, c, h, w]

    Args:
        maps: maps or columns, (N, C, H, W).

    Returns:
        Matrices, (H, C, W * N); no copy where the batch lies innermost in memory.
    """
    samples, channels, height, width = maps.shape
    return maps.transpose(2, 1, 3, 0).reshape(height, channels, width * samples)


def mix_channels(matrix: np.ndarray, maps: np.ndarray) -> np.ndarray:
    """Multiply the channels of every pixel by a matrix.

    output[n, :, h, w] = matrix @ maps[n, :, h, w]

    Args:
        matrix: (M, C).
        maps: maps or columns, (N, C, H, W).

    Returns:
        Maps (N, M, H, W), the batch innermost in memory.

    Pitfall: one product of everything would be right too, but the cache holds only a row of it.
    """
    samples, _, height, width = maps.shape
    output = np.empty((len(matrix), height, width * samples), np.result_type(matrix, maps))
    np.matmul(matrix, by_rows(maps), out=output.swapaxes(0, 1))
    return output.reshape(len(matrix), height, width, samples).transpose(3, 0, 1, 2)


def conv2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """Compare every window of the images with every kernel.

    output[n, o, r, s] = bias[o] + sum_cij weight[o, c, i, j] * padded x[n, c, stride * r + i, stride * s + j]

    Args:
        x: images, (N, C_in, H, W).
        weight: kernels, (C_out, C_in, KH, KW).
        bias: (C_out,), or None for none.
        stride: from one window to the next, one number or (height, width).
        padding: zeros at each edge, one number or (height, width).

    Returns:
        Feature maps, (N, C_out, H_out, W_out).

    Source: LeCun et al. (1989), "Backpropagation Applied to Handwritten Zip Code Recognition".
    Pitfall: deep learning does not flip the kernel; what mathematics calls convolution does.
    """
    out_channels, in_channels, kernel_height, kernel_width = weight.shape
    (stride_height, stride_width), (vertical, horizontal) = pair(stride), pair(padding)
    height = conv_output_size(x.shape[2], kernel_height, stride_height, vertical)
    width = conv_output_size(x.shape[3], kernel_width, stride_width, horizontal)
    kernels = weight.reshape(out_channels, in_channels * kernel_height * kernel_width)
    cols = im2col(x, (kernel_height, kernel_width), stride, padding)
    output = mix_channels(kernels, cols.reshape(*cols.shape[:2], height, width))
    return output if bias is None else output + bias[:, np.newaxis, np.newaxis]


def conv2d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    weight: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a gradient back through a convolution, to the images, the kernels and the biases.

    grad_cols = weight.T @ grad_output,  grad_x = col2im(grad_cols)
    grad_weight = sum_n grad_output_n @ im2col(x)_n.T,  grad_bias = sum_nrs grad_output_nrs

    Args:
        grad_output: gradient of the loss with respect to the output, (N, C_out, H_out, W_out).
        x: what ``conv2d`` was given, (N, C_in, H, W).
        weight: (C_out, C_in, KH, KW).
        stride: from one window to the next, one number or (height, width).
        padding: zeros at each edge, one number or (height, width).

    Returns:
        Gradients of the loss with respect to x (N, C_in, H, W), weight (C_out, C_in, KH, KW) and bias (C_out,).

    Pitfall: a kernel is used in every window of every image, so its gradient is a sum over all of them.
    """
    out_channels, in_channels, kernel_height, kernel_width = weight.shape
    kernel_size = kernel_height, kernel_width
    kernels = weight.reshape(out_channels, in_channels * kernel_height * kernel_width)
    cols = im2col(x, kernel_size, stride, padding)
    rows = by_rows(cols.reshape(*cols.shape[:2], *grad_output.shape[2:]))
    grad_weight = (by_rows(grad_output) @ rows.swapaxes(1, 2)).sum(axis=0)
    grad_cols = mix_channels(kernels.T, grad_output)
    grad_x = col2im(grad_cols.reshape(cols.shape), x.shape, kernel_size, stride, padding)
    return grad_x, grad_weight.reshape(weight.shape), grad_output.sum(axis=(0, 2, 3))
