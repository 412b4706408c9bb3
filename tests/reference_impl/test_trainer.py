"""Trainer: it trains as torch does, stops where the best was, and goes on as if it had never stopped."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from reference_impl import (
    ArrayBatches,
    CheckpointError,
    Dropout,
    EarlyStopping,
    Linear,
    Progress,
    ReLU,
    Sequential,
    Trainer,
    accuracy,
    batches,
)
from reference_impl.data import two_moons
from reference_impl.functional import cross_entropy
from reference_impl.optim import SGD, Adam, cosine_with_warmup

X, Y = two_moons(97, rng=np.random.default_rng(0))
TRAIN, TEST = ArrayBatches(X[:70], Y[:70], batch_size=16), ArrayBatches(X[70:], Y[70:], batch_size=8)


def trainer(**options: Any) -> Trainer:
    """A network with everything that is random, and all the same each time."""
    rng = np.random.default_rng(1)
    model = Sequential(Linear(2, 11, rng), ReLU(), Dropout(0.3, rng), Linear(11, 2, rng))
    settings: dict[str, Any] = {
        "metrics": {"accuracy": accuracy},
        "schedule": partial(cosine_with_warmup, max_lr=0.05, min_lr=0.001, warmup_steps=3, total_steps=20),
        "max_norm": 0.5,
        "rng": np.random.default_rng(2),
        "progress": False,
    }
    return Trainer(model, Adam(model.parameters()), **settings | options)


class Interrupted(Exception):
    """The power fails."""


def failing(at: int) -> Callable[..., Iterator[Any]]:
    """The training batches, until so many have been given in all."""
    given = count()

    def epoch(rng: np.random.Generator) -> Iterator[Any]:
        for batch in TRAIN(rng):
            if next(given) == at:
                raise Interrupted
            yield batch

    return epoch


def same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert set(one) == set(other)
    for key, value in one.items():
        if isinstance(value, dict):
            same(value, other[key])
        else:
            np.testing.assert_array_equal(value, other[key])


def test_a_run_is_torchs_run() -> None:
    """Clipped and scheduled: the same losses, norms and weights at each step."""
    ours = trainer(rng=None)
    ours.model.layers[2].p = 0.0
    twin = torch.nn.Sequential(torch.nn.Linear(2, 11), torch.nn.ReLU(), torch.nn.Identity(), torch.nn.Linear(11, 2))
    twin.load_state_dict({name: torch.tensor(array) for name, array in ours.model.state_dict().items()})
    optimizer = torch.optim.Adam(twin.parameters())
    seen: list[Any] = []

    def remembered(rng: np.random.Generator) -> Iterator[Any]:
        for batch in TRAIN(rng):
            seen.append(batch)
            yield batch

    ours.fit(remembered, epochs=2)
    for (x, y), row in zip(seen, ours.steps.rows, strict=True):
        optimizer.param_groups[0]["lr"] = row["lr"]
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(twin(torch.tensor(x)), torch.tensor(y))
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(twin.parameters(), 0.5)
        optimizer.step()
        assert row["loss"] == pytest.approx(loss.item(), rel=1e-4)
        assert row["gradient_norm"] == pytest.approx(norm.item(), rel=1e-4)
    for name, array in ours.model.state_dict().items():
        np.testing.assert_allclose(array, twin.state_dict()[name], rtol=1e-3, atol=1e-5)
    assert ours.steps.column("lr").tolist() == [
        pytest.approx(cosine_with_warmup(step, 0.05, 0.001, 3, 20)) for step in range(10)
    ]


@pytest.mark.parametrize("at", [1, 4, 5, 6, 13, 14])
def test_a_resumed_run_is_the_run_that_never_stopped(at: int, tmp_path: Path) -> None:
    whole = trainer(early_stopping=EarlyStopping(patience=50))
    whole.fit(TRAIN, epochs=3, validation=TEST)
    first = trainer(early_stopping=EarlyStopping(patience=50))
    with pytest.raises(Interrupted):
        first.fit(failing(at), epochs=3, validation=TEST, checkpoint=tmp_path / "run", every=1)
    resumed = trainer(rng=np.random.default_rng(99), early_stopping=EarlyStopping(patience=50))
    resumed.model.layers[0].weight.data[...] = 7
    resumed.load(tmp_path / "run")
    assert resumed.run.step == at
    resumed.fit(TRAIN, epochs=3, validation=TEST)
    same(resumed.state_dict(), whole.state_dict())
    assert resumed.history.rows == whole.history.rows
    assert resumed.steps.rows == whole.steps.rows


def test_a_finished_run_can_be_made_longer(tmp_path: Path) -> None:
    whole, first, longer = trainer(), trainer(), trainer()
    whole.fit(TRAIN, epochs=4, validation=TEST)
    first.fit(TRAIN, epochs=2, validation=TEST, checkpoint=tmp_path / "deep" / "run")
    longer.load(tmp_path / "deep" / "run")
    longer.fit(TRAIN, epochs=4, validation=TEST)
    same(longer.state_dict(), whole.state_dict())
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["run"]


def test_a_source_may_draw_while_it_gives(tmp_path: Path) -> None:
    """As with masked words, drawn anew for each batch."""

    def noisy(rng: np.random.Generator) -> Iterator[Any]:
        for x, y in batches(X, Y, 16, rng):
            yield x + rng.normal(0, 0.1, x.shape).astype(np.float32), y

    whole, first, resumed = trainer(), trainer(), trainer()
    whole.fit(noisy, epochs=3)
    first.fit(noisy, epochs=1)
    first.train_epoch(lambda rng: list(noisy(rng))[:3], Progress(), None, None)
    first.save(tmp_path / "run")
    resumed.load(tmp_path / "run")
    resumed.fit(noisy, epochs=3)
    same(resumed.state_dict(), whole.state_dict())


def test_an_epoch_has_every_row_once_and_means_count_rows() -> None:
    ours = trainer(max_norm=None, schedule=lambda step: 0.0)
    ours.model.layers[2].p = 0.0
    history = ours.fit(TRAIN, epochs=1, validation=TEST)
    logits = ours.model.eval()(X)
    for part, rows in (("", slice(70)), ("validation_", slice(70, None))):
        assert history.rows[0][f"{part}loss"] == pytest.approx(cross_entropy(logits[rows], Y[rows]), rel=1e-5)
        assert history.rows[0][f"{part}accuracy"] == pytest.approx(accuracy(logits[rows], Y[rows]))


def test_dropout_rests_in_validation_and_works_in_training() -> None:
    ours = trainer(max_norm=None, schedule=lambda step: 0.0)
    assert ours.evaluate(TEST) == ours.evaluate(TEST)
    assert ours.model.training
    history = ours.fit(TRAIN, epochs=2)
    assert history.rows[0]["loss"] != history.rows[1]["loss"]


def test_early_stopping_says_what_it_misses() -> None:
    with pytest.raises(ValueError, match=r"'validation_loss'.*epoch, step, loss, accuracy"):
        trainer(early_stopping=EarlyStopping()).fit(TRAIN, epochs=1)


def test_a_loss_that_explodes_stops_the_run_before_the_weights() -> None:
    ours = trainer()
    before = ours.model.state_dict()
    with pytest.raises(FloatingPointError, match=r"nan at step 1, epoch 1: a smaller learning rate"):
        ours.fit(ArrayBatches(np.full((4, 2), np.nan, np.float32), np.zeros(4, int), batch_size=2), epochs=1)
    same(ours.model.state_dict(), before)


@pytest.mark.parametrize("empty", [lambda rng: [], ArrayBatches(X[:0], Y[:0], batch_size=3)])
def test_an_epoch_without_batches_is_refused(empty: Any) -> None:
    with pytest.raises(ValueError, match="no batches"):
        trainer().fit(empty, epochs=1)


def test_a_generator_is_refused_for_it_runs_out() -> None:
    with pytest.raises(TypeError, match="ArrayBatches"):
        trainer().fit(TRAIN(np.random.default_rng(0)), epochs=1)


@pytest.mark.parametrize(("lengths", "size"), [((5, 4), 2), ((5, 5), 0)])
def test_arrays_that_cannot_be_cut_are_refused(lengths: tuple[int, int], size: int) -> None:
    with pytest.raises(ValueError, match="rows"):
        ArrayBatches(*(np.zeros(length) for length in lengths), batch_size=size)


def test_a_checkpoint_of_another_model_changes_nothing(tmp_path: Path) -> None:
    trainer().save(tmp_path / "run")
    for other in (
        Trainer(model := Sequential(Linear(2, 2, np.random.default_rng(8))), Adam(model.parameters()), progress=False),
        Trainer(model := trainer().model, SGD(model.parameters(), lr=1), progress=False),
        Trainer(model := trainer().model, Adam(model.parameters()), rng=np.random.Generator(np.random.MT19937(9))),
    ):
        for parameter in other.model.parameters():
            parameter.data += 1
        before = other.state_dict()
        with pytest.raises(CheckpointError, match="run is a checkpoint of something else"):
            other.load(tmp_path / "run")
        same(other.state_dict(), before)
