"""Pure functions: a forward and its backward, one concept a file."""

from reference_impl.functional.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_backward,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
)
from reference_impl.functional.cross_entropy import cross_entropy, cross_entropy_backward
from reference_impl.functional.initialization import kaiming_uniform, xavier_uniform
from reference_impl.functional.leaky_relu import leaky_relu, leaky_relu_backward
from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.log_softmax import log_softmax, log_softmax_backward
from reference_impl.functional.mse_loss import mse_loss, mse_loss_backward
from reference_impl.functional.numerical_gradient import numerical_gradient
from reference_impl.functional.relu import relu, relu_backward
from reference_impl.functional.sigmoid import sigmoid, sigmoid_backward
from reference_impl.functional.softmax import softmax, softmax_backward
from reference_impl.functional.tanh import tanh, tanh_backward

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_backward",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "cross_entropy",
    "cross_entropy_backward",
    "kaiming_uniform",
    "leaky_relu",
    "leaky_relu_backward",
    "linear",
    "linear_backward",
    "log_softmax",
    "log_softmax_backward",
    "mse_loss",
    "mse_loss_backward",
    "numerical_gradient",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "tanh",
    "tanh_backward",
    "xavier_uniform",
]
