"""Module: what every layer and every model is."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from reference_impl.nn.parameter import Parameter


class Module:
    """A piece of a network: a forward, its backward, the parameters between them, and modules inside.

    A subclass sets its parameters and inner modules as attributes, writes ``forward``, which remembers what
    ``backward`` will need, and ``backward``, which adds to each ``parameter.grad`` and returns the gradient of the
    input. All else is here. Names are torch's: the path of attributes, as in ``encoder.norm.weight``.

    Parameters and modules are known by what they have (``grad``, ``named_parameters``), not by their class, so that
    modules of your own making and of this library fit into each other.
    """

    training = True
    buffers: tuple[str, ...] = ()  # attributes that are arrays to be saved, but learn by no gradient

    def forward(self, *args: "Any", **kwargs: "Any") -> "Any":
        """Compute the output of the input."""
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def backward(self, *args: "Any", **kwargs: "Any") -> "Any":
        """Take the gradient of the output, add to each parameter's, return the gradient of the input."""
        raise NotImplementedError(f"{type(self).__name__} has no backward")

    def __call__(self, *args: "Any", **kwargs: "Any") -> "Any":
        """Do the same as ``forward``."""
        return self.forward(*args, **kwargs)

    def children(self) -> dict[str, "Module"]:
        """Return the modules right inside this one, by name; those of a list ``layers`` are layers.0, layers.1, …"""
        children = {}
        for name, value in vars(self).items():
            if hasattr(value, "named_parameters"):
                children[name] = value
            elif isinstance(value, list | tuple):
                children |= {f"{name}.{i}": item for i, item in enumerate(value) if hasattr(item, "named_parameters")}
        return children

    def named_parameters(self) -> list[tuple[str, Parameter]]:
        """Return every parameter with its name, this module's own first; a shared one comes under all its names."""
        named = [(name, value) for name, value in vars(self).items() if hasattr(value, "grad")]
        for child_name, child in self.children().items():
            named += [(f"{child_name}.{name}", parameter) for name, parameter in child.named_parameters()]
        return named

    def named_buffers(self) -> list[tuple[str, np.ndarray]]:
        """Return every buffer with its name, this module's own first."""
        named = [(name, getattr(self, name)) for name in self.buffers]
        for child_name, child in self.children().items():
            named += [(f"{child_name}.{name}", buffer) for name, buffer in child.named_buffers()]
        return named

    def parameters(self) -> list[Parameter]:
        """Return every parameter once, be it shared by several modules."""
        return list({id(parameter): parameter for _, parameter in self.named_parameters()}.values())

    def zero_grad(self) -> None:
        """Set every gradient back to zero."""
        for parameter in self.parameters():
            parameter.grad[...] = 0

    def train(self, training: bool = True) -> "Module":
        """Put this module and all inside it into training mode."""
        self.training = training
        for child in self.children().values():
            child.train(training)
        return self

    def eval(self) -> "Module":
        """Put this module and all inside it into evaluation mode."""
        return self.train(False)

    def state_dict(self) -> dict[str, np.ndarray]:
        """Return copies of all parameters and buffers, by name."""
        state = {name: parameter.data.copy() for name, parameter in self.named_parameters()}
        return state | {name: buffer.copy() for name, buffer in self.named_buffers()}

    def load_state_dict(self, state: "Mapping[str, np.ndarray]") -> None:
        """Copy arrays into all parameters and buffers: every name and shape must match, or nothing is loaded."""
        own = {name: parameter.data for name, parameter in self.named_parameters()} | dict(self.named_buffers())
        problems = [f"missing {name}" for name in own if name not in state]
        problems += [f"unexpected {name}" for name in state if name not in own]
        problems += [
            f"{name} has shape {tuple(state[name].shape)}, not {array.shape}"
            for name, array in own.items()
            if name in state and tuple(state[name].shape) != array.shape
        ]
        if problems:
            raise ValueError(f"this state dict does not fit {type(self).__name__}: {'; '.join(problems)}")
        for name, array in own.items():
            array[...] = state[name]
