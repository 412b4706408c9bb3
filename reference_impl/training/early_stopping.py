"""Early stopping: the best weights were some epochs ago."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from reference_impl.nn.module import Module


class EarlyStopping:
    """Keep the weights of the best epoch, and say when to stop waiting for a better one.

    stop when ``patience`` epochs in a row were not better than the best by more than ``min_delta``

    Args:
        patience: how many epochs without progress are borne.
        monitor: the column of the history that is watched.
        largest: whether more is better, as with accuracy; less is, if not, as with a loss.
        min_delta: how much better counts as better.

    Source: Prechelt (1998), "Early Stopping — But When?".
    Pitfall: the last weights are not the best ones: whoever stops has to go back.
    """

    def __init__(
        self, patience: int = 3, monitor: str = "validation_loss", largest: bool = False, min_delta: float = 0.0
    ) -> None:
        """Keep the settings; nothing has been seen yet."""
        self.patience, self.monitor, self.largest, self.min_delta = patience, monitor, largest, min_delta
        self.best: float | None = None
        self.waited = 0
        self.weights: dict[str, np.ndarray] = {}

    @property
    def stopped(self) -> bool:
        """Whether patience is at its end."""
        return self.waited >= self.patience

    def update(self, row: Mapping[str, float], model: Module) -> None:
        """Look at the row of an epoch; keep the model's weights where it is the best so far.

        Raises:
            ValueError: where the row lacks the column that is watched.
        """
        if self.monitor not in row:
            raise ValueError(f"early stopping watches {self.monitor!r}, but an epoch has only {', '.join(row)}")
        value = row[self.monitor]
        if self.best is None or self.is_better(value, self.best):
            self.best, self.waited, self.weights = value, 0, model.state_dict()
        else:
            self.waited += 1

    def is_better(self, value: float, best: float) -> bool:
        """Say whether a value beats the best; NaN never does, and loses to all."""
        gain = value - best if self.largest else best - value
        return bool(gain > self.min_delta or (np.isnan(best) and not np.isnan(value)))

    def restore(self, model: Module) -> None:
        """Give the model the weights of the best epoch."""
        if self.weights:
            model.load_state_dict(self.weights)

    def state_dict(self) -> dict[str, Any]:
        """Return what has been seen so far."""
        return {"best": self.best, "waited": self.waited, "weights": dict(self.weights)}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take over what ``state_dict`` returned."""
        self.best, self.waited, self.weights = state["best"], state["waited"], dict(state["weights"])
