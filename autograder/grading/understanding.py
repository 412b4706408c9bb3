"""From a notebook's cells to a student's answers, with notes on what was odd."""

from collections.abc import Collection, Iterator, Sequence

from autograder.grading.assembling import assemble
from autograder.grading.choosing import ReadCell, choose, read
from autograder.grading.handed_in import HandedIn
from autograder.grading.notebook_cells import Cell

MOST_NOTES = 40
UNANSWERED = ("", "YOUR ANSWER HERE")  # the second is what nbgrader releases


def understand(
    cells: Sequence[Cell],
    exercises: Sequence[str],
    questions: Collection[str] | None,
    notes: Sequence[str],
    sha256: str,
) -> HandedIn:
    """Find the answers in a notebook's cells.

    Args:
        cells: the notebook.
        exercises: the names to look for, in the order of the course.
        questions: grade_ids of answers in words; None takes every cell that says it is one.
        notes: what is known to be odd already.
        sha256: of the file.
    """
    known = frozenset(exercises)
    code = [read(cell, known) for cell in cells]
    found = {exercise: choose(exercise, code) for exercise in exercises}
    chosen = {exercise: cell for exercise, cell in found.items() if cell is not None}
    parts = assemble(code, chosen)
    answering = {one.cell.number for one in chosen.values()}
    odd = [note for exercise in exercises for note in oddities(exercise, found[exercise], code)]
    odd += [
        f"Cell {one.cell.number} is not Python ({one.problem}): it was passed over."
        for one in code
        if one.problem and not one.given and one.cell.kind == "code" and one.cell.grade_id not in known
    ]
    return HandedIn(
        answers={exercise: one.cell.source for exercise, one in chosen.items()},
        helpers=tuple(part.piece.source for part in parts if part.cell not in answering),
        words=words(cells, known, questions),
        notes=told([*notes, *odd]),
        sha256=sha256,
        pieces=tuple(part.piece for part in parts),
    )


def told(notes: Sequence[str]) -> tuple[str, ...]:
    """As many notes as anybody reads."""
    more = len(notes) - MOST_NOTES
    return (*notes[:MOST_NOTES], f"And {more:,} more such oddities.") if more > 0 else tuple(notes)


def oddities(exercise: str, chosen: ReadCell | None, cells: Sequence[ReadCell]) -> Iterator[str]:
    """What is worth telling about how an exercise's answer was found, or not."""
    own = [one for one in cells if one.cell.grade_id == exercise]
    last = own[-1] if own else None
    if len(own) > 1 and chosen in own:
        times = "twice" if len(own) == 2 else f"{len(own)} times"
        which = "the last one counts" if chosen is last else "the last one with an answer counts"
        yield f"The cell of {exercise} appears {times}: {which}."
    if chosen is None:
        yield from missing(exercise, own, cells)
    elif chosen in own:
        if chosen.cell.kind != "code":
            yield f"The cell of {exercise} is no longer a code cell: its text was read as code."
        if chosen.problem:
            yield f"The cell of {exercise} is not Python ({chosen.problem})."
        elsewhere = [one for one in cells if one not in own and not one.given and exercise in one.defined]
        yield from (f"{exercise} is defined in cell {one.cell.number} too: its own cell counts." for one in elsewhere)
    else:
        broken = f" is not Python ({last.problem})" if last and last.problem else " holds no answer"
        reason = f"The cell of {exercise}{broken}" if last else f"No cell is marked as that of {exercise}"
        yield f"{reason}: what cell {chosen.cell.number} defines counts."


def missing(exercise: str, own: Sequence[ReadCell], cells: Sequence[ReadCell]) -> Iterator[str]:
    """Why an exercise has no answer, where the notebook tries to give one."""
    if own:
        yield f"The cell of {exercise} does not define {exercise}."
    for one in cells:
        if one.given and exercise in one.defined:
            yield f"{exercise} is defined in cell {one.cell.number}, a test or given cell: such a cell never counts."


def words(cells: Sequence[Cell], exercises: Collection[str], questions: Collection[str] | None) -> dict[str, str]:
    """The answers in words: of several cells with the same name, the last in which something was written."""
    found: dict[str, str] = {}
    for cell in cells:
        asked = cell.grade_id in questions if questions is not None else cell.grade and cell.solution
        if not asked or not cell.grade_id or cell.grade_id in exercises:
            continue
        if cell.grade_id not in found or cell.source.strip() not in UNANSWERED:
            found[cell.grade_id] = cell.source
    return found
