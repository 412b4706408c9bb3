"""Training: the step, the batches and the score; and the loop around them."""

from reference_impl.training.accuracy import accuracy
from reference_impl.training.array_batches import ArrayBatches
from reference_impl.training.batches import batches
from reference_impl.training.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from reference_impl.training.early_stopping import EarlyStopping
from reference_impl.training.history import History
from reference_impl.training.metrics import Mean, binary_accuracy, masked_accuracy
from reference_impl.training.progress import NotebookProgress, Progress, TerminalProgress
from reference_impl.training.train_step import train_step
from reference_impl.training.trainer import Trainer

__all__ = [
    "ArrayBatches",
    "CheckpointError",
    "EarlyStopping",
    "History",
    "Mean",
    "NotebookProgress",
    "Progress",
    "TerminalProgress",
    "Trainer",
    "accuracy",
    "batches",
    "binary_accuracy",
    "load_checkpoint",
    "masked_accuracy",
    "save_checkpoint",
    "train_step",
]
