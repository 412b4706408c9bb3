"""Convolution and pooling."""

from typing import Any

import numpy as np
import torch.nn.functional as F

import reference_impl as ours
from tests.reference_impl.pairs.pair import Arguments, Pair, Shape, all_different, four_sizes, one, some


def images(rng: np.random.Generator, shape: Shape) -> Arguments:
    """Images that a window of (2, 3) fits into, no two pixels alike."""
    samples, channels, height, width = four_sizes(shape)
    return {"x": all_different(rng, (samples, channels, height + 1, width + 2))}


def images_and_kernels(rng: np.random.Generator, shape: Shape) -> Arguments:
    x = images(rng, shape)["x"]
    (out_channels,) = some(rng, 1)
    weight = rng.normal(size=(out_channels, x.shape[1], 2, 3))
    return {"x": rng.normal(size=x.shape), "weight": weight, "bias": rng.normal(size=out_channels)}


def conv2d(**options: Any) -> Pair:
    return Pair("conv2d", "x weight bias", lambda *tensors: F.conv2d(*tensors, **options), images_and_kernels, options)


def max_pool2d(**options: Any) -> Pair:
    return Pair("max_pool2d", "x", lambda x: F.max_pool2d(x, **options), images, options)


def avg_pool2d_backward(grad_output: np.ndarray, x: np.ndarray, **options: Any) -> np.ndarray:
    return ours.avg_pool2d_backward(grad_output, x.shape, **options)


def avg_pool2d(**options: Any) -> Pair:
    return Pair(
        "avg_pool2d", "x", lambda x: F.avg_pool2d(x, **options), images, options, backward=avg_pool2d_backward
    )


PAIRS = [
    conv2d(),
    conv2d(stride=(2, 1), padding=(1, 2)),
    max_pool2d(kernel_size=2),
    max_pool2d(kernel_size=(2, 3), stride=1),
    avg_pool2d(kernel_size=2),
    avg_pool2d(kernel_size=(2, 3), stride=1),
    Pair(
        "flatten",
        "x",
        lambda x: x.flatten(1) if x.ndim > 1 else x[:, None],
        one,
        backward=lambda grad_output, x: ours.flatten_backward(grad_output, x.shape),
    ),
]
