"""word2vec's models: tables whose gradients are those of the losses, a tree, and a training that learns."""

import gzip
import heapq
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import reference_impl as ours
from reference_impl import CBOW, HierarchicalSkipGram, SkipGram, Word2Vec, draw_negatives, huffman_paths, train_word2vec

pytestmark = pytest.mark.filterwarnings("error")
COUNTS = np.array([40, 3, 9, 1, 22, 7, 3])


def fresh(kind: str, counts: np.ndarray, dim: int, rng: np.random.Generator) -> Word2Vec:
    if kind == "tree":
        return HierarchicalSkipGram(counts, dim, rng)
    return {"skip": SkipGram, "cbow": CBOW}[kind](len(counts), dim, rng)


def make(kind: str, rng: np.random.Generator, dim: int = 3) -> tuple[Word2Vec, tuple[np.ndarray, ...]]:
    """A model over seven words, its two tables random and in float64, and a batch of four for it."""
    model = fresh(kind, COUNTS, dim, rng)
    for table in model.parameters():
        table.data = rng.normal(size=table.data.shape)
        table.grad = np.zeros_like(table.data)
    given = rng.integers(7, size=(4, 6) if kind == "cbow" else 4)
    negatives = () if kind == "tree" else (rng.integers(7, size=(4, 5)),)
    return model, (given, rng.integers(7, size=4), *negatives)


over_kinds = pytest.mark.parametrize("kind", ["skip", "cbow", "tree"])


@over_kinds
def test_gradients_of_the_tables_are_those_of_finite_differences(kind: str) -> None:
    model, batch = make(kind, np.random.default_rng(1))
    model(*batch)
    model.backward()
    for table in model.parameters():

        def loss_with(weights: np.ndarray, table: ours.Parameter = table) -> float:
            kept, table.data = table.data, weights
            loss = float(model(*batch))
            table.data = kept
            return loss

        np.testing.assert_allclose(table.grad, ours.numerical_gradient(loss_with, table.data), rtol=1e-6, atol=1e-8)


@over_kinds
def test_gradients_add_up(kind: str) -> None:
    model, batch = make(kind, np.random.default_rng(2))
    model(*batch)
    model.backward()
    once = [table.grad.copy() for table in model.parameters()]
    model.backward()
    for table, gradient in zip(model.parameters(), once, strict=True):
        np.testing.assert_allclose(table.grad, 2 * gradient, rtol=1e-12)


def test_tables_start_as_word2vecs() -> None:
    for model in (SkipGram(300, 40, np.random.default_rng(3)), CBOW(300, 40, np.random.default_rng(3))):
        assert list(model.state_dict()) == ["in_vectors", "out_vectors"]
        assert model.in_vectors.data.dtype == model.out_vectors.data.dtype == np.float32
        assert np.abs(model.in_vectors.data).max() == pytest.approx(0.5 / 40, rel=0.01)
        assert not model.out_vectors.data.any()


def test_skipgrams_examples_are_neighbours_and_the_near_ones_prevail() -> None:
    text = np.arange(3000)
    centers, contexts = SkipGram(3000, 2, np.random.default_rng(4)).examples(text, 4, np.random.default_rng(5))
    distances = np.bincount(np.abs(centers - contexts))
    assert distances[0] == 0
    np.testing.assert_allclose(distances[1:] / (2 * 3000), [1, 0.75, 0.5, 0.25], atol=0.04)


def test_cbows_examples_are_words_and_all_that_stands_around_them() -> None:
    rng = np.random.default_rng(6)
    widths = set()
    for _ in range(40):
        contexts, targets = CBOW(100, 2, rng).examples(np.arange(100), 3, rng)
        reach = contexts.shape[1] // 2
        widths.add(reach)
        offsets = [*range(-reach, 0), *range(1, reach + 1)]
        np.testing.assert_array_equal(targets, np.arange(reach, 100 - reach))
        np.testing.assert_array_equal(contexts - targets[:, None], np.tile(offsets, (len(targets), 1)))
    assert widths == {1, 2, 3}
    assert [len(part) for part in CBOW(100, 2, rng).examples(np.arange(2), 3, rng)] == [0, 0]


def test_huffmans_ways_are_the_shortest_and_tell_all_words_apart() -> None:
    paths = huffman_paths(COUNTS)
    heap, cost = COUNTS.tolist(), 0
    heapq.heapify(heap)
    while len(heap) > 1:
        joined = heapq.heappop(heap) + heapq.heappop(heap)
        cost += joined
        heapq.heappush(heap, joined)
    assert (paths.mask.sum(axis=1) * COUNTS).sum() == cost
    ways = ["".join(map(str, code[mask])) for code, mask in zip(paths.codes, paths.mask, strict=True)]
    assert not any(a.startswith(b) for a in ways for b in ways if a is not b)
    assert (paths.nodes[:, 0] == 5).all()  # the root is the last of the six inner nodes
    below: dict[int, set[str]] = {}
    for way, nodes in zip(ways, paths.nodes, strict=True):
        for depth in range(len(way)):
            below.setdefault(int(nodes[depth]), set()).add(way[:depth])
    assert {node: len(prefixes) for node, prefixes in below.items()} == dict.fromkeys(range(6), 1)


@pytest.mark.parametrize(("counts", "length"), [([5], 0), ([5, 1], 1), ([1, 1, 1, 1], 2), ([0, 0, 3], 2), ([], 0)])
def test_huffmans_small_trees(counts: list[int], length: int) -> None:
    paths = huffman_paths(np.array(counts, int))
    assert paths.nodes.shape == paths.codes.shape == paths.mask.shape == (len(counts), length)


def test_the_tree_gives_a_distribution_and_its_loss_is_the_surprise() -> None:
    model, (centers, contexts) = make("tree", np.random.default_rng(7))
    log_probs = model.log_probs(centers)
    np.testing.assert_allclose(np.exp(log_probs).sum(axis=1), 1, rtol=1e-12)
    expected = -log_probs[np.arange(len(centers)), contexts].mean()
    assert model(centers, contexts) == pytest.approx(expected, rel=1e-12)


def test_negatives_follow_the_distribution_without_the_answer() -> None:
    distribution, answers = np.array([0.5, 0, 0.2, 0.3, 0]), np.repeat([0, 2, 3], 2000)
    drawn = draw_negatives(distribution, answers, 10, np.random.default_rng(8))
    for answer in (0, 2, 3):
        expected = np.where(np.arange(5) == answer, 0, distribution)
        shares = np.bincount(drawn[answers == answer].reshape(-1), minlength=5) / 20_000
        np.testing.assert_allclose(shares, expected / expected.sum(), atol=0.02)
        assert shares[[1, 4, answer]].sum() == 0
    with pytest.raises(ValueError, match="at least two words"):
        draw_negatives(np.array([0.0, 1.0]), np.array([1]), 2, np.random.default_rng(9))


def two_topics(rng: np.random.Generator) -> np.ndarray:
    """A text that stays among words 0 to 5 for a while, then among words 6 to 11, and so on."""
    return np.concatenate([6 * (piece % 2) + rng.integers(6, size=20) for piece in range(400)])


@over_kinds
def test_words_of_one_topic_come_to_lie_together(kind: str) -> None:
    rng = np.random.default_rng(10)
    ids = two_topics(rng)
    model, negatives = fresh(kind, np.bincount(ids), 8, rng), 0 if kind == "tree" else 4
    losses = train_word2vec(model, ids, rng, window=3, negatives=negatives, epochs=6, lr=0.1, threshold=1.0)
    assert np.mean(losses[-10:]) < np.mean(losses[:10])
    assert model.in_vectors.data.dtype == np.float32
    similarity = ours.cosine_similarity(model.in_vectors.data, model.in_vectors.data)
    together, apart = similarity[:6, :6][~np.eye(6, dtype=bool)], similarity[:6, 6:]
    assert together.min() > apart.max()


def test_training_leaves_rows_alone_that_the_text_does_not_have() -> None:
    rng = np.random.default_rng(11)
    model = SkipGram(9, 4, rng)
    before = model.in_vectors.data.copy()
    train_word2vec(model, np.array([1, 4, 1, 7, 4, 7, 1]), rng, threshold=1.0)
    changed = (model.in_vectors.data != before).any(axis=1)
    assert np.flatnonzero(model.out_vectors.data.any(axis=1)).tolist() == [1, 4, 7]
    assert not changed[[0, 2, 3, 5, 6, 8]].any()


def test_a_text_without_neighbours_teaches_nothing() -> None:
    rng = np.random.default_rng(12)
    assert train_word2vec(CBOW(9, 4, rng), np.array([1, 4]), rng, threshold=1.0, words_per_step=1) == []
    assert train_word2vec(SkipGram(9, 4, rng), np.array([1, 4]), rng, threshold=1.0, epochs=0) == []


@pytest.mark.slow
@pytest.mark.skipif("HANDMADE_DATA" not in os.environ, reason="HANDMADE_DATA is not set: the text8 slice is not here")
@pytest.mark.parametrize(("kind", "lr"), [("skip", 0.05), ("cbow", 0.25), ("tree", 0.05)])
def test_numbers_find_each_other_in_real_text(kind: str, lr: float) -> None:
    path = Path(os.environ["HANDMADE_DATA"]) / "text8-slice" / "text8-first-6877824.txt.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not in $HANDMADE_DATA")
    with gzip.open(path, "rt") as file:
        words = file.read(2_500_000).split()[:-1]
    vocabulary = [word for word, count in Counter(words).most_common() if count >= 5]
    places = {word: place for place, word in enumerate(vocabulary)}
    ids, rng = np.array([places[word] for word in words if word in places]), np.random.default_rng(13)
    model, negatives = fresh(kind, np.bincount(ids), 50, rng), 0 if kind == "tree" else 5
    train_word2vec(model, ids, rng, negatives=negatives, epochs=2, lr=lr)
    numbers = "one two three four five six seven eight nine".split()
    vectors = model.in_vectors.data
    similarity = ours.cosine_similarity(vectors[[places[word] for word in numbers]], vectors)
    nearest = np.argsort(-similarity, axis=1)[:, 1:6]
    assert np.mean([vocabulary[place] in {*numbers, "zero"} for place in nearest.reshape(-1)]) > 0.3
