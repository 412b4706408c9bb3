"""What is random is judged by its distribution: bounds, spread and mean, beside torch's."""

import numpy as np
import pytest
import torch

from reference_impl import kaiming_uniform, xavier_uniform

TORCH = {
    xavier_uniform: torch.nn.init.xavier_uniform_,
    kaiming_uniform: lambda tensor: torch.nn.init.kaiming_uniform_(tensor, nonlinearity="relu"),
}
SHAPES = [(300, 170), (170, 300), (64, 33, 3, 5), (90, 31, 11)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("init", TORCH, ids=lambda init: init.__name__)
def test_weights_fill_the_interval_that_torch_fills(init: object, shape: tuple[int, ...]) -> None:
    weight = init(shape, np.random.default_rng(2))
    expected = TORCH[init](torch.empty(shape)).numpy()
    assert weight.shape == shape
    assert weight.dtype == np.float32
    assert np.abs(weight).max() == pytest.approx(np.abs(expected).max(), rel=2e-3)
    assert weight.std() == pytest.approx(expected.std(), rel=2e-2)
    assert abs(weight.mean()) < 5 * weight.std() / np.sqrt(weight.size)


@pytest.mark.parametrize(
    ("init", "bound"), [(xavier_uniform, np.sqrt(6 / (40 * 15 + 70 * 15))), (kaiming_uniform, np.sqrt(6 / (40 * 15)))]
)
def test_bounds_count_the_positions_of_a_kernel(init: object, bound: float) -> None:
    largest = np.abs(init((70, 40, 3, 5), np.random.default_rng(4))).max()
    assert 0.999 * bound < largest <= bound * (1 + 1e-6)


@pytest.mark.parametrize("init", TORCH, ids=lambda init: init.__name__)
def test_the_generator_decides(init: object) -> None:
    np.random.seed(0)
    untouched = np.random.get_state()[1].copy()
    first, again = (init((5, 3), np.random.default_rng(9)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert (init((5, 3), np.random.default_rng(10)) != first).any()
    np.testing.assert_array_equal(np.random.get_state()[1], untouched)
