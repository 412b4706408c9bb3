"""Split: rows to learn from, and rows to be judged by."""

from typing import NamedTuple

import numpy as np


class Split(NamedTuple):
    """A data set in two parts.

    x_train (N, ...), y_train (N,), x_test (M, ...), y_test (M,)
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
