"""BPETokenizer: what often stands side by side becomes one token."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reference_impl.text.gpt2_pieces import gpt2_pieces
from reference_impl.text.pairs import count_pairs, merge_pair


class BPETokenizer:
    """Byte-level byte-pair encoding, GPT-2's: any text becomes tokens, and comes back unchanged.

    Ids 0 to 255 are the bytes of UTF-8; each merge makes one token more. A text is cut into pieces, each piece into
    bytes, and then the merges are done again, in the order in which they were learned.

    Args:
        merges: pairs of tokens, in the order in which they were learned.

    Attributes: ``vocab``, id to bytes; ``merges``, the list of pairs of bytes.

    Source: Sennrich, Haddow and Birch (2016), "Neural Machine Translation of Rare Words with Subword Units";
    over bytes: Radford et al. (2019), "Language Models are Unsupervised Multitask Learners", section 2.2.
    Pitfall: the order of the merges decides, not the longest token that fits.
    """

    def __init__(self, merges: Sequence[tuple[bytes, bytes]] = ()) -> None:
        """Number the tokens and rank the merges."""
        self.merges = list(merges)
        self.ranks = {pair: rank for rank, pair in enumerate(self.merges)}
        self.vocab = dict(enumerate([bytes([byte]) for byte in range(256)] + [b"".join(pair) for pair in self.merges]))
        self.ids = {token: i for i, token in self.vocab.items()}

    @classmethod
    def train(cls, text: str, vocab_size: int) -> "BPETokenizer":
        """Learn merges from a text until there are ``vocab_size`` tokens, or no pair is left to merge.

        Each time the most frequent pair is merged; among equally frequent ones the lexicographically greatest.

        Raises:
            ValueError: ``vocab_size`` is less than the 256 bytes.
        """
        if vocab_size < 256:
            raise ValueError(f"vocab_size is {vocab_size}, but the bytes alone are 256 tokens")
        words = {single_bytes(piece): count for piece, count in Counter(gpt2_pieces(text)).items()}
        pairs = Counter(count_pairs(words))
        holders = words_by_pair(words)
        merges: list[tuple[bytes, bytes]] = []
        while pairs and len(merges) < vocab_size - 256:
            highest = max(pairs.values())
            best = max(pair for pair, count in pairs.items() if count == highest)
            merges.append(best)
            # Only the words that hold the pair change, so only their pairs are counted again.
            before = {word: words.pop(word) for word in holders.pop(best) if word in words}
            after = merge_pair(before, best)
            words.update(after)
            pairs.update(count_pairs(after))
            for pair, count in count_pairs(before).items():
                pairs[pair] -= count
                if not pairs[pair]:
                    del pairs[pair]
            for pair, holding in words_by_pair(after).items():
                holders[pair] |= holding
        return cls(merges)

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text's tokens."""
        pieces = gpt2_pieces(text)
        cut = {piece: self.encode_piece(piece) for piece in set(pieces)}
        return [i for piece in pieces for i in cut[piece]]

    def encode_piece(self, piece: str) -> list[int]:
        """Return the ids of one piece: merge the pair that was learned first, until no pair was."""
        word = single_bytes(piece)
        while known := self.ranks.keys() & pairwise(word):
            (word,) = merge_pair({word: 1}, min(known, key=self.ranks.__getitem__))
        return [self.ids[token] for token in word]

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of ids; bytes that are no UTF-8, as half a character's, become the replacement character."""
        return b"".join(self.vocab[i] for i in ids).decode(errors="replace")


def single_bytes(piece: str) -> tuple[bytes, ...]:
    """Return the bytes of a text, one by one."""
    return tuple(bytes([byte]) for byte in piece.encode())


def words_by_pair(words: Iterable[tuple[bytes, ...]]) -> defaultdict[tuple[bytes, bytes], set[tuple[bytes, ...]]]:
    """Return for each pair of neighbours the words that hold it; for any other pair, an empty set."""
    holders: defaultdict[tuple[bytes, bytes], set[tuple[bytes, ...]]] = defaultdict(set)
    for word in words:
        for pair in pairwise(word):
            holders[pair].add(word)
    return holders
