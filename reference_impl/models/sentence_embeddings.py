"""Sentence embeddings: a text as one point, near to those that mean the same."""

import numpy as np

from reference_impl.functional.mean_pool import mean_pool
from reference_impl.models.bert_encoder import BertEncoder


def sentence_embeddings(encoder: BertEncoder, ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Make every text one row of length 1: the mean of its tokens' rows.

    row_n = mean of encoder(ids)_nt over the real t,  output_n = row_n / |row_n|

    Args:
        encoder: maps token ids to rows (N, T, D).
        ids: token ids, (N, T).
        mask: boolean (N, T), True where an id is real.

    Returns:
        One row for each text, (N, D); the product of two is their cosine.

    Source: Reimers and Gurevych (2019), "Sentence-BERT", section 3.
    Pitfall: an encoder that learned only to fill in words puts all texts near to each other; one trained on pairs of
    sentences does not.
    """
    rows = mean_pool(encoder(ids, mask=mask), mask)
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
