"""What is written down of a graded submission: the notebook with its cards, and where the student wrote anything."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.grading.handed_in import HandedIn
from autograder.grading.plan import Plan
from autograder.grading.rebuilt import as_text, rebuild


@dataclass(frozen=True)
class Paper:
    """A graded submission.

    Args:
        notebook: the graded notebook's text.
        answered: for each solution cell's grade_id, whether the student wrote anything there.
    """

    notebook: str
    answered: dict[str, bool]


def write_paper(plan: Plan, handed_in: HandedIn, records: Sequence[dict[str, Any]], tier: str) -> Paper:
    """Make it from what was handed in and what the checks found."""
    notebook = rebuild(plan, handed_in.answers, handed_in.words, handed_in.helpers, records)
    notebook["metadata"]["handmade"] = {"tier": tier}
    written = {**handed_in.answers, **handed_in.words}
    answered = {grade_id: written.get(grade_id, stub) != stub for grade_id, stub in stubs(plan.notebook).items()}
    return Paper(as_text(notebook), answered)


@cache
def stubs(text: str) -> dict[str, str]:
    """What stands in each solution cell of the released notebook, by grade_id."""
    marked = ((cell, cell["metadata"].get("nbgrader", {})) for cell in json.loads(text)["cells"])
    return {marks["grade_id"]: "".join(cell["source"]) for cell, marks in marked if marks.get("solution")}
