"""Formgrader as an instructor meets it: a click judges, the card is there, and what a person marked is kept."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import autograder
from autograder.courses import Course, new_course
from autograder.courses.answers import answer_source
from autograder.courses.classroom import Student, right, write_class
from autograder.courses.release import release
from autograder.exercises import Exercise

WEEK = "week1_foundations"
TOKEN = "the-instructors-own"
QUESTION = "question_softmax_twice"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def one_mistake(exercise: Exercise, place: int) -> str | None:
    """All right but softmax."""
    mistakes = {mistake.name: mistake for mistake in exercise.mistakes if exercise.name == "softmax"}
    if not mistakes:
        return right(exercise, place)
    return answer_source(exercise, mistakes["sums over everything"].implementation)


HOSTILE = 'It is `a<b`. <script>document.title = "taken"</script><img src="x" onerror="document.title = \'taken\'">'
BENJAMIN = Student("Benjamin", "Cohen", one_mistake, HOSTILE)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A released week; Benjamin handed in, with a mistake, and Eve something that is no notebook."""
    made = new_course(tmp_path / "course", ["week1"])
    release(made, WEEK)
    write_class(made, WEEK, (BENJAMIN,))
    eve = made.notebook("submitted", "eve", WEEK)
    eve.parent.mkdir(parents=True)
    eve.write_text("no notebook")
    return made


@pytest.fixture
def formgrader(course: Course, tmp_path: Path, serving: Any) -> Iterator[str]:
    """The address of formgrader in a JupyterLab started in the course, with nothing else set up."""
    packages = str(Path(autograder.__file__).parents[1])
    with serving(course.folder, tmp_path, TOKEN, PYTHONPATH=packages, PATH=os.defpath) as address:
        yield f"{address}/formgrader"


class Instructor:
    """What an instructor does in formgrader."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        page.goto(f"{address}?token={TOKEN}", wait_until="domcontentloaded")

    def autograde(self, student: str) -> str:
        """Click on the button in the student's row; gives what formgrader says, all of it."""
        self.page.goto(f"{self.address}/manage_submissions/{WEEK}", wait_until="domcontentloaded")
        row = self.page.locator("tr").filter(has=self.page.locator("td.student-id", has_text=student))
        row.locator("td.autograde a").click()
        dialog = self.page.locator(".modal-dialog").filter(has_text=student)
        dialog.wait_for(timeout=180_000)
        return str(dialog.inner_text())

    def open(self) -> None:
        """Open the first submission."""
        self.page.goto(f"{self.address}/gradebook/{WEEK}/{WEEK}", wait_until="domcontentloaded")
        with self.page.expect_response("**/api/grades?*"), self.page.expect_response("**/api/comments?*"):
            self.page.locator("td.name a").first.click()
        self.page.locator("#notebook .nbgrader_cell").first.wait_for(timeout=60_000)

    def mark(self, score: float, comment: str) -> None:
        """Enter a score and a comment for the question in words."""
        box, text = self.page.locator(f"#{QUESTION}"), self.page.locator(f"#{QUESTION}-comment")
        for field, value in ((box, str(score)), (text, comment)):
            with self.page.expect_response(lambda response: response.request.method == "PUT") as saved:
                field.fill(value)
                field.press("Tab")
            assert saved.value.ok


def test_a_click_judges_the_card_is_there_marks_are_kept_and_no_answer_is_obeyed(
    page: Any, formgrader: str, course: Course, tmp_path: Path
) -> None:
    pictures = Path(os.environ.get("HANDMADE_PICTURES", tmp_path))
    instructor = Instructor(page, formgrader)
    assert "Successfully autograded" in instructor.autograde(BENJAMIN.id)

    instructor.open()
    card = page.locator(".output_html").filter(has_text="Sums over everything").first
    card.scroll_into_view_if_needed()
    assert "not yet" in card.inner_text()
    assert card.locator("img").evaluate("image => image.naturalWidth") > 20
    page.screenshot(path=pictures / "formgrader.png")
    instructor.mark(1.5, "Say which gradient.")

    assert "Successfully autograded" in instructor.autograde(BENJAMIN.id)
    instructor.open()
    assert page.locator(f"#{QUESTION}").input_value() == "1.5"
    assert page.locator(f"#{QUESTION}-comment").input_value() == "Say which gradient."

    assert page.get_by_text("document.title").first.is_visible()
    assert "taken" not in page.title()
    page.locator(f"#{QUESTION}").scroll_into_view_if_needed()
    page.screenshot(path=pictures / "formgrader-question.png")


def test_who_cannot_be_graded_is_told_with_the_reason(page: Any, formgrader: str, course: Course) -> None:
    said = Instructor(page, formgrader).autograde("eve")
    assert "There was an error autograding" in said
    assert "rejected: It is not a notebook" in said
    assert not course.notebook("autograded", "eve", WEEK).exists()
