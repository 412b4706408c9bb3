"""GELU: the input, weighted by how likely a random number is to lie below it."""

import numpy as np

from reference_impl.functional.erf import erf


def gelu(x: np.ndarray, approximate: str = "none") -> np.ndarray:
    """Scale every number by the share of the bell curve that lies below it.

    gelu(x) = x * cdf(x),  cdf(x) = (1 + erf(x / sqrt(2))) / 2,
    and approximately  cdf(x) = (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2

    Args:
        x: input, any shape.
        approximate: ``"none"``, or ``"tanh"`` for the second form, which is GPT-2's.

    Returns:
        Output, the shape and dtype of ``x``.

    Raises:
        ValueError: ``approximate`` is neither.

    Source: Hendrycks and Gimpel (2016), "Gaussian Error Linear Units (GELUs)".
    Pitfall: ``x**3`` takes hundreds of times as long as ``x * x * x``.
    """
    if approximate == "none":
        return 0.5 * x * (1 + erf(x * 0.5**0.5))
    if approximate == "tanh":
        return 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * x * (1 + 0.044715 * x * x)))
    raise ValueError(f'approximate is "none" or "tanh", not {approximate!r}')


def gelu_backward(grad_output: np.ndarray, x: np.ndarray, approximate: str = "none") -> np.ndarray:
    """Carry a gradient back through GELU, by the product rule.

    grad_x = grad_output * (cdf(x) + x * pdf(x)),  pdf(x) = exp(-x^2 / 2) / sqrt(2 pi),
    and approximately, with t = tanh(u),  pdf(x) = (1 - t^2) / 2 * du/dx,  u = sqrt(2 / pi) * (x + 0.044715 x^3)

    Args:
        grad_output: gradient of the loss with respect to the output, the shape of ``x``.
        x: what ``gelu`` was given, any shape.
        approximate: what ``gelu`` was given.

    Returns:
        Gradient of the loss with respect to ``x``, its shape.

    Raises:
        ValueError: ``approximate`` is neither ``"none"`` nor ``"tanh"``.

    Pitfall: the approximation has a slope of its own; the exact one's is near it, and not equal.
    """
    square = x * x
    if approximate == "none":
        cdf = 0.5 * (1 + erf(x * 0.5**0.5))
        pdf = np.exp(-0.5 * square) * (2 * np.pi) ** -0.5
    elif approximate == "tanh":
        t = np.tanh((2 / np.pi) ** 0.5 * x * (1 + 0.044715 * square))
        cdf = 0.5 * (1 + t)
        pdf = 0.5 * (1 - t * t) * ((2 / np.pi) ** 0.5 * (1 + 3 * 0.044715 * square))
    else:
        raise ValueError(f'approximate is "none" or "tanh", not {approximate!r}')
    return grad_output * (cdf + x * pdf)
