"""Who judges: a process that dies costs nobody else a grade, and only as much as is being judged is in memory."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from autograder.courses import Course, CourseError
from autograder.grading.engine import Engine
from autograder.grading.grade import grade
from autograder.grading.judges import Here, Judges
from autograder.grading.work import Found, Task
from tests.grading import dying
from tests.grading.little_course import FULL, RIGHT, WEEK, entries, hand_in, little_course, plan_of

MANY = [Task(f"s{number:03}", b"") for number in range(100)]
Asked = list[tuple[str, ...]]


@pytest.fixture
def course(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return little_course(tmp_path_factory, tmp_path / "autumn")


class Waiting(Executor):
    """Does a batch only when somebody waits for one, the last first; counts what is out."""

    def __init__(self) -> None:
        self.out: list[tuple[Future[list[Found]], Sequence[Task]]] = []
        self.most = 0

    def submit(self, call: object, /, work: object, tasks: Sequence[Task]) -> Future[list[Found]]:  # type: ignore[override]
        job: Future[list[Found]] = Future()
        self.out.append((job, tasks))
        self.most = max(self.most, sum(len(batch) for _, batch in self.out))
        return job

    def work(self) -> None:
        job, tasks = self.out.pop()
        job.set_result([Found(task.student, "A", []) for task in tasks])


@pytest.mark.parametrize(("busy", "size"), [(1, 1), (4, 4), (4, 25), (3, 7)])
def test_no_more_is_in_memory_than_is_being_judged(monkeypatch: pytest.MonkeyPatch, busy: int, size: int) -> None:
    executor = Waiting()

    @contextmanager
    def hire() -> Iterator[Executor]:
        yield executor

    def wait(jobs: Sequence[Future[list[Found]]], *_: object) -> tuple[set[Future[list[Found]]], None]:
        executor.work()
        return {job for job in jobs if job.done()}, None

    monkeypatch.setattr("autograder.grading.judges.wait", wait)
    found: list[Found] = []
    ahead = 0
    with Judges(None, hire, busy, size) as judges:
        for taken, task in enumerate(MANY, start=1):
            found += judges.take(task)
            ahead = max(ahead, taken - len(found))
        found += judges.rest()
    assert executor.most <= busy * size and ahead <= (busy + 1) * size
    assert sorted(one.student for one in found) == [task.student for task in MANY]


def test_a_long_list_is_read_no_faster_than_it_is_judged(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine takes in what was handed in a submission at a time, as its results are asked for."""
    students = [f"s{number}" for number in range(40)]
    path = hand_in(course, students[0], **RIGHT)
    for student in students[1:]:
        other = course.notebook("submitted", student, WEEK)
        other.parent.mkdir(parents=True)
        other.write_bytes(path.read_bytes())
    read: list[str] = []
    at_once = Engine.at_once
    monkeypatch.setattr(Engine, "at_once", lambda self, student: read.append(student) or at_once(self, student))
    monkeypatch.setattr("autograder.grading.judges.judge_all", nothing_wrong)
    monkeypatch.setattr("autograder.grading.engine.pool", ThreadPoolExecutor)
    engine = Engine(course, plan_of(course), workers=2, trusted=True)
    seen = 0
    for seen, _ in enumerate(engine.results(students), start=1):
        assert len(read) - seen <= (2 * 2 + 1) * 4
    assert seen == len(read) == 40


def test_a_single_submission_is_judged_without_a_worker(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_worker(jobs: int) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr("autograder.grading.engine.pool", no_worker)
    hand_in(course, "ada", **RIGHT)
    assert grade(course.folder, WEEK, trusted=True)[0].points == FULL
    assert grade(course.folder, WEEK, ["ada"], force=True, trusted=True)[0].points == FULL


def test_where_all_is_known_nobody_is_hired(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    for student in ("ada", "ben"):
        hand_in(course, student, **RIGHT)
        grade(course.folder, WEEK, [student], trusted=True)
    monkeypatch.setattr("autograder.grading.engine.Judges", None)
    assert all(row.unchanged for row in grade(course.folder, WEEK, trusted=True))


def nothing_wrong(work: object, tasks: Sequence[Task]) -> list[Found]:
    return [Found(task.student, "A", []) for task in tasks]


Judged = Callable[..., dict[str, Found]]


def forked() -> ProcessPoolExecutor:
    """Two processes, which start sooner than those that begin from nothing."""
    return ProcessPoolExecutor(2, mp_context=get_context("fork"))


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Has tasks judged by two processes, which die of some of them; gives what was found, each once."""
    monkeypatch.setattr("autograder.grading.judges.judge_all", dying.die_of_what_is_said)

    def judged(size: int = 1, **said: str) -> dict[str, Found]:
        found: list[Found] = []
        with Judges(tmp_path, forked, busy=4, size=size) as judges:
            for student, data in said.items():
                found += judges.take(Task(student, data.replace("_", " ").encode()))
            found += judges.rest()
        assert len(found) == len(said)
        return {one.student: one for one in found}

    return judged


def tries(folder: Path) -> dict[str, int]:
    """How often each was tried."""
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def test_who_kills_a_process_is_tried_once_more_alone_and_has_no_grade(judged: Judged, tmp_path: Path) -> None:
    found = judged(size=3, ada="", guilty="dies", ben="", cleo="", dan="", eve="", finn="")
    assert {student for student, one in found.items() if one.records is None} == {"guilty"}
    assert "died, twice" in found["guilty"].failed and "look at this submission" in found["guilty"].failed
    assert tries(tmp_path)["guilty"] == 2


def test_who_was_only_there_when_a_process_died_has_a_grade(judged: Judged, tmp_path: Path) -> None:
    found = judged(size=2, ada="", once="dies_once", ben="", cleo="")
    assert all(one.records == [] for one in found.values()), found
    assert tries(tmp_path)["once"] == 2


def test_several_guilty_ones_cost_themselves_alone(judged: Judged, tmp_path: Path) -> None:
    students = {f"s{number}": "dies" if number in (0, 5, 11) else "" for number in range(12)}
    found = judged(size=2, **students)
    assert {student for student, one in found.items() if one.failed} == {"s0", "s5", "s11"}


def test_a_batch_that_raises_is_judged_one_by_one_and_says_what_was_raised(judged: Judged, tmp_path: Path) -> None:
    found = judged(size=3, ada="", bad="raises", ben="")
    assert [student for student, one in found.items() if one.failed] == ["bad"]
    assert "ValueError: out of order" in found["bad"].failed


@pytest.mark.slow
def test_in_a_course_the_guilty_one_fails_and_its_neighbours_have_their_grades(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    students = ["ada", "ben", "guilty", "hal", "ivy", "jo", "kim", "lea"]
    for student in students:
        hand_in(course, student, **RIGHT)
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.judges.judge_all", dying.judge_or_die)
        rows = {row.student: row for row in grade(course.folder, WEEK, workers=2, trusted=True)}
    assert list(rows) == students
    assert (rows["guilty"].points, rows["guilty"].status) == (None, "failed")
    assert all(row.points == FULL for row in rows.values() if row.student != "guilty")
    assert [student for student, _ in entries(course)] == [one for one in students if one != "guilty"]
    again = {row.student: row for row in grade(course.folder, WEEK, workers=2, trusted=True)}
    assert again["guilty"].points == FULL and sum(row.unchanged for row in again.values()) == len(students) - 1


def test_a_pool_that_broke_between_two_batches_is_replaced(judged: Judged, tmp_path: Path) -> None:
    """A process that dies of nothing that was handed out, such as for want of memory."""
    with Judges(tmp_path, forked, busy=1) as judges:
        assert [one.student for one in judges.take(Task("ada", b""))] == ["ada"]
        for process in list(judges.executor._processes.values()):
            process.kill()
            process.join()
        found = [*judges.take(Task("ben", b"")), *judges.take(Task("cleo", b"")), *judges.rest()]
    assert [(one.student, one.records) for one in found] == [("ben", []), ("cleo", [])]


def test_without_news_for_long_it_is_asked_whether_anybody_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.grading.judges.PATIENCE", 0.01)

    @contextmanager
    def hire() -> Iterator[Executor]:
        yield Waiting()

    def nobody() -> None:
        raise CourseError("Nobody is left.")

    with Judges(None, hire, 1, 1, nobody) as judges, pytest.raises(CourseError, match="Nobody is left"):
        list(judges.take(MANY[0]))


def test_here_is_a_judge_that_needs_no_process(tmp_path: Path) -> None:
    with Here() as here:
        assert here.submit(dying.die_of_what_is_said, tmp_path, (Task("ada", b""),)).result()[0].records == []
        failed = here.submit(dying.die_of_what_is_said, tmp_path, (Task("ben", b"raises"),))
        assert isinstance(failed.exception(), ValueError)


def test_a_key_that_is_whole_and_nonsense_is_no_grade_for_anybody(course: Course) -> None:
    (key,) = (course.folder / ".handmade" / "keys").iterdir()
    key.write_bytes(hashlib.sha256(b"nonsense").digest() + b"nonsense")
    hand_in(course, "ada", **RIGHT)
    (row,) = grade(course.folder, WEEK, trusted=True)
    assert (row.points, row.status) == (None, "failed") and "ProtocolError" in row.reason
