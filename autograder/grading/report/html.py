"""Pieces of HTML; every text that goes in is escaped here."""

import html
from collections.abc import Iterable, Sequence

from autograder.grading.tables import encodable


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: object) -> Html:
    """Any value as text that HTML shows and does not obey; HTML made here passes as it is."""
    return value if isinstance(value, Html) else Html(html.escape(encodable(str(value)).replace("\0", "\ufffd")))


def tag(name: str, *contents: object, **attributes: object) -> Html:
    """An element; underscores at the end of an attribute's name go (``class_``)."""
    given = "".join(f' {key.rstrip("_")}="{text(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{given}>{joined(contents)}</{name}>")


def joined(parts: Iterable[object], separator: str = "") -> Html:
    """Pieces one after the other."""
    return Html(separator.join(text(part) for part in parts))


def who(name: object) -> Html:
    """A person's name, kept apart from the direction in which the words around it run."""
    return tag("bdi", name)


def code(name: object) -> Html:
    """A name from a program, which may be broken behind its underscores."""
    return tag("code", Html(text(name).replace("_", "_<wbr>")))


def table(header: Sequence[object], rows: Iterable[Sequence[object]], numbers: Iterable[int] = ()) -> Html:
    """A table that scrolls by itself where the screen is narrow.

    Args:
        header: names of the columns.
        rows: the cells.
        numbers: columns that are aligned to the right.
    """
    right = set(numbers)

    def cells(kind: str, row: Sequence[object]) -> Html:
        return tag("tr", *(tag(kind, one, **({"class_": "n"} if at in right else {})) for at, one in enumerate(row)))

    body = tag("tbody", *(cells("td", row) for row in rows))
    return tag("div", tag("table", tag("thead", cells("th", header)), body), class_="scroll")


def section(title: str, *contents: object) -> Html:
    """A part of the page."""
    return tag("section", tag("h2", title), *contents)


def paragraph(*contents: object) -> Html:
    """A paragraph."""
    return tag("p", *contents)
