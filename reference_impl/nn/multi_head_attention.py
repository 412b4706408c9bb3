"""MultiHeadAttention: several attentions side by side, each on its own share of the features."""

from typing import Any

import numpy as np

from reference_impl.functional.attention import scaled_dot_product_attention, scaled_dot_product_attention_backward
from reference_impl.functional.heads import merge_heads, split_heads
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module


class MultiHeadAttention(Module):
    """Attention in several heads: project, attend in each head, put the heads side by side, project.

    head_h = attention(query @ Wq_h.T, key @ Wk_h.T, value @ Wv_h.T),  output = concat(head_1, head_2, ...) @ Wo.T
    (all four with a bias)

    Args:
        d_model: numbers in each row of input and output, D.
        heads: number of heads, a divisor of D.
        rng: source of randomness for the first weights.

    Attributes ``q_proj``, ``k_proj``, ``v_proj`` and ``out_proj`` are ``Linear(D, D)``; after a forward, ``weights``
    (N, heads, T, S) are the attention weights.

    Raises:
        ValueError: ``d_model`` is no multiple of ``heads``.

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3.2.2.
    Pitfall: in self-attention one array is query, key and value; its gradient is the sum of three.
    """

    def __init__(self, d_model: int, heads: int, rng: np.random.Generator) -> None:
        """Draw the four projections."""
        if d_model % heads:
            raise ValueError(f"{d_model} features cannot be cut into {heads} heads; choose a divisor of {d_model}")
        self.heads = heads
        self.q_proj = Linear(d_model, d_model, rng)
        self.k_proj = Linear(d_model, d_model, rng)
        self.v_proj = Linear(d_model, d_model, rng)
        self.out_proj = Linear(d_model, d_model, rng)

    def forward(
        self,
        query: np.ndarray,
        key: np.ndarray | None = None,
        value: np.ndarray | None = None,
        mask: np.ndarray | None = None,
    ) -> np.ndarray:
        """Let each row of query (N, T, D) attend to the rows of key and value, (N, S, D); return (N, T, D).

        Without ``value`` it is the key, without ``key`` it is the query. ``mask`` is boolean and broadcasts against
        (N, heads, T, S), True = may be attended to.
        """
        self.key_given, self.value_given = key is not None, value is not None
        key = query if key is None else key
        value = key if value is None else value
        self.q = split_heads(self.q_proj(query), self.heads)
        self.k = split_heads(self.k_proj(key), self.heads)
        self.v = split_heads(self.v_proj(value), self.heads)
        output, self.weights = scaled_dot_product_attention(self.q, self.k, self.v, mask)
        return self.out_proj(merge_heads(output))

    def backward(self, grad_output: np.ndarray) -> "Any":
        """Add to all gradients of the projections; return those of the arrays that forward was given, in order.

        A lone array where only ``query`` was given, else a tuple.
        """
        grad_heads = split_heads(self.out_proj.backward(grad_output), self.heads)
        grad_q, grad_k, grad_v = scaled_dot_product_attention_backward(grad_heads, self.q, self.k, self.v, self.weights)
        grad_query = self.q_proj.backward(merge_heads(grad_q))
        grad_key = self.k_proj.backward(merge_heads(grad_k))
        grad_value = self.v_proj.backward(merge_heads(grad_v))
        if not self.value_given:
            grad_key = grad_key + grad_value
        if not self.key_given:
            grad_query = grad_query + grad_key
        given = [grad_query] + [grad_key] * self.key_given + [grad_value] * self.value_given
        return tuple(given) if len(given) > 1 else grad_query
