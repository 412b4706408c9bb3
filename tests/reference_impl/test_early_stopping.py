"""Early stopping, on a model whose validation losses are given."""

from typing import Any

import numpy as np
import pytest

from reference_impl import ArrayBatches, EarlyStopping, Linear, Module, Trainer
from reference_impl.optim import SGD


class Curve(Module):
    """A model with one parameter and no mathematics, to steer the validation loss."""

    def __init__(self, losses: list[float]) -> None:
        self.layer = Linear(1, 1, np.random.default_rng(3), bias=False)
        self.layer.weight.data[...] = -1
        self.losses = losses

    def forward(self, x: np.ndarray) -> np.ndarray:
        if self.training:
            self.layer.weight.data += 1
        return x

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        return grad_output


def steered(losses: list[float], **options: Any) -> tuple[Trainer, Curve]:
    model = Curve(losses)

    def loss(output: np.ndarray) -> float:
        return 1.0 if model.training else losses[int(model.layer.weight.data[0, 0])]

    pair = (loss, lambda output: output)
    return Trainer(
        model, SGD(model.parameters(), lr=0.1), pair, early_stopping=EarlyStopping(**options), progress=False
    ), model


@pytest.mark.parametrize(
    ("losses", "options", "epochs", "best"),
    [
        ([3, 2, 1, 4, 5, 0], {"patience": 2}, 5, 2),
        ([3, 4, 2, 4, 1, 0], {"patience": 2}, 6, 5),
        ([3, 2.95, 2.9, 2.85], {"patience": 2, "min_delta": 0.2}, 3, 0),
        ([1, 3, 2, 2], {"patience": 2, "largest": True}, 4, 1),
        ([float("nan"), 3, 4, 5], {"patience": 2}, 4, 1),
        ([3, float("nan"), float("nan"), 1], {"patience": 2}, 3, 0),
    ],
    ids=["stops", "waits", "by enough", "largest", "first is nan", "nan is worse"],
)
def test_early_stopping_goes_back_to_the_best(
    losses: list[float], options: dict[str, Any], epochs: int, best: int
) -> None:
    one = ArrayBatches(np.zeros((1, 1), np.float32), batch_size=1)
    ours, model = steered(losses, **options)
    assert len(ours.fit(one, epochs=len(losses), validation=one)) == epochs
    assert model.layer.weight.data[0, 0] == best
    ours.fit(one, epochs=epochs)
    if ours.early_stopping and ours.early_stopping.stopped:
        assert len(ours.fit(one, epochs=99)) == epochs
