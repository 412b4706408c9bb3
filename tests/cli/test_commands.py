"""The other commands: each one thin, calling the part of the course that does the work."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.student import hand_out, next_notebook, students_folder
from autograder.courses import Course, Row
from autograder.errors import HandmadeError
from autograder.exercises import WEEKS
from autograder.proof import ExerciseProof
from autograder.proof.evidence import MutantTally, Tally

WEEK = "week1_foundations"
Handmade = Callable[..., Any]
SAID = {"exercise": "softmax", "points": 0.0, "max_points": 2.0, "passed": False, "rung": "shape", "message": "no"}
ROWS = [
    Row("ada", 5.0, 8.0, "to mark"),
    Row("ben", 3.0, 8.0, "graded", verdicts=({**SAID, "mistake": "drops the axis"},)),
]
FAILED = Row("[eve]", None, 8.0, "failed", "NotJSONError: no notebook")


@dataclass(frozen=True)
class Built:
    path: str
    stale: bool

    def __str__(self) -> str:
        return f"{self.path}: {'stale' if self.stale else 'fresh'}"


def replaced(monkeypatch: pytest.MonkeyPatch, address: str, result: Any) -> list[Any]:
    """Put a double in a function's place; gives what it was called with."""
    calls: list[Any] = []

    def double(*arguments: Any, **options: Any) -> Any:
        calls.append((arguments, options))
        return result

    monkeypatch.setattr(address, double)
    return calls


def test_grade_prints_points_and_mistakes(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = replaced(monkeypatch, "autograder.grading.grade.grade", ROWS)
    ran = handmade("grade", "autumn", "week1", "--student", "ada", "--student", "ben", "--force")
    assert ran.status == 0
    assert "5 / 8" in ran.out
    assert "softmax: drops the axis" in ran.out
    assert "2 of 2 graded, mean 4.0 of 8 points, 1 with answers in words" in ran.out
    assert calls[0][0][:4] == ("autumn", "week1", ["ada", "ben"], True)


def test_grade_tells_who_has_no_grade(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(monkeypatch, "autograder.grading.grade.grade", [*ROWS, FAILED])
    ran = handmade("grade", "autumn", "week1")
    assert ran.status == 1
    assert "[eve]" in ran.out
    assert "NotJSONError" in ran.out


def test_grade_in_json(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(monkeypatch, "autograder.grading.grade.grade", ROWS)
    ada, ben = json.loads(handmade("grade", "autumn", "week1", "--json").out)
    assert (ada["student"], ada["points"], ada["max_points"], ada["status"]) == ("ada", 5, 8, "to mark")
    assert ben["mistakes"] == [{"exercise": "softmax", "mistake": "drops the axis"}]


def test_grade_needs_a_course(handmade: Handmade, tmp_path: Path) -> None:
    ran = handmade("grade", str(tmp_path), "week1")
    assert ran.status == 1
    assert "is no course" in ran.err


def test_course_new(handmade: Handmade, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "source" / WEEK).mkdir(parents=True)
    calls = replaced(monkeypatch, "autograder.courses.new_course", Course(tmp_path))
    ran = handmade("course", "new", "autumn", "--week", "week1")
    assert ran.status == 0
    assert calls == [(("autumn", ["week1"]), {})]
    assert f"nbgrader generate_assignment {WEEK}" in ran.out


def test_demo_prints_the_table_and_where_to_look(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(monkeypatch, "autograder.courses.demo.demo", ROWS)
    ran = handmade("demo", "somewhere")
    assert ran.status == 0
    assert "softmax: drops the axis" in ran.out
    assert "somewhere/gradebook.db" in ran.out


@pytest.mark.parametrize("stale", [False, True])
def test_build_fails_where_a_notebook_is_stale(
    handmade: Handmade, monkeypatch: pytest.MonkeyPatch, stale: bool
) -> None:
    calls = replaced(monkeypatch, "autograder.notebooks.build.build", [Built("a.ipynb", stale)])
    ran = handmade("build", "1", "--check")
    assert ran.status == int(stale)
    assert "a.ipynb" in ran.out
    assert calls == [((WEEK,), {"check": True})]


@pytest.mark.parametrize("survivors", [(), ("a + b → a - b",)])
def test_prove(handmade: Handmade, monkeypatch: pytest.MonkeyPatch, survivors: tuple[str, ...]) -> None:
    found = ExerciseProof("softmax", 2.0, "", "", Tally(2), Tally(3), MutantTally(9, survivors))
    replaced(monkeypatch, "autograder.proof.prove", [found])
    ran = handmade("prove", "week1", "--json")
    assert ran.status == len(survivors)
    assert json.loads(ran.out)[0]["mutants"]["survivors"] == list(survivors)
    assert "softmax" in handmade("prove").out
    assert "\n| exercise |" in handmade("prove", "--markdown").out


def test_unknown_weeks_are_named(handmade: Handmade) -> None:
    ran = handmade("prove", "week99")
    assert ran.status == 1
    assert "week99" in ran.err


def test_data_list(handmade: Handmade) -> None:
    assert "two_moons" in handmade("data", "list").out
    sets = {one["name"]: one for one in json.loads(handmade("data", "list", "--json").out)}
    assert sets["digits"]["here"] is True


def test_data_get(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no fetching" in handmade("data", "get", "digits").out
    replaced(monkeypatch, "reference_impl.data.fetch", [Path("cache/images.gz")])
    assert "images.gz" in handmade("data", "get", "mnist").out
    ran = handmade("data", "get", "mnits")
    assert ran.status == 1
    assert "mnist" in ran.err


def test_progress(handmade: Handmade, tmp_path: Path) -> None:
    ran = handmade("progress", str(tmp_path), "--json")
    assert json.loads(ran.out)[WEEK]["yours"] == 0
    assert f"0 of {len(WEEKS[0].exercises)}" in handmade("progress", str(tmp_path)).out
    assert handmade("progress", str(tmp_path / "nowhere")).status == 1


def test_progress_looks_where_start_puts_the_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert students_folder("") == tmp_path
    (tmp_path / "handmade-course" / "mine").mkdir(parents=True)
    assert students_folder("") == tmp_path / "handmade-course"
    (tmp_path / "mine").mkdir()
    assert students_folder("") == tmp_path


@pytest.fixture
def curriculum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A curriculum of empty notebooks."""
    folder = tmp_path / "curriculum"
    for week in WEEKS:
        (folder / week.key).mkdir(parents=True)
        (folder / week.key / f"{week.key}.ipynb").write_text("{}")
    monkeypatch.setattr("autograder.places.curriculum", lambda: folder)
    return folder


def test_start_hands_out_and_opens_the_first_unfinished_week(
    handmade: Handmade, curriculum: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = replaced(monkeypatch, "autograder.cli.student.open_lab", None)
    ran = handmade("start", str(tmp_path / "ada"), "--no-browser")
    assert ran.status == 0
    assert opened == [((tmp_path / "ada", f"{WEEK}.ipynb", False), {})]
    assert (tmp_path / "ada" / f"{WEEK}.ipynb").read_text() == "{}"
    assert next_notebook(tmp_path / "ada") == f"{WEEK}.ipynb"


def test_nothing_of_the_students_is_overwritten(curriculum: Path, tmp_path: Path) -> None:
    (tmp_path / f"{WEEK}.ipynb").write_text("my work")
    assert tmp_path / f"{WEEK}.ipynb" not in hand_out(tmp_path)
    assert (tmp_path / f"{WEEK}.ipynb").read_text() == "my work"
    assert hand_out(tmp_path) == []


def test_a_notebook_that_was_not_built_is_named(curriculum: Path, tmp_path: Path) -> None:
    (curriculum / WEEK / f"{WEEK}.ipynb").unlink()
    with pytest.raises(HandmadeError, match="handmade build"):
        hand_out(tmp_path / "ada")
