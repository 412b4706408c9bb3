"""`handmade course new`, `handmade grade`, `handmade demo`: the instructor's commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.output import console, print_json, steps

if TYPE_CHECKING:
    from autograder.grading.engine import Progress

course = typer.Typer(help="Make nbgrader courses.", no_args_is_help=True)


@course.callback()
def courses() -> None:
    """Make nbgrader courses."""


@course.command("new")
def new(
    folder: Annotated[str, typer.Argument(help="Where; a folder that is empty or not there yet.", metavar="DIR")],
    week: Annotated[list[str] | None, typer.Option(help="Which week; may be repeated. Default: all.")] = None,
) -> None:
    """Make an ordinary nbgrader course directory, with the weeks as its assignments."""
    from autograder.courses import new_course

    made = new_course(folder, week)
    names = sorted(path.name for path in (made.folder / "source").iterdir())
    console().print(f"A course with {', '.join(names)} is in {folder}.", markup=False)
    console().print(f"Next: cd {folder} && nbgrader generate_assignment {names[0]}", markup=False)


def grade(
    folder: Annotated[str, typer.Argument(help="The course directory.", metavar="COURSE")],
    assignment: Annotated[str, typer.Argument(help="Such as week1_foundations, or week1.", metavar="ASSIGNMENT")],
    student: Annotated[list[str] | None, typer.Option(help="Whose; may be repeated. Default: everyone's.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Judge again what was judged before.")] = False,
    workers: Annotated[int | None, typer.Option(help="How many processes judge. Default: one a processor.")] = None,
    trusted: Annotated[
        bool, typer.Option("--trusted", help="Run students' code even without walls around it.")
    ] = False,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Let the workers of this Dask scheduler judge, such as tcp://host:8786.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Grade what was handed in, into autograded/ and the gradebook.

    Exit status 0 only when every submission could be graded.
    """
    from autograder.courses.table import summary, table
    from autograder.grading.grade import grade as grade_course

    with grading() as progress:
        rows = grade_course(folder, assignment, student or None, force, progress, workers, trusted, cluster)
    if as_json:
        print_json([row.to_json() for row in rows])
    else:
        console().print(table(rows))
        console().print(summary(rows))
    if any(row.points is None for row in rows):
        raise typer.Exit(1)


def demo(
    folder: Annotated[str, typer.Argument(help="Where; an earlier demo is replaced.", metavar="[DIR]")] = "demo-course",
) -> None:
    """A course with a class of forty, some hostile: released, handed in, graded, with feedback."""
    from autograder.courses.demo import WEEK, demo, what_happened, where_to_look
    from autograder.courses.table import summary, table

    quiet = steps()
    with grading() as progress:
        rows = demo(folder, lambda step: quiet.print(step, markup=False), progress=progress)
    out = console()
    out.print(table(rows))
    for line in ["Those who tried something else, and what came of it:", *what_happened(rows)]:
        out.print(line, markup=False, soft_wrap=True)
    out.print(summary(rows))
    for line in where_to_look(Path(folder), WEEK):
        out.print(line, markup=False, soft_wrap=True)
    if any(row.status == "failed" for row in rows):
        raise typer.Exit(1)


@contextmanager
def grading() -> Iterator["Progress"]:
    """A bar that fills while submissions are graded; it tells who was last, how long it has taken and will take."""
    from rich import progress

    columns = [*progress.Progress.get_default_columns(), progress.MofNCompleteColumn(), progress.TimeElapsedColumn()]
    with progress.Progress(*columns, console=steps(), transient=True) as bar:
        task = bar.add_task("Grading", total=None, visible=False)

        def graded(done: int, total: int, student: str) -> None:
            bar.update(task, completed=done, total=total, description=f"Graded {student}", visible=True)

        yield graded
