"""The registry: which data sets there are, and what is known of each."""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from reference_impl.data.errors import DataError


@dataclass(frozen=True)
class DataFile:
    """A file that is fetched.

    Args:
        path: its place under the cache folder.
        sha256: its checksum.
        url: the address it comes from; a file that stands in for others has none.
    """

    path: str
    sha256: str
    url: str = ""


@dataclass(frozen=True)
class DataSet:
    """One entry of the registry.

    Args:
        name: what ``load`` calls it.
        title: a few words.
        kind: "ships", "generated" or "fetched".
        licence: under which it may be used.
        description: one sentence.
        files: what is fetched; nothing for the other kinds.
        stand_in: a part of the set that does where it lies in the cache folder and the whole does not.
    """

    name: str
    title: str
    kind: str
    licence: str
    description: str
    files: tuple[DataFile, ...] = ()
    stand_in: tuple[DataFile, ...] = ()

    @property
    def card(self) -> str:
        """The set's card in Markdown: what it is, whose, and good for what."""
        return (cards() / f"{self.name}.md").read_text(encoding="utf-8")


def cards() -> Path:
    """Return the folder of the registry: inside the package when installed, beside it in a checkout."""
    installed = Path(__file__).parent / "cards"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "datasets"


@cache
def registry() -> dict[str, DataSet]:
    """Read the registry, once."""
    entries = tomllib.loads((cards() / "registry.toml").read_text(encoding="utf-8"))
    for entry in entries.values():
        for kind in ("files", "stand_in"):
            entry[kind] = tuple(DataFile(**file) for file in entry.get(kind, ()))
    return {name: DataSet(name=name, **entry) for name, entry in entries.items()}


def names() -> tuple[str, ...]:
    """Return the names of all data sets."""
    return tuple(registry())


def describe(name: str) -> DataSet:
    """Return what is known of a data set.

    Raises:
        DataError: where there is none of that name.
    """
    if name not in registry():
        close = get_close_matches(name, names(), n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names())}"
        raise DataError(f"there is no data set {name!r}; {hint}")
    return registry()[name]
