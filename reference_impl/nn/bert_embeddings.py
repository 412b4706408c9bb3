"""BertEmbeddings: what a token is, where it stands and which sentence it belongs to."""

import numpy as np

from reference_impl.nn.embedding import Embedding
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.module import Module


class BertEmbeddings(Module):
    """The sum of three embeddings, normalised: the first layer of BERT.

    output_nt = norm(word_embeddings[id_nt] + position_embeddings[t] + token_type_embeddings[segment_nt])

    Args:
        vocab_size: number of token ids.
        d_model: numbers in each row of the output, D.
        rng: source of randomness for the first rows.
        max_positions: length of the longest sequence.
        segments: number of segment ids; BERT tells the first sentence from the second.
        eps: that of the layer norm.

    Attributes ``word_embeddings``, ``position_embeddings``, ``token_type_embeddings`` and ``norm``.

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 3.
    Pitfall: a position's row is the same in every sequence of the batch, and collects a gradient from each.
    """

    def __init__(
        self,
        vocab_size: int,
        d_model: int,
        rng: np.random.Generator,
        max_positions: int = 512,
        segments: int = 2,
        eps: float = 1e-12,
    ) -> None:
        """Draw the three tables."""
        self.word_embeddings = Embedding(vocab_size, d_model, rng)
        self.position_embeddings = Embedding(max_positions, d_model, rng)
        self.token_type_embeddings = Embedding(segments, d_model, rng)
        self.norm = LayerNorm(d_model, eps)

    def forward(self, ids: np.ndarray, segments: np.ndarray | None = None) -> np.ndarray:
        """Map token ids (N, T), and segment ids (N, T), zeros unless given, to rows (N, T, D)."""
        length, longest = ids.shape[1], len(self.position_embeddings.weight.data)
        if length > longest:
            raise ValueError(f"a sequence of {length} tokens is too long for {longest} positions; cut it")
        words = self.word_embeddings(ids)
        positions = self.position_embeddings(np.arange(length))
        types = self.token_type_embeddings(np.zeros_like(ids) if segments is None else segments)
        return self.norm(words + positions + types)

    def backward(self, grad_output: np.ndarray) -> None:
        """Add to the gradients of norm and tables; ids have none."""
        grad = self.norm.backward(grad_output)
        self.word_embeddings.backward(grad)
        self.position_embeddings.backward(grad.sum(axis=0))
        self.token_type_embeddings.backward(grad)
