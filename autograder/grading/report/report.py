"""Write the report: one HTML page that needs nothing else, neither a network nor a script."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from autograder.courses.course import Course
from autograder.files import write_text
from autograder.grading.report.facts import Facts, gather
from autograder.grading.report.html import Html, joined, tag, text
from autograder.grading.report.people import similar, timeline, ungraded
from autograder.grading.report.results import exercises, most_hit, overview

# Whatever a student might smuggle in: the page may load nothing and run nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report(folder: str | Path, assignment: str, output: str | Path | None = None) -> Path:
    """Write the report on an assignment.

    Args:
        folder: the course directory.
        assignment: the assignment.
        output: where; default ``ASSIGNMENT-report.html`` in the working directory.

    Returns:
        The page.

    Raises:
        CourseError: no such course or assignment, or nothing of it is graded.
    """
    course = Course.open(folder)
    assignment = course.assignment(assignment)
    path = Path(output) if output is not None else Path(f"{assignment}-report.html")
    write_text(path, page(course.folder.name, gather(course, assignment)))
    return path


def page(course: str, facts: Facts) -> str:
    """The page."""
    heading = f"{facts.marks.assignment} in {course}"
    made = datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC")
    parts = (overview, ungraded, exercises, most_hit, similar, timeline)
    body = tag(
        "body",
        tag("h1", heading),
        tag("p", f"Made {made}. It names students: keep it to yourself.", class_="soft"),
        tag("main", *(part(facts) for part in parts)),
    )
    style = files("autograder.grading.report").joinpath("style.css").read_text(encoding="utf-8")
    head = joined(
        [
            Html('<meta charset="utf-8">'),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{text(POLICY)}">'),
            Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            tag("title", heading),
            tag("style", Html(style)),
        ]
    )
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n{body}\n</html>\n'
