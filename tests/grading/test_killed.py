"""Killed at any moment, and run again: every submission has one grade, the one that it would have had anyway."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import autograder
from autograder.courses import Course, new_course
from autograder.courses.answers import answer_source
from autograder.courses.release import release
from autograder.exercises import find
from tests.attacks.remains import adopting, descendants, left_over
from tests.courses.conftest import graded as marks
from tests.courses.conftest import solution

pytestmark = pytest.mark.slow
WEEK = "week1_foundations"
NAMES = ("relu", "accuracy")
STUDENTS, KILLS, SEED = 60, 100, 20260901
KILLED_AT_A_TIME = (1, 1, 2, 3)  # the grader, and before it perhaps a worker or two
KEYS = Path(".handmade", "keys")


@dataclass(frozen=True)
class Graded:
    """What a finished run has left: each file but the database, and what the database says."""

    files: dict[str, bytes]
    grades: list[Any]


def little_notebook(week: str) -> Any:
    cells = []
    for name in NAMES:
        test = marks(f"check_{name}", grade=True, locked=True, points=find(name).points)
        cells.append(new_code_cell(solution(name), id=name, metadata=marks(name, solution=True)))
        cells.append(new_code_cell(f'check("{name}")', id=f"check_{name}", metadata=test))
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which sixty have handed in and nobody is graded: right, wrong, nothing, and what is no notebook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.courses.new.source_notebook", little_notebook)
        course = new_course(tmp_path_factory.mktemp("killed") / "pristine", [WEEK])
    release(course, WEEK)
    for number in range(STUDENTS):
        hand_in(course, number)
    return course


def hand_in(course: Course, number: int) -> None:
    """A student's submission; by the number it is right, wrong, blank or broken."""
    notebook = nbformat.read(course.folder / "release" / WEEK / f"{WEEK}.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.nbgrader.grade_id
        if name in NAMES and number % 6 != 3:
            exercise = find(name)
            wrong = [mistake.implementation for mistake in exercise.mistakes]
            chosen = wrong[number % len(wrong)] if number % 3 == 1 else exercise.reference()
            cell.source = f"# {number}\n{answer_source(exercise, chosen)}"
    path = course.notebook("submitted", f"student{number:02}", WEEK)
    path.parent.mkdir(parents=True)
    path.write_text("no notebook" if number % 20 == 7 else nbformat.writes(notebook))
    path.with_name("timestamp.txt").write_text("2026-09-01 12:00:00 UTC")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The grader's: a temporary folder of its own, and no torch, which would only make its start longer."""
    folder = tmp_path_factory.mktemp("without")
    (folder / "torch.py").write_text("raise ImportError('not here')")
    (folder / "tmp").mkdir()
    packages = Path(autograder.__file__).parents[1]
    path = os.pathsep.join([str(folder), str(packages), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "TMPDIR": str(folder / "tmp")}


def start(course: Course, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The grader, at work."""
    command = [sys.executable, "-m", "autograder.cli", "grade", str(course.folder), WEEK, "--workers", "2"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def left_by(course: Course) -> Graded:
    """What stands in a course folder."""
    files = {str(path.relative_to(course.folder)): path for path in course.folder.rglob("*") if path.is_file()}
    texts = {name: path.read_bytes() for name, path in files.items() if not name.startswith("gradebook.db")}
    database = {name: b"" for name in files if name.startswith("gradebook.db")}
    with course.gradebook() as gradebook:
        submissions = gradebook.assignment_submissions(WEEK)
        grades = [
            (one.student.id, str(one.timestamp), one.score, grade.name, grade.auto_score, grade.needs_manual_grade)
            for one in submissions
            for notebook in one.notebooks
            for grade in notebook.grades
        ]
    return Graded({**texts, **database}, sorted(grades))


def copy_of(course: Course, name: str, with_keys: bool = False) -> Course:
    """The course once more; with the answer key, which takes long to make, or without it."""
    copy = Course.open(shutil.copytree(course.folder, course.folder.with_name(name)))
    if with_keys:
        shutil.copytree(course.folder.with_name("undisturbed") / KEYS, copy.folder / KEYS)
    return copy


@pytest.fixture(scope="module")
def undisturbed(pristine: Course, environment: dict[str, str]) -> tuple[Graded, float]:
    """What a run that nobody kills comes to, and how many seconds it takes once the answer key is there."""
    course = copy_of(pristine, "undisturbed")
    start(course, environment).wait()
    began = time.monotonic()
    start(copy_of(pristine, "timed", with_keys=True), environment).wait()
    seconds = time.monotonic() - began
    found = left_by(course)
    assert len({student for student, *_ in found.grades}) == STUDENTS - len(range(7, STUDENTS, 20))
    return found, seconds


def kill_one_of(numbers: Iterable[int], rng: random.Random) -> int:
    """Kill one process, if there is one; how many were killed."""
    there = sorted(numbers)
    if there:
        os.kill(rng.choice(there), signal.SIGKILL)
    return min(len(there), 1)


def workers_of(grader: int) -> Iterator[int]:
    """The processes that a grader has started to judge in: its own children that run Python."""
    for number in descendants():
        try:
            parent = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
            command = Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            continue
        if parent == grader and b"spawn_main" in command:
            yield number


def disturbed(course: Course, environment: dict[str, str], seconds: float, rng: random.Random) -> int:
    """Start the grader and kill it at a random moment, perhaps a worker or two before it; how many died."""
    grader, killed = start(course, environment), 0
    began = time.monotonic()
    *earlier, last = sorted(rng.uniform(0, seconds) for _ in range(rng.choice(KILLED_AT_A_TIME)))
    for moment in earlier:
        time.sleep(max(0.0, began + moment - time.monotonic()))
        killed += kill_one_of(workers_of(grader.pid), rng)
    try:
        grader.wait(max(0.0, began + last - time.monotonic()))
    except subprocess.TimeoutExpired:
        grader.kill()
        killed += 1
    grader.wait()
    return killed


def test_it_can_be_killed_a_hundred_times(
    pristine: Course, environment: dict[str, str], undisturbed: tuple[Graded, float]
) -> None:
    due, seconds = undisturbed
    rng, kills, number = random.Random(SEED), 0, 0
    with adopting():
        before = descendants()
        while kills < KILLS:
            course, number = copy_of(pristine, f"killed{number}", with_keys=number > 0), number + 1
            while died := disturbed(course, environment, seconds, rng):
                kills += died
            found = left_by(course)
            assert found.grades == due.grades, f"course {number}, after {kills} kills"
            assert found.files.keys() == due.files.keys(), f"course {number}, after {kills} kills"
            assert found.files == due.files
            assert left_over(before) == {}, f"after {kills} kills"
            shutil.rmtree(course.folder)
    assert list(Path(environment["TMPDIR"]).iterdir()) == []


def test_a_worker_that_dies_in_the_middle_costs_nobody_the_grade(
    pristine: Course, environment: dict[str, str], undisturbed: tuple[Graded, float]
) -> None:
    due, seconds = undisturbed
    course, rng, killed = copy_of(pristine, "worker"), random.Random(SEED), 0
    with adopting():
        before = descendants()
        grader = start(course, environment)
        while grader.poll() is None and not killed:
            time.sleep(seconds / 200)
            if any((course.folder / ".handmade" / "journal").rglob("*.json")):
                killed = kill_one_of(workers_of(grader.pid), rng)
        assert killed and grader.wait() == 1  # some handed in what is no notebook
        assert left_over(before) == {}
    assert left_by(course) == due
