"""Layer, tier A: each submission in namespaces of its own inside bubblewrap's, where this system lets them nest."""

import os
from pathlib import Path

from autograder.sandbox.isolation import kernel


def enter_namespaces(scratch: Path, size: int) -> None:
    """Leave for new user, mount, ipc and (for processes started from now on) process namespaces.

    There the scratch folder is new, empty and of a limited size, and /proc shows nothing.

    Raises:
        OSError: this system does not let namespaces nest.
    """
    user, group = os.getuid(), os.getgid()
    kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWPID)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path("/proc/self", name).write_text(text)
    harmless = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount_tmpfs(str(scratch), harmless, f"size={size},nr_inodes=1024,mode=700,uid={user},gid={group}")
    kernel.mount_tmpfs("/proc", harmless | kernel.MS_RDONLY, "size=4k,nr_inodes=1,mode=755")
