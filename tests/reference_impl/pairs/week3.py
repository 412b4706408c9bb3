"""Dropout, embeddings, word2vec."""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

import reference_impl as ours
from tests.reference_impl.pairs.pair import Arguments, Pair, Shape, one, some

SAME_DICE = partial(np.random.default_rng, 5)


def torch_dropout(x: torch.Tensor) -> torch.Tensor:
    _, mask = ours.dropout(np.ones(x.shape), 0.3, SAME_DICE())
    return x * torch.tensor(mask) / 0.7


def ids_and_table(rng: np.random.Generator, shape: Shape) -> Arguments:
    rows, width = some(rng, 2)
    return {"ids": rng.integers(rows, size=shape), "weight": rng.normal(size=(rows, width))}


def center_context_negatives(rng: np.random.Generator, shape: Shape) -> Arguments:
    n, d, k = some(rng, 3)
    center, context, negatives = (rng.normal(size=size) for size in [(n, d), (n, d), (n, k, d)])
    return {"center": center, "context": context, "negatives": negatives}


def contexts_target_negatives(rng: np.random.Generator, shape: Shape) -> Arguments:
    n, d, k, window = some(rng, 4)
    contexts, target, negatives = (rng.normal(size=size) for size in [(n, window, d), (n, d), (n, k, d)])
    return {"contexts": contexts, "target": target, "negatives": negatives}


def paths(rng: np.random.Generator, shape: Shape) -> Arguments:
    n, d, length = some(rng, 3)
    codes, mask = rng.integers(2, size=(n, length)), rng.random((n, length)) < 0.6
    return {"hidden": rng.normal(size=(n, d)), "nodes": rng.normal(size=(n, length, d)), "codes": codes, "mask": mask}


def torch_skipgram(center: torch.Tensor, context: torch.Tensor, negatives: torch.Tensor) -> torch.Tensor:
    true, false = (center * context).sum(-1), (negatives * center[:, None]).sum(-1)
    return (-F.logsigmoid(true) - F.logsigmoid(-false).sum(1)).mean()


def torch_hierarchical(
    hidden: torch.Tensor, nodes: torch.Tensor, codes: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    scores = (nodes * hidden[:, None]).sum(-1)
    return -(F.logsigmoid(torch.where(codes == 1, scores, -scores)) * mask).sum(1).mean()


PAIRS = [
    Pair(
        "dropout",
        "x",
        torch_dropout,
        one,
        {"p": 0.3, "rng": SAME_DICE},
        backward=lambda grad_output, x, p, rng: ours.dropout_backward(grad_output, ours.dropout(x, p, rng())[1], p),
    ),
    Pair(
        "dropout",
        "x",
        lambda x: x * 1,
        one,
        {"p": 0.3, "rng": SAME_DICE, "training": False},
        backward=lambda grad_output, x, **_: ours.dropout_backward(grad_output, np.ones(x.shape, bool), 0.0),
    ),
    Pair(
        "embedding",
        "weight",
        F.embedding,
        ids_and_table,
        backward=lambda grad_output, ids, weight: ours.embedding_backward(grad_output, ids, len(weight)),
    ),
    Pair("skipgram_loss", "center context negatives", torch_skipgram, center_context_negatives),
    Pair(
        "cbow_loss",
        "contexts target negatives",
        lambda contexts, *others: torch_skipgram(contexts.mean(1), *others),
        contexts_target_negatives,
    ),
    Pair("hierarchical_softmax_loss", "hidden nodes", torch_hierarchical, paths),
]
