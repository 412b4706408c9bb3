"""Each piece of hostile code, in each tier, ends as it must, and the next answer is judged as if nothing had been."""

import os
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.isolation.zygote import Zygote

from .conftest import LIMITS, Run

pytestmark = pytest.mark.slow

HONEST = "result = float((np.arange(4.0) @ np.arange(4.0)) + special.erf(0.0))"
DENIED = {"raised": "PermissionError"}
KILLED = -9
CRASHED = -11
LIBC = "import ctypes; libc = ctypes.CDLL(None, use_errno=True); "
ERRNO = "; result = ctypes.get_errno()"
EPERM, ENOSYS = {"result": 1}, {"result": 38}


def gone(answer: Any) -> bool:
    """In tier A a file is not there, in tier B it is out of reach."""
    return answer in (DENIED, {"raised": "FileNotFoundError"}, {"raised": "OSError"})


FILES = {
    "reads the users": "open('/etc/passwd').read()",
    "reads the repository": f"open({str(Path(__file__))!r}).read()",
    "reads the project": f"open({str(Path(__file__).parents[3] / 'pyproject.toml')!r}).read()",
    "lists the work folder": f"os.listdir({str(Path(__file__).parents[4])!r})",
    "lists the root": "os.listdir('/')",
    "lists home": "os.listdir('/root')",
    "reads its parent's memory": "open(f'/proc/{os.getppid()}/mem', 'rb').read(1)",
    "reads its parent's environment": "open('/proc/1/environ').read()",
    "reads its own memory map": "open('/proc/self/maps').read()",
    "lists the processes": "os.listdir('/proc/1')",
    "lists cgroups": "os.listdir('/sys/fs/cgroup')",
    "writes in /tmp of the host": "open('/tmp/handmade-hostile', 'w')",
    "writes in the root": "open('/handmade-hostile', 'w')",
    "writes in shared memory": "open('/dev/shm/handmade-hostile', 'w')",
    "writes in /dev": "open('/dev/handmade-hostile', 'w')",
    "writes beside numpy": "open(os.path.join(os.path.dirname(np.__file__), 'hostile.py'), 'w')",
    "overwrites numpy": "open(np.__file__, 'r+')",
    "empties numpy": "os.close(os.open(np.__file__, os.O_RDONLY | os.O_TRUNC))",
    "overwrites the stdlib": "open(os.__file__, 'r+')",
    "deletes numpy": "os.unlink(np.__file__)",
    "opens a terminal": "open('/dev/tty', 'w')",
    "opens a disk": "open('/dev/vda', 'rb')",
}
CALLS = {
    "forks": "os.fork()",
    "forks a bomb": "while True: os.fork()",
    "runs a program": "os.execv('/bin/true', ['true'])",
    "runs python": "import sys; os.execv(sys.executable, ['python'])",
    "spawns": "os.posix_spawn('/bin/true', ['true'], {})",
    "starts a subprocess": "import subprocess; subprocess.run(['true'])",
    "opens a socket": "import socket; socket.socket()",
    "opens a local socket": "import socket; socket.socketpair()",
    "makes memory a file": "os.memfd_create('x')",
    "kills its parent": "os.kill(os.getppid(), 9)",
    "kills process 1": "os.kill(1, 9)",
    "kills everybody": "os.kill(-1, 9)",
    "kills its group": "os.killpg(0, 9)",
    "asks for a handle on its parent": "os.pidfd_open(max(os.getppid(), 1))",
    "leaves its session": "os.setsid()",
    "leaves its group": "os.setpgid(0, 0)",
    "becomes root": "os.setuid(0)",
    "becomes another group": "os.setgid(0)",
    "changes its priority": "os.nice(-5)",
    "schedules itself first": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "opens a pipe": "os.pipe()",
    "polls": "import select; select.epoll()",
    "listens for signals": "os.eventfd(0)",
    "changes its root": "os.chroot('/')",
    "makes a FIFO": "os.mkfifo('fifo')",
    "makes a symlink": "os.symlink('/etc/passwd', 'link')",
    "makes a hard link": "os.link(np.__file__, 'link')",
    "changes a mode": "os.chmod(np.__file__, 0o777)",
    "changes an owner": "os.chown(np.__file__, 0, 0)",
    "changes a time": "os.utime(np.__file__)",
    "sets an attribute": "os.setxattr(np.__file__, 'user.x', b'1')",
    "maps executable pages": "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
    "limits its parent": "import resource; resource.prlimit(max(os.getppid(), 1), resource.RLIMIT_CPU)",
    "types into the terminal": "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
    "has signals sent": "import fcntl; fcntl.fcntl(0, fcntl.F_SETOWN, 1)",
}
RAW = {
    "traces its parent": (LIBC + "libc.ptrace(16, 1, 0, 0)" + ERRNO, EPERM),
    "lets itself be traced": (LIBC + "libc.ptrace(0, 0, 0, 0)" + ERRNO, EPERM),
    "makes its code writable": (LIBC + "libc.mprotect(ctypes.c_void_p(4096), 4096, 7)" + ERRNO, EPERM),
    "mounts": (LIBC + "libc.mount(b'none', b'/', b'tmpfs', 0, None)" + ERRNO, EPERM),
    "makes namespaces": (LIBC + "libc.unshare(0x10000000)" + ERRNO, EPERM),
    "enters namespaces": (LIBC + "libc.setns(0, 0)" + ERRNO, EPERM),
    "allows itself to be dumped": (LIBC + "libc.prctl(4, 1, 0, 0, 0)" + ERRNO, EPERM),
    "sets a filter of its own": (LIBC + "libc.syscall(317, 1, 0, 0)" + ERRNO, EPERM),
    "forks by vfork": (LIBC + "libc.syscall(58)" + ERRNO, EPERM),
    "uses io_uring": (LIBC + "libc.syscall(425, 1, 0)" + ERRNO, EPERM),
    "loads bpf": (LIBC + "libc.syscall(321, 0, 0, 0)" + ERRNO, EPERM),
    "opens by handle": (LIBC + "libc.syscall(304, 0, 0, 0)" + ERRNO, EPERM),
    "shares memory": (LIBC + "libc.shmget(0, 4096, 0o1600)" + ERRNO, EPERM),
    "clones with clone3": (LIBC + "libc.syscall(435, 0, 0)" + ERRNO, ENOSYS),
}
X86_ONLY = {"sets a filter of its own", "forks by vfork", "loads bpf", "opens by handle"}
RESOURCES = {
    "raises its limits": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        {"raised": "ValueError"},
    ),
    "sets an alarm": ("import signal; signal.setitimer(signal.ITIMER_REAL, 1)", {"raised": "itimer_error"}),
    "takes 50 GB": ("np.ones(50 * 2**27)", {"raised": "MemoryError"}),
    "takes 50 GB in pieces": ("kept = [np.empty(2**22) for _ in range(1600)]", {"raised": "MemoryError"}),
    "recurses for ever": ("f = lambda: f()\nf()", {"raised": "RecursionError"}),
    "recurses for ever in C": (
        "import sys; sys.setrecursionlimit(10**9)\nf = lambda *_: max([1], key=f)\nf()",
        CRASHED,
    ),
    "computes for ever": ("while True: pass", KILLED),
    "starts threads for ever": (
        "while True: threading.Thread(target=threading.Event().wait, daemon=True).start()",
        {"raised": "RuntimeError"},
    ),
    "opens files for ever": ("kept = [open('/dev/null') for _ in range(99)]", {"raised": "OSError"}),
    "exits": ("os._exit(3)", 3),
    "crashes": ("import ctypes; ctypes.string_at(0)", CRASHED),
    "aborts": ("os.abort()", CRASHED),
    "closes what it answers on": ("os.closerange(0, 99)", 1),
}


THROUGH_DESCRIPTORS = """
found = []
for n in range(3, 64):
    for attempt in (
        lambda: os.open('../' * 9 + 'etc/passwd', os.O_RDONLY, dir_fd=n),
        lambda: os.open('../' * 9, os.O_RDONLY | os.O_DIRECTORY, dir_fd=n),
        lambda: open(f'/proc/self/fd/{n}/../../../../../../../etc/passwd'),
    ):
        try: found.append(attempt())
        except OSError: pass
result = len(found)
"""


@pytest.fixture(autouse=True)
def honest_answers_around_it(run: Run) -> Any:
    """Before each piece of hostile code and after it, an honest one is answered in full."""
    assert run(HONEST) == {"result": 14.0}
    yield
    assert run(HONEST) == {"result": 14.0}


@pytest.mark.parametrize("source", FILES.values(), ids=FILES)
def test_no_file_but_its_own_is_within_reach(run: Run, source: str) -> None:
    assert gone(run(source))


def test_no_open_folder_leads_out(run: Run) -> None:
    assert run(THROUGH_DESCRIPTORS) == {"result": 0}


@pytest.mark.parametrize("source", CALLS.values(), ids=CALLS)
def test_no_call_leaves_the_process(run: Run, source: str) -> None:
    assert run(source) == DENIED


@pytest.mark.parametrize("name", RAW)
def test_no_call_below_python_does_either(run: Run, name: str) -> None:
    if name in X86_ONLY and os.uname().machine != "x86_64":
        pytest.skip("a number of x86_64")
    source, expected = RAW[name]
    assert run(source) == expected


@pytest.mark.parametrize("name", RESOURCES)
def test_no_resource_is_taken_without_end(run: Run, name: str) -> None:
    source, expected = RESOURCES[name]
    assert run(source) == expected


def test_threads_are_counted_for_itself_alone(run: Run) -> None:
    source = """
started = 0
threading.stack_size(65536)
try:
    while started < 5000:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        started += 1
except RuntimeError:
    pass
result = started
"""
    assert 16 <= run(source)["result"] <= LIMITS.processes


def test_files_of_its_own_are_bounded_together_and_one_by_one(run: Run, zygote: Zygote) -> None:
    fill = "for n in range(40): open(str(n), 'wb').write(bytes(2**20))"
    one = "open('one', 'wb').write(bytes(2**25))"
    many = "for n in range(5000): open(str(n), 'wb').close()"
    for source in (fill, one, many):
        answer = run(source)
        assert answer == {"raised": "OSError"} if zygote.nested else gone(answer)


def test_a_file_of_its_own_can_be_written_and_read_where_it_may_have_one(run: Run, zygote: Zygote) -> None:
    source = "import tempfile\nf = tempfile.TemporaryFile()\nf.write(b'abc'); f.seek(0)\nresult = f.read().decode()"
    answer = run(source)
    assert answer == {"result": "abc"} if zygote.nested else gone(answer)


def test_one_submission_finds_nothing_of_another(run: Run, zygote: Zygote) -> None:
    if zygote.nested:
        assert run("open('left', 'w').write('secret')\nresult = os.listdir('.')") == {"result": ["left"]}
        assert run("result = os.listdir('.')") == {"result": []}
    run("np.left = 'secret'; special.left = 'secret'")
    assert run("result = [hasattr(np, 'left'), hasattr(special, 'left')]") == {"result": [False, False]}


def test_what_it_prints_goes_nowhere(run: Run) -> None:
    assert run("for _ in range(200): os.write(1, b'x' * 10**6); os.write(2, b'x' * 10**6)\nresult = 1") == {"result": 1}


def test_nothing_of_the_graders_environment_is_inside(run: Run) -> None:
    names = set(run("result = sorted(os.environ)")["result"])
    assert names <= {"LC_ALL", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PWD"}


def test_only_the_two_pipes_and_held_folders_are_open(run: Run) -> None:
    source = """
import stat
result = []
for n in range(64):
    try: mode = os.fstat(n).st_mode
    except OSError: continue
    kinds = {stat.S_IFIFO: 'pipe', stat.S_IFDIR: 'folder', stat.S_IFCHR: 'null'}
    result.append(kinds.get(stat.S_IFMT(mode), 'other'))
"""
    kinds = run(source)["result"]
    assert kinds.count("pipe") == 2
    assert kinds.count("null") == 3
    assert "other" not in kinds


def test_the_course_and_torch_cannot_be_imported(run: Run) -> None:
    for name in ("torch", "autograder.checks", "reference_impl", "pytest", "sklearn"):
        assert run(f"import {name}") == {"raised": "ModuleNotFoundError"}


def test_the_stdlib_still_can_be(run: Run) -> None:
    source = "import ast, difflib, html, numpy.ma, shlex, colorsys, numpy.polynomial.hermite\nresult = html.escape('<')"
    assert run(source) == {"result": "&lt;"}


def test_threads_and_linear_algebra_on_several_work(run: Run) -> None:
    source = """
kept = []
threads = [threading.Thread(target=lambda n=n: kept.append(n)) for n in range(5)]
[t.start() for t in threads]; [t.join() for t in threads]
import ctypes
from numpy._core import _multiarray_umath
library = ctypes.PyDLL(_multiarray_umath.__file__)
getattr(library, 'scipy_openblas_set_num_threads64_', lambda n: None)(2)
a = np.arange(250000.0).reshape(500, 500) / 250000
result = [sorted(kept), bool(np.allclose((a @ a)[3], [a[3] @ a[:, j] for j in range(500)]))]
"""
    assert run(source) == {"result": [[0, 1, 2, 3, 4], True]}


def test_it_is_a_user_without_privileges(run: Run) -> None:
    user, group = run("result = [os.getuid(), os.getgid()]")["result"]
    assert user != 0 and group != 0
    if os.geteuid() != 0:
        assert user == os.getuid()
