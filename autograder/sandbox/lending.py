"""What is lent to a submission: the course's earlier answers and given code, as source, each when it is due.

An exercise is judged with the reference's answers to the exercises before it, so that one mistake costs one exercise.
Its own answer, and those of later ones, never enter the process in which it is judged.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from autograder.exercises import WEEKS, Exercise
from autograder.student.sources import Definition, definitions

OURS = ("reference_impl", "autograder.exercises")
Place = tuple[str, str]  # module and name


@dataclass(frozen=True)
class Piece:
    """A definition that can travel.

    Args:
        place: where it stands.
        source: its text, after the imports that it needs.
        uses: what it needs of ours: the place, and the name by which it knows it.
    """

    place: Place
    source: str
    uses: tuple[tuple[Place, str], ...]

    def to_message(self) -> dict[str, Any]:
        """The piece as the child takes it."""
        uses = [{"module": module, "name": name, "known_as": known_as} for (module, name), known_as in self.uses]
        return {"module": self.place[0], "source": self.source, "uses": uses}


class Lender:
    """Lends to one process that runs a submission.

    Args:
        cells: the submission's code; only what it mentions is lent.
        first: the exercise that is judged first in this process.
    """

    def __init__(self, cells: Iterable[str], first: Exercise) -> None:
        self.first = first
        self.wanted = needed_names({word for cell in cells for word in re.findall(r"\w+", cell)})
        self.sent: set[Place] = set()

    def at_load(self) -> dict[str, Any]:
        """What is there while the cells are run: the given code, and the answers before the first exercise."""
        given = {name: place for name, place in given_places().items() if name in self.wanted}
        return self.message({**given, **self.earlier(self.first)}, self.first)

    def before(self, exercise: Exercise) -> dict[str, Any]:
        """What is there while an exercise is judged."""
        driver = exercise.drive
        lent = self.message(self.earlier(exercise), exercise)
        pieces, address = [], ""
        if driver is not None:
            pieces = self.unsent([(driver.__module__, driver.__name__)], exercise)
            address = f"{driver.__module__}:{driver.__name__}"
        return {"lent": lent["lent"], "pieces": [*lent["pieces"], *pieces], "drive": address}

    def earlier(self, exercise: Exercise) -> dict[str, Place]:
        """The answers before an exercise, by name, as far as they are wanted."""
        places, bound = answer_places(), order_of(exercise)
        return {name: places[name] for name in list(places)[:bound] if name in self.wanted}

    def message(self, places: dict[str, Place], exercise: Exercise) -> dict[str, Any]:
        """The part of a request that lends."""
        addresses = {name: ":".join(place) for name, place in places.items()}
        return {"lent": addresses, "pieces": self.unsent(places.values(), exercise)}

    def unsent(self, places: Iterable[Place], exercise: Exercise) -> list[dict[str, Any]]:
        """The definitions at places and all that they need, without what was sent before."""
        bound = order_of(exercise)
        pieces = [piece for place in places for piece in travelling(place, lambda other: order(other) < bound)]
        new = {piece.place: piece for piece in pieces if piece.place not in self.sent}
        self.sent.update(new)
        return [piece.to_message() for piece in new.values()]


def travelling(place: Place, allowed: Callable[[Place], bool], seen: set[Place] | None = None) -> Iterator[Piece]:
    """A definition after all that it needs and that is allowed."""
    seen = set() if seen is None else seen
    if place in seen:
        return
    seen.add(place)
    piece = piece_at(place)
    for other, _ in piece.uses:
        if allowed(other):
            yield from travelling(other, allowed, seen)
    yield piece


@cache
def piece_at(place: Place) -> Piece:
    """The definition at a place."""
    module, name = place
    known = module_definitions(module)
    imports, uses = [], []
    for need in sorted(known[name].needs & known.keys() - {name}):
        source = known[need].source
        if not known[need].is_import:
            uses.append(((module, need), need))
        elif re.match(rf"from ({'|'.join(map(re.escape, OURS))})\b", source):
            uses.append((home(module, need), need))
        else:
            imports.append(source)
    return Piece(place, "\n".join([*imports, known[name].source]), tuple(uses))


@cache
def module_definitions(module: str) -> dict[str, Definition]:
    """What the names of a module mean."""
    return definitions([inspect.getsource(import_module(module))])


def home(module: str, name: str) -> Place:
    """Where something that a module imports is defined, however many packages passed it on."""
    thing = getattr(import_module(module), name)
    return thing.__module__, thing.__name__


@cache
def answer_places() -> dict[str, Place]:
    """Where the reference's answers stand, by exercise, in the order of the course."""
    return {exercise.name: split(exercise.answer) for week in WEEKS for exercise in week.exercises}


@cache
def given_places() -> dict[str, Place]:
    """Where the code stands that the course gives, by name."""
    return {name: split(address) for week in WEEKS for name, address in week.given.items()}


def split(address: str) -> Place:
    """An address such as ``module:name`` in two."""
    module, _, name = address.partition(":")
    return module, name


@cache
def order(place: Place) -> int:
    """How many exercises come before the one that is answered at a place; -1 for what answers none."""
    return next((number for number, answer in enumerate(answer_places().values()) if answer == place), -1)


def order_of(exercise: Exercise) -> int:
    """How many exercises come before this one."""
    return list(answer_places()).index(exercise.name)


def needed_names(mentioned: set[str]) -> set[str]:
    """The course's names among those mentioned, and the exercises whose answers those need in their turn."""
    places = {**given_places(), **answer_places()}
    pieces = (piece for name in mentioned & places.keys() for piece in travelling(places[name], lambda other: True))
    found = {piece.place for piece in pieces}
    return {name for name, place in places.items() if place in found}
