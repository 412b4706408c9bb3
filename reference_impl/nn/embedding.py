"""Embedding as a module: a table of vectors that learn."""

import numpy as np

from reference_impl.functional.embedding import embedding, embedding_backward
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class Embedding(Module):
    """A table with a row for each id.

    Args:
        num_embeddings: V, how many ids there are.
        dim: D, the width of a row.
        rng: source of randomness for the first rows.
        padding_idx: the id whose row is zero and does not learn, or None.

    The attribute ``weight`` (V, D) is a float32 parameter, drawn from the standard normal distribution, as torch's.

    Pitfall: ids have no gradient: ``backward`` returns None, and an embedding can only come first.
    """

    def __init__(self, num_embeddings: int, dim: int, rng: np.random.Generator, padding_idx: int | None = None) -> None:
        """Draw the rows."""
        self.padding_idx = padding_idx
        self.weight = Parameter(rng.standard_normal((num_embeddings, dim), dtype=np.float32))
        if padding_idx is not None:
            self.weight.data[padding_idx] = 0

    def forward(self, ids: np.ndarray) -> np.ndarray:
        """Look up ids (...) as rows (..., D), and remember the ids."""
        self.ids = ids
        return embedding(ids, self.weight.data)

    def backward(self, grad_output: np.ndarray) -> None:
        """Add to the gradient of the rows that were looked up."""
        self.weight.grad += embedding_backward(grad_output, self.ids, len(self.weight.data), self.padding_idx)
