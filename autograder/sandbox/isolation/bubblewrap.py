"""Layer: a file system, a network and a process table of its own, made by bubblewrap before Python starts.

Everything lies inside where it lies outside, and nothing else is there. At the end the root and all but /scratch are
read-only; bubblewrap's own /dev and /dev/shm, writable without a limit, are not made: four devices are all there is.
The program is process 1 of its process namespace, so that the kernel ends all others when it ends.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.isolation.limits import SCRATCH, Limits
from autograder.sandbox.isolation.preload import OTHER_PACKAGES
from autograder.sandbox.isolation.runtime import ENVIRONMENT, Runtime

PRIVATE = "--unshare-user --unshare-ipc --unshare-pid --unshare-net --unshare-uts --unshare-cgroup-try".split()
DEVICES = tuple(map(Path, ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")))


def find_bubblewrap() -> str | None:
    """Where bubblewrap is installed."""
    return shutil.which("bwrap")


def places_inside(runtime: Runtime, readable: Iterable[Path]) -> tuple[Path, ...]:
    """What is mounted, parents before what lies in them."""
    ours = runtime.modules.values()
    places = {runtime.executable, *runtime.stdlib, *runtime.packages, *runtime.system, *ours, *readable, *DEVICES}
    return tuple(sorted(places))


def bubblewrap_command(program: str, runtime: Runtime, places: Iterable[Path], limits: Limits) -> list[str]:
    """The command line up to the program that is to run inside.

    Args:
        program: bubblewrap.
        runtime: the interpreter; of its stdlib, other people's packages are covered up.
        places: what is mounted, parents first.
        limits: how large the scratch folder may grow.
    """
    command = [program, *PRIVATE, "--hostname", "sandbox", "--new-session", "--as-pid-1"]
    command += ["--cap-drop", "ALL", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        command += ["--setenv", name, value]
    covered = [folder / name for folder in runtime.stdlib for name in OTHER_PACKAGES if (folder / name).is_dir()]
    for place in sorted([*places, *covered]):
        command += ["--tmpfs", str(place)] if place in covered else [mount_option(place), str(place), str(place)]
    for folder in covered:
        command += ["--remount-ro", str(folder)]
    command += ["--proc", "/proc", "--size", str(limits.scratch), "--tmpfs", str(SCRATCH)]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]


def mount_option(place: Path) -> str:
    """How to mount a place: read-only, unless it is a device, which one may write to."""
    return "--dev-bind" if place in DEVICES else "--ro-bind"
