"""What Transformers need besides attention."""

import numpy as np
import torch
import torch.nn.functional as F

from tests.reference_impl.pairs.pair import Arguments, Pair, Shape, one, scores_and_classes, some, torch_cross_entropy


def padded_sequences(rng: np.random.Generator, shape: Shape) -> Arguments:
    samples, length, width = some(rng, 3)
    return {"x": rng.normal(size=(samples, length, width)), "mask": rng.random((samples, length)) < 0.7}


def torch_mean_pool(x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)


PAIRS = [
    Pair("gelu", "x", F.gelu, one),
    Pair("gelu", "x", lambda x: F.gelu(x, approximate="tanh"), one, {"approximate": "tanh"}),
    Pair(
        "label_smoothing_loss",
        "logits",
        lambda logits, targets: torch_cross_entropy(logits, targets, 0.1),
        scores_and_classes,
    ),
    Pair(
        "label_smoothing_loss",
        "logits",
        lambda logits, targets: torch_cross_entropy(logits, targets, 0.37),
        scores_and_classes,
        {"smoothing": 0.37},
    ),
    Pair("mean_pool", "x", torch_mean_pool, padded_sequences),
]
