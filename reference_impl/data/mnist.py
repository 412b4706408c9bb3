"""MNIST: the picture set of every textbook."""

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np

from reference_impl.data.errors import DataError
from reference_impl.data.fetch import fetch
from reference_impl.data.split import Split


def mnist(flat: bool = True) -> Split:
    """Load the official split of MNIST, fetching it the first time.

    Args:
        flat: rows of 784 pixels, or else pictures (1, 28, 28).

    Returns:
        Pixels float32 in [0, 1], (60000, 784) or (60000, 1, 28, 28) to train on and 10000 to test on; labels int64.

    Raises:
        DataError: where a file cannot be had.

    Source: LeCun, Cortes and Burges (1998), "The MNIST database of handwritten digits".
    """
    x_train, y_train, x_test, y_test = [read_idx(path) for path in fetch("mnist")]
    shape = (-1, 784) if flat else (-1, 1, 28, 28)
    return Split(
        x_train.reshape(shape) / np.float32(255),
        y_train.astype(np.int64),
        x_test.reshape(shape) / np.float32(255),
        y_test.astype(np.int64),
    )


def read_idx(path: Path) -> np.ndarray:
    """Read a gzipped idx file of bytes: two zeros, a type, the number of axes, their lengths, then the numbers.

    Raises:
        DataError: where the file is not one.
    """
    try:
        content = gzip.decompress(path.read_bytes())
        zeros, kind, axes = struct.unpack_from(">HBB", content)
        shape = struct.unpack_from(f">{axes}I", content, 4)
        if (zeros, kind) != (0, 0x08):
            raise ValueError("it does not begin as an idx file of bytes does")
        return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * axes).reshape(shape)
    except (OSError, EOFError, ValueError, struct.error, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}. Delete it, and it will be fetched again.") from error
