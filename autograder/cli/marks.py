"""`handmade intake`, `handmade export`, `handmade report`: submissions in, marks and a report out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.output import console, print_json, steps

if TYPE_CHECKING:
    from autograder.grading.intake import Line

Course = Annotated[str, typer.Argument(help="The course directory.", metavar="COURSE", show_default=False)]
Assignment = Annotated[
    str, typer.Argument(help="Such as week1_foundations, or week1.", metavar="ASSIGNMENT", show_default=False)
]


def intake(
    folder: Course,
    assignment: Assignment,
    sources: Annotated[
        list[str], typer.Argument(help="Zips from Canvas or Moodle, or folders.", metavar="ZIP…", show_default=False)
    ],
    roster: Annotated[
        str | None, typer.Option(help="Canvas gradebook, Moodle worksheet or list of students (CSV).", metavar="FILE")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the lines as JSON.")] = False,
) -> None:
    """Take in submissions downloaded from Canvas or Moodle; every file gets a line.

    Exit status 0 only when no file needs a person to look.
    """
    from autograder.grading.intake import intake as take_in

    with steps().status("Taking in"):
        lines = take_in(folder, assignment, sources, roster, dry_run)
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        show(lines, dry_run)
    if any(line.needs_attention for line in lines):
        raise typer.Exit(1)


def show(lines: "Sequence[Line]", dry_run: bool) -> None:
    """Print a line a file, and how many of each kind."""
    from rich.text import Text

    out = console()
    for line in lines:
        whose = f" [{line.student}]" if line.student else ""
        style = "red" if line.needs_attention else ""
        said = printable(f"{line.outcome:8} {line.file}{whose}: {line.why}")
        out.print(Text(said, style=style), soft_wrap=True)
    counted = Counter(line.outcome for line in lines)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items()))
    out.print(f"{told or 'Nothing was found'}.{' Nothing was changed: a dry run.' if dry_run else ''}", markup=False)


def printable(text: str) -> str:
    """Text without the signs by which the name of a file might steer the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def export(
    folder: Course,
    assignment: Assignment,
    to: Annotated[str, typer.Option(help="canvas, moodle or csv.", metavar="PLATFORM", show_default=False)],
    output: Annotated[
        str | None, typer.Option(help="Where. Default: ASSIGNMENT-PLATFORM.csv here.", metavar="FILE")
    ] = None,
    roster: Annotated[
        str | None, typer.Option(help="The platform's own export, to be filled in.", metavar="FILE")
    ] = None,
    column: Annotated[str | None, typer.Option(help="Its column for the total.", metavar="NAME")] = None,
    total_only: Annotated[bool, typer.Option("--total-only", help="Leave out the exercises.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="Begin with the mark that Excel needs for accents.")] = False,
) -> None:
    """Write the marks for Canvas, for Moodle, or as a plain table."""
    from autograder.grading.export import export as write

    written = write(folder, assignment, to, output, roster, column, total_only, excel)
    for note in written.notes:
        steps().print(printable(note), markup=False, soft_wrap=True)
    console().print(f"{written.path} has the marks of {written.students}.", markup=False, soft_wrap=True)


def report(
    folder: Course,
    assignment: Assignment,
    output: Annotated[
        str | None, typer.Option(help="Where. Default: ASSIGNMENT-report.html here.", metavar="FILE")
    ] = None,
) -> None:
    """Write a page on how the class did: exercises, mistakes, answers that are alike, timeline."""
    from autograder.grading.report import report as write

    with steps().status("Writing the report"):
        path = write(folder, assignment, output)
    console().print(f"The report is {path}.", markup=False, soft_wrap=True)
