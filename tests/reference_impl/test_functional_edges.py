"""The edges of the functions: where formulas overflow, tie, or have nothing to count. Every warning is an error."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
LOSSES = [
    ours.binary_cross_entropy,
    ours.binary_cross_entropy_backward,
    ours.binary_cross_entropy_with_logits,
    ours.binary_cross_entropy_with_logits_backward,
]
EXTREME = [
    pytest.param([[1e4, -1e4, 0.0]], id="huge"),
    pytest.param([[-1e4, -1e4 + 3, -1e4 + 1]], id="far below zero"),
    pytest.param([[2.0, 2.0, 2.0], [1.0, 3.0, 3.0]], id="ties"),
    pytest.param([[0.5]], id="one score"),
]


@over_dtypes
@pytest.mark.parametrize("rows", EXTREME)
def test_softmax_and_log_softmax_at_extreme_scores(rows: list[list[float]], dtype: type) -> None:
    x = np.array(rows, dtype)
    np.testing.assert_allclose(ours.softmax(x), F.softmax(torch.tensor(x), -1), rtol=1e-6)
    np.testing.assert_allclose(ours.log_softmax(x), F.log_softmax(torch.tensor(x), -1), rtol=1e-6)


@over_dtypes
@pytest.mark.parametrize("rows", EXTREME)
def test_cross_entropy_at_extreme_scores(rows: list[list[float]], dtype: type) -> None:
    x, targets = np.array(rows, dtype), np.zeros(len(rows), np.int64)
    tensor = torch.tensor(x, requires_grad=True)
    expected = F.cross_entropy(tensor, torch.tensor(targets))
    expected.backward()
    np.testing.assert_allclose(ours.cross_entropy(x, targets), expected.detach(), rtol=1e-6)
    np.testing.assert_allclose(ours.cross_entropy_backward(x, targets), tensor.grad, rtol=1e-6, atol=1e-12)


@over_dtypes
def test_cross_entropy_of_one_row_without_a_batch(dtype: type) -> None:
    x, target = np.array([0.3, -1.2, 2.5, 0.1], dtype), np.array(2)
    assert ours.cross_entropy(x, target) == pytest.approx(float(F.cross_entropy(torch.tensor(x), torch.tensor(2))))
    assert ours.cross_entropy_backward(x, target).shape == (4,)
    assert np.isnan(ours.cross_entropy(x, np.array(-100)))


@over_dtypes
def test_cross_entropy_counts_what_is_not_ignored(dtype: type) -> None:
    rng = np.random.default_rng(3)
    x, targets = rng.normal(size=(5, 3)).astype(dtype), np.array([2, 7, 0, 7, 1])
    tensor = torch.tensor(x, requires_grad=True)
    expected = F.cross_entropy(tensor, torch.tensor(targets), ignore_index=7)
    expected.backward()
    np.testing.assert_allclose(ours.cross_entropy(x, targets, ignore_index=7), expected.detach(), rtol=1e-6)
    gradient = ours.cross_entropy_backward(x, targets, ignore_index=7)
    np.testing.assert_allclose(gradient, tensor.grad, rtol=1e-5, atol=1e-7)
    assert not gradient[[1, 3]].any()


@over_dtypes
def test_cross_entropy_with_nothing_counted(dtype: type) -> None:
    x, targets = np.ones((3, 5), dtype), np.full(3, -100)
    loss, gradient = ours.cross_entropy(x, targets), ours.cross_entropy_backward(x, targets)
    assert np.isnan(loss)
    assert loss.dtype == gradient.dtype == dtype
    np.testing.assert_array_equal(gradient, np.zeros_like(x))


@pytest.mark.parametrize("target", [5, 99])
def test_cross_entropy_refuses_a_class_that_does_not_exist(target: int) -> None:
    with pytest.raises(IndexError):
        ours.cross_entropy(np.zeros((2, 5)), np.array([0, target]))


@over_dtypes
def test_sigmoid_is_stable_both_ways(dtype: type) -> None:
    x = np.array([-1e4, -90.0, -1.0, 0.0, 1.0, 90.0, 1e4], dtype)
    np.testing.assert_allclose(ours.sigmoid(x), torch.sigmoid(torch.tensor(x)), rtol=1e-6, atol=1e-7)


@over_dtypes
def test_kinks_are_where_torch_has_them(dtype: type) -> None:
    x = np.array([-1.0, -0.0, 0.0, 2.0], dtype)
    for backward, function in [(ours.relu_backward, F.relu), (ours.leaky_relu_backward, F.leaky_relu)]:
        tensor = torch.tensor(x, requires_grad=True)
        function(tensor).sum().backward()
        np.testing.assert_array_equal(backward(np.ones_like(x), x), tensor.grad)


@over_dtypes
def test_binary_cross_entropy_at_certainty(dtype: type) -> None:
    probs, targets = np.array([0, 0, 1, 1, 0.3], dtype), np.array([0, 1, 0, 1, 1], dtype)
    tensor = torch.tensor(probs, requires_grad=True)
    expected = F.binary_cross_entropy(tensor, torch.tensor(targets))
    expected.backward()
    np.testing.assert_allclose(ours.binary_cross_entropy(probs, targets), expected.detach(), rtol=1e-6)
    np.testing.assert_allclose(ours.binary_cross_entropy_backward(probs, targets), tensor.grad, rtol=1e-6)


@over_dtypes
def test_binary_cross_entropy_with_huge_logits(dtype: type) -> None:
    logits, targets = np.array([-1e4, -1e4, -40, 0, 40, 1e4, 1e4], dtype), np.array([0, 1, 0, 1, 1, 0, 1], dtype)
    tensor = torch.tensor(logits, requires_grad=True)
    expected = F.binary_cross_entropy_with_logits(tensor, torch.tensor(targets))
    expected.backward()
    np.testing.assert_allclose(ours.binary_cross_entropy_with_logits(logits, targets), expected.detach(), rtol=1e-6)
    gradient = ours.binary_cross_entropy_with_logits_backward(logits, targets)
    np.testing.assert_allclose(gradient, tensor.grad, rtol=1e-6, atol=1e-7)


@over_dtypes
def test_binary_cross_entropy_with_logits_keeps_the_smallest_surprise(dtype: type) -> None:
    loss = ours.binary_cross_entropy_with_logits(np.array([40, -40], dtype), np.array([1, 0], dtype))
    assert loss == pytest.approx(np.exp(-40), rel=1e-5)


@pytest.mark.parametrize("function", LOSSES, ids=lambda function: function.__name__)
def test_a_column_against_a_row_is_refused_and_both_shapes_named(function: object) -> None:
    with pytest.raises(ValueError, match=r"\(5, 1\).*\(5,\)"):
        function(np.full((5, 1), 0.5), np.full(5, 0.5))


@over_dtypes
@pytest.mark.parametrize("function", LOSSES, ids=lambda function: function.__name__)
def test_a_loss_of_a_single_number(function: object, dtype: type) -> None:
    result = function(np.array(0.25, dtype), np.array(1.0, dtype))
    assert np.shape(result) == ()
    assert result.dtype == dtype


@over_dtypes
def test_linear_without_a_bias_and_without_a_batch(dtype: type) -> None:
    rng = np.random.default_rng(5)
    x, weight = rng.normal(size=3).astype(dtype), rng.normal(size=(2, 3)).astype(dtype)
    np.testing.assert_allclose(ours.linear(x, weight), weight @ x, rtol=1e-5)
    grad_x, grad_weight, grad_bias = ours.linear_backward(np.ones(2, dtype), x, weight)
    np.testing.assert_allclose(grad_x, weight.sum(axis=0), rtol=1e-5)
    np.testing.assert_array_equal(grad_weight, np.stack([x, x]))
    np.testing.assert_array_equal(grad_bias, np.ones(2))
