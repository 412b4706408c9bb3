"""EncoderBlock: attention, then feed-forward, each with a norm and a road around it."""

import numpy as np

from reference_impl.nn.feed_forward import FeedForward
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.module import Module
from reference_impl.nn.multi_head_attention import MultiHeadAttention


class EncoderBlock(Module):
    """The block that Transformers are stacked from: BERT's as it is, GPT's under a causal mask.

    pre:   y = x + self_attn(norm1(x)),  output = y + feed_forward(norm2(y))
    post:  y = norm1(x + self_attn(x)),  output = norm2(y + feed_forward(y))

    Args:
        d_model: numbers in each row of input and output, D.
        heads: number of attention heads, a divisor of D.
        d_ff: numbers in each row inside the feed-forward.
        rng: source of randomness for the first weights.
        norm: where the norms stand, ``"pre"`` or ``"post"``.

    Attributes ``self_attn``, ``feed_forward``, ``norm1`` and ``norm2``.

    Raises:
        ValueError: ``norm`` is neither, or D is no multiple of ``heads``.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.1 (post); Xiong et al. (2020), "On Layer
    Normalization in the Transformer Architecture" (pre).
    Pitfall: the gradient meets the second half of the block first.
    """

    def __init__(self, d_model: int, heads: int, d_ff: int, rng: np.random.Generator, norm: str = "pre") -> None:
        """Make attention, feed-forward and the two norms."""
        if norm not in ("pre", "post"):
            raise ValueError(f'norm is "pre" or "post", not {norm!r}')
        self.norm = norm
        self.self_attn = MultiHeadAttention(d_model, heads, rng)
        self.feed_forward = FeedForward(d_model, d_ff, rng)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
        """Map x (N, T, D) to (N, T, D). ``mask`` is boolean and broadcasts against (N, heads, T, T)."""
        if self.norm == "pre":
            x = x + self.self_attn(self.norm1(x), mask=mask)
            return x + self.feed_forward(self.norm2(x))
        x = self.norm1(x + self.self_attn(x, mask=mask))
        return self.norm2(x + self.feed_forward(x))

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Add to all gradients of the block; return that of the input, (N, T, D)."""
        if self.norm == "pre":
            grad = grad_output + self.norm2.backward(self.feed_forward.backward(grad_output))
            return grad + self.norm1.backward(self.self_attn.backward(grad))
        grad = self.norm2.backward(grad_output)
        grad = self.norm1.backward(grad + self.feed_forward.backward(grad))
        return grad + self.self_attn.backward(grad)
