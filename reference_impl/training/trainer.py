"""Trainer: the training loop, once and for all models."""

from collections.abc import Callable, Mapping
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from reference_impl.functional.cross_entropy import cross_entropy, cross_entropy_backward
from reference_impl.nn.module import Module
from reference_impl.optim.clip_grad_norm import clip_grad_norm
from reference_impl.optim.optimizer import Optimizer
from reference_impl.training.array_batches import Batches, rewound
from reference_impl.training.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from reference_impl.training.early_stopping import EarlyStopping
from reference_impl.training.history import History
from reference_impl.training.metrics import Mean, values_of
from reference_impl.training.progress import Progress, progress_here
from reference_impl.training.randomness import generators_of, set_states, states, unique
from reference_impl.training.run import Run

LossPair = tuple[Callable[..., Any], Callable[..., Any]]


class Trainer:
    """Train a model batch by batch: forward, loss, backward, clip, step; and measure, remember, save.

    A batch is (x, *targets). The model gets x, or its members where it is a tuple; loss, loss_backward and metrics get
    (output, *targets); the model's backward gets what loss_backward returns, or its members. So a classifier's batch is
    (x, classes), a language model's (ids, next ids), that of a masked loss (ids, targets, mask).

    Args:
        model: what learns; its parameters belong to the optimizer.
        optimizer: how it learns.
        loss: the pair (loss, loss_backward).
        rng: decides the order of the batches; without one it is the same each time.
        metrics: by name, functions of (output, *targets) that return a number, measured beside the loss.
        schedule: the learning rate as a function of the steps done so far, from 0; the optimizer's own if None.
        max_norm: to what norm the gradient is clipped; not at all if None.
        early_stopping: when to stop before all epochs are done.
        progress: whether to show a curve (in a notebook) or a bar (elsewhere); or a ``Progress`` of your own.

    Attributes: ``history`` has a row for each epoch, ``steps`` one for each step; ``run`` counts them.
    """

    def __init__(
        self,
        model: Module,
        optimizer: Optimizer,
        loss: LossPair = (cross_entropy, cross_entropy_backward),
        *,
        rng: np.random.Generator | None = None,
        metrics: Mapping[str, Callable[..., float]] | None = None,
        schedule: Callable[[int], float] | None = None,
        max_norm: float | None = None,
        early_stopping: EarlyStopping | None = None,
        progress: bool | Progress = True,
    ) -> None:
        """Keep everything; no step is done yet."""
        self.model, self.optimizer = model, optimizer
        self.loss, self.loss_backward = loss
        self.rng = rng or np.random.default_rng(0)
        self.metrics = dict(metrics or {})
        self.schedule, self.max_norm, self.early_stopping = schedule, max_norm, early_stopping
        self.progress = progress
        self.run = Run()
        self.history, self.steps = self.run.history, self.run.steps

    def fit(
        self,
        batches: Batches,
        epochs: int,
        validation: Batches | None = None,
        checkpoint: str | Path | None = None,
        every: int | None = None,
    ) -> History:
        """Train until so many epochs are done in all, those before a resume included.

        Args:
            batches: ``ArrayBatches``, or a function that gets a random generator and gives an epoch's batches; with an
                equal generator it must give equal ones.
            epochs: how many epochs are to be done when this returns, unless early stopping ends it.
            validation: batches to be measured after each epoch.
            checkpoint: a file to save to after each epoch.
            every: save also each time so many steps are done.

        Returns:
            The history: a row for each epoch. With early stopping the model has its best weights.

        Raises:
            FloatingPointError: where a loss is not finite; the weights are those before that step.
        """
        progress = progress_here(self.progress)
        length = len(batches) if hasattr(batches, "__len__") else None
        progress.begin(self.run.step, None if length is None else epochs * length)
        try:
            while self.run.epoch < epochs and not (self.early_stopping and self.early_stopping.stopped):
                self.train_epoch(batches, progress, checkpoint, every)
                self.finish_epoch(validation, progress)
                if checkpoint is not None:
                    self.save(checkpoint)
        finally:
            progress.end()
        if self.early_stopping:
            self.early_stopping.restore(self.model)
        return self.history

    def train_epoch(
        self, batches: Batches, progress: Progress, checkpoint: str | Path | None, every: int | None
    ) -> None:
        """Do what is left of the epoch: all of it, or the rest after a resume."""
        if self.run.seed is None:
            self.run.seed, self.run.position, self.run.means = int(self.rng.integers(2**63)), 0, {}
        self.model.train()
        for batch in islice(rewound(batches, self.run.seed), self.run.position, None):
            row = self.train_batch(batch)
            self.run.position += 1
            self.steps.append(row)
            progress.step(row)
            if checkpoint is not None and every and self.run.step % every == 0:
                self.save(checkpoint)

    def train_batch(self, batch: tuple[Any, ...]) -> dict[str, float]:
        """Take one step, and return its row for ``steps``."""
        x, *targets = batch
        if self.schedule is not None:
            self.optimizer.lr = self.schedule(self.run.step)
        self.model.zero_grad()
        output = spread(self.model, x)
        values = self.measure(output, targets)
        if not isfinite(values["loss"]):
            raise FloatingPointError(
                f"the loss is {values['loss']} at step {self.run.step + 1}, epoch {self.run.epoch + 1}: "
                "a smaller learning rate or a max_norm may help; or no target of this batch is counted"
            )
        spread(self.model.backward, self.loss_backward(output, *targets))
        row = {"step": self.run.step + 1, "loss": values["loss"], "lr": float(self.optimizer.lr)}
        if self.max_norm is not None:
            row["gradient_norm"] = clip_grad_norm(self.model.parameters(), self.max_norm)
        self.optimizer.step()
        count(values, x, self.run.means)
        self.run.step += 1
        return row

    def finish_epoch(self, validation: Batches | None, progress: Progress) -> None:
        """Write the epoch's row, validate, and see whether it was the best.

        Raises:
            ValueError: where there was not a single batch.
        """
        if not self.run.means:
            raise ValueError("an epoch had no batches: is the data empty, or a generator that had run out?")
        row = {"epoch": self.run.epoch + 1, "step": self.run.step, **values_of(self.run.means)}
        if validation is not None:
            row |= {f"validation_{name}": value for name, value in self.evaluate(validation).items()}
        if self.early_stopping:
            self.early_stopping.update(row, self.model)
        self.history.append(row)
        progress.epoch(row)
        self.run.epoch += 1
        self.run.seed = None

    def evaluate(self, batches: Batches) -> dict[str, float]:
        """Measure loss and metrics over batches in evaluation mode; nothing is learned."""
        training = self.model.training
        self.model.eval()
        means: dict[str, Mean] = {}
        for x, *targets in rewound(batches, 0):
            count(self.measure(spread(self.model, x), targets), x, means)
        self.model.train(training)
        return values_of(means)

    def measure(self, output: Any, targets: list[Any]) -> dict[str, float]:
        """Return loss and metrics of one batch."""
        measured = {name: float(metric(output, *targets)) for name, metric in self.metrics.items()}
        return {"loss": float(self.loss(output, *targets))} | measured

    def save(self, path: str | Path) -> None:
        """Save all that a resume needs, atomically."""
        save_checkpoint(path, self.state_dict())

    def load(self, path: str | Path) -> None:
        """Go back to where a saved trainer stood; ``fit`` then goes on as if it had never stopped.

        Raises:
            CheckpointError: where the file is damaged or foreign, or of another model or optimizer; nothing is changed.
        """
        state, before = load_checkpoint(path), self.state_dict()
        try:
            self.load_state_dict(state)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            self.load_state_dict(before)
            raise CheckpointError(f"{path} is a checkpoint of something else: {error}") from error

    def generators(self) -> list[np.random.Generator]:
        """Return every random generator that the run draws from."""
        return unique([self.rng, *generators_of(self.model)])

    def state_dict(self) -> dict[str, Any]:
        """Return all that changes while training."""
        return {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "generators": states(self.generators()),
            "early_stopping": self.early_stopping.state_dict() if self.early_stopping else {},
            "run": self.run.state_dict(),
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take over what ``state_dict`` returned."""
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        set_states(self.generators(), state["generators"])
        if self.early_stopping and state["early_stopping"]:
            self.early_stopping.load_state_dict(state["early_stopping"])
        self.run.load_state_dict(state["run"])


def count(values: Mapping[str, float], x: Any, means: dict[str, Mean]) -> None:
    """Add the values of a batch to their means; every row of x counts once."""
    rows = len(x[0] if isinstance(x, tuple) else x)
    for name, value in values.items():
        means.setdefault(name, Mean()).add(value, rows)


def spread(function: Callable[..., Any], value: Any) -> Any:
    """Call a function with a value, or with the members of a tuple."""
    return function(*value) if isinstance(value, tuple) else function(value)
