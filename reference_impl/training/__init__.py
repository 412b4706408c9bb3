"""Training: the step, the batches and the score."""

from reference_impl.training.accuracy import accuracy
from reference_impl.training.batches import batches
from reference_impl.training.train_step import train_step

__all__ = ["accuracy", "batches", "train_step"]
