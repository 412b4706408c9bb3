"""Norms and residual blocks: torch's numbers, training and evaluation, and what happens at the edges."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import reference_impl as ours

# OpenBLAS may raise the flag on numbers it read too many and never used: github.com/numpy/numpy/issues/24067.
pytestmark = pytest.mark.filterwarnings("error", "ignore:invalid value encountered in matmul")

over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 2e-4, "atol": 2e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-11}}
IMAGES, ROWS, SERIES = (5, 3, 4, 2), (5, 3), (5, 3, 7)
BATCH_NORMS = [
    pytest.param(ours.BatchNorm1d, nn.BatchNorm1d, ROWS, id="rows"),
    pytest.param(ours.BatchNorm1d, nn.BatchNorm1d, SERIES, id="series"),
    pytest.param(ours.BatchNorm2d, nn.BatchNorm2d, IMAGES, id="images"),
]


def twins(model: ours.Module, twin: nn.Module, rng: np.random.Generator, dtype: type) -> None:
    """Give a model and torch's twin of it the same random state, in one dtype."""
    for parameter in model.parameters():
        parameter.data = rng.normal(size=parameter.data.shape).astype(dtype)
        parameter.grad = np.zeros_like(parameter.data)
    for name in {"running_mean", "running_var"}.intersection(model.buffers):
        setattr(model, name, rng.uniform(0.5, 2, getattr(model, name).shape).astype(dtype))
    twin.to(torch.float32 if dtype is np.float32 else torch.float64)
    twin.load_state_dict({name: torch.tensor(array) for name, array in model.state_dict().items()})


def assert_twins_agree(model: ours.Module, twin: nn.Module, x: np.ndarray, rng: np.random.Generator) -> None:
    """Forward and backward once, and compare output, gradients and buffers."""
    tolerance = TOLERANCE[x.dtype.type]
    tensor = torch.tensor(x, requires_grad=True)
    expected = twin(tensor)
    grad_output = rng.normal(size=tuple(expected.shape)).astype(x.dtype)
    expected.backward(torch.tensor(grad_output))
    output, grad_x = model(x), model.backward(grad_output)
    assert output.dtype == grad_x.dtype == x.dtype
    np.testing.assert_allclose(output, expected.detach(), **tolerance)
    np.testing.assert_allclose(grad_x, tensor.grad, **tolerance)
    for (name, parameter), (_, other) in zip(model.named_parameters(), twin.named_parameters(), strict=True):
        np.testing.assert_allclose(parameter.grad, other.grad, **tolerance, err_msg=name)
    for (name, buffer), (other_name, other) in zip(model.named_buffers(), twin.named_buffers(), strict=True):
        assert name == other_name
        np.testing.assert_allclose(buffer, other, **tolerance, err_msg=name)


@over_dtypes
@pytest.mark.parametrize(("module", "twin", "shape"), BATCH_NORMS)
def test_batch_norm_is_torchs_over_several_steps(module: Any, twin: Any, shape: tuple[int, ...], dtype: type) -> None:
    rng = np.random.default_rng(51)
    model, expected = module(shape[1]), twin(shape[1])
    assert list(model.state_dict()) == list(expected.state_dict())
    twins(model, expected, rng, dtype)
    for training in (True, True, True, False, False, True, False):
        model.train(training)
        expected.train(training)
        x = rng.normal(1.5, 3, size=(int(rng.integers(2, 8)), *shape[1:])).astype(dtype)
        assert_twins_agree(model, expected, x, rng)
    assert model.num_batches_tracked == 4
    fresh = module(shape[1])
    fresh.load_state_dict({name: tensor.numpy() for name, tensor in expected.state_dict().items()})
    assert fresh.num_batches_tracked == 4


def test_batch_norm_goes_back_the_way_it_came() -> None:
    rng = np.random.default_rng(52)
    x, grad_output = rng.normal(size=(2, *ROWS)).astype(np.float32)
    stays, switched = ours.BatchNorm1d(3), ours.BatchNorm1d(3)
    for model in (stays, switched):
        model(x)
    switched.eval()
    np.testing.assert_array_equal(switched.backward(grad_output), stays.backward(grad_output))


@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1), (1, 3, 1, 1)])
def test_one_value_a_channel_cannot_be_trained_on(shape: tuple[int, ...]) -> None:
    model = ours.BatchNorm2d(3) if len(shape) == 4 else ours.BatchNorm1d(3)
    with pytest.raises(ValueError, match="more than one value per channel"):
        model(np.ones(shape, np.float32))
    np.testing.assert_array_equal(model.running_mean, 0)
    np.testing.assert_allclose(model.eval()(np.full(shape, 2, np.float32)), 2, rtol=1e-4)


@pytest.mark.parametrize(("module", "shape"), [("1d", (3,)), ("1d", IMAGES), ("2d", ROWS), ("2d", SERIES)])
def test_batch_norm_names_the_axes_it_takes(module: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=f"BatchNorm{module} takes .*{len(shape)}?"):
        getattr(ours, f"BatchNorm{module}")(3)(np.zeros(shape, np.float32))


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(0, 3), (0, 3, 4, 2)])
def test_an_empty_batch_leaves_no_trace(shape: tuple[int, ...], training: bool) -> None:
    model = (ours.BatchNorm2d if len(shape) == 4 else ours.BatchNorm1d)(3)
    model.train(training)
    x = np.zeros(shape, np.float32)
    assert model(x).shape == model.backward(x).shape == shape
    np.testing.assert_array_equal(model.running_mean, 0)
    np.testing.assert_array_equal(model.running_var, 1)
    assert not any(parameter.grad.any() for parameter in model.parameters())


@over_dtypes
@pytest.mark.parametrize("training", [True, False])
def test_batch_norm_has_torchs_momentum_and_eps(training: bool, dtype: type) -> None:
    rng = np.random.default_rng(53)
    x = rng.normal(2, 5, size=IMAGES).astype(dtype)
    gamma, beta, mean, variance = rng.uniform(0.5, 2, size=(4, 3)).astype(dtype)
    before = mean.copy(), variance.copy()
    output, new_mean, new_variance = ours.batch_norm(x, gamma, beta, mean, variance, training, momentum=0.3, eps=0.7)
    np.testing.assert_array_equal((mean, variance), before)
    assert not np.shares_memory(new_mean, mean)
    assert not np.shares_memory(new_variance, variance)
    tensors = [torch.tensor(array) for array in (mean, variance, gamma, beta)]
    expected = F.batch_norm(torch.tensor(x), *tensors, training, 0.3, 0.7)
    for array, tensor in ((output, expected), (new_mean, tensors[0]), (new_variance, tensors[1])):
        assert array.dtype == dtype
        np.testing.assert_allclose(array, tensor, **TOLERANCE[dtype])
    grad_output = rng.normal(size=IMAGES)
    scaled = ours.batch_norm_backward(grad_output, x, gamma, eps=0.7)[0]
    assert np.abs(scaled - ours.batch_norm_backward(grad_output, x, gamma)[0]).max() > 1e-3


@over_dtypes
@pytest.mark.parametrize("bias", [True, False])
def test_a_folded_convolution_is_the_convolution_and_its_norm(bias: bool, dtype: type) -> None:
    rng = np.random.default_rng(54)
    weight = rng.normal(size=(3, 2, 5, 4)).astype(dtype)
    own_bias, gamma, beta, mean = rng.normal(size=(4, 3)).astype(dtype)
    variance = rng.uniform(0.2, 3, size=3).astype(dtype)
    folded, folded_bias = ours.fold_batch_norm(weight, own_bias if bias else None, gamma, beta, mean, variance, 0.2)
    assert folded.dtype == folded_bias.dtype == dtype
    x, *convolution = map(torch.tensor, (rng.normal(size=(7, 2, 8, 6)).astype(dtype), weight, own_bias))
    norm = map(torch.tensor, (mean, variance, gamma, beta))
    expected = F.batch_norm(F.conv2d(x, *convolution[: 1 + bias]), *norm, eps=0.2)
    output = F.conv2d(x, *map(torch.tensor, (folded, folded_bias)))
    np.testing.assert_allclose(output, expected, **TOLERANCE[dtype])


def test_a_linear_layer_folds_too() -> None:
    rng = np.random.default_rng(55)
    weight, x = rng.normal(size=(3, 7)), rng.normal(size=(5, 7))
    bias, gamma, beta, mean = rng.normal(size=(4, 3))
    expected, _, _ = ours.batch_norm(ours.linear(x, weight, bias), gamma, beta, mean, np.full(3, 0.3), False)
    folded = ours.fold_batch_norm(weight, bias, gamma, beta, mean, np.full(3, 0.3))
    np.testing.assert_allclose(ours.linear(x, *folded), expected)


@over_dtypes
def test_rows_without_deviation_give_beta(dtype: type) -> None:
    rng = np.random.default_rng(56)
    for shape in ((5, 1), (4, 8), (0, 3), (3,)):
        x = np.full(shape, 4, dtype)
        gamma, beta = rng.normal(size=(2, shape[-1])).astype(dtype)
        np.testing.assert_allclose(ours.layer_norm(x, gamma, beta), np.broadcast_to(beta, shape), atol=1e-6)
        grads = ours.layer_norm_backward(np.ones(shape, dtype), x, gamma)
        assert all(grad.dtype == dtype and np.isfinite(grad).all() for grad in grads)
        np.testing.assert_array_equal(ours.rms_norm(0 * x, gamma), 0)
        assert all(np.isfinite(grad).all() for grad in ours.rms_norm_backward(np.ones(shape, dtype), 0 * x, gamma))


@pytest.mark.parametrize("scale", [1e-20, 1e4, 1e15])
def test_norms_of_extreme_rows_are_finite(scale: float) -> None:
    x = (scale * np.random.default_rng(57).normal(size=(5, 7))).astype(np.float32)
    ones, zeros = np.ones(7, np.float32), np.zeros(7, np.float32)
    for output, expected in (
        (ours.layer_norm(x, ones, zeros), F.layer_norm(torch.tensor(x), (7,))),
        (ours.rms_norm(x, ones), F.rms_norm(torch.tensor(x), (7,), eps=1e-6)),
    ):
        np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)
    assert all(np.isfinite(grad).all() for grad in ours.layer_norm_backward(x, x, ones))


def test_group_norm_between_layer_norm_and_instance_norm() -> None:
    rng = np.random.default_rng(58)
    x = rng.normal(size=(2, 6, 5, 3))
    gamma, beta = rng.normal(size=(2, 6))
    tensors = [torch.tensor(array) for array in (x, gamma, beta)]
    for groups in (1, 2, 3, 6):
        expected = F.group_norm(tensors[0], groups, *tensors[1:], 0.1)
        np.testing.assert_allclose(ours.group_norm(x, groups, gamma, beta, 0.1), expected)
    whole = ours.layer_norm(x.reshape(2, -1), np.ones(90), np.zeros(90)).reshape(x.shape)
    np.testing.assert_allclose(ours.group_norm(x, 1, np.ones(6), np.zeros(6)), whole)
    assert ours.group_norm(x[:0], 3, gamma, beta).shape == (0, 6, 5, 3)
    assert ours.group_norm_backward(x[:0], x[:0], 3, gamma)[0].shape == (0, 6, 5, 3)
    with pytest.raises(ValueError, match="6 channels cannot be cut into 4 groups"):
        ours.group_norm(x, 4, gamma, beta)


class TorchResidual(nn.Module):
    """x + f(x), with a norm before, after or nowhere."""

    def __init__(self, place: str, module: nn.Module) -> None:
        super().__init__()
        if place:
            self.norm = nn.LayerNorm(5)
        self.module, self.place = module, place

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.place == "pre":
            return x + self.module(self.norm(x))
        return self.norm(x + self.module(x)) if self.place == "post" else x + self.module(x)


def chain(rng: np.random.Generator) -> ours.Sequential:
    return ours.Sequential(ours.Linear(5, 7, rng), ours.Tanh(), ours.Linear(7, 5, rng))


@over_dtypes
@pytest.mark.parametrize("shape", [(5,), (3, 5), (2, 3, 5), (0, 5)])
@pytest.mark.parametrize("place", ["", "pre", "post"])
def test_residual_blocks_are_torchs(place: str, shape: tuple[int, ...], dtype: type) -> None:
    rng = np.random.default_rng(59)
    kinds = {"": ours.Residual, "pre": lambda f: ours.PreNorm(5, f), "post": lambda f: ours.PostNorm(5, f)}
    model = kinds[place](chain(rng))
    twin = TorchResidual(place, nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 5)))
    twins(model, twin, rng, dtype)
    for _ in range(2):
        assert_twins_agree(model, twin, rng.normal(size=shape).astype(dtype), rng)


def test_layer_norm_keeps_its_eps_and_starts_as_torchs() -> None:
    model, twin = ours.LayerNorm(5, eps=0.4), nn.LayerNorm(5, eps=0.4)
    for (name, array), (other_name, tensor) in zip(model.state_dict().items(), twin.state_dict().items(), strict=True):
        assert name == other_name
        assert array.dtype == np.float32
        np.testing.assert_array_equal(array, tensor)
    rng = np.random.default_rng(60)
    for _ in range(2):
        assert_twins_agree(model, twin, rng.normal(size=(3, 5)).astype(np.float32), rng)


@pytest.mark.parametrize("block", [ours.Residual, lambda f: ours.PreNorm(6, f), lambda f: ours.PostNorm(6, f)])
def test_options_reach_the_module_inside(block: Any) -> None:
    rng = np.random.default_rng(61)
    model = block(ours.MultiHeadAttention(6, 2, rng))
    x = rng.normal(size=(2, 5, 6)).astype(np.float32)
    changed = x.copy()
    changed[:, 3:] = rng.normal(size=(2, 2, 6))
    mask = ours.causal_mask(5)
    np.testing.assert_allclose(model(x, mask=mask)[:, :3], model(changed, mask=mask)[:, :3], rtol=1e-5)
    assert model.backward(x).shape == x.shape
    assert np.abs(model(x)[:, :3] - model(changed)[:, :3]).max() > 1e-3
