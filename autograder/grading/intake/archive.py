"""Look into downloads: zips, folders and zips in them, none of them trusted.

Nothing is ever unpacked by the names in an archive: files are read one at a time, up to a limit, and written elsewhere
under names of our own.
"""

import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.grading.intake.entry import Entry, Limits, changed, is_zip, refusal, too_large
from autograder.grading.intake.zipped import opened


def entries(source: Path, limits: Limits) -> Iterator[Entry]:
    """Everything in a zip file or a folder, zips within zips included."""
    if source.is_dir():
        yield from folder_entries(source, limits)
    elif zipfile.is_zipfile(source):
        yield from opened(source.name, (), changed(source), lambda: source, limits, limits.depth)
    else:
        yield refusal(source.name, (source.name,), changed(source), "it is no zip file")


def folder_entries(folder: Path, limits: Limits) -> Iterator[Entry]:
    """The files in a folder; links are not followed."""
    for root, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = Path(root) / name
            parts = path.relative_to(folder).parts
            shown, time = "/".join((folder.name, *parts)), changed(path)
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode):
                yield refusal(shown, parts, time, "it is no ordinary file but a link or a device")
            elif is_zip(name):
                yield from opened(shown, parts, time, lambda path=path: path, limits, limits.depth)  # type: ignore[misc]
            elif about.st_size > limits.file:
                yield refusal(shown, parts, time, too_large(limits.file))
            else:
                yield Entry(shown, parts, time, path.read_bytes)
