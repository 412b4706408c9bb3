"""The walls that a process puts around itself, for good, before the first line of a student's code.

The order matters: what needs a privilege comes before it is given up. `seccomp.restrict_calls` is to follow as the very
last, for it forbids all this.
"""

import os
import resource
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.isolation import kernel
from autograder.sandbox.isolation.landlock import make_ruleset, restrict_files
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.preload import OTHER_PACKAGES
from autograder.sandbox.isolation.reach import hold
from autograder.sandbox.isolation.users import become, unused_user

DEVICES = (Path("/dev/zero"), Path("/dev/random"), Path("/dev/urandom"))


@dataclass(frozen=True)
class Readable:
    """What a submission may read.

    Args:
        files: files and folders.
        stdlib: folders of the standard library.
        covered: whether other people's packages in them are out of sight already (tier A).
    """

    files: tuple[Path, ...]
    stdlib: tuple[Path, ...]
    covered: bool

    def rules(self, *writable: Path) -> int:
        """Landlock's rules for it; most of the work of locking in, where the stdlib has to be named piece by piece."""
        files, devices = [*self.files, *DEVICES], [*writable, Path(os.devnull)]
        if self.covered:
            return make_ruleset([*files, *self.stdlib], [], devices)
        pieces = [piece for folder in self.stdlib for piece in folder_without_packages(folder)]
        return make_ruleset([*files, *pieces], self.stdlib, devices)


def restrict_files_and_user(limits: Limits, readable: Readable, rules: int) -> None:
    """All walls but seccomp: user, limits, privileges, files.

    Args:
        limits: bounds.
        readable: what stays within reach of imports when the user changes.
        rules: Landlock's.
    """
    if os.geteuid() == 0:
        hold([*readable.stdlib, *(place for place in readable.files if place.is_dir())])
        become(unused_user())
        set_limits(limits, others=0)
    else:
        set_limits(limits, others=threads_of_this_user())
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    restrict_files(rules)


def folder_without_packages(folder: Path) -> Iterable[Path]:
    """What lies in a stdlib folder; the folder itself where it is an archive."""
    return [child for child in folder.iterdir() if child.name not in OTHER_PACKAGES] if folder.is_dir() else [folder]


def set_limits(limits: Limits, others: int) -> None:
    """Bounds that the process cannot raise again; the kernel counts a user's other threads among its own."""
    bounds = {
        resource.RLIMIT_AS: limits.address_space,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_NPROC: limits.processes + others,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_CORE: limits.core_size,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for which, bound in bounds.items():
        highest = resource.getrlimit(which)[1]
        tightest = bound if highest == resource.RLIM_INFINITY else min(bound, highest)
        resource.setrlimit(which, (tightest, tightest))


def threads_of_this_user() -> int:
    """How many threads the same user runs already, as far as /proc shows: none in a sandbox of tier A."""
    own, count = os.geteuid(), 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == own:
                count += len(os.listdir(process / "task"))
        except OSError:
            continue  # it has ended meanwhile
    return count
