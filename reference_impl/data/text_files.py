"""Reading text files of data, so that whatever is wrong with one is told in one way."""

import gzip
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from reference_impl.data.errors import DataError

T = TypeVar("T")


def read_text(path: Path, member: str = "", encoding_errors: str = "strict") -> str:
    """Read a UTF-8 file: plain, gzipped (.gz) or inside a zip archive (.zip).

    Args:
        path: the file.
        member: which file of a zip archive.
        encoding_errors: what becomes of bytes that are not UTF-8, as in ``bytes.decode``.

    Raises:
        DataError: where it cannot be read; the message names it.
    """
    try:
        return unpacked(path, member).decode("utf-8", encoding_errors)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}. Delete it, and it will be fetched again.") from error


def unpacked(path: Path, member: str) -> bytes:
    """Return the bytes of a file, out of its wrapping."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return archive.read(member)
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def part_named(part: str, parts: Mapping[str, T]) -> T:
    """Return what belongs to one part of a set.

    Raises:
        ValueError: where the set has no such part.
    """
    if part not in parts:
        raise ValueError(f"there is no part {part!r}; there are {', '.join(parts)}")
    return parts[part]
