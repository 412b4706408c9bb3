"""Downloads from Canvas and Moodle end up where nbgrader looks; the newest counts, nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.courses import Course, CourseError
from autograder.grading.intake import intake
from tests.grading.downloads import (
    CANVAS,
    EVENING,
    LATER,
    MOODLE,
    WEEK,
    a_zip,
    earlier,
    files_of,
    handed,
    outcomes,
    packed,
    stamp,
)

pytestmark = pytest.mark.usefixtures("greenwich")
Submission = Callable[..., bytes]


@pytest.fixture
def course(enrolled: Course) -> Course:
    return enrolled


def test_a_folder_will_do(course: Course, submission: Submission, tmp_path: Path) -> None:
    (folder := tmp_path / "unpacked" / MOODLE).parent.mkdir(parents=True)
    folder.write_bytes(submission("mine"))
    assert [line.outcome for line in intake(course.folder, WEEK, [tmp_path / "unpacked"])] == ["taken"]
    assert handed(course, "ada") == submission("mine")


def test_canvas_counts_the_newest_upload_and_keeps_the_others(
    course: Course, submission: Submission, tmp_path: Path
) -> None:
    files = {
        f"lovelaceada_11_1003_{WEEK}-2.ipynb": submission("third"),
        f"lovelaceada_11_1001_{WEEK}.ipynb": submission("first"),
        f"lovelaceada_11_1002_{WEEK}-1.ipynb": submission("second"),
    }
    found = outcomes(intake(course.folder, WEEK, [a_zip(tmp_path, files)]))
    assert [found[name] for name in files] == ["taken", "earlier", "earlier"]
    assert handed(course, "ada") == submission("third")
    assert set(earlier(course, "ada")) == {submission("first"), submission("second")}


def test_moodle_counts_the_newest_time(course: Course, submission: Submission, tmp_path: Path) -> None:
    new = a_zip(tmp_path, {MOODLE: submission("new")}, LATER, "new.zip")
    old = a_zip(tmp_path, {MOODLE: submission("old")}, EVENING, "old.zip")
    intake(course.folder, WEEK, [new, old])
    assert (handed(course, "ada"), earlier(course, "ada")) == (submission("new"), [submission("old")])


def test_the_assignments_notebook_counts_before_a_newer_other(
    course: Course, submission: Submission, tmp_path: Path
) -> None:
    files = {f"lovelaceada_11_1_{WEEK}.ipynb": submission("mine"), "lovelaceada_11_2_scratch.ipynb": b'{"cells": []}'}
    found = outcomes(intake(course.folder, WEEK, [a_zip(tmp_path, files)]))
    assert list(found.values()) == ["taken", "passed"]
    assert handed(course, "ada") == submission("mine")


def test_a_second_intake_of_the_same_changes_nothing(course: Course, submission: Submission, tmp_path: Path) -> None:
    source = a_zip(tmp_path, {CANVAS: submission("mine")})
    intake(course.folder, WEEK, [source])
    before = files_of(course)
    assert [line.outcome for line in intake(course.folder, WEEK, [source])] == ["there"]
    assert files_of(course) == before


def test_a_resubmission_replaces_what_is_there_and_keeps_it(
    course: Course, submission: Submission, tmp_path: Path
) -> None:
    intake(course.folder, WEEK, [a_zip(tmp_path, {MOODLE: submission("old")}, EVENING)])
    (data := course.notebook("submitted", "ada", WEEK).with_name("data.csv")).write_text("kept")
    (line,) = intake(course.folder, WEEK, [a_zip(tmp_path, {MOODLE: submission("new")}, LATER)])
    assert (line.outcome, handed(course, "ada"), earlier(course, "ada")) == (
        "taken",
        submission("new"),
        [submission("old")],
    )
    assert stamp(course, "ada") == "2026-09-26 08:00:00 UTC\n"
    assert data.read_text() == "kept"


def test_an_older_download_does_not_replace_a_newer(course: Course, submission: Submission, tmp_path: Path) -> None:
    intake(course.folder, WEEK, [a_zip(tmp_path, {MOODLE: submission("new")}, LATER)])
    (line,) = intake(course.folder, WEEK, [a_zip(tmp_path, {MOODLE: submission("old")}, EVENING)])
    assert (line.outcome, handed(course, "ada")) == ("earlier", submission("new"))
    assert earlier(course, "ada") == [submission("old")]


def test_a_dry_run_says_the_same_and_changes_nothing(course: Course, submission: Submission, tmp_path: Path) -> None:
    files = {CANVAS: submission("a"), f"lovelaceada_11_1002_{WEEK}.ipynb": submission("b"), "x.txt": b""}
    source = a_zip(tmp_path, files)
    before = files_of(course)
    said = intake(course.folder, WEEK, [source], dry_run=True)
    assert files_of(course) == before
    assert intake(course.folder, WEEK, [source]) == said


def test_a_zip_in_the_zip_is_looked_into(course: Course, submission: Submission, tmp_path: Path) -> None:
    inner = packed({"hw/week1.ipynb": submission("mine"), "hw/data.csv": b"1,2"}, LATER)
    found = outcomes(intake(course.folder, WEEK, [a_zip(tmp_path, {"lovelaceada_11_7_hw.zip": inner})]))
    assert found == {"week1.ipynb": "taken", "data.csv": "passed"}
    assert handed(course, "ada") == submission("mine")


def test_a_download_that_is_not_there_is_named(course: Course) -> None:
    with pytest.raises(CourseError, match="nowhere"):
        intake(course.folder, WEEK, ["nowhere.zip"])
