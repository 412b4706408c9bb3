"""A JSON value becomes plain cells: what has the wrong type is passed over, and nothing is believed."""

from dataclasses import dataclass
from typing import Any

from autograder.grading.handed_in import ReadingLimits, Rejected
from autograder.grading.notebook_text import json_value


@dataclass(frozen=True)
class Cell:
    """What counts of a cell.

    Args:
        number: its place in the notebook, from 1.
        kind: "code", or what else its type says.
        source: clean text that Python can compile and a file can hold.
        grade_id: nbgrader's name for it, else the cell's own id; "" if there is neither.
        grade: whether nbgrader gives points for it.
        solution: whether nbgrader lets the student write in it.
        locked: whether nbgrader forbids the student to.
    """

    number: int
    kind: str
    source: str
    grade_id: str = ""
    grade: bool = False
    solution: bool = False
    locked: bool = False


def read_cells(data: bytes, limits: ReadingLimits) -> tuple[list[Cell], list[str]]:
    """The cells of a notebook of any version that may count: code, and whatever has a name; and notes.

    Raises:
        Rejected: it is no notebook, or too large a one.
    """
    value, notes = json_value(data)
    found = raw_cells(value)
    if len(found) > limits.cells:
        raise Rejected(f"It has {len(found):,} cells; no more than {limits.cells:,} are read.")
    cells = []
    for number, raw in enumerate(found, 1):
        if not isinstance(raw, dict):
            notes.append(f"Cell {number} is no cell at all: it was passed over.")
            continue
        cell = to_cell(number, raw)
        if len(cell.source) > limits.cell:
            notes.append(f"Cell {number} is {len(cell.source):,} characters long: it was passed over.")
        elif cell.kind == "code" or cell.grade_id:
            cells.append(cell)
    if sum(len(cell.source) for cell in cells) > limits.code:
        raise Rejected(f"Its cells hold more than {limits.code:,} characters of code, the most that is read.")
    return cells, notes


def raw_cells(notebook: Any) -> list[Any]:
    """The list of cells; before version 4, worksheets held it."""
    if not isinstance(notebook, dict):
        raise Rejected("It is not a notebook: a notebook is a JSON object with a list of cells.")
    if isinstance(notebook.get("cells"), list):
        return list(notebook["cells"])
    worksheets = notebook.get("worksheets")
    sheets = [sheet for sheet in worksheets if isinstance(sheet, dict)] if isinstance(worksheets, list) else []
    found = [sheet["cells"] for sheet in sheets if isinstance(sheet.get("cells"), list)]
    if not found:
        raise Rejected("It is not a notebook: it has no list of cells.")
    return [cell for cells in found for cell in cells]


def to_cell(number: int, raw: dict[str, Any]) -> Cell:
    """What counts of a cell; version 3 called its code ``input``."""
    metadata = mapping(raw.get("metadata"))
    marks = mapping(metadata.get("nbgrader"))
    return Cell(
        number,
        kind=name(raw.get("cell_type")),
        source=clean(raw.get("source", raw.get("input"))),
        grade_id=name(marks.get("grade_id")) or name(raw.get("id")),
        grade=marks.get("grade") is True,
        solution=marks.get("solution") is True,
        locked=marks.get("locked") is True,
    )


def mapping(value: Any) -> dict[str, Any]:
    """A JSON object; anything else is as good as an empty one."""
    return value if isinstance(value, dict) else {}


def name(value: Any) -> str:
    """A name of reasonable length; "" where the value is none."""
    return clean(value)[:200].strip() if isinstance(value, str) else ""


def clean(value: Any) -> str:
    """Text, or a list of its lines, without what no file can hold: halves of characters, zero bytes, odd line ends."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    text = value.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
