"""GPT2Tokenizer: byte-pair encoding with the merges and the ids that GPT-2 was trained with."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from reference_impl.text.bpe_tokenizer import BPETokenizer


class GPT2Tokenizer(BPETokenizer):
    """A BPETokenizer whose ids are those of a vocabulary, as GPT-2's.

    Args:
        merges: pairs of tokens, in the order in which they were learned.
        vocab: id to bytes; tokens that no merge makes are special ones, such as <|endoftext|>.

    Attributes: ``special``, the ids of the special tokens.

    Source: Radford et al. (2019), "Language Models are Unsupervised Multitask Learners"; the files ``encoder.json``
    and ``vocab.bpe`` of its release.
    Pitfall: a text from outside may say "<|endoftext|>": only ``special=True`` lets it mean the end of a text.
    """

    def __init__(self, merges: Sequence[tuple[bytes, bytes]], vocab: Mapping[int, bytes]) -> None:
        """Take the ids from the vocabulary."""
        super().__init__(merges)
        ordinary = set(self.ids)
        self.vocab = dict(vocab)
        self.ids = {token: i for i, token in self.vocab.items()}
        if missing := ordinary - set(self.ids):
            raise ValueError(f"the vocabulary lacks {len(missing)} tokens of the merges, as {min(missing)!r}")
        self.special = {token.decode(): i for token, i in self.ids.items() if token not in ordinary}

    @classmethod
    def from_files(cls, encoder_json: str | Path, vocab_bpe: str | Path) -> "GPT2Tokenizer":
        """Read GPT-2's two files: the ids, and below a line with the version, one merge a line.

        Raises:
            ValueError: the files are not GPT-2's, or do not belong together.
        """
        byte_of = {character: byte for byte, character in printable_bytes().items()}
        try:
            ids = json.loads(Path(encoder_json).read_text(encoding="utf-8"))
            lines = Path(vocab_bpe).read_text(encoding="utf-8").split("\n")[1:]
            spelt = [line.split(" ") for line in lines if line]
            merges = [(as_bytes(first, byte_of), as_bytes(second, byte_of)) for first, second in spelt]
            vocab = {i: as_bytes(token, byte_of) for token, i in ids.items()}
        except (AttributeError, KeyError, ValueError) as error:
            raise ValueError(f"{encoder_json} and {vocab_bpe} are no GPT-2 vocabulary: {error!r}") from error
        return cls(merges, vocab)

    def encode(self, text: str, special: bool = False) -> list[int]:
        """Return the ids of a text's tokens; ``special`` lets the special tokens in it stand for themselves."""
        if not special or not self.special:
            return super().encode(text)
        ids: list[int] = []
        for part in re.split(f"({'|'.join(map(re.escape, self.special))})", text):
            ids += [self.special[part]] if part in self.special else super().encode(part)
        return ids


def printable_bytes() -> dict[int, str]:
    """Return the character that spells each byte in GPT-2's files: its own where it can be printed, else one past 255.

    The space is spelt Ġ, the end of a line Ċ.
    """
    own = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in own]
    return {byte: chr(byte) for byte in own} | {byte: chr(256 + i) for i, byte in enumerate(others)}


def as_bytes(token: str, byte_of: Mapping[str, int]) -> bytes:
    """Return the bytes of a token as GPT-2's files spell it."""
    return bytes(byte_of[character] for character in token)
