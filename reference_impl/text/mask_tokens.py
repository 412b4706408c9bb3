"""Masking: the exercise that BERT learns language by."""

from collections.abc import Collection

import numpy as np


def mask_tokens(
    ids: np.ndarray,
    rng: np.random.Generator,
    mask_id: int,
    vocab_size: int,
    special_ids: "Collection[int]",
    p: float = 0.15,
) -> tuple[np.ndarray, np.ndarray]:
    """Hide some of the tokens, and keep what they were as labels.

    A token is chosen with probability p. Of those chosen, 80 % become [MASK], 10 % any token of the vocabulary, and
    10 % stay as they are.

    Args:
        ids: token ids, any shape.
        rng: source of randomness.
        mask_id: the id of [MASK].
        vocab_size: number of ids; a random token is one of 0 to ``vocab_size`` - 1.
        special_ids: ids that are never chosen, such as those of [CLS], [SEP] and [PAD].
        p: probability that a token is chosen.

    Returns:
        The corrupted ids, a new array, and labels of the same shape: the true id where a token was chosen, -100
        elsewhere, which cross-entropy does not count.

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 3.1.
    Pitfall: a token that stays as it is has a label too; else the model could trust all that is not [MASK].
    """
    chosen = (rng.random(ids.shape) < p) & ~np.isin(ids, list(special_ids))
    labels = np.where(chosen, ids, np.int64(-100))
    fate = rng.random(ids.shape)
    replaced = chosen & (fate >= 0.9)
    corrupted = ids.copy()
    corrupted[chosen & (fate < 0.8)] = mask_id
    corrupted[replaced] = rng.integers(vocab_size, size=replaced.sum())
    return corrupted, labels
