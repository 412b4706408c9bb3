"""Whose a file is, what it is and when it was handed in, by the names that platforms give."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.courses import Course
from autograder.grading.intake import intake
from autograder.grading.intake.naming import likeness, origin
from autograder.grading.intake.place import handed_in
from autograder.grading.tables import TableError
from tests.grading.downloads import CANVAS, EVENING, MOODLE, WEEK, a_zip, handed, stamp

pytestmark = pytest.mark.usefixtures("greenwich")
Submission = Callable[..., bytes]
Enrol = Callable[..., None]


@pytest.fixture
def course(enrolled: Course) -> Course:
    return enrolled


@pytest.mark.parametrize(
    "name",
    [
        CANVAS,
        MOODLE,
        f"Ada Lovelace_11_assignsubmission_file_{WEEK}.ipynb",
        f"submissions/{CANVAS}",
        f"Ada Lovelace_22_assignsubmission_file_/{WEEK}.ipynb",
        "lovelaceada_11_1001_week1 (2).ipynb",
        f"lovelaceada_11_1001_{WEEK}-1.ipynb",
        "lovelaceada_11_1001_Домашнее задание.ipynb",
        "Lovelace Ada_11_assignsubmission_file/hw/deep/final copy.IPYNB",
    ],
)
def test_a_notebook_under_any_name_is_taken(course: Course, submission: Submission, tmp_path: Path, name: str) -> None:
    lines = intake(course.folder, "week1", [a_zip(tmp_path, {name: submission("mine")})])
    assert [(line.outcome, line.student) for line in lines] == [("taken", "ada")]
    assert handed(course, "ada") == submission("mine")
    assert stamp(course, "ada") == "2026-09-25 17:30:00 UTC\n"


def test_the_platforms_number_comes_before_the_name(course: Course, submission: Submission, tmp_path: Path) -> None:
    source = a_zip(tmp_path, {f"lovelaceada_22_1_{WEEK}.ipynb": submission("bens")})
    assert intake(course.folder, WEEK, [source])[0].student == "ben"


def test_moodles_number_is_one_of_the_assignments(course: Course, submission: Submission, tmp_path: Path) -> None:
    """In another assignment the same student has another, so it is nobody's number in the gradebook."""
    source = a_zip(tmp_path, {f"Unknown_22_assignsubmission_file/{WEEK}.ipynb": submission("whose?")})
    assert intake(course.folder, WEEK, [source])[0].outcome == "unknown"
    (roster := tmp_path / "w.csv").write_text("Identifier,Full name,Email address\nParticipant 22,U,ada@school.org\n")
    assert intake(course.folder, WEEK, [source], roster)[0].student == "ada"


def test_names_without_accents_are_found(course: Course, submission: Submission, tmp_path: Path) -> None:
    source = a_zip(tmp_path, {f"angstromben_99_1_{WEEK}.ipynb": submission("bens")})
    assert intake(course.folder, WEEK, [source])[0].student == "ben"


@pytest.mark.parametrize(
    ("header", "row", "student"),
    [
        ("Student,ID,SIS User ID,SIS Login ID,Section", '"Curie, Marie",33,900,mcurie,A', "mcurie"),
        ("Student,ID,SIS User ID,SIS Login ID,Section", '"Lovelace, A.",33,900,ADA@school.org,A', "ada"),
        (
            "Identifier,Full name,Email address,Grade",
            "Participant 33,Marie Curie,marie@school.org,",
            "marie@school.org",
        ),
        ("id,first_name,last_name,email,lms_user_id", "marie,Marie,Curie,,33", "marie"),
        ("id,first_name,last_name,email", "marie,Marie,Curie,", "marie"),
    ],
)
def test_a_roster_tells_who_is_who(
    course: Course, submission: Submission, tmp_path: Path, header: str, row: str, student: str
) -> None:
    (roster := tmp_path / "roster.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    source = a_zip(tmp_path, {f"curiemarie_33_1_{WEEK}.ipynb": submission("hers")})
    assert intake(course.folder, WEEK, [source], roster)[0].student == student
    assert handed(course, student) == submission("hers")


def test_nobody_is_guessed(course: Course, enrol: Enrol, submission: Submission, tmp_path: Path) -> None:
    enrol("ada2", first_name="Ada", last_name="Lovelace")
    files = {CANVAS: submission("whose?"), f"strangerx_5_6_{WEEK}.ipynb": b"", f"{WEEK}.ipynb": b""}
    lines = intake(course.folder, WEEK, [a_zip(tmp_path, files)])
    assert [line.outcome for line in lines] == ["unknown"] * 3
    assert all(line.needs_attention for line in lines)
    assert not (course.folder / "submitted").exists()


def test_names_in_utf_8_that_do_not_say_so_are_read(course: Course, submission: Submission, tmp_path: Path) -> None:
    name = f"ångströmben_5_6_{WEEK}.ipynb"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("x" * len(name.encode()), EVENING)  # type: ignore[arg-type]
        archive.writestr(info, submission("bens"))
    (source := tmp_path / "u.zip").write_bytes(stream.getvalue().replace(b"x" * len(name.encode()), name.encode()))
    assert [(line.outcome, line.student) for line in intake(course.folder, WEEK, [source])] == [("taken", "ben")]


DUE = datetime(2026, 9, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "late", "due", "before", "expected"),
    [
        (datetime(2026, 9, 30, tzinfo=UTC), False, DUE, None, DUE),
        (datetime(2026, 9, 20, tzinfo=UTC), False, DUE, None, datetime(2026, 9, 20, tzinfo=UTC)),
        (datetime(2026, 9, 30, tzinfo=UTC), True, DUE, None, datetime(2026, 9, 25, 12, 0, 1, tzinfo=UTC)),
        (datetime(2026, 9, 30, tzinfo=UTC), True, None, None, datetime(2026, 9, 30, tzinfo=UTC)),
        (datetime(2026, 9, 30, tzinfo=UTC), None, DUE, None, datetime(2026, 9, 30, tzinfo=UTC)),
        (datetime(2026, 9, 20, tzinfo=UTC), None, DUE, DUE, datetime(2026, 9, 25, 12, 0, 1, tzinfo=UTC)),
    ],
)
def test_canvas_says_who_was_late_and_the_zip_only_when_it_was_made(
    time: datetime, late: bool | None, due: datetime | None, before: datetime | None, expected: datetime
) -> None:
    assert handed_in(time, late, due, before) == expected


@pytest.mark.parametrize(("name", "late"), [("x_LATE_1_2_a.ipynb", True), ("x_1_2_a.ipynb", False)])
def test_late_is_read_from_the_name(name: str, late: bool) -> None:
    found = origin((name,))
    assert found is not None
    assert (found.late, found.person.names, found.upload, found.file) == (late, ("x",), 2, "a.ipynb")


@pytest.mark.parametrize(
    ("file", "how_much"),
    [
        (f"{WEEK}.ipynb", 3),
        (f"{WEEK} (2).ipynb", 2),
        (f"{WEEK}-1.ipynb", 2),
        ("Week1 Foundations - Copy.ipynb", 2),
        (f"{WEEK}_v2_final.ipynb", 2),
        ("week1.ipynb", 1),
        ("week2_cnn.ipynb", 0),
        ("homework.ipynb", 0),
    ],
)
def test_names_are_like_the_assignments(file: str, how_much: int) -> None:
    assert likeness(file, WEEK) == how_much


def test_the_courses_own_pattern_is_used_first(course: Course, submission: Submission, tmp_path: Path) -> None:
    with (course.folder / "nbgrader_config.py").open("a") as config:
        config.write('\nc.FileNameCollectorPlugin.named_regexp = r"hw-(?P<student_id>\\w+)-(?P<file_id>\\w+)"\n')
    (line,) = intake(course.folder, WEEK, [a_zip(tmp_path, {f"hw-carl-{WEEK}.ipynb": submission("his")})])
    assert (line.outcome, line.student) == ("taken", "carl")


def test_a_roster_without_ids_is_refused(course: Course, tmp_path: Path) -> None:
    (roster := tmp_path / "r.csv").write_text("name,mark\nAda,1\n")
    with pytest.raises(TableError, match="no column ID"):
        intake(course.folder, WEEK, [tmp_path], roster)
