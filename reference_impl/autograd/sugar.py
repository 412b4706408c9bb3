"""What else a tensor can do, in terms of what it can already."""

from typing import Any

import numpy as np


class Sugar:
    """Operators that need no rule of their own: each is made of +, *, **, sum and transpose, which have one.

    ``Tensor`` is its only subclass, and has what they are made of.
    """

    data: np.ndarray
    sum: "Any"
    transpose: "Any"
    __add__: "Any"
    __mul__: "Any"
    __pow__: "Any"

    def __neg__(self) -> "Any":
        return self * -1

    def __rsub__(self, other: "Any") -> "Any":
        return self * -1 + other

    def __rtruediv__(self, other: "Any") -> "Any":
        return self**-1 * other

    def mean(self, axis: "int | tuple[int, ...] | None" = None, keepdims: bool = False) -> "Any":
        """Average all numbers, or those along some axes."""
        total = self.sum(axis, keepdims)
        return total / (self.data.size // max(total.data.size, 1))

    def swapaxes(self, first: int, second: int) -> "Any":
        """Exchange two axes."""
        axes = list(range(self.data.ndim))
        axes[first], axes[second] = axes[second], axes[first]
        return self.transpose(*axes)

    @property
    def T(self) -> "Any":
        """The same with its axes in reverse."""
        return self.transpose(*reversed(range(self.data.ndim)))

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of ``data``."""
        return self.data.shape

    @property
    def dtype(self) -> "np.dtype[Any]":
        """The dtype of ``data``."""
        return self.data.dtype

    def item(self) -> float:
        """Return the one number of a tensor that holds one."""
        return float(self.data.item())

    def refuse(self, *_: "Any") -> "Any":
        """Raise TypeError: nothing is done in place."""
        raise TypeError("a tensor is never changed in place: write x = x + y; to change a weight, change w.data")

    __iadd__ = __isub__ = __imul__ = __itruediv__ = __imatmul__ = __ipow__ = __setitem__ = refuse
