"""MaxPool2d: the layer that keeps the largest pixel of every window."""

import numpy as np

from reference_impl.functional.max_pool2d import max_pool2d, max_pool2d_backward
from reference_impl.nn.module import Module


class MaxPool2d(Module):
    """Max pooling as a module; it owns no parameters.

    Args:
        kernel_size: of the window, one number or (height, width).
        stride: from one window to the next, one number or (height, width); None for ``kernel_size``.
    """

    def __init__(self, kernel_size: int | tuple[int, int], stride: int | tuple[int, int] | None = None) -> None:
        """Keep kernel size and stride."""
        self.kernel_size, self.stride = kernel_size, stride

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Shrink images (N, C, H, W) to (N, C, H_out, W_out), and remember them."""
        self.x = x
        return max_pool2d(x, self.kernel_size, self.stride)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient of the images, (N, C, H, W)."""
        return max_pool2d_backward(grad_output, self.x, self.kernel_size, self.stride)
