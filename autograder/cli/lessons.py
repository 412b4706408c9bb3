"""`handmade build` and `handmade prove`: the author's commands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.output import console, print_json, steps

if TYPE_CHECKING:
    from autograder.proof import ExerciseProof

Weeks = Annotated[
    list[str] | None, typer.Argument(help="Such as week1. Default: all.", metavar="[WEEK]...", show_default=False)
]


def keys(weeks: Sequence[str] | None) -> list[str]:
    """The full names of the weeks that were named; all where none was."""
    from autograder.exercises import WEEKS, find_week

    return [find_week(week).key for week in weeks] if weeks else [week.key for week in WEEKS]


def build(
    weeks: Weeks = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where a notebook is stale.")] = False,
) -> None:
    """Build the notebooks of lessons: the student's into curriculum/, the executed solution into solutions/."""
    from autograder.notebooks.build import build as build_week

    stale = False
    for week in keys(weeks):
        with steps().status(f"Building {week}"):
            built = build_week(week, check=check)
        stale = stale or any(one.stale for one in built)
        for one in built:
            console().print(str(one), markup=False, soft_wrap=True)
    if stale:
        raise typer.Exit(1)


def prove(
    weeks: Weeks = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the proofs as JSON.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print the proofs as Markdown.")] = False,
) -> None:
    """Prove the checks: right answers pass, known mistakes are named, mutants of the reference are caught.

    Exit status 0 only when nothing is left to put right.
    """
    from autograder import proof

    proofs = [one for week in keys(weeks) for one in proved(week)]
    if as_json:
        print_json([one.to_json() for one in proofs])
    elif as_markdown:
        print(proof.markdown(proofs), end="")
    else:
        out = console()
        out.print(proof.table(proofs))
        for line in proof.details(proofs):
            out.print(line, markup=False)
        out.print(proof.summary(proofs))
    if not all(one.proved for one in proofs):
        raise typer.Exit(1)


def proved(week: str) -> "list[ExerciseProof]":
    """The proofs of a week; which exercise is at work is told meanwhile."""
    from autograder import proof

    with steps().status(f"Proving {week}") as status:
        return proof.prove(week, lambda done, total, name: status.update(f"Proving {name} ({done} of {total} done)"))
