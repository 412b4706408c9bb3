"""BatchNorm1d and BatchNorm2d: batch norm that owns its scale and shift, and remembers what it has seen."""

import numpy as np

from reference_impl.functional.batch_norm import batch_norm, batch_norm_backward
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class BatchNorm1d(Module):
    """Batch norm of rows: each feature over the batch, and over time where there is one.

    In training a batch is normalised by its own mean and variance, which are tracked; in evaluation by what was
    tracked.

    Args:
        features: numbers in each row, C.

    Attributes ``weight`` (C,), ones at first, and ``bias`` (C,), zeros at first, are float32 parameters: gamma and
    beta by torch's names. ``running_mean``, ``running_var`` (C,) and ``num_batches_tracked`` () are buffers.

    Raises:
        ValueError: the input has not the axes asked for, or one value per channel in training.

    Source: Ioffe and Szegedy (2015), "Batch Normalization".
    Pitfall: in evaluation mean and variance are constants; the gradient is a plain scaling.
    """

    buffers = ("running_mean", "running_var", "num_batches_tracked")
    momentum = 0.1
    eps = 1e-5

    def __init__(self, features: int) -> None:
        """Start with scale one and shift zero, and with mean zero and variance one seen so far."""
        self.weight = Parameter(np.ones(features, np.float32))
        self.bias = Parameter(np.zeros(features, np.float32))
        self.running_mean = np.zeros(features, np.float32)
        self.running_var = np.ones(features, np.float32)
        self.num_batches_tracked = np.zeros((), np.int64)

    def check_axes(self, x: np.ndarray) -> None:
        """Refuse an input that is neither (N, C) nor (N, C, T)."""
        if x.ndim not in (2, 3):
            raise ValueError(f"BatchNorm1d takes (N, C) or (N, C, T), not an array of shape {x.shape}")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Normalise each channel of x, and remember x; in training, track its mean and variance."""
        self.check_axes(x)
        self.x, self.by_batch = x, self.training
        if self.training:
            self.num_batches_tracked += 1
        gamma, beta = self.weight.data, self.bias.data
        output, self.running_mean, self.running_var = batch_norm(
            x, gamma, beta, self.running_mean, self.running_var, self.training, self.momentum, self.eps
        )
        return output

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Add to the gradients of weight and bias; return that of the input, its shape."""
        if self.by_batch:
            grad_x, grad_weight, grad_bias = batch_norm_backward(grad_output, self.x, self.weight.data, self.eps)
        else:
            grad_x, grad_weight, grad_bias = self.backward_by_running_statistics(grad_output)
        self.weight.grad += grad_weight
        self.bias.grad += grad_bias
        return grad_x

    def backward_by_running_statistics(self, grad_output: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the gradients of input, weight and bias after a forward in evaluation."""
        axes = (0, *range(2, self.x.ndim))
        channelwise = (-1, *[1] * (self.x.ndim - 2))
        std = np.sqrt(self.running_var + self.eps).reshape(channelwise)
        normalized = (self.x - self.running_mean.reshape(channelwise)) / std
        grad_x = grad_output * (self.weight.data.reshape(channelwise) / std)
        return grad_x, (grad_output * normalized).sum(axis=axes), grad_output.sum(axis=axes)


class BatchNorm2d(BatchNorm1d):
    """Batch norm of images: each channel over the batch and over both axes of the image.

    Args:
        channels: number of channels, C.

    All else is as in ``BatchNorm1d``, but for the shape of the input: (N, C, H, W).
    """

    def __init__(self, channels: int) -> None:
        """Start as ``BatchNorm1d`` does."""
        super().__init__(channels)

    def check_axes(self, x: np.ndarray) -> None:
        """Refuse an input that is not (N, C, H, W)."""
        if x.ndim != 4:
            raise ValueError(f"BatchNorm2d takes images (N, C, H, W), not an array of shape {x.shape}")
