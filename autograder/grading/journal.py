"""The journal: what was found in each submission, kept so that no work is lost and none is done twice.

One small file a result, written whole or not at all. A result is found again only under the same key: the same bytes
handed in, the same assignment, the same hidden cases, the same version of the grader. So a rerun after a crash
finishes the rest, and a corrected check regrades what it must.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.files import write_text


@dataclass(frozen=True)
class Key:
    """What a result depends on.

    Args:
        student: whose it is.
        notebook: sha256 of what was handed in.
        assignment: name and version of the assignment.
        seed: of the hidden cases, hashed.
        grader: version of the grader.
    """

    student: str
    notebook: str
    assignment: str
    seed: str
    grader: str

    @property
    def name(self) -> str:
        """The key in one number."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()


class Journal:
    """The journal of an assignment.

    Args:
        folder: where its files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: Key) -> dict[str, Any] | None:
        """The result under a key; None where there is none, or none that can be read."""
        try:
            entry = json.loads(self.path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        whole = isinstance(entry, dict) and entry.get("key") == asdict(key) and isinstance(entry.get("result"), dict)
        return entry["result"] if whole else None

    def put(self, key: Key, result: dict[str, Any]) -> None:
        """Keep a result."""
        write_text(self.path(key), json.dumps({"key": asdict(key), "result": result}))

    def path(self, key: Key) -> Path:
        """The file of a key."""
        return self.folder / key.name[:2] / f"{key.name}.json"
