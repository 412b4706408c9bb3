"""`handmade check`: what it prints of the verdicts, and when its exit status is 0."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Handmade = Callable[..., Any]
Judge = Callable[..., list[dict[str, Any]]]


def verdict(file: str, exercise: str | None = "softmax", **said: Any) -> dict[str, Any]:
    passed = {"points": 2.0, "max_points": 2.0, "passed": True, "rung": None, "mistake": None, "message": "All pass."}
    return {"file": file, "exercise": exercise, **passed, **said}


FAILED = {
    "points": 0.0,
    "passed": False,
    "rung": "random cases",
    "mistake": "sums too much",
    "message": "0.5, not 0.2",
}
UNREADABLE = {"exercise": None, "points": 0.0, "max_points": 0.0, "passed": False, "message": "a.py: no such [file]."}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The rows the judge gives, then what it was asked."""
    rows: list[Any] = []

    def check_files(files: list[str], week: str | None, exercise: str | None) -> list[dict[str, Any]]:
        given = list(rows)
        rows[:] = [(list(files), week, exercise)]
        return given

    monkeypatch.setattr("autograder.sandbox.check_files", check_files)
    return rows


def test_all_pass(handmade: Handmade, judged: list[Any]) -> None:
    judged.append(verdict("a.py"))
    ran = handmade("check", "a.py")
    assert ran.status == 0
    assert "softmax" in ran.out
    assert "1 of 1 pass" in ran.out


def test_a_failure_is_named_and_shown(handmade: Handmade, judged: list[Any]) -> None:
    judged += [verdict("a.py"), verdict("b.py", **FAILED)]
    ran = handmade("check", "a.py", "b.py")
    assert ran.status == 1
    assert "sums too much: 0.5, not 0.2" in ran.out


def test_json_is_the_rows_and_nothing_else(handmade: Handmade, judged: list[Any]) -> None:
    rows = [verdict("a.py"), verdict("a.py", "relu", **FAILED)]
    judged += rows
    ran = handmade("check", "a.py", "--json")
    assert ran.status == 1
    assert json.loads(ran.out) == rows


def test_what_is_asked_for_is_passed_on(handmade: Handmade, judged: list[Any]) -> None:
    judged.append(verdict("a.py"))
    handmade("check", "a.py", "--week", "week1", "--exercise", "softmax")
    assert judged == [(["a.py"], "week1", "softmax")]


def test_a_file_that_cannot_be_read_is_told(handmade: Handmade, judged: list[Any]) -> None:
    judged.append(verdict("a.py", **UNREADABLE))
    ran = handmade("check", "a.py")
    assert ran.status == 1
    assert "a.py: no such [file]." in ran.out


def test_a_file_without_exercises_does_not_pass(handmade: Handmade, judged: list[Any]) -> None:
    judged.append(verdict("a.py"))
    ran = handmade("check", "a.py", "b.py")
    assert ran.status == 1
    assert "defines no exercise" in ran.out


def test_real_files_are_judged(handmade: Handmade, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    body = "import numpy as np\n\ndef softmax(x, axis=-1):\n    e = np.exp(x - x.max(axis=axis, keepdims=True))\n"
    good.write_text(body + "    return e / e.sum(axis=axis, keepdims=True)\n")
    bad.write_text(body + "    return e / e.sum()\n")
    ran = handmade("check", str(good), str(bad), "--exercise", "softmax", "--json")
    assert ran.status == 1
    first, second = json.loads(ran.out)
    assert (first["file"], first["passed"], first["points"]) == (str(good), True, 2)
    assert (second["file"], second["mistake"], second["points"]) == (str(bad), "sums over everything", 0)
