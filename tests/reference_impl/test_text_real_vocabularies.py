"""Tokenizers with the vocabularies of BERT and GPT-2, and a training run, equal to what others published."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from reference_impl import BPETokenizer, GPT2Tokenizer, WordPieceTokenizer
from reference_impl.text.gpt2_tokenizer import as_bytes, printable_bytes

FOLDER = Path(os.environ.get("HANDMADE_DATA") or "absent") / "tokenizers"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no vocabularies here: HANDMADE_DATA names no folder that has tokenizers/ in it"
)


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    return read("reference-encodings.json")["cases"]


@pytest.fixture(scope="module")
def gpt2() -> GPT2Tokenizer:
    return GPT2Tokenizer.from_files(FOLDER / "gpt2-encoder.json", FOLDER / "gpt2-vocab.bpe")


def test_gpt2s_ids(gpt2: GPT2Tokenizer, cases: list[dict[str, Any]]) -> None:
    assert len(cases) == 220
    assert len(gpt2.vocab) == 50257
    assert gpt2.special == {"<|endoftext|>": 50256}
    for case in cases:
        assert gpt2.encode(case["text"]) == case["gpt2_ids"], case["text"]
        assert gpt2.decode(case["gpt2_ids"]) == case["text"]


def test_the_ids_that_were_published_for_gpt2(gpt2: GPT2Tokenizer) -> None:
    for text, ids in read("published-vectors.json")["gpt2"]["vectors"]:
        assert gpt2.encode(text, special=True) == ids, text


def test_berts_pieces_and_ids(cases: list[dict[str, Any]]) -> None:
    bert = WordPieceTokenizer.from_file(FOLDER / "bert-base-uncased-vocab.txt")
    assert len(bert.vocabulary) == 30522
    for case in cases:
        assert bert.tokenize(case["text"]) == case["bert_tokens"], case["text"]
        assert bert.encode(case["text"]) == case["bert_ids"], case["text"]


def test_the_pieces_that_were_published_for_bert() -> None:
    published = read("published-vectors.json")
    for name in ("bert_full_tokenizer", "bert_wordpiece"):
        bert = WordPieceTokenizer({piece: i for i, piece in enumerate(published[name]["vocab"])}, lower="full" in name)
        for text, pieces, *ids in published[name]["vectors"]:
            assert bert.tokenize(text) == pieces
            assert [bert.encode(text)] == (ids or [bert.encode(text)])


def test_training_learns_the_merges_of_the_reference() -> None:
    folder = FOLDER / "bpe-train-reference"
    corpus = (folder / "corpus.en").read_bytes().decode()
    byte_of = {character: byte for byte, character in printable_bytes().items()}
    lines = (folder / "train-bpe-reference-merges.txt").read_text(encoding="utf-8").split("\n")
    merges = [tuple(as_bytes(token, byte_of) for token in line.split(" ")) for line in lines if line]
    vocabulary = read("bpe-train-reference/train-bpe-reference-vocab.json")

    tokenizer = BPETokenizer.train(corpus, 256 + 243)
    assert len(merges) == 243
    assert tokenizer.merges == merges
    assert set(tokenizer.vocab.values()) | {b"<|endoftext|>"} == {as_bytes(token, byte_of) for token in vocabulary}
    for text in (corpus, (folder / "german.txt").read_text(encoding="utf-8")):
        assert tokenizer.decode(tokenizer.encode(text)) == text
