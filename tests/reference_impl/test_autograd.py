"""The autograd engine: the same program in torch gives the same numbers."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import BroadcastableShapes, mutually_broadcastable_shapes

from reference_impl import Tensor, autograd, unbroadcast

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 2e-5, "atol": 1e-5}, np.float64: {"rtol": 1e-11, "atol": 1e-12}}

PROGRAMS: dict[str, tuple[list[tuple[int, ...]], Callable[..., Any]]] = {
    "sum of products": ([(3, 5), (3, 5)], lambda a, b: a * b + a),
    "used three times": ([(3, 5)], lambda a: a * a + a),
    "a diamond": ([(3, 5)], lambda a: (a * 2) * (a + 1)),
    "difference and quotient": ([(3, 5), (5,)], lambda a, b: (a - b) / b),
    "constants on the left": ([(3, 5)], lambda a: 2 - 3 / (1 + a)),
    "constants on the right": ([(3, 5)], lambda a: ((a + 2) * 3 - 1) / 4),
    "minus": ([(3, 5)], lambda a: -(-a * 2)),
    "square and root": ([(3, 5)], lambda a: (a**2 + 1) ** 0.5 + a**3),
    "stretched rows": ([(3, 5), (5,)], lambda a, b: a * b),
    "stretched columns": ([(3, 5), (3, 1)], lambda a, b: a * b),
    "stretched both ways": ([(3, 1), (1, 5)], lambda a, b: a * b - b),
    "stretched by a new axis": ([(1, 5), (7, 3, 5)], lambda a, b: a * b),
    "stretched from one number": ([(), (3, 5)], lambda a, b: a * b / a),
    "matrices": ([(3, 5), (5, 7)], lambda a, b: a @ b),
    "a batch times a matrix": ([(2, 3, 5), (5, 7)], lambda a, b: a @ b),
    "a matrix times a batch": ([(3, 5), (2, 5, 7)], lambda a, b: a @ b),
    "stretched batches": ([(2, 1, 3, 5), (4, 5, 7)], lambda a, b: a @ b),
    "matrix and vector": ([(3, 5), (5,)], lambda a, b: a @ b),
    "vector and matrix": ([(5,), (5, 3)], lambda a, b: a @ b),
    "vector and batch": ([(5,), (2, 5, 3)], lambda a, b: a @ b),
    "batch and vector": ([(2, 3, 5), (5,)], lambda a, b: a @ b),
    "vector and vector": ([(5,), (5,)], lambda a, b: a @ b),
    "one row": ([(3, 5)], lambda a: a[1] * a[-1]),
    "slices": ([(5, 7)], lambda a: a[1:4, ::2] + a[:3, 1::2][:, [0, 0, 1, 2]][:, [0, 1, 2, 3]]),
    "rows picked twice": ([(3, 5)], lambda a: a[[0, 2, 2, 2]]),
    "numbers picked twice": ([(3, 5)], lambda a: a[[0, 1, 1], [4, 2, 2]]),
    "new axes": ([(3, 5)], lambda a: a[:, None] * a[None]),
    "an ellipsis": ([(2, 3, 5)], lambda a: a[..., 0]),
    "sum of all": ([(3, 5)], lambda a: a.sum() * a),
    "sum along an axis": ([(3, 5)], lambda a: a.sum(0) + a.sum(-1)[1]),
    "sum along two axes": ([(2, 3, 5)], lambda a: a.sum((0, -1))),
    "means": ([(2, 3, 5)], lambda a: a.mean() * a.mean(1) * a.mean((0, 2))[0]),
    "reshaped": ([(2, 3, 5)], lambda a: a.reshape(6, 5) * a.reshape((1, 6, 5)) + a.reshape(-1, 5)),
    "turned around": ([(3, 5)], lambda a: a.T @ a),
    "axes exchanged": ([(2, 3, 5)], lambda a: a @ a.swapaxes(-1, -2)),
}


@pytest.mark.parametrize("name", PROGRAMS)
@over_dtypes
def test_the_same_program_in_torch(name: str, dtype: type) -> None:
    shapes, program = PROGRAMS[name]
    rng = np.random.default_rng(81)
    arrays = [np.asarray(rng.uniform(0.5, 2, shape), dtype) for shape in shapes]
    before = copy.deepcopy(arrays)
    tensors, twins = [Tensor(array) for array in arrays], [torch.tensor(array, requires_grad=True) for array in arrays]
    output, expected = program(*tensors), program(*twins)
    np.testing.assert_allclose(output.data, expected.detach(), **TOLERANCE[dtype])
    gradient = np.asarray(rng.normal(size=output.shape), dtype)
    output.backward(gradient)
    expected.backward(torch.tensor(gradient))
    assert output.dtype == dtype
    for tensor, twin, array in zip(tensors, twins, before, strict=True):
        assert tensor.grad.dtype == dtype
        np.testing.assert_allclose(tensor.grad, twin.grad, **TOLERANCE[dtype])
        np.testing.assert_array_equal(tensor.data, array)


COMPOSED: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "exp and log": (lambda x: autograd.log(autograd.exp(x) + 1), lambda x: torch.log(torch.exp(x) + 1)),
    "softmax": (lambda x: autograd.exp(x) / autograd.exp(x).sum(-1, True), lambda x: torch.softmax(x, -1)),
    "largest of all": (lambda x: x * autograd.amax(x), lambda x: x * torch.amax(x)),
    "largest of each row": (lambda x: x - autograd.amax(x, -1, keepdims=True), lambda x: x - torch.amax(x, -1, True)),
    "largest of each column": (lambda x: x - autograd.amax(x, 0), lambda x: x - torch.amax(x, 0)),
    "joined": (
        lambda x: autograd.concatenate([x, x[:2] * x[1], x]) ** 2,
        lambda x: torch.cat([x, x[:2] * x[1], x]) ** 2,
    ),
    "joined side by side": (
        lambda x: autograd.concatenate([x, 2 * x[:, :2]], axis=1),
        lambda x: torch.cat([x, 2 * x[:, :2]], 1),
    ),
    "stacked": (lambda x: autograd.stack([x, x * x], axis=-1), lambda x: torch.stack([x, x * x], -1)),
    "axes in another order": (
        lambda x: x.reshape(3, 2, 2).transpose(-1, 0, 1) ** 2,
        lambda x: x.reshape(3, 2, 2).permute(-1, 0, 1) ** 2,
    ),
    "heads": (
        lambda x: autograd.merge_heads(autograd.split_heads(x[None], 2)) @ x.T,
        lambda x: x[None] @ x.T,
    ),
}


@pytest.mark.parametrize("name", COMPOSED)
def test_elementary_operations_make_up_what_has_no_pair(name: str) -> None:
    on_tensors, in_torch = COMPOSED[name]
    rng = np.random.default_rng(82)
    x = rng.integers(-2, 3, size=(3, 4)).astype(float)  # with ties
    tensor, twin = Tensor(x), torch.tensor(x, requires_grad=True)
    output, expected = on_tensors(tensor), in_torch(twin)
    grad_output = rng.normal(size=output.shape)
    output.backward(grad_output)
    expected.backward(torch.tensor(grad_output))
    np.testing.assert_allclose(output.data, expected.detach(), rtol=1e-11)
    np.testing.assert_allclose(tensor.grad, twin.grad, rtol=1e-10, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(shapes=mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3, min_side=0))
def test_broadcasting_in_every_direction_is_undone(shapes: BroadcastableShapes) -> None:
    for shape in shapes.input_shapes:
        stretched = np.random.default_rng(0).normal(size=shapes.result_shape)
        undone = unbroadcast(stretched, shape)
        twin = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
        twin.expand(shapes.result_shape).backward(torch.tensor(stretched))
        assert undone.shape == shape
        np.testing.assert_allclose(undone, twin.grad, rtol=1e-12, atol=1e-12)


@over_dtypes
@settings(max_examples=30, deadline=None)
@given(shapes=mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3, min_side=0), seed=st.integers(0, 99))
def test_arithmetic_on_any_shapes(dtype: type, shapes: BroadcastableShapes, seed: int) -> None:
    rng = np.random.default_rng(seed)
    arrays = [np.asarray(rng.uniform(0.5, 2, shape), dtype) for shape in shapes.input_shapes]
    tensors, twins = [Tensor(array) for array in arrays], [torch.tensor(array, requires_grad=True) for array in arrays]
    (x, y, z), (u, v, w) = tensors, twins
    output, expected = (x * y - z / y) ** 2 + x, (u * v - w / v) ** 2 + u
    output.backward(np.ones(output.shape, dtype))
    expected.sum().backward()
    for tensor, twin in zip(tensors, twins, strict=True):
        assert tensor.grad.dtype == dtype
        assert tensor.grad.shape == tensor.shape
        np.testing.assert_allclose(tensor.grad, twin.grad, rtol=1e-4 if dtype == np.float32 else 1e-11, atol=1e-5)


@over_dtypes
@pytest.mark.parametrize("constant", [2, 2.5, np.float64(2.5), np.arange(1, 4), np.eye(3), np.eye(3) < 9, [1, 2, 3]])
def test_a_constant_takes_on_the_dtype_of_the_tensor(constant: Any, dtype: type) -> None:
    x = np.full((3, 3), 2, dtype)
    tensor, y = Tensor(x), np.asarray(constant, dtype)
    pairs = [(tensor + constant, x + y), (constant + tensor, y + x), (tensor - constant, x - y)]
    pairs += [(constant - tensor, y - x), (tensor * constant, x * y), (constant * tensor, y * x)]
    pairs += [(constant / tensor, y / x), (tensor.mean(), x.mean())]
    if y.ndim:
        pairs += [(tensor @ constant, x @ y), (constant @ tensor, y @ x)]
    if y.all():
        pairs += [(tensor / constant, x / y)]
    for output, expected in pairs:
        assert output.dtype == dtype
        np.testing.assert_allclose(output.data, expected, rtol=1e-6)


def test_what_is_no_float_becomes_float64() -> None:
    for data in (3, [1, 2], np.arange(3), True, np.arange(3, dtype=np.int32)):
        assert Tensor(data).dtype == np.float64
    for dtype in (np.float16, np.float32, np.float64):
        assert Tensor(np.ones(2, dtype)).dtype == dtype


def test_a_float32_weight_keeps_a_float32_gradient_beside_float64() -> None:
    weight, x = Tensor(np.ones(3, np.float32)), Tensor(np.ones(3))
    (weight * x).sum().backward()
    assert weight.grad.dtype == np.float32
    assert x.grad.dtype == np.float64
