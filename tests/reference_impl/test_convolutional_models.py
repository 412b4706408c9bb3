"""Convolutional layers, branches and the models built from them: the same state dict as torch's, the same numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import reference_impl as ours

over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-3, "atol": 2e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-11}}


class TorchBranches(nn.ModuleList):
    """Branches that are given one input and meet as a function of their outputs says."""

    def __init__(self, meet: Callable[[list[torch.Tensor]], torch.Tensor], *branches: nn.Module) -> None:
        super().__init__(branches)
        self.meet = meet

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.meet([branch(x) for branch in self])


def assert_twins(model: ours.Module, twin: nn.Module, x: np.ndarray, rng: np.random.Generator) -> None:
    """Forward, gradient of the input and of every parameter are those of torch, from the same state dict."""
    dtype = x.dtype.type
    for parameter in model.parameters():
        parameter.data, parameter.grad = parameter.data.astype(dtype), parameter.grad.astype(dtype)
    twin.to(torch.float32 if dtype is np.float32 else torch.float64)
    assert list(model.state_dict()) == list(twin.state_dict())
    twin.load_state_dict({name: torch.tensor(array) for name, array in model.state_dict().items()})
    tensor = torch.tensor(x, requires_grad=True)
    expected = twin(tensor)
    output = model(x)
    grad_output = rng.normal(size=output.shape).astype(dtype)
    expected.backward(torch.tensor(grad_output))
    grad_x = model.backward(grad_output)
    assert output.dtype == grad_x.dtype == dtype
    np.testing.assert_allclose(output, expected.detach(), **TOLERANCE[dtype])
    np.testing.assert_allclose(grad_x, tensor.grad, **TOLERANCE[dtype])
    for parameter, torchs in zip(model.parameters(), twin.parameters(), strict=True):
        np.testing.assert_allclose(parameter.grad, torchs.grad, **TOLERANCE[dtype])


def torch_lenet(classes: int, features: int) -> nn.Sequential:
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(features, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, classes)),
    )


@over_dtypes
@pytest.mark.parametrize(
    "options",
    [{}, {"stride": 2}, {"padding": 1}, {"stride": (1, 3), "padding": (2, 0)}],
    ids=lambda options: ", ".join(options) or "plain",
)
@pytest.mark.parametrize("kernel_size", [3, (2, 3)])
def test_a_convolution_is_torchs(kernel_size: Any, options: dict[str, Any], dtype: type) -> None:
    rng = np.random.default_rng(21)
    layer = ours.Conv2d(3, 4, kernel_size, rng, **options)
    assert_twins(layer, nn.Conv2d(3, 4, kernel_size, **options), rng.normal(size=(2, 3, 7, 8)).astype(dtype), rng)


@over_dtypes
@pytest.mark.parametrize("windows", [(2,), ((3, 2),), (3, 1), ((2, 3), (1, 2))])
def test_max_pooling_is_torchs(windows: tuple[Any, ...], dtype: type) -> None:
    rng = np.random.default_rng(22)
    assert_twins(ours.MaxPool2d(*windows), nn.MaxPool2d(*windows), rng.normal(size=(2, 3, 7, 8)).astype(dtype), rng)


def test_gradients_add_up_over_two_backwards() -> None:
    rng = np.random.default_rng(23)
    layer = ours.Conv2d(2, 3, 2, rng)
    x, grad_output = rng.normal(size=(5, 2, 4, 3)), rng.normal(size=(5, 3, 3, 2))
    layer(x)
    layer.backward(grad_output)
    once = [parameter.grad.copy() for parameter in layer.parameters()]
    layer.backward(grad_output)
    for parameter, gradient in zip(layer.parameters(), once, strict=True):
        assert gradient.any()
        np.testing.assert_allclose(parameter.grad, 2 * gradient, rtol=1e-5)


def test_a_convolution_starts_as_torchs_does() -> None:
    layer, twin = ours.Conv2d(16, 300, (5, 5), np.random.default_rng(24)), nn.Conv2d(16, 300, 5)
    for parameter, expected in ((layer.weight, twin.weight), (layer.bias, twin.bias)):
        assert parameter.data.dtype == np.float32
        assert parameter.data.shape == tuple(expected.shape)
        assert np.abs(parameter.data).max() == pytest.approx(1 / 20, rel=0.02)
        assert parameter.data.std() == pytest.approx(1 / 20 / np.sqrt(3), rel=0.1)


@over_dtypes
def test_branches_that_are_joined_are_torchs(dtype: type) -> None:
    rng = np.random.default_rng(25)
    model = ours.Sequential(
        ours.Parallel(ours.Conv2d(2, 3, 1, rng), ours.Conv2d(2, 4, 3, rng, padding=1), ours.Sequential(), axis=1),
        ours.Tanh(),
    )
    branches = [nn.Conv2d(2, 3, 1), nn.Conv2d(2, 4, 3, padding=1), nn.Identity()]
    twin = nn.Sequential(TorchBranches(lambda outputs: torch.cat(outputs, 1), *branches), nn.Tanh())
    assert_twins(model, twin, rng.normal(size=(3, 2, 4, 5)).astype(dtype), rng)


@over_dtypes
def test_branches_that_are_added_are_torchs(dtype: type) -> None:
    rng = np.random.default_rng(26)
    block = ours.Sequential(ours.Linear(5, 7, rng), ours.ReLU(), ours.Linear(7, 5, rng))
    model = ours.Add(ours.Sequential(), block, ours.Linear(5, 5, rng))
    twin_block = nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 5))
    twin = TorchBranches(sum, nn.Identity(), twin_block, nn.Linear(5, 5))
    assert_twins(model, twin, rng.normal(size=(3, 5)).astype(dtype), rng)


@pytest.mark.parametrize("kind", [ours.Add, ours.Parallel])
def test_a_single_branch_is_the_module_itself(kind: type) -> None:
    x = np.random.default_rng(27).normal(size=(2, 3))
    model = kind(ours.Tanh())
    np.testing.assert_allclose(model(x), np.tanh(x), rtol=1e-12)
    np.testing.assert_allclose(model.backward(x), x * (1 - np.tanh(x) ** 2), rtol=1e-12)


def test_modes_reach_every_branch() -> None:
    model = ours.Add(ours.Parallel(ours.Tanh(), ours.ReLU()), ours.Sequential()).eval()
    inner = model.branches[0]
    assert not any(module.training for module in (model, inner, *inner.branches, model.branches[1]))


@over_dtypes
@pytest.mark.parametrize(("classes", "size", "features"), [(10, 28, 400), (3, 12, 16), (4, 33, 576)])
def test_lenet_is_torchs(classes: int, size: int, features: int, dtype: type) -> None:
    rng = np.random.default_rng(28)
    model = ours.lenet(rng, classes, size)
    assert_twins(model, torch_lenet(classes, features), rng.normal(size=(3, 1, size, size)).astype(dtype), rng)


def test_lenet_has_the_parameters_that_it_is_known_for() -> None:
    assert sum(parameter.data.size for parameter in ours.lenet(np.random.default_rng(29)).parameters()) == 61_706


def test_lenet_refuses_images_that_are_too_small() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        ours.lenet(np.random.default_rng(30), size=8)
    ours.lenet(np.random.default_rng(30), size=12)


def test_lenet_learns_a_batch_by_heart() -> None:
    rng = np.random.default_rng(31)
    model, x, y = ours.lenet(rng, 3, 12), rng.normal(size=(6, 1, 12, 12)).astype(np.float32), np.arange(6) % 3
    losses = [ours.train_step(model, x, y, 0.1) for _ in range(150)]
    assert losses[-1] < 0.1 < losses[0]
    assert ours.accuracy(model(x), y) == 1


@over_dtypes
@pytest.mark.parametrize(
    ("activation", "twin_activation"), [(ours.ReLU, nn.ReLU), (ours.Tanh, nn.Tanh)], ids=["relu", "tanh"]
)
def test_an_mlp_is_torchs(activation: type, twin_activation: type, dtype: type) -> None:
    rng = np.random.default_rng(32)
    model = ours.mlp([5, 7, 4, 3], rng, activation)
    layers = [nn.Linear(5, 7), twin_activation(), nn.Linear(7, 4), twin_activation(), nn.Linear(4, 3)]
    assert_twins(model, nn.Sequential(*layers), rng.normal(size=(6, 5)).astype(dtype), rng)
    assert [type(layer).__name__ for layer in ours.mlp((5, 3), rng).layers] == ["Linear"]


def test_saliency_is_the_gradient_of_the_logit_that_is_asked_about() -> None:
    rng = np.random.default_rng(33)
    model = ours.Sequential(ours.Conv2d(3, 4, 3, rng), ours.Tanh(), ours.Flatten(), ours.Linear(48, 5, rng))
    twin = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Tanh(), nn.Flatten(), nn.Linear(48, 5))
    twin.load_state_dict({name: torch.tensor(array) for name, array in model.state_dict().items()})
    x, targets = rng.normal(size=(6, 3, 5, 6)).astype(np.float32), rng.integers(5, size=6)
    tensor = torch.tensor(x, requires_grad=True)
    twin(tensor).gather(1, torch.tensor(targets)[:, None]).sum().backward()
    saliency = ours.saliency_map(model, x, targets)
    assert saliency.shape == (6, 5, 6)
    assert saliency.dtype == np.float32
    np.testing.assert_allclose(saliency, tensor.grad.abs().amax(1), rtol=1e-4, atol=1e-6)
