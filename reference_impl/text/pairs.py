"""The two halves of byte-pair encoding: count the neighbours, and glue a pair of them together."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise


def count_pairs(words: Mapping[tuple[bytes, ...], int]) -> dict[tuple[bytes, bytes], int]:
    """Count how often two tokens stand side by side inside words.

    Args:
        words: words, cut into tokens, and how often each occurs.

    Returns:
        Every pair of neighbours and its count, over all words.

    Source: Sennrich, Haddow and Birch (2016), "Neural Machine Translation of Rare Words with Subword Units", section 3.
    Pitfall: a pair counts as often as its word occurs; and words end where they end, no pair spans two.
    """
    pairs: Counter[tuple[bytes, bytes]] = Counter()
    for word, count in words.items():
        for pair in pairwise(word):
            pairs[pair] += count
    return pairs


def merge_pair(words: Mapping[tuple[bytes, ...], int], pair: tuple[bytes, bytes]) -> dict[tuple[bytes, ...], int]:
    """Replace every occurrence of a pair of tokens by the one token they make.

    Args:
        words: words, cut into tokens, and how often each occurs.
        pair: the two neighbours to be merged.

    Returns:
        The words with the pair merged, from left to right, and their counts; words that became equal are added up.

    Source: Sennrich, Haddow and Birch (2016), "Neural Machine Translation of Rare Words with Subword Units", section 3.
    Pitfall: a merged token is used up: in a-a-a the pair a-a occurs once and leaves an a over.
    """
    merged: Counter[tuple[bytes, ...]] = Counter()
    for word, count in words.items():
        tokens: list[bytes] = []
        position = 0
        while position < len(word):
            width = 2 if word[position : position + 2] == pair else 1
            tokens.append(b"".join(word[position : position + width]))
            position += width
        merged[tuple(tokens)] += count
    return merged
