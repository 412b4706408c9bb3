"""Pairs that are not one operation with one output, put together from those that are."""

from typing import Any

import numpy as np

from reference_impl import functional
from reference_impl.autograd.operation import operation
from reference_impl.autograd.operations import binary_cross_entropy_with_logits
from reference_impl.autograd.tensor import Tensor


def both_states(
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    weight_ih: np.ndarray,
    weight_hh: np.ndarray,
    bias_ih: np.ndarray,
    bias_hh: np.ndarray,
) -> np.ndarray:
    """Return the two states after a step of an LSTM as one array, (2, N, H)."""
    return np.stack(functional.lstm_step(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh))


lstm_states = operation(
    both_states,
    lambda grad_output, x, h, c, weight_ih, weight_hh, bias_ih, bias_hh: functional.lstm_step_backward(
        grad_output[0], grad_output[1], x, h, c, weight_ih, weight_hh, bias_ih, bias_hh
    ),
    *("x", "h", "c", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
)


def lstm_step(*arguments: Any, **options: Any) -> tuple[Tensor, Tensor]:
    """Do the step of ``functional.lstm_step`` on tensors: both states come from one operation."""
    states = lstm_states(*arguments, **options)
    return states[0], states[1]


batch_norm_in_training = operation(
    functional.batch_norm, functional.batch_norm_backward, "x", "gamma", "beta", also=["running_mean", "running_var"]
)


def batch_norm(
    x: Any,
    gamma: Any,
    beta: Any,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[Tensor, np.ndarray, np.ndarray]:
    """Do what ``functional.batch_norm`` does on tensors.

    Its backward is for training only; in evaluation the running statistics are constants, and arithmetic will do.
    """
    if training:
        return batch_norm_in_training(x, gamma, beta, running_mean, running_var, True, momentum, eps)
    channelwise = (-1, *[1] * (len(x.shape) - 2))
    scale = gamma / np.sqrt(running_var + eps)
    output = (x - running_mean.reshape(channelwise)) * scale.reshape(*channelwise) + beta.reshape(*channelwise)
    return output, running_mean.copy(), running_var.copy()


def gan_losses(real_logits: Any, fake_logits: Any) -> tuple[Tensor, Tensor]:
    """Compute the losses of ``functional.gan_losses`` on tensors; call ``backward`` of each for its own player."""
    real, fake = np.ones(real_logits.shape, real_logits.dtype), np.zeros(fake_logits.shape, fake_logits.dtype)
    real_part = binary_cross_entropy_with_logits(real_logits, real)
    fake_part = binary_cross_entropy_with_logits(fake_logits, fake)
    return real_part + fake_part, binary_cross_entropy_with_logits(fake_logits, fake + 1)
