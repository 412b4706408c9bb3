"""What a graded notebook says: the verdicts of its checks and the answers in it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.checks.verdict import VERDICT_TYPE
from autograder.grading.normal_form import Form, forms


@dataclass(frozen=True)
class Graded:
    """A graded notebook.

    Args:
        verdicts: what each check said, as plain values, in the notebook's order.
        answers: the normal forms of the answers, by exercise.
    """

    verdicts: tuple[dict[str, Any], ...]
    answers: Mapping[str, Form]


def read_graded(notebook: Path) -> Graded | None:
    """Read a graded notebook; None where there is none that can be read. nbformat would take far longer."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        verdicts = tuple(verdicts_in(cells))
        return Graded(verdicts, answers_in(cells, {str(said["exercise"]) for said in verdicts}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def verdicts_in(cells: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the checks said; only test cells count, which the grader wrote itself."""
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            for output in cell.get("outputs", []):
                if VERDICT_TYPE in output.get("data", {}):
                    yield output["data"][VERDICT_TYPE]


def answers_in(cells: Iterable[dict[str, Any]], exercises: Iterable[str] | None = None) -> dict[str, Form]:
    """The answers by the names they define; the last definition counts."""
    found: dict[str, Form] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            found.update(forms("".join(cell["source"])))
    wanted = set(found) if exercises is None else set(exercises)
    return {name: form for name, form in found.items() if name in wanted}


def published_answers(folder: Path) -> dict[str, Form]:
    """The answers in the instructor's notebooks."""
    found: dict[str, Form] = {}
    for path in sorted(folder.glob("*.ipynb")):
        found.update(answers_in(json.loads(path.read_text(encoding="utf-8"))["cells"]))
    return found
