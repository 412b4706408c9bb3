"""nbgrader's step that would run the notebook in a kernel: ours judges the answers behind walls instead."""

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.errors import HandmadeError
from autograder.nbgrader.asking import CLERK
from autograder.nbgrader.receipts import prepare


class NoGrade(HandmadeError):
    """A submission has no grade; the message says why. nbgrader logs it, and goes on with the next student."""


class Judge(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of nbgrader's `Execute`: gives the released notebook with the student's answers and our cards."""

    trusted = Bool(
        False, help="Whether to run students' code where this machine has no walls, as `handmade grade --trusted` does."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Judge the submission that the resources name; what nbgrader made of its notebook is not looked at.

        Raises:
            NoGrade: it is rejected, or the grader failed.
        """
        place, converter = resources["nbgrader"], self.parent.parent
        course, assignment, student = Path(converter.coursedir.root).resolve(), place["assignment"], place["student"]
        reply = CLERK.ask(
            {
                "folder": str(course),
                "assignment": assignment,
                "notebook": place["notebook"],
                "student": student,
                "force": bool(converter.force),
                "trusted": self.trusted,
            }
        )
        if "notebook" not in reply:
            self.log.error("No grade for %s: %s", student, reply["reason"])
            raise NoGrade(reply["reason"])
        self.log.info("%s: %s", student, reply["summary"])
        prepare(course, assignment, student, reply["proof"])
        return nbformat.reads(reply["notebook"], as_version=4), resources
