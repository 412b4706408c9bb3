"""Training: a step is torch's step, batches lose nothing, and a network learns."""

import numpy as np
import pytest
import torch

from reference_impl import Linear, ReLU, Sequential, accuracy, batches, train_step
from reference_impl.data import digits


def test_accuracy_is_the_share_of_right_rows() -> None:
    logits = np.array([[0.1, 0.9, 0.0], [3.0, 1.0, 2.0], [0.0, 0.0, 1.0]])
    score = accuracy(logits, np.array([1, 2, 2]))
    assert type(score) is float
    assert score == pytest.approx(2 / 3)
    assert accuracy(logits[:, None], np.array([[1], [0], [2]])) == 1.0


def test_steps_are_those_of_torchs_gradient_descent() -> None:
    rng = np.random.default_rng(21)
    model = Sequential(Linear(5, 7, rng), ReLU(), Linear(7, 3, rng))
    twin = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.ReLU(), torch.nn.Linear(7, 3))
    twin.load_state_dict({name: torch.tensor(array) for name, array in model.state_dict().items()})
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.3)
    for _ in range(5):
        x, y = rng.normal(size=(11, 5)).astype(np.float32), rng.integers(3, size=11)
        optimizer.zero_grad()
        expected = torch.nn.functional.cross_entropy(twin(torch.tensor(x)), torch.tensor(y))
        expected.backward()
        optimizer.step()
        assert train_step(model, x, y, 0.3) == pytest.approx(expected.item(), rel=1e-5)
    for name, array in model.state_dict().items():
        assert array.dtype == np.float32
        np.testing.assert_allclose(array, twin.state_dict()[name], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("rows", "batch_size", "sizes"), [(7, 3, [3, 3, 1]), (6, 3, [3, 3]), (2, 5, [2]), (0, 4, [])])
def test_batches_hold_every_row_once_beside_its_target(rows: int, batch_size: int, sizes: list[int]) -> None:
    x = np.arange(2 * rows).reshape(rows, 2)
    pieces = list(batches(x, x[:, 0] * 10, batch_size, np.random.default_rng(22)))
    assert [len(part) for part, _ in pieces] == sizes
    assert sorted(int(row[0]) for part, _ in pieces for row in part) == list(range(0, 2 * rows, 2))
    for part, targets in pieces:
        np.testing.assert_array_equal(part[:, 0] * 10, targets)


def test_batches_come_in_another_order_each_time() -> None:
    rng, x = np.random.default_rng(23), np.arange(50)
    first, second = (np.concatenate([part for part, _ in batches(x, x, 8, rng)]) for _ in range(2))
    assert (first != second).any()
    assert (first != x).any()


@pytest.mark.parametrize(("targets", "batch_size"), [(4, 2), (5, 0), (5, -1)])
def test_batches_that_cannot_be_cut_are_refused(targets: int, batch_size: int) -> None:
    with pytest.raises(ValueError, match="5 inputs"):
        next(batches(np.zeros(5), np.zeros(targets), batch_size, np.random.default_rng(24)))


def test_a_network_learns_to_read_digits() -> None:
    rng, data = np.random.default_rng(25), digits()
    model = Sequential(Linear(64, 32, rng), ReLU(), Linear(32, 10, rng))
    for _ in range(12):
        for x, y in batches(data.x_train, data.y_train, 32, rng):
            train_step(model, x, y, 0.3)
    assert accuracy(model(data.x_test), data.y_test) > 0.93
