"""The report is one page that tells what the gradebook and the graded notebooks say, and obeys nothing in them."""

import math
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.courses import Course, CourseError
from autograder.grading.report import report
from autograder.grading.report.html import joined, table, tag, text
from autograder.grading.report.items import discrimination
from autograder.grading.report.people import lateness

WEEK = "week1_foundations"
FULL = {"relu": 1.0, "softmax": 2.0, "linear": 3.0, "question_why": 4.0}
HOSTILE = "</bdi><script>alert(1)</script>"
Enrol = Callable[..., None]


class Tags(HTMLParser):
    """Counts the elements of a page, its attributes, and what was left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for key, value in attrs if key in ("src", "href", "xlink:href", "onclick")]
        if tag not in ("meta", "wbr", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> Tags:
    found = Tags()
    found.feed(page)
    found.close()
    return found


@pytest.fixture
def page(marks_course: Course, enrol: Enrol, tmp_path: Path) -> str:
    wrong = {**FULL, "softmax": 0.0}
    enrol("ada", FULL, first_name="Ada", last_name="Lovelace")
    enrol("ben", wrong, {"softmax": "forgets the maximum"}, first_name=HOSTILE, last_name="=1\u202e")
    enrol("cleo", wrong, {"softmax": "forgets the maximum", "relu": "<img src=x onerror=alert(1)>"}, penalty=1.5)
    enrol("dan", {**FULL, "linear": None, "question_why": None}, timestamp="2026-09-28 12:00:00 UTC")
    enrol("eve")
    for student, data in {"finn": b"{", "gus": b"", "hal": b'{"a": 1}', "<i>ida": b"\xff"}.items():
        path = marks_course.notebook("submitted", student, WEEK)
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    (marks_course.folder / "submitted" / "jo" / WEEK).mkdir(parents=True)
    (marks_course.folder / "submitted" / "jo" / WEEK / "week1 (2).ipynb").write_text("{}")
    with marks_course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(WEEK, duedate="2026-09-26 00:00:00 UTC")
    return report(marks_course.folder, "week1", tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_page_is_whole_and_needs_nothing_else(page: str) -> None:
    found = tags(page)
    assert found.open == []
    assert not {"script", "link", "iframe", "img", "object", "form", "i"} & set(found.names)
    assert all(link.startswith("#") for link in found.links)
    assert "default-src &#x27;none&#x27;" in page
    assert "prefers-color-scheme: dark" in page
    assert 'name="viewport"' in page


def test_what_students_wrote_is_text(page: str) -> None:
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "&lt;i&gt;ida" in page


def test_figures_have_descriptions_and_the_pages_colours(page: str) -> None:
    assert len(re.findall(r'<svg role="img" aria-label="[^"]{20,}"', page)) == 2
    assert "var(--accent)" in page
    assert "#070809" not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert {name for name in ids if name.startswith(("m", "p")) and ids.count(name) > 1 and "_" not in name} == set()


def test_it_tells_the_numbers(page: str) -> None:
    for name, value in [("graded", "4 of 10"), ("handed in late", "1"), ("handed in, not graded", "5")]:
        assert f"<dt>{name}</dt><dd>{value}</dd>" in page
    assert "<dt>handed nothing in</dt><dd>1</dd>" in page


def test_the_most_hit_mistake_comes_first_with_its_students(page: str) -> None:
    mistakes = page[page.index("<h2>Mistakes") : page.index("<h2>Alike")]
    assert mistakes.index("forgets the maximum") < mistakes.index("onerror")
    assert "2 students" in mistakes
    assert "cleo" in mistakes


@pytest.mark.parametrize(
    ("student", "why"),
    [
        ("finn", "not JSON"),
        ("gus", "empty"),
        ("hal", "no list of cells"),
        ("ida", "no text"),
        ("jo", "week1 (2).ipynb"),
    ],
)
def test_what_has_no_grade_says_why(page: str, student: str, why: str) -> None:
    part = page[page.index("<h2>Handed in, but") : page.index("<h2>Exercises")]
    (row,) = [row for row in part.split("<tr>") if f"{student}</bdi>" in row]
    assert why in row


def test_the_timeline_has_times_points_and_lateness(page: str) -> None:
    part = page[page.index("<h2>Timeline") :]
    assert "25 Sep 2026, 17:30" in part
    assert "2 d 12 h late" in part
    assert "<b>6.5</b>" in part


def test_pairs_are_looked_at_and_nobody_is_accused(marks_course: Course, enrol: Enrol, tmp_path: Path) -> None:
    def answers(first: str, variable: str) -> dict[str, str]:
        steps = [f"    {variable} += np.{name}({variable})" for name in (first, "cos", "tan", "exp", "log") * 4]
        body = "\n".join(steps)
        return {name: f"def {name}(x):\n    {variable} = x\n{body}\n    return {variable}" for name in list(FULL)[:3]}

    for one in range(20):
        enrol(f"s{one:02}", FULL, answers=answers(f"own{one}", "total"))
    for one, student in enumerate(("t1", "t2", "u")):
        enrol(student, FULL, answers=answers("shared" if one < 2 else "other", "copied"))
    page = report(marks_course.folder, WEEK, tmp_path / "r.html").read_text(encoding="utf-8")
    part = page[page.index("<h2>Alike") : page.index("<h2>Timeline")]
    assert part.count("<li>") == 1
    assert "<bdi>t1</bdi> and <bdi>t2</bdi>" in part
    assert "3 alike, 3 of them to the letter. Look at <code>linear</code>" in part
    assert not re.search(r"cheat|plagiar|suspect", page, re.IGNORECASE)


def test_an_empty_class_has_a_page(marks_course: Course, tmp_path: Path) -> None:
    page = report(marks_course.folder, WEEK, tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Nothing is graded yet" in page


def test_a_class_of_one_has_a_page(marks_course: Course, enrol: Enrol, tmp_path: Path) -> None:
    enrol("ada", FULL)
    assert tags(report(marks_course.folder, WEEK, tmp_path / "r.html").read_text(encoding="utf-8")).open == []


def test_a_graded_notebook_of_any_content_stops_nothing(marks_course: Course, enrol: Enrol, tmp_path: Path) -> None:
    for student, content in {"a": "{", "b": "[]", "c": '{"cells": [3]}', "d": '{"cells": [{"metadata": 1}]}'}.items():
        enrol(student, FULL)
        marks_course.notebook("autograded", student, WEEK).write_text(content)
    assert "4 of 4" in report(marks_course.folder, WEEK, tmp_path / "r.html").read_text(encoding="utf-8")


def test_an_assignment_nobody_released_is_named(marks_course: Course, tmp_path: Path) -> None:
    with marks_course.gradebook() as gradebook:
        gradebook.remove_assignment(WEEK)
    with pytest.raises(CourseError, match="handmade grade"):
        report(marks_course.folder, WEEK, tmp_path / "r.html")


def test_discrimination_leaves_the_item_out_of_the_total() -> None:
    rng = np.random.default_rng(11)
    points = rng.integers(0, 2, (53, 7)).astype(float)
    for item in range(7):
        rest = points.sum(axis=1) - points[:, item]
        expected = np.corrcoef(points[:, item], rest)[0, 1]
        assert discrimination(points[:, item], points.sum(axis=1)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("points", "totals"), [([1, 1, 1], [3, 4, 5]), ([0, 1, 2], [5, 6, 7]), ([0, 1], [3, 9]), ([], [])]
)
def test_discrimination_is_not_defined_where_nothing_varies(points: list[float], totals: list[float]) -> None:
    assert math.isnan(discrimination(np.array(points, dtype=float), np.array(totals, dtype=float)))


@pytest.mark.parametrize(
    ("value", "escaped"), [("<&\"'>", "&lt;&amp;&quot;&#x27;&gt;"), ("\ud800", "\\ud800"), ("a\0", "a\ufffd"), (3, "3")]
)
def test_text_is_escaped_once(value: Any, escaped: str) -> None:
    assert text(value) == escaped
    assert text(text(value)) == escaped
    assert tag("p", value, title=value) == f'<p title="{escaped}">{escaped}</p>'
    assert joined([value, text(value)]) == escaped * 2
    assert escaped in table([value], [[value]])


@pytest.mark.parametrize(
    ("seconds", "words"), [(20, "1 min"), (330, "5 min"), (7260, "2 h 1 min"), (90_000 * 2, "2 d 2 h")]
)
def test_lateness_in_words(seconds: float, words: str) -> None:
    assert lateness(seconds) == words
