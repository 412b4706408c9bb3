"""`handmade intake`, `export` and `report` from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.courses import Course

WEEK = "week1_foundations"
FULL = {"relu": 1.0, "softmax": 2.0, "linear": 3.0, "question_why": 4.0}
Enrol = Callable[..., None]


def run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def download(tmp_path: Path, submission: Callable[[str], bytes]) -> Path:
    (folder := tmp_path / "download").mkdir()
    (folder / f"lovelaceada_11_1_{WEEK}-1.ipynb").write_bytes(submission("mine"))
    (folder / "odd\x1b[2Jname.txt").write_bytes(b"")
    return folder


def test_intake_prints_a_line_a_file(
    marks_course: Course, enrol: Enrol, download: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol("ada", first_name="Ada", last_name="Lovelace")
    assert run("intake", marks_course.folder, "week1", download, "--dry-run") == 1
    said = capsys.readouterr().out
    assert "taken    download/lovelaceada_11_1_week1_foundations-1.ipynb [ada]: as the submission" in said
    assert "unknown" in said
    assert "1 taken, 1 unknown. Nothing was changed: a dry run." in said
    assert "\x1b" not in said
    assert not (marks_course.folder / "submitted").exists()


def test_intake_speaks_json_and_is_content_where_nobody_need_look(
    marks_course: Course, enrol: Enrol, download: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol("ada", first_name="Ada", last_name="Lovelace")
    (download / "odd\x1b[2Jname.txt").unlink()
    assert run("intake", marks_course.folder, "week1", download, "--json") == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["outcome"], line["student"]) == ("taken", "ada")


def test_export_and_report_say_where(
    marks_course: Course,
    enrol: Enrol,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrol("ada", {**FULL, "question_why": None})
    monkeypatch.chdir(tmp_path)
    assert run("export", marks_course.folder, "week1", "--to", "canvas", "--excel") == 0
    said = capsys.readouterr()
    assert said.out == f"{WEEK}-canvas.csv has the marks of 1.\n"
    assert "answers in words" in said.err
    assert (tmp_path / f"{WEEK}-canvas.csv").read_bytes().startswith(b"\xef\xbb\xbfStudent")
    assert run("report", marks_course.folder, "week1") == 0
    assert (tmp_path / f"{WEEK}-report.html").is_file()


def test_errors_are_one_line(marks_course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", marks_course.folder, "week1", "--to", "excel") == 1
    assert capsys.readouterr().err == "handmade: There is no export to 'excel'; there are: canvas, moodle, csv.\n"
