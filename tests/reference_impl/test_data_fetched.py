"""Data that is fetched: the real sets where they are, and their parsers where they are not."""

import gzip
import os
import warnings
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from reference_impl import data
from reference_impl.data.conll2003 import parse_tagged
from reference_impl.data.fetch import fetch_or_stand_in
from reference_impl.data.quora_pairs import parse_pairs
from reference_impl.data.registry import DataFile, DataSet
from reference_impl.data.text_files import part_named, read_text

KEPT = Path(os.environ.get("HANDMADE_DATA") or "absent")


def needs(name: str) -> pytest.MarkDecorator:
    entry = data.describe(name)
    here = any(files and all((KEPT / file.path).is_file() for file in files) for files in (entry.files, entry.stand_in))
    return pytest.mark.skipif(not here, reason=f"{name} is not here: HANDMADE_DATA names no folder that has it")


@needs("tiny_shakespeare")
def test_tiny_shakespeare() -> None:
    text = data.load("tiny_shakespeare")
    assert len(text) == 1_115_394
    assert len(set(text)) == 65
    assert text.startswith("First Citizen:\nBefore we proceed")


@needs("english_quotes")
def test_english_quotes() -> None:
    quotes = data.load("english_quotes")
    assert len(quotes) == 2127
    assert quotes[0].author == "Albert Camus"
    assert quotes[0].tags == ("Famous Quotes", "Inspirational")
    assert all(quote.text and quote.author for quote in quotes)


@needs("names")
def test_names() -> None:
    names = data.load("names")
    assert (len(names), len(set(names)), names[:3]) == (32_033, 29_494, ["emma", "olivia", "ava"])
    assert set("".join(names)) == set("abcdefghijklmnopqrstuvwxyz")


@needs("word2vec_analogies")
def test_word2vec_analogies() -> None:
    sections = data.load("word2vec_analogies")
    assert len(sections) == 14
    assert sum(map(len, sections.values())) == 19_544
    assert sections["capital-common-countries"][0] == ("Athens", "Greece", "Baghdad", "Iraq")
    assert list(sections)[-1] == "gram9-plural-verbs"


@needs("text8")
@pytest.mark.filterwarnings("ignore:the whole of text8")
def test_text8() -> None:
    text = data.load("text8", words=1_000_000)
    assert text.startswith("anarchism originated as a term of abuse")
    assert set(text) == set("abcdefghijklmnopqrstuvwxyz ")
    words = text.split(" ")
    assert len(words) == 1_000_000
    assert all(words)
    assert data.text8(words=3) == "anarchism originated as"
    assert len(data.text8().split()) in {1_171_946, 17_005_207}


@needs("conll2003")
@pytest.mark.parametrize(
    ("part", "sentences", "entities"),
    [("train", 14_041, 23_499), ("validation", 3_250, 5_942), ("test", 3_453, 5_648)],
)
def test_conll2003(part: str, sentences: int, entities: int) -> None:
    read = data.load("conll2003", part=part)
    tags = Counter(tag for sentence in read for tag in sentence.tags)
    assert len(read) == sentences
    assert sum(number for tag, number in tags.items() if tag[0] == "B") == entities
    assert {tag[2:] for tag in tags} == {"", "PER", "LOC", "ORG", "MISC"}


@needs("sst2")
@pytest.mark.filterwarnings("ignore:the whole of sst2")
def test_sst2() -> None:
    sizes = [len(data.load("sst2", part=part)) for part in ("train", "validation")]
    assert sizes in ([6920, 872], [67_349, 872])
    assert data.sst2("validation")[0].label in {0, 1}
    assert {row.label for row in data.sst2()} == {0, 1}
    with pytest.raises(ValueError, match="'dev'; there are train, validation"):
        data.sst2("dev")


@needs("quora_pairs")
@pytest.mark.filterwarnings("ignore:the whole of quora_pairs")
def test_quora_pairs() -> None:
    pairs = data.load("quora_pairs")
    assert (len(pairs), sum(pair.label for pair in pairs)) in {(20_000, 10_000), (404_290, 149_263)}
    assert pairs[0].first.endswith("?")


def test_quoras_own_columns_are_read_as_the_split_ones() -> None:
    header = "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n"
    whole = header + '7\t1\t2\t"Why ""so""\nmany?"\tHow?\t1\n8\t3\t4\t\tWho?\t0\n'
    assert list(parse_pairs(whole)) == [('Why "so"\nmany?', "How?", 1), ("", "Who?", 0)]
    assert list(parse_pairs("0\tWho?\tWhat?\t9\n")) == [("Who?", "What?", 0)]


def test_tagged_text_is_cut_at_empty_lines_and_documents() -> None:
    text = "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nsays VBZ B-VP O\n\n\nNo DT O O\n"
    assert parse_tagged(text) == [(("EU", "says"), ("B-ORG", "O")), (("No",), ("O",))]


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> DataSet:
    """A set whose whole nobody serves, and a part of it in the cache folder."""
    import pooch

    (folder / "part.txt").write_bytes(b"abcd")
    part = DataFile("part.txt", pooch.file_hash(str(folder / "part.txt")))
    (folder / "part.txt").write_bytes(content)
    whole = DataFile("whole.txt", "0" * 64, "http://127.0.0.1:9/whole.txt")
    entry = DataSet("toy", "Toy", "fetched", "none", "A toy.", (whole,), (part,))
    monkeypatch.setattr(import_module("reference_impl.data.fetch"), "describe", lambda name: entry)
    monkeypatch.setenv("HANDMADE_DATA", str(folder))
    return entry


def test_a_part_stands_in_for_the_whole_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, b"abcd")
    assert data.is_here("toy")
    with pytest.warns(UserWarning, match=r"whole of toy is not in .*: part\.txt\. `handmade data get toy`"):
        assert fetch_or_stand_in("toy") == [tmp_path / "part.txt"]


def test_a_damaged_part_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, b"abc")
    with pytest.raises(data.DataError, match=r"part\.txt is damaged"):
        fetch_or_stand_in("toy")


def test_without_a_part_the_whole_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, b"abcd")
    (tmp_path / "part.txt").unlink()
    assert not data.is_here("toy")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(data.DataError, match=r"whole\.txt could not be fetched"):
            fetch_or_stand_in("toy", progress=False)
    assert list(tmp_path.iterdir()) == []


def test_wrapped_texts_are_read(tmp_path: Path) -> None:
    text = "für Elise\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.gz").write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/side", text)
        archive.writestr("other", b"x")
    assert read_text(tmp_path / "a.txt") == read_text(tmp_path / "a.gz") == text
    assert read_text(tmp_path / "a.zip", member="in/side") == text
    (tmp_path / "latin.txt").write_bytes(b"f\xfcr")
    assert read_text(tmp_path / "latin.txt", encoding_errors="replace") == "f\N{REPLACEMENT CHARACTER}r"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latin.txt", b"f\xfcr"),
        ("cut.gz", gzip.compress(b"abc" * 99)[:-9]),
        ("no.gz", b"plain"),
        ("no.zip", b"plain"),
        ("empty.zip", b"PK\x05\x06" + bytes(18)),
        ("absent.txt", None),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(data.DataError, match=name.replace(".", r"\.")):
        read_text(tmp_path / name, member="inside")


def test_the_edition_of_glue_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "SST-2.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("SST-2/train.tsv", "sentence\tlabel\nhide new secretions \t0\na gem \t1\n")
    monkeypatch.setattr(import_module("reference_impl.data.sst2"), "fetch_or_stand_in", lambda name: [path])
    assert data.sst2() == [("hide new secretions", 0), ("a gem", 1)]
    with pytest.raises(ValueError, match="'test'; there are train, validation"):
        data.sst2("test")


def test_a_part_that_there_is_not_is_told() -> None:
    with pytest.raises(ValueError, match="'dev'; there are train, test"):
        part_named("dev", {"train": Path("a"), "test": Path("b")})
