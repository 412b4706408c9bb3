"""Gradient clipping: however steep the slope, the step stays short."""

from collections.abc import Iterable

import numpy as np

from reference_impl.nn.parameter import Parameter


def clip_grad_norm(parameters: "Iterable[Parameter]", max_norm: float) -> float:
    """Scale all gradients together, in place, so that their total norm is at most ``max_norm``.

    norm = sqrt(sum of all squares of all gradients),  grad = grad * min(1, max_norm / (norm + 1e-6))

    Args:
        parameters: those whose gradients are scaled; a generator will do, and one given twice counts once.
        max_norm: the largest norm allowed.

    Returns:
        The total norm before clipping, a Python float; 0 where there are no parameters.

    Source: Pascanu et al. (2013), "On the difficulty of training recurrent neural networks", section 3.2.
    Pitfall: one norm over all parameters; clipped one by one they would change the gradient's direction.
    """
    grads = [parameter.grad for parameter in {id(parameter): parameter for parameter in parameters}.values()]
    norm = float(np.sqrt(sum(float(np.vdot(grad, grad)) for grad in grads)))
    scale = max_norm / (norm + 1e-6)
    if scale < 1 or np.isnan(scale):
        with np.errstate(invalid="ignore"):  # an infinite gradient becomes NaN, as torch's does
            for grad in grads:
                grad *= scale
    return norm
