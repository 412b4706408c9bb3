"""KVCache: a causal attention that remembers the keys and values of the tokens before."""

import numpy as np

from reference_impl.functional.attention import scaled_dot_product_attention
from reference_impl.functional.heads import merge_heads, split_heads
from reference_impl.functional.masks import causal_mask
from reference_impl.nn.multi_head_attention import MultiHeadAttention


class KVCache:
    """The keys and values of all tokens so far, of one attention: the next token costs only its own.

    A block that writes text has one cache for each of its attentions, and calls ``cache.attend(attention, x)`` with
    the new tokens, where it would call ``attention(x, mask=causal_mask(T))`` with all of them. One by one or several
    at a time: the rows are those of the full pass.

    Attributes ``keys`` and ``values`` are (N, heads, length, D/heads), and None while ``length`` is 0.

    Source: Shazeer (2019), "Fast Transformer Decoding", section 2.4.
    Pitfall: a cache is for writing, not for learning: there is no backward through it.
    """

    def __init__(self) -> None:
        """Start without any token."""
        self.keys: np.ndarray | None = None
        self.values: np.ndarray | None = None

    @property
    def length(self) -> int:
        """Return the number of tokens so far: the position of the next one."""
        return 0 if self.keys is None else self.keys.shape[2]

    def append(self, k: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Take the keys and values of new tokens, (N, heads, T, D/heads); return those of all tokens so far."""
        self.keys = k if self.keys is None else np.concatenate([self.keys, k], axis=2)
        self.values = v if self.values is None else np.concatenate([self.values, v], axis=2)
        return self.keys, self.values

    def attend(self, attention: MultiHeadAttention, x: np.ndarray) -> np.ndarray:
        """Let new tokens x (N, T, D) attend to themselves and to all before, causally; return (N, T, D)."""
        q = split_heads(attention.q_proj(x), attention.heads)
        k = split_heads(attention.k_proj(x), attention.heads)
        v = split_heads(attention.v_proj(x), attention.heads)
        before = self.length
        keys, values = self.append(k, v)
        output, _ = scaled_dot_product_attention(q, keys, values, causal_mask(self.length)[before:])
        return attention.out_proj(merge_heads(output))
