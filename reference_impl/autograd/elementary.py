"""Elementary operations: from these, any function can be put together that has no pair of its own."""

from collections.abc import Sequence

import numpy as np

from reference_impl.autograd.tensor import Tensor


def exp(x: Tensor) -> Tensor:
    """Raise e to the power of every number: grad_x = grad_output * output."""
    output = np.exp(x.data)
    return Tensor(output, [x], lambda grad: [grad * output], "exp")


def log(x: Tensor) -> Tensor:
    """Take the natural logarithm of every number: grad_x = grad_output / x."""
    return Tensor(np.log(x.data), [x], lambda grad: [grad / x.data], "log")


def amax(x: Tensor, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Take the largest of all numbers, or of those along an axis; those that tie share the gradient, as in torch."""
    largest = x.data.max(axis=axis, keepdims=True)

    def rule(grad: np.ndarray) -> list[np.ndarray]:
        ties = x.data == largest
        return [grad.reshape(largest.shape) * ties / ties.sum(axis=axis, keepdims=True, dtype=x.dtype)]

    return Tensor(largest if keepdims else largest.squeeze(axis), [x], rule, "amax")


def concatenate(tensors: Sequence[Tensor], axis: int = 0) -> Tensor:
    """Join tensors along an axis; the gradient is cut up at the same places."""
    cuts = np.cumsum([tensor.shape[axis] for tensor in tensors])[:-1]
    data = np.concatenate([tensor.data for tensor in tensors], axis)
    return Tensor(data, tensors, lambda grad: np.split(grad, cuts, axis), "concatenate")


def stack(tensors: Sequence[Tensor], axis: int = 0) -> Tensor:
    """Put tensors of one shape side by side along a new axis; the gradient is taken apart again."""
    data = np.stack([tensor.data for tensor in tensors], axis)
    return Tensor(data, tensors, lambda grad: list(np.moveaxis(grad, axis, 0)), "stack")
