"""A warm sandbox: many children at once, each ended without the others, and nothing left when the grader dies."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.sandbox.isolation.child import Child
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.runtime import locate
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.isolation.zygote import Zygote

from .conftest import INSIDE, Run

ENDLESS = "while True: pass"


def tell(child: Child, source: str) -> None:
    child.to_child.write(json.dumps(source).encode() + b"\n")
    child.to_child.flush()


def ask(child: Child, source: str) -> object:
    tell(child, source)
    return json.loads(child.from_child.readline())


def running() -> set[str]:
    """The processes of this machine that have our bootstrap on their command line, by id."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"bootstrap.py" in (folder / "cmdline").read_bytes():
                found.add(folder.name)
        except OSError:
            continue
    return found


def soon(condition: Callable[[], bool]) -> bool:
    """Whether it comes true before patience ends."""
    for _ in range(1000):
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_children_live_side_by_side_and_one_can_be_killed_alone(zygote: Zygote) -> None:
    with zygote.fork() as first, zygote.fork() as second:
        assert ask(first, "left = result = 1") == {"result": 1}
        tell(first, ENDLESS)
        assert first.wait(0.01) is None
        first.kill()
        assert first.wait(10) == -signal.SIGKILL
        assert ask(second, "result = 'here'") == {"result": "here"}


def test_a_child_whose_requests_end_ends_well(zygote: Zygote) -> None:
    with zygote.fork() as child:
        child.to_child.close()
        assert child.wait(10) == 0


def test_nothing_is_left_of_a_zygote_and_its_children(tier: Tier) -> None:
    before = running()
    with Zygote.start("inside:run", tier, modules=INSIDE) as zygote:
        children = [zygote.fork() for _ in range(3)]
        for child in children:
            tell(child, ENDLESS)
        assert len(running() - before) > len(children)
    assert soon(lambda: running() <= before)
    assert all(child.exit_code is not None for child in children)


def test_a_zygote_that_was_killed_says_so(tier: Tier) -> None:
    zygote = Zygote.start("inside:run", tier, modules=INSIDE)
    zygote.launched.process.kill()
    zygote.launched.process.wait()
    zygote.launched.kill()
    with pytest.raises(IsolationError):
        zygote.fork()
    zygote.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_death_of_the_grader_ends_everything(tier: Tier, how: signal.Signals, tmp_path: Path) -> None:
    before = running()
    grader = tmp_path / "grader.py"
    grader.write_text(
        textwrap.dedent(f"""
        import json, sys, threading, time
        from pathlib import Path
        from autograder.sandbox.isolation.tier import Tier
        from autograder.sandbox.isolation.zygote import Zygote
        zygote = Zygote.start("inside:run", Tier({tier.value!r}), modules={{"inside": Path({str(INSIDE["inside"])!r})}})
        for _ in range(2):
            child = zygote.fork()
            child.to_child.write(json.dumps({ENDLESS!r}).encode() + b"\\n")
            child.to_child.flush()
        print("running", flush=True)
        time.sleep(600)
        """)
    )
    root = str(Path(__file__).resolve().parents[3])
    environment = {**os.environ, "PYTHONPATH": root}
    with subprocess.Popen([sys.executable, str(grader)], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"running\n"
        assert running() - before
        process.send_signal(how)
    assert soon(lambda: running() <= before)


def test_the_thread_that_started_it_may_end(tier: Tier) -> None:
    import threading

    started: list[Zygote] = []
    thread = threading.Thread(target=lambda: started.append(Zygote.start("inside:run", tier, modules=INSIDE)))
    thread.start()
    thread.join()
    with started[0] as zygote, zygote.fork() as child:
        assert ask(child, "result = 2") == {"result": 2}


def test_descriptors_do_not_pile_up(zygote: Zygote) -> None:
    with zygote.fork():
        pass
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        with zygote.fork():
            pass
    assert len(os.listdir("/proc/self/fd")) == before


def test_given_files_can_be_read_and_only_they(tier: Tier, tmp_path: Path) -> None:
    for name in ("shown", "hidden"):
        (tmp_path / name).write_text(name)
    tmp_path.chmod(0o755)
    with Zygote.start("inside:run", tier, modules=INSIDE, readable=[tmp_path / "shown"]) as zygote:
        if tier is Tier.B and os.geteuid() == 0:
            pytest.skip("in tier B another user cannot walk to pytest's folder")
        with zygote.fork() as child:
            assert ask(child, f"result = open({str(tmp_path / 'shown')!r}).read()") == {"result": "shown"}
            raised = ask(child, f"open({str(tmp_path / 'hidden')!r})")
            assert raised in ({"raised": "FileNotFoundError"}, {"raised": "PermissionError"})


def test_given_packages_can_be_imported_without_their_parents(tier: Tier) -> None:
    modules = {**INSIDE, **locate("reference_impl.functional")}
    with Zygote.start("inside:run", tier, modules=modules) as zygote, zygote.fork() as child:
        source = "from reference_impl.functional.softmax import softmax\nresult = softmax(np.zeros(2)).tolist()"
        assert ask(child, source) == {"result": [0.5, 0.5]}
        assert ask(child, "import reference_impl.nn") == {"raised": "ModuleNotFoundError"}


def test_an_entry_that_is_not_there_is_our_failure(tier: Tier) -> None:
    with pytest.raises(IsolationError, match="before it was ready"):
        Zygote.start("inside:missing", tier, modules=INSIDE)
    with pytest.raises(IsolationError, match="no module"):
        locate("there_is_no_such_module")


def test_limits_are_the_callers(tier: Tier) -> None:
    limits = Limits(address_space=2**30)
    with Zygote.start("inside:run", tier, modules=INSIDE, limits=limits) as zygote, zygote.fork() as child:
        assert ask(child, "np.empty(2**27)") == {"raised": "MemoryError"}
        assert ask(child, "result = np.empty(2**25).size") == {"result": 2**25}


def test_tier_c_runs_nothing() -> None:
    with pytest.raises(IsolationError, match="no sandbox"):
        Zygote.start("inside:run", Tier.C, modules=INSIDE)


def test_an_open_fork_of_one_zygote_does_not_hold_another(run: Run, zygote: Zygote) -> None:
    with zygote.fork() as child:
        tell(child, ENDLESS)
        assert run("result = 3") == {"result": 3}
