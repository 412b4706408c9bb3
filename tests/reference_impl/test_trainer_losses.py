"""One trainer for all losses: regression, ignored and masked targets, several inputs, several outputs."""

import numpy as np

from reference_impl import Adam, ArrayBatches, Embedding, Linear, Module, Sequential, Trainer, masked_accuracy
from reference_impl.functional import cross_entropy, cross_entropy_backward, mse_loss, mse_loss_backward
from reference_impl.optim import SGD


def test_regression_and_several_inputs() -> None:
    class Sum(Module):
        def __init__(self) -> None:
            self.left, self.right = (Linear(3, 1, np.random.default_rng(seed)) for seed in (4, 5))

        def forward(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
            return self.left(a) + self.right(b)

        def backward(self, grad_output: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return self.left.backward(grad_output), self.right.backward(grad_output)

    rng = np.random.default_rng(6)
    a, b = rng.normal(size=(2, 60, 3)).astype(np.float32)
    model = Sum()
    ours = Trainer(model, SGD(model.parameters(), lr=0.1), (mse_loss, mse_loss_backward), progress=False)
    data = ArrayBatches((a, b), a[:, :1] - 2 * b[:, 1:2], batch_size=20)
    assert ours.fit(data, epochs=60).rows[-1]["loss"] < 1e-3


def test_a_language_model_with_ignored_and_masked_targets() -> None:
    rng = np.random.default_rng(7)
    ids = rng.integers(5, size=(40, 6))
    targets = np.where(rng.random(ids.shape) < 0.3, -100, (ids + 1) % 5)
    mask = rng.random(ids.shape) < 0.8

    def loss(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray) -> np.floating:
        return cross_entropy(logits, np.where(mask, targets, -100))

    def loss_backward(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray) -> np.ndarray:
        return cross_entropy_backward(logits, np.where(mask, targets, -100))

    model = Sequential(Embedding(5, 8, rng), Linear(8, 5, rng))
    metrics = {"accuracy": masked_accuracy}
    ours = Trainer(model, Adam(model.parameters(), lr=0.05), (loss, loss_backward), metrics=metrics, progress=False)
    history = ours.fit(ArrayBatches(ids, targets, mask, batch_size=10), epochs=15)
    assert history.rows[-1]["accuracy"] == 1.0
    assert ours.evaluate(ArrayBatches(ids, targets, mask, batch_size=7))["accuracy"] == 1.0


def test_two_outputs_with_a_loss_each() -> None:
    """As BERT has them: words and next sentence."""

    class Heads(Module):
        def __init__(self) -> None:
            self.left, self.right = (Linear(3, 2, np.random.default_rng(seed)) for seed in (4, 5))

        def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return self.left(x), self.right(x)

        def backward(self, grad_left: np.ndarray, grad_right: np.ndarray) -> np.ndarray:
            return self.left.backward(grad_left) + self.right.backward(grad_right)

    def loss(outputs: tuple[np.ndarray, np.ndarray], *targets: np.ndarray) -> float:
        return float(sum(cross_entropy(*pair) for pair in zip(outputs, targets, strict=True)))

    def loss_backward(outputs: tuple[np.ndarray, np.ndarray], *targets: np.ndarray) -> tuple[np.ndarray, ...]:
        return tuple(cross_entropy_backward(*pair) for pair in zip(outputs, targets, strict=True))

    x = np.random.default_rng(6).normal(size=(50, 3)).astype(np.float32)
    model = Heads()
    ours = Trainer(model, Adam(model.parameters(), lr=0.1), (loss, loss_backward), progress=False)
    data = ArrayBatches(x, (x[:, 0] > 0).astype(int), (x[:, 1] > 0).astype(int), batch_size=10)
    assert ours.fit(data, epochs=30).rows[-1]["loss"] < 0.3


def test_an_autoencoder_has_no_target_but_its_input() -> None:
    x = np.random.default_rng(7).normal(size=(40, 4)).astype(np.float32)
    model = Sequential(Linear(4, 4, np.random.default_rng(8)))
    ours = Trainer(model, Adam(model.parameters(), lr=0.05), (mse_loss, mse_loss_backward), progress=False)
    data = ArrayBatches(x, batch_size=8)
    history = ours.fit(lambda rng: ((part, part) for (part,) in data(rng)), epochs=40)
    assert history.rows[-1]["loss"] < 0.01
