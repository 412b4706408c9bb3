"""Attention."""

import numpy as np
import torch
import torch.nn.functional as F

import reference_impl as ours
from tests.reference_impl.pairs.pair import Arguments, Pair, Shape, some


def scores_and_mask(rng: np.random.Generator, shape: Shape) -> Arguments:
    return {"scores": 3 * rng.normal(size=shape), "mask": rng.random(shape) < 0.6}


def torch_masked_softmax(scores: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return torch.softmax(scores.masked_fill(~mask, -1e30), -1) * mask


def queries_keys_values(rng: np.random.Generator, shape: Shape) -> Arguments:
    *leading, length, width = (2, *shape)
    keys, outputs = some(rng, 2)
    q, k, v = (rng.normal(size=(*leading, *size)) for size in [(length, width), (keys, width), (keys, outputs)])
    return {"q": q, "k": k, "v": v, "mask": rng.random((length, keys)) < 0.7}


def whole(rng: np.random.Generator, shape: Shape) -> Arguments:
    samples, length, width = some(rng, 3, high=5)
    return {"x": rng.normal(size=(samples, length, 3 * width))}


def in_heads(rng: np.random.Generator, shape: Shape) -> Arguments:
    return {"x": rng.normal(size=some(rng, 4, high=5))}


def rows_at_positions(rng: np.random.Generator, shape: Shape) -> Arguments:
    *leading, length, width = (2, *shape)
    return {"x": rng.normal(size=(*leading, length, 2 * width)), "positions": rng.integers(50, size=length)}


def torch_rotary(x: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2))
    angles = positions[:, None] * 10000.0 ** (-2 * torch.arange(pairs.shape[-1], dtype=torch.float64) / x.shape[-1])
    return torch.view_as_real(pairs * torch.exp(1j * angles).to(pairs.dtype)).flatten(-2)


PAIRS = [
    Pair("masked_softmax", "scores", torch_masked_softmax, scores_and_mask),
    Pair(
        "scaled_dot_product_attention",
        "q k v",
        lambda q, k, v, mask: F.scaled_dot_product_attention(q, k, v, attn_mask=mask),
        queries_keys_values,
    ),
    Pair(
        "split_heads",
        "x",
        lambda x: x.unflatten(-1, (3, -1)).transpose(1, 2),
        whole,
        {"heads": 3},
        backward=lambda grad_output, x, heads: ours.merge_heads(grad_output),
    ),
    Pair(
        "merge_heads",
        "x",
        lambda x: x.transpose(1, 2).flatten(2),
        in_heads,
        backward=lambda grad_output, x: ours.split_heads(grad_output, x.shape[1]),
    ),
    Pair(
        "rotary_embedding",
        "x",
        torch_rotary,
        rows_at_positions,
        backward=lambda grad_output, x, positions: ours.rotary_embedding(grad_output, -positions),
    ),
]
