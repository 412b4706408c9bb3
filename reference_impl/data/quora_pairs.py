"""Quora question pairs: was this asked before?"""

import csv
import io
from collections.abc import Iterator

from reference_impl.data.fetch import fetch_or_stand_in
from reference_impl.data.records import QuestionPair
from reference_impl.data.text_files import read_text


def quora_pairs() -> list[QuestionPair]:
    """Load pairs of questions that people asked on Quora, and whether they mean the same.

    For local use only: Quora's terms of service allow no passing on.
    Where the whole is not in the cache folder, but ``dev.tsv`` and ``test.tsv`` of Wang et al. are, those 20,000 pairs,
    half of them duplicates, are loaded, and a warning says so. Where neither is, the whole is fetched: 58 MB.

    Returns:
        Pairs (first, second, label); label 1 where they ask the same thing. 404,290 in the whole, 37 % of them 1.

    Raises:
        DataError: where a file cannot be had.

    Source: Iyer, Dandekar and Csernai (2017), "First Quora Dataset Release: Question Pairs"; the stand-in is a part of
    the split of Wang, Hamza and Florian (2017), "Bilateral Multi-Perspective Matching".
    Pitfall: labels are noisy, and there is no official split: make your own, with a seed.
    """
    paths = fetch_or_stand_in("quora_pairs")
    texts = [read_text(path, encoding_errors="replace") for path in paths]
    return [pair for text in texts for pair in parse_pairs(text)]


def parse_pairs(text: str) -> Iterator[QuestionPair]:
    """Read tab-separated pairs: Quora's six columns under a header, or Wang's four: label, question, question, id."""
    for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t"):
        if len(row) == 4:
            label, first, second, _ = row
            yield QuestionPair(first, second, int(label))
        elif row[0] != "id":
            yield QuestionPair(row[3], row[4], int(row[5]))
