"""Masks: which positions a position may attend to. True = may."""

import numpy as np


def causal_mask(length: int) -> np.ndarray:
    """Let every position see itself and what came before.

    mask[t, s] = s <= t

    Args:
        length: number of positions, T.

    Returns:
        Mask, boolean (T, T): rows are those who look, columns what they look at.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.2.3.
    """
    return np.tri(length, dtype=bool)


def padding_mask(ids: np.ndarray, pad_id: int) -> np.ndarray:
    """Let every position see all that is no padding.

    mask[n, 0, 0, s] = ids[n, s] != pad_id

    Args:
        ids: token ids, (N, T).
        pad_id: the id that only fills up.

    Returns:
        Mask, boolean (N, 1, 1, T): it broadcasts over heads and over those who look.
    """
    return (ids != pad_id)[:, None, None, :]
