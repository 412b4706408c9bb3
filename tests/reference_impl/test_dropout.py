"""Dropout: the right share is dropped, the mean stays, and the gradient goes the same way."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl import Dropout, Linear, Sequential, dropout, dropout_backward

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])


@over_dtypes
@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.73, 1.0])
def test_the_share_p_is_dropped_and_the_mean_stays(p: float, dtype: type) -> None:
    x = np.full((300, 401), 3, dtype)
    output, mask = dropout(x, p, np.random.default_rng(1))
    assert output.dtype == dtype
    assert mask.dtype == bool
    assert mask.mean() == pytest.approx(1 - p, abs=0.01)
    for axis in (0, 1):  # no row and no column is dropped as a whole
        np.testing.assert_allclose(mask.mean(axis=axis), 1 - p, atol=0.15)
    assert not output[~mask].any()
    if p < 1:
        np.testing.assert_allclose(output[mask], 3 / (1 - p), rtol=1e-6)
        assert output.mean() == pytest.approx(3, rel=0.03)


@over_dtypes
@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
def test_the_gradient_is_that_of_torch_with_the_same_mask(p: float, dtype: type) -> None:
    rng = np.random.default_rng(2)
    x, grad_output = (rng.normal(size=(5, 7)).astype(dtype) for _ in range(2))
    output, mask = dropout(x, p, rng)
    tensor = torch.tensor(x, requires_grad=True)
    expected = tensor * torch.tensor(mask) / (1 - p) if p < 1 else tensor * 0
    expected.backward(torch.tensor(grad_output))
    grad_x = dropout_backward(grad_output, mask, p)
    assert grad_x.dtype == dtype
    np.testing.assert_allclose(output, expected.detach(), rtol=1e-6)
    np.testing.assert_allclose(grad_x, tensor.grad, rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(shape=st.lists(st.integers(0, 4), max_size=4).map(tuple), p=st.floats(0, 1), seed=st.integers(0, 99))
def test_any_shape_and_any_probability(shape: tuple[int, ...], p: float, seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=shape)
    before = x.copy()
    output, mask = dropout(x, p, np.random.default_rng(seed))
    again, _ = dropout(x, p, np.random.default_rng(seed))
    assert output.shape == mask.shape == shape
    assert np.isfinite(output).all()
    np.testing.assert_array_equal(output, again)
    np.testing.assert_array_equal(x, before)


def test_a_strided_view_gives_what_its_copy_gives() -> None:
    x = np.random.default_rng(3).normal(size=(8, 6)).T[::2]
    outputs = [dropout(array, 0.4, np.random.default_rng(4))[0] for array in (x, x.copy())]
    np.testing.assert_array_equal(*outputs)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        dropout(np.ones(3), p, np.random.default_rng(5))


def test_out_of_training_nothing_changes() -> None:
    x = np.arange(6.0).reshape(2, 3)
    output, mask = dropout(x, 0.9, np.random.default_rng(6), training=False)
    np.testing.assert_array_equal(output, x)
    assert mask.all()
    assert mask.shape == x.shape


def test_the_module_drops_in_training_and_steps_aside_in_evaluation() -> None:
    rng = np.random.default_rng(7)
    model = Sequential(Linear(5, 200, rng), Dropout(0.4, rng))
    x = rng.normal(size=(3, 5)).astype(np.float32)
    training = model(x)
    assert (training == 0).mean() == pytest.approx(0.4, abs=0.1)
    assert not np.array_equal(model(x), training)
    model.eval()
    np.testing.assert_array_equal(model(x), model.layers[0](x))
    np.testing.assert_array_equal(model(x), model(x))
    assert list(model.state_dict()) == ["0.weight", "0.bias"]


@pytest.mark.parametrize("training", [True, False])
def test_the_modules_gradient_is_that_of_the_pass_before_it(training: bool) -> None:
    layer = Dropout(0.25, np.random.default_rng(8)).train(training)
    x = np.full((50, 4), 2.0)
    output = layer(x)
    layer.train(not training)  # what counts is how the forward pass went
    np.testing.assert_allclose(layer.backward(x), output, rtol=1e-12)
