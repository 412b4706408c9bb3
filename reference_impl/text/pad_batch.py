"""Padding: sequences of many lengths become one array."""

from collections.abc import Sequence

import numpy as np


def pad_batch(sequences: Sequence[Sequence[int]], pad_id: int) -> tuple[np.ndarray, np.ndarray]:
    """Stack sequences of ids, the shorter ones filled up at their end.

    Args:
        sequences: N lists of ids, of any lengths, T the greatest.
        pad_id: the id to fill up with.

    Returns:
        Ids, integers (N, T), and mask, booleans (N, T): True where an id is real.

    Pitfall: a real id may equal ``pad_id``; only the lengths know what is padding.
    """
    lengths = np.array([len(sequence) for sequence in sequences], dtype=np.int64)
    mask = np.arange(lengths.max(initial=0)) < lengths[:, None]
    ids = np.full(mask.shape, pad_id, dtype=np.int64)
    for row, sequence in zip(ids, sequences, strict=True):
        row[: len(sequence)] = sequence
    return ids, mask
