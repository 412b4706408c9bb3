"""Fetching: files come over the network once, are checked, and stay in a cache."""

import os
from pathlib import Path

from reference_impl.data.errors import DataError
from reference_impl.data.registry import DataFile, describe


def cache_folder() -> Path:
    """Return where fetched files are kept: $HANDMADE_DATA, else the user's cache folder."""
    import pooch

    return Path(os.environ.get("HANDMADE_DATA") or pooch.os_cache("handmade")).expanduser()


def is_here(name: str) -> bool:
    """Say whether a data set can be loaded without the network; checksums are left to ``fetch``."""
    return all((cache_folder() / file.path).is_file() for file in describe(name).files)


def fetch(name: str, progress: bool = True) -> list[Path]:
    """Return the paths of a data set's files, downloading those that are absent or damaged.

    Args:
        name: a name in the registry; a set that is not fetched has no files.
        progress: whether a bar shows how far each download is.

    Raises:
        DataError: where a file cannot be had, or is not the file that was expected.
    """
    return [fetch_file(file, progress) for file in describe(name).files]


def fetch_file(file: DataFile, progress: bool = True) -> Path:
    """Return the path of one file once it is there and whole.

    pooch downloads to a temporary file and moves it into place only if the checksum is right.

    Raises:
        DataError: where the file cannot be had, or is not the one that was expected.
    """
    import pooch

    pooch.get_logger().setLevel("WARNING")
    path = cache_folder() / file.path
    try:
        pooch.retrieve(
            file.url,
            known_hash=f"sha256:{file.sha256}",
            fname=path.name,
            path=path.parent,
            downloader=pooch.HTTPDownloader(progressbar=progress),
        )
    except (OSError, ValueError) as error:
        damaged = " The file that is there now is damaged." if path.exists() else ""
        raise DataError(
            f"{path.name} could not be fetched from {file.url}; nothing was kept.{damaged} Check the network and try "
            f"again, or put the file at {path} yourself (HANDMADE_DATA names another folder). The reason: {root(error)}"
        ) from error
    return path


def root(error: BaseException) -> BaseException:
    """The error at the bottom of a chain: of a dozen that wrap each other, the one that says what happened."""
    inner = error.__cause__ or error.__context__
    return error if inner is None else root(inner)
