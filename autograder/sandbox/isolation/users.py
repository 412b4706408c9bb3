"""A user that nobody is: what runs as root runs the student's code as such a one."""

import os
import secrets
from pathlib import Path

UNUSED_USERS = range(0x70000000, 0x7F000000)  # systemd's map of user ids keeps these free
LAST_USERS = 4096  # of the users that a container has, where it has not those


def unused_user() -> int:
    """A user id that belongs to nobody: at random of the free ones, or of the last ones that this container has.

    Raises:
        OSError: the container has too few.
    """
    ranges = [tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text().splitlines()]
    if any(first <= UNUSED_USERS.start and UNUSED_USERS.stop <= first + count for first, _, count in ranges):
        return secrets.choice(UNUSED_USERS)
    first, _, count = max(ranges, key=lambda one: one[2])
    if count <= 2 * LAST_USERS:
        raise OSError("This container has no user ids to spare for submissions.")
    return first + count - 2 - secrets.randbelow(LAST_USERS)


def become(user: int) -> None:
    """Exchange root for a user, for good."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
