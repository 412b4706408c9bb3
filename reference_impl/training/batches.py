"""Batches: a data set in random order, some rows at a time."""

from collections.abc import Iterator

import numpy as np


def batches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Go once through a data set in random order.

    Args:
        x: inputs, (N, ...).
        y: targets, (N, ...).
        batch_size: rows in a batch; the last one may be smaller.
        rng: source of randomness for the order.

    Yields:
        Pairs of inputs and targets, (batch_size, ...) each.

    Raises:
        ValueError: where x and y differ in length, or a batch would have no rows.

    Pitfall: one order for both: shuffled apart, every input would get another's target.
    """
    if len(x) != len(y) or batch_size < 1:
        raise ValueError(f"cannot cut {len(x)} inputs and {len(y)} targets into batches of {batch_size}")
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
