"""EncoderBlock: the Transformer block once more, and no backward anywhere."""

from typing import Any

import numpy as np

from reference_impl.autograd.layers import LayerNorm, Linear
from reference_impl.autograd.module import Module
from reference_impl.autograd.operations import gelu, merge_heads, scaled_dot_product_attention, split_heads
from reference_impl.autograd.tensor import Tensor


class MultiHeadAttention(Module):
    """Attention of a sequence to itself, in several heads.

    Args:
        d_model: numbers in each row of input and output, D.
        heads: number of heads, a divisor of D.
        rng: source of randomness for the first weights.
    """

    def __init__(self, d_model: int, heads: int, rng: np.random.Generator) -> None:
        """Draw the four projections."""
        self.heads = heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (Linear(d_model, d_model, rng) for _ in range(4))

    def forward(self, x: Any, mask: np.ndarray | None = None) -> Tensor:
        """Let each row of x (N, T, D) attend to the others."""
        q, k, v = (split_heads(project(x), self.heads) for project in (self.q_proj, self.k_proj, self.v_proj))
        output, _ = scaled_dot_product_attention(q, k, v, mask)
        return self.out_proj(merge_heads(output))


class FeedForward(Module):
    """Two linear layers with a GELU between them.

    Args:
        d_model: numbers in each row of input and output, D.
        d_ff: numbers in each row between.
        rng: source of randomness for the first weights.
    """

    def __init__(self, d_model: int, d_ff: int, rng: np.random.Generator) -> None:
        """Draw the two layers."""
        self.linear1, self.linear2 = Linear(d_model, d_ff, rng), Linear(d_ff, d_model, rng)

    def forward(self, x: Any) -> Tensor:
        """Map x (..., D) to (..., D)."""
        return self.linear2(gelu(self.linear1(x)))


class EncoderBlock(Module):
    """The block that Transformers are stacked from; its state dict and its numbers are those of the hand-written one.

    pre:   y = x + self_attn(norm1(x)),  output = y + feed_forward(norm2(y))
    post:  y = norm1(x + self_attn(x)),  output = norm2(y + feed_forward(y))

    Args:
        d_model: numbers in each row of input and output, D.
        heads: number of attention heads, a divisor of D.
        d_ff: numbers in each row inside the feed-forward.
        rng: source of randomness for the first weights.
        norm: where the norms stand, ``"pre"`` or ``"post"``.

    Raises:
        ValueError: ``norm`` is neither.
    """

    def __init__(self, d_model: int, heads: int, d_ff: int, rng: np.random.Generator, norm: str = "pre") -> None:
        """Make attention, feed-forward and the two norms."""
        if norm not in ("pre", "post"):
            raise ValueError(f'norm is "pre" or "post", not {norm!r}')
        self.norm = norm
        self.self_attn, self.feed_forward = MultiHeadAttention(d_model, heads, rng), FeedForward(d_model, d_ff, rng)
        self.norm1, self.norm2 = LayerNorm(d_model), LayerNorm(d_model)

    def forward(self, x: Any, mask: np.ndarray | None = None) -> Tensor:
        """Map x (N, T, D) to (N, T, D). ``mask`` is boolean and broadcasts against (N, heads, T, T)."""
        if self.norm == "pre":
            x = x + self.self_attn(self.norm1(x), mask)
            return x + self.feed_forward(self.norm2(x))
        x = self.norm1(x + self.self_attn(x, mask))
        return self.norm2(x + self.feed_forward(x))
