"""The result of grading as a table for the terminal."""

from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from autograder.courses.row import Row

if TYPE_CHECKING:
    from rich.table import Table

STYLES = {"failed": "bold red", "rejected": "red", "missing": "dim"}


def table(rows: Sequence[Row]) -> "Table":
    """Student, points, checks passed and the mistakes named; a row that has no grade says why."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(show_lines=True, box=box.HORIZONTALS)
    drawn.add_column("student", no_wrap=True)
    drawn.add_column("points", justify="right", no_wrap=True)
    drawn.add_column("checks", justify="right", no_wrap=True)
    drawn.add_column("mistakes named")
    for row in rows:
        points = "no grade" if row.points is None else f"{row.points:g} / {row.max_points:g}"
        cells = (row.student, points, checks(row), row.reason or mistakes(row))
        drawn.add_row(*(Text(cell) for cell in cells), style=STYLES.get(row.status, ""))
    return drawn


def checks(row: Row) -> str:
    """How many checks pass, of how many."""
    return f"{sum(said['passed'] for said in row.verdicts)} / {len(row.verdicts)}" if row.verdicts else ""


def mistakes(row: Row) -> str:
    """A line for each answer that fails: the mistake's name, or what was found; how many were not begun."""
    lines = []
    failing = [said for said in row.verdicts if not said["passed"]]
    for said in failing:
        if said["rung"] != "exists":
            lines.append(f"{said['exercise']}: {said['mistake'] or unnamed(said)}")
    untouched = sum(said["rung"] == "exists" for said in failing)
    return "\n".join([*lines, f"({untouched} not started)"] if untouched else lines)


def unnamed(said: dict[str, Any]) -> str:
    """What was found where no catalogued mistake fits: the first sentence."""
    return f"({shorten(said['message'], 50, placeholder=' …')})"


def summary(rows: Iterable[Row]) -> str:
    """The outcome in one line."""
    rows = list(rows)
    scored = [row.points for row in rows if row.points is not None]
    by_hand = sum(row.status == "to mark" for row in rows)
    unchanged, rejected = sum(row.unchanged for row in rows), sum(row.status == "rejected" for row in rows)
    failed = sum(row.status == "failed" for row in rows)
    parts = [f"{len(scored)} of {len(rows)} graded" + (f" ({unchanged} unchanged)" if unchanged else "")]
    if rejected:
        parts.append(f"{rejected} rejected")
    if failed:
        parts.append(f"{failed} failed on our side, without a grade")
    if scored:
        parts.append(f"mean {sum(scored) / len(scored):.1f} of {rows[0].max_points:g} points")
    if by_hand:
        parts.append(f"{by_hand} with answers in words to mark in formgrader")
    return ", ".join(parts) + "."
