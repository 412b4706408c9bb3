"""Progress: what one sees while a model trains."""

import io
import sys
import time
from collections.abc import Mapping
from typing import Any

from reference_impl.training.history import History

Row = Mapping[str, float]


class Progress:
    """What a trainer tells while it works; this one shows nothing, and others build on it."""

    def begin(self, done: int, total: int | None) -> None:
        """Hear that some steps are done, of how many in all; None where nobody knows."""

    def step(self, row: Row) -> None:
        """Hear of one more step."""

    def epoch(self, row: Row) -> None:
        """Hear of one more epoch."""

    def end(self) -> None:
        """Hear that training ended, well or not."""


class TerminalProgress(Progress):
    """A bar in the terminal, with the newest numbers behind it; silent where output goes to a file."""

    def begin(self, done: int, total: int | None) -> None:
        """Draw the bar."""
        from tqdm import tqdm

        self.bar = tqdm(total=total, initial=done, unit="step", disable=None)
        self.shown: dict[str, str] = {}

    def step(self, row: Row) -> None:
        """Move the bar on."""
        self.bar.set_postfix({"loss": f"{row['loss']:.4g}"} | self.shown, refresh=False)
        self.bar.update()

    def epoch(self, row: Row) -> None:
        """Show the epoch's numbers behind the bar from now on."""
        self.shown = {name: f"{value:.4g}" for name, value in row.items() if name not in {"loss", "step"}}

    def end(self) -> None:
        """Leave the bar as it is."""
        self.bar.close()


class NotebookProgress(Progress):
    """The loss curve, growing in the notebook: each step faint, the validation of each epoch on top.

    Args:
        interval: seconds between two pictures at least; drawing takes time from training.
    """

    def __init__(self, interval: float = 1.0) -> None:
        """Begin with empty curves."""
        self.interval = interval
        self.steps, self.epochs = History(), History()
        self.drawn = 0.0
        self.display: Any = None

    def step(self, row: Row) -> None:
        """Add a point; draw where the last picture is old."""
        self.steps.append(row)
        if time.monotonic() - self.drawn > self.interval:
            self.draw()

    def epoch(self, row: Row) -> None:
        """Add an epoch."""
        self.epochs.append(row)

    def end(self) -> None:
        """Draw the last picture."""
        if len(self.steps):
            self.draw()

    def draw(self) -> None:
        """Put a new picture in the place of the old one."""
        from IPython.display import Image, display

        picture = Image(data=self.picture())
        if self.display is None:
            self.display = display(picture, display_id=True)
        else:
            self.display.update(picture)
        self.drawn = time.monotonic()

    def picture(self) -> bytes:
        """Return the curves as a PNG."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(6, 3.5), layout="constrained")
        axes = figure.subplots()
        axes.plot(self.steps.column("step"), self.steps.column("loss"), color="0.75", linewidth=1, label="loss")
        if "validation_loss" in self.epochs.columns:
            self.epochs.plot("validation_loss", by="step", axes=axes)
        axes.set_xlabel("step")
        axes.set_ylabel("loss")
        axes.legend()
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=100)
        return buffer.getvalue()


def progress_here(wanted: bool | Progress) -> Progress:
    """Choose what fits the place: a curve in a notebook, a bar elsewhere, nothing where none is wanted.

    Args:
        wanted: True or False, or a progress of one's own, which is returned.

    Returns:
        What a trainer tells its progress to.
    """
    if isinstance(wanted, Progress):
        return wanted
    if not wanted:
        return Progress()
    return NotebookProgress() if in_notebook() else TerminalProgress()


def in_notebook() -> bool:
    """Say whether a notebook's kernel runs this; IPython in a terminal has none."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return hasattr(shell, "kernel")
