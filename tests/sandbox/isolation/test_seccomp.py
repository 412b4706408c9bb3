"""The compiled filter, run through an interpreter of its few instructions: what the kernel would say of each call."""

import errno
import re
import struct
from pathlib import Path

import pytest

from autograder.sandbox.isolation.seccomp import (
    ALLOW,
    AND,
    ERRNO,
    JUMP_EQUAL,
    JUMP_GREATER_EQUAL,
    KILL_PROCESS,
    LOAD_WORD,
    NARROWED,
    RETURN,
    compile_filter,
)
from autograder.sandbox.isolation.syscalls import ALLOWED, AUDIT_ARCHITECTURE

MACHINES = sorted(ALLOWED)
DENIED = ERRNO | errno.EPERM
HEADERS = {
    "x86_64": (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), r"__NR_(\w+) (\d+)"),
    "aarch64": (Path("/usr/include/asm-generic/unistd.h"), r"__NR(?:3264)?_(\w+) (\d+)"),
}


def verdict(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """What the filter answers."""
    arch = AUDIT_ARCHITECTURE[machine] if architecture is None else architecture
    data = struct.pack("=IIQ6Q", number, arch, 0, *arguments, *[0] * (6 - len(arguments)))
    program = [struct.unpack("HBBI", piece) for piece in re.findall(rb"(?s).{8}", compile_filter(machine))]
    position, word = 0, 0
    while True:
        code, if_true, if_false, value = program[position]
        position += 1
        if code == RETURN:
            return value
        if code == LOAD_WORD:
            word = struct.unpack_from("=I", data, value)[0]
        elif code == AND:
            word &= value
        else:
            assert code in (JUMP_EQUAL, JUMP_GREATER_EQUAL)
            holds = word == value if code == JUMP_EQUAL else word >= value
            position += if_true if holds else if_false


@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_named_is_allowed_and_all_else_denied(machine: str) -> None:
    allowed = {number: name for name, number in ALLOWED[machine].items()}
    for number in range(600):
        name = allowed.get(number)
        if name is None:
            assert verdict(machine, number) == (ERRNO | errno.ENOSYS if number == 435 else DENIED)
        elif name not in NARROWED:
            assert verdict(machine, number) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("clone", (0x3D0F00,), ALLOW),  # glibc's pthread_create
        ("clone", (0x7D0F00,), ALLOW),  # musl's
        ("clone", (0x11,), DENIED),  # fork
        ("clone", (0x4111,), DENIED),  # vfork
        ("clone", (0x3D0F00 | 0x10000000,), DENIED),  # a thread in a new user namespace
        ("mmap", (0, 4096, 3), ALLOW),
        ("mmap", (0, 4096, 5), DENIED),
        ("mprotect", (0, 4096, 1), ALLOW),
        ("mprotect", (0, 4096, 7), DENIED),
        ("prlimit64", (0, 9), ALLOW),
        ("prlimit64", (1, 9), DENIED),
        ("prctl", (15,), ALLOW),
        ("prctl", (4, 1), DENIED),
        ("ioctl", (0, 0x5401), ALLOW),
        ("ioctl", (0, 0x5412), DENIED),
        ("ioctl", (0, 0x1_0000_5412), DENIED),
        ("fcntl", (0, 1030), ALLOW),
        ("fcntl", (0, 8), DENIED),
        ("openat", (0, 0, 0o2000000), ALLOW),
        ("openat", (0, 0, 0o1000), DENIED),  # emptied although only read
        ("openat", (0, 0, 0o1101), ALLOW),
        ("openat", (0, 0, 0o1102), ALLOW),
    ],
)
def test_arguments_decide_where_the_call_alone_does_not(
    machine: str, name: str, arguments: tuple[int, ...], expected: int
) -> None:
    assert verdict(machine, ALLOWED[machine][name], *arguments) == expected


@pytest.mark.parametrize("machine", MACHINES)
def test_a_call_for_another_architecture_kills(machine: str) -> None:
    for other in {*AUDIT_ARCHITECTURE.values(), 0x40000003} - {AUDIT_ARCHITECTURE[machine]}:
        assert verdict(machine, ALLOWED[machine]["read"], architecture=other) == KILL_PROCESS
    assert verdict(machine, 0x40000000) == (KILL_PROCESS if machine == "x86_64" else DENIED)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_the_kernels(machine: str) -> None:
    header, pattern = HEADERS[machine]
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    numbers = dict(re.findall(rf"#define {pattern}", header.read_text()))
    numbers = {**numbers, **({"newfstatat": numbers["fstatat"]} if "fstatat" in numbers else {})}
    assert {name: int(numbers[name]) for name in ALLOWED[machine]} == ALLOWED[machine]
