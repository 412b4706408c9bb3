"""Adam: momentum over the gradient's usual size."""

from collections.abc import Iterable

import numpy as np

from reference_impl.nn.parameter import Parameter
from reference_impl.optim.optimizer import Optimizer


class Adam(Optimizer):
    """Step by the running mean of the gradients over the root of their running mean square.

    g = grad + weight_decay * w
    m = beta1 * m + (1 - beta1) * g,  s = beta2 * s + (1 - beta2) * g^2
    w = w - lr * m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + eps),  at step t = 1, 2, …

    Args:
        parameters: what is to learn.
        lr: the learning rate, about the length of a weight's step.
        betas: beta1 and beta2, how much of the means m and s is left after a step; both are zero at first.
        eps: keeps the quotient finite where the gradient has been zero so far.
        weight_decay: how strongly weights are pulled to zero, by way of the gradient.

    Source: Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization", algorithm 1.
    Pitfall: both means start at zero, and are too small at first: hence the two corrections. eps is outside the root.
    """

    buffers = ("means", "squares")

    def __init__(
        self,
        parameters: "Iterable[Parameter]",
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        """Keep the settings; every mean is zero at first."""
        super().__init__(parameters, lr)
        self.betas, self.eps, self.weight_decay = betas, eps, weight_decay
        self.means, self.squares = self.zeros(), self.zeros()

    def step(self) -> None:
        """Change every parameter once, by its gradient."""
        self.steps += 1
        beta1, beta2 = self.betas
        rate = self.lr / (1 - beta1**self.steps)
        correction = 1 - beta2**self.steps
        for parameter, mean, square in zip(self.parameters, self.means, self.squares, strict=True):
            grad = parameter.grad
            if self.weight_decay:
                grad = grad + self.weight_decay * parameter.data
            mean *= beta1
            mean += (1 - beta1) * grad
            square *= beta2
            square += (1 - beta2) * (grad * grad)
            parameter.data -= rate * mean / (np.sqrt(square / correction) + self.eps)
