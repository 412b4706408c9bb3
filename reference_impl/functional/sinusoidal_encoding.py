"""Sinusoidal encoding: positions told by waves of many lengths."""

import numpy as np


def sinusoidal_encoding(length: int, d_model: int) -> np.ndarray:
    """Give every position a row of sines and cosines, from fast waves to slow ones.

    output[t, 2i] = sin(t / 10000^(2i / d_model)),  output[t, 2i + 1] = cos(t / 10000^(2i / d_model))

    Args:
        length: T, how many positions there are.
        d_model: D, the width of a row; where it is odd, the last column is a sine.

    Returns:
        The encoding, (T, D) in float64.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.5.
    Pitfall: a sine and the cosine beside it share one wave length: 2i counts in twos.
    """
    wave_lengths = 10000.0 ** (np.arange(0, d_model, 2) / d_model)
    angles = np.arange(length)[:, None] / wave_lengths
    encoding = np.empty((length, d_model))
    encoding[:, 0::2] = np.sin(angles)
    encoding[:, 1::2] = np.cos(angles[:, : d_model // 2])
    return encoding
