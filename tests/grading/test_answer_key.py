"""The answer key: computed once, kept where only its owner reads, made anew when it is not whole or not the one."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.courses import Course
from autograder.grading.answer_key import answer_key
from autograder.grading.plan import Plan
from tests.grading.little_course import RIGHT, SEED, WEEK, hand_in, little_course, plan_of

GRADING = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from autograder.courses import Course
from autograder.grading.engine import Engine
from autograder.grading.plan import read_plan
folder, week, student = sys.argv[1:]
course = Course.open(folder)
plan = read_plan(course.folder / "release" / week / f"{week}.ipynb", week)
(result,) = Engine(course, plan, workers=1, trusted=True).results([student])
print(len(result.records), all(record["verdict"]["passed"] for record in result.records), "torch" in sys.modules)
"""


@pytest.fixture
def course(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return little_course(tmp_path_factory, tmp_path / "autumn")


@pytest.fixture
def plan(course: Course) -> Plan:
    return plan_of(course)


@pytest.fixture(autouse=True)
def made(course: Course, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What was computed, without the seconds that it takes."""
    calls: list[object] = []

    class Worker:
        def __enter__(self) -> "Worker":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def submit(self, call: object, exercises: list[str], seeds: list[int]) -> "Worker":
            calls.append((exercises, seeds))
            return self

        def result(self) -> bytes:
            return b"key %d" % len(calls)

    monkeypatch.setattr("autograder.grading.answer_key.pool", lambda jobs: Worker())
    return calls


def keys(course: Course) -> list[Path]:
    return sorted((course.folder / ".handmade" / "keys").iterdir())


def test_what_is_kept_is_not_computed_again(course: Course, plan: Plan, made: list[object]) -> None:
    (path,) = keys(course)
    assert answer_key(course.folder, plan, SEED) == path.read_bytes()[32:] and made == []


def test_only_its_owner_reads_it(course: Course, plan: Plan, made: list[object]) -> None:
    (path,) = keys(course)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()
    before = os.umask(0)
    try:
        answer_key(course.folder, plan, SEED)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(made) == 1


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:32],
        lambda whole: whole[:10],
        lambda whole: b"",
        lambda whole: whole + b"x",
        lambda whole: bytes([whole[0] ^ 1]) + whole[1:],
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
        lambda whole: b"\0" * len(whole),
        lambda whole: b"someone's own notes",
    ],
)
def test_a_file_that_is_not_whole_is_made_anew(course: Course, plan: Plan, made: list[object], damaged: object) -> None:
    (path,) = keys(course)
    path.write_bytes(damaged(path.read_bytes()))
    assert answer_key(course.folder, plan, SEED) == b"key 1" and len(made) == 1
    assert answer_key(course.folder, plan, SEED) == b"key 1" and len(made) == 1
    assert keys(course) == [path]


def test_another_seed_version_or_set_of_exercises_has_another_file(
    course: Course, plan: Plan, made: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_key(course.folder, plan, SEED + 1)
    answer_key(course.folder, replace(plan, checks={"check_relu": "relu"}), SEED)
    monkeypatch.setattr("autograder.grading.answer_key.grader_version", lambda: "another")
    answer_key(course.folder, plan, SEED)
    monkeypatch.setattr("autograder.grading.answer_key.numpy.__version__", "0.1")
    answer_key(course.folder, plan, SEED)
    assert len(made) == 4 and len(keys(course)) == 5


def test_the_order_of_the_notebook_does_not_matter(course: Course, plan: Plan, made: list[object]) -> None:
    upside_down = replace(plan, checks=dict(reversed(plan.checks.items())))
    answer_key(course.folder, upside_down, SEED)
    assert made == [] and len(keys(course)) == 1


def test_no_half_of_it_is_left_when_it_cannot_be_written(
    course: Course, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("autograder.files.os.replace", full)
        with pytest.raises(OSError, match="No space"):
            answer_key(course.folder, plan, SEED + 1)
    assert len(keys(course)) == 1


@pytest.mark.slow
def test_a_grader_that_has_the_key_never_imports_torch(course: Course) -> None:
    hand_in(course, "ada", **RIGHT)
    command = [sys.executable, "-c", GRADING, str(course.folder), WEEK, "ada"]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout.split() == ["3", "True", "False"]
