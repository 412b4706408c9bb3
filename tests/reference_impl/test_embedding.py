"""Embeddings and positions: rows that are looked up, rows that collect, rows made of waves."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import Embedding, embedding, embedding_backward, numerical_gradient, sinusoidal_encoding

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
over_padding = pytest.mark.parametrize("padding_idx", [None, 0, 3, -1])
TOLERANCE = {np.float32: {"rtol": 1e-5, "atol": 1e-6}, np.float64: {"rtol": 1e-12, "atol": 1e-14}}


@over_dtypes
@over_padding
@pytest.mark.parametrize("shape", [(), (1,), (11,), (3, 4), (2, 3, 5), (0,), (2, 0)])
def test_rows_and_gradient_are_torchs(shape: tuple[int, ...], padding_idx: int | None, dtype: type) -> None:
    rng = np.random.default_rng(1)
    ids, weight = rng.integers(7, size=shape), rng.normal(size=(7, 5)).astype(dtype)
    grad_output = rng.normal(size=(*shape, 5)).astype(dtype)
    tensor = torch.tensor(weight, requires_grad=True)
    expected = F.embedding(torch.tensor(ids), tensor, padding_idx=padding_idx)
    expected.backward(torch.tensor(grad_output))
    output, grad_weight = embedding(ids, weight), embedding_backward(grad_output, ids, 7, padding_idx)
    assert output.dtype == grad_weight.dtype == dtype
    np.testing.assert_array_equal(output, expected.detach())
    np.testing.assert_allclose(grad_weight, tensor.grad, **TOLERANCE[dtype])


@settings(max_examples=20, deadline=None)
@given(length=st.integers(1, 30), rows=st.integers(1, 9), width=st.integers(1, 4), seed=st.integers(0, 999))
def test_gradient_is_that_of_finite_differences(length: int, rows: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ids, grad_output = rng.integers(rows, size=length), rng.normal(size=(length, width))
    weight = rng.normal(size=(rows, width))
    numerical = numerical_gradient(lambda w: float((embedding(ids, w) * grad_output).sum()), weight)
    np.testing.assert_allclose(embedding_backward(grad_output, ids, rows), numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("id_type", [np.int64, np.int32, np.int16, np.uint8])
def test_ids_and_gradients_may_be_views_and_of_any_integer_type(id_type: type) -> None:
    rng = np.random.default_rng(2)
    ids = rng.integers(5, size=(6, 8)).astype(id_type)[::2, ::-3]
    weight, grad_output = rng.normal(size=(3, 5)).T, rng.normal(size=(3, 3, 4)).swapaxes(0, 2)[:3]
    expected = np.zeros((5, 3))
    np.add.at(expected, ids, grad_output)
    np.testing.assert_array_equal(embedding(ids, weight), weight[ids.astype(int)])
    np.testing.assert_allclose(embedding_backward(grad_output, ids, 5), expected, rtol=1e-12)


@pytest.mark.parametrize("bad", [-1, 7, 99])
def test_an_id_without_a_row_is_refused(bad: int) -> None:
    ids = np.array([[0, 3], [bad, 6]])
    with pytest.raises(IndexError, match=rf"{bad}.*0 to 6"):
        embedding(ids, np.zeros((7, 2)))
    with pytest.raises(IndexError, match=rf"{bad}.*0 to 6"):
        embedding_backward(np.zeros((2, 2, 2)), ids, 7)


@over_padding
def test_the_module_is_torchs_and_its_gradients_add_up(padding_idx: int | None) -> None:
    rng = np.random.default_rng(3)
    layer, twin = Embedding(7, 5, rng, padding_idx), torch.nn.Embedding(7, 5, padding_idx)
    twin.load_state_dict({name: torch.tensor(array) for name, array in layer.state_dict().items()})
    for _ in range(2):
        ids, grad_output = rng.integers(7, size=(4, 6)), rng.normal(size=(4, 6, 5)).astype(np.float32)
        expected = twin(torch.tensor(ids))
        expected.backward(torch.tensor(grad_output))
        np.testing.assert_array_equal(layer(ids), expected.detach())
        assert layer.backward(grad_output) is None
        np.testing.assert_allclose(layer.weight.grad, twin.weight.grad, rtol=1e-5, atol=1e-6)


@over_padding
def test_the_module_starts_as_torchs_does(padding_idx: int | None) -> None:
    weight = Embedding(400, 50, np.random.default_rng(4), padding_idx).weight.data
    assert weight.dtype == np.float32
    assert weight.mean() == pytest.approx(0, abs=0.03)
    assert weight.std() == pytest.approx(1, abs=0.03)
    zero_rows = np.flatnonzero(~weight.any(axis=1))
    assert zero_rows.tolist() == ([] if padding_idx is None else [padding_idx % 400])


@pytest.mark.parametrize(("length", "width"), [(0, 4), (1, 1), (1, 6), (11, 2), (50, 16), (7, 5), (9, 13)])
def test_the_encoding_is_the_papers_number_for_number(length: int, width: int) -> None:
    expected = np.empty((length, width))
    for t in range(length):
        for column in range(width):
            angle = t / 10000 ** (2 * (column // 2) / width)
            expected[t, column] = np.cos(angle) if column % 2 else np.sin(angle)
    encoding = sinusoidal_encoding(length, width)
    assert encoding.dtype == np.float64
    np.testing.assert_allclose(encoding, expected, rtol=1e-12, atol=1e-14)


def test_positions_are_told_by_their_distance() -> None:
    encoding = sinusoidal_encoding(40, 32)
    products = encoding @ encoding.T
    for distance in (0, 3, 17):
        diagonal = np.diagonal(products, distance)
        np.testing.assert_allclose(diagonal, diagonal[0], rtol=1e-10)
