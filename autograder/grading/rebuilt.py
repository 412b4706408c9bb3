"""The graded notebook: the released one with the student's answers put in, and under each check its card.

It is rebuilt, never sanitised: a cell of the student's counts only where the released notebook asks for an answer.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.checks.verdict import VERDICT_TYPE
from autograder.grading.plan import Plan

OTHERS = "# Other definitions in the submission, which its answers may use."


def rebuild(
    plan: Plan,
    answers: Mapping[str, str],
    words: Mapping[str, str],
    others: Sequence[str],
    records: Sequence[dict[str, Any]],
) -> NotebookNode:
    """Make the graded notebook.

    Args:
        plan: the assignment.
        answers: source of each answer, by exercise.
        words: answers in words, by grade_id.
        others: definitions in the student's other cells.
        records: what each check found.
    """
    notebook = deepcopy(released(plan.notebook))
    found = {record["grade_id"]: record for record in records}
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        grade_id = marks.get("grade_id", "")
        if grade_id in found:
            cell.outputs = [card(found[grade_id])]
        elif marks.get("solution"):
            said = words.get(grade_id, cell.source) if marks.get("grade") else answers.get(grade_id, cell.source)
            cell.source = said if said == cell.source or cell.cell_type == "code" else without_tags(said)
    if others:
        first = next((at for at, cell in enumerate(notebook.cells) if cell.cell_type == "code"), -1)
        notebook.cells.insert(first + 1, new_code_cell("\n\n".join([OTHERS, *others]), id="other-definitions"))
    return notebook


@cache
def released(text: str) -> NotebookNode:
    """The released notebook, parsed and validated once."""
    return nbformat.reads(text, as_version=4)


def without_tags(words: str) -> str:
    """Markdown in which no HTML is left: a tag is shown as what it is, and code and formulas mean what they meant.

    Formgrader and the feedback page pass HTML on: a script in an answer would run there with the instructor's rights.
    """
    return re.sub(r"<(?=[A-Za-z/!?])", "< ", words)


def card(record: dict[str, Any]) -> NotebookNode:
    """A check's output, as a kernel would have given it."""
    data = {
        "text/plain": repr(float(record["verdict"]["points"])),
        "text/html": record["html"],
        VERDICT_TYPE: record["verdict"],
    }
    # As `nbformat.v4.new_output` makes it, but for the validation, which takes as long as judging does.
    return nbformat.from_dict({"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None})
