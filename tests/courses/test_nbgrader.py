"""The engine behind `nbgrader autograde`: what `handmade grade` would have written, and nobody ends the batch."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.courses import Course, new_course
from autograder.courses.answers import answer_source
from autograder.courses.release import release
from autograder.exercises import find
from autograder.grading.grade import grade

WEEK = "week1_foundations"
SOFTMAX, BACKWARD = find("softmax"), find("softmax_backward")
RIGHT = answer_source(SOFTMAX, SOFTMAX.reference())
ALSO_RIGHT = answer_source(BACKWARD, BACKWARD.reference())
WRONG = answer_source(SOFTMAX, SOFTMAX.mistakes[0].implementation)
HEAD = "def softmax(x, axis=-1):"
WORDS = "It cancels in the fraction."
FULL = SOFTMAX.points + BACKWARD.points

# A course whose late work costs a point, due before `zoe` handed in.
LATE = """
import sys
sys.path.insert(0, str(Path(__file__).resolve().parent))
import a_point_for_late_work
c.AssignLatePenalties.plugin_class = a_point_for_late_work.Penalty
"""
PLUGIN = """from nbgrader.plugins import LateSubmissionPlugin

class Penalty(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0
"""
GRADED = ["ada", "ben", "bob", "cleo", "dup", "exi", "zoe"]
REJECTED = {"eve": "not a notebook", "fay": "named pipe", "lin": "symbolic link", "win": "empty", "old": "No notebooks"}

pytestmark = pytest.mark.slow
HandIn = Callable[..., Path]


def nbgrader(course: Course, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run nbgrader as an instructor does, in the course's folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(command, cwd=course.folder, capture_output=True, text=True)


def standing(course: Course, student: str) -> dict[str, Any]:
    """All that the gradebook says of a student, and the graded notebook."""
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission(WEEK, student)
        (notebook,) = submission.notebooks
        return {
            "time": submission.timestamp,
            "score": submission.score,
            "to mark": submission.needs_manual_grade,
            "penalty": notebook.late_submission_penalty,
            "grades": {
                one.name: (one.auto_score, one.manual_score, one.extra_credit, one.needs_manual_grade)
                for one in notebook.grades
            },
            "comments": {one.name: (one.auto_comment, one.manual_comment) for one in notebook.comments},
            "notebook": course.notebook("autograded", student, WEEK).read_bytes(),
        }


def damaged(path: Path) -> None:
    """A wrong answer in a notebook that says it is right: cells twice, tests not run, points, types, a new schema."""
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"] |= {"points": 1000, "schema_version": 99, "locked": "no"}
    notebook["cells"] += [cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    path.write_text(json.dumps(notebook))


@pytest.fixture(scope="module")
def other(course: Course, hand_in: HandIn) -> Course:
    """A class has handed in; this is a second course just like the first."""
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text() + LATE)
    (course.folder / "a_point_for_late_work.py").write_text(PLUGIN)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(WEEK, duedate="2026-09-02 12:00:00 UTC")
    hand_in("ada", "2026-09-01 12:00:00 UTC", softmax=RIGHT, softmax_backward=ALSO_RIGHT, question_why=WORDS)
    hand_in("ben", softmax=WRONG, softmax_backward=ALSO_RIGHT)
    marked = hand_in("bob", softmax=RIGHT)
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    hand_in("cleo")
    damaged(hand_in("dup", softmax=WRONG))
    pawned = course.folder / "pawned"
    hand_in("exi", softmax=f"{HEAD}\n    open({str(pawned)!r}, 'w').close()\n    import os\n    os._exit(0)")
    hand_in("eve").write_text("no notebook")
    os.mkfifo(replaced(hand_in("fay")))
    replaced(hand_in("lin")).symlink_to(marked)
    hand_in("win").write_text("")
    late = hand_in("old")
    late.rename(late.with_name("copy (1).ipynb"))
    hand_in("zoe", "2026-09-05 12:00:00 UTC", softmax=RIGHT)
    # A pipe cannot be copied.
    ours = shutil.copytree(course.folder, course.folder.with_name("ours"), ignore=shutil.ignore_patterns("fay"))
    return Course.open(ours)


def replaced(path: Path) -> Path:
    """The path, free for something else."""
    path.unlink()
    return path


@pytest.fixture(scope="module")
def said(course: Course, other: Course) -> str:
    """What nbgrader says when it has graded the class."""
    run = nbgrader(course, "autograde", WEEK)
    assert run.returncode == 1  # some were rejected
    return run.stderr


@pytest.fixture(scope="module")
def graded_by_us(other: Course) -> Course:
    """The other course, graded by `handmade grade`."""
    grade(other.folder, WEEK)
    return other


@pytest.mark.parametrize("student", GRADED)
def test_gradebook_and_notebook_are_those_of_handmade_grade(
    course: Course, said: str, graded_by_us: Course, student: str
) -> None:
    assert standing(course, student) == standing(graded_by_us, student)


def test_they_are_what_they_ought_to_be(course: Course, said: str) -> None:
    now = {student: standing(course, student) for student in GRADED}
    assert {student: one["score"] for student, one in now.items()} == {
        "ada": FULL,
        "ben": BACKWARD.points,
        "bob": SOFTMAX.points,
        "cleo": 0,
        "dup": 0,
        "exi": 0,
        "zoe": SOFTMAX.points,
    }
    assert {student: one["penalty"] for student, one in now.items() if one["penalty"]} == {"zoe": 1}
    assert [student for student, one in now.items() if one["to mark"]] == ["ada"]
    assert b"application/vnd.handmade.verdict+json" in now["ben"]["notebook"]


def test_nothing_of_a_students_runs_outside_the_walls(course: Course, said: str) -> None:
    assert not (course.folder / "pawned").exists()
    for student in GRADED:
        graded = nbformat.read(course.notebook("autograded", student, WEEK), as_version=4)
        assert not any(cell.get("execution_count") for cell in graded.cells)  # no kernel ran any


@pytest.mark.parametrize("student", REJECTED)
def test_who_is_rejected_has_a_reason_and_no_grade(course: Course, said: str, student: str) -> None:
    reason = said.partition(f"/submitted/{student}/")[2].partition("/submitted/")[0] if student == "old" else said
    assert REJECTED[student] in reason
    assert f"There was an error processing assignment '{WEEK}' for student '{student}'" in said
    assert not course.notebook("autograded", student, WEEK).exists()
    with course.gradebook() as gradebook:
        assert all(one.auto_score is None for one in gradebook.find_submission(WEEK, student).notebooks[0].grades)


def test_handmade_grade_finds_nothing_left_to_do(course: Course, said: str) -> None:
    before = standing(course, "ada")
    rows = {row.student: row for row in grade(course.folder, WEEK)}
    assert [student for student, row in rows.items() if row.unchanged] == GRADED
    assert {student for student, row in rows.items() if row.status == "rejected"} == set(REJECTED)
    assert standing(course, "ada") == before


def test_what_is_graded_is_passed_over_and_what_is_known_is_not_judged_again(course: Course, said: str) -> None:
    assert "Skipping existing assignment" in nbgrader(course, "autograde", WEEK, "--student=ben").stderr
    before = standing(course, "ben")
    shutil.rmtree(course.folder / "autograded" / "ben")
    assert "known from the journal" in nbgrader(course, "autograde", WEEK, "--student=ben").stderr
    assert standing(course, "ben") == before
    forced = nbgrader(course, "autograde", WEEK, "--student=ben", "--force")
    assert forced.returncode == 0 and "known from the journal" not in forced.stderr
    assert standing(course, "ben") == before


def test_manual_scores_and_comments_are_kept(course: Course, said: str) -> None:
    with course.gradebook() as gradebook:
        gradebook.find_grade("question_why", WEEK, WEEK, "ada").manual_score = 2
        gradebook.find_grade("check_softmax", WEEK, WEEK, "ada").manual_score = 0.5
        gradebook.find_comment("question_why", WEEK, WEEK, "ada").manual_comment = "Say of what."
        gradebook.db.commit()
    assert course.api().autograde(WEEK, "ada")["success"]
    now = standing(course, "ada")
    assert now["score"] == 0.5 + BACKWARD.points + 2
    assert now["comments"]["question_why"] == (None, "Say of what.")
    assert [name for name, (*_, to_mark) in now["grades"].items() if to_mark] == ["check_softmax", "question_why"]
    with course.gradebook() as gradebook:  # a person has looked again
        for one in gradebook.find_submission(WEEK, "ada").notebooks[0].grades:
            one.needs_manual_grade = False
        gradebook.db.commit()
    before = standing(course, "ada")
    assert grade(course.folder, WEEK, ["ada"])[0].unchanged
    assert standing(course, "ada") == before


def test_the_two_take_turns_and_the_last_submission_counts(course: Course, said: str, hand_in: HandIn) -> None:
    hand_in("tom", softmax=RIGHT)
    assert grade(course.folder, WEEK, ["tom"])[0].points == SOFTMAX.points
    hand_in("tom", softmax=WRONG)
    assert course.api().autograde(WEEK, "tom")["success"]
    assert standing(course, "tom")["score"] == 0
    hand_in("tom", softmax=RIGHT)
    assert grade(course.folder, WEEK, ["tom"])[0].points == SOFTMAX.points
    with course.gradebook() as gradebook:
        assert len([one for one in gradebook.assignment_submissions(WEEK) if one.student_id == "tom"]) == 1


def test_a_grade_that_nbgrader_took_away_is_given_back(course: Course, said: str, hand_in: HandIn) -> None:
    right = hand_in("una", softmax=RIGHT).read_bytes()
    grade(course.folder, WEEK, ["una"])
    hand_in("una").write_text("no notebook")
    outcome = course.api().autograde(WEEK, "una")
    assert not outcome["success"] and "No grade for una: rejected: It is not a notebook" in outcome["log"]
    assert not course.notebook("autograded", "una", WEEK).exists()
    hand_in("una").write_bytes(right)
    (row,) = grade(course.folder, WEEK, ["una"])
    assert (row.points, row.unchanged) == (SOFTMAX.points, False)
    assert course.notebook("autograded", "una", WEEK).is_file()


def test_a_failure_of_ours_is_no_grade_and_said(course: Course, said: str, hand_in: HandIn) -> None:
    hand_in("vic", softmax=RIGHT)
    journal = course.folder / ".handmade" / "journal"
    journal.rename(journal.with_name("elsewhere"))
    journal.write_text("in the way")
    try:
        outcome = course.api().autograde(WEEK, "vic")
    finally:
        journal.unlink()
        journal.with_name("elsewhere").rename(journal)
    assert not outcome["success"]
    assert f"The journal {journal / WEEK} cannot be written" in outcome["log"]
    assert course.api().autograde(WEEK, "vic")["success"]
    assert standing(course, "vic")["score"] == SOFTMAX.points


@pytest.mark.parametrize("step", range(4), ids=["before judging", "before saving", "before the penalty", "at the end"])
def test_handmade_grade_finishes_what_was_killed(course: Course, said: str, hand_in: HandIn, step: int) -> None:
    hand_in(f"wim{step}", softmax=RIGHT, softmax_backward=ALSO_RIGHT)
    config = course.folder / "nbgrader_config.py"
    before = config.read_text()
    (course.folder / "killed.py").write_text(
        "import os\nfrom nbgrader.preprocessors import NbGraderPreprocessor\n\n"
        "class Killed(NbGraderPreprocessor):\n"
        "    def preprocess(self, nb, resources):\n"
        "        os.kill(os.getpid(), 9)\n"
    )
    config.write_text(f"{before}\nc.Autograde.autograde_preprocessors.insert({step}, 'killed.Killed')\n")
    try:
        assert nbgrader(course, "autograde", WEEK, f"--student=wim{step}").returncode == -9
    finally:
        config.write_text(before)
    (row,) = grade(course.folder, WEEK, [f"wim{step}"])
    assert (row.points, row.unchanged) == (FULL, False)
    assert b"passed" in course.notebook("autograded", f"wim{step}", WEEK).read_bytes()
    assert grade(course.folder, WEEK, [f"wim{step}"])[0].unchanged


def test_a_test_of_the_instructors_own_waits_for_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.courses import new

    little = new.source_notebook

    def with_a_test(week: str) -> Any:
        notebook = little(week)
        about = {"grade": True, "grade_id": "own", "locked": True, "points": 5, "schema_version": 3}
        about |= {"solution": False, "task": False}
        notebook.cells.append(nbformat.v4.new_code_cell("assert softmax", id="own", metadata={"nbgrader": about}))
        return notebook

    monkeypatch.setattr(new, "source_notebook", with_a_test)
    course = new_course(tmp_path / "course", ["week1"])
    release(course, WEEK)
    path = course.notebook("submitted", "ada", WEEK)
    path.parent.mkdir(parents=True)
    shutil.copy(course.folder / "release" / WEEK / path.name, path)
    assert course.api().autograde(WEEK, "ada")["success"]
    by_nbgrader = standing(course, "ada")
    assert by_nbgrader["grades"]["own"] == (None, None, None, True)
    grade(course.folder, WEEK, force=True)
    assert standing(course, "ada") == by_nbgrader
