"""Nothing undeserved is earned, nobody beside it is harmed, nothing is left behind; in each kind of walls."""

import json

import pytest

from tests.attacks.attack import FULL, POINTS, WEEK, Must
from tests.attacks.conftest import Graded
from tests.attacks.corpus import CORPUS

pytestmark = pytest.mark.slow


def points_by_exercise(graded: Graded, student: str) -> dict[str, float]:
    return {said["exercise"]: said["points"] for said in graded.rows[student].verdicts}


def told(graded: Graded, student: str, must: Must) -> str:
    """What is wrong with a verdict, in a line or two."""
    row = graded.rows[student]
    due = must.points
    wrong = [said for said in row.verdicts if said["points"] != due[said["exercise"]]]
    found = [f"{said['exercise']} has {said['points']:g}: {said['message'][:150]!r}" for said in wrong[:4]]
    return f"{row.status} {row.reason} {len(wrong)} exercises have other points than they must: {'; '.join(found)}"


@pytest.mark.parametrize("attack", CORPUS)
def test_it_gets_the_verdict_that_it_must(graded: Graded, attack: str) -> None:
    must, student = CORPUS[attack].must, graded.attackers[attack]
    row = graded.rows[student]
    if must.rejected:
        assert (row.status, row.points) == ("rejected", None), row
        assert must.rejected in row.reason
    else:
        assert row.status in ("graded", "to mark"), row.reason
        assert points_by_exercise(graded, student) == must.points, told(graded, student, must)
        assert row.points == sum(must.points.values())


def test_every_honest_submission_before_and_after_one_has_all_points(graded: Graded) -> None:
    for student in graded.honest:
        assert points_by_exercise(graded, student) == POINTS, told(graded, student, FULL)


def test_nobody_is_lost(graded: Graded) -> None:
    assert graded.rows.keys() == {*graded.attackers.values(), *graded.honest}
    assert not [row for row in graded.rows.values() if row.status in ("failed", "missing")]


def test_no_process_is_left(graded: Graded) -> None:
    assert graded.processes == {}


def test_no_file_is_left_outside_the_course(graded: Graded) -> None:
    assert graded.files == []


def test_the_gradebook_has_one_grade_for_each_and_no_other(graded: Graded) -> None:
    due = {student: row for student, row in graded.rows.items() if row.points is not None}
    with graded.course.gradebook() as gradebook:
        submissions = gradebook.assignment_submissions(WEEK)
        assert sorted(one.student.id for one in submissions) == sorted(due)
        for one in submissions:
            row = due[one.student.id]
            assert one.score == row.points
            scores = {grade.name: grade.auto_score for notebook in one.notebooks for grade in notebook.grades}
            assert {f"check_{said['exercise']}": said["points"] for said in row.verdicts}.items() <= scores.items()


def test_no_page_of_theirs_is_in_a_graded_notebook(graded: Graded) -> None:
    for student, row in graded.rows.items():
        if row.points is not None:
            cells = json.loads(graded.course.notebook("autograded", student, WEEK).read_text(encoding="utf-8"))["cells"]
            pages = [out["data"].get("text/html", "") for one in cells for out in one.get("outputs", [])]
            assert len(pages) == len(POINTS)
            assert not [page for page in pages if "<script>alert" in "".join(page)], student


def test_every_reason_is_a_line_that_can_be_shown_anywhere(graded: Graded) -> None:
    for row in graded.rows.values():
        assert row.reason.isprintable(), row  # no half characters either
