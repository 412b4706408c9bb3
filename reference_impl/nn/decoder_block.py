"""DecoderBlock: a causal block that also looks at what an encoder has read."""

import numpy as np

from reference_impl.functional.masks import causal_mask
from reference_impl.nn.feed_forward import FeedForward
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.module import Module
from reference_impl.nn.multi_head_attention import MultiHeadAttention


class DecoderBlock(Module):
    """Causal self-attention, attention to the encoder's output, feed-forward; each with a norm and a road around it.

    pre:   y = x + self_attn(norm1(x)),  z = y + cross_attn(norm2(y), memory),  output = z + feed_forward(norm3(z))
    post:  y = norm1(x + self_attn(x)),  z = norm2(y + cross_attn(y, memory)),  output = norm3(z + feed_forward(z))

    Args:
        d_model: numbers in each row of input, memory and output, D.
        heads: number of attention heads, a divisor of D.
        d_ff: numbers in each row inside the feed-forward.
        rng: source of randomness for the first weights.
        norm: where the norms stand, ``"pre"`` or ``"post"``.

    Attributes ``self_attn``, ``cross_attn``, ``feed_forward``, ``norm1``, ``norm2`` and ``norm3``.

    Raises:
        ValueError: ``norm`` is neither, or D is no multiple of ``heads``.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.1.
    Pitfall: queries come from the decoder, keys and values from the memory, which is never normalised here.
    """

    def __init__(self, d_model: int, heads: int, d_ff: int, rng: np.random.Generator, norm: str = "pre") -> None:
        """Make the two attentions, the feed-forward and the three norms."""
        if norm not in ("pre", "post"):
            raise ValueError(f'norm is "pre" or "post", not {norm!r}')
        self.norm = norm
        self.self_attn = MultiHeadAttention(d_model, heads, rng)
        self.cross_attn = MultiHeadAttention(d_model, heads, rng)
        self.feed_forward = FeedForward(d_model, d_ff, rng)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
        self.norm3 = LayerNorm(d_model)

    def forward(
        self,
        x: np.ndarray,
        memory: np.ndarray,
        mask: np.ndarray | None = None,
        memory_mask: np.ndarray | None = None,
    ) -> np.ndarray:
        """Map x (N, T, D) and memory (N, S, D) to (N, T, D).

        ``mask``, against (N, heads, T, T), narrows the causal mask; ``memory_mask``, against (N, heads, T, S), says
        which rows of the memory count.
        """
        causal = causal_mask(x.shape[1])
        mask = causal if mask is None else causal & mask
        if self.norm == "pre":
            x = x + self.self_attn(self.norm1(x), mask=mask)
            x = x + self.cross_attn(self.norm2(x), memory, mask=memory_mask)
            return x + self.feed_forward(self.norm3(x))
        x = self.norm1(x + self.self_attn(x, mask=mask))
        x = self.norm2(x + self.cross_attn(x, memory, mask=memory_mask))
        return self.norm3(x + self.feed_forward(x))

    def backward(self, grad_output: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add to all gradients of the block; return those of x (N, T, D) and of memory (N, S, D)."""
        if self.norm == "pre":
            grad = grad_output + self.norm3.backward(self.feed_forward.backward(grad_output))
            grad_query, grad_memory = self.cross_attn.backward(grad)
            grad = grad + self.norm2.backward(grad_query)
            return grad + self.norm1.backward(self.self_attn.backward(grad)), grad_memory
        grad = self.norm3.backward(grad_output)
        grad = self.norm2.backward(grad + self.feed_forward.backward(grad))
        grad_query, grad_memory = self.cross_attn.backward(grad)
        grad = self.norm1.backward(grad + grad_query)
        return grad + self.self_attn.backward(grad), grad_memory
