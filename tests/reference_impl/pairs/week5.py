"""Norms."""

import numpy as np
import torch.nn.functional as F

from tests.reference_impl.pairs.pair import Arguments, Pair, Shape, spread


def with_scale_and_shift(rng: np.random.Generator, x: np.ndarray, axis: int) -> Arguments:
    size = x.shape[axis]
    return {"x": x, "gamma": rng.normal(size=size), "beta": rng.normal(size=size)}


def rows(rng: np.random.Generator, shape: Shape) -> Arguments:
    return with_scale_and_shift(rng, spread(rng, (*shape[:-1], shape[-1] + 1), len(shape) - 1), -1)


def rows_and_scale(rng: np.random.Generator, shape: Shape) -> Arguments:
    arguments = rows(rng, shape)
    return {"x": arguments["x"], "gamma": arguments["gamma"]}


def batch(rng: np.random.Generator, shape: Shape) -> Arguments:
    examples, channels, *rest = (*shape, 3)
    arguments = with_scale_and_shift(rng, spread(rng, (examples + 1, channels, *rest), 0), 1)
    return arguments | {"running_mean": rng.normal(size=channels), "running_var": rng.uniform(0.5, 2, channels)}


def groups(rng: np.random.Generator, shape: Shape) -> Arguments:
    examples, _, *rest = (*shape, 6)
    return with_scale_and_shift(rng, spread(rng, (examples, 6, *rest), 1), 1)


PAIRS = [
    Pair("layer_norm", "x gamma beta", lambda x, *others: F.layer_norm(x, x.shape[-1:], *others), rows),
    Pair(
        "layer_norm",
        "x gamma beta",
        lambda x, *others: F.layer_norm(x, x.shape[-1:], *others, 0.3),
        rows,
        {"eps": 0.3},
    ),
    Pair("rms_norm", "x gamma", lambda x, gamma: F.rms_norm(x, x.shape[-1:], gamma, 1e-6), rows_and_scale),
    Pair(
        "batch_norm",
        "x gamma beta",
        lambda x, gamma, beta, mean, var: F.batch_norm(x, None, None, gamma, beta, training=True),
        batch,
        {"training": True},
    ),
    Pair(
        "group_norm", "x gamma beta", lambda x, gamma, beta: F.group_norm(x, 2, gamma, beta), groups, {"groups": 2}
    ),
]
