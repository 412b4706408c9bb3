"""Fetching: files come over the network once, are checked, and stay in a cache."""

import os
import warnings
from pathlib import Path

from reference_impl.data.errors import DataError
from reference_impl.data.registry import DataFile, describe


def cache_folder() -> Path:
    """Return where fetched files are kept: $HANDMADE_DATA, else the user's cache folder."""
    import pooch

    return Path(os.environ.get("HANDMADE_DATA") or pooch.os_cache("handmade")).expanduser()


def is_here(name: str) -> bool:
    """Say whether a data set, or what stands in for it, can be loaded without the network; checksums come later."""
    entry = describe(name)
    return lie_here(entry.files) or (bool(entry.stand_in) and lie_here(entry.stand_in))


def lie_here(files: tuple[DataFile, ...]) -> bool:
    """Say whether all of the files are in the cache folder."""
    return all((cache_folder() / file.path).is_file() for file in files)


def fetch(name: str, progress: bool = True) -> list[Path]:
    """Return the paths of a data set's files, downloading those that are absent or damaged.

    Args:
        name: a name in the registry; a set that is not fetched has no files.
        progress: whether a bar shows how far each download is.

    Raises:
        DataError: where a file cannot be had, or is not the file that was expected.
    """
    return [fetch_file(file, progress) for file in describe(name).files]


def fetch_or_stand_in(name: str, progress: bool = True) -> list[Path]:
    """Return the paths of a data set's files, or of the part that stands in for it where only that is here.

    Raises:
        DataError: where a file cannot be had, or is not the file that was expected.
    """
    entry = describe(name)
    if lie_here(entry.files) or not entry.stand_in or not lie_here(entry.stand_in):
        return fetch(name, progress)
    paths = [checked(file) for file in entry.stand_in]
    warnings.warn(
        f"the whole of {name} is not in {cache_folder()}; a part of it that lies there is used: "
        f"{', '.join(path.name for path in paths)}. `handmade data get {name}` fetches the whole.",
        stacklevel=3,
    )
    return paths


def checked(file: DataFile) -> Path:
    """Return the path of a file that is here, once its checksum is found to be right.

    Raises:
        DataError: where it is not.
    """
    import pooch

    path = cache_folder() / file.path
    if pooch.file_hash(str(path)) != file.sha256:
        raise DataError(f"{path} is damaged: its checksum is not {file.sha256}. Delete it, or put a whole one there.")
    return path


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
