"""Heads: one wide row seen as several narrow ones, and back."""

import numpy as np


def split_heads(x: np.ndarray, heads: int) -> np.ndarray:
    """Cut the features into heads, and move the heads before the positions.

    heads[n, h, t, i] = x[n, t, h * D/heads + i]

    Args:
        x: (N, T, D).
        heads: number of heads, a divisor of D.

    Returns:
        The same numbers as (N, heads, T, D/heads).

    Raises:
        ValueError: D is no multiple of ``heads``.

    Pitfall: a reshape alone to (N, heads, T, D/heads) has the right shape and mixes up the positions.
    """
    batch, length, features = x.shape
    if features % heads:
        raise ValueError(f"{features} features cannot be cut into {heads} heads; choose a divisor of {features}")
    return x.reshape(batch, length, heads, features // heads).swapaxes(1, 2)


def merge_heads(x: np.ndarray) -> np.ndarray:
    """Put the heads of each position side by side again: the inverse of ``split_heads``.

    Args:
        x: (N, heads, T, D/heads).

    Returns:
        The same numbers as (N, T, D).
    """
    batch, heads, length, width = x.shape
    return x.swapaxes(1, 2).reshape(batch, length, heads * width)
