"""LeNet: the network that read the cheques."""

import numpy as np

from reference_impl.functional.conv_output_size import conv_output_size
from reference_impl.nn.activations import ReLU
from reference_impl.nn.conv2d import Conv2d
from reference_impl.nn.flatten import Flatten
from reference_impl.nn.linear import Linear
from reference_impl.nn.max_pool2d import MaxPool2d
from reference_impl.nn.sequential import Sequential


def lenet(rng: np.random.Generator, classes: int = 10, size: int = 28) -> Sequential:
    """Put LeNet-5 together, with ReLU and max pooling for the squashing and averaging of its time.

    (5x5 convolution to 6 channels, padding 2) -> pool -> (5x5 to 16) -> pool -> 120 -> 84 -> classes, ReLU between

    Args:
        rng: source of randomness for the first weights.
        classes: how many there are to tell apart.
        size: height and width of the images, 12 at least.

    Returns:
        The network; it maps (N, 1, size, size) to logits (N, classes).

    Raises:
        ValueError: the images are too small for two convolutions.

    Source: LeCun et al. (1998), "Gradient-Based Learning Applied to Document Recognition", section II.B.
    """
    side = conv_output_size(size // 2, kernel=5) // 2
    return Sequential(
        Conv2d(1, 6, kernel_size=5, rng=rng, padding=2),
        ReLU(),
        MaxPool2d(2),
        Conv2d(6, 16, kernel_size=5, rng=rng),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(16 * side * side, 120, rng),
        ReLU(),
        Linear(120, 84, rng),
        ReLU(),
        Linear(84, classes, rng),
    )
