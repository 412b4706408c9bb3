"""Initialization: random weights of just the size that keeps signals alive through many layers."""

import numpy as np


def xavier_uniform(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Draw weights for layers followed by tanh or sigmoid.

    weight ~ U(-b, b),  b = sqrt(6 / (fan_in + fan_out))

    Args:
        shape: (out, in, ...); the axes after the second are a kernel's.
        rng: source of randomness.

    Returns:
        Weights of that shape, float32.

    Source: Glorot and Bengio (2010), "Understanding the difficulty of training deep feedforward neural networks".
    Pitfall: a kernel's positions all count: fan_in = in * positions, fan_out = out * positions.
    """
    positions = np.prod(shape[2:])
    fan_out, fan_in = shape[0] * positions, shape[1] * positions
    bound = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, shape).astype(np.float32)


def kaiming_uniform(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Draw weights for layers followed by ReLU, which loses half of its input.

    weight ~ U(-b, b),  b = sqrt(6 / fan_in)

    Args:
        shape: (out, in, ...); the axes after the second are a kernel's.
        rng: source of randomness.

    Returns:
        Weights of that shape, float32.

    Source: He, Zhang, Ren and Sun (2015), "Delving Deep into Rectifiers".
    Pitfall: fan_in is the second axis, times a kernel's positions; the first axis is fan_out.
    """
    fan_in = np.prod(shape[1:])
    bound = np.sqrt(6 / fan_in)
    return rng.uniform(-bound, bound, shape).astype(np.float32)
