"""Data sets by name: some ship, some are generated, some are fetched once and kept."""

from collections.abc import Callable
from typing import Any

from reference_impl.data.digits import digits
from reference_impl.data.errors import DataError
from reference_impl.data.fetch import cache_folder, fetch, is_here
from reference_impl.data.mnist import mnist
from reference_impl.data.registry import DataSet, describe, names
from reference_impl.data.split import Split
from reference_impl.data.two_moons import two_moons

__all__ = [
    "DataError",
    "DataSet",
    "Split",
    "cache_folder",
    "describe",
    "digits",
    "fetch",
    "is_here",
    "load",
    "mnist",
    "names",
    "two_moons",
]

LOADERS: dict[str, Callable[..., Any]] = {"digits": digits, "mnist": mnist, "two_moons": two_moons}


def load(name: str, **options: Any) -> Any:
    """Load a data set by its name in the registry; the options are those of its loader.

    Raises:
        DataError: where there is no such set, or it cannot be had.
    """
    return LOADERS[describe(name).name](**options)
