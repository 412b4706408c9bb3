"""Pooling and flatten, over random windows: beside torch, with ties, overlaps and pixels that are left over."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")

over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-5, "atol": 1e-6}, np.float64: {"rtol": 1e-12, "atol": 1e-12}}
sizes = st.integers(1, 4) | st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Images, and windows that fit into them."""
    image = draw(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 8), st.integers(1, 8)))
    kernel, stride = draw(sizes), draw(st.none() | sizes)
    assume(all(size >= side for size, side in zip(image[2:], ours.pair(kernel), strict=True)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return {"rng": rng, "image": image, "windows": {"kernel_size": kernel, "stride": stride}}


@over_dtypes
@pytest.mark.parametrize("levels", [3, 10**6], ids=["ties", "no ties"])
@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_max_pooling_is_that_of_torch(problem: dict[str, Any], levels: int, dtype: type) -> None:
    x = problem["rng"].integers(-levels, levels, problem["image"]).astype(dtype)
    before = x.copy()
    tensor = torch.tensor(x, requires_grad=True)
    expected = F.max_pool2d(tensor, **problem["windows"])
    output = ours.max_pool2d(x, **problem["windows"])
    assert output.dtype == dtype
    np.testing.assert_array_equal(output, expected.detach().numpy())

    grad_output = problem["rng"].normal(size=output.shape).astype(dtype)
    expected.backward(torch.tensor(grad_output))
    gradient = ours.max_pool2d_backward(grad_output, x, **problem["windows"])
    assert gradient.dtype == dtype
    np.testing.assert_allclose(gradient, tensor.grad.numpy(), **TOLERANCE[dtype])
    np.testing.assert_array_equal(x, before)


@over_dtypes
@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_average_pooling_is_that_of_torch(problem: dict[str, Any], dtype: type) -> None:
    x = problem["rng"].normal(size=problem["image"]).astype(dtype)
    before = x.copy()
    tensor = torch.tensor(x, requires_grad=True)
    expected = F.avg_pool2d(tensor, **problem["windows"])
    output = ours.avg_pool2d(x, **problem["windows"])
    assert output.dtype == dtype
    np.testing.assert_allclose(output, expected.detach().numpy(), **TOLERANCE[dtype])

    grad_output = problem["rng"].normal(size=output.shape).astype(dtype)
    expected.backward(torch.tensor(grad_output))
    gradient = ours.avg_pool2d_backward(grad_output, x.shape, **problem["windows"])
    assert gradient.dtype == dtype
    np.testing.assert_allclose(gradient, tensor.grad.numpy(), **TOLERANCE[dtype])
    np.testing.assert_array_equal(x, before)


@settings(max_examples=15, deadline=None)
@given(problem=problems())
def test_gradients_are_those_of_finite_differences(problem: dict[str, Any]) -> None:
    rng, windows = problem["rng"], problem["windows"]
    x = rng.permutation(np.prod(problem["image"])).reshape(problem["image"]) / 10
    grad_output = rng.normal(size=ours.max_pool2d(x, **windows).shape)
    for forward, gradient in (
        (ours.max_pool2d, ours.max_pool2d_backward(grad_output, x, **windows)),
        (ours.avg_pool2d, ours.avg_pool2d_backward(grad_output, x.shape, **windows)),
    ):
        expected = ours.numerical_gradient(lambda x, f=forward: float((f(x, **windows) * grad_output).sum()), x)
        np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-8)


def test_the_first_of_several_maxima_takes_the_gradient() -> None:
    x = np.array([[[[1.0, 3.0, 3.0], [3.0, 3.0, 2.0]]]])
    alone = ours.max_pool2d_backward(np.array([[[[5.0]]]]), x, (2, 3))
    np.testing.assert_array_equal(alone, [[[[0, 5, 0], [0, 0, 0]]]])
    overlapping = ours.max_pool2d_backward(np.array([[[[5.0, 7.0]]]]), x, 2, 1)
    np.testing.assert_array_equal(overlapping, [[[[0, 12, 0], [0, 0, 0]]]])


def test_extremes() -> None:
    x = np.full((1, 1, 2, 2), -np.inf)
    assert ours.max_pool2d(x, 2) == -np.inf
    np.testing.assert_array_equal(ours.max_pool2d_backward(np.ones((1, 1, 1, 1)), x, 2), [[[[1, 0], [0, 0]]]])
    x = np.array([[[[1.0, np.nan, 2.0, 3.0]]]])
    np.testing.assert_array_equal(ours.max_pool2d(x, (1, 2)), [[[[np.nan, 3]]]])


@over_dtypes
def test_a_batch_of_none_stays_one(dtype: type) -> None:
    x = np.zeros((0, 3, 5, 7), dtype)
    for output in (ours.max_pool2d(x, 2), ours.avg_pool2d(x, 2)):
        assert output.shape == (0, 3, 2, 3)
        assert output.dtype == dtype
    assert ours.max_pool2d_backward(output, x, 2).shape == x.shape
    assert ours.avg_pool2d_backward(output, x.shape, 2).shape == x.shape
    assert ours.flatten(x).shape == (0, 105)
    assert ours.flatten_backward(np.zeros((0, 105), dtype), x.shape).shape == x.shape


def test_a_window_larger_than_the_image_is_refused() -> None:
    for pool in (ours.max_pool2d, ours.avg_pool2d):
        with pytest.raises(ValueError, match=r"kernel of 3 .* does not fit into 2 pixels"):
            pool(np.zeros((1, 1, 2, 5)), 3)


def test_other_layouts_give_what_their_copies_give() -> None:
    rng = np.random.default_rng(6)
    x, grad_output = rng.integers(4, size=(3, 2, 5, 7)).astype(float), rng.normal(size=(3, 2, 2, 3))
    for view in (np.asfortranarray, lambda array: np.repeat(array, 2, axis=-1)[..., ::2]):
        np.testing.assert_array_equal(ours.max_pool2d(view(x), 2), ours.max_pool2d(x, 2))
        np.testing.assert_allclose(ours.avg_pool2d(view(x), 2), ours.avg_pool2d(x, 2), rtol=1e-12)
        for layout in ((view(grad_output), x), (grad_output, view(x))):
            expected = ours.max_pool2d_backward(grad_output, x, 2)
            np.testing.assert_array_equal(ours.max_pool2d_backward(*layout, 2), expected)


@over_dtypes
@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (3, 7), (5,), (2, 1, 1, 1), (4, 0, 3)])
def test_flatten_and_its_gradient(shape: tuple[int, ...], dtype: type) -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=shape).astype(dtype)
    output = ours.flatten(x)
    assert output.dtype == dtype
    np.testing.assert_array_equal(output, [row.ravel() for row in x])
    grad_output = rng.normal(size=output.shape).astype(dtype)
    gradient = ours.flatten_backward(grad_output, shape)
    assert gradient.shape == shape
    assert gradient.dtype == dtype
    np.testing.assert_array_equal(ours.flatten(gradient), grad_output)


def test_flatten_reads_rows_in_order_whatever_lies_in_memory() -> None:
    x = np.random.default_rng(8).normal(size=(2, 3, 4, 5))
    np.testing.assert_array_equal(ours.flatten(np.asfortranarray(x)), torch.flatten(torch.tensor(x), 1).numpy())
