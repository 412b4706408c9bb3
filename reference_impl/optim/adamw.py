"""AdamW: Adam, with weight decay taken out of the gradient."""

from collections.abc import Iterable

import numpy as np

from reference_impl.nn.parameter import Parameter
from reference_impl.optim.optimizer import Optimizer


class AdamW(Optimizer):
    """Shrink the weights first, then take Adam's step, which knows nothing of it.

    w = w - lr * weight_decay * w
    m = beta1 * m + (1 - beta1) * grad,  s = beta2 * s + (1 - beta2) * grad^2
    w = w - lr * m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + eps),  at step t = 1, 2, …

    Args:
        parameters: what is to learn.
        lr: the learning rate, about the length of a weight's step.
        betas: beta1 and beta2, how much of the means m and s is left after a step; both are zero at first.
        eps: keeps the quotient finite where the gradient has been zero so far.
        weight_decay: how strongly weights are pulled to zero, at every step and whatever the gradient.

    Source: Loshchilov and Hutter (2019), "Decoupled Weight Decay Regularization", algorithm 2.
    Pitfall: decay that goes through the gradient, as in Adam, is divided by sqrt(s) too: large gradients undo it.
    """

    buffers = ("means", "squares")

    def __init__(
        self,
        parameters: "Iterable[Parameter]",
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
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
            if self.weight_decay:
                parameter.data *= 1 - self.lr * self.weight_decay
            mean *= beta1
            mean += (1 - beta1) * parameter.grad
            square *= beta2
            square += (1 - beta2) * (parameter.grad * parameter.grad)
            parameter.data -= rate * mean / (np.sqrt(square / correction) + self.eps)
