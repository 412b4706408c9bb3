"""Embedding: every id has a row of its own, and the row is what learns."""

import numpy as np


def embedding(ids: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Look up the row of each id.

    output_n = weight[id_n]

    Args:
        ids: integers from 0 to V - 1, (...).
        weight: one row for each id, (V, D).

    Returns:
        The rows, (..., D).

    Raises:
        IndexError: where an id has no row.

    Pitfall: to numpy -1 is the last row; to a network it is a mistake that nobody would notice.
    """
    require_rows(ids, len(weight))
    return weight[ids]


def embedding_backward(
    grad_output: np.ndarray, ids: np.ndarray, num_embeddings: int, padding_idx: int | None = None
) -> np.ndarray:
    """Carry a gradient back to the rows that were looked up: an id that came twice collects twice.

    grad_weight_v = sum of grad_output_n over all n with id_n = v, which is onehot(ids).T @ grad_output

    Args:
        grad_output: gradient of the loss with respect to the output, (..., D).
        ids: what ``embedding`` was given, (...).
        num_embeddings: V, how many rows there are.
        padding_idx: the id whose row does not learn, or None.

    Returns:
        Gradient of the loss with respect to ``weight``, (V, D).

    Raises:
        IndexError: where an id has no row.

    Pitfall: ``grad[ids] += grad_output`` keeps only the last of several; ``np.add.at`` is right, and slow. The
    one-hot matrix is nearly all zeros: as a sparse one it costs no more than its ones.
    """
    from scipy.sparse import csr_array  # here, because it is slow to load

    require_rows(ids, num_embeddings)
    ones, row_ends = np.ones(ids.size, grad_output.dtype), np.arange(ids.size + 1)
    one_hot = csr_array((ones, ids.reshape(-1), row_ends), shape=(ids.size, num_embeddings))
    grad_weight = one_hot.T @ grad_output.reshape(-1, grad_output.shape[-1])
    if padding_idx is not None:
        grad_weight[padding_idx] = 0
    return grad_weight


def require_rows(ids: np.ndarray, rows: int) -> None:
    """Raise IndexError where an id is not from 0 to rows - 1."""
    if ids.size and not 0 <= ids.min() <= ids.max() < rows:
        raise IndexError(f"ids from {ids.min()} to {ids.max()}, but the rows are 0 to {rows - 1}")
