"""Data that is made on the spot: right, seeded, and as hard as it says."""

import re
from collections import Counter
from datetime import date

import numpy as np
import pytest

from reference_impl import data
from reference_impl.data.capitals import NATIONS
from reference_impl.data.dates import FORMATS, MONTHS, WEEKDAYS, written
from reference_impl.data.numpy_docs import sentences
from reference_impl.data.paraphrases import INTENTS, THINGS


@pytest.mark.parametrize("name", ["capitals", "dates", "entities", "paraphrases"])
def test_the_seed_decides(name: str) -> None:
    one, same, other = (data.load(name, n=40, rng=np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert data.load(name, n=40) == data.load(name, n=40)
    assert data.load(name, n=0) in ([], ([], data.capitals()[1]))


def test_capitals_share_the_words_that_make_them_alike() -> None:
    made, pairs = data.capitals(4000, rng=np.random.default_rng(3))
    assert len(made) == 4000
    assert len(pairs) == len({name for pair in pairs for name in pair}) / 2 == 12
    near = {name: Counter[str]() for pair in pairs for name in pair}
    for sentence in made:
        assert "{" not in sentence
        words = sentence.split(" ")
        for name in near.keys() & set(words):
            near[name].update(words)
    for (city, country), (_, _, language, river) in zip(pairs, NATIONS, strict=True):
        assert all(near[name][word] for name in (city, country) for word in (language, river))
        assert near[city]["mayor"] and not near[country]["mayor"]
        assert near[country]["villages"] and not near[city]["villages"]
    assert data.capitals(10, nations=2)[1] == [("Paris", "France"), ("Berlin", "Germany")]


def test_dates_are_read_back() -> None:
    pairs = data.dates(2000, np.random.default_rng(4), first=1990, last=2024)
    months = {month[:3]: number for number, month in enumerate(MONTHS, start=1)}
    for human, iso in pairs:
        day = date.fromisoformat(iso)
        assert 1990 <= day.year <= 2024
        text = human.replace(WEEKDAYS[day.weekday()], "")
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        named = [months[name[:3]] for name in re.findall(r"[A-Z]\w+", text)]
        if "." in text:
            assert numbers == [day.day, day.month, day.year]
        elif "/" in text:
            assert numbers == [day.month, day.day, day.year]
        else:
            assert named == [day.month]
            assert sorted(numbers) == [day.day, day.year]
    assert {len(iso) for _, iso in pairs} == {10}


def test_dates_are_written_in_every_format() -> None:
    assert [written(date(1997, 5, 3), form) for form in FORMATS] == [
        "3 May 1997",
        "3 May 1997",
        "May 3, 1997",
        "May 3, 1997",
        "Saturday, 3 May 1997",
        "Saturday, May 3, 1997",
        "the 3rd of May 1997",
        "May 3rd, 1997",
        "3.5.1997",
        "5/3/1997",
        "1997, 3rd of May",
    ]
    ordinals = [written(date(2024, 1, day), "{ordinal}") for day in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)]
    assert ordinals == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st".split()


def test_entities_are_tagged_well_and_need_their_neighbours() -> None:
    made = data.entities(3000, np.random.default_rng(5))
    tags_of: dict[str, set[str]] = {}
    for sentence in made:
        assert len(sentence.tokens) == len(sentence.tags)
        for before, tag in zip(("O", *sentence.tags), sentence.tags, strict=False):
            assert tag[0] != "I" or before[2:] == tag[2:]
        for token, tag in zip(*sentence, strict=True):
            assert not re.search(r"[{}_]", token)
            tags_of.setdefault(token, set()).add(tag[2:])
    assert {tag for sentence in made for tag in sentence.tags} == {
        "O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG",
    }  # fmt: skip
    assert tags_of["Jordan"] == {"PER", "LOC"}
    assert tags_of["Fischer"] == {"PER", "ORG"}
    assert tags_of["Washington"] == {"PER", "LOC", "ORG"}


def test_paraphrases_are_what_their_label_says() -> None:
    ways = [(row, way) for row, some in enumerate(INTENTS) for way in some]
    asked = {way.format(thing=thing): (row, thing) for row, way in ways for thing in THINGS}
    made = data.paraphrases(2001, np.random.default_rng(6))
    assert sum(pair.label for pair in made) == 1000
    assert 400 < sum(pair.label for pair in made[:1000]) < 600
    kinds: Counter[tuple[bool, bool]] = Counter()
    for first, second, label in made:
        (intent, thing), (other_intent, other_thing) = asked[first], asked[second]
        assert first != second
        assert label == ((intent, thing) == (other_intent, other_thing))
        kinds[(intent == other_intent, thing == other_thing)] += 1
    assert kinds.keys() == {(True, True), (True, False), (False, True)}
    assert min(kinds.values()) > 400


DOCSTRING = """frob(a, *, axis=None)

Frob the array `a` along an axis [1]_, as :func:`numpy.frob` does.  It wraps
at the end.  See https or ``x``.

Parameters
----------
a : array_like
    The values to be frobbed.
axis : {int, None}, optional
    Where to frob, e.g. along rows. By default everywhere.

.. versionadded:: 1.2

See Also
--------
frobnicate : Frob more than ever before.

Notes
-----
The sum is

.. math:: \\sum_i x_i

and it is never negative. Too short.

* One item of a list.
* Another item of it.

Examples
--------
>>> frob(3)
4

References
----------
.. [1] Somebody, "Something that nobody reads".
"""


def test_docstrings_lose_what_is_not_prose() -> None:
    assert sentences(DOCSTRING) == [
        "Frob the array a along an axis, as numpy.frob does.",
        "It wraps at the end.",
        "See https or x.",
        "The values to be frobbed.",
        "Where to frob, e.g. along rows.",
        "By default everywhere.",
        "The sum is",
        "One item of a list.",
        "Another item of it.",
    ]


def test_numpys_docstrings_are_a_corpus() -> None:
    documents = data.load("numpy_docs")
    flat = [sentence for document in documents for sentence in document]
    assert len(documents) > 1000
    assert sum(len(sentence.split()) for sentence in flat) > 90_000
    assert len(flat) == len(set(flat))
    assert not any(re.search(r">>>|`|\n|  |\[\d+\]_|https?:", sentence) for sentence in flat)
    assert "Return the indices of the elements that are non-zero." in flat
    repeated = data.numpy_docs(repeats=True)
    assert sum(map(len, repeated)) > 1.3 * len(flat)
    assert all(len(document) == len(set(document)) for document in repeated)
    assert data.numpy_docs() == documents
