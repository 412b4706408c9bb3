"""The report's sections on the exercises: how the class did, exercise by exercise, and what went wrong."""

import math
from statistics import median

from autograder.grading.report.facts import Facts, advice, mistakes
from autograder.grading.report.figures import distribution, pass_rates
from autograder.grading.report.html import Html, code, joined, paragraph, section, table, tag, text, who
from autograder.grading.report.items import Item, items

WEAK = 0.15
SHOWN = 40


def overview(facts: Facts) -> Html:
    """How many, how well, and the distribution of the points."""
    marks = facts.marks
    totals = [mark.total for mark in marks.graded if mark.total is not None]
    numbers = [
        ("graded", f"{len(totals)} of {len(marks.marks)}"),
        ("median", f"{median(totals):g} of {marks.max_points:g}" if totals else "—"),
        ("handed in late", sum(mark.seconds_late > 0 for mark in marks.graded)),
        ("answers in words to mark", sum(mark.status == "to mark" for mark in marks.marks)),
        ("handed in, not graded", len(facts.ungraded)),
        ("handed nothing in", sum(mark.status == "missing" for mark in marks.marks)),
    ]
    listing = tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in numbers), class_="facts")
    if not totals:
        return joined([listing, paragraph("Nothing is graded yet.")])
    figure = tag(
        "figure",
        Html(distribution(totals, marks.max_points)),
        tag("figcaption", "Points, late penalties taken off; answers in words count once they are marked."),
    )
    return joined([listing, figure])


def exercises(facts: Facts) -> Html:
    """Pass rate and discrimination by exercise, as a figure and a table."""
    found = items(facts.marks)
    everyone = len(facts.marks.graded)
    shown = [item for item in found if item.marked == everyone]
    if not everyone or not shown:
        return Html("")
    rows = [row(item, everyone) for item in found]
    return section(
        "Exercises",
        paragraph(
            "Discrimination is the correlation of an exercise with the sum of all the others. Where it is near zero or "
            "negative, those who do well elsewhere do not do well here: look at the exercise and its check.",
            " With fewer than thirty students it is rough.",
        ),
        tag("figure", Html(pass_rates(shown))),
        table(("exercise", "full marks", "mean", "discri\u00admination"), rows, numbers=(1, 2, 3)),
    )


def row(item: Item, everyone: int) -> tuple[object, ...]:
    """An exercise in the table; a question that is not marked for everyone has no rates yet."""
    points = f"{item.column.max_points:g} point{'' if item.column.max_points == 1 else 's'}"
    name = joined([code(item.column.name), " ", tag("small", points, class_="whole")])
    if item.marked < everyone:
        return name, tag("small", f"{item.marked} of {everyone} marked"), "", ""
    return (
        name,
        share(item.pass_rate),
        share(item.mean),
        tag("span", correlation(item.discrimination), **({"class_": "warm"} if item.discrimination < WEAK else {})),
    )


def share(value: float) -> str:
    """A share in per cent."""
    return "—" if math.isnan(value) else f"{100 * value:.0f} %"


def correlation(value: float) -> str:
    """A correlation with two places."""
    return "—" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def most_hit(facts: Facts) -> Html:
    """The named mistakes, with how many made them and who."""
    names = {mark.student: mark.name for mark in facts.marks.marks}
    found = mistakes(facts)
    if not found:
        return section("Mistakes", paragraph("No check named a mistake."))
    shown = [card(*one, names=names) for one in found[:SHOWN]]
    rest = len(found) - SHOWN
    more = paragraph(f"And {rest} more, each made by {len(found[SHOWN][2])} or fewer.") if rest > 0 else ""
    return section("Mistakes", tag("ul", *shown, class_="cards"), more)


def card(exercise: str, mistake: str, students: list[str], names: dict[str, str]) -> Html:
    """A mistake, what the catalogue advises, and who made it."""
    count = f"{len(students)} student{'s' if len(students) > 1 else ''}"
    people = tag("div", joined((who(names[student]) for student in students), ", "), class_="names")
    listed = people if len(students) <= 12 else tag("details", tag("summary", "Who"), people)
    said = advice(exercise, mistake)
    told = paragraph(prose(said)) if said else ""
    return tag("li", tag("span", count, class_="count"), tag("b", mistake), " in ", code(exercise), told, listed)


def prose(words: str) -> Html:
    """Text with code between backticks."""
    parts = words.split("`")
    return joined(tag("code", part) if place % 2 else text(part) for place, part in enumerate(parts))
