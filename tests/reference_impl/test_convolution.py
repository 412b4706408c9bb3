"""Convolution and its parts, over random kernels, strides and paddings: beside torch and finite differences."""

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
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 1e-4}, np.float64: {"rtol": 1e-11, "atol": 1e-11}}


def int_or_pair(low: int, high: int) -> st.SearchStrategy[Any]:
    return st.integers(low, high) | st.tuples(st.integers(low, high), st.integers(low, high))


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Shapes of images and kernels that fit, windows that overlap or leave gaps, pixels left over at the edge."""
    image = draw(st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 8), st.integers(1, 8)))
    kernel, stride, padding = draw(int_or_pair(1, 4)), draw(int_or_pair(1, 4)), draw(int_or_pair(0, 2))
    reach = zip(image[2:], ours.pair(padding), ours.pair(kernel), strict=True)
    assume(all(size + 2 * pad >= side for size, pad, side in reach))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return {"rng": rng, "image": image, "kernel": kernel, "stride": stride, "padding": padding}


def torch_conv2d(arrays: list[np.ndarray], grad_output: np.ndarray | None, **options: Any) -> list[np.ndarray]:
    """Output, and gradients where a gradient of the output is given."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    output = F.conv2d(*tensors, **options)
    if grad_output is None:
        return [output.detach().numpy()]
    output.backward(torch.tensor(grad_output))
    return [output.detach().numpy(), *(tensor.grad.numpy() for tensor in tensors)]


@settings(max_examples=60, deadline=None)
@given(
    size=st.integers(1, 20),
    kernel=st.integers(1, 5),
    stride=st.integers(1, 4),
    padding=st.integers(0, 2),
    dilation=st.integers(1, 3),
)
def test_output_size_is_that_of_torch(size: int, kernel: int, stride: int, padding: int, dilation: int) -> None:
    assume(size + 2 * padding > dilation * (kernel - 1))
    image, weight = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel)
    expected = F.conv1d(image, weight, stride=stride, padding=padding, dilation=dilation).shape[-1]
    output = ours.conv_output_size(size, kernel, stride, padding, dilation)
    assert type(output) is int
    assert output == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [((28, 5, 1, 2), 28), ((28, 2, 2), 14), ((7, 2, 2), 3), ((5, 5), 1), ((5, 5, 9), 1), ((3, 5, 1, 1), 1)],
)
def test_output_sizes_known_by_heart(arguments: tuple[int, ...], expected: int) -> None:
    assert ours.conv_output_size(*arguments) == expected


@pytest.mark.parametrize("arguments", [(3, 5), (3, 6, 1, 1), (4, 3, 1, 0, 2)])
def test_a_kernel_that_does_not_fit_is_refused(arguments: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=rf"kernel of {arguments[1]} .* does not fit into {arguments[0]} pixels"):
        ours.conv_output_size(*arguments)


def test_a_kernel_larger_than_the_image_stops_a_convolution() -> None:
    with pytest.raises(ValueError, match="does not fit into 4 pixels"):
        ours.conv2d(np.zeros((1, 1, 9, 4)), np.zeros((1, 1, 3, 5)))


def test_a_pair_is_one_number_twice_or_two() -> None:
    assert ours.pair(3) == (3, 3)
    assert ours.pair((3, 5)) == (3, 5)
    assert ours.pair([3, 5]) == (3, 5)  # type: ignore[arg-type]


@over_dtypes
@pytest.mark.parametrize("padding", [0, 2, (1, 3), (0, 1)])
def test_padding_is_that_of_torch(padding: int | tuple[int, int], dtype: type) -> None:
    x = np.random.default_rng(1).normal(size=(2, 3, 4, 5)).astype(dtype)
    vertical, horizontal = ours.pair(padding)
    expected = F.pad(torch.tensor(x), (horizontal, horizontal, vertical, vertical)).numpy()
    output = ours.pad2d(x, padding)
    assert output.dtype == dtype
    np.testing.assert_array_equal(output, expected)
    output[...] = 7
    assert not (x == 7).any()


def test_kernel_views_see_what_the_windows_see() -> None:
    x = np.random.default_rng(2).normal(size=(2, 3, 7, 8))
    views = ours.kernel_views(x, (2, 3), (3, 2))
    assert len(views) == 6
    for i in range(2):
        for j in range(3):
            expected = [[x[:, :, 3 * r + i, 2 * s + j] for s in range(3)] for r in range(2)]
            np.testing.assert_array_equal(views[3 * i + j], np.moveaxis(np.array(expected), (0, 1), (2, 3)))
    views[0][...] = 5
    assert (x == 5).sum() == views[0].size


@over_dtypes
@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_im2col_is_unfold_and_col2im_is_fold(problem: dict[str, Any], dtype: type) -> None:
    options = {name: problem[name] for name in ("stride", "padding")}
    x = problem["rng"].normal(size=problem["image"]).astype(dtype)
    cols = ours.im2col(x, problem["kernel"], **options)
    assert cols.dtype == dtype
    np.testing.assert_array_equal(cols, F.unfold(torch.tensor(x), problem["kernel"], **options).numpy())

    other = problem["rng"].normal(size=cols.shape).astype(dtype)
    folded = ours.col2im(other, x.shape, problem["kernel"], **options)
    assert folded.dtype == dtype
    expected = F.fold(torch.tensor(other), x.shape[2:], problem["kernel"], **options).numpy()
    np.testing.assert_allclose(folded, expected, **TOLERANCE[dtype])


@settings(max_examples=30, deadline=None)
@given(problem=problems())
def test_col2im_is_the_adjoint_of_im2col(problem: dict[str, Any]) -> None:
    layout = {"kernel_size": problem["kernel"], "stride": problem["stride"], "padding": problem["padding"]}
    x = problem["rng"].normal(size=problem["image"])
    cols = ours.im2col(x, **layout)
    other = problem["rng"].normal(size=cols.shape)
    assert np.vdot(cols, other) == pytest.approx(np.vdot(x, ours.col2im(other, x.shape, **layout)), abs=1e-9)


def test_windows_that_do_not_overlap_are_put_back_as_they_were() -> None:
    x = np.random.default_rng(3).normal(size=(2, 3, 4, 6))
    np.testing.assert_array_equal(ours.col2im(ours.im2col(x, (2, 3), (2, 3)), x.shape, (2, 3), (2, 3)), x)
    threefold = ours.col2im(ours.im2col(np.ones((1, 1, 1, 5)), (1, 3)), (1, 1, 1, 5), (1, 3))
    np.testing.assert_array_equal(threefold, [[[[1, 2, 3, 2, 1]]]])


@over_dtypes
@settings(max_examples=40, deadline=None)
@given(problem=problems(), out_channels=st.integers(1, 5))
def test_convolution_and_its_gradients_are_those_of_torch(
    problem: dict[str, Any], out_channels: int, dtype: type
) -> None:
    rng, options = problem["rng"], {name: problem[name] for name in ("stride", "padding")}
    weight_shape = (out_channels, problem["image"][1], *ours.pair(problem["kernel"]))
    arrays = [rng.normal(size=shape).astype(dtype) for shape in (problem["image"], weight_shape, (out_channels,))]
    before = [array.copy() for array in arrays]
    output = ours.conv2d(*arrays, **options)
    assert output.dtype == dtype
    grad_output = rng.normal(size=output.shape).astype(dtype)
    expected = torch_conv2d(arrays, grad_output, **options)
    np.testing.assert_allclose(output, expected[0], **TOLERANCE[dtype])
    computed = ours.conv2d_backward(grad_output, *arrays[:2], **options)
    for gradient, torchs in zip(computed, expected[1:], strict=True):
        assert gradient.dtype == dtype
        np.testing.assert_allclose(gradient, torchs, **TOLERANCE[dtype])
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_without_a_bias_nothing_is_added() -> None:
    rng = np.random.default_rng(4)
    x, weight = rng.normal(size=(2, 3, 5, 7)), rng.normal(size=(4, 3, 2, 3))
    np.testing.assert_allclose(ours.conv2d(x, weight), torch_conv2d([x, weight], None)[0], rtol=1e-11)


@settings(max_examples=10, deadline=None)
@given(problem=problems())
def test_gradients_are_those_of_finite_differences(problem: dict[str, Any]) -> None:
    rng, options = problem["rng"], {name: problem[name] for name in ("stride", "padding")}
    shapes = (problem["image"], (2, problem["image"][1], *ours.pair(problem["kernel"])), (2,))
    arguments = [rng.normal(size=shape) for shape in shapes]
    grad_output = rng.normal(size=ours.conv2d(*arguments, **options).shape)
    for position, gradient in enumerate(ours.conv2d_backward(grad_output, *arguments[:2], **options)):

        def weighted(array: np.ndarray, position: int = position) -> float:
            moved = [*arguments[:position], array, *arguments[position + 1 :]]
            return float((ours.conv2d(*moved, **options) * grad_output).sum())

        expected = ours.numerical_gradient(weighted, arguments[position])
        np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("padding", [0, 1])
def test_a_batch_of_none_gives_none_and_no_gradient(padding: int) -> None:
    x, weight = np.zeros((0, 3, 5, 7), np.float32), np.ones((4, 3, 3, 3), np.float32)
    output = ours.conv2d(x, weight, np.ones(4, np.float32), padding=padding)
    assert output.shape == (0, 4, 3 + 2 * padding, 5 + 2 * padding)
    gradients = ours.conv2d_backward(output, x, weight, padding=padding)
    assert [gradient.shape for gradient in gradients] == [x.shape, weight.shape, (4,)]
    assert not any(gradient.any() for gradient in gradients)


def test_views_and_other_layouts_give_what_their_copies_give() -> None:
    rng = np.random.default_rng(5)
    x, weight, bias = rng.normal(size=(3, 2, 5, 7)), rng.normal(size=(4, 2, 3, 2)), rng.normal(size=4)
    grad_output = rng.normal(size=(3, 4, 3, 6))
    expected = [ours.conv2d(x, weight, bias), *ours.conv2d_backward(grad_output, x, weight)]
    for view in (np.asfortranarray, lambda array: np.repeat(array, 2, axis=0)[::2], lambda array: array[::-1][::-1]):
        computed = [
            ours.conv2d(view(x), view(weight), view(bias)),
            *ours.conv2d_backward(view(grad_output), view(x), view(weight)),
        ]
        for array, copy in zip(computed, expected, strict=True):
            np.testing.assert_allclose(array, copy, rtol=1e-11)
