"""Beam search: several beginnings are followed at once, so that a good sequence may begin badly."""

from collections.abc import Callable, Sequence

import numpy as np


def beam_search(
    step_fn: Callable[[list[int]], np.ndarray], start: Sequence[int], width: int, length: int
) -> list[int]:
    """Look for the likeliest continuation, keeping the best few at every length.

    score(ids) = sum_t log p(id_t | ids before t)

    Args:
        step_fn: takes the ids so far, a list; returns the log-probabilities of the next, (V,).
        start: the ids to begin with.
        width: how many sequences are kept.
        length: how many ids are added.

    Returns:
        The best sequence found, ``start`` included.

    Source: Graves (2012), "Sequence Transduction with Recurrent Neural Networks", section 2.5.
    Pitfall: log-probabilities add up; the best few are chosen among the successors of all beams, not of each.
    """
    beams = [(0.0, list(start))]
    for _ in range(length):
        successors = []
        for score, ids in beams:
            log_probs = step_fn(ids)
            likeliest = np.argsort(-log_probs, kind="stable")[:width]
            successors += [(score + float(log_probs[i]), [*ids, int(i)]) for i in likeliest]
        beams = sorted(successors, key=lambda beam: beam[0], reverse=True)[:width]
    return beams[0][1]
