"""WordPiece: a word becomes the longest pieces that the vocabulary has."""

from collections.abc import Mapping


def wordpiece(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Cut a word from left to right, each time taking the longest piece there is.

    "unaffable" becomes "una", "##ffa", "##ble": all pieces but the first are spelt with ## before them.

    Args:
        word: a word, without white space.
        vocabulary: the pieces and their ids.

    Returns:
        The pieces, or ["[UNK]"] where the word cannot be cut up whole; none for the empty word.

    Source: Wu et al. (2016), "Google's Neural Machine Translation System", section 4.1; BERT's.
    Pitfall: where the end does not match, nothing of the word stays: one [UNK] stands for all of it.
    """
    pieces: list[str] = []
    start = 0
    while start < len(word):
        prefix = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if prefix + word[start:end] in vocabulary), None)
        if end is None:
            return ["[UNK]"]
        pieces.append(prefix + word[start:end])
        start = end
    return pieces
