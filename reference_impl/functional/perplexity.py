"""Perplexity: a language model's loss, as a number of choices."""

import numpy as np


def perplexity(loss: float | np.floating) -> float:
    """Say between how many equally likely tokens a model with this loss wavers.

    perplexity = exp(loss)

    Args:
        loss: mean cross-entropy for each token, by the natural logarithm.

    Returns:
        The perplexity; infinity where it is too great for a number.

    Source: Jelinek et al. (1977), "Perplexity: a measure of the difficulty of speech recognition tasks".
    Pitfall: it is the exponential of the mean, not the mean of the exponentials: average the losses first.
    """
    with np.errstate(over="ignore"):
        return float(np.exp(np.float64(loss)))
