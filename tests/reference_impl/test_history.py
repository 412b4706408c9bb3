"""What a run leaves behind and what one sees of it: metrics, history, progress."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reference_impl import (
    SGD,
    ArrayBatches,
    History,
    Linear,
    Mean,
    NotebookProgress,
    Progress,
    TerminalProgress,
    Trainer,
    accuracy,
    binary_accuracy,
    masked_accuracy,
)
from reference_impl.training.progress import progress_here

ROWS: list[dict[str, float]] = [
    {"epoch": 1, "loss": 0.1 + 0.2, "validation_loss": 1e-300},
    {"epoch": 2, "loss": float("nan")},
    {"epoch": 3, "loss": -np.inf, "accuracy": 1.0},
]


def test_a_mean_counts_by_weight() -> None:
    mean = Mean()
    assert np.isnan(mean.value)
    for value, weight in ((1.0, 3), (5.0, 1), (100.0, 0)):
        mean.add(value, weight)
    assert mean.value == 2.0


def test_masked_accuracy_counts_what_is_counted() -> None:
    rng = np.random.default_rng(0)
    logits, targets = rng.normal(size=(7, 3, 5)), rng.integers(5, size=(7, 3))
    assert masked_accuracy(logits, targets) == accuracy(logits, targets)
    mask, ignored = rng.random((7, 3)) < 0.5, np.where(rng.random((7, 3)) < 0.3, -1, targets)
    expected = accuracy(logits[mask & (ignored >= 0)], targets[mask & (ignored >= 0)])
    assert masked_accuracy(logits, ignored, mask, ignore_index=-1) == expected
    assert np.isnan(masked_accuracy(logits, targets, np.zeros_like(mask)))


def test_binary_accuracy_cuts_at_zero() -> None:
    assert binary_accuracy(np.array([-1.0, 2.0, 3.0, -4.0]), np.array([0.0, 1.0, 0.0, 0.0])) == 0.75
    with pytest.raises(ValueError, match=r"\(4, 1\).*\(4,\)"):
        binary_accuracy(np.zeros((4, 1)), np.zeros(4))


def test_a_history_has_columns() -> None:
    history = History(ROWS)
    assert history.columns == ["epoch", "loss", "validation_loss", "accuracy"]
    np.testing.assert_array_equal(history.column("accuracy"), [np.nan, np.nan, 1.0])
    with pytest.raises(KeyError, match="'los'; there are epoch, loss"):
        history.column("los")


def test_a_history_comes_back_from_csv(tmp_path: Path) -> None:
    History(ROWS).to_csv(tmp_path / "run.csv")
    assert (tmp_path / "run.csv").read_text().splitlines()[0] == "epoch,loss,validation_loss,accuracy"
    again = History.from_csv(tmp_path / "run.csv")
    assert repr(again.rows) == repr(ROWS)
    assert [type(row["epoch"]) for row in again.rows] == [int, int, int]


def test_a_history_is_drawn() -> None:
    figure = pytest.importorskip("matplotlib.figure")
    axes = figure.Figure().subplots()
    assert History(ROWS).plot(axes=axes) is axes
    assert [line.get_label() for line in axes.get_lines()] == ["loss", "validation loss"]
    np.testing.assert_array_equal(axes.get_lines()[0].get_xdata(), [1, 2, 3])
    History(ROWS).plot("accuracy", by="loss", axes=axes)
    assert axes.get_xlabel() == "loss"


def fitted(progress: bool | Progress) -> Trainer:
    rng = np.random.default_rng(1)
    model = Linear(2, 2, rng)
    data = ArrayBatches(rng.normal(size=(20, 2)).astype(np.float32), rng.integers(2, size=20), batch_size=6)
    trainer = Trainer(model, SGD(model.parameters(), lr=0.1), progress=progress)
    trainer.fit(data, epochs=3, validation=data)
    return trainer


def test_silence_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    fitted(False)
    assert capfd.readouterr() == ("", "")


def test_a_bar_goes_to_the_terminal_only(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    fitted(True)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    fitted(True)
    shown = capfd.readouterr().err
    assert "12/12" in shown
    assert "loss=" in shown
    assert "validation_loss=" in shown


def test_a_notebook_gets_a_growing_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    display = pytest.importorskip("IPython.display")
    shown: list[tuple[str, bytes]] = []
    handle = SimpleNamespace(update=lambda image: shown.append(("update", image.data)))

    def show(image: Any, display_id: bool) -> Any:
        shown.append(("display", image.data))
        return handle

    monkeypatch.setattr(display, "display", show)
    fitted(NotebookProgress(interval=0.0))
    assert [kind for kind, _ in shown] == ["display"] + 12 * ["update"]
    assert all(picture.startswith(b"\x89PNG") for _, picture in shown)


def test_the_place_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    own = NotebookProgress()
    assert progress_here(own) is own
    assert type(progress_here(False)) is Progress
    shell: Any = None
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    for shell, kind in (  # noqa: B007 - read by the lambda
        (None, TerminalProgress),
        (SimpleNamespace(), TerminalProgress),
        (SimpleNamespace(kernel=1), NotebookProgress),
    ):
        assert type(progress_here(True)) is kind


def test_progress_ends_where_training_fails() -> None:
    ended = []

    class Watching(Progress):
        def step(self, row: Any) -> None:
            raise KeyboardInterrupt

        def end(self) -> None:
            ended.append(True)

    with pytest.raises(KeyboardInterrupt):
        fitted(Watching())
    assert ended == [True]
