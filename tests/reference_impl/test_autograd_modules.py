"""Modules on tensors: no backward is written, and every gradient is that of the hand-written module."""

import ast
import inspect
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
import torch

import reference_impl as ours
from reference_impl import Tensor, autograd

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-11, "atol": 1e-12}}


def randomise(module: Any, rng: np.random.Generator, dtype: type) -> None:
    for parameter in module.parameters():
        parameter.data = rng.normal(0, 0.4, parameter.data.shape).astype(dtype)
        parameter.grad = np.zeros_like(parameter.data)


def twins(by_hand: Any, on_tensors: Any, dtype: type) -> np.random.Generator:
    """Give both modules the same random parameters."""
    rng = np.random.default_rng(84)
    randomise(by_hand, rng, dtype)
    randomise(on_tensors, rng, dtype)
    on_tensors.load_state_dict(by_hand.state_dict())
    return rng


def assert_same_gradients(by_hand: Any, on_tensors: Any, dtype: type) -> None:
    gradients = dict(on_tensors.named_parameters())
    assert gradients.keys() == dict(by_hand.named_parameters()).keys()
    for name, parameter in by_hand.named_parameters():
        assert gradients[name].grad.dtype == dtype
        np.testing.assert_allclose(gradients[name].grad, parameter.grad, **TOLERANCE[dtype], err_msg=name)


@over_dtypes
@pytest.mark.parametrize("norm", ["pre", "post"])
@pytest.mark.parametrize("mask", [None, ours.causal_mask(5)], ids=["all", "causal"])
def test_the_transformer_block_equals_the_hand_written_one(norm: str, mask: Any, dtype: type) -> None:
    blank = np.random.default_rng(0)
    by_hand, block = ours.EncoderBlock(12, 3, 17, blank, norm), autograd.EncoderBlock(12, 3, 17, blank, norm)
    rng = twins(by_hand, block, dtype)
    x, grad_output = rng.normal(size=(2, 5, 12)).astype(dtype), rng.normal(size=(2, 5, 12)).astype(dtype)
    tensor = Tensor(x)
    output = block(tensor, mask)
    np.testing.assert_allclose(output.data, by_hand(x, mask), **TOLERANCE[dtype])
    output.backward(grad_output)
    np.testing.assert_allclose(tensor.grad, by_hand.backward(grad_output), **TOLERANCE[dtype])
    assert output.dtype == dtype
    assert_same_gradients(by_hand, block, dtype)


def code_lines(*things: type) -> int:
    """Statements of forwards and backwards, docstrings left out."""
    total = 0
    for thing in things:
        for node in ast.walk(ast.parse(dedent(inspect.getsource(thing)))):
            if isinstance(node, ast.FunctionDef) and node.name != "__init__":
                body = node.body[1:]
                total += sum(len(ast.unparse(statement).splitlines()) for statement in body)
    return total


def test_the_transformer_block_takes_a_third_of_the_code() -> None:
    by_hand = code_lines(ours.EncoderBlock, ours.MultiHeadAttention, ours.FeedForward, ours.LayerNorm, ours.Linear)
    without = code_lines(
        autograd.EncoderBlock,
        autograd.MultiHeadAttention,
        autograd.FeedForward,
        autograd.LayerNorm,
        autograd.Linear,
    )
    assert without <= by_hand / 3


def test_the_same_model_by_hand_by_autograd_and_by_torch() -> None:
    rng = np.random.default_rng(85)
    by_hand = ours.mlp([7, 11, 5], rng)
    on_tensors = ours.Sequential(autograd.Linear(7, 11, rng), autograd.Linear(11, 5, rng))
    in_torch = torch.nn.Sequential(torch.nn.Linear(7, 11), torch.nn.ReLU(), torch.nn.Linear(11, 5))
    state = by_hand.state_dict()
    on_tensors.load_state_dict({name.replace("2.", "1."): array for name, array in state.items()})
    in_torch.load_state_dict({name: torch.tensor(array) for name, array in state.items()})
    x, targets = rng.normal(size=(13, 7)).astype(np.float32), rng.integers(5, size=13)

    logits = by_hand(x)
    by_hand.backward(ours.cross_entropy_backward(logits, targets))
    first, second = on_tensors.layers
    loss = autograd.cross_entropy(second(autograd.relu(first(x))), targets)
    loss.backward()
    loss_of_torch = torch.nn.functional.cross_entropy(in_torch(torch.tensor(x)), torch.tensor(targets))
    loss_of_torch.backward()

    np.testing.assert_allclose([loss.item(), loss_of_torch.item()], ours.cross_entropy(logits, targets), rtol=1e-6)
    for parameter, tensor, twin in zip(
        by_hand.parameters(), on_tensors.parameters(), in_torch.parameters(), strict=True
    ):
        np.testing.assert_allclose(tensor.grad, parameter.grad, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(tensor.grad, twin.grad, rtol=1e-4, atol=1e-7)


class Classifier(autograd.Module):
    """An architecture that no chain of modules can say: two roads, a shared layer, a batch norm, a recurrent cell."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.words, self.shared = autograd.Embedding(9, 6, rng), autograd.Linear(6, 6, rng)
        self.cell = Tensor(rng.normal(0, 0.4, (24, 6)).astype(np.float32))
        self.scale, self.shift = Tensor(np.ones(6, np.float32)), Tensor(np.zeros(6, np.float32))

    def forward(self, ids: np.ndarray) -> Tensor:
        x, zeros = self.words(ids), np.zeros((len(ids), 6), np.float32)
        self.h, c, bias = zeros, zeros, np.zeros(24, np.float32)
        for t in range(ids.shape[1]):
            self.h, c = autograd.lstm_step(x[:, t], self.h, c, self.cell, self.cell, bias, bias)
        mean, var = np.full(6, 0.1, np.float32), np.full(6, 2, np.float32)
        pooled, _, _ = autograd.batch_norm(x.mean(1), self.scale, self.shift, mean, var, training=False)
        return self.shared(self.shared(self.h) + c * pooled)


class TorchClassifier(torch.nn.Module):
    """The same in torch."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.shared = torch.nn.Embedding(9, 6), torch.nn.Linear(6, 6)
        self.cell = torch.nn.Parameter(torch.zeros(24, 6))
        self.scale, self.shift = torch.nn.Parameter(torch.ones(6)), torch.nn.Parameter(torch.zeros(6))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x, zeros = self.words(ids), torch.zeros(len(ids), 6)
        h, c, bias = zeros, zeros, torch.zeros(24)
        for t in range(ids.shape[1]):
            h, c = torch.lstm_cell(x[:, t], (h, c), self.cell, self.cell, bias, bias)
        mean, var = torch.full((6,), 0.1), torch.full((6,), 2.0)
        pooled = torch.nn.functional.batch_norm(x.mean(1), mean, var, self.scale, self.shift, training=False)
        return self.shared(self.shared(h) + c * pooled)


def test_any_architecture_trains_as_in_torch() -> None:
    rng = np.random.default_rng(86)
    model, twin = Classifier(rng), TorchClassifier()
    twin.load_state_dict({name: torch.tensor(array) for name, array in model.state_dict().items()})
    optimizer, optimizer_of_torch = ours.Adam(model.parameters(), 0.01), torch.optim.Adam(twin.parameters(), 0.01)
    for _ in range(4):
        ids, targets = rng.integers(9, size=(5, 4)), rng.integers(6, size=5)
        optimizer.zero_grad()
        optimizer_of_torch.zero_grad()
        loss = autograd.cross_entropy(model(ids), targets)
        loss_of_torch = torch.nn.functional.cross_entropy(twin(torch.tensor(ids)), torch.tensor(targets))
        loss.backward()
        loss_of_torch.backward()
        assert loss.item() == pytest.approx(loss_of_torch.item(), rel=1e-5)
        optimizer.step()
        optimizer_of_torch.step()
    for name, array in model.state_dict().items():
        np.testing.assert_allclose(array, twin.state_dict()[name], rtol=1e-3, atol=1e-5, err_msg=name)


def test_what_a_module_computed_is_none_of_its_parameters() -> None:
    model = Classifier(np.random.default_rng(87))
    names = [name for name, _ in model.named_parameters()]
    model(np.zeros((2, 3), int))
    assert isinstance(model.h, Tensor)
    assert [name for name, _ in model.named_parameters()] == names
    assert set(names) == set(dict(TorchClassifier().named_parameters()))


def test_a_module_on_tensors_sends_who_calls_backward_to_the_loss() -> None:
    with pytest.raises(TypeError, match="Linear has no backward of its own: call backward of what it returned"):
        autograd.Linear(2, 3, np.random.default_rng(0)).backward(np.ones((1, 3)))


@pytest.mark.parametrize(
    ("by_hand", "on_tensors"),
    [
        (lambda rng: ours.Linear(5, 3, rng), lambda rng: autograd.Linear(5, 3, rng)),
        (lambda rng: ours.LayerNorm(5), lambda rng: autograd.LayerNorm(5)),
        (lambda rng: ours.Embedding(5, 3, rng), lambda rng: autograd.Embedding(5, 3, rng)),
        (lambda rng: ours.Conv2d(2, 3, 4, rng), lambda rng: autograd.Conv2d(2, 3, 4, rng)),
        (lambda rng: ours.EncoderBlock(6, 2, 7, rng), lambda rng: autograd.EncoderBlock(6, 2, 7, rng)),
    ],
    ids=["Linear", "LayerNorm", "Embedding", "Conv2d", "EncoderBlock"],
)
def test_the_same_generator_gives_the_same_first_weights(by_hand: Any, on_tensors: Any) -> None:
    expected = by_hand(np.random.default_rng(88)).state_dict()
    state = on_tensors(np.random.default_rng(88)).state_dict()
    assert state.keys() == expected.keys()
    for name, array in expected.items():
        assert state[name].dtype == np.float32
        np.testing.assert_array_equal(state[name], array, err_msg=name)


def test_a_convolution_layer_has_the_hand_written_gradients() -> None:
    by_hand = ours.Conv2d(2, 3, 4, np.random.default_rng(89), stride=2, padding=1)
    layer = autograd.Conv2d(2, 3, 4, np.random.default_rng(89), stride=2, padding=1)
    x = np.random.default_rng(90).normal(size=(3, 2, 7, 8)).astype(np.float32)
    grad_output = np.ones_like(by_hand(x))
    layer(x).backward(grad_output)
    by_hand.backward(grad_output)
    assert_same_gradients(by_hand, layer, np.float32)


def test_a_block_whose_norm_stands_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match='"pre" or "post"'):
        autograd.EncoderBlock(4, 2, 3, np.random.default_rng(0), norm="middle")
