"""Padding: a frame of zeros around an image."""

import numpy as np

from reference_impl.functional.pair import pair


def pad2d(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    """Put zeros around every image.

    output = 0 in the frame, x inside it

    Args:
        x: images, (N, C, H, W).
        padding: how wide the frame is at each edge, one number or (top and bottom, left and right).

    Returns:
        Padded images, (N, C, H + 2 * padding, W + 2 * padding).

    Pitfall: only the last two axes are padded, never the batch or the channels.
    """
    vertical, horizontal = pair(padding)
    samples, channels, height, width = x.shape
    # In memory the batch lies innermost: what is moved later, for all images at once, are long runs of numbers.
    padded = np.zeros((channels, height + 2 * vertical, width + 2 * horizontal, samples), x.dtype).transpose(3, 0, 1, 2)
    padded[:, :, vertical : vertical + height, horizontal : horizontal + width] = x
    return padded
