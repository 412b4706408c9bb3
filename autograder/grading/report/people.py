"""The report's sections on submissions: those without a grade, those that are alike, and everyone's timeline."""

from datetime import timedelta

from autograder.grading.report.facts import Facts, HandedIn
from autograder.grading.report.html import Html, code, joined, paragraph, section, table, tag, who
from autograder.grading.report.results import prose
from autograder.grading.similarity import Alike, threshold

SHOWN = 40


def ungraded(facts: Facts) -> Html:
    """What could not be graded, and why."""
    if not facts.ungraded:
        return Html("")
    names = {mark.student: mark.name for mark in facts.marks.marks}
    rows = [(who(names[student]), prose(why)) for student, why in facts.ungraded.items()]
    return section("Handed in, but without a grade", table(("student", "why"), rows))


def similar(facts: Facts) -> Html:
    """Pairs to look at, and submissions like the published solution."""
    names = {mark.student: mark.name for mark in facts.marks.marks}
    explained = paragraph(
        "Answers are compared without names, constants and comments. What two share counts by how rare it is in the "
        f"class, so an answer that many write counts little; the list begins at {threshold(len(facts.graded)):.0f}. "
        "It is a reason to look, not a finding: people learn together, and some code can be written one way only."
    )
    pairs = listing(facts.pairs, names, "No two submissions share enough that is rare.")
    published = listing(facts.published, names, "None shares with it what others do not.")
    return section(
        "Alike: look at",
        explained,
        tag("h3", "Pairs"),
        pairs,
        tag("h3", "Like the published solution"),
        published,
    )


def listing(found: tuple[Alike, ...], names: dict[str, str], otherwise: str) -> Html:
    """Cards for what is alike."""
    if not found:
        return paragraph(otherwise)
    more = paragraph(f"And {len(found) - SHOWN} more below these.") if len(found) > SHOWN else ""
    return joined([tag("ul", *(card(one, names) for one in found[:SHOWN]), class_="cards"), more])


def card(one: Alike, names: dict[str, str]) -> Html:
    """What is alike, and where to look."""
    people = joined((who(names[student]) for student in one.students), " and ")
    alike = [code(name) for name in one.exercises]
    count = f"{len(alike)} alike, {len(one.verbatim)} of them to the letter. Look at "
    first = joined([count, joined(alike[:6], ", ")])
    rest = tag("details", tag("summary", f"and {len(alike) - 6} more"), joined(alike[6:], ", "))
    score = tag("span", f"{one.score:.0f}", class_="count")
    return tag("li", score, tag("b", people), tag("div", first, class_="names"), rest if alike[6:] else "")


def timeline(facts: Facts) -> Html:
    """A row a student: when each assignment was handed in, and what it earned."""
    rows = []
    for mark in facts.marks.marks:
        own = facts.timeline.get(mark.student, {})
        identity = "" if mark.name == mark.student else tag("div", tag("small", who(mark.student)))
        rows.append((joined([who(mark.name), identity]), *(moment(own.get(name)) for name in facts.assignments)))
    return section(
        "Timeline",
        paragraph("When each assignment was handed in (UTC), and the points it earned."),
        table(("student", *facts.assignments), rows),
    )


def moment(one: HandedIn | None) -> Html:
    """A submission in the timeline."""
    if one is None:
        return tag("span", "—", class_="soft")
    points = tag("b", f"{one.points:g}")
    when = one.time.strftime("%d %b %Y, %H:%M") if one.time else "time not known"
    late = tag("div", f"{lateness(one.seconds_late)} late", class_="warm") if one.seconds_late > 0 else ""
    return joined([points, tag("small", f" of {one.max_points:g}"), tag("div", tag("small", when)), late])


def lateness(seconds: float) -> str:
    """A length of time, roughly."""
    late = timedelta(seconds=seconds)
    if late.days:
        return f"{late.days} d {late.seconds // 3600} h"
    if late.seconds >= 3600:
        return f"{late.seconds // 3600} h {late.seconds % 3600 // 60} min"
    return f"{max(1, late.seconds // 60)} min"
