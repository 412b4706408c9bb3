"""What BERT is pretrained on: hidden tokens and pairs of sentences, judged by their distribution."""

from typing import Any

import numpy as np
import pytest

import reference_impl as ours

SPECIAL = {0, 2, 3}
MASK = 4


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Many tokens of a vocabulary of 1,000, a third of them special, corrupted once."""
    rng = np.random.default_rng(81)
    ids = rng.integers(5, 1000, size=(500, 600))
    ids[rng.random(ids.shape) < 1 / 3] = 3
    return ids, *ours.mask_tokens(ids, rng, MASK, 1000, SPECIAL)


def test_labels_are_the_chosen_tokens_and_special_ones_are_never_chosen(drawn: Any) -> None:
    ids, corrupted, labels = drawn
    chosen = labels != -100
    np.testing.assert_array_equal(labels[chosen], ids[chosen])
    np.testing.assert_array_equal(corrupted[~chosen], ids[~chosen])
    assert not np.isin(ids[chosen], list(SPECIAL)).any()


def test_shares_are_15_percent_and_80_10_10(drawn: Any) -> None:
    ids, corrupted, labels = drawn
    chosen = labels != -100
    assert chosen[ids != 3].mean() == pytest.approx(0.15, abs=0.005)
    assert (corrupted[chosen] == MASK).mean() == pytest.approx(0.8, abs=0.01)
    assert (corrupted[chosen] == ids[chosen]).mean() == pytest.approx(0.1, abs=0.01)
    strange = corrupted[chosen & (corrupted != MASK) & (corrupted != ids)]
    assert len(np.unique(strange)) > 900  # any token of the vocabulary
    assert strange.min() < 10 and strange.max() > 990


@pytest.mark.parametrize("collection", [{0, 3}, [0, 3], (0, 3), np.array([0, 3]), range(0, 4, 3)], ids=str)
def test_special_ids_come_in_any_collection(collection: Any) -> None:
    ids = np.array([[0, 1, 2, 3]])
    before = ids.copy()
    corrupted, labels = ours.mask_tokens(ids, np.random.default_rng(82), 9, 10, collection, p=1.0)
    np.testing.assert_array_equal(labels, [[-100, 1, 2, -100]])
    assert corrupted[0, 0] == 0 and corrupted[0, 3] == 3
    np.testing.assert_array_equal(ids, before)


@pytest.mark.parametrize("dtype", [np.int64, np.int32, np.uint16])
def test_ids_keep_their_dtype_and_labels_can_be_negative(dtype: type) -> None:
    ids = np.arange(10, dtype=dtype)
    corrupted, labels = ours.mask_tokens(ids, np.random.default_rng(83), 9, 10, [], p=0.5)
    assert corrupted.dtype == dtype
    assert set(labels) <= {-100, *range(10)}


def test_nothing_to_hide() -> None:
    rng = np.random.default_rng(84)
    for ids, p in ((np.zeros((0, 5), int), 0.15), (np.zeros((3, 0), int), 0.15), (np.ones((2, 3), int), 0.0)):
        corrupted, labels = ours.mask_tokens(ids, rng, 9, 10, [0], p)
        np.testing.assert_array_equal(corrupted, ids)
        assert (labels == -100).all() and labels.shape == ids.shape


def test_half_of_the_pairs_follow_each_other_and_half_come_from_another_document() -> None:
    rng = np.random.default_rng(85)
    documents = [[(number, line) for line in range(int(rng.integers(1, 30)))] for number in range(200)] + [[]]
    pairs = ours.next_sentence_pairs(documents, rng)
    assert [first for first, _, _ in pairs] == [sentence for document in documents for sentence in document[:-1]]
    for (document, line), (other, other_line), label in pairs:
        assert (other, other_line) == (document, line + 1) if label == 0 else other != document
    labels = np.array([label for _, _, label in pairs])
    assert labels.mean() == pytest.approx(0.5, abs=0.04)
    strangers = [(second[0] - first[0]) % 200 for first, second, label in pairs if label == 1]
    assert len(set(strangers)) > 190  # every other document has its turn


def test_two_documents_are_needed_for_a_wrong_pair() -> None:
    rng = np.random.default_rng(86)
    with pytest.raises(ValueError, match="second document with sentences, and here 1 has any"):
        ours.next_sentence_pairs([["a", "b"], []], rng)
    assert {label for _, _, label in ours.next_sentence_pairs([["a", "b"] * 20, ["c"]], rng)} == {0, 1}
