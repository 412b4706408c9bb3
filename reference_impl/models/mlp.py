"""MLP: the multilayer perceptron, linear layers with a bend between them."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from reference_impl.nn.activations import ReLU
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module
from reference_impl.nn.sequential import Sequential


def mlp(sizes: Sequence[int], rng: np.random.Generator, activation: Callable[[], Module] = ReLU) -> Sequential:
    """Chain linear layers, with an activation after each but the last.

    mlp(x) = linear_n(... activation(linear_2(activation(linear_1(x)))))

    Args:
        sizes: features of the input, of each hidden layer and of the output.
        rng: source of randomness for the first weights.
        activation: the class of the activation, such as ``ReLU``.

    Returns:
        The chain; it maps (..., sizes[0]) to (..., sizes[-1]).

    Source: Rumelhart, Hinton and Williams (1986), "Learning representations by back-propagating errors".
    Pitfall: without the activations, however many linear layers are one linear layer.
    """
    layers: list[Module] = []
    for in_features, out_features in pairwise(sizes):
        layers += [Linear(in_features, out_features, rng), activation()]
    return Sequential(*layers[:-1])
