"""Sampling: a model's scores become a token."""

import numpy as np

from reference_impl.functional.softmax import softmax


def sample(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> np.ndarray:
    """Draw a token for each row of scores.

    id ~ softmax(logits / temperature), first among the k likeliest tokens, then among the fewest of these that
    together have probability p

    Args:
        logits: scores, (..., V).
        rng: source of randomness.
        temperature: below 1 the likely become likelier, above 1 they become less so; 0 takes the likeliest.
        top_k: how many tokens stay in the draw; None for all.
        top_p: the probability, of what top_k left, that the tokens in the draw must reach; None for all.

    Returns:
        Ids, integers (...).

    Raises:
        ValueError: a negative temperature, top_k below 1, or top_p outside 0 to 1.

    Source: top_k: Fan, Lewis and Dauphin (2018), "Hierarchical Neural Story Generation"; top_p: Holtzman et al. (2020),
    "The Curious Case of Neural Text Degeneration".
    Pitfall: the token with which the sum passes top_p stays in; else a very sure model would have none to choose.
    """
    if temperature < 0 or (top_k is not None and top_k < 1) or (top_p is not None and not 0 <= top_p <= 1):
        raise ValueError(
            f"temperature {temperature} must be 0 or more, top_k {top_k} at least 1, top_p {top_p} from 0 to 1"
        )
    if temperature == 0:
        return logits.argmax(axis=-1)
    # Far below the best, and divided by very little, a score is minus infinity: as it should be.
    with np.errstate(over="ignore"):
        scores = (logits - logits.max(axis=-1, keepdims=True)).astype(np.float64) / temperature
    order = np.argsort(-scores, axis=-1, kind="stable")
    probs = softmax(np.take_along_axis(scores, order, axis=-1))
    if top_k is not None:
        probs[..., top_k:] = 0
    if top_p is not None:
        probs /= probs.sum(axis=-1, keepdims=True)
        probs[..., 1:] *= probs.cumsum(axis=-1)[..., :-1] < top_p
    # Of clocks that run at these rates, the first to ring is drawn with just these probabilities.
    drawn = (probs / rng.standard_exponential(probs.shape)).argmax(axis=-1)
    return np.take_along_axis(order, drawn[..., None], axis=-1)[..., 0]
