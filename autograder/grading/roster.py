"""Who is who: people as a learning platform names them, and students as the gradebook does."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.grading.tables import Table, TableError, read_table

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

FOLDER = re.compile(r"[^./\\\0+ -][^/\\\0+]*")


@dataclass(frozen=True)
class Person:
    """What is known of someone.

    Args:
        student: id in the gradebook, the name of their folder; "" where it is not known.
        platform: number on the platform; Moodle's participants have one for each assignment, told by ``participant``.
        names: their name, in whatever order of its parts.
        accounts: login, number at the school, email address.
    """

    student: str = ""
    platform: str = ""
    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @property
    def keys(self) -> list[set[str]]:
        """What they may be recognised by, the surest first."""
        accounts = {account.casefold() for account in self.accounts if account}
        users = {account.partition("@")[0] for account in accounts}
        spelled = {key for name in self.names for key in spellings(name)}
        numbers = {self.platform} - {""}
        return [numbers, {self.student.casefold()} - {""} | accounts, users, spelled]


def spellings(name: str) -> set[str]:
    """A name as it may be run together: `Lovelace, Ada` and `Ada Lovelace` give the same two."""
    parts = [letters(part) for part in (name.split(",", 1) if "," in name else name.rsplit(" ", 1))]
    return {"".join(parts), "".join(reversed(parts))} - {""}


def letters(name: str) -> str:
    """The letters and digits of a name, small and without accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


class Directory:
    """Finds people among others.

    Args:
        people: those who may be found.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self.found: list[dict[str, set[int]]] = [{}, {}, {}, {}]
        for place, person in enumerate(self.people):
            for tier, keys in zip(self.found, person.keys, strict=True):
                for key in keys:
                    tier.setdefault(key, set()).add(place)

    def find(self, person: Person) -> Person | None:
        """The one who is meant; None where it is nobody, or might be either of two."""
        for tier, keys in zip(self.found, person.keys, strict=True):
            places = set().union(*(tier.get(key, set()) for key in keys))
            if places:
                return self.people[places.pop()] if len(places) == 1 else None
        return None


def gradebook_people(gradebook: "Gradebook") -> list[Person]:
    """The students of a gradebook."""
    return [person_of(student) for student in gradebook.students]


def person_of(student: Any) -> Person:
    """A student of the gradebook."""
    name = f"{student.last_name or ''}, {student.first_name or ''}"
    names = (name,) if letters(name) else ()
    return Person(student.id, student.lms_user_id or "", names, (student.email or "",))


def roster_people(table: Table) -> list[Person]:
    """The people of a roster: a Canvas gradebook, a Moodle grading worksheet, or nbgrader's list of students."""
    return [roster_person(table, row) for row in table.rows]


def roster_person(table: Table, row: list[str]) -> Person:
    """The person whom a row of a roster tells of."""

    def cell(*names: str) -> str:
        place = table.column(*names)
        return "" if place is None else row[place].strip().removeprefix("'")

    name = cell("Student", "Full name", "name") or f"{cell('last_name', 'LastName', 'Last name', 'Surname')}, "
    if name.endswith(", "):
        name += cell("first_name", "FirstName", "First name")
    accounts = ["SIS Login ID", "Username", "SIS User ID", "ID number", "Email address", "email"]
    number = platform_number(cell("ID", "Identifier", "lms_user_id"))
    if number.startswith(participant("")) and not letters(name):
        # A worksheet in another language: the name and the address follow the number.
        place = table.column("ID", "Identifier") or 0
        name, address = [*table.header, "", ""][place + 1 : place + 3]
        name, accounts = cell(name), [*accounts, address]
    names = (name,) if letters(name) else ()
    return Person(cell("id"), number, names, tuple(cell(account) for account in accounts))


def platform_number(cell: str) -> str:
    """A number on the platform: Canvas's is a number, Moodle's `Participant 123` in some language."""
    found = re.search(r"\d+$", cell)
    if found is None or found[0] == cell:
        return cell
    return participant(found[0])


def participant(number: str) -> str:
    """Moodle's number of someone in one assignment, which is no number of theirs elsewhere."""
    return f"participant {number}"


def read_roster(path: str | Path) -> Table:
    """Read a roster.

    Raises:
        TableError: its columns tell nobody from anybody.
    """
    table = read_table(path)
    if table.column("ID", "Identifier", "id") is None:
        raise TableError(
            f"{path} has no column ID (Canvas), Identifier (Moodle) or id (nbgrader's list of students); "
            f"it has: {', '.join(table.header[:8])}."
        )
    return table


def student_id(person: Person) -> str | None:
    """The id under which someone new gets a folder: their own, else an account, else Canvas's number."""
    candidates = (person.student, *person.accounts, person.platform if person.platform.isdecimal() else "")
    return next((one for one in candidates if one and FOLDER.fullmatch(one)), None)
