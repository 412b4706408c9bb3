"""Digits: 1,797 small pictures of real handwriting, without a download."""

import numpy as np

from reference_impl.data.split import Split


def digits(test_fraction: float = 0.2, rng: np.random.Generator | None = None, flat: bool = True) -> Split:
    """Load scikit-learn's handwritten digits, divided at random.

    Args:
        test_fraction: share of the pictures kept for testing.
        rng: source of randomness for the division; without one it is the same each time.
        flat: rows of 64 pixels, or else pictures (1, 8, 8).

    Returns:
        Pixels float32 in [0, 1], (N, 64) or (N, 1, 8, 8), and labels int64, (N,).

    Source: Alpaydin and Kaynak (1998), "Optical Recognition of Handwritten Digits", UCI.
    """
    from sklearn.datasets import load_digits

    loaded = load_digits()
    x = (loaded.data / 16).astype(np.float32).reshape((-1, 64) if flat else (-1, 1, 8, 8))
    y = loaded.target.astype(np.int64)
    order = (rng or np.random.default_rng(0)).permutation(len(x))
    test, train = np.split(order, [round(test_fraction * len(x))])
    return Split(x[train], y[train], x[test], y[test])
