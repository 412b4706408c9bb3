"""`handmade check`: judge files as the notebook would."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.cli.output import console, print_json

if TYPE_CHECKING:
    from rich.table import Table

Row = dict[str, Any]


def check(
    files: Annotated[list[str], typer.Argument(help="Notebooks or Python files.", metavar="FILE…", show_default=False)],
    week: Annotated[str | None, typer.Option(help="Judge this week's exercises only.", metavar="WEEK")] = None,
    exercise: Annotated[str | None, typer.Option(help="Judge this exercise only.", metavar="NAME")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
) -> None:
    """Check the exercises that files define; each file alone, in a process of its own.

    Exit status 0 only when all pass.
    """
    from autograder.sandbox import check_files

    rows = check_files(files, week, exercise)
    if as_json:
        print_json(rows)
    else:
        for file in files:
            show(file, [row for row in rows if row["file"] == file])
    checked = {row["file"] for row in rows}
    if not all(row["passed"] for row in rows) or not checked.issuperset(files):
        raise typer.Exit(1)


def show(file: str, rows: Sequence[Row]) -> None:
    """Print what was found in a file."""
    from rich.markup import escape

    out = console()
    out.print(f"[bold]{escape(file)}[/bold]")
    if not rows:
        out.print("  It defines no exercise of the course.", style="red")
    for judged, group in groupby(rows, lambda row: row["exercise"] is not None):
        if judged:
            out.print(table(list(group)))
            continue
        for row in group:
            out.print(f"  {escape(row['message'])}", style="red")


def table(rows: Sequence[Row]) -> "Table":
    """The verdicts on a file."""
    from rich.table import Table
    from rich.text import Text

    points, possible = sum(row["points"] for row in rows), sum(row["max_points"] for row in rows)
    drawn = Table(box=None, show_footer=True, padding=(0, 1))
    drawn.add_column("exercise", "together")
    drawn.add_column("points", f"{points:g} / {possible:g}", justify="right", no_wrap=True)
    drawn.add_column("", f"{sum(row['passed'] for row in rows)} of {len(rows)} pass")
    for row in rows:
        said = Text("passes", style="green") if row["passed"] else Text(why(row), style="red")
        drawn.add_row(row["exercise"], f"{row['points']:g} / {row['max_points']:g}", said)
    return drawn


def why(row: Row) -> str:
    """Why an answer does not pass: the mistake's name where it has one, and what was found."""
    return f"{row['mistake']}: {row['message']}" if row["mistake"] else row["message"]
