"""The commands together, and what becomes of an error: one clear line, never a traceback."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from autograder.cli.check import check
from autograder.cli.course import course, demo, grade
from autograder.cli.data import data
from autograder.cli.lessons import build, prove
from autograder.cli.marks import export, intake, report
from autograder.cli.student import progress, start
from autograder.errors import HandmadeError

app = typer.Typer(
    name="handmade",
    help="Deep learning by hand: the notebooks, the checks, the grading.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

STUDENT, INSTRUCTOR, AUTHOR = "For the student", "For the instructor", "For the author of lessons"

app.command(rich_help_panel=STUDENT)(start)
app.command(rich_help_panel=STUDENT)(check)
app.command(rich_help_panel=STUDENT)(progress)
app.add_typer(data, name="data", rich_help_panel=STUDENT)
app.add_typer(course, name="course", rich_help_panel=INSTRUCTOR)
app.command(rich_help_panel=INSTRUCTOR)(intake)
app.command(rich_help_panel=INSTRUCTOR)(grade)
app.command(rich_help_panel=INSTRUCTOR)(export)
app.command(rich_help_panel=INSTRUCTOR)(report)
app.command(rich_help_panel=INSTRUCTOR)(demo)
app.command(rich_help_panel=AUTHOR)(build)
app.command(rich_help_panel=AUTHOR)(prove)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from importlib.metadata import version

        print(f"handmade {version('handmade')}")
        raise typer.Exit


@app.callback()
def handmade(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    """Deep learning by hand: the notebooks, the checks, the grading."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command.

    Exit status 0: all is well. 1: something a person can put right, told in one line on stderr, or a check that failed.
    2: wrong usage. 130: interrupted.
    """
    try:
        app(None if arguments is None else list(arguments))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        line = told(error)
        if line is None:
            raise
        print(f"handmade: {line}", file=sys.stderr)
        raise SystemExit(1) from None


def told(error: Exception) -> str | None:
    """An error in one line; None for one that nobody foresaw."""
    if isinstance(error, HandmadeError) or type(error).__module__ == "reference_impl.data.errors":
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith(("autograder", "reference_impl")):
        return f"{error.name} is not installed; `pip install {error.name}` brings it."
    return None
