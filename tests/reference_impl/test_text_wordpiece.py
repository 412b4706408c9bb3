"""WordPiece: the longest pieces first, and BERT's way to words before it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import GPT2Tokenizer, WordPieceTokenizer, wordpiece
from reference_impl.text.gpt2_tokenizer import printable_bytes
from reference_impl.text.wordpiece_tokenizer import basic_words

PIECES = "[UNK] [CLS] [SEP] want ##want ##ed wa un runn ##ing , ##wa 的 é".split()
VOCABULARY = {piece: i for i, piece in enumerate(PIECES)}


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("", []),
        ("wanted", ["want", "##ed"]),
        ("unwanted", ["un", "##want", "##ed"]),
        ("unwa", ["un", "##wa"]),
        ("unwantedX", ["[UNK]"]),
        ("ed", ["[UNK]"]),
        ("##ed", ["##ed"]),
        ("want", ["want"]),
        (",", [","]),
    ],
)
def test_a_word_becomes_the_longest_pieces(word: str, pieces: list[str]) -> None:
    assert wordpiece(word, VOCABULARY) == pieces


@settings(deadline=None)
@given(st.text("abc", max_size=12), st.sets(st.text("abc", min_size=1, max_size=4), max_size=12))
def test_pieces_are_known_and_make_up_the_word(word: str, known: set[str]) -> None:
    vocabulary = {piece: i for i, piece in enumerate([*known, *("##" + piece for piece in known)])}
    pieces = wordpiece(word, vocabulary)
    if pieces != ["[UNK]"]:
        assert all(piece in vocabulary for piece in pieces)
        assert "".join(piece.removeprefix("##") for piece in pieces) == word
        assert [piece.startswith("##") for piece in pieces] == [position > 0 for position in range(len(pieces))]


@pytest.mark.parametrize(
    ("text", "lower", "words"),
    [
        (" \tHeLLo!how  \n Are yoU?  ", True, ["hello", "!", "how", "are", "you", "?"]),
        (" \tHeLLo!how  \n Are yoU?  ", False, ["HeLLo", "!", "how", "Are", "yoU", "?"]),
        ("H\u00e9llo H\u0065\u0301llo", True, ["hello", "hello"]),
        ("H\u00e9llo", False, ["H\u00e9llo"]),
        ("ah\u535a\u63a8zz", True, ["ah", "\u535a", "\u63a8", "zz"]),
        ("\U00020001\uf900あ", True, ["\U00020001", "\u8c48", "あ"]),
        ("con\x00trol\x07s \ufffdsoft\u00adhy\u200bphen\ufeff", True, ["controls", "softhyphen"]),
        ("a\u00a0b\u2003c\u2028d\r\ne", True, ["a", "b", "c", "d", "e"]),
        ("$5^2`~ …«x»", True, ["$", "5", "^", "2", "`", "~", "…", "«", "x", "»"]),
        ("İI ßẞ", True, ["ii", "ßß"]),
        ("€5 x²", True, ["€5", "x²"]),
        ("\u0301", True, []),
        ("", True, []),
    ],
)
def test_words_are_berts(text: str, lower: bool, words: list[str]) -> None:
    assert basic_words(text, lower) == words


def test_a_text_becomes_pieces_and_ids() -> None:
    tokenizer = WordPieceTokenizer(VOCABULARY)
    assert tokenizer.tokenize("UNwant\u00e9d,running") == ["un", "##want", "##ed", ",", "runn", "##ing"]
    assert tokenizer.encode("UNwant\u00e9d,running") == [7, 4, 5, 10, 8, 9]
    assert tokenizer.encode("want nothing") == [3, 0]
    assert tokenizer.encode("") == []
    assert tokenizer.tokenize("的") == ["的"]


def test_accents_stay_where_letters_keep_their_case() -> None:
    assert WordPieceTokenizer(VOCABULARY, lower=False).tokenize("é WANT want") == ["é", "[UNK]", "want"]
    assert WordPieceTokenizer(VOCABULARY).tokenize("é WANT want") == ["[UNK]", "want", "want"]


def test_special_tokens_of_the_vocabulary_stay_whole() -> None:
    tokenizer = WordPieceTokenizer(VOCABULARY)
    assert tokenizer.encode("[CLS]want[SEP] [UNK]") == [1, 3, 2, 0]
    assert tokenizer.tokenize("[cls] [MASK]") == ["[UNK]"] * 6
    assert WordPieceTokenizer({"[UNK]": 0, "[MASK]": 1}).tokenize("[MASK]") == ["[MASK]"]


def test_words_over_a_hundred_characters_are_unknown() -> None:
    tokenizer = WordPieceTokenizer({"[UNK]": 0, "a": 1, "##a": 2})
    assert tokenizer.encode("a" * 100) == [1] + [2] * 99
    assert tokenizer.encode("a" * 101) == [0]


def test_decoding_joins_the_pieces_of_a_word() -> None:
    tokenizer = WordPieceTokenizer(VOCABULARY)
    assert tokenizer.decode([7, 4, 5, 10, 8, 9]) == "unwanted , running"
    assert tokenizer.decode([]) == ""


def test_a_vocabulary_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    assert WordPieceTokenizer.from_file(tmp_path / "vocab.txt").vocabulary == VOCABULARY


def test_gpt2s_files_are_read(tmp_path: Path) -> None:
    spelt = printable_bytes()
    tokens = [*spelt.values(), "Ġa", "bc", "<|endoftext|>"]
    encoder, merges = tmp_path / "encoder.json", tmp_path / "vocab.bpe"
    encoder.write_text(json.dumps({token: 2 * i for i, token in enumerate(tokens)}), encoding="utf-8")
    merges.write_text("#version: 0.2\nĠ a\nb c\n", encoding="utf-8")
    tokenizer = GPT2Tokenizer.from_files(encoder, merges)
    assert tokenizer.merges == [(b" ", b"a"), (b"b", b"c")]
    assert tokenizer.encode(" abc<|endoftext|>", special=True) == [512, 514, 516]
    ordinary = tokenizer.encode(" abc<|endoftext|>")
    assert ordinary[:2] == [512, 514]
    assert 516 not in ordinary
    assert tokenizer.decode(ordinary) == tokenizer.decode([512, 514, 516]) == " abc<|endoftext|>"

    encoder.write_text('{"a": 0}', encoding="utf-8")
    with pytest.raises(ValueError, match="lacks 257 tokens"):
        GPT2Tokenizer.from_files(encoder, merges)
    merges.write_text("#version: 0.2\nĠ a b\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no GPT-2 vocabulary"):
        GPT2Tokenizer.from_files(encoder, merges)
