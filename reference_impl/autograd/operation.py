"""Operation: a forward and its backward, which we have written by hand, become one step of a computation on tensors."""

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import signature
from typing import Any

import numpy as np

from reference_impl.autograd.tensor import Tensor


def operation(
    forward: Callable[..., Any], backward: Callable[..., Any], *differentiable: str, also: Sequence[str] = ()
) -> Callable[..., Any]:
    """Make of a pair a function that takes tensors and returns a tensor, whose rule is the backward.

    y = forward(a, b):  y.parents = (a, b),  y.rule(grad_y) = backward(grad_y, ...)

    What the backward needs it is given by name: whatever arguments of the forward it asks for, the output if it asks
    for that (``sigmoid_backward(grad_output, output)`` does), and what the forward returned besides. A backward that
    takes no gradient first is a loss's.

    Args:
        forward: a function of arrays.
        backward: returns the gradients of the differentiable arguments, in their order.
        differentiable: names of the arguments that may be tensors; arrays among them are constants.
        also: names of what the forward returns after its output.

    Returns:
        A function called as ``forward`` is. It returns what ``forward`` does, the output as a tensor.

    Pitfall: a whole layer as one operation costs no more than by hand; one made of many small ones costs twice as much.
    """
    names, needed = list(signature(forward).parameters), list(signature(backward).parameters)
    is_loss = not needed[0].startswith("grad_")
    outputs = [] if is_loss else [needed[0].removeprefix("grad_"), *also]

    @wraps(forward)
    def on_tensors(*arguments: Any, **options: Any) -> Any:
        given = dict(zip(names, arguments, strict=False)) | options
        tensors = {name: value for name, value in given.items() if isinstance(value, Tensor)}
        if constants := tensors.keys() - set(differentiable):
            raise TypeError(f"{forward.__name__} has no gradient for {', '.join(sorted(constants))}: give its data")
        results = forward(*map(array_of, arguments), **{name: array_of(value) for name, value in options.items()})
        results = results if isinstance(results, tuple) else (results,)
        known = given | {name: tensor.data for name, tensor in tensors.items()}
        known |= zip(outputs, results, strict=False)
        asked = {name: known[name] for name in needed if name in known}

        def rule(grad: np.ndarray) -> list[np.ndarray]:
            grads = backward(**asked) if is_loss else backward(grad, **asked)
            grads = grads if isinstance(grads, tuple) else (grads,)
            wanted = [each for name, each in zip(differentiable, grads, strict=True) if name in tensors]
            return [grad * each for each in wanted] if is_loss else wanted

        parents = [tensors[name] for name in differentiable if name in tensors]
        tensor = Tensor(results[0], parents, rule, forward.__name__)
        return (tensor, *results[1:]) if also else tensor

    return on_tensors


def array_of(value: Any) -> Any:
    """Return the array inside a tensor, and anything else as it is."""
    return value.data if isinstance(value, Tensor) else value
