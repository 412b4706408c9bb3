"""Module: with tensors inside, a forward is all there is to write."""

from typing import Any

from reference_impl import nn
from reference_impl.autograd.tensor import Tensor


class Module(nn.Module):
    """A piece of a network whose backward nobody writes: call ``backward`` of the loss.

    A subclass sets its parameters, which are tensors, and inner modules as attributes, and writes ``forward``. All else
    is that of the hand-written ``Module``: names, state dicts, ``train`` and ``eval``; its optimizers do as well.
    """

    def named_parameters(self) -> list[tuple[str, Any]]:
        """Return every parameter with its name; a tensor that was computed is none."""
        return [(name, value) for name, value in super().named_parameters() if not is_computed(value)]

    def backward(self, *args: Any, **kwargs: Any) -> Any:
        """Raise TypeError: a module knows no backward, its output does."""
        raise TypeError(f"{type(self).__name__} has no backward of its own: call backward of what it returned")


def is_computed(value: Any) -> bool:
    """Say whether a value is a tensor that was computed from others."""
    return isinstance(value, Tensor) and value.rule is not None
