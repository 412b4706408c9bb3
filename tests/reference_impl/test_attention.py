"""Attention: torch's numbers, masks of every shape, heads narrow and wide, one token at a time, and the edges."""

import itertools
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import reference_impl as ours

# OpenBLAS may raise the flag on numbers it read too many and never used: github.com/numpy/numpy/issues/24067.
pytestmark = pytest.mark.filterwarnings("error", "ignore:invalid value encountered in matmul")

over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-11}}
N, T, S, D = 2, 5, 7, 6


def padding(rng: np.random.Generator, length: int) -> np.ndarray:
    """The mask of a batch of which each row is padded somewhere, and one wholly."""
    ids = rng.integers(0, 3, (N, length))
    ids[-1] = 0
    return ours.padding_mask(ids, 0)


MASKS = {
    "none": lambda rng: None,
    "causal": lambda rng: ours.causal_mask(T),
    "padding": lambda rng: padding(rng, T),
    "causal and padding": lambda rng: ours.causal_mask(T) & padding(rng, T),
    "a mask a head": lambda rng: rng.random((1, 3, T, T)) < 0.5,
    "full": lambda rng: rng.random((N, 3, T, T)) < 0.5,
}
over_masks = pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)


def in_dtype(model: ours.Module, dtype: type) -> Any:
    for parameter in model.parameters():
        parameter.data, parameter.grad = parameter.data.astype(dtype), parameter.grad.astype(dtype)
    return model


def test_causal_mask_sees_itself_and_the_past() -> None:
    for length in (0, 1, 4):
        mask = ours.causal_mask(length)
        assert mask.dtype == bool
        assert mask.shape == (length, length)
        assert all(mask[t, s] == (s <= t) for t, s in itertools.product(range(length), repeat=2))


def test_padding_mask_sees_all_but_padding() -> None:
    mask = ours.padding_mask(np.array([[5, 9, 9], [9, 3, 0]]), 9)
    assert mask.dtype == bool
    assert mask.shape == (2, 1, 1, 3)
    np.testing.assert_array_equal(mask[:, 0, 0], [[True, False, False], [False, True, True]])


@over_dtypes
def test_what_is_hidden_counts_for_nothing(dtype: type) -> None:
    scores = np.random.default_rng(61).normal(size=(4, 5)).astype(dtype)
    mask = np.array([1, 0, 1, 1, 0], bool)
    expected = ours.softmax(scores[:, mask])
    for garbage in (0, 1e4, -1e4, np.finfo(dtype).max, np.inf, -np.inf, np.nan):
        scores[:, ~mask] = garbage
        weights = ours.masked_softmax(scores, mask)
        assert weights.dtype == dtype
        np.testing.assert_allclose(weights[:, mask], expected, rtol=1e-6)
        np.testing.assert_array_equal(weights[:, ~mask], 0)
    np.testing.assert_allclose(ours.masked_softmax(scores[:, mask], None), expected, rtol=1e-6)


@over_dtypes
def test_extreme_scores_and_rows_that_see_nothing(dtype: type) -> None:
    scores = np.array([[1e4, -1e4, 0], [-1e4, -1e4, -2e4], [1e4, 1e4, 1e4]], dtype)
    weights = ours.masked_softmax(scores, np.array([[1, 1, 1], [0, 1, 1], [0, 0, 0]], bool))
    np.testing.assert_array_equal(weights, [[1, 0, 0], [0, 1, 0], [0, 0, 0]])
    grad = ours.masked_softmax_backward(np.full((3, 3), 1e4, dtype), weights)
    np.testing.assert_array_equal(grad, 0)
    assert ours.masked_softmax(np.zeros((2, 0), dtype), np.ones((2, 0), bool)).shape == (2, 0)


@over_dtypes
@over_masks
def test_attention_is_torchs_under_masks_that_broadcast(mask: Any, dtype: type) -> None:
    rng = np.random.default_rng(62)
    q, k, v = rng.normal(size=(3, N, T, 3, 4)).astype(dtype).swapaxes(2, 3)  # strided, as heads are
    allowed = mask(rng)
    tensors = [torch.tensor(array, requires_grad=True) for array in (q, k, v)]
    expected = F.scaled_dot_product_attention(*tensors, attn_mask=None if allowed is None else torch.tensor(allowed))
    output, weights = ours.scaled_dot_product_attention(q, k, v, allowed)
    np.testing.assert_allclose(output, expected.detach(), **TOLERANCE[dtype])
    sums = 1 if allowed is None else np.broadcast_to(allowed, weights.shape).any(axis=-1)
    np.testing.assert_allclose(weights.sum(axis=-1), sums, rtol=1e-5)
    grad_output = rng.normal(size=output.shape).astype(dtype)
    expected.backward(torch.tensor(grad_output))
    grads = ours.scaled_dot_product_attention_backward(grad_output, q, k, v, weights)
    assert output.dtype == weights.dtype == dtype
    for grad, tensor in zip(grads, tensors, strict=True):
        assert grad.dtype == dtype
        np.testing.assert_allclose(grad, tensor.grad, **TOLERANCE[dtype])


@pytest.mark.parametrize(("length", "keys"), [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_attention_of_nothing_and_of_one(length: int, keys: int) -> None:
    rng = np.random.default_rng(63)
    q, k, v = rng.normal(size=(2, length, 4)), rng.normal(size=(2, keys, 4)), rng.normal(size=(2, keys, 3))
    output, weights = ours.scaled_dot_product_attention(q, k, v)
    np.testing.assert_allclose(output, v if keys == 1 else np.zeros((2, length, 3)))
    grads = ours.scaled_dot_product_attention_backward(output, q, k, v, weights)
    assert [grad.shape for grad in grads] == [q.shape, k.shape, v.shape]
    np.testing.assert_allclose(ours.online_softmax_attention(q, k, v, 2), output)


def test_heads_are_slices_of_the_features() -> None:
    x = np.random.default_rng(64).normal(size=(N, T, D))
    split = ours.split_heads(x, 3)
    assert split.shape == (N, 3, T, 2)
    for head in range(3):
        np.testing.assert_array_equal(split[:, head], x[:, :, 2 * head : 2 * head + 2])
    np.testing.assert_array_equal(ours.merge_heads(split), x)
    assert ours.merge_heads(ours.split_heads(x[:0], 3)).shape == (0, T, D)
    with pytest.raises(ValueError, match="6 features cannot be cut into 4 heads"):
        ours.split_heads(x, 4)
    with pytest.raises(ValueError, match="6 features cannot be cut into 4 heads"):
        ours.MultiHeadAttention(6, 4, np.random.default_rng(0))


def torchs_attention(model: ours.MultiHeadAttention) -> nn.MultiheadAttention:
    """torch's module with the same state dict, the three projections stacked as it wants them."""
    state = {name: torch.tensor(array) for name, array in model.state_dict().items()}
    kinds = ("weight", "bias")
    stacked = {f"in_proj_{kind}": torch.cat([state.pop(f"{i}_proj.{kind}") for i in "qkv"]) for kind in kinds}
    twin = nn.MultiheadAttention(D, 3, batch_first=True).to(state["out_proj.weight"].dtype)
    twin.load_state_dict(state | stacked)
    return twin


@over_dtypes
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("given", [("query",), ("query", "key"), ("query", "key", "value"), ("query", "value")])
def test_multi_head_attention_is_torchs(given: tuple[str, ...], masked: bool, dtype: type) -> None:
    rng = np.random.default_rng(65)
    model = in_dtype(ours.MultiHeadAttention(D, 3, rng), dtype)
    twin = torchs_attention(model)
    lengths = {"query": T, "key": S, "value": S if "key" in given else T}
    arrays = {name: rng.normal(size=(N, lengths[name], D)).astype(dtype) for name in given}
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in arrays.items()}
    query = tensors["query"]
    key = tensors.get("key", query)
    mask = rng.random((T, key.shape[1])) < 0.6
    mask[:, 0] = True  # torch's module gives NaN for a row that sees nothing
    mask = mask if masked else None
    expected, weights = twin(
        query,
        key,
        tensors.get("value", key),
        attn_mask=None if mask is None else torch.tensor(~mask),
        average_attn_weights=False,
    )
    grad_output = rng.normal(size=(N, T, D)).astype(dtype)
    for _ in range(2):  # gradients add up, in both libraries
        expected.backward(torch.tensor(grad_output), retain_graph=True)
        output = model(**arrays, mask=mask)
        grads = model.backward(grad_output)
    np.testing.assert_allclose(output, expected.detach(), **TOLERANCE[dtype])
    np.testing.assert_allclose(model.weights, weights.detach(), **TOLERANCE[dtype])
    assert output.dtype == dtype
    assert isinstance(grads, tuple) == (len(given) > 1)
    for grad, tensor in zip(grads if isinstance(grads, tuple) else [grads], tensors.values(), strict=True):
        np.testing.assert_allclose(2 * grad, tensor.grad, **TOLERANCE[dtype])
    for kind in ("weight", "bias"):
        stacked = np.concatenate([getattr(p, kind).grad for p in (model.q_proj, model.k_proj, model.v_proj)])
        np.testing.assert_allclose(stacked, getattr(twin, f"in_proj_{kind}").grad, **TOLERANCE[dtype])
        np.testing.assert_allclose(
            getattr(model.out_proj, kind).grad, getattr(twin.out_proj, kind).grad, **TOLERANCE[dtype]
        )


@over_masks
@pytest.mark.parametrize("kind", [ours.MultiHeadAttention, ours.WideAttention])
def test_gradients_of_a_module_are_finite_differences(kind: Any, mask: Any) -> None:
    rng = np.random.default_rng(66)
    model, allowed = in_dtype(kind(D, 3, rng), np.float64), mask(rng)
    x, grad_output = rng.normal(size=(2, N, T, D))
    model(x, mask=allowed)
    grad_x = model.backward(grad_output)
    numerical = ours.numerical_gradient(lambda moved: float((model(moved, mask=allowed) * grad_output).sum()), x)
    np.testing.assert_allclose(grad_x, numerical, rtol=1e-5, atol=1e-8)


@over_dtypes
def test_wide_heads_are_attentions_side_by_side(dtype: type) -> None:
    rng = np.random.default_rng(67)
    model = in_dtype(ours.WideAttention(D, 3, rng), dtype)
    assert model.q_proj.weight.data.shape == (3 * D, D)
    assert model.out_proj.weight.data.shape == (D, 3 * D)
    x, memory = rng.normal(size=(N, T, D)).astype(dtype), rng.normal(size=(N, S, D)).astype(dtype)
    heads = []
    for head in range(3):
        rows = slice(head * D, (head + 1) * D)
        q, k, v = (
            ours.linear(rows_in, p.weight.data[rows], p.bias.data[rows])
            for rows_in, p in ((x, model.q_proj), (memory, model.k_proj), (memory, model.v_proj))
        )
        heads.append(ours.scaled_dot_product_attention(q, k, v)[0])
    output = model(x, memory)
    assert output.dtype == dtype
    np.testing.assert_allclose(output, model.out_proj(np.concatenate(heads, axis=-1)), **TOLERANCE[dtype])
    narrow, wide = (kind(D, 1, np.random.default_rng(1)) for kind in (ours.MultiHeadAttention, ours.WideAttention))
    np.testing.assert_array_equal(narrow(x), wide(x))


@pytest.mark.parametrize("steps", [(1,) * 7, (7,), (3, 1, 0, 2, 1)])
@pytest.mark.parametrize("kind", [ours.MultiHeadAttention, ours.WideAttention])
def test_a_cache_gives_what_the_full_pass_gives(kind: Any, steps: tuple[int, ...]) -> None:
    rng = np.random.default_rng(68)
    attention = kind(D, 3, rng)
    x = rng.normal(size=(N, 7, D)).astype(np.float32)
    cache = ours.KVCache()
    assert cache.length == 0
    pieces = []
    for step in steps:
        pieces.append(cache.attend(attention, x[:, cache.length : cache.length + step]))
    assert cache.length == cache.keys.shape[2] == 7
    output = np.concatenate(pieces, axis=1)
    assert output.dtype == np.float32
    np.testing.assert_allclose(output, attention(x, mask=ours.causal_mask(7)), rtol=1e-5, atol=1e-6)
    k, v = rng.normal(size=(2, *cache.keys[:, :, :2].shape))
    for whole, new in zip(cache.append(k, v), (k, v), strict=True):
        np.testing.assert_array_equal(whole[:, :, 7:], new)
