"""Recurrent steps and the plain recurrent network: equal to torch's, their gradients to finite differences."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 2e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-12}}
Arrays = tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Step:
    """A forward, its backward, torch's forward, how many gates, and how many states go in and come out."""

    name: str
    forward: Callable[..., Any]
    backward: Callable[[Arrays, Arrays, Arrays], Arrays]
    torch: Callable[..., Any]
    gates: int
    states: int = 1
    timed: bool = False

    def sample(self, rng: np.random.Generator, samples: int, length: int, inputs: int, hidden: int) -> Arrays:
        rows = self.gates * hidden
        x_shape = (samples, length, inputs) if self.timed else (samples, inputs)
        shapes = [x_shape, *[(samples, hidden)] * self.states, (rows, inputs), (rows, hidden), (rows,), (rows,)]
        return tuple(rng.normal(size=shape) for shape in shapes)


def torch_rnn(x: torch.Tensor, h0: torch.Tensor, *weights: torch.Tensor) -> torch.Tensor:
    outputs = []
    for inputs in x.unbind(1):
        h0 = torch.rnn_tanh_cell(inputs, h0, *weights)
        outputs.append(h0)
    return torch.stack(outputs, 1) if outputs else h0[:, None][:, :0]


STEPS = [
    Step(
        "rnn_step",
        ours.rnn_step,
        lambda grads, arguments, outputs: ours.rnn_step_backward(*grads, *arguments[:2], *outputs, *arguments[2:4]),
        torch.rnn_tanh_cell,
        gates=1,
    ),
    Step(
        "rnn",
        ours.rnn,
        lambda grads, arguments, outputs: ours.rnn_backward(*grads, *arguments[:2], *outputs, *arguments[2:4]),
        torch_rnn,
        gates=1,
        timed=True,
    ),
    Step(
        "lstm_step",
        ours.lstm_step,
        lambda grads, arguments, outputs: ours.lstm_step_backward(*grads, *arguments),
        lambda x, h, c, *weights: torch.lstm_cell(x, (h, c), *weights),
        gates=4,
        states=2,
    ),
    Step(
        "gru_step",
        ours.gru_step,
        lambda grads, arguments, outputs: ours.gru_step_backward(*grads, *arguments),
        torch.gru_cell,
        gates=3,
    ),
]
over_steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
sizes = st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(1, 5), st.integers(1, 6))


def as_tuple(result: Any) -> Arrays:
    return result if isinstance(result, tuple) else (result,)


@over_steps
@over_dtypes
@settings(max_examples=20, deadline=None)
@given(size=sizes, seed=st.integers(0, 2**32 - 1))
def test_forward_and_gradients_are_torchs(
    step: Step, dtype: type, size: tuple[int, int, int, int], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    arguments = tuple(argument.astype(dtype) for argument in step.sample(rng, *size))
    before = [argument.copy() for argument in arguments]
    tensors = [torch.tensor(argument, requires_grad=True) for argument in arguments]
    expected = as_tuple(step.torch(*tensors))
    outputs = as_tuple(step.forward(*arguments))
    upstream = tuple(rng.normal(size=output.shape).astype(dtype) for output in outputs)
    total = sum((tensor * torch.tensor(grad)).sum() for tensor, grad in zip(expected, upstream, strict=True))
    wanted = torch.autograd.grad(total, tensors, allow_unused=True, materialize_grads=True)

    for output, tensor in zip(outputs, expected, strict=True):
        assert output.dtype == dtype
        assert output.shape == tuple(tensor.shape)
        np.testing.assert_allclose(output, tensor.detach(), **TOLERANCE[dtype])
    gradients = step.backward(upstream, arguments, outputs)
    for gradient, tensor in zip(gradients, wanted, strict=True):
        assert gradient.dtype == dtype
        assert gradient.shape == tuple(tensor.shape)
        np.testing.assert_allclose(gradient, tensor, **TOLERANCE[dtype])
    for argument, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(argument, copy)


@over_steps
def test_gradients_are_those_of_finite_differences(step: Step) -> None:
    rng = np.random.default_rng(31)
    arguments = step.sample(rng, 2, 4, 3, 5)
    outputs = as_tuple(step.forward(*arguments))
    upstream = tuple(rng.normal(size=output.shape) for output in outputs)
    for position, gradient in enumerate(step.backward(upstream, arguments, outputs)):

        def weighted(x: np.ndarray, position: int = position) -> float:
            moved = as_tuple(step.forward(*arguments[:position], x, *arguments[position + 1 :]))
            return sum(float((output * grad).sum()) for output, grad in zip(moved, upstream, strict=True))

        numerical = ours.numerical_gradient(weighted, arguments[position])
        np.testing.assert_allclose(gradient, numerical, rtol=1e-5, atol=1e-8)


@over_steps
def test_no_gradient_is_another_ones_array(step: Step) -> None:
    rng = np.random.default_rng(32)
    arguments = step.sample(rng, 2, 3, 3, 5)
    outputs = as_tuple(step.forward(*arguments))
    gradients = step.backward(outputs, arguments, outputs)
    kept = gradients[-1].copy()
    gradients[-2][...] = 99
    np.testing.assert_array_equal(gradients[-1], kept)


@over_steps
@over_dtypes
def test_great_numbers_saturate_without_a_warning(step: Step, dtype: type) -> None:
    rng = np.random.default_rng(33)
    arguments = tuple((1e4 * argument).astype(dtype) for argument in step.sample(rng, 3, 2, 5, 4))
    arguments = (*arguments[:1], *(h / 1e4 for h in arguments[1 : 1 + step.states]), *arguments[1 + step.states :])
    outputs = as_tuple(step.forward(*arguments))
    assert all(np.isfinite(output).all() for output in outputs)
    assert all(np.isfinite(gradient).all() for gradient in step.backward(outputs, arguments, outputs))


@over_steps
def test_strided_views_give_what_their_copies_give(step: Step) -> None:
    rng = np.random.default_rng(34)
    arguments = step.sample(rng, 3, 4, 5, 2)
    views = tuple(np.repeat(argument, 2, axis=0)[::2] for argument in arguments)
    outputs = as_tuple(step.forward(*arguments))
    for output, of_copy in zip(as_tuple(step.forward(*views)), outputs, strict=True):
        np.testing.assert_allclose(output, of_copy, rtol=1e-12)
    expected = step.backward(outputs, arguments, outputs)
    for gradient, of_copy in zip(step.backward(outputs, views, outputs), expected, strict=True):
        np.testing.assert_allclose(gradient, of_copy, rtol=1e-9, atol=1e-12)


def test_a_network_is_its_steps_one_after_another() -> None:
    rng = np.random.default_rng(35)
    x, h, *weights = STEPS[1].sample(rng, 3, 4, 5, 2)
    outputs = ours.rnn(x, h, *weights)
    for t in range(4):
        h = ours.rnn_step(x[:, t], h, *weights)
        np.testing.assert_allclose(outputs[:, t], h, rtol=1e-12)
