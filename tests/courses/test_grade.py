"""Grading: points in the gradebook, mistakes by name, and no submission ends the batch."""

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.courses import Course, CourseError, Row, new_course
from autograder.courses.answers import answer_source
from autograder.courses.course import nbgrader_reason
from autograder.courses.new import AUTOGRADE
from autograder.courses.release import feedback
from autograder.courses.table import mistakes, summary
from autograder.exercises import find
from autograder.grading.grade import grade
from autograder.sandbox.isolation.probe import Probe
from autograder.sandbox.isolation.tier import Tier

WEEK = "week1_foundations"
SOFTMAX, BACKWARD = find("softmax"), find("softmax_backward")
RIGHT = answer_source(SOFTMAX, SOFTMAX.reference())
ANOTHER_WAY = answer_source(BACKWARD, BACKWARD.alternatives[0].implementation)
MISTAKE = next(mistake for mistake in SOFTMAX.mistakes if mistake.name == "sums over everything")
WRONG = answer_source(SOFTMAX, MISTAKE.implementation)
NO_PYTHON = RIGHT.replace("np.ndarray:\n", "np.ndarray\n")
WORDS = "It cancels in the fraction."

HandIn = Callable[..., Path]


@pytest.fixture(scope="module")
def rows(course: Course, hand_in: HandIn) -> dict[str, Row]:
    """The results of a little class."""
    hand_in("ada", "2026-09-01 12:00:00 UTC", softmax=RIGHT, softmax_backward=ANOTHER_WAY, question_why=WORDS)
    hand_in("ben", softmax=WRONG, softmax_backward=ANOTHER_WAY)
    hand_in("cleo")
    hand_in("dan", softmax=NO_PYTHON)
    hand_in("eve").write_text("no notebook")
    hand_in("finn").rename(course.folder / "submitted" / "finn" / WEEK / "copy (1).ipynb")
    return {row.student: row for row in grade(course.folder, "week1", students=None)}


def test_right_answers_have_their_points(rows: dict[str, Row]) -> None:
    assert rows["ada"].points == SOFTMAX.points + BACKWARD.points
    assert rows["ada"].max_points == SOFTMAX.points + BACKWARD.points + 3
    assert [said["passed"] for said in rows["ada"].verdicts] == [True, True]


def test_an_answer_in_words_waits_for_a_person_and_its_lack_does_not(rows: dict[str, Row]) -> None:
    assert rows["ada"].status == "to mark"
    assert rows["cleo"].status == "graded"


def test_a_mistake_is_named(rows: dict[str, Row]) -> None:
    assert rows["ben"].mistakes == [("softmax", MISTAKE.name)]
    assert rows["ben"].points == BACKWARD.points
    assert mistakes(rows["ben"]) == f"softmax: {MISTAKE.name}"


def test_a_blank_notebook_has_no_points_and_no_mistakes(rows: dict[str, Row]) -> None:
    assert rows["cleo"].points == 0
    assert rows["cleo"].mistakes == []
    assert mistakes(rows["cleo"]) == "(2 not started)"


def test_a_cell_that_is_no_python_is_told_from_one_not_started(rows: dict[str, Row]) -> None:
    softmax, backward = rows["dan"].verdicts
    assert (softmax["rung"], backward["rung"]) == ("runs", "exists")
    assert "SyntaxError" in softmax["message"]


@pytest.mark.parametrize(("student", "said"), [("eve", "not a notebook"), ("finn", "copy (1).ipynb")])
def test_what_cannot_be_graded_has_a_reason_and_no_points(rows: dict[str, Row], student: str, said: str) -> None:
    assert rows[student].status == "rejected"
    assert rows[student].points is None
    assert said in rows[student].reason
    assert "\n" not in rows[student].reason


def test_the_summary_counts_them(rows: dict[str, Row]) -> None:
    assert summary(rows.values()).startswith("4 of 6 graded, 2 rejected, mean 2.0 of 8 points")


def test_the_gradebook_has_the_scores(course: Course, rows: dict[str, Row]) -> None:
    with course.gradebook() as gradebook:
        assert gradebook.find_submission(WEEK, "ada").score == 5
        assert gradebook.find_grade("check_softmax", WEEK, WEEK, "ben").auto_score == 0


def test_the_feedback_shows_the_card(course: Course, rows: dict[str, Row]) -> None:
    (page,) = feedback(course, WEEK, ["ben"])
    assert MISTAKE.name.capitalize() in page.read_text(encoding="utf-8")


def test_nbgrader_exports_the_marks(course: Course, rows: dict[str, Row], tmp_path: Path) -> None:
    marks = tmp_path / "grades.csv"
    command = [sys.executable, "-m", "nbgrader", "export", f"--to={marks}"]
    subprocess.run(command, cwd=course.folder, check=True, capture_output=True)
    scores = {row["student_id"]: row["score"] for row in csv.DictReader(marks.open(encoding="utf-8"))}
    assert float(scores["ada"]) == 5
    assert float(scores["ben"]) == 3


def test_only_what_changed_is_judged_again(
    course: Course, hand_in: HandIn, rows: dict[str, Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    unchanged = grade(course.folder, WEEK)
    assert [row.unchanged for row in unchanged] == [row.points is not None for row in rows.values()]
    assert [row.points for row in unchanged] == [row.points for row in rows.values()]
    hand_in("ada", "2026-09-01 12:00:00 UTC", softmax=WRONG)
    (again,) = grade(course.folder, WEEK, ["ada"])
    assert (again.points, again.unchanged) == (0, False)
    monkeypatch.setattr("autograder.grading.engine.grader_version", lambda: "another")
    assert not grade(course.folder, WEEK, ["ben"])[0].unchanged


def test_a_later_time_is_entered_without_judging_again(course: Course, hand_in: HandIn, rows: dict[str, Row]) -> None:
    hand_in("ben", "2026-09-03 12:00:00 UTC", softmax=WRONG, softmax_backward=ANOTHER_WAY)
    grade(course.folder, WEEK, ["ben"])
    with course.gradebook() as gradebook:
        assert str(gradebook.find_submission(WEEK, "ben").timestamp) == "2026-09-03 12:00:00"


def test_a_manual_score_survives_grading_again(course: Course, rows: dict[str, Row]) -> None:
    with course.gradebook() as gradebook:
        gradebook.find_grade("question_why", WEEK, WEEK, "ben").manual_score = 2
        gradebook.db.commit()
    assert grade(course.folder, WEEK, ["ben"], force=True)[0].points == BACKWARD.points + 2


def test_a_tag_keeps_no_test_from_running(course: Course, hand_in: HandIn) -> None:
    path = hand_in("gus")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    nbformat.write(notebook, path)
    assert grade(course.folder, WEEK, ["gus"])[0].points == 0


def test_a_gradebook_that_cannot_be_written_is_no_grade_and_a_rerun_mends_it(
    course: Course, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("hal", softmax=RIGHT)

    def locked(*_: object) -> None:
        raise RuntimeError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.ledger.Ledger.enter", locked)
        (row,) = grade(course.folder, WEEK, ["hal"])
    assert (row.points, row.status) == (None, "failed") and "database is locked" in row.reason
    assert grade(course.folder, WEEK, ["hal"])[0].points == SOFTMAX.points


def test_a_failure_of_the_graders_is_no_grade_and_a_report(
    course: Course, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("ivy", softmax=RIGHT)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.work.examine", broken)
        (row,) = grade(course.folder, WEEK, ["ivy"])
    assert (row.points, row.status) == (None, "failed")
    report = course.folder / ".handmade" / "reports" / WEEK / "ivy.txt"
    assert str(report) in row.reason and "ZeroDivisionError: ours" in report.read_text()


def test_without_walls_nothing_is_run_unless_the_students_are_trusted(
    course: Course, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("lea", softmax=RIGHT)
    monkeypatch.setattr("autograder.grading.terms.probe", lambda *_: Probe(Tier.C, "No bubblewrap."))
    with pytest.raises(CourseError, match=r"No bubblewrap.*--trusted"):
        grade(course.folder, WEEK, ["lea"])
    assert grade(course.folder, WEEK, ["lea"], trusted=True)[0].points == SOFTMAX.points


def test_late_work_is_penalised_as_the_course_says(tmp_path: Path, hand_in: HandIn, course: Course) -> None:
    config = course.folder / "nbgrader_config.py"
    before = config.read_text()
    plugin = course.folder / "late_by_one.py"
    plugin.write_text(
        "from nbgrader.plugins import LateSubmissionPlugin\n"
        "class LateByOne(LateSubmissionPlugin):\n"
        "    def late_submission_penalty(self, student, score, seconds):\n"
        "        return 1.0\n"
    )
    line = f"import sys\nsys.path.insert(0, {str(course.folder)!r})\nimport late_by_one\n"
    config.write_text(before + line + "c.AssignLatePenalties.plugin_class = late_by_one.LateByOne\n")
    try:
        with course.gradebook() as gradebook:
            gradebook.update_or_create_assignment(WEEK, duedate="2026-09-02 12:00:00 UTC")
        hand_in("jo", "2026-09-05 12:00:00 UTC", softmax=RIGHT)
        grade(course.folder, WEEK, ["jo"])
        with course.gradebook() as gradebook:
            assert gradebook.find_submission(WEEK, "jo").late_submission_penalty == 1
    finally:
        config.write_text(before)


@pytest.mark.slow
def test_in_a_course_without_our_lines_nbgraders_own_autograder_gives_the_same_marks(
    course: Course, hand_in: HandIn
) -> None:
    hand_in("kim", softmax=WRONG, softmax_backward=ANOTHER_WAY, question_why=WORDS)
    ours = grade(course.folder, WEEK, ["kim"])[0]
    config = course.folder / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before.replace(AUTOGRADE, ""))
    try:
        outcome = course.api().autograde(WEEK, "kim", force=True)
    finally:
        config.write_text(before)
    assert outcome["success"], outcome
    graded = nbformat.read(course.notebook("autograded", "kim", WEEK), as_version=4)
    assert all(cell.execution_count for cell in graded.cells if cell.cell_type == "code")  # a kernel ran them
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission(WEEK, "kim")
        assert submission.score == ours.points
        assert submission.needs_manual_grade == (ours.status == "to mark")


def test_who_handed_nothing_in_is_missing(course: Course, rows: dict[str, Row]) -> None:
    (row,) = grade(course.folder, WEEK, ["nobody"])
    assert (row.status, row.points, row.reason) == ("missing", None, "handed nothing in")


def test_a_course_without_submissions_says_where_they_belong(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="submitted/STUDENT/week1_foundations"):
        grade(new_course(tmp_path / "course").folder, "week1")


@pytest.mark.parametrize(
    ("log", "line"),
    [
        ("[ERROR] Traceback (most recent call last):\n      File\n    a.b.BadError: why\n    \n", "BadError: why"),
        ("[INFO] well\n[ERROR] There was an error\n[ERROR] No such thing\n", "No such thing"),
        ("", "KeyError: 'x'"),
    ],
)
def test_the_reason_is_found_in_the_log(log: str, line: str) -> None:
    assert nbgrader_reason({"success": False, "log": log, "error": "Traceback\n  x\nKeyError: 'x'\n"}) == line
