"""nbgrader's way into a submission, closed: it would open pipes, follow links, and end at what is no notebook."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook

from autograder.nbgrader.receipts import tear_up


class Unread(NotebookExporter):
    """Hands nbgrader's steps an empty notebook; `Judge` fills it, and reads what was handed in with our own reader."""

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        """Begin with a submission, without a look at its file: what was known of the graded one holds no more."""
        place = resources["nbgrader"]
        converter: Any = self.parent
        tear_up(Path(converter.coursedir.root), place["assignment"], place["student"])
        return super().from_notebook_node(new_notebook(), resources=resources, **options)  # type: ignore[no-untyped-call]
