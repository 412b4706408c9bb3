"""What breaks on the machine: a clear message, no traceback, nothing half-written, and a rerun completes the work."""

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import files
from autograder.courses import Course, CourseError
from autograder.courses.course import CONFIG
from autograder.courses.gradebook import GradebookError
from autograder.grading.grade import grade
from autograder.grading.secrets import FILE, make_seed, read_seed
from autograder.sandbox import link
from autograder.sandbox.isolation import probe as probing
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.tier import Tier
from tests.cli import conftest as command_line
from tests.grading.little_course import (
    FULL,
    RIGHT,
    WEEK,
    entries,
    hand_in,
    little_course,
    notebooks,
    scores,
    state,
    unfinished,
)

handmade = command_line.handmade
Handmade = Callable[..., Any]
STAGES = ["journal", "autograded", "written"]


@pytest.fixture
def course(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A little course with a submission; a lock on its gradebook is not waited for as long as usual."""
    made = little_course(tmp_path_factory, tmp_path / "autumn")
    with (made.folder / CONFIG).open("a") as config:
        config.write(f'\nc.CourseDirectory.db_url = "sqlite:///{made.folder}/gradebook.db?timeout=0.1"\n')
    hand_in(made, "ada", **RIGHT)
    return made


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """All that grading leaves behind where nothing breaks."""
    made = little_course(tmp_path_factory, tmp_path_factory.mktemp("undisturbed") / "autumn")
    hand_in(made, "ada", **RIGHT)
    grade(made.folder, WEEK, trusted=True)
    return state(made)


Ran = Callable[[], tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def ran(course: Course, handmade: Handmade) -> Ran:
    """Grades at the command line: exit status, rows, and what was said; never a traceback."""

    def ran() -> tuple[int, list[dict[str, Any]], str]:
        end = handmade("grade", str(course.folder), "week1", "--json", "--trusted")
        assert "Traceback" not in end.out + end.err
        return end.status, json.loads(end.out) if end.out else [], end.err

    return ran


def fails(ran: Ran, *words: str) -> None:
    """No grade for anybody, and why."""
    status, rows, said = ran()
    told = rows[0]["reason"] if rows else said
    assert status == 1 and all(row["points"] is None and row["status"] == "failed" for row in rows), rows
    assert all(word in told for word in words), told


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


# The disk is full.


@pytest.mark.parametrize("call", ["mkstemp", "fdopen", "replace"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_full_disk_leaves_no_half_and_a_rerun_completes(
    course: Course, ran: Ran, undisturbed: Any, monkeypatch: pytest.MonkeyPatch, stage: str, call: str
) -> None:
    module = files.tempfile if call == "mkstemp" else files.os
    right = getattr(module, call)

    def broken(*given: Any, **named: Any) -> Any:
        place = str(named.get("dir") or given[-1])
        if call == "fdopen":
            place = os.readlink(f"/proc/self/fd/{given[0]}")
        if f"/{stage}/" in place.replace(str(course.folder), "") + "/":
            full()
        return right(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, call, broken)
        fails(ran, "No space left on device", "un again")
    assert unfinished(course) == []
    assert ran()[0] == 0 and state(course) == undisturbed


@pytest.mark.parametrize("table", ["student", "submitted_assignment", "submitted_notebook", "grade", "comment"])
def test_a_gradebook_that_cannot_grow_has_no_half_of_a_submission(
    course: Course, ran: Ran, undisturbed: Any, table: str
) -> None:
    said = f"CREATE TRIGGER no_room BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    change(course, said)
    fails(ran, "judged, but it could not be written down", "database or disk is full", "Make room on the disk")
    assert scores(course) == {}
    change(course, "DROP TRIGGER no_room")
    assert ran()[0] == 0 and state(course) == undisturbed


def change(course: Course, statement: str) -> None:
    """Change the gradebook behind everyone's back."""
    connection = sqlite3.connect(course.folder / "gradebook.db")
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def small_disk(course: Course, tmp_path: Path) -> Iterator[Path]:
    """The course on a disk of its own, which is small."""
    disk, kept = course.folder, tmp_path / "kept"
    shutil.move(disk, kept)
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"no disk of its own to be had: {mounted.stderr.decode().strip()}")
    shutil.copytree(kept, disk, dirs_exist_ok=True)
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("pages", range(0, 16))
def test_a_disk_that_is_full_at_any_point(
    course: Course, small_disk: Path, ran: Ran, undisturbed: Any, pages: int
) -> None:
    filler = small_disk / "filler"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    filler.write_bytes(bytes(max(0, free - 4096 * pages)))
    status, rows, said = ran()
    if status != 0:
        told = rows[0]["reason"] if rows else said
        assert any(words in told for words in ("No space left", "is full", "disk I/O error")), told
        assert "un again" in told
    filler.unlink()
    assert unfinished(course) == []
    assert ran()[0] == 0 and state(course) == undisturbed


@pytest.mark.slow
def test_a_disk_that_may_not_be_written(course: Course, small_disk: Path, ran: Ran, undisturbed: Any) -> None:
    def mount(how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(small_disk)], check=True)

    mount("ro")
    fails(ran, "Read-only file system", str(small_disk))
    mount("rw")
    assert ran()[0] == 0 and state(course) == undisturbed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(course: Course, ran: Ran, undisturbed: Any) -> None:
    folder = course.folder / ".handmade"
    folder.chmod(0o500)
    fails(ran, "Permission denied", str(folder))
    folder.chmod(0o700)
    assert ran()[0] == 0 and state(course) == undisturbed


# The gradebook.


def test_a_gradebook_that_is_locked_from_the_start(course: Course, ran: Ran, undisturbed: Any) -> None:
    other = sqlite3.connect(course.folder / "gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    fails(ran, f"The gradebook {course.folder}/gradebook.db cannot be opened", "is locked", "formgrader", "run again")
    other.close()
    assert ran()[0] == 0 and state(course) == undisturbed


def test_a_gradebook_that_is_locked_while_scores_are_entered(course: Course, ran: Ran, undisturbed: Any) -> None:
    other = sqlite3.connect(course.folder / "gradebook.db")
    other.execute("BEGIN IMMEDIATE")
    fails(ran, "judged, but it could not be written down", "is locked", "formgrader", "run again")
    other.close()
    assert scores(course) == {}
    assert ran()[0] == 0 and state(course) == undisturbed


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"garbage " * 4000,
        lambda whole: whole[:100],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: b"\0" * len(whole),
    ],
    ids=["garbage", "its first bytes", "half of it", "zeros"],
)
def test_a_damaged_gradebook_is_told_and_left_as_it_is(
    course: Course, ran: Ran, damage: Callable[[bytes], bytes]
) -> None:
    path = course.folder / "gradebook.db"
    path.write_bytes(damage(path.read_bytes()))
    damaged = path.read_bytes()
    fails(ran, f"The gradebook {path} cannot be opened", "Put back a copy of it, or move it away", "by hand")
    assert path.read_bytes() == damaged


@pytest.mark.slow
@pytest.mark.parametrize("before", [False, True], ids=["new", "graded before"])
@pytest.mark.parametrize("empty", [False, True], ids=["none", "an empty one"])
def test_in_the_place_of_a_lost_gradebook_a_new_one_is_made(
    course: Course, ran: Ran, undisturbed: Any, before: bool, empty: bool
) -> None:
    if before:
        assert ran()[0] == 0
    path = course.folder / "gradebook.db"
    path.unlink()
    if empty:
        path.touch()
    status, (row,), _ = ran()
    assert (status, row["points"]) == (0, FULL) and state(course) == undisturbed


def test_a_gradebook_that_is_a_folder_is_told(course: Course, ran: Ran) -> None:
    path = course.folder / "gradebook.db"
    path.unlink()
    path.mkdir()
    fails(ran, f"The gradebook {path} cannot be opened", "It must be a file")


def test_the_password_of_a_gradebook_elsewhere_is_not_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    def unreachable(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("nobody answers"))

    monkeypatch.setattr("nbgrader.apps.api.Gradebook", unreachable)
    api = course.api()
    api.coursedir.db_url = "postgresql://me:secret@host/grades"
    monkeypatch.setattr(Course, "api", lambda self: api)
    with pytest.raises(GradebookError, match=r"host/grades cannot be opened: nobody answers") as told:
        course.gradebook()
    assert "secret" not in str(told.value)


# The course's own files.


@pytest.mark.parametrize("text", ["", "\n", "x", "-1", "1.5", "0x1f", "12 13", "9" * 5000, "\xff\xfe", "²"])
def test_a_damaged_seed_is_told(course: Course, ran: Ran, undisturbed: Any, text: str) -> None:
    seed = (course.folder / FILE).read_text()
    (course.folder / FILE).write_bytes(text.encode("latin-1"))
    fails(ran, str(course.folder / FILE), "must hold one number")
    (course.folder / FILE).write_text(seed)
    assert ran()[0] == 0 and state(course) == undisturbed


def test_no_half_of_a_seed_is_left_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.secrets.secrets.randbits", full)
        with pytest.raises(OSError, match="No space left"):
            make_seed(tmp_path)
    assert not (tmp_path / FILE).exists()
    assert read_seed(tmp_path) >= 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "\0" * len(text),
        lambda text: json.dumps({**json.loads(text), "result": {}}),
        lambda text: json.dumps({**json.loads(text), "result": None}),
        lambda text: json.dumps({**json.loads(text), "result": [1]}),
        lambda text: json.dumps({"key": json.loads(text)["key"]}),
        lambda text: "[" * 10**5,
    ],
)
def test_a_damaged_entry_of_the_journal_is_made_again(
    course: Course, ran: Ran, undisturbed: Any, damage: Callable[[str], str]
) -> None:
    assert ran()[0] == 0
    (path,) = (course.folder / ".handmade" / "journal").rglob("*.json")
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    status, (row,), _ = ran()
    assert (status, row["points"], row["unchanged"]) == (0, FULL, False) and state(course) == undisturbed


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"something else\n"])
def test_a_damaged_receipt_means_to_write_again(course: Course, ran: Ran, undisturbed: Any, damage: bytes) -> None:
    assert ran()[0] == 0
    (path,) = (course.folder / ".handmade" / "written").rglob("*.txt")
    path.write_bytes(damage)
    assert [ran()[1][0]["unchanged"] for _ in range(2)] == [False, True]
    assert state(course) == undisturbed


def test_what_was_deleted_is_written_again(course: Course, ran: Ran, undisturbed: Any) -> None:
    assert ran()[0] == 0
    shutil.rmtree(course.folder / "autograded")
    assert ran()[0] == 0 and state(course) == undisturbed
    change(course, "DELETE FROM submitted_assignment")
    assert scores(course) != undisturbed[0]
    assert ran()[0] == 0 and scores(course).keys() == {"ada"} and notebooks(course) == undisturbed[1]


# The walls.


@pytest.fixture
def probed_anew() -> Iterator[None]:
    """What this machine offers is found out again, and forgotten afterwards."""
    probing.probe.cache_clear()
    yield
    probing.probe.cache_clear()


def try_only(*works: Tier) -> Callable[[Tier], bool]:
    """As if nothing but these tiers worked here."""
    right = probing.try_tier

    def tried(tier: Tier) -> bool:
        if tier in works:
            return right(tier)
        said = "bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap)."
        raise IsolationError(said if tier is Tier.A else "system call 444: Function not implemented.")

    return tried


@pytest.mark.usefixtures("probed_anew")
def test_without_any_walls_nothing_is_run_and_it_says_what_is_missing(
    course: Course, handmade: Handmade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "try_tier", try_only())
    ran = handmade("grade", str(course.folder), "week1")
    assert ran.status == 1 and "Traceback" not in ran.err
    for words in ("cannot wall in students' code", "apt install bubblewrap", "Linux 5.13", "--trusted"):
        assert words in ran.err
    assert entries(course) == [] and scores(course) == {}


@pytest.mark.usefixtures("probed_anew")
def test_without_bubblewrap_the_other_walls_are_put_up(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        probing.try_tier(Tier.B)
    except IsolationError as error:
        pytest.skip(f"no tier B here: {error}")
    monkeypatch.setattr(probing, "try_tier", try_only(Tier.B))
    (row,) = grade(course.folder, WEEK)
    assert (row.points, row.tier) == (FULL, "B")


@pytest.mark.usefixtures("probed_anew")
def test_without_landlock_namespaces_are_enough_to_go_on(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        probing.try_tier(Tier.A)
    except IsolationError as error:
        pytest.skip(f"no tier A here: {error}")
    monkeypatch.setattr(probing, "try_tier", try_only(Tier.A))
    assert grade(course.folder, WEEK)[0].tier == "A"
    with (course.folder / CONFIG).open("a") as config:
        config.write('\nc.Handmade.tier = "B"\n')
    with pytest.raises(CourseError, match=r"in tier B, which c\.Handmade\.tier asks for.*Linux 5\.13"):
        grade(course.folder, WEEK, force=True)


def test_a_warm_process_that_was_killed_is_started_again(course: Course) -> None:
    """Such as by the kernel, for want of memory."""
    if probing.probe().tier is Tier.C:
        pytest.skip("there are no walls here")
    assert grade(course.folder, WEEK)[0].points == FULL
    warm = link.zygote(probing.probe().tier, probing_limits())
    os.kill(warm.launched.process.pid, signal.SIGKILL)
    warm.launched.process.wait()
    assert grade(course.folder, WEEK, force=True)[0].points == FULL


def probing_limits() -> Any:
    from autograder.sandbox.isolation.limits import Limits

    return Limits()


def test_walls_that_fall_in_the_middle_are_no_grade(
    course: Course, ran: Ran, undisturbed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise IsolationError("no process to be had")

    with monkeypatch.context() as patch:
        patch.setattr("autograder.sandbox.process.open_link", down)
        fails(ran, "no process to be had", f"the report is {course.folder}")
    assert entries(course) == [] and scores(course) == {}
    assert ran()[0] == 0 and state(course) == undisturbed


def test_an_answer_key_that_cannot_be_written_is_told(
    course: Course, ran: Ran, undisturbed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Worker:
        def __enter__(self) -> "Worker":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def submit(self, *_: object) -> "Worker":
            return self

        def result(self) -> bytes:
            return b"what is right"

    (key,) = (course.folder / ".handmade" / "keys").iterdir()
    kept = key.rename(course.folder / "kept")
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.answer_key.pool", lambda jobs: Worker())
        patch.setattr(files.os, "replace", full)
        fails(ran, str(key), "No space left on device")
    assert unfinished(course) == [] and not key.exists()
    kept.rename(key)
    assert ran()[0] == 0 and state(course) == undisturbed
