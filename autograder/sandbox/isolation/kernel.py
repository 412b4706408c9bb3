"""The few calls to the kernel that Python has no function for. Every failure is an OSError that says which call."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 4096, 16384, 1 << 18
CAPABILITIES_VERSION_3 = 0x20080522
CAPSET = {"x86_64": 126, "aarch64": 91}


def succeeded(result: int, call: str) -> int:
    """The result of a call, or its OSError."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")
    return result


def system_call(number: int, *arguments: object) -> int:
    """A system call by its number; integers travel as C longs."""
    passed = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    return succeeded(libc.syscall(ctypes.c_long(number), *passed), f"system call {number}")


def prctl(option: int, value: int) -> None:
    """Set a property of this process."""
    succeeded(libc.prctl(option, *(ctypes.c_ulong(number) for number in (value, 0, 0, 0))), f"prctl {option}")


def unshare(flags: int) -> None:
    """Leave namespaces for new ones."""
    succeeded(libc.unshare(flags), "unshare")


def mount_tmpfs(folder: str, flags: int, options: str) -> None:
    """Mount an empty file system in memory."""
    result = libc.mount(b"tmpfs", folder.encode(), b"tmpfs", ctypes.c_ulong(flags), options.encode())
    succeeded(result, f"mount on {folder}")


def bind(descriptor: int, folder: str) -> None:
    """Show at a place what a descriptor stands for."""
    result = libc.mount(f"/proc/self/fd/{descriptor}".encode(), folder.encode(), None, ctypes.c_ulong(MS_BIND), None)
    succeeded(result, f"bind on {folder}")


def keep_mounts_private() -> None:
    """Let no mount of this namespace be seen in another."""
    succeeded(libc.mount(None, b"/", None, ctypes.c_ulong(MS_REC | MS_PRIVATE), None), "mount --make-rprivate /")


def drop_capabilities() -> None:
    """Give up every privilege; without new ones through exec, it is for good."""
    prctl_ambient = libc.prctl(PR_CAP_AMBIENT, *(ctypes.c_ulong(n) for n in (PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)))
    succeeded(prctl_ambient, "prctl PR_CAP_AMBIENT")
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION_3, 0)
    system_call(CAPSET[os.uname().machine], header, (ctypes.c_uint32 * 6)())
