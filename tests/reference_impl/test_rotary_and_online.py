"""Rotary embedding and online softmax: what they promise, over random shapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ours

# OpenBLAS may raise the flag on numbers it read too many and never used: github.com/numpy/numpy/issues/24067.
pytestmark = pytest.mark.filterwarnings("error", "ignore:invalid value encountered in matmul")

over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
leading_axes = st.lists(st.integers(0, 3), max_size=2)
seeds = st.integers(0, 2**32 - 1)


@over_dtypes
@settings(max_examples=20, deadline=None)
@given(leading=leading_axes, length=st.integers(0, 6), pairs=st.integers(1, 5), seed=seeds)
def test_turning_is_a_product_of_complex_numbers(
    leading: list[int], length: int, pairs: int, seed: int, dtype: type
) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(*leading, length, 2 * pairs)).astype(dtype)
    positions = rng.integers(-50, 50, length)
    output = ours.rotary_embedding(x, positions, base=300.0)
    assert output.dtype == dtype
    assert output.shape == x.shape
    frequencies = 300.0 ** (-2 * np.arange(pairs) / (2 * pairs))
    turned = (x[..., 0::2] + 1j * x[..., 1::2]) * np.exp(1j * np.outer(positions, frequencies))
    expected = np.stack([turned.real, turned.imag], axis=-1).reshape(x.shape)
    np.testing.assert_allclose(output, expected, rtol=1e-5, atol=1e-6 if dtype is np.float32 else 1e-12)
    np.testing.assert_allclose(ours.rotary_embedding(output, -positions, base=300.0), x, rtol=1e-4, atol=1e-5)


def test_scores_of_turned_rows_depend_on_the_distance_alone() -> None:
    rng = np.random.default_rng(71)
    q, k = rng.normal(size=(2, 1, 8))
    dots = [
        float((ours.rotary_embedding(q, np.array([t + 3])) * ours.rotary_embedding(k, np.array([t]))).sum())
        for t in (0, 1, 10, 500)
    ]
    np.testing.assert_allclose(dots, dots[0])
    np.testing.assert_array_equal(ours.rotary_embedding(q, np.array([0])), q)


def test_turning_back_carries_a_gradient() -> None:
    rng = np.random.default_rng(72)
    x, grad_output, positions = rng.normal(size=(5, 6)), rng.normal(size=(5, 6)), np.arange(5) + 3

    def weighted(moved: np.ndarray) -> float:
        return float((ours.rotary_embedding(moved, positions) * grad_output).sum())

    numerical = ours.numerical_gradient(weighted, x)
    np.testing.assert_allclose(ours.rotary_embedding(grad_output, -positions), numerical, rtol=1e-7, atol=1e-9)


def test_an_odd_width_has_no_pairs() -> None:
    with pytest.raises(ValueError, match="x has 5"):
        ours.rotary_embedding(np.zeros((2, 5)), np.arange(2))


@over_dtypes
@settings(max_examples=30, deadline=None)
@given(leading=leading_axes, sizes=st.tuples(*[st.integers(1, 9)] * 4), block=st.integers(1, 12), seed=seeds)
def test_tiles_give_what_the_whole_gives(
    leading: list[int], sizes: tuple[int, int, int, int], block: int, seed: int, dtype: type
) -> None:
    rng = np.random.default_rng(seed)
    length, keys, width, outputs = sizes
    scale = rng.choice([1, 30, 300])  # so that the maximum moves far, from block to block
    q = scale * rng.normal(size=(*leading, length, width))
    k, v = rng.normal(size=(*leading, keys, width)), rng.normal(size=(*leading, keys, outputs))
    q, k, v = (array.astype(dtype) for array in (q, k, v))
    before = [array.copy() for array in (q, k, v)]
    output = ours.online_softmax_attention(q, k, v, block)
    assert output.dtype == dtype
    expected, _ = ours.scaled_dot_product_attention(q, k, v)
    tolerance = 2e-3 if dtype is np.float32 else 1e-9
    np.testing.assert_allclose(output, expected, rtol=tolerance, atol=tolerance)
    for array, copy in zip((q, k, v), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@over_dtypes
def test_tiles_of_extreme_scores(dtype: type) -> None:
    k, v = np.array([[-1e4], [1e4], [-1e4], [1e4], [0]], dtype), np.arange(5, dtype=dtype)[:, None]
    output = ours.online_softmax_attention(np.array([[1], [-1]], dtype), k, v, 2)
    np.testing.assert_array_equal(output, [[2], [1]])


def test_the_order_of_the_keys_does_not_matter_and_a_block_has_some() -> None:
    rng = np.random.default_rng(73)
    q, k, v = rng.normal(size=(3, 4, 3))
    np.testing.assert_allclose(
        ours.online_softmax_attention(q, k[::-1], v[::-1], 3), ours.online_softmax_attention(q, k, v, 4)
    )
    for block in (0, -1):
        with pytest.raises(ValueError, match="at least one key"):
            ours.online_softmax_attention(q, k, v, block)
