"""Each wall alone, in a process that has no other."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.isolation.landlock import landlock_version
from autograder.sandbox.isolation.launch import start
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import try_tier
from autograder.sandbox.isolation.runtime import base_runtime
from autograder.sandbox.isolation.tier import Tier

ROOT = Path(__file__).resolve().parents[3]
TRY = """
import json, os, resource, socket, sys, threading
from pathlib import Path
from autograder.sandbox.isolation import kernel, landlock, lockdown, seccomp
from autograder.sandbox.isolation.limits import Limits
def tried(action):
    try:
        action()
    except (OSError, MemoryError, RuntimeError) as error:
        return type(error).__name__
    return "done"
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
"""


def outcome(walls: str, action: str, folder: Path) -> str:
    """How an action ends in a new process behind these walls."""
    source = f"{TRY}\nfolder = Path({str(folder)!r})\n{walls}\nprint(tried(lambda: {action}), flush=True)\nos._exit(0)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", source]
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of which `shown` is to be read, `own` to be written, `hidden` neither."""
    for name in ("shown", "own", "hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("(folder / 'shown/file').read_text()", "done"),
        ("(folder / 'shown/file').write_text('x')", "PermissionError"),
        ("(folder / 'own/new').write_text('x')", "done"),
        ("(folder / 'own/file').unlink()", "done"),
        ("(folder / 'own/link').symlink_to('/etc')", "PermissionError"),
        ("(folder / 'hidden/file').read_text()", "PermissionError"),
        ("os.listdir(folder)", "PermissionError"),
        ("os.listdir(folder / 'shown')", "done"),
        ("(folder / 'hidden/file').unlink()", "PermissionError"),
        ("(folder / 'own/file').rename(folder / 'hidden/moved')", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
    ],
)
def test_landlock_alone(folder: Path, action: str, expected: str) -> None:
    try:
        landlock_version()
    except OSError as error:
        pytest.skip(f"no Landlock here: {error}")
    walls = "landlock.restrict_files(landlock.make_ruleset([folder / 'shown'], [], [folder / 'own']))"
    assert outcome(walls, action, folder) == expected


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("(folder / 'hidden/file').read_text()", "done"),
        ("threading.Thread(target=print).start()", "done"),
        ("os.fork()", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        ("socket.socket()", "PermissionError"),
        ("os.kill(os.getppid(), 0)", "PermissionError"),
        ("os.symlink('/etc', folder / 'link')", "PermissionError"),
    ],
)
def test_seccomp_alone(folder: Path, action: str, expected: str) -> None:
    walls = "seccomp.restrict_calls(seccomp.compile_filter(os.uname().machine))"
    assert outcome(walls, action, folder).endswith(expected)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("bytearray(2**20)", "done"),
        ("bytearray(2**31)", "MemoryError"),
        ("(folder / 'own/big').write_bytes(bytes(2**17))", "OSError"),
        ("[open('/dev/null') for _ in range(40)]", "done"),
        ("[os.open('/dev/null', 0) for _ in range(70)]", "OSError"),
        ("resource.setrlimit(resource.RLIMIT_CORE, (0, 0))", "done"),
    ],
)
def test_limits_alone(folder: Path, action: str, expected: str) -> None:
    walls = "lockdown.set_limits(Limits(file_size=2**16), others=lockdown.threads_of_this_user())"
    assert outcome(walls, action, folder) == expected


def test_bubblewrap_alone(tmp_path: Path) -> None:
    try:
        try_tier(Tier.A)
    except Exception as error:
        pytest.skip(f"no tier A here: {error}")
    (tmp_path / "looking.py").write_text(LOOKING)
    tmp_path.chmod(0o755)
    runtime = base_runtime().with_modules({"looking": tmp_path / "looking.py"})
    sandbox = start("looking:main", Tier.A, runtime, Limits(scratch=2**20))
    try:
        assert json.loads(sandbox.greeting) == {
            "etc": False,
            "writable": ["/scratch"],
            "scratch is bounded": True,
            "processes": [1],
            "network": ["lo"],
            "capabilities": 0,
        }
    finally:
        sandbox.kill()


LOOKING = """
import json, os, socket
from pathlib import Path

def can_write(path, size):
    try:
        Path(path).write_bytes(bytes(size))
    except OSError:
        return False
    return True

def main(settings):
    control = socket.socket(fileno=0)
    capabilities = Path("/proc/self/status").read_text().split("CapEff:")[1].split()[0]
    said = {
        "etc": Path("/etc").exists(),
        "writable": [place for place in "/ /dev /usr /proc /scratch".split() if can_write(f"{place}/new", 1)],
        "scratch is bounded": not can_write("/scratch/big", 2**21),
        "processes": [int(name) for name in os.listdir("/proc") if name.isdigit()],
        "network": [name for _, name in socket.if_nameindex()],
        "capabilities": int(capabilities, 16),
    }
    socket.send_fds(control, [json.dumps(said).encode()], [os.pidfd_open(os.getpid())])
    control.recv(1)
"""
