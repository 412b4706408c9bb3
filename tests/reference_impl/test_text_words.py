"""Words and their numbers: normalization, words, vocabularies, padded batches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import Vocabulary, WordTokenizer, normalize_text, pad_batch

SENTENCES = [["the", "cat", "saw", "the", "dog"], ["a", "dog", "saw", "the", "sea"]]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("", ""),
        (" \t\n", ""),
        ("  The\tCAT \n sat\r\n", "the cat sat"),
        ("e\u0301 E\u0301 é É", "é é é é"),
        ("Straße ﬁ", "straße ﬁ"),
        ("a\u00a0b\u3000c\u2028d", "a b c d"),
    ],
)
def test_a_text_is_brought_into_one_form(text: str, normal: str) -> None:
    assert normalize_text(text) == normal


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("The cat sat.", ["The", "cat", "sat", "."]),
        ("Don't you've o'clock", ["Don't", "you've", "o'clock"]),
        ("it’s", ["it’s"]),
        ("'quoted' dogs'", ["'", "quoted", "'", "dogs", "'"]),
        ("wait... what?!", ["wait", ".", ".", ".", "what", "?", "!"]),
        ("3.50 1,000 42 7.", ["3.50", "1,000", "42", "7", "."]),
        ("naïve Ärger 東京", ["naïve", "Ärger", "東京"]),
        ("(a-b)/$5\n\u2014", ["(", "a", "-", "b", ")", "/", "$", "5", "\u2014"]),
    ],
)
def test_a_text_becomes_words_numbers_and_marks(text: str, tokens: list[str]) -> None:
    assert WordTokenizer().tokenize(text) == tokens


@settings(deadline=None)
@given(st.text())
def test_only_white_space_is_lost_between_words(text: str) -> None:
    assert "".join(WordTokenizer().tokenize(text)) == "".join(text.split())


def test_ids_follow_the_counts_and_then_the_first_appearance() -> None:
    vocabulary = Vocabulary(SENTENCES)
    assert vocabulary.tokens == ["<pad>", "<unk>", "<bos>", "<eos>", "the", "saw", "dog", "cat", "a", "sea"]
    assert vocabulary.encode(["a", "dog", "barked"]) == [8, 6, 1]
    assert vocabulary.encode(["dog"], bos=True, eos=True) == [2, 6, 3]
    assert vocabulary.encode([]) == []
    assert len(vocabulary) == 10


@pytest.mark.parametrize(
    ("options", "own"),
    [
        ({"min_count": 2}, ["the", "saw", "dog"]),
        ({"min_count": 9}, []),
        ({"max_size": 6}, ["the", "saw"]),
        ({"max_size": 4}, []),
        ({"max_size": 99}, ["the", "saw", "dog", "cat", "a", "sea"]),
        ({"min_count": 3, "max_size": 6}, ["the"]),
    ],
)
def test_rare_tokens_may_have_no_id(options: dict[str, int], own: list[str]) -> None:
    vocabulary = Vocabulary(SENTENCES, **options)
    assert vocabulary.tokens[4:] == own
    assert all((word in vocabulary) == (word in own) for sentence in SENTENCES for word in sentence)


def test_decoding_leaves_the_special_tokens_out_unless_asked() -> None:
    vocabulary = Vocabulary(SENTENCES)
    ids = np.array([2, 4, 6, 1, 3, 0, 0])
    assert vocabulary.decode(ids) == ["the", "dog"]
    assert vocabulary.decode(ids, specials=True) == ["<bos>", "the", "dog", "<unk>", "<eos>", "<pad>", "<pad>"]


def test_a_special_token_in_the_corpus_keeps_its_one_id() -> None:
    vocabulary = Vocabulary([["<unk>", "word", "<unk>"]])
    assert vocabulary.tokens == ["<pad>", "<unk>", "<bos>", "<eos>", "word"]
    assert "<pad>" in vocabulary
    assert vocabulary.encode(["<unk>", "word"]) == [1, 4]


def test_a_vocabulary_needs_room_for_its_special_tokens() -> None:
    with pytest.raises(ValueError, match="max_size is 3"):
        Vocabulary(SENTENCES, max_size=3)


def test_sentences_may_be_given_one_at_a_time_and_known_ones_come_back() -> None:
    vocabulary = Vocabulary(iter(SENTENCES))
    assert all(vocabulary.decode(vocabulary.encode(sentence, True, True)) == sentence for sentence in SENTENCES)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), max_size=7), max_size=5))
def test_a_padded_batch_holds_each_sequence_and_knows_where_it_ends(sequences: list[list[int]]) -> None:
    ids, mask = pad_batch(sequences, 7)
    longest = max(map(len, sequences), default=0)
    assert ids.shape == mask.shape == (len(sequences), longest)
    assert ids.dtype.kind == "i"
    assert mask.dtype == bool
    assert [row[kept].tolist() for row, kept in zip(ids, mask, strict=True)] == sequences
    assert (ids[~mask] == 7).all()
    assert (mask == (np.cumsum(~mask, axis=1) == 0)).all()  # what is real comes first


def test_arrays_may_be_padded_too() -> None:
    ids, _ = pad_batch([np.array([1, 2]), np.array([3])], -1)
    np.testing.assert_array_equal(ids, [[1, 2], [3, -1]])
