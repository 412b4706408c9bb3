"""Activations, losses, the linear layer."""

import numpy as np
import torch
import torch.nn.functional as F

from tests.reference_impl.pairs.pair import Arguments, Pair, Shape, one, scores_and_classes, some, torch_cross_entropy


def layer(rng: np.random.Generator, shape: Shape) -> Arguments:
    (outputs,) = some(rng, 1)
    weight, bias = rng.normal(size=(outputs, shape[-1])), rng.normal(size=outputs)
    return {"x": rng.normal(size=shape), "weight": weight, "bias": bias}


def logits_and_answers(rng: np.random.Generator, shape: Shape) -> Arguments:
    return {"logits": 3 * rng.normal(size=shape), "targets": rng.uniform(size=shape)}


def probs_and_answers(rng: np.random.Generator, shape: Shape) -> Arguments:
    return {"probs": rng.uniform(0.05, 0.95, shape), "targets": rng.uniform(size=shape)}


def prediction_and_target(rng: np.random.Generator, shape: Shape) -> Arguments:
    return {"prediction": rng.normal(size=shape), "target": rng.normal(size=shape)}


PAIRS = [
    Pair("relu", "x", F.relu, one),
    Pair("sigmoid", "x", torch.sigmoid, one),
    Pair("tanh", "x", torch.tanh, one),
    Pair("leaky_relu", "x", F.leaky_relu, one),
    Pair("leaky_relu", "x", lambda x: F.leaky_relu(x, 0.3), one, {"slope": 0.3}),
    Pair("softmax", "x", lambda x: F.softmax(x, -1), one),
    Pair("softmax", "x", lambda x: F.softmax(x, 0), one, {"axis": 0}),
    Pair("log_softmax", "x", lambda x: F.log_softmax(x, -1), one),
    Pair("log_softmax", "x", lambda x: F.log_softmax(x, 0), one, {"axis": 0}),
    Pair("cross_entropy", "logits", torch_cross_entropy, scores_and_classes),
    Pair("binary_cross_entropy", "probs", F.binary_cross_entropy, probs_and_answers),
    Pair("binary_cross_entropy_with_logits", "logits", F.binary_cross_entropy_with_logits, logits_and_answers),
    Pair("mse_loss", "prediction", F.mse_loss, prediction_and_target),
    Pair("linear", "x weight bias", F.linear, layer),
]
