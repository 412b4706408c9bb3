"""Cell ids that stay the same from one build to the next: of the heading above, and a number."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

LONGEST = 64
NUMBERING = re.compile(r"^[\d.]+\s+")


class CellIds:
    """Give ids to the cells that have no name of their own.

    Args:
        taken: ids that other cells have.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.slug = "top"

    def under(self, heading: str) -> None:
        """Begin a new heading."""
        self.slug = slug(heading) or "section"

    def next(self) -> str:
        """The next free id under this heading."""
        free = (f"{self.slug}-{number}" for number in count(1))
        chosen = next(name for name in free if name not in self.taken)
        self.taken.add(chosen)
        return chosen


def slug(heading: str) -> str:
    """Turn ``## 2. Softmax, backward`` into ``softmax-backward``; numbers change as sections come and go."""
    text = NUMBERING.sub("", heading.lstrip("#").strip())
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[: LONGEST - 8].strip("-")
