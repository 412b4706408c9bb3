"""What a language model is judged by, and how it chooses: masked loss, perplexity, sampling, beam search."""

import itertools
import math

import numpy as np
import pytest
import torch

from reference_impl import beam_search, masked_cross_entropy, masked_cross_entropy_backward, perplexity, sample, softmax

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
PROBS = np.array([0.15, 0.4, 0.05, 0.3, 0.1])


def frequencies(logits: np.ndarray, draws: int = 20000, **options: float) -> np.ndarray:
    ids = sample(np.broadcast_to(logits, (draws, len(logits))), np.random.default_rng(61), **options)
    return np.bincount(ids, minlength=len(logits)) / draws


def only(*kept: int) -> np.ndarray:
    left = np.where(np.isin(np.arange(5), kept), PROBS, 0)
    return left / left.sum()


@over_dtypes
def test_only_what_the_mask_counts_is_in_the_loss(dtype: type) -> None:
    rng = np.random.default_rng(62)
    logits = rng.normal(size=(3, 4, 7)).astype(dtype)
    targets = rng.integers(7, size=(3, 4))
    mask = rng.random((3, 4)) < 0.6
    targets[~mask] = rng.choice([-1, 7, 999], size=(~mask).sum())
    tensor = torch.tensor(logits, requires_grad=True)
    kept = torch.tensor(mask)
    expected = torch.nn.functional.cross_entropy(tensor[kept], torch.tensor(targets)[kept])
    expected.backward()
    before = targets.copy()
    loss, gradient = masked_cross_entropy(logits, targets, mask), masked_cross_entropy_backward(logits, targets, mask)
    assert loss.dtype == gradient.dtype == dtype
    assert loss == pytest.approx(expected.item(), rel=1e-5)
    np.testing.assert_allclose(gradient, tensor.grad, rtol=1e-5, atol=1e-7)
    assert (gradient[~mask] == 0).all()
    np.testing.assert_array_equal(targets, before)


def test_where_the_mask_counts_none_there_is_no_loss_and_no_gradient() -> None:
    logits, targets, mask = np.ones((2, 3)), np.array([5, -7]), np.zeros(2, dtype=bool)
    assert math.isnan(masked_cross_entropy(logits, targets, mask))
    assert not masked_cross_entropy_backward(logits, targets, mask).any()


@pytest.mark.parametrize(("loss", "choices"), [(0.0, 1), (math.log(50), 50), (1e4, math.inf), (math.inf, math.inf)])
def test_perplexity_is_a_number_of_choices(loss: float, choices: float) -> None:
    for number in (loss, np.float32(loss), np.array(loss)):
        assert perplexity(number) == pytest.approx(choices, rel=1e-5)
        assert type(perplexity(number)) is float
    assert math.isnan(perplexity(math.nan))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, PROBS),
        ({"temperature": 0.5}, PROBS**2 / (PROBS**2).sum()),
        ({"temperature": 2.0}, PROBS**0.5 / (PROBS**0.5).sum()),
        ({"top_k": 1}, only(1)),
        ({"top_k": 3}, only(0, 1, 3)),
        ({"top_k": 99}, PROBS),
        ({"top_p": 0.0}, only(1)),
        ({"top_p": 0.39}, only(1)),
        ({"top_p": 0.41}, only(1, 3)),
        ({"top_p": 0.72}, only(0, 1, 3)),
        ({"top_p": 1.0}, PROBS),
        ({"top_k": 3, "top_p": 0.81}, only(1, 3)),  # 0.7 of the 0.85 that are left are 0.82
        ({"top_k": 1, "top_p": 0.99}, only(1)),
        ({"temperature": 0.5, "top_p": 0.6}, np.array([0, 0.64, 0, 0.36, 0])),
        ({"temperature": 0}, only(1)),
        ({"temperature": 1e-300}, only(1)),
    ],
)
def test_tokens_come_as_often_as_they_should(options: dict[str, float], expected: np.ndarray) -> None:
    found = frequencies(np.log(PROBS), **options)
    np.testing.assert_allclose(found, expected, atol=0.02)
    assert (found[expected == 0] == 0).all()


@over_dtypes
@pytest.mark.parametrize("shape", [(7,), (3, 7), (2, 3, 7), (0, 7), (3, 1)])
def test_every_row_draws_for_itself(shape: tuple[int, ...], dtype: type) -> None:
    rng = np.random.default_rng(63)
    logits = rng.normal(size=shape).astype(dtype)
    before = logits.copy()
    for options in ({}, {"top_k": 2}, {"top_p": 0.5}, {"temperature": 0}):
        ids = sample(logits, rng, **options)
        assert np.shape(ids) == shape[:-1]
        assert np.asarray(ids).dtype.kind == "i"
    np.testing.assert_array_equal(sample(logits, rng, temperature=0), logits.argmax(-1))
    np.testing.assert_array_equal(logits, before)


def test_rows_are_independent_of_each_other() -> None:
    ids = sample(np.zeros((2000, 2, 2)), np.random.default_rng(64))
    np.testing.assert_allclose(np.bincount(ids @ [1, 2], minlength=4) / 2000, 0.25, atol=0.05)


def test_extreme_logits_draw_the_best() -> None:
    for logits in ([-1e4, 1e4, 0], [-np.inf, 0, -np.inf], [-3e38, 3e38, 0]):
        for options in ({}, {"temperature": 1e-3}, {"top_k": 2, "top_p": 0.9}):
            ids = sample(np.tile(np.array(logits, np.float32), (50, 1)), np.random.default_rng(65), **options)
            assert (ids == 1).all()


@pytest.mark.parametrize("options", [{"temperature": -1}, {"top_k": 0}, {"top_p": 1.5}, {"top_p": -0.1}])
def test_options_that_make_no_sense_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"temperature .* top_k .* top_p"):
        sample(np.zeros(3), np.random.default_rng(66), **options)


def table_of_log_probs(seed: int) -> dict[tuple[int, ...], np.ndarray]:
    """Log-probabilities of four tokens after every beginning of up to four tokens."""
    rng = np.random.default_rng(seed)
    beginnings = [ids for length in range(5) for ids in itertools.product(range(4), repeat=length)]
    return {ids: np.log(softmax(2 * rng.normal(size=4))) for ids in beginnings}


def score(table: dict[tuple[int, ...], np.ndarray], ids: list[int]) -> float:
    return sum(float(table[tuple(ids[:t])][token]) for t, token in enumerate(ids) if t > 0)


@pytest.mark.parametrize("seed", range(8))
def test_a_beam_of_one_is_greedy_and_a_wide_one_finds_the_best(seed: int) -> None:
    table = table_of_log_probs(seed)

    def step_fn(ids: list[int]) -> np.ndarray:
        assert isinstance(ids, list)
        return table[tuple(ids)]

    greedy = [2]
    for _ in range(3):
        greedy.append(int(step_fn(greedy).argmax()))
    assert beam_search(step_fn, [2], 1, 3) == greedy
    best = max(([2, *ids] for ids in itertools.product(range(4), repeat=3)), key=lambda ids: score(table, ids))
    assert beam_search(step_fn, [2], 64, 3) == best


def test_a_beam_finds_what_greed_passes_by() -> None:
    table = {(9,): [0.6, 0.4, 0.0], (9, 0): [0.34, 0.33, 0.33], (9, 1): [0.0, 0.0, 1.0], (9, 2): [1.0, 0.0, 0.0]}

    def step_fn(ids: list[int]) -> np.ndarray:
        with np.errstate(divide="ignore"):
            return np.log(table[tuple(ids)])

    start = [9]
    assert beam_search(step_fn, start, 1, 2) == [9, 0, 0]
    assert beam_search(step_fn, start, 2, 2) == [9, 1, 2]
    assert beam_search(step_fn, start, 99, 2) == [9, 1, 2]
    assert beam_search(step_fn, start, 3, 0) == [9]
    assert start == [9]
