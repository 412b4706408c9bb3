"""Every pair of a forward and its backward, proven over one table: by torch, by autograd, by finite differences."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")

Shape = tuple[int, ...]
Arguments = tuple[Any, ...]


@dataclass(frozen=True)
class Pair:
    """A forward, its backward, torch's forward, and a source of arguments of which the first few are differentiable."""

    name: str
    forward: Callable[..., Any]
    backward: Callable[[Any, Arguments, Any], Any]
    torch: Callable[..., torch.Tensor]
    sample: Callable[[np.random.Generator, Shape], Arguments]
    differentiable: int = 1


def away_from_zero(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Numbers of both signs, none so near to zero that a finite difference would step over the kink."""
    return rng.uniform(0.1, 3, shape) * rng.choice([-1, 1], shape)


def one(rng: np.random.Generator, shape: Shape) -> Arguments:
    return (away_from_zero(rng, shape),)


def two(rng: np.random.Generator, shape: Shape) -> Arguments:
    return rng.normal(size=shape), rng.normal(size=shape)


def logits_and_answers(rng: np.random.Generator, shape: Shape) -> Arguments:
    return 3 * rng.normal(size=shape), rng.uniform(size=shape)


def probs_and_answers(rng: np.random.Generator, shape: Shape) -> Arguments:
    return rng.uniform(0.05, 0.95, shape), rng.uniform(size=shape)


def scores_and_classes(rng: np.random.Generator, shape: Shape) -> Arguments:
    targets = rng.integers(shape[-1], size=shape[:-1])
    targets[rng.random(targets.shape) < 0.2] = -100
    targets.flat[:1] = 0
    return rng.normal(size=shape), targets


def layer(rng: np.random.Generator, shape: Shape) -> Arguments:
    outputs = int(rng.integers(1, 6))
    return rng.normal(size=shape), rng.normal(size=(outputs, shape[-1])), rng.normal(size=outputs)


def torch_cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1))


def from_input(backward: Callable[..., Any], **options: Any) -> Callable[[Any, Arguments, Any], Any]:
    return lambda grad_output, arguments, output: backward(grad_output, *arguments, **options)


def from_output(backward: Callable[..., Any], **options: Any) -> Callable[[Any, Arguments, Any], Any]:
    return lambda grad_output, arguments, output: backward(grad_output, output, **options)


def of_loss(backward: Callable[..., Any]) -> Callable[[Any, Arguments, Any], Any]:
    return lambda grad_output, arguments, output: backward(*arguments)


PAIRS = [
    Pair("relu", ours.relu, from_input(ours.relu_backward), F.relu, one),
    Pair("sigmoid", ours.sigmoid, from_output(ours.sigmoid_backward), torch.sigmoid, one),
    Pair("tanh", ours.tanh, from_output(ours.tanh_backward), torch.tanh, one),
    Pair("leaky_relu", ours.leaky_relu, from_input(ours.leaky_relu_backward), F.leaky_relu, one),
    Pair(
        "leaky_relu, slope 0.3",
        lambda x: ours.leaky_relu(x, slope=0.3),
        from_input(ours.leaky_relu_backward, slope=0.3),
        lambda x: F.leaky_relu(x, 0.3),
        one,
    ),
    Pair("softmax", ours.softmax, from_output(ours.softmax_backward), lambda x: F.softmax(x, -1), one),
    Pair(
        "softmax, first axis",
        lambda x: ours.softmax(x, axis=0),
        from_output(ours.softmax_backward, axis=0),
        lambda x: F.softmax(x, 0),
        one,
    ),
    Pair("log_softmax", ours.log_softmax, from_output(ours.log_softmax_backward), lambda x: F.log_softmax(x, -1), one),
    Pair(
        "log_softmax, first axis",
        lambda x: ours.log_softmax(x, axis=0),
        from_output(ours.log_softmax_backward, axis=0),
        lambda x: F.log_softmax(x, 0),
        one,
    ),
    Pair(
        "cross_entropy",
        ours.cross_entropy,
        of_loss(ours.cross_entropy_backward),
        torch_cross_entropy,
        scores_and_classes,
    ),
    Pair(
        "binary_cross_entropy",
        ours.binary_cross_entropy,
        of_loss(ours.binary_cross_entropy_backward),
        F.binary_cross_entropy,
        probs_and_answers,
    ),
    Pair(
        "binary_cross_entropy_with_logits",
        ours.binary_cross_entropy_with_logits,
        of_loss(ours.binary_cross_entropy_with_logits_backward),
        F.binary_cross_entropy_with_logits,
        logits_and_answers,
    ),
    Pair("mse_loss", ours.mse_loss, of_loss(ours.mse_loss_backward), F.mse_loss, two),
    Pair(
        "linear",
        ours.linear,
        lambda grad_output, arguments, output: ours.linear_backward(grad_output, *arguments[:2]),
        F.linear,
        layer,
        differentiable=3,
    ),
]

over_pairs = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
shapes = st.lists(st.integers(1, 7), min_size=1, max_size=4).map(tuple)
seeds = st.integers(0, 2**32 - 1)
TOLERANCE = {np.float32: {"rtol": 2e-5, "atol": 2e-6}, np.float64: {"rtol": 1e-11, "atol": 1e-12}}


def cast(arguments: Arguments, dtype: type) -> Arguments:
    return tuple(a.astype(dtype) if a.dtype.kind == "f" else a for a in arguments)


def upstream(output: Any, rng: np.random.Generator) -> np.ndarray:
    """A random gradient of the output; a loss is the end, its own is one."""
    output = np.asarray(output)
    return rng.normal(size=output.shape).astype(output.dtype) if output.ndim else np.ones((), output.dtype)


def gradients(pair: Pair, arguments: Arguments, output: Any, grad_output: np.ndarray) -> tuple[np.ndarray, ...]:
    result = pair.backward(grad_output, arguments, output)
    return result if isinstance(result, tuple) else (result,)


@over_pairs
@over_dtypes
@settings(max_examples=30, deadline=None)
@given(shape=shapes, seed=seeds)
def test_forward_and_gradient_are_those_of_torch(pair: Pair, dtype: type, shape: Shape, seed: int) -> None:
    rng = np.random.default_rng(seed)
    arguments = cast(pair.sample(rng, shape), dtype)
    before = [argument.copy() for argument in arguments]
    tensors = [torch.tensor(argument) for argument in arguments]
    for tensor in tensors[: pair.differentiable]:
        tensor.requires_grad_()
    expected = pair.torch(*tensors)

    output = pair.forward(*arguments)
    assert np.shape(output) == tuple(expected.shape)
    assert output.dtype == dtype
    np.testing.assert_allclose(output, expected.detach().numpy(), **TOLERANCE[dtype])

    grad_output = upstream(output, rng)
    expected.backward(torch.tensor(grad_output))
    computed = gradients(pair, arguments, output, grad_output)
    assert len(computed) == pair.differentiable
    for gradient, tensor in zip(computed, tensors, strict=False):
        assert gradient.dtype == dtype
        assert gradient.shape == tuple(tensor.shape)
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), **TOLERANCE[dtype])
    for argument, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(argument, copy)


@over_pairs
@settings(max_examples=15, deadline=None)
@given(shape=shapes.filter(lambda shape: np.prod(shape) <= 60), seed=seeds)
def test_gradient_is_that_of_finite_differences(pair: Pair, shape: Shape, seed: int) -> None:
    rng = np.random.default_rng(seed)
    arguments = pair.sample(rng, shape)
    output = pair.forward(*arguments)
    grad_output = upstream(output, rng)
    computed = gradients(pair, arguments, output, grad_output)
    for position, gradient in enumerate(computed):

        def weighted(x: np.ndarray, position: int = position) -> float:
            moved = (*arguments[:position], x, *arguments[position + 1 :])
            return float((pair.forward(*moved) * grad_output).sum())

        numerical = ours.numerical_gradient(weighted, arguments[position])
        np.testing.assert_allclose(gradient, numerical, rtol=1e-6, atol=1e-8)


@over_pairs
def test_a_strided_view_gives_what_its_copy_gives(pair: Pair) -> None:
    rng = np.random.default_rng(7)
    arguments = pair.sample(rng, (5, 3))
    views = tuple(np.repeat(argument, 2, axis=0)[::2] for argument in arguments)
    output = pair.forward(*arguments)
    grad_output = upstream(output, rng)
    np.testing.assert_allclose(pair.forward(*views), output, rtol=1e-12)
    expected = gradients(pair, arguments, output, grad_output)
    for gradient, copy in zip(gradients(pair, views, output, grad_output), expected, strict=True):
        np.testing.assert_allclose(gradient, copy, rtol=1e-12)
