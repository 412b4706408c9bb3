"""Decoding: the encoder reads once, the decoder writes token by token."""

import numpy as np

from reference_impl.functional.beam_search import beam_search
from reference_impl.functional.log_softmax import log_softmax
from reference_impl.models.transformer import Transformer


def greedy_decode(model: Transformer, source: np.ndarray, bos: int, eos: int, length: int) -> list[list[int]]:
    """Write the likeliest token each time, until the end token or the greatest length.

    target_0 = bos,  target_{t+1} = argmax_v logits_tv

    Args:
        model: an encoder-decoder; its ``encode`` and ``decode`` are called.
        source: source ids, (N, S).
        bos: the id that every target begins with.
        eos: the id that ends one.
        length: how many tokens to write at most.

    Returns:
        N lists of ids, without ``bos`` and without ``eos`` and what came after it.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.1: the decoder is auto-regressive.
    Pitfall: the sequences of a batch end at different times; the finished ones wait for the others.
    """
    memory = model.encode(source)
    target = np.full((len(source), 1), bos)
    for _ in range(length):
        logits = model.decode(target, memory, source)[:, -1]
        target = np.concatenate([target, logits.argmax(axis=-1)[:, None]], axis=1)
        if (target == eos).any(axis=1).all():
            break
    return [before(eos, row) for row in target[:, 1:].tolist()]


def beam_decode(model: Transformer, source: np.ndarray, bos: int, eos: int, length: int, width: int) -> list[int]:
    """Write the target that is likeliest as a whole, by beam search.

    Args:
        model: an encoder-decoder; its ``encode`` and ``decode`` are called.
        source: the ids of one source, (S,).
        bos: the id that the target begins with.
        eos: the id that ends it.
        length: how many tokens to write at most.
        width: how many targets are kept at every step.

    Returns:
        A list of ids, without ``bos`` and without ``eos``.

    Source: Sutskever, Vinyals and Le (2014), "Sequence to Sequence Learning with Neural Networks", section 3.2.
    Pitfall: every further token makes a target less likely; an ended one must not pay for waiting.
    """
    memory = model.encode(source[None])

    def log_probs(target: list[int]) -> np.ndarray:
        logits = model.decode(np.array([target]), memory, source[None])[0, -1]
        if eos in target[1:]:
            return np.where(np.arange(len(logits)) == eos, 0, -np.inf)
        return log_softmax(logits)

    return before(eos, beam_search(log_probs, [bos], width, length)[1:])


def before(end: int, ids: list[int]) -> list[int]:
    """Return the ids that stand before the first ``end``; all, where there is none."""
    return ids[: ids.index(end)] if end in ids else ids
