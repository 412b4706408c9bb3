"""From chosen cells to the statements that are run: the answers, and what they need of the rest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from autograder.grading.choosing import ReadCell
from autograder.grading.handed_in import Piece
from autograder.grading.statements import PROBLEMS, Statement
from autograder.student.sources import used_names

FUTURE = "from __future__ import"  # it changes what annotations mean, and nobody uses its name
ALWAYS = "*"  # an import of everything may give any name


@dataclass(frozen=True)
class Part:
    """A statement in its place.

    Args:
        cell: where it stands.
        names: what it defines.
        piece: what is run.
    """

    cell: int
    names: tuple[str, ...]
    piece: Piece


def assemble(cells: Iterable[ReadCell], chosen: dict[str, ReadCell]) -> list[Part]:
    """What is to be run, in the order of the notebook.

    Args:
        cells: the notebook.
        chosen: exercise to the cell that answers it.
    """
    answering = {one.cell.number for one in chosen.values()}
    parts: list[Part] = []
    for one in cells:
        number = one.cell.number
        answered = {exercise for exercise, cell in chosen.items() if cell is one}
        if one.problem and answered:
            parts.append(Part(number, tuple(answered), Piece(one.cell.source, tuple(sorted(answered)))))
        elif number in answering or (one.cell.kind == "code" and not one.given):
            parts += parts_of(number, one.statements, answered, chosen)
    return needed(parts)


def parts_of(number: int, statements: list[Statement], answered: set[str], chosen: Collection[str]) -> list[Part]:
    """A cell's statements, but for those that would replace an answer: another cell's, or an import over it."""
    parts = []
    for one in statements:
        own = {name for name in one.names if name in chosen}
        if own <= answered and not (own and one.is_import):
            parts.append(Part(number, one.names, Piece(one.source, tuple(sorted(own)))))
    return parts


def needed(parts: list[Part]) -> list[Part]:
    """The answers and all that they use, directly or not; a lab's plots and training runs stay behind."""
    defining: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        for name in set(part.names):  # `a, a, a = ...` names it once
            defining.setdefault(name, []).append(place)
    wanted = (part.piece.exercises or part.piece.source.startswith(FUTURE) for part in parts)
    waiting = [place for place, want in enumerate(wanted) if want] + defining.get(ALWAYS, [])
    seen = set(waiting)
    while waiting:
        for name in uses(parts[waiting.pop()].piece.source):
            new = [place for place in defining.pop(name, []) if place not in seen]
            seen.update(new)
            waiting += new
    return [parts[place] for place in sorted(seen)]


def uses(source: str) -> set[str]:
    """The global names that a statement uses; none that can be told of one that Python cannot parse."""
    try:
        return used_names(source)
    except PROBLEMS:
        return set()
