"""Layer: an allow-list of system calls, compiled to the kernel's BPF and never to be taken off again.

What is not allowed fails with EPERM, which Python turns into an ordinary PermissionError: an answer that tries costs
itself one exception and nobody a process. Only a call for another architecture, whose numbers mean something else,
kills. ``clone3`` says ENOSYS, for its flags lie in memory where a filter cannot look; glibc then uses ``clone``.
"""

import ctypes
import errno
import os
import struct
from dataclasses import dataclass

from autograder.sandbox.isolation.kernel import libc, succeeded
from autograder.sandbox.isolation.syscalls import ALLOWED, AUDIT_ARCHITECTURE, CLONE3, X32_BIT

LOAD_WORD, JUMP_EQUAL, JUMP_GREATER_EQUAL, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2

WHOLE = 0xFFFFFFFF
PROT_EXEC = 4
CLONE_THREAD, CLONE_NEW_NAMESPACES = 0x00010000, 0x7E020080
PR_SET_NAME = 15
TCGETS, FIONCLEX, FIOCLEX = 0x5401, 0x5450, 0x5451
DUPLICATE_AND_FLAGS = (0, 1, 2, 3, 4, 1030)  # F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_DUPFD_CLOEXEC; no F_SETOWN


@dataclass(frozen=True)
class Only:
    """A call is allowed only where the low word of an argument, masked, is one of these values."""

    argument: int
    mask: int
    values: tuple[int, ...]


TRUNCATE = os.O_TRUNC | os.O_ACCMODE
# Landlock before its version 3 does not see a file opened for reading being emptied on the way.
EMPTIED_ONLY_TO_WRITE = tuple(mode for mode in range(TRUNCATE + 1) if mode & ~TRUNCATE == 0 and mode != os.O_TRUNC)
NARROWED = {
    "mmap": Only(2, PROT_EXEC, (0,)),
    "mprotect": Only(2, PROT_EXEC, (0,)),
    "clone": Only(0, CLONE_THREAD | CLONE_NEW_NAMESPACES, (CLONE_THREAD,)),
    "prlimit64": Only(0, WHOLE, (0,)),
    "prctl": Only(0, WHOLE, (PR_SET_NAME,)),
    "ioctl": Only(1, WHOLE, (TCGETS, FIONCLEX, FIOCLEX)),
    "fcntl": Only(1, WHOLE, DUPLICATE_AND_FLAGS),
    "open": Only(1, TRUNCATE, EMPTIED_ONLY_TO_WRITE),
    "openat": Only(2, TRUNCATE, EMPTIED_ONLY_TO_WRITE),
}


def instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One BPF instruction; the jumps count the instructions to skip."""
    return struct.pack("HBBI", code, if_true, if_false, value)


def answer(verdict: int) -> bytes:
    """End the filter."""
    return instruction(RETURN, verdict)


def rule(number: int, only: Only | None) -> bytes:
    """Allow one call; the call's number is in the accumulator, and still is for the next rule."""
    if only is None:
        body = answer(ALLOW)
    else:
        body = instruction(LOAD_WORD, ARGUMENTS + 8 * only.argument) + instruction(AND, only.mask)
        for value in only.values:
            body += instruction(JUMP_EQUAL, value, 0, 1) + answer(ALLOW)
        body += answer(ERRNO | errno.EPERM)
    return instruction(JUMP_EQUAL, number, 0, len(body) // 8) + body


def compile_filter(machine: str) -> bytes:
    """The filter's instructions for an architecture of `syscalls.py`."""
    program = instruction(LOAD_WORD, ARCHITECTURE)
    program += instruction(JUMP_EQUAL, AUDIT_ARCHITECTURE[machine], 1, 0) + answer(KILL_PROCESS)
    program += instruction(LOAD_WORD, NUMBER)
    if machine == "x86_64":
        program += instruction(JUMP_GREATER_EQUAL, X32_BIT, 0, 1) + answer(KILL_PROCESS)
    for name, number in ALLOWED[machine].items():
        program += rule(number, NARROWED.get(name))
    program += instruction(JUMP_EQUAL, CLONE3, 0, 1) + answer(ERRNO | errno.ENOSYS)
    return program + answer(ERRNO | errno.EPERM)


class Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def restrict_calls(program: bytes) -> None:
    """Put this process, which has promised no new privileges, under a filter for good."""
    filled = Program(len(program) // 8, program)
    result = libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), ctypes.byref(filled))
    succeeded(result, "seccomp")
