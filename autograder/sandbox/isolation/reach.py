"""Importing after the user has changed: folders are held open, for the new user may not be able to walk to them."""

import importlib.machinery
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path


def hold(folders: Iterable[Path]) -> None:
    """Let imports from these folders go through descriptors, which stay open."""
    held = {folder: os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders}
    sys.path_hooks.insert(0, path_hook(held))
    sys.path_importer_cache.clear()


def path_hook(held: dict[Path, int]) -> Callable[[str], importlib.machinery.FileFinder]:
    """A hook for folders that lie in held ones; ImportError, as Python wants it, for all others."""
    kinds = (importlib.machinery.SourceFileLoader, importlib.machinery.SOURCE_SUFFIXES)

    def hook(place: str) -> importlib.machinery.FileFinder:
        for folder, descriptor in held.items():
            if Path(place).is_relative_to(folder):
                within = Path(place).relative_to(folder)
                return importlib.machinery.FileFinder(f"/proc/self/fd/{descriptor}/{within}", kinds)
        raise ImportError(place)

    return hook
