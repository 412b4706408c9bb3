"""Marks go back to the platforms in their own formats, and nothing a student wrote acts in a spreadsheet."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.courses import Course, CourseError
from autograder.grading.export import export
from autograder.grading.tables import TableError, number, read_table, safe, table_text

WEEK = "week1_foundations"
FULL = {"relu": 1.0, "softmax": 2.0, "linear": 3.0, "question_why": 4.0}
Enrol = Callable[..., None]


@pytest.fixture
def graded(marks_course: Course, enrol: Enrol) -> Course:
    enrol("ada", FULL, first_name="Ada", last_name="Lovelace", email="ada@example.org", lms_user_id="77")
    enrol("ben", {**FULL, "softmax": 0.5, "question_why": None}, first_name="Ben", last_name="Ångström")
    enrol("cleo", FULL, penalty=2.5, first_name="Cleo", last_name="Late")
    enrol("dan", first_name="Dan", last_name="Absent")
    enrol("eve", FULL, first_name="Eve", last_name="Broken")
    marks_course.notebook("autograded", "eve", WEEK).unlink()
    return marks_course


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def by_first(path: Path) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows(path)}


def test_a_column_an_exercise_the_questions_the_penalty_and_the_total(graded: Course, tmp_path: Path) -> None:
    found = by_first(export(graded.folder, "week1", "csv", tmp_path / "marks.csv").path)
    assert found["student"][5:] == [
        "relu (1)",
        "softmax (2)",
        "linear (3)",
        "question_why (4)",
        "late_penalty",
        "total (10)",
    ]
    assert found["ada"][3:] == ["graded", "2026-09-25 17:30:00 UTC", "1", "2", "3", "4", "0", "10"]
    assert found["ben"][3:] == ["to mark", "2026-09-25 17:30:00 UTC", "1", "0.5", "3", "", "0", "4.5"]
    assert found["cleo"][-2:] == ["2.5", "7.5"]


@pytest.mark.parametrize(("student", "status"), [("dan", "missing"), ("eve", "no grade")])
def test_who_has_no_grade_has_blanks_and_not_zeros(graded: Course, tmp_path: Path, student: str, status: str) -> None:
    found = by_first(export(graded.folder, WEEK, "csv", tmp_path / "marks.csv").path)
    assert found[student][3] == status
    assert set(found[student][4:]) == {""}


def test_a_penalty_takes_no_more_than_there_is(marks_course: Course, enrol: Enrol, tmp_path: Path) -> None:
    enrol("ada", {"relu": 1.0}, penalty=5.0)
    found = by_first(export(marks_course.folder, WEEK, "csv", tmp_path / "marks.csv", total_only=True).path)
    assert found["ada"][-2:] == ["5", "0"]


def test_canvas_gets_its_five_columns_and_the_points_possible(graded: Course, tmp_path: Path) -> None:
    header, possible, *students = rows(export(graded.folder, WEEK, "canvas", tmp_path / "canvas.csv").path)
    assert header[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert header[5:] == [f"{WEEK}: relu", f"{WEEK}: softmax", f"{WEEK}: linear", f"{WEEK}: question_why", WEEK]
    assert "Points Possible" in possible[0]
    assert possible[1:] == ["", "", "", "", "1", "2", "3", "4", "10"]
    assert ["Lovelace, Ada", "77", "", "ada", "", "1", "2", "3", "4", "10"] in students
    assert ["Absent, Dan", "", "", "dan", "", "", "", "", "", ""] in students


@pytest.mark.parametrize("title", ["week1_foundations", "Week 1", "Week 1: Foundations (4711)", "foundations"])
def test_canvas_gradebook_is_filled_in_and_keeps_all_else(graded: Course, tmp_path: Path, title: str) -> None:
    roster = write(
        tmp_path / "roster.csv",
        f"Student,ID,SIS User ID,SIS Login ID,Section,Essay (9),{title},Final Score",
        "    Points Possible,,,,,5,10,(read only)",
        '"Lovelace, Ada",77,,somebody,Autumn,4.5,,80',
        '"Angstrom, Ben",78,,x78,Autumn,,3,70',
        '"Late, Cleo",79,,CLEO@school.org,Autumn,,EX,',
        '"Absent, Dan",80,,dan,Autumn,-,2,',
        '"Student, Test",99,,,Autumn,,,',
    )
    written = export(graded.folder, WEEK, "canvas", tmp_path / "out.csv", roster, total_only=True)
    header, *found = rows(written.path)
    assert (header, found[0]) == (rows(roster)[0], rows(roster)[1])
    assert [row[6] for row in found[1:]] == ["10", "4.5", "EX", "2", ""]
    assert [row[:6] + row[7:] for row in found] == [row[:6] + row[7:] for row in rows(roster)[1:]]


def test_canvas_column_may_be_named_and_another_scale_is_told(graded: Course, tmp_path: Path) -> None:
    roster = write(tmp_path / "r.csv", "Student,ID,Section,HW A (3)", "Points Possible,,,100", '"Lovelace, Ada",77,,')
    written = export(graded.folder, WEEK, "canvas", tmp_path / "o.csv", roster, column="HW A", total_only=True)
    assert rows(written.path)[2][3] == "10"
    assert any("100 points" in note and "10;" in note for note in written.notes)
    assert any("cleo, ben" in note for note in written.notes)


def test_a_roster_without_the_column_gets_one(graded: Course, tmp_path: Path) -> None:
    roster = write(tmp_path / "r.csv", "Student,ID,Section", "Points Possible,,", '"Lovelace, Ada",77,A')
    header, possible, ada = rows(export(graded.folder, WEEK, "canvas", tmp_path / "o.csv", roster).path)
    assert header[3:5] == [WEEK, f"{WEEK}: relu"]
    assert possible[3:] == ["10", "1", "2", "3", "4"]
    assert ada == ["Lovelace, Ada", "77", "A", "10", "1", "2", "3", "4"]


WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)


def test_moodle_worksheet_is_filled_in_and_keeps_all_else(graded: Course, tmp_path: Path) -> None:
    roster = write(
        tmp_path / "worksheet.csv",
        WORKSHEET,
        'Participant 5,Somebody Else,ada@example.org,Submitted,,10.00,Yes,"Friday, 25 September, 5:30 PM",-,- good',
        "Participant 1,Ben Ångström,ben.a@school.org,Submitted,3.00,10.00,No,-,-,",
        "Participant 2,Cleo  Late,CLEO@school.org,Submitted,,10.00,Yes,-,-,",
        "Participant 3,Dan Absent,dan@school.org,No submission,,10.00,Yes,-,-,",
    )
    written = export(graded.folder, WEEK, "moodle", tmp_path / "out.csv", roster)
    found = rows(written.path)
    assert [row[4] for row in found[1:]] == ["10", "3.00", "7.5", ""]
    assert [row[:4] + row[5:] for row in found] == [row[:4] + row[5:] for row in rows(roster)]
    assert any("locked" in note and "ben" in note for note in written.notes)


def test_moodle_worksheet_in_another_language_needs_its_column(graded: Course, tmp_path: Path) -> None:
    roster = write(tmp_path / "w.csv", "ID,Namn,E-post,Betyg", "Deltagare77,Ada Lovelace,a@b.c,")
    with pytest.raises(TableError, match="--column"):
        export(graded.folder, WEEK, "moodle", tmp_path / "o.csv", roster)
    written = export(graded.folder, WEEK, "moodle", tmp_path / "o.csv", roster, column="Betyg")
    assert rows(written.path)[1][3] == "10"


def test_moodle_gradebook_import_has_names_and_numbers(graded: Course, tmp_path: Path) -> None:
    header, *_ = found = rows(export(graded.folder, WEEK, "moodle", tmp_path / "m.csv", total_only=True).path)
    assert header == ["First name", "Last name", "ID number", "Email address", WEEK]
    assert ["Ada", "Lovelace", "ada", "ada@example.org", "10"] in found


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=", "  =1+1", "\uff1d1"])
def test_text_that_would_act_as_a_formula_is_made_text(text: str) -> None:
    assert safe(text).lstrip().startswith("'")
    assert safe(text).replace("'", "", 1) == text


@pytest.mark.parametrize("text", ["a;=1+1", "a; -cmd"])
def test_semicolons_begin_cells_too(text: str) -> None:
    assert safe(text) in ("a;'=1+1", "a; '-cmd")


@pytest.mark.parametrize("text", ["", "-", "-2.5", "+3", "12,5", "80 %", "Ada", "Ada-Maria", "a=b", "ada@example.org"])
def test_numbers_and_ordinary_text_stay(text: str) -> None:
    assert safe(text) == text


def test_hostile_names_come_out_as_text(marks_course: Course, enrol: Enrol, tmp_path: Path) -> None:
    name = '=HYPERLINK("http://x","a, ""b"")\n'
    enrol("ada", FULL, first_name=name, last_name="@x, y", email="-1+1")
    (path := tmp_path / "n.csv")
    _, row = rows(export(marks_course.folder, WEEK, "csv", path).path)
    assert row[1:4] == ["'@x, y", f"'{name}", "'-1+1"]


@pytest.mark.parametrize(("marked", "first"), [(True, b"\xef\xbb\xbfstudent"), (False, b"student")])
def test_excel_gets_its_mark(graded: Course, tmp_path: Path, marked: bool, first: bytes) -> None:
    path = export(graded.folder, WEEK, "csv", tmp_path / "m.csv", mark_bytes=marked).path
    assert path.read_bytes().startswith(first)
    assert "Ångström".encode() in path.read_bytes()


def test_a_roster_with_the_mark_and_semicolons_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes('\ufeffStudent;ID;Section\r\n"Ångström; B";7;\r\n\r\n'.encode())
    table = read_table(path)
    assert (table.marked, table.header, table.rows) == (True, ["Student", "ID", "Section"], [["Ångström; B", "7", ""]])


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0.0, "0"), (61.0, "61"), (1 / 3, "0.3333"), (1234567.5, "1234567.5")]
)
def test_numbers_are_plain(value: float | None, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("contents", "said"), [(b"", "empty"), (b"\xff\xfe", "UTF-8"), (b"name,mark\na,1\n", "no column ID")]
)
def test_a_roster_that_is_none_is_named(graded: Course, tmp_path: Path, contents: bytes, said: str) -> None:
    (path := tmp_path / "r.csv").write_bytes(contents)
    with pytest.raises(TableError, match=said):
        export(graded.folder, WEEK, "canvas", tmp_path / "o.csv", path)
    assert not (tmp_path / "o.csv").exists()


def test_notes_say_what_is_missing(graded: Course, tmp_path: Path) -> None:
    written = export(graded.folder, WEEK, "csv", tmp_path / "m.csv")
    assert written.students == 3
    assert any(note.startswith("1 still") for note in written.notes)
    assert any("eve" in note for note in written.notes)


def test_an_unknown_platform_is_named(graded: Course) -> None:
    with pytest.raises(CourseError, match="canvas, moodle, csv"):
        export(graded.folder, WEEK, "blackboard")


def test_a_failed_export_leaves_the_old_file(graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "m.csv", "old")

    def fail(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="No space"):
        export(graded.folder, WEEK, "csv", path)
    assert path.read_text() == "old\n"
    assert sorted(tmp_path.glob(".m.csv*")) == []


def test_verbatim_columns_are_the_instructors() -> None:
    assert table_text(["a", "b"], [["=1", "=1"]], verbatim=[1]) == "a,b\r\n'=1,=1\r\n"
