"""Array batches: a data set that can be gone through again and again."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from reference_impl.training.batches import batches

Rows = Any  # an array (N, ...), or a tuple of such where a model takes several inputs
Batches = Callable[[np.random.Generator], Iterable[tuple[Any, ...]]]  # goes once through the data


class ArrayBatches:
    """Inputs and targets, cut into batches anew for each epoch.

    Called with a source of randomness it goes once through the data, in an order that only that source decides; so an
    epoch can be rewound. Any function of a generator that yields batches will do in its place.

    Args:
        x: inputs, (N, ...), or a tuple of arrays where the model takes several.
        targets: what the loss needs beside the output, (N, ...) each; none for an autoencoder's.
        batch_size: rows in a batch; the last one may be smaller.

    Raises:
        ValueError: where the arrays differ in length, or a batch would have no rows.
    """

    def __init__(self, x: Rows, *targets: np.ndarray, batch_size: int) -> None:
        """Keep the arrays; nothing is copied."""
        self.arrays = (x, *targets)
        self.batch_size = batch_size
        lengths = [len(array) for part in self.arrays for array in (part if isinstance(part, tuple) else (part,))]
        if len(set(lengths)) != 1 or batch_size < 1:
            raise ValueError(f"cannot cut arrays of {lengths} rows into batches of {batch_size}")
        self.rows = lengths[0]

    def __len__(self) -> int:
        """Return the number of batches."""
        return -(-self.rows // self.batch_size)

    def __call__(self, rng: np.random.Generator) -> Iterator[tuple[Rows, ...]]:
        """Go once through the data in random order."""
        numbers = np.arange(self.rows)
        for chosen, _ in batches(numbers, numbers, self.batch_size, rng):
            yield tuple(take(part, chosen) for part in self.arrays)


def take(part: Rows, rows: np.ndarray) -> Rows:
    """Pick rows out of an array, or out of each of a tuple."""
    return tuple(array[rows] for array in part) if isinstance(part, tuple) else part[rows]


def rewound(batches: Batches, seed: int) -> Iterable[tuple[Any, ...]]:
    """Begin an epoch: the same seed gives the same batches.

    Raises:
        TypeError: where the batches cannot be rewound.
    """
    if not callable(batches):
        raise TypeError(
            f"batches must be a function of a random generator, not {type(batches).__name__}: a generator runs out "
            "after one epoch; arrays go into ArrayBatches"
        )
    return batches(np.random.default_rng(seed))
