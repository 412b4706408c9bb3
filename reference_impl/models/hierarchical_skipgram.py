"""Skip-gram with a tree for its output: no words drawn at random, but log V questions."""

import numpy as np

from reference_impl.functional.embedding import embedding
from reference_impl.functional.hierarchical_softmax_loss import (
    hierarchical_softmax_loss,
    hierarchical_softmax_loss_backward,
)
from reference_impl.models.huffman import huffman_paths
from reference_impl.models.word2vec import RowGradients, SkipGram
from reference_impl.nn.parameter import Parameter


class HierarchicalSkipGram(SkipGram):
    """Given a word, find each of its neighbours by the turns that lead to it in a Huffman tree.

    Args:
        counts: how often each word occurs, (V,): they make the tree.
        dim: D, the width of a vector.
        rng: source of randomness for the first vectors.

    Attributes ``in_vectors`` (V, D), one row a word, and ``out_vectors`` (V - 1, D), one row an inner node of the tree,
    are float32 parameters; ``paths`` has the way to each word.

    Source: Mikolov et al. (2013), "Distributed Representations of Words and Phrases and their Compositionality", 2.1.
    """

    def __init__(self, counts: np.ndarray, dim: int, rng: np.random.Generator) -> None:
        """Draw the words' vectors and build the tree."""
        super().__init__(len(counts), dim, rng)
        self.paths = huffman_paths(counts)
        self.out_vectors = Parameter(np.zeros((len(counts) - 1, dim), np.float32))

    def forward(self, centers: np.ndarray, contexts: np.ndarray) -> np.floating:  # type: ignore[override]
        """Compute the loss of the ids of centers (N,) and of their true contexts (N,)."""
        self.centers, self.contexts = centers, contexts
        self.hidden = embedding(centers, self.in_vectors.data)
        self.nodes = embedding(self.paths.nodes[contexts], self.out_vectors.data)
        return hierarchical_softmax_loss(
            self.hidden, self.nodes, self.paths.codes[contexts], self.paths.mask[contexts]
        )

    def row_gradients(self) -> "RowGradients":
        """Return the gradients of the rows of the centers, and of the nodes on the way to their contexts."""
        mask = self.paths.mask[self.contexts]
        grad_hidden, grad_nodes = hierarchical_softmax_loss_backward(
            self.hidden, self.nodes, self.paths.codes[self.contexts], mask
        )
        return [
            (self.in_vectors, self.centers, grad_hidden),
            (self.out_vectors, self.paths.nodes[self.contexts][mask], grad_nodes[mask]),
        ]

    def log_probs(self, centers: np.ndarray) -> np.ndarray:
        """Compute log p(word | center) of every word for the ids of centers (N,), as (N, V): a distribution."""
        scores = embedding(centers, self.in_vectors.data) @ self.out_vectors.data.T
        turns = np.where(self.paths.codes, 1, -1).astype(scores.dtype) * scores[:, self.paths.nodes]
        return -(np.logaddexp(0, -turns) * self.paths.mask).sum(axis=-1)
