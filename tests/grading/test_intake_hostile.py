"""Whatever a download holds, nothing leaves its place and every file gets a line."""

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.courses import Course
from autograder.grading.intake import intake
from autograder.grading.intake.entry import Limits
from tests.grading.downloads import CANVAS, EVENING, WEEK, a_zip, files_of, handed, packed

pytestmark = pytest.mark.usefixtures("greenwich")
Submission = Callable[..., bytes]


@pytest.fixture
def course(enrolled: Course) -> Course:
    return enrolled


def test_a_roster_cannot_name_a_folder_outside(course: Course, submission: Submission, tmp_path: Path) -> None:
    (roster := tmp_path / "roster.csv").write_text("id,lms_user_id\n../../evil,33\n", encoding="utf-8")
    source = a_zip(tmp_path, {f"curiemarie_33_1_{WEEK}.ipynb": submission("hers")})
    before = files_of(course)
    (line,) = intake(course.folder, WEEK, [source], roster)
    assert line.student in ("", "33")
    assert not any("evil" in name for name in files_of(course) - before)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("lovelaceada_11_3_notes.pdf", "passed"),
        ("lovelaceada_11_3_week1.ipynb.txt", "passed"),
        ("__MACOSX/._lovelaceada_11_3_week1.ipynb", "passed"),
        ("Ada Lovelace_11_assignsubmission_file/.ipynb_checkpoints/week1-checkpoint.ipynb", "passed"),
        ("../../lovelaceada_11_3_week1.ipynb", "broken"),
        ("/lovelaceada_11_3_week1.ipynb", "broken"),
        ("C:\\lovelaceada_11_3_week1.ipynb", "broken"),
        ("..\\..\\lovelaceada_11_3_week1.ipynb", "broken"),
    ],
)
def test_what_is_not_taken_says_why(course: Course, tmp_path: Path, name: str, outcome: str) -> None:
    before = files_of(course) | {str(path) for path in tmp_path.parent.iterdir()}
    (line,) = intake(course.folder, WEEK, [a_zip(tmp_path, {name: b"{}"})])
    assert (line.outcome, bool(line.why)) == (outcome, True)
    assert files_of(course) | {str(path) for path in tmp_path.parent.iterdir()} == before


def test_links_in_zips_are_refused(course: Course, tmp_path: Path) -> None:
    link = zipfile.ZipInfo(CANVAS, EVENING)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path := tmp_path / "l.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    (line,) = intake(course.folder, WEEK, [path])
    assert (line.outcome, handed(course, "ada")) == ("broken", None)
    assert "link" in line.why


def test_links_in_folders_are_refused(course: Course, tmp_path: Path) -> None:
    (folder := tmp_path / "d").mkdir()
    (folder / CANVAS).symlink_to("/etc/passwd")
    (line,) = intake(course.folder, WEEK, [folder])
    assert (line.outcome, handed(course, "ada")) == ("broken", None)


@pytest.mark.parametrize(("size", "limits"), [(3 * 2**20, Limits()), (2000, Limits(file=1999))])
def test_bombs_and_giants_are_refused(course: Course, tmp_path: Path, size: int, limits: Limits) -> None:
    (line,) = intake(course.folder, WEEK, [a_zip(tmp_path, {CANVAS: b"0" * size})], limits=limits)
    assert (line.outcome, handed(course, "ada")) == ("broken", None)


def test_too_many_entries_are_refused(course: Course, tmp_path: Path) -> None:
    source = a_zip(tmp_path, {f"{number}.txt": b"" for number in range(12)})
    (line,) = intake(course.folder, WEEK, [source], limits=Limits(entries=11))
    assert line.outcome == "refused"


def test_zips_nested_without_end_are_refused(course: Course, submission: Submission, tmp_path: Path) -> None:
    data = packed({"week1.ipynb": submission("deep")})
    for _ in range(3):
        data = packed({"more.zip": data})
    (line,) = intake(course.folder, WEEK, [a_zip(tmp_path, {"lovelaceada_11_7_hw.zip": data})])
    assert (line.outcome, handed(course, "ada")) == ("refused", None)


def test_nobody_hands_in_for_another(course: Course, submission: Submission, tmp_path: Path) -> None:
    """Names inside a student's own zip, and the name they give a file, are theirs to choose."""
    forged = f"Ben Ångström_22_assignsubmission_file/{WEEK}.ipynb"
    inner = packed({forged: submission("forged"), f"ångströmben_22_9_{WEEK}.ipynb": submission("forged too")})
    name = f"lovelaceada_11_8_Ben_22_assignsubmission_file_{WEEK}.ipynb"
    source = a_zip(tmp_path, {"lovelaceada_11_7_hw.zip": inner, name: submission("mine")})
    assert {line.student for line in intake(course.folder, WEEK, [source])} == {"ada"}
    assert handed(course, "ben") is None


def test_a_damaged_newest_keeps_an_older_from_counting(course: Course, submission: Submission, tmp_path: Path) -> None:
    secret = submission("newest")
    files = {f"lovelaceada_11_1_{WEEK}.ipynb": submission("old"), f"lovelaceada_11_2_{WEEK}.ipynb": secret}
    files[f"angstromben_22_3_{WEEK}.ipynb"] = submission("bens")
    source = a_zip(tmp_path, files)
    with zipfile.ZipFile(source) as archive:
        info = archive.getinfo(f"lovelaceada_11_2_{WEEK}.ipynb")
    data = bytearray(source.read_bytes())
    start = info.header_offset + 30 + len(info.filename)
    data[start + 20 : start + 60] = bytes(40)
    source.write_bytes(data)
    lines = intake(course.folder, WEEK, [source])
    assert {line.file.rpartition("_11_")[2]: line.outcome for line in lines if line.student == "ada"} == {
        f"1_{WEEK}.ipynb": "refused",
        f"2_{WEEK}.ipynb": "broken",
    }
    assert handed(course, "ada") is None
    assert handed(course, "ben") == submission("bens")


def test_encrypted_files_are_told(course: Course, submission: Submission, tmp_path: Path) -> None:
    source = a_zip(tmp_path, {CANVAS: submission("mine")})
    data = bytearray(source.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    source.write_bytes(data)
    (line,) = intake(course.folder, WEEK, [source])
    assert (line.outcome, line.why) == ("broken", "it is encrypted")


@pytest.mark.parametrize("data", [b"", b"Rar!\x1a\x07", b"PK\x03\x04" + bytes(50)])
def test_what_is_no_zip_is_told(course: Course, tmp_path: Path, data: bytes) -> None:
    (path := tmp_path / "submissions.zip").write_bytes(data)
    (line,) = intake(course.folder, WEEK, [path])
    assert (line.outcome, line.needs_attention) == ("refused", True)


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b"[]", b'{"cells": 3}', b"[" * 100_000])
def test_a_notebook_that_cannot_be_read_is_taken_with_a_remark(course: Course, tmp_path: Path, data: bytes) -> None:
    (line,) = intake(course.folder, WEEK, [a_zip(tmp_path, {CANVAS: data})])
    assert (line.outcome, handed(course, "ada")) == ("taken", data)
    assert "no notebook" in line.why


def test_a_first_submission_appears_whole_or_not_at_all(
    course: Course, submission: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.grading.intake import place

    def fail(path: Path, *arguments: Any) -> None:
        if path.suffix == ".ipynb":
            raise OSError(28, "No space left on device")
        write(path, *arguments)

    write = place.write
    monkeypatch.setattr(place, "write", fail)
    with pytest.raises(OSError, match="No space"):
        intake(course.folder, WEEK, [a_zip(tmp_path, {CANVAS: submission("mine")})])
    assert list((course.folder / "submitted" / "ada").iterdir()) == []
