"""CachedGPT: a GPT that writes without reading its whole text again for every token."""

import numpy as np

from reference_impl.functional.linear import linear
from reference_impl.models.gpt import GPT
from reference_impl.nn.kv_cache import KVCache


class CachedGPT:
    """A GPT that remembers the keys and values of the text so far, and computes only what is new.

    Called with a text that continues the one before, it costs the new tokens; with any other, the whole text. Its
    logits are those that the GPT itself would give.

    Args:
        model: the GPT, which must not learn in the meantime.

    Source: Shazeer (2019), "Fast Transformer Decoding", section 2.4.
    """

    def __init__(self, model: GPT) -> None:
        """Begin without a text."""
        self.model = model
        self.ids: np.ndarray | None = None

    def __call__(self, ids: np.ndarray) -> np.ndarray:
        """Map token ids (N, T) to the logits of the new ones among them, (N, new, V), at least the last."""
        known = self.known_of(ids)
        if known == 0:
            self.caches = [KVCache() for _ in self.model.layers]
        self.ids = ids
        x = self.model.token_embedding(ids[:, known:])
        x = x + self.model.position_embedding(np.arange(known, ids.shape[1]))
        for block, cache in zip(self.model.layers, self.caches, strict=True):
            x = x + cache.attend(block.self_attn, block.norm1(x))
            x = x + block.feed_forward(block.norm2(x))
        return linear(self.model.norm(x), self.model.token_embedding.weight.data)

    def known_of(self, ids: np.ndarray) -> int:
        """Return how many of the tokens are known: those of the text before where ids continue it, else none."""
        if self.ids is None or len(ids) != len(self.ids) or ids.shape[1] <= self.ids.shape[1]:
            return 0
        length = self.ids.shape[1]
        return length if np.array_equal(ids[:, :length], self.ids) else 0
