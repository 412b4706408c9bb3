"""Rotary embedding: a position is an angle, by which pairs of features are turned."""

import numpy as np


def rotary_embedding(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    """Turn each neighbouring pair of columns by an angle that grows with the position, slower from pair to pair.

    angle_{t,i} = positions_t * base^(-2i / D)
    (x_{2i}, x_{2i+1}) -> (x_{2i} cos - x_{2i+1} sin, x_{2i} sin + x_{2i+1} cos)

    Args:
        x: queries or keys, (..., T, D), D even.
        positions: of the rows, integers (T,).
        base: how much slower the last pair turns than the first, nearly.

    Returns:
        Output, (..., T, D). Turning a gradient by ``-positions`` carries it back.

    Raises:
        ValueError: D is odd.

    Source: Su et al. (2021), "RoFormer: Enhanced Transformer with Rotary Position Embedding", section 3.2.2.
    Pitfall: pairs are neighbours (0, 1), (2, 3), ...; many programs pair column i with i + D/2 instead.
    """
    features = x.shape[-1]
    if features % 2:
        raise ValueError(f"columns are turned in pairs, but x has {features}; give it an even number of them")
    angles = positions[:, None] * base ** (-np.arange(0, features, 2) / features)
    cos, sin = np.cos(angles).astype(x.dtype), np.sin(angles).astype(x.dtype)
    output = np.empty_like(x)
    output[..., 0::2] = x[..., 0::2] * cos - x[..., 1::2] * sin
    output[..., 1::2] = x[..., 0::2] * sin + x[..., 1::2] * cos
    return output
