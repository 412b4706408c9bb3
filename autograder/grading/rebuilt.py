"""The graded notebook: the released one with the student's answers put in, and under each check its card.

It is rebuilt, never sanitised: a cell of the student's counts only where the released notebook asks for an answer.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.checks.verdict import VERDICT_TYPE
from autograder.grading.plan import Plan

OTHERS = "# Other definitions in the submission, which its answers may use."
Cell = dict[str, Any]


def rebuild(
    plan: Plan,
    answers: Mapping[str, str],
    words: Mapping[str, str],
    others: Sequence[str],
    records: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Make the graded notebook, as the JSON of its file. (To import nbformat takes a worker longer than to judge.)

    Args:
        plan: the assignment.
        answers: source of each answer, by exercise.
        words: answers in words, by grade_id.
        others: definitions in the student's other cells.
        records: what each check found.
    """
    notebook: dict[str, Any] = json.loads(plan.notebook)
    found = {record["grade_id"]: record for record in records}
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        grade_id = marks.get("grade_id", "")
        if grade_id in found:
            cell["outputs"] = [card(found[grade_id])]
        elif marks.get("solution"):
            stub = "".join(cell["source"])
            said = words.get(grade_id, stub) if marks.get("grade") else answers.get(grade_id, stub)
            as_is = said == stub or cell["cell_type"] == "code"
            cell["source"] = lines(said if as_is else without_tags(said))
    if others:
        first = next((at for at, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"), -1)
        notebook["cells"].insert(first + 1, code_cell("other-definitions", "\n\n".join([OTHERS, *others])))
    return notebook


def as_text(notebook: dict[str, Any]) -> str:
    """The notebook's file, to the byte as nbformat writes it."""
    return json.dumps(notebook, indent=1, sort_keys=True, separators=(",", ": "), ensure_ascii=False) + "\n"


def lines(text: str) -> list[str]:
    """A text as a notebook's file holds it."""
    return text.splitlines(keepends=True)


def code_cell(name: str, source: str) -> Cell:
    """A code cell that was not run."""
    about: Cell = {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": []}
    return {**about, "source": lines(source)}


def without_tags(words: str) -> str:
    """Markdown in which no HTML is left: a tag is shown as what it is, and code and formulas mean what they meant.

    Formgrader and the feedback page pass HTML on: a script in an answer would run there with the instructor's rights.
    """
    return re.sub(r"<(?=[A-Za-z/!?])", "< ", words)


def card(record: dict[str, Any]) -> Cell:
    """A check's output, as a kernel would have given it."""
    data = {
        "text/plain": lines(repr(float(record["verdict"]["points"]))),
        "text/html": lines(record["html"]),
        VERDICT_TYPE: record["verdict"],
    }
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
