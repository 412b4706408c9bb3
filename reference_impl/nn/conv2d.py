"""Conv2d: the layer with kernels and biases."""

import numpy as np

from reference_impl.functional.conv2d import conv2d, conv2d_backward
from reference_impl.functional.pair import pair
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter


class Conv2d(Module):
    """A convolution that owns its parameters.

    Args:
        in_channels: channels of the images.
        out_channels: kernels, each of which draws one feature map.
        kernel_size: of the kernels, one number or (height, width).
        rng: source of randomness for the first weights.
        stride: from one window to the next, one number or (height, width).
        padding: zeros at each edge, one number or (height, width).

    Attributes ``weight`` (out_channels, in_channels, KH, KW) and ``bias`` (out_channels,) are float32 parameters.

    Source: LeCun et al. (1998), "Gradient-Based Learning Applied to Document Recognition", section II. Both start as
    torch's do, uniform between -1 / sqrt(n) and 1 / sqrt(n), with n the numbers in one window.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, int],
        rng: np.random.Generator,
        stride: int | tuple[int, int] = 1,
        padding: int | tuple[int, int] = 0,
    ) -> None:
        """Draw weight and bias."""
        shape = (out_channels, in_channels, *pair(kernel_size))
        bound = float(np.prod(shape[1:])) ** -0.5
        self.weight = Parameter(rng.uniform(-bound, bound, shape).astype(np.float32))
        self.bias = Parameter(rng.uniform(-bound, bound, out_channels).astype(np.float32))
        self.stride, self.padding = stride, padding

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map images (N, in_channels, H, W) to feature maps (N, out_channels, H_out, W_out), and remember them."""
        self.x = x
        return conv2d(x, self.weight.data, self.bias.data, self.stride, self.padding)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Add to the gradients of weight and bias; return that of the images, (N, in_channels, H, W)."""
        grad_x, grad_weight, grad_bias = conv2d_backward(
            grad_output, self.x, self.weight.data, self.stride, self.padding
        )
        self.weight.grad += grad_weight
        self.bias.grad += grad_bias
        return grad_x
