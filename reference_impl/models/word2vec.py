"""word2vec: words become vectors by guessing their neighbours, or by being guessed from them."""

import numpy as np

from reference_impl.functional.cbow_loss import cbow_loss, cbow_loss_backward
from reference_impl.functional.embedding import embedding, embedding_backward
from reference_impl.functional.skipgram_loss import skipgram_loss, skipgram_loss_backward
from reference_impl.functional.skipgram_pairs import skipgram_pairs
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]
RowGradients = list[tuple[Parameter, np.ndarray, np.ndarray]]  # a table, ids of rows, and the gradient of each row


class Word2Vec(Module):
    """Two tables of vectors, one for words that are given and one for words that are guessed.

    The answer is told from words drawn at random: negative sampling. A subclass says what is given and what is guessed
    (``examples``) and how vectors become a loss (``loss`` and ``loss_backward``).

    Args:
        vocab_size: V, how many words there are.
        dim: D, the width of a vector.
        rng: source of randomness for the first table; the second one starts at zero, as in word2vec.c.

    Attributes ``in_vectors`` (V, D), in which meaning collects, and ``out_vectors`` (V, D) are float32 parameters.

    Source: Mikolov et al. (2013), "Distributed Representations of Words and Phrases and their Compositionality".
    """

    def __init__(self, vocab_size: int, dim: int, rng: np.random.Generator) -> None:
        """Draw the first table; nothing is known of the second."""
        self.in_vectors = Parameter(rng.uniform(-0.5 / dim, 0.5 / dim, (vocab_size, dim)).astype(np.float32))
        self.out_vectors = Parameter(np.zeros((vocab_size, dim), np.float32))

    def examples(self, words: np.ndarray, window: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Take examples from a text (T,): what is given, (M, ...), and the word to be guessed, (M,)."""
        raise NotImplementedError(f"{type(self).__name__} has no examples")

    def loss(self, given: np.ndarray, answer: np.ndarray, negatives: np.ndarray) -> np.floating:
        """Compute the loss of vectors."""
        raise NotImplementedError(f"{type(self).__name__} has no loss")

    def loss_backward(self, given: np.ndarray, answer: np.ndarray, negatives: np.ndarray) -> Gradients:
        """Compute the gradients of the vectors."""
        raise NotImplementedError(f"{type(self).__name__} has no loss_backward")

    def forward(self, given: np.ndarray, answers: np.ndarray, negatives: np.ndarray) -> np.floating:
        """Compute the loss of ids: what is given (N, ...), answers (N,) and wrong answers (N, K)."""
        self.ids = given, answers, negatives
        self.vectors = (
            embedding(given, self.in_vectors.data),
            embedding(answers, self.out_vectors.data),
            embedding(negatives, self.out_vectors.data),
        )
        return self.loss(*self.vectors)

    def row_gradients(self) -> RowGradients:
        """Return the gradient of the last loss with respect to each row looked up; a row may come many times."""
        tables = self.in_vectors, self.out_vectors, self.out_vectors
        return list(zip(tables, self.ids, self.loss_backward(*self.vectors), strict=True))

    def backward(self) -> None:
        """Add the gradient of the last loss to those of the tables, in which nearly all rows stay as they are."""
        for table, ids, grads in self.row_gradients():
            table.grad += embedding_backward(grads, ids, len(table.data))


class SkipGram(Word2Vec):
    """Given a word, guess each of its neighbours.

    Args:
        vocab_size: V, how many words there are.
        dim: D, the width of a vector.
        rng: source of randomness for the first vectors.

    Source: Mikolov et al. (2013), "Efficient Estimation of Word Representations in Vector Space", section 3.2.
    """

    def examples(self, words: np.ndarray, window: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return centers (M,) and contexts (M,); the nearer a neighbour, the more often it is taken."""
        places = skipgram_pairs(np.arange(len(words)), window)
        distances = np.abs(places[:, 0] - places[:, 1])
        taken = places[rng.integers(window, size=len(places)) >= distances - 1]
        return words[taken[:, 0]], words[taken[:, 1]]

    def loss(self, given: np.ndarray, answer: np.ndarray, negatives: np.ndarray) -> np.floating:
        """Compute the loss of vectors of centers (N, D), contexts (N, D) and negatives (N, K, D)."""
        return skipgram_loss(given, answer, negatives)

    def loss_backward(self, given: np.ndarray, answer: np.ndarray, negatives: np.ndarray) -> Gradients:
        """Compute the gradients of the three."""
        return skipgram_loss_backward(given, answer, negatives)


class CBOW(Word2Vec):
    """Given the words around, guess the one in the middle: the continuous bag of words.

    Args:
        vocab_size: V, how many words there are.
        dim: D, the width of a vector.
        rng: source of randomness for the first vectors.

    Source: Mikolov et al. (2013), "Efficient Estimation of Word Representations in Vector Space", section 3.1.
    """

    def examples(self, words: np.ndarray, window: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return contexts (M, W) and the words in their middle (M,); how far W reaches is drawn for each text."""
        reach = int(rng.integers(1, window + 1))
        if len(words) <= 2 * reach:
            return np.empty((0, 2 * reach), words.dtype), words[:0]
        windows = np.lib.stride_tricks.sliding_window_view(words, 2 * reach + 1)
        return np.delete(windows, reach, axis=1), windows[:, reach]

    def loss(self, given: np.ndarray, answer: np.ndarray, negatives: np.ndarray) -> np.floating:
        """Compute the loss of vectors of contexts (N, W, D), targets (N, D) and negatives (N, K, D)."""
        return cbow_loss(given, answer, negatives)

    def loss_backward(self, given: np.ndarray, answer: np.ndarray, negatives: np.ndarray) -> Gradients:
        """Compute the gradients of the three."""
        return cbow_loss_backward(given, answer, negatives)
