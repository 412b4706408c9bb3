"""The analogy score: how many questions such as "Paris is to France as Berlin is to …" vectors answer."""

import numpy as np

from reference_impl.functional.cosine_similarity import cosine_similarity


def analogy_accuracy(questions: np.ndarray, vectors: np.ndarray, batch_size: int = 500) -> float:
    """Return the share of questions whose fourth word is the answer of ``analogy`` to the first three.

    Args:
        questions: ids of four words each, (Q, 4).
        vectors: one row for each word, (V, D), taken as they are; the usual score is that of rows of length one.
        batch_size: how many questions to answer at a time.

    Returns:
        A Python float from 0 to 1; NaN where there are no questions.
    """
    right = 0
    for start in range(0, len(questions), batch_size):
        a, b, c, answer = questions[start : start + batch_size].T
        similarities = cosine_similarity(vectors[b] - vectors[a] + vectors[c], vectors)
        np.put_along_axis(similarities, np.stack([a, b, c], axis=1), -np.inf, axis=1)
        right += int((similarities.argmax(axis=1) == answer).sum())
    return right / len(questions) if len(questions) else float("nan")
