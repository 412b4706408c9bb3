"""Training word2vec: plain gradient descent on the few rows that a piece of text touches."""

import numpy as np

from reference_impl.functional.embedding import embedding_backward
from reference_impl.functional.word_frequency import negative_sampling_distribution, subsample_probability
from reference_impl.models.word2vec import Word2Vec


def train_word2vec(
    model: Word2Vec,
    ids: np.ndarray,
    rng: np.random.Generator,
    window: int = 5,
    negatives: int = 5,
    epochs: int = 1,
    lr: float = 0.025,
    threshold: float = 1e-4,
    words_per_step: int = 200,
) -> list[float]:
    """Go through a text piece by piece, and step down the sum of the losses of each piece's examples.

    row = row - lr * (1 - share of the training done) * sum of the row's gradients, for the rows of each piece

    Args:
        model: a skip-gram or CBOW model; its tables are changed in place.
        ids: the text, (T,).
        rng: source of randomness for subsampling, windows and negatives.
        window: how far a neighbour may be, on either side.
        negatives: K, how many words are drawn against each true one; 0 for a model with a tree, which takes none.
        epochs: how often to go through the text.
        lr: the learning rate at first; it falls in a line to almost nothing. CBOW wants about five times as much as
            skip-gram: its neighbours share one gradient.
        threshold: the frequency above which occurrences are left out at random.
        words_per_step: how many words a piece has; neighbours are not sought beyond it.

    Returns:
        The mean loss of each step's examples.

    Pitfall: in a long piece a frequent word collects many gradients at once; see ``descend``.
    """
    counts = np.bincount(ids, minlength=len(model.in_vectors.data))
    keep, noise = subsample_probability(counts, threshold), negative_sampling_distribution(counts)
    losses = []
    for epoch in range(epochs):
        text = ids[rng.random(len(ids)) < keep[ids]]
        for start in range(0, len(text), words_per_step):
            given, answers = model.examples(text[start : start + words_per_step], window, rng)
            if len(answers) == 0:
                continue
            drawn = [draw_negatives(noise, answers, negatives, rng)] if negatives else []
            losses.append(float(model(given, answers, *drawn)))
            done = (epoch + start / len(text)) / epochs
            for table, rows, grads in model.row_gradients():
                descend(table.data, rows, len(answers) * grads, lr * (1 - done))
    return losses


def draw_negatives(
    distribution: np.ndarray, answers: np.ndarray, number: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw words against each answer, by a distribution from which the answer itself is taken out.

    Args:
        distribution: the probability of each word, (V,).
        answers: ids of the true words, (N,).
        number: K, how many to draw against each.
        rng: source of randomness.

    Returns:
        Ids, (N, K), none the answer of its row.

    Raises:
        ValueError: where there is no other word to draw.
    """
    if np.count_nonzero(distribution) < 2:
        raise ValueError("there is no wrong word to draw: at least two words must have a count above zero")
    upper = np.cumsum(distribution)
    own = distribution[answers, None]
    points = rng.random((len(answers), number)) * (upper[-1] - own)
    points += own * (points >= upper[answers, None] - own)  # jump over the answer's own piece of the line
    return np.searchsorted(upper, points, side="right")


def descend(table: np.ndarray, ids: np.ndarray, grads: np.ndarray, lr: float) -> None:
    """Step down with the rows that have gradients, in place; a row that comes n times collects n of them.

    row = row - min(lr, 1 / n) * sum of its gradients

    Args:
        table: the rows, (V, D).
        ids: whose gradients are given, (...).
        grads: the gradient of a row each, (..., D).
        lr: the learning rate.

    Pitfall: all n gradients were taken at one place. Once the row had moved, the later ones would have been smaller;
    so a row never steps further than its mean gradient: that is the 1 / n.
    """
    rows, places, counts = np.unique(ids, return_inverse=True, return_counts=True)
    rates = np.minimum(lr, 1 / counts).astype(table.dtype)
    table[rows] -= rates[:, None] * embedding_backward(grads, places, len(rows))
