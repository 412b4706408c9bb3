"""WordPieceTokenizer: BERT's, words and marks first, then pieces of words."""

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from reference_impl.text.wordpiece import wordpiece

CHINESE = (  # Unicode's blocks of unified and compatibility ideographs
    range(0x4E00, 0xA000),
    range(0x3400, 0x4DC0),
    range(0x20000, 0x2A6E0),
    range(0x2A700, 0x2B740),
    range(0x2B740, 0x2B820),
    range(0x2B820, 0x2CEB0),
    range(0xF900, 0xFB00),
    range(0x2F800, 0x2FA20),
)


class WordPieceTokenizer:
    """Cuts a text as BERT does: into words and single marks, and these into pieces of a vocabulary.

    Control characters vanish, white space separates, every Chinese character is a word, and so is every punctuation
    mark. With ``lower``, letters become small and lose their accents.

    Args:
        vocabulary: the pieces and their ids, [UNK] among them.
        lower: whether the vocabulary is one of lower case, without accents.

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", and its ``tokenization.py``.
    Pitfall: BERT calls every ASCII sign that is no letter, number or space a punctuation mark, "$" and "^" too.
    """

    special = ("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]")
    longest_word = 100

    def __init__(self, vocabulary: Mapping[str, int], lower: bool = True) -> None:
        """Keep the vocabulary, in both directions."""
        self.vocabulary = dict(vocabulary)
        self.lower = lower
        self.tokens = {i: token for token, i in self.vocabulary.items()}

    @classmethod
    def from_file(cls, path: str | Path, lower: bool = True) -> "WordPieceTokenizer":
        """Read BERT's ``vocab.txt``: one piece a line, its id the number of the line."""
        pieces = Path(path).read_text(encoding="utf-8").rstrip("\n").split("\n")
        return cls({piece: i for i, piece in enumerate(pieces)}, lower)

    def tokenize(self, text: str) -> list[str]:
        """Return the pieces of a text; special tokens in it, such as [MASK], stay whole."""
        special = [token for token in self.special if token in self.vocabulary]
        parts = re.split(f"({'|'.join(map(re.escape, special))})", text) if special else [text]
        return [piece for part in parts for piece in ([part] if part in special else self.cut(part))]

    def cut(self, text: str) -> list[str]:
        """Return the pieces of a text without special tokens."""
        words = basic_words(text, self.lower)
        return [piece for word in words for piece in self.pieces(word)]

    def pieces(self, word: str) -> list[str]:
        """Return the pieces of a word; very long ones are not tried."""
        return wordpiece(word, self.vocabulary) if len(word) <= self.longest_word else ["[UNK]"]

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text's pieces, without [CLS] and [SEP]."""
        return [self.vocabulary[piece] for piece in self.tokenize(text)]

    def decode(self, ids: Iterable[int]) -> str:
        """Return the pieces of ids, joined: words apart, continuations to their words."""
        return " ".join(self.tokens[i] for i in ids).replace(" ##", "")


def basic_words(text: str, lower: bool) -> list[str]:
    """Return the words and the single marks of a text: BERT's first cut."""
    text = "".join(map(cleaned, text))
    if lower:
        text = "".join(filter(is_no_accent, unicodedata.normalize("NFD", text.lower())))
    return "".join(f" {character} " if is_punctuation(character) else character for character in text).split()


@cache
def cleaned(character: str) -> str:
    """Return a character as BERT reads it: white space as a space, controls not at all, Chinese set apart."""
    category = unicodedata.category(character)
    if character in "\t\n\r" or category == "Zs":
        return " "
    if character == "\ufffd" or category in ("Cc", "Cf"):
        return ""
    return f" {character} " if any(ord(character) in block for block in CHINESE) else character


@cache
def is_no_accent(character: str) -> bool:
    """Say whether a character is more than a mark upon another."""
    return unicodedata.category(character) != "Mn"


@cache
def is_punctuation(character: str) -> bool:
    """Say whether BERT takes a character for punctuation."""
    return unicodedata.category(character).startswith("P") or character in string.punctuation
