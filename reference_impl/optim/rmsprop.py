"""RMSProp: each weight steps by its gradient over the gradient's usual size."""

from collections.abc import Iterable

import numpy as np

from reference_impl.nn.parameter import Parameter
from reference_impl.optim.optimizer import Optimizer


class RMSProp(Optimizer):
    """Divide each gradient by the root of its running mean square.

    s = alpha * s + (1 - alpha) * grad^2,  w = w - lr * grad / (sqrt(s) + eps)

    Args:
        parameters: what is to learn.
        lr: the learning rate, about the length of a weight's step.
        alpha: how much of the mean square s is left after a step; s is zero at first.
        eps: keeps the quotient finite where the gradient has been zero so far.

    Source: Tieleman and Hinton (2012), "Neural Networks for Machine Learning", lecture 6.5.
    Pitfall: eps stands outside the root.
    """

    buffers = ("squares",)

    def __init__(self, parameters: "Iterable[Parameter]", lr: float, alpha: float = 0.99, eps: float = 1e-8) -> None:
        """Keep the settings; every mean square is zero at first."""
        super().__init__(parameters, lr)
        self.alpha, self.eps = alpha, eps
        self.squares = self.zeros()

    def step(self) -> None:
        """Change every parameter once, by its gradient."""
        for parameter, square in zip(self.parameters, self.squares, strict=True):
            square *= self.alpha
            square += (1 - self.alpha) * (parameter.grad * parameter.grad)
            parameter.data -= self.lr * parameter.grad / (np.sqrt(square) + self.eps)
