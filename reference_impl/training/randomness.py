"""Randomness inside a model: what has to be saved so that a run goes on as if it had never stopped."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from reference_impl.nn.module import Module


def generators_of(module: Module) -> list[np.random.Generator]:
    """Find every random generator that a module, or one inside it, draws from.

    Args:
        module: a model; its layers keep their generators as attributes, as ``Dropout`` does.

    Returns:
        The generators, each once, in a fixed order.
    """
    found = [value for value in vars(module).values() if isinstance(value, np.random.Generator)]
    for child in module.children().values():
        found += generators_of(child)
    return unique(found)


def unique(generators: list[np.random.Generator]) -> list[np.random.Generator]:
    """Leave out repeats: several layers may share one generator."""
    return list({id(generator): generator for generator in generators}.values())


def states(generators: list[np.random.Generator]) -> dict[str, Any]:
    """Return where each generator stands, by position."""
    return {str(position): generator.bit_generator.state for position, generator in enumerate(generators)}


def set_states(generators: list[np.random.Generator], states: Mapping[str, Any]) -> None:
    """Put generators where they stood.

    Raises:
        ValueError: where there are more or fewer of them, or of another kind.
    """
    if len(generators) != len(states):
        raise ValueError(f"{len(states)} random generators were saved, but there are {len(generators)} here")
    for position, generator in enumerate(generators):
        generator.bit_generator.state = states[str(position)]
