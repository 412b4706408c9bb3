"""What one submission may use of the machine; the grader's clock and the system enforce it, not the student's code."""

from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 2**20
SCRATCH = Path("/scratch")
"""The one folder to write in, where there is one; no folder of the host has that place, so that it hides none."""


@dataclass(frozen=True)
class Limits:
    """Bounds for one submission, each of whose processes is one process.

    Args:
        load: seconds for running its cells once.
        call: seconds for one case.
        submission: seconds for all of it.
        address_space: bytes of memory it may map; the system's word is MemoryError.
        cpu_seconds: seconds of computing of a process, then it is killed.
        processes: threads at one time; it has no way to start a second process.
        open_files: descriptors at one time.
        file_size: bytes of one file.
        core_size: bytes of a core dump.
        scratch: bytes of all its files together; where it has no mount of its own, which could bound them, it may write
            none (tier B, and tier A where namespaces do not nest).
    """

    load: float = 10.0
    call: float = 5.0
    submission: float = 60.0
    address_space: int = 2048 * MEGABYTE
    cpu_seconds: int = 60
    processes: int = 32
    open_files: int = 64
    file_size: int = 16 * MEGABYTE
    core_size: int = 0
    scratch: int = 16 * MEGABYTE
