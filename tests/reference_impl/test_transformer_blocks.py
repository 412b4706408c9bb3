"""Transformer blocks: the state dict of torch's own gives the same output and the same gradients."""

from typing import Any

import numpy as np
import pytest
import torch
from scipy.special import erf as scipy_erf
from torch import nn

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")

torch.set_num_threads(1)
over_norms = pytest.mark.parametrize("norm", ["pre", "post"])
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 2e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-11}}


def randomise(module: Any, rng: np.random.Generator, dtype: type) -> Any:
    """Give every parameter, norms and biases too, numbers of its own."""
    for parameter in module.parameters():
        parameter.data = rng.normal(0, 0.4, parameter.data.shape).astype(dtype)
        parameter.grad = np.zeros_like(parameter.data)
    return module


def same_weights(twin: nn.Module, module: Any) -> nn.Module:
    dtype = module.parameters()[0].data.dtype
    twin.to(torch.float64 if dtype == np.float64 else torch.float32)
    twin.load_state_dict({name: torch.tensor(array) for name, array in ours.to_torch(module).items()})
    return twin


def assert_same_gradients(module: Any, twin: nn.Module, dtype: type) -> None:
    for name, parameter in module.named_parameters():
        parameter.data = parameter.grad
        assert parameter.grad.dtype == dtype, name
    computed = ours.to_torch(module)
    expected = {name: parameter.grad for name, parameter in twin.named_parameters()}
    assert computed.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(computed[name], gradient, **TOLERANCE[dtype], err_msg=name)


@over_norms
@over_dtypes
@pytest.mark.parametrize("shape", [(3, 5), (1, 1), (2, 7)])
@pytest.mark.parametrize("masked", [False, True], ids=["all", "masked"])
def test_an_encoder_block_is_torchs(norm: str, dtype: type, shape: tuple[int, int], masked: bool) -> None:
    rng = np.random.default_rng(71)
    block = randomise(ours.EncoderBlock(12, 3, 17, rng, norm=norm), rng, dtype)
    twin = same_weights(
        nn.TransformerEncoderLayer(12, 3, 17, 0.0, "gelu", batch_first=True, norm_first=norm == "pre"), block
    )
    x = rng.normal(size=(*shape, 12)).astype(dtype)
    real = np.arange(shape[1]) < np.maximum(np.arange(shape[0])[:, None] + 1, 1)
    tensor = torch.tensor(x, requires_grad=True)
    expected = twin(tensor, src_key_padding_mask=torch.tensor(~real) if masked else None)
    output = block(x, real[:, None, None]) if masked else block(x)
    grad_output = rng.normal(size=x.shape).astype(dtype)
    expected.backward(torch.tensor(grad_output))
    grad_x = block.backward(grad_output)
    assert output.dtype == grad_x.dtype == dtype
    np.testing.assert_allclose(output, expected.detach(), **TOLERANCE[dtype])
    np.testing.assert_allclose(grad_x, tensor.grad, **TOLERANCE[dtype])
    assert_same_gradients(block, twin, dtype)


@over_norms
@over_dtypes
@pytest.mark.parametrize("masked", [False, True], ids=["all", "masked"])
def test_a_decoder_block_is_torchs(norm: str, dtype: type, masked: bool) -> None:
    rng = np.random.default_rng(72)
    batch, length, memory_length, width = 3, 5, 7, 8
    block = randomise(ours.DecoderBlock(width, 2, 13, rng, norm=norm), rng, dtype)
    twin = same_weights(
        nn.TransformerDecoderLayer(width, 2, 13, 0.0, "gelu", batch_first=True, norm_first=norm == "pre"), block
    )
    x = rng.normal(size=(batch, length, width)).astype(dtype)
    memory = rng.normal(size=(batch, memory_length, width)).astype(dtype)
    seen = np.ones((batch, length), bool)
    seen[1, 3:] = False
    counted = np.arange(memory_length) < np.array([[7], [4], [1]])
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, memory)]
    expected = twin(
        *tensors,
        tgt_mask=torch.tensor(~ours.causal_mask(length)),
        tgt_key_padding_mask=torch.tensor(~seen) if masked else None,
        memory_key_padding_mask=torch.tensor(~counted) if masked else None,
    )
    masks = {"mask": seen[:, None, None], "memory_mask": counted[:, None, None]} if masked else {}
    output = block(x, memory, **masks)
    grad_output = rng.normal(size=x.shape).astype(dtype)
    expected.backward(torch.tensor(grad_output))
    gradients = block.backward(grad_output)
    np.testing.assert_allclose(output, expected.detach(), **TOLERANCE[dtype])
    for gradient, tensor in zip(gradients, tensors, strict=True):
        assert gradient.dtype == output.dtype == dtype
        np.testing.assert_allclose(gradient, tensor.grad, **TOLERANCE[dtype])
    assert_same_gradients(block, twin, dtype)


@over_norms
def test_the_gradients_of_blocks_are_those_of_finite_differences(norm: str) -> None:
    rng = np.random.default_rng(73)
    x, memory = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4))
    grad_output = rng.normal(size=x.shape)
    encoder = randomise(ours.EncoderBlock(4, 2, 3, rng, norm), rng, np.float64)
    decoder = randomise(ours.DecoderBlock(4, 2, 3, rng, norm), rng, np.float64)
    expected = [
        ours.numerical_gradient(lambda x: (encoder(x) * grad_output).sum(), x),
        ours.numerical_gradient(lambda x: (decoder(x, memory) * grad_output).sum(), x),
        ours.numerical_gradient(lambda memory: (decoder(x, memory) * grad_output).sum(), memory),
    ]
    encoder(x), decoder(x, memory)
    computed = [encoder.backward(grad_output), *decoder.backward(grad_output)]
    for gradient, numerical in zip(computed, expected, strict=True):
        np.testing.assert_allclose(gradient, numerical, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("block", [ours.EncoderBlock, ours.DecoderBlock])
def test_a_norm_that_stands_nowhere_is_refused(block: type) -> None:
    with pytest.raises(ValueError, match='"pre" or "post", not \'middle\''):
        block(4, 2, 3, np.random.default_rng(0), norm="middle")


def test_the_gradients_of_a_block_add_up_and_its_input_stays() -> None:
    rng = np.random.default_rng(74)
    block = ours.EncoderBlock(4, 2, 3, rng)
    x, grad_output = rng.normal(size=(2, 3, 4)).astype(np.float32), rng.normal(size=(2, 3, 4)).astype(np.float32)
    before = x.copy(), grad_output.copy()
    block(x)
    block.backward(grad_output)
    once = [parameter.grad.copy() for parameter in block.parameters()]
    block(x)
    block.backward(grad_output)
    for parameter, gradient in zip(block.parameters(), once, strict=True):
        np.testing.assert_allclose(parameter.grad, 2 * gradient, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(grad_output, before[1])


@over_dtypes
def test_erf_is_scipys(dtype: type) -> None:
    x = np.concatenate([np.linspace(-7, 7, 100_001), [-1e30, -1e4, -0.0, 1e4, 1e30, np.inf, -np.inf]]).astype(dtype)
    error = np.abs(ours.erf(x) - scipy_erf(x.astype(np.float64)))
    assert ours.erf(x).dtype == dtype
    assert error.max() < (1.5e-7 if dtype is np.float32 else 1e-15)
    assert (np.abs(ours.erf(x[np.abs(x) > 4.5])) >= np.array(1 - 1e-9, dtype)).all()
    assert np.isnan(ours.erf(np.array([np.nan], dtype))).all()


@over_dtypes
@pytest.mark.parametrize("approximate", ["none", "tanh"])
def test_gelu_at_its_ends_is_zero_or_the_input(dtype: type, approximate: str) -> None:
    x = np.array([-1e4, -100, -20, 0, 20, 100, 1e4], dtype)
    np.testing.assert_array_equal(ours.gelu(x, approximate), np.maximum(x, 0))
    slope = ours.gelu_backward(np.ones_like(x), x, approximate)
    np.testing.assert_allclose(slope, [0, 0, 0, 0.5, 1, 1, 1], atol=1e-50)
    assert ours.gelu(np.zeros((0, 3), dtype), approximate).shape == (0, 3)


def test_a_form_of_gelu_that_does_not_exist_is_refused() -> None:
    for call in (lambda: ours.gelu(np.ones(1), "sigmoid"), lambda: ours.gelu_backward(np.ones(1), np.ones(1), "tan")):
        with pytest.raises(ValueError, match='"none" or "tanh"'):
            call()


@pytest.mark.parametrize("approximate", ["none", "tanh"])
def test_the_module_gelu_is_torchs(approximate: str) -> None:
    rng = np.random.default_rng(75)
    module, twin = ours.GELU(approximate), nn.GELU(approximate)
    x, grad_output = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    tensor = torch.tensor(x, requires_grad=True)
    twin(tensor).backward(torch.tensor(grad_output))
    np.testing.assert_allclose(module(x), twin(tensor).detach(), rtol=1e-12)
    np.testing.assert_allclose(module.backward(grad_output), tensor.grad, rtol=1e-12)


def test_label_smoothing_with_nothing_counted_is_nan_and_has_no_gradient() -> None:
    logits, targets = np.ones((3, 5), np.float32), np.full(3, -100)
    assert np.isnan(ours.label_smoothing_loss(logits, targets))
    assert not ours.label_smoothing_loss_backward(logits, targets).any()
    other = ours.label_smoothing_loss(logits, np.full(3, 7), ignore_index=7)
    assert np.isnan(other) and other.dtype == np.float32


def test_label_smoothing_stays_finite_on_extreme_logits() -> None:
    logits, targets = np.array([[1e4, -1e4, 0]]), np.array([1])
    assert ours.label_smoothing_loss(logits, targets) == pytest.approx(0.9 * 2e4 + 0.1 * 3e4 / 3)
    assert np.isfinite(ours.label_smoothing_loss_backward(logits, targets)).all()
    assert ours.label_smoothing_loss(logits, targets, 0) == pytest.approx(ours.cross_entropy(logits, targets))


@over_dtypes
def test_mean_pool_averages_what_counts(dtype: type) -> None:
    rng = np.random.default_rng(76)
    x, mask = rng.normal(size=(4, 5, 3)).astype(dtype), rng.random((4, 5)) < 0.6
    mask[2] = False
    pooled = ours.mean_pool(x, mask)
    assert pooled.dtype == dtype
    for row, sequence, counted in zip(pooled, x, mask, strict=True):
        np.testing.assert_allclose(row, sequence[counted].mean(0) if counted.any() else 0 * row, rtol=1e-5, atol=1e-6)
    grad_output = rng.normal(size=(4, 3))
    numerical = ours.numerical_gradient(lambda x: (ours.mean_pool(x, mask) * grad_output).sum(), x.astype(np.float64))
    np.testing.assert_allclose(ours.mean_pool_backward(grad_output, mask), numerical, atol=1e-8)
    assert ours.mean_pool_backward(grad_output.astype(dtype), mask).dtype == dtype


def test_bert_embeddings_add_three_rows_and_send_a_gradient_to_each() -> None:
    rng = np.random.default_rng(77)
    layer = randomise(ours.BertEmbeddings(11, 4, rng, max_positions=5, segments=3), rng, np.float64)
    ids, segments = rng.integers(11, size=(2, 3)), rng.integers(3, size=(2, 3))
    grad_output = rng.normal(size=(2, 3, 4))
    tables = [layer.word_embeddings, layer.position_embeddings, layer.token_type_embeddings]
    words, positions, types = (table.weight.data for table in tables)
    expected = layer.norm(words[ids] + positions[:3] + types[segments])
    np.testing.assert_allclose(layer(ids, segments), expected, rtol=1e-12)
    np.testing.assert_allclose(layer(ids), layer(ids, np.zeros_like(ids)))
    layer(ids, segments)
    assert layer.backward(grad_output) is None
    for name, parameter in layer.named_parameters():
        computed = parameter.grad.copy()

        def loss(data: np.ndarray, parameter: ours.Parameter = parameter) -> float:
            parameter.data = data
            return float((layer(ids, segments) * grad_output).sum())

        original = parameter.data
        numerical = ours.numerical_gradient(loss, original)
        parameter.data = original
        np.testing.assert_allclose(computed, numerical, rtol=1e-6, atol=1e-7, err_msg=name)
    with pytest.raises(ValueError, match="6 tokens is too long for 5 positions"):
        layer(np.zeros((1, 6), int))
