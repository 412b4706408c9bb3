"""Cosine similarity: how much two vectors point the same way, whatever their lengths."""

import numpy as np


def cosine_similarity(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Compute the cosine of the angle between every row of a and every row of b.

    output_nm = a_n . b_m / (|a_n| |b_m|), and 0 where either is the zero vector

    Args:
        a: vectors, (N, D).
        b: vectors, (M, D).

    Returns:
        Similarities from -1 to 1, (N, M).

    Pitfall: a zero vector has no direction; 0 / 0 would make NaN of it.
    """
    lengths_a = np.linalg.norm(a, axis=1, keepdims=True)
    lengths_b = np.linalg.norm(b, axis=1, keepdims=True)
    return (a / np.where(lengths_a > 0, lengths_a, 1)) @ (b / np.where(lengths_b > 0, lengths_b, 1)).T


def analogy(a: int, b: int, c: int, vectors: np.ndarray) -> int:
    """Answer "a is to b as c is to …": the word nearest to b - a + c.

    output = argmax_v cosine(vectors_v, vectors_b - vectors_a + vectors_c), over all v but a, b and c

    Args:
        a: id of the first word.
        b: id of the second word.
        c: id of the third word.
        vectors: one row for each word, (V, D), taken as they are.

    Returns:
        The id of the nearest word, a Python int.

    Source: Mikolov et al. (2013), "Linguistic Regularities in Continuous Space Word Representations", section 4.
    Pitfall: b and c are nearly always the nearest themselves: the three are excluded.
    """
    wanted = vectors[b] - vectors[a] + vectors[c]
    similarities = cosine_similarity(wanted[None], vectors)[0]
    similarities[[a, b, c]] = -np.inf
    return int(similarities.argmax())
