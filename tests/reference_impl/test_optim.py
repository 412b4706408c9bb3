"""Optimizers: step for step where torch's go, in place, and exactly resumed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from reference_impl import SGD, AdaGrad, Adam, AdamW, Optimizer, Parameter, RMSProp

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-9, "atol": 1e-11}}
SHAPES = [(7, 5), (5,), (2, 3, 4), (1,), ()]
RULES = [
    (SGD, torch.optim.SGD, {"lr": 0.1}),
    (SGD, torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.3}),
    (SGD, torch.optim.SGD, {"lr": 0.1, "momentum": 0.7}),
    (SGD, torch.optim.SGD, {"lr": 0.1, "momentum": 0.7, "weight_decay": 0.3}),
    (SGD, torch.optim.SGD, {"lr": 0.1, "momentum": 0.7, "nesterov": True}),
    (SGD, torch.optim.SGD, {"lr": 0.1, "momentum": 0.7, "nesterov": True, "weight_decay": 0.3}),
    (RMSProp, torch.optim.RMSprop, {"lr": 0.05}),
    (RMSProp, torch.optim.RMSprop, {"lr": 0.05, "alpha": 0.6, "eps": 1e-2}),
    (AdaGrad, torch.optim.Adagrad, {"lr": 0.3}),
    (AdaGrad, torch.optim.Adagrad, {"lr": 0.3, "eps": 0.1}),
    (Adam, torch.optim.Adam, {}),
    (Adam, torch.optim.Adam, {"lr": 0.05, "betas": (0.7, 0.8), "eps": 1e-2}),
    (Adam, torch.optim.Adam, {"lr": 0.05, "weight_decay": 0.3}),
    (AdamW, torch.optim.AdamW, {}),
    (AdamW, torch.optim.AdamW, {"lr": 0.05, "betas": (0.7, 0.8), "eps": 1e-2, "weight_decay": 0.3}),
    (AdamW, torch.optim.AdamW, {"lr": 0.05, "weight_decay": 0.0}),
]
over_rules = pytest.mark.parametrize(
    ("rule", "twin", "settings"), RULES, ids=[f"{rule.__name__}-{settings}" for rule, _, settings in RULES]
)
Rule = Callable[..., Any]


def parameters_of(rng: np.random.Generator, dtype: type = np.float64) -> list[Parameter]:
    return [Parameter(rng.normal(size=shape).astype(dtype)) for shape in SHAPES]


def new_gradients(parameters: list[Parameter], rng: np.random.Generator) -> None:
    """A gradient that depends on the weights, and changes from step to step in size and direction."""
    for parameter in parameters:
        noise = rng.normal(size=parameter.data.shape) * 10 ** rng.uniform(-3, 1)
        parameter.grad[...] = 0.5 * parameter.data + noise


@over_dtypes
@over_rules
def test_fifty_steps_go_where_torchs_go(rule: Rule, twin: Rule, settings: dict[str, Any], dtype: type) -> None:
    rng = np.random.default_rng(1)
    parameters = parameters_of(rng, dtype)
    tensors = [torch.tensor(parameter.data, requires_grad=True) for parameter in parameters]
    ours, theirs = rule((p for p in parameters), **settings), twin(tensors, **settings)
    arrays = [parameter.data for parameter in parameters]
    for step in range(50):
        ours.lr = theirs.param_groups[0]["lr"] = settings.get("lr", 1e-3) * (1 + step % 3)
        new_gradients(parameters, rng)
        given = [parameter.grad.copy() for parameter in parameters]
        for tensor, gradient in zip(tensors, given, strict=True):
            tensor.grad = torch.tensor(gradient)
        ours.step()
        theirs.step()
        for parameter, tensor, gradient in zip(parameters, tensors, given, strict=True):
            np.testing.assert_allclose(parameter.data, tensor.detach(), **TOLERANCE[dtype])
            np.testing.assert_array_equal(parameter.grad, gradient)
    for parameter, array in zip(parameters, arrays, strict=True):
        assert parameter.data is array
        assert array.dtype == dtype


@over_rules
def test_a_run_resumed_is_the_run_uninterrupted(rule: Rule, twin: Rule, settings: dict[str, Any]) -> None:
    def run(parameters: list[Parameter], optimizer: Optimizer, steps: range) -> None:
        for step in steps:
            optimizer.lr = 0.1 / (1 + step)
            new_gradients(parameters, np.random.default_rng(step))
            optimizer.step()

    whole, first = (parameters_of(np.random.default_rng(2)) for _ in range(2))
    optimizer = rule(first, **settings)
    run(whole, rule(whole, **settings), range(9))
    run(first, optimizer, range(4))
    second = [Parameter(parameter.data.copy()) for parameter in first]
    resumed, state = rule(second, **settings), optimizer.state_dict()
    run(first, optimizer, range(4, 6))  # what was saved must not go along
    resumed.load_state_dict(state)
    assert resumed.lr == 0.1 / 4
    run(second, resumed, range(4, 9))
    for parameter, expected in zip(second, whole, strict=True):
        np.testing.assert_array_equal(parameter.data, expected.data)


@over_rules
def test_zero_gradients_from_the_first_step_on(rule: Rule, twin: Rule, settings: dict[str, Any]) -> None:
    parameters = parameters_of(np.random.default_rng(3))
    tensors = [torch.tensor(parameter.data, requires_grad=True) for parameter in parameters]
    ours, theirs = rule(parameters, **{"lr": 0.1} | settings), twin(tensors, **{"lr": 0.1} | settings)
    for tensor in tensors:
        tensor.grad = torch.zeros_like(tensor)
    for _ in range(3):
        ours.step()
        theirs.step()
    for parameter, tensor in zip(parameters, tensors, strict=True):
        np.testing.assert_allclose(parameter.data, tensor.detach(), rtol=1e-12)


@over_rules
def test_a_shared_parameter_steps_once(rule: Rule, twin: Rule, settings: dict[str, Any]) -> None:
    alone, shared = Parameter(np.ones(3)), Parameter(np.ones(3))
    optimizers = [rule([alone], **settings), rule([shared, shared], **settings)]
    for _ in range(3):
        for parameter, optimizer in zip((alone, shared), optimizers, strict=True):
            parameter.grad[...] = [1, -2, 3]
            optimizer.step()
    np.testing.assert_array_equal(shared.data, alone.data)


def test_zero_grad_sets_every_gradient_to_zero_in_place() -> None:
    parameters = parameters_of(np.random.default_rng(4))
    new_gradients(parameters, np.random.default_rng(5))
    arrays = [parameter.grad for parameter in parameters]
    SGD(parameters, lr=0.1).zero_grad()
    assert not any(parameter.grad.any() for parameter in parameters)
    assert all(parameter.grad is array for parameter, array in zip(parameters, arrays, strict=True))


def test_defaults_are_torchs() -> None:
    parameters = [Parameter(np.ones(2))]
    tensors = [torch.ones(2, requires_grad=True)]
    for ours, theirs in [
        (SGD(parameters, 0.1), torch.optim.SGD(tensors, 0.1)),
        (RMSProp(parameters, 0.1), torch.optim.RMSprop(tensors, 0.1)),
        (AdaGrad(parameters, 0.1), torch.optim.Adagrad(tensors, 0.1)),
        (Adam(parameters), torch.optim.Adam(tensors)),
        (AdamW(parameters), torch.optim.AdamW(tensors)),
    ]:
        known = {name: value for name, value in vars(ours).items() if name in theirs.defaults}
        assert known == {name: theirs.defaults[name] for name in known}
        assert "lr" in known


def test_an_optimizer_without_parameters_is_refused() -> None:
    generator = (parameter for parameter in [Parameter(np.ones(2))])
    Adam(generator)
    with pytest.raises(ValueError, match="Adam was given no parameters"):
        Adam(generator)


def test_nesterov_without_momentum_is_refused() -> None:
    with pytest.raises(ValueError, match="momentum"):
        SGD([Parameter(np.ones(2))], lr=0.1, nesterov=True)


def test_a_rule_without_a_step_says_so() -> None:
    with pytest.raises(NotImplementedError, match="Optimizer has no step"):
        Optimizer([Parameter(np.ones(2))], lr=0.1).step()


def test_a_state_dict_that_does_not_fit_is_refused_whole() -> None:
    optimizer = Adam([Parameter(np.ones(2)), Parameter(np.ones((3, 1)))])
    optimizer.parameters[0].grad += 1
    optimizer.step()
    before = optimizer.state_dict()
    assert sorted(before) == ["lr", "means.0", "means.1", "squares.0", "squares.1", "steps"]
    state = {name: array + 1 for name, array in before.items()}
    del state["means.1"], state["steps"]
    state["means.2"] = np.zeros(1)
    state["squares.0"] = np.zeros((2, 1))
    with pytest.raises(ValueError, match="Adam") as refused:
        optimizer.load_state_dict(state)
    for part in ["missing means.1", "missing steps", "unexpected means.2", "squares.0 has shape (2, 1), not (2,)"]:
        assert part in str(refused.value)
    for name, array in optimizer.state_dict().items():
        np.testing.assert_array_equal(array, before[name])
