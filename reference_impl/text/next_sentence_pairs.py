"""Next-sentence pairs: BERT's second exercise, whether one sentence follows another."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

Sentence = TypeVar("Sentence")


def next_sentence_pairs(
    documents: "Sequence[Sequence[Sentence]]", rng: np.random.Generator
) -> "list[tuple[Sentence, Sentence, int]]":
    """Pair each sentence with the one that follows it, or as often with one of another document.

    Args:
        documents: each one its sentences in order; a sentence may be anything: a text, a list of tokens.
        rng: source of randomness.

    Returns:
        Triples (first, second, label), one for each sentence but the last of every document. Label 0: second follows
        first; 1: it is any sentence of any other document. Either comes with probability 1/2.

    Raises:
        ValueError: fewer than two documents have sentences.

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 3.1.
    Pitfall: a random sentence of the same document may be the next one, with the wrong label.
    """
    documents = [document for document in documents if len(document)]
    if len(documents) < 2:
        raise ValueError(f"wrong pairs need a second document with sentences, and here {len(documents)} has any")
    pairs = []
    for number, document in enumerate(documents):
        for first, second in pairwise(document):
            label = int(rng.integers(2))
            if label == 1:
                skip = 1 + int(rng.integers(len(documents) - 1))
                other = documents[(number + skip) % len(documents)]
                second = other[int(rng.integers(len(other)))]
            pairs.append((first, second, label))
    return pairs
