"""Tensor: an array that remembers what it was computed from, and so can carry a gradient back by itself."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from reference_impl.autograd.sugar import Sugar
from reference_impl.autograd.topological_order import topological_order
from reference_impl.autograd.unbroadcast import unbroadcast


class Tensor(Sugar):
    """An array, the tensors that it was computed from, and the rule that carries a gradient back to them.

    y = f(a, b):  y.parents = (a, b),  y.rule(grad_y) = (grad_a, grad_b)

    Args:
        data: numbers, any shape. Floats keep their dtype, all else becomes float64.
        parents: the tensors that it was computed from; none for a leaf, which somebody made.
        rule: takes the gradient of the loss with respect to this tensor, returns those of the parents in order.
        operation: what it was computed by, in a word.

    Attributes are the four arguments and ``grad``: of a leaf an array, zeros at first, to which every backward adds;
    of what was computed, None. A number or an array that meets a tensor is a constant, and takes on its dtype.

    Source: Baydin et al. (2018), "Automatic Differentiation in Machine Learning: a Survey", section 3.2.
    Pitfall: a tensor is never changed in place, or the rules would see other numbers than the forward pass did. To
    change a weight, change its ``data``, after the backward and before the next forward.
    """

    __array_ufunc__ = None  # so that array + tensor asks the tensor, and np.exp(tensor) is an error

    def __init__(
        self,
        data: "Any",
        parents: "Sequence[Tensor]" = (),
        rule: "Callable[[np.ndarray], Sequence[np.ndarray]] | None" = None,
        operation: str = "",
    ) -> None:
        """Keep all four; what was computed can be read but not written."""
        data = np.asarray(data)
        self.data = data if data.dtype.kind == "f" else data.astype(np.float64)
        self.parents, self.rule, self.operation = tuple(parents), rule, operation
        self.grad: Any = np.zeros_like(self.data) if rule is None else None
        if rule is not None:
            self.data = self.data.view()
            self.data.setflags(write=False)

    def backward(self, gradient: "np.ndarray | None" = None) -> None:
        """Add to the ``grad`` of every leaf the gradient of this tensor with respect to it.

        ``gradient`` is that of a loss with respect to this tensor; it may be left out where this is the loss, one
        number. All paths to a tensor are added up before its own rule runs.
        """
        if gradient is None and self.data.size != 1:
            raise ValueError(f"backward starts from one number; for a tensor of shape {self.shape}, give its gradient")
        gradient = np.ones_like(self.data) if gradient is None else np.asarray(gradient, self.dtype)
        if gradient.shape != self.shape:
            raise ValueError(f"a tensor of shape {self.shape} has no gradient of shape {gradient.shape}")
        gradients = {self: gradient}
        for tensor in reversed(topological_order(self)):
            grad = gradients.pop(tensor)
            if tensor.rule is None:
                tensor.grad += grad
                continue
            for parent, grad_parent in zip(tensor.parents, tensor.rule(grad), strict=True):
                # Never in place: one array may be the gradient of several parents.
                gradients[parent] = gradients[parent] + grad_parent if parent in gradients else grad_parent

    def __add__(self, other: "Any") -> "Tensor":
        other = as_tensor(other, self.dtype)

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            return unbroadcast(grad, self.shape), unbroadcast(grad, other.shape)

        return Tensor(self.data + other.data, (self, other), rule, "add")

    def __mul__(self, other: "Any") -> "Tensor":
        other = as_tensor(other, self.dtype)

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            return unbroadcast(grad * other.data, self.shape), unbroadcast(grad * self.data, other.shape)

        return Tensor(self.data * other.data, (self, other), rule, "multiply")

    def __pow__(self, exponent: float) -> "Tensor":
        exponent = float(exponent)

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            return (grad * (exponent * self.data ** (exponent - 1)),)

        return Tensor(self.data**exponent, (self,), rule, "power")

    def __matmul__(self, other: "Any") -> "Tensor":
        other = as_tensor(other, self.dtype)
        if len(other.shape) == 1:  # a vector is a column on the right, and a row on the left
            return (self @ other[:, None])[..., 0]
        if len(self.shape) == 1:
            return (self[None, :] @ other)[..., 0, :]

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            grad_self = grad @ other.data.swapaxes(-1, -2)
            grad_other = self.data.swapaxes(-1, -2) @ grad
            return unbroadcast(grad_self, self.shape), unbroadcast(grad_other, other.shape)

        return Tensor(self.data @ other.data, (self, other), rule, "matmul")

    def __getitem__(self, index: "Any") -> "Tensor":
        picked = self.data[index]

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            grad_self = np.zeros_like(self.data)
            if np.may_share_memory(picked, self.data):  # a view has every number once
                grad_self[index] = grad
            else:  # what was picked twice collects twice
                np.add.at(grad_self, index, grad)
            return (grad_self,)

        return Tensor(picked, (self,), rule, "pick")

    def sum(self, axis: "int | tuple[int, ...] | None" = None, keepdims: bool = False) -> "Tensor":
        """Add up all numbers, or those along some axes."""

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            if axis is not None and not keepdims:
                grad = np.expand_dims(grad, axis)
            return (np.broadcast_to(grad, self.shape),)

        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), (self,), rule, "sum")

    def reshape(self, *shape: "Any") -> "Tensor":
        """Give the numbers another shape."""

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            return (grad.reshape(self.shape),)

        return Tensor(self.data.reshape(*shape), (self,), rule, "reshape")

    def transpose(self, *axes: int) -> "Tensor":
        """Put the axes in another order."""
        order = np.arange(len(self.shape))[list(axes)]

        def rule(grad: np.ndarray) -> tuple[np.ndarray, ...]:
            return (grad.transpose(np.argsort(order)),)

        return Tensor(self.data.transpose(order), (self,), rule, "transpose")

    def __sub__(self, other: "Any") -> "Tensor":
        return self + as_tensor(other, self.dtype) * -1

    def __truediv__(self, other: "Any") -> "Tensor":
        return self * as_tensor(other, self.dtype) ** -1

    def __rmatmul__(self, other: "Any") -> "Tensor":
        return as_tensor(other, self.dtype) @ self

    __radd__ = __add__
    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"Tensor({np.array2string(self.data, prefix='Tensor(')}, operation={self.operation!r})"


def as_tensor(value: "Any", dtype: "np.dtype[Any]") -> Tensor:
    """Return a tensor as it is, and anything else as a constant of the dtype."""
    return value if isinstance(value, Tensor) else Tensor(np.asarray(value, dtype))
