"""The trusted side: start a program in a sandbox, behind a socket whose end is its end."""

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from autograder.sandbox.isolation.bubblewrap import bubblewrap_command, find_bubblewrap, places_inside
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.launched import Launched
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.runtime import ENVIRONMENT, PACKAGE, Runtime, outermost
from autograder.sandbox.isolation.tier import Tier

START_SECONDS = 60.0


def start(
    main: str,
    tier: Tier,
    runtime: Runtime,
    limits: Limits,
    readable: Iterable[Path] = (),
    settings: Mapping[str, Any] | None = None,
) -> Launched:
    """Start ``module:function`` in a sandbox and wait until it is ready.

    Args:
        main: what runs in there; it is called with the settings and finds the control socket on standard input.
        tier: how the sandbox is made.
        runtime: the interpreter, and the modules that exist in there.
        limits: bounds.
        readable: files and folders beyond the runtime's, seen in there at the same place.
        settings: further settings for the program.

    Raises:
        IsolationError: it did not start; the message says why.
    """
    shown = tuple(place.resolve() for place in readable)
    command = runtime.command(main, {**(settings or {}), **described(tier, runtime, limits, shown)})
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as the program
    with theirs:
        process = spawn(command, tier, runtime, limits, shown, theirs, complaints)
    launched = Launched(process, ours, complaints)
    try:
        launched.await_ready(START_SECONDS)
    except BaseException:
        launched.kill()
        raise
    return launched


def described(tier: Tier, runtime: Runtime, limits: Limits, shown: tuple[Path, ...]) -> dict[str, Any]:
    """What the program has to know about its sandbox."""
    files = [*runtime.packages, *runtime.modules.values(), *shown]
    return {
        "tier": tier.value,
        "limits": asdict(limits),
        "readable": [str(place) for place in dict.fromkeys(files)],
        "stdlib": [str(place) for place in runtime.stdlib],
    }


def spawn(
    command: list[str],
    tier: Tier,
    runtime: Runtime,
    limits: Limits,
    shown: tuple[Path, ...],
    control: socket.socket,
    complaints: IO[bytes],
) -> subprocess.Popen[bytes]:
    """Start the command: in tier A through bubblewrap, and not as root."""
    if tier is Tier.A:
        command = in_bubblewrap(command, runtime, limits, shown)
    return subprocess.Popen(
        command,
        stdin=control.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )


def in_bubblewrap(command: list[str], runtime: Runtime, limits: Limits, shown: tuple[Path, ...]) -> list[str]:
    """The command that runs a command in bubblewrap, and never as root, whose processes no RLIMIT_NPROC counts."""
    program = find_bubblewrap()
    if program is None:
        raise IsolationError("bubblewrap (the program bwrap) is not installed.")
    places = places_inside(runtime, shown)
    command = [*bubblewrap_command(program, runtime, places, limits), *command]
    if os.geteuid() != 0:
        return command
    settings = {"command": command, "places": list(map(str, outermost(places)))}
    return runtime.command(f"{PACKAGE}.stage:main", settings)
