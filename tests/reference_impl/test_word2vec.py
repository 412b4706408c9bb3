"""word2vec's functions: which words, which pairs, which losses, and what vectors then know."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 2e-5, "atol": 2e-6}, np.float64: {"rtol": 1e-11, "atol": 1e-12}}
Tensors = torch.Tensor
Losses = tuple[Callable[..., Any], Callable[..., Any], Callable[..., Tensors]]


def torch_skipgram(center: Tensors, context: Tensors, negatives: Tensors) -> Tensors:
    true, false = (center * context).sum(-1), torch.einsum("nkd,nd->nk", negatives, center)
    return (-F.logsigmoid(true) - F.logsigmoid(-false).sum(1)).mean()


def torch_cbow(contexts: Tensors, target: Tensors, negatives: Tensors) -> Tensors:
    return torch_skipgram(contexts.mean(1), target, negatives)


def torch_hierarchical(hidden: Tensors, nodes: Tensors, codes: Tensors, mask: Tensors) -> Tensors:
    scores = torch.einsum("nld,nd->nl", nodes, hidden)
    losses = F.binary_cross_entropy_with_logits(scores, codes.to(scores.dtype), reduction="none")
    return losses.masked_fill(~mask, 0).sum(1).mean()


def sample(name: str, rng: np.random.Generator, n: int, d: int, k: int, scale: float = 1.0) -> tuple[np.ndarray, ...]:
    """Arguments of a loss: N examples of width D, and K negatives, or nodes of a path."""
    several, one, many = (scale * rng.normal(size=shape) for shape in [(n, 3, d), (n, d), (n, k, d)])
    if name == "hierarchical":
        return one, many, rng.integers(2, size=(n, k)), rng.random((n, k)) < 0.6
    return (several if name == "cbow" else scale * rng.normal(size=(n, d))), one, many


LOSSES = {
    "skipgram": (ours.skipgram_loss, ours.skipgram_loss_backward, torch_skipgram),
    "cbow": (ours.cbow_loss, ours.cbow_loss_backward, torch_cbow),
    "hierarchical": (ours.hierarchical_softmax_loss, ours.hierarchical_softmax_loss_backward, torch_hierarchical),
}
over_losses = pytest.mark.parametrize("name", LOSSES)


@over_dtypes
@over_losses
@pytest.mark.parametrize("scale", [1.0, 50.0], ids=["scores of one", "scores of thousands"])
@settings(max_examples=8, deadline=None)
@given(n=st.integers(1, 5), d=st.integers(1, 7), k=st.integers(0, 4), seed=st.integers(0, 999))
def test_loss_and_gradients_are_torchs(
    name: str, scale: float, n: int, d: int, k: int, seed: int, dtype: type
) -> None:
    forward, backward, twin = LOSSES[name]
    arguments = [
        a.astype(dtype) if a.dtype.kind == "f" else a for a in sample(name, np.random.default_rng(seed), n, d, k, scale)
    ]
    before = [argument.copy() for argument in arguments]
    tensors = [torch.tensor(a, requires_grad=a.dtype.kind == "f") for a in arguments]
    expected = twin(*tensors)
    expected.backward()
    loss, gradients = forward(*arguments), backward(*arguments)
    learning = [tensor for tensor in tensors if tensor.requires_grad]
    assert np.asarray(loss).dtype == dtype
    np.testing.assert_allclose(loss, expected.detach(), **TOLERANCE[dtype])
    for gradient, tensor in zip(gradients, learning, strict=True):
        assert gradient.dtype == dtype
        tolerance = TOLERANCE[dtype] | {"atol": scale * TOLERANCE[dtype]["atol"]}
        np.testing.assert_allclose(gradient, tensor.grad, **tolerance)
    for argument, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(argument, copy)


@over_losses
def test_gradients_are_those_of_finite_differences(name: str) -> None:
    forward, backward, _ = LOSSES[name]
    arguments = sample(name, np.random.default_rng(1), 4, 5, 3)
    for place, gradient in enumerate(backward(*arguments)):

        def moved(x: np.ndarray, place: int = place) -> float:
            return float(forward(*arguments[:place], x, *arguments[place + 1 :]))

        numerical = ours.numerical_gradient(moved, arguments[place])
        np.testing.assert_allclose(gradient, numerical, rtol=1e-6, atol=1e-8)


@over_losses
def test_views_give_what_their_copies_give(name: str) -> None:
    forward, backward, _ = LOSSES[name]
    arguments = sample(name, np.random.default_rng(2), 5, 3, 2)
    views = [np.repeat(argument, 2, axis=-1)[..., ::2] for argument in arguments]
    np.testing.assert_allclose(forward(*views), forward(*arguments), rtol=1e-12)
    for gradient, expected in zip(backward(*views), backward(*arguments), strict=True):
        np.testing.assert_allclose(gradient, expected, rtol=1e-12)


@over_losses
def test_an_empty_batch_has_no_loss_and_empty_gradients(name: str) -> None:
    forward, backward, _ = LOSSES[name]
    arguments = sample(name, np.random.default_rng(3), 0, 3, 2)
    assert np.isnan(forward(*arguments))
    learning = [argument for argument in arguments if argument.dtype.kind == "f"]
    assert [gradient.shape for gradient in backward(*arguments)] == [argument.shape for argument in learning]


def test_the_probability_of_keeping_a_word() -> None:
    counts = np.array([0, 1, 50, 949, 9000])
    frequencies = counts / 10_000
    expected = [1.0] + [min(1.0, np.sqrt(0.01 / f) + 0.01 / f) for f in frequencies[1:]]
    np.testing.assert_allclose(ours.subsample_probability(counts, 0.01), expected, rtol=1e-12)
    assert ours.subsample_probability(np.array([10**6, 1]))[0] == pytest.approx(np.sqrt(1e-5) + 1e-5, rel=1e-4)
    np.testing.assert_array_equal(ours.subsample_probability(np.zeros(3, int)), np.ones(3))
    assert ours.subsample_probability(np.zeros(0, int)).shape == (0,)


def test_negatives_are_drawn_by_flattened_frequencies() -> None:
    counts = np.array([0, 1, 16, 81])
    np.testing.assert_allclose(ours.negative_sampling_distribution(counts), np.array([0, 1, 8, 27]) / 36, rtol=1e-12)
    np.testing.assert_allclose(ours.negative_sampling_distribution(counts, 1), counts / 98, rtol=1e-12)
    np.testing.assert_allclose(ours.negative_sampling_distribution(counts[1:], 0.0), np.full(3, 1 / 3), rtol=1e-12)
    with pytest.raises(ValueError, match="all counts are zero"):
        ours.negative_sampling_distribution(np.zeros(3, int))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 15))
def test_pairs_come_in_reading_order(text: list[int], window: int) -> None:
    expected = [
        [text[t], text[s]]
        for t in range(len(text))
        for s in range(max(0, t - window), min(len(text), t + window + 1))
        if s != t
    ]
    pairs = ours.skipgram_pairs(np.array(text, np.int32), window)
    assert pairs.dtype == np.int32
    assert pairs.shape == (len(expected), 2)
    assert pairs.tolist() == expected


@over_dtypes
def test_cosine_similarity_is_torchs_and_zero_for_zero_vectors(dtype: type) -> None:
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(5, 3)).astype(dtype), 7 * rng.normal(size=(4, 3)).astype(dtype)
    a[2], b[1] = 0, 0
    expected = F.cosine_similarity(torch.tensor(a)[:, None], torch.tensor(b)[None], dim=-1)
    similarity = ours.cosine_similarity(a, b)
    assert similarity.dtype == dtype
    np.testing.assert_allclose(similarity, expected, rtol=1e-5, atol=1e-6)
    assert not similarity[2].any()
    assert not similarity[:, 1].any()
    assert ours.cosine_similarity(a[:0], b).shape == (0, 4)


def test_an_analogy_is_answered_by_the_nearest_other_word() -> None:
    #                   man     woman   king    queen      far     zero
    vectors = np.array([[1, 0], [1, 2], [4, 0], [4, 2.1], [9, 9], [0, 0]])
    assert ours.analogy(0, 1, 2, vectors) == 3
    assert ours.analogy(2, 3, 0, vectors) == 1
    assert type(ours.analogy(0, 1, 2, vectors)) is int
    # by cosine, not by the dot product; and the vectors as they are, not made equally long
    assert ours.analogy(0, 0, 2, np.array([[1.0, 0], [0, 1], [1, 1], [1, 1.2], [50, -20]])) == 3
    assert ours.analogy(0, 1, 2, np.array([[1.0, 0], [0, 9], [2, 0], [1, 9], [1, 1]])) == 3


def test_the_analogy_score_is_that_of_its_answers() -> None:
    rng = np.random.default_rng(5)
    vectors, questions = rng.normal(size=(20, 3)), rng.integers(20, size=(37, 4))
    questions[::2, 3] = [ours.analogy(*question[:3], vectors) for question in questions[::2]]
    expected = np.mean([ours.analogy(*question[:3], vectors) == question[3] for question in questions])
    assert ours.analogy_accuracy(questions, vectors, batch_size=10) == pytest.approx(expected)
    assert np.isnan(ours.analogy_accuracy(questions[:0], vectors))
