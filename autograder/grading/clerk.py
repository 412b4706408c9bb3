"""A process that judges one submission after another for nbgrader: a line of JSON in, a line of JSON out."""

import json
import os
import traceback
from threading import Timer
from typing import Any, TextIO

from autograder.courses.course import Course
from autograder.errors import HandmadeError
from autograder.grading.engine import Engine, Result
from autograder.grading.grade import paper_of
from autograder.grading.handed_in_at import handed_in_at
from autograder.grading.plan import read_plan

IDLE = 300.0  # seconds without a question after which the clerk goes home


def main() -> None:
    """Answer questions until there are no more."""
    questions, replies = own_pipes()
    while question := next_question(questions):
        replies.write(json.dumps(answer(json.loads(question))) + "\n")
        replies.flush()


def own_pipes() -> tuple[TextIO, TextIO]:
    """Standard input and output under other numbers: what else is read or printed here is no question and no reply."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return questions, replies


def next_question(questions: TextIO) -> str:
    """The next line, "" at the end; this process ends where none comes for long."""
    home = Timer(IDLE, os._exit, [0])
    home.daemon = True
    home.start()
    try:
        return questions.readline()
    finally:
        home.cancel()


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The judged notebook, as text, with what proves it; else the reason why there is none."""
    try:
        return judge(**question)
    except HandmadeError as error:
        return {"reason": str(error)}
    except Exception as error:
        traceback.print_exc()
        return {"reason": f"The grader failed ({type(error).__name__}: {error}); the log says where."}


def judge(folder: str, assignment: str, notebook: str, student: str, force: bool, trusted: bool) -> dict[str, Any]:
    """Judge a submission, unless the journal has it.

    Raises:
        HandmadeError: there is no such course or assignment, or there are no walls.
    """
    if notebook != assignment:
        return {"reason": f"The notebook is called {notebook}.ipynb; {assignment}.ipynb is the one that can be judged."}
    course = Course.open(folder)
    plan = read_plan(course.folder / "release" / assignment / f"{assignment}.ipynb", assignment)
    (result,) = Engine(course, plan, force=force, trusted=trusted).results([student])
    if result.records is None or result.key is None:
        return {"reason": f"rejected: {result.rejected}" if result.rejected else result.failed}
    timestamp = handed_in_at(course.notebook("submitted", student, assignment))
    return {
        "notebook": paper_of(plan, result, result.records).notebook,
        "proof": f"{result.key.name} {timestamp}\n",
        "summary": summary(result),
    }


def summary(result: Result) -> str:
    """What the checks came to, in a line for nbgrader's log."""
    verdicts = [record["verdict"] for record in result.records or ()]
    passed, points = sum(said["passed"] for said in verdicts), sum(said["points"] for said in verdicts)
    known = ", known from the journal" if result.known else ""
    return f"{passed} of {len(verdicts)} checks pass, {points:g} points{known}"


if __name__ == "__main__":
    main()
