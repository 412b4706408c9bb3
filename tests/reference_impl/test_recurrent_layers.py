"""RNN, LSTM and GRU: torch's layers with the same state dict, forward and backward; and a language model of each."""

from typing import Any

import numpy as np
import pytest
import torch

from reference_impl import (
    GRU,
    LSTM,
    RNN,
    RecurrentLanguageModel,
    beam_search,
    cross_entropy,
    cross_entropy_backward,
    gru_step,
    lstm_step,
    numerical_gradient,
    rnn_step,
)

pytestmark = pytest.mark.filterwarnings("error")
LAYERS: list[Any] = [RNN, LSTM, GRU]
CELLS = ["rnn", "lstm", "gru"]
over_layers = pytest.mark.parametrize("kind", LAYERS)
over_cells = pytest.mark.parametrize("cell", CELLS)
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 2e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-12}}


def in_dtype(module: Any, dtype: type) -> Any:
    for parameter in module.parameters():
        parameter.data, parameter.grad = parameter.data.astype(dtype), parameter.grad.astype(dtype)
    return module


@over_layers
@over_dtypes
@pytest.mark.parametrize(("samples", "length"), [(3, 7), (1, 1), (4, 1), (1, 5), (2, 40)])
def test_a_layer_is_torchs(kind: Any, dtype: type, samples: int, length: int) -> None:
    rng = np.random.default_rng(41)
    twin = getattr(torch.nn, kind.__name__)(5, 4, batch_first=True).to(torch.tensor(dtype()).dtype)
    layer = in_dtype(kind(5, 4, rng), dtype)
    assert list(layer.state_dict()) == list(twin.state_dict())
    layer.load_state_dict({name: tensor.numpy() for name, tensor in twin.state_dict().items()})
    for times in (1, 2):  # the second backward adds to the gradients of the first
        x = rng.normal(size=(samples, length, 5)).astype(dtype)
        grad_outputs = rng.normal(size=(samples, length, 4)).astype(dtype)
        before = grad_outputs.copy()
        tensor = torch.tensor(x, requires_grad=True)
        expected, _ = twin(tensor)
        expected.backward(torch.tensor(grad_outputs))
        outputs, grad_x = layer(x), layer.backward(grad_outputs)
        assert outputs.dtype == grad_x.dtype == dtype
        np.testing.assert_allclose(outputs, expected.detach(), **TOLERANCE[dtype])
        np.testing.assert_allclose(grad_x, tensor.grad, **TOLERANCE[dtype])
        np.testing.assert_array_equal(grad_outputs, before)
        for parameter, own in zip(twin.parameters(), layer.parameters(), strict=True):
            assert own.grad.dtype == dtype
            np.testing.assert_allclose(own.grad, parameter.grad, err_msg=f"pass {times}", **TOLERANCE[dtype])


@over_layers
@pytest.mark.parametrize(("samples", "length"), [(3, 0), (0, 5), (0, 0)])
def test_without_steps_or_samples_nothing_is_learned(kind: Any, samples: int, length: int) -> None:
    layer = kind(5, 4, np.random.default_rng(42))
    outputs = layer(np.zeros((samples, length, 5), np.float32))
    assert outputs.shape == (samples, length, 4)
    assert layer.backward(outputs).shape == (samples, length, 5)
    assert not any(parameter.grad.any() for parameter in layer.parameters())


@over_layers
def test_the_gradient_is_that_of_finite_differences(kind: Any) -> None:
    rng = np.random.default_rng(43)
    layer = in_dtype(kind(2, 3, rng), np.float64)
    x, grad_outputs = rng.normal(size=(2, 4, 2)), rng.normal(size=(2, 4, 3))

    def weighted(inputs: np.ndarray) -> float:
        return float((layer(inputs) * grad_outputs).sum())

    layer(x)
    np.testing.assert_allclose(layer.backward(grad_outputs), numerical_gradient(weighted, x), rtol=1e-5, atol=1e-8)
    for parameter in layer.parameters():
        gradient = parameter.grad.copy()
        data = parameter.data

        def moved(array: np.ndarray, parameter: Any = parameter) -> float:
            parameter.data = array
            return weighted(x)

        np.testing.assert_allclose(gradient, numerical_gradient(moved, data), rtol=1e-5, atol=1e-8)
        parameter.data = data


@over_layers
def test_a_layer_is_its_steps_one_after_another(kind: Any) -> None:
    rng = np.random.default_rng(44)
    layer, x = in_dtype(kind(5, 4, rng), np.float64), rng.normal(size=(3, 6, 5))
    outputs, state = layer(x), None
    for t in range(6):
        output, state = layer.step(x[:, t], state)
        np.testing.assert_allclose(output, outputs[:, t], rtol=1e-10)


@pytest.mark.parametrize(("kind", "step"), [(RNN, rnn_step), (GRU, gru_step), (LSTM, lstm_step)])
def test_the_first_step_starts_from_zeros(kind: Any, step: Any) -> None:
    rng = np.random.default_rng(45)
    layer, x = in_dtype(kind(5, 4, rng), np.float64), rng.normal(size=(3, 1, 5))
    zeros = [np.zeros((3, 4))] * (1 + (kind is LSTM))
    result = step(x[:, 0], *zeros, *(parameter.data for parameter in layer.parameters()))
    np.testing.assert_allclose(layer(x)[:, 0], result[0] if kind is LSTM else result, rtol=1e-12)


@over_layers
def test_a_layer_starts_as_torchs_does(kind: Any) -> None:
    layer, twin = kind(50, 100, np.random.default_rng(46)), getattr(torch.nn, kind.__name__)(50, 100)
    for own, parameter in zip(layer.parameters(), twin.parameters(), strict=True):
        assert own.data.dtype == np.float32
        assert own.data.shape == tuple(parameter.shape)
        assert np.abs(own.data).max() == pytest.approx(0.1, rel=0.05)
        assert own.data.std() == pytest.approx(0.1 / np.sqrt(3), rel=0.15)


@over_cells
def test_a_language_model_is_torchs(cell: str) -> None:
    rng = np.random.default_rng(47)
    model = in_dtype(RecurrentLanguageModel(11, 3, 4, rng, cell), np.float64)
    state = {name: torch.tensor(array, requires_grad=True) for name, array in model.state_dict().items()}
    assert next(iter(state)) == "embedding.weight"
    twin = getattr(torch.nn, cell.upper())(3, 4, batch_first=True).double()
    inner = {name.removeprefix("rnn."): tensor for name, tensor in state.items() if name.startswith("rnn.")}
    ids, targets = rng.integers(11, size=(2, 5)), rng.integers(11, size=(2, 5))
    hidden, _ = torch.func.functional_call(twin, inner, (state["embedding.weight"][torch.tensor(ids)],))
    expected = hidden @ state["linear.weight"].T + state["linear.bias"]
    loss = torch.nn.functional.cross_entropy(expected.reshape(-1, 11), torch.tensor(targets).reshape(-1))
    loss.backward()

    logits = model(ids)
    np.testing.assert_allclose(logits, expected.detach(), rtol=1e-10, atol=1e-12)
    assert cross_entropy(logits, targets) == pytest.approx(loss.item())
    assert model.backward(cross_entropy_backward(logits, targets)) is None
    for name, parameter in model.named_parameters():
        np.testing.assert_allclose(parameter.grad, state[name].grad, rtol=1e-9, atol=1e-12)


@over_cells
def test_text_is_written_one_token_at_a_time(cell: str) -> None:
    model = RecurrentLanguageModel(11, 3, 4, np.random.default_rng(48), cell)
    for parameter in model.parameters():
        parameter.data *= 3
    prompt = [3, 1, 4]
    ids = model.generate(prompt, 6, np.random.default_rng(0), temperature=0)
    expected = list(prompt)
    for _ in range(6):
        expected.append(int(model(np.array([expected]))[0, -1].argmax()))
    assert ids == expected
    assert prompt == [3, 1, 4]
    assert beam_search(model.log_probs, prompt, 1, 6) == expected
    one, other = (model.generate(np.array(prompt), 40, np.random.default_rng(seed), 2.0) for seed in (1, 2))
    assert one != other
    assert one == model.generate(prompt, 40, np.random.default_rng(1), 2.0)
    assert set(one) <= set(range(11))
    assert all(type(i) is int for i in one)


@over_cells
def test_a_language_model_learns_what_comes_next(cell: str) -> None:
    model = RecurrentLanguageModel(5, 8, 16, np.random.default_rng(49), cell)
    ids = np.array([[0, 1, 2, 0, 3, 4, 0, 1, 2, 0, 3, 4]])  # what follows 0 depends on what came before it
    for _ in range(150):
        logits = model(ids[:, :-1])
        model.zero_grad()
        model.backward(cross_entropy_backward(logits, ids[:, 1:]))
        for parameter in model.parameters():
            parameter.data -= 2 * parameter.grad
    assert cross_entropy(model(ids[:, :-1]), ids[:, 1:]) < 0.1
    assert model.generate([0, 1, 2], 9, np.random.default_rng(0), temperature=0) == ids[0].tolist()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no cell 'transformer'; choose one of rnn, lstm, gru"):
        RecurrentLanguageModel(5, 3, 4, np.random.default_rng(50), "transformer")
    with pytest.raises(ValueError, match="nothing to continue"):
        RecurrentLanguageModel(5, 3, 4, np.random.default_rng(50)).generate([], 3, np.random.default_rng(0))
