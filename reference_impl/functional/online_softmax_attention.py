"""Online softmax: attention that never holds all scores at once."""

import numpy as np


def online_softmax_attention(q: np.ndarray, k: np.ndarray, v: np.ndarray, block: int) -> np.ndarray:
    """Compute attention over blocks of keys, correcting what was summed whenever a larger score turns up.

    For each block of scores s:  m' = max(m, max_j s_j),  c = exp(m - m'),
    total' = c * total + sum_j exp(s_j - m'),  output' = c * output + sum_j exp(s_j - m') * v_j
    and after the last block:  output / total

    Args:
        q: queries, (..., T, D).
        k: keys, (..., S, D).
        v: values, (..., S, E).
        block: how many keys are looked at at once; the last block may be shorter.

    Returns:
        Output, (..., T, E), that of ``scaled_dot_product_attention``; zeros where there are no keys.

    Raises:
        ValueError: ``block`` is less than one.

    Source: Milakov and Gimelshein (2018), "Online normalizer calculation for softmax"; Dao et al. (2022),
    "FlashAttention", algorithm 1.
    Pitfall: a new maximum changes the unit of all that was summed before, output and total alike.
    """
    if block < 1:
        raise ValueError(f"a block holds at least one key, not {block}")
    q = q * q.shape[-1] ** -0.5
    output = np.zeros((*q.shape[:-1], v.shape[-1]), q.dtype)
    total = np.zeros((*q.shape[:-1], 1), q.dtype)
    highest = np.full_like(total, -np.inf)
    for start in range(0, k.shape[-2], block):
        scores = q @ k[..., start : start + block, :].swapaxes(-1, -2)
        new_highest = np.maximum(highest, scores.max(axis=-1, keepdims=True))
        correction = np.exp(highest - new_highest)
        weights = np.exp(scores - new_highest)
        total = total * correction + weights.sum(axis=-1, keepdims=True)
        output = output * correction + weights @ v[..., start : start + block, :]
        highest = new_highest
    # The highest score alone adds one, so a total below one means that there was no key.
    return output / np.maximum(total, 1)
