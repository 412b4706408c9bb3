"""The demo: a class from release to feedback, in a folder that is its own."""

import ast
from pathlib import Path

import pytest

from autograder.courses import CourseError
from autograder.courses.classroom import CLASS, Student, blank, half_finished, mistaken, right, typo
from autograder.courses.demo import MARK, clear, demo, what_happened, where_to_look
from autograder.courses.mischief import MISCHIEF
from autograder.exercises import find_week
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier

WEEK = "week1_foundations"


def test_the_class_is_forty_different_people() -> None:
    assert len({student.id for student in CLASS} | {one.student.id for one in MISCHIEF}) == 40


FEW = (
    Student("Ada", "Lindqvist", right),
    Student("Benjamin", "Cohen", mistaken(first=0, every=1, which=0)),
    Student("Tomasz", "Kowalski", blank, words=""),
)


@pytest.mark.slow
def test_a_class_from_release_to_feedback_twice_over(tmp_path: Path) -> None:
    said: list[str] = []
    seen: list[tuple[int, int]] = []
    demo(tmp_path / "demo", said.append, students=FEW[:1], troublemakers=())
    trouble = MISCHIEF[-4:-1]  # half a file, a link, a pipe
    progress = lambda done, total, who: seen.append((done, total))  # noqa: E731
    found = demo(tmp_path / "demo", said.append, students=FEW, troublemakers=trouble, progress=progress)
    rows = {row.student: row for row in found if row.points is not None}
    assert rows["ada.lindqvist"].points == 5
    assert [exercise for exercise, _ in rows["benjamin.cohen"].mistakes] == ["softmax", "softmax_backward"]
    assert rows["tomasz.kowalski"].points == 0
    assert all((tmp_path / "demo" / "feedback" / name / WEEK / f"{WEEK}.html").is_file() for name in rows)
    assert seen[-1] == (6, 6)
    told = what_happened(found)
    assert len(told) == (3 if probe().tier is not Tier.C else 0) and all("rejected: " in line for line in told)


def test_no_python_is_left_of_a_cell_with_a_typo() -> None:
    exercises = find_week(WEEK).exercises
    broken = [typo(right, at=1)(exercise, place) or "" for place, exercise in enumerate(exercises)]
    with pytest.raises(SyntaxError):
        ast.parse(broken[1])
    assert all(ast.parse(source) for place, source in enumerate(broken) if place != 1)


def test_half_a_week_is_the_first_half() -> None:
    exercises = find_week(WEEK).exercises
    done = [half_finished(right)(exercise, place) is not None for place, exercise in enumerate(exercises)]
    assert done == sorted(done, reverse=True)
    assert 0 < sum(done) < len(done)


def test_only_a_demo_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("")
    with pytest.raises(CourseError, match="not made by the demo"):
        clear(tmp_path)
    assert (tmp_path / "mine.txt").exists()
    (tmp_path / MARK).write_text("")
    clear(tmp_path)
    assert not tmp_path.exists()


def test_it_says_where_to_look(tmp_path: Path) -> None:
    told = "\n".join(where_to_look(tmp_path, WEEK))
    assert all(word in told for word in ("Formgrader", "feedback", "gradebook.db"))
