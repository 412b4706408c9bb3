"""What the course lends an answer: definitions that arrive as source when they are due, never as files to be read."""

import sys
import types
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from autograder.inside.outcome import LENT

MISSING = object()


class Lent:
    """Definitions by the modules that they came from.

    What a definition uses of another module is bound as soon as both are there: a later exercise's answer is not.
    """

    def __init__(self) -> None:
        self.unbound: list[dict[str, str]] = []

    def take(self, pieces: Iterable[Mapping[str, Any]]) -> None:
        """Define what arrived.

        Args:
            pieces: each with ``module``, ``source``, and ``uses``: what it wants of others, as ``module``, ``name`` and
                the name ``known_as``. What a class is built on comes before it.
        """
        for piece in pieces:
            self.unbound += [{**use, "by": piece["module"]} for use in piece["uses"]]
            self.bind()
            code = compile(piece["source"], f"<{LENT} {piece['module']}>", "exec", dont_inherit=True)
            exec(code, space(piece["module"]))
        self.bind()

    def bind(self) -> None:
        """Give each definition those of others that are there by now."""
        waiting = []
        for use in self.unbound:
            if use["name"] in space(use["module"]):
                space(use["by"])[use["known_as"]] = space(use["module"])[use["name"]]
            else:
                waiting.append(use)
        self.unbound = waiting

    def named(self, addresses: Mapping[str, str]) -> dict[str, Any]:
        """What lies at addresses such as ``module:name``, by the names given to them."""
        split = {name: address.partition(":") for name, address in addresses.items()}
        return {name: space(module)[inner] for name, (module, _, inner) in split.items()}


def space(module: str) -> dict[str, Any]:
    """The global names of a lent module."""
    name = f"{LENT}.{module}"
    return vars(sys.modules.setdefault(name, types.ModuleType(name)))


@contextmanager
def swapped(names: dict[str, Any], others: Mapping[str, Any]) -> Iterator[None]:
    """While open, names mean something else."""
    before = {name: names.get(name, MISSING) for name in others}
    names.update(others)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is MISSING:
                names.pop(name, None)
            else:
                names[name] = value
