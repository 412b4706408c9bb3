"""Modules: the same state dict as torch's gives the same output and the same gradients."""

import numpy as np
import pytest
import torch
from torch import nn

from reference_impl import Linear, Module, Parameter, ReLU, Sequential, Sigmoid, Tanh

over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-11, "atol": 1e-12}}


class Normalizer(Module):
    """A module with everything in it: a parameter of its own, a buffer, a list of modules and a module."""

    buffers = ("running_mean",)

    def __init__(self, rng: np.random.Generator) -> None:
        self.gamma = Parameter(np.ones(3, np.float32))
        self.running_mean = np.zeros(3, np.float32)
        self.layers = [Linear(3, 2, rng), Linear(2, 3, rng, bias=False)]
        self.head = Sequential(Linear(3, 5, rng), Tanh())


def network(rng: np.random.Generator, dtype: type) -> tuple[Sequential, nn.Sequential]:
    """One network twice, with the same weights."""
    model = Sequential(Linear(5, 7, rng), ReLU(), Linear(7, 3, rng), Sigmoid(), Sequential(Linear(3, 2, rng), Tanh()))
    twin = nn.Sequential(
        nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 3), nn.Sigmoid(), nn.Sequential(nn.Linear(3, 2), nn.Tanh())
    ).to(torch.float32 if dtype is np.float32 else torch.float64)
    for parameter in model.parameters():
        parameter.data = parameter.data.astype(dtype)
        parameter.grad = parameter.grad.astype(dtype)
    twin.load_state_dict({name: torch.tensor(array) for name, array in model.state_dict().items()})
    return model, twin


@over_dtypes
@pytest.mark.parametrize("leading", [(), (1,), (4,), (2, 3), (2, 1, 3)])
def test_a_chain_of_layers_is_torchs(leading: tuple[int, ...], dtype: type) -> None:
    rng = np.random.default_rng(11)
    model, twin = network(rng, dtype)
    assert list(model.state_dict()) == list(twin.state_dict())
    x = rng.normal(size=(*leading, 5)).astype(dtype)
    grad_output = rng.normal(size=(*leading, 2)).astype(dtype)
    tensor = torch.tensor(x, requires_grad=True)
    expected = twin(tensor)
    expected.backward(torch.tensor(grad_output))

    output, grad_x = model(x), model.backward(grad_output)
    assert output.dtype == grad_x.dtype == dtype
    np.testing.assert_allclose(output, expected.detach(), **TOLERANCE[dtype])
    np.testing.assert_allclose(grad_x, tensor.grad, **TOLERANCE[dtype])
    for (name, parameter), (twin_name, twin_parameter) in zip(
        model.named_parameters(), twin.named_parameters(), strict=True
    ):
        assert name == twin_name
        np.testing.assert_allclose(parameter.grad, twin_parameter.grad, **TOLERANCE[dtype])


def test_gradients_add_up_until_they_are_zeroed() -> None:
    rng = np.random.default_rng(12)
    layer = Linear(3, 2, rng)
    x, grad_output = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    once = []
    for times in (1, 2, 3):
        layer(x)
        layer.backward(grad_output)
        once = once or [parameter.grad.copy() for parameter in layer.parameters()]
        for parameter, gradient in zip(layer.parameters(), once, strict=True):
            np.testing.assert_allclose(parameter.grad, times * gradient, rtol=1e-5)
    layer.zero_grad()
    assert not any(parameter.grad.any() for parameter in layer.parameters())


def test_a_parameter_keeps_its_dtype_and_starts_without_a_gradient() -> None:
    for dtype in (np.float32, np.float64):
        parameter = Parameter(np.ones((2, 3), dtype))
        assert parameter.data.dtype == parameter.grad.dtype == dtype
        assert not parameter.grad.any()
    assert repr(parameter) == "Parameter(shape=(2, 3), dtype=float64)"


def test_a_layer_starts_as_torchs_does() -> None:
    layer, twin = Linear(400, 300, np.random.default_rng(13)), nn.Linear(400, 300)
    for parameter, expected in ((layer.weight, twin.weight), (layer.bias, twin.bias)):
        assert parameter.data.dtype == np.float32
        assert parameter.data.shape == tuple(expected.shape)
        assert np.abs(parameter.data).max() == pytest.approx(1 / 20, rel=0.02)
        assert parameter.data.std() == pytest.approx(1 / 20 / np.sqrt(3), rel=0.1)


def test_a_layer_without_a_bias() -> None:
    layer = Linear(3, 2, np.random.default_rng(14), bias=False)
    assert layer.bias is None
    assert list(layer.state_dict()) == ["weight"]
    np.testing.assert_allclose(layer(np.zeros((4, 3))), 0)
    layer.backward(np.ones((4, 2)))


def test_an_empty_chain_changes_nothing() -> None:
    x = np.arange(6.0).reshape(2, 3)
    chain = Sequential()
    np.testing.assert_array_equal(chain(x), x)
    np.testing.assert_array_equal(chain.backward(x), x)


def test_names_are_paths_of_attributes() -> None:
    module = Normalizer(np.random.default_rng(15))
    assert sorted(module.state_dict()) == [
        "gamma",
        "head.0.bias",
        "head.0.weight",
        "layers.0.bias",
        "layers.0.weight",
        "layers.1.weight",
        "running_mean",
    ]
    assert "running_mean" not in dict(module.named_parameters())


def test_training_and_evaluation_reach_every_module() -> None:
    module = Normalizer(np.random.default_rng(16))
    inside = [module, *module.layers, module.head, *module.head.layers]
    assert all(m.training for m in inside)
    assert module.eval() is module
    assert not any(m.training for m in inside)
    module.train()
    assert all(m.training for m in inside)


def test_a_shared_parameter_has_two_names_and_is_one_parameter() -> None:
    rng = np.random.default_rng(17)
    model = Sequential(Linear(3, 3, rng), Linear(3, 3, rng))
    model.layers[1].weight = model.layers[0].weight
    assert len(model.parameters()) == 3
    assert len(model.state_dict()) == 4


def test_a_state_dict_is_a_copy_and_loads_into_the_same_parameters() -> None:
    source, target = (Normalizer(np.random.default_rng(seed)) for seed in (18, 19))
    source.running_mean += 5
    state = source.state_dict()
    kept = target.parameters()
    target.load_state_dict(state)
    assert all(a is b for a, b in zip(kept, target.parameters(), strict=True))
    for name, array in target.state_dict().items():
        np.testing.assert_array_equal(array, state[name])
    state["gamma"][...] = 99
    assert (source.gamma.data == 1).all()
    assert (target.gamma.data == 1).all()


def test_a_state_dict_that_does_not_fit_is_refused_whole() -> None:
    model = Normalizer(np.random.default_rng(20))
    before = model.state_dict()
    state = {name: array + 1 for name, array in before.items()}
    del state["layers.0.bias"], state["running_mean"]
    state["head.7.weight"] = np.zeros(1)
    state["gamma"] = np.zeros((3, 1))
    with pytest.raises(ValueError, match="Normalizer") as refused:
        model.load_state_dict(state)
    for part in [
        "missing layers.0.bias",
        "missing running_mean",
        "unexpected head.7.weight",
        "gamma",
        "(3, 1)",
        "(3,)",
    ]:
        assert part in str(refused.value)
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(array, before[name])


@pytest.mark.parametrize("method", ["forward", "backward"])
def test_a_module_that_lacks_a_method_says_which(method: str) -> None:
    with pytest.raises(NotImplementedError, match=f"Module has no {method}"):
        getattr(Module(), method)(np.zeros(1))
