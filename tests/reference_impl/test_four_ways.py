"""Every gradient of the library, proven four ways: by hand = by autograd = by torch = by finite differences."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ours
from reference_impl import autograd
from tests.reference_impl.pairs import week1, week2, week3, week4, week5, week6, week7, week8
from tests.reference_impl.pairs.pair import Arguments, Pair, Shape

pytestmark = pytest.mark.filterwarnings("error")
torch.set_num_threads(1)

WEEKS = (week1, week2, week3, week4, week5, week6, week7, week8)
PAIRS = [pair for week in WEEKS for pair in week.PAIRS]
over_pairs = pytest.mark.parametrize("pair", PAIRS, ids=str)
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TO_TORCH = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-9, "atol": 1e-11}}
TO_DIFFERENCES = {np.float32: {"rtol": 1e-3, "atol": 1e-4}, np.float64: {"rtol": 1e-6, "atol": 1e-7}}
flat = st.lists(st.integers(1, 7), min_size=1, max_size=2)
deep = st.lists(st.integers(1, 3), min_size=3, max_size=4)
shapes = (flat | deep).map(tuple)


def cast(arguments: Arguments, dtype: type) -> Arguments:
    return {name: value.astype(dtype) if value.dtype.kind == "f" else value for name, value in arguments.items()}


def by_autograd(pair: Pair, arguments: Arguments, grad_output: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    tensors = {name: ours.Tensor(arguments[name]) for name in pair.wrt.split()}
    output = pair.forward(autograd, arguments | tensors)
    output.backward(grad_output)
    return output.data, [tensor.grad for tensor in tensors.values()]


def by_torch(pair: Pair, arguments: Arguments, grad_output: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    tensors = {name: torch.tensor(value, requires_grad=name in pair.wrt.split()) for name, value in arguments.items()}
    output = pair.torch(*tensors.values())
    output.backward(torch.tensor(grad_output))
    return output.detach().numpy(), [tensors[name].grad.numpy() for name in pair.wrt.split()]


def by_differences(pair: Pair, arguments: Arguments, grad_output: np.ndarray) -> list[np.ndarray]:
    arguments = cast(arguments, np.float64)

    def weighted(name: str) -> Any:
        return lambda value: (pair.forward(ours, arguments | {name: value}) * grad_output).sum()

    return [ours.numerical_gradient(weighted(name), arguments[name]) for name in pair.wrt.split()]


@over_pairs
@over_dtypes
@settings(max_examples=10, deadline=None)
@given(shape=shapes, seed=st.integers(0, 2**32 - 1))
def test_four_ways_to_a_gradient_are_one(pair: Pair, dtype: type, shape: Shape, seed: int) -> None:
    rng = np.random.default_rng(seed)
    arguments = cast(pair.sample(rng, shape), dtype)
    before = {name: value.copy() for name, value in arguments.items()}
    output = pair.forward(ours, arguments)
    assert output.dtype == dtype
    grad_output = np.asarray(rng.normal(size=np.shape(output)), dtype)
    by_hand = pair.gradients(grad_output, arguments)
    assert [gradient.dtype for gradient in by_hand] == [dtype] * len(pair.wrt.split())

    output_of_autograd, gradients_of_autograd = by_autograd(pair, arguments, grad_output)
    np.testing.assert_array_equal(output_of_autograd, output)
    for gradient, expected in zip(gradients_of_autograd, by_hand, strict=True):
        assert gradient.dtype == dtype
        np.testing.assert_allclose(gradient, expected, rtol=8 * np.finfo(dtype).eps, atol=0)

    output_of_torch, gradients_of_torch = by_torch(pair, arguments, grad_output)
    np.testing.assert_allclose(output, output_of_torch, **TO_TORCH[dtype])
    for gradient, expected in zip(by_hand, gradients_of_torch, strict=True):
        assert gradient.shape == expected.shape
        np.testing.assert_allclose(gradient, expected, **TO_TORCH[dtype])

    for gradient, expected in zip(by_hand, by_differences(pair, arguments, grad_output), strict=True):
        np.testing.assert_allclose(gradient, expected, **TO_DIFFERENCES[dtype])
    for name, value in arguments.items():
        np.testing.assert_array_equal(value, before[name])


@over_pairs
def test_a_strided_view_gives_what_its_copy_gives(pair: Pair) -> None:
    rng = np.random.default_rng(7)
    arguments = pair.sample(rng, (5, 3))
    views = {name: np.repeat(value, 2, axis=0)[::2] for name, value in arguments.items()}
    output = pair.forward(ours, arguments)
    grad_output = rng.normal(size=np.shape(output))
    np.testing.assert_allclose(pair.forward(ours, views), output, rtol=1e-12)
    expected = pair.gradients(grad_output, arguments)
    for gradient, of_copy in zip(pair.gradients(grad_output, views), expected, strict=True):
        np.testing.assert_allclose(gradient, of_copy, rtol=1e-9, atol=1e-12)


def test_no_pair_of_the_library_is_missing_from_the_table() -> None:
    backwards = {name.removesuffix("_backward") for name in ours.functional.__all__ if name.endswith("_backward")}
    assert backwards - {pair.name for pair in PAIRS} == set()
    assert backwards - set(autograd.__all__) == set()


def test_every_gradient_of_a_pair_is_in_the_table() -> None:
    returned = {pair.name: len(pair.gradients(*sampled(pair))) for pair in PAIRS if pair.part is None}
    assert returned == {pair.name: len(pair.wrt.split()) for pair in PAIRS if pair.part is None}


def sampled(pair: Pair) -> tuple[np.ndarray, Arguments]:
    arguments = pair.sample(np.random.default_rng(8), (2, 3))
    return np.ones_like(pair.forward(ours, arguments)), arguments
