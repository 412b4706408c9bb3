"""A Dask cluster judges as the local pool does; machines that fail cost nobody a grade."""

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.courses import Course, CourseError
from autograder.grading.grade import grade
from tests.cli import conftest as command_line
from tests.grading.little_course import FULL, RIGHT, WEEK, entries, hand_in, hand_in_class, little_course, state

pytest.importorskip("distributed", reason="Dask is not installed")

STUDENTS = 200
handmade = command_line.handmade
Handmade = Callable[..., Any]
Machines = Callable[..., "Cluster"]


class Cluster:
    """A scheduler and its workers, each a process as an instructor would start it."""

    def __init__(self, folder: Path, workers: int, threads: int = 1) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.scheduler = self.start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file))
        eventually(self.file.exists)
        self.address = json.loads(self.file.read_text())["address"]
        self.workers = [self.worker(threads) for _ in range(workers)]
        eventually(lambda: self.present() == workers)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "dask", *arguments], env=environment, stdout=log, stderr=log)

    def worker(self, threads: int = 1) -> subprocess.Popen[bytes]:
        places = ["--local-directory", str(self.folder), "--no-nanny", "--no-dashboard"]
        return self.start("worker", self.address, "--nthreads", str(threads), *places)

    def present(self) -> int:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return len(client.scheduler_info(n_workers=-1)["workers"])

    def close(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


def eventually(holds: Callable[[], bool]) -> None:
    while not holds():
        time.sleep(0.1)


@pytest.fixture(autouse=True)
def no_client_is_left() -> None:
    """Dask's clients that never came to be block the next one, when they are collected while it starts."""
    gc.collect()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """Starts clusters, which end with the test."""
    started: list[Cluster] = []

    def start(workers: int, threads: int = 1) -> Cluster:
        folder = tmp_path / f"cluster {len(started)}"
        folder.mkdir()
        started.append(Cluster(folder, workers, threads))
        return started[-1]

    yield start
    for cluster in started:
        cluster.close()


@pytest.fixture
def course(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return little_course(tmp_path_factory, tmp_path / "autumn")


@pytest.fixture(scope="module")
def class_of_many(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class's submissions, not graded."""
    made = little_course(tmp_path_factory, tmp_path_factory.mktemp("many") / "autumn")
    hand_in_class(made, STUDENTS)
    return made


@pytest.fixture(scope="module")
def undisturbed(class_of_many: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class as this machine's processes grade it."""
    made = Course.open(shutil.copytree(class_of_many.folder, tmp_path_factory.mktemp("local") / "autumn"))
    rows = grade(made.folder, WEEK, workers=2)
    assert len(rows) == STUDENTS and {row.points for row in rows} >= {0, FULL}
    return made


@pytest.fixture
def many(class_of_many: Course, tmp_path: Path) -> Course:
    """The class, for one test."""
    return Course.open(shutil.copytree(class_of_many.folder, tmp_path / "many"))


@pytest.mark.slow
def test_a_cluster_gives_what_the_local_pool_gives(
    handmade: Handmade, many: Course, undisturbed: Course, machines: Machines
) -> None:
    ran = handmade("grade", str(many.folder), "week1", "--cluster", machines(2).address, "--json")
    assert ran.status == 0, ran.err
    rows = json.loads(ran.out)
    assert len(rows) == STUDENTS and {row["tier"] for row in rows} <= {"A", "B"}
    assert state(many) == state(undisturbed)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_nobody_a_grade(
    many: Course, undisturbed: Course, machines: Machines
) -> None:
    cluster = machines(2)
    seen: list[str] = []

    def kill_one(done: int, total: int, student: str) -> None:
        seen.append(student)
        if done == STUDENTS // 4:
            cluster.workers[0].send_signal(signal.SIGKILL)

    rows = grade(many.folder, WEEK, cluster=cluster.address, progress=kill_one)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert len(seen) == len(set(seen)) == len(rows) == STUDENTS
    assert state(many) == state(undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["scheduler", "workers"])
def test_a_cluster_that_is_gone_is_told_and_a_rerun_completes_the_work(
    who: str, many: Course, undisturbed: Course, machines: Machines
) -> None:
    cluster = machines(2)
    lost = [cluster.scheduler] if who == "scheduler" else cluster.workers

    def kill(done: int, total: int, student: str) -> None:
        if done == STUDENTS // 4:
            for process in lost:
                process.send_signal(signal.SIGKILL)

    with pytest.raises(CourseError, match=r"[Rr]un again"):
        grade(many.folder, WEEK, cluster=cluster.address, progress=kill)
    kept = entries(many)
    assert STUDENTS // 4 <= len(kept) < STUDENTS
    rows = grade(many.folder, WEEK, workers=2)
    assert sum(row.unchanged for row in rows) >= STUDENTS // 4
    assert state(many) == state(undisturbed)


def refusal(course: Course, address: str) -> str:
    """What is said of a cluster that cannot be used."""
    hand_in(course, "ada", **RIGHT)
    with pytest.raises(CourseError) as told:
        grade(course.folder, WEEK, cluster=address)
    assert entries(course) == []
    return str(told.value)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nonsense://x", "tcp://", "no such host:1"])
def test_where_nobody_answers_it_says_so(course: Course, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.grading.cluster.SECONDS", 1)
    assert f"No Dask scheduler answers at {address}" in refusal(course, address)


def test_without_dask_it_says_what_to_install(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'handmade[cluster]'" in refusal(course, "tcp://127.0.0.1:1")


@pytest.mark.slow
def test_a_cluster_without_workers_is_told(course: Course, machines: Machines) -> None:
    assert "has no workers. Start some: dask worker" in refusal(course, machines(0).address)


@pytest.mark.slow
def test_workers_of_several_threads_are_told(course: Course, machines: Machines) -> None:
    assert "more than one thread: tcp://" in refusal(course, machines(1, threads=2).address)


@pytest.mark.slow
def test_a_worker_of_another_version_gives_no_grade(
    course: Course, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", **RIGHT)
    cluster = machines(1)
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.engine.grader_version", lambda: "another")
        (row,) = grade(course.folder, WEEK, cluster=cluster.address)
    assert (row.points, row.status) == (None, "failed") and "another version" in row.reason
    assert grade(course.folder, WEEK, cluster=cluster.address)[0].points == FULL
