"""What the checks in graded notebooks said, whoever graded them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.courses.row import VERDICT_TYPE


def verdicts(notebook: Path) -> Iterator[dict[str, Any]]:
    """What the checks in an autograded notebook said; only test cells count, which the grader wrote itself."""
    import nbformat

    if not notebook.is_file():
        return
    broken: dict[str, str] = {}
    for cell in nbformat.read(notebook, as_version=4).cells:
        about = cell.metadata.get("nbgrader", {})
        for output in cell.get("outputs", []):
            if output.output_type == "error" and about.get("solution"):
                broken[about["grade_id"]] = f"{output.ename} in its cell: {output.evalue}"
            elif about.get("grade") and VERDICT_TYPE in output.get("data", {}):
                yield explained(output.data[VERDICT_TYPE], broken)


def explained(said: dict[str, Any], broken: dict[str, str]) -> dict[str, Any]:
    """A verdict; an answer that is not there because its cell failed is broken, and not just missing."""
    if said["rung"] == "exists" and said["exercise"] in broken:
        return {**said, "rung": "runs", "message": broken[said["exercise"]]}
    return dict(said)
