"""Vocabulary: every token has a number."""

from collections import Counter
from collections.abc import Iterable, Sequence


class Vocabulary:
    """Numbers the tokens of a corpus, the most frequent first.

    Ids 0 to 3 are <pad>, <unk>, <bos>, <eos>; the others follow by falling count, ties by first appearance.

    Args:
        sentences: the corpus, lists of tokens.
        min_count: tokens that are rarer get no id of their own.
        max_size: the most ids there may be, the four special ones counted; None for no limit.

    Attributes: ``tokens``, the list of tokens by id, and ``ids``, the id of each token.

    Raises:
        ValueError: ``max_size`` leaves no room for the special tokens.

    Pitfall: a vocabulary is built from the training text alone, so that <unk> is met, and learned, before the test.
    """

    specials = ("<pad>", "<unk>", "<bos>", "<eos>")
    pad_id, unk_id, bos_id, eos_id = range(4)

    def __init__(self, sentences: Iterable[Sequence[str]], min_count: int = 1, max_size: int | None = None) -> None:
        """Count the tokens and number them."""
        if max_size is not None and max_size < len(self.specials):
            raise ValueError(f"max_size is {max_size}, but the special tokens alone are {len(self.specials)}")
        counts = Counter(token for sentence in sentences for token in sentence if token not in self.specials)
        frequent = [token for token, count in counts.most_common() if count >= min_count]
        self.tokens = [*self.specials, *frequent][:max_size]
        self.ids = {token: i for i, token in enumerate(self.tokens)}

    def encode(self, tokens: Iterable[str], bos: bool = False, eos: bool = False) -> list[int]:
        """Return the ids of tokens, <unk>'s for unknown ones; ``bos`` and ``eos`` put a mark before and after."""
        ids = [self.ids.get(token, self.unk_id) for token in tokens]
        return [self.bos_id] * bos + ids + [self.eos_id] * eos

    def decode(self, ids: Iterable[int], specials: bool = False) -> list[str]:
        """Return the tokens of ids; the four special ones are left out, unless ``specials`` keeps them."""
        return [self.tokens[i] for i in ids if specials or i >= len(self.specials)]

    def __len__(self) -> int:
        """Count the ids, the special ones too."""
        return len(self.tokens)

    def __contains__(self, token: str) -> bool:
        """Say whether a token has an id of its own."""
        return token in self.ids
