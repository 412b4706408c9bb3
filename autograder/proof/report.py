"""Proofs as people read them: a table in the terminal, and one for ``docs/proof.md``."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from autograder.proof.evidence import ExerciseProof

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = ("exercise", "points", "blank", "solution", "alternatives", "mistakes named", "mutants killed", "equivalent")

HEADING = (
    "# What the checks have been shown to do",
    "",
    "Written by `handmade prove --markdown`. A mutant is the reference with one operator, number or argument changed.",
    "",
)


def row(proof: ExerciseProof) -> tuple[str, ...]:
    """One proof in the columns."""
    return (
        proof.exercise,
        f"{proof.points:g}",
        "not 0" if proof.blank else "0",
        "not full" if proof.solution else "full",
        str(proof.alternatives),
        str(proof.mistakes),
        str(proof.mutants),
        str(len(proof.mutants.equivalent)),
    )


def total(proofs: Sequence[ExerciseProof]) -> tuple[str, ...]:
    """All proofs together in the columns."""
    alternatives, mistakes = [p.alternatives for p in proofs], [p.mistakes for p in proofs]
    return (
        "total",
        f"{sum(p.points for p in proofs):g}",
        f"{sum(not p.blank for p in proofs)}/{len(proofs)}",
        f"{sum(not p.solution for p in proofs)}/{len(proofs)}",
        f"{sum(t.good for t in alternatives)}/{sum(t.total for t in alternatives)}",
        f"{sum(t.good for t in mistakes)}/{sum(t.total for t in mistakes)}",
        f"{sum(p.mutants.killed for p in proofs)}/{sum(p.mutants.total for p in proofs)}",
        str(sum(len(p.mutants.equivalent) for p in proofs)),
    )


def table(proofs: Sequence[ExerciseProof]) -> "Table":
    """The proofs as a rich table; what is not proved stands out."""
    from rich.table import Table

    drawn = Table(show_footer=True)
    for title, footer in zip(COLUMNS, total(proofs), strict=True):
        drawn.add_column(title, footer, justify="left" if title == "exercise" else "right")
    for proof in proofs:
        drawn.add_row(*row(proof), style="" if proof.proved else "bold red")
    return drawn


def details(proofs: Iterable[ExerciseProof]) -> list[str]:
    """Everything to put right, a line each; plain text, in which rich must not look for markup."""
    return [f"{proof.exercise}: {problem}" for proof in proofs for problem in proof.problems]


def summary(proofs: Sequence[ExerciseProof]) -> str:
    """The outcome in one line."""
    proved = sum(proof.proved for proof in proofs)
    return f"{proved} of {len(proofs)} exercises proved."


def markdown(proofs: Sequence[ExerciseProof]) -> str:
    """The proofs as Markdown: the table, the equivalent mutants with their reasons, and what is left to put right."""
    lines = [*HEADING, line(COLUMNS), line(["---", *["---:"] * (len(COLUMNS) - 1)])]
    lines += [line([f"`{name}`", *rest]) for name, *rest in map(row, proofs)]
    lines.append(line(total(proofs)))
    excused = [(p.exercise, mutant, why) for p in proofs for mutant, why in p.mutants.equivalent.items()]
    if excused:
        lines += ["", "Mutants that are as right as the reference, and why:", ""]
        lines += [f"- `{exercise}`: `{mutant}`: {why}" for exercise, mutant, why in excused]
    wrong = details(proofs)
    if wrong:
        lines += ["", "To put right:", "", *(f"- {problem}" for problem in wrong)]
    return "\n".join(lines) + "\n"


def line(cells: Iterable[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
