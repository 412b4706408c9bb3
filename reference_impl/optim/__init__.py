"""Optimizers: how gradients change weights, and how far a step goes."""

from reference_impl.optim.adagrad import AdaGrad
from reference_impl.optim.adam import Adam
from reference_impl.optim.adamw import AdamW
from reference_impl.optim.clip_grad_norm import clip_grad_norm
from reference_impl.optim.optimizer import Optimizer
from reference_impl.optim.rmsprop import RMSProp
from reference_impl.optim.schedules import cosine_with_warmup, noam, step_decay
from reference_impl.optim.sgd import SGD

__all__ = [
    "SGD",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Optimizer",
    "RMSProp",
    "clip_grad_norm",
    "cosine_with_warmup",
    "noam",
    "step_decay",
]
