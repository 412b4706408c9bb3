"""SGD: a step downhill, with or without momentum."""

from collections.abc import Iterable

from reference_impl.nn.parameter import Parameter
from reference_impl.optim.optimizer import Optimizer


class SGD(Optimizer):
    """Stochastic gradient descent: step against the gradient, or against a running sum of gradients.

    g = grad + weight_decay * w,  v = momentum * v + g,  w = w - lr * v,  or w - lr * (g + momentum * v) with Nesterov

    Args:
        parameters: what is to learn.
        lr: the learning rate, how far to step.
        momentum: how much of the velocity v is left after a step; v is zero at first.
        nesterov: whether to step from where the velocity is about to lead.
        weight_decay: how strongly weights are pulled to zero, by way of the gradient.

    Raises:
        ValueError: where Nesterov's step is asked for without momentum.

    Source: Polyak (1964), "Some methods of speeding up the convergence of iteration methods"; Sutskever et al. (2013),
    "On the importance of initialization and momentum in deep learning", section 2.
    Pitfall: the velocity holds gradients, not steps: lr stands outside it, so that a new lr takes effect at once.
    """

    buffers = ("velocities",)

    def __init__(
        self,
        parameters: "Iterable[Parameter]",
        lr: float,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        """Keep the settings; every velocity is zero at first."""
        super().__init__(parameters, lr)
        if nesterov and momentum <= 0:
            raise ValueError(f"Nesterov's step needs a momentum above zero, not {momentum}")
        self.momentum, self.nesterov, self.weight_decay = momentum, nesterov, weight_decay
        self.velocities = self.zeros() if momentum else []

    def step(self) -> None:
        """Change every parameter once, by its gradient."""
        for place, parameter in enumerate(self.parameters):
            direction = parameter.grad
            if self.weight_decay:
                direction = direction + self.weight_decay * parameter.data
            if self.momentum:
                velocity = self.velocities[place]
                velocity *= self.momentum
                velocity += direction
                direction = direction + self.momentum * velocity if self.nesterov else velocity
            parameter.data -= self.lr * direction
