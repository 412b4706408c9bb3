"""The graph behind a tensor: its order, how deep it may be, what it keeps, and what it refuses."""

import copy
import gc
import weakref
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reference_impl as ours
from reference_impl import Tensor, autograd, topological_order

pytestmark = pytest.mark.filterwarnings("error")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=25))
def test_every_tensor_comes_once_and_after_its_parents(links: list[tuple[int, int]]) -> None:
    tensors = [Tensor(1.0)]
    for left, right in links:
        tensors.append(tensors[left % len(tensors)] * tensors[right % len(tensors)])
    order = topological_order(tensors[-1])
    places = {tensor: place for place, tensor in enumerate(order)}
    assert len(places) == len(order)
    assert order[-1] is tensors[-1]
    assert all(places[parent] < places[tensor] for tensor in order for parent in tensor.parents)


def test_only_what_was_used_is_listed() -> None:
    a, b = Tensor(1.0), Tensor(2.0)
    other = a * b
    assert topological_order(a) == [a]
    assert other not in topological_order(a + b)


def test_a_chain_may_be_deep() -> None:
    depth = 10_000
    x = Tensor(np.ones(2))
    y = x
    for _ in range(depth):
        y = y + x
    y.backward(np.ones(2))
    np.testing.assert_array_equal(x.grad, [depth + 1, depth + 1])
    last = weakref.ref(y)
    del y
    assert last() is None


def test_a_value_used_twice_at_every_step_is_walked_once() -> None:
    x = Tensor(1.0)
    y = x
    for _ in range(50):  # 2 to the power of 50 paths
        y = y + y
    y.backward()
    assert x.grad == 2.0**50


def test_every_backward_adds() -> None:
    x = Tensor([3.0])
    y = x * x
    y.backward()
    y.backward()
    (x * 5).backward()
    np.testing.assert_array_equal(x.grad, [6 + 6 + 5])
    assert y.grad is None


def test_gradients_that_are_one_array_do_not_change_each_other() -> None:
    a, b = Tensor(np.ones(3)), Tensor(np.ones(3))
    gradient = np.ones(3)
    c = a + b
    (c + a + c.reshape(3)).backward(gradient)
    np.testing.assert_array_equal(a.grad, [3, 3, 3])
    np.testing.assert_array_equal(b.grad, [2, 2, 2])
    np.testing.assert_array_equal(gradient, [1, 1, 1])
    a.grad[...] = 0
    np.testing.assert_array_equal(b.grad, [2, 2, 2])


def test_a_graph_is_gone_with_its_loss() -> None:
    weight = Tensor(np.ones((3, 3)))
    gc.disable()
    try:
        hidden = autograd.relu(autograd.linear(np.ones((2, 3)), weight))
        loss = (hidden[0] @ weight).mean()
        loss.backward()
        alive = weakref.ref(hidden)
        del hidden, loss
        assert alive() is None
    finally:
        gc.enable()


def test_nothing_is_done_in_place() -> None:
    x = Tensor(np.ones(3))
    y = x * 2
    with pytest.raises(TypeError, match="never changed in place"):
        y += 1
    with pytest.raises(TypeError, match="never changed in place"):
        y[0] = 1
    for tensor in (y, y.reshape(3, 1), autograd.relu(y), autograd.dropout(x, 0.5, np.random.default_rng(0), False)[0]):
        with pytest.raises(ValueError, match="read-only"):
            tensor.data[...] = 7
    x.data[...] = 5  # a leaf is somebody's own
    np.testing.assert_array_equal(x.data, [5, 5, 5])


def test_numpy_does_not_compute_behind_a_tensors_back() -> None:
    with pytest.raises(TypeError, match="does not support ufuncs"):
        np.exp(Tensor([1.0]))
    with pytest.raises(TypeError, match="does not support ufuncs"):
        ours.relu(Tensor([1.0]))  # the one for arrays


@pytest.mark.parametrize("shape", [(2,), (2, 3), (0,)])
def test_backward_starts_from_one_number(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="give its gradient"):
        Tensor(np.ones(shape)).backward()
    with pytest.raises(ValueError, match="no gradient of shape"):
        Tensor(np.ones(shape)).backward(np.ones((5, *shape)))


def test_a_tensor_where_no_gradient_is_known_is_refused() -> None:
    x = Tensor(np.ones((2, 3)))
    with pytest.raises(TypeError, match="mse_loss has no gradient for target: give its data"):
        autograd.mse_loss(x, x)
    with pytest.raises(TypeError, match="mask"):
        autograd.masked_softmax(x, mask=x)


def test_arguments_may_be_given_by_name_or_left_out() -> None:
    rng = np.random.default_rng(83)
    x, weight = rng.normal(size=(2, 3)), Tensor(rng.normal(size=(5, 3)))
    output = autograd.linear(x, weight=weight)
    output.backward(np.ones(output.shape))
    np.testing.assert_allclose(weight.grad, ours.linear_backward(np.ones((2, 5)), x, weight.data)[1])
    assert output.parents == (weight,)
    with pytest.raises(TypeError):
        autograd.relu(weight, 3)
    with pytest.raises(TypeError):
        autograd.relu()


def test_an_operation_keeps_name_and_docstring() -> None:
    assert autograd.softmax.__name__ == "softmax"
    assert autograd.softmax.__doc__ == ours.softmax.__doc__
    assert autograd.softmax(Tensor(np.ones(3))).operation == "softmax"


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_leaf_can_be_copied(copied: Any) -> None:
    leaf = copied(Tensor(np.ones(3, np.float32)))
    (leaf * leaf).sum().backward()
    np.testing.assert_array_equal(leaf.grad, [2, 2, 2])


def test_a_tensor_shows_its_numbers_and_where_they_are_from() -> None:
    assert repr(Tensor([1.0, 2.0]) * 2) == "Tensor([2. 4.], operation='multiply')"
    assert (Tensor([1.5]) * 2).item() == 3.0
