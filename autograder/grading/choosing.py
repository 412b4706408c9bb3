"""Which cell of a notebook answers an exercise, however the notebook was cut, copied and relabelled."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from autograder.grading.notebook_cells import Cell
from autograder.grading.statements import NotPython, Statement, statements_of

DEFINITION = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class ReadCell:
    """A cell with its definitions.

    Args:
        cell: the cell.
        given: whether it is the course's (a test, provided code) and never counts.
        statements: its definitions.
        problem: why it cannot be parsed; "" if it can.
    """

    cell: Cell
    given: bool
    statements: list[Statement] = field(default_factory=list)
    problem: str = ""

    @cached_property
    def defined(self) -> dict[str, Statement]:
        """The last definition of each name; an import is none."""
        return {name: one for one in self.statements if not one.is_import for name in one.names}

    @cached_property
    def attempted(self) -> frozenset[str]:
        """What a cell that cannot be parsed seems to define."""
        return frozenset(DEFINITION.findall(self.cell.source) if self.problem else ())


def read(cell: Cell, exercises: Collection[str]) -> ReadCell:
    """Parse a cell; text that is not meant to be code has no problem."""
    given = cell.grade_id not in exercises and (cell.locked or (cell.grade and not cell.solution))
    if cell.kind != "code" and cell.grade_id not in exercises:
        return ReadCell(cell, given)
    try:
        return ReadCell(cell, given, statements_of(cell.source))
    except NotPython as error:
        return ReadCell(cell, given, problem=str(error))


def choose(exercise: str, cells: Iterable[ReadCell]) -> ReadCell | None:
    """The cell that counts: the last of those that answer best."""
    ranked = [(rank(exercise, one), one.cell.number, one) for one in cells]
    best = max(ranked, key=lambda entry: entry[:2], default=(0, 0, None))
    return best[2] if best[0] else None


def rank(exercise: str, read: ReadCell) -> int:
    """How well a cell answers an exercise; 0 for not at all.

    A finished answer comes before an attempt that Python cannot parse, and that before an untouched stub; the
    exercise's own cell before any other, and code before an own cell that has become text by a slip of the keyboard.
    """
    own, code = read.cell.grade_id == exercise, read.cell.kind == "code"
    if read.given or not (own or code):
        return 0
    answer = read.defined.get(exercise)
    if answer is None:
        tried = own and read.problem != "" and read.cell.source.strip() != ""
        return 0 if not code else 4 if tried else 3 if exercise in read.attempted else 0
    if answer.is_stub:
        return 2 if own and code else 1
    return 5 if not code else 7 if own else 6
