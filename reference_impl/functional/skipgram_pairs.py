"""Skip-gram pairs: a text becomes questions and answers about itself."""

import numpy as np


def skipgram_pairs(ids: np.ndarray, window: int) -> np.ndarray:
    """Pair every word with each of its neighbours.

    pairs = (ids_t, ids_s) for every t, and for every s != t with |s - t| <= window, in reading order

    Args:
        ids: a text, (T,).
        window: how far a neighbour may be, on either side.

    Returns:
        Pairs of a center and a context, (M, 2), the dtype of ``ids``: by the center's place, then by the context's.

    Source: Mikolov et al. (2013), "Efficient Estimation of Word Representations in Vector Space", section 3.2.
    Pitfall: the first and the last words have fewer neighbours; -1 is no neighbour of 0.
    """
    reach = min(window, len(ids))
    offsets = np.delete(np.arange(-reach, reach + 1), reach)
    neighbours = np.arange(len(ids))[:, None] + offsets
    centers, places = np.nonzero((neighbours >= 0) & (neighbours < len(ids)))
    return np.stack([ids[centers], ids[neighbours[centers, places]]], axis=1)
