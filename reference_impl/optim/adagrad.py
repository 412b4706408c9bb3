"""AdaGrad: weights that have moved much move less."""

from collections.abc import Iterable

import numpy as np

from reference_impl.nn.parameter import Parameter
from reference_impl.optim.optimizer import Optimizer


class AdaGrad(Optimizer):
    """Divide each gradient by the root of the sum of all its squares so far.

    s = s + grad^2,  w = w - lr * grad / (sqrt(s) + eps)

    Args:
        parameters: what is to learn.
        lr: the learning rate, the length of a weight's first step.
        eps: keeps the quotient finite where the gradient has been zero so far.

    Source: Duchi et al. (2011), "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization".
    Pitfall: the sum never shrinks; after many steps nothing moves any more, which is what RMSProp mends.
    """

    buffers = ("squares",)

    def __init__(self, parameters: "Iterable[Parameter]", lr: float, eps: float = 1e-10) -> None:
        """Keep the settings; every sum of squares is zero at first."""
        super().__init__(parameters, lr)
        self.eps = eps
        self.squares = self.zeros()

    def step(self) -> None:
        """Change every parameter once, by its gradient."""
        for parameter, square in zip(self.parameters, self.squares, strict=True):
            square += parameter.grad * parameter.grad
            parameter.data -= self.lr * parameter.grad / (np.sqrt(square) + self.eps)
