"""For a grader that is root: become a user that nobody is, then run bubblewrap.

An interpreter in /root is out of such a user's reach, and bubblewrap must walk to what it mounts. So, in a mount
namespace that ends with this process, a folder closed to others is covered by one that holds only what is needed of it.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.sandbox.isolation import kernel
from autograder.sandbox.isolation.users import become, unused_user


def main(settings: dict[str, Any]) -> None:
    """Show ``places`` to the new user, and run ``command``."""
    covered = closed_folders(map(Path, settings["places"]))
    if covered:
        kernel.unshare(kernel.CLONE_NEWNS)
        kernel.keep_mounts_private()
    for folder, places in covered.items():
        cover(folder, places)
    become(unused_user())
    os.execv(settings["command"][0], settings["command"])


def closed_folders(places: Iterable[Path]) -> dict[Path, list[Path]]:
    """The outermost folders that others may not enter, and which of the places lie in them."""
    closed: dict[Path, list[Path]] = {}
    for place in places:
        for folder in reversed(place.parents):
            if not folder.stat().st_mode & 0o001:
                closed.setdefault(folder, []).append(place)
                break
    return closed


def cover(folder: Path, places: list[Path]) -> None:
    """Hide a folder but for places in it, none of which lies in another."""
    opened = {place: os.open(place, os.O_PATH | os.O_CLOEXEC) for place in places}
    directories = {place for place in places if place.is_dir()}
    kernel.mount_tmpfs(str(folder), kernel.MS_NOSUID | kernel.MS_NODEV, "mode=755")
    for place, descriptor in opened.items():
        (place if place in directories else place.parent).mkdir(parents=True, exist_ok=True)
        if place not in directories:
            place.touch()
        kernel.bind(descriptor, str(place))
