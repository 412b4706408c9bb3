"""WideAttention: every head sees all features at full width."""

import numpy as np

from reference_impl.nn.linear import Linear
from reference_impl.nn.multi_head_attention import MultiHeadAttention


class WideAttention(MultiHeadAttention):
    """Attention in heads that do not share the features but have the full width each.

    head_h = attention(query @ Wq_h.T, key @ Wk_h.T, value @ Wv_h.T), all (N, T, D),
    output = concat(head_1, head_2, ...) @ Wo.T

    Args:
        d_model: numbers in each row of input and output, and in each head, D.
        heads: number of heads, any.
        rng: source of randomness for the first weights.

    Attributes ``q_proj``, ``k_proj`` and ``v_proj`` are ``Linear(D, heads * D)``, ``out_proj`` is
    ``Linear(heads * D, D)``; all else is as in ``MultiHeadAttention``.

    Pitfall: scores are divided by the square root of the width of a head, which here is D.
    """

    def __init__(self, d_model: int, heads: int, rng: np.random.Generator) -> None:
        """Draw the four projections."""
        self.heads = heads
        self.q_proj = Linear(d_model, heads * d_model, rng)
        self.k_proj = Linear(d_model, heads * d_model, rng)
        self.v_proj = Linear(d_model, heads * d_model, rng)
        self.out_proj = Linear(heads * d_model, d_model, rng)
