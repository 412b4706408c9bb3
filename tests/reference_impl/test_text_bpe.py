"""Byte-pair encoding: its two halves, GPT-2's first cut, training, and any text and back."""

import re
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import BPETokenizer, count_pairs, gpt2_pieces, merge_pair

Words = dict[tuple[bytes, ...], int]
LOW = {(b"l", b"o", b"w"): 5, (b"l", b"o", b"w", b"e", b"r"): 2, (b"w", b"i", b"d", b"e", b"s", b"t"): 3}
TEXT = "low low low low low lower lower widest widest widest newest newest newest newest newest newest, don't you?"
texts = st.text(st.characters(exclude_categories=["Cs"]))
repetitive = st.text(st.sampled_from("aab é\n'st1"), max_size=60)


def naive_merges(text: str, many: int) -> list[tuple[bytes, bytes]]:
    """The textbook: count every pair again before each merge."""
    words: Words = Counter(tuple(bytes([byte]) for byte in piece.encode()) for piece in gpt2_pieces(text))
    merges: list[tuple[bytes, bytes]] = []
    while len(merges) < many and (pairs := count_pairs(words)):
        merges.append(max(pairs, key=lambda pair: (pairs[pair], pair)))
        words = merge_pair(words, merges[-1])
    return merges


def naive_ids(tokenizer: BPETokenizer, text: str) -> list[int]:
    """Every merge in its turn, whether it occurs or not."""
    ids = {token: i for i, token in tokenizer.vocab.items()}
    found = []
    for piece in gpt2_pieces(text):
        words: Words = {tuple(bytes([byte]) for byte in piece.encode()): 1}
        for pair in tokenizer.merges:
            words = merge_pair(words, pair)
        found += [ids[token] for word in words for token in word]
    return found


def test_pairs_count_as_often_as_their_words() -> None:
    pairs = count_pairs(LOW)
    assert pairs[b"l", b"o"] == pairs[b"o", b"w"] == 7
    assert pairs[b"w", b"e"] == pairs[b"e", b"r"] == 2
    assert pairs[b"s", b"t"] == 3
    assert len(pairs) == 9


def test_overlapping_pairs_count_each() -> None:
    assert count_pairs({(b"a", b"a", b"a"): 4}) == {(b"a", b"a"): 8}
    assert count_pairs({}) == count_pairs({(b"a",): 9, (): 2}) == {}


def test_a_pair_becomes_one_token_everywhere() -> None:
    before = dict(LOW)
    assert merge_pair(LOW, (b"l", b"o")) == {
        (b"lo", b"w"): 5,
        (b"lo", b"w", b"e", b"r"): 2,
        (b"w", b"i", b"d", b"e", b"s", b"t"): 3,
    }
    assert before == LOW


@pytest.mark.parametrize(
    ("word", "merged"),
    [
        ([b"a", b"a", b"a"], [b"aa", b"a"]),
        ([b"a", b"a", b"a", b"a"], [b"aa", b"aa"]),
        ([b"b", b"a", b"a"], [b"b", b"aa"]),
        ([b"a", b"b", b"a"], [b"a", b"b", b"a"]),
        ([b"aa", b"a"], [b"aa", b"a"]),
        ([b"a"], [b"a"]),
        ([], []),
    ],
)
def test_merging_goes_from_left_to_right(word: list[bytes], merged: list[bytes]) -> None:
    assert merge_pair({tuple(word): 3}, (b"a", b"a")) == {tuple(merged): 3}


def test_words_that_become_equal_are_added_up() -> None:
    assert merge_pair({(b"a", b"b"): 2, (b"ab",): 3}, (b"a", b"b")) == {(b"ab",): 5}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("Hello world", ["Hello", " world"]),
        ("I'll say don't, DON'T", ["I", "'ll", " say", " don", "'t", ",", " DON", "'", "T"]),
        ("it 's 'quoted' 'éa", ["it", " '", "s", " '", "quoted", "'", " '", "éa"]),
        ("a  b\n\n c   ", ["a", " ", " b", "\n\n", " c", "   "]),
        ("x²+½ 3.14 abc123", ["x", "²", "+", "½", " 3", ".", "14", " abc", "123"]),
        ("naïve Ελλάδα 東京٣", ["naïve", " Ελλάδα", " 東京", "٣"]),
        ("snake_case __init__", ["snake", "_", "case", " __", "init", "__"]),
        ("a\u00a0b\u3000 c", ["a", "\u00a0", "b", "\u3000", " c"]),
        ("e\u0301 \x1c\u200b👍🏽", ["e", "\u0301", " \x1c\u200b👍🏽"]),
    ],
)
def test_the_first_cut_is_gpt2s(text: str, pieces: list[str]) -> None:
    assert gpt2_pieces(text) == pieces


@settings(deadline=None)
@given(texts)
def test_the_first_cut_loses_nothing_and_mixes_no_kinds(text: str) -> None:
    pieces = gpt2_pieces(text)
    assert "".join(pieces) == text
    for piece in pieces:
        inside = re.sub(r"^('(?:s|t|re|ve|m|ll|d)$| )", "", piece)
        kinds = {"space" if c.isspace() and c not in "\x1c\x1d\x1e\x1f" else unicodedata.category(c)[0] for c in inside}
        assert len({kind if kind in {"L", "N", "space"} else "mark" for kind in kinds}) <= 1


def test_the_published_example() -> None:
    """Wikipedia's "aaabdaaabac", with the ids that minbpe's tests publish."""
    tokenizer = BPETokenizer.train("aaabdaaabac", 259)
    assert tokenizer.encode("aaabdaaabac") == [258, 100, 258, 97, 99]
    assert tokenizer.vocab[258] == b"aaab"
    assert len(tokenizer.vocab) == 259


def test_ties_go_to_the_greater_pair() -> None:
    assert BPETokenizer.train("ab cd", 257).merges == [(b"c", b"d")]
    assert BPETokenizer.train("ab", 257).merges == [(b"a", b"b")]
    assert BPETokenizer.train(" a \xe9", 257).merges == [(b"\xc3", b"\xa9")]


def test_ids_are_the_bytes_and_then_the_merges() -> None:
    tokenizer = BPETokenizer.train(TEXT, 270)
    assert list(tokenizer.vocab) == list(range(270))
    assert [tokenizer.vocab[byte] for byte in range(256)] == [bytes([byte]) for byte in range(256)]
    assert [tokenizer.vocab[256 + i] for i in range(14)] == [first + second for first, second in tokenizer.merges]
    assert tokenizer.encode("low") != list(b"low")
    assert all(type(i) is int for i in tokenizer.encode("low"))


def test_training_ends_where_nothing_is_left_to_merge() -> None:
    tokenizer = BPETokenizer.train("aaab aaab", 9999)
    assert tokenizer.encode("aaab aaab") == [tokenizer.encode("aaab")[0], max(tokenizer.vocab)]
    assert len(tokenizer.vocab) < 270
    assert BPETokenizer.train("", 300).merges == BPETokenizer.train("a b", 256).merges == []


def test_a_vocabulary_smaller_than_the_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="vocab_size is 255"):
        BPETokenizer.train("a", 255)


@settings(max_examples=60, deadline=None)
@given(repetitive, st.integers(0, 25))
def test_counting_only_what_changed_learns_what_counting_all_learns(text: str, many: int) -> None:
    assert BPETokenizer.train(text, 256 + many).merges == naive_merges(text, many)


@settings(max_examples=60, deadline=None)
@given(repetitive, repetitive)
def test_encoding_redoes_the_merges_in_their_order(corpus: str, text: str) -> None:
    tokenizer = BPETokenizer.train(corpus, 280)
    assert tokenizer.encode(text) == naive_ids(tokenizer, text)


@settings(deadline=None)
@given(texts)
def test_any_text_comes_back(text: str) -> None:
    for tokenizer in (BPETokenizer(), BPETokenizer.train(TEXT, 290), BPETokenizer.train(text, 290)):
        assert tokenizer.decode(tokenizer.encode(text)) == text


def test_half_a_character_decodes_to_the_replacement_character() -> None:
    tokenizer = BPETokenizer()
    ids = tokenizer.encode("aé")
    assert tokenizer.decode(ids[:2]) == "a\ufffd"
    assert tokenizer.decode(np.array(ids)) == "aé"
    assert tokenizer.decode([]) == ""
