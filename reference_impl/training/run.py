"""Run: where a training run stands, and what it has seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reference_impl.training.history import History
from reference_impl.training.metrics import Mean


@dataclass
class Run:
    """The counts and measurements of a run: what a resume needs beside weights and random generators.

    Args:
        step: steps done.
        epoch: epochs done.
        position: batches done in the epoch that is under way.
        seed: decides the order of that epoch's batches; None between epochs.
        means: what that epoch has measured so far, by name.
        history: a row for each epoch.
        steps: a row for each step.
    """

    step: int = 0
    epoch: int = 0
    position: int = 0
    seed: int | None = None
    means: dict[str, Mean] = field(default_factory=dict)
    history: History = field(default_factory=History)
    steps: History = field(default_factory=History)

    def state_dict(self) -> dict[str, Any]:
        """Return everything, as arrays and what JSON can say."""
        return {
            "counts": {"step": self.step, "epoch": self.epoch, "position": self.position, "seed": self.seed},
            "means": {name: [mean.total, mean.weight] for name, mean in self.means.items()},
            "history": self.history.state_dict(),
            "steps": self.steps.state_dict(),
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take over what ``state_dict`` returned."""
        counts = state["counts"]
        self.step, self.epoch = counts["step"], counts["epoch"]
        self.position, self.seed = counts["position"], counts["seed"]
        self.means = {name: Mean(*sums) for name, sums in state["means"].items()}
        self.history.load_state_dict(state["history"])
        self.steps.load_state_dict(state["steps"])
