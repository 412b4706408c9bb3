"""Layers on tensors: the hand-written ones without their backwards, under the same names."""

from typing import Any

import numpy as np

from reference_impl.autograd.module import Module
from reference_impl.autograd.operations import conv2d, embedding, layer_norm, linear
from reference_impl.autograd.tensor import Tensor


def uniform(shape: tuple[int, ...], bound: float, rng: np.random.Generator) -> Tensor:
    """Draw a float32 parameter, uniform between -bound and bound."""
    return Tensor(rng.uniform(-bound, bound, shape).astype(np.float32))


class Linear(Module):
    """A linear layer: x @ weight.T + bias.

    Args:
        in_features: numbers in each row of the input.
        out_features: numbers in each row of the output.
        rng: source of randomness for the first weights.
    """

    def __init__(self, in_features: int, out_features: int, rng: np.random.Generator) -> None:
        """Draw weight and bias."""
        self.weight = uniform((out_features, in_features), in_features**-0.5, rng)
        self.bias = uniform((out_features,), in_features**-0.5, rng)

    def forward(self, x: Any) -> Tensor:
        """Map x (..., in) to (..., out)."""
        return linear(x, self.weight, self.bias)


class LayerNorm(Module):
    """Layer norm over the last axis, with a learned scale and shift.

    Args:
        features: numbers in each row.
    """

    def __init__(self, features: int) -> None:
        """Start with scale one and shift zero."""
        self.weight = Tensor(np.ones(features, np.float32))
        self.bias = Tensor(np.zeros(features, np.float32))

    def forward(self, x: Any) -> Tensor:
        """Normalise each row of x (..., D)."""
        return layer_norm(x, self.weight, self.bias)


class Embedding(Module):
    """A table with a row for each id.

    Args:
        num_embeddings: how many ids there are.
        dim: the width of a row.
        rng: source of randomness for the first rows.
    """

    def __init__(self, num_embeddings: int, dim: int, rng: np.random.Generator) -> None:
        """Draw the rows."""
        self.weight = Tensor(rng.standard_normal((num_embeddings, dim), dtype=np.float32))

    def forward(self, ids: np.ndarray) -> Tensor:
        """Look up ids (...) as rows (..., D)."""
        return embedding(ids, self.weight)


class Conv2d(Module):
    """A convolution.

    Args:
        in_channels: of the images.
        out_channels: how many kernels.
        kernel_size: height and width of a kernel.
        rng: source of randomness for the first weights.
        stride: from one window to the next.
        padding: zeros at each edge.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        rng: np.random.Generator,
        stride: int = 1,
        padding: int = 0,
    ) -> None:
        """Draw weight and bias."""
        bound = (in_channels * kernel_size**2) ** -0.5
        self.stride, self.padding = stride, padding
        self.weight = uniform((out_channels, in_channels, kernel_size, kernel_size), bound, rng)
        self.bias = uniform((out_channels,), bound, rng)

    def forward(self, x: Any) -> Tensor:
        """Map images (N, C_in, H, W) to feature maps (N, C_out, H_out, W_out)."""
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
