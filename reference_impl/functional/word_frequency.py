"""Word frequencies: which words word2vec skips, and which it takes as counterexamples."""

import numpy as np


def subsample_probability(counts: np.ndarray, threshold: float = 1e-5) -> np.ndarray:
    """Compute the probability of keeping an occurrence of each word: the commonest teach the least.

    p = min(1, sqrt(t / f) + t / f), with the frequency f = count / sum of counts

    Args:
        counts: how often each word occurs, (V,).
        threshold: t, the frequency below which a word is always kept.

    Returns:
        The probability of keeping, (V,), float64 for integer counts; 1 for a word that never occurs.

    Source: Mikolov's word2vec.c (2013); the paper, section 2.3, has the similar sqrt(t / f).
    Pitfall: this is the probability of keeping a word, not that of dropping it.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = threshold / (counts / counts.sum())
    return np.fmin(1, np.sqrt(ratio) + ratio)  # fmin passes over the NaN that 0 / 0 gives where no word occurs


def negative_sampling_distribution(counts: np.ndarray, power: float = 0.75) -> np.ndarray:
    """Compute the distribution that counterexamples are drawn from: frequencies, flattened.

    p_v = count_v^power / sum_w count_w^power

    Args:
        counts: how often each word occurs, (V,).
        power: 1 keeps the frequencies, 0 makes all words equal.

    Returns:
        The probabilities, (V,), float64 for integer counts.

    Raises:
        ValueError: where no word occurs.

    Source: Mikolov et al. (2013), "Distributed Representations of Words and Phrases and their Compositionality", 2.2.
    Pitfall: the power first, then the sum; a power of probabilities that add up to one no longer does.
    """
    if not counts.any():
        raise ValueError("there is nothing to draw from: all counts are zero")
    weights = counts**power
    return weights / weights.sum()
