"""Recurrent networks, and a loss for sequences of many lengths."""

import numpy as np
import torch

from tests.reference_impl.pairs.pair import Arguments, Pair, Sample, Shape, some, torch_cross_entropy

WEIGHTS = "weight_ih weight_hh bias_ih bias_hh"


def cell(gates: int, states: tuple[str, ...] = ("h",), timed: bool = False) -> Sample:
    """A source of an input, states, and weights of so many gates."""

    def sample(rng: np.random.Generator, shape: Shape) -> Arguments:
        samples, length, inputs, hidden = some(rng, 4, high=5)
        x_shape = (samples, length, inputs) if timed else (samples, inputs)
        rows = gates * hidden
        shapes = {"x": x_shape} | dict.fromkeys(states, (samples, hidden))
        shapes |= {"weight_ih": (rows, inputs), "weight_hh": (rows, hidden), "bias_ih": (rows,), "bias_hh": (rows,)}
        return {name: rng.normal(size=size) for name, size in shapes.items()}

    return sample


def torch_rnn(x: torch.Tensor, h0: torch.Tensor, *weights: torch.Tensor) -> torch.Tensor:
    outputs = [h0]
    for inputs in x.unbind(1):
        outputs.append(torch.rnn_tanh_cell(inputs, outputs[-1], *weights))
    return torch.stack(outputs[1:], 1)


def torch_lstm(output: int, x: torch.Tensor, h: torch.Tensor, c: torch.Tensor, *weights: torch.Tensor) -> torch.Tensor:
    return torch.lstm_cell(x, (h, c), *weights)[output]


def sequences(rng: np.random.Generator, shape: Shape) -> Arguments:
    mask = np.asarray(rng.random(shape[:-1]) < 0.7)
    mask.flat[:1] = True
    targets = np.where(mask, rng.integers(shape[-1], size=shape[:-1]), 999)
    return {"logits": rng.normal(size=shape), "targets": targets, "mask": mask}


LSTM = cell(4, ("h", "c"))

PAIRS = [
    Pair("rnn_step", f"x h {WEIGHTS}", torch.rnn_tanh_cell, cell(1)),
    Pair("rnn", f"x h0 {WEIGHTS}", torch_rnn, cell(1, ("h0",), timed=True)),
    Pair("lstm_step", f"x h c {WEIGHTS}", lambda *tensors: torch_lstm(0, *tensors), LSTM, output=0),
    Pair("lstm_step", f"x h c {WEIGHTS}", lambda *tensors: torch_lstm(1, *tensors), LSTM, output=1),
    Pair("gru_step", f"x h {WEIGHTS}", torch.gru_cell, cell(3)),
    Pair(
        "masked_cross_entropy",
        "logits",
        lambda logits, targets, mask: torch_cross_entropy(logits, targets.where(mask, torch.tensor(-100))),
        sequences,
    ),
]
