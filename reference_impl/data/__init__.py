"""Data sets by name: some ship, some are generated, some are fetched once and kept."""

from collections.abc import Callable
from typing import Any

from reference_impl.data.capitals import capitals
from reference_impl.data.conll2003 import conll2003
from reference_impl.data.dates import dates
from reference_impl.data.digits import digits
from reference_impl.data.english_quotes import english_quotes
from reference_impl.data.entities import entities
from reference_impl.data.errors import DataError
from reference_impl.data.fetch import cache_folder, fetch, is_here
from reference_impl.data.first_names import first_names
from reference_impl.data.mnist import mnist
from reference_impl.data.numpy_docs import numpy_docs
from reference_impl.data.paraphrases import paraphrases
from reference_impl.data.quora_pairs import quora_pairs
from reference_impl.data.records import LabelledText, QuestionPair, Quote, TaggedSentence
from reference_impl.data.registry import DataSet, describe, names
from reference_impl.data.split import Split
from reference_impl.data.sst2 import sst2
from reference_impl.data.text8 import text8
from reference_impl.data.tiny_shakespeare import tiny_shakespeare
from reference_impl.data.two_moons import two_moons
from reference_impl.data.word2vec_analogies import word2vec_analogies

__all__ = [
    "DataError",
    "DataSet",
    "LabelledText",
    "QuestionPair",
    "Quote",
    "Split",
    "TaggedSentence",
    "cache_folder",
    "capitals",
    "conll2003",
    "dates",
    "describe",
    "digits",
    "english_quotes",
    "entities",
    "fetch",
    "first_names",
    "is_here",
    "load",
    "mnist",
    "names",
    "numpy_docs",
    "paraphrases",
    "quora_pairs",
    "sst2",
    "text8",
    "tiny_shakespeare",
    "two_moons",
    "word2vec_analogies",
]

LOADERS: dict[str, Callable[..., Any]] = {
    "capitals": capitals,
    "conll2003": conll2003,
    "dates": dates,
    "digits": digits,
    "english_quotes": english_quotes,
    "entities": entities,
    "mnist": mnist,
    "names": first_names,
    "numpy_docs": numpy_docs,
    "paraphrases": paraphrases,
    "quora_pairs": quora_pairs,
    "sst2": sst2,
    "text8": text8,
    "tiny_shakespeare": tiny_shakespeare,
    "two_moons": two_moons,
    "word2vec_analogies": word2vec_analogies,
}


def load(name: str, **options: Any) -> Any:
    """Load a data set by its name in the registry; the options are those of its loader.

    Raises:
        DataError: where there is no such set, or it cannot be had.
    """
    return LOADERS[describe(name).name](**options)
