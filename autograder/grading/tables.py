"""Tables for spreadsheets and learning platforms: CSV in UTF-8, in which no text can act as a formula.

Source: the OWASP page on CSV injection. A cell that begins with one of ``= + - @``, a tab or a carriage return is run
by spreadsheets; a leading apostrophe makes it text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import HandmadeError
from autograder.files import write_text

BYTE_ORDER_MARK = "\ufeff"
NUMBER = re.compile(r"\s*[+-]?\d+([.,]\d+)*\s*%?\s*|\s*-?\s*")
# Where Excel's separator is the semicolon, what follows one is a cell too.
FORMULA = re.compile(r"(^|;)( *)(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


class TableError(HandmadeError):
    """A table that cannot be read or used; the message says why."""


@dataclass(frozen=True)
class Table:
    """A CSV file's contents.

    Args:
        header: names of the columns.
        rows: the cells, every row as long as the header or longer.
        marked: whether the file began with a byte order mark, as Excel writes and wants it.
    """

    header: list[str]
    rows: list[list[str]]
    marked: bool = False

    def column(self, *names: str) -> int | None:
        """The place of the first column that has one of these names; None if there is none."""
        return next((self.header.index(name) for name in names if name in self.header), None)


def safe(cell: str) -> str:
    """A cell that a spreadsheet takes as text; numbers stay numbers."""
    if NUMBER.fullmatch(cell) and not cell.startswith(("\t", "\r", "\n")):
        return cell
    return FORMULA.sub(r"\1\2'", cell)


def number(value: float | None) -> str:
    """A mark as platforms read it; nothing where there is none."""
    return "" if value is None else format(round(value, 4), ".10g")


def read_table(path: str | Path) -> Table:
    """Read a CSV file, separated by commas, semicolons or tabs.

    Raises:
        TableError: not text in UTF-8, or without a header.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TableError(f"{path} is not UTF-8 ({error.reason}). Save it as `CSV UTF-8`.") from None
    marked = text.startswith(BYTE_ORDER_MARK)
    text = text.removeprefix(BYTE_ORDER_MARK)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)]
    except csv.Error as error:
        raise TableError(f"{path} is no CSV file: {error}.") from None
    if not rows:
        raise TableError(f"{path} is empty.")
    header = [name.strip() for name in rows[0]]
    return Table(header, [row + [""] * (len(header) - len(row)) for row in rows[1:]], marked)


def table_text(header: Sequence[str], rows: Iterable[Sequence[str]], verbatim: Iterable[int] = ()) -> str:
    """The text of a CSV file.

    Args:
        header: names of the columns.
        rows: the cells.
        verbatim: columns whose text is the instructor's own and stays as it is.
    """
    kept = set(verbatim)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([safe(name) for name in header])
    writer.writerows([cell if at in kept else safe(cell) for at, cell in enumerate(row)] for row in rows)
    return stream.getvalue()


def write_table(path: str | Path, text: str, marked: bool = False) -> None:
    """Write a CSV file, whole or not at all, with a byte order mark where it is wanted."""
    write_text(Path(path), (BYTE_ORDER_MARK if marked else "") + encodable(text))


def encodable(text: str) -> str:
    """Text without the lone surrogates that names of files and broken notebooks may bring, which no file can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
